package app

import (
	"slices"
	"testing"
)

// openCase opens a case in the stage of inspection, without going through the stages before.
func (b *table) openCase() ID {
	b.t.Helper()
	round, err := b.CreateRound(b.ctx, Round{Name: "批次", Year: 2026})
	b.must(err)
	id, err := b.AddCase(b.ctx, NewCase{Round: round, Unit: Unit{Name: "示例市水务局", Kind: Organ},
		Principals: []Principal{{Name: "陈试算", Post: "党组书记、局长", Occasion: Leaving, From: Month{2019, 11}, To: Month{2026, 1}}}})
	b.must(err)
	b.sets(id, func(c *Case) { c.Stage = Inspection })
	return id
}

// sets changes a case past the rules, as it would stand after deeds that a test leaves out.
func (b *table) sets(id ID, f func(*Case)) {
	b.t.Helper()
	old, err := Get[Case](b.ctx, b.mem, id)
	b.must(err)
	c, err := Get[Case](b.ctx, b.mem, id)
	b.must(err)
	f(&c)
	changes, err := Diff(old, c)
	b.must(err)
	for _, change := range changes {
		b.must(b.mem.apply(change))
	}
}

func (b *table) dossier(id ID) Dossier {
	b.t.Helper()
	d, err := LoadDossier(b.ctx, b.mem, id)
	b.must(err)
	return d
}

// lacks demands exactly these codes as hard missing ones.
func (b *table) lacks(id ID, codes ...string) {
	b.t.Helper()
	var got []string
	for _, m := range Blocking(ExitGate(b.dossier(id))) {
		if !slices.Contains(got, m.Code) {
			got = append(got, m.Code)
		}
	}
	if !slices.Equal(got, codes) {
		b.t.Errorf("in stage %s: missing %v, want %v", b.dossier(id).Case.Stage, got, codes)
	}
}

func (b *table) on(date string) { b.date = MustDate(date) }

// closes demands that the stage closes and leads to next.
func (b *table) closes(id ID, next Stage) {
	b.t.Helper()
	b.lacks(id)
	if s := NextStep(b.dossier(id), b.Today()); s.Code != "close" {
		b.t.Errorf("next step is %s, want close", s.Code)
	}
	b.must(b.CloseStage(b.ctx, id))
	c := b.dossier(id).Case
	if c.Stage != next || c.Stages[next].Started != b.Today() {
		b.t.Errorf("stage is %s since %s, want %s", c.Stage, c.Stages[next].Started, next)
	}
}

// TestCaseIsWalkedFromNoticeToClosing leads a case with two principals through all stages by use cases
// alone, and asks at every gate whether it names what is missing.
func TestCaseIsWalkedFromNoticeToClosing(t *testing.T) {
	b := newTable(t)
	round, err := b.CreateRound(b.ctx, Round{Name: "2026年度", Year: 2026, City: "示例市"})
	b.must(err)
	group := Group{ID: b.NewID(), Round: round, Name: "第一联审组"}
	b.must(Keep(b.ctx, b.Desk, VerbSaveGroup, group))
	id, err := b.AddCase(b.ctx, NewCase{Round: round, Unit: Unit{Name: "示例市青禾县", Kind: County}, Group: group.ID, Principals: []Principal{
		{Name: "周样本", Post: "县委书记", Occasion: MidTerm, From: Month{2021, 6}}, {Name: "吴范例", Post: "县长", Occasion: MidTerm, From: Month{2022, 1}}}})
	b.must(err)
	if c := b.dossier(id).Case; c.Number != "LS2026-001" || c.Strands[Verification].ApprovingDept != "市委编办" || c.Strands[Audit].Template != "2026.1" {
		t.Errorf("the new case: %+v", c)
	}
	b.walkPlanned(id, round)
	b.walkSelfCheck(id)
	b.walkEntry(id, round)
	finding := b.walkInspection(id)
	b.walkSummary(id, round, finding)
	b.walkRectification(id, finding)
	if s := NextStep(b.dossier(id), b.Today()); s.Code != "done" {
		t.Errorf("after closing: %s", s.Code)
	}
	b.refused(b.CloseStage(b.ctx, id), "case.closed")
	b.refused(b.AnswerItem(b.ctx, id, "XR-1-01", AnswerInput{Note: ptr("补记")}), "case.closed")
	for _, deed := range b.mem.deeds {
		if !slices.Contains(Verbs, deed.Verb) {
			t.Errorf("deed %q is not in Verbs", deed.Verb)
		}
	}
}

