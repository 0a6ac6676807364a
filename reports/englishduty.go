package reports

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"lianshen/app"
	"lianshen/reports/document"
)

// duties tells how the duty was carried out: achievements, money, earlier findings, and what the checklist showed.
func (e *english) duties() []document.Block {
	f := e.d.Case.Facts
	var out []document.Block
	if t := e.told(f.Achievements[e.strand], "基本情况", "主要成绩", Ref(e.d.Case, "facts.achievements."+string(e.strand))); len(t) > 0 {
		out = append(out, para(say("Main achievements recorded: "), ended(t))...)
	}
	if e.strand == app.Audit {
		out = append(out, e.money()...)
		if t := e.told(f.Earlier, "基本情况", "以往问题整改", Ref(e.d.Case, "facts.earlier")); len(t) > 0 {
			out = append(out, para(say("Follow-up of earlier audits: "), ended(t))...)
		}
	}
	var clean []string
	var faulty []string
	for _, p := range e.parts() {
		name := e.partName(p.name)
		if p.problems == 0 {
			clean = append(clean, name)
		} else {
			items := "items"
			if p.checked == 1 {
				items = "item"
			}
			faulty = append(faulty, fmt.Sprintf("%s (%d of %d %s)", name, p.problems, p.checked, items))
		}
	}
	var text []document.Sentence
	if len(clean) > 0 {
		text = say("No exceptions were noted in the following areas: {}. ", strings.Join(clean, "; "))
	}
	if len(faulty) > 0 {
		text = append(text, say("Exceptions were noted in the following areas: {}.", strings.Join(faulty, "; "))...)
	}
	return append(out, para(text)...)
}

// partName is the English name of a part of the checklist.
func (e *english) partName(chinese string) string {
	for _, s := range e.d.Templates[e.strand].Sections {
		if s.Name == chinese && s.NameEn != "" {
			return lower(s.NameEn)
		}
	}
	if s := shippedEnglish().problems[chinese]; s != "" {
		return lower(s)
	}
	return quoted(chinese)
}

// auditDuties joins the discharge of duties, the evaluation and the opinion.
func (e *english) auditDuties(n int) []document.Block {
	none := para(say("Nothing had been recorded under this heading when the report was made."))
	or := func(b []document.Block) []document.Block {
		if len(b) == 0 {
			return none
		}
		return b
	}
	return subheads(n, englishSub{"Discharge of duties", or(e.duties())}, englishSub{"Staff evaluation and questionnaire", or(e.evaluation())},
		englishSub{e.w.opinion, or(e.opinion())})
}

// money tells revenue and expenditure by year.
func (e *english) money() []document.Block {
	years := e.financeYears()
	if len(years) == 0 {
		return nil
	}
	t := document.Table{Caption: document.Sentence{Text: "Revenue and expenditure", Facts: refs{Ref(e.d.Case, "facts.finances")}}, Unit: "RMB million",
		Columns: []document.Column{{Head: "Year", Width: 1, Align: document.AlignCentre}, {Head: "Revenue", Width: 2, Align: document.AlignDecimal},
			{Head: "Expenditure", Width: 2, Align: document.AlignDecimal}, {Head: "of which\nprojects", Width: 2, Align: document.AlignDecimal},
			{Head: "of which\n“three public”*", Width: 2, Align: document.AlignDecimal}, {Head: "Year-end\nbalance", Width: 2, Align: document.AlignDecimal}}}
	var sums [4]app.Money
	for _, y := range years {
		f := e.d.Case.Facts.Finances[y]
		cells := []document.Cell{typedCell(y, "基本情况", "收支年度")}
		for i, m := range []app.Money{f.Income, f.Outlay, f.Project, f.Three} {
			sums[i] += m
			cells = append(cells, document.Cell{Text: millions(m)})
		}
		t.Rows = append(t.Rows, document.Row{Cells: append(cells, document.Cell{Text: millions(f.Surplus)})})
	}
	total := []document.Cell{{Text: "Total"}}
	for _, m := range sums {
		total = append(total, document.Cell{Text: millions(m)})
	}
	t.Rows = append(t.Rows, document.Row{Total: true, Cells: append(total, document.Cell{Text: "–"})})
	t.Notes = document.Plain("* Official receptions, official vehicles and official travel abroad. Totals are made of exact amounts and may differ from the sum of the figures shown.")
	detail := ""
	if sums[3] != 0 {
		detail = ", of which " + rmb(sums[3]) + " on official receptions, vehicles and travel abroad (“three public” expenditure)"
	}
	return append(para(say("{}, {} had revenue of {} and expenditure of {}{}.{} The table gives the figures by year.", capital(yearsInEnglish(years)), e.theUnit(), rmb(sums[0]), rmb(sums[1]), detail,
		e.trend(years), refs{Ref(e.d.Case, "facts.finances")})), t)
}

