package forms

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

var (
	heardSources = map[string]string{"talk": "谈话", "survey": "问卷", "box": "意见箱", "letter": "来信", "call": "来电", "visitor": "来访"}
	conclusions  = map[app.Conclusion]string{app.NoProblem: "未发现问题", app.Problem: "发现问题", app.NotApplicable: "不适用", app.NotChecked: "未检查"}
)

// trace is 汇总底稿 (form 3.12): from each paper to its place in the report. A problem without a paper is listed at the
// end, so that the gap is seen.
func (f *form) trace() error {
	f.doc.Landscape = true
	f.head("被检单位", f.d.Unit.Name, "工作组", f.d.Group.Name)
	verb := verbOf(f.o.Strand)
	t := document.Table{Columns: []document.Column{{Head: "序号", Width: 0.7, Align: document.AlignCentre}, {Head: verb + "证实问题类别", Width: 1.6}, {Head: "分项底稿主要内容", Width: 4.6},
		{Head: "分项目索引号", Width: 1.6, Align: document.AlignCentre}, {Head: "与" + verb + "报告对应关系", Width: 2}, {Head: "处理处罚意见", Width: 2.2}}}
	line := func(index, content string, n app.Finding) {
		kind, place, record := n.Type, inReport(n), "问题"+strconv.Itoa(n.Number)
		if n.ID == "" {
			kind, place = "未发现问题", "—"
		}
		t.Rows = append(t.Rows, row(again(document.Cell{Text: strconv.Itoa(len(t.Rows) + 1)}), about(kind, record, "类型"), about(content, "底稿"+index, "结论"), document.Cell{Text: index},
			about(place, record, "不列入报告的原因"), about(n.Treatment, record, "处理意见")))
	}
	covered := app.Set{}
	papers := slices.Clone(f.d.Papers)
	slices.SortStableFunc(papers, func(a, b app.Paper) int {
		return cmp.Compare(slices.Index(app.Strands, a.Strand), slices.Index(app.Strands, b.Strand))
	})
	for _, p := range papers {
		if f.o.Blank || !f.ofStrand(p.Strand) {
			continue
		}
		content, any := strings.Join(nonempty(p.Title, gist(p.Conclusion)), "："), false
		for _, n := range f.d.Findings {
			if p.Findings.Has(string(n.ID)) {
				covered[string(n.ID)], any = true, true
				line(p.Index, content, n)
			}
		}
		if !any {
			line(p.Index, content, app.Finding{})
		}
	}
	for _, n := range f.d.Findings {
		if !f.o.Blank && f.ofStrand(n.Strand) && !covered.Has(string(n.ID)) && n.State != app.FindingDropped {
			line("（缺底稿）", n.Title, n)
		}
	}
	emptyRows(&t, f.blankRows(7), 11, true)
	none(&t)
	f.add(t, f.signs("编制人", "审核人"))
	return nil
}

// gistLength is how many characters of a conclusion the trace table has: the paper itself says the rest.
const gistLength = 200

// gist is the beginning of a long conclusion, up to the end of a sentence where there is one.
func gist(text string) string {
	r := []rune(tidy(text))
	if len(r) <= gistLength {
		return string(r)
	}
	cut := r[:gistLength]
	for i := len(cut) - 1; i > gistLength/2; i-- {
		if cut[i] == '。' || cut[i] == '；' || cut[i] == '\n' {
			cut = cut[:i+1]
			break
		}
	}
	return strings.TrimRight(string(cut), "\n") + "……"
}

// inReport is where a finding stands in the report, or why it does not.
func inReport(n app.Finding) string {
	switch {
	case n.State == app.FindingDropped:
		return "不作问题处理"
	case n.InReport:
		return "列入" + verbOf(n.Strand) + "报告（问题" + strconv.Itoa(n.Number) + "）"
	case n.OutReason != "":
		return "未列入报告：" + tidy(n.OutReason)
	}
	return "未列入报告"
}