func ptr[T any](v T) *T { return &v }

func (b *table) walkPlanned(id, round ID) {
	b.lacks(id, "notice.number", "notice.received")
	b.refused(b.CloseStage(b.ctx, id), "gate.closed")
	b.must(Amend(b.ctx, b.Desk, VerbSaveRound, round, func(r *Round) error {
		r.NoticeNumber, r.NoticeDate = "示委办发〔2026〕7号", MustDate("2026-02-26")
		return nil
	}))
	b.must(b.SaveCase(b.ctx, VerbSaveNotice, id, func(c *Case) error {
		c.Notice.ReceivedOn, c.Notice.AuditServed = MustDate("2026-02-27"), MustDate("2026-03-30")
		return nil
	}))
	b.closes(id, SelfCheck)
}

func (b *table) walkSelfCheck(id ID) {
	b.lacks(id, "announce.contents", "announce.posted", "selfcheck.received")
	b.refused(b.AnswerItem(b.ctx, id, "XR-1-01", AnswerInput{Conclusion: ptr(NoProblem)}), "stage.early")
	b.must(b.AnswerItem(b.ctx, id, "XR-1-01", AnswerInput{SelfCheck: ptr(NoProblem)}))
	b.must(b.SaveCase(b.ctx, VerbSaveAnnounce, id, func(c *Case) error {
		c.Announce = Announcement{Objects: "周样本、吴范例", Content: "三责", Period: "4月至6月", Members: "许示范", Contact: "0000", From: MustDate("2026-03-02")}
		return nil
	}))
	b.lacks(id, "announce.contents", "selfcheck.received")
	b.must(b.SaveCase(b.ctx, VerbSaveAnnounce, id, func(c *Case) error { c.Announce.Discipline = "八不准"; return nil }))
	if s := NextStep(b.dossier(id), MustDate("2026-03-20")); s.Code != "selfcheck.received.wait" || s.Args["days"] != 11 {
		b.t.Errorf("before the day: %+v", s)
	}
	if s := NextStep(b.dossier(id), MustDate("2026-04-07")); s.Code != "selfcheck.received.overdue" || s.Args["days"] != 7 {
		b.t.Errorf("after the day: %+v", s)
	}
	b.must(b.SaveCase(b.ctx, VerbSaveSelfCheck, id, func(c *Case) error { c.SelfCheck.MarkedLate = MustDate("2026-04-01"); return nil }))
	b.closes(id, EntryMeeting)
}

func (b *table) walkEntry(id, round ID) {
	b.on("2026-04-08")
	b.lacks(id, "meeting.entry")
	other := b.NewID()
	_, err := b.HoldMeeting(b.ctx, Meeting{Round: round, Type: Entry, Mode: Counties, Reason: "两县区同日", Cases: NewSet(string(id), string(other)),
		On: MustDate("2026-04-08"), Agenda: NewSet(AgendaEntry...)})
	b.must(err)
	b.must(b.SaveCase(b.ctx, VerbSaveOnSite, id, func(c *Case) error { c.OnSite.From = MustDate("2026-04-08"); return nil }))
	s := Survey{ID: b.NewID(), Case: id, Batch: Batch{60, 60, 60}, Questions: map[string]Tally{"xr-overall": {Good: 50, Fair: 9}}}
	b.must(b.SaveSurvey(b.ctx, s))
	b.refused(b.CloseTally(b.ctx, s.ID), "tally.sum")
	s.Questions["xr-overall"] = Tally{Good: 50, Fair: 10}
	b.must(b.SaveSurvey(b.ctx, s))
	b.must(b.CloseTally(b.ctx, s.ID))
	b.refused(b.SaveSurvey(b.ctx, s), "tally.closed")
	e := Evaluation{ID: b.NewID(), Case: id, Batch: Batch{186, 182, 179}, Overall: Tally{92, 71, 14, 2, 0}, Counters: NewSet("陶访谈", "姜察看"), Scrutineers: NewSet("魏调阅"),
		Rows: map[Strand]Tally{Review: {88, 70, 17, 4, 0}, Verification: {81, 69, 24, 5, 0}, Audit: {76, 72, 26, 5, 0}}}
	b.must(b.SaveEvaluation(b.ctx, e))
	b.must(b.CloseTally(b.ctx, e.ID))
	for _, m := range ExitGate(b.dossier(id)) {
		if m.Code != "liaisons" {
			b.t.Errorf("still missing after a whole entry meeting: %+v", m)
		}
	}
	b.closes(id, Inspection)
}

