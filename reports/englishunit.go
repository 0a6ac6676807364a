package reports

import (
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// background tells unit and officials and the facts of the strand.
func (e *english) background(n int) []document.Block {
	if e.strand == app.Verification {
		return subheads(n, englishSub{"The unit", e.unitInBrief()}, englishSub{"The officials", e.officials()}, englishSub{"Approved and actual numbers", e.staffing()})
	}
	return subheads(n, englishSub{"The unit", e.unitInBrief()}, englishSub{"The officials", e.officials()}, englishSub{"Appointments during the term", e.appointed()})
}

// auditBackground joins how the audit was carried out with unit and officials.
func (e *english) auditBackground(n int) []document.Block {
	return subheads(n, englishSub{"Conduct of the audit", append(e.procedure(), e.extent()...)}, englishSub{"The unit", e.unitInBrief()},
		englishSub{"The officials", e.officials()})
}

var unitKindsInEnglish = map[app.UnitKind]string{app.Organ: "a Party or government body", app.Institution: "a public institution", app.Enterprise: "a state-owned enterprise",
	app.County: "a county-level unit", app.Township: "a township-level unit"}

func (e *english) unitInBrief() []document.Block {
	u, k := e.d.Unit, e.d.Case
	var out []document.Sentence
	if kind := unitKindsInEnglish[u.Kind]; kind != "" {
		out = append(out, say("{} is {}. ", e.sentenceUnit(), kind)...)
	}
	told := func(lead string, text []document.Sentence) {
		if len(text) > 0 {
			out = append(append(out, document.Sentence{Text: lead}), append(ended(text), document.Sentence{Text: " "})...)
		}
	}
	told("Its functions are as follows: ", e.told(u.Duties, "单位"+u.Name, "主要职责", Ref(u, "duties")))
	told("Its internal structure: ", e.told(u.Sections, "单位"+u.Name, "内设机构", Ref(u, "sections")))
	told("Its leadership: ", e.told(k.Facts.Leaders, "基本情况", "领导班子", Ref(k, "facts.leaders")))
	if e.strand != app.Verification {
		if quota, actual := e.establishment(); quota > 0 || actual > 0 {
			off := ""
			if k.Facts.OffQuota > 0 {
				off = fmt.Sprintf(", and a further %s outside the approved establishment", plural(k.Facts.OffQuota, "person", "people"))
			}
			out = append(out, say("It has {} in its approved establishment and {} in post{}.", plural(quota, "post", "posts"), plural(actual, "person", "people"), off,
				refs{Ref(k, "facts.posts"), Ref(k, "facts.offQuota")})...)
		}
	}
	return para(out)
}

func (e *english) officials() []document.Block {
	var out []document.Block
	for _, p := range e.d.Principals {
		s := []document.Sentence{e.person(p)}
		post, when := e.postPlain(p), tenureInEnglish(p)
		verb := " was "
		if p.To.IsZero() {
			verb = " has been "
		}
		switch {
		case post != "":
			s = append(s, say("{}{}", verb, typed(post, "联审对象"+p.Name, "职务", Ref(p, "post")))...)
		case when != "":
			s = append(s, document.Sentence{Text: " served"})
		}
		if when != "" {
			comma := " "
			if post != "" {
				comma = ", "
			}
			s = append(s, say("{}{}", comma, document.Sentence{Text: when, Facts: refs{Ref(p, "from"), Ref(p, "to")}})...)
		}
		s = append(s, document.Sentence{Text: ". "})
		if o := map[app.Occasion]string{app.MidTerm: "carried out during the term of office", app.Leaving: "carried out on leaving office"}[p.Occasion]; o != "" {
			s = append(s, say("This {} was {}. ", e.w.name, o, refs{Ref(p, "occasion")})...)
		}
		if t := e.told(p.Duties, "联审对象"+p.Name, "任职及分工", Ref(p, "duties")); len(t) > 0 {
			s = append(append(s, document.Sentence{Text: "Responsibilities: "}), ended(t)...)
		}
		out = append(out, para(s)...)
	}
	return out
}

// appointed tells what the unit appointed, with the table by year.
func (e *english) appointed() []document.Block {
	years := e.appointmentYears()
	if len(years) == 0 {
		return nil
	}
	batches, people := e.composer.appointed()
	text := say("{}, {} made {} in {}, as the following table shows.", capital(yearsInEnglish(years)), e.theUnit(), plural(people, "appointment", "appointments"),
		plural(batches, "batch", "batches"), refs{Ref(e.d.Case, "facts.appointments")})
	t := document.Table{Caption: document.Sentence{Text: "Appointments by year"}, Columns: []document.Column{{Head: "Year", Align: document.AlignCentre},
		{Head: "Batches", Align: document.AlignCentre}, {Head: "Appointments", Align: document.AlignCentre}, {Head: "Share", Align: document.AlignCentre}}}
	for _, y := range years {
		a := e.d.Case.Facts.Appointments[y]
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{typedCell(y, "基本情况", "选任年度"), {Text: grouped(int64(a.Batches))}, {Text: grouped(int64(a.People))}, {Text: percent(a.People, people)}}})
	}
	t.Rows = append(t.Rows, document.Row{Total: true, Cells: document.Cells("Total", grouped(int64(batches)), grouped(int64(people)), "")})
	return append(para(text), t)
}

