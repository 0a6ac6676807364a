package app

import (
	"slices"
	"testing"
)

// swept gives what a case breaks, by code.
func (b *table) swept(id ID) map[string]SweepFind {
	b.t.Helper()
	out := map[string]SweepFind{}
	for _, f := range Sweep(b.dossier(id), b.Today()) {
		out[f.Code] = f
	}
	return out
}

func TestAWaiverStandsForOneRuleAtOneNoun(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	b.must(b.SaveCase(b.ctx, VerbSaveFacts, id, func(c *Case) error {
		c.Facts.Finances = map[string]FinanceYear{"2023": {Outlay: 1, Three: 2}}
		c.Facts.BodiesAllowed, c.Facts.BodiesActual = 3, 4
		return nil
	}))
	b.refused(b.WaiveRule(b.ctx, id, "facts.outlay", id, " "), "waive.reason")
	b.refused(b.WaiveRule(b.ctx, id, "facts.outlay", testID(999), "原件移送"), "sweep.none")
	b.refused(b.WaiveRule(b.ctx, id, "facts.nothing", id, "原件移送"), "sweep.none")
	b.must(b.WaiveRule(b.ctx, id, "facts.outlay", id, "原件移送"))
	if deed := b.last(); deed.Verb != VerbWaiveRule || deed.Case != id {
		t.Errorf("the deed is %+v", deed)
	}
	got := b.swept(id)
	if w := got["facts.outlay"].Waived; w.Reason != "原件移送" || w.By != b.Who || w.On != b.Today() {
		t.Errorf("waived by %+v", w)
	}
	if !got["facts.bodies"].Open() {
		t.Error("another rule at the same noun was let pass, too")
	}
	b.refused(b.WaiveRule(b.ctx, id, "facts.outlay", id, "又一次"), "sweep.none")
	b.must(b.UnwaiveRule(b.ctx, id, "facts.outlay", id))
	if !b.swept(id)["facts.outlay"].Open() {
		t.Error("the waiver was not taken back")
	}
	b.refused(b.UnwaiveRule(b.ctx, id, "facts.outlay", id), "sweep.none")
}

func TestErrorsAreLeftToLeads(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	lead := b.colleague("康主审", NewSet(string(Audit)), RoleStrandLead)
	hand := b.colleague("金底稿", NewSet(string(Audit)), RoleInspector)
	head := b.colleague("邹组长", nil, RoleGroupLeader)
	group := Group{ID: b.NewID(), Round: b.dossier(id).Round.ID, Name: "第一组", Leader: b.person(head), Members: NewSet(string(b.person(lead)), string(b.person(hand)))}
	b.must(Keep(b.ctx, b.Desk, VerbSaveGroup, group))
	b.must(b.SaveCase(b.ctx, VerbSaveCase, id, func(c *Case) error { c.Group = group.ID; return nil }))
	for i, s := range []Strand{Audit, Review} {
		n := Sheet{ID: testID(500 + i), Case: id, Index: s.Code() + "001-Q-01", Title: "事项", Strand: s, Authors: "一人", Reply: ReplyAgrees}
		c, err := Create(n)
		b.must(err)
		b.must(b.mem.apply(c)) // as it may come in a package
		m := Heard{ID: testID(510 + i), Case: id, Number: i + 1, Strand: s, On: MustDate("2026-02-01"), Source: "box", Text: "食堂"}
		c, err = Create(m)
		b.must(err)
		b.must(b.mem.apply(c))
	}
	own, foreign, hint, foreignHint := testID(500), testID(501), testID(510), testID(511)
	b.refused(hand.WaiveRule(b.ctx, id, "sheet.authors", own, "单人值班"), "waive.role")
	b.refused(lead.WaiveRule(b.ctx, id, "sheet.authors", foreign, "单人值班"), "role.strand")
	b.refused(hand.WaiveRule(b.ctx, id, "heard.open", foreignHint, "已口头答复"), "role.strand")
	b.refused(b.WaiveRule(b.ctx, id, "sheet.authors", own, "单人值班"), "role.verb") // the office
	b.must(hand.WaiveRule(b.ctx, id, "heard.open", hint, "已口头答复"))
	b.must(lead.WaiveRule(b.ctx, id, "sheet.authors", own, "单人值班"))
	b.must(head.WaiveRule(b.ctx, id, "sheet.authors", foreign, "单人值班"))
	b.refused(hand.UnwaiveRule(b.ctx, id, "sheet.authors", own), "waive.role")
	b.must(lead.UnwaiveRule(b.ctx, id, "sheet.authors", own))
}

func TestOpenErrorsAreToldWhenTheInspectionIsClosed(t *testing.T) {
	d := ready(Inspection)
	d.Evidence = append(d.Evidence, Evidence{ID: testID(70), Number: 1, FileName: "a.jpg"})
	told := func() bool {
		return slices.ContainsFunc(ExitGate(d), func(m Missing) bool { return m.Code == "sweep.open" })
	}
	if told() {
		t.Error("told though nobody looked")
	}
	d.TakeSweep(MustDate("2026-03-02"))
	if !told() || len(Blocking(ExitGate(d))) > 0 {
		t.Errorf("%+v", ExitGate(d))
	}
}
