package reports

import (
	"cmp"
	"fmt"
	"slices"

	"lianshen/app"
	"lianshen/reports/document"
)

// workDone tells how the work was carried out: steps with their dates, methods with their numbers (R25),
// and how opinions on the draft were dealt with.
func (c *composer) workDone() []document.Block {
	parts := []struct {
		name   string
		blocks []document.Block
	}{
		{"组织实施情况", c.steps()},
		{"检查方法和工作量", c.methods()},
		{"征求意见情况", c.consulted()},
	}
	var out []document.Block
	n := 0
	for _, p := range parts {
		if len(p.blocks) == 0 {
			continue
		}
		n++
		out = append(out, heading(2, n, p.name))
		out = append(out, p.blocks...)
	}
	return out
}

// event is one step with the day it is told under.
type event struct {
	on   app.Date
	said []document.Sentence
}

// steps tell notice, announcement, self-check, entry meeting and stay on site, as far as they happened, in
// the order of their days.
func (c *composer) steps() []document.Block {
	k := c.d.Case
	events := []event{{k.Notice.ReceivedOn, c.noticed()}, {k.Notice.AuditServed, c.auditNoticed()}, {k.Announce.From, c.announced()}}
	on := k.SelfCheck.SubmittedOn
	if on.IsZero() {
		on = k.SelfCheck.MarkedLate
	}
	events = append(events, event{on, c.selfChecked()})
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.on.String(), b.on.String()) })
	var first, second []document.Sentence
	for _, e := range events {
		first = append(first, e.said...)
	}
	second = append(second, c.entered()...)
	if from := k.OnSite.From; !from.IsZero() {
		form := "{}，联审组开展现场{}。"
		if k.OnSite.To.IsZero() {
			form = "{}起，联审组开展现场{}。"
		}
		second = append(second, say(form, span(from, k.OnSite.To), c.words.verb, refs{Ref(k, "onSite.from"), Ref(k, "onSite.to")})...)
	}
	return append(para(first), para(second)...)
}

func (c *composer) noticed() []document.Sentence {
	on := c.d.Case.Notice.ReceivedOn
	if on.IsZero() {
		return nil
	}
	return say("{}，{}收到开展“三责联审”的通知。", on.Chinese(), c.unit(), refs{Ref(c.d.Case, "notice.receivedOn")})
}

func (c *composer) auditNoticed() []document.Sentence {
	n := c.d.Case.Notice
	if c.strand != app.Audit || n.AuditNumber == "" || n.AuditServed.IsZero() {
		return nil
	}
	return say("{}，{}收到审计通知书（{}）。", n.AuditServed.Chinese(), c.unit(),
		typed(n.AuditNumber, "审前通知", "审计通知书文号", Ref(c.d.Case, "notice.auditNumber")), refs{Ref(c.d.Case, "notice.auditServed")})
}

func (c *composer) announced() []document.Sentence {
	a := c.d.Case.Announce
	if a.From.IsZero() {
		return nil
	}
	when := span(a.From, a.To)
	if a.To.IsZero() {
		when += "起"
	}
	return say("{}，{}进行审前公示{}。", when, placed(a.Place, "审前公示", "公示地点", Ref(c.d.Case, "announce.place")),
		count("，收到干部群众反映意见", a.Opinions, "条"), refs{Ref(c.d.Case, "announce.from"), Ref(c.d.Case, "announce.opinions")})
}

// placed is 在<place> before a verb, or nothing.
func placed(place, record, field, fact string) []document.Sentence {
	if bare(place) == "" {
		return nil
	}
	return say("在{}", typed(bare(place), record, field, fact))
}

// selfChecked tells the unit's self-check report and how late it was (R10–R12, D1).
func (c *composer) selfChecked() []document.Sentence {
	s := c.d.Case.SelfCheck
	if s.SubmittedOn.IsZero() {
		if s.MarkedLate.IsZero() {
			return nil
		}
		return say("截至{}，{}未按期报送自查报告。", s.MarkedLate.Chinese(), c.unit(), refs{Ref(c.d.Case, "selfCheck.markedLate")})
	}
	late := ""
	if due := c.d.Round.SelfCheckDue; s.SubmittedOn.After(due) {
		late = fmt.Sprintf("，超过规定时限%d日", s.SubmittedOn.Sub(due))
	}
	found := 0
	for _, a := range c.answers() {
		if a.SelfCheck == app.Problem {
			found++
		}
	}
	return say("{}，{}报送自查报告{}{}。", s.SubmittedOn.Chinese(), c.unit(), late,
		count("，其中涉及"+c.words.duty+"的自查问题", found, "项"), refs{Ref(c.d.Case, "selfCheck.submittedOn")})
}

