package reports

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// teamForm is the name of a numbered group.
var teamForm = regexp.MustCompile(`^第([一二三四五六七八九十\d]+)联审(?:工作)?组$`)

// subheads numbers the parts of a section that have something to say: 1.1, 1.2 …
func subheads(n int, parts ...englishSub) []document.Block {
	var out []document.Block
	i := 0
	for _, p := range parts {
		if len(p.blocks) == 0 {
			continue
		}
		i++
		out = append(append(out, document.Heading{Level: 2, Text: fmt.Sprintf("%d.%d %s", n, i, p.name)}), p.blocks...)
	}
	return out
}

type englishSub struct {
	name   string
	blocks []document.Block
}

// opening says on what authority, by whom, when, over whom and over which period the work was done, and who answers for what.
func (e *english) opening() []document.Block {
	var out []document.Sentence
	out = append(out, e.authority()...)
	when := ""
	if from, to := e.d.Case.OnSite.From, e.d.Case.OnSite.To; !from.IsZero() {
		when = " Fieldwork ran from " + spanInEnglish(from, to) + "."
		if to.IsZero() {
			when = " Fieldwork began on " + dateInEnglish(from) + "."
		}
	}
	start := "We"
	if len(out) > 0 {
		start = " we"
	}
	if len(e.d.Principals) == 0 {
		out = append(out, say("{} {} how {} discharged its {}.", start, e.w.did, e.theUnit(), e.w.duty)...)
	} else {
		out = append(out, say("{} {} how ", start, e.w.did)...)
		for i, p := range e.d.Principals {
			switch {
			case i > 0 && i == len(e.d.Principals)-1:
				out = append(out, document.Sentence{Text: ", and "})
			case i > 0:
				out = append(out, document.Sentence{Text: ", "})
			}
			out = append(out, e.serving(p)...)
		}
		their := "their"
		if len(e.d.Principals) == 1 {
			their = "the" // whether he or she is not recorded
		}
		comma := ""
		if last := e.serving(e.d.Principals[len(e.d.Principals)-1]); len(last) > 1 && !strings.HasSuffix(joined(last), ",") {
			comma = ","
		}
		out = append(out, say("{} discharged {} {}.", comma, their, e.w.duty)...)
	}
	out = append(out, say("{}", document.Sentence{Text: when, Facts: refs{Ref(e.d.Case, "onSite.from"), Ref(e.d.Case, "onSite.to")}})...)
	if years := e.financeYears(); e.strand == app.Audit && len(years) > 0 {
		out = append(out, say(" The audit covered public and financial revenue and expenditure, and the related economic activity, {}.", strings.Replace(yearsInEnglish(years), "from ", "for ", 1))...)
	}
	return append(para(out), e.answerable()...)
}

// authority is the laws and the notice that the work rests on, up to the comma.
func (e *english) authority() []document.Sentence {
	var laws []string
	var facts refs
	for _, code := range e.words.bases {
		if l, ok := e.d.Laws[code]; ok {
			laws, facts = append(laws, "the "+e.lawInEnglish(code)), append(facts, Ref(l, "name"))
		}
	}
	notice := ""
	if n := e.d.Round.NoticeNumber; n != "" {
		notice = "the notice of the Party committee and government on the joint review of three responsibilities (" + n + ")"
		if city := seat(e.d.Round.City); city != "" {
			notice = strings.Replace(notice, "Party committee and government", city+" Party committee and government", 1)
		}
	}
	all := series(append(laws, notice)...)
	if all == "" {
		return nil
	}
	return []document.Sentence{typed("Under "+all+",", "联审批次", "通知文号", append(facts, Ref(e.d.Round, "noticeNumber"))...)}
}

// serving is Zhou Yangben, Secretary of … from June 2021 to March 2026.
func (e *english) serving(p app.Principal) []document.Sentence {
	out := []document.Sentence{e.person(p)}
	if post := e.postPlain(p); post != "" {
		out = append(out, say(", {},", typed(post, "联审对象"+p.Name, "职务", Ref(p, "post")))...)
	}
	if t := tenureInEnglish(p); t != "" {
		out = append(out, say(" {}", document.Sentence{Text: t, Facts: refs{Ref(p, "from"), Ref(p, "to")}})...)
	}
	return out
}

