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
	subject, facts, opinion := 10.0, 24.0, 14.0 // millimetres
	if f.o.Blank {
		subject, facts, opinion = 18, 84, 28 // room for a pen; what follows stands on the back
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
		row(label("照片、录像\n编号"), left(span(document.Cell{Text: f.evidenceNumbers(n.Evidence)}, 3))),
		tall(opinion, label("陪同人意见"), box(span(about(indent(n.EscortOpinion), record, "陪同人意见"), 3))))
	f.add(t)
	m := document.Table{Caption: document.Sentence{Text: "测量数据"}, Columns: []document.Column{{Head: "序号", Width: 0.8, Align: document.AlignCentre}, {Head: "测量项目", Width: 3.4}, {Head: "数值", Width: 1.6, Align: document.AlignCentre},
		{Head: "单位", Width: 1.2, Align: document.AlignCentre}, {Head: "测量方法、仪器", Width: 3}}}
	for i, key := range slices.Sorted(maps.Keys(n.Measured)) {
		one := n.Measured[key]
		m.Rows = append(m.Rows, row(document.Cell{Text: strconv.Itoa(i + 1)}, about(one.What, record, "测量项目"), about(one.Value, record, "数值"), about(one.Unit, record, "单位"), about(one.How, record, "测量方法")))
	}
	emptyRows(&m, f.blankRows(4), 8, true)
	if len(m.Rows) > 0 {
		f.add(m)
	}
	f.add(f.signs("察看人", "察看人", "陪同人"))
	f.unsigned(n.NotWhy, record)
	return nil
}

// unsigned says why a record is not signed.
func (f *form) unsigned(why, record string) {
	if why != "" {
		f.add(document.Paragraph{Style: document.Small, Sentences: []document.Sentence{{Text: "未签名原因：" + tidy(why), Record: record, Field: "未签名原因"}}})
	}
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
	h := document.Table{Columns: []document.Column{{Width: 1.4}, {Width: 4.6}, {Width: 1.4}, {Width: 4.6}}}
	h.Rows = append(h.Rows,
		pair("项目名称", about(f.project(), "项目"+f.d.Case.Number, "名称"), "被盘点单位", about(f.d.Unit.Name, "单位", "名称")),
		row(label("盘点类别"), left(span(document.Cell{Text: ticks(n.Sort, app.StockSorts, func(s string) string { return stockWords[s] })}, 3))),
		pair("盘点日期", document.Cell{Text: day(n.On)}, "编号、地点", about(join(number(n.Number), n.Place), record, "地点")),
		pair("盘点人", about(f.people(n.Counters), record, "盘点人"), "保管人", about(n.Keeper, record, "保管人")))
	f.add(h)
	t := document.Table{Unit: "金额单位：元", Columns: []document.Column{{Head: "序号", Width: 0.8, Align: document.AlignCentre}, {Head: "名称", Width: 2.4}, {Head: "规格型号", Width: 1.6}, {Head: "单位", Width: 0.8, Align: document.AlignCentre},
		{Width: 1, Align: document.AlignRight}, {Width: 1.7, Align: document.AlignDecimal}, {Width: 1, Align: document.AlignRight}, {Width: 1.7, Align: document.AlignDecimal},
		{Width: 1, Align: document.AlignRight}, {Width: 1.7, Align: document.AlignDecimal}, {Head: "存放地点", Width: 1.6}, {Head: "备注", Width: 1.5}}}
	two := func(text string) document.Cell { return document.Cell{Text: text, RowSpan: 2} }
	wide := func(text string) document.Cell { return document.Cell{Text: text, ColSpan: 2} }
	t.Head = [][]document.Cell{{two("序号"), two("名称"), two("规格型号"), two("单位"), wide("账面"), wide("实盘"), wide("差异（实盘减账面）"), two("存放地点"), two("备注")},
		{{Text: "数量"}, {Text: "金额"}, {Text: "数量"}, {Text: "金额"}, {Text: "数量"}, {Text: "金额"}}}
	var sum app.StockLine
	for i, key := range slices.Sorted(maps.Keys(n.Lines)) {
		l := n.Lines[key]
		sum.Book, sum.Counted, sum.BookValue, sum.FoundValue = sum.Book+l.Book, sum.Counted+l.Counted, sum.BookValue+l.BookValue, sum.FoundValue+l.FoundValue
		t.Rows = append(t.Rows, document.Row{Cells: append([]document.Cell{{Text: strconv.Itoa(i + 1)}, about(l.Name, record, "名称"), about(l.Model, record, "规格型号"), about(l.Unit, record, "单位")},
			append(counts(l), about(l.Place, record, "存放地点"), about(l.Note, record, "备注"))...)})
	}
	counted := len(t.Rows)
	emptyRows(&t, f.blankRows(14), 9, true)
	if counted > 0 {
		t.Rows = append(t.Rows, document.Row{Total: true, Cells: append([]document.Cell{{Text: "合计", ColSpan: 4}}, append(counts(sum), document.Cell{}, document.Cell{})...)})
	}
	f.add(t)
	why := document.Table{Columns: []document.Column{{Width: 1.4}, {Width: 10.6}}}
	why.Rows = append(why.Rows, tall(18, label("差异说明"), box(about(indent(n.Text), record, "差异说明"))))
	f.add(why, f.signs("盘点人", "盘点人", "保管人", "单位负责人"))
	f.unsigned(n.NotWhy, record)
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
