package notices

import (
	"maps"
	"slices"
	"strconv"

	"lianshen/app"
	"lianshen/reports/document"
)

var entryWords = map[string]string{
	"open": "主持人宣布开会，介绍联审工作组", "read": "宣读通知、审前公示和工作纪律", "mobilise": "联审工作组组长讲话，动员部署", "plan": "通报实施方案",
	"report": "联审对象述职，汇报三项责任履行情况", "reply": "被检单位表态", "survey": "发放调查问卷", "evaluation": "开展民主测评", "arrange": "宣布座谈安排、联系人和资料清单",
}

var briefWords = map[string]string{
	"open": "主持人宣布开会，说明会议内容", "review": "通报选人用人责任审查情况", "verification": "通报机构编制责任审核情况", "audit": "通报任期经济责任审计情况",
	"object": "联审对象发表意见", "team": "领导班子成员和有关科室负责人发表意见", "requirements": "提出征求意见和整改要求", "statement": "被检单位表态",
}

var attendeeWords = map[string]string{"principal": "联审对象", "team": "领导班子成员", "finance": "财务科室负责人", "organisation": "组织科室负责人", "personnel": "人事科室负责人",
	"office": "办公室负责人", "section": "其他科室负责人", "group": "联审工作组", "other": "其他"}

var modeWords = map[app.MeetingMode]string{app.Separate: "分别召开", app.Counties: "县区集中召开", app.Organs: "机关集中召开"}

func (p *paper) entryAgenda() error { return p.agenda(app.Entry, app.AgendaEntry, entryWords) }

func (p *paper) briefAgenda() error {
	return p.agenda(app.Notification, app.AgendaNotification, briefWords)
}

// meetingFacts is the head of a meeting's papers.
func (p *paper) meetingFacts(m app.Meeting) {
	rows := []document.Row{wide(10, "涉及单位", p.d.Unit.Name), pair("时间", day(m.On), "地点", m.Place), pair("主持人", m.Host, "记录人", m.Recorder)}
	if m.Type == app.Entry || p.kind == EntryAgenda {
		rows = append(rows, wide(10, "会议方式", modeWords[m.Mode]))
	}
	rows = append(rows, pair("应到人数", number(m.Expected), "实到人数", number(m.Present)))
	p.add(document.Table{Columns: fourColumns(), Rows: rows})
}

func (p *paper) agenda(t app.MeetingType, items []string, words map[string]string) error {
	m, _ := p.d.Meeting(t)
	p.meetingFacts(m)
	table := document.Table{Columns: []document.Column{{Head: "序号", Width: 0.8, Align: document.AlignCentre}, {Head: "议程", Width: 6}, {Head: "讲话人", Width: 2}, {Head: "完成", Width: 1, Align: document.AlignCentre}}}
	for i, item := range items {
		table.Rows = append(table.Rows, row(12, document.Cells(strconv.Itoa(i+1), words[item], "", tick(m.Agenda.Has(item), ""))...))
	}
	p.add(table)
	return nil
}

func (p *paper) entryScript() error {
	m, _ := p.d.Meeting(app.Entry)
	p.flush("同志们：")
	p.say("根据" + p.round() + "工作安排，联审工作组今天进驻" + or(p.d.Unit.Name) + "。现在召开进点会议。")
	p.say("出席今天会议的有：" + gap + gap + "。会议应到" + count(m.Expected) + "人，实到" + count(m.Present) + "人。")
	p.say("会议共有" + strconv.Itoa(len(app.AgendaEntry)) + "项议程，下面逐项进行。")
	for i, text := range []string{"介绍联审工作组。组长" + or(p.person(p.d.Group.Leader)) + "，其他成员：" + gap + gap + "。",
		"请" + gap + "同志宣读联审通知、审前公示和工作纪律。", "请联审工作组组长作动员部署。", "请" + gap + "同志通报实施方案。",
		"请联审对象汇报三项责任履行情况。", "请" + gap + "同志代表单位表态。",
		"下面发放调查问卷。问卷不记名，请在相应的方框内打“√”。", "下面进行民主测评。测评不记名，每行只选一项。先推荐监票人，再填写测评表，填好后当场投入票箱。",
		"最后，请" + gap + "同志宣布座谈安排、专职配合人员和资料清单。"} {
		p.add(document.Heading{Level: 1, Text: "第" + numerals[i] + "项　" + entryWords[app.AgendaEntry[i]]})
		p.say(text)
	}
	p.say("会议议程全部进行完毕。请各位同志支持、配合联审工作。散会。")
	return nil
}

