package xlsx

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lianshen/app"
	"lianshen/assets"
	"lianshen/reports/xlsx/book"
)

var update = flag.Bool("update", false, "write the golden files anew")

func id(n int) app.ID { return app.ID(fmt.Sprintf("019c98a0-0000-7000-8000-%012x", n)) }

// county is a case with the shipped checklists.
func county(t testing.TB) app.Dossier {
	t.Helper()
	lists, err := assets.Checklists()
	if err != nil {
		t.Fatal(err)
	}
	templates := map[app.Strand]app.Template{}
	for _, l := range lists {
		raw, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		var one app.Template
		if err := json.Unmarshal(raw, &one); err != nil {
			t.Fatal(err)
		}
		one.ID = app.TemplateID(one.Strand, one.Version)
		templates[one.Strand] = one
	}
	if len(templates) != 3 || templates[app.Review].Count() != 33 {
		t.Fatalf("the shipped checklists are read wrongly: %d, %d items", len(templates), templates[app.Review].Count())
	}
	return app.Dossier{
		Round: app.Round{ID: id(1), Name: "2026年度“三责联审”", SelfCheckDue: app.MustDate("2026-03-31"),
			Office: app.Office{Name: "市委联审工作领导小组办公室", Phone: "0599-1234567", Address: "示例市人民路1号"}},
		Unit:       app.Unit{ID: id(2), Name: "示例市青禾县", ShortName: "青禾县", Kind: app.County},
		Case:       app.Case{ID: id(3), Round: id(1), Number: "LS2026-001", Unit: id(2)},
		Principals: []app.Principal{{ID: id(4), Name: "桑县长", Post: "县长"}},
		Templates:  templates,
		Answers: map[string]app.Answer{
			"XR-1-02": {Item: "XR-1-02", Conclusion: app.Problem, Note: "联审组自己的记录", SelfCheck: app.Problem, SelfNote: "第一行\n第二行", SelfProblem: "越权1次",
				SelfMeasures: "已补报", SelfPerson: "霍编办", SelfOn: app.MustDate("2026-03-15")},
			"BZ-1-01": {Item: "BZ-1-01", SelfCheck: app.NotApplicable, SelfNote: "没有"},
		},
	}
}

var made = app.MustDate("2026-03-02")

func workbook(t testing.TB, d app.Dossier, filled bool) []byte {
	t.Helper()
	var out bytes.Buffer
	m, err := Write(&out, d, Options{Made: made, Filled: filled})
	if err != nil {
		t.Fatal(err)
	}
	if m.Items != 104 || len(m.Code) != 14 {
		t.Errorf("made %+v", m)
	}
	return out.Bytes()
}

func content(t testing.TB, data []byte) *book.Content {
	t.Helper()
	c, err := book.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func outcome(t testing.TB, data []byte, d app.Dossier) *Outcome {
	t.Helper()
	f, err := Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	o, err := f.For(d)
	if err != nil {
		t.Fatal(err)
	}
	if o.Read != o.Taken+o.Wrong+o.Empty || o.Taken != len(o.Answers) {
		t.Errorf("%d rows are not %d + %d + %d, with %d answers", o.Read, o.Taken, o.Wrong, o.Empty, len(o.Answers))
	}
	return o
}

// What stands in the workbook, cell by cell.
func TestWorkbookReadsAsTheGoldenFileSays(t *testing.T) {
	var b strings.Builder
	for _, s := range content(t, workbook(t, county(t), false)).Sheets {
		fmt.Fprintf(&b, "== %s %v\n", s.Name, s.Hidden)
		for _, l := range s.Lines {
			for _, v := range l.Cells {
				fmt.Fprintf(&b, "%s %s\n", book.Name(v.Column, l.Row), v.Text)
			}
		}
	}
	path := filepath.Join("testdata", "workbook.txt")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the workbook says other things than %s; look at them and run with -update", path)
	}
}

func TestSameCaseGivesTheSameBytes(t *testing.T) {
	if !bytes.Equal(workbook(t, county(t), false), workbook(t, county(t), false)) {
		t.Error("the second workbook differs")
	}
}

