package forms

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"

	"lianshen/app"
	"lianshen/reports/document"
)

// strandWords are the words that differ by strand: each has a verb of its own, and they are never mixed.
type strandWords struct{ verb, person string }

var wordsOf = map[app.Strand]strandWords{
	app.Review: {"审查", "审查人员"}, app.Verification: {"审核", "审核人员"}, app.Audit: {"审计", "审计人员"}, "": {"联审", "联审人员"},
}

// verbOf is 审查, 审核 or 审计, and 联审 for what belongs to no strand.
func verbOf(s app.Strand) string {
	if w, ok := wordsOf[s]; ok {
		return w.verb
	}
	return wordsOf[""].verb
}

// Title is the name of a form in Chinese; sheets, papers and checklists are called after the strand.
func Title(kind Kind, strand app.Strand) string {
	switch kind {
	case Checklist:
		return map[app.Strand]string{"": "联审检查表", app.Review: "选人用人责任审查检查表", app.Verification: "机构编制责任审核检查表", app.Audit: "任期经济责任审计检查表"}[strand]
	case Talk:
		return "谈话记录"
	case Materials:
		return "资料调阅清单"
	case Visit:
		return "现场察看记录"
	case Stocktake:
		return "盘点表"
	case Sheet:
		return verbOf(strand) + "取证单"
	case Paper:
		return verbOf(strand) + "工作底稿"
	case Trace:
		return "汇总" + verbOf(strand) + "工作底稿"
	case Evidence:
		return "证据目录"
	case Heard:
		return "意见建议登记表"
	case DayLog:
		return "工作日志"
	}
	return string(kind)
}

// form is a document that is being filled.
type form struct {
	kind Kind
	d    app.Dossier
	o    Options
	doc  *document.Document
}

func newForm(kind Kind, d app.Dossier, o Options) *form {
	f := &form{kind: kind, d: d, o: o, doc: &document.Document{Kind: document.Form}}
	f.number("")
	f.title(Title(kind, o.Strand))
	if !o.Today.IsZero() {
		f.doc.Meta.Created = time.Date(o.Today.Year, time.Month(o.Today.Month), o.Today.Day, 0, 0, 0, 0, time.UTC)
	}
	return f
}

func (f *form) title(text string) {
	f.doc.Title = document.Plain(text)
	f.doc.Meta.Title, f.doc.Meta.Subject = text, strings.TrimSpace(f.d.Round.Settings.FormNumber(string(f.kind))+" "+f.d.Case.Number)
}

// number puts the number of the form in the upper margin of every page, with the case and what the paper is called in it:
// a page that lies alone still tells where it belongs.
func (f *form) number(mark string) {
	parts := nonempty(f.d.Round.Settings.FormNumber(string(f.kind)), f.d.Case.Number, mark)
	f.doc.Label = document.Sentence{Text: strings.Join(parts, "　"), Record: "批次", Field: "表单编号"}
}

func (f *form) add(b ...document.Block) { f.doc.Blocks = append(f.doc.Blocks, b...) }

// project is the name of the case as forms say it (项目名称): 2026年度“三责联审”示例市青禾县项目. "" when no case is known.
func (f *form) project() string {
	round := f.d.Round.Name
	switch {
	case f.d.Unit.Name == "":
		return ""
	case !strings.Contains(round, "三责联审"):
		round += "“三责联审”"
	}
	return round + f.d.Unit.Name + "项目"
}

// people are the names of persons by their IDs, in the order of the set, joined by 、.
func (f *form) people(ids app.Set) string {
	var out []string
	for _, id := range ids.Sorted() {
		if p, ok := f.d.People[app.ID(id)]; ok {
			out = append(out, p.Name)
		}
	}
	return strings.Join(out, "、")
}

// about is text that a person typed in the field of a record: what cannot be printed is named by it.
func about(text, record, field string) document.Cell {
	return document.Cell{Text: tidy(text), Record: record, Field: field}
}

func label(text string) document.Cell {
	return again(document.Cell{Text: text, Align: document.AlignCentre, Strong: true})
}

// stacked is the label of a tall box, which the national layouts write from top to bottom; short is how it is said again
// where the box goes on.
func stacked(short string, words ...string) document.Cell {
	c := label(strings.Join(words, "\n"))
	c.Again = again(document.Cell{Text: short}).Again
	return c
}

// again is a cell that tells on every further page, too, which row goes on there: a label, the number or day of a line.
func again(c document.Cell) document.Cell {
	c.Again = c.Text + "\n（续）"
	return c
}

// left is a cell whose text begins at its left edge, also over several columns.
func left(c document.Cell) document.Cell {
	c.Align = document.AlignLeft
	return c
}

func span(c document.Cell, n int) document.Cell {
	c.ColSpan = n
	return c
}

// box is a cell to write in: its text begins above.
func box(c document.Cell) document.Cell {
	c.Align, c.Top = document.AlignLeft, true
	return c
}

func row(cells ...document.Cell) document.Row { return document.Row{Cells: cells} }

// tall is a row of at least so many millimetres.
func tall(mm float64, cells ...document.Cell) document.Row {
	return document.Row{Cells: cells, Height: mm}
}

// pair is a row of two labels with their values in a table of four columns.
func pair(a string, av document.Cell, b string, bv document.Cell) document.Row {
	return row(label(a), left(av), label(b), left(bv))
}

var tidyForms = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ")

// tidy makes line ends and tabs that came with pasting those of paper.
func tidy(text string) string { return strings.Trim(tidyForms.Replace(text), " \n") }

