package notices

import (
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

var strandWords = map[app.Strand]string{app.Review: "选人用人", app.Verification: "机构编制", app.Audit: "经济责任"}

// questions are the words of app.SurveyQuestions.
var questions = map[string]string{
	"xr-overall": "您对本单位选人用人工作的总体评价", "xr-open": "选拔任用程序公开、规范的情况", "xr-lobbying": "防止和纠正跑官要官、说情打招呼的情况", "xr-orientation": "坚持正确用人导向的情况",
	"bz-bodies": "机构设置合理、规范的情况", "bz-absent": "在编人员在岗履职的情况", "bz-offquota": "编外用人管理的情况", "bz-duties": "部门职责清楚、履行到位的情况",
	"jj-collective": "重大开支集体研究决定的情况", "jj-open": "财务公开的情况", "jj-waste": "厉行节约、反对浪费的情况", "jj-clean": "联审对象廉洁自律的情况",
}

var problems = []string{"任人唯亲", "跑官要官、说情打招呼", "带病提拔", "论资排辈", "程序不规范", "任人唯票", "其他"}

var satisfied = []string{"满意", "基本满意", "不满意", "不了解"}

// ballotRows are the twelve matters of form 3.7.
var ballotRows = []struct {
	strand app.Strand
	text   string
}{{app.Review, "贯彻干部路线、坚持用人导向"}, {app.Review, "按程序选拔任用干部"}, {app.Review, "遵守组织人事纪律"},
	{app.Verification, "职责履行"}, {app.Verification, "机构设置"}, {app.Verification, "编制和领导职数使用"}, {app.Verification, "遵守机构编制纪律"},
	{app.Audit, "执行经济政策、完成目标任务"}, {app.Audit, "重大经济事项决策"}, {app.Audit, "财务管理"}, {app.Audit, "厉行节约"}, {app.Audit, "廉洁自律"}}

// survey is form 3.6: blank always, and nobody signs it.
func (p *paper) survey() error {
	p.say("本问卷不记名，只用于统计。请在相应的☐内打“√”。")
	p.add(document.Table{Columns: []document.Column{{Width: 2}, {Width: 8}}, Rows: []document.Row{
		row(0, label("单位"), value(p.d.Unit.Name, "名称")),
		row(0, label("您的身份"), document.Cell{Text: "☐班子成员　☐中层干部　☐一般干部　☐下属单位　☐服务对象"})}})
	c := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "类别", Width: 1.3, Align: c}, {Head: "问题", Width: 5}}}
	for _, g := range satisfied {
		t.Columns = append(t.Columns, document.Column{Head: g, Width: 1.3, Align: c})
	}
	for i, q := range app.SurveyQuestions {
		cells := document.Cells(strconv.Itoa(i+1)+". "+questions[q.Code], "☐", "☐", "☐", "☐")
		cells[0].Align = document.AlignLeft
		if i == 0 || app.SurveyQuestions[i-1].Strand != q.Strand {
			n := 0
			for _, other := range app.SurveyQuestions {
				if other.Strand == q.Strand {
					n++
				}
			}
			cells = append([]document.Cell{{Text: strandWords[q.Strand], RowSpan: n}}, cells...)
		}
		t.Rows = append(t.Rows, document.Row{Cells: cells})
	}
	p.add(t)
	p.add(document.Table{Columns: []document.Column{{Width: 2, Align: c}, {Width: 8}}, Rows: []document.Row{
		row(0, label("突出问题"), document.Cell{Text: "选人用人方面（可多选）：☐" + strings.Join(problems, "　☐")}),
		row(12, label("意见和建议"), document.Cell{})}})
	return nil
}

// ballot is form 3.7 for one principal, with one tick in each row.
func (p *paper) ballot() error {
	name := or(p.object.Name)
	p.doc.Title = []document.Sentence{{Text: "对" + name + "同志", Record: "联审对象", Field: "姓名"}, {Text: "履行“三责”情况民主测评表"}}
	p.flush("职务：" + or(p.object.Post))
	p.say("本表不记名。每行只选一项，在相应的☐内打“√”；多选或者不选的，该行无效。")
	c := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "类别", Width: 1.4, Align: c}, {Head: "测评内容", Width: 4.6}, {Head: "好", Align: c}, {Head: "较好", Align: c}, {Head: "一般", Align: c}, {Head: "差", Align: c}, {Head: "不了解", Align: c, Width: 1.2}}}
	for i, r := range ballotRows {
		cells := document.Cells(r.text, "☐", "☐", "☐", "☐", "☐")
		if i == 0 || ballotRows[i-1].strand != r.strand {
			n := 0
			for _, other := range ballotRows {
				if other.strand == r.strand {
					n++
				}
			}
			cells = append([]document.Cell{{Text: strandWords[r.strand], RowSpan: n}}, cells...)
		}
		t.Rows = append(t.Rows, row(9, cells...))
	}
	p.add(t)
	p.add(document.Table{Columns: []document.Column{{Width: 2, Align: c}, {Width: 8, Align: c}}, Rows: []document.Row{
		row(11, label("总体评价"), document.Cell{Text: "☐优秀　　☐称职　　☐基本称职　　☐不称职"}),
		row(24, label("意见和建议"), document.Cell{})}})
	return nil
}

