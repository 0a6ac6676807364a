package app

import "testing"

func TestAnswerChangesOnlyWhatIsSaid(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	b.must(b.AnswerItem(b.ctx, id, "JJ-1-01", AnswerInput{Conclusion: ptr(Problem), Note: ptr("坐支"), Methods: ptr(NewSet("talk", "documents"))}))
	b.must(b.AnswerItem(b.ctx, id, "JJ-1-01", AnswerInput{Faulty: ptr(2), Sampled: ptr(5)}))
	a := b.dossier(id).Answers["JJ-1-01"]
	if a.Conclusion != Problem || a.Note != "坐支" || a.Faulty != 2 || a.By != b.Who || a.On != b.Today() {
		t.Errorf("%+v", a)
	}
	before := len(b.mem.deeds)
	b.date = MustDate("2026-05-12")
	b.must(b.AnswerItem(b.ctx, id, "JJ-1-01", AnswerInput{Conclusion: ptr(Problem)}))
	if len(b.mem.deeds) != before {
		t.Error("saying the same again is no deed")
	}
	b.must(b.AnswerItem(b.ctx, id, "JJ-1-01", AnswerInput{Methods: ptr(NewSet("talk"))}))
	deed := b.mem.deeds[len(b.mem.deeds)-1]
	if len(deed.Changes) != 2 || deed.Changes[0].Field != "methods/documents" || deed.Changes[0].Kind != Del || deed.Case != id {
		t.Errorf("one method less is one field: %+v", deed)
	}
	b.must(b.AnswerItem(b.ctx, id, "JJ-1-01", AnswerInput{Conclusion: ptr(Conclusion(""))}))
	if c := b.dossier(id).Answers["JJ-1-01"].Conclusion; c != "" {
		t.Errorf("taken back: %q", c)
	}
	b.refused(b.AnswerItem(b.ctx, id, "JJ-1-01", AnswerInput{Conclusion: ptr(NotChecked), Note: ptr("")}), "note.required")
	b.refused(b.AnswerItem(b.ctx, id, "nonsense", AnswerInput{Conclusion: ptr(NoProblem)}), "item.unknown")
	b.refused(b.AnswerItem(b.ctx, testID(997), "JJ-1-01", AnswerInput{}), "notfound")
}

func BenchmarkAnswerItem(b *testing.B) {
	x := newTable(b)
	id := x.openCase()
	n := 0
	for b.Loop() {
		n++
		x.must(x.AnswerItem(x.ctx, id, "JJ-1-01", AnswerInput{Sampled: &n}))
	}
}

func TestCasesAreNumberedWithinTheirRound(t *testing.T) {
	b := newTable(t)
	round, err := b.CreateRound(b.ctx, Round{Name: "批次", Year: 2026})
	b.must(err)
	add := func(number string) (string, error) {
		id, err := b.AddCase(b.ctx, NewCase{Round: round, Number: number, Unit: Unit{Name: "u", Kind: Organ}})
		if err != nil {
			return "", err
		}
		return b.dossier(id).Case.Number, nil
	}
	for _, c := range []struct{ ask, want string }{{"", "LS2026-001"}, {"LS2026-007", "LS2026-007"}, {"", "LS2026-008"}, {"青禾1", "青禾1"}} {
		if got, err := add(c.ask); err != nil || got != c.want {
			t.Errorf("asked for %q: got %q, %v", c.ask, got, err)
		}
	}
	_, err = add("LS2026-007")
	b.refused(err, "case.number.taken")
	b.refused(func() error { _, err := b.AddCase(b.ctx, NewCase{Round: testID(996)}); return err }(), "notfound")
}

