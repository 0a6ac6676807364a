package reports

import (
	"fmt"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

var dutiesInEnglish = map[app.Responsibility]string{app.Direct: "direct responsibility", app.Leadership: "leadership responsibility", app.InChargeOld: "supervisory responsibility"}

// problems tells the findings: how many, of how much money, then one by one, each with condition, criteria, effect and
// responsibility. What is to be done stands in the section on required action, as in the Chinese report.
func (e *english) problems(n int) []document.Block {
	if len(e.findings) == 0 {
		if e.opt.Draft && e.unfinished() {
			return para(say("Fieldwork is not finished. So far it has brought to light no matter that needs to be reported on the discharge of {} by {}.", e.w.duty, e.people(e.d.Principals)))
		}
		return para(say("The {} brought to light no matter that needs to be reported on the discharge of {} by {}.", e.w.name, e.w.duty, e.people(e.d.Principals)))
	}
	out := para(e.overview())
	if e.strand == app.Audit {
		if t := e.sums(); t != nil {
			out = append(out, t)
		}
	}
	no := 0
	groups := e.composer.grouped()
	for i, g := range groups {
		if len(e.d.Principals) > 1 {
			out = append(out, document.Heading{Level: 2, Text: fmt.Sprintf("%d.%d %s", n, i+1, e.groupName(g)), Record: g.record, Field: "姓名"})
		}
		for _, f := range g.findings {
			no++
			h := document.Heading{Level: 3, Text: fmt.Sprintf("Finding %d. %s", no, e.findingName(f)), Record: findingRecord(f), Field: "问题类型"}
			out = append(append(out, h), e.finding(f)...)
		}
	}
	return out
}

// findingNumbers gives every finding the number under which problems tells it.
func (e *english) findingNumbers() map[app.ID]int {
	out := map[app.ID]int{}
	for _, g := range e.composer.grouped() {
		for _, f := range g.findings {
			out[f.ID] = len(out) + 1
		}
	}
	return out
}

func (e *english) groupName(g group) string {
	who := e.responsible(g.findings[0])
	switch len(who) {
	case 0:
		return "Findings without personal responsibility"
	case 1:
		return "Findings for which " + personInEnglish(who[0].Name) + " is responsible"
	}
	return "Findings for which responsibility is shared"
}

// findingName names a finding in English: by its translation, its kind, or the part of the checklist that it came from.
func (e *english) findingName(f app.Finding) string {
	if t, ok := e.translation(Ref(f, "title"), f.Title); ok {
		return strings.TrimRight(strings.Join(strings.Fields(t.Text), " "), ".")
	}
	if s := shippedEnglish().problems[bare(f.Type)]; s != "" {
		return s
	}
	for _, s := range e.d.Templates[e.strand].Sections {
		for _, i := range s.Items {
			if i.Code == f.Item && e.partName(s.Name) != quoted(s.Name) {
				return capital(e.partName(s.Name))
			}
		}
	}
	if bare(f.Type) != "" {
		return quoted(bare(f.Type))
	}
	return quoted(bare(f.Title))
}

// overview counts the findings, their money, and what each principal answers for.
func (e *english) overview() []document.Sentence {
	var total app.Money
	with := 0
	for _, f := range e.findings {
		total += f.Amount
		if f.Amount != 0 {
			with++
		}
	}
	money := ""
	switch {
	case with > 0 && with == len(e.findings):
		money = fmt.Sprintf(", involving %s", rmb(total))
		if with > 1 {
			money += " in all"
		}
	case with > 0:
		money = fmt.Sprintf(", %s of which involve %s", number(with), rmb(total))
		if with == 1 {
			money = fmt.Sprintf(", one of which involves %s", rmb(total))
		}
	}
	out := say("We report {}{}. ", plural(len(e.findings), "finding", "findings"), money, append(about(e.findings, "title"), about(e.findings, "amount")...))
	if len(e.findings) == 1 {
		return append(out, e.bears(e.findings[0])...)
	}
	of := func(n int) string {
		switch {
		case n == len(e.findings) && n == 2:
			return "both"
		case n == len(e.findings):
			return "all of them"
		}
		return number(n)
	}
	for _, p := range e.d.Principals {
		n := map[app.Responsibility]int{}
		for _, f := range e.findings {
			n[f.Responsible[p.ID]]++
		}
		var answers []string
		for _, r := range []app.Responsibility{app.Direct, app.InChargeOld, app.Leadership} {
			if n[r] > 0 {
				answers = append(answers, dutiesInEnglish[r]+" for "+of(n[r]))
			}
		}
		if len(answers) == 0 {
			out = append(out, say("No finding was attributed to {}. ", e.person(p))...)
			continue
		}
		out = append(out, say("{} bears {}. ", e.person(p), series(answers...), about(e.findings, "responsible."+string(p.ID)))...)
	}
	return out
}

// sums is the table of the findings that carry money.
func (e *english) sums() document.Block {
	numbers := e.findingNumbers()
	t := document.Table{Caption: document.Sentence{Text: "Amounts involved, by finding"}, Unit: "RMB", Columns: []document.Column{{Head: "Finding", Width: 1.1, Align: document.AlignCentre},
		{Head: "Amount", Width: 2.2, Align: document.AlignDecimal}, {Head: "Contrary\nto the rules", Width: 2.2, Align: document.AlignDecimal},
		{Head: "Improperly\nmanaged", Width: 2.2, Align: document.AlignDecimal}, {Head: "Lost or\nwasted", Width: 2.2, Align: document.AlignDecimal}}}
	var totals [4]app.Money
	for _, g := range e.composer.grouped() {
		for _, f := range g.findings {
			if f.Amount == 0 {
				continue
			}
			cells := []document.Cell{{Text: fmt.Sprint(numbers[f.ID])}}
			for i, m := range []app.Money{f.Amount, f.Irregular, f.Improper, f.Waste} {
				totals[i] += m
				cells = append(cells, document.Cell{Text: orDash(m)})
			}
			t.Rows = append(t.Rows, document.Row{Cells: cells})
			t.Caption.Facts = append(t.Caption.Facts, Ref(f, "amount"))
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	total := []document.Cell{{Text: "Total"}}
	for _, m := range totals {
		total = append(total, document.Cell{Text: orDash(m)})
	}
	t.Rows = append(t.Rows, document.Row{Cells: total, Total: true})
	return t
}

func orDash(m app.Money) string {
	if m == 0 {
		return "–"
	}
	return exactly(m)
}

// finding tells one finding under its run-in heads.
func (e *english) finding(f app.Finding) []document.Block {
	record := findingRecord(f)
	var out []document.Block
	part := func(name string, s []document.Sentence) {
		if joined(s) != "" {
			out = append(out, document.Paragraph{Lead: document.Sentence{Text: name + ". "}, LeadLevel: 4, Sentences: s})
		}
	}
	var condition []document.Sentence
	_, named := e.translation(Ref(f, "title"), f.Title)
	if said := bare(f.Title); !named && !strings.Contains(f.Fact, said) { // what the fact says is not said twice
		condition = append(ended(e.told(f.Title, record, "定性", Ref(f, "title"))), document.Sentence{Text: " "})
	}
	part("Condition", append(condition, ended(e.told(f.Fact, record, "事实", Ref(f, "fact")))...))
	part("Criteria", e.criteria(f))
	part("Effect", e.effect(f))
	part("Responsibility", e.bears(f))
	if t := e.told(f.Tolerance, record, "容错考虑", Ref(f, "tolerance")); len(t) > 0 {
		part("Circumstances considered", ended(t))
	}
	if t := e.told(f.DuringAudit, record, "审计期间整改", Ref(f, "duringAudit")); len(t) > 0 && e.strand != app.Audit {
		part("Action taken", ended(t))
	}
	if !e.opt.Draft {
		for _, o := range e.opinions() {
			if o.Finding == f.ID && (o.Adoption == app.Adopted || o.Adoption == app.PartlyAdopted) {
				part("Change after comment", say("This finding was amended in the light of comments received and our further checks.", refs{Ref(o, "adoption")}))
				break
			}
		}
	}
	return out
}

// criteria names the rules that were not kept.
func (e *english) criteria(f app.Finding) []document.Sentence {
	rules := e.rules(f)
	if rules == "" {
		return nil
	}
	return []document.Sentence{typed(capital(rules), findingRecord(f), "依据", Ref(f, "bases")), {Text: "."}}
}

// rules joins the rules of a finding; articles of one rule stand together: Article 56 and Article 93(5) of the Budget Law.
func (e *english) rules(f app.Finding) string {
	var order []string
	articles := map[string][]string{}
	for _, b := range f.Bases {
		if _, seen := articles[b.Law]; !seen {
			order, articles[b.Law] = append(order, b.Law), nil
		}
		if a := strings.TrimSpace(b.Article); a != "" {
			articles[b.Law] = append(articles[b.Law], articleInEnglish(a))
		}
	}
	var out []string
	for _, code := range order {
		law := "the " + e.lawInEnglish(code)
		if a := series(articles[code]...); a != "" {
			law = a + " of " + law
		}
		out = append(out, law)
	}
	return strings.Join(out, "; ")
}

// effect tells the money of a finding and its consequence, when one was recorded.
func (e *english) effect(f app.Finding) []document.Sentence {
	var out []document.Sentence
	if f.Amount != 0 {
		var parts []string
		single := ""
		for _, k := range []struct {
			name string
			m    app.Money
		}{{"was handled contrary to the rules", f.Irregular}, {"was improperly managed", f.Improper}, {"was lost or wasted", f.Waste}} {
			if k.m == 0 {
				continue
			}
			parts = append(parts, rmb(k.m)+" "+k.name)
			if k.m == f.Amount {
				single = k.name
			}
		}
		facts := refs{Ref(f, "amount"), Ref(f, "irregular"), Ref(f, "improper"), Ref(f, "waste")}
		switch {
		case len(parts) == 1 && single != "":
			out = say("{} {}. ", rmb(f.Amount), single, facts)
		case len(parts) > 0:
			out = say("The amount involved is {}, of which {}. ", rmb(f.Amount), series(parts...), facts)
		default:
			out = say("The amount involved is {}. ", rmb(f.Amount), facts)
		}
	}
	return append(out, ended(e.told(f.Parts.Consequence, findingRecord(f), "后果", Ref(f, "parts.consequence")))...)
}

// bears tells who answers for a finding and how.
func (e *english) bears(f app.Finding) []document.Sentence {
	facts := refs{Ref(f, "responsible")}
	who := e.responsible(f)
	if len(who) == 0 {
		if len(f.Responsible) == 0 {
			return nil
		}
		return say("No personal responsibility was attributed.", facts)
	}
	same := true
	for _, p := range who {
		same = same && f.Responsible[p.ID] == f.Responsible[who[0].ID]
	}
	if same {
		verb := "bears"
		switch {
		case len(who) == 2:
			verb = "both bear"
		case len(who) > 2:
			verb = "all bear"
		}
		return say("{} {} {}.", e.people(who), verb, dutiesInEnglish[f.Responsible[who[0].ID]], facts)
	}
	var parts []document.Sentence
	for i, p := range who {
		switch {
		case i > 0 && i == len(who)-1:
			parts = append(parts, document.Sentence{Text: "; "})
		case i > 0:
			parts = append(parts, document.Sentence{Text: "; "})
		}
		parts = append(parts, say("{} bears {}", e.person(p), dutiesInEnglish[f.Responsible[p.ID]])...)
	}
	return say("{}.", parts, facts)
}

// annexes is the schedule of findings.
func (e *english) annexes() []document.Annex {
	if len(e.findings) == 0 {
		return nil
	}
	numbers := e.findingNumbers()
	t := document.Table{Columns: []document.Column{{Head: "No.", Width: 0.8, Align: document.AlignCentre}, {Head: "Finding", Width: 2.8},
		{Head: "Amount\n(RMB)", Width: 2.2, Align: document.AlignDecimal}, {Head: "Rules not kept", Width: 3.4}, {Head: "Responsibility", Width: 2.4}, {Head: "Due", Width: 1.6}}}
	var total app.Money
	for _, g := range e.composer.grouped() {
		for _, f := range g.findings {
			record := findingRecord(f)
			total += f.Amount
			rules, due := capital(e.rules(f)), dateInEnglish(f.RectifyDue)
			if rules == "" {
				rules = "–"
			}
			if due == "" {
				due = "–"
			}
			var who []string
			for _, p := range e.responsible(f) {
				who = append(who, personInEnglish(p.Name)+": "+strings.TrimSuffix(dutiesInEnglish[f.Responsible[p.ID]], " responsibility"))
			}
			if len(who) == 0 {
				who = []string{"none attributed"}
			}
			t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: fmt.Sprint(numbers[f.ID])}, typedCell(e.findingName(f), record, "问题类型"), {Text: orDash(f.Amount)},
				typedCell(rules, record, "依据"), typedCell(strings.Join(who, "\n"), record, "责任"), {Text: due}}})
		}
	}
	if total == 0 { // an empty column says nothing
		t.Columns = slices.Delete(t.Columns, 2, 3)
		for i := range t.Rows {
			t.Rows[i].Cells = slices.Delete(t.Rows[i].Cells, 2, 3)
		}
	} else {
		t.Rows = append(t.Rows, document.Row{Total: true, Cells: []document.Cell{{Text: "Total", ColSpan: 2, Align: document.AlignCentre}, {Text: orDash(total)}, {Text: ""}, {Text: ""}, {Text: ""}}})
	}
	return []document.Annex{{Title: document.Plain("Schedule of findings"), Blocks: []document.Block{t}}}
}
