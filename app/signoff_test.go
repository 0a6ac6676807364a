package app

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func (x *staff) state(kind SignoffKind, about ID, stage Stage) SignoffView {
	x.t.Helper()
	d := x.dossier(x.id)
	s, ok := LastSignoff(d, kind, about, stage)
	if !ok {
		x.t.Fatalf("no sign-off of %s %s", kind, about)
	}
	return SignoffState(d, s)
}

// paper gives a paper by the inspector that the reviewer has reviewed.
func (x *staff) paper() ID {
	x.t.Helper()
	id, err := x.inspector.WritePaper(x.ctx, Paper{Case: x.id, Title: "t", Item: "JJ-1-01", Process: "p", Conclusion: "c"})
	x.must(err)
	x.must(x.reviewer.ReviewPaper(x.ctx, id, "", "同意"))
	return id
}

func TestReviewIsSignedAndVoidWhenThePaperChanges(t *testing.T) {
	x := newStaff(t)
	id := x.paper()
	d := x.dossier(x.id)
	s := d.Signoffs[0]
	if len(d.Signoffs) != 1 || s.Kind != SignPaper || s.About != id || s.Strand != Audit || s.Seat != x.reviewer.Seat || s.By != "戚复核" || s.For != "" || s.On != x.Today() || len(s.Covers) != 1 {
		t.Fatalf("%+v", d.Signoffs)
	}
	if deed := x.mem.deeds[len(x.mem.deeds)-1]; deed.Verb != VerbReviewPaper || deed.Case != x.id || !slices.ContainsFunc(deed.Changes, func(c Change) bool { return c.Noun == KindSignoff }) {
		t.Errorf("the sign-off is not in the same deed: %+v", deed)
	}
	change := func(f func(*Paper)) {
		p, err := Get[Paper](x.ctx, x.mem, id)
		x.must(err)
		f(&p)
		_, err = x.inspector.WritePaper(x.ctx, p)
		x.must(err)
	}
	change(func(p *Paper) { p.Index, p.Findings = "JJ001-9-99", NewSet(string(testID(900))) })
	if v := x.state(SignPaper, id, ""); !v.Valid {
		t.Errorf("what comes later voids the review: %+v", v)
	}
	change(func(p *Paper) { p.Title = "新题" })
	if v := x.state(SignPaper, id, ""); v.Valid || !slices.Equal(v.Changed, []ID{id}) || v.Gone != nil || v.Added != nil {
		t.Errorf("another title: %+v", v)
	}
	p := x.dossier(x.id).Papers[0]
	if p.ReviewedOn.IsZero() || Reviewed(x.dossier(x.id), p) {
		t.Errorf("a void review counts: %+v", p)
	}
	x.must(x.reviewer.ReviewPaper(x.ctx, id, "", "同意"))
	if v := x.state(SignPaper, id, ""); !v.Valid || len(x.dossier(x.id).Signoffs) != 2 {
		t.Errorf("signed again: %+v", v)
	}
	x.must(Discard[Paper](x.ctx, x.lead, VerbDropPaper, id))
	if v := x.state(SignPaper, id, ""); v.Valid || !slices.Equal(v.Gone, []ID{id}) {
		t.Errorf("the paper went: %+v", v)
	}
}

