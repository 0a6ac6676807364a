package forms

import (
	"fmt"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
)

// ofStrand says whether items of a list belong to the strand that is printed; what belongs to none belongs to all.
func (f *form) ofStrand(strands ...app.Strand) bool {
	if f.o.Strand == "" || len(strands) == 0 {
		return true
	}
	for _, s := range strands {
		if s == "" || s == f.o.Strand {
			return true
		}
	}
	return false
}

// strandsOf are the strands of items and findings.
func (f *form) strandsOf(items, findings app.Set) []app.Strand {
	var out []app.Strand
	for _, code := range items.Sorted() {
		out = append(out, app.StrandOfItem(code))
	}
	for _, id := range findings.Sorted() {
		if n, ok := f.d.Finding(app.ID(id)); ok {
			out = append(out, n.Strand)
		}
	}
	return out
}

// findingNumbers are the numbers of findings as the forms say them: 审计3、审计5.
func (f *form) findingNumbers(ids app.Set) string {
	var out []string
	for _, n := range f.d.Findings {
		if ids.Has(string(n.ID)) {
			out = append(out, verbOf(n.Strand)+strconv.Itoa(n.Number))
		}
	}
	return strings.Join(out, "、")
}

func joined(s app.Set) string { return strings.Join(s.Sorted(), "、") }

// evidence is 证据目录: every piece with its number, what it proves and where it is kept. What was withdrawn or replaced
// stays listed with the reason, because numbers are never given again.
func (f *form) evidence() error {
	f.doc.Landscape = true
	f.head("被检单位", f.d.Unit.Name, "工作组", f.d.Group.Name)
	t := document.Table{Columns: []document.Column{{Head: "证据编号", Width: 1, Align: document.AlignCentre}, {Head: "证据名称", Width: 4}, {Head: "种类", Width: 1, Align: document.AlignCentre},
		{Head: "取得方法", Width: 1.4, Align: document.AlignCentre}, {Head: "对应检查项", Width: 1.7}, {Head: "对应问题", Width: 1.4}, {Head: "提供者、地点", Width: 2},
		{Head: "取证日期", Width: 1.9, Align: document.AlignCentre}, {Head: "取证人", Width: 1.5}, {Head: "页数", Width: 0.7, Align: document.AlignRight}, {Head: "存放和校验", Width: 2}}}
	replaced := map[app.ID]int{}
	for _, n := range f.d.Evidence {
		if n.Replaces != "" {
			replaced[n.Replaces] = n.Number
		}
	}
	for _, n := range f.d.Evidence {
		if f.o.Blank || !f.ofStrand(f.strandsOf(n.Items, n.Findings)...) {
			continue
		}
		record := fmt.Sprintf("证据%d", n.Number)
		kept := "纸质"
		if n.FileHash != "" {
			kept = "电子件 " + n.FileHash[:min(8, len(n.FileHash))]
		}
		title := n.Title
		if by := replaced[n.ID]; by > 0 {
			title += fmt.Sprintf("（已由证据%d替代）", by)
		}
		if n.Withdrawn != "" {
			title += "（作废：" + n.Withdrawn + "）"
		}
		if of := f.scanOf(n.Of); of != "" {
			title += "（" + of + "签字件）"
		}
		place := strings.Join(nonempty(n.Source, n.Place), "，")
		if n.TakenAt != "" {
			place = strings.Join(nonempty(place, "摄于"+n.TakenAt), "，")
		}
		t.Rows = append(t.Rows, row(again(document.Cell{Text: strconv.Itoa(n.Number)}), about(title, record, "名称"), document.Cell{Text: evidenceKinds[n.Kind]}, document.Cell{Text: methods[n.Method]},
			document.Cell{Text: joined(n.Items)}, document.Cell{Text: f.findingNumbers(n.Findings)}, about(place, record, "提供者"), document.Cell{Text: n.CollectedOn.Chinese()},
			about(n.CollectedBy, record, "取证人"), document.Cell{Text: number(n.Pages)}, document.Cell{Text: kept}))
	}
	listed := len(t.Rows)
	emptyRows(&t, f.blankRows(8), 10, false)
	none(&t)
	f.add(t)
	if !f.o.Blank {
		f.add(document.Paragraph{Style: document.Small, Sentences: document.Plain(fmt.Sprintf("共%d件。“校验”为电子件SHA-256校验值的前8位，完整校验值存于工作区。", listed))})
	}
	f.add(f.signs("编制人", "复核人"))
	return nil
}

// scanOf names the record whose signed scan a piece of evidence is.
func (f *form) scanOf(id app.ID) string {
	if n, ok := find(f.d.Sheets, id); ok {
		return "取证单" + n.Index
	}
	if n, ok := find(f.d.Papers, id); ok {
		return "底稿" + n.Index
	}
	if n, ok := find(f.d.Talks, id); ok {
		return "谈话记录" + n.Number
	}
	if n, ok := find(f.d.Visits, id); ok {
		return "现场察看记录" + number(n.Number)
	}
	if n, ok := find(f.d.Stocktakes, id); ok {
		return "盘点表" + number(n.Number)
	}
	return ""
}

// nonempty leaves out what is empty.
func nonempty(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

// Words of codes, as the forms say them.
var (
	evidenceKinds = map[string]string{"document": "书证", "talk": "谈话", "report": "汇报", "site": "察看", "survey": "调查", "sheet": "取证单", "photo": "照片"}
	methods       = map[app.Method]string{app.MethodReport: "听取汇报", app.MethodTalk: "座谈访谈", app.MethodDocuments: "查阅资料", app.MethodSite: "现场察看", app.MethodSurvey: "专项调查", app.MethodOther: "其他"}
)
