package notices

import (
	"strconv"

	"lianshen/app"
	"lianshen/reports/document"
)

// announcement is form 3.2. Its six contents are mandatory (R9): it is refused while one is empty, unless the office let the
// gate pass with a reason; then the room for it stays open, and says so.
func (p *paper) announcement() error {
	a := p.d.Case.Announce
	missing := a.Missing()
	open := 0
	for _, field := range missing {
		if !p.waived("announce.contents", field) {
			open++
		}
	}
	if open > 0 && !p.o.Blank {
		return app.Refuse("notices.incomplete", "label", app.Word("field."+missing[0]), "count", len(missing))
	}
	p.say("根据" + p.round() + "工作安排，现将对" + or(p.d.Unit.Name) + "开展“三责联审”的有关事项公示如下。")
	for i, part := range []struct{ title, text, field string }{{"联审对象", a.Objects, "联审对象"}, {"联审内容", a.Content, "联审内容"}, {"联审时间", a.Period, "联审时间"},
		{"工作组成员", a.Members, "工作组成员"}, {"联系方式", a.Contact, "联系方式"}, {"工作纪律", a.Discipline, "工作纪律"}} {
		p.add(document.Heading{Level: 1, Text: numerals[i] + "、" + part.title})
		if tidy(part.text) == "" {
			p.say("（待填写）")
			p.add(document.Spacer{Lines: 1})
			continue
		}
		p.about(part.text, "审前公示", part.field)
	}
	if tidy(a.Extra) != "" {
		p.add(document.Heading{Level: 1, Text: "七、其他事项"})
		p.about(a.Extra, "审前公示", "其他事项")
	}
	p.doc.Signature = &document.Signature{Organs: []document.Sentence{{Text: p.office(), Record: "批次", Field: "联审办"}}, Date: document.Sentence{Text: day(a.From)}, Sealed: true}
	return nil
}

var numerals = []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}

// waived says whether the office let a requirement of a gate pass, for one field or as a whole.
func (p *paper) waived(code, ref string) bool {
	_, one := p.d.Case.Waivers[app.Missing{Code: code, Ref: ref}.Key()]
	_, all := p.d.Case.Waivers[code]
	return one || all
}

// office is the name of the office of the leading group, or what it is called everywhere.
func (p *paper) office() string {
	if name := tidy(p.d.Round.Office.Name); name != "" {
		return name
	}
	return "“三责联审”工作领导小组办公室"
}

// receipt is form 3.3: the same receipt twice on a page, one for each side, with a line to cut along.
func (p *paper) receipt() error {
	s := p.d.Case.SelfCheck
	late := "☐是（逾期　　日）　☐否"
	if due := p.d.Round.SelfCheckDue; !due.IsZero() && !s.SubmittedOn.IsZero() {
		days := s.SubmittedOn.Sub(due)
		late = "☐是　☑否"
		if days > 0 {
			late = "☑是（逾期" + strconv.Itoa(days) + "日）　☐否"
		}
	}
	known := !s.SubmittedOn.IsZero()
	for n, side := range []string{"报送单位留存", "联审办留存"} {
		if n == 1 {
			p.add(document.Paragraph{Style: document.Centred, Sentences: document.Plain("－　－　－　－　－　－　（沿此线裁开）　－　－　－　－　－　－")})
		}
		t := document.Table{Columns: fourColumns(), Unit: "（" + side + "）", Rows: []document.Row{
			wide(0, "报送单位", p.d.Unit.Name),
			pair("报告名称", s.Title, "页数", number(s.Pages)),
			pair("收到时间", day(s.SubmittedOn), "报送期限", day(p.d.Round.SelfCheckDue)),
			pair("报送人", s.SubmittedBy, "联系电话", ""),
			wide(0, "是否逾期", late),
			wide(0, "三个部分", tick(s.Parts[app.Review], "选人用人")+"　"+tick(s.Parts[app.Verification], "机构编制")+"　"+tick(s.Parts[app.Audit], "经济责任")),
			wide(0, "签字盖章", tick(known && s.Signed, "主要负责人已签字")+"　"+tick(known && s.Sealed, "已加盖公章")),
			wide(0, "补正意见", s.ReturnedFor),
			pair("接收人", s.ReceivedBy, "签名", ""),
		}}
		for i := range t.Rows {
			t.Rows[i].Height = 0 // both halves stand on one page
		}
		p.add(t)
	}
	return nil
}