func TestOnlyOnesOwnNameIsSigned(t *testing.T) {
	x := newStaff(t)
	id := x.paper()
	x.refused(x.reviewer.ReviewPaper(x.ctx, id, "谢审理", "同意"), "role.other")
	x.must(x.leader.ReviewPaper(x.ctx, id, " 许示范 ", "同意"))
	_, err := x.inspector.WritePaper(x.ctx, Paper{Case: x.id, Title: "t", Item: "JJ-1-01", Author: "章比对"})
	x.refused(err, "role.other")
	p := x.dossier(x.id).Papers[0]
	p.Process = "补"
	_, err = x.lead.WritePaper(x.ctx, p) // another's paper stays that of its author
	x.must(err)
	if p := x.dossier(x.id).Papers[0]; p.Author != "金底稿" {
		t.Errorf("the author is %s", p.Author)
	}
	x.refused(x.approver.Approve(x.ctx, Approval{Case: x.id, Strand: Audit, Approver: "施总揽", Agreed: true}, ""), "role.other")
	_, err = x.lead.RecordReport(x.ctx, Report{Case: x.id, Strand: Audit, Draft: true, By: "别人"})
	x.refused(err, "role.other")
	finding, err := x.lead.RecordFinding(x.ctx, Finding{Case: x.id, Strand: Audit, Title: "t", Fact: "f"})
	x.must(err)
	m := Measure{ID: x.NewID(), Case: x.id, Finding: finding, Text: "t", State: Rectified, ClosedOn: x.Today(), ClosedBy: "别人"}
	x.refused(x.leader.SaveMeasure(x.ctx, m), "role.other")
	m.ClosedBy = "许示范"
	x.must(x.leader.SaveMeasure(x.ctx, m))
	m.Expected = "年底"
	x.must(x.SaveMeasure(x.ctx, m)) // the name that stands may stay
	opinion, err := x.lead.RecordOpinion(x.ctx, Opinion{Case: x.id, Finding: finding, Text: "t"})
	x.must(err)
	o, err := Get[Opinion](x.ctx, x.mem, opinion)
	x.must(err)
	o.Adoption, o.DecidedBy = Adopted, "别人"
	x.refused(x.lead.DecideOpinion(x.ctx, o), "role.other")
	o.DecidedBy = ""
	x.must(x.lead.DecideOpinion(x.ctx, o))
	o, err = Get[Opinion](x.ctx, x.mem, opinion)
	x.must(err)
	x.must(x.leader.DecideOpinion(x.ctx, o))
	if o, _ := Get[Opinion](x.ctx, x.mem, opinion); o.DecidedBy != "许示范" {
		t.Errorf("decided anew by %s", o.DecidedBy)
	}
}

func TestWhoIsAloneTakesDownSignaturesOnPaper(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	paper, err := b.WritePaper(b.ctx, Paper{Case: id, Title: "t", Item: "JJ-1-01", Author: "金底稿"})
	b.must(err)
	b.refused(b.ReviewPaper(b.ctx, paper, "金底稿", "同意"), "paper.reviewer")
	b.must(b.ReviewPaper(b.ctx, paper, "戚复核", "同意"))
	b.must(b.Approve(b.ctx, Approval{Case: id, Strand: Audit, Approver: "柳签发", Agreed: true}, "示审责报〔2026〕3号"))
	for _, s := range b.dossier(id).Signoffs {
		if s.By != b.Who || s.For == "" || s.Seat != b.Seat {
			t.Errorf("%+v", s)
		}
	}
	b.must(b.Approve(b.ctx, Approval{Case: id, Strand: Audit, Agreed: true}, ""))
	if s := b.dossier(id).Signoffs[2]; s.For != "" || s.By != b.Who {
		t.Errorf("one's own name: %+v", s)
	}
}

func TestTasksThatExcludeEachOtherAreApart(t *testing.T) {
	x := newStaff(t)
	paper := x.paper()
	own, err := x.leader.WritePaper(x.ctx, Paper{Case: x.id, Title: "t", Item: "JJ-1-02"})
	x.must(err)
	x.refused(x.leader.ReviewPaper(x.ctx, own, "", "同意"), "paper.reviewer")
	// the lead of a strand is not its examiner, whatever else he or she is
	setRoles := func(d Desk, roles ...Role) {
		p, err := Get[Person](x.ctx, x.mem, x.person(d))
		x.must(err)
		p.Roles = NewSet(list(roles)...)
		x.must(x.SavePerson(x.ctx, p))
	}
	setRoles(x.lead, RoleStrandLead, RoleGroupLeader, RoleApprover)
	x.refused(x.lead.ReviewPaper(x.ctx, paper, "", "同意"), "review.lead")
	approval := Approval{Case: x.id, Strand: Audit, Agreed: true}
	x.refused(x.lead.Approve(x.ctx, approval, ""), "approval.member")
	// nor a member of the group an examiner from outside
	setRoles(x.inspector, RoleInspector, RoleReviewer, RoleApprover)
	x.refused(x.inspector.ReviewPaper(x.ctx, own, "", "同意"), "role.scope")
	x.refused(x.inspector.Approve(x.ctx, approval, ""), "approval.member")
	x.refused(x.leader.Approve(x.ctx, approval, ""), "role.verb")
	x.must(x.approver.Approve(x.ctx, approval, ""))
	x.refused(x.approver.Approve(x.ctx, Approval{Case: x.id, Strand: Review, Agreed: true}, ""), "role.strand")
	e := Evaluation{ID: x.NewID(), Case: x.id, Counters: NewSet("奚计票"), Scrutineers: NewSet("奚计票")}
	x.refused(x.tally.SaveEvaluation(x.ctx, e), "tally.both")
}