// trend tells how the three public expenditures moved from the first year to the last.
func (e *english) trend(years []string) string {
	first, last := e.d.Case.Facts.Finances[years[0]].Three, e.d.Case.Facts.Finances[years[len(years)-1]].Three
	if len(years) < 2 || first <= 0 || last <= 0 || first == last {
		return ""
	}
	word, by := "lower", first-last
	if last > first {
		word, by = "higher", last-first
	}
	return fmt.Sprintf(" The latter was %s %s in %s than in %s.", percent(int(hundredths(by)), int(hundredths(first))), word, years[len(years)-1], years[0])
}

// millions is an amount in millions with two decimals; 0 is shown as –.
func millions(m app.Money) string {
	if m == 0 {
		return "–"
	}
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	h := (int64(m) + 500_000) / 1_000_000
	return fmt.Sprintf("%s%s.%02d", sign, grouped(h/100), h%100)
}

var (
	gradesInEnglish  = map[string]string{app.GradeGood: "Good", app.GradeFair: "Fairly good", app.GradeAverage: "Average", app.GradePoor: "Poor", app.GradeUnknown: "Don’t know"}
	overallInEnglish = map[string]string{app.GradeGood: "Excellent", app.GradeFair: "Competent", app.GradeAverage: "Just competent", app.GradePoor: "Not competent", app.GradeUnknown: "Don’t know"}
	surveyInEnglish  = map[string]string{app.GradeGood: "Satisfied", app.GradeFair: "Fairly satisfied", app.GradeAverage: "Neutral", app.GradePoor: "Dissatisfied", app.GradeUnknown: "Don’t know"}
)

var questionsInEnglish = map[string]string{
	"xr-overall": "The selection and appointment of officials overall", "xr-open": "Openness of selection procedures", "xr-lobbying": "Prevention of lobbying for posts", "xr-orientation": "Fitness of those promoted",
	"bz-bodies": "Suitability of the organisational structure", "bz-absent": "Presence of staff at their posts", "bz-offquota": "Management of staff outside the establishment", "bz-duties": "Clarity of departmental duties",
	"jj-collective": "Collective decisions on major expenditure", "jj-open": "Openness of finances", "jj-waste": "Thrift and avoidance of waste", "jj-clean": "Integrity of the heads of the unit",
}

// evaluation tells staff evaluation and questionnaire with tables.
func (e *english) evaluation() []document.Block {
	var out []document.Block
	for _, v := range e.d.Evaluations {
		if v.Overall.Total() == 0 && len(v.Rows) == 0 {
			continue
		}
		of, whom := "", "the leadership"
		if p, ok := e.d.Principal(v.Principal); ok {
			of, whom = ": "+personInEnglish(p.Name), personInEnglish(p.Name)
		}
		text := e.returned("Staff evaluated "+whom+" by secret ballot", "ballot", "ballots", v.On, v.Batch, Ref(v, "batch"))
		if t := v.Overall; t.Total() > 0 {
			text = append(text, say(" Overall, {} of valid ballots rated performance excellent or competent.", percent(t.Good+t.Fair, t.Total()), refs{Ref(v, "overall")})...)
		}
		if t, ok := v.Rows[e.strand]; ok && t.Total() > 0 {
			text = append(text, say(" On {}, {} rated it good or fairly good; the weighted score was {} out of 100.", lower(e.w.aspect), percent(t.Good+t.Fair, t.Total()),
				app.PointsText(app.Score(t, e.d.Round.Settings.Weights)), refs{Ref(v, "rows."+string(e.strand))})...)
		}
		out = append(append(out, para(text)...), e.evaluated(v, of))
	}
	for _, s := range e.d.Surveys {
		codes := e.questions(s)
		if len(codes) == 0 {
			continue
		}
		text := e.returned("A questionnaire was circulated", "form", "forms", s.On, s.Batch, Ref(s, "batch"))
		text = append(text, e.complaints(s)...)
		if n := len(s.Remarks); n > 0 {
			text = append(text, say(" Respondents added {}.", plural(n, "written comment", "written comments"), refs{Ref(s, "remarks")})...)
		}
		out = append(append(out, para(text)...), e.surveyed(s, codes))
	}
	if len(out) == 0 {
		return para(say("No results of a staff evaluation or questionnaire had been recorded when the report was made."))
	}
	return out
}

