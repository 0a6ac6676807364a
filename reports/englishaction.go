package reports

import (
	"fmt"

	"lianshen/app"
	"lianshen/reports/document"
)

// demands tells what is to be done about every finding, then the terms and what follows from them.
func (e *english) demands(int) []document.Block {
	if len(e.findings) == 0 {
		return append(para(say("{} should keep up what has been achieved, apply the rules strictly and go on improving its procedures.", e.sentenceUnit())), e.uses()...)
	}
	var out []document.Block
	numbers := e.findingNumbers()
	rest := 0
	for _, g := range e.composer.grouped() {
		for _, f := range g.findings {
			record := findingRecord(f)
			var s []document.Sentence
			if t := e.told(f.Treatment, record, "处理意见", Ref(f, "treatment")); len(t) > 0 {
				s = append(append(s, document.Sentence{Text: "Decision: "}), append(ended(t), document.Sentence{Text: " "})...)
			}
			if t := e.told(f.Requirement, record, "整改要求", Ref(f, "requirement")); len(t) > 0 {
				s = append(append(s, document.Sentence{Text: "Required: "}), append(ended(t), document.Sentence{Text: " "})...)
			}
			if len(s) == 0 {
				rest++
				continue
			}
			if !f.RectifyDue.IsZero() {
				s = append(s, say("To be completed by {}.", dateInEnglish(f.RectifyDue), refs{Ref(f, "rectifyDue")})...)
			}
			lead := document.Sentence{Text: fmt.Sprintf("Finding %d (%s). ", numbers[f.ID], lower(e.findingName(f))), Record: record, Field: "问题类型"}
			out = append(out, document.Paragraph{Lead: lead, LeadLevel: 4, Sentences: s})
		}
	}
	if rest > 0 {
		other := ""
		if rest < len(e.findings) {
			other = " other"
		}
		out = append(out, para(say("{} should take measures to put right the{} findings of this report in accordance with the rules.", e.sentenceUnit(), other))...)
	}
	return append(append(out, para(e.deadlines())...), e.uses()...)
}

// deadlines tells when plan and report are due and who follows them up.
func (e *english) deadlines() []document.Sentence {
	set := e.d.Round.Settings
	facts := refs{Ref(e.d.Round, "settings.planDays"), Ref(e.d.Round, "settings.reportDays")}
	plan, report := "", ""
	if set.PlanDays > 0 {
		plan = fmt.Sprintf("draw up a rectification plan within %s of receiving this report, clarifying duties, closing gaps and improving procedures", plural(set.PlanDays, "working day", "working days"))
	}
	if set.ReportDays > 0 {
		days := plural(set.ReportDays, "day", "days")
		if set.ReportDaysKind == app.WorkingDays {
			days = plural(set.ReportDays, "working day", "working days")
		}
		report = fmt.Sprintf("report to %s on the action taken within %s of receiving it", e.team(), days)
	}
	var out []document.Sentence
	both := plan + report
	if plan != "" && report != "" {
		both = plan + ", and " + report
	}
	if both != "" {
		out = say("{} must {}. ", e.sentenceUnit(), both, facts)
	}
	return append(out, say("The departments concerned will follow up the action taken. Where it is not taken seriously or falls short, those responsible may be formally admonished or publicly criticised under the rules.")...)
}

func (e *english) uses() []document.Block {
	return para(say("The results of the joint review are an important basis for appraising {} and the officials concerned, for appointments, for adjusting institutions and staffing, for commendation and awards, and for holding to account.", e.theUnit()))
}

// putRight tells what was put right before the report.
func (e *english) putRight() []document.Block {
	if len(e.findings) == 0 {
		return para(say("No finding called for action."))
	}
	numbers := e.findingNumbers()
	var out []document.Block
	for _, g := range e.composer.grouped() {
		for _, f := range g.findings {
			if t := e.told(f.DuringAudit, findingRecord(f), "审计期间整改", Ref(f, "duringAudit")); len(t) > 0 {
				out = append(out, document.Paragraph{Lead: document.Sentence{Text: fmt.Sprintf("Finding %d. ", numbers[f.ID])}, LeadLevel: 4, Sentences: ended(t)})
			}
		}
	}
	if len(out) == 0 {
		return para(say("The unit reported no action completed during the audit. The findings are to be put right as section 5 requires."))
	}
	have := "have"
	if len(out) == 1 {
		have = "has"
	}
	first := say("Of the {} reported, {} {} been put right in full or in part.", plural(len(e.findings), "finding", "findings"), number(len(out)), have)
	if len(e.findings) == len(out) {
		first = say("Action has been taken, in full or in part, on every finding.")
	}
	return append(para(first), out...)
}

// others tells what belongs nowhere else in an audit report.
func (e *english) others() []document.Block {
	out := e.comments()
	moved := 0
	var facts refs
	for _, f := range e.findings {
		if tidy(f.Transfer) != "" {
			moved, facts = moved+1, append(facts, Ref(f, "transfer"))
		}
	}
	if moved > 0 {
		was := "were"
		if moved == 1 {
			was = "was"
		}
		out = append(out, para(say("{} {} referred to the competent authorities.", capital(plural(moved, "matter", "matters")), was, facts))...)
	}
	return append(out, para(say("Amounts are in renminbi (RMB). Those in the text are rounded to two decimals of the unit named; totals are made of exact amounts."))...)
}