func TestSeparationHoldsOnPaperToo(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	lead := Person{ID: b.NewID(), Name: "严核账"}
	b.must(b.SavePerson(b.ctx, lead))
	group := Group{ID: b.NewID(), Round: b.dossier(id).Round.ID, Name: "g", Leader: lead.ID}
	b.must(Keep(b.ctx, b.Desk, VerbSaveGroup, group))
	b.must(b.SaveCase(b.ctx, VerbSaveCase, id, func(c *Case) error {
		c.Group, c.Strands[Audit] = group.ID, with(c.Strands[Audit], func(s *CaseStrand) { s.Lead = lead.ID })
		return nil
	}))
	paper, err := b.WritePaper(b.ctx, Paper{Case: id, Title: "t", Item: "JJ-1-01"})
	b.must(err)
	b.refused(b.ReviewPaper(b.ctx, paper, "严核账", "同意"), "review.lead")
	b.refused(b.Approve(b.ctx, Approval{Case: id, Strand: Review, Approver: "严核账", Agreed: true}, ""), "approval.member")
}

func TestWaivingIsForThoseItIsLeftTo(t *testing.T) {
	x := newStaff(t)
	x.refused(x.Waive(x.ctx, x.id, "items.open", "不查"), "waive.role")
	x.refused(x.tally.Waive(x.ctx, x.id, "items.open", "不查"), "role.verb")
	x.must(x.leader.Waive(x.ctx, x.id, "items.open", "不查"))
	x.must(x.inspector.SaveMaterial(x.ctx, Material{Case: x.id, Name: "台账", Kind: Ledger}))
	x.must(x.colleague("张联络", nil, RoleOffice).Waive(x.ctx, x.id, "materials.open", "x"))
}

