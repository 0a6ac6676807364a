package forms

import (
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// View is one of the lists that are printed of the materials asked for.
type View string

// The views.
const (
	Request View = ""        // 资料调阅清单 itself, signed three times
	Overdue View = "overdue" // what should be here and is not
	Missing View = "missing" // what items ask for and is not here, by item
	Read    View = "read"    // 资料查阅记录: what was looked at, how much of it, with what result
)

// Views lists all.
var Views = []View{Request, Overdue, Missing, Read}

func (v View) title() string {
	return map[View]string{Request: "资料调阅清单", Overdue: "逾期未提供资料清单", Missing: "待提供资料清单（按检查项目）", Read: "资料查阅记录"}[v]
}

var (
	materialKinds = map[app.MaterialKind]string{app.Ledger: "台账", app.DeskRecord: "内业", app.OtherPapers: "资料"}
	materialForms = map[string]string{"original": "原件", "copy": "复印件", "electronic": "电子件"}
)

// batchWord is 第2批, "" for all batches.
func batchWord(n int) string {
	if n == 0 {
		return ""
	}
	return "第" + strconv.Itoa(n) + "批"
}

// batches gives one list for each batch of the case that has something on it.
func batches(d app.Dossier, o Options) []Options {
	var numbers []int
	f := form{d: d, o: o}
	for _, n := range d.Materials {
		if !slices.Contains(numbers, n.Batch) && f.ofStrand(f.strandsOf(n.Items, nil)...) {
			numbers = append(numbers, n.Batch)
		}
	}
	slices.Sort(numbers)
	var out []Options
	for _, n := range numbers {
		one := o
		one.Batch = n
		out = append(out, one)
	}
	return out
}

// materials is 资料调阅清单 (form 3.9) or one of the lists that belong to it.
func (f *form) materials() error {
	f.doc.Landscape = true
	f.title(f.o.View.title())
	f.number(batchWord(f.o.Batch))
	batch := "第　　批"
	if f.o.Batch > 0 {
		batch = batchWord(f.o.Batch)
	} else if !f.o.Blank || f.o.View != Request {
		batch = "全部批次"
	}
	h := document.Table{Columns: []document.Column{{Width: 1.2}, {Width: 5}, {Width: 1.2}, {Width: 2.6}}}
	h.Rows = append(h.Rows, pair("致", about(f.d.Unit.Name, "单位", "名称"), "清单编号", about(strings.TrimSpace(f.d.Case.Number+" "+batch), "项目", "编号")),
		row(label("项目名称"), left(span(about(f.project(), "项目"+f.d.Case.Number, "名称"), 3))))
	f.add(h)
	switch f.o.View {
	case Overdue:
		f.overdue()
	case Missing:
		f.missing()
	case Read:
		f.read()
	default:
		f.request()
	}
	return nil
}

// asked are the lines of the request that are printed.
func (f *form) asked() []app.Material {
	var out []app.Material
	for _, n := range f.d.Materials {
		if !f.o.Blank && (f.o.Batch == 0 || n.Batch == f.o.Batch) && f.ofStrand(f.strandsOf(n.Items, nil)...) {
			out = append(out, n)
		}
	}
	return out
}

// request is what is asked of the unit, when it came and when it went back. Both sides sign three times: when the list is
// handed over, when the materials come, when they go back.
func (f *form) request() {
	c := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "序号", Width: 0.7, Align: c}, {Head: "资料名称", Width: 3.1}, {Head: "类别", Width: 0.8, Align: c}, {Head: "所属年度", Width: 1.1, Align: c},
		{Head: "份数／\n册／电子", Width: 1.35, Align: c}, {Head: "对应检查\n项目", Width: 1.5, Align: c}, {Head: "要求提供\n日期", Width: 1.35, Align: c}, {Head: "提供部门、\n人", Width: 1.4, Align: c}, {Head: "提供日期", Width: 1.35, Align: c},
		{Head: "原件／\n复印件", Width: 1, Align: c}, {Head: "接收人签", Width: 1.1, Align: c}, {Head: "归还日期", Width: 1.35, Align: c}, {Head: "归还人签", Width: 1.1, Align: c}, {Head: "未提供原因", Width: 1.5}}}
	for _, n := range f.asked() {
		record := "资料“" + n.Name + "”"
		t.Rows = append(t.Rows, row(again(document.Cell{Text: strconv.Itoa(len(t.Rows) + 1)}), about(n.Name, record, "名称"), document.Cell{Text: materialKinds[n.Kind]}, about(n.Year, record, "所属年度"),
			document.Cell{Text: number(n.Copies)}, document.Cell{Text: strings.Join(n.Items.Sorted(), "\n")}, document.Cell{Text: n.DueOn.Chinese()}, about(n.GivenBy, record, "提供部门和人员"), document.Cell{Text: n.ReceivedOn.Chinese()},
			document.Cell{Text: materialForms[n.Form]}, about(n.TakenBy, record, "接收人"), document.Cell{Text: n.ReturnedOn.Chinese()}, about(n.ReturnedTo, record, "归还给"), about(f.why(n), record, "未提供原因")))
	}
	emptyRows(&t, f.blankRows(19), 9.5, true)
	none(&t)
	if !f.o.Blank {
		if asked := f.askedOn(); asked != "" {
			t.Notes = []document.Sentence{{Text: "提出日期：" + asked}}
		}
	}
	f.add(t)
	s := document.Table{Signing: true, Columns: []document.Column{{Head: "环节", Width: 1.4, Align: c}, {Head: "联审组经办人（签名）", Width: 3}, {Head: "单位经办人（签名）", Width: 3}, {Head: "日期", Width: 2, Align: c}}}
	for _, step := range []string{"送达清单", "提供资料", "归还资料"} {
		s.Rows = append(s.Rows, tall(10, label(step), document.Cell{}, document.Cell{}, document.Cell{Text: day(app.Date{})}))
	}
	f.add(s)
}

