package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestStagesWaitForClashes: nobody closes a stage over what people contradict each other about, nor waives it.
func TestStagesWaitForClashes(t *testing.T) {
	for _, stage := range Stages {
		d := ready(stage)
		d.TakeClashes([]Clash{{Entity: testID(31), Kind: KindFinding, Field: "amount"}, {Entity: testID(31), Kind: KindFinding},
			{Entity: testID(999), Kind: KindFinding, Field: "amount"}}) // of another case
		hard := Blocking(ExitGate(d))
		if stage == Closed {
			if len(hard) > 0 {
				t.Errorf("a closed case waits for %+v", hard)
			}
			continue
		}
		if len(hard) != 2 || hard[0].Code != "clash" || hard[0].Room != "clashes" || hard[0].WaivableBy != nil {
			t.Fatalf("%s: %+v", stage, hard)
		}
		if fmt.Sprint(hard[0].Args) != "map[field:clashrule.whole label:kind.finding name:1 坐支]" || hard[0].Ref != string(testID(31)) {
			t.Errorf("%s: %+v", stage, hard[0])
		}
		if fmt.Sprint(hard[1].Args) != "map[field:field.amount label:kind.finding name:1 坐支]" || hard[1].Ref != string(testID(31))+"/amount" {
			t.Errorf("%s: %+v", stage, hard[1])
		}
		if step := NextStep(d, MustDate("2026-03-03")); step.Code != "clash" || step.Room != "clashes" {
			t.Errorf("%s: %+v", stage, step)
		}
		d.Case.Waivers = map[string]Waiver{"clash": {Reason: "r"}}
		if len(Blocking(ExitGate(d))) != 2 {
			t.Errorf("%s: a clash was waived", stage)
		}
	}
}

// TestClashesBelongToTheirStrand: the report of a strand waits for what is its own and what is common.
func TestClashesBelongToTheirStrand(t *testing.T) {
	d := ready(Summary)
	inspector := testID(71)
	d.People = map[ID]Person{inspector: {ID: inspector, Strands: NewSet("review")}}
	d.Talks = []Talk{{ID: testID(61), Talkers: NewSet(string(inspector))}}
	d.Surveys = []Survey{{ID: testID(62)}}
	d.Evaluations = []Evaluation{{ID: testID(63)}}
	d.Evidence = []Evidence{{ID: testID(64), Items: NewSet("XR-1-01", "JJ-1-01")}, {ID: testID(65), Items: NewSet("JJ-1-01")}}
	d.Texts = []ReportText{{ID: testID(66), Strand: Verification}}
	d.Unit.ID, d.Round.ID, d.Case.ID = testID(67), testID(68), testID(69)
	for _, c := range []struct {
		kind   Kind
		id     ID
		field  string
		strand Strand
	}{
		{KindFinding, testID(31), "title", Audit}, {KindTalk, testID(61), "text", Review}, {KindSurvey, testID(62), "questions/bz-bodies/good", Verification},
		{KindSurvey, testID(62), "batch/valid", ""}, {KindEvaluation, testID(63), "rows/audit/good", Audit}, {KindEvaluation, testID(63), "overall/good", ""},
		{KindEvidence, testID(64), "title", ""}, {KindEvidence, testID(65), "title", Audit}, {KindReportText, testID(66), "text", Verification},
		{KindUnit, testID(67), "name", ""}, {KindRound, testID(68), "name", ""}, {KindCase, testID(69), "strands/review/assessment", Review},
		{KindCase, testID(69), "facts/achievements/audit", Audit}, {KindCase, testID(69), "selfCheck/parts/audit", Audit}, {KindCase, testID(69), "stage", ""},
		{KindAnswer, AnswerID(testID(69), "BZ-1-01"), "note", Verification}, {KindTemplate, TemplateID(Review, "2026.1"), "title", Review},
		{KindTalk, testID(61), "", Review},
	} {
		d.TakeClashes([]Clash{{Entity: c.id, Kind: c.kind, Field: c.field}})
		if len(d.Clashes) != 1 || d.Clashes[0].Strand != c.strand {
			t.Errorf("%s %s: %+v, want %q", c.kind, c.field, d.Clashes, c.strand)
		}
		for _, s := range Strands {
			if waits := len(d.ClashesOf(s)) > 0; waits != (c.strand == "" || c.strand == s) {
				t.Errorf("%s %s: the report of %s waits: %v", c.kind, c.field, s, waits)
			}
		}
	}
	d.TakeClashes([]Clash{{Entity: inspector, Kind: KindPerson, Field: "phone"}})
	if d.Clashes != nil {
		t.Errorf("a telephone number holds up the case: %+v", d.Clashes)
	}
}

// TestEveryClashIsNamed: a sentence about a clash says which noun is meant, whatever it is.
func TestEveryClashIsNamed(t *testing.T) {
	d := ready(Summary)
	d.Case.ID, d.Case.Number, d.Unit.ID, d.Unit.Name = testID(69), "LS2026-001", testID(67), "某局"
	d.Group.Name = "第一联审组"
	d.Round = Round{ID: testID(68), Name: "2026年度"}
	d.Deliveries[0].ID, d.Opinions[0].ID = testID(70), testID(71)
	ids := map[ID]bool{d.Case.ID: true, d.Unit.ID: true, d.Round.ID: true, d.Group.ID: true, testID(31): true, testID(11): true, testID(70): true,
		testID(71): true, d.Approvals[0].ID: true, TemplateID(Audit, "2026.1"): true, AnswerID(d.Case.ID, "JJ-1-01"): true}
	nouns := d.nouns(ids)
	if len(nouns) != len(ids) {
		t.Errorf("of %d only %d are there", len(ids), len(nouns))
	}
	for id, n := range nouns {
		if name := fmt.Sprint(d.nameOf(id)); strings.TrimSpace(name) == "" {
			t.Errorf("%T has no name", n)
		}
	}
	if w := (Clash{Field: "hue/red"}).fieldWord(); w != "clashrule.newer" {
		t.Errorf("a field of a later version is called %q", w)
	}
}

