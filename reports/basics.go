package reports

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// basics tells unit, team and principals, and the facts of the strand: appointments by year, the
// establishment, or what the audit rests on.
func (c *composer) basics() []document.Block {
	parts := []struct {
		name   string
		blocks []document.Block
	}{{"单位基本情况", c.unitFacts()}, {"联审对象任职及分工情况", c.principals()}}
	if c.strand == app.Review {
		parts = append(parts, struct {
			name   string
			blocks []document.Block
		}{"任期内选任干部情况", c.appointments()})
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

// unitKinds are the words for the kind of a unit.
var unitKinds = map[app.UnitKind]string{app.Organ: "党政机关", app.Institution: "事业单位", app.Enterprise: "国有企业"}

// unitFacts tells what the unit is there for and how it is made up.
func (c *composer) unitFacts() []document.Block {
	u, k := c.d.Unit, c.d.Case
	var out []document.Sentence
	kind := ""
	if word := unitKinds[u.Kind]; word != "" && c.strand == app.Audit {
		kind = "为" + word + "，"
	}
	if duties := bare(u.Duties); duties != "" {
		verb := "主要职责是"
		if u.Kind == app.County || u.Kind == app.Township || hasVerb(duties) {
			verb = ""
		}
		out = append(out, say("{}{}{}{}。", c.unit(), kind, verb, typed(duties, "单位"+u.Name, "主要职责", Ref(u, "duties")))...)
	}
	if sections := bare(u.Sections); sections != "" {
		out = append(out, say("设有{}。", typed(sections, "单位"+u.Name, "内设机构", Ref(u, "sections")))...)
	}
	if leaders := bare(k.Facts.Leaders); leaders != "" {
		out = append(out, say("领导班子成员为：{}。", typed(leaders, "基本情况", "领导班子", Ref(k, "facts.leaders")))...)
	}
	if c.strand != app.Verification {
		out = append(out, c.headcount()...)
	}
	return para(out)
}

// hasVerb says whether duties are told as what the unit does, not as a list of matters.
func hasVerb(duties string) bool {
	for _, v := range []string{"负责", "承担", "主管", "领导", "组织", "统筹", "贯彻", "为"} {
		if strings.HasPrefix(duties, v) {
			return true
		}
	}
	return false
}

// headcount tells approved quotas and people in post in one sentence.
func (c *composer) headcount() []document.Sentence {
	quota, actual := c.establishment()
	if quota == 0 && actual == 0 {
		return nil
	}
	off := count("，另有编外人员", c.d.Case.Facts.OffQuota, "人")
	return say("现核定行政、事业、工勤编制共{}名，实有在编人员{}人{}。", quota, actual, off, refs{Ref(c.d.Case, "facts.posts"), Ref(c.d.Case, "facts.offQuota")})
}

// establishment sums quotas and people in post over the three kinds of establishment, leaders' posts not
// among them: a leader sits on a post of the establishment.
func (c *composer) establishment() (quota, actual int) {
	for _, kind := range app.PostKinds {
		if kind != app.PostsLeaders {
			quota += c.d.Case.Facts.Posts[kind].Quota
			actual += c.d.Case.Facts.Posts[kind].Actual
		}
	}
	return quota, actual
}

// principals tells each principal's tenure, occasion and division of work.
func (c *composer) principals() []document.Block {
	var out []document.Block
	for _, p := range c.d.Principals {
		s := say("{}同志，", c.name(p))
		when := document.Sentence{Text: tenure(p), Facts: refs{Ref(p, "from"), Ref(p, "to")}}
		if p.Post != "" {
			s = append(s, say("{}任{}", when, c.held(p))...)
		} else {
			s = append(s, say("任职时间{}", when)...)
		}
		occasion := map[app.Occasion]string{app.MidTerm: "任中", app.Leaving: "离任"}[p.Occasion]
		if occasion != "" {
			s = append(s, say("，本次为{}{}", occasion, c.words.verb, refs{Ref(p, "occasion")})...)
		}
		s = append(s, document.Sentence{Text: "。"})
		if duties := tidy(p.Duties); duties != "" {
			s = append(s, say("分工为：{}", typed(stop(duties), "联审对象"+p.Name, "任职及分工", Ref(p, "duties")))...)
		}
		out = append(out, para(s)...)
	}
	return out
}

// appointments tells what the unit appointed, with the table by year.
func (c *composer) appointments() []document.Block {
	years := c.appointmentYears()
	if len(years) == 0 {
		return nil
	}
	batches, people := c.appointed()
	when := years[0] + "年"
	if last := years[len(years)-1]; last != years[0] {
		when += "至" + last + "年"
	}
	text := say("{}，{}共选拔任用干部{}批、{}人次，各年度情况见下表。", when, c.unit(), batches, people, refs{Ref(c.d.Case, "facts.appointments")})
	return append(para(text), c.appointmentTable("选拔任用干部情况表", false))
}

func (c *composer) appointmentYears() []string {
	return slices.Sorted(maps.Keys(c.d.Case.Facts.Appointments))
}

func (c *composer) appointed() (batches, people int) {
	for _, a := range c.d.Case.Facts.Appointments {
		batches, people = batches+a.Batches, people+a.People
	}
	return batches, people
}

// appointmentTable lists appointments by year; withShare adds the share of each year for the annex.
func (c *composer) appointmentTable(caption string, withShare bool) document.Block {
	t := document.Table{Caption: document.Sentence{Text: caption}, Columns: []document.Column{
		{Head: "年度", Width: 2, Align: document.AlignCentre}, {Head: "批次（批）", Width: 2, Align: document.AlignCentre},
		{Head: "人次", Width: 2, Align: document.AlignCentre}}}
	if withShare {
		t.Columns = append(t.Columns, document.Column{Head: "占总人次比例", Width: 2, Align: document.AlignCentre})
	}
	batches, people := c.appointed()
	row := func(year string, b, p int, total bool) {
		cells := []document.Cell{typedCell(year, "基本情况", "选任年度"), {Text: fmt.Sprint(b)}, {Text: fmt.Sprint(p)}}
		if withShare {
			cells = append(cells, document.Cell{Text: percent(p, people)})
		}
		t.Rows = append(t.Rows, document.Row{Cells: cells, Total: total})
	}
	for _, year := range c.appointmentYears() {
		a := c.d.Case.Facts.Appointments[year]
		row(year, a.Batches, a.People, false)
	}
	row("合计", batches, people, true)
	return t
}

// typedCell is a cell with text that a person typed.
func typedCell(text, record, field string) document.Cell {
	return document.Cell{Text: tidy(text), Record: record, Field: field}
}
