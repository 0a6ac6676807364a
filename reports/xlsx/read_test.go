package xlsx

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// What people do to a sheet in Excel, row 4 being XR-1-01, and what is made of it.
func TestReaderTakesWhatPeopleDo(t *testing.T) {
	d := county(t)
	blank := workbook(t, d, false)
	on := app.MustDate("2026-03-15")
	one := func(change func(*app.SelfAnswer)) []app.SelfAnswer {
		a := app.SelfAnswer{Item: "XR-1-01", Conclusion: app.NoProblem}
		change(&a)
		return []app.SelfAnswer{a}
	}
	same := func(*app.SelfAnswer) {}
	type setter = func(sheet, cell string, v any)
	for _, c := range []struct {
		name   string
		do     func(f *excelize.File, set setter)
		want   []app.SelfAnswer
		faults []string // "cell code"
		hints  []string
	}{
		{"chosen", func(_ *excelize.File, set setter) { set("选人用人", "E4", "未发现问题") }, one(same), nil, nil},
		{"typed with blanks and a full stop", func(_ *excelize.File, set setter) { set("选人用人", "E4", "　没有问题 。") }, one(same), nil, nil},
		{"typed in English", func(_ *excelize.File, set setter) { set("选人用人", "E4", "No problem found") }, one(same), nil, nil},
		{"typed full width", func(_ *excelize.File, set setter) { set("选人用人", "E4", "ＯＫ") }, one(same), nil, nil},
		{"not applicable in English", func(_ *excelize.File, set setter) { set("选人用人", "E4", "N/A"); set("选人用人", "F4", "无") },
			one(func(a *app.SelfAnswer) { a.Conclusion, a.Note = app.NotApplicable, "无" }), nil, nil},
		{"a date as a date", func(f *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			set("选人用人", "J4", time.Date(2026, 3, 15, 9, 30, 0, 0, time.UTC))
		},
			one(func(a *app.SelfAnswer) { a.On = on }), nil, nil},
		{"a date as its number", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			set("选人用人", "J4", 46096)
		},
			one(func(a *app.SelfAnswer) { a.On = on }), nil, nil},
		{"a date as figures", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			set("选人用人", "J4", 20260315)
		},
			one(func(a *app.SelfAnswer) { a.On = on }), nil, nil},
		{"a date as Chinese text", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			set("选人用人", "J4", " ２０２６年３月１５日 ")
		},
			one(func(a *app.SelfAnswer) { a.On = on }), nil, nil},
		{"a date with points", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			set("选人用人", "J4", "2026.3.15")
		},
			one(func(a *app.SelfAnswer) { a.On = on }), nil, nil},
		{"a month for a date", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			set("选人用人", "J4", "2026年6月底")
		},
			nil, []string{"J4 selfcheck.row.date"}, nil},
		{"a day that does not exist", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			set("选人用人", "J4", "2026-02-30")
		},
			nil, []string{"J4 selfcheck.row.date"}, nil},
		{"no conclusion", func(_ *excelize.File, set setter) { set("选人用人", "F4", "都好") }, nil, []string{"E4 selfcheck.row.noconclusion"}, nil},
		{"another conclusion", func(_ *excelize.File, set setter) { set("选人用人", "E4", "基本符合") }, nil, []string{"E4 selfcheck.row.conclusion"}, nil},
		{"not checked", func(_ *excelize.File, set setter) { set("选人用人", "E4", "未检查") }, nil, []string{"E4 selfcheck.row.conclusion"}, nil},
		{"not applicable without a reason", func(_ *excelize.File, set setter) { set("选人用人", "E4", "不适用") }, nil, []string{"F4 selfcheck.row.reason"}, nil},
		{"a problem without its words", func(_ *excelize.File, set setter) { set("选人用人", "E4", "有问题") },
			one(func(a *app.SelfAnswer) { a.Conclusion = app.Problem }), nil, []string{"G4 selfcheck.row.problem"}},
		{"no problem, with one", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "未发现问题")
			set("选人用人", "G4", "超编")
		},
			one(func(a *app.SelfAnswer) { a.Problem = "超编" }), nil, []string{"G4 selfcheck.row.contradicts"}},
		{"two mistakes in a row", func(_ *excelize.File, set setter) { set("选人用人", "E4", "?"); set("选人用人", "J4", "?") },
			nil, []string{"E4 selfcheck.row.conclusion", "J4 selfcheck.row.date"}, nil},
		{"text that nobody sees", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "未发现问题")
			set("选人用人", "F4", " a\u202eb\u200b\r\nc　")
		},
			one(func(a *app.SelfAnswer) { a.Note = "ab\nc" }), nil, nil},
		{"a number for a text", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "未发现问题")
			set("选人用人", "F4", 12.5)
		},
			one(func(a *app.SelfAnswer) { a.Note = "12.5" }), nil, nil},
		{"a text beyond measure", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "未发现问题")
			set("选人用人", "F4", strings.Repeat("长", 10_001))
		},
			nil, []string{"F4 selfcheck.cell.long"}, nil},
		{"a code nobody knows", func(_ *excelize.File, set setter) {
			set("选人用人", "A4", "XR-9-99")
			set("选人用人", "E4", "未发现问题")
		},
			nil, []string{"A4 selfcheck.row.unknown"}, nil},
		{"a code nobody knows in an empty row", func(_ *excelize.File, set setter) { set("选人用人", "A4", "XR-9-99") },
			nil, []string{"A4 selfcheck.row.unknown"}, nil},
		{"no code", func(_ *excelize.File, set setter) {
			set("选人用人", "A4", "")
			set("选人用人", "E4", "未发现问题")
		}, nil, []string{"A4 selfcheck.row.nocode"}, nil},
		{"a code in another width, case and dash", func(_ *excelize.File, set setter) {
			set("选人用人", "A4", " ｘｒ—１–01 ")
			set("选人用人", "E4", "未发现问题")
		}, one(same), nil, nil},
		{"an item twice, the same", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "未发现问题")
			set("选人用人", "A90", "XR-1-01")
			set("选人用人", "E90", "没问题")
		}, one(same), nil, []string{"A90 selfcheck.row.same"}},
		{"an item twice, empty above", func(_ *excelize.File, set setter) {
			set("选人用人", "A90", "XR-1-01")
			set("选人用人", "E90", "没问题")
		}, one(same), nil, nil},
		{"an item twice, otherwise", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "未发现问题")
			set("选人用人", "A90", "XR-1-01")
			set("选人用人", "E90", "发现问题")
			set("选人用人", "G90", "超编")
		}, nil, []string{"A90 selfcheck.row.twice", "A4 selfcheck.row.twice"}, nil},
		{"an item on the sheet of another checklist", func(_ *excelize.File, set setter) {
			set("机构编制", "A90", "XR-1-01")
			set("机构编制", "E90", "没问题")
		}, one(same), nil, nil},
		{"notes below the list", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			set("选人用人", "B90", "合计")
		}, one(same), nil, nil},
		{"the name of a section between", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			set("选人用人", "A90", "XR-1")
		}, one(same), nil, nil},
		{"the heads once more", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			set("选人用人", "A90", "编号")
			set("选人用人", "E90", "自查结论")
		}, one(same), nil, nil},
		{"a column of one's own", func(_ *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			set("选人用人", "K3", "备注")
			set("选人用人", "K4", "另附材料")
		}, one(same), nil, []string{"K3 selfcheck.column"}},
		{"rows moved down and a column put before", func(f *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			set("选人用人", "F4", "好")
			for _, err := range []error{f.InsertRows("选人用人", 1, 5), f.InsertCols("选人用人", "A", 2)} {
				if err != nil {
					t.Fatal(err)
				}
			}
		}, one(func(a *app.SelfAnswer) { a.Note = "好" }), nil, nil},
		{"sheets renamed", func(f *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			if err := f.SetSheetName("选人用人", "Sheet1"); err != nil {
				t.Fatal(err)
			}
		}, one(same), nil, nil},
		{"a sheet of one's own", func(f *excelize.File, set setter) {
			set("选人用人", "E4", "无问题")
			if _, err := f.NewSheet("附表"); err != nil {
				t.Fatal(err)
			}
			set("附表", "A1", "另有说明")
		}, one(same), nil, []string{" selfcheck.sheet"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := outcome(t, fill(t, blank, c.do), d)
			if !slices.Equal(o.Answers, c.want) {
				t.Errorf("taken %+v, not %+v", o.Answers, c.want)
			}
			if got := cells(o.Faults); !slices.Equal(got, c.faults) {
				t.Errorf("faults %v, not %v", got, c.faults)
			}
			if got := cells(o.Hints); !slices.Equal(got, c.hints) {
				t.Errorf("hints %v, not %v", got, c.hints)
			}
		})
	}
}

