package store

import (
	"slices"
	"strings"

	"lianshen/app"
)

// problems are the items answered with a problem, with what was found; the first of a strand becomes its finding.
var problems = map[string]string{
	"XR-1-02": "两名干部任前公示不足五个工作日", "BZ-1-02": "三个股级机构未经批准设立", "JJ-1-02": "截留土地出让收入未缴国库",
}

// answerAll answers every item that is asked of this unit.
func (x *walk) answerAll() {
	d := x.dossier()
	asked := 0
	for _, s := range app.Strands {
		for _, section := range d.Templates[s].Sections {
			for i, item := range section.Items {
				if !item.Applies(d.Unit.Kind) {
					continue
				}
				in := app.AnswerInput{Conclusion: of(app.NoProblem), Methods: of(app.NewSet(string(app.MethodDocuments)))}
				switch {
				case problems[item.Code] != "":
					in = app.AnswerInput{Conclusion: of(app.Problem), Note: of(problems[item.Code]), Should: of(30), Sampled: of(10), Faulty: of(2)}
				case i == 2:
					in = app.AnswerInput{Conclusion: of(app.NotApplicable), Note: of("任期内没有此类事项")}
				case i == 3:
					in = app.AnswerInput{Conclusion: of(app.NotChecked), Note: of("档案外借，未能调阅")}
				}
				if *in.Conclusion == app.NotApplicable {
					bare := app.AnswerInput{Conclusion: in.Conclusion}
					if err := x.desk.AnswerItem(ctx, x.id, item.Code, bare); app.CodeOf(err) != "note.required" {
						x.t.Errorf("%s not applicable without a reason: %v", item.Code, err)
					}
				}
				x.must(x.desk.AnswerItem(ctx, x.id, item.Code, in))
				asked++
			}
		}
	}
	if asked < 90 {
		x.t.Errorf("only %d items of the shipped checklists are asked of a county", asked)
	}
	for _, s := range app.Strands {
		if p := app.ProgressOf(x.dossier(), s); p.Open() != 0 || p.Problems != 1 || p.NotApplicable == 0 || p.NotChecked == 0 {
			x.t.Errorf("%s after answering all: %+v", s, p)
		}
	}
}

func (x *walk) inspection() {
	x.on("2026-05-11")
	drafts := []string{"draft:review", "draft:verification", "draft:audit"}
	x.refuses(append([]string{"items.open:review", "items.open:verification", "items.open:audit"}, drafts...)...)
	x.answerAll()
	x.refuses(drafts...)
	var findings []app.ID
	for _, item := range []string{"XR-1-02", "BZ-1-02", "JJ-1-02"} {
		f := app.Finding{Case: x.id, Item: item, Title: problems[item], InReport: true, Responsible: map[app.ID]app.Responsibility{x.people[0]: app.Leadership, x.people[1]: app.Direct}}
		if item == "JJ-1-02" {
			f.Amount, f.Irregular = 1268000000, 768000000
		}
		findings = append(findings, x.made(x.desk.RecordFinding(ctx, f)))
	}
	x.first = findings[2]
	var lack []string
	for i, f := range x.dossier().Findings {
		if f.ID != findings[i] || f.Number != i+1 || f.Fact != problems[f.Item] || len(f.Bases) == 0 {
			x.t.Errorf("finding %d carried over from its item: %+v", i+1, f)
		}
		lack = append(lack, "finding.evidence:"+string(f.ID), "finding.paper:"+string(f.ID), "finding.state:"+string(f.ID))
	}
	x.refuses(append(lack, drafts...)...)
	hash, size, err := x.w.Attach(ctx, strings.NewReader("土地出让收入台账"), "台账.txt")
	x.must(err)
	for i, id := range findings {
		item := x.dossier().Findings[i].Item
		e := app.Evidence{Case: x.id, Title: "取证材料", Kind: "document", Method: app.MethodDocuments, Items: app.NewSet(item), Findings: app.NewSet(string(id))}
		if id == x.first {
			e.FileName, e.FileHash, e.FileSize = "台账.txt", hash, size
		}
		x.made(x.desk.AddEvidence(ctx, e))
		paper := x.made(x.desk.WritePaper(ctx, app.Paper{Case: x.id, Title: problems[item], Item: item, Findings: app.NewSet(string(id)), Process: "抽查十件", Conclusion: "属实"}))
		if err := x.desk.ReviewPaper(ctx, paper, "王敏", "同意"); app.CodeOf(err) != "paper.reviewer" {
			x.t.Errorf("reviewed by its author: %v", err)
		}
		x.must(x.desk.ReviewPaper(ctx, paper, "戚复核", "同意"))
	}
	x.refuses(append([]string{"finding.state:" + string(findings[0]), "finding.state:" + string(findings[1]), "finding.state:" + string(findings[2])}, drafts...)...)
	for _, f := range x.dossier().Findings {
		f.State = app.FindingConfirmed
		x.must(x.desk.SaveFinding(ctx, f))
	}
	x.refuses(drafts...)
	if err := x.desk.SendDrafts(ctx, x.id, x.desk.Today()); app.CodeOf(err) != "drafts.missing" {
		x.t.Errorf("drafts sent before they are made: %v", err)
	}
	x.on("2026-06-26")
	for _, s := range app.Strands {
		x.made(x.desk.RecordReport(ctx, app.Report{Case: x.id, Strand: s, Draft: true, Pages: 12}))
	}
	x.closes(app.Summary)
}

