package notices

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

var (
	rectifyTypes  = map[app.RectifyType]string{app.ClarifyDuties: "明确职责", app.ImproveRules: "完善制度", app.CloseGaps: "堵塞漏洞", app.ImproveWork: "改进工作"}
	rectifyModes  = map[app.RectifyMode]string{app.AtOnce: "立行立改", app.InPhases: "分阶段整改", app.Lasting: "持续整改"}
	rectifyStates = map[app.RectifyState]string{app.NotRectified: "未整改", app.Rectifying: "正在整改", app.Rectified: "已整改"}
	uses          = map[app.Use]string{app.UseAppraisal: "工作实绩考核", app.UseAppointment: "干部选拔任用", app.UseEstablishment: "机构编制调整", app.UseHonours: "评优表彰奖励", app.UseAccount: "实施责任追究"}
)

// short is a day in a narrow column: 2026.9.30.
func short(d app.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d.%d.%d", d.Year, d.Month, d.Day)
}

// lines joins what is not empty, each on a line.
func lines(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return tidy(s) == "" }), "\n")
}

// measuresOf are the measures for a finding; one that is empty when there is none, so that every finding has a line.
func (p *paper) measuresOf(f app.ID) []app.Measure {
	var out []app.Measure
	for _, m := range p.d.Measures {
		if m.Finding == f {
			out = append(out, m)
		}
	}
	if len(out) == 0 {
		out = []app.Measure{{}}
	}
	return out
}

// done sums what was reported on a measure: the amount put right, the proofs, the last day.
func (p *paper) done(m app.ID) (amount app.Money, proofs []string, last app.Date) {
	for _, n := range p.d.Progress {
		if n.Measure == m && m != "" {
			amount += n.Amount
			last = n.On
			if t := tidy(n.Proof); t != "" && !slices.Contains(proofs, t) {
				proofs = append(proofs, t)
			}
		}
	}
	return amount, proofs, last
}

// stateOf is how far a finding has come: put right, under way, or nothing done.
func (p *paper) stateOf(f app.Finding) app.RectifyState {
	if app.PutRight(f.ID, p.d.Measures) {
		return app.Rectified
	}
	for _, m := range p.measuresOf(f.ID) {
		if m.State == app.Rectifying || m.State == app.Rectified {
			return app.Rectifying
		}
	}
	return app.NotRectified
}

// byUnit ends a paper that the unit makes: its head signs, its seal is pressed.
func (p *paper) byUnit() {
	p.signs("单位主要负责人")
	p.right(or(p.d.Unit.Name) + "（盖章）")
}