// entered tells the entry meeting and what was done at it (R14–R23).
func (c *composer) entered() []document.Sentence {
	m, held := c.d.Meeting(app.Entry)
	if !held || m.On.IsZero() {
		return nil
	}
	name := map[app.MeetingMode]string{app.Counties: "县区集中进点会议", app.Organs: "机关集中进点会议"}[m.Mode]
	if name == "" {
		name = "进点会议"
	}
	present := ""
	if m.Present > 0 {
		present = count("应到", m.Expected, "人、") + fmt.Sprintf("实到%d人", m.Present)
		if m.Expected == 0 {
			present = fmt.Sprintf("%d人参加", m.Present)
		}
	}
	var done []string
	for _, a := range []struct{ item, text string }{{"read", "宣读有关通知"}, {"mobilise", "作动员部署"}, {"plan", "通报实施方案"},
		{"report", "听取述职"}, {"survey", "开展问卷调查"}, {"evaluation", "组织民主测评"}} {
		if m.Agenda.Has(a.item) {
			done = append(done, a.text)
		}
	}
	did := ""
	if len(done) > 0 {
		did = "，会上" + list(done...)
	}
	if present != "" {
		present = "，" + present
	}
	return say("{}，召开{}{}{}。", m.On.Chinese(), name, present, did, refs{Ref(m, "on"), Ref(m, "present"), Ref(m, "agenda")})
}

// methods tells by which of the five methods of R25 the work was done and how much of each.
func (c *composer) methods() []document.Block {
	used, perMethod := c.methodsUsed()
	var out []document.Sentence
	var names, numbers []string
	for _, m := range app.Methods {
		if used[m] && m != app.MethodOther {
			names = append(names, methodNames[m])
			numbers = append(numbers, count(methodNames[m], perMethod[m], "项次"))
		}
	}
	if len(names) > 0 {
		out = append(out, say("联审组采取{}等方式开展{}。", list(names...), c.words.verb)...)
	}
	out = append(out, c.volume()...)
	second := c.checked()
	if n := list(numbers...); n != "" && len(second) > 0 {
		second = append(second, say("按所用方式统计，{}。", n)...)
	}
	second = append(second, c.sampled()...)
	return append(para(out), para(second)...)
}

var methodNames = map[app.Method]string{app.MethodReport: "听取汇报", app.MethodTalk: "座谈访谈", app.MethodDocuments: "查阅资料",
	app.MethodSite: "现场察看", app.MethodSurvey: "专项调查", app.MethodOther: "其他方式"}

// methodsUsed gives the methods really used in this strand and the items checked by each.
func (c *composer) methodsUsed() (map[app.Method]bool, map[app.Method]int) {
	used, items := map[app.Method]bool{}, map[app.Method]int{}
	for _, a := range c.answers() {
		for _, m := range a.Methods.Sorted() {
			used[app.Method(m)] = true
			items[app.Method(m)]++
		}
	}
	for _, e := range c.evidence() {
		used[e.Method] = true
	}
	used[app.MethodTalk] = used[app.MethodTalk] || len(c.d.Talks) > 0
	return used, items
}

