package forms

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"lianshen/app"
	"lianshen/reports/document"
)

// visit is 现场察看记录 (form 3.10).
func (f *form) visit() error {
	n, err := pick(f, f.d.Visits)
	if err != nil {
		return err
	}
	record := "现场察看" + number(n.Number)
	f.number(ordinal(n.Number))
	subject, facts, opinion := 10.0, 24.0, 14.0 // millimetres
	if f.o.Blank {
		subject, facts, opinion = 20, 112, 45 // room for a pen; what follows stands on the back
	}
	t := document.Table{Columns: []document.Column{{Width: 1.8}, {Width: 4.4}, {Width: 1.6}, {Width: 2.2}}}
	t.Rows = append(t.Rows,
		row(label("项目名称"), left(span(about(f.project(), "项目"+f.d.Case.Number, "名称"), 3))),
		pair("被检单位", about(f.d.Unit.Name, "单位", "名称"), "编　号", document.Cell{Text: number(n.Number)}),
		row(label("时　间"), left(span(about(period(n.On, n.From, n.To), record, "时间"), 3))),
		row(label("地　点"), left(span(about(n.Place, record, "地点"), 3))),
		row(label("察看人"), left(span(about(f.people(n.Visitors), record, "察看人"), 3))),
		row(label("陪同人"), left(span(about(join(n.Escort, n.EscortPost), record, "陪同人"), 3))),
		tall(subject, label("察看内容"), left(span(about(n.Subject, record, "察看内容"), 3))),
		tall(facts, label("情　况"), box(span(about(indent(n.Text), record, "情况"), 3))),
		row(label("照片、录像\n编号"), left(span(document.Cell{Text: f.evidenceNumbers(n.Evidence)}, 3))))
	f.add(t)
	m := document.Table{Caption: document.Sentence{Text: "测量数据"}, Columns: []document.Column{{Head: "序号", Width: 0.8, Align: document.AlignCentre}, {Head: "测量项目", Width: 3.4}, {Head: "数值", Width: 1.6, Align: document.AlignCentre},
		{Head: "单位", Width: 1.2, Align: document.AlignCentre}, {Head: "测量方法、仪器", Width: 3}}}
	for i, key := range slices.Sorted(maps.Keys(n.Measured)) {
		one := n.Measured[key]
		m.Rows = append(m.Rows, row(document.Cell{Text: strconv.Itoa(i + 1)}, about(one.What, record, "测量项目"), about(one.Value, record, "数值"), about(one.Unit, record, "单位"), about(one.How, record, "测量方法")))
	}
	emptyRows(&m, f.blankRows(10), 9, true)
	if len(m.Rows) > 0 {
		f.add(m)
	}
	said := document.Table{Columns: []document.Column{{Width: 1.8}, {Width: 8.2}}}
	said.Rows = append(said.Rows, tall(opinion, label("陪同人意见"), box(about(indent(n.EscortOpinion), record, "陪同人意见"))))
	f.add(said, f.unsigned(f.signs("察看人", "察看人", "陪同人"), n.Signed, n.NotWhy, "察看人", record))
	return nil
}

// ordinal is 第2号, "" for a noun without a number yet.
func ordinal(n int) string {
	if n == 0 {
		return ""
	}
	return "第" + strconv.Itoa(n) + "号"
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "（" + b + "）"
}

// evidenceNumbers are the numbers of pieces of evidence with their titles.
func (f *form) evidenceNumbers(ids app.Set) string {
	out := ""
	for _, e := range f.d.Evidence {
		if ids.Has(string(e.ID)) {
			if out != "" {
				out += "、"
			}
			out += fmt.Sprintf("证据%d", e.Number)
		}
	}
	return out
}

var stockWords = map[string]string{"cash": "现金", "assets": "固定资产", "stores": "存货物资", "seals": "印章票据", "files": "档案文书"}