func yearsInEnglish(years []string) string {
	if len(years) == 1 {
		return "in " + years[0]
	}
	return "from " + years[0] + " to " + years[len(years)-1]
}

// answerable says who answers for what.
func (e *english) answerable() []document.Block {
	if e.unit().Text == "" {
		return nil
	}
	what := "the material it provided"
	if e.strand == app.Audit {
		what = "the financial, accounting and other information it provided"
	}
	if e.opt.Draft || e.issuer() == "" {
		return para(say("{} is responsible for the truth and completeness of {}. The joint review group is responsible for the results of the {} reported here.", e.sentenceUnit(), what, e.w.name))
	}
	return para(say("{} is responsible for the truth and completeness of {}. {} is responsible for the {} carried out on that basis and for this report.", e.sentenceUnit(), what,
		capital(e.theOrgan(e.issuer())), e.w.name))
}

// conduct tells how the work was carried out.
func (e *english) conduct(n int) []document.Block {
	return subheads(n, englishSub{"Procedure", e.procedure()}, englishSub{"Methods and extent", e.extent()}, englishSub{"Comments on the draft", e.comments()})
}

// procedure tells notice, announcement, self-check, entry meeting and fieldwork in the order of their days.
func (e *english) procedure() []document.Block {
	k := e.d.Case
	events := []event{{k.Notice.ReceivedOn, e.notified()}, {k.Announce.From, e.posted()}}
	if e.strand == app.Audit && k.Notice.AuditNumber != "" && !k.Notice.AuditServed.IsZero() {
		events = append(events, event{k.Notice.AuditServed, say("The audit notice ({}) was served on {}. ",
			typed(k.Notice.AuditNumber, "审前通知", "审计通知书文号", Ref(k, "notice.auditNumber")), dateInEnglish(k.Notice.AuditServed))})
	}
	on := k.SelfCheck.SubmittedOn
	if on.IsZero() {
		on = k.SelfCheck.MarkedLate
	}
	events = append(events, event{on, e.ownReport()})
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.on.String(), b.on.String()) })
	var out []document.Sentence
	for _, x := range events {
		out = append(out, x.said...)
	}
	return append(para(out), para(e.meeting())...)
}

func (e *english) notified() []document.Sentence {
	on := e.d.Case.Notice.ReceivedOn
	if on.IsZero() {
		return nil
	}
	return say("{} received notice of the joint review on {}. ", e.sentenceUnit(), dateInEnglish(on), refs{Ref(e.d.Case, "notice.receivedOn")})
}

func (e *english) posted() []document.Sentence {
	a := e.d.Case.Announce
	if a.From.IsZero() {
		return nil
	}
	when := "from " + spanInEnglish(a.From, a.To)
	switch {
	case a.To.IsZero():
		when = "from " + dateInEnglish(a.From)
	case a.From == a.To:
		when = "on " + dateInEnglish(a.From)
	}
	back := ""
	if a.Opinions > 0 {
		back = fmt.Sprintf("; staff and members of the public responded with %s", plural(a.Opinions, "comment", "comments"))
	}
	return say("The joint review was announced to staff and the public {}{}. ", when, back, refs{Ref(e.d.Case, "announce.from"), Ref(e.d.Case, "announce.opinions")})
}

