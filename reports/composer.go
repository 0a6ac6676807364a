package reports

import (
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// composer holds what every part of one report is made from.
type composer struct {
	d        app.Dossier
	strand   app.Strand
	st       app.CaseStrand
	opt      Options
	words    strandWords
	findings []app.Finding // those the report tells
}

// strandWords are the words in which the three works differ. Their verbs are never mixed (domain 0.1).
type strandWords struct {
	verb      string // 审查, 审核, 审计
	duty      string // what is answered for
	title     string // R33
	aspect    string // how the row of the evaluation is called
	checklist string
	broke     string // how a rule is said to be broken
	suffix    string // of the red head
	bases     []string
}

var wordsOf = map[app.Strand]strandWords{
	app.Review: {verb: "审查", duty: "选人用人责任", title: "选人用人责任审查报告", aspect: "选人用人", checklist: "选人用人责任审查检查表",
		broke: "上述做法不符合{}的规定。", suffix: "文件", bases: []string{"cadre-selection", "selection-supervision"}},
	app.Verification: {verb: "审核", duty: "机构编制责任", title: "机构编制责任审核报告", aspect: "机构编制", checklist: "机构编制责任审核检查表",
		broke: "上述做法违反了{}的规定。", suffix: "文件", bases: []string{"establishment-regulation", "establishment-supervision"}},
	app.Audit: {verb: "审计", duty: "经济责任", title: "任期经济责任审计报告", aspect: "经济责任", checklist: "任期经济责任审计检查表",
		broke: "上述行为违反了{}的规定。", suffix: "文件", bases: []string{"audit-law", "econ-audit-2019"}},
}

func newComposer(d app.Dossier, strand app.Strand, opt Options) (*composer, error) {
	words, ok := wordsOf[strand]
	if !ok {
		return nil, app.Refuse("strand.unknown", "strand", string(strand))
	}
	c := &composer{d: d, strand: strand, st: d.Case.Strands[strand], opt: opt, words: words}
	for _, f := range d.Findings {
		if f.Strand == strand && f.InReport && f.State != app.FindingDropped {
			c.findings = append(c.findings, f)
		}
	}
	return c, nil
}

// unit is how the unit is called in running text: its short name, else its name.
func (c *composer) unit() document.Sentence {
	if c.d.Unit.ShortName != "" {
		return typed(c.d.Unit.ShortName, "单位"+c.d.Unit.Name, "简称", Ref(c.d.Unit, "shortName"))
	}
	return typed(c.d.Unit.Name, "单位", "名称", Ref(c.d.Unit, "name"))
}

// issuer is the department that issues the report (R4: not the one that leads the group).
func (c *composer) issuer() string { return c.organ(c.st.IssuingDept) }

// organ gives the full name of an organ of the city from the short one that people type: 市委组织部 is
// 中共示例市委组织部, 市编办 is 中共示例市委机构编制委员会办公室, 市审计局 is 示例市审计局. Other names stay.
func (c *composer) organ(short string) string { return OrganName(c.d.Round.City, short) }

// OrganName gives the full name of an organ of a city from the short one that people type: 市委组织部 of 示例市 is
// 中共示例市委组织部. Other names stay, and so do all when no city is known.
func OrganName(cityName, short string) string {
	city := []rune(cityName)
	if len(city) == 0 || short == "" {
		return short
	}
	level := string(city[len(city)-1])
	switch {
	case short == level+"编办" || short == level+"委编办":
		return "中共" + string(city) + "委机构编制委员会办公室"
	case strings.HasPrefix(short, level+"委"):
		return "中共" + string(city) + strings.TrimPrefix(short, level)
	case strings.HasPrefix(short, level) && !strings.HasPrefix(short, string(city)):
		return string(city) + strings.TrimPrefix(short, level)
	}
	return short
}

// brief turns the full name of an organ of the city into the one used in running text inside the city:
// 中共示例市委组织部 is 市委组织部.
func (c *composer) brief(organ string) string {
	city := []rune(c.d.Round.City)
	if len(city) == 0 {
		return organ
	}
	level := string(city[len(city)-1])
	s := strings.TrimPrefix(organ, "中共")
	if s == string(city)+"委机构编制委员会办公室" {
		return level + "委编办"
	}
	if rest, ok := strings.CutPrefix(s, string(city)); ok && rest != "" {
		return level + rest
	}
	return organ
}

// level is the last character of the city's name: 市, 州 …; 市 when none is known.
func (c *composer) level() string {
	city := []rune(c.d.Round.City)
	if len(city) == 0 {
		return "市"
	}
	return string(city[len(city)-1])
}

// name is a principal's name.
func (c *composer) name(p app.Principal) document.Sentence {
	return typed(p.Name, "联审对象"+p.Name, "姓名", Ref(p, "name"))
}

// post is a principal's post with the unit's name before it, unless the post says it already. A county or
// a town shares its last character with the post: 青禾县 and 县委书记 are 青禾县委书记.
func (c *composer) post(p app.Principal) document.Sentence {
	unit, text := c.unit().Text, p.Post
	if u, t := []rune(unit), []rune(text); len(u) > 0 && len(t) > 0 && !strings.Contains(text, string(u[:min(2, len(u))])) {
		if u[len(u)-1] == t[0] {
			u = u[:len(u)-1]
		}
		text = string(u) + text
	}
	return typed(text, "联审对象"+p.Name, "职务", Ref(p, "post"))
}

// held is the post as one that was held in a tenure that is told with it: 原 for a former post, as it is
// written beside a name, is left out.
func (c *composer) held(p app.Principal) document.Sentence {
	s := c.post(p)
	for _, unit := range []string{c.d.Unit.Name, c.unit().Text, ""} {
		if rest, ok := strings.CutPrefix(s.Text, unit+"原"); ok {
			s.Text = unit + rest
			break
		}
	}
	return s
}

// everyone lists the principals as 周样本同志、吴范例同志.
func (c *composer) everyone() []document.Sentence {
	return c.comrades(c.d.Principals)
}

func (c *composer) comrades(list []app.Principal) []document.Sentence {
	var out []document.Sentence
	for i, p := range list {
		if i > 0 {
			out = append(out, document.Sentence{Text: "、"})
		}
		out = append(out, c.name(p), document.Sentence{Text: "同志"})
	}
	return out
}

// tenure is 2021年6月至2026年3月, or 2021年6月至今.
func tenure(p app.Principal) string {
	switch {
	case p.From.IsZero() && p.To.IsZero():
		return ""
	case p.To.IsZero():
		return p.From.Chinese() + "至今"
	case p.From.IsZero():
		return "至" + p.To.Chinese()
	}
	return p.From.Chinese() + "至" + p.To.Chinese()
}

// wan is an amount in running text, by the round's setting for separators.
func (c *composer) wan(m app.Money) string { return m.Wan(c.d.Round.Settings.Thousands) + "万元" }
