package reports

import (
	"fmt"

	"lianshen/app"
	"lianshen/reports/document"
)

// annexes gives the annexes of the strand (domain 3.15). One that would hold nothing is left out.
func (c *composer) annexes() []document.Annex {
	var out []document.Annex
	add := func(title string, blocks ...document.Block) {
		if len(blocks) > 0 {
			out = append(out, document.Annex{Title: document.Plain(title), Blocks: blocks})
		}
	}
	switch c.strand {
	case app.Review:
		add("选人用人责任审查问题清单", c.list(c.findings)...)
		add("民主测评和问卷调查汇总表", c.tallies()...)
		if len(c.appointmentYears()) > 0 {
			add("任期内干部任免名册（分年度汇总）", c.appointmentTable("", true))
		}
	case app.Verification:
		if f := c.d.Case.Facts; len(f.Posts) > 0 || f.BodiesAllowed > 0 || f.BodiesActual > 0 {
			add("机构编制情况对照表", c.comparison()...)
		}
		add("机构编制责任审核问题清单", c.list(c.findings)...)
	case app.Audit:
		var own, other []app.Finding
		for _, f := range c.findings {
			if len(c.responsible(f)) > 0 {
				own = append(own, f)
			} else {
				other = append(other, f)
			}
		}
		add("审计发现问题情况表", c.auditList(own)...)
		add("审计发现其他问题情况表", c.auditList(other)...)
	}
	return out
}

// list is the list of findings with rule, responsibility and what is asked (问题清单).
func (c *composer) list(findings []app.Finding) []document.Block {
	if len(findings) == 0 {
		return nil
	}
	t := document.Table{Columns: []document.Column{{Head: "序号", Width: 0.9, Align: document.AlignCentre}, {Head: "问题", Width: 3},
		{Head: "违反的规定", Width: 3.2}, {Head: "责任界定", Width: 2.2}, {Head: "整改要求", Width: 3.2}, {Head: "整改期限", Width: 2.2, Align: document.AlignCentre}}}
	for i, f := range findings {
		record := findingRecord(f)
		demand, due := bare(f.Requirement), f.RectifyDue.Chinese()
		if demand == "" {
			demand = "按照有关规定纠正"
		}
		if due == "" {
			due = "—"
		}
		title := bare(f.Title)
		if f.Amount != 0 {
			title += "（涉及金额" + c.wan(f.Amount) + "）"
		}
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: fmt.Sprint(i + 1)}, typedCell(title, record, "定性"),
			typedCell(c.basesBrief(f), record, "依据"), typedCell(c.answersBrief(f), record, "责任"), typedCell(demand, record, "整改要求"), {Text: due}}})
	}
	return []document.Block{t}
}

// auditList is the list of audit findings with their money (审计发现问题情况表).
func (c *composer) auditList(findings []app.Finding) []document.Block {
	if len(findings) == 0 {
		return nil
	}
	th := c.d.Round.Settings.Thousands
	t := document.Table{Unit: "单位：万元", Columns: []document.Column{{Head: "序号", Width: 0.9, Align: document.AlignCentre}, {Head: "问题定性", Width: 2.8},
		{Head: "所属年度", Width: 1.7, Align: document.AlignCentre}, {Head: "涉及金额", Width: 1.9, Align: document.AlignDecimal}, {Head: "主要依据", Width: 3.2},
		{Head: "责任界定", Width: 2.2}, {Head: "审计期间整改情况", Width: 2.4}}}
	var sum sumColumn
	dash := document.Cell{Text: "—", Align: document.AlignCentre}
	for i, f := range findings {
		record := findingRecord(f)
		right, year := bare(f.DuringAudit), bare(f.Year)
		rightCell := typedCell(right, record, "审计期间整改")
		if right == "" {
			rightCell = dash
		}
		if year == "" {
			year = "—"
		}
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: fmt.Sprint(i + 1)}, typedCell(bare(f.Title), record, "定性"),
			typedCell(year, record, "年度"), {Text: sum.show(f.Amount, th)}, typedCell(c.basesBrief(f), record, "依据"),
			typedCell(c.answersBrief(f), record, "责任"), rightCell}})
	}
	t.Rows = append(t.Rows, document.Row{Total: true, Cells: []document.Cell{{Text: "合计", ColSpan: 3, Align: document.AlignCentre}, {Text: sum.sum(th)}, dash, dash, dash}})
	if !sum.adds() {
		t.Notes = document.Plain(roundingNote)
	}
	return []document.Block{t}
}

// tallies are all rows of the evaluation and all questions of the strand.
func (c *composer) tallies() []document.Block {
	var out []document.Block
	n := 0
	next := func() string {
		if n++; n > 1 {
			out = append(out, document.Spacer{Lines: 1})
		}
		return app.ChineseNumber(n) + "、"
	}
	for _, e := range c.d.Evaluations {
		if e.Overall.Total() > 0 || len(e.Rows) > 0 {
			caption := next() + "民主测评汇总表"
			out = append(out, c.evaluationTable(e, caption, app.Strands))
		}
	}
	for _, s := range c.d.Surveys {
		if codes := c.questions(s); len(codes) > 0 {
			caption := next() + "选人用人问卷调查汇总表"
			out = append(out, c.surveyTable(s, codes, caption))
		}
	}
	return out
}

// comparison is the establishment table with the comparison of the three numbers.
func (c *composer) comparison() []document.Block {
	out := []document.Block{c.establishmentTable("一、机构编制核定与实有情况")}
	for _, b := range c.threeNumbers() {
		if t, ok := b.(document.Table); ok {
			t.Caption.Text = "二、编制数、实有人数、财政供养人数对照"
			out = append(out, document.Spacer{Lines: 1}, t)
		}
	}
	return out
}
