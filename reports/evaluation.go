package reports

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// Words of the grades (form 3.7; the questionnaire has its own, form 3.6).
var (
	rowGrades     = map[string]string{app.GradeGood: "好", app.GradeFair: "较好", app.GradeAverage: "一般", app.GradePoor: "差", app.GradeUnknown: "不了解"}
	overallGrades = map[string]string{app.GradeGood: "优秀", app.GradeFair: "称职", app.GradeAverage: "基本称职", app.GradePoor: "不称职", app.GradeUnknown: "不了解"}
	surveyGrades  = map[string]string{app.GradeGood: "满意", app.GradeFair: "基本满意", app.GradeAverage: "一般", app.GradePoor: "不满意", app.GradeUnknown: "不了解"}
	allGrades     = append(slices.Clone(app.Grades4), app.GradeUnknown)
)

// surveyWords are the standard questions (form 3.6).
var surveyWords = map[string]string{
	"xr-overall": "对本单位选人用人工作的总体评价", "xr-open": "选拔任用程序是否公开", "xr-lobbying": "对防止跑官要官、说情打招呼的评价", "xr-orientation": "对本单位用人导向的评价",
	"bz-bodies": "机构设置是否合理", "bz-absent": "对在编人员在岗情况的评价", "bz-offquota": "对编外用人管理的评价", "bz-duties": "部门职责是否清楚",
	"jj-collective": "重大开支是否集体研究", "jj-open": "财务是否公开", "jj-waste": "对厉行节约、反对浪费的评价", "jj-clean": "对主要负责人廉洁自律的评价",
}

// evaluation tells democratic evaluation and questionnaire with tables and chart.
func (c *composer) evaluation() []document.Block {
	var out []document.Block
	for _, e := range c.d.Evaluations {
		if e.Overall.Total() == 0 && len(e.Rows) == 0 {
			continue
		}
		out = append(out, para(c.batch("民主测评", "测评票", "张", e.On, e.Batch, c.of(e), Ref(e, "batch")), c.graded(e))...)
		out = append(out, c.evaluationTable(e, "民主测评结果表", []app.Strand{c.strand}))
		if chart, ok := c.chart(e); ok {
			out = append(out, chart)
		}
	}
	for _, s := range c.d.Surveys {
		codes := c.questions(s)
		if len(codes) == 0 {
			continue
		}
		out = append(out, para(c.batch("问卷调查", "问卷", "份", s.On, s.Batch, nil, Ref(s, "batch")), c.satisfied(s, codes), c.ticked(s))...)
		out = append(out, c.surveyTable(s, codes, "问卷调查结果表"))
		if n := len(s.Remarks); n > 0 {
			out = append(out, para(say("问卷另收集干部群众意见建议{}条。", n, refs{Ref(s, "remarks")}))...)
		}
	}
	if len(out) == 0 {
		return para(say("截至本报告形成之日，没有登记民主测评和问卷调查结果。"))
	}
	return out
}

// of names the principal of an evaluation, when it is of one.
func (c *composer) of(e app.Evaluation) []document.Sentence {
	p, ok := c.d.Principal(e.Principal)
	if !ok {
		return nil
	}
	return c.comrades([]app.Principal{p})
}

// batch tells papers issued, returned and valid, with their rates.
func (c *composer) batch(what, paper, unit string, on app.Date, b app.Batch, of []document.Sentence, fact string) []document.Sentence {
	when := ""
	if !on.IsZero() {
		when = on.Chinese() + "，"
	}
	if len(of) > 0 {
		of = append([]document.Sentence{{Text: "对"}}, of...)
	}
	verb := map[string]string{"民主测评": "组织民主测评", "问卷调查": "开展问卷调查"}[what]
	var parts []string
	if b.Issued > 0 {
		parts = append(parts, fmt.Sprintf("发出%s%d%s", paper, b.Issued, unit))
	}
	if b.Returned > 0 {
		back := fmt.Sprintf("收回%d%s", b.Returned, unit)
		if b.Issued > 0 {
			back += "，回收率" + percent(b.Returned, b.Issued)
		}
		parts = append(parts, back)
	}
	if b.Valid > 0 {
		valid := fmt.Sprintf("有效%s%d%s", paper, b.Valid, unit)
		if b.Returned > 0 {
			valid += "，有效率" + percent(b.Valid, b.Returned)
		}
		parts = append(parts, valid)
	}
	if len(parts) == 0 {
		return say("{}{}{}。", when, of, verb, refs{fact})
	}
	return say("{}{}{}，{}。", when, of, verb, strings.Join(parts, "；"), refs{fact})
}

