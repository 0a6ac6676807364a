package store_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
)

// reopening is two laptops that contradict each other.
type reopening struct {
	t            *testing.T
	office, mate *store.Workspace
	d            app.Dossier
}

func newReopening(t *testing.T) *reopening {
	t.Helper()
	all := storetest.Laptops(t, 2, time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local))
	x := &reopening{t: t, office: all[0], mate: all[1]}
	c, err := x.office.CaseByNumber(context.Background(), "LS2026-005")
	x.must(err)
	x.d, err = x.office.Dossier(context.Background(), c.ID)
	x.must(err)
	x.write(x.office, app.VerbSaveGroup, "", x.d.Group, "members/"+string(x.mate.Me().ID), "true")
	storetest.Pass(t, x.office, x.mate)
	return x
}

func (x *reopening) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

func (x *reopening) write(ws *store.Workspace, verb app.Verb, cas app.ID, n app.Noun, field, value string) {
	x.t.Helper()
	c := app.Change{Entity: n.NounID(), Noun: n.NounKind(), Field: field, Kind: app.Put, Value: json.RawMessage(value)}
	if value == "" {
		c.Kind, c.Value = app.Del, nil
	}
	x.must(ws.Do(context.Background(), func(app.Reader) (app.Deed, error) {
		return app.Deed{Verb: verb, Case: cas, Changes: []app.Change{c}}, nil
	}))
}

func (x *reopening) clashes(ws *store.Workspace) []store.Clash {
	x.t.Helper()
	all, err := ws.Clashes(context.Background(), "")
	x.must(err)
	return all
}

// same demands that what clashes is what clashed before, with those who wrote it.
func (x *reopening) same(ws *store.Workspace, was []store.Clash) {
	x.t.Helper()
	now := x.clashes(ws)
	if len(now) != len(was) {
		x.t.Fatalf("%d clash, want %d", len(now), len(was))
	}
	for i, c := range now {
		o := was[i]
		if c.Entity != o.Entity || c.Field != o.Field || string(c.Base) != string(o.Base) || string(c.Doc) != string(o.Doc) || len(c.Sides) != len(o.Sides) {
			x.t.Errorf("%q clashes over %s, want %q over %s\n%s\n%s", c.Field, c.Base, o.Field, o.Base, c.Doc, o.Doc)
			continue
		}
		for j, s := range c.Sides {
			p := o.Sides[j]
			if s.Ref != p.Ref || s.Who != p.Who || s.Verb != p.Verb || string(s.Value) != string(p.Value) || string(s.Doc) != string(p.Doc) {
				x.t.Errorf("side %d: %s %s %s, want %s %s %s", j, s.Who, s.Verb, s.Value, p.Who, p.Verb, p.Value)
			}
		}
	}
}

func TestAChoiceTakenBackOpensTheClashAgain(t *testing.T) {
	ctx := context.Background()
	b := newReopening(t)
	for i, x := range []struct{ name, value string }{
		{"mine", `"乙"`}, {"theirs", `"甲"`}, {"a third", `"丙"`}, {"nothing at all", ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			f := b.d.Findings[i]
			b.write(b.office, app.VerbSaveFinding, f.Case, f, "type", `"甲"`)
			b.write(b.mate, app.VerbSaveFinding, f.Case, f, "type", `"乙"`)
			storetest.Pass(t, b.office, b.mate)
			was := b.clashes(b.mate)
			if len(was) != 1 {
				t.Fatalf("%d clash", len(was))
			}
			choose := func() {
				t.Helper()
				b.must(b.mate.Desk().Choose(ctx, app.Choice{Entity: f.ID, Kind: app.KindFinding, Field: "type", Value: json.RawMessage(x.value)}))
				if len(b.clashes(b.mate)) != 0 {
					t.Fatal("the choice settles nothing")
				}
			}
			choose()
			verb, err := b.mate.UndoLast(ctx)
			if err != nil || verb != app.VerbChoose {
				t.Fatal(verb, err)
			}
			b.same(b.mate, was)
			if _, err := b.mate.Redo(ctx); err != nil {
				t.Fatal(err)
			}
			if n := len(b.clashes(b.mate)); n != 0 {
				t.Fatalf("done again, %d clash", n)
			}
			if got, err := app.Get[app.Finding](ctx, b.mate, f.ID); err != nil || string(mustJSON(got.Type)) != x.value && got.Type != "" {
				t.Errorf("done again it is %q, %v", got.Type, err)
			}
			if _, err := b.mate.UndoLast(ctx); err != nil {
				t.Fatal(err)
			}
			b.same(b.mate, was)

			// Elsewhere the same clashes, whichever way it came there; and a new choice settles it for all.
			storetest.Pass(t, b.mate, b.office)
			if len(b.clashes(b.office)) != 1 || string(b.clashes(b.office)[0].Doc) != string(was[0].Doc) {
				t.Errorf("at the office %+v", b.clashes(b.office))
			}
			choose()
			storetest.Pass(t, b.mate, b.office)
			if n := len(b.clashes(b.office)); n != 0 {
				t.Errorf("at the office %d clash still", n)
			}
		})
	}
	verified(t, b.mate)
	verified(t, b.office)
}