func TestReviewOfAPaperEndsWhenItsTextChanges(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	paper, err := b.WritePaper(b.ctx, Paper{Case: id, Title: "t", Item: "JJ-1-01", Process: "p"})
	b.must(err)
	b.must(b.ReviewPaper(b.ctx, paper, "戚复核", "同意"))
	p, err := Get[Paper](b.ctx, b.mem, paper)
	b.must(err)
	p.Title = "新题"
	_, err = b.WritePaper(b.ctx, p)
	b.must(err)
	if p, _ = Get[Paper](b.ctx, b.mem, paper); p.ReviewedOn.IsZero() {
		t.Error("another title takes no review away")
	}
	p.Conclusion = "另有结论"
	_, err = b.WritePaper(b.ctx, p)
	b.must(err)
	if p, _ = Get[Paper](b.ctx, b.mem, paper); !p.ReviewedOn.IsZero() || p.Reviewer != "" {
		t.Errorf("the review was of another text: %+v", p)
	}
}

func TestFindingsKeepTheirNumbers(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	f := Finding{Case: id, Strand: Audit, Title: "t", Fact: "f"}
	one, err := b.RecordFinding(b.ctx, f)
	b.must(err)
	b.refused(b.DropFinding(b.ctx, one, ""), "field.required")
	b.must(b.DropFinding(b.ctx, one, "查无实据"))
	two, err := b.RecordFinding(b.ctx, f)
	b.must(err)
	d := b.dossier(id)
	a, _ := d.Finding(one)
	c, _ := d.Finding(two)
	if a.Number != 1 || a.State != FindingDropped || c.Number != 2 {
		t.Errorf("%+v, %+v", a, c)
	}
	_, err = b.RecordFinding(b.ctx, Finding{Case: id, Item: "JJ-1-01", Title: "t"})
	b.refused(err, "field.required") // neither a fact nor a note to take it from
}

func TestEditedTextCanBeGivenBack(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	b.must(b.EditText(b.ctx, ReportText{Case: id, Strand: Audit, Section: "basis", Text: "改写"}))
	if d := b.dossier(id); len(d.Texts) != 1 || d.Texts[0].By != b.Who {
		t.Errorf("%+v", d.Texts)
	}
	b.must(b.ResetText(b.ctx, id, Audit, "basis"))
	if d := b.dossier(id); len(d.Texts) != 0 {
		t.Errorf("%+v", d.Texts)
	}
	b.must(b.EditText(b.ctx, ReportText{Case: id, Strand: Audit, Section: "basis", Text: "再改"}))
	b.refused(b.ResetText(b.ctx, id, Review, "basis"), "notfound")
}

func TestMaterialsAndSheetsGetTheTermOfTheRound(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	b.must(b.SaveMaterial(b.ctx, Material{Case: id, Name: "台账", Kind: Ledger, AskedOn: MustDate("2026-04-30")}))
	e, err := b.AddEvidence(b.ctx, Evidence{Case: id, Title: "取证单", Kind: "sheet", Sheet: true, CollectedOn: MustDate("2026-04-30")})
	b.must(err)
	d := b.dossier(id)
	if d.Materials[0].DueOn != MustDate("2026-05-08") || d.Evidence[0].SheetDue != MustDate("2026-05-08") || d.Evidence[0].ID != e || d.Evidence[0].Number != 1 {
		t.Errorf("%+v %+v", d.Materials, d.Evidence)
	}
}

func TestWhatOthersPointAtIsNotRemoved(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	who := b.dossier(id).Principals[0].ID
	finding, err := b.RecordFinding(b.ctx, Finding{Case: id, Strand: Audit, Title: "t", Fact: "f", Responsible: map[ID]Responsibility{who: Direct}})
	b.must(err)
	m := Measure{ID: b.NewID(), Case: id, Finding: finding, Text: "缴库"}
	b.must(b.SaveMeasure(b.ctx, m))
	p := Progress{ID: b.NewID(), Case: id, Measure: m.ID, Text: "已缴"}
	b.must(b.AddProgress(b.ctx, p))
	b.refused(Discard[Principal](b.ctx, b.Desk, VerbDropPrincipal, who), "noun.used")
	b.refused(Discard[Finding](b.ctx, b.Desk, VerbDropFinding, finding), "noun.used")
	b.refused(Discard[Measure](b.ctx, b.Desk, VerbDropMeasure, m.ID), "noun.used")
	b.refused(Discard[Unit](b.ctx, b.Desk, VerbSaveUnit, b.dossier(id).Unit.ID), "noun.used")
	b.must(Discard[Progress](b.ctx, b.Desk, VerbAddProgress, p.ID))
	if deed := b.mem.deeds[len(b.mem.deeds)-1]; deed.Verb != VerbDropProgress || deed.Case != id {
		t.Errorf("removed under %s of case %s", deed.Verb, deed.Case)
	}
	b.must(Discard[Measure](b.ctx, b.Desk, VerbDropMeasure, m.ID))
	b.must(Discard[Finding](b.ctx, b.Desk, VerbDropFinding, finding))
	b.must(Discard[Principal](b.ctx, b.Desk, VerbDropPrincipal, who))
}