// number is a count as printed, nothing for 0.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// day is a date as printed, or the room for one by hand.
func day(d app.Date) string {
	if d.IsZero() {
		return "　　年　　月　　日"
	}
	return d.Chinese()
}

// period is 2026年5月6日 09:30至11:00; a blank leaves room.
func period(on app.Date, from, to string) string {
	if on.IsZero() {
		return "　　年　　月　　日　　时　　分至　　时　　分"
	}
	switch {
	case from == "" && to == "":
		return on.Chinese()
	case to == "":
		return on.Chinese() + " " + from
	case from == "":
		return on.Chinese() + " 至" + to
	}
	return on.Chinese() + " " + from + "至" + to
}

// tick is a box to tick with its words.
func tick(on bool, words string) string {
	if on {
		return "☑" + words
	}
	return "☐" + words
}

// ticks are boxes one after the other, the one that holds ticked.
func ticks[C ~string](chosen C, all []C, word func(C) string) string {
	var out []string
	for _, c := range all {
		out = append(out, tick(c == chosen && chosen != "", word(c)))
	}
	return strings.Join(out, "　")
}

// find gives the noun of a list with this ID.
func find[T app.Noun](list []T, id app.ID) (T, bool) {
	for _, n := range list {
		if n.NounID() == id {
			return n, true
		}
	}
	var none T
	return none, false
}

// pick gives the noun that a single form is of: an empty one for a blank form.
func pick[T app.Noun](f *form, list []T) (T, error) {
	n, ok := find(list, f.o.ID)
	if f.o.Blank {
		var none T
		return none, nil
	}
	if !ok {
		return n, app.ErrNotFound
	}
	return n, nil
}

// blankRows are the rows a list gets for writing by hand: as many as asked for, else as many as fill the page when it is
// blank.
func (f *form) blankRows(fill int) int {
	if f.o.Rows > 0 {
		return f.o.Rows
	}
	if f.o.Blank {
		return fill
	}
	return 0
}

// emptyRows adds rows of columns empty cells, each mm high, numbered on from n when numbered.
func emptyRows(t *document.Table, rows int, mm float64, numbered bool) {
	for range rows {
		cells := make([]document.Cell, len(t.Columns))
		if numbered {
			cells[0].Text = strconv.Itoa(len(t.Rows) + 1)
		}
		t.Rows = append(t.Rows, document.Row{Cells: cells, Height: mm})
	}
}

// head is the table of facts above a list: project and unit, and what else is given as pairs.
func (f *form) head(pairs ...string) {
	t := document.Table{Columns: []document.Column{{Width: 1.6}, {Width: 5}, {Width: 1.6}, {Width: 2.4}}}
	t.Rows = append(t.Rows, pair("项目名称", about(f.project(), "项目"+f.d.Case.Number, "名称"), "项目编号", about(f.d.Case.Number, "项目", "编号")))
	for i := 0; i+3 < len(pairs); i += 4 {
		t.Rows = append(t.Rows, pair(pairs[i], about(pairs[i+1], Title(f.kind, f.o.Strand), pairs[i]), pairs[i+2], about(pairs[i+3], Title(f.kind, f.o.Strand), pairs[i+2])))
	}
	f.add(t)
}

// unsigned ends places to sign with the reason why a record is not signed, or with room for it (implementing rules of the
// Audit Law art. 38). who notes it.
func (f *form) unsigned(t document.Table, signed bool, why, who, record string) document.Table {
	if why == "" && signed && !f.o.Blank {
		return t
	}
	cell := box(span(about(indent(why), record, "未签名原因"), len(t.Columns)-1))
	if why == "" {
		cell.Foot = "（由" + who + "注明）"
	}
	t.Rows = append(t.Rows, tall(12, label("未签名原因"), cell))
	return t
}

// signs is a table of places to sign: who, room for the name, the date. On a turned page two stand in a row.
func (f *form) signs(who ...string) document.Table {
	c := document.AlignCentre
	one := []document.Column{{Width: 2, Align: c}, {Width: 3}, {Width: 1, Align: c}, {Width: 2.4, Align: c}}
	t := document.Table{Columns: one, Signing: true}
	cells := func(w string) []document.Cell {
		if w == "" {
			return []document.Cell{{ColSpan: 4}}
		}
		return []document.Cell{label(w), {}, label("日期"), {Text: day(app.Date{})}}
	}
	if !f.doc.Landscape {
		for _, w := range who {
			t.Rows = append(t.Rows, tall(9.5, cells(w)...))
		}
		return t
	}
	t.Columns = append(slices.Clone(one), one...)
	for i := 0; i < len(who); i += 2 {
		second := ""
		if i+1 < len(who) {
			second = who[i+1]
		}
		t.Rows = append(t.Rows, tall(10, append(cells(who[i]), cells(second)...)...))
	}
	return t
}

// modules are those of a QR symbol of a text of upper-case letters, figures, colons and hyphens. The level stands a
// quarter of it smeared.
func modules(text string) ([][]bool, error) {
	code, err := qr.Encode(text, qr.Q, qr.AlphaNumeric)
	if err != nil {
		return nil, fmt.Errorf("make the symbol of a sheet: %w", err)
	}
	side := code.Bounds().Dx()
	out := make([][]bool, side)
	for y := range out {
		out[y] = make([]bool, side)
		for x := range out[y] {
			red, _, _, _ := code.At(x, y).RGBA()
			out[y][x] = red == 0
		}
	}
	return out, nil
}