// volume tells talks, papers, ballots and proof in numbers.
func (c *composer) volume() []document.Sentence {
	single, panels, atPanels := 0, 0, 0
	for _, t := range c.d.Talks {
		people := max(t.People, 1)
		if t.Type == "panel" {
			panels, atPanels = panels+1, atPanels+people
		} else {
			single += people
		}
	}
	received, copies := 0, 0
	for _, m := range c.d.Materials {
		if !m.ReceivedOn.IsZero() {
			received, copies = received+1, copies+m.Copies
		}
	}
	panel := count("召开座谈会", panels, "场")
	if panel != "" {
		panel += fmt.Sprintf("、%d人次参加", atPanels)
	}
	material := count("调阅资料", received, "类")
	if material != "" {
		material += count("", copies, "份")
	}
	done := clauses(panel, count("谈话", single, "人次"), material, count("查阅台账、内业、资料", c.d.Case.OnSite.Volumes, "卷（册）"),
		c.ballots())
	var out []document.Sentence
	if done != "" {
		facts := append(about(c.d.Talks, "people"), about(c.d.Materials, "receivedOn")...)
		out = append(out, say("联审期间，{}。", done, append(facts, Ref(c.d.Case, "onSite.volumes")))...)
	}
	sheets, reviewed := 0, 0
	proofs, papers := c.evidence(), c.papers()
	for _, e := range proofs {
		if e.Sheet {
			sheets++
		}
	}
	for _, p := range papers {
		if !p.ReviewedOn.IsZero() {
			reviewed++
		}
	}
	proof := count(c.words.verb+"取得证据材料", len(proofs), "份")
	if proof != "" && sheets > 0 {
		proof += fmt.Sprintf("（含取证单%d份）", sheets)
	}
	paper := count("编制工作底稿", len(papers), "份")
	switch {
	case paper != "" && reviewed == len(papers):
		paper += "，均已复核"
	case paper != "" && reviewed > 0:
		paper += fmt.Sprintf("，其中%d份已复核", reviewed)
	}
	if text := clauses(proof, paper); text != "" {
		out = append(out, say("{}。", text, append(about(proofs, "title"), about(papers, "index")...))...)
	}
	return out
}

// ballots tells how many valid papers questionnaire and evaluation brought.
func (c *composer) ballots() string {
	surveys, votes := 0, 0
	for _, s := range c.d.Surveys {
		surveys += s.Batch.Valid
	}
	for _, e := range c.d.Evaluations {
		votes += e.Batch.Valid
	}
	return clauses(count("收回有效调查问卷", surveys, "份"), count("收回有效民主测评票", votes, "张"))
}

// checked tells the items of the checklist by their conclusion.
func (c *composer) checked() []document.Sentence {
	p := app.ProgressOf(c.d, c.strand)
	if p.Answered == 0 {
		return nil
	}
	t := c.d.Templates[c.strand]
	clean := p.Answered - p.Problems - p.NotChecked
	result := clauses(count("未发现问题", clean, "项"), count("发现问题", p.Problems, "项"), count("因故未检查", p.NotChecked, "项"))
	open := ""
	if p.Open() > 0 {
		open = fmt.Sprintf("另有%d项正在检查。", p.Open())
	}
	na := ""
	if p.NotApplicable > 0 {
		na = fmt.Sprintf("（不适用于该单位的%d项除外）", p.NotApplicable)
	}
	return say("对照《{}》（{}版）的{}项内容{}逐项检查，{}。{}", c.words.checklist, t.Version, p.Answered, na, result, open,
		refs{Ref(c.d.Case, "strands."+string(c.strand)+".template")})
}

// sampled tells how much of what was to be seen was seen, over all items that were counted.
func (c *composer) sampled() []document.Sentence {
	should, sampled, faulty := 0, 0, 0
	var counted []app.Answer
	for _, a := range c.answers() {
		if a.Sampled > 0 && a.Should >= a.Sampled {
			should, sampled, faulty = should+a.Should, sampled+a.Sampled, faulty+a.Faulty
			counted = append(counted, a)
		}
	}
	if sampled == 0 {
		return nil
	}
	return say("在作数量统计的检查项中，应查{}件，抽查{}件，抽查率{}{}。", should, sampled, percent(sampled, should),
		count("，其中有问题", faulty, "件"), append(about(counted, "sampled"), about(counted, "faulty")...))
}

// answers gives the answers of the strand in the order of the checklist.
func (c *composer) answers() []app.Answer {
	var out []app.Answer
	for _, s := range c.d.Templates[c.strand].Sections {
		for _, i := range s.Items {
			if a, ok := c.d.Answers[i.Code]; ok && a.Conclusion != "" {
				out = append(out, a)
			}
		}
	}
	return out
}

// evidence gives the proofs that belong to an item or a finding of the strand.
func (c *composer) evidence() []app.Evidence {
	var out []app.Evidence
	for _, e := range c.d.Evidence {
		mine := false
		for _, code := range e.Items.Sorted() {
			mine = mine || app.StrandOfItem(code) == c.strand
		}
		for _, id := range e.Findings.Sorted() {
			f, ok := c.d.Finding(app.ID(id))
			mine = mine || ok && f.Strand == c.strand
		}
		if mine {
			out = append(out, e)
		}
	}
	return out
}

func (c *composer) papers() []app.Paper {
	var out []app.Paper
	for _, p := range c.d.Papers {
		if p.Strand == c.strand {
			out = append(out, p)
		}
	}
	return out
}
