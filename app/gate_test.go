package app

import (
	"fmt"
	"slices"
	"testing"
)

// ready gives a dossier whose stage lacks nothing, not even softly.
func ready(stage Stage) Dossier {
	day := MustDate("2026-03-02")
	late := MustDate("2026-08-14")
	d := ruleDossier()
	d.Round.NoticeNumber = "示委办发〔2026〕7号"
	d.Group.ID = testID(5)
	d.Templates, d.Answers = map[Strand]Template{}, map[string]Answer{}
	c := &d.Case
	c.Stage = stage
	c.Strands = map[Strand]CaseStrand{}
	c.Notice = Notice{ReceivedOn: day, AuditServed: MustDate("2026-03-30")}
	c.Announce = Announcement{Objects: "o", Content: "c", Period: "p", Members: "m", Contact: "c", Discipline: "d", From: day}
	c.SelfCheck = SelfCheckReport{SubmittedOn: day, Signed: true, Sealed: true, Parts: map[Strand]bool{Review: true, Verification: true, Audit: true}, Levels: map[string]Level{"办公室": {Done: true}}}
	c.OnSite = OnSite{From: MustDate("2026-04-08")}
	c.Liaisons = map[string]Liaison{"邹配合": {}}
	d.Meetings = []Meeting{{Type: Preparation, On: day}, {Type: Entry, On: day, Mode: Counties, Reason: "r", Agenda: NewSet(AgendaEntry...)},
		{Type: Notification, On: day, Agenda: NewSet(AgendaNotification...), Attendees: map[string]Attendee{"周样本": {Role: "principal"}, "吴范例": {Role: "principal"},
			"a": {Role: "team"}, "b": {Role: "finance"}, "c": {Role: "organisation"}, "d": {Role: "personnel"}, "e": {Role: "office"}}}}
	d.Surveys, d.Evaluations = []Survey{{Closed: true}}, []Evaluation{{Closed: true}}
	finding := testID(31)
	d.Findings = []Finding{{ID: finding, Number: 1, Strand: Audit, Item: "JJ-1-01", Title: "坐支", State: FindingConfirmed, InReport: true, Bases: []Basis{{Law: "YSF"}},
		Responsible: map[ID]Responsibility{testID(11): Direct}}}
	d.Evidence = []Evidence{{Findings: NewSet(string(finding)), Sheet: true, SignedOn: day}}
	d.Papers = []Paper{{Findings: NewSet(string(finding)), ReviewedOn: day}}
	d.Opinions = []Opinion{{Adoption: Adopted}}
	for _, s := range Strands {
		c.Strands[s] = CaseStrand{Template: "2026.1", Lead: testID(6), IssuingDept: "市审计局", ApprovingDept: "市审计局", Number: "示审〔2026〕3号", IssuedOn: day, DraftedOn: day}
		d.Templates[s] = testTemplate(s)
		for _, item := range []string{"-1-01", "-1-02"} {
			d.Answers[s.Code()+item] = Answer{Conclusion: NoProblem}
		}
		d.Approvals = append(d.Approvals, Approval{ID: DeriveID(KindApproval, "", string(s)), Strand: s, Dept: "市审计局", Agreed: true})
		d.Reports = append(d.Reports, Report{Strand: s})
		for _, who := range d.Recipients() {
			d.Deliveries = append(d.Deliveries, Delivery{Strand: s, Principal: who, ReceivedOn: late})
		}
	}
	d.Answers["JJ-1-01"] = Answer{Conclusion: Problem}
	for _, who := range d.Recipients() {
		d.Consultations = append(d.Consultations, Consultation{Principal: who, SentOn: day, ReceivedOn: day, RepliedOn: day})
		d.Uses = append(d.Uses, ResultUse{Principal: who})
	}
	c.Rectify = RectifyFacts{PlanReceived: late, ReportReceived: late}
	d.Measures = []Measure{{Finding: finding, State: Rectified}, {Finding: finding, State: Rectifying, Mode: Lasting, Agreed: true}}
	d.Supervisions = []Supervision{{}}
	d.Accountabilities = []Accountability{{Person: "p", On: day}}
	return d
}