func cells(list []Remark) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.Cell+" "+r.Err.Code)
	}
	return out
}

func TestItemsThatStandInNoRowAreNamed(t *testing.T) {
	d := county(t)
	o := outcome(t, fill(t, workbook(t, d, true), func(f *excelize.File, set func(string, string, any)) {
		for _, err := range []error{f.RemoveRow("选人用人", 4), f.DeleteSheet("经济责任")} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}), d)
	if len(o.Missing) != 41 || o.Missing[0] != "XR-1-01" || o.Missing[1] != "JJ-1-01" || o.Read != 63 || o.Taken != 2 {
		t.Errorf("read %d, taken %d, missing %v", o.Read, o.Taken, o.Missing)
	}
}

func TestRowsMayBeSorted(t *testing.T) {
	d := county(t)
	straight := outcome(t, workbook(t, d, true), d)
	c := content(t, workbook(t, d, true))
	sorted := &book.Book{}
	for _, s := range c.Sheets {
		sheet := &book.Sheet{Name: s.Name, Hidden: s.Hidden}
		lines := slices.Clone(s.Lines)
		if !s.Hidden && s.Name != coverSheet {
			slices.Reverse(lines[3:])
		}
		for _, l := range lines {
			row := book.Row{Cells: make([]book.Cell, 12)}
			for _, v := range l.Cells {
				row.Cells[v.Column-1].Text = plain(v)
			}
			sheet.Rows = append(sheet.Rows, row)
		}
		sorted.Sheets = append(sorted.Sheets, sheet)
	}
	var out bytes.Buffer
	if err := book.Write(&out, sorted); err != nil {
		t.Fatal(err)
	}
	if o := outcome(t, out.Bytes(), d); !reflect.DeepEqual(o, straight) {
		t.Errorf("sorted %+v, straight %+v", o, straight)
	}
}

