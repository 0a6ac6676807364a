package reports

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"lianshen/app"
	"lianshen/reports/document"
)

// joint composes the 综合报告. What all three share is said by the embedded composer, in the words of the joint review;
// what one of them says is asked of its own.
type joint struct {
	*composer
	of map[app.Strand]*composer
}

func newJoint(d app.Dossier, opt Options) *joint {
	j := &joint{of: map[app.Strand]*composer{}}
	j.composer = &composer{d: d, opt: opt, words: strandWords{verb: "联审", duty: "选人用人责任、机构编制责任和经济责任", title: "“三责联审”综合报告"}}
	for _, s := range app.Strands {
		j.of[s], _ = newComposer(d, s, opt) // the strand exists
		j.findings = append(j.findings, j.of[s].findings...)
	}
	return j
}

func (j *joint) compose(doc *document.Document) {
	unit := j.unit()
	unit.Text = "关于" + unit.Text
	doc.Title = []document.Sentence{unit}
	for i, p := range j.d.Principals {
		n := j.name(p)
		if n.Text += "、"; i == len(j.d.Principals)-1 {
			n.Text = p.Name + "同志"
		}
		doc.Title = append(doc.Title, n)
	}
	doc.Title = append(doc.Title, document.Sentence{Text: "“三责联审”情况的"}, document.Sentence{Text: "综合报告"})

	doc.Blocks = append(j.basis(), para(j.reported())...)
	n := 0
	for _, p := range []struct {
		name   string
		blocks []document.Block
	}{{"联审工作开展情况", j.carriedOut()}, {"三项责任履行情况和评价", j.judged()}, {"民主测评情况", j.voted()}, {"发现的主要问题和责任", j.found()},
		{"征求意见和整改情况", para(j.opinionsTally(j.d.Opinions), j.rightedTally())}, {"下一步整改和结果运用", j.next()}} {
		if len(p.blocks) == 0 {
			continue
		}
		n++
		doc.Blocks = append(append(doc.Blocks, document.Heading{Level: 1, Text: app.ChineseNumber(n) + "、" + p.name}), p.blocks...)
	}
	if t := j.wholeList(); t != nil {
		doc.Annexes = []document.Annex{{Title: document.Plain("“三责联审”问题汇总表"), Blocks: []document.Block{t}}}
	}

	office := j.d.Round.Office
	name := office.Name
	if name == "" {
		name = j.level() + "“三责联审”工作领导小组办公室"
	}
	group := strings.TrimSuffix(name, "办公室")
	copies := document.Plain(j.level() + "纪委监委")
	for _, s := range app.Strands {
		if dept := j.d.Case.Strands[s].IssuingDept; dept != "" {
			copies = append(copies, typed(j.brief(j.organ(dept)), "出具部门", "名称", Ref(j.d.Case, "strands."+string(s)+".issuingDept")))
		}
	}
	signer := document.Sentence{}
	if p, ok := j.d.People[office.Director]; ok {
		signer = typed(p.Name, "人员"+p.Name, "姓名", Ref(p, "name"))
	}
	j.upward(doc, typed(j.organ(name), "联审批次", "办公室名称", Ref(j.d.Round, "office.name")), signer,
		[]document.Sentence{typed(j.brief(group), "联审批次", "办公室名称", Ref(j.d.Round, "office.name"))}, copies)
}

// reported tells which of the three reports are out.
func (j *joint) reported() []document.Sentence {
	var out, open []string
	var facts refs
	for _, s := range app.Strands {
		st := j.d.Case.Strands[s]
		if st.Number == "" || st.IssuedOn.IsZero() {
			open = append(open, j.of[s].words.title)
			continue
		}
		out = append(out, fmt.Sprintf("《%s》（%s，%s）", j.of[s].words.title, j.brief(j.of[s].issuer()), st.Number))
		facts = append(facts, Ref(j.d.Case, "strands."+string(s)+".number"))
	}
	switch {
	case len(open) == 0:
		return say("{}均已出具。现将有关情况综合报告如下。", list(out...), facts)
	case len(out) == 0:
		return say("三份报告尚未出具。现将已掌握的情况综合报告如下。")
	}
	return say("{}已经出具，{}尚未出具。现将有关情况综合报告如下。", list(out...), list(open...), facts)
}

