package store

import (
	"reflect"
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

func second[T any](_ T, err error) error { return err }

// TestTakingBackFollowsTheRolesOfToday: what one did is one's own to take back, but only while one may do it.
func TestTakingBackFollowsTheRolesOfToday(t *testing.T) {
	w, his := twoSeats(t)
	her := w.Me().ID
	c := app.Case{ID: newID(), Number: "LS2026-001", Stage: app.Inspection}
	if err := keepAny(w.Desk(), app.VerbAddCase, c); err != nil {
		t.Fatal(err)
	}
	amend := func(w *Workspace, id app.ID, f func(*app.Person)) error {
		return app.Amend(ctx, w.Desk(), app.VerbSavePerson, id, func(p *app.Person) error { f(p); return nil })
	}
	refused := func(err error, code string) {
		t.Helper()
		if app.CodeOf(err) != code {
			t.Errorf("got %v, want a refusal with %q", err, code)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	// He records a finding, takes it back and does it again; then he is of another strand.
	w = as(t, w, hisPhrase)
	must(second(w.Desk().RecordFinding(ctx, app.Finding{Case: c.ID, Strand: app.Audit, Title: "坐支", Fact: "收入坐支"})))
	must(second(w.UndoLast(ctx)))
	w = as(t, w, herPhrase)
	must(amend(w, his.Person, func(p *app.Person) { p.Strands = app.NewSet(string(app.Review)) }))
	w = as(t, w, hisPhrase)
	refused(second(w.Redo(ctx)), "role.strand")
	w = as(t, w, herPhrase)
	must(second(w.UndoLast(ctx)))
	w = as(t, w, hisPhrase)
	must(second(w.Redo(ctx)))
	w = as(t, w, herPhrase)
	must(amend(w, his.Person, func(p *app.Person) {
		p.Roles = app.NewSet(string(app.RoleAdmin), string(app.RoleMaterials))
	}))
	w = as(t, w, hisPhrase)
	refused(second(w.UndoLast(ctx)), "role.verb")
	// Of two administrators he lets her be one no more; she does not take back by undoing that he is one.
	must(amend(w, her, func(p *app.Person) { p.Roles = app.NewSet(string(app.RoleOffice)) }))
	w = as(t, w, herPhrase)
	refused(second(w.UndoLast(ctx)), "person.roles")
	sound(t, w)
}

// TestUndoIsNotTheWayRoundTheLastAdministrator: alone one may do everything but be without one.
func TestUndoIsNotTheWayRoundTheLastAdministrator(t *testing.T) {
	w := bare(t)
	me := w.Me().ID
	roles := func(roles ...app.Role) error {
		return app.Amend(ctx, w.Desk(), app.VerbSavePerson, me, func(p *app.Person) error {
			p.Roles = app.Set{}
			for _, r := range roles {
				p.Roles[string(r)] = true
			}
			return nil
		})
	}
	// A workspace made without an administrator gets one, who stays.
	office := w.Me()
	office.Roles = app.NewSet(string(app.RoleOffice))
	if err := keepAny(w.Desk(), app.VerbSavePerson, office); err != nil {
		t.Fatal(err)
	}
	if err := roles(app.RoleOffice, app.RoleAdmin); err != nil {
		t.Fatal(err)
	}
	if _, err := w.UndoLast(ctx); app.CodeOf(err) != "person.admin" {
		t.Errorf("the last administrator is taken back: %v", err)
	}
	sound(t, w)
}

// TestPlanOfRolesHoldsInAWorkspace says row by row what domain 5.1 says, apart from the table of the program.
func TestPlanOfRolesHoldsInAWorkspace(t *testing.T) {
	w, his := twoSeats(t)
	c := app.Case{ID: newID(), Number: "LS2026-001", Stage: app.Inspection}
	if err := keepAny(w.Desk(), app.VerbAddCase, c); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		role   app.Role
		verb   app.Verb
		strand app.Strand // he works on the audit
		code   string
	}{
		{app.RoleLeading, app.VerbRegisterUse, "", ""},
		{app.RoleLeading, app.VerbSaveFinding, app.Audit, "role.verb"},
		{app.RoleOffice, app.VerbAddCase, "", ""},
		{app.RoleOffice, app.VerbSaveFinding, app.Audit, "role.verb"},
		{app.RoleOffice, app.VerbEditText, app.Audit, "role.verb"},
		{app.RoleGroupLeader, app.VerbCloseStage, "", ""},
		{app.RoleGroupLeader, app.VerbReviewPaper, app.Review, ""},
		{app.RoleGroupLeader, app.VerbApprove, app.Audit, "role.verb"},
		{app.RoleSiteLead, app.VerbCloseStage, "", ""},
		{app.RoleStrandLead, app.VerbRecordReport, app.Audit, ""},
		{app.RoleStrandLead, app.VerbRecordReport, app.Review, "role.strand"},
		{app.RoleStrandLead, app.VerbApprove, app.Audit, "role.verb"},
		{app.RoleInspector, app.VerbAnswerItem, app.Audit, ""},
		{app.RoleInspector, app.VerbSaveTalk, app.Review, "role.strand"},
		{app.RoleInspector, app.VerbDropFinding, app.Audit, "role.verb"},
		{app.RoleInspector, app.VerbReviewPaper, app.Audit, "role.verb"},
		{app.RoleReviewer, app.VerbReviewPaper, app.Review, ""},
		{app.RoleReviewer, app.VerbWritePaper, app.Review, "role.verb"},
		{app.RoleApprover, app.VerbApprove, app.Audit, ""},
		{app.RoleApprover, app.VerbApprove, app.Review, "role.strand"},
		{app.RoleTally, app.VerbCloseTally, "", ""},
		{app.RoleTally, app.VerbAnswerItem, app.Audit, "role.verb"},
		{app.RoleMaterials, app.VerbSaveMaterial, app.Review, ""},
		{app.RoleMaterials, app.VerbRecordFinding, app.Audit, "role.verb"},
		{app.RoleLiaison, app.VerbSignIn, "", "role.verb"},
		{app.RoleAdmin, app.VerbSaveTemplate, "", ""},
		{app.RoleAdmin, app.VerbSaveFinding, app.Audit, "role.verb"},
		{app.RoleAdmin, app.VerbExport, app.Audit, "role.scope"},
	} {
		err := app.Amend(ctx, w.Desk(), app.VerbSavePerson, his.Person, func(p *app.Person) error {
			p.Roles = app.NewSet(string(row.role))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		strands := app.Set{}
		if row.strand != "" {
			strands = app.NewSet(string(row.strand))
		}
		if err := app.Permit(ctx, w, his.ID, row.verb, c.ID, strands); app.CodeOf(err) != row.code || err != nil && row.code == "" {
			t.Errorf("%s, %s on %q: %v, want %q", row.role, row.verb, row.strand, err, row.code)
		}
	}
}

// TestDeskOfAWorkspaceKeepsTheTasksApart does at the desks of two seats what goes past the division of work: an author
// reviews, the office waives what is left to the group, somebody takes back what only others may do.
func TestDeskOfAWorkspaceKeepsTheTasksApart(t *testing.T) {
	w, his := twoSeats(t)
	c := app.Case{ID: newID(), Number: "LS2026-001", Stage: app.Inspection, Unit: newID(), Round: newID()}
	if err := keepAny(w.Desk(), app.VerbAddCase, c); err != nil {
		t.Fatal(err)
	}
	w = as(t, w, hisPhrase)
	paper := app.Paper{ID: newID(), Case: c.ID, Title: "坐支", Item: "JJ-1-01", Process: "抽查十件", Conclusion: "属实",
		Reviewer: "王敏", ReviewedOn: app.MustDate("2026-05-11"), Review: "同意"}
	for range 2 { // new, and written again
		if _, err := w.Desk().WritePaper(ctx, paper); err != nil {
			t.Fatal(err)
		}
		if p, err := app.Get[app.Paper](ctx, w, paper.ID); err != nil || p.Author != "李强" || p.Reviewer != "" || !p.ReviewedOn.IsZero() || p.Review != "" {
			t.Errorf("its author reviews: %+v, %v", p, err)
		}
	}
	if err := w.Desk().ReviewPaper(ctx, paper.ID, "", "同意"); app.CodeOf(err) != "role.verb" {
		t.Errorf("its author reviews: %v", err)
	}
	roles := func(roles ...string) {
		t.Helper()
		w = as(t, w, herPhrase)
		err := app.Amend(ctx, w.Desk(), app.VerbSavePerson, his.Person, func(p *app.Person) error {
			p.Roles = app.NewSet(roles...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		w = as(t, w, hisPhrase)
	}
	roles(string(app.RoleGroupLeader))
	if err := w.Desk().Waive(ctx, c.ID, "draft", "不查"); err != nil {
		t.Fatal(err)
	}
	roles(string(app.RoleStrandLead))
	if verb, err := w.UndoLast(ctx); app.CodeOf(err) != "role.verb" {
		t.Errorf("a strand lead takes back %q: %v", verb, err)
	}
	w = as(t, w, herPhrase)
	before := must(app.Get[app.Case](ctx, w, c.ID))
	for name, f := range map[string]func(*app.Case){
		"waives":                 func(c *app.Case) { c.Waivers = map[string]app.Waiver{"items.open": {Reason: "不查", By: "王敏"}} },
		"takes a waiver away":    func(c *app.Case) { c.Waivers = nil },
		"dates the draft":        func(c *app.Case) { c.Strands[app.Audit] = app.CaseStrand{DraftedOn: app.MustDate("2026-05-11")} },
		"signs the report":       func(c *app.Case) { c.Strands[app.Audit] = app.CaseStrand{Signer: "李强"} },
		"says a stage is closed": func(c *app.Case) { c.Stages[app.Planned] = app.StageDates{ClosedBy: "王敏"} },
		"opens the next stage":   func(c *app.Case) { c.Stage = app.Summary },
	} {
		err := w.Desk().SaveCase(ctx, app.VerbSaveCase, c.ID, func(c *app.Case) error {
			c.Strands, c.Stages = map[app.Strand]app.CaseStrand{}, map[app.Stage]app.StageDates{}
			f(c)
			return nil
		})
		if err == nil {
			t.Errorf("the office %s by saving the case", name)
		}
	}
	if after := must(app.Get[app.Case](ctx, w, c.ID)); !reflect.DeepEqual(after, before) {
		t.Errorf("the case is now %+v", after)
	}
	sound(t, w)
}