func TestFilesThatAreNotOursAreRefusedEachByItsSentence(t *testing.T) {
	d := county(t)
	good := workbook(t, d, true)
	marked := func(name, value string) []byte {
		return fill(t, good, func(f *excelize.File, set func(string, string, any)) {
			rows, err := f.GetRows(markSheet)
			if err != nil {
				t.Fatal(err)
			}
			for i, r := range rows {
				if r[0] == name {
					set(markSheet, book.Name(2, i+1), value)
				}
			}
		})
	}
	other := county(t)
	other.Case.ID, other.Case.Number = id(9), "LS2026-009"
	newer := county(t)
	list := newer.Templates[app.Audit]
	list.Sections = slices.Clone(list.Sections)
	list.Sections[0].Items = slices.Clone(list.Sections[0].Items)
	list.Sections[0].Items[0].Check = "改写的检查事项"
	newer.Templates = map[app.Strand]app.Template{app.Review: d.Templates[app.Review], app.Verification: d.Templates[app.Verification], app.Audit: list}
	var foreign bytes.Buffer
	if err := book.Write(&foreign, &book.Book{Sheets: []*book.Sheet{{Name: "Sheet1", Rows: []book.Row{{Cells: []book.Cell{{Text: "编号"}}}}}}}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, code string
		data       []byte
		d          app.Dossier
	}{
		{"another case's", "selfcheck.othercase", good, other},
		{"another checklist's", "selfcheck.version", good, newer},
		{"a sheet file of something else", "selfcheck.foreign", foreign.Bytes(), d},
		{"without its mark", "selfcheck.foreign", fill(t, good, func(f *excelize.File, _ func(string, string, any)) {
			if err := f.DeleteSheet(markSheet); err != nil {
				t.Fatal(err)
			}
		}), d},
		{"another mark", "selfcheck.foreign", marked("format", "lianshen-rectify"), d},
		{"a mark without a version", "selfcheck.mark", marked("version", "x"), d},
		{"a mark without a case", "selfcheck.mark", marked("case", "LS2026-001"), d},
		{"a changed check code", "selfcheck.version", marked("code", "AAAA-BBBB-CCCC"), d},
		{"another round", "selfcheck.version", marked("round", string(id(8))), d},
		{"of a newer program", "selfcheck.newer", marked("readable", "2"), d},
		{"of a format given up", "selfcheck.older", marked("version", "0"), d},
		{"cut off", "selfcheck.damaged", good[:len(good)-100], d},
		{"empty", "selfcheck.empty", nil, d},
		{"csv", "selfcheck.csv", []byte("编号,自查结论\nXR-1-01,未发现问题\n"), d},
		{"pdf", "selfcheck.nosheet", []byte("%PDF-1.7"), d},
	} {
		f, err := Read(bytes.NewReader(c.data), int64(len(c.data)))
		if err == nil {
			_, err = f.For(c.d)
		}
		if app.CodeOf(err) != c.code {
			t.Errorf("%s: %v, not %s", c.name, err, c.code)
		}
	}
	if _, err := Read(nil, 21<<20); app.CodeOf(err) != "selfcheck.large" {
		t.Errorf("21 MB: %v", err)
	}
	if f, err := Read(bytes.NewReader(marked("version", "2")), int64(len(marked("version", "2")))); err != nil || f.Case != d.Case.ID {
		t.Errorf("a later version that says we understand it: %v", err)
	}
}

