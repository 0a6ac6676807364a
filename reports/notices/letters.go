package notices

import (
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
)

// addressee is whom a letter goes to: a principal by name, else the unit.
func (p *paper) addressee() []document.Sentence {
	if p.object.ID == "" {
		return p.unitOrgans()
	}
	return []document.Sentence{{Text: p.object.Name + "同志", Record: "联审对象", Field: "姓名"}}
}

// consultation is what is known of the draft sent to the subject.
func (p *paper) consultation() app.Consultation {
	for _, n := range p.d.Consultations {
		if n.Principal == p.object.ID {
			return n
		}
	}
	return app.Consultation{}
}

// consult is the letter with the three drafts to one addressee (form 3.13, R29; GB/T 9704-2012 10.1). Silence is no objection
// only where the letter says so and by when (Audit Law Rules art. 39).
func (p *paper) consult() error {
	days := p.d.Round.Settings.OpinionDays
	p.lack(days > 0, "opiniondays")
	p.lack(tidy(p.d.Round.Office.Phone) != "" || tidy(p.d.Group.Phone) != "", "phone")
	on := p.consultation().SentOn
	p.official([]string{p.office()}, "", on)
	p.doc.Head.Layout, p.doc.Head.Suffix = document.LetterHead, ""
	p.doc.Imprint = nil
	p.title("关于征求", "“三责联审”报告意见的", "函")
	p.doc.Recipients = p.addressee()
	p.say("根据" + p.round() + "工作安排，工作组对" + or(p.d.Unit.Name) + "及" + or(p.objects()) + "履行三项责任的情况进行了审查、审核、审计，形成了报告征求意见稿。现将征求意见稿送上，请予研究。")
	who := "请你单位"
	sign := "由主要负责人签字并加盖单位公章"
	if p.object.ID != "" {
		who, sign = "请你", "由本人签字"
	}
	term := "＿＿＿"
	if days > 0 {
		term = strconv.Itoa(days)
	}
	p.say(who + "自收到本函之日起" + term + "个工作日内，逐份填写征求意见反馈表，" + sign + "后送交工作组；有异议的，请说明理由并附佐证材料。逾期没有反馈的，视为没有异议。")
	p.say("征求意见稿属于内部资料，请妥善保管，不得复制、外传，并随反馈表一并退回。")
	phone := p.d.Group.Phone
	if tidy(phone) == "" {
		phone = p.d.Round.Office.Phone
	}
	p.about("联系人："+or(p.person(p.d.Group.Leader))+"，联系电话："+or(phone)+"。", "联审组", "电话")
	for _, s := range app.Strands {
		p.doc.Attachments = append(p.doc.Attachments, document.Sentence{Text: titleOf[s] + "报告（征求意见稿）"})
	}
	p.doc.Attachments = append(p.doc.Attachments, document.Plain("征求意见反馈表", "送达回证")...)
	return nil
}

// feedback is the form on which one addressee answers to one report (form 3.13), filled with the opinions that are in.
func (p *paper) feedback() error {
	c := p.consultation()
	kind, who := "☐单位　☐本人", gap
	if !p.o.Blank || len(p.d.Principals) > 0 {
		kind, who = "☑单位　☐本人", or(p.d.Unit.Name)
		if p.object.ID != "" {
			kind, who = "☐单位　☑本人", p.object.Name
		}
	}
	var rows []document.Row
	for _, o := range p.d.Opinions {
		if o.Principal != p.object.ID || o.Strand != p.strand {
			continue
		}
		at := o.Sentence
		if f, ok := p.d.Finding(o.Finding); ok {
			at = strings.TrimPrefix(at+"\n问题"+strconv.Itoa(f.Number), "\n")
		}
		cells := document.Cells(strconv.Itoa(len(rows)+1), at, tidy(o.Quote), tidy(o.Text), "")
		for i := range cells {
			cells[i].Record, cells[i].Field = "反馈意见", "意见"
		}
		rows = append(rows, row(12, cells...))
	}
	answered := "☐无异议　☐有异议"
	switch {
	case p.o.Blank:
	case len(rows) > 0:
		answered = "☐无异议　☑有异议"
	case c.NoObject:
		answered = "☑无异议　☐有异议"
	}
	p.add(document.Table{Columns: fourColumns(), Rows: []document.Row{wide(10, "项目", p.project()), wide(10, "报告名称", titleOf[p.strand]+"报告（征求意见稿）"), wide(10, "反馈主体", kind+"　　"+who),
		pair("收到日期", day(c.ReceivedOn), "反馈日期", day(c.RepliedOn)), wide(10, "反馈意见", answered)}})
	a := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "序号", Width: 0.7, Align: a}, {Head: "报告页码或者问题编号", Width: 1.5, Align: a}, {Head: "原文摘要", Width: 2.6}, {Head: "意见", Width: 2.8}, {Head: "理由和佐证材料", Width: 2.4}}, Rows: rows}
	empty(&t, 4, 22)
	p.add(t)
	signer := "单位主要负责人"
	if p.object.ID != "" {
		signer = "本人"
	}
	p.signs(signer)
	if p.object.ID == "" {
		p.right(or(p.d.Unit.Name) + "（盖章）")
	}
	return nil
}

// project is the name of the case as forms say it.
func (p *paper) project() string {
	if tidy(p.d.Unit.Name) == "" {
		return ""
	}
	return p.round() + p.d.Unit.Name + "项目"
}

