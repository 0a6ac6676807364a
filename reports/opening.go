package reports

import (
	"lianshen/app"
	"lianshen/reports/document"
)

// opening says on what basis, by whom, when, over whom and over which period the work was done, and who
// answers for what (domain 3.15).
func (c *composer) opening() []document.Block {
	return append(c.basis(), c.statement()...)
}

func (c *composer) basis() []document.Block {
	var out []document.Sentence
	out = append(out, c.grounds()...)
	if g := c.group(); g.Text != "" {
		out = append(out, say("{}", g)...)
	} else {
		out = append(out, say("联审组")...)
	}
	if from := c.d.Case.OnSite.From; !from.IsZero() {
		when := "于" + span(from, c.d.Case.OnSite.To)
		if c.d.Case.OnSite.To.IsZero() {
			when = "自" + from.Chinese() + "起"
		}
		out = append(out, say("{}，", document.Sentence{Text: when, Facts: refs{Ref(c.d.Case, "onSite.from"), Ref(c.d.Case, "onSite.to")}})...)
	}
	out = append(out, say("对")...)
	for i, p := range c.d.Principals {
		if i > 0 {
			out = append(out, document.Sentence{Text: "、"})
		}
		out = append(out, c.inOffice(p)...)
	}
	if len(c.d.Principals) == 0 {
		out = append(out, c.unit())
	}
	out = append(out, say("履行{}的情况进行了{}。", c.words.duty, c.words.verb)...)
	if period := bare(c.d.Case.Facts.Period); period != "" && !c.tenuresKnown() {
		out = append(out, say("{}所涉期间为{}。", c.words.verb, typed(period, "基本情况", "检查期间", Ref(c.d.Case, "facts.period")))...)
	}
	out = append(out, c.years()...)
	return para(out)
}

// grounds are the laws and the notice the work rests on: 根据《…》《…》和…. Laws that the workspace does
// not know are left out.
func (c *composer) grounds() []document.Sentence {
	laws := ""
	var facts refs
	for _, code := range c.words.bases {
		if l, ok := c.d.Laws[code]; ok {
			laws += app.BookTitle(l.Name)
			facts = append(facts, Ref(l, "name"))
		}
	}
	notice := []document.Sentence{}
	if n := c.d.Round.NoticeNumber; n != "" {
		notice = say("{}委、{}政府关于开展“三责联审”工作的通知（{}）", c.level(), c.level(),
			typed(n, "联审批次", "通知文号", Ref(c.d.Round, "noticeNumber")))
	}
	switch {
	case laws != "" && len(notice) > 0:
		return say("根据{}和{}，", document.Sentence{Text: laws, Facts: facts}, notice)
	case laws != "":
		return say("根据{}的规定，", document.Sentence{Text: laws, Facts: facts})
	case len(notice) > 0:
		return say("根据{}，", notice)
	}
	return nil
}

// inOffice is 周样本同志2021年6月至2026年3月任青禾县委书记期间.
func (c *composer) inOffice(p app.Principal) []document.Sentence {
	facts := refs{Ref(p, "from"), Ref(p, "to")}
	if p.Post == "" {
		return say("{}同志{}", c.name(p), document.Sentence{Text: tenure(p), Facts: facts})
	}
	return say("{}同志{}任{}期间", c.name(p), document.Sentence{Text: tenure(p), Facts: facts}, c.held(p))
}

func (c *composer) tenuresKnown() bool {
	for _, p := range c.d.Principals {
		if p.From.IsZero() {
			return false
		}
	}
	return len(c.d.Principals) > 0
}

// years says over which years of money an audit goes; the two other works say nothing of money.
func (c *composer) years() []document.Sentence {
	if c.strand != app.Audit {
		return nil
	}
	if years := c.financeYears(); len(years) > 0 {
		when := years[0] + "年"
		if last := years[len(years)-1]; last != years[0] {
			when += "至" + last + "年"
		}
		return say("审计涉及{}的财政财务收支及有关经济活动。", when)
	}
	return nil
}

// statement says who answers for what: the unit for its material, the department for its report.
func (c *composer) statement() []document.Block {
	unit, who := c.unit(), c.brief(c.issuer())
	if unit.Text == "" {
		return nil
	}
	what := "对所提供材料的真实性、完整性负责"
	if c.strand == app.Audit {
		what = "对所提供的财务会计资料及其他相关资料的真实性、完整性负责"
	}
	if c.opt.Draft || who == "" {
		return para(say("{}{}；联审组对本报告反映的{}情况负责。", unit, what, c.words.verb))
	}
	return para(say("{}{}；{}在此基础上进行{}，并对本报告负责。", unit, what,
		typed(who, "出具部门", "名称", Ref(c.d.Case, "strands."+string(c.strand)+".issuingDept")), c.words.verb))
}