var postsInEnglish = map[string]string{app.PostsAdmin: "Administrative posts", app.PostsInstitution: "Institution posts", app.PostsWorkers: "Support posts", app.PostsLeaders: "Leading posts"}

// staffing sets approved against actual numbers, in prose where they differ and in a table.
func (e *english) staffing() []document.Block {
	f := e.d.Case.Facts
	if len(f.Posts) == 0 && f.BodiesAllowed == 0 && f.BodiesActual == 0 {
		return nil
	}
	t := document.Table{Caption: document.Sentence{Text: "Approved and actual numbers", Facts: refs{Ref(e.d.Case, "facts.posts")}}, Columns: []document.Column{
		{Head: "Category", Width: 3}, {Head: "Approved", Width: 1.6, Align: document.AlignCentre}, {Head: "Actual", Width: 1.6, Align: document.AlignCentre},
		{Head: "Over (+) or under (-)", Width: 2, Align: document.AlignCentre}, {Head: "Use", Width: 1.6, Align: document.AlignCentre}}}
	var over, under []string
	row := func(name string, quota, actual int, total bool) {
		use := "–"
		if quota > 0 {
			use = percent(actual, quota)
		}
		t.Rows = append(t.Rows, document.Row{Total: total, Cells: document.Cells(name, grouped(int64(quota)), grouped(int64(actual)), difference(actual-quota), use)})
		switch {
		case total:
		case actual > quota:
			over = append(over, fmt.Sprintf("%s by %s", lower(name), number(actual-quota)))
		case actual < quota:
			under = append(under, fmt.Sprintf("%s by %s", lower(name), number(quota-actual)))
		}
	}
	if f.BodiesAllowed > 0 || f.BodiesActual > 0 {
		row("Bodies", f.BodiesAllowed, f.BodiesActual, false)
	}
	for _, kind := range app.PostKinds {
		if p, ok := f.Posts[kind]; ok && kind != app.PostsLeaders {
			row(postsInEnglish[kind], p.Quota, p.Actual, false)
		}
	}
	quota, actual := e.establishment()
	row("All posts", quota, actual, true)
	if p, ok := f.Posts[app.PostsLeaders]; ok {
		row(postsInEnglish[app.PostsLeaders], p.Quota, p.Actual, false)
	}
	t.Rows = append(t.Rows, document.Row{Cells: document.Cells("Staff outside the establishment", "–", grouped(int64(f.OffQuota)), "–", "–")})
	facts := refs{Ref(e.d.Case, "facts.posts"), Ref(e.d.Case, "facts.bodiesAllowed"), Ref(e.d.Case, "facts.bodiesActual")}
	var text []document.Sentence
	switch {
	case len(over) > 0 && len(under) > 0:
		text = say("The approved numbers were exceeded for {}, and not fully used for {}. ", series(over...), series(under...), facts)
	case len(over) > 0:
		text = say("The approved numbers were exceeded for {}. ", series(over...), facts)
	case len(under) > 0:
		text = say("No approved number was exceeded; {} were not fully used. ", series(under...), facts)
	default:
		text = say("Actual numbers matched those approved. ", facts)
	}
	if f.OffQuota > 0 {
		text = append(text, say("A further {} employed outside the establishment. ", wasOrWere(f.OffQuota), refs{Ref(e.d.Case, "facts.offQuota")})...)
	}
	if f.FiscallyPaid > 0 && actual > 0 {
		gap := "the same number as are in post"
		switch {
		case f.FiscallyPaid > actual:
			gap = number(f.FiscallyPaid-actual) + " more than are in post"
		case f.FiscallyPaid < actual:
			gap = number(actual-f.FiscallyPaid) + " fewer than are in post"
		}
		text = append(text, say("The budget pays {}, {}.", plural(f.FiscallyPaid, "person", "people"), gap, refs{Ref(e.d.Case, "facts.fiscallyPaid")})...)
	}
	return append(para(text), t)
}

// wasOrWere is a number of people with its verb.
func wasOrWere(n int) string {
	if n == 1 {
		return "one" + hard + "person was"
	}
	return number(n) + hard + "people were"
}

// lower makes the first letter small, but for the Party.
func lower(s string) string {
	if s == "" || s[0] < 'A' || s[0] > 'Z' || strings.HasPrefix(s, "Party") {
		return s
	}
	return string(s[0]+'a'-'A') + s[1:]
}