// batch is the line of counts above a tally.
func (p *paper) batch(b app.Batch) {
	invalid := "　　　"
	if b.Returned > 0 {
		invalid = strconv.Itoa(b.Returned - b.Valid)
	}
	p.flush("单位：" + or(p.d.Unit.Name))
	p.flush("发出" + count(b.Issued) + "份，收回" + count(b.Returned) + "份，有效" + count(b.Valid) + "份，无效" + invalid + "份。")
	if b.Issued > 0 && b.Returned > 0 {
		p.flush("回收率" + app.PercentText(app.Rate(b.Returned, b.Issued)) + "，有效率" + app.PercentText(app.Rate(b.Valid, b.Returned)) + "。")
	}
}

// counts are the cells of a row of a tally; a row nobody counted stays empty for writing.
func counts(t app.Tally, grades ...string) []document.Cell {
	var out []document.Cell
	for _, g := range grades {
		text := strconv.Itoa(t.Of(g))
		if t.Total() == 0 {
			text = ""
		}
		out = append(out, document.Cell{Text: text})
	}
	return out
}

// rate is a rate in a cell, nothing for a row nobody counted.
func rate(t app.Tally, unknown bool, grades ...string) document.Cell {
	if t.Total() == 0 {
		return document.Cell{}
	}
	return document.Cell{Text: app.PercentText(app.Share(t, unknown, grades...))}
}

func (p *paper) surveyTally() error {
	var s app.Survey
	if n := len(p.d.Surveys); n > 0 {
		s = p.d.Surveys[n-1]
	}
	if p.d.Veiled.Has(string(s.ID)) && s.ID != "" {
		return app.Refuse("forms.veiled", "form", Title(p.kind))
	}
	p.batch(s.Batch)
	c := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "问题", Width: 4.6}, {Head: "满意", Align: c}, {Head: "基本满意", Width: 1.2, Align: c}, {Head: "不满意", Width: 1.1, Align: c}, {Head: "不了解", Width: 1.1, Align: c}, {Head: "满意率", Width: 1.3, Align: c}}}
	for i, q := range app.SurveyQuestions {
		n := s.Questions[q.Code]
		cells := append([]document.Cell{{Text: strconv.Itoa(i+1) + ". " + questions[q.Code]}}, counts(n, app.GradeGood, app.GradeFair, app.GradePoor, app.GradeUnknown)...)
		t.Rows = append(t.Rows, document.Row{Cells: append(cells, rate(n, p.d.Round.Settings.UnknownInBase, app.GradeGood, app.GradeFair))})
	}
	base := "不包括"
	if p.d.Round.Settings.UnknownInBase {
		base = "包括"
	}
	t.Notes = document.Plain("满意率＝（满意＋基本满意）÷有效票数；有效票数" + base + "“不了解”。")
	p.add(t)
	p.signs("计票人", "计票人", "监票人", "工作组组长")
	return nil
}

func (p *paper) ballotTally() error {
	var e app.Evaluation
	for _, n := range p.d.Evaluations {
		if n.Principal == p.object.ID || n.Principal == "" && len(p.d.Principals) == 1 {
			e = n
		}
	}
	whole := ""
	if e.ID == "" && !p.o.Blank { // evaluated as a whole: the tally is the case's, and says so
		for _, n := range p.d.Evaluations {
			if n.Principal == "" {
				e, whole = n, "（本项目合并测评）"
			}
		}
	}
	if p.d.Veiled.Has(string(e.ID)) && e.ID != "" {
		return app.Refuse("forms.veiled", "form", Title(p.kind))
	}
	p.flush("联审对象：" + or(p.object.Name) + "　职务：" + or(p.object.Post) + whole)
	p.batch(e.Batch)
	c := document.AlignCentre
	t := document.Table{Columns: []document.Column{{Head: "测评内容", Width: 2.4}, {Head: "好", Align: c}, {Head: "较好", Align: c}, {Head: "一般", Align: c}, {Head: "差", Align: c}, {Head: "不了解", Align: c, Width: 1.2}, {Head: "优良率", Align: c, Width: 1.4}, {Head: "得分", Align: c, Width: 1.3}}}
	for _, s := range app.Strands {
		n := e.Rows[s]
		cells := append([]document.Cell{{Text: strandWords[s]}}, counts(n, append(append([]string{}, app.Grades4...), app.GradeUnknown)...)...)
		score := document.Cell{}
		if n.Scored() > 0 {
			score.Text = app.PointsText(app.Score(n, p.d.Round.Settings.Weights))
		}
		t.Rows = append(t.Rows, row(10, append(cells, rate(n, p.d.Round.Settings.UnknownInBase, app.GradeGood, app.GradeFair), score)...))
	}
	p.add(t)
	o := document.Table{Columns: []document.Column{{Head: "总体评价", Width: 2.4}, {Head: "优秀", Align: c}, {Head: "称职", Align: c}, {Head: "基本称职", Align: c, Width: 1.3}, {Head: "不称职", Align: c, Width: 1.2}, {Head: "优秀率", Align: c, Width: 1.4}, {Head: "称职以上率", Align: c, Width: 1.6}}}
	cells := append([]document.Cell{{Text: "票数"}}, counts(e.Overall, app.Grades4...)...)
	o.Rows = []document.Row{row(10, append(cells, rate(e.Overall, false, app.GradeGood), rate(e.Overall, false, app.GradeGood, app.GradeFair))...)}
	p.add(o)
	p.signs("计票人", "计票人", "监票人", "工作组组长")
	return nil
}
