package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
)

var roundDay = time.Date(2026, 3, 16, 9, 0, 0, 0, time.UTC)

// stateOf gives everything a workspace shows, so that two can be compared.
func stateOf(t testing.TB, w *store.Workspace) string {
	t.Helper()
	var b bytes.Buffer
	err := w.All(context.Background(), func(kind app.Kind, id app.ID, doc json.RawMessage) error {
		fmt.Fprintln(&b, kind, id, string(doc))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func verified(t testing.TB, w *store.Workspace) {
	t.Helper()
	r, err := w.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK() {
		t.Fatalf("%s: %+v", w.Me().Name, r.Troubles)
	}
}

func someCase(t testing.TB, w *store.Workspace) app.Case {
	t.Helper()
	cases, err := app.List[app.Case](context.Background(), w, "")
	if err != nil || len(cases) == 0 {
		t.Fatal(err, len(cases))
	}
	for _, c := range cases {
		if c.Stage == app.Inspection {
			return c
		}
	}
	return cases[0]
}

func TestTwoGroupsWorkApartAndComeTogether(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 3, roundDay)
	office, a, b := l[0], l[1], l[2]
	for _, w := range l {
		verified(t, w)
	}
	if got, want := stateOf(t, a), stateOf(t, office); got == "" || len(got) < len(want)/2 {
		t.Fatal("the round did not come along")
	}
	c := someCase(t, a)
	answer := func(w *store.Workspace, item string, v app.Conclusion, note string) {
		t.Helper()
		if err := w.Desk().AnswerItem(ctx, c.ID, item, app.AnswerInput{Conclusion: &v, Note: &note}); err != nil {
			t.Fatal(err)
		}
	}
	answer(a, "XR-1-01", app.Problem, "甲组意见。")
	answer(b, "XR-1-01", app.NoProblem, "")
	storetest.Pass(t, a, office)
	done := storetest.Pass(t, b, office)
	if done.Clashes == 0 {
		t.Fatalf("nothing clashes: %+v", done)
	}
	clashes, err := office.Clashes(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range clashes {
		t.Log(x.Number, x.Kind, x.Field, len(x.Sides), x.Sides[0].Who, string(x.Sides[0].Value), "/", x.Sides[1].Who, string(x.Sides[1].Value), "base", string(x.Base))
	}
	storetest.Pass(t, office, a)
	storetest.Pass(t, office, b)
	storetest.Pass(t, a, office)
	storetest.Pass(t, b, office)
	for _, w := range l {
		verified(t, w)
		if stateOf(t, w) != stateOf(t, office) {
			t.Errorf("%s differs from the office", w.Me().Name)
		}
		if n, err := w.CountClashes(ctx); err != nil || n != len(clashes) {
			t.Errorf("%s has %d clashes (%v), the office %d", w.Me().Name, n, err, len(clashes))
		}
	}
	before := stateOf(t, office)
	plan, err := office.PlanTakeBack(ctx, done.N)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", plan)
	if err := office.TakeBack(ctx, done.N, "试"); err != nil {
		t.Fatal(err)
	}
	verified(t, office)
	if n, _ := office.CountClashes(ctx); n != 0 {
		t.Errorf("%d clashes after taking back", n)
	}
	if err := office.TakeAgain(ctx, done.N); err != nil {
		t.Fatal(err)
	}
	verified(t, office)
	if stateOf(t, office) != before {
		t.Error("taking in again does not give the same state")
	}
	peers, err := office.Peers(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range peers {
		t.Logf("%s heard %v lacks %d ahead %d", p.Who.Name, p.Heard, p.Lacks, p.Ahead)
	}
	_ = exchange.WorkPack
}

func TestWhatRestsOnSomethingRemovedIsTold(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 3, roundDay)
	office, a, b := l[0], l[1], l[2]
	c := someCase(t, a)
	f := app.Finding{ID: a.Desk().NewID(), Case: c.ID, Strand: app.Review, Item: "XR-1-01", Number: 902, Title: "记录不全", Fact: "抽查十五次学习记录，缺三次。", State: app.FindingDraft}
	if err := app.Keep(ctx, a.Desk(), app.VerbRecordFinding, f); err != nil {
		t.Fatal(err)
	}
	storetest.Pass(t, a, b)
	if err := app.Discard[app.Finding](ctx, a.Desk(), app.VerbDropFinding, f.ID); err != nil {
		t.Fatal(err)
	}
	e := app.Evidence{ID: b.Desk().NewID(), Case: c.ID, Number: 901, Title: "会议记录复印件", Kind: "document", CollectedOn: app.DateOf(roundDay), Findings: app.NewSet(string(f.ID))}
	if err := app.Keep(ctx, b.Desk(), app.VerbAddEvidence, e); err != nil {
		t.Fatal(err)
	}
	storetest.Pass(t, a, office)
	storetest.Pass(t, b, office)
	storetest.Pass(t, a, b)
	for _, w := range []*store.Workspace{office, b} {
		all, err := w.Clashes(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		if len(all) != 1 || all[0].Entity != f.ID || len(all[0].Rests) != 1 || all[0].Rests[0].ID != e.ID || all[0].Sides[0].Who != a.Me().Name {
			t.Fatalf("%s: %+v", w.Me().Name, all)
		}
		if n, err := w.CountClashes(ctx); err != nil || n != 1 {
			t.Error(n, err)
		}
		verified(t, w)
	}
	if err := b.RestoreNoun(ctx, f.ID); err != nil {
		t.Fatal(err)
	}
	storetest.Pass(t, b, office)
	for _, w := range []*store.Workspace{office, b} {
		if n, err := w.CountClashes(ctx); err != nil || n != 0 {
			t.Errorf("%s: %d still clash (%v)", w.Me().Name, n, err)
		}
	}
}
