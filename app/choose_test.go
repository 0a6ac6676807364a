package app

import (
	"encoding/json"
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
