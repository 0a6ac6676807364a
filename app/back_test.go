package app

import (
	"fmt"
	"slices"
	"testing"
)

// back asks whether the person at a desk may take the last deed back.
func (b *table) back(d Desk, root Verb, before, after Noun) error {
	b.t.Helper()
	var changes []Change
	var touched []Noun
	var err error
	var cas ID
	for _, n := range []Noun{after, before} { // as it is, then as it was
		if n != nil {
			touched, cas = append(touched, n), caseOf(n)
		}
	}
	switch {
	case before == nil:
		changes = []Change{Remove(after)}
	case after == nil:
		c, err := Create(before)
		b.must(err)
		changes = []Change{c}
	default:
		changes, err = Diff(after, before)
		b.must(err)
	}
	return PermitBack(b.ctx, b.mem, d.Seat, VerbUndo, root, cas, changes, touched...)
}

// TestTakingBackAsksWhoMayDoTheDeed: one's own deed is taken back as long as one may still do it.
func TestTakingBackAsksWhoMayDoTheDeed(t *testing.T) {
	x := newStaff(t)
	finding := Finding{ID: testID(800), Case: x.id, Strand: Audit, Title: "坐支", Fact: "收入坐支"}
	other := with(finding, func(f *Finding) { f.Strand = Review })
	paper := Paper{ID: testID(801), Case: x.id, Strand: Audit, Title: "t", Author: "金底稿"}
	reviewed := with(paper, func(p *Paper) { p.Reviewer, p.ReviewedOn = "戚复核", x.Today() })
	c := x.dossier(x.id).Case
	closed := with(c, func(c *Case) { c.Stage = Summary })
	waived := with(c, func(c *Case) {
		c.Waivers = map[string]Waiver{"items.open": {Reason: "r", By: "许示范", On: x.Today()}}
	})
	recused := with(c, func(c *Case) { c.Recused = NewSet(string(x.person(x.inspector))) })
	unit := Unit{ID: testID(802), Name: "某局", Kind: Organ}
	plain := Person{ID: testID(803), Name: "某人", Dept: "市审计局"}
	inspector := with(plain, func(p *Person) { p.Roles = NewSet(string(RoleInspector)) })
	audit := with(plain, func(p *Person) { p.Strands = NewSet(string(Audit)) })
	office, admin := x.colleague("张联络", nil, RoleOffice), x.colleague("鲁运维", nil, RoleAdmin)
	for _, c := range []struct {
		name          string
		desk          Desk
		root          Verb
		before, after Noun
		code          string
	}{
		{"own finding", x.inspector, VerbRecordFinding, nil, finding, ""},
		{"finding of a strand that is no longer one's own", x.inspector, VerbRecordFinding, nil, other, "role.strand"},
		{"finding moved to the own strand", x.inspector, VerbSaveFinding, other, finding, "role.strand"},
		{"finding, by who is no inspector any more", x.materials, VerbRecordFinding, nil, finding, "role.verb"},
		{"finding, by who is of another group now", x.stranger, VerbRecordFinding, nil, finding, "role.scope"},
		{"review", x.reviewer, VerbReviewPaper, paper, reviewed, ""},
		{"review, by its author", x.inspector, VerbReviewPaper, paper, reviewed, "role.verb"},
		{"closing", x.leader, VerbCloseStage, c, closed, ""},
		{"closing, by an inspector", x.inspector, VerbCloseStage, c, closed, "role.verb"},
		{"closing, by the office", office, VerbCloseStage, c, closed, "role.verb"},
		{"waiver", x.leader, VerbWaive, c, waived, ""},
		{"waiver, by a strand lead", x.lead, VerbWaive, c, waived, "role.verb"},
		{"recusal", x.leader, VerbRecuse, c, recused, ""},
		{"recusal, by the inspector", x.inspector, VerbRecuse, c, recused, "role.verb"},
		{"recusal, within another deed", office, VerbSaveCase, c, recused, "recuse.direct"},
		{"restored finding", x.lead, VerbRestore, nil, finding, ""},
		{"restored unit, by the office", office, VerbRestore, nil, unit, ""},
		{"restored finding, by the office", office, VerbRestore, nil, finding, "role.verb"},
		{"a person's department, by the office", office, VerbSavePerson, plain, with(plain, func(p *Person) { p.Dept = "市委编办" }), ""},
		{"a person's role, by the office", office, VerbSavePerson, inspector, plain, "person.roles"},
		{"a person's role taken, by the office", office, VerbSavePerson, plain, inspector, "person.roles"},
		{"a person's strand, by the office", office, VerbSavePerson, audit, plain, "person.roles"},
		{"a person with a role comes back, by the office", office, VerbDropPerson, inspector, nil, "person.roles"},
		{"a person goes, by the office", office, VerbSavePerson, nil, plain, "person.roles"},
		{"a person's role, by an administrator", admin, VerbSavePerson, inspector, plain, ""},
		{"a person goes, by an administrator", admin, VerbSavePerson, nil, inspector, ""},
		{"a load", x.tally, VerbLoad, nil, unit, "role.verb"},
		{"nobody's seat", with(x.leader, func(d *Desk) { d.Seat = testID(990) }), VerbWaive, c, waived, "seat.none"},
	} {
		if err := x.back(c.desk, c.root, c.before, c.after); CodeOf(err) != c.code || err != nil && c.code == "" {
			t.Errorf("%s: got %v %v, want %q", c.name, err, detail(err), c.code)
		}
	}
	x.must(x.Recuse(x.ctx, x.id, x.person(x.inspector), true))
	x.refused(x.back(x.inspector, VerbRecordFinding, nil, finding), "role.recused")
}

// TestTakingBackLeavesAnAdministrator: also who is alone does not take back the roles that the last administrator has.
func TestTakingBackLeavesAnAdministrator(t *testing.T) {
	b := newTable(t)
	now, err := Get[Person](b.ctx, b.mem, b.person(b.Desk))
	b.must(err)
	office := with(now, func(p *Person) { p.Roles = NewSet(string(RoleOffice)) })
	b.refused(b.back(b.Desk, VerbSavePerson, office, now), "person.admin")
	second := b.colleague("鲁运维", nil, RoleAdmin)
	b.must(b.back(second, VerbSavePerson, office, now))
}

// TestWhatWasRefusedIsNotUndone: for any person and any deed, taking back is refused wherever the deed is.
func TestWhatWasRefusedIsNotUndone(t *testing.T) {
	x := newStaff(t)
	d := x.dossier(x.id)
	desks := []Desk{x.leader, x.lead, x.inspector, x.stranger, x.next, x.reviewer, x.approver, x.tally, x.materials, x.director}
	for _, verb := range Verbs {
		for _, desk := range desks {
			able := Permit(x.ctx, x.mem, desk.Seat, verb, x.id, nil)
			rule, _ := RuleOf(verb)
			back := PermitBack(x.ctx, x.mem, desk.Seat, VerbUndo, verb, x.id, nil, d.Unit)
			if able != nil && back == nil {
				t.Errorf("%s takes back %s, which is refused: %v", desk.Who, verb, able)
			}
			if able == nil && back != nil && rule.Scope && rule.Strand == AnyStrand && !slices.Contains([]Verb{VerbRestore, VerbRestoreValue}, verb) {
				t.Errorf("%s does %s and does not take it back: %v", desk.Who, verb, fmt.Sprint(back, detail(back)))
			}
		}
	}
}