func (e *english) ownReport() []document.Sentence {
	s := e.d.Case.SelfCheck
	if s.SubmittedOn.IsZero() {
		if s.MarkedLate.IsZero() {
			return nil
		}
		return say("By {}, {} had not submitted its self-assessment, which was due. ", dateInEnglish(s.MarkedLate), e.theUnit(), refs{Ref(e.d.Case, "selfCheck.markedLate")})
	}
	late := ""
	if due := e.d.Round.SelfCheckDue; s.SubmittedOn.After(due) {
		late = ", " + plural(s.SubmittedOn.Sub(due), "day", "days") + " late"
	}
	found := 0
	for _, a := range e.answers() {
		if a.SelfCheck == app.Problem {
			found++
		}
	}
	own := ""
	if found > 0 {
		own = fmt.Sprintf("; it reported %s of its own finding in this area", plural(found, "problem", "problems"))
	}
	return say("{} submitted its self-assessment on {}{}{}. ", e.sentenceUnit(), dateInEnglish(s.SubmittedOn), late, own, refs{Ref(e.d.Case, "selfCheck.submittedOn")})
}

// meeting tells the entry meeting and the fieldwork.
func (e *english) meeting() []document.Sentence {
	var out []document.Sentence
	if m, held := e.d.Meeting(app.Entry); held && !m.On.IsZero() {
		kind := map[app.MeetingMode]string{app.Counties: "A joint entry meeting for counties and districts", app.Organs: "A joint entry meeting for municipal bodies"}[m.Mode]
		if kind == "" {
			kind = "An entry meeting"
		}
		present := ""
		switch {
		case m.Present > 0 && m.Expected > 0:
			present = fmt.Sprintf(", attended by %s of the %s people expected", grouped(int64(m.Present)), grouped(int64(m.Expected)))
		case m.Present > 0:
			present = fmt.Sprintf(", attended by %s people", grouped(int64(m.Present)))
		}
		var done []string
		for _, a := range []struct{ item, text string }{{"read", "the notices were read out"}, {"mobilise", "the purpose and arrangements of the review were explained"},
			{"plan", "the work plan was presented"}, {"report", "the officials under review reported on the discharge of their duties"},
			{"survey", "questionnaires were completed"}, {"evaluation", "staff evaluated their leadership by secret ballot"}} {
			if m.Agenda.Has(a.item) {
				done = append(done, a.text)
			}
		}
		did := ""
		if len(done) > 0 {
			did = " At the meeting " + series(done...) + "."
		}
		out = say("{} was held on {}{}.{} ", kind, dateInEnglish(m.On), present, did, refs{Ref(m, "on"), Ref(m, "present"), Ref(m, "agenda")})
	}
	return out
}

var englishMethods = map[app.Method]string{app.MethodReport: "oral reports by the unit", app.MethodTalk: "interviews and group discussions", app.MethodDocuments: "examination of records",
	app.MethodSite: "on-site inspection", app.MethodSurvey: "targeted surveys"}

// extent tells the methods and how much was done by them.
func (e *english) extent() []document.Block {
	used, _ := e.methodsUsed()
	var names []string
	for _, m := range app.Methods {
		if used[m] && englishMethods[m] != "" {
			names = append(names, englishMethods[m])
		}
	}
	var first []document.Sentence
	if len(names) > 0 {
		first = say("Our work consisted of {}. ", series(names...))
	}
	first = append(first, e.amountOfWork()...)
	return append(para(first), para(e.coverage())...)
}