// TestSigningAndIssuingWaitForClashes does every deed that rests on something, while it clashes and after.
func TestSigningAndIssuingWaitForClashes(t *testing.T) {
	x := newStaff(t)
	f, other := x.finding(Audit), x.finding(Review)
	paper, err := x.inspector.WritePaper(x.ctx, Paper{Case: x.id, Title: "t", Item: "JJ-1-01", Process: "p", Conclusion: "c"})
	x.must(err)
	for _, s := range Strands {
		_, err := x.leader.RecordReport(x.ctx, Report{Case: x.id, Strand: s, Draft: true})
		x.must(err)
	}
	record := func() error {
		_, err := x.lead.RecordReport(x.ctx, Report{Case: x.id, Strand: Audit})
		return err
	}
	office := x.colleague("张联络", nil, RoleOffice)
	approve := func(agreed bool) error {
		return x.approver.Approve(x.ctx, Approval{Case: x.id, Strand: Audit, Agreed: agreed, Opinion: "请改"}, "")
	}
	waits := func(deed func() error, clashes ...Clash) {
		t.Helper()
		for _, c := range clashes {
			x.clash(c.Kind, c.Entity, c.Field)
			err := deed()
			x.refused(err, "clash.open")
			if args := detail(err); args["count"] != 1 || args["name"] == "" {
				t.Errorf("%+v", args)
			}
			x.mem.clashes = nil
		}
	}
	own, common := Clash{Kind: KindFinding, Entity: f.ID, Field: "amount"}, Clash{Kind: KindCase, Entity: x.id, Field: "facts/leaders"}
	x.clash(KindFinding, other.ID, "title") // of another strand: nothing of audit waits for it

	x.refused(x.leader.CloseStage(x.ctx, x.id), "gate.closed")
	x.refused(office.SendDrafts(x.ctx, x.id, x.Today()), "clash.open")
	x.must(approve(false))
	x.must(approve(true))
	x.mem.clashes = nil

	review := func() error { return x.reviewer.ReviewPaper(x.ctx, paper, "", "同意") }
	waits(review, Clash{Kind: KindPaper, Entity: paper, Field: "process"})
	x.clash(KindFinding, f.ID, "amount")
	x.clash(KindPaper, paper, "index")
	x.must(review()) // neither is what the name is put under
	x.mem.clashes = nil

	waits(func() error { return approve(true) }, own, common)
	x.clash(KindFinding, f.ID, "amount")
	x.must(approve(false)) // to send back what clashes is no agreement
	x.mem.clashes = nil
	x.must(x.approver.Approve(x.ctx, Approval{Case: x.id, Strand: Audit, Agreed: true}, "示审〔2026〕3号"))
	waits(record, own, common)
	waits(func() error { return issue(x.ctx, office, x.id, Audit, x.Today()) }, own, common)
	waits(func() error { return office.SendDrafts(x.ctx, x.id, x.Today()) }, own, common)
	x.must(record())
	x.must(issue(x.ctx, office, x.id, Audit, x.Today()))
	x.must(office.SendDrafts(x.ctx, x.id, x.Today()))
	x.clash(KindFinding, f.ID, "amount")
	_, err = x.lead.RecordReport(x.ctx, Report{Case: x.id, Strand: Audit, Draft: true}) // a draft shows what clashes
	x.must(err)
}

// TestNumberThatClashesIsChosen: the clash of a report's own number does not keep anybody from choosing it.
func TestNumberThatClashesIsChosen(t *testing.T) {
	x := newStaff(t)
	x.must(x.approver.Approve(x.ctx, Approval{Case: x.id, Strand: Audit, Agreed: true}, "示审〔2026〕3号"))
	x.clash(KindCase, x.id, "strands/audit/number", `"示审〔2026〕3号"`, `"示审〔2026〕4号"`)
	x.must(x.choose(x.approver, KindCase, x.id, "strands/audit/number", `"示审〔2026〕4号"`))
	if got := x.dossier(x.id); got.Case.Strands[Audit].Number != "示审〔2026〕4号" || got.Clashes != nil {
		t.Errorf("%+v", got.Case.Strands[Audit])
	}
}

// TestStaleSignoffsAreThoseThatStoodBefore: what was void already is not counted again.
func TestStaleSignoffsAreThoseThatStoodBefore(t *testing.T) {
	x := newStaff(t)
	one, two, three := x.paper(), x.paper(), x.paper()
	title := func(id ID, title string) {
		p, err := Get[Paper](x.ctx, x.mem, id)
		x.must(err)
		p.Title = title
		_, err = x.inspector.WritePaper(x.ctx, p)
		x.must(err)
	}
	title(one, "旧改动")
	before := x.dossier(x.id)
	if got := Stale(before, before); got != nil {
		t.Errorf("nothing changed: %+v", got)
	}
	title(one, "又一改动")
	title(two, "新改动")
	after := x.dossier(x.id)
	i := slices.IndexFunc(after.Signoffs, func(s Signoff) bool { return s.About == three })
	after.Signoffs = slices.Delete(slices.Clone(after.Signoffs), i, i+1)
	var about []ID
	for _, s := range Stale(before, after) {
		about = append(about, s.About)
	}
	slices.Sort(about)
	if want := []ID{two, three}; !slices.Equal(about, want) {
		t.Errorf("stale %v, want %v", about, want)
	}
}
