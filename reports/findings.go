package reports

import (
	"fmt"
	"regexp"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// problems tells the findings: how many, of how much money, then one by one. With several principals the
// findings stand apart by who answers for them: each principal's, those of several, those of nobody.
func (c *composer) problems() []document.Block {
	if len(c.findings) == 0 {
		return c.noProblems()
	}
	out := para(c.summary())
	if c.strand == app.Audit {
		if t := c.amounts(); t != nil {
			out = append(out, t)
		}
	}
	groups := c.grouped()
	for i, g := range groups {
		level := 2
		if len(c.d.Principals) > 1 {
			h := heading(2, i+1, joined(g.title))
			h.Record, h.Field = g.record, "姓名"
			out = append(out, h)
			level = 3
		}
		for n, f := range g.findings {
			h := heading(level, n+1, bare(f.Title))
			h.Record, h.Field = findingRecord(f), "定性"
			out = append(append(out, h), c.finding(f)...)
		}
	}
	return out
}

// noProblems says properly that there is nothing to say.
func (c *composer) noProblems() []document.Block {
	who := c.everyone()
	if len(who) == 0 {
		who = []document.Sentence{c.unit()}
	}
	if c.opt.Draft && c.unfinished() {
		return para(say("现场{}尚未结束，暂未发现{}在履行{}方面存在需要在本报告中反映的问题。", c.words.verb, who, c.words.duty))
	}
	return para(say("经{}，未发现{}在履行{}方面存在需要在本报告中反映的问题。", c.words.verb, who, c.words.duty))
}

// summary counts the findings, their money, and what each principal answers for.
func (c *composer) summary() []document.Sentence {
	var total app.Money
	with := 0
	for _, f := range c.findings {
		total += f.Amount
		if f.Amount != 0 {
			with++
		}
	}
	var out []document.Sentence
	facts := append(about(c.findings, "title"), about(c.findings, "amount")...)
	switch {
	case with == len(c.findings):
		out = say("{}发现问题{}个，涉及金额{}。", c.words.verb, len(c.findings), c.wan(total), facts)
	case with > 0:
		out = say("{}发现问题{}个，其中{}个涉及金额{}。", c.words.verb, len(c.findings), with, c.wan(total), facts)
	default:
		out = say("{}发现问题{}个。", c.words.verb, len(c.findings), facts)
	}
	var parts []document.Sentence
	var without []app.Principal
	for _, p := range c.d.Principals {
		n := map[app.Responsibility]int{}
		for _, f := range c.findings {
			n[f.Responsible[p.ID]]++
		}
		if len(c.findings) == 1 && len(c.responsible(c.findings[0])) > 0 {
			if responsibilityWords[c.findings[0].Responsible[p.ID]] == "" {
				without = append(without, p)
			}
			continue
		}
		answers := list(count("应负直接责任的", n[app.Direct], "个"), count("应负主管责任的", n[app.InChargeOld], "个"), count("应负领导责任的", n[app.Leadership], "个"))
		if answers == "" {
			without = append(without, p)
			continue
		}
		if len(parts) > 0 {
			parts = append(parts, document.Sentence{Text: "；"})
		}
		parts = append(parts, say("{}同志{}", c.name(p), answers, about(c.findings, "responsible."+string(p.ID)))...)
	}
	if len(c.findings) == 1 && len(c.responsible(c.findings[0])) > 0 {
		out = append(out, c.answersFor(c.findings[0])...)
		if len(without) > 0 {
			out = append(out, say("未发现应由{}承担责任的问题。", c.comrades(without))...)
		}
	}
	if len(parts) > 0 {
		form := "其中，{}。"
		if with > 0 && with < len(c.findings) {
			form = "{}。" // 其中 was said already
		}
		out = append(out, say(form, parts)...)
		if len(without) > 0 {
			out = append(out, say("未发现应由{}承担责任的问题。", c.comrades(without))...)
		}
	}
	return out
}

// responsible gives the principals who answer for a finding, in their order.
func (c *composer) responsible(f app.Finding) []app.Principal {
	var out []app.Principal
	for _, p := range c.d.Principals {
		switch f.Responsible[p.ID] {
		case app.Direct, app.Leadership, app.InChargeOld:
			out = append(out, p)
		}
	}
	return out
}

type group struct {
	title    []document.Sentence
	record   string
	findings []app.Finding
}

// grouped puts findings together by who answers for them: each principal alone in the principals' order,
// then several together, then nobody. Within a group the order of the findings stays.
func (c *composer) grouped() []group {
	if len(c.d.Principals) < 2 {
		return []group{{findings: c.findings}}
	}
	var out []group
	add := func(title []document.Sentence, record string, mine func([]app.Principal) bool) {
		g := group{title: title, record: record}
		for _, f := range c.findings {
			if mine(c.responsible(f)) {
				g.findings = append(g.findings, f)
			}
		}
		if len(g.findings) > 0 {
			out = append(out, g)
		}
	}
	for _, p := range c.d.Principals {
		add(say("{}承担责任的问题", c.comrades([]app.Principal{p})), "联审对象"+p.Name,
			func(who []app.Principal) bool { return len(who) == 1 && who[0].ID == p.ID })
	}
	several := "共同涉及的问题"
	if len(c.d.Principals) == 2 {
		several = "均承担责任的问题"
	}
	add(say("{}{}", c.everyone(), several), "联审对象", func(who []app.Principal) bool { return len(who) > 1 })
	add(say("未界定个人责任的问题"), "", func(who []app.Principal) bool { return len(who) == 0 })
	return out
}

// finding tells one finding: fact, rule broken, who answers for it, what was put right already, and what an
// adopted opinion changed.
func (c *composer) finding(f app.Finding) []document.Block {
	record := findingRecord(f)
	out := texts(f.Fact, record, "事实", Ref(f, "fact"))
	var s []document.Sentence
	if bases := c.bases(f); len(bases) > 0 {
		broke := c.words.broke
		if strings.HasSuffix(joined(bases), "规定") {
			broke = strings.Replace(broke, "的规定。", "。", 1) // 违反了…的有关规定, not …的有关规定的规定
		}
		s = append(s, say(broke, bases)...)
	}
	s = append(s, c.kinds(f)...)
	s = append(s, c.answersFor(f)...)
	if t := tidy(f.Tolerance); t != "" {
		s = append(s, say("责任界定时，按照“三个区分开来”的要求，考虑了以下情形：{}", typed(stop(t), record, "容错考虑", Ref(f, "tolerance")))...)
	}
	// An audit report tells what was put right in a section of its own (putRight).
	if t := tidy(f.DuringAudit); t != "" && c.strand != app.Audit {
		s = append(s, say("{}期间整改情况：{}", c.words.verb, typed(stop(t), record, "审计期间整改", Ref(f, "duringAudit")))...)
	}
	if !c.opt.Draft {
		for _, o := range c.opinions() {
			if o.Finding == f.ID && (o.Adoption == app.Adopted || o.Adoption == app.PartlyAdopted) {
				s = append(s, say("本问题已根据反馈意见和核查结果作相应调整。", refs{Ref(o, "adoption")})...)
				break
			}
		}
	}
	return append(out, para(s)...)
}

// kinds tells the money of a finding and how it divides.
func (c *composer) kinds(f app.Finding) []document.Sentence {
	if f.Amount == 0 {
		return nil
	}
	var parts []string
	single := ""
	for _, k := range []struct {
		name string
		m    app.Money
	}{{"违规金额", f.Irregular}, {"管理不规范金额", f.Improper}, {"损失浪费金额", f.Waste}} {
		if k.m == 0 {
			continue
		}
		parts = append(parts, k.name+c.wan(k.m))
		if k.m == f.Amount {
			single = k.name
		}
	}
	facts := refs{Ref(f, "amount"), Ref(f, "irregular"), Ref(f, "improper"), Ref(f, "waste")}
	switch {
	case len(parts) == 1 && single != "":
		return say("涉及{}{}。", single, c.wan(f.Amount), facts)
	case len(parts) > 0:
		return say("涉及金额{}，其中{}。", c.wan(f.Amount), list(parts...), facts)
	}
	return say("涉及金额{}。", c.wan(f.Amount), facts)
}

var itemOfArticle = regexp.MustCompile(`条（([一二三四五六七八九十]+)）`)

// bases lists the rules broken by full name and article; articles of one rule stand together: 《甲》第三条、
// 第七条和《乙》第五条第（二）项. A rule the workspace does not know is named by its code.
func (c *composer) bases(f app.Finding) []document.Sentence {
	var order []string
	articles := map[string][]string{}
	for _, b := range f.Bases {
		if _, seen := articles[b.Law]; !seen {
			order = append(order, b.Law)
			articles[b.Law] = nil
		}
		if a := strings.TrimSpace(b.Article); a != "" {
			articles[b.Law] = append(articles[b.Law], itemOfArticle.ReplaceAllString(a, "条第（$1）项"))
		}
	}
	var out []document.Sentence
	for i, code := range order {
		switch {
		case i > 0 && i == len(order)-1:
			out = append(out, document.Sentence{Text: "和"})
		case i > 0:
			out = append(out, document.Sentence{Text: "、"})
		}
		name := code
		if l, ok := c.d.Laws[code]; ok {
			name = l.Name
		}
		out = append(out, typed(app.BookTitle(name)+list(articles[code]...), findingRecord(f), "依据", Ref(f, "bases")))
	}
	return out
}

var responsibilityWords = map[app.Responsibility]string{app.Direct: "直接责任", app.Leadership: "领导责任", app.InChargeOld: "主管责任"}

// answersFor tells who answers for a finding and how: per principal per finding (domain 6.3).
func (c *composer) answersFor(f app.Finding) []document.Sentence {
	who := c.responsible(f)
	facts := refs{Ref(f, "responsible")}
	if len(who) == 0 {
		if len(f.Responsible) == 0 {
			return nil
		}
		return say("该问题不界定个人责任。", facts)
	}
	same := true
	for _, p := range who {
		same = same && f.Responsible[p.ID] == f.Responsible[who[0].ID]
	}
	if same {
		all := ""
		if len(who) > 1 {
			all = "均"
		}
		return say("对此，{}{}应负{}。", c.comrades(who), all, responsibilityWords[f.Responsible[who[0].ID]], facts)
	}
	var parts []document.Sentence
	for i, p := range who {
		if i > 0 {
			parts = append(parts, document.Sentence{Text: "，"})
		}
		parts = append(parts, say("{}同志应负{}", c.name(p), responsibilityWords[f.Responsible[p.ID]])...)
	}
	return say("对此，{}。", parts, facts)
}

// answersBrief is who answers for a finding as it stands in a table: 周样本：领导责任.
func (c *composer) answersBrief(f app.Finding) string {
	var lines []string
	for _, p := range c.responsible(f) {
		lines = append(lines, fmt.Sprintf("%s：\n%s", p.Name, responsibilityWords[f.Responsible[p.ID]]))
	}
	if len(lines) == 0 {
		return "不界定个人责任"
	}
	return strings.Join(lines, "\n")
}

// basesBrief is the rules of a finding as they stand in a table.
func (c *composer) basesBrief(f app.Finding) string {
	if text := joined(c.bases(f)); text != "" {
		return text
	}
	return "—"
}
