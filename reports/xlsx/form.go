package xlsx

import (
	"fmt"
	"io"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// The faces of official documents, by the names under which they are installed in offices (GB/T 9704-2012). A program
// that lacks one takes its own.
const (
	faceTitle = "方正小标宋简体"
	faceHead  = "黑体"
	faceKai   = "楷体_GB2312"
	faceBody  = "仿宋_GB2312"
)

// Colours: what is to be filled in is light yellow, heads light grey.
const (
	fillInput = "FFF9E5"
	fillHead  = "E7E6E6"
)

var (
	styleTitle   = book.Style{Font: faceTitle, Size: 20, Middle: true, Wrap: true}
	styleUnder   = book.Style{Font: faceKai, Size: 14, Middle: true, Wrap: true}
	styleHint    = book.Style{Font: faceKai, Size: 11, Wrap: true}
	styleHead    = book.Style{Font: faceHead, Size: 11, Middle: true, Wrap: true, Border: true, Fill: fillHead}
	styleText    = book.Style{Font: faceBody, Size: 11, Wrap: true, Border: true, Top: true}
	styleCode    = book.Style{Font: faceBody, Size: 11, Middle: true, Border: true, Top: true, Format: book.FormatText}
	styleInput   = book.Style{Font: faceBody, Size: 11, Wrap: true, Border: true, Top: true, Fill: fillInput, Unlocked: true, Format: book.FormatText}
	styleChoice  = book.Style{Font: faceBody, Size: 11, Middle: true, Wrap: true, Border: true, Top: true, Fill: fillInput, Unlocked: true}
	styleDate    = book.Style{Font: faceBody, Size: 11, Middle: true, Border: true, Top: true, Fill: fillInput, Unlocked: true, Format: book.FormatDate}
	styleLabel   = book.Style{Font: faceHead, Size: 12, Middle: true, Wrap: true, Border: true, Fill: fillHead}
	styleFact    = book.Style{Font: faceBody, Size: 12, Wrap: true, Border: true}
	styleFill    = book.Style{Font: faceBody, Size: 12, Wrap: true, Border: true, Fill: fillInput, Unlocked: true, Format: book.FormatText}
	styleFillOn  = book.Style{Font: faceBody, Size: 12, Border: true, Fill: fillInput, Unlocked: true, Format: book.FormatDate}
	styleHeading = book.Style{Font: faceHead, Size: 14}
	stylePara    = book.Style{Font: faceBody, Size: 12, Wrap: true, Top: true}
	styleSeal    = book.Style{Font: faceBody, Size: 12, Middle: true}
)

// Longest texts that the form takes, in characters. The reader takes a little more: some programs pass over the rule.
const (
	longestText = 2_000
	longestName = 50
)

type form struct {
	d    app.Dossier
	o    Options
	mark mark
}

func (f form) write(w io.Writer) error {
	b := &book.Book{
		Title: "三责联审自检自查表", Subject: f.d.Case.Number + " " + f.d.Unit.Name, Creator: f.d.Round.Office.Name, Company: f.d.Round.Office.Name,
		Custom: map[string]string{"format": Format, "version": fmt.Sprint(Version), "case": f.d.Case.Number, "code": f.mark.code},
		Sheets: []*book.Sheet{f.cover()},
	}
	if m := f.o.Made; !m.IsZero() {
		b.Made = time.Date(m.Year, time.Month(m.Month), m.Day, 0, 0, 0, 0, time.UTC)
	}
	for _, s := range app.Strands {
		b.Sheets = append(b.Sheets, f.checklist(s))
	}
	hidden := &book.Sheet{Name: markSheet, Hidden: true, Protected: true, Widths: []float64{24, 60}}
	for _, row := range f.mark.rows() {
		hidden.Rows = append(hidden.Rows, book.Row{Cells: []book.Cell{{Text: row[0]}, {Text: row[1]}}})
	}
	b.Sheets = append(b.Sheets, hidden)
	return book.Write(w, b)
}

// coverWidths are those of the four columns of the cover.
var coverWidths = []float64{18, 46, 18, 46}

func (f form) cover() *book.Sheet {
	s := &book.Sheet{Name: coverSheet, Widths: coverWidths, Landscape: true, Protected: true, Footer: "第 &P 页，共 &N 页", Tab: "C00000"}
	wide := func(text string, style book.Style, height float64) {
		n := len(s.Rows) + 1
		s.Rows = append(s.Rows, book.Row{Height: height, Fixed: true, Cells: []book.Cell{{Text: text, Style: style}}})
		s.Merged = append(s.Merged, book.Range{FromColumn: 1, FromRow: n, ToColumn: 4, ToRow: n})
	}
	pair := func(style book.Style, cells ...string) {
		height := 26.0
		for i := 1; i < len(cells); i += 2 {
			height = max(height, high(cells[i], coverWidths[i], 12)+8)
		}
		s.Rows = append(s.Rows, book.Row{Height: height, Fixed: true, Cells: []book.Cell{
			{Text: cells[0], Style: styleLabel}, {Text: cells[1], Style: style}, {Text: cells[2], Style: styleLabel}, {Text: cells[3], Style: style}}})
	}
	d := f.d
	office := d.Round.Office
	wide("“三责联审”自检自查表", styleTitle, 44)
	wide(d.Round.Name, styleUnder, 28)
	pair(styleFact, "被检单位", d.Unit.Name, "项目编号", d.Case.Number)
	pair(styleFact, "联审对象", f.principals(), "报送截止日期", orAsNoticed(d.Round.SelfCheckDue.Chinese()))
	pair(styleFact, "报送单位", orAsNoticed(office.Name), "联系方式", orAsNoticed(joined("；", office.Phone, office.Email)))
	pair(styleFact, "报送地址", orAsNoticed(office.Address), "校验码", f.mark.code)
	s.Rows = append(s.Rows, book.Row{})
	from := len(s.Rows) + 1
	pair(styleFill, "填表人", "", "联系电话", "")
	pair(styleFill, "单位主要负责人", "", "填报日期", "")
	s.Rows[from].Cells[3].Style = styleFillOn
	s.Rules = append(s.Rules,
		book.Rule{Cells: book.Range{FromColumn: 2, FromRow: from, ToColumn: 2, ToRow: from + 1}, Longest: longestName, Title: "姓名", Refusal: "姓名请不要超过50个字。"},
		book.Rule{Cells: book.Range{FromColumn: 4, FromRow: from + 1, ToColumn: 4, ToRow: from + 1}, Dates: true, Title: "填报日期", Prompt: "请按2026-03-15的样式填写。", Refusal: "请按2026-03-15的样式填写日期。"})
	wide("填报说明", styleHeading, 30)
	for i, line := range f.instructions() {
		text := fmt.Sprintf("%d. %s", i+1, line)
		wide(text, stylePara, high(text, 128, 12)+4)
	}
	s.Rows = append(s.Rows, book.Row{}, book.Row{Height: 24, Cells: []book.Cell{{}, {}, {}, {Text: "（单位盖章）", Style: styleSeal}}})
	return s
}

// instructions tell the unit what to do.
func (f form) instructions() []string {
	counts := make([]string, 0, len(app.Strands))
	for _, s := range app.Strands {
		counts = append(counts, fmt.Sprintf("“%s”%d项", sheetNames[s], f.d.Templates[s].Count()))
	}
	return []string{
		"请对照后面三张表逐项自检自查并填写：" + strings.Join(counts, "、") + "，共" + fmt.Sprint(f.mark.items) + "项。用Excel、WPS表格等打开即可，不需要安装其他软件。",
		"只需填写淡黄色单元格。其他单元格已锁定，未设密码，仅为防止误改；请不要改动编号、不要删除工作表。列宽、行高可以调整。",
		"“自查结论”请从下拉列表中选择：未发现问题、发现问题、不适用。选“发现问题”的，请写明发现的问题和整改措施；选“不适用”的，请在“情况说明”中写明理由。",
		"“整改日期”填写已经完成或者计划完成整改的日期，样式如2026-03-15。",
		"本表不得填写国家秘密。涉及举报人、谈话人等个人信息的，请勿写入。",
		"填好后请保存为.xlsx格式（不要另存为.xls、.csv，不要加密），电子表交回上述报送单位；自查报告由单位主要负责人签字并加盖公章，另行报送。",
		"打印本表签字的，请核对纸质表与电子表的校验码一致。",
	}
}

func (f form) principals() string {
	var out []string
	for _, p := range f.d.Principals {
		out = append(out, strings.TrimSpace(p.Name+" "+p.Post))
	}
	return strings.Join(out, "；")
}

// orAsNoticed fills what the round does not say.
func orAsNoticed(text string) string {
	if text == "" {
		return "见通知"
	}
	return text
}

func joined(by string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, by)
}

