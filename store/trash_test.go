package store

import (
	"errors"
	"testing"

	"lianshen/app"
)

func TestADeletedRecordComesBack(t *testing.T) {
	x := newWalk(t)
	x.begins()
	if gone, err := x.w.Trash(ctx, x.id); err != nil || len(gone) != 0 {
		t.Fatalf("%+v, %v", gone, err)
	}
	first := x.people[1]
	before := x.dossier()
	x.must(app.Discard[app.Principal](ctx, x.desk, "", first))
	gone, err := x.w.Trash(ctx, x.id)
	if err != nil || len(gone) != 1 {
		t.Fatalf("%+v, %v", gone, err)
	}
	if g := gone[0]; g.Entity != first || g.Kind != app.KindPrincipal || g.Case != x.id || g.Who != "王敏" || g.Verb != app.VerbDropPrincipal || g.Record == 0 || len(g.Last) == 0 || !g.At.Equal(x.lastDeed().At) {
		t.Errorf("%+v", g)
	}
	if all, err := x.w.Trash(ctx, ""); err != nil || len(all) != 1 {
		t.Errorf("%+v, %v", all, err)
	}
	x.must(x.w.RestoreNoun(ctx, first))
	if after := x.dossier(); len(after.Principals) != 2 || after.Principals[1] != before.Principals[1] {
		t.Errorf("%+v", after.Principals)
	}
	if gone, err := x.w.Trash(ctx, x.id); err != nil || len(gone) != 0 {
		t.Errorf("%+v, %v", gone, err)
	}
	x.refused(x.w.RestoreNoun(ctx, first), "restore.there")
	x.refused(x.w.RestoreNoun(ctx, newID()), app.ErrNotFound.Code)
	if verb, err := x.w.UndoLast(ctx); err != nil || verb != app.VerbRestore {
		t.Errorf("%s, %v", verb, err)
	}
	if gone, err := x.w.Trash(ctx, x.id); err != nil || len(gone) != 1 || gone[0].Verb != VerbUndo {
		t.Errorf("%+v, %v", gone, err)
	}
	x.sound()
}

// sound demands that the log proves everything.
func (x *walk) sound() {
	x.t.Helper()
	if report, err := x.w.Verify(ctx, nil); err != nil || !report.OK() {
		x.t.Errorf("%+v, %v", report, err)
	}
}

func (x *walk) lastDeed() DeedLine {
	x.t.Helper()
	deeds, err := x.w.LastDeeds(ctx, 1)
	x.must(err)
	return deeds[0]
}

func (x *walk) refused(err error, code string) {
	x.t.Helper()
	if app.CodeOf(err) != code {
		x.t.Errorf("refused as %v, want %s", err, code)
	}
}

func TestWhatCannotComeBackSaysWhy(t *testing.T) {
	x := newWalk(t)
	x.begins()
	desk := x.desk
	f := app.Finding{ID: newID(), Case: x.id, Number: 1, Strand: app.Review, State: app.FindingDraft, Item: "XR-1-01", Title: "程序不全", Fact: "缺会议记录"}
	m := app.Measure{ID: newID(), Case: x.id, Finding: f.ID, Text: "补齐", State: app.NotRectified}
	x.must(keepAny(desk, app.VerbRecordFinding, f))
	x.must(keepAny(desk, app.VerbSaveMeasure, m))
	x.must(app.Discard[app.Measure](ctx, desk, "", m.ID))
	x.must(app.Discard[app.Finding](ctx, desk, app.VerbDropFinding, f.ID))
	err := x.w.RestoreNoun(ctx, m.ID)
	x.refused(err, "restore.gone")
	var told *app.Error
	if errors.As(err, &told) && told.Args["entity"] != string(f.ID) {
		t.Errorf("%+v", told.Args)
	}
	g := f
	g.ID, g.Title = newID(), "另一个一号"
	x.must(keepAny(desk, app.VerbRecordFinding, g))
	err = x.w.RestoreNoun(ctx, f.ID)
	x.refused(err, "restore.taken")
	if errors.As(err, &told) && (told.Args["value"] != "1" || told.Args["entity"] != string(g.ID) || told.Args["label"] != app.Word("field.number")) {
		t.Errorf("%+v", told.Args)
	}
	x.must(amendAny(desk, g.ID, func(g *app.Finding) { g.Number = 2 }))
	x.must(x.w.RestoreNoun(ctx, f.ID))
	x.must(x.w.RestoreNoun(ctx, m.ID))
	x.must(app.Discard[app.Measure](ctx, desk, "", m.ID))
	x.must(amendAny(desk, x.id, func(c *app.Case) { c.Stage = app.Closed }))
	x.refused(x.w.RestoreNoun(ctx, m.ID), "case.closed")
	x.refused(x.w.RestoreValue(ctx, f.ID, "title", 1), "case.closed")
}

