package xlsx

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// The columns of the sheet of a checklist, from 0.
const (
	listCode = iota
	listCheck
	listCheckEn
	listMaterials
	listMethods
	listProblems
	listBases
	listApplies
	listDrop
	listColumns
)

// listHeads are the heads as they are written, the other words by which a column is known, its width and the field of an
// item that it holds.
var listHeads = [listColumns]struct {
	name  string
	also  []string
	width float64
	field string
}{
	{"编号", []string{"检查项编号", "code"}, 12, "code"},
	{"检查内容", []string{"检查内容（部分名称）", "检查项", "check"}, 44, "check"},
	{"检查内容（英文）", []string{"英文", "checken"}, 40, "checkEn"},
	{"查阅材料", []string{"材料", "materials"}, 26, "materials"},
	{"检查方法", []string{"方法", "methods"}, 14, "methods"},
	{"典型问题", []string{"常见问题", "问题", "problems"}, 24, "problems"},
	{"依据", []string{"检查依据", "bases"}, 40, "bases"},
	{"适用单位", []string{"适用", "appliesto"}, 12, "appliesTo"},
	{"删除", []string{"drop"}, 8, ""},
}

// The names of its sheets and the words that stand in cells.
const (
	listSheet = "检查项"
	listCover = "说明"
	allUnits  = "全部"
	dropWord  = "是"
)

var (
	listMethodWords = map[app.Method]string{app.MethodReport: "听取汇报", app.MethodTalk: "座谈访谈", app.MethodDocuments: "查阅资料",
		app.MethodSite: "现场察看", app.MethodSurvey: "专项调查", app.MethodOther: "其他"}
	listKindWords = map[app.MaterialKind]string{app.Ledger: "台账", app.DeskRecord: "内业", app.OtherPapers: "资料"}
	listUnitWords = map[app.UnitKind]string{app.County: "县区", app.Organ: "机关", app.Institution: "事业单位", app.Township: "乡镇街道", app.Enterprise: "国有企业"}
	listMarkWords = map[app.Mark]string{app.Verified: "已核对", app.Unverified: "待核对"}
)

// WriteChecklist writes a checklist as a workbook that is edited in any sheet program and taken in again by
// ReadChecklist. laws is the list of laws: rules are written by their names. The same checklist gives the same bytes.
func WriteChecklist(w io.Writer, t app.Template, laws []app.Law) error {
	names := lawNames(laws)
	s := &book.Sheet{Name: listSheet, Landscape: true, Frozen: 1, Titles: 1, Footer: "第 &P 页，共 &N 页"}
	var heads []book.Cell
	for _, c := range listHeads {
		s.Widths = append(s.Widths, c.width)
		heads = append(heads, book.Cell{Text: c.name, Style: styleHead})
	}
	s.Rows = append(s.Rows, book.Row{Height: 28, Fixed: true, Cells: heads})
	for _, section := range t.Sections {
		s.Rows = append(s.Rows, listRow(section.Code, section.Name, section.NameEn, nil, true))
		for _, i := range section.Items {
			s.Rows = append(s.Rows, listRow(i.Code, i.Check, i.CheckEn, []string{listMaterialsText(i), listMethodsText(i), strings.Join(i.Problems, "\n"),
				listBasesText(i, names), listUnitsText(i)}, false))
		}
	}
	last := len(s.Rows) + 200 // room for what is added
	s.Rules = []book.Rule{
		{Cells: book.Range{FromColumn: listCheck + 1, FromRow: 2, ToColumn: listCheck + 1, ToRow: last}, Longest: app.ListCheckLimit, Title: "字数", Refusal: fmt.Sprintf("检查内容请不要超过%d个字。", app.ListCheckLimit)},
		{Cells: book.Range{FromColumn: listDrop + 1, FromRow: 2, ToColumn: listDrop + 1, ToRow: last}, List: []string{dropWord}, Title: "删除", Prompt: "要删除的检查项或者部分选“是”。", Refusal: "要删除的选“是”，否则留空。"},
	}
	b := &book.Book{Title: t.Title, Subject: t.Version, Custom: map[string]string{"format": "lianshen-checklist", "strand": string(t.Strand), "version": t.Version}, Sheets: []*book.Sheet{s, listCoverSheet(t)}}
	if m := t.MadeOn; !m.IsZero() {
		b.Made = time.Date(m.Year, time.Month(m.Month), m.Day, 0, 0, 0, 0, time.UTC)
	}
	return book.Write(w, b)
}

