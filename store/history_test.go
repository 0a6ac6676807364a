package store

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"context"

	"lianshen/app"
)

func TestAFieldsHistoryTellsWhoPutWhat(t *testing.T) {
	w := fresh(t)
	c := app.Case{ID: newID(), Number: "LS2026-001", Notice: app.Notice{Number: "一号"}}
	steps := []error{
		keepAny(deskOf(w, "甲"), "case.add", c),
		amendAny(deskOf(w, "乙"), c.ID, func(c *app.Case) { c.Notice.Number = "二号" }),
		amendAny(deskOf(w, "丙"), c.ID, func(c *app.Case) { c.Number = "LS2026-002" }),
		amendAny(deskOf(w, "丁"), c.ID, func(c *app.Case) { c.Notice = app.Notice{} }),
	}
	for _, err := range steps {
		if err != nil {
			t.Fatal(err)
		}
	}
	tell := func(events []Event) string {
		var b strings.Builder
		for _, e := range events {
			fmt.Fprintf(&b, "%s %s %s %s→%s\n", e.Who, e.Change, e.Field, e.Before, e.After)
		}
		return b.String()
	}
	want := "丁 del notice/number \"二号\"→\n乙 put notice/number \"一号\"→\"二号\"\n甲 new notice/number →\"一号\"\n"
	events, err := w.History(ctx, c.ID, "notice/number")
	if err != nil || tell(events) != want {
		t.Errorf("%v\n%s\nwant\n%s", err, tell(events), want)
	}
	above, err := w.History(ctx, c.ID, "notice")
	if err != nil || len(above) != 3 {
		t.Errorf("%v\n%s", err, tell(above))
	}
	all, err := w.History(ctx, c.ID, "")
	if err != nil || len(all) != 4 {
		t.Errorf("%v\n%s", err, tell(all))
	}
	if none, err := w.History(ctx, newID(), ""); err != nil || len(none) != 0 {
		t.Errorf("%v, %v", none, err)
	}
	if all[0].At.Before(all[3].At) || all[0].At.Year() != 2026 {
		t.Errorf("times: %v %v", all[0].At, all[3].At)
	}
}