func (p *paper) briefScript() error {
	m, _ := p.d.Meeting(app.Notification)
	p.flush("同志们：")
	p.say("根据" + p.round() + "工作安排，今天召开" + or(p.d.Unit.Name) + "“三责联审”情况通报会，就审查、审核、审计报告征求意见。")
	p.say("参加会议的有联审对象本人、领导班子成员以及财务、组织、人事、办公室等有关科室的负责人。会议应到" + count(m.Expected) + "人，实到" + count(m.Present) + "人。")
	days := p.d.Round.Settings.OpinionDays
	for i, text := range []string{"现在开会。会议共有" + strconv.Itoa(len(app.AgendaNotification)) + "项议程。", "请" + gap + "同志通报选人用人责任审查情况。", "请" + gap + "同志通报机构编制责任审核情况。",
		"请" + gap + "同志通报任期经济责任审计情况。", "请联审对象发表意见。", "请领导班子成员和有关科室负责人发表意见。",
		"请" + gap + "同志提出要求。对征求意见稿的意见，请自收到之日起" + count(days) + "个工作日内书面反馈；逾期没有反馈的，视为没有异议。", "请" + gap + "同志代表单位表态。"} {
		p.add(document.Heading{Level: 1, Text: "第" + numerals[i] + "项　" + briefWords[app.AgendaNotification[i]]})
		p.say(text)
	}
	p.say("会议议程全部进行完毕。散会。")
	return nil
}

func (p *paper) entrySignIn() error { return p.signIn(app.Entry) }
func (p *paper) briefSignIn() error { return p.signIn(app.Notification) }

// signIn is the sheet of form 3.5: those who are known first, then empty rows for as many as are expected.
func (p *paper) signIn(t app.MeetingType) error {
	m, _ := p.d.Meeting(t)
	c := document.AlignCentre
	p.flush("会议：" + or(p.d.Unit.Name) + Title(p.kind)[:len(Title(p.kind))-len("签到表")] + "　时间：" + day(m.On) + "　地点：" + or(m.Place))
	table := document.Table{Columns: []document.Column{{Head: "序号", Width: 0.9, Align: c}, {Head: "姓名", Width: 1.7, Align: c}, {Head: "单位", Width: 2.6}, {Head: "职务", Width: 2}, {Head: "类别", Width: 1.8, Align: c}, {Head: "联系电话", Width: 2, Align: c}, {Head: "签名", Width: 1.8}}}
	roles := func(name string) int { return slices.Index(app.AttendeeRoles, m.Attendees[name].Role) }
	names := slices.SortedStableFunc(slices.Values(slices.Sorted(maps.Keys(m.Attendees))), func(a, b string) int { return roles(a) - roles(b) })
	for i, name := range names {
		a := m.Attendees[name]
		cells := document.Cells(strconv.Itoa(i+1), name, a.Unit, a.Post, attendeeWords[a.Role], "", "")
		for n := range cells {
			cells[n].Record, cells[n].Field = "会议参加人"+name, table.Columns[n].Head
		}
		table.Rows = append(table.Rows, row(9, cells...))
	}
	for len(table.Rows) < max(m.Expected, p.people(), 20) {
		table.Rows = append(table.Rows, row(9, document.Cells(strconv.Itoa(len(table.Rows)+1), "", "", "", "", "", "")...))
	}
	p.add(table)
	p.right("应到" + count(m.Expected) + "人　实到" + count(m.Present) + "人")
	return nil
}

// people is for how many a blank sheet has rows.
func (p *paper) people() int {
	if p.o.Blank {
		return p.o.Copies
	}
	return 0
}

func (p *paper) briefMinutes() error {
	m, _ := p.d.Meeting(app.Notification)
	p.meetingFacts(m)
	table := document.Table{Columns: []document.Column{{Width: 2.4}, {Width: 7.6}}}
	names := slices.Sorted(maps.Keys(m.Attendees))
	for _, role := range app.RequiredAtNotification { // R28
		who := ""
		for _, name := range names {
			if m.Attendees[name].Role == role {
				who += name + "　"
			}
		}
		table.Rows = append(table.Rows, row(9, label(attendeeWords[role]), value(who, "参加人")))
	}
	p.add(table)
	p.add(document.Table{Columns: []document.Column{{}}, Rows: []document.Row{row(45, document.Cell{Text: "会议记录：\n" + tidy(m.Minutes), Top: true, Record: "通报会", Field: "会议记录"})}})
	p.signs("主持人", "记录人")
	return nil
}