func TestStagesThatLackNothingCanClose(t *testing.T) {
	for _, s := range Stages {
		d := ready(s)
		if missing := ExitGate(d); len(missing) > 0 {
			t.Errorf("%s: %+v", s, missing)
		}
		if s != Closed {
			if step := NextStep(d, MustDate("2026-09-01")); step.Code != "close" || step.Args["next"] != s.Next() {
				t.Errorf("%s: next step %+v", s, step)
			}
			if missing := EntryGate(d, s.Next()); len(missing) > 0 {
				t.Errorf("%s: not ready for %s: %+v", s, s.Next(), missing)
			}
		}
	}
}

// spoilt are the ways in which each gate comes up, with what it names.
var spoilt = []struct {
	stage Stage
	code  string
	ref   string
	hard  bool
	by    []Role
	spoil func(*Dossier)
}{
	{Planned, "principals", "", true, nil, func(d *Dossier) { d.Principals = nil }},
	{Planned, "group", "", true, byOffice, func(d *Dossier) { d.Group = Group{} }},
	{Planned, "template", "audit", true, nil, func(d *Dossier) { d.strand(Audit, func(s *CaseStrand) { s.Template = "" }) }},
	{Planned, "departments", "review", true, byOffice, func(d *Dossier) { d.strand(Review, func(s *CaseStrand) { s.ApprovingDept = "" }) }},
	{Planned, "lead", "review", false, byEither, func(d *Dossier) { d.strand(Review, func(s *CaseStrand) { s.Lead = "" }) }},
	{Planned, "notice.number", "", true, byOffice, func(d *Dossier) { d.Round.NoticeNumber = " " }},
	{Planned, "notice.received", "", true, byOffice, func(d *Dossier) { d.Case.Notice.ReceivedOn = Date{} }},
	{Planned, "meeting.preparation", "", false, byEither, func(d *Dossier) { d.Meetings = nil }},
	{SelfCheck, "announce.contents", "discipline", true, byOffice, func(d *Dossier) { d.Case.Announce.Discipline = "" }},
	{SelfCheck, "announce.posted", "", true, byOffice, func(d *Dossier) { d.Case.Announce.From = Date{} }},
	{SelfCheck, "selfcheck.received", "", true, byOffice, func(d *Dossier) { d.Case.SelfCheck.SubmittedOn = Date{} }},
	{SelfCheck, "selfcheck.parts", "audit", false, byEither, func(d *Dossier) { delete(d.Case.SelfCheck.Parts, Audit) }},
	{SelfCheck, "selfcheck.signed", "", false, byEither, func(d *Dossier) { d.Case.SelfCheck.Sealed = false }},
	{SelfCheck, "selfcheck.returned", "", false, byEither, func(d *Dossier) { d.Case.SelfCheck.ReturnedFor = "缺审计部分" }},
	{SelfCheck, "selfcheck.levels", "", false, byEither, func(d *Dossier) { d.Case.SelfCheck.Levels = nil }},
	{SelfCheck, "notice.audit", "", false, byEither, func(d *Dossier) { d.Case.Notice.AuditServed = Date{} }},
	{EntryMeeting, "meeting.entry", "", true, byLeader, func(d *Dossier) { d.Meetings = nil }},
	{EntryMeeting, "agenda", "mobilise", false, byEither, func(d *Dossier) { delete(d.Meetings[1].Agenda, "mobilise") }},
	{EntryMeeting, "meeting.reason", "", false, byEither, func(d *Dossier) { d.Meetings[1].Reason = "" }},
	{EntryMeeting, "survey.closed", "", false, byEither, func(d *Dossier) { d.Surveys[0].Closed = false }},
	{EntryMeeting, "evaluation.closed", "", false, byEither, func(d *Dossier) { d.Evaluations = nil }},
	{EntryMeeting, "onsite.from", "", false, byEither, func(d *Dossier) { d.Case.OnSite.From = Date{} }},
	{EntryMeeting, "liaisons", "", false, byEither, func(d *Dossier) { d.Case.Liaisons = nil }},
	{EntryMeeting, "notice.lead", "", false, byEither, func(d *Dossier) { d.Case.Notice.AuditServed = MustDate("2026-04-03") }},
	{Inspection, "items.open", "verification", true, byLeader, func(d *Dossier) { delete(d.Answers, "BZ-1-02") }},
	{Inspection, "template", "verification", true, nil, func(d *Dossier) { delete(d.Templates, Verification) }},
	{Inspection, "item.reason", "XR-1-01", true, byLeader, func(d *Dossier) { d.Answers["XR-1-01"] = Answer{Conclusion: NotChecked} }},
	{Inspection, "item.finding", "XR-1-01", false, byEither, func(d *Dossier) { d.Answers["XR-1-01"] = Answer{Conclusion: Problem} }},
	{Inspection, "finding.evidence", string(testID(31)), true, byLeader, func(d *Dossier) { d.Evidence = nil }},
	{Inspection, "finding.paper", string(testID(31)), true, byLeader, func(d *Dossier) { d.Papers[0].ReviewedOn = Date{} }},
	{Inspection, "finding.state", string(testID(31)), true, byLeader, func(d *Dossier) { d.Findings[0].State = FindingProven }},
	{Inspection, "finding.basis", string(testID(31)), false, byEither, func(d *Dossier) { d.Findings[0].Bases = nil }},
	{Inspection, "finding.responsible", string(testID(31)), false, byEither, func(d *Dossier) { d.Findings[0].Responsible = nil }},
	{Inspection, "finding.out", string(testID(31)), false, byEither, func(d *Dossier) { d.Findings[0].InReport = false }},
	{Inspection, "draft", "audit", true, byLeader, func(d *Dossier) {
		d.strand(Audit, func(s *CaseStrand) { s.DraftedOn = Date{} })
		d.Reports = d.Reports[:2]
	}},
	{Inspection, "materials.open", "", false, byEither, func(d *Dossier) { d.Materials = []Material{{}, {NotWhy: "无"}} }},
	{Inspection, "sheets.unsigned", "", false, byEither, func(d *Dossier) { d.Evidence[0].SignedOn = Date{} }},
	{Inspection, "sweep.open", "", false, byEither, func(d *Dossier) { d.Sweep = []SweepFind{{Severity: SweepError}, {Severity: SweepHint}} }},
	{Summary, "meeting.notification", "", true, byLeader, func(d *Dossier) { d.Meetings = d.Meetings[:2] }},
	{Summary, "attendee", "personnel", true, byEither, func(d *Dossier) { delete(d.Meetings[2].Attendees, "d") }},
	{Summary, "attendee", "principal", true, byEither, func(d *Dossier) { delete(d.Meetings[2].Attendees, "吴范例") }},
	{Summary, "agenda", "audit", false, byEither, func(d *Dossier) { delete(d.Meetings[2].Agenda, "audit") }},
	{Summary, "consultation", "unit", true, byOffice, func(d *Dossier) { d.Consultations = d.Consultations[:2] }},
	{Summary, "opinion.reply", string(testID(11)), true, byOffice, func(d *Dossier) { d.Consultations[0].RepliedOn = Date{} }},
	{Summary, "opinion.decided", "", true, byLeader, func(d *Dossier) { d.Opinions[0].Adoption = "" }},
	{Inspection, "finding.paper", string(testID(31)), true, byLeader, func(d *Dossier) {
		d.signed(Signoff{Kind: SignPaper})
		d.Papers[0].Conclusion = "c"
	}},
	{Summary, "approval.changed", "audit", true, nil, func(d *Dossier) {
		d.signed(Signoff{Kind: SignReport, Strand: Audit, About: DeriveID(KindApproval, "", string(Audit))})
		d.Findings[0].Fact = "f"
	}},
	{Summary, "approval.step", "review:审理", true, nil, func(d *Dossier) { d.Round.Settings.Chain = []ChainStep{{Name: "审理"}} }},
	{Summary, "approval", "audit", true, nil, func(d *Dossier) {
		d.Approvals = append(d.Approvals, Approval{Strand: Audit, Dept: "市审计局", Agreed: false})
	}},
	{Summary, "issued", "review", true, byOffice, func(d *Dossier) { d.strand(Review, func(s *CaseStrand) { s.IssuedOn = Date{} }) }},
	{Summary, "delivery", "audit:unit", true, byOffice, func(d *Dossier) { d.Deliveries = d.Deliveries[:8] }},
	{Summary, "report.final", "audit", false, byEither, func(d *Dossier) { d.Reports[2].Draft = true }},
	{Summary, "clash", string(testID(31)) + "/amount", true, nil, func(d *Dossier) {
		d.Clashes = []Clash{{Entity: testID(31), Kind: KindFinding, Field: "amount", Strand: Audit}}
	}},
	{Rectification, "rectify.plan", "", false, byEither, func(d *Dossier) { d.Case.Rectify = RectifyFacts{} }},
	{Rectification, "rectify.report", "", true, byOffice, func(d *Dossier) { d.Case.Rectify.ReportReceived = Date{} }},
	{Rectification, "rectify.finding", string(testID(31)), true, byOffice, func(d *Dossier) { d.Measures[1].Agreed = false }},
	{Rectification, "rectify.finding", string(testID(31)), true, byOffice, func(d *Dossier) { d.Measures = nil }},
	{Rectification, "use", "", true, byOffice, func(d *Dossier) { d.Uses = nil }},
	{Rectification, "use.target", "unit", false, byEither, func(d *Dossier) { d.Uses = d.Uses[:2] }},
	{Rectification, "supervision", "", false, byEither, func(d *Dossier) { d.Supervisions = nil }},
	{Rectification, "accountability", "", false, byEither, func(d *Dossier) { d.Accountabilities[0].On = Date{} }},
}

