package reports

import (
	"fmt"

	"lianshen/app"
	"lianshen/reports/document"
)

// result composes the short 经济责任审计结果报告: it dwells on what was achieved, what was found, who answers for it and
// what is to be done; how the work was done stays in the audit report.
func (c *composer) result(doc *document.Document) {
	unit := c.unit()
	unit.Text = "关于" + unit.Text
	doc.Title = []document.Sentence{unit}
	for i, p := range c.d.Principals {
		n := c.name(p)
		if n.Text += "、"; i == len(c.d.Principals)-1 {
			n.Text = p.Name + "同志"
		}
		doc.Title = append(doc.Title, n)
	}
	doc.Title = append(doc.Title, document.Sentence{Text: "任期经济责任"}, document.Sentence{Text: "审计结果的报告"})

	doc.Blocks = append(c.basis(), para(c.restsOn())...)
	for i, p := range []struct {
		name   string
		blocks []document.Block
	}{{"履行经济责任的主要情况", c.achieved()}, {"审计评价", c.opinion()}, {"审计发现的主要问题和责任认定", c.foundInShort()},
		{"审计处理意见和整改情况", c.demandedInShort()}, {"结果运用建议", c.useOfResults()}} {
		doc.Blocks = append(doc.Blocks, document.Heading{Level: 1, Text: app.ChineseNumber(i+1) + "、" + p.name})
		if len(p.blocks) == 0 {
			p.blocks = para(say("截至本报告形成之日，没有登记本部分的有关情况。"))
		}
		doc.Blocks = append(doc.Blocks, p.blocks...)
	}

	issuer := typed(c.issuer(), "出具部门", "名称", Ref(c.d.Case, "strands.audit.issuingDept"))
	copies := document.Plain(c.level() + "纪委监委")
	if c.d.Round.Office.Name != "" {
		copies = append(copies, typed(c.brief(c.d.Round.Office.Name), "联审批次", "办公室名称", Ref(c.d.Round, "office.name")))
	}
	committee := c.organ(c.level() + "委")
	c.upward(doc, issuer, typed(c.st.Signer, "审计报告", "签发人", Ref(c.d.Case, "strands.audit.signer")),
		document.Plain(committee, committee+"组织部"), copies)
}

// restsOn names the audit report that this one is the short form of.
func (c *composer) restsOn() []document.Sentence {
	if c.st.Number == "" || c.st.IssuedOn.IsZero() {
		return say("现将审计结果报告如下。")
	}
	return say("{}已于{}出具《{}》（{}）。现将审计结果报告如下。", c.brief(c.issuer()), c.st.IssuedOn.Chinese(), joined(c.title()),
		typed(c.st.Number, "审计报告", "文号", Ref(c.d.Case, "strands.audit.number")), refs{Ref(c.d.Case, "strands.audit.issuedOn")})
}

// achieved tells what the unit achieved and its money in a sentence, without the table.
func (c *composer) achieved() []document.Block {
	out := texts(c.d.Case.Facts.Achievements[c.strand], "基本情况", "主要成绩", Ref(c.d.Case, "facts.achievements.audit"))
	years := c.financeYears()
	if len(years) == 0 {
		return out
	}
	var income, outlay, three app.Money
	for _, y := range years {
		f := c.d.Case.Facts.Finances[y]
		income, outlay, three = income+f.Income, outlay+f.Outlay, three+f.Three
	}
	when := years[0] + "年"
	if last := years[len(years)-1]; last != years[0] {
		when += "至" + last + "年"
	}
	detail := ""
	if three != 0 {
		detail = "，其中“三公”经费支出" + c.wan(three)
	}
	return append(out, para(say("{}，{}收入合计{}，支出合计{}{}。{}", when, c.unit(), c.wan(income), c.wan(outlay), detail, c.threeTrend(years),
		refs{Ref(c.d.Case, "facts.finances")}))...)
}

// foundInShort tells the findings without their facts, by who answers for them.
func (c *composer) foundInShort() []document.Block {
	if len(c.findings) == 0 {
		return c.noProblems()
	}
	out := para(c.summary())
	for i, g := range c.grouped() {
		if len(c.d.Principals) > 1 {
			h := heading(2, i+1, joined(g.title))
			h.Record, h.Field = g.record, "姓名"
			out = append(out, h)
		}
		out = append(out, c.numberedItems(g.findings)...)
	}
	return out
}

// demandedInShort tells treatment and requirement of every finding, what was put right and what was passed on.
func (c *composer) demandedInShort() []document.Block {
	var out []document.Block
	n, moved := 0, 0
	for _, f := range c.findings {
		if tidy(f.Transfer) != "" {
			moved++
		}
		s := c.demand(f)
		if len(s) == 0 {
			continue
		}
		n++
		lead := document.Sentence{Text: numbered(2, n) + matter(f), Record: findingRecord(f), Field: "定性", Facts: refs{Ref(f, "title")}}
		out = append(out, document.Paragraph{Lead: lead, LeadLevel: 2, Sentences: s})
	}
	passed := ""
	if moved > 0 {
		passed = fmt.Sprintf("审计发现的问题线索%d件，按规定程序移送有关主管部门处理。", moved)
	}
	return append(out, para(c.opinionsTally(c.opinions()), c.rightedTally(), say("{}", passed))...)
}