// rectifyPlan is the unit's plan with its three lists (form 3.18, R34–R35).
func (p *paper) rectifyPlan() error {
	p.title(p.unit()+"“三责联审”", "发现问题整改方案")
	p.add(heading(1, "一、总体要求"))
	p.say("针对“三责联审”报告反映的问题，逐项制定措施、落实责任、限期整改，进一步明确职责、完善制度、堵塞漏洞、改进工作。")
	p.add(heading(1, "二、组织领导"))
	p.say("成立整改工作领导小组，组长由现任主要负责人" + gap + "担任，成员：" + gap + gap + "。领导小组办公室设在" + gap + "。")
	p.add(heading(1, "三、整改任务"))
	a := document.AlignCentre
	problems := document.Table{Caption: document.Sentence{Text: "问题清单"}, Columns: []document.Column{{Head: "编号", Width: 0.8, Align: a}, {Head: "三责类别", Width: 1.3, Align: a}, {Head: "问题", Width: 4.4}, {Head: "金额（万元）", Width: 1.5, Align: document.AlignRight}, {Head: "责任类型", Width: 2.2}}}
	tasks := document.Table{Caption: document.Sentence{Text: "任务清单"}, Columns: []document.Column{{Head: "编号", Width: 0.8, Align: a}, {Head: "整改措施", Width: 4}, {Head: "整改类型", Width: 1.5, Align: a}, {Head: "目标", Width: 2.5}, {Head: "时限", Width: 1.5, Align: a}}}
	duties := document.Table{Caption: document.Sentence{Text: "责任清单"}, Columns: []document.Column{{Head: "编号", Width: 0.8, Align: a}, {Head: "责任领导", Width: 1.7, Align: a}, {Head: "责任科室", Width: 2.6, Align: a}, {Head: "责任人", Width: 1.7, Align: a}, {Head: "督查部门", Width: 2.8, Align: a}}}
	for _, f := range p.reported() {
		number, record := strconv.Itoa(f.Number), "问题"+strconv.Itoa(f.Number)
		line := func(t *document.Table, texts ...string) {
			cells := document.Cells(texts...)
			p.named(cells, record, t.Columns)
			t.Rows = append(t.Rows, row(0, cells...))
		}
		line(&problems, number, strandWords[f.Strand], tidy(f.Title), p.wan(f.Amount), p.answersFor(f))
		for _, m := range p.measuresOf(f.ID) {
			var types []string
			for _, t := range app.RectifyTypes {
				if m.Types.Has(string(t)) {
					types = append(types, rectifyTypes[t])
				}
			}
			line(&tasks, number, tidy(m.Text), strings.Join(types, "\n"), tidy(m.Expected), short(m.Due))
			line(&duties, number, tidy(m.Leader), tidy(m.Section), tidy(m.Person), p.department(f.Strand))
		}
	}
	for _, t := range []*document.Table{&problems, &tasks, &duties} {
		p.pad(t, 5, 12)
		p.add(*t)
	}
	p.add(heading(1, "四、时间安排"))
	text := "整改措施按任务清单所列时限完成。"
	if due := app.RectifyReportDue(p.d); !due.IsZero() && !p.o.Blank {
		text += "整改情况报告于" + due.Chinese() + "前报送工作组。"
	} else {
		text += "整改情况报告于" + day(app.Date{}) + "前报送工作组。"
	}
	p.say(text)
	p.add(heading(1, "五、保障措施"))
	p.say("主要负责人负总责，责任领导按分工抓落实；建立整改台账，逐项对账销号；对不认真整改或者整改不到位的，严肃追究责任。")
	p.byUnit()
	return nil
}

// department is the one that supervises what its strand found (R37), empty where it is not known.
func (p *paper) department(s app.Strand) string { return p.d.Case.Strands[s].ApprovingDept }

// answersFor names who is responsible for a finding and how.
func (p *paper) answersFor(f app.Finding) string {
	words := map[app.Responsibility]string{app.Direct: "直接责任", app.Leadership: "领导责任", app.InChargeOld: "主管责任"}
	var out []string
	for _, n := range p.d.Principals {
		if w := words[f.Responsible[n.ID]]; w != "" {
			out = append(out, n.Name+w)
		}
	}
	return strings.Join(out, "\n")
}

// rectifyReport is the unit's report on what it put right (form 3.19, R36).
func (p *paper) rectifyReport() error {
	p.title("关于“三责联审”发现问题", "整改情况的报告")
	p.flush("“三责联审”工作组：")
	found := p.reported()
	tally := map[app.RectifyState]int{}
	for _, f := range found {
		tally[p.stateOf(f)]++
	}
	var amount app.Money
	for _, n := range p.d.Progress {
		amount += n.Amount
	}
	rules := 0
	for _, m := range p.d.Measures {
		if m.State == app.Rectified && m.Types.Has(string(app.ImproveRules)) {
			rules++
		}
	}
	p.add(heading(1, "一、整改工作总体情况"))
	room := "　　　"
	if p.o.Blank || len(found) == 0 {
		p.say("报告反映的问题应整改" + room + "个，已整改" + room + "个，正在整改" + room + "个，未整改" + room + "个，完成率" + room + "%。")
	} else {
		p.say(fmt.Sprintf("报告反映的问题应整改%d个，已整改%d个，正在整改%d个，未整改%d个，完成率%s（已整改个数÷应整改个数）。",
			len(found), tally[app.Rectified], tally[app.Rectifying], tally[app.NotRectified], app.PercentText(app.Rate(tally[app.Rectified], len(found)))))
	}
	text := "整改涉及金额" + room + "万元"
	if amount > 0 {
		text = "整改涉及金额" + p.wan(amount) + "万元"
	}
	text += "，其中上缴" + room + "万元、追回" + room + "万元、调账" + room + "万元、拨付" + room + "万元；建章立制"
	if rules > 0 {
		text += strconv.Itoa(rules)
	} else {
		text += room
	}
	p.say(text + "项；处理人员" + room + "人。")
	p.add(heading(1, "二、逐项整改情况"))
	for _, f := range found {
		record := "问题" + strconv.Itoa(f.Number)
		p.add(document.Paragraph{Lead: document.Sentence{Text: "问题" + strconv.Itoa(f.Number) + "　" + strings.TrimRight(tidy(f.Title), "。") + "。", Record: record, Field: "定性"}, LeadLevel: 2, Sentences: document.Plain("整改状态：" + rectifyStates[p.stateOf(f)] + "。")})
		for _, m := range p.measuresOf(f.ID) {
			if tidy(m.Text) == "" {
				p.say("整改措施和结果：" + gap + gap)
				continue
			}
			p.about("措施："+tidy(m.Text), record, "整改措施")
			for _, n := range p.d.Progress {
				if n.Measure == m.ID {
					p.about(n.On.Chinese()+"："+tidy(n.Text), record, "进展")
				}
			}
		}
	}
	if len(found) == 0 {
		p.add(document.Spacer{Lines: 6})
	}
	p.add(heading(1, "三、未完成的原因和下一步安排"))
	open := ""
	for _, f := range found {
		if p.stateOf(f) != app.Rectified {
			open += "、" + strconv.Itoa(f.Number)
		}
	}
	if open != "" {
		p.say("问题" + strings.TrimPrefix(open, "、") + "尚未完成整改，原因和下一步安排：")
	}
	p.add(document.Spacer{Lines: 4})
	p.add(heading(1, "四、长效机制"), document.Spacer{Lines: 4})
	p.say("附：整改台账、佐证材料目录")
	p.byUnit()
	return nil
}

