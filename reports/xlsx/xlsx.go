// Package xlsx makes the sheet files that pass between the review and the unit, which never touches the program: it fills
// them in with Excel, WPS or LibreOffice and hands them back.
//
// # The self-check workbook, format 1
//
// A cover, a sheet for each of the three checklists with every item of the versions that the case is pinned to, and a
// hidden sheet that says what file this is. The sheets are protected without a password: that keeps hands from slipping
// and keeps nobody out. Only what the unit fills in is unlocked.
//
// The hidden sheet (name [markSheet]) has names in column A and values in column B:
//
//	format      lianshen-selfcheck
//	version     1, the version of this format
//	readable    1, the lowest version of the format whose readers understand the file
//	round, case IDs
//	number      of the case, for people
//	unit        its name, for people
//	template.review, template.verification, template.audit
//	            the checklists, as ID/version
//	items       how many there are
//	made        the day it was written
//	code        the check code that the cover shows
//
// The check code is the first 60 bits of SHA-256 over "lianshen-selfcheck 1", round, case, the three checklists and the
// code and words of every item, each on a line, in base32 groups of four. It tells a reader that the file still speaks of
// the very items that the case has, and a person that paper and file belong together. It is no signature: what comes
// back is what a unit says of itself.
//
// On the sheets the reader goes by the words of the heads and by the codes of the items, not by places: rows may be
// sorted, columns moved or added, sheets renamed. Names that it does not know in the hidden sheet are passed over.
package xlsx

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"io"
	"strings"

	"lianshen/app"
)

// Format names the self-check workbook, Version is its format here, oldest the lowest that is still read.
const (
	Format  = "lianshen-selfcheck"
	Version = 1
	oldest  = 1
)

// Names of the sheets.
const (
	coverSheet = "封面"
	markSheet  = "联审标识"
)

var sheetNames = map[app.Strand]string{app.Review: "选人用人", app.Verification: "机构编制", app.Audit: "经济责任"}

// SheetName gives the name under which a checklist stands in the workbook.
func SheetName(s app.Strand) string { return sheetNames[s] }

// mark says what file a workbook is.
type mark struct {
	version  int
	readable int
	round    app.ID
	caseID   app.ID
	number   string
	unit     string
	lists    map[app.Strand]string // ID/version
	items    int
	made     string
	code     string
}

// markOf gives the mark of a case's workbook.
func markOf(d app.Dossier, made app.Date) mark {
	m := mark{version: Version, readable: oldest, round: d.Round.ID, caseID: d.Case.ID, number: d.Case.Number, unit: d.Unit.Name,
		lists: map[app.Strand]string{}, made: made.String()}
	h := sha256.New()
	line := func(parts ...string) { fmt.Fprintln(h, strings.Join(parts, "\t")) }
	line(Format, "1")
	line(string(d.Round.ID))
	line(string(d.Case.ID))
	for _, s := range app.Strands {
		t := d.Templates[s]
		m.lists[s] = string(t.ID) + "/" + t.Version
		line(string(s), m.lists[s])
		for _, section := range t.Sections {
			for _, item := range section.Items {
				line(item.Code, item.Check)
				m.items++
			}
		}
	}
	text := base32.StdEncoding.EncodeToString(h.Sum(nil)[:10])
	m.code = text[:4] + "-" + text[4:8] + "-" + text[8:12]
	return m
}

// rows gives the mark as it stands in the hidden sheet.
func (m mark) rows() [][2]string {
	out := [][2]string{{"format", Format}, {"version", fmt.Sprint(m.version)}, {"readable", fmt.Sprint(m.readable)},
		{"round", string(m.round)}, {"case", string(m.caseID)}, {"number", m.number}, {"unit", m.unit}}
	for _, s := range app.Strands {
		out = append(out, [2]string{"template." + string(s), m.lists[s]})
	}
	return append(out, [2]string{"items", fmt.Sprint(m.items)}, [2]string{"made", m.made}, [2]string{"code", m.code})
}

// column is one column of the sheets of checklists.
type column struct {
	name  string // the word in the head
	also  []string
	width float64
}