// carriedOut tells the steps, the work done and how much of each checklist was gone through.
func (j *joint) carriedOut() []document.Block {
	out := append(j.steps(), para(j.volume(), j.proofs())...)
	t := document.Table{Caption: document.Sentence{Text: "检查表完成情况"}, Unit: "单位：项", Columns: []document.Column{{Head: "责任", Width: 2.4},
		{Head: "检查", Width: 1.5, Align: document.AlignCentre}, {Head: "未发现问题", Width: 1.8, Align: document.AlignCentre},
		{Head: "发现问题", Width: 1.6, Align: document.AlignCentre}, {Head: "因故未检查", Width: 1.8, Align: document.AlignCentre},
		{Head: "不适用", Width: 1.5, Align: document.AlignCentre}}}
	for _, s := range app.Strands {
		p := app.ProgressOf(j.d, s)
		if p.Answered == 0 {
			continue
		}
		t.Rows = append(t.Rows, document.Row{Cells: document.Cells(j.of[s].words.duty, fmt.Sprint(p.Answered), fmt.Sprint(p.Answered-p.Problems-p.NotChecked),
			fmt.Sprint(p.Problems), fmt.Sprint(p.NotChecked), fmt.Sprint(p.NotApplicable))})
		t.Caption.Facts = append(t.Caption.Facts, Ref(j.d.Case, "strands."+string(s)+".template"))
	}
	if len(t.Rows) == 0 {
		return out
	}
	return append(out, t)
}

// proofs counts the proofs and papers of all three.
func (j *joint) proofs() []document.Sentence {
	text := clauses(count("取得证据材料", len(j.d.Evidence), "份"), count("编制工作底稿", len(j.d.Papers), "份"))
	if text == "" {
		return nil
	}
	return say("三项责任共{}。", text, append(about(j.d.Evidence, "number"), about(j.d.Papers, "index")...))
}

// judged sets the three opinions side by side, then each in its own words.
func (j *joint) judged() []document.Block {
	th := j.d.Round.Settings.Thousands
	t := document.Table{Caption: document.Sentence{Text: "三项责任评价情况"}, Columns: []document.Column{{Head: "责任", Width: 2.2}, {Head: "出具部门", Width: 2.2},
		{Head: "总体评价", Width: 2, Align: document.AlignCentre}, {Head: "测评得分", Width: 1.4, Align: document.AlignCentre}, {Head: "问题\n（个）", Width: 1.1, Align: document.AlignCentre},
		{Head: "涉及金额\n（万元）", Width: 2, Align: document.AlignDecimal}}}
	var out []document.Block
	var sum sumColumn
	for i, s := range app.Strands {
		c := j.of[s]
		grade, recorded := c.assessment()
		switch {
		case recorded && (strings.ContainsAny(grade, "。\n") || utf8.RuneCountInString(grade) > 12):
			grade = "见正文"
		case j.opt.Draft && !recorded && c.unfinished():
			grade = "待定"
		}
		score := "—"
		if row := c.row(); row.Total() > 0 {
			score = app.PointsText(app.Score(row, j.d.Round.Settings.Weights))
		}
		var money app.Money
		for _, f := range c.findings {
			money += f.Amount
		}
		dept := j.brief(c.issuer())
		if dept == "" {
			dept = "—"
		}
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: c.words.duty}, typedCell(dept, "出具部门", "名称"), typedCell(grade, "总体评价", "评价意见"),
			{Text: score}, {Text: fmt.Sprint(len(c.findings))}, {Text: sum.show(money, th)}}})
		out = append(append(out, heading(2, i+1, c.words.duty)), c.opinionTold()...)
	}
	t.Rows = append(t.Rows, document.Row{Total: true, Cells: []document.Cell{{Text: "合计", ColSpan: 4, Align: document.AlignCentre},
		{Text: fmt.Sprint(len(j.findings))}, {Text: sum.sum(th)}}})
	if !sum.adds() {
		t.Notes = document.Plain(roundingNote)
	}
	return append([]document.Block{t}, out...)
}

// opinionTold is the opinion as the report tells it: as a person wrote it, else as it was composed.
func (c *composer) opinionTold() []document.Block {
	for _, s := range c.sections() {
		if s.Key == "opinion" && s.Edited != nil {
			var out []document.Block
			for _, b := range s.printed() {
				if p, ok := b.(document.Paragraph); ok {
					out = append(out, p)
				}
			}
			return out
		}
	}
	return c.opinion()
}