func (x *walk) summary() {
	x.on("2026-07-06")
	recipients := []string{string(x.people[0]), string(x.people[1]), "unit"}
	var consultations, replies, papers, deliveries []string
	for _, who := range recipients {
		consultations, replies = append(consultations, "consultation:"+who), append(replies, "opinion.reply:"+who)
	}
	for _, s := range app.Strands {
		papers = append(papers, "approval:"+string(s), "issued:"+string(s))
		for _, who := range recipients {
			deliveries = append(deliveries, "delivery:"+string(s)+":"+who)
		}
	}
	rest := append(slices.Clone(papers), deliveries...)
	x.refuses(append(append([]string{"meeting.notification"}, consultations...), rest...)...)
	meeting := app.Meeting{Round: x.round, Type: app.Notification, Cases: app.NewSet(string(x.id)), On: x.desk.Today(), Agenda: app.NewSet(app.AgendaNotification...),
		Attendees: map[string]app.Attendee{"周样本": {Role: "principal"}, "卢班子": {Role: "team"}, "池财务": {Role: "finance"}, "纪组织": {Role: "organisation"}, "关人事": {Role: "personnel"}, "邹配合": {Role: "office"}}}
	meeting.ID = x.made(x.desk.HoldMeeting(ctx, meeting))
	x.refuses(append(append([]string{"attendee:principal"}, consultations...), rest...)...)
	meeting.Attendees["吴范例"] = app.Attendee{Role: "principal"}
	x.made(x.desk.HoldMeeting(ctx, meeting))
	x.must(x.desk.SendDrafts(ctx, x.id, x.desk.Today()))
	x.refuses(append(replies, rest...)...)
	x.replies()
	x.opinion(rest)
	x.approvals(deliveries)
	x.deliver()
	if got := app.ExitGate(x.dossier()); len(got) != 0 {
		x.t.Errorf("still missing after the summary: %+v", got)
	}
	x.closes(app.Rectification)
}