// TestApprovalEndsWhenWhatItRestsOnChanges walks an approved report through the changes that void it and those that do
// not.
func TestApprovalEndsWhenWhatItRestsOnChanges(t *testing.T) {
	const number = "示审责报〔2026〕3号"
	for _, c := range []struct {
		name  string
		voids bool
		do    func(x *staff, finding ID) error
	}{
		{"a finding's words", true, func(x *staff, f ID) error {
			return Amend(x.ctx, x.lead, VerbSaveFinding, f, func(f *Finding) error { f.Fact = "另一事实"; return nil })
		}},
		{"a finding's state and term", false, func(x *staff, f ID) error {
			return Amend(x.ctx, x.lead, VerbSaveFinding, f, func(f *Finding) error {
				f.State, f.RectifyDue = FindingConfirmed, x.Today()
				return nil
			})
		}},
		{"a finding that is dropped", true, func(x *staff, f ID) error { return x.lead.DropFinding(x.ctx, f, "查无实据") }},
		{"a finding more", true, func(x *staff, _ ID) error {
			_, err := x.lead.RecordFinding(x.ctx, Finding{Case: x.id, Strand: Audit, Title: "t", Fact: "f"})
			return err
		}},
		{"a finding of another strand", false, func(x *staff, _ ID) error {
			_, err := x.leader.RecordFinding(x.ctx, Finding{Case: x.id, Strand: Review, Title: "t", Fact: "f"})
			return err
		}},
		{"an answer", true, func(x *staff, _ ID) error {
			return x.inspector.AnswerItem(x.ctx, x.id, "JJ-1-01", AnswerInput{Conclusion: ptr(Problem)})
		}},
		{"the note of an answer", false, func(x *staff, _ ID) error {
			return x.inspector.AnswerItem(x.ctx, x.id, "JJ-1-01", AnswerInput{Note: ptr("补记")})
		}},
		{"a section", true, func(x *staff, _ ID) error {
			return x.lead.EditText(x.ctx, ReportText{Case: x.id, Strand: Audit, Section: "basis", Text: "改写"})
		}},
		{"the facts of the unit", true, func(x *staff, _ ID) error {
			return x.lead.SaveCase(x.ctx, VerbSaveFacts, x.id, func(c *Case) error { c.Facts.OffQuota = 3; return nil })
		}},
		{"what another strand achieved", false, func(x *staff, _ ID) error {
			return x.lead.SaveCase(x.ctx, VerbSaveFacts, x.id, func(c *Case) error {
				c.Facts.Achievements = map[Strand]string{Review: "好"}
				return nil
			})
		}},
		{"a principal", true, func(x *staff, _ ID) error {
			return x.leader.SavePrincipal(x.ctx, with(x.dossier(x.id).Principals[0], func(p *Principal) { p.Post = "局长" }))
		}},
		{"the issue", false, func(x *staff, _ ID) error { return issue(x.ctx, x.Desk, x.id, Audit, Date{}) }},
		{"the notice", false, func(x *staff, _ ID) error {
			return x.SaveCase(x.ctx, VerbSaveNotice, x.id, func(c *Case) error { c.Notice.ReceivedBy = "邹配合"; return nil })
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newStaff(t)
			x.must(x.inspector.AnswerItem(x.ctx, x.id, "JJ-1-01", AnswerInput{Conclusion: ptr(NoProblem)}))
			finding, err := x.lead.RecordFinding(x.ctx, Finding{Case: x.id, Strand: Audit, Title: "坐支", Fact: "收入坐支", InReport: true})
			x.must(err)
			approval := Approval{ID: x.NewID(), Case: x.id, Strand: Audit, Agreed: true}
			x.must(x.approver.Approve(x.ctx, approval, number))
			if v := x.state(SignReport, approval.ID, ""); !v.Valid {
				t.Fatalf("just signed: %+v", v)
			}
			x.must(c.do(x, finding))
			v := x.state(SignReport, approval.ID, "")
			if v.Valid == c.voids || c.voids && len(v.Changed)+len(v.Gone)+len(v.Added) != 1 {
				t.Errorf("afterwards: %+v", v)
			}
			_, err = x.lead.RecordReport(x.ctx, Report{Case: x.id, Strand: Audit})
			if !c.voids {
				if c.name != "the issue" { // what is in force is given as it is
					x.must(err)
				}
				return
			}
			x.refused(err, "report.changed")
			if detail(err)["count"] != 1 {
				t.Errorf("it names %v", detail(err))
			}
			x.refused(issue(x.ctx, x.Desk, x.id, Audit, Date{}), "report.changed")
			x.must(x.approver.Approve(x.ctx, approval, number)) // agreed to anew
			_, err = x.lead.RecordReport(x.ctx, Report{Case: x.id, Strand: Audit})
			x.must(err)
		})
	}
}

func TestApprovalsWithoutASignOffCountAsGivenOnPaper(t *testing.T) {
	x := newStaff(t)
	a := Approval{ID: x.NewID(), Case: x.id, Strand: Audit, Dept: "市审计局", Approver: "柳签发", Agreed: true, On: x.Today()}
	create, err := Create(a)
	x.must(err)
	x.must(x.mem.apply(create))
	x.sets(x.id, func(c *Case) {
		c.Strands[Audit] = with(c.Strands[Audit], func(s *CaseStrand) { s.Number = "示审责报〔2026〕3号" })
	})
	_, err = x.lead.RecordReport(x.ctx, Report{Case: x.id, Strand: Audit})
	x.must(err)
}

