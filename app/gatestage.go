package app

import "slices"

// Who may let a gate pass (domain 5.1): the office for what is between it and the unit, the group leader
// for the work on site.
var (
	byOffice = []Role{RoleOffice}
	byLeader = []Role{RoleGroupLeader}
	byEither = []Role{RoleOffice, RoleGroupLeader}
)

// planned: the case is laid out and the notice is with the unit (R2–R7).
func (g *gate) planned() {
	const room = "case/planned"
	c := g.d.Case
	g.require(len(g.d.Principals) > 0, "principals", room, "", nil)
	g.require(g.d.Group.ID != "", "group", room, "", byOffice)
	for _, s := range Strands {
		st := c.Strands[s]
		g.require(st.Template != "", "template", room, string(s), nil, "strand", s)
		g.require(!blank(st.IssuingDept) && !blank(st.ApprovingDept), "departments", room, string(s), byOffice, "strand", s)
		g.advise(st.Lead != "", "lead", room, string(s), "strand", s)
	}
	g.require(!blank(g.d.Round.NoticeNumber) || !blank(c.Notice.Number), "notice.number", room, "", byOffice)
	g.require(!c.Notice.ReceivedOn.IsZero(), "notice.received", room, "", byOffice)
	_, prepared := g.d.Meeting(Preparation)
	g.advise(prepared, "meeting.preparation", room, "")
}

// selfCheck: announcement recorded, self-check report received or marked as not handed in (R8–R12).
func (g *gate) selfCheck() {
	const room = "case/selfcheck"
	c := g.d.Case
	for _, field := range c.Announce.Missing() {
		g.require(false, "announce.contents", room, field, byOffice, "label", Word("field."+field))
	}
	g.require(!c.Announce.From.IsZero(), "announce.posted", room, "", byOffice)
	sc := c.SelfCheck
	g.require(!sc.SubmittedOn.IsZero() || !sc.MarkedLate.IsZero(), "selfcheck.received", room, "", byOffice, "due", g.d.Round.SelfCheckDue)
	if !sc.SubmittedOn.IsZero() {
		for _, s := range Strands {
			g.advise(sc.Parts[s], "selfcheck.parts", room, string(s), "strand", s)
		}
		g.advise(sc.Signed && sc.Sealed, "selfcheck.signed", room, "")
		g.advise(blank(sc.ReturnedFor), "selfcheck.returned", room, "", "reason", sc.ReturnedFor)
	}
	g.advise(len(sc.Levels) > 0, "selfcheck.levels", room, "")
	g.advise(!c.Notice.AuditServed.IsZero(), "notice.audit", room, "", "days", g.d.Round.Settings.NoticeLeadDays)
}

// entry: an entry meeting covers the case; the tallies are closed (R14–R23).
func (g *gate) entry() {
	const room = "case/entry"
	c := g.d.Case
	m, held := g.d.Meeting(Entry)
	g.require(held && !m.On.IsZero(), "meeting.entry", room, "", byLeader)
	if held {
		for _, item := range AgendaEntry {
			g.advise(m.Agenda.Has(item), "agenda", room, item, "label", Word("agenda.entry."+item))
		}
		g.advise(m.Mode == Separate || !blank(m.Reason), "meeting.reason", room, "")
	}
	g.advise(len(g.d.Surveys) > 0 && allClosed(g.d.Surveys, func(s Survey) bool { return s.Closed }), "survey.closed", room, "")
	g.advise(len(g.d.Evaluations) > 0 && allClosed(g.d.Evaluations, func(e Evaluation) bool { return e.Closed }), "evaluation.closed", room, "")
	g.advise(!c.OnSite.From.IsZero(), "onsite.from", room, "")
	g.advise(len(c.Liaisons) > 0, "liaisons", room, "")
	served := c.Notice.AuditServed
	last := g.d.Calendar.AddWorkdays(c.OnSite.From, -g.d.Round.Settings.NoticeLeadDays)
	g.advise(!served.After(last), "notice.lead", room, "", "served", served, "last", last)
}

func allClosed[T any](list []T, closed func(T) bool) bool {
	return !slices.ContainsFunc(list, func(x T) bool { return !closed(x) })
}