// replies has one principal answer with a remark, one be silent past the term, and the unit say it has no objection.
func (x *walk) replies() {
	d := x.dossier()
	if len(d.Consultations) != 3 {
		x.t.Fatalf("%d consultations, want one per principal and one for the unit", len(d.Consultations))
	}
	for _, c := range d.Consultations {
		c.ReceivedOn = app.MustDate("2026-07-07")
		x.must(x.desk.SaveConsultation(ctx, c))
	}
	for _, c := range x.dossier().Consultations {
		switch c.Principal {
		case x.people[0]:
			c.RepliedOn = app.MustDate("2026-07-16")
		case x.people[1]:
			c.Silent = app.MustDate("2026-07-21") // the last day of the term
			if err := x.desk.SaveConsultation(ctx, c); app.CodeOf(err) != "silent.early" {
				x.t.Errorf("silent within the term: %v", err)
			}
			x.on("2026-07-22")
			c.Silent = app.MustDate("2026-07-22")
		default:
			c.RepliedOn, c.NoObject = app.MustDate("2026-07-17"), true
		}
		x.must(x.desk.SaveConsultation(ctx, c))
	}
}

// opinion has a remark change the amount of a finding.
func (x *walk) opinion(rest []string) {
	x.on("2026-07-24")
	id := x.made(x.desk.RecordOpinion(ctx, app.Opinion{Case: x.id, Finding: x.first, Principal: x.people[0], Text: "其中500万元已于审计前缴库", On: app.MustDate("2026-07-16")}))
	x.refuses(append([]string{"opinion.decided:" + string(id)}, rest...)...)
	o, err := app.Get[app.Opinion](ctx, x.w, id)
	x.must(err)
	o.Adoption, o.AmountAfter, o.Recheck = app.Adopted, 768000000, "凭证属实"
	x.must(x.desk.DecideOpinion(ctx, o))
	if f, _ := x.dossier().Finding(x.first); f.Amount != 768000000 {
		x.t.Errorf("after the opinion is adopted the amount is %d", f.Amount)
	}
	rows, _, err := x.w.FindingRows(ctx, FindingQuery{Case: x.id, Strand: app.Audit})
	x.must(err)
	if len(rows) != 1 || rows[0].Amount != 768000000 {
		x.t.Errorf("the list of findings: %+v", rows)
	}
	x.refuses(rest...)
}

// issue issues a report as the bytes of a page.
func (x *walk) issue(s app.Strand) error {
	hash, size, err := x.w.Attach(ctx, strings.NewReader("%PDF "+string(s)), "report.pdf")
	if err != nil || size == 0 {
		x.t.Fatal("keep a report", err)
	}
	_, err = x.desk.Issue(ctx, app.Report{Case: x.id, Strand: s, Pages: 12, SHA256: hash, FileHash: hash}, "施总揽")
	return err
}

func (x *walk) approvals(deliveries []string) {
	x.on("2026-08-03")
	if err := x.issue(app.Review); app.CodeOf(err) != "report.unapproved" {
		x.t.Errorf("issued before approval: %v", err)
	}
	if _, err := x.desk.RecordReport(ctx, app.Report{Case: x.id, Strand: app.Review}); app.CodeOf(err) != "report.unapproved" {
		x.t.Errorf("a final report before approval: %v", err)
	}
	numbers := map[app.Strand]string{app.Review: "示组审〔2026〕3号", app.Verification: "示编审〔2026〕2号", app.Audit: "示审〔2026〕11号"}
	for _, s := range app.Strands {
		agreed := app.Approval{Case: x.id, Strand: s, Approver: "施总揽", Agreed: true}
		stranger := agreed
		stranger.Dept = "市财政局"
		if err := x.desk.Approve(ctx, stranger, numbers[s]); app.CodeOf(err) != "approval.dept" {
			x.t.Errorf("a number on the word of another department: %v", err)
		}
		x.must(x.desk.Approve(ctx, agreed, numbers[s]))
	}
	x.refuses(append([]string{"issued:review", "issued:verification", "issued:audit"}, deliveries...)...)
	x.on("2026-08-10")
	for _, s := range app.Strands {
		x.must(x.issue(s))
		if got := x.dossier().Case.Strands[s]; got.Number != numbers[s] || got.Signer != "施总揽" {
			x.t.Errorf("issued: %+v", got)
		}
	}
	x.refuses(deliveries...)
}