// reported are the findings that the three reports tell, in their order.
func (p *paper) reported() []app.Finding {
	return slices.DeleteFunc(slices.Clone(p.d.Findings), func(f app.Finding) bool { return f.State != app.FindingConfirmed || !f.InReport })
}

// wan is an amount in 万元, nothing for none.
func (p *paper) wan(m app.Money) string {
	if m == 0 {
		return ""
	}
	return m.Wan(p.d.Round.Settings.Thousands)
}

// rectifyOrder asks the unit for its plan and its report (form 3.17, R34–R36). It lists what the issued reports found: before
// all three are issued it is refused.
func (p *paper) rectifyOrder() error {
	r := p.d.Case.Rectify
	found := p.reported()
	if err := p.must(len(found) > 0, "findings"); err != nil {
		return err
	}
	for _, s := range app.Strands {
		p.lack(!p.d.Case.Strands[s].IssuedOn.IsZero(), "issued")
	}
	set := p.d.Round.Settings
	p.lack(set.PlanDays > 0 && set.ReportDays > 0, "terms")
	p.lack(tidy(p.d.Round.Office.Phone) != "", "phone")
	p.official([]string{p.office()}, r.NoticeNumber, r.NoticeDate)
	p.title("关于"+p.unit(), "“三责联审”发现问题", "整改的通知")
	p.doc.Recipients = p.unitOrgans()
	var numbers []string
	for _, s := range app.Strands {
		text := titleOf[s] + "报告"
		if n := tidy(p.d.Case.Strands[s].Number); n != "" {
			text += "（" + n + "）"
		}
		numbers = append(numbers, text)
	}
	p.about("根据"+p.round()+"工作安排，经对"+or(p.d.Unit.Name)+"及"+or(p.objects())+"开展联审，已分别出具"+strings.Join(numbers, "、")+"。报告反映的"+count(len(found))+"个问题见附件。现就整改工作通知如下：", "三责", "文号")
	days := "日"
	if set.ReportDaysKind == app.WorkingDays {
		days = "个工作日"
	}
	p.say("一、自收到书面报告之日起" + count(set.PlanDays) + "个工作日内制定整改方案，逐项明确整改措施、责任领导、责任科室、责任人和完成时限，报送工作组。现任主要负责人是整改工作第一责任人。")
	p.say("二、针对存在的问题，进一步明确职责、完善制度、堵塞漏洞、改进工作。能够立即整改的立行立改；需要一定时间的，分阶段推进并说明进度。")
	p.say("三、于收到书面报告之日起" + count(set.ReportDays) + days + "内，将整改情况报告连同整改台账和佐证材料报送工作组。")
	p.say("四、市委组织部、市编办、市审计局等部门对整改落实情况负责督查。对不认真整改或者整改不到位的，给予有关责任人诫勉谈话或者通报批评。")
	p.contact()
	a := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "编号", Width: 0.8, Align: a}, {Head: "三责类别", Width: 1.2, Align: a}, {Head: "问题", Width: 3.4}, {Head: "金额（万元）", Width: 1.5, Align: document.AlignRight}, {Head: "整改要求", Width: 3}, {Head: "时限", Width: 1.4, Align: a}}}
	for _, f := range found {
		cells := document.Cells(strconv.Itoa(f.Number), strandWords[f.Strand], tidy(f.Title), p.wan(f.Amount), tidy(f.Requirement), f.RectifyDue.Chinese())
		p.named(cells, "问题"+strconv.Itoa(f.Number), t.Columns)
		t.Rows = append(t.Rows, row(0, cells...))
	}
	p.pad(&t, 8, 12)
	p.annex("问题清单", t)
	return nil
}

// account is the measure against a person that the paper prints.
func (p *paper) account() app.Accountability {
	for _, n := range p.d.Accountabilities {
		if n.ID == p.id && n.ID != "" {
			return n
		}
	}
	return app.Accountability{}
}

var triggers = map[app.Trigger]string{app.NotEarnest: "不认真整改", app.NotThorough: "整改不到位"}

// circular is the criticism by circular of one person (form 3.21, R39): whom, the fact and the deciding body it must name.
func (p *paper) circular() error {
	n := p.account()
	for _, x := range []struct{ text, what string }{{n.Person, "person"}, {n.Reason, "reason"}, {n.Body, "body"}} {
		if err := p.must(tidy(x.text) != "", x.what); err != nil {
			return err
		}
	}
	p.official([]string{or(reports.OrganName(p.d.Round.City, n.Body))}, n.Number, n.On)
	name := or(n.Person)
	p.title("关于对"+name+"同志", "予以通报批评的", "通报")
	p.doc.Recipients = p.unitOrgans()
	record := "责任追究"
	p.about("在"+p.round()+"发现问题整改工作中，"+or(p.d.Unit.Name)+name+"同志（"+or(n.Post)+"）"+or(triggers[n.Trigger])+"。", record, "人员")
	p.add(heading(1, "一、有关事实"))
	p.about(or(n.Reason), record, "事由")
	p.add(heading(1, "二、处理决定"))
	p.say("根据“三责联审”工作关于对不认真整改或者整改不到位的有关责任人给予诫勉谈话或者通报批评的规定，决定对" + name + "同志予以通报批评。")
	p.add(heading(1, "三、有关要求"))
	p.say(name + "同志应当深刻反思，认真履行整改责任。" + or(p.d.Unit.Name) + "应当举一反三，对照问题清单逐项整改到位，并将整改结果报送" + p.office() + "。各单位应当引以为戒。")
	return nil
}
