package reports

import (
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// consulted tells the notification meeting and what became of the opinions on the draft (R28–R30). It is
// part of the final report only: the draft is what opinions are asked on.
func (c *composer) consulted() []document.Block {
	if c.opt.Draft {
		return nil
	}
	var first []document.Sentence
	if m, held := c.d.Meeting(app.Notification); held && !m.On.IsZero() {
		first = append(first, say("{}，召开“三责联审”情况通报会，通报{}情况。", m.On.Chinese(), c.words.verb, refs{Ref(m, "on")})...)
	}
	first = append(first, c.asked(first)...)
	out := para(first)
	for _, o := range c.opinions() {
		out = append(out, c.decided(o)...)
	}
	return out
}

// asked tells to whom the draft went and how many remarks came back; before is what was told already: the
// same day is not named twice.
func (c *composer) asked(before []document.Sentence) []document.Sentence {
	var to []document.Sentence
	var sent app.Date
	none, answered := 0, 0
	for _, k := range c.d.Consultations {
		if k.SentOn.IsZero() {
			continue
		}
		if sent.IsZero() || k.SentOn.Before(sent) {
			sent = k.SentOn
		}
		if len(to) > 0 {
			to = append(to, document.Sentence{Text: "、"})
		}
		if p, ok := c.d.Principal(k.Principal); ok {
			to = append(to, c.comrades([]app.Principal{p})...)
		} else {
			to = append(to, c.unit())
		}
		if k.NoObject {
			none++
		}
		if k.Answered() {
			answered++
		}
	}
	if len(to) == 0 {
		return nil
	}
	when := sent.Chinese()
	if strings.HasPrefix(joined(before), when+"，") {
		when = "同日"
	}
	out := say("{}，就报告征求意见稿书面征求{}的意见。", when, to, about(c.d.Consultations, "sentOn"))
	opinions := c.opinions()
	if len(opinions) == 0 {
		switch len(c.d.Consultations) {
		case none:
			return append(out, say("各方均书面反馈无异议。", about(c.d.Consultations, "noObject"))...)
		case answered:
			return append(out, say("未收到对本报告的不同意见。", about(c.d.Consultations, "repliedOn"))...)
		}
		return out
	}
	tally := map[app.Adoption]int{}
	for _, o := range opinions {
		tally[o.Adoption]++
	}
	if len(opinions) == 1 {
		verdict := map[app.Adoption]string{app.Adopted: "经核查予以采纳", app.PartlyAdopted: "经核查部分采纳", app.NotAdopted: "经核查未予采纳", "": "正在核查"}
		return append(out, say("共收到对本报告的反馈意见1条，{}。", verdict[opinions[0].Adoption], about(opinions, "adoption"))...)
	}
	result := clauses(count("采纳", tally[app.Adopted], "条"), count("部分采纳", tally[app.PartlyAdopted], "条"),
		count("未采纳", tally[app.NotAdopted], "条"), count("正在核查", tally[""], "条"))
	return append(out, say("共收到对本报告的反馈意见{}条，经逐条核查，{}。", len(opinions), result, about(opinions, "adoption"))...)
}

// opinions gives the opinions on this report.
func (c *composer) opinions() []app.Opinion {
	var out []app.Opinion
	for _, o := range c.d.Opinions {
		if o.Strand == c.strand {
			out = append(out, o)
		}
	}
	return out
}

// decided tells one opinion, what the re-check showed and how it was decided.
func (c *composer) decided(o app.Opinion) []document.Block {
	record := "反馈意见"
	lead := []document.Sentence{}
	if f, ok := c.d.Finding(o.Finding); ok {
		lead = say("关于{}问题，", typed(quoted(bare(f.Title)), findingRecord(f), "定性", Ref(f, "title")))
	}
	out := say("{}{}{}", lead, c.from(o), typed(stop(c.remark(o)), record, "意见", Ref(o, "text")))
	if o.Adoption == "" {
		return para(out)
	}
	if o.Recheck != "" {
		out = append(out, say("经核查，{}", typed(stop(o.Recheck), record, "核查情况", Ref(o, "recheck")))...)
	}
	verdict := map[app.Adoption]string{app.Adopted: "该意见予以采纳", app.PartlyAdopted: "该意见部分采纳", app.NotAdopted: "该意见未予采纳"}[o.Adoption]
	if reason := bare(o.Reason); reason != "" {
		out = append(out, say("{}：{}。", verdict, typed(reason, record, "理由", Ref(o, "reason"), Ref(o, "adoption")))...)
	} else {
		out = append(out, say("{}。", verdict, refs{Ref(o, "adoption")})...)
	}
	if o.Adoption != app.NotAdopted && o.AmountBefore != o.AmountAfter {
		out = append(out, say("涉及金额由{}调整为{}。", c.wan(o.AmountBefore), c.wan(o.AmountAfter),
			refs{Ref(o, "amountBefore"), Ref(o, "amountAfter")})...)
	}
	return para(append(out, changed(o)...))
}

// changed tells what the decision did to the wording of the report.
func changed(o app.Opinion) []document.Sentence {
	before, after := bare(o.Before), bare(o.After)
	record := "反馈意见"
	switch {
	case after == "" || o.Adoption == "":
		return nil
	case before != "" && o.Adoption != app.NotAdopted:
		return say("有关表述由{}修改为{}。", typed(quoted(before), record, "修改前", Ref(o, "before")), typed(quoted(after), record, "修改后", Ref(o, "after")))
	}
	return say("同时，{}。", typed(after, record, "修改后", Ref(o, "after")))
}

// from is 吴范例同志提出： unless the remark says itself who makes it.
func (c *composer) from(o app.Opinion) []document.Sentence {
	if text := c.remark(o); strings.Contains(text, "提出") || strings.Contains(text, "认为") {
		return nil
	}
	if p, ok := c.d.Principal(o.Principal); ok {
		return say("{}提出：", c.comrades([]app.Principal{p}))
	}
	return say("{}提出：", c.unit())
}

// remark is the text of an opinion; a principal's bare name before it goes, for the report says 吴范例同志提出：.
func (c *composer) remark(o app.Opinion) string {
	if p, ok := c.d.Principal(o.Principal); ok {
		return strings.TrimPrefix(tidy(o.Text), p.Name+"提出：")
	}
	return o.Text
}

// findingRecord is how a finding is called when something in it cannot be printed.
func findingRecord(f app.Finding) string { return fmt.Sprintf("问题%d", f.Number) }