func TestAValueComesBackThroughTheRulesOfItsKind(t *testing.T) {
	x := newWalk(t)
	x.begins()
	last := func() int64 { return x.lastDeed().Record }
	f := app.Finding{ID: newID(), Case: x.id, Number: 1, Strand: app.Review, State: app.FindingDraft, Item: "XR-1-01", Title: "程序不全", Fact: "缺会议记录", Amount: 100,
		Responsible: map[app.ID]app.Responsibility{x.people[0]: app.Direct}}
	x.must(keepAny(x.desk, app.VerbRecordFinding, f))
	begin := last()
	x.must(amendAny(x.desk, f.ID, func(f *app.Finding) {
		f.Title, f.Amount = "另一说法", 0
		f.Responsible = map[app.ID]app.Responsibility{x.people[1]: app.Leadership}
	}))
	x.must(amendAny(x.desk, f.ID, func(f *app.Finding) { f.Irregular = 50; f.Amount = 50 }))
	middle := last()
	for _, field := range []string{"title", "responsible"} {
		x.must(x.w.RestoreValue(ctx, f.ID, field, begin))
	}
	got, err := app.Get[app.Finding](ctx, x.w, f.ID)
	x.must(err)
	if got.Title != f.Title || len(got.Responsible) != 1 || got.Responsible[x.people[0]] != app.Direct || got.Amount != 50 {
		t.Errorf("%+v", got)
	}
	x.refused(x.w.RestoreValue(ctx, f.ID, "title", begin), "restore.same")
	x.refused(x.w.RestoreValue(ctx, f.ID, "title", begin-1), "restore.unknown")
	x.refused(x.w.RestoreValue(ctx, f.ID, "", begin), "restore.fixed")
	x.refused(x.w.RestoreValue(ctx, f.ID, "case", begin), "restore.fixed")
	x.refused(x.w.RestoreValue(ctx, x.id, "stage", begin), "restore.fixed")
	x.refused(x.w.RestoreValue(ctx, x.id, "strands/audit/number", begin), "restore.fixed")
	x.refused(x.w.RestoreValue(ctx, x.w.Me().ID, "roles/office", begin), "restore.fixed")
	// Without an amount the irregular part would be more than the whole.
	x.must(amendAny(x.desk, f.ID, func(f *app.Finding) { f.Amount = 0; f.Irregular = 0 }))
	x.refused(x.w.RestoreValue(ctx, f.ID, "irregular", middle), "amount.parts")
	x.must(app.Discard[app.Finding](ctx, x.desk, app.VerbDropFinding, f.ID))
	x.refused(x.w.RestoreValue(ctx, f.ID, "title", begin), "restore.deleted")
	x.sound()
}

func TestUndoLeavesNothingPointingNowhere(t *testing.T) {
	x := newWalk(t)
	x.begins()
	record := func(err error) int64 {
		t.Helper()
		x.must(err)
		return x.lastDeed().Record
	}
	f := app.Finding{ID: newID(), Case: x.id, Number: 1, Strand: app.Review, State: app.FindingDraft, Item: "XR-1-01", Title: "程序不全", Fact: "缺会议记录"}
	o := app.Opinion{ID: newID(), Case: x.id, Finding: f.ID, Text: "有异议"}
	made := record(keepAny(x.desk, app.VerbRecordFinding, f))
	cited := record(keepAny(x.desk, app.VerbRecordOpinion, o))
	err := x.w.Undo(ctx, made)
	var told *app.Error
	if !errors.As(err, &told) || told.Code != "undo.later" || told.Args["entity"] != string(o.ID) || told.Args["kind"] != string(app.KindOpinion) {
		t.Fatalf("a cited finding vanishes: %v", err)
	}
	dropped := record(app.Discard[app.Opinion](ctx, x.desk, "", o.ID))
	x.must(x.w.Undo(ctx, made)) // nobody cites it any more
	x.refused(x.w.Undo(ctx, dropped), "undo.later")
	_, err = x.w.Redo(ctx)
	again := record(err)
	x.must(x.w.Undo(ctx, dropped))
	x.refused(x.w.Undo(ctx, made), "undo.done")
	x.refused(x.w.Undo(ctx, again), "undo.later")
	x.must(x.w.Undo(ctx, cited))
	x.must(x.w.Undo(ctx, again))
	x.refused(x.w.Undo(ctx, 1), "undo.bulk")
	x.sound()
}

// TestRightsComeBackByAnAdministratorAlone: with a deleted person his or her roles and strands come back.
func TestRightsComeBackByAnAdministratorAlone(t *testing.T) {
	w, his := twoSeats(t)
	plain := app.Person{ID: newID(), Name: "无身份", Dept: "市审计局"}
	inspector := app.Person{ID: newID(), Name: "金底稿", Dept: "市审计局", Roles: app.NewSet(string(app.RoleInspector))}
	audit := app.Person{ID: newID(), Name: "严核账", Dept: "市审计局", Strands: app.NewSet(string(app.Audit))}
	for _, p := range []app.Person{plain, inspector, audit} {
		if err := w.Desk().SavePerson(ctx, p); err != nil {
			t.Fatal(err)
		}
		if err := app.Discard[app.Person](ctx, w.Desk(), "", p.ID); err != nil {
			t.Fatal(err)
		}
	}
	err := app.Amend(ctx, w.Desk(), app.VerbSavePerson, his.Person, func(p *app.Person) error {
		p.Roles = app.NewSet(string(app.RoleOffice))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w = as(t, w, hisPhrase)
	for p, code := range map[app.ID]string{plain.ID: "", inspector.ID: "person.roles", audit.ID: "person.roles"} {
		if err := w.RestoreNoun(ctx, p); app.CodeOf(err) != code || err != nil && code == "" {
			t.Errorf("the office restores %s: %v, want %q", p, err, code)
		}
	}
	w = as(t, w, herPhrase)
	for _, p := range []app.ID{inspector.ID, audit.ID} {
		if err := w.RestoreNoun(ctx, p); err != nil {
			t.Errorf("an administrator: %v", err)
		}
	}
	sound(t, w)
}
