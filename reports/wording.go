package reports

import (
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/template"
)

// WordingExample shows how a template is written.
const WordingExample = "{{单位.名称}}、{{问题合计|万元}}、{{如果 问题数 > 0}}…{{否则}}…{{结束}}、{{每个 问题}}{{问题.标题}}{{结束}}"

// WordingFields are the fields that an office's own wording of a section may name, the same for the three reports.
func WordingFields() []template.Field {
	return []template.Field{
		{Name: "单位.名称", Alias: "unit.name", Kind: template.Text}, {Name: "单位.简称", Alias: "unit.short", Kind: template.Text}, {Name: "单位.职能", Alias: "unit.duties", Kind: template.Text},
		{Name: "项目编号", Alias: "case.number", Kind: template.Text}, {Name: "通知文号", Alias: "notice.number", Kind: template.Text}, {Name: "批次", Alias: "round.name", Kind: template.Text},
		{Name: "进点日期", Alias: "onsite.from", Kind: template.Date}, {Name: "离点日期", Alias: "onsite.to", Kind: template.Date}, {Name: "查阅册数", Alias: "onsite.volumes", Kind: template.Number},
		{Name: "工作组", Alias: "group.name", Kind: template.Text}, {Name: "出具部门", Alias: "issuer", Kind: template.Text}, {Name: "总体评价", Alias: "assessment", Kind: template.Text},
		{Name: "所涉期间", Alias: "period", Kind: template.Text}, {Name: "班子情况", Alias: "leaders", Kind: template.Text},
		{Name: "谈话次数", Alias: "talks.count", Kind: template.Number}, {Name: "问题数", Alias: "findings.count", Kind: template.Number}, {Name: "问题合计", Alias: "findings.total", Kind: template.Money},
		{Name: "对象", Alias: "principals", Kind: template.List, Fields: []template.Field{{Name: "对象.姓名", Alias: "principal.name", Kind: template.Text}, {Name: "对象.职务", Alias: "principal.post", Kind: template.Text},
			{Name: "对象.任期", Alias: "principal.tenure", Kind: template.Text}, {Name: "对象.分工", Alias: "principal.duties", Kind: template.Text}}},
		{Name: "问题", Alias: "findings", Kind: template.List, Fields: []template.Field{{Name: "问题.编号", Alias: "finding.number", Kind: template.Number}, {Name: "问题.标题", Alias: "finding.title", Kind: template.Text},
			{Name: "问题.类型", Alias: "finding.type", Kind: template.Text}, {Name: "问题.事实", Alias: "finding.fact", Kind: template.Text}, {Name: "问题.年度", Alias: "finding.year", Kind: template.Text},
			{Name: "问题.金额", Alias: "finding.amount", Kind: template.Money}, {Name: "问题.处理意见", Alias: "finding.treatment", Kind: template.Text}, {Name: "问题.整改要求", Alias: "finding.requirement", Kind: template.Text}}},
	}
}

// wordingScope gives the values of the fields for the report at hand.
func (c *composer) wordingScope() template.Scope {
	d := c.d
	text := func(s string, n app.Noun, field string) template.Value {
		if strings.TrimSpace(s) == "" {
			return template.Value{}
		}
		return template.Value{Text: s, Refs: []string{Ref(n, field)}}
	}
	out := template.Scope{
		"单位.名称": text(d.Unit.Name, d.Unit, "name"), "单位.简称": text(d.Unit.ShortName, d.Unit, "shortName"), "单位.职能": text(d.Unit.Duties, d.Unit, "duties"),
		"项目编号": text(d.Case.Number, d.Case, "number"), "通知文号": text(d.Case.Notice.Number, d.Case, "notice/number"), "批次": text(d.Round.Name, d.Round, "name"),
		"进点日期": {Date: d.Case.OnSite.From, Refs: []string{Ref(d.Case, "onSite/from")}}, "离点日期": {Date: d.Case.OnSite.To, Refs: []string{Ref(d.Case, "onSite/to")}},
		"查阅册数": {Number: int64(d.Case.OnSite.Volumes), Refs: []string{Ref(d.Case, "onSite/volumes")}}, "工作组": text(d.Group.Name, d.Group, "name"),
		"出具部门": text(c.st.IssuingDept, d.Case, "strands/"+string(c.strand)+"/issuingDept"), "总体评价": text(c.st.Assessment, d.Case, "strands/"+string(c.strand)+"/assessment"),
		"所涉期间": text(d.Case.Facts.Period, d.Case, "facts/period"), "班子情况": text(d.Case.Facts.Leaders, d.Case, "facts/leaders"),
		"谈话次数": {Number: int64(len(d.Talks))}, "问题数": {Number: int64(len(c.findings))},
	}
	var people, found template.Value
	for _, p := range d.Principals {
		people.List = append(people.List, template.Scope{"对象.姓名": text(p.Name, p, "name"), "对象.职务": text(p.Post, p, "post"), "对象.任期": text(p.Tenure(), p, "from"), "对象.分工": text(p.Duties, p, "duties")})
	}
	var total app.Money
	var sums []string
	for _, f := range c.findings {
		total += f.Amount
		sums = append(sums, Ref(f, "amount"))
		found.List = append(found.List, template.Scope{"问题.编号": {Number: int64(f.Number), Refs: []string{Ref(f, "number")}}, "问题.标题": text(f.Title, f, "title"), "问题.类型": text(f.Type, f, "type"),
			"问题.事实": text(f.Fact, f, "fact"), "问题.年度": text(f.Year, f, "year"), "问题.金额": {Money: f.Amount, Refs: []string{Ref(f, "amount")}},
			"问题.处理意见": text(f.Treatment, f, "treatment"), "问题.整改要求": text(f.Requirement, f, "requirement")})
	}
	out["对象"], out["问题"], out["问题合计"] = people, found, template.Value{Money: total, Refs: sums}
	return out
}

// TryWording makes the text of a section by a template for a case, for looking at before it is kept: a line a paragraph, as it
// would be printed. What is wrong with the template comes as faults, see template.Parse.
func TryWording(d app.Dossier, strand app.Strand, source string) (string, []*app.Error) {
	c, err := newComposer(d, strand, Options{})
	if err != nil {
		return "", nil
	}
	lines, faults := c.wordingLines(source)
	var out []string
	for _, l := range lines {
		out = append(out, l.Text)
	}
	return strings.Join(out, "\n"), faults
}

func (c *composer) wordingLines(source string) ([]template.Line, []*app.Error) {
	t, faults := template.Parse(source, WordingFields())
	if len(faults) > 0 {
		return nil, faults
	}
	lines, err := t.Render(c.wordingScope())
	if refusal, ok := err.(*app.Error); ok {
		return nil, []*app.Error{refusal}
	}
	return lines, nil
}

// worded gives the blocks of a section as the office words it. What is composed stays when the office has no wording of its
// own, and when that is broken or says nothing: then the faults say why. Tables and charts stay; a mark such as ［表1］ in the template
// says where.
func (c *composer) worded(key, title string, composed []document.Block) ([]document.Block, bool, []*app.Error) {
	source := c.d.Round.Settings.Wordings[app.WordingKey(c.strand, key)]
	if strings.TrimSpace(source) == "" {
		return composed, false, nil
	}
	lines, faults := c.wordingLines(source)
	if len(faults) > 0 || len(lines) == 0 {
		return composed, false, faults
	}
	var out []document.Block
	for _, l := range relaid(composed, lines, "本单位模板“"+strings.TrimSpace(title)+"”", "模板") {
		out = append(out, l.block)
	}
	return out, true, nil
}
