package store

import (
	"errors"
	"strings"
	"testing"

	"lianshen/app"
)

// What a member may not see is not in the past either, and what he may not do he may not have back.
func TestThePastKeepsWhatIsProtected(t *testing.T) {
	w, his := twoSeats(t)
	reviewer := app.Person{ID: newID(), Name: "陶访谈", Roles: app.NewSet(string(app.RoleInspector)), Strands: app.NewSet(string(app.Review))}
	c := app.Case{ID: newID(), Number: "LS2026-001", Stage: app.Inspection}
	talk := app.Talk{ID: newID(), Case: c.ID, Number: "TH-01", Talkers: app.NewSet(string(reviewer.ID)), Label: "被谈话人A", Text: "话里的话"}
	gone := talk
	gone.ID, gone.Number = newID(), "TH-02"
	f := app.Finding{ID: newID(), Case: c.ID, Number: 1, Strand: app.Audit, Item: "JJ-1-01", Title: "坐支", Fact: "现金收入未入账", State: app.FindingDraft}
	u := app.Unit{ID: newID(), Name: "青溪县", Kind: app.County}
	desk := w.Desk()
	for _, err := range []error{
		keepAny(desk, app.VerbSavePerson, reviewer), keepAny(desk, app.VerbSaveCase, c), keepAny(desk, app.VerbSaveUnit, u), keepAny(desk, app.VerbSaveTalk, talk), keepAny(desk, app.VerbSaveTalk, gone),
		keepAny(desk, app.VerbRecordFinding, f),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	before, err := w.LastDeeds(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		inCase(w, w.Me().Name, app.VerbSaveTalk, c.ID, app.Change{Entity: talk.ID, Noun: app.KindTalk, Field: "text", Kind: app.Put, Value: []byte(`"另外的话"`)}),
		inCase(w, w.Me().Name, app.VerbSaveTalk, c.ID, app.Change{Entity: talk.ID, Noun: app.KindTalk, Field: "place", Kind: app.Put, Value: []byte(`"三楼"`)}),
		inCase(w, w.Me().Name, app.VerbDropTalk, c.ID, app.Remove(gone)),
		inCase(w, w.Me().Name, app.VerbSaveFinding, c.ID, app.Change{Entity: f.ID, Noun: app.KindFinding, Field: "title", Kind: app.Put, Value: []byte(`"坐支现金"`)}),
		inCase(w, w.Me().Name, app.VerbDropFinding, c.ID, app.Remove(f)),
		inCase(w, w.Me().Name, app.VerbSaveUnit, "", app.Remove(u)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	told := func(w *Workspace) string {
		var b strings.Builder
		timeline, _, err := w.TimelinePage(ctx, TimelineQuery{})
		if err != nil {
			t.Fatal(err)
		}
		history, err := w.History(ctx, talk.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		fields, err := w.ChangedSince(ctx, c.ID, before[0].At)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range fields {
			history = append(history, f.Event)
		}
		b.WriteString(tell(append(timeline, history...)))
		trash, err := w.Trash(ctx, c.ID)
		if err != nil || len(trash) != 2 {
			t.Fatal(trash, err)
		}
		states, err := w.LastStates(ctx, []app.ID{talk.ID, gone.ID})
		if err != nil || len(states) != 2 {
			t.Fatal(states, err)
		}
		was, err := w.StateAsOf(ctx, talk.ID, before[0].At)
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range [][]byte{trash[0].Last, trash[1].Last, states[talk.ID].Doc, states[gone.ID].Doc, was.Doc} {
			b.Write(doc)
		}
		return b.String()
	}
	if all := told(w); !strings.Contains(all, "话里的话") || !strings.Contains(all, "另外的话") {
		t.Error("who may see it does not")
	}
	w = as(t, w, hisPhrase)
	if w.Seat().ID != his.ID {
		t.Fatal("another sits there")
	}
	all := told(w)
	if strings.Contains(all, "话里的话") || strings.Contains(all, "另外的话") || strings.Contains(all, "被谈话人A") {
		t.Errorf("he reads\n%s", all)
	}
	if !strings.Contains(all, "三楼") || !strings.Contains(all, "坐支现金") || !strings.Contains(all, "TH-01") {
		t.Errorf("he does not read what is open:\n%s", all)
	}
	events, err := w.History(ctx, talk.ID, "text")
	if err != nil || len(events) != 2 || !events[0].Veiled || !events[0].Protected {
		t.Errorf("%+v, %v", events, err)
	}
	var refusal *app.Error
	for name, err := range map[string]error{
		"restoring a talk":    w.RestoreNoun(ctx, gone.ID),
		"restoring a unit":    w.RestoreNoun(ctx, u.ID),
		"restoring a finding": w.RestoreNoun(ctx, f.ID),
		"restoring a value":   w.RestoreValue(ctx, talk.ID, "place", before[0].Record),
		"undoing her deed":    w.Undo(ctx, before[0].Record),
	} {
		if !errors.As(err, &refusal) || !strings.HasPrefix(refusal.Code, "role.") && refusal.Code != "undo.seat" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.Undo(ctx, before[0].Record); app.CodeOf(err) != "undo.seat" {
		t.Errorf("he undoes: %v", err)
	}
	w = as(t, w, herPhrase)
	if err := w.RestoreNoun(ctx, u.ID); err != nil {
		t.Error(err)
	}
	if err := w.RestoreNoun(ctx, f.ID); app.CodeOf(err) != "role.verb" { // the office changes no finding of a group (domain 5.1)
		t.Errorf("the office restores a finding: %v", err)
	}
	sound(t, w)
}