// returned tells papers issued, returned and valid.
func (e *english) returned(what, one, many string, on app.Date, b app.Batch, fact string) []document.Sentence {
	when := ""
	if !on.IsZero() {
		when = " on " + dateInEnglish(on)
	}
	var parts []string
	if b.Issued > 0 {
		parts = append(parts, plural(b.Issued, one, many)+" were issued")
	}
	if b.Returned > 0 {
		text := grouped(int64(b.Returned)) + " were returned"
		if b.Issued > 0 {
			text += " (" + percent(b.Returned, b.Issued) + ")"
		}
		parts = append(parts, text)
	}
	if b.Valid > 0 {
		parts = append(parts, grouped(int64(b.Valid))+" were valid")
	}
	tail := "."
	if len(parts) > 0 {
		tail = ": " + series(parts...) + "."
	}
	return say("{}{}{}", what, when, tail, refs{fact})
}

// evaluated is the table of the overall result and the row of the strand.
func (e *english) evaluated(v app.Evaluation, of string) document.Block {
	grades := e.gradesOf(v)
	t := document.Table{Caption: document.Sentence{Text: "Staff evaluation" + of, Record: "民主测评", Field: "联审对象", Facts: refs{Ref(v, "rows"), Ref(v, "overall")}},
		Unit: "Valid ballots", Columns: []document.Column{{Head: "Subject", Width: 3}}}
	for _, g := range grades {
		head := gradesInEnglish[g]
		if o := overallInEnglish[g]; o != head {
			head += "\n(" + strings.ToLower(o) + ")"
		}
		t.Columns = append(t.Columns, document.Column{Head: head, Width: 1.9, Align: document.AlignCentre})
	}
	t.Columns = append(t.Columns, document.Column{Head: "Favourable", Width: 1.9, Align: document.AlignCentre}, document.Column{Head: "Score", Width: 1.3, Align: document.AlignCentre})
	row := func(name string, tally app.Tally) {
		if tally.Total() == 0 {
			return
		}
		cells := []document.Cell{{Text: name}}
		for _, g := range grades {
			cells = append(cells, document.Cell{Text: fmt.Sprint(tally.Of(g))})
		}
		t.Rows = append(t.Rows, document.Row{Cells: append(cells, document.Cell{Text: percent(tally.Good+tally.Fair, tally.Total())},
			document.Cell{Text: app.PointsText(app.Score(tally, e.d.Round.Settings.Weights))})})
	}
	row("Overall", v.Overall)
	row(e.w.aspect, v.Rows[e.strand])
	t.Notes = document.Plain("Favourable is the share of the two highest grades. Scores weight the four grades " + strings.ReplaceAll(e.weights(), "、", ", ") + ". Grades in brackets are those of the overall row.")
	return t
}

// complaints tells the problems ticked most.
func (e *english) complaints(s app.Survey) []document.Sentence {
	var names []string
	for name, n := range s.Problems {
		if n > 0 && name != "其他" {
			names = append(names, name)
		}
	}
	sort.Slice(names, func(i, j int) bool {
		if a, b := s.Problems[names[i]], s.Problems[names[j]]; a != b {
			return a > b
		}
		return names[i] < names[j]
	})
	if len(names) == 0 {
		return nil
	}
	var said []document.Sentence
	for i, name := range names[:min(3, len(names))] {
		if i > 0 {
			said = append(said, document.Sentence{Text: ", "})
		}
		text := e.told(name, "调查问卷", "突出问题", Ref(s, "problems"))
		if known := shippedEnglish().problems[name]; known != "" {
			text = document.Plain(lower(known))
		}
		said = append(said, say("{} ({})", text, s.Problems[name])...)
	}
	return say(" The problems most often named in it were {}.", said)
}