func (b *table) walkInspection(id ID) ID {
	b.on("2026-05-11")
	b.lacks(id, "items.open", "draft")
	b.must(b.AnswerItem(b.ctx, id, "XR-1-01", AnswerInput{Conclusion: ptr(NoProblem), Methods: ptr(NewSet("talk"))}))
	if s := NextStep(b.dossier(id), b.Today()); s.Code != "items.open" || s.Room != "bench" || s.Ref != "XR-1-02" {
		b.t.Errorf("the bench opens at the first open item: %+v", s)
	}
	b.refused(b.AnswerItem(b.ctx, id, "XR-9-99", AnswerInput{Conclusion: ptr(NoProblem)}), "item.unknown")
	b.refused(b.AnswerItem(b.ctx, id, "XR-1-02", AnswerInput{Conclusion: ptr(NotApplicable)}), "note.required")
	b.must(b.AnswerItem(b.ctx, id, "XR-1-02", AnswerInput{Conclusion: ptr(NotApplicable), Note: ptr("任期内没有选任")}))
	for _, item := range []string{"BZ-1-01", "BZ-1-02", "JJ-1-01"} {
		b.must(b.AnswerItem(b.ctx, id, item, AnswerInput{Conclusion: ptr(NoProblem)}))
	}
	b.must(b.AnswerItem(b.ctx, id, "JJ-1-02", AnswerInput{Conclusion: ptr(Problem), Note: ptr("截留土地出让收入"), Should: ptr(30), Sampled: ptr(10), Faulty: ptr(1)}))
	p := b.dossier(id).Principals
	finding, err := b.RecordFinding(b.ctx, Finding{Case: id, Item: "JJ-1-02", Title: "截留土地出让收入未缴国库", Amount: 1268000000,
		Responsible: map[ID]Responsibility{p[1].ID: Leadership}, InReport: true})
	b.must(err)
	f, _ := b.dossier(id).Finding(finding)
	if f.Number != 1 || f.Strand != Audit || f.Fact != "截留土地出让收入" || len(f.Bases) != 1 || !f.Items.Has("JJ-1-02") {
		b.t.Errorf("carried over from the item: %+v", f)
	}
	b.lacks(id, "finding.evidence", "finding.paper", "finding.state", "draft")
	_, err = b.AddEvidence(b.ctx, Evidence{Case: id, Title: "土地出让台账", Kind: "document", Method: MethodDocuments, Findings: NewSet(string(finding)), Items: NewSet("JJ-1-02")})
	b.must(err)
	paper, err := b.WritePaper(b.ctx, Paper{Case: id, Title: "土地出让收入", Item: "JJ-1-02", Findings: NewSet(string(finding)), Process: "抽查", Conclusion: "截留"})
	b.must(err)
	b.refused(b.ReviewPaper(b.ctx, paper, "", "同意"), "paper.reviewer")
	b.must(b.ReviewPaper(b.ctx, paper, "戚复核", "同意"))
	if got, _ := Get[Paper](b.ctx, b.mem, paper); got.Index != "JJ001-1-01" || got.Author != b.Who {
		b.t.Errorf("the paper: %+v", got)
	}
	b.must(Amend(b.ctx, b.Desk, VerbSaveFinding, finding, func(f *Finding) error { f.State = FindingConfirmed; return nil }))
	b.refused(b.SendDrafts(b.ctx, id, b.Today()), "drafts.missing")
	for _, s := range Strands {
		_, err := b.RecordReport(b.ctx, Report{Case: id, Strand: s, Draft: true, Pages: 8})
		b.must(err)
	}
	b.closes(id, Summary)
	return finding
}

