package reports

import (
	"fmt"

	"lianshen/app"
	"lianshen/reports/document"
)

// demands tells what is to be done: the treatment and the requirement of each finding, then the terms of
// the plan and the report and what follows from them (R34–R40).
func (c *composer) demands() []document.Block {
	var out []document.Block
	n := 0
	for _, f := range c.findings {
		s := c.demand(f)
		if len(s) == 0 {
			continue
		}
		n++
		lead := document.Sentence{Text: numbered(2, n) + matter(f), Record: findingRecord(f), Field: "定性", Facts: refs{Ref(f, "title")}}
		out = append(out, document.Paragraph{Lead: lead, LeadLevel: 2, Sentences: s})
	}
	if n < len(c.findings) {
		rest := "对本报告反映的问题"
		if n > 0 {
			rest = "对本报告反映的其他问题"
		}
		out = append(out, para(say("{}，{}应当逐项制定措施，按照有关规定予以纠正。", rest, c.unit()))...)
	}
	if len(c.findings) == 0 {
		out = append(out, para(say("{}应当继续巩固已有成果，严格执行有关规定，不断完善制度、改进工作。", c.unit()))...)
		return append(out, c.useOfResults()...)
	}
	out = append(out, c.terms()...)
	return append(out, c.useOfResults()...)
}

// matter is 关于任前公示期不足的问题。
func matter(f app.Finding) string {
	title := bare(f.Title)
	if title == "" {
		title = fmt.Sprintf("第%d项", f.Number)
	}
	return "关于" + title + "的问题。"
}

// demand tells treatment, requirement and term of one finding; nothing when none is recorded.
func (c *composer) demand(f app.Finding) []document.Sentence {
	record := findingRecord(f)
	var out []document.Sentence
	if t := tidy(f.Treatment); t != "" {
		out = append(out, say("{}", typed(stop(t), record, "处理意见", Ref(f, "treatment")))...)
	}
	if t := tidy(f.Requirement); t != "" {
		out = append(out, say("{}", typed(stop(t), record, "整改要求", Ref(f, "requirement")))...)
	}
	if len(out) > 0 && !f.RectifyDue.IsZero() {
		out = append(out, say("该项整改应于{}前完成。", f.RectifyDue.Chinese(), refs{Ref(f, "rectifyDue")})...)
	}
	return out
}

// terms tells when plan and report are due, counted from the unit's receipt of the written report (R34,
// R36), and who looks after it (R37–R39).
func (c *composer) terms() []document.Block {
	set := c.d.Round.Settings
	plan, report := "", ""
	if set.PlanDays > 0 {
		plan = fmt.Sprintf("自收到书面报告之日起%d个工作日内，针对存在问题制定整改方案，进一步明确职责、完善制度、堵塞漏洞、改进工作", set.PlanDays)
	}
	if set.ReportDays > 0 {
		days := "日"
		if set.ReportDaysKind == app.WorkingDays {
			days = "个工作日"
		}
		report = fmt.Sprintf("%d%s内将整改情况报告报送", set.ReportDays, days)
	}
	var out []document.Sentence
	facts := refs{Ref(c.d.Round, "settings.planDays"), Ref(c.d.Round, "settings.reportDays")}
	group := c.group()
	if group.Text == "" {
		group.Text = "联审工作组"
	}
	switch {
	case plan != "" && report != "":
		out = say("{}应当{}；{}{}。", c.unit(), plan, report, group, facts)
	case plan != "":
		out = say("{}应当{}。", c.unit(), plan, facts)
	case report != "":
		out = say("{}应当自收到书面报告之日起{}{}。", c.unit(), report, group, facts)
	}
	l := c.level()
	out = append(out, say("{}委组织部、{}委编办、{}审计局等部门对整改落实情况进行督查；对不认真整改或者整改不到位的，按规定给予有关责任人诫勉谈话或者通报批评。", l, l, l)...)
	return para(out)
}

// useOfResults tells the five uses of R40.
func (c *composer) useOfResults() []document.Block {
	unit := c.unit()
	if unit.Text == "" {
		unit.Text = "有关单位"
	}
	return para(say("联审结果作为{}和有关领导干部工作实绩考核、干部选拔任用、机构编制调整、评优表彰奖励和实施责任追究的重要依据。", unit))
}

// putRight tells what was put right before the report (domain 3.15 C 四).
func (c *composer) putRight() []document.Block {
	var out []document.Block
	n := 0
	for _, f := range c.findings {
		if t := tidy(f.DuringAudit); t != "" {
			n++
			out = append(out, document.Paragraph{LeadLevel: 2, Lead: document.Sentence{Text: numbered(2, n) + matter(f), Record: findingRecord(f), Field: "定性", Facts: refs{Ref(f, "title")}},
				Sentences: []document.Sentence{typed(stop(t), findingRecord(f), "审计期间整改", Ref(f, "duringAudit"))}})
		}
	}
	switch {
	case len(c.findings) == 0:
		return para(say("本次审计未反映需要整改的问题。"))
	case n == 0:
		return para(say("审计期间，被审计单位未报告已完成整改的事项。审计发现的问题，应当按照本报告第五部分的要求整改。"))
	case n < len(c.findings):
		out = append([]document.Block{}, append(para(say("审计发现的{}个问题中，{}个在审计期间已整改或者部分整改。", len(c.findings), n)), out...)...)
	default:
		out = append(para(say("审计发现的{}个问题，在审计期间均已整改或者部分整改。", len(c.findings))), out...)
	}
	return out
}

// others tells what belongs nowhere else in an audit report: opinions on the draft, matters passed on.
func (c *composer) others() []document.Block {
	out := c.consulted()
	moved := 0
	var facts refs
	for _, f := range c.findings {
		if tidy(f.Transfer) != "" {
			moved++
			facts = append(facts, Ref(f, "transfer"))
		}
	}
	if moved > 0 {
		out = append(out, para(say("审计发现的问题线索{}件，按规定程序移送有关主管部门处理。", moved, facts))...)
	}
	var extension []document.Sentence
	extension = append(extension, say("本报告所列金额，除注明外均以万元为单位，保留两位小数；合计数按原始数据计算。")...)
	return append(out, para(extension)...)
}
