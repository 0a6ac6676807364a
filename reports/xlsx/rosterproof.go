package xlsx

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// WriteProof writes the rows that show a candidate as a sheet file, which becomes evidence: what was compared, what was
// found, and each row with the list and the line it stands in. Identity numbers stand in it by their last four characters.
func WriteProof(w io.Writer, d app.Dossier, c app.Candidate, lists map[string]app.Roster) error {
	head := book.Style{Bold: true, Border: true, Wrap: true, Middle: true, Fill: "E8EDF3"}
	cell := book.Style{Border: true, Wrap: true, Top: true}
	wide := book.Style{Wrap: true, Top: true}
	s := &book.Sheet{Name: "比对依据", Landscape: true, Widths: []float64{20, 8, 12, 10, 20, 22, 12, 12, 13, 20, 13, 11, 14, 20}, Footer: "第 &P 页 共 &N 页"}
	last := len(proofHeads)
	across := func(text string, style book.Style) {
		n := len(s.Rows) + 1
		s.Rows = append(s.Rows, book.Row{Cells: []book.Cell{{Text: text, Style: style}}})
		s.Merged = append(s.Merged, book.Range{FromColumn: 1, FromRow: n, ToColumn: last, ToRow: n})
	}
	across("名册比对依据表", book.Style{Bold: true, Size: 16, Middle: true})
	across("项目编号："+d.Case.Number+"　　被联审单位："+d.Unit.Name, wide)
	across("比对情况："+c.Fact, wide)
	for _, sort := range app.RosterSorts {
		if r, there := lists[sort]; there && slices.ContainsFunc(c.Rows, func(p app.ProofRow) bool { return p.Sort == sort }) {
			across("来源："+rosterWords[sort]+"（"+r.FileName+"，"+r.TakenOn.Chinese()+"导入）", wide)
		}
	}
	row := book.Row{}
	for _, h := range proofHeads {
		row.Cells = append(row.Cells, book.Cell{Text: h, Style: head})
	}
	s.Rows = append(s.Rows, row)
	s.Frozen, s.Titles = len(s.Rows), len(s.Rows)
	for _, p := range c.Rows {
		row := book.Row{}
		for _, text := range proofCells(p) {
			row.Cells = append(row.Cells, book.Cell{Text: text, Style: cell})
		}
		s.Rows = append(s.Rows, row)
	}
	return book.Write(w, &book.Book{Title: "名册比对依据表", Subject: d.Case.Number, Made: time.Time{}, Sheets: []*book.Sheet{s}})
}

var rosterWords = map[string]string{"staff": "在册人员名册", "posts": "编制核定名册", "payroll": "工资发放名册", "appointments": "任免批次表", "finances": "收入支出年度表"}

var proofHeads = []string{"名册", "行号", "姓名", "证件末四位", "内设机构（单位）", "职务", "职级", "编制类别", "任现职时间", "任免文号", "批准日期", "发放月份", "发放金额（元）", "核定数／亲属关系／任免批次和程序"}

func proofCells(p app.ProofRow) []string {
	section := p.Section
	if p.Unit != "" {
		section += "（" + p.Unit + "）"
	}
	pay, other := "", p.Kin
	if p.Sort == "payroll" {
		pay = p.Pay.Yuan(true)
	}
	if p.KinOf != "" {
		other += " " + p.KinOf
	}
	for _, kind := range app.PostKinds {
		if n, said := p.Quotas[kind]; said {
			if other != "" {
				other += "，"
			}
			other += kindNames[kind] + strconv.Itoa(n)
		}
	}
	if p.Sort == "appointments" {
		other = batchWords(p.RosterRow)
	}
	name := rosterWords[p.Sort]
	if p.Source != "" {
		name += "（" + p.Source + "）"
	}
	return []string{name, strconv.Itoa(p.Row), p.Name, p.Tail, section, p.Post, p.Rank, kindNames[p.Kind], p.Since.String(), p.Act, p.ActOn.String(), p.Month, pay, other}
}

// batchWords says what a row of appointments has of its batch, its kind and the steps.
func batchWords(r app.RosterRow) string {
	parts := []string{r.Batch}
	if r.People > 0 {
		parts = append(parts, strconv.Itoa(r.People)+"人")
	}
	parts = append(parts, r.What)
	for _, step := range app.AppointSteps {
		said, there := r.Steps[step]
		switch {
		case !there:
		case said == app.StepDone:
			parts = append(parts, stepNames[step]+"有")
		case said == app.StepMissing:
			parts = append(parts, stepNames[step]+"无")
		case said == "":
			parts = append(parts, stepNames[step]+"未填")
		default:
			parts = append(parts, stepNames[step]+said)
		}
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "，")
}

var stepNames = map[string]string{"motion": "动议", "recommend": "民主推荐", "inspect": "考察", "decide": "讨论决定", "notice": "任前公示", "talk": "任职谈话"}

var kindNames = map[string]string{app.PostsAdmin: "行政", app.PostsInstitution: "事业", app.PostsWorkers: "工勤", app.PostsLeaders: "领导职数", app.KindOff: "编外"}

// ProofName is what the file with the rows of a candidate is called.
func ProofName(c app.Candidate) string { return "比对依据-" + c.Type + ".xlsx" }