// signed adds a sign-off of what the dossier holds now.
func (d *Dossier) signed(s Signoff) {
	s.Covers = covers(*d, s)
	s.Hash = hashOf(s.Covers)
	d.Signoffs = append(d.Signoffs, s)
}

func (d *Dossier) strand(s Strand, f func(*CaseStrand)) {
	d.Case.Strands[s] = with(d.Case.Strands[s], f)
}

func TestEveryGateNamesWhatIsMissing(t *testing.T) {
	covered := map[string]bool{"stage.order": true}
	for _, c := range spoilt {
		covered[c.code] = true
		d := ready(c.stage)
		c.spoil(&d)
		missing := ExitGate(d)
		i := slices.IndexFunc(missing, func(m Missing) bool { return m.Code == c.code })
		if i < 0 {
			t.Errorf("%s, %s: not missed: %+v", c.stage, c.code, missing)
			continue
		}
		m := missing[i]
		if m.Ref != c.ref || m.Hard != c.hard || !slices.Equal(m.WaivableBy, c.by) || m.Room == "" {
			t.Errorf("%s, %s: %+v", c.stage, c.code, m)
		}
		if len(m.WaivableBy) == 0 {
			continue
		}
		d.Case.Waivers = map[string]Waiver{m.Key(): {Reason: "r"}}
		if slices.ContainsFunc(ExitGate(d), func(o Missing) bool { return o.Key() == m.Key() }) {
			t.Errorf("%s, %s: still missed after it was waived", c.stage, c.code)
		}
	}
	for _, code := range GateCodes {
		if !covered[code] {
			t.Errorf("no case for gate %q", code)
		}
	}
}