func mustJSON(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}

func TestWhetherARecordStaysIsAskedAgain(t *testing.T) {
	ctx := context.Background()
	b := newReopening(t)
	for i, empties := range []bool{false, true} {
		for j, keep := range []bool{true, false} {
			m := b.d.Materials[2*i+j]
			b.write(b.office, app.VerbDropMaterial, m.Case, m, "", "")
			value := "9"
			if empties {
				value = "" // who empties a field keeps the record as well
			}
			b.write(b.mate, app.VerbSaveMaterial, m.Case, m, "copies", value)
			storetest.Pass(t, b.office, b.mate)
			was := b.clashes(b.mate)
			if len(was) != 1 || was[0].Field != "" || was[0].Sides[0].Doc == nil || was[0].Sides[1].Doc != nil {
				t.Fatalf("%+v", was)
			}
			choice := app.Choice{Entity: m.ID, Kind: app.KindMaterial}
			if keep {
				choice.Value = was[0].Doc
			}
			b.must(b.mate.Desk().Choose(ctx, choice))
			states, err := b.mate.LastStates(ctx, []app.ID{m.ID})
			b.must(err)
			if states[m.ID].Deleted == keep || len(b.clashes(b.mate)) != 0 {
				t.Fatalf("keep %v: deleted %v, %d clash", keep, states[m.ID].Deleted, len(b.clashes(b.mate)))
			}
			if _, err := b.mate.UndoLast(ctx); err != nil {
				t.Fatal(err)
			}
			b.same(b.mate, was)
			storetest.Pass(t, b.mate, b.office)
			if len(b.clashes(b.office)) != 1 {
				t.Errorf("at the office %d clash", len(b.clashes(b.office)))
			}
			if _, err := b.mate.Redo(ctx); err != nil {
				t.Fatal(err)
			}
			states, err = b.mate.LastStates(ctx, []app.ID{m.ID})
			b.must(err)
			storetest.Pass(t, b.mate, b.office)
			if states[m.ID].Deleted == keep || len(b.clashes(b.mate)) != 0 || len(b.clashes(b.office)) != 0 {
				t.Errorf("keep %v, done again: deleted %v, %d clash", keep, states[m.ID].Deleted, len(b.clashes(b.mate)))
			}
		}
	}
}

func TestAChoiceThatSomethingRestsOnIsNotTakenBack(t *testing.T) {
	ctx := context.Background()
	b := newReopening(t)
	f := b.d.Findings[0]
	b.write(b.office, app.VerbSaveFinding, f.Case, f, "type", `"甲"`)
	b.write(b.mate, app.VerbSaveFinding, f.Case, f, "type", `"乙"`)
	storetest.Pass(t, b.office, b.mate)
	b.must(b.mate.Desk().Choose(ctx, app.Choice{Entity: f.ID, Kind: app.KindFinding, Field: "type", Value: json.RawMessage(`"甲"`)}))
	deeds, err := b.mate.LastDeeds(ctx, 1)
	b.must(err)
	b.write(b.mate, app.VerbSaveFinding, f.Case, f, "type", `"丁"`)
	if err := b.mate.Undo(ctx, deeds[0].Record); app.CodeOf(err) != "undo.later" {
		t.Errorf("%v", err)
	}
}