// stocktake is 盘点表 (form 3.10): the books against what was counted, line by line.
func (f *form) stocktake() error {
	n, err := pick(f, f.d.Stocktakes)
	if err != nil {
		return err
	}
	f.doc.Landscape = true
	record := "盘点表" + number(n.Number)
	f.number(ordinal(n.Number))
	h := document.Table{Columns: []document.Column{{Width: 1.4}, {Width: 3.4}, {Width: 1.2}, {Width: 2.6}, {Width: 1.4}, {Width: 2}}}
	h.Rows = append(h.Rows,
		row(label("项目名称"), left(span(about(f.project(), "项目"+f.d.Case.Number, "名称"), 3)), label("编　号"), left(document.Cell{Text: number(n.Number)})),
		row(label("被盘点单位"), left(about(f.d.Unit.Name, "单位", "名称")), label("盘点地点"), left(about(n.Place, record, "地点")), label("盘点日期"), left(document.Cell{Text: day(n.On)})),
		row(label("盘点类别"), left(span(document.Cell{Text: ticks(n.Sort, app.StockSorts, func(s string) string { return stockWords[s] })}, 3)), label("照片、录像\n编号"), left(document.Cell{Text: f.evidenceNumbers(n.Evidence)})),
		row(label("盘点人"), left(about(f.people(n.Counters), record, "盘点人")), label("保管人"), left(span(about(n.Keeper, record, "保管人"), 3))))
	f.add(h)
	t := document.Table{Unit: "金额单位：元", Columns: []document.Column{{Head: "序号", Width: 0.8, Align: document.AlignCentre}, {Head: "名称", Width: 2.4}, {Head: "规格型号", Width: 1.6}, {Head: "单位", Width: 0.8, Align: document.AlignCentre},
		{Width: 1, Align: document.AlignRight}, {Width: 1.7, Align: document.AlignDecimal}, {Width: 1, Align: document.AlignRight}, {Width: 1.7, Align: document.AlignDecimal},
		{Width: 1, Align: document.AlignRight}, {Width: 1.7, Align: document.AlignDecimal}, {Head: "存放地点", Width: 1.6}, {Head: "备注", Width: 1.5}}}
	two := func(text string) document.Cell { return document.Cell{Text: text, RowSpan: 2} }
	wide := func(text string) document.Cell { return document.Cell{Text: text, ColSpan: 2} }
	t.Head = [][]document.Cell{{two("序号"), two("名称"), two("规格型号"), two("单位"), wide("账面"), wide("实盘"), wide("差异（实盘减账面）"), two("存放地点"), two("备注")},
		{{Text: "数量"}, {Text: "金额"}, {Text: "数量"}, {Text: "金额"}, {Text: "数量"}, {Text: "金额"}}}
	var sum app.StockLine
	units := map[string]bool{}
	for i, key := range slices.Sorted(maps.Keys(n.Lines)) {
		l := n.Lines[key]
		units[l.Unit] = true
		sum.Book, sum.Counted, sum.BookValue, sum.FoundValue = sum.Book+l.Book, sum.Counted+l.Counted, sum.BookValue+l.BookValue, sum.FoundValue+l.FoundValue
		t.Rows = append(t.Rows, document.Row{Cells: append([]document.Cell{{Text: strconv.Itoa(i + 1)}, about(l.Name, record, "名称"), about(l.Model, record, "规格型号"), about(l.Unit, record, "单位")},
			append(counts(l), about(l.Place, record, "存放地点"), about(l.Note, record, "备注"))...)})
	}
	counted := len(t.Rows)
	emptyRows(&t, f.blankRows(13), 9, true)
	if counted > 0 {
		total := counts(sum)
		if len(units) > 1 { // pieces and pairs have no sum
			for i := 0; i < len(total); i += 2 {
				total[i].Text = ""
			}
		}
		t.Rows = append(t.Rows, document.Row{Total: true, Cells: append([]document.Cell{{Text: "合计", ColSpan: 4}}, append(total, document.Cell{}, document.Cell{})...)})
	}
	f.add(t)
	why := document.Table{Columns: []document.Column{{Width: 1.4}, {Width: 10.6}}}
	why.Rows = append(why.Rows, tall(map[bool]float64{true: 22, false: 12}[f.o.Blank], label("差异说明"), box(about(indent(n.Text), record, "差异说明"))))
	f.add(why, f.unsigned(f.signs("盘点人", "盘点人", "保管人", "单位负责人"), n.Signed, n.NotWhy, "盘点人", record))
	return nil
}

// counts are the six cells of a line: books, counted and what lies between. A difference has its sign.
func counts(l app.StockLine) []document.Cell {
	money := func(m app.Money) string {
		if m == 0 {
			return ""
		}
		return m.Yuan(true)
	}
	diff := func(n int) string {
		if n > 0 {
			return "+" + strconv.Itoa(n)
		}
		return strconv.Itoa(n)
	}
	gap := money(l.FoundValue - l.BookValue)
	if l.FoundValue > l.BookValue {
		gap = "+" + gap
	}
	return []document.Cell{{Text: strconv.Itoa(l.Book)}, {Text: money(l.BookValue)}, {Text: strconv.Itoa(l.Counted)}, {Text: money(l.FoundValue)}, {Text: diff(l.Counted - l.Book)}, {Text: gap}}
}
