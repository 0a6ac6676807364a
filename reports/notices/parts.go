package notices

import (
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

const gap = "＿＿＿＿＿＿" // room to write by hand within a sentence

func (p *paper) add(b ...document.Block) { p.doc.Blocks = append(p.doc.Blocks, b...) }

// say adds a body paragraph.
func (p *paper) say(text string) { p.about(text, "", "") }

// about adds a body paragraph of text that a person typed: what cannot be printed is named by record and field.
func (p *paper) about(text, record, field string) {
	for _, line := range strings.Split(tidy(text), "\n") {
		p.add(document.Paragraph{Sentences: []document.Sentence{{Text: line, Record: record, Field: field}}})
	}
}

func (p *paper) flush(text string) {
	p.add(document.Paragraph{Style: document.Flush, Sentences: document.Plain(text)})
}

func (p *paper) right(text string) {
	p.add(document.Paragraph{Style: document.Right, Sentences: document.Plain(text)})
}

// or is a fact, or room to write it by hand.
func or(fact string) string {
	if fact = tidy(fact); fact == "" {
		return gap
	}
	return fact
}

// day is a date, or room for one by hand.
func day(d app.Date) string {
	if d.IsZero() {
		return "　　　　年　　月　　日"
	}
	return d.Chinese()
}

// count is a number of people or papers, or room for one.
func count(n int) string {
	if n <= 0 {
		return "　　　"
	}
	return strconv.Itoa(n)
}

// number is a count in a cell, empty for none.
func number(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func tick(on bool, words string) string {
	if on {
		return "☑" + words
	}
	return "☐" + words
}

var tidyText = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ")

func tidy(text string) string { return strings.Trim(tidyText.Replace(text), " \n") }

func label(text string) document.Cell {
	return document.Cell{Text: text, Align: document.AlignCentre, Strong: true}
}

func value(text, field string) document.Cell {
	return document.Cell{Text: tidy(text), Record: "项目", Field: field, Align: document.AlignLeft}
}

func row(mm float64, cells ...document.Cell) document.Row {
	return document.Row{Cells: cells, Height: mm}
}

// pair is a row of two labels with their values.
func pair(a, av, b, bv string) document.Row {
	return row(10, label(a), value(av, a), label(b), value(bv, b))
}

// wide is a row of one label with its value over the rest of four columns.
func wide(mm float64, a, av string) document.Row {
	c := value(av, a)
	c.ColSpan = 3
	return row(mm, label(a), c)
}

func fourColumns() []document.Column {
	return []document.Column{{Width: 1.7}, {Width: 3.3}, {Width: 1.7}, {Width: 3.3}}
}

// signs adds places to sign: who, room for the name, the date.
func (p *paper) signs(who ...string) {
	c := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Width: 2.2, Align: c}, {Width: 3}, {Width: 1, Align: c}, {Width: 2.6, Align: c}}, Signing: true}
	for _, w := range who {
		t.Rows = append(t.Rows, row(10, label(w), document.Cell{}, label("日期"), document.Cell{Text: day(app.Date{})}))
	}
	p.add(t)
}

// round is the name of the round as papers say it: 2026年度“三责联审”.
func (p *paper) round() string {
	if strings.Contains(p.d.Round.Name, "三责联审") {
		return p.d.Round.Name
	}
	return p.d.Round.Name + "“三责联审”"
}

// objects are the principals with their posts.
func (p *paper) objects() string {
	var out []string
	for _, n := range p.d.Principals {
		out = append(out, n.Post+n.Name)
	}
	return strings.Join(out, "、")
}

func (p *paper) person(id app.ID) string { return p.d.People[id].Name }