// voted tells the evaluation with all rows.
func (j *joint) voted() []document.Block {
	var out []document.Block
	for _, e := range j.d.Evaluations {
		if e.Overall.Total() == 0 && len(e.Rows) == 0 {
			continue
		}
		out = append(out, para(j.batch("民主测评", "测评票", "张", e.On, e.Batch, j.composer.of(e), Ref(e, "batch")), j.graded(e))...)
		out = append(out, j.evaluationTable(e, "民主测评结果表", app.Strands))
	}
	return out
}

// found tells the findings of each strand in short, and how many each principal answers for.
func (j *joint) found() []document.Block {
	if len(j.findings) == 0 {
		return j.noProblems()
	}
	out := para(j.summary())
	if t := j.answerable(); t != nil {
		out = append(out, t)
	}
	n := 0
	for _, s := range app.Strands {
		c := j.of[s]
		if len(c.findings) == 0 {
			continue
		}
		n++
		out = append(out, heading(2, n, c.words.aspect+"方面的问题"))
		out = append(out, c.numberedItems(c.findings)...)
	}
	return out
}

// answerable is the table of responsibility: each principal's findings by strand and kind.
func (j *joint) answerable() document.Block {
	kinds := []app.Responsibility{app.Direct, app.Leadership}
	for _, f := range j.findings {
		for _, r := range f.Responsible {
			if r == app.InChargeOld { // the third kind of the rules of 2014
				kinds = []app.Responsibility{app.Direct, app.InChargeOld, app.Leadership}
			}
		}
	}
	t := document.Table{Caption: document.Sentence{Text: "责任界定情况表", Facts: about(j.findings, "responsible")}, Unit: "单位：个",
		Columns: []document.Column{{Head: "联审对象", Width: 2}}}
	for _, s := range app.Strands {
		for _, k := range kinds {
			t.Columns = append(t.Columns, document.Column{Head: j.of[s].words.verb + "：\n" + responsibilityWords[k], Width: 1.5, Align: document.AlignCentre})
		}
	}
	t.Columns = append(t.Columns, document.Column{Head: "合计", Width: 1, Align: document.AlignCentre})
	for _, p := range j.d.Principals {
		cells := []document.Cell{typedCell(p.Name, "联审对象"+p.Name, "姓名")}
		all := 0
		for _, s := range app.Strands {
			for _, k := range kinds {
				n := 0
				for _, f := range j.of[s].findings {
					if f.Responsible[p.ID] == k {
						n++
					}
				}
				all += n
				cells = append(cells, document.Cell{Text: fmt.Sprint(n)})
			}
		}
		t.Rows = append(t.Rows, document.Row{Cells: append(cells, document.Cell{Text: fmt.Sprint(all)})})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

// next tells terms and use; without findings there is nothing to put right.
func (j *joint) next() []document.Block {
	if len(j.findings) == 0 {
		return j.useOfResults()
	}
	return append(j.terms(), j.useOfResults()...)
}

// wholeList is the list of all findings; nil for none.
func (j *joint) wholeList() document.Block {
	if len(j.findings) == 0 {
		return nil
	}
	th := j.d.Round.Settings.Thousands
	t := document.Table{Unit: "单位：万元", Columns: []document.Column{{Head: "序号", Width: 0.9, Align: document.AlignCentre}, {Head: "责任", Width: 1.6, Align: document.AlignCentre},
		{Head: "问题", Width: 3.6}, {Head: "涉及金额", Width: 1.8, Align: document.AlignDecimal}, {Head: "违反的规定", Width: 3.2}, {Head: "责任界定", Width: 2.2}}}
	var sum sumColumn
	n := 0
	for _, s := range app.Strands {
		c := j.of[s]
		for _, f := range c.findings {
			n++
			record := findingRecord(f)
			t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: fmt.Sprint(n)}, {Text: c.words.aspect}, typedCell(bare(f.Title), record, "定性"),
				{Text: sum.show(f.Amount, th)}, typedCell(c.basesBrief(f), record, "依据"), typedCell(c.answersBrief(f), record, "责任")}})
		}
	}
	dash := document.Cell{Text: "—", Align: document.AlignCentre}
	t.Rows = append(t.Rows, document.Row{Total: true, Cells: []document.Cell{{Text: "合计", ColSpan: 3, Align: document.AlignCentre}, {Text: sum.sum(th)}, dash, dash}})
	if !sum.adds() {
		t.Notes = document.Plain(roundingNote)
	}
	return t
}