func TestTheTimelineOfACaseIsTheLatestFirst(t *testing.T) {
	w := fresh(t)
	if err := w.Load(ctx, someRound(t), app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	c, err := w.CaseByNumber(ctx, "LS2026-002")
	if err != nil {
		t.Fatal(err)
	}
	err = deskOf(w, "乙").Door.Do(ctx, func(r app.Reader) (app.Deed, error) {
		a, err := app.Get[app.Answer](ctx, r, app.AnswerID(c.ID, "XR-1-01"))
		if err != nil {
			return app.Deed{}, err
		}
		b := a
		b.Conclusion, b.Note = app.NotChecked, "没有时间"
		changes, err := app.Diff(a, b)
		return app.Deed{Verb: "answer.item", Case: c.ID, Changes: changes}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	events, err := w.Timeline(ctx, c.ID, 5)
	if err != nil || len(events) != 5 {
		t.Fatalf("%d events, %v", len(events), err)
	}
	if e := events[0]; e.Who != "乙" || e.Field != "conclusion" || string(e.Before) != `"problem"` || string(e.After) != `"notchecked"` {
		t.Errorf("%+v", e)
	}
	if e := events[2]; e.Verb != app.VerbLoad || e.Change != app.New || e.Kind != app.KindCase {
		t.Errorf("%+v", e)
	}
}

func TestUndoIsRefusedWhereSomethingRestsOnTheDeed(t *testing.T) {
	w := fresh(t)
	const bulk = 1 // the shipped checklists
	desk := deskOf(w, "甲")
	u := app.Unit{ID: newID(), Name: "青溪县"}
	c := app.Case{ID: newID(), Number: "LS2026-001", Unit: u.ID}
	last := func() int64 {
		t.Helper()
		deeds, err := w.LastDeeds(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		return deeds[0].Record
	}
	var records []int64
	for _, do := range []func() error{
		func() error { return keepAny(desk, "unit.save", u) },
		func() error { return amendAny(desk, u.ID, func(u *app.Unit) { u.Name = "青溪市" }) },
		func() error { return amendAny(desk, u.ID, func(u *app.Unit) { u.Name = "青溪区" }) },
		func() error { return amendAny(desk, u.ID, func(u *app.Unit) { u.Phone = "1" }) },
		func() error { return keepAny(desk, "case.add", c) },
		func() error {
			return keepAny(desk, "answer.item", app.Answer{ID: app.AnswerID(c.ID, "XR-1-01"), Case: c.ID, Item: "XR-1-01"})
		},
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
		records = append(records, last())
	}
	for _, x := range []struct {
		record int64
		field  string
	}{{records[0], "name"}, {records[1], "name"}, {records[4], ""}} {
		err := w.Undo(ctx, x.record)
		var refusal *app.Error
		if !errors.As(err, &refusal) || refusal.Code != "undo.later" || refusal.Args["field"] != x.field {
			t.Errorf("record %d: %v", x.record, err)
		}
	}
	for _, x := range []struct {
		record int64
		code   string
	}{{bulk, "undo.bulk"}, {999, "undo.unknown"}, {records[3], ""}, {records[3], "undo.done"}, {records[2], ""}, {records[1], ""}} {
		if err := w.Undo(ctx, x.record); app.CodeOf(err) != x.code || err != nil && x.code == "" {
			t.Errorf("record %d: %v, want %q", x.record, err, x.code)
		}
	}
	got, err := app.Get[app.Unit](ctx, w, u.ID)
	if err != nil || got.Name != "青溪县" || got.Phone != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestUndoAndRedoGoOnAfterReopening(t *testing.T) {
	w := fresh(t)
	u := app.Unit{ID: newID(), Name: "一"}
	if err := keepAny(deskOf(w, "甲"), "unit.save", u); err != nil {
		t.Fatal(err)
	}
	if err := amendAny(deskOf(w, "甲"), u.ID, func(u *app.Unit) { u.Name = "二" }); err != nil {
		t.Fatal(err)
	}
	w = reopen(t, w)
	if verb, err := w.UndoLast(ctx); err != nil || verb != app.VerbSaveUnit {
		t.Fatal(verb, err)
	}
	w = reopen(t, w)
	if verb, err := w.UndoLast(ctx); err != nil || verb != "unit.save" {
		t.Fatal(verb, err)
	}
	if _, err := w.UndoLast(ctx); app.CodeOf(err) != "undo.nothing" {
		t.Fatal(err)
	}
	w = reopen(t, w)
	for _, want := range []app.Verb{app.VerbSaveUnit, app.VerbSaveUnit} {
		if verb, err := w.Redo(ctx); err != nil || verb != want {
			t.Fatal(verb, err)
		}
	}
	if _, err := w.Redo(ctx); app.CodeOf(err) != "redo.nothing" {
		t.Fatal(err)
	}
	if got, err := app.Get[app.Unit](ctx, w, u.ID); err != nil || got.Name != "二" {
		t.Fatal(got, err)
	}
}

func TestALoadStaysWholeOrNotAtAll(t *testing.T) {
	w := fresh(t)
	before := state(t, w)
	nouns := someRound(t)
	if err := w.Load(ctx, append(nouns, nouns[3]), app.VerbLoad); app.CodeOf(err) != "noun.exists" {
		t.Errorf("a noun twice: %v", err)
	}
	stopped, stop := context.WithCancel(ctx)
	err := w.Load(stopped, nouns, app.VerbLoad, func(done, total int) {
		if done > total/2 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped half way: %v", err)
	}
	if got := state(t, w); got != before {
		t.Error("something stayed")
	}
	told := 0
	w.OnChange(func(app.Deed) { told++ })
	if err := w.Load(ctx, nouns, app.VerbLoad); err != nil || told != 1 {
		t.Errorf("%v, told %d times", err, told)
	}
	if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestReadersAndWritersWorkAtOnce(t *testing.T) {
	w := fresh(t)
	if err := w.Load(ctx, someRound(t), app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	c, err := w.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	today := app.MustDate("2026-05-06")
	var readers, writers sync.WaitGroup
	done := make(chan struct{})
	fail := make(chan error, 16)
	for range 6 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				_, err := w.Board(ctx, BoardQuery{}, today)
				if err == nil {
					_, err = w.Dossier(ctx, c.ID)
				}
				if err == nil {
					_, err = w.Search(ctx, "取证", 10)
				}
				if err != nil {
					fail <- err
					return
				}
			}
		})
	}
	for i := range 3 {
		writers.Go(func() {
			for n := range 30 {
				// Every writer adds one to the same number: a lost deed would show in the sum.
				err := amendAny(deskOf(w, "甲"), app.AnswerID(c.ID, "XR-1-01"), func(a *app.Answer) { a.Faulty++; a.Note = fmt.Sprint(i, n) })
				if err != nil {
					fail <- err
					return
				}
			}
		})
	}
	writers.Wait()
	close(done)
	readers.Wait()
	close(fail)
	for err := range fail {
		t.Fatal(err)
	}
	a, err := app.Get[app.Answer](ctx, w, app.AnswerID(c.ID, "XR-1-01"))
	if err != nil || a.Faulty != 92 {
		t.Errorf("%d, %v", a.Faulty, err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Rounds(ctx); app.CodeOf(err) != "workspace.closed" {
		t.Errorf("reading after closing: %v", err)
	}
	if err := keepAny(deskOf(w, "甲"), "a", app.Unit{ID: newID()}); app.CodeOf(err) != "workspace.closed" {
		t.Errorf("writing after closing: %v", err)
	}
}

func TestARefusedDeedLeavesNothing(t *testing.T) {
	w := fresh(t)
	before, told := state(t, w), 0
	stop := w.OnChange(func(app.Deed) { told++ })
	u := app.Unit{ID: newID(), Name: "青溪县"}
	create, _ := app.Create(u)
	ghost := app.Change{Entity: newID(), Noun: app.KindUnit, Field: "name", Kind: app.Put, Value: []byte(`"x"`)}
	for name, d := range map[string]app.Deed{
		"a change of nothing": {Verb: "a", Changes: []app.Change{create, ghost}},
		"the same noun twice": {Verb: "a", Changes: []app.Change{create, create}},
		"no verb":             {Changes: []app.Change{create}},
		"an object put":       {Verb: "a", Changes: []app.Change{create, {Entity: u.ID, Noun: app.KindUnit, Field: "name", Kind: app.Put, Value: []byte(`{}`)}}},
		"another kind":        {Verb: "a", Changes: []app.Change{create, {Entity: u.ID, Noun: app.KindZone, Field: "name", Kind: app.Put, Value: []byte(`"x"`)}}},
	} {
		if err := w.Do(ctx, func(app.Reader) (app.Deed, error) { return d, nil }); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if err := w.Do(ctx, func(app.Reader) (app.Deed, error) { return app.Deed{}, nil }); err != nil {
		t.Errorf("a deed without changes: %v", err)
	}
	func() {
		defer func() { recover() }()
		w.Do(ctx, func(app.Reader) (app.Deed, error) { panic("in a rule") })
	}()
	if got := state(t, w); got != before || told != 0 {
		t.Errorf("something stayed, or %d deeds were told", told)
	}
	deed := app.Deed{Verb: "unit.save", Changes: []app.Change{create}}
	if err := w.Do(ctx, func(app.Reader) (app.Deed, error) { return deed, nil }); err != nil || told != 1 {
		t.Errorf("%v, told %d", err, told)
	}
	stop()
	if err := amendAny(deskOf(w, "甲"), u.ID, func(u *app.Unit) { u.Name = "二" }); err != nil || told != 1 {
		t.Errorf("%v, told %d after stopping", err, told)
	}
}
