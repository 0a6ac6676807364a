package reports

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// roundingNote is printed under a table whose shown total differs from the sum of its shown parts (domain
// 4.8). Sums are made on fen; only what is shown is rounded.
const roundingNote = "注：本表合计数与分项数之差系四舍五入所致。"

// sumColumn shows amounts in 万元 and keeps what is needed to tell whether the shown figures add up.
type sumColumn struct {
	total app.Money
	shown int64 // sum of the shown figures, in hundredths of a 万元
}

// show gives the cell of an amount; an amount of 0 is shown as —, because 0 means "without money".
func (s *sumColumn) show(m app.Money, thousands bool) string {
	s.total += m
	s.shown += hundredths(m)
	if m == 0 {
		return "—"
	}
	return m.Wan(thousands)
}

// adds says whether the shown figures add up to the shown total.
func (s *sumColumn) adds() bool { return s.shown == hundredths(s.total) }

// sum gives the cell of the total.
func (s *sumColumn) sum(thousands bool) string {
	if s.total == 0 {
		return "—"
	}
	return s.total.Wan(thousands)
}

// hundredths reads the shown figure back, so that the rounding rule stays in one place (app).
func hundredths(m app.Money) int64 {
	var v int64
	text := m.Wan(false)
	for _, r := range text {
		if r >= '0' && r <= '9' {
			v = v*10 + int64(r-'0')
		}
	}
	if strings.HasPrefix(text, "-") {
		return -v
	}
	return v
}

func (c *composer) financeYears() []string { return slices.Sorted(maps.Keys(c.d.Case.Facts.Finances)) }

// finances tells income and outlay over the years, with the table (收支总表).
func (c *composer) finances() []document.Block {
	years := c.financeYears()
	if len(years) == 0 {
		return nil
	}
	th := c.d.Round.Settings.Thousands
	t := document.Table{Caption: document.Sentence{Text: "财政财务收支总表", Facts: refs{Ref(c.d.Case, "facts.finances")}}, Unit: "单位：万元",
		Head: [][]document.Cell{
			{{Text: "年度", RowSpan: 2}, {Text: "收入", RowSpan: 2}, {Text: "支出", ColSpan: 3}, {Text: "年末结转结余", RowSpan: 2}},
			{{Text: "合计"}, {Text: "其中：\n项目支出"}, {Text: "其中：\n“三公”经费"}}},
		Columns: []document.Column{{Width: 1.1, Align: document.AlignCentre}, {Width: 2, Align: document.AlignDecimal}, {Width: 2, Align: document.AlignDecimal},
			{Width: 2, Align: document.AlignDecimal}, {Width: 1.9, Align: document.AlignDecimal}, {Width: 2, Align: document.AlignDecimal}}}
	var sums [4]sumColumn
	for _, year := range years {
		y := c.d.Case.Facts.Finances[year]
		cells := []document.Cell{typedCell(year, "基本情况", "收支年度")}
		for i, m := range []app.Money{y.Income, y.Outlay, y.Project, y.Three} {
			cells = append(cells, document.Cell{Text: sums[i].show(m, th)})
		}
		surplus := "—"
		if y.Surplus != 0 {
			surplus = y.Surplus.Wan(th)
		}
		t.Rows = append(t.Rows, document.Row{Cells: append(cells, document.Cell{Text: surplus})})
	}
	total := []document.Cell{{Text: "合计"}}
	add := true
	for i := range sums {
		total = append(total, document.Cell{Text: sums[i].sum(th)})
		add = add && sums[i].adds()
	}
	t.Rows = append(t.Rows, document.Row{Cells: append(total, document.Cell{Text: "—"}), Total: true})
	if !add {
		t.Notes = document.Plain(roundingNote)
	}
	when := years[0] + "年"
	if last := years[len(years)-1]; last != years[0] {
		when += "至" + last + "年"
	}
	detail := ""
	if sums[2].total != 0 {
		detail += "，其中项目支出" + c.wan(sums[2].total)
	}
	if sums[3].total != 0 {
		detail += "，“三公”经费支出" + c.wan(sums[3].total)
		if sums[2].total == 0 {
			detail = strings.Replace(detail, "，“三公”", "，其中“三公”", 1)
		}
	}
	text := say("{}，{}收入合计{}，支出合计{}{}。{}各年度情况见下表。", when, c.unit(), c.wan(sums[0].total), c.wan(sums[1].total), detail,
		c.threeTrend(years), refs{Ref(c.d.Case, "facts.finances")})
	return append(para(text), t)
}

// threeTrend tells how the 三公 outlay moved from the first year to the last.
func (c *composer) threeTrend(years []string) string {
	first, last := c.d.Case.Facts.Finances[years[0]].Three, c.d.Case.Facts.Finances[years[len(years)-1]].Three
	if len(years) < 2 || first <= 0 || last <= 0 || first == last {
		return ""
	}
	word, by := "下降", first-last
	if last > first {
		word, by = "增长", last-first
	}
	// Percentages of amounts go through app.Rate on 万元-hundredths, which fit an int and round as shown.
	return "“三公”经费" + years[len(years)-1] + "年比" + years[0] + "年" + word + percent(int(hundredths(by)), int(hundredths(first))) + "。"
}

// amounts is the table of the findings that carry money (问题金额表), nil when none does.
func (c *composer) amounts() document.Block {
	th := c.d.Round.Settings.Thousands
	t := document.Table{Caption: document.Sentence{Text: "审计发现问题金额表"}, Unit: "单位：万元", Columns: []document.Column{
		{Head: "序号", Width: 0.9, Align: document.AlignCentre}, {Head: "问题", Width: 4}, {Head: "涉及金额", Width: 1.9, Align: document.AlignDecimal},
		{Head: "违规金额", Width: 1.9, Align: document.AlignDecimal}, {Head: "管理不规范金额", Width: 1.9, Align: document.AlignDecimal},
		{Head: "损失浪费金额", Width: 1.9, Align: document.AlignDecimal}}}
	var sums [4]sumColumn
	n := 0
	for _, f := range c.findings {
		if f.Amount == 0 {
			continue
		}
		n++
		cells := []document.Cell{{Text: fmt.Sprint(n)}, typedCell(bare(f.Title), findingRecord(f), "定性")}
		for i, m := range []app.Money{f.Amount, f.Irregular, f.Improper, f.Waste} {
			cells = append(cells, document.Cell{Text: sums[i].show(m, th)})
		}
		t.Rows = append(t.Rows, document.Row{Cells: cells})
		t.Caption.Facts = append(t.Caption.Facts, Ref(f, "amount"))
	}
	if n == 0 {
		return nil
	}
	total := []document.Cell{{Text: "合计", ColSpan: 2, Align: document.AlignCentre}}
	add := true
	for i := range sums {
		total = append(total, document.Cell{Text: sums[i].sum(th)})
		add = add && sums[i].adds()
	}
	t.Rows = append(t.Rows, document.Row{Cells: total, Total: true})
	if !add {
		t.Notes = document.Plain(roundingNote)
	}
	return t
}