// ledger is the ledger of rectification, a line for each measure (form 3.20).
func (p *paper) ledger() error {
	p.doc.Landscape = true
	p.flush("单位：" + or(p.d.Unit.Name))
	a, r := document.AlignCentre, document.AlignRight
	t := document.Table{Unit: "单位：万元", Columns: []document.Column{{Head: "序号", Width: 0.6, Align: a}, {Head: "问题编号", Width: 0.7, Align: a}, {Head: "三责类别", Width: 0.8, Align: a}, {Head: "问题摘要", Width: 2}, {Head: "涉及金额", Width: 1.35, Align: r}, {Head: "整改要求", Width: 1.7},
		{Head: "整改措施", Width: 2.5}, {Head: "责任领导、科室、责任人", Width: 1.4, Align: a}, {Head: "完成时限", Width: 1.4, Align: a}, {Head: "整改方式、状态", Width: 1.2, Align: a}, {Head: "整改金额", Width: 1.35, Align: r}, {Head: "佐证材料、上报日期", Width: 1.5},
		{Head: "督查部门、认定、日期", Width: 1.7, Align: a}, {Head: "销号日期", Width: 1.4, Align: a}, {Head: "备注", Width: 0.8}}}
	for _, f := range p.reported() {
		for i, m := range p.measuresOf(f.ID) {
			amount, proofs, last := p.done(m.ID)
			title, sum := tidy(f.Title), p.wan(f.Amount)
			if i > 0 { // an amount that stands twice would be read as two
				title, sum = "同上", ""
			}
			var verdict string
			for _, s := range p.d.Supervisions {
				if s.Findings.Has(string(f.ID)) {
					verdict = lines(s.Dept, rectifyStates[s.Verdict], short(s.On))
				}
			}
			state := ""
			if m.ID != "" {
				state = rectifyStates[m.State]
			}
			cells := document.Cells(strconv.Itoa(len(t.Rows)+1), strconv.Itoa(f.Number), strandWords[f.Strand], title, sum, tidy(f.Requirement), tidy(m.Text), lines(m.Leader, m.Section, m.Person), short(m.Due), lines(rectifyModes[m.Mode], state), p.wan(amount),
				lines(strings.Join(proofs, "；"), short(last)), verdict, short(m.ClosedOn), "")
			p.named(cells, "整改台账问题"+strconv.Itoa(f.Number), t.Columns)
			t.Rows = append(t.Rows, row(0, cells...))
		}
	}
	p.pad(&t, 4, 16)
	p.add(t)
	p.signs("填报人", "单位主要负责人")
	return nil
}