func TestClosingAStageIsSigned(t *testing.T) {
	x := newStaff(t)
	for _, m := range Blocking(ExitGate(x.dossier(x.id))) {
		if len(m.WaivableBy) > 0 {
			x.must(x.leader.Waive(x.ctx, x.id, m.Key(), "r"))
		}
	}
	finding, err := x.lead.RecordFinding(x.ctx, Finding{Case: x.id, Strand: Audit, Title: "t", Fact: "f"})
	x.must(err)
	for _, gate := range []string{"finding.evidence", "finding.paper", "finding.state"} {
		x.must(x.leader.Waive(x.ctx, x.id, gate, "r"))
	}
	x.must(x.leader.CloseStage(x.ctx, x.id))
	if v := x.state(SignStage, x.id, Inspection); !v.Valid {
		t.Errorf("just signed: %+v", v)
	}
	x.must(Amend(x.ctx, x.lead, VerbSaveFinding, finding, func(f *Finding) error { f.State, f.Amount = FindingConfirmed, 5; return nil }))
	if v := x.state(SignStage, x.id, Inspection); !v.Valid {
		t.Errorf("what the next stage fills: %+v", v)
	}
	x.must(Amend(x.ctx, x.lead, VerbSaveFinding, finding, func(f *Finding) error { f.Title = "另题"; return nil }))
	if v := x.state(SignStage, x.id, Inspection); v.Valid || !slices.Equal(v.Changed, []ID{finding}) {
		t.Errorf("another title: %+v", v)
	}
}

// TestEveryStageSignsWhatItMade: right after the signing it holds, and in each stage there is something to hold.
func TestEveryStageSignsWhatItMade(t *testing.T) {
	for _, stage := range Stages[:len(Stages)-1] {
		d := ready(stage)
		d.signed(Signoff{Kind: SignStage, About: d.Case.ID, Stage: stage})
		s := d.Signoffs[0]
		if len(s.Covers) == 0 || !SignoffState(d, s).Valid {
			t.Errorf("%s: covers %d", stage, len(s.Covers))
		}
	}
}

// TestSignOffTellsWhatChanged draws what is covered then and now, and compares the lists with the difference.
func TestSignOffTellsWhatChanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) Dossier {
			d := Dossier{Case: Case{ID: testID(1)}}
			for _, n := range rapid.SliceOfDistinct(rapid.IntRange(10, 16), func(i int) int { return i }).Draw(t, label) {
				d.Findings = append(d.Findings, Finding{ID: testID(n), Strand: Audit, Title: rapid.SampledFrom([]string{"一", "二"}).Draw(t, label+" title"),
					State: rapid.SampledFrom(FindingStates[:3]).Draw(t, label+" state")})
			}
			return d
		}
		then, now := draw("then"), draw("now")
		then.signed(Signoff{Kind: SignReport, Strand: Audit})
		s := then.Signoffs[0]
		v := SignoffState(now, s)
		var changed, gone, added []ID
		for _, f := range then.Findings {
			if o, there := now.Finding(f.ID); !there {
				gone = append(gone, f.ID)
			} else if o.Title != f.Title {
				changed = append(changed, f.ID)
			}
		}
		for _, f := range now.Findings {
			if _, was := then.Finding(f.ID); !was {
				added = append(added, f.ID)
			}
		}
		for _, list := range [][]ID{changed, gone, added} {
			slices.Sort(list)
		}
		if !slices.Equal(v.Changed, changed) || !slices.Equal(v.Gone, gone) || !slices.Equal(v.Added, added) || v.Valid != (len(changed)+len(gone)+len(added) == 0) {
			t.Fatalf("got %+v, want %v, %v, %v", v, changed, gone, added)
		}
		s.Covers[string(testID(99))] = strings.Repeat("0", 32)
		if SignoffState(then, s).Valid {
			t.Fatal("a sign-off whose hash is not of what it covers is valid")
		}
	})
}

func TestSignOffWithAnotherHashIsRefused(t *testing.T) {
	x := newStaff(t)
	x.paper()
	s := x.dossier(x.id).Signoffs[0]
	s.Covers[string(testID(99))] = strings.Repeat("0", 32)
	if err := CheckAlone(s); CodeOf(err) != "signoff.hash" {
		t.Errorf("got %v", err)
	}
}