// graded tells the overall result and the row of this strand; rates are of the ticks in the row, which in a
// closed tally are the valid papers.
func (c *composer) graded(e app.Evaluation) []document.Sentence {
	var out []document.Sentence
	if t := e.Overall; t.Total() > 0 {
		out = append(out, say("总体评价中，{}，分别占有效票的{}；“优秀”和“称职”合计{}票，称职以上率{}。", votes(t, overallGrades), rates(t),
			t.Good+t.Fair, app.PercentText(app.Rate(t.Good+t.Fair, t.Total())), refs{Ref(e, "overall")})...)
	}
	if t, ok := e.Rows[c.strand]; ok && t.Total() > 0 {
		out = append(out, say("{}分项评价中，{}；“好”和“较好”合计{}票，占有效票的{}；按权重折算得分{}分（满分100分）。", c.words.aspect, votes(t, rowGrades),
			t.Good+t.Fair, percent(t.Good+t.Fair, t.Total()), app.PointsText(app.Score(t, c.d.Round.Settings.Weights)), refs{Ref(e, "rows."+string(c.strand))})...)
	}
	return out
}

// votes lists the grades that got votes: “优秀”92票、“称职”71票.
func votes(t app.Tally, words map[string]string) string {
	var parts []string
	for _, g := range allGrades {
		if n := t.Of(g); n > 0 {
			parts = append(parts, fmt.Sprintf("“%s”%d票", words[g], n))
		}
	}
	return list(parts...)
}

func rates(t app.Tally) string {
	var parts []string
	for _, g := range allGrades {
		if n := t.Of(g); n > 0 {
			parts = append(parts, percent(n, t.Total()))
		}
	}
	return list(parts...)
}

// evaluationTable has a head row of both scales; rows are the overall result and the strands asked for.
func (c *composer) evaluationTable(e app.Evaluation, caption string, strands []app.Strand) document.Block {
	if p, ok := c.d.Principal(e.Principal); ok {
		caption += "（" + p.Name + "同志）"
	}
	t := document.Table{Caption: document.Sentence{Text: caption, Record: "民主测评", Field: "联审对象", Facts: refs{Ref(e, "rows"), Ref(e, "overall")}},
		Unit: "单位：票", Columns: []document.Column{{Head: "项目", Width: 2.2}}}
	grades := c.gradesOf(e)
	for _, g := range grades {
		head := rowGrades[g]
		if g != app.GradeUnknown {
			head += "\n（" + overallGrades[g] + "）"
		}
		t.Columns = append(t.Columns, document.Column{Head: head, Width: 1.7, Align: document.AlignCentre})
	}
	t.Columns = append(t.Columns, document.Column{Head: "有效票", Width: 1.2, Align: document.AlignCentre},
		document.Column{Head: "优良率", Width: 1.5, Align: document.AlignCentre}, document.Column{Head: "得分", Width: 1.3, Align: document.AlignCentre})
	row := func(name string, tally app.Tally) {
		if tally.Total() == 0 {
			return
		}
		cells := []document.Cell{{Text: name}}
		for _, g := range grades {
			cells = append(cells, document.Cell{Text: fmt.Sprint(tally.Of(g))})
		}
		cells = append(cells, document.Cell{Text: fmt.Sprint(tally.Total())}, document.Cell{Text: percent(tally.Good+tally.Fair, tally.Total())},
			document.Cell{Text: app.PointsText(app.Score(tally, c.d.Round.Settings.Weights))})
		t.Rows = append(t.Rows, document.Row{Cells: cells})
	}
	row("总体评价", e.Overall)
	for _, s := range strands {
		row(wordsOf[s].aspect, e.Rows[s])
	}
	t.Notes = document.Plain("注：优良率为前两档票数占有效票数的比例；得分按" + c.weights() + "的权重折算" + c.unknownNote(grades) + "。")
	return t
}

func (c *composer) unknownNote(grades []string) string {
	if slices.Contains(grades, app.GradeUnknown) {
		return "，“不了解”不计分"
	}
	return ""
}

// weights tells the coefficients of the four grades: 1.0、0.8、0.6、0.4.
func (c *composer) weights() string {
	var parts []string
	for _, g := range app.Grades4 {
		w := c.d.Round.Settings.Weights[g]
		text := strings.TrimRight(fmt.Sprintf("%d.%03d", w/1000, w%1000), "0")
		if strings.HasSuffix(text, ".") {
			text += "0"
		}
		parts = append(parts, text)
	}
	return list(parts...)
}

// gradesOf are the four grades, and "don't know" when anybody ticked it.
func (c *composer) gradesOf(e app.Evaluation) []string {
	unknown := e.Overall.Unknown
	for _, t := range e.Rows {
		unknown += t.Unknown
	}
	if unknown > 0 {
		return allGrades
	}
	return app.Grades4
}