func (x *walk) deliver() {
	x.on("2026-08-14")
	for _, s := range app.Strands {
		for _, who := range x.dossier().Recipients() {
			given := app.Delivery{Case: x.id, Strand: s, Principal: who, SentOn: x.desk.Today(), ReceivedOn: x.desk.Today(), ReceivedBy: "邹配合"}
			if s == app.Audit && who == "" { // handed over, and the receipt comes later
				given.ReceivedOn, given.ReceivedBy = app.Date{}, ""
			}
			x.must(x.desk.Deliver(ctx, given))
		}
	}
	x.refuses("delivery:audit:unit")
	x.must(x.desk.Deliver(ctx, app.Delivery{Case: x.id, Strand: app.Audit, SentOn: x.desk.Today(), ReceivedOn: x.desk.Today(), ReceivedBy: "邹配合"}))
	if n := len(x.dossier().Deliveries); n != 9 {
		x.t.Errorf("%d deliveries, want three reports to three recipients", n)
	}
}

func (x *walk) rectification() {
	x.on("2026-08-28")
	d := x.dossier()
	findings := []string{"rectify.finding:" + string(d.Findings[0].ID), "rectify.finding:" + string(d.Findings[1].ID), "rectify.finding:" + string(d.Findings[2].ID)}
	x.refuses(append(append([]string{"rectify.report"}, findings...), "use")...)
	x.saveCase(app.VerbSaveRectify, func(c *app.Case) { c.Rectify.PlanReceived = x.desk.Today() })
	var measures []app.Measure
	for i, f := range d.Findings {
		m := app.Measure{ID: x.desk.NewID(), Case: x.id, Finding: f.ID, Text: "限期整改到位", Types: app.NewSet(string(app.ImproveWork)), Person: "邹配合", Due: app.MustDate("2026-09-10")}
		if i == 1 {
			m.Mode = app.Lasting
		}
		x.must(x.desk.SaveMeasure(ctx, m))
		measures = append(measures, m)
	}
	x.refuses(append(append([]string{"rectify.report"}, findings...), "use")...)
	x.on("2026-09-09")
	for i, m := range measures {
		x.must(x.desk.AddProgress(ctx, app.Progress{Case: x.id, Measure: m.ID, Text: "已上缴国库", Amount: d.Findings[i].Amount}))
		kept, err := app.Get[app.Measure](ctx, x.w, m.ID)
		x.must(err)
		if kept.State != app.Rectifying {
			x.t.Errorf("after progress measure %d is %s", i+1, kept.State)
		}
		if kept.Mode == app.Lasting {
			kept.Agreed = true
		} else {
			kept.State, kept.ClosedOn, kept.ClosedBy = app.Rectified, x.desk.Today(), "王敏"
		}
		x.must(x.desk.SaveMeasure(ctx, kept))
	}
	x.refuses("rectify.report", "use")
	if err := x.desk.Supervise(ctx, app.Supervision{Case: x.id, Dept: "市审计局", People: "张三", Verdict: app.Rectified}); app.CodeOf(err) != "supervision.people" {
		x.t.Errorf("supervised by one: %v", err)
	}
	x.must(x.desk.Supervise(ctx, app.Supervision{Case: x.id, Dept: "市审计局", People: "张三、李四", OnSite: true, Verdict: app.Rectified, Findings: app.NewSet(string(x.first))}))
	x.on("2026-09-12")
	x.saveCase(app.VerbSaveRectify, func(c *app.Case) {
		c.Rectify.ReportReceived, c.Rectify.ReportTitle = x.desk.Today(), "青禾县整改报告"
	})
	x.refuses("use")
	for i, who := range x.dossier().Recipients() {
		x.must(x.desk.RegisterUse(ctx, app.ResultUse{Case: x.id, Principal: who, Use: app.Uses[i], Dept: "市委组织部", How: "作为参考"}))
	}
	if got := app.ExitGate(x.dossier()); len(got) != 0 {
		x.t.Errorf("still missing at the end: %+v", got)
	}
	x.closes(app.Closed)
}