// box is a row to write much in.
func box(mm float64, a, text string) document.Row {
	r := wide(mm, a, text)
	r.Cells[1].Top = true
	return r
}

// supervision is the record of a check of rectification by a department (form 3.21, R37).
func (p *paper) supervision() error {
	var s app.Supervision
	for _, n := range p.d.Supervisions {
		if n.ID == p.id {
			s = n
		}
	}
	found := ""
	for _, f := range p.d.Findings {
		if s.Findings.Has(string(f.ID)) {
			found = lines(found, "问题"+strconv.Itoa(f.Number)+"　"+tidy(f.Title))
		}
	}
	site := "☐查阅资料　☐现场核查"
	verdicts := ""
	if s.ID != "" {
		site = tick(!s.OnSite, "查阅资料") + "　" + tick(s.OnSite, "现场核查")
	}
	for _, v := range app.RectifyStates {
		verdicts += tick(s.ID != "" && s.Verdict == v, rectifyStates[v]) + "　"
	}
	p.add(document.Table{Columns: fourColumns(), Rows: []document.Row{wide(10, "项目", p.project()), pair("时间", day(s.On), "地点", ""), wide(10, "督查部门", s.Dept), wide(10, "督查人员", s.People), wide(10, "督查方式", site),
		box(18, "督查问题", found), box(18, "查看材料", ""), box(22, "现场情况", ""), wide(10, "认定", strings.TrimSpace(verdicts)), box(26, "督查意见", s.Opinion)}})
	p.add(document.Paragraph{Style: document.Small, Sentences: document.Plain("督查人员不少于二人。")})
	p.signs("督查人员", "督查人员", "单位负责人")
	return nil
}

// admonition is the record of an admonishing talk with one person (form 3.21, R39).
func (p *paper) admonition() error {
	n := p.account()
	if err := p.must(tidy(n.Reason) != "", "reason"); err != nil {
		return err
	}
	if err := p.must(tidy(n.Body) != "", "body"); err != nil {
		return err
	}
	reason := tidy(n.Reason)
	if w := triggers[n.Trigger]; w != "" {
		reason = w + "。" + reason
	}
	p.add(document.Table{Columns: fourColumns(), Rows: []document.Row{pair("诫勉对象", n.Person, "单位、职务", n.Post), pair("谈话人", "", "单位、职务", ""), pair("记录人", "", "单位、职务", ""), pair("时间", day(n.On), "地点", ""),
		pair("决定机关", n.Body, "文号", n.Number), box(22, "诫勉事由", reason), box(44, "谈话内容", ""), box(24, "本人表态", "")}})
	p.add(document.Paragraph{Style: document.Small, Sentences: document.Plain("以上记录经本人核对无误。本记录抄送诫勉对象所在单位党组织主要负责人。")})
	p.signs("谈话人", "诫勉对象", "记录人")
	return nil
}

// useRegister is the register of what the results were used for (form 3.22, R40).
func (p *paper) useRegister() error {
	p.doc.Landscape = true
	a := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "序号", Width: 0.7, Align: a}, {Head: "对象", Width: 1.8, Align: a}, {Head: "报告文号", Width: 2.6}, {Head: "运用方面", Width: 2, Align: a}, {Head: "运用部门", Width: 2, Align: a}, {Head: "运用时间", Width: 1.7, Align: a}, {Head: "运用情况", Width: 3.6}, {Head: "反馈材料", Width: 2}, {Head: "登记人", Width: 1.2, Align: a}}}
	var numbers []string
	for _, s := range app.Strands {
		if n := tidy(p.d.Case.Strands[s].Number); n != "" {
			numbers = append(numbers, n)
		}
	}
	for i, n := range p.d.Uses {
		who := p.d.Unit.Name
		if object, ok := p.d.Principal(n.Principal); ok {
			who = object.Name
		}
		cells := document.Cells(strconv.Itoa(i+1), who, strings.Join(numbers, "\n"), uses[n.Use], tidy(n.Dept), short(n.On), tidy(n.How), tidy(n.Feedback), "")
		p.named(cells, "结果运用", t.Columns)
		t.Rows = append(t.Rows, row(10, cells...))
	}
	p.pad(&t, 8, 12)
	p.add(t)
	p.signs("登记人")
	return nil
}