func TestSoftWorkIsProposedBeforeClosing(t *testing.T) {
	d := ready(EntryMeeting)
	d.Case.Liaisons = nil
	if s := NextStep(d, MustDate("2026-04-10")); s.Code != "close" {
		t.Errorf("what is only told: %+v", s)
	}
	d.Surveys[0].Closed = false
	if s := NextStep(d, MustDate("2026-04-10")); s.Code != "survey.closed" {
		t.Errorf("an open questionnaire: %+v", s)
	}
}

func TestWhatNobodyMayWaiveStays(t *testing.T) {
	d := ready(Summary)
	d.Approvals = nil
	d.Case.Waivers = map[string]Waiver{"approval": {Reason: "r"}, "approval:audit": {Reason: "r"}}
	if got := len(Blocking(ExitGate(d))); got != 3 {
		t.Errorf("%d approvals missing, want 3", got)
	}
}

func TestWaiverOfOneFindingLeavesTheOther(t *testing.T) {
	d := ready(Inspection)
	d.Findings = append(d.Findings, Finding{ID: testID(32), Number: 2, State: FindingConfirmed}, Finding{ID: testID(33), Number: 3, State: FindingDropped})
	d.Evidence = nil
	d.Case.Waivers = map[string]Waiver{"finding.evidence:" + string(testID(31)): {Reason: "原件移送"}}
	var refs []string
	for _, m := range ExitGate(d) {
		if m.Code == "finding.evidence" {
			refs = append(refs, m.Ref)
		}
	}
	if !slices.Equal(refs, []string{string(testID(32))}) {
		t.Errorf("missing for %v", refs)
	}
}