// chart draws the overall result and this strand's row as bars of equal length.
func (c *composer) chart(e app.Evaluation) (document.Chart, bool) {
	chart := document.Chart{Caption: document.Sentence{Text: "民主测评结果构成图"}, Share: true}
	grades := c.gradesOf(e)
	for _, g := range grades {
		name := rowGrades[g]
		if g != app.GradeUnknown {
			name += "（" + overallGrades[g] + "）"
		}
		chart.Series = append(chart.Series, name)
	}
	bar := func(label string, t app.Tally) {
		if t.Total() == 0 {
			return
		}
		b := document.Bar{Label: document.Sentence{Text: label}, Note: document.Sentence{Text: "优良率" + percent(t.Good+t.Fair, t.Total())}}
		for _, g := range grades {
			b.Values = append(b.Values, int64(t.Of(g)))
		}
		chart.Bars = append(chart.Bars, b)
	}
	bar("总体评价", e.Overall)
	bar(c.words.aspect, e.Rows[c.strand])
	return chart, len(chart.Bars) > 0
}

// questions gives the codes of the strand's questions that were counted, in the order of the form.
func (c *composer) questions(s app.Survey) []string {
	var out []string
	for _, q := range app.SurveyQuestions {
		if q.Strand == c.strand && s.Questions[q.Code].Total() > 0 {
			out = append(out, q.Code)
		}
	}
	return out
}

// base is what rates of the questionnaire are of: "don't know" counts by the round's setting (form 3.6).
func (c *composer) base(t app.Tally) int {
	if c.d.Round.Settings.UnknownInBase {
		return t.Total()
	}
	return t.Total() - t.Unknown
}

func (c *composer) satisfied(s app.Survey, codes []string) []document.Sentence {
	var parts []string
	for _, code := range codes {
		t := s.Questions[code]
		parts = append(parts, fmt.Sprintf("“%s”的满意率为%s", surveyWords[code], percent(t.Good+t.Fair, c.base(t))))
	}
	return say("从问卷看，{}。", strings.Join(parts, "，"), refs{Ref(s, "questions")})
}

// ticked tells the problems ticked most, the most ticked first.
func (c *composer) ticked(s app.Survey) []document.Sentence {
	type tick struct {
		text string
		n    int
	}
	var ticks []tick
	for text, n := range s.Problems {
		if n > 0 && text != "其他" {
			ticks = append(ticks, tick{text, n})
		}
	}
	if len(ticks) == 0 {
		return nil
	}
	sort.Slice(ticks, func(i, j int) bool {
		if ticks[i].n != ticks[j].n {
			return ticks[i].n > ticks[j].n
		}
		return ticks[i].text < ticks[j].text
	})
	if len(ticks) > 3 {
		ticks = ticks[:3]
	}
	var said []document.Sentence
	for i, t := range ticks {
		if i > 0 {
			said = append(said, document.Sentence{Text: "、"})
		}
		said = append(said, say("{}（{}人次）", typed(bare(t.text), "调查问卷", "突出问题", Ref(s, "problems")), t.n)...)
	}
	if len(ticks) == 1 {
		return say("联审问卷中，反映较多的问题是{}。", said)
	}
	return say("联审问卷中，反映较多的问题依次是{}。", said)
}

func (c *composer) surveyTable(s app.Survey, codes []string, caption string) document.Block {
	t := document.Table{Caption: document.Sentence{Text: caption, Facts: refs{Ref(s, "questions")}}, Unit: "单位：票",
		Columns: []document.Column{{Head: "调查内容", Width: 4}}}
	for _, g := range allGrades {
		t.Columns = append(t.Columns, document.Column{Head: surveyGrades[g], Width: 1.3, Align: document.AlignCentre})
	}
	t.Columns = append(t.Columns, document.Column{Head: "满意率", Width: 1.6, Align: document.AlignCentre})
	for _, code := range codes {
		tally := s.Questions[code]
		cells := []document.Cell{{Text: surveyWords[code]}}
		for _, g := range allGrades {
			cells = append(cells, document.Cell{Text: fmt.Sprint(tally.Of(g))})
		}
		t.Rows = append(t.Rows, document.Row{Cells: append(cells, document.Cell{Text: percent(tally.Good+tally.Fair, c.base(tally))})})
	}
	base := "“不了解”计入有效票"
	if !c.d.Round.Settings.UnknownInBase {
		base = "有效票中不计“不了解”"
	}
	t.Notes = document.Plain("注：满意率为“满意”和“基本满意”占有效票数的比例，" + base + "。")
	return t
}