// amountOfWork tells talks, material, ballots and proof in numbers.
func (e *english) amountOfWork() []document.Sentence {
	single, panels, atPanels, copies, received := 0, 0, 0, 0, 0
	for _, t := range e.d.Talks {
		if people := max(t.People, 1); t.Type == "panel" {
			panels, atPanels = panels+1, atPanels+people
		} else {
			single += people
		}
	}
	for _, m := range e.d.Materials {
		if !m.ReceivedOn.IsZero() {
			received, copies = received+1, copies+m.Copies
		}
	}
	var did []string
	if single > 0 {
		did = append(did, "interviewed "+plural(single, "person", "people"))
	}
	if panels > 0 {
		did = append(did, fmt.Sprintf("held %s with %s", plural(panels, "group discussion", "group discussions"), plural(atPanels, "participant", "participants")))
	}
	if copies > 0 {
		did = append(did, "obtained "+plural(copies, "document", "documents"))
	} else if received > 0 {
		did = append(did, "obtained "+plural(received, "kind of document", "kinds of document"))
	}
	if v := e.d.Case.OnSite.Volumes; v > 0 {
		did = append(did, "examined "+plural(v, "volume of records", "volumes of records"))
	}
	surveys, votes := 0, 0
	for _, s := range e.d.Surveys {
		surveys += s.Batch.Valid
	}
	for _, v := range e.d.Evaluations {
		votes += v.Batch.Valid
	}
	var papers []string
	if surveys > 0 {
		papers = append(papers, plural(surveys, "valid questionnaire", "valid questionnaires"))
	}
	if votes > 0 {
		papers = append(papers, plural(votes, "valid evaluation ballot", "valid evaluation ballots"))
	}
	if len(papers) > 0 {
		did = append(did, "received "+series(papers...))
	}
	var out []document.Sentence
	if len(did) > 0 {
		out = say("We {}. ", series(did...), append(append(about(e.d.Talks, "people"), about(e.d.Materials, "receivedOn")...), Ref(e.d.Case, "onSite.volumes")))
	}
	proofs, done := e.evidence(), e.papers()
	var kept []string
	if n := len(proofs); n > 0 {
		kept = append(kept, plural(n, "item of evidence", "items of evidence"))
	}
	reviewed := 0
	for _, p := range done {
		if !p.ReviewedOn.IsZero() {
			reviewed++
		}
	}
	if n := len(done); n > 0 {
		text := plural(n, "working paper", "working papers")
		switch {
		case reviewed == n && n == 1:
			text += ", which has been reviewed"
		case reviewed == n:
			text += ", all of which have been reviewed"
		case reviewed > 0:
			text += ", " + number(reviewed) + " of which had been reviewed"
		}
		kept = append(kept, text)
	}
	if len(kept) > 0 {
		out = append(out, say("The {} is supported by {}.", e.w.name, series(kept...), append(about(proofs, "title"), about(done, "index")...))...)
	}
	return out
}

// coverage tells how much of the checklist was gone through, and the samples.
func (e *english) coverage() []document.Sentence {
	p := app.ProgressOf(e.d, e.strand)
	if p.Answered == 0 {
		return nil
	}
	na := ""
	if p.NotApplicable > 0 {
		na = fmt.Sprintf(", leaving aside %s not applicable to the unit", plural(p.NotApplicable, "item", "items"))
	}
	var results []string
	if clean := p.Answered - p.Problems - p.NotChecked; clean > 0 {
		results = append(results, "no exception was noted on "+number(clean))
	}
	switch {
	case p.Problems == 1:
		results = append(results, "an exception was noted on one")
	case p.Problems > 1:
		results = append(results, "exceptions were noted on "+number(p.Problems))
	}
	if p.NotChecked > 0 {
		results = append(results, number(p.NotChecked)+" could not be examined")
	}
	open := ""
	if p.Open() > 0 {
		open = " Work on a further " + plural(p.Open(), "item", "items") + " is in progress."
	}
	out := say("We examined the {} of the {} (version {}) one by one{}: {}.{} ", plural(p.Answered, "item", "items"), e.w.list, e.d.Templates[e.strand].Version, na,
		series(results...), open, refs{Ref(e.d.Case, "strands."+string(e.strand)+".template")})
	should, sampled, faulty := 0, 0, 0
	var counted []app.Answer
	for _, a := range e.answers() {
		if a.Sampled > 0 && a.Should >= a.Sampled {
			should, sampled, faulty = should+a.Should, sampled+a.Sampled, faulty+a.Faulty
			counted = append(counted, a)
		}
	}
	if sampled == 0 {
		return out
	}
	fault := " without exception"
	if faulty > 0 {
		fault = "; " + plural(faulty, "exception was found", "exceptions were found")
	}
	return append(out, say("Where records were sampled, we tested {} of {} ({}){}.", grouped(int64(sampled)), grouped(int64(should)), percent(sampled, should), fault,
		append(about(counted, "sampled"), about(counted, "faulty")...))...)
}