func listRow(code, check, checkEn string, rest []string, section bool) book.Row {
	text := styleText
	if section {
		text.Font, text.Fill = faceHead, fillHead
	}
	text.Format = book.FormatText
	cells := []book.Cell{{Text: code, Style: text}, {Text: check, Style: text}, {Text: checkEn, Style: text}}
	for i := range listColumns - 3 {
		c := book.Cell{Style: text}
		if i < len(rest) {
			c.Text = rest[i]
		}
		cells = append(cells, c)
	}
	height := 18.0
	for i, c := range cells {
		height = max(height, high(c.Text, listHeads[i].width, 11)+6)
	}
	return book.Row{Height: min(height, 400), Cells: cells}
}

// listCoverSheet says what the checklist is and how the sheet is filled in.
func listCoverSheet(t app.Template) *book.Sheet {
	s := &book.Sheet{Name: listCover, Widths: []float64{18, 90}}
	for _, p := range [][2]string{{"检查表名称", t.Title}, {"英文名称", t.TitleEn}, {"责任", string(t.Strand.Code())}, {"版本", t.Version}, {"依据版本", t.BasedOn}} {
		s.Rows = append(s.Rows, book.Row{Cells: []book.Cell{{Text: p[0], Style: styleLabel}, {Text: p[1], Style: styleFill}}})
	}
	s.Rows = append(s.Rows, book.Row{})
	for _, line := range []string{
		"一行是一个部分或者一个检查项。部分的编号如“XR-1”，检查项的编号以部分的编号开头，如“XR-1-01”。部分的名称写在“检查内容”列。",
		"上下移动整行可以调整顺序；增加检查项请插入新行，并使用没有用过的编号。",
		"要删除的，请在“删除”列选“是”。没有列入表中的检查项保持不变，不会因此删除。",
		"查阅材料每行一份，写明类别，如“台账：干部任免台账”。类别为台账、内业、资料。",
		"检查方法为听取汇报、座谈访谈、查阅资料、现场察看、专项调查、其他，用顿号隔开。",
		"典型问题每行一个。",
		"依据每行一条，如“《中华人民共和国公务员法》第四十八条（已核对）”；没有核对原文的写“（待核对）”。法规须在法规库中。",
		"适用单位为县区、机关、事业单位、乡镇街道、国有企业，用顿号隔开；适用于全部单位的写“全部”。",
		"请不要合并单元格，不要写公式。填好后保存为.xlsx格式。",
	} {
		s.Rows = append(s.Rows, book.Row{Height: high(line, 106, 12) + 4, Cells: []book.Cell{{Text: line, Style: stylePara}}})
		n := len(s.Rows)
		s.Merged = append(s.Merged, book.Range{FromColumn: 1, FromRow: n, ToColumn: 2, ToRow: n})
	}
	return s
}

func listMaterialsText(i app.Item) string {
	var lines []string
	for _, m := range i.Materials {
		lines = append(lines, listKindWords[m.Kind]+"："+m.Name)
	}
	return strings.Join(lines, "\n")
}

func listMethodsText(i app.Item) string {
	var out []string
	for _, m := range i.Methods {
		out = append(out, listMethodWords[m])
	}
	return strings.Join(out, "、")
}

func listUnitsText(i app.Item) string {
	if len(i.AppliesTo) == 0 {
		return allUnits
	}
	var out []string
	for _, k := range i.AppliesTo {
		out = append(out, listUnitWords[k])
	}
	return strings.Join(out, "、")
}

// listBasesText writes a rule a line: 《name》article（mark：note）; {code} where no single law has the name.
func listBasesText(i app.Item, names map[string]string) string {
	var lines []string
	for _, b := range i.Bases {
		line := "{" + b.Law + "}"
		for name, code := range names {
			if code == b.Law {
				line = app.BookTitle(name)
			}
		}
		line += b.Article
		mark := listMarkWords[app.Unverified]
		if b.Mark == app.Verified {
			mark = listMarkWords[app.Verified]
		}
		if b.Note != "" {
			mark += "：" + strings.ReplaceAll(b.Note, "\n", " ")
		}
		lines = append(lines, line+"（"+mark+"）")
	}
	return strings.Join(lines, "\n")
}

// lawNames gives the codes of laws by full names that one law alone has.
func lawNames(laws []app.Law) map[string]string {
	out, twice := map[string]string{}, map[string]bool{}
	for _, l := range laws {
		if _, there := out[l.Name]; there || strings.ContainsAny(l.Name, "\n") {
			twice[l.Name] = true
		}
		out[l.Name] = l.Code
	}
	for name := range twice {
		delete(out, name)
	}
	return out
}

// listColumn knows a column by its head, or gives -1.
func listColumn(head string) int {
	word := fold(head)
	for i, c := range listHeads {
		if word == fold(c.name) || slices.ContainsFunc(c.also, func(a string) bool { return word == fold(a) }) {
			return i
		}
	}
	return -1
}