func (e *english) surveyed(s app.Survey, codes []string) document.Block {
	t := document.Table{Caption: document.Sentence{Text: "Questionnaire", Facts: refs{Ref(s, "questions")}}, Unit: "Valid forms", Columns: []document.Column{{Head: "Question", Width: 3.6}}}
	for _, g := range allGrades {
		t.Columns = append(t.Columns, document.Column{Head: surveyInEnglish[g], Width: 1.7, Align: document.AlignCentre})
	}
	t.Columns = append(t.Columns, document.Column{Head: "Favourable", Width: 1.9, Align: document.AlignCentre})
	for _, code := range codes {
		tally := s.Questions[code]
		cells := []document.Cell{{Text: questionsInEnglish[code]}}
		for _, g := range allGrades {
			cells = append(cells, document.Cell{Text: fmt.Sprint(tally.Of(g))})
		}
		t.Rows = append(t.Rows, document.Row{Cells: append(cells, document.Cell{Text: percent(tally.Good+tally.Fair, e.base(tally))})})
	}
	base := "“Don’t know” counts as a valid answer."
	if !e.d.Round.Settings.UnknownInBase {
		base = "“Don’t know” is left out of the base."
	}
	t.Notes = document.Plain("Favourable is the share of “satisfied” and “fairly satisfied”. " + base)
	return t
}

var assessmentsInEnglish = map[string]string{assessWell: "satisfactory", assessBasic: "generally satisfactory", assessPoorly: "unsatisfactory"}

// opinion is the overall opinion with what it rests on.
func (e *english) opinion() []document.Block {
	text, recorded := e.assessment()
	if recorded && (strings.ContainsAny(text, "。\n") || utf8.RuneCountInString(text) > 12) {
		return para(say("Our overall opinion: "), ended(e.told(text, "总体评价", "评价意见", Ref(e.d.Case, "strands."+string(e.strand)+".assessment"))))
	}
	if e.opt.Draft && !recorded && e.unfinished() {
		return para(say("Fieldwork is not finished. The overall opinion will be formed once every item has been examined."))
	}
	grade := assessmentsInEnglish[bare(text)]
	of := document.Sentence{Text: grade + " (" + bare(text) + ")", Record: "总体评价", Field: "评价意见", Facts: refs{Ref(e.d.Case, "strands."+string(e.strand)+".assessment")}}
	if grade == "" {
		of.Text = quoted(bare(text))
	}
	out := say("In our opinion, the discharge of {} by {} during the term of office was {}. ", e.w.duty, e.people(e.d.Principals), of)
	var basis []string
	clean, parts := 0, e.parts()
	for _, p := range parts {
		if p.problems == 0 {
			clean++
		}
	}
	switch {
	case clean > 0 && clean == len(parts):
		basis = append(basis, "no exceptions were noted in any area examined")
	case clean > 0:
		basis = append(basis, fmt.Sprintf("no exceptions were noted in %s of the %s examined", number(clean), plural(len(parts), "area", "areas")))
	}
	if row := e.row(); row.Total() > 0 {
		basis = append(basis, fmt.Sprintf("staff gave a score of %s out of 100", app.PointsText(app.Score(row, e.d.Round.Settings.Weights))))
	}
	if n := len(e.findings); n > 0 {
		basis = append(basis, fmt.Sprintf("we report %s, which must be put right", plural(n, "finding", "findings")))
	}
	if len(basis) > 0 {
		if n := len(basis); n > 1 {
			basis[n-1] = "and that " + basis[n-1]
		}
		out = append(out, say("We have taken into account that {}.", strings.Replace(strings.Join(basis, "; that "), "that and that", "and that", 1))...)
	}
	return para(out)
}