// heard is the register of opinions and suggestions heard (R26). Who spoke appears by the code.
func (f *form) heard() error {
	f.doc.Landscape = true
	f.head("被检单位", f.d.Unit.Name, "工作组", f.d.Group.Name)
	c := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "序号", Width: 0.7, Align: c}, {Head: "日期", Width: 1.5, Align: c}, {Head: "来源", Width: 1, Align: c}, {Head: "反映人", Width: 1.6, Align: c}, {Head: "所属三责", Width: 1, Align: c},
		{Head: "意见建议内容", Width: 4.4}, {Head: "处理情况", Width: 2.8}, {Head: "处理人", Width: 1.2, Align: c}, {Head: "处理日期", Width: 1.5, Align: c}, {Head: "对应问题", Width: 1.1, Align: c}}}
	codes, talks := map[app.ID]string{}, map[app.ID]string{}
	for _, n := range f.d.Talks {
		talks[n.ID] = n.Number
	}
	for _, a := range f.d.Aliases {
		codes[a.ID] = a.Code
	}
	for _, n := range f.d.Heard {
		if f.o.Blank || !f.ofStrand(n.Strand) {
			continue
		}
		record, who, strand := "意见建议"+strconv.Itoa(n.Number), codes[n.From], "共同"
		if who == "" {
			who = "未具名"
		}
		if n.Confidential {
			who += "\n（要求保密）"
		}
		if n.Strand != "" {
			strand = verbOf(n.Strand)
		}
		t.Rows = append(t.Rows, row(again(document.Cell{Text: strconv.Itoa(n.Number)}), document.Cell{Text: n.On.Chinese()}, document.Cell{Text: strings.Join(nonempty(heardSources[n.Source], talks[n.Talk]), "\n")}, about(who, record, "反映人"), document.Cell{Text: strand},
			about(n.Text, record, "内容"), about(n.Handling, record, "处理情况"), about(n.HandledBy, record, "处理人"), document.Cell{Text: n.HandledOn.Chinese()}, document.Cell{Text: f.findingNumbers(n.Findings)}))
	}
	emptyRows(&t, f.blankRows(7), 11, true)
	none(&t)
	f.add(t, f.signs("登记人", "工作组组长"))
	return nil
}

// daylog is 工作日志, for each person in a table of its own. It is optional and never a statutory record (domain 3.12).
func (f *form) daylog() error {
	days := slices.Clone(f.o.Days)
	if f.o.Blank {
		days = []app.DayLog{{}}
	}
	if len(days) == 0 {
		return app.Refuse("forms.none")
	}
	slices.SortStableFunc(days, func(a, b app.DayLog) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.On.String(), b.On.String()))
	})
	for from := 0; from < len(days); {
		to := from
		t := document.Table{Columns: []document.Column{{Head: "日期", Width: 2.3, Align: document.AlignCentre}, {Head: "工作内容", Width: 7.7}}}
		for ; to < len(days) && days[to].Person == days[from].Person; to++ {
			if n := days[to]; !f.o.Blank {
				t.Rows = append(t.Rows, row(again(document.Cell{Text: n.On.Chinese()}), left(about(n.Text, "工作日志"+n.On.String(), "内容"))))
			}
		}
		emptyRows(&t, f.blankRows(8), 19, false)
		t.Notes = document.Plain("工作日志供个人记事和工作统计用，不是法定记录，不替代调查了解记录、工作底稿和重要管理事项记录。")
		p := f.d.People[days[from].Person]
		h := document.Table{Columns: []document.Column{{Width: 1.6}, {Width: 4}, {Width: 1.6}, {Width: 2.8}}}
		h.Rows = append(h.Rows, pair("姓　名", about(p.Name, "人员", "姓名"), "单　位", about(p.Dept, "人员"+p.Name, "部门")))
		if from > 0 { // a sheet of its own, which says what it is
			h.Caption = document.Sentence{Text: Title(DayLog, "")}
			f.add(document.PageBreak{})
		}
		f.add(h, t, f.signs("记录人"))
		from = to
	}
	return nil
}