// comments tells the notification meeting and what became of the comments on the draft.
func (e *english) comments() []document.Block {
	if e.opt.Draft {
		return nil
	}
	var first []document.Sentence
	if m, held := e.d.Meeting(app.Notification); held && !m.On.IsZero() {
		first = say("The results were presented at a meeting on {}. ", dateInEnglish(m.On), refs{Ref(m, "on")})
	}
	first = append(first, e.invited()...)
	out := para(first)
	numbers := e.findingNumbers()
	for _, o := range e.opinions() {
		out = append(out, e.answered(o, numbers[o.Finding])...)
	}
	return out
}

// invited tells to whom the draft went and how many comments came back.
func (e *english) invited() []document.Sentence {
	var to []document.Sentence
	var sent app.Date
	none, answered, n := 0, 0, 0
	for _, k := range e.d.Consultations {
		if !k.SentOn.IsZero() {
			n++
		}
	}
	i := 0
	for _, k := range e.d.Consultations {
		if k.SentOn.IsZero() {
			continue
		}
		if sent.IsZero() || k.SentOn.Before(sent) {
			sent = k.SentOn
		}
		i++
		switch {
		case i > 1 && i == n:
			to = append(to, document.Sentence{Text: " and "})
		case i > 1:
			to = append(to, document.Sentence{Text: ", "})
		}
		if p, ok := e.d.Principal(k.Principal); ok {
			to = append(to, e.person(p))
		} else {
			to = append(to, e.theUnit())
		}
		if k.NoObject {
			none++
		}
		if k.Answered() {
			answered++
		}
	}
	if len(to) == 0 {
		return nil
	}
	out := say("The draft report was sent to {} for comment on {}. ", to, dateInEnglish(sent), about(e.d.Consultations, "sentOn"))
	list := e.opinions()
	if len(list) == 0 {
		switch len(e.d.Consultations) {
		case none:
			return append(out, say("All replied in writing that they had no objection.", about(e.d.Consultations, "noObject"))...)
		case answered:
			return append(out, say("No objections to it were received.", about(e.d.Consultations, "repliedOn"))...)
		}
		return out
	}
	tally := map[app.Adoption]int{}
	for _, o := range list {
		tally[o.Adoption]++
	}
	var parts []string
	for _, a := range []struct {
		of   app.Adoption
		text string
	}{{app.Adopted, "accepted"}, {app.PartlyAdopted, "accepted in part"}, {app.NotAdopted, "not accepted"}, {"", "still being checked"}} {
		if tally[a.of] > 0 {
			parts = append(parts, number(tally[a.of])+" "+a.text)
		}
	}
	if len(list) == 1 {
		verdict := map[app.Adoption]string{app.Adopted: "we accepted", app.PartlyAdopted: "we accepted in part", app.NotAdopted: "we did not accept", "": "is still being checked"}[list[0].Adoption]
		return append(out, say("One comment was received, which {}.", verdict, about(list, "adoption"))...)
	}
	return append(out, say("{} were received; each was checked: {}.", capital(plural(len(list), "comment", "comments")), series(parts...), about(list, "adoption"))...)
}

// answered tells one comment, what the check showed and how it was decided.
func (e *english) answered(o app.Opinion, finding int) []document.Block {
	record := "反馈意见"
	on := ""
	if finding > 0 {
		on = fmt.Sprintf(" on finding %d", finding)
	}
	from := []document.Sentence{e.sentenceUnit()}
	if p, ok := e.d.Principal(o.Principal); ok {
		from = []document.Sentence{e.person(p)}
	}
	out := append(say("{} commented{}: ", from, on), ended(e.told(e.remark(o), record, "意见", Ref(o, "text")))...)
	if o.Adoption == "" {
		return para(out)
	}
	if t := e.told(o.Recheck, record, "核查情况", Ref(o, "recheck")); len(t) > 0 {
		out = append(append(out, document.Sentence{Text: " Our check: "}), ended(t)...)
	}
	out = append(out, say(" {}", map[app.Adoption]string{app.Adopted: "The comment was accepted", app.PartlyAdopted: "The comment was accepted in part", app.NotAdopted: "The comment was not accepted"}[o.Adoption], refs{Ref(o, "adoption")})...)
	if t := e.told(o.Reason, record, "理由", Ref(o, "reason")); len(t) > 0 {
		out = append(append(out, document.Sentence{Text: ", for this reason: "}), ended(t)...)
	} else {
		out = append(out, document.Sentence{Text: "."})
	}
	if o.Adoption != app.NotAdopted && o.AmountBefore != o.AmountAfter {
		out = append(out, say(" The amount involved was changed from {} to {}.", rmb(o.AmountBefore), rmb(o.AmountAfter), refs{Ref(o, "amountBefore"), Ref(o, "amountAfter")})...)
	}
	if t := e.told(o.After, record, "修改后", Ref(o, "after")); len(t) > 0 && o.Adoption != app.NotAdopted {
		out = append(append(out, document.Sentence{Text: " The wording now reads: "}), ended(t)...)
	}
	return para(out)
}