// The columns, in their order. The reader knows them by their words, also in English.
const (
	colCode = iota
	colSection
	colCheck
	colMaterials
	colConclusion
	colNote
	colProblem
	colMeasures
	colPerson
	colOn
	columnCount
)

var columns = [columnCount]column{
	colCode:       {"编号", []string{"code", "item", "检查项编号"}, 10},
	colSection:    {"部分", []string{"section"}, 14},
	colCheck:      {"检查事项", []string{"whattocheck", "check"}, 30},
	colMaterials:  {"需准备的资料", []string{"materials", "materialstoprepare", "资料"}, 22},
	colConclusion: {"自查结论", []string{"selfconclusion", "conclusion", "self-conclusion", "结论"}, 13},
	colNote:       {"情况说明", []string{"explanation", "note", "说明"}, 24},
	colProblem:    {"发现的问题", []string{"problemfound", "problem", "问题"}, 24},
	colMeasures:   {"整改措施", []string{"measures", "自行整改情况", "整改情况"}, 24},
	colPerson:     {"责任人", []string{"personresponsible", "person", "responsible"}, 10},
	colOn:         {"整改日期", []string{"date", "日期", "完成日期"}, 13},
}

// conclusionWords are what stands in the list to choose from, and what people type instead.
var conclusionWords = map[app.Conclusion]string{app.NoProblem: "未发现问题", app.Problem: "发现问题", app.NotApplicable: "不适用"}

var conclusionSynonyms = map[string]app.Conclusion{
	"未发现问题": app.NoProblem, "未发现": app.NoProblem, "没有发现问题": app.NoProblem, "没发现问题": app.NoProblem, "无问题": app.NoProblem,
	"没有问题": app.NoProblem, "没问题": app.NoProblem, "noproblemfound": app.NoProblem, "noproblem": app.NoProblem, "noproblems": app.NoProblem,
	"noproblemsfound": app.NoProblem, "ok": app.NoProblem,
	"发现问题": app.Problem, "有问题": app.Problem, "存在问题": app.Problem, "problemfound": app.Problem, "problem": app.Problem,
	"problems": app.Problem, "problemsfound": app.Problem,
	"不适用": app.NotApplicable, "不涉及": app.NotApplicable, "notapplicable": app.NotApplicable, "na": app.NotApplicable, "n/a": app.NotApplicable,
}

// FileName is the name under which the workbook of a case is handed out: 三责联审自检表_LS2026-001_青禾县.xlsx.
func FileName(d app.Dossier) string {
	unit := d.Unit.ShortName
	if unit == "" {
		unit = d.Unit.Name
	}
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r <= ' ' || r == 0x7F {
			return '_'
		}
		return r
	}, "三责联审自检表_"+d.Case.Number+"_"+unit)
	if runes := []rune(name); len(runes) > 36 {
		name = string(runes[:36]) // 36 Chinese characters and the ending are 113 bytes: what every stick bears
	}
	return strings.TrimRight(name, ". ") + ".xlsx"
}

// Options say how a workbook is written.
type Options struct {
	Made app.Date // the day that stands in it
	// Filled puts in what the unit said before, for one that is sent back for completion.
	Filled bool
}

// Made tells about a workbook that was written.
type Made struct {
	Items int
	Code  string // the check code on the cover
}

// Write writes the self-check workbook of a case, the same bytes for the same case and options. It refuses a case of
// which a checklist is not here ("selfcheck.nochecklist").
func Write(w io.Writer, d app.Dossier, o Options) (Made, error) {
	for _, s := range app.Strands {
		if d.Templates[s].Count() == 0 {
			return Made{}, app.Refuse("selfcheck.nochecklist", "strand", s)
		}
	}
	f := form{d: d, o: o, mark: markOf(d, o.Made)}
	if err := f.write(w); err != nil {
		return Made{}, fmt.Errorf("write the self-check workbook of %s: %w", d.Case.Number, err)
	}
	return Made{f.mark.items, f.mark.code}, nil
}