func (b *table) walkSummary(id, round, finding ID) {
	b.on("2026-07-06")
	b.lacks(id, "meeting.notification", "consultation", "approval", "issued", "delivery")
	meeting := Meeting{ID: b.NewID(), Round: round, Type: Notification, Cases: NewSet(string(id)), On: b.Today(),
		Attendees: map[string]Attendee{"周样本": {Role: "principal"}, "甲": {Role: "team"}, "乙": {Role: "finance"}, "丙": {Role: "organisation"}, "丁": {Role: "office"}}}
	_, err := b.HoldMeeting(b.ctx, meeting)
	b.must(err)
	if got := MissingAttendees(meeting, b.dossier(id).Principals); !slices.Equal(got, []string{"principal", "personnel"}) {
		b.t.Errorf("missing at the meeting: %v", got)
	}
	b.lacks(id, "attendee", "consultation", "approval", "issued", "delivery")
	meeting = with(b.dossier(id).Meetings[len(b.dossier(id).Meetings)-1], func(m *Meeting) {
		m.Attendees["吴范例"], m.Attendees["戊"] = Attendee{Role: "principal"}, Attendee{Role: "personnel"}
	})
	_, err = b.HoldMeeting(b.ctx, meeting)
	b.must(err)
	b.must(b.SendDrafts(b.ctx, id, b.Today()))
	b.must(b.SendDrafts(b.ctx, id, b.Today()))
	d := b.dossier(id)
	if len(d.Consultations) != 3 {
		b.t.Fatalf("%d consultations, want two principals and the unit", len(d.Consultations))
	}
	b.lacks(id, "opinion.reply", "approval", "issued", "delivery")
	for _, c := range d.Consultations {
		c.ReceivedOn = MustDate("2026-07-07")
		b.must(b.SaveConsultation(b.ctx, c))
	}
	if s := NextStep(b.dossier(id), MustDate("2026-07-20")); s.Code != "opinion.reply.wait" || s.Args["days"] != 1 {
		b.t.Errorf("while the term runs: %+v", s)
	}
	c := b.dossier(id).Consultations
	c[0].Silent = MustDate("2026-07-21")
	b.refused(b.SaveConsultation(b.ctx, c[0]), "silent.early")
	c[0].Silent = MustDate("2026-07-22")
	b.refused(b.SaveConsultation(b.ctx, c[0]), "silent.early") // the paper may bear a later day, the term has still to run out
	b.on("2026-07-22")
	b.must(b.SaveConsultation(b.ctx, c[0]))
	for _, x := range c[1:] {
		x.RepliedOn, x.NoObject = MustDate("2026-07-16"), x.Principal == ""
		b.must(b.SaveConsultation(b.ctx, x))
	}
	b.walkOpinion(id, finding, c[1].Principal)
	b.walkApproval(id)
	b.closes(id, Rectification)
}

func (b *table) walkOpinion(id, finding, principal ID) {
	opinion, err := b.RecordOpinion(b.ctx, Opinion{Case: id, Finding: finding, Principal: principal, Text: "其中500万元已缴库"})
	b.must(err)
	o, err := Get[Opinion](b.ctx, b.mem, opinion)
	b.must(err)
	if o.AmountBefore != 1268000000 || o.Strand != Audit {
		b.t.Errorf("the opinion remembers: %+v", o)
	}
	b.lacks(id, "opinion.decided", "approval", "issued", "delivery")
	b.refused(b.DecideOpinion(b.ctx, o), "opinion.undecided")
	o.Adoption, o.AmountAfter = Adopted, 768000000
	b.must(b.DecideOpinion(b.ctx, o))
	if deed := b.mem.deeds[len(b.mem.deeds)-1]; !slices.ContainsFunc(deed.Changes, func(c Change) bool { return c.Entity == finding && c.Field == "amount" }) {
		b.t.Errorf("the amount does not change in the same deed: %+v", deed)
	}
	if f, _ := b.dossier(id).Finding(finding); f.Amount != 768000000 {
		b.t.Errorf("amount %d", f.Amount)
	}
	o, _ = Get[Opinion](b.ctx, b.mem, opinion)
	o.Adoption, o.Reason = NotAdopted, "缴库凭证不实"
	b.must(b.DecideOpinion(b.ctx, o))
	if f, _ := b.dossier(id).Finding(finding); f.Amount != 1268000000 {
		b.t.Errorf("deciding otherwise leaves %d", f.Amount)
	}
	b.must(Amend(b.ctx, b.Desk, VerbSaveFinding, finding, func(f *Finding) error { f.Amount = 5; return nil }))
	o.Adoption = Adopted
	b.refused(b.DecideOpinion(b.ctx, o), "opinion.amount")
	b.must(Amend(b.ctx, b.Desk, VerbSaveFinding, finding, func(f *Finding) error { f.Amount = 1268000000; return nil }))
}