// checklist is 检查表 itself, a table for each strand: what to check, what to ask for, the conclusion, what was found.
// Items not meant for this kind of unit are left out unless they were answered.
func (f *form) checklist() error {
	f.doc.Landscape = true
	strands := app.Strands
	if f.o.Strand != "" {
		strands = []app.Strand{f.o.Strand}
	}
	f.head("被检单位", f.d.Unit.Name, "工作组", f.d.Group.Name)
	if v := f.d.Templates[f.o.Strand].Version; v != "" {
		f.doc.Subtitle = document.Sentence{Text: "（" + v + "版）"}
	}
	any := false
	for _, s := range strands {
		if t := f.d.Templates[s]; t.Count() > 0 {
			if any {
				f.add(document.PageBreak{})
			}
			any = true
			f.strand(s, t)
			f.add(f.signs("检查人", "检查人", "主审")) // each strand has people of its own
		}
	}
	if !any {
		return app.Refuse("forms.none")
	}
	return nil
}

func (f *form) strand(s app.Strand, template app.Template) {
	c := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "编号", Width: 1.3, Align: c}, {Head: "检查内容", Width: 3.3}, {Head: "调阅资料", Width: 2.1}, {Head: "常见问题", Width: 2.1},
		{Head: "检查数量", Width: 1.9}, {Head: "检查结论", Width: 2.1}, {Head: "检查情况（问题、证据）", Width: 4.2}, {Head: "检查人、日期", Width: 1.5, Align: c}}}
	title := Title(Checklist, s)
	if template.Version != "" {
		title += "（" + template.Version + "版）"
	}
	if f.o.Strand == "" {
		t.Caption = document.Sentence{Text: title}
	}
	for _, section := range template.Sections {
		head := document.Row{Cells: []document.Cell{{Text: section.Code + "　" + section.Name, ColSpan: 8, Align: document.AlignLeft, Strong: true}}, Lead: true}
		for _, item := range section.Items {
			a := f.d.Answers[item.Code]
			if f.o.Blank {
				a = app.Answer{Person: a.Person}
			}
			if f.d.Unit.Kind != "" && !item.Applies(f.d.Unit.Kind) && !a.Said() {
				continue
			}
			if len(head.Cells) > 0 {
				t.Rows = append(t.Rows, head)
				head = document.Row{}
			}
			t.Rows = append(t.Rows, f.item(item, a))
		}
	}
	f.add(t)
}

// item is the row of one item; what is not known leaves room for a pen.
func (f *form) item(item app.Item, a app.Answer) document.Row {
	var asked []string
	for _, m := range item.Materials {
		asked = append(asked, m.Name)
	}
	var boxes []string
	for _, c := range app.Conclusions {
		boxes = append(boxes, tick(c == a.Conclusion, conclusions[c]))
	}
	amount := func(n int) string {
		if n == 0 && (a.Should == 0 || a.Conclusion == "") {
			return "　　"
		}
		return strconv.Itoa(n)
	}
	counts := "应查" + amount(a.Should) + "件\n抽查" + amount(a.Sampled) + "件\n有问题" + amount(a.Faulty) + "件"
	checker := a.By
	if checker == "" { // the form is filled in by whom the item was given to
		checker = f.d.People[a.Person].Name
	}
	found := nonempty(tidy(a.Note))
	if a.Conclusion != "" {
		if list := f.itemProof(item.Code); list != "" {
			found = append(found, list)
		}
	}
	return row(again(document.Cell{Text: item.Code}), document.Cell{Text: item.Check, Record: item.Code, Field: "检查内容"}, document.Cell{Text: strings.Join(asked, "、")}, document.Cell{Text: strings.Join(item.Problems, "；")},
		document.Cell{Text: counts}, document.Cell{Text: strings.Join(boxes, "\n")}, about(strings.Join(found, "\n"), item.Code, "检查情况"), about(strings.Join(nonempty(checker, a.On.Chinese()), "\n"), item.Code, "检查人"))
}

// itemProof names what an item led to: 问题3、证据5.
func (f *form) itemProof(code string) string {
	var out []string
	for _, n := range f.d.Findings {
		if n.Item == code || n.Items.Has(code) {
			out = append(out, "问题"+strconv.Itoa(n.Number))
		}
	}
	for _, e := range f.d.Evidence {
		if e.Items.Has(code) {
			out = append(out, "证据"+strconv.Itoa(e.Number))
		}
	}
	return strings.Join(out, "、")
}
