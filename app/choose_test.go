package app

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// clash makes a field clash between the values of two sides; "" is a side that emptied it.
func (b *table) clash(kind Kind, entity ID, field string, sides ...string) Clash {
	c := Clash{Entity: entity, Kind: kind, Field: field}
	for _, s := range sides {
		if s == "" {
			c.Sides = append(c.Sides, nil)
		} else {
			c.Sides = append(c.Sides, json.RawMessage(s))
		}
	}
	b.mem.clashes = append(b.mem.clashes, c)
	return c
}

// choose chooses in a field, "" to empty it, and gives the deed.
func (b *table) choose(d Desk, kind Kind, entity ID, field, value string) error {
	c := Choice{Entity: entity, Kind: kind, Field: field}
	if value != "" {
		c.Value = json.RawMessage(value)
	}
	return d.Choose(b.ctx, c)
}

func (b *table) last() Deed { return b.mem.deeds[len(b.mem.deeds)-1] }

func (x *staff) finding(s Strand) Finding {
	x.t.Helper()
	id, err := x.leader.RecordFinding(x.ctx, Finding{Case: x.id, Strand: s, Title: "坐支", Fact: "收入坐支", Amount: 200})
	x.must(err)
	f, err := Get[Finding](x.ctx, x.mem, id)
	x.must(err)
	return f
}

// TestChoosingIsADeedWhateverIsChosen: also who chooses what is shown already leaves a change, or the clash would stay.
func TestChoosingIsADeedWhateverIsChosen(t *testing.T) {
	x := newStaff(t)
	f := x.finding(Audit)
	for _, c := range []struct {
		name, field, value string
		kind               ChangeKind
		kept               string
	}{
		{"what is shown", "title", `"坐支"`, Put, `"坐支"`},
		{"the other side", "title", `"坐收坐支"`, Put, `"坐收坐支"`},
		{"a third value, with what a paste brings along", "fact", "\"收入\\t坐支\\r\\n两笔\"", Put, `"收入 坐支\n两笔"`},
		{"an emptied field", "amount", "", Del, ""},
		{"zero is empty", "amount", "0", Del, ""},
		{"an amount", "amount", "300", Put, "300"},
		{"an element of a set", "items/JJ-1-01", "true", Put, "true"},
		{"an element taken out", "items/JJ-1-01", "", Del, ""},
		{"a list", "bases", `[{"law":"YSF"}]`, Put, `[{"law":"YSF","article":"","mark":"","note":""}]`},
		{"a number for people", "number", "9", Put, "9"},
	} {
		x.clash(KindFinding, f.ID, c.field)
		if err := x.choose(x.inspector, KindFinding, f.ID, c.field, c.value); err != nil {
			t.Errorf("%s: %v %v", c.name, err, detail(err))
			continue
		}
		deed := x.last()
		if deed.Verb != VerbChoose || deed.Case != x.id || len(deed.Changes) != 1 {
			t.Fatalf("%s: %+v", c.name, deed)
		}
		if ch := deed.Changes[0]; ch.Kind != c.kind || ch.Field != c.field || string(ch.Value) != c.kept || ch.Noun != KindFinding || ch.Entity != f.ID {
			t.Errorf("%s: %s %s %s", c.name, ch.Kind, ch.Field, ch.Value)
		}
		if len(x.mem.clashes) != 0 {
			t.Errorf("%s: it clashes still", c.name)
		}
	}
}