func (b *table) walkApproval(id ID) {
	b.on("2026-08-03")
	agreed := Approval{Case: id, Strand: Review, Approver: "施总揽", Agreed: true}
	b.refused(issue(b.ctx, b.Desk, id, Review, b.Today()), "report.unapproved")
	_, err := b.RecordReport(b.ctx, Report{Case: id, Strand: Review})
	b.refused(err, "report.unapproved")
	b.refused(b.SaveCase(b.ctx, VerbSaveCase, id, func(c *Case) error {
		s := c.Strands[Review]
		s.Number = "示组审〔2026〕3号"
		c.Strands[Review] = s
		return nil
	}), "report.unapproved")
	b.refused(b.Approve(b.ctx, with(agreed, func(a *Approval) { a.Dept = "市审计局" }), "示组审〔2026〕3号"), "approval.dept")
	b.refused(b.Approve(b.ctx, agreed, "示组审2026-3"), "number.form")
	b.must(b.Approve(b.ctx, agreed, "示组审[2026]3号"))
	b.refused(b.Approve(b.ctx, with(agreed, func(a *Approval) { a.Strand = Verification }), "示组审〔2026〕3号"), "number.taken")
	b.refused(b.Deliver(b.ctx, Delivery{Case: id, Strand: Review, SentOn: b.Today()}), "report.unissued")
	for i, s := range Strands {
		if s != Review {
			b.must(b.Approve(b.ctx, with(agreed, func(a *Approval) { a.Strand = s }), "示审〔2026〕"+string(rune('4'+i))+"号"))
		}
		b.must(issue(b.ctx, b.Desk, id, s, MustDate("2026-08-10")))
	}
	b.lacks(id, "delivery")
	for _, s := range Strands {
		for _, who := range b.dossier(id).Recipients() {
			x := Delivery{Case: id, Strand: s, Principal: who, SentOn: MustDate("2026-08-14")}
			b.must(b.Deliver(b.ctx, x))
			x.ReceivedOn = MustDate("2026-08-14")
			b.refused(b.Deliver(b.ctx, x), "field.required")
			x.ReceivedBy = "邹配合"
			b.must(b.Deliver(b.ctx, x))
		}
	}
	if d := b.dossier(id); len(d.Deliveries) != 9 || d.Case.Strands[Review].Number != "示组审〔2026〕3号" {
		b.t.Errorf("%d deliveries, number %s", len(d.Deliveries), d.Case.Strands[Review].Number)
	}
}

func (b *table) walkRectification(id, finding ID) {
	b.on("2026-09-20")
	b.lacks(id, "rectify.report", "rectify.finding", "use")
	if s := NextStep(b.dossier(id), MustDate("2026-08-27")); s.Code != "rectify.plan.wait" || s.Args["days"] != 1 {
		b.t.Errorf("the plan comes first: %+v", s)
	}
	b.must(b.SaveCase(b.ctx, VerbSaveRectify, id, func(c *Case) error { c.Rectify.PlanReceived = MustDate("2026-08-28"); return nil }))
	if s := NextStep(b.dossier(id), MustDate("2026-09-15")); s.Code != "rectify.report.overdue" || s.Args["days"] != 1 {
		b.t.Errorf("a day after day 30 rolled to Monday: %+v", s)
	}
	m := Measure{ID: b.NewID(), Case: id, Finding: finding, Text: "上缴国库", Types: NewSet("work")}
	b.must(b.SaveMeasure(b.ctx, m))
	b.must(b.AddProgress(b.ctx, Progress{Case: id, Measure: m.ID, Text: "已缴1268万元", Amount: 1268000000}))
	if got, _ := Get[Measure](b.ctx, b.mem, m.ID); got.State != Rectifying {
		b.t.Errorf("after progress: %s", got.State)
	}
	b.must(Amend(b.ctx, b.Desk, VerbSaveMeasure, m.ID, func(m *Measure) error { m.State, m.ClosedOn = Rectified, b.Today(); return nil }))
	b.must(b.Supervise(b.ctx, Supervision{Case: id, Dept: "市审计局", People: "张三、李四", Verdict: Rectified}))
	b.must(b.SaveCase(b.ctx, VerbSaveRectify, id, func(c *Case) error { c.Rectify.ReportReceived = MustDate("2026-09-18"); return nil }))
	b.lacks(id, "use")
	b.refused(b.Waive(b.ctx, id, "use", " "), "waive.reason")
	b.refused(b.Waive(b.ctx, id, "approval", "不需要"), "waive.unknown")
	b.must(b.Waive(b.ctx, id, "use", "单位撤并，无运用对象"))
	b.lacks(id)
	b.must(b.HoldAccountable(b.ctx, Accountability{Case: id, Person: "某某", Trigger: NotThorough, Measure: Admonition, Reason: "r"}))
	b.must(b.RegisterUse(b.ctx, ResultUse{Case: id, Use: UseAppraisal, Dept: "市委组织部"}))
	b.closes(id, Closed)
}