// askedOn are the days on which what is listed was asked for.
func (f *form) askedOn() string {
	var days []string
	for _, n := range f.asked() {
		if on := n.AskedOn.Chinese(); on != "" && !slices.Contains(days, on) {
			days = append(days, on)
		}
	}
	return strings.Join(days, "、")
}

// why is why a material is not here, or how long it is overdue on the day of printing.
func (f *form) why(n app.Material) string {
	if n.State(f.o.Today) == app.MaterialOverdue && !f.o.Today.IsZero() {
		return "逾期" + strconv.Itoa(f.o.Today.Sub(n.DueOn)) + "日"
	}
	return n.NotWhy
}

// overdue is what should be here on the day of printing and is not, with the reason where the unit gave one.
func (f *form) overdue() {
	c := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "序号", Width: 0.7, Align: c}, {Head: "资料名称", Width: 4.2}, {Head: "类别", Width: 0.9, Align: c}, {Head: "批次", Width: 0.8, Align: c}, {Head: "对应检查项目", Width: 1.8, Align: c},
		{Head: "要求提供日期", Width: 2, Align: c}, {Head: "逾期（日）", Width: 1.1, Align: c}, {Head: "未提供原因", Width: 3}}}
	for _, n := range f.asked() {
		if state := n.State(f.o.Today); state != app.MaterialOverdue && state != app.MaterialRefused {
			continue
		}
		late := ""
		if !n.DueOn.IsZero() && f.o.Today.After(n.DueOn) {
			late = strconv.Itoa(f.o.Today.Sub(n.DueOn))
		}
		record := "资料“" + n.Name + "”"
		t.Rows = append(t.Rows, row(again(document.Cell{Text: strconv.Itoa(len(t.Rows) + 1)}), about(n.Name, record, "名称"), document.Cell{Text: materialKinds[n.Kind]}, document.Cell{Text: number(n.Batch)},
			document.Cell{Text: strings.Join(n.Items.Sorted(), "、")}, document.Cell{Text: n.DueOn.Chinese()}, document.Cell{Text: late}, about(n.NotWhy, record, "未提供原因")))
	}
	f.rest(&t)
	if !f.o.Today.IsZero() {
		t.Notes = []document.Sentence{{Text: "逾期天数按自然日计算，截至" + f.o.Today.Chinese() + "。"}}
	}
	f.add(t, f.signs("联审组经办人", "单位经办人"))
}