// headRow is the row of the heads in the sheets of checklists.
const headRow = 3

func (f form) checklist(strand app.Strand) *book.Sheet {
	t := f.d.Templates[strand]
	s := &book.Sheet{Name: sheetNames[strand], Landscape: true, Protected: true, Frozen: headRow, Titles: headRow,
		Header: strings.ReplaceAll(f.d.Case.Number+"  "+f.d.Unit.Name+"  校验码 "+f.mark.code, "&", "&&"), Footer: "第 &P 页，共 &N 页"}
	for _, c := range columns {
		s.Widths = append(s.Widths, c.width)
	}
	across := func(row int) {
		s.Merged = append(s.Merged, book.Range{FromColumn: 1, FromRow: row, ToColumn: columnCount, ToRow: row})
	}
	s.Rows = append(s.Rows,
		book.Row{Height: 36, Fixed: true, Cells: []book.Cell{{Text: t.Title + "（自检自查）", Style: styleTitle}}},
		book.Row{Height: 20, Fixed: true, Cells: []book.Cell{{Text: "请填写淡黄色单元格。自查结论从下拉列表中选择；“发现问题”请写明问题和整改措施，“不适用”请说明理由。", Style: styleHint}}})
	across(1)
	across(2)
	var heads []book.Cell
	for _, c := range columns {
		heads = append(heads, book.Cell{Text: c.name, Style: styleHead})
	}
	s.Rows = append(s.Rows, book.Row{Height: 28, Fixed: true, Cells: heads})
	for _, section := range t.Sections {
		for _, item := range section.Items {
			s.Rows = append(s.Rows, f.item(section, item))
		}
	}
	last := len(s.Rows)
	s.FilterFrom = book.Range{FromColumn: 1, FromRow: headRow, ToColumn: columnCount, ToRow: last}
	s.Rules = rules(last)
	return s
}