// inspection: every item concluded or a reason given, every finding proven by evidence and a reviewed
// paper, three drafts made (R24–R27).
func (g *gate) inspection() {
	for _, s := range Strands {
		p := ProgressOf(g.d, s)
		first, _ := OpenItem(g.d, s)
		g.require(p.Open() == 0, "items.open", "bench", string(s), byLeader, "strand", s, "open", p.Open(), "total", p.Total, "item", first.Code)
		g.require(len(g.d.Templates[s].Sections) > 0, "template", "case/planned", string(s), nil, "strand", s)
	}
	g.reasons()
	for _, f := range g.d.Findings {
		if f.State != FindingDropped {
			g.finding(f)
		}
	}
	for _, s := range Strands {
		g.require(g.drafted(s), "draft", "drafts", string(s), byLeader, "strand", s)
	}
	waiting := 0
	for _, m := range g.d.Materials {
		if m.ReceivedOn.IsZero() && blank(m.NotWhy) {
			waiting++
		}
	}
	g.advise(waiting == 0, "materials.open", "case/inspection", "", "count", waiting)
	unsigned := 0
	for _, e := range g.d.Evidence {
		if e.Sheet && e.SignedOn.IsZero() && blank(e.Withdrawn) {
			unsigned++
		}
	}
	for _, s := range g.d.Sheets {
		if !s.HandedOn.IsZero() && !s.Stands() {
			unsigned++
		}
	}
	g.advise(unsigned == 0, "sheets.unsigned", "findings", "", "count", unsigned)
	errors := OpenErrors(g.d.Sweep) // none when nobody looked
	g.advise(errors == 0, "sweep.open", "case/sweep", "", "count", errors)
}

// reasons: "not applicable" and "not checked" have one; a problem answered leads to a finding.
func (g *gate) reasons() {
	for _, s := range Strands {
		for _, section := range g.d.Templates[s].Sections {
			for _, item := range section.Items {
				a := g.d.Answers[item.Code]
				needs := a.Conclusion == NotApplicable || a.Conclusion == NotChecked
				g.require(!needs || !blank(a.Note), "item.reason", "bench", item.Code, byLeader, "item", item.Code)
				g.advise(a.Conclusion != Problem || g.hasFinding(item.Code), "item.finding", "bench", item.Code, "item", item.Code)
			}
		}
	}
}

func (g *gate) hasFinding(item string) bool {
	return slices.ContainsFunc(g.d.Findings, func(f Finding) bool { return f.Item == item || f.Items.Has(item) })
}

func (g *gate) finding(f Finding) {
	const room = "findings"
	ref, number := string(f.ID), f.Number
	proven := slices.ContainsFunc(g.d.Evidence, func(e Evidence) bool { return e.Findings.Has(ref) && blank(e.Withdrawn) })
	g.require(proven, "finding.evidence", room, ref, byLeader, "number", number, "title", f.Title)
	reviewed := slices.ContainsFunc(g.d.Papers, func(p Paper) bool { return p.Findings.Has(ref) && Reviewed(g.d, p) })
	g.require(reviewed, "finding.paper", room, ref, byLeader, "number", number, "title", f.Title)
	g.require(f.State == FindingConfirmed, "finding.state", room, ref, byLeader, "number", number, "title", f.Title)
	g.advise(len(f.Bases) > 0, "finding.basis", room, ref, "number", number, "title", f.Title)
	g.advise(len(f.Responsible) > 0, "finding.responsible", room, ref, "number", number, "title", f.Title)
	g.advise(f.InReport || !blank(f.OutReason), "finding.out", room, ref, "number", number, "title", f.Title)
}

func (g *gate) drafted(s Strand) bool {
	return !g.d.Case.Strands[s].DraftedOn.IsZero() || slices.ContainsFunc(g.d.Reports, func(r Report) bool { return r.Strand == s })
}

// summary: notification meeting held, opinions answered, three approvals, all deliveries receipted
// (R28–R33).
func (g *gate) summary() {
	const room = "case/summary"
	m, held := g.d.Meeting(Notification)
	g.require(held && !m.On.IsZero(), "meeting.notification", room, "", byLeader)
	if held {
		for _, role := range MissingAttendees(m, g.d.Principals) {
			g.require(false, "attendee", room, role, byEither, "label", Word("attendee."+role))
		}
		for _, item := range AgendaNotification {
			g.advise(m.Agenda.Has(item), "agenda", room, item, "label", Word("agenda.notification."+item))
		}
	}
	for _, who := range g.d.Recipients() {
		i := slices.IndexFunc(g.d.Consultations, func(c Consultation) bool { return c.Principal == who })
		g.require(i >= 0 && !g.d.Consultations[i].SentOn.IsZero(), "consultation", room, recipientRef(who), byOffice, "recipient", g.recipient(who))
		if i >= 0 {
			g.require(g.d.Consultations[i].Answered(), "opinion.reply", room, recipientRef(who), byOffice,
				"recipient", g.recipient(who), "due", OpinionDue(g.d.Consultations[i], g.d.Round, g.d.Calendar))
		}
	}
	for _, o := range g.d.Opinions {
		g.require(o.Adoption != "", "opinion.decided", room, string(o.ID), byLeader, "strand", o.Strand, "text", o.Text)
	}
	for _, s := range Strands {
		st := g.d.Case.Strands[s]
		if now, waits := g.d.Awaited(s); waits && now.Name != "" {
			g.require(false, "approval.step", room, string(s)+":"+now.Name, nil, "strand", s, "step", now.Name, "due", now.Due)
		}
		approved := Approved(g.d.Approvals, s, st.ApprovingDept)
		g.require(approved, "approval", room, string(s), nil, "strand", s, "dept", st.ApprovingDept)
		signed, ok := ReportSignoff(g.d, s)
		g.require(!approved || !ok || SignoffState(g.d, signed).Valid, "approval.changed", room, string(s), nil, "strand", s, "dept", st.ApprovingDept)
		g.require(!blank(st.Number) && !st.IssuedOn.IsZero(), "issued", room, string(s), byOffice, "strand", s)
	}
	for _, s := range Strands {
		for _, who := range g.d.Recipients() {
			g.require(g.delivered(s, who), "delivery", room, string(s)+":"+recipientRef(who), byOffice, "strand", s, "recipient", g.recipient(who))
		}
		final := slices.ContainsFunc(g.d.Reports, func(r Report) bool { return r.Strand == s && !r.Draft })
		g.advise(final, "report.final", "drafts", string(s), "strand", s)
	}
}

