package app

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

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

// TestChoosingStampsAnew: who wrote last and when follows the choice, and is nothing to choose about for itself.
func TestChoosingStampsAnew(t *testing.T) {
	x := newStaff(t)
	x.must(x.inspector.AnswerItem(x.ctx, x.id, "JJ-1-01", AnswerInput{Conclusion: ptr(NoProblem)}))
	answer := AnswerID(x.id, "JJ-1-01")
	for _, f := range []string{"conclusion", "by", "on"} {
		x.clash(KindAnswer, answer, f)
	}
	if d := x.dossier(x.id); len(d.Clashes) != 1 {
		t.Errorf("stamps hold up the case: %+v", d.Clashes)
	}
	x.on("2026-03-09")
	x.must(x.choose(x.lead, KindAnswer, answer, "conclusion", `"problem"`))
	a, err := Get[Answer](x.ctx, x.mem, answer)
	x.must(err)
	if a.Conclusion != Problem || a.By != "严核账" || a.On != x.Today() || len(x.mem.clashes) != 0 {
		t.Errorf("%+v, clashing %+v", a, x.mem.clashes)
	}
	x.clash(KindAnswer, answer, "note")
	x.clash(KindAnswer, answer, "by", `"金底稿"`, `"严核账"`)
	x.must(x.lead.ChooseAll(x.ctx, []Choice{{answer, KindAnswer, "note", json.RawMessage(`"两笔"`)}, {answer, KindAnswer, "by", json.RawMessage(`"金底稿"`)}}))
	if a, _ := Get[Answer](x.ctx, x.mem, answer); a.Note != "两笔" || a.By != "金底稿" {
		t.Errorf("%+v", a)
	}
	x.must(x.lead.EditText(x.ctx, ReportText{Case: x.id, Strand: Audit, Section: "basis", Text: "改写", FactsHash: "f"}))
	text := ReportTextID(x.id, Audit, "basis")
	x.clash(KindReportText, text, "text")
	x.clash(KindReportText, text, "factsHash")
	x.must(x.choose(x.leader, KindReportText, text, "text", `"再改"`))
	if got, _ := Get[ReportText](x.ctx, x.mem, text); got.Text != "再改" || got.By != "许示范" || got.FactsHash != "f" || len(x.mem.clashes) != 0 {
		t.Errorf("%+v, clashing %+v", got, x.mem.clashes)
	}
}