func (f form) item(section app.Section, item app.Item) book.Row {
	var materials []string
	for _, m := range item.Materials {
		materials = append(materials, m.Name)
	}
	cells := make([]book.Cell, columnCount)
	cells[colCode] = book.Cell{Text: item.Code, Style: styleCode}
	cells[colSection] = book.Cell{Text: section.Name, Style: styleText}
	cells[colCheck] = book.Cell{Text: item.Check, Style: styleText}
	cells[colMaterials] = book.Cell{Text: strings.Join(materials, "、"), Style: styleText}
	cells[colConclusion].Style, cells[colOn].Style = styleChoice, styleDate
	for _, c := range []int{colNote, colProblem, colMeasures, colPerson} {
		cells[c].Style = styleInput
	}
	if said, ok := f.d.Answers[item.Code].Self(); ok && f.o.Filled {
		cells[colConclusion].Text = conclusionWords[said.Conclusion]
		cells[colNote].Text, cells[colProblem].Text, cells[colMeasures].Text, cells[colPerson].Text = said.Note, said.Problem, said.Measures, said.Person
		if !said.On.IsZero() {
			cells[colOn].Date = time.Date(said.On.Year, time.Month(said.On.Month), said.On.Day, 0, 0, 0, 0, time.UTC)
		}
	}
	height := 34.0
	for i, c := range cells {
		height = max(height, high(c.Text, columns[i].width, 11)+6)
	}
	return book.Row{Height: min(height, 400), Cells: cells}
}

// rules say what may be entered from the first item to the last row.
func rules(last int) []book.Rule {
	at := func(from, to int) book.Range {
		return book.Range{FromColumn: from + 1, FromRow: headRow + 1, ToColumn: to + 1, ToRow: last}
	}
	var choice []string
	for _, c := range app.SelfConclusions {
		choice = append(choice, conclusionWords[c])
	}
	return []book.Rule{
		{Cells: at(colConclusion, colConclusion), List: choice, Title: "自查结论", Prompt: "请从下拉列表中选择。", Refusal: "请选择：未发现问题、发现问题、不适用。"},
		{Cells: at(colNote, colMeasures), Longest: longestText, Title: "字数", Refusal: "请不要超过2000个字；内容较多的，可写入自查报告。"},
		{Cells: at(colPerson, colPerson), Longest: longestName, Title: "责任人", Refusal: "请不要超过50个字。"},
		{Cells: at(colOn, colOn), Dates: true, Title: "整改日期", Prompt: "请按2026-03-15的样式填写。", Refusal: "请按2026-03-15的样式填写日期。"},
	}
}

// high gives how many points a text needs in a column of a width in characters, set in a size in points: a Han character
// is as wide as two figures.
func high(text string, width, size float64) float64 {
	lines := 0
	room := (width - 1) * 11 / size
	for _, line := range strings.Split(text, "\n") {
		lines++
		at := 0.0
		for _, r := range line {
			w := 1.0
			if r > 0x2000 {
				w = 2
			}
			if at+w > room {
				lines++
				at = 0
			}
			at += w
		}
	}
	return float64(lines) * size * 1.35
}