// dunning is the letter to a unit whose report is not in (R12). Refused when it is in ("notices.arrived").
func (p *paper) dunning() error {
	if on := p.d.Case.SelfCheck.SubmittedOn; !on.IsZero() {
		return app.Refuse("notices.arrived", "on", on)
	}
	p.doc.Recipients = []document.Sentence{{Text: or(p.d.Unit.Name), Record: "单位", Field: "名称"}}
	due, text := p.d.Round.SelfCheckDue, ""
	text = p.round() + "工作通知要求，各单位于" + day(due) + "前将自检自查报告报送" + p.office() + "。"
	if !due.IsZero() && !p.o.Today.IsZero() && p.o.Today.Sub(due) > 0 {
		text += "截至" + p.o.Today.Chinese() + "，尚未收到你单位的报告，已逾期" + strconv.Itoa(p.o.Today.Sub(due)) + "日。"
	} else {
		text += "截至　　　　年　　月　　日，尚未收到你单位的报告。"
	}
	p.say(text)
	p.say("请你单位抓紧完成自检自查，于" + day(app.Date{}) + "前报送由主要负责人签字并加盖公章的自查报告。报告应当包括选人用人、机构编制、经济责任三个部分。确有特殊情况的，请书面说明原因。")
	p.say("联系电话：" + or(p.d.Round.Office.Phone))
	p.doc.Signature = &document.Signature{Organs: []document.Sentence{{Text: p.office(), Record: "批次", Field: "联审办"}}, Date: document.Sentence{Text: day(p.o.Today)}, Sealed: true}
	return nil
}

// pledge is the statement of the unit (form 3.4; Audit Law art. 34).
func (p *paper) pledge() error {
	p.flush(p.office() + "：")
	p.add(p.pledgeBlocks()...)
	p.signs("单位主要负责人", "财务负责人")
	p.right(or(p.d.Unit.Name) + "（盖章）")
	return nil
}

// pledgeBlocks are the words of the pledge.
func (p *paper) pledgeBlocks() []document.Block {
	out := []document.Block{document.Words("在" + p.round() + "工作中，我单位郑重承诺：")}
	for _, text := range []string{"一、全部会计资料、银行账户、会议记录、人事和机构编制资料均已按要求提供，没有隐瞒、转移、篡改、毁弃。",
		"二、除已提供的以外，没有账外资产、账外资金和未披露的银行账户。", "三、对所提供资料的及时性、真实性和完整性负责，并承担相应责任。",
		"四、积极配合联审工作，如实反映情况，不干预、不阻挠。"} {
		out = append(out, document.Words(text))
	}
	return out
}

func (p *paper) groupPledge() error {
	p.flush(p.office() + "：")
	p.say("本人参加" + p.round() + or(p.d.Unit.Name) + "项目的工作，郑重承诺：")
	for _, text := range []string{"一、不由被检单位支付或者补贴食宿、交通、通讯、医疗等费用。", "二、不接受被检单位的礼品礼金、宴请和娱乐、旅游安排，不兼职取酬。",
		"三、不利用工作之便谋取利益，不插手被检单位的资金、资产、资源和人事事项。", "四、不泄露工作秘密和谈话、测评情况，资料和数据妥善保管，工作结束后按规定移交或者清除。",
		"五、与联审对象或者被检单位有利害关系的，主动申报并回避。"} {
		p.say(text)
	}
	p.signs("承诺人")
	return nil
}

// recusal is the declaration of interests of a member of the group (form 3.4; Audit Law art. 15).
func (p *paper) recusal() error {
	p.add(document.Table{Columns: fourColumns(), Rows: []document.Row{
		pair("申报人", "", "单位及职务", ""),
		wide(10, "项目", p.round()+p.d.Unit.Name+"项目"),
		wide(10, "联审对象", p.objects()),
		wide(14, "是否存在利害关系", "☐无　☐有（请在下面说明）"),
		wide(14, "亲属关系", ""), wide(14, "任职或者工作关系", ""), wide(14, "经济利益关系", ""), wide(14, "其他可能影响公正的关系", ""),
		wide(14, "是否申请回避", "☐是　☐否"),
		wide(14, "审查意见", "☐不需要回避　☐回避，不参加本项目工作"),
	}})
	p.say("本人申报的情况属实，情况有变化时及时补报。")
	p.signs("申报人", "审查人")
	return nil
}

// service is the receipt of service of one document (form 3.23), to be filled for each that is handed over.
func (p *paper) service() error {
	p.add(document.Table{Columns: fourColumns(), Rows: []document.Row{
		wide(12, "文书名称", ""), pair("文号", "", "份数", ""), wide(12, "受送达人", ""),
		wide(12, "送达方式", "☐直接送达　☐邮寄送达　☐其他方式"), wide(12, "送达地点", ""),
		wide(24, "收件人签名或者盖章", "\n　　　　　　　　　　年　　月　　日"), wide(16, "代收人及代收理由", ""), wide(16, "送达人签名", "\n　　　　　　　　　　年　　月　　日"), wide(16, "备注", ""),
	}})
	p.add(document.Paragraph{Style: document.Small, Sentences: document.Plain("收件人签收的日期为送达日期。")})
	return nil
}