func TestChoiceIsRefusedWhereItCannotStand(t *testing.T) {
	x := newStaff(t)
	f := x.finding(Audit)
	for _, field := range []string{"title", "amount", "rectifyDue", "irregular", "item", "id", "case", "state", "inReport", "strand"} {
		x.clash(KindFinding, f.ID, field)
	}
	for _, c := range []struct{ name, field, value, code string }{
		{"no such field", "titel", `"x"`, "clash.field"},
		{"an object", "bases/0", `"x"`, "clash.field"},
		{"above the fields", "responsible", `{}`, "clash.field"},
		{"below a field", "title/x", `"x"`, "clash.field"},
		{"a field that does not clash", "fact", `"x"`, "clash.none"},
		{"a word for an amount", "amount", `"x"`, "clash.value"},
		{"no JSON", "amount", `1,5`, "clash.value"},
		{"a day there is not", "rectifyDue", `"2026-02-30"`, "clash.value"},
		{"a required field emptied", "title", "", "field.required"},
		{"a part above the whole", "irregular", "500", "amount.parts"},
		{"an item of another strand", "item", `"XR-1-01"`, "finding.strand"},
		{"an unknown code", "state", `"lost"`, "code.unknown"},
		{"another identity", "id", `"` + string(testID(900)) + `"`, "clash.sealed"},
		{"another case", "case", `"` + string(testID(900)) + `"`, "clash.sealed"},
		{"a mark that turns the writing", "title", "\"a\u202eb\"", "text.direction"},
	} {
		if err := x.choose(x.leader, KindFinding, f.ID, c.field, c.value); CodeOf(err) != c.code {
			t.Errorf("%s: %v %v, want %q", c.name, err, detail(err), c.code)
		}
	}
	x.refused(x.choose(x.leader, KindFinding, testID(901), "title", `"x"`), "notfound")
	x.refused(x.choose(x.leader, "comet", f.ID, "tail", `"x"`), "clash.newer")
	x.clash(KindFinding, f.ID, "hue", `"red"`, `"blue"`)
	x.refused(x.choose(x.leader, KindFinding, f.ID, "hue", `"red"`), "clash.newer")
	for name, choices := range map[string][]Choice{
		"none": nil, "twice the same": {{f.ID, KindFinding, "title", nil}, {f.ID, KindFinding, "title", nil}},
		"two nouns": {{f.ID, KindFinding, "title", nil}, {x.id, KindCase, "number", nil}}, "whole and a field": {{f.ID, KindFinding, "", nil}, {f.ID, KindFinding, "title", nil}},
	} {
		if err := x.leader.ChooseAll(x.ctx, choices); err == nil || CodeOf(err) != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFieldsThatOnlyFitTogetherAreChosenTogether: one by one they would break the rule of their kind.
func TestFieldsThatOnlyFitTogetherAreChosenTogether(t *testing.T) {
	x := newStaff(t)
	f := x.finding(Audit)
	x.clash(KindFinding, f.ID, "amount")
	x.clash(KindFinding, f.ID, "irregular")
	x.refused(x.choose(x.lead, KindFinding, f.ID, "irregular", "500"), "amount.parts")
	x.must(x.lead.ChooseAll(x.ctx, []Choice{{f.ID, KindFinding, "irregular", json.RawMessage("500")}, {f.ID, KindFinding, "amount", json.RawMessage("600")}}))
	if got, _ := Get[Finding](x.ctx, x.mem, f.ID); got.Amount != 600 || got.Irregular != 500 || len(x.last().Changes) != 2 {
		t.Errorf("%+v", got)
	}
}

// TestWhoMayChoose: whose deed a field is written by, in the case and on the strand.
func TestWhoMayChoose(t *testing.T) {
	x := newStaff(t)
	audit, review := x.finding(Audit), x.finding(Review)
	paper, err := x.inspector.WritePaper(x.ctx, Paper{Case: x.id, Title: "t", Item: "JJ-1-01", Process: "p", Conclusion: "c"})
	x.must(err)
	x.must(x.inspector.AnswerItem(x.ctx, x.id, "JJ-1-01", AnswerInput{Conclusion: ptr(NoProblem)}))
	answer := AnswerID(x.id, "JJ-1-01")
	eval := Evaluation{ID: testID(850), Case: x.id, Batch: Batch{2, 2, 2}}
	x.must(x.tally.SaveEvaluation(x.ctx, eval))
	person, unit := x.person(x.inspector), x.dossier(x.id).Unit.ID
	office, admin := x.colleague("张联络", nil, RoleOffice), x.colleague("鲁运维", nil, RoleAdmin)
	for _, c := range []struct {
		name   string
		desk   Desk
		kind   Kind
		entity ID
		field  string
		value  string
		code   string
	}{
		{"inspector, own strand", x.inspector, KindFinding, audit.ID, "title", `"x"`, ""},
		{"inspector, other strand", x.inspector, KindFinding, review.ID, "title", `"x"`, "role.strand"},
		{"inspector of another group", x.stranger, KindFinding, audit.ID, "title", `"x"`, "role.scope"},
		{"leader, any strand", x.leader, KindFinding, review.ID, "title", `"y"`, ""},
		{"office, a finding", office, KindFinding, audit.ID, "title", `"z"`, "role.verb"},
		{"administrator, a finding", admin, KindFinding, audit.ID, "title", `"z"`, "role.verb"},
		{"liaison", x.colleague("邹配合", nil, RoleLiaison), KindFinding, audit.ID, "title", `"z"`, "role.verb"},
		{"strand lead, assessment", x.lead, KindCase, x.id, "strands/audit/assessment", `"履行较好"`, ""},
		{"strand lead, assessment of another", x.lead, KindCase, x.id, "strands/review/assessment", `"履行较好"`, "role.strand"},
		{"strand lead, who leads", x.lead, KindCase, x.id, "strands/audit/lead", `"` + string(person) + `"`, "role.common"},
		{"leader, who leads", x.leader, KindCase, x.id, "strands/audit/lead", `"` + string(person) + `"`, ""},
		{"strand lead, notice", x.lead, KindCase, x.id, "notice/receivedBy", `"某人"`, "role.verb"},
		{"office, notice", office, KindCase, x.id, "notice/receivedBy", `"某人"`, ""},
		{"inspector, facts", x.inspector, KindCase, x.id, "facts/offQuota", "3", "role.verb"},
		{"strand lead, facts", x.lead, KindCase, x.id, "facts/offQuota", "3", ""},
		{"office, issuing date without approval", office, KindCase, x.id, "strands/audit/issuedOn", `"2026-08-01"`, "report.unapproved"},
		{"leader, number of a report", x.leader, KindCase, x.id, "strands/audit/number", `"示审〔2026〕3号"`, "role.verb"},
		{"approver, number without approval", x.approver, KindCase, x.id, "strands/audit/number", `"示审〔2026〕3号"`, "report.unapproved"},
		{"office, stage", office, KindCase, x.id, "stages/inspection/closedBy", `"张联络"`, "role.verb"},
		{"leader, number of the case", x.leader, KindCase, x.id, "number", `"LS2026-099"`, "role.verb"},
		{"office, number of the case", office, KindCase, x.id, "number", `"LS2026-099"`, ""},
		{"inspector, review of the paper", x.inspector, KindPaper, paper, "review", `"同意"`, "role.verb"},
		{"reviewer, process of the paper", x.reviewer, KindPaper, paper, "process", `"p2"`, "role.verb"},
		{"inspector, index of the paper", x.inspector, KindPaper, paper, "index", `"JJ001-1-07"`, ""},
		{"office, the unit's own answer", office, KindAnswer, answer, "selfNote", `"好"`, ""},
		{"office, the group's answer", office, KindAnswer, answer, "note", `"好"`, "role.verb"},
		{"tally clerk, an open tally", x.tally, KindEvaluation, eval.ID, "batch/valid", "1", ""},
		{"inspector, a tally", x.inspector, KindEvaluation, eval.ID, "batch/valid", "1", "role.verb"},
		{"office, a person's department", office, KindPerson, person, "dept", `"市委编办"`, ""},
		{"office, a person's role", office, KindPerson, person, "roles/admin", "true", "person.roles"},
		{"administrator, a person's role", admin, KindPerson, person, "roles/reviewer", "true", ""},
		{"office, a person's strand", office, KindPerson, person, "strands/review", "true", "person.roles"},
		{"leader, a person", x.leader, KindPerson, person, "dept", `"市委编办"`, "role.verb"},
		{"office, unit", office, KindUnit, unit, "address", `"某路"`, ""},
		{"inspector, unit", x.inspector, KindUnit, unit, "address", `"某路"`, "role.verb"},
		{"office, scope of a seat", office, KindSeat, x.inspector.Seat, "strands/audit", "true", ""},
		{"office, leaving out a seat", office, KindSeat, x.inspector.Seat, "outWhy", `"调离"`, "role.verb"},
		{"administrator, key of a seat", admin, KindSeat, x.inspector.Seat, "box", `"age2"`, "clash.sealed"},
		{"office, checklist", office, KindTemplate, TemplateID(Audit, "2026.1"), "title", `"表"`, "role.verb"},
		{"administrator, checklist", admin, KindTemplate, TemplateID(Audit, "2026.1"), "title", `"表"`, ""},
		{"nobody", with(x.leader, func(d *Desk) { d.Seat = "" }), KindFinding, audit.ID, "title", `"z"`, "seat.none"},
	} {
		x.mem.clashes = nil
		x.clash(c.kind, c.entity, c.field)
		beforehand := PermitChoose(x.ctx, x.mem, c.desk.Seat, c.entity, c.kind, c.field)
		if err := x.choose(c.desk, c.kind, c.entity, c.field, c.value); CodeOf(err) != c.code || err != nil && c.code == "" {
			t.Errorf("%s: %v %v, want %q", c.name, err, detail(err), c.code)
		}
		byRole := strings.HasPrefix(c.code, "role.") || c.code == "person.roles" || c.code == "seat.none"
		if (beforehand != nil) != byRole || byRole && CodeOf(beforehand) != c.code {
			t.Errorf("%s: beforehand %v", c.name, beforehand)
		}
	}
	x.must(x.Recuse(x.ctx, x.id, x.person(x.leader), true))
	x.clash(KindFinding, audit.ID, "fact")
	x.refused(x.choose(x.leader, KindFinding, audit.ID, "fact", `"z"`), "role.recused")
}

// TestDeletedAndEditedIsKeptOrLetGo: a noun that one deleted and another changed.
func TestDeletedAndEditedIsKeptOrLetGo(t *testing.T) {
	x := newStaff(t)
	keep, drop := `true`, ""
	m := Material{ID: testID(860), Case: x.id, Name: "台账", Kind: Ledger, Items: NewSet("JJ-1-01")}
	x.must(x.materials.SaveMaterial(x.ctx, m))
	x.refused(x.choose(x.inspector, KindMaterial, m.ID, "", keep), "clash.none")
	x.clash(KindMaterial, m.ID, "")
	x.refused(x.choose(x.inspector, KindMaterial, m.ID, "", drop), "role.verb") // who may change a line may not take it away
	x.mem.docs[m.ID]["hue"] = json.RawMessage(`"red"`)                          // written by a later version
	x.must(x.choose(x.inspector, KindMaterial, m.ID, "", keep))
	if c := x.last().Changes[0]; c.Kind != New || c.Owner != x.id || !strings.Contains(string(c.Value), `"hue":"red"`) || !strings.Contains(string(c.Value), "台账") {
		t.Errorf("%+v", c)
	}
	x.clash(KindMaterial, m.ID, "")
	x.must(x.choose(x.lead, KindMaterial, m.ID, "", drop))
	if _, err := Get[Material](x.ctx, x.mem, m.ID); CodeOf(err) != "notfound" {
		t.Errorf("it is there: %v", err)
	}
	f := x.finding(Audit)
	x.must(x.leader.SaveMeasure(x.ctx, Measure{Case: x.id, Finding: f.ID, Text: "缴库"}))
	x.clash(KindFinding, f.ID, "")
	x.refused(x.choose(x.lead, KindFinding, f.ID, "", drop), "noun.used")
	x.must(x.choose(x.inspector, KindFinding, f.ID, "", keep))
	_, err := x.paper(), error(nil)
	x.must(err)
	s := x.dossier(x.id).Signoffs[0]
	x.clash(KindSignoff, s.ID, "")
	x.refused(x.choose(x.leader, KindSignoff, s.ID, "", drop), "clash.kept")
	x.clash(KindSeat, x.inspector.Seat, "")
	x.refused(x.choose(x.Desk, KindSeat, x.inspector.Seat, "", drop), "clash.kept")
}

// TestWhatIsSignedIsNotWrittenByChoosing: only what one of the sides wrote can be taken, and no name but one's own be put
// under something.
func TestWhatIsSignedIsNotWrittenByChoosing(t *testing.T) {
	x := newStaff(t)
	paper := x.paper()
	s := x.dossier(x.id).Signoffs[0]
	x.clash(KindSignoff, s.ID, "by", `"戚复核"`, `"谢审理"`)
	x.refused(x.choose(x.leader, KindSignoff, s.ID, "by", `"另一人"`), "clash.sealed")
	x.refused(x.choose(x.inspector, KindSignoff, s.ID, "by", `"谢审理"`), "role.verb")
	x.must(x.choose(x.leader, KindSignoff, s.ID, "by", `"谢审理"`))
	x.clash(KindPaper, paper, "reviewer", `"戚复核"`, `"谢审理"`)
	x.refused(x.choose(x.reviewer, KindPaper, paper, "reviewer", `"另一人"`), "role.other")
	x.refused(x.choose(x.reviewer, KindPaper, paper, "reviewer", `"金底稿"`), "role.other") // nor the author's
	x.must(x.choose(x.reviewer, KindPaper, paper, "reviewer", `"谢审理"`))
	x.clash(KindPaper, paper, "reviewer", `"戚复核"`, `"严核账"`)
	x.refused(x.choose(x.reviewer, KindPaper, paper, "reviewer", `"严核账"`), "review.lead")
	x.must(x.choose(x.reviewer, KindPaper, paper, "reviewer", `"戚复核"`))
	x.clash(KindPaper, paper, "author", `"金底稿"`, `"华取证"`)
	x.refused(x.choose(x.inspector, KindPaper, paper, "author", `"戚复核"`), "role.other")
	id, err := x.lead.RecordReport(x.ctx, Report{Case: x.id, Strand: Audit, Draft: true, SHA256: strings.Repeat("a", 64)})
	x.must(err)
	x.clash(KindReport, id, "pages", "3", "4")
	x.refused(x.choose(x.lead, KindReport, id, "pages", "5"), "clash.sealed")
	x.must(x.choose(x.lead, KindReport, id, "pages", "4"))
}

// TestStagesAreNotSkippedByChoosing: a stage is one of the sides', or one that was begun.
func TestStagesAreNotSkippedByChoosing(t *testing.T) {
	x := newStaff(t)
	x.clash(KindCase, x.id, "stage")
	x.refused(x.choose(x.leader, KindCase, x.id, "stage", `"rectification"`), "stage.direct")
	x.refused(x.choose(x.Desk, KindCase, x.id, "stage", `"inspection"`), "role.verb")
	x.must(x.choose(x.leader, KindCase, x.id, "stage", `"inspection"`))
	x.clash(KindCase, x.id, "stage", `"inspection"`, `"summary"`)
	x.must(x.choose(x.leader, KindCase, x.id, "stage", `"summary"`))
}

func TestClosedThingsAreChosenInByTheirLeaders(t *testing.T) {
	x := newStaff(t)
	row := Tally{Good: 2}
	e := Evaluation{ID: testID(851), Case: x.id, Batch: Batch{2, 2, 2}, Overall: row, Rows: map[Strand]Tally{Review: row, Verification: row, Audit: row},
		Counters: NewSet("甲", "乙"), Scrutineers: NewSet("丙")}
	x.must(x.tally.SaveEvaluation(x.ctx, e))
	x.clash(KindEvaluation, e.ID, "batch/issued")
	x.refused(x.tally.CloseTally(x.ctx, e.ID), "clash.open")
	x.must(x.choose(x.tally, KindEvaluation, e.ID, "batch/issued", "3"))
	x.must(x.tally.CloseTally(x.ctx, e.ID))
	x.clash(KindEvaluation, e.ID, "batch/issued")
	x.refused(x.choose(x.tally, KindEvaluation, e.ID, "batch/issued", "4"), "clash.tally")
	x.refused(x.choose(x.leader, KindEvaluation, e.ID, "batch/issued", "1"), "tally.returned") // its sums close still
	x.must(x.choose(x.leader, KindEvaluation, e.ID, "batch/issued", "4"))
	f := x.finding(Audit)
	x.mem.docs[x.id]["stage"] = json.RawMessage(`"closed"`)
	x.clash(KindFinding, f.ID, "title")
	x.refused(x.choose(x.inspector, KindFinding, f.ID, "title", `"x"`), "case.closed")
	x.must(x.choose(x.leader, KindFinding, f.ID, "title", `"x"`))
}

// TestNumbersAreChosenOnce: a number that another has is no way out of a clash.
func TestNumbersAreChosenOnce(t *testing.T) {
	x := newStaff(t)
	round := x.dossier(x.id).Round
	other, err := x.AddCase(x.ctx, NewCase{Round: round.ID, Unit: Unit{Name: "某局", Kind: Organ}})
	x.must(err)
	c, err := Get[Case](x.ctx, x.mem, other)
	x.must(err)
	x.clash(KindCase, x.id, "number")
	x.refused(x.choose(x.Desk, KindCase, x.id, "number", `"`+c.Number+`"`), "case.number.taken")
	x.must(x.choose(x.Desk, KindCase, x.id, "number", `"LS2026-900"`))
	f := x.finding(Audit)
	x.clash(KindFinding, f.ID, "number", "1", "1") // two laptops counted for themselves
	x.refused(x.choose(x.lead, KindFinding, f.ID, "number", "1"), "clash.number")
	x.must(x.choose(x.lead, KindFinding, f.ID, "number", "2"))
	x.must(x.approver.Approve(x.ctx, Approval{Case: x.id, Strand: Audit, Agreed: true}, "示审〔2026〕3号"))
	st, _ := json.Marshal(map[string]any{"audit": map[string]string{"number": "示审〔2026〕4号"}})
	x.mem.docs[other]["strands"] = st
	x.clash(KindCase, x.id, "strands/audit/number")
	x.refused(x.choose(x.approver, KindCase, x.id, "strands/audit/number", `"示审〔2026〕4号"`), "number.taken")
	x.refused(x.choose(x.approver, KindCase, x.id, "strands/audit/number", `"4号"`), "number.form")
	x.must(x.choose(x.approver, KindCase, x.id, "strands/audit/number", `"示审〔2026〕5号"`))
}

// TestTheFindingFollowsTheChosenDecision: a decision on a remark carries its amount.
func TestTheFindingFollowsTheChosenDecision(t *testing.T) {
	x := newStaff(t)
	f := x.finding(Audit)
	o, err := x.lead.RecordOpinion(x.ctx, Opinion{Case: x.id, Finding: f.ID, Text: "已拨付"})
	x.must(err)
	x.must(x.lead.DecideOpinion(x.ctx, Opinion{ID: o, Case: x.id, Strand: Audit, Finding: f.ID, Text: "已拨付", On: x.Today(), Adoption: Adopted, AmountAfter: 150}))
	amount := func() Money {
		f, err := Get[Finding](x.ctx, x.mem, f.ID)
		x.must(err)
		return f.Amount
	}
	for _, c := range []struct {
		field, value string
		want         Money
	}{{"amountAfter", "120", 120}, {"adoption", `"not"`, 200}, {"adoption", `"adopted"`, 120}} {
		x.clash(KindOpinion, o, c.field)
		choices := []Choice{{o, KindOpinion, c.field, json.RawMessage(c.value)}}
		if c.value == `"not"` {
			x.clash(KindOpinion, o, "reason")
			choices = append(choices, Choice{o, KindOpinion, "reason", json.RawMessage(`"查无此事"`)})
		}
		x.must(x.lead.ChooseAll(x.ctx, choices))
		if amount() != c.want {
			t.Errorf("%s %s: the finding has %d, want %d", c.field, c.value, amount(), c.want)
		}
	}
	x.clash(KindFinding, f.ID, "amount")
	x.must(x.choose(x.lead, KindFinding, f.ID, "amount", "90")) // the sum somebody else found
	x.clash(KindOpinion, o, "amountAfter")
	x.refused(x.choose(x.lead, KindOpinion, o, "amountAfter", "80"), "opinion.amount")
	x.must(x.choose(x.lead, KindOpinion, o, "amountAfter", "90"))
}

// TestChoosingIsTakenBackByWhoMayChoose: taking a choice back writes the field again.
func TestChoosingIsTakenBackByWhoMayChoose(t *testing.T) {
	x := newStaff(t)
	f := x.finding(Audit)
	changed := with(f, func(f *Finding) { f.Title = "x" })
	x.must(x.back(x.inspector, VerbChoose, f, changed))
	x.refused(x.back(x.materials, VerbChoose, f, changed), "role.verb")
	x.refused(x.back(x.stranger, VerbChoose, f, changed), "role.scope")
	closed := Evaluation{ID: testID(852), Case: x.id, Closed: true}
	x.refused(x.back(x.tally, VerbChoose, closed, with(closed, func(e *Evaluation) { e.Batch.Issued = 9 })), "clash.tally")
	x.must(x.back(x.leader, VerbChoose, closed, with(closed, func(e *Evaluation) { e.Batch.Issued = 9 })))
}

// TestKeepersMayWriteWhatTheyKeep: of every field there is a deed that writes it, and somebody may do that deed.
func TestKeepersMayWriteWhatTheyKeep(t *testing.T) {
	for _, c := range []struct {
		kind  Kind
		field string
		want  Verb
	}{
		{KindCase, "number", VerbAddCase}, {KindCase, "notice/number", VerbSaveNotice}, {KindCase, "strands/audit/number", VerbApprove},
		{KindCase, "strands/audit/signer", VerbIssue}, {KindCase, "strands/audit/draftedOn", VerbRecordReport}, {KindCase, "stage", VerbCloseStage},
		{KindCase, "stages/entry/closedBy", VerbCloseStage}, {KindCase, "stages/entry/plannedTo", VerbSaveCase}, {KindCase, "recused/x", VerbRecuse},
		{KindCase, "waivers/items.open/reason", VerbWaive}, {KindCase, "", VerbSaveCase}, {KindAnswer, "note", VerbAnswerItem}, {KindAnswer, "selfNote", VerbSelfAnswer},
		{KindPaper, "review", VerbReviewPaper}, {KindPaper, "index", VerbWritePaper}, {KindOpinion, "text", VerbRecordOpinion}, {KindOpinion, "adoption", VerbDecideOpinion},
		{KindSeat, "out", VerbLeaveOut}, {KindSeat, "cases/x", VerbScopeSeat}, {KindSeat, "laptop", VerbEnrol},
	} {
		if got := KeeperOf(c.kind, c.field); got != c.want {
			t.Errorf("%s %s is written by %s, want %s", c.kind, c.field, got, c.want)
		}
	}
	for _, kind := range Kinds {
		rule, known := RuleOf(KeeperOf(kind, "any"))
		if !known {
			t.Errorf("nobody writes a %s", kind)
		}
		choose, _ := RuleOf(VerbChoose)
		if !slices.ContainsFunc(rule.Roles, func(r Role) bool { return slices.Contains(choose.Roles, r) }) {
			t.Errorf("nobody chooses in a %s", kind)
		}
	}
}