func TestMarkedLateStandsForTheSelfCheckReport(t *testing.T) {
	d := ready(SelfCheck)
	d.Case.SelfCheck = SelfCheckReport{MarkedLate: MustDate("2026-04-01")}
	if hard := Blocking(ExitGate(d)); len(hard) > 0 {
		t.Errorf("%+v", hard)
	}
}

func TestEntryGateNamesStagesToPassFirst(t *testing.T) {
	d := ready(SelfCheck)
	d.Case.Announce.From = Date{}
	var got []string
	for _, m := range EntryGate(d, Summary) {
		got = append(got, fmt.Sprint(m.Code, m.Args["stage"]))
	}
	if want := []string{"announce.posted<nil>", "stage.orderentry", "stage.orderinspection"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if missing := EntryGate(d, Planned); missing != nil {
		t.Errorf("an earlier stage: %+v", missing)
	}
}

func TestItemsForOtherUnitsAreNotAsked(t *testing.T) {
	d := ready(Inspection)
	d.Unit.Kind = Township
	for _, s := range Strands {
		delete(d.Answers, s.Code()+"-1-02") // not meant for townships
	}
	if hard := Blocking(ExitGate(d)); len(hard) > 0 {
		t.Errorf("%+v", hard)
	}
	if p := CaseProgress(d); p.Total != 3 || p.Answered != 3 || p.Problems != 1 {
		t.Errorf("%+v", p)
	}
}

func TestProgressLeavesNotApplicableOutOfTheDenominator(t *testing.T) {
	d := ready(Inspection)
	d.Answers = map[string]Answer{"XR-1-01": {Conclusion: NotApplicable, Note: "r"}, "BZ-1-01": {Conclusion: NotChecked, Note: "r"}, "JJ-1-01": {Conclusion: Problem}}
	want := map[Strand]StrandProgress{Review: {Total: 1, NotApplicable: 1}, Verification: {Total: 2, Answered: 1, NotChecked: 1}, Audit: {Total: 2, Answered: 1, Problems: 1}}
	for s, p := range want {
		if got := ProgressOf(d, s); got != p {
			t.Errorf("%s: %+v, want %+v", s, got, p)
		}
		if got := SectionProgress(d, s, s.Code()+"-1"); got != p {
			t.Errorf("%s-1: %+v, want %+v", s.Code(), got, p)
		}
	}
	if got := SectionProgress(d, Audit, "JJ-9"); got != (StrandProgress{}) {
		t.Errorf("unknown section: %+v", got)
	}
	if item, ok := OpenItem(d, Audit); !ok || item.Code != "JJ-1-02" {
		t.Errorf("first open item: %+v", item)
	}
}
