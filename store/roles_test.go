package store

import (
	"testing"

	"lianshen/app"
	"lianshen/store/vault"
)

// mayBy says what the table of roles says of a person in a case that no group has yet, on a strand.
func mayBy(p app.Person, verb app.Verb, strand app.Strand) bool {
	rule, _ := app.RuleOf(verb)
	for _, role := range p.Roles.Sorted() {
		if role == string(app.RoleAdmin) && rule.Scope {
			continue // has no say in cases
		}
		if app.May(app.Role(role), verb, strand, p.Strands) {
			return true
		}
	}
	return false
}

// does compares every deed on every strand with the table, as the workspace stands and who sits there.
func does(t *testing.T, w *Workspace, c app.ID) {
	t.Helper()
	for _, verb := range app.Verbs {
		for _, strand := range app.Strands {
			rule, known := app.RuleOf(verb)
			if !known {
				t.Fatalf("%s has no rule", verb)
			}
			cas := c
			if !rule.Scope {
				cas = ""
			}
			err := w.permit(ctx, w, verb, cas, app.NewSet(string(strand)))
			if (err == nil) != mayBy(w.Me(), verb, strand) {
				t.Errorf("%s %v does %s on %s: %v", w.Me().Name, w.Me().Roles.Sorted(), verb, strand, err)
			}
			if err != nil && app.CodeOf(err) == "" {
				t.Errorf("%s is refused without a reason for people: %v", verb, err)
			}
		}
	}
}

// Two at one laptop, one recovered, one left out: each sees and may do what the table says of the roles.
func TestEachSeatSeesAndDoesWhatTheTableSays(t *testing.T) {
	w, his := twoSeats(t)
	recovery := recoverable(t, w)
	c := app.Case{ID: newID(), Number: "LS2026-001", Stage: app.Inspection}
	other := app.Talk{ID: newID(), Case: c.ID, Label: "甲某", Text: "选拔程序走了过场", Strands: app.NewSet(string(app.Review))}
	own := app.Talk{ID: newID(), Case: c.ID, Label: "乙某", Text: "经费支出走了捷径", Strands: app.NewSet(string(app.Audit))}
	for _, n := range []error{keepAny(w.Desk(), app.VerbAddCase, c), keepAny(w.Desk(), app.VerbSaveTalk, other), keepAny(w.Desk(), app.VerbSaveTalk, own)} {
		if n != nil {
			t.Fatal(n)
		}
	}
	sees := func(w *Workspace, words string, want bool) {
		t.Helper()
		hits, err := w.Search(ctx, words, 10)
		if err != nil || (len(hits) > 0) != want {
			t.Errorf("%s looks for %s: %+v, %v", w.Me().Name, words, hits, err)
		}
		d, err := w.Veiled(ctx, c.ID)
		if err != nil || len(d.Talks) != 2 {
			t.Fatal(err)
		}
		read := false
		for _, x := range d.Talks {
			read = read || x.Text != "" && (x.Text == words || len(words) < len(x.Text) && x.Text[len(x.Text)-len(words):] == words)
		}
		if read != want {
			t.Errorf("%s reads %s: %v", w.Me().Name, words, read)
		}
	}
	does(t, w, c.ID)
	sees(w, "走了过场", true)
	sees(w, "走了捷径", true)

	w = as(t, w, hisPhrase)
	does(t, w, c.ID)
	sees(w, "走了过场", false)
	sees(w, "走了捷径", true)
	for name, err := range map[string]error{
		"load":    w.Load(ctx, []app.Noun{app.Unit{ID: newID(), Name: "某局"}}, app.VerbLoad),
		"seat":    w.AddSeat(ctx, his.Person, "", "又一个 口令 又一个"),
		"leave":   w.LeaveOut(ctx, app.SeatID(seatsOf(t, w)[0].Key), "调离"),
		"recover": second(w.NewRecovery(ctx)),
		"keep":    w.KeepRecovery(ctx, vault.Recovery{1}),
	} {
		if app.CodeOf(err) != "role.verb" {
			t.Errorf("an inspector, %s: %v", name, err)
		}
	}
	if got := len(w.keys.Seats()); got != 2 {
		t.Errorf("refused deeds left %d slots", got)
	}
	w.Close()

	// She forgets her phrase and recovers: the same person, the same rights.
	w, err := Open(ctx, w.dir, quick(Options{Now: w.now, Recovery: &recovery, Phrase: "新口令 新口令"}))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	does(t, w, c.ID)
	sees(w, "走了过场", true)

	// He is left out: the seat that stays is alone and may do everything, his nothing.
	if err := w.LeaveOut(ctx, his.ID, "调离"); err != nil {
		t.Fatal(err)
	}
	for _, verb := range app.Verbs {
		if err := app.Permit(ctx, w, his.ID, verb, "", nil); app.CodeOf(err) != "role.out" {
			t.Errorf("left out, %s: %v", verb, err)
		}
		if err := w.permit(ctx, w, verb, c.ID, nil); err != nil {
			t.Errorf("alone, %s: %v", verb, err)
		}
	}
	sound(t, w)
}

func seatsOf(t *testing.T, w *Workspace) []SeatState {
	t.Helper()
	seats, err := w.Seats(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return seats
}

func second(_ vault.Recovery, err error) error { return err }
