package ui

import (
	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/press"
)

// summary goes through the page of stage four: the meeting, drafts sent, a reply, an opinion that changes an amount, an
// approval with its number, the issue and a delivery by hand; the others of their kind by use cases.
func (x *hand) summary() {
	ctx, desk := x.t.Context(), x.desk()
	x.on("2026-07-06")
	x.page("summary")
	meeting := i18n.Enum("meetingtype", app.Notification)
	x.press(meeting, i18n.T("case.meeting.add"))
	x.typeIn(meeting, word("on"), "2026-07-06")
	people := i18n.T("case.attendees")
	x.press(people, i18n.T("case.attendees.add"))
	x.typeIn(people, i18n.T("case.f.name"), "周样本")
	x.choose(people, word("role"), i18n.Enum("attendee", "principal"))
	m, held := x.dossier().Meeting(app.Notification)
	if m.Attendees["周样本"].Role != "principal" {
		x.t.Errorf("at the meeting: %+v", m.Attendees)
	}
	if !held || m.On != app.MustDate("2026-07-06") || !m.Cases.Has(string(x.id)) {
		x.t.Fatalf("the notification meeting: %+v", m)
	}
	x.missing("attendee:personnel") // R28 names who has to be there
	for name, role := range map[string]string{"卢班子": "team", "池财务": "finance", "纪组织": "organisation", "关人事": "personnel", "邹配合": "office", "吴范例": "principal"} {
		m.Attendees[name] = app.Attendee{Role: role}
	}
	_, err := desk.HoldMeeting(ctx, m)
	x.must(err)
	x.settle()
	x.press(i18n.T("case.drafts"), i18n.T("case.drafts.send"))
	d := x.dossier()
	if len(d.Consultations) != 3 || d.Consultations[0].SentOn != app.MustDate("2026-07-06") {
		x.t.Fatalf("the drafts went to %+v", d.Consultations)
	}
	x.missing("opinion.reply:" + string(d.Principals[0].ID))
	replies := i18n.T("case.consultations")
	x.typeIn(replies, word("receivedOn"), "2026-07-07")
	x.typeIn(replies, word("repliedOn"), "2026-07-16")
	if c := x.dossier().Consultations[0]; c.Principal != d.Principals[0].ID || c.ReceivedOn != app.MustDate("2026-07-07") || c.RepliedOn != app.MustDate("2026-07-16") {
		x.t.Errorf("the reply: %+v", c)
	}
	for _, c := range d.Consultations[1:] {
		c.ReceivedOn, c.RepliedOn, c.NoObject = app.MustDate("2026-07-07"), app.MustDate("2026-07-17"), true
		x.must(desk.SaveConsultation(ctx, c))
	}
	x.settle()
	x.opinion()
	x.approvals()
	x.deliveries()
	x.quiet()
	x.closes(app.Rectification)
}

// missing presses the line that says what is missing, which leads to where it is mended.
func (x *hand) missing(key string) {
	x.t.Helper()
	for _, m := range app.ExitGate(x.dossier()) {
		if m.Key() == key {
			x.tap(kit.MissingText(m))
			x.at(m.Room)
			return
		}
	}
	x.t.Fatalf("%s is not missing", key)
}

func (x *hand) opinion() {
	x.on("2026-07-24")
	opinions := i18n.T("case.opinions")
	x.press(opinions, i18n.T("case.opinions.add"))
	f := x.dossier().Findings[0]
	x.choose(opinions, i18n.T("case.f.from"), "周样本")
	x.choose(opinions, word("finding"), i18n.T("case.finding.title", "n", f.Number, "title", f.Title))
	x.typeIn(opinions, word("text"), "其中5万元已退回")
	o := x.dossier().Opinions
	if len(o) != 1 || o[0].Finding != f.ID || o[0].Adoption != "" || o[0].AmountBefore != f.Amount {
		x.t.Fatalf("the opinion: %+v", o)
	}
	x.choose(opinions, word("adoption"), i18n.Enum("adoption", app.Adopted))
	x.typeIn(opinions, i18n.T("case.f.yuan", "what", word("amountAfter")), "76,800")
	d := x.dossier()
	if d.Opinions[0].Adoption != app.Adopted || d.Findings[0].Amount != 7680000 {
		x.t.Errorf("after the opinion is adopted: %+v, amount %d", d.Opinions[0], d.Findings[0].Amount)
	}
}