// missing is what items ask for and is not here, item by item: never asked for, or asked for and not received.
func (f *form) missing() {
	c := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "检查项目", Width: 1.3, Align: c}, {Head: "检查内容", Width: 4.2}, {Head: "待提供的资料", Width: 4}, {Head: "类别", Width: 0.9, Align: c}, {Head: "情况", Width: 3}}}
	for _, s := range app.Strands {
		if f.o.Blank || f.o.Strand != "" && f.o.Strand != s {
			continue
		}
		for _, section := range f.d.Templates[s].Sections {
			for _, item := range section.Items {
				if f.d.Unit.Kind != "" && !item.Applies(f.d.Unit.Kind) || f.d.Answers[item.Code].Conclusion == app.NotApplicable {
					continue
				}
				want := app.MissingMaterials(f.d, item.Code)
				for i, m := range want {
					r := row(document.Cell{Text: m.Name, Record: item.Code, Field: "调阅资料"}, document.Cell{Text: materialKinds[m.Kind]}, document.Cell{Text: f.askedState(m.Name)})
					if i == 0 {
						r.Cells = append([]document.Cell{{Text: item.Code, RowSpan: len(want)}, {Text: item.Check, RowSpan: len(want), Record: item.Code, Field: "检查内容"}}, r.Cells...)
					}
					t.Rows = append(t.Rows, r)
				}
			}
		}
	}
	f.rest(&t)
	f.add(t, f.signs("联审组经办人", "单位经办人"))
}

// askedState says whether a material was asked for, and until when.
func (f *form) askedState(name string) string {
	n, ok := app.AskedMaterial(f.d, name)
	switch {
	case !ok:
		return "未提出"
	case n.NotWhy != "":
		return batchWord(n.Batch) + "，未提供：" + n.NotWhy
	case n.DueOn.IsZero():
		return batchWord(n.Batch) + "，未提供"
	case n.State(f.o.Today) == app.MaterialOverdue:
		return batchWord(n.Batch) + "，应于" + n.DueOn.Chinese() + "前提供，已逾期"
	}
	return batchWord(n.Batch) + "，要求" + n.DueOn.Chinese() + "前提供"
}

// read is 资料查阅记录: what was looked at, how much of it was sampled, and with what result.
func (f *form) read() {
	c := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "序号", Width: 0.7, Align: c}, {Head: "查阅的资料", Width: 3.6}, {Head: "所属年度", Width: 1.2, Align: c}, {Head: "检查项目", Width: 1.3, Align: c}, {Head: "查阅数量", Width: 2.4},
		{Head: "查阅结果", Width: 3.8}, {Head: "查阅人、日期", Width: 1.8, Align: c}}}
	for _, n := range f.asked() {
		if n.ReceivedOn.IsZero() {
			continue
		}
		for _, code := range n.Items.Sorted() {
			a := f.d.Answers[code]
			if a.Conclusion == "" || !f.ofStrand(app.StrandOfItem(code)) {
				continue
			}
			record := "资料“" + n.Name + "”"
			result := strings.Join(nonempty(conclusions[a.Conclusion], tidy(a.Note)), "：")
			t.Rows = append(t.Rows, row(again(document.Cell{Text: strconv.Itoa(len(t.Rows) + 1)}), about(n.Name, record, "名称"), about(n.Year, record, "所属年度"), document.Cell{Text: code}, document.Cell{Text: app.Sampling(a)},
				about(result, code, "检查情况"), about(strings.Join(nonempty(a.By, a.On.Chinese()), "\n"), code, "检查人")))
		}
	}
	f.rest(&t)
	f.add(t, f.signs("查阅人", "查阅人"))
}

// rest adds the rows for writing by hand, or says that there is nothing to list.
func (f *form) rest(t *document.Table) {
	emptyRows(t, f.blankRows(8), 10, false)
	none(t)
}

// none says in a list without rows that there is nothing on it.
func none(t *document.Table) {
	if len(t.Rows) == 0 {
		t.Rows = append(t.Rows, row(document.Cell{Text: "无", ColSpan: len(t.Columns), Align: document.AlignCentre}))
	}
}