func TestOnlyWhatTheUnitFillsInIsUnlocked(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(workbook(t, county(t), false)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unlocked := func(sheet, cell string) bool {
		n, err := f.GetCellStyle(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(n)
		if err != nil {
			t.Fatal(err)
		}
		return s.Protection != nil && !s.Protection.Locked
	}
	for _, sheet := range []string{"选人用人", "机构编制", "经济责任"} {
		p, err := f.GetSheetProtection(sheet)
		if err != nil || p.Password != "" || p.AlgorithmName != "" {
			t.Errorf("%s: protection %+v, %v", sheet, p, err)
		}
		for i, c := range "ABCDEFGHIJ" {
			if got := unlocked(sheet, string(c)+"4"); got != (i >= colConclusion) {
				t.Errorf("%s %c4: unlocked is %v", sheet, c, got)
			}
			if unlocked(sheet, string(c)+"3") {
				t.Errorf("%s %c3: a head can be changed", sheet, c)
			}
		}
		rules, err := f.GetDataValidations(sheet)
		if err != nil || len(rules) != 4 || rules[0].Formula1 != `"未发现问题,发现问题,不适用"` || !strings.HasPrefix(rules[0].Sqref, "E4:E") {
			t.Errorf("%s: rules %v, %v", sheet, rules, err)
		}
	}
}

// fill opens a workbook as the unit's program does, changes it and saves it.
func fill(t testing.TB, data []byte, change func(f *excelize.File, set func(sheet, cell string, v any))) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f, func(sheet, cell string, v any) {
		if err := f.SetCellValue(sheet, cell, v); err != nil {
			t.Fatal(err)
		}
	})
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAFilledWorkbookComesBackWhole(t *testing.T) {
	d := county(t)
	o := outcome(t, workbook(t, d, false), d)
	if o.Read != 104 || o.Empty != 104 || len(o.Missing)+len(o.Faults)+len(o.Hints) != 0 {
		t.Errorf("an empty workbook: %+v", o)
	}

	// As the program itself fills it in, and as another program does.
	want := []app.SelfAnswer{}
	for _, s := range app.Strands {
		for _, section := range d.Templates[s].Sections {
			for _, item := range section.Items {
				n := len(want)
				a := app.SelfAnswer{Item: item.Code, Conclusion: app.SelfConclusions[n%3], Note: fmt.Sprintf("说明%d\n<&>\"", n), Person: "某人", On: made.AddDays(n)}
				if a.Conclusion == app.Problem {
					a.Problem, a.Measures = "问题", "=1+1"
				}
				want = append(want, a)
			}
		}
	}
	own := d
	own.Answers = map[string]app.Answer{}
	for _, a := range want {
		own.Answers[a.Item] = app.Answer{Item: a.Item, SelfCheck: a.Conclusion, SelfNote: a.Note, SelfProblem: a.Problem, SelfMeasures: a.Measures, SelfPerson: a.Person, SelfOn: a.On}
	}
	foreign := fill(t, workbook(t, d, false), func(f *excelize.File, set func(string, string, any)) {
		set("封面", "B8", "填 表 人甲")
		row, sheet := 3, app.Strand("")
		for _, a := range want {
			if s := app.StrandOfItem(a.Item); s != sheet {
				row, sheet = 3, s
			}
			row++
			cell := func(c string) string { return fmt.Sprintf("%s%d", c, row) }
			name := SheetName(sheet)
			set(name, cell("E"), conclusionWords[a.Conclusion])
			set(name, cell("F"), a.Note)
			set(name, cell("G"), a.Problem)
			set(name, cell("H"), a.Measures)
			set(name, cell("I"), a.Person)
			set(name, cell("J"), a.On.Chinese())
		}
	})
	for what, data := range map[string][]byte{"our own": workbook(t, own, true), "another program's": foreign} {
		o := outcome(t, data, d)
		if o.Taken != 104 || !slices.Equal(o.Answers, want) || len(o.Faults)+len(o.Hints) != 0 {
			t.Errorf("%s: %d taken, faults %v, hints %v, equal %v", what, o.Taken, o.Faults, o.Hints, slices.Equal(o.Answers, want))
		}
	}
	f, err := Read(bytes.NewReader(foreign), int64(len(foreign)))
	if err != nil || f.Filler != "填 表 人甲" || f.Number != "LS2026-001" || f.Made != "2026-03-02" || f.Unit != "示例市青禾县" {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestWhatTheGroupSaysIsNotInTheWorkbook(t *testing.T) {
	for _, filled := range []bool{false, true} {
		for _, s := range content(t, workbook(t, county(t), filled)).Sheets {
			for _, l := range s.Lines {
				for _, v := range l.Cells {
					if strings.Contains(v.Text, "联审组自己的记录") {
						t.Errorf("filled %v: %s %s says what the group noted", filled, s.Name, book.Name(v.Column, l.Row))
					}
				}
			}
		}
	}
}
