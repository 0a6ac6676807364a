package store_test

import (
	"context"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
)

// The office leaves two seats out; a group has later records of the first that the office never saw, and none of the
// second.
func TestWhatWasWrittenAfterALeavingOutCountsNowhere(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 4, roundDay)
	office, a, b, group := l[0], l[1], l[2], l[3]
	answered(t, a, "XR-1-01", "停用之前")
	storetest.Pass(t, a, office)
	answered(t, a, "XR-1-02", "停用之后甲")
	f := app.Finding{ID: a.Desk().NewID(), Case: someCase(t, a).ID, Strand: app.Review, Item: "XR-1-01", Number: 905, Title: "停用之后立的问题", Fact: "甲", State: app.FindingDraft}
	if err := app.Keep(ctx, a.Desk(), app.VerbRecordFinding, f); err != nil {
		t.Fatal(err)
	}
	storetest.Pass(t, a, group)
	for _, gone := range []*store.Workspace{a, b} {
		if err := office.LeaveOut(ctx, gone.Seat().ID, "调离"); err != nil {
			t.Fatal(err)
		}
	}
	sent := storetest.Write(t, office, store.Outgoing{Kind: exchange.WorkPack, To: to(group)})
	look, err := group.Examine(ctx, sent.Paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	if look.Void < 2 || look.Removed != 1 || !look.Grave() {
		t.Errorf("told: %d void, %d removed, grave %v", look.Void, look.Removed, look.Grave())
	}
	if _, err := group.TakeIn(ctx, sent.Paths, store.TakeIn{}, nil); app.CodeOf(err) != "exchange.grave" {
		t.Errorf("without the word: %v", err)
	}
	if _, err := group.TakeIn(ctx, sent.Paths, store.TakeIn{Sure: true}, nil); err != nil {
		t.Fatal(err)
	}
	verified(t, group)
	if state := stateOf(t, group); strings.Contains(state, "停用之后") {
		t.Error("what was written after the leaving out has effect")
	} else if !strings.Contains(state, "停用之前") {
		t.Error("what was written before has none")
	}
	storetest.Pass(t, group, office)
	verified(t, office)
}