func (x *hand) approvals() {
	ctx, desk := x.t.Context(), x.desk()
	x.on("2026-08-03")
	approvals := i18n.T("case.approvals")
	agree := i18n.T("approvals.agree", "step", x.dossier().Case.Strands[app.Review].ApprovingDept)
	x.press(approvals, agree)
	x.typeIn("", word("approver"), "施总揽")
	x.typeIn("", i18n.T("case.f.official"), "示组审[2026]3号")
	x.press("", agree)
	d := x.dossier()
	if len(d.Approvals) != 1 || !d.Approvals[0].Agreed || d.Case.Strands[app.Review].Number != "示组审〔2026〕3号" {
		x.t.Fatalf("the approval: %+v, number %q", d.Approvals, d.Case.Strands[app.Review].Number)
	}
	x.on("2026-08-10")
	issue := i18n.T("case.issue")
	x.typeIn(issue, word("signer"), "施总揽")
	x.press(issue, i18n.T("case.issue.do"))
	if s := x.dossier().Case.Strands[app.Review]; s.Signer != "施总揽" || s.IssuedOn != app.MustDate("2026-08-10") {
		x.t.Errorf("issued: %+v", s)
	}
	for s, number := range map[app.Strand]string{app.Verification: "示编审〔2026〕2号", app.Audit: "示审〔2026〕11号"} {
		x.must(desk.Approve(ctx, app.Approval{Case: x.id, Strand: s, Approver: "施总揽", Agreed: true}, number))
		_, err := press.Issue(ctx, x.d.ws, desk, x.dossier(), press.Order{Strand: s, On: desk.Today(), Signer: "施总揽"})
		x.must(err)
	}
	x.settle()
	if !x.shows("示审〔2026〕11号") {
		x.t.Error("the page does not show a number given elsewhere")
	}
}

func (x *hand) deliveries() {
	ctx, desk := x.t.Context(), x.desk()
	x.on("2026-08-14")
	x.missing("delivery:review:" + string(x.dossier().Principals[0].ID))
	deliveries := i18n.T("case.deliveries")
	x.typeIn(deliveries, word("sentOn"), "2026-08-14")
	x.typeIn(deliveries, word("receivedBy"), "周样本")
	x.typeIn(deliveries, word("receivedOn"), "2026-08-14")
	d := x.dossier()
	if len(d.Deliveries) != 1 || d.Deliveries[0].ReceivedBy != "周样本" || d.Deliveries[0].ReceivedOn != app.MustDate("2026-08-14") {
		x.t.Fatalf("the delivery: %+v", d.Deliveries)
	}
	for _, s := range app.Strands {
		for _, who := range d.Recipients() {
			if s != app.Review || who != d.Principals[0].ID {
				x.must(desk.Deliver(ctx, app.Delivery{Case: x.id, Strand: s, Principal: who, SentOn: desk.Today(), ReceivedOn: desk.Today(), ReceivedBy: "邹配合"}))
			}
		}
	}
	x.settle()
}

// rectification enters a plan, a measure with its progress, a supervision, a use of the result and the report.
func (x *hand) rectification() {
	x.on("2026-09-12")
	x.page("rectification")
	finding := x.dossier().Findings[0]
	x.lacks("rectify.report", "rectify.finding:"+string(finding.ID), "use")
	plan := i18n.T("case.rectify")
	x.typeIn(plan, word("planReceived"), "2026-08-28")
	measures := i18n.T("case.measures")
	x.press(measures, i18n.T("case.measures.add"))
	x.typeIn(measures, word("measure"), "重新公示并完善制度")
	steps := i18n.T("case.steps")
	x.press(steps, i18n.T("case.steps.add"))
	x.typeIn(steps, word("text"), "已重新公示")
	d := x.dossier()
	if len(d.Measures) != 1 || d.Measures[0].Finding != finding.ID || d.Measures[0].State != app.Rectifying || len(d.Progress) != 1 || d.Progress[0].Measure != d.Measures[0].ID {
		x.t.Fatalf("measure %+v, progress %+v", d.Measures, d.Progress)
	}
	x.choose(measures, word("state"), i18n.Enum("rectifystate", app.Rectified))
	visits := i18n.T("case.supervisions")
	x.press(visits, i18n.T("case.supervisions.add"))
	x.typeIn(visits, word("dept"), "市审计局")
	x.typeIn(visits, i18n.T("case.f.supervisors"), "张三、李四")
	uses := i18n.T("case.uses")
	x.press(uses, i18n.T("case.uses.add"))
	x.choose(uses, i18n.T("case.f.whom"), "周样本")
	x.typeIn(uses, word("dept"), "市委组织部")
	x.lacks("rectify.report")
	x.typeIn(plan, word("reportReceived"), "2026-09-12")
	x.quiet()
	d = x.dossier()
	if d.Measures[0].State != app.Rectified || len(d.Supervisions) != 1 || len(d.Uses) != 1 || d.Uses[0].Principal != d.Principals[0].ID || d.Case.Rectify.ReportReceived != app.MustDate("2026-09-12") {
		x.t.Errorf("measure %+v, supervisions %+v, uses %+v", d.Measures, d.Supervisions, d.Uses)
	}
	x.closes(app.Closed)
}