// recipientRef names a recipient in a reference: the ID of a principal, or "unit".
func recipientRef(who ID) string {
	if who == "" {
		return "unit"
	}
	return string(who)
}

func (g *gate) recipient(who ID) string {
	if p, ok := g.d.Principal(who); ok {
		return p.Name
	}
	return g.d.Unit.Name
}

func (g *gate) delivered(s Strand, who ID) bool {
	return slices.ContainsFunc(g.d.Deliveries, func(x Delivery) bool {
		return x.Strand == s && x.Principal == who && !x.ReceivedOn.IsZero()
	})
}

// Approved says whether the approving department of a strand agreed to its report and has not answered
// otherwise since, nor a step of the chain returned it (R31). approvals are in the order of their dates.
func Approved(approvals []Approval, s Strand, dept string) bool {
	agreed := false
	for _, a := range approvals {
		switch {
		case a.Strand != s:
		case a.Step == "" && a.Dept == dept:
			agreed = a.Agreed
		case a.Step != "" && !a.Agreed: // a step took the report back
			agreed = false
		}
	}
	return agreed
}

// MissingAttendees gives the roles that R28 wants at a notification meeting and that nobody at it has,
// in their order; "principal" also when one of the principals is not there by name.
func MissingAttendees(m Meeting, principals []Principal) []string {
	there := map[string]bool{}
	for _, a := range m.Attendees {
		there[a.Role] = true
	}
	for _, p := range principals {
		if a, ok := m.Attendees[p.Name]; !ok || a.Role != "principal" {
			there["principal"] = false
		}
	}
	var out []string
	for _, role := range RequiredAtNotification {
		if !there[role] {
			out = append(out, role)
		}
	}
	return out
}

// rectification: report received, every finding put right or agreed to go on, uses registered (R34–R40).
func (g *gate) rectification() {
	const room = "case/rectification"
	r := g.d.Case.Rectify
	g.advise(!r.PlanReceived.IsZero() || !r.ReportReceived.IsZero(), "rectify.plan", room, "", "due", RectifyPlanDue(g.d))
	g.require(!r.ReportReceived.IsZero(), "rectify.report", room, "", byOffice, "due", RectifyReportDue(g.d))
	for _, f := range g.d.Findings {
		if f.State == FindingConfirmed && f.InReport {
			g.require(PutRight(f.ID, g.d.Measures), "rectify.finding", room, string(f.ID), byOffice, "number", f.Number, "title", f.Title)
		}
	}
	g.require(len(g.d.Uses) > 0, "use", room, "", byOffice)
	if len(g.d.Uses) > 0 {
		for _, who := range g.d.Recipients() {
			used := slices.ContainsFunc(g.d.Uses, func(u ResultUse) bool { return u.Principal == who })
			g.advise(used, "use.target", room, recipientRef(who), "recipient", g.recipient(who))
		}
	}
	g.advise(len(g.d.Supervisions) > 0, "supervision", room, "")
	for _, a := range g.d.Accountabilities {
		g.advise(!a.On.IsZero(), "accountability", room, string(a.ID), "person", a.Person)
	}
}

// PutRight says whether a finding is settled: it has a measure, and each of its measures is done or is a
// lasting one that the supervising department agreed to.
func PutRight(finding ID, measures []Measure) bool {
	found := false
	for _, m := range measures {
		if m.Finding != finding {
			continue
		}
		found = true
		if m.State != Rectified && !(m.Mode == Lasting && m.Agreed) {
			return false
		}
	}
	return found
}