func TestApprovalUnderANumberStays(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	one := Approval{ID: b.NewID(), Case: id, Strand: Audit, Approver: "施总揽", Agreed: true}
	b.must(b.Approve(b.ctx, one, ""))
	two := one
	two.ID = b.NewID()
	b.must(b.Approve(b.ctx, two, "示审责报〔2026〕3号"))
	b.must(Discard[Approval](b.ctx, b.Desk, VerbDropApproval, one.ID))
	b.refused(Discard[Approval](b.ctx, b.Desk, VerbDropApproval, two.ID), "approval.numbered")
}

func TestStageChangesByClosingAlone(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	b.refused(b.SaveCase(b.ctx, VerbSaveCase, id, func(c *Case) error { c.Stage = Closed; return nil }), "stage.direct")
}

func TestAmountOfAFindingFollowsTheDecision(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	finding, err := b.RecordFinding(b.ctx, Finding{Case: id, Strand: Audit, Title: "滞留", Fact: "f", Amount: 2317500000})
	b.must(err)
	opinion, err := b.RecordOpinion(b.ctx, Opinion{Case: id, Finding: finding, Text: "已拨付500万元"})
	b.must(err)
	o, err := Get[Opinion](b.ctx, b.mem, opinion)
	b.must(err)
	amount := func() Money { f, _ := b.dossier(id).Finding(finding); return f.Amount }
	o.Adoption, o.AmountBefore, o.AmountAfter = Adopted, 0, 0
	b.must(b.DecideOpinion(b.ctx, o))
	if amount() != 2317500000 {
		t.Errorf("adopted without an amount: %d", amount())
	}
	o.AmountAfter = 1817500000
	b.must(b.DecideOpinion(b.ctx, o)) // what stands is filled in
	if amount() != 1817500000 {
		t.Errorf("adopted: %d", amount())
	}
	o.AmountAfter = 1700000000
	b.must(b.DecideOpinion(b.ctx, o))
	if kept, _ := Get[Opinion](b.ctx, b.mem, opinion); amount() != 1700000000 || kept.AmountBefore != 2317500000 {
		t.Errorf("decided anew: %d, before %d", amount(), kept.AmountBefore)
	}
	b.refused(Discard[Opinion](b.ctx, b.Desk, VerbDropOpinion, opinion), "opinion.applied")
	bare := o
	bare.Adoption = ""
	b.refused(Keep(b.ctx, b.Desk, VerbRecordOpinion, bare), "opinion.applied")
	o.Adoption, o.Reason = NotAdopted, "凭证不实"
	b.must(b.DecideOpinion(b.ctx, o))
	if amount() != 2317500000 {
		t.Errorf("not adopted: %d", amount())
	}
	b.must(Discard[Opinion](b.ctx, b.Desk, VerbDropOpinion, opinion))
}

func TestMeetingOfOneCaseBelongsToItsTimeline(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	m := Meeting{ID: b.NewID(), Round: b.dossier(id).Round.ID, Type: Preparation, On: b.Today(), Cases: NewSet(string(id))}
	for _, want := range []ID{id, ""} {
		_, err := b.HoldMeeting(b.ctx, m)
		b.must(err)
		if got := b.mem.deeds[len(b.mem.deeds)-1].Case; got != want {
			t.Errorf("deed of case %q, want %q", got, want)
		}
		m.Cases[string(testID(995))] = true
	}
}