func TestEveryRefusalOfAFileHasItsWords(t *testing.T) {
	for _, lang := range []string{"zh-Hans", "en"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "assets", "i18n", lang, "unitfiles.json"))
		if err != nil {
			t.Fatal(err)
		}
		words := map[string]string{}
		if err := json.Unmarshal(raw, &words); err != nil {
			t.Fatal(err)
		}
		for _, code := range unreadable {
			if words["error."+code] == "" || words["error."+code+".hint"] == "" {
				t.Errorf("%s: no words for %s", lang, code)
			}
		}
	}
}

func TestCaseWithoutAChecklistGivesNoWorkbook(t *testing.T) {
	d := county(t)
	delete(d.Templates, app.Verification)
	if _, err := Write(&bytes.Buffer{}, d, Options{}); app.CodeOf(err) != "selfcheck.nochecklist" {
		t.Error(err)
	}
}

func TestNamesOfFilesAreWhatSticksBear(t *testing.T) {
	d := county(t)
	if got := FileName(d); got != "三责联审自检表_LS2026-001_青禾县.xlsx" {
		t.Error(got)
	}
	d.Unit.ShortName = `a/b\c:d*e?"<>| .`
	if got := FileName(d); strings.ContainsAny(got, `/\:*?"<>| `) || strings.Contains(got, "..") {
		t.Error(got)
	}
	d.Unit.ShortName = strings.Repeat("很长的单位名称", 20)
	if got := FileName(d); len(got) > 120 || !strings.HasSuffix(got, ".xlsx") {
		t.Errorf("%d bytes: %s", len(got), got)
	}
}

// Whatever a file of ours is turned into, rows are counted and nothing that is given is outside of the rules.
func FuzzRead(f *testing.F) {
	d := county(f)
	f.Add(workbook(f, d, true))
	f.Add(workbook(f, d, false))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, err := Read(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			if !strings.HasPrefix(app.CodeOf(err), "selfcheck.") {
				t.Fatal(err)
			}
			return
		}
		o, err := w.For(d)
		if err != nil {
			return
		}
		sound(t, o)
	})
}

func sound(t *testing.T, o *Outcome) {
	t.Helper()
	if o.Read != o.Taken+o.Wrong+o.Empty || o.Taken != len(o.Answers) || o.Wrong > len(o.Faults) || o.Taken < 0 {
		t.Fatalf("counts %+v", o)
	}
	for _, a := range o.Answers {
		n := app.Answer{ID: app.AnswerID(id(3), a.Item), Case: id(3), Item: a.Item, SelfCheck: a.Conclusion, SelfNote: a.Note, SelfProblem: a.Problem,
			SelfMeasures: a.Measures, SelfPerson: a.Person, SelfOn: a.On}
		if err := app.CheckAlone(n); err != nil {
			t.Fatalf("%+v: %v", a, err)
		}
	}
}

// FuzzRow puts anything into the cells of rows.
func FuzzRow(f *testing.F) {
	d := county(f)
	var c *book.Content
	if data := workbook(f, d, false); true {
		c = content(f, data)
	}
	f.Add("XR-1-01", "未发现问题", "说明", "2026-03-15", 46096.5, true)
	f.Add("XR-1", "N/A", "", "20260315", -1.0, false)
	f.Fuzz(func(t *testing.T, code, conclusion, note, day string, number float64, dated bool) {
		line := func(row int) book.Line {
			return book.Line{Row: row, Cells: []book.Value{{Column: 1, Kind: book.Text, Text: code}, {Column: 5, Kind: book.Text, Text: conclusion},
				{Column: 6, Kind: book.Text, Text: note}, {Column: 8, Kind: book.Number, Text: day, Number: number, Dated: dated}, {Column: 10, Kind: book.Text, Text: day}}}
		}
		sheets := slices.Clone(c.Sheets)
		sheets[1].Lines = append(slices.Clone(sheets[1].Lines), line(90), line(91))
		w := &Filled{Case: d.Case.ID}
		var err error
		if w.mark, err = readMark(c); err != nil {
			t.Fatal(err)
		}
		for _, s := range sheets[1:4] {
			if read, ok := readSheet(s); ok {
				w.sheets = append(w.sheets, read)
			}
		}
		o, err := w.For(d)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, o)
	})
}
