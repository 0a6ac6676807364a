package xlsx

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// namedSheets writes a file of several sheets, each given as a name and rows of texts.
func namedSheets(t testing.TB, sheets map[string][][]string) []byte {
	t.Helper()
	b := &book.Book{}
	names := make([]string, 0, len(sheets))
	for name := range sheets {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		s := &book.Sheet{Name: name}
		for _, r := range sheets[name] {
			var row book.Row
			for _, text := range r {
				row.Cells = append(row.Cells, book.Cell{Text: text})
			}
			s.Rows = append(s.Rows, row)
		}
		b.Sheets = append(b.Sheets, s)
	}
	var out bytes.Buffer
	if err := book.Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// openNamed writes files to a folder and opens them as one list.
func openNamed(t testing.TB, files map[string][]byte) *RosterFile {
	t.Helper()
	dir := t.TempDir()
	var names []string
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	var all []*RosterFile
	for _, name := range names {
		f, err := OpenRoster(context.Background(), filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return JoinFiles(all...)
}

// TestPayOfSeveralMonthsIsReadHoweverItStands: one list in four forms says the same.
func TestPayOfSeveralMonthsIsReadHoweverItStands(t *testing.T) {
	want := []string{"甲 2025-01 5000.00", "乙 2025-01 4000.00", "甲 2025-02 5100.00", "乙 2025-02 4100.00", "甲 2025-03 5200.00"}
	slices.Sort(want)
	month := func(n int, rows ...[]string) [][]string {
		return append([][]string{{"姓名", "实发工资"}}, rows...)
	}
	january, february, march := month(1, []string{"甲", "5000"}, []string{"乙", "4000"}), month(2, []string{"甲", "5100"}, []string{"乙", "4100"}), month(3, []string{"甲", "5200"}, []string{"合计", "5200"})
	xlsx := func(rows [][]string) []byte { return namedSheets(t, map[string][][]string{"Sheet1": rows}) }
	titled := func(title string, rows [][]string) []byte { return xlsx(append([][]string{{title}}, rows...)) }
	wide := [][]string{{"2025年工资发放表"}, {"序号", "姓名", "1月", "2月", "三月", "合计"}, {"1", "甲", "5000", "5100", "5200", "15300"}, {"2", "乙", "4000", "4100", "", "8100"}, {"合计", "", "9000", "9200", "5200", ""}}
	for name, c := range map[string]struct {
		files map[string][]byte
		head  string // of the pay
	}{
		"a row for each month":      {map[string][]byte{"工资.xlsx": xlsx([][]string{{"姓名", "月份", "实发工资"}, {"甲", "2025.1", "5000"}, {"乙", "2025年1月", "4000"}, {"甲", "202502", "5100"}, {"乙", "2025-02", "4100"}, {"甲", "二〇二五年三月", "5200"}})}, "实发工资"},
		"months without their year": {map[string][]byte{"2025年工资.xlsx": xlsx([][]string{{"姓名", "月份", "实发工资"}, {"甲", "1月", "5000"}, {"乙", "1", "4000"}, {"甲", "二月", "5100"}, {"乙", "2月份", "4100"}, {"甲", "03", "5200"}})}, "实发工资"},
		"a column for each month":   {map[string][]byte{"工资.xlsx": xlsx(wide)}, "1月"},
		"columns with their year":   {map[string][]byte{"工资.xlsx": xlsx([][]string{{"姓名", "2025年1月", "2025年2月", "2025年3月"}, {"甲", "5000", "5100", "5200"}, {"乙", "4000", "4100", "-"}})}, "2025年1月"},
		"two columns for a month": {map[string][]byte{"工资.xlsx": xlsx([][]string{{"姓名", "2025年1月应发", "2025年1月实发", "2025年2月应发", "2025年2月实发", "2025年3月应发", "2025年3月实发"},
			{"甲", "1", "5000", "1", "5100", "1", "5200"}, {"乙", "1", "4000", "1", "4100", "1", ""}})}, "2025年1月实发"},
		"a sheet for each month": {map[string][]byte{"2025年工资.xlsx": namedSheets(t, map[string][][]string{"1月": january, "2月": february, "3月": march})}, "实发工资"},
		"sheets with their months in the heads": {map[string][]byte{"2025年度.xlsx": namedSheets(t, map[string][][]string{
			"a": {{"姓名", "1月实发"}, {"甲", "5000"}, {"乙", "4000"}}, "b": {{"姓名", "2月实发"}, {"甲", "5100"}, {"乙", "4100"}}, "c": {{"姓名", "3月实发"}, {"甲", "5200"}}})}, "1月实发"},
		"a file for each month, by its name":  {map[string][]byte{"202501.xlsx": xlsx(january), "工资2025-02.xlsx": xlsx(february), "工资表（2025年3月）.xlsx": xlsx(march)}, "实发工资"},
		"a file for each month, by its title": {map[string][]byte{"a.xlsx": titled("某局2025年1月份工资表", january), "b.xlsx": titled("2025年2月工资", february), "c.xlsx": titled("二〇二五年三月工资发放表", march)}, "实发工资"},
	} {
		t.Run(name, func(t *testing.T) {
			f := openNamed(t, c.files)
			s := f.Sheets[0]
			m, _ := s.Guess("payroll", nil)
			if m["pay"] != c.head {
				t.Errorf("the pay is read from %q", m["pay"])
			}
			out, err := ReadSheets(context.Background(), rosterCase, "payroll", m, f.Alike(s, "payroll", m), nil)
			if err != nil {
				t.Fatal(err)
			}
			if out.Wrong > 0 || out.Read != out.Taken+out.Empty {
				t.Errorf("%+v", out)
			}
			var got []string
			for _, r := range out.Rows {
				got = append(got, fmt.Sprint(r.Name, " ", r.Month, " ", r.Pay.Yuan(false)))
				if (r.Source == "") != (len(f.Sheets) == 1) {
					t.Errorf("the row stands in %q", r.Source)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("read is %q", got)
			}
		})
	}
}

func TestMonthsWithoutAYearAreAskedFor(t *testing.T) {
	f := openNamed(t, map[string][]byte{"工资.xlsx": namedSheets(t, map[string][][]string{"Sheet1": {{"姓名", "1月", "2月"}, {"甲", "5000", "x元"}}})})
	s := f.Sheets[0]
	m, _ := s.Guess("payroll", nil)
	if _, err := s.Rows(context.Background(), rosterCase, "payroll", m, nil); app.CodeOf(err) != "roster.year" {
		t.Errorf("no year is asked for: %v", err)
	}
	p, err := ParsePeriod(" ２０２５年 ")
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.InPeriod(p, true).Rows(context.Background(), rosterCase, "payroll", m, nil)
	if err != nil || out.Wrong != 1 || out.Faults[0].Cell != "C2" || out.Faults[0].Err.Code != "roster.cell.amount" || len(out.Rows) != 0 {
		t.Errorf("%+v, %v", out, err)
	}
}

func TestWhatAPersonSaysOfTheMonth(t *testing.T) {
	for text, want := range map[string]string{"": "", "2025": "2025", "2025年": "2025", "2025-3": "2025-03", "2025年3月": "2025-03", "202503": "2025-03", "二〇二五年三月": "2025-03"} {
		if p, err := ParsePeriod(text); err != nil || PeriodText(p) != want {
			t.Errorf("%q: %v, %v", text, p, err)
		}
	}
	for _, text := range []string{"三月", "25", "2025-13", "去年", "3025"} {
		if p, err := ParsePeriod(text); app.CodeOf(err) != "roster.period" {
			t.Errorf("%q is read as %v, %v", text, p, err)
		}
	}
}

func TestNamesAndTitlesTellTheMonth(t *testing.T) {
	for text, want := range map[string]string{"2025年3月工资": "2025 3", "3月": "0 3", "十二月": "0 12", "2025年度工资表": "2025 0", "工资202511": "2025 11", "20250315导出": "2025 3", "Sheet1": "0 0",
		"2025-03": "2025 3", "2025.3": "2025 3", "13月": "0 0", "某局〔2025〕3号": "2025 0", "二〇二五年三月": "2025 3", "第3批": "0 0", "12月份": "0 12"} {
		if p := periodIn(text); fmt.Sprint(p.Year, " ", p.Month) != want {
			t.Errorf("%q tells %v", text, p)
		}
	}
}

func TestAppointmentsAreReadByBatchAndByPerson(t *testing.T) {
	out := readRows(t, sheetFile(t, [][]string{
		{"某局2025年任免批次表"},
		{"任免批次", "讨论决定日期", "任免文号", "任免人数", "姓名", "任免职务", "动议", "民主推荐", "考察", "任前公示", "任职谈话"},
		{"第一批", "2025年3月1日", "某发〔2025〕1号", "2", "甲", "任办公室主任", "2025-01-05", "√", "已完成", "2025.3.2", ""},
		{"", "", "", "", "乙", "免去科长职务", "", "", "", "", ""},
		{"第二批", "二〇二五年六月十日", "", "三人", "", "", "有", "有", "无", "未公示", "/"},
		{"第三批", "", "", "", "", "", "", "", "", "", ""},
		{"", "", "", "1", "", "", "", "", "", "", ""},
		{"合计", "", "", "6"},
	}, book.Range{FromColumn: 1, FromRow: 3, ToColumn: 1, ToRow: 4}, book.Range{FromColumn: 2, FromRow: 3, ToColumn: 2, ToRow: 4}, book.Range{FromColumn: 3, FromRow: 3, ToColumn: 3, ToRow: 4},
		book.Range{FromColumn: 4, FromRow: 3, ToColumn: 4, ToRow: 4}), "appointments")
	var faults []string
	for _, f := range out.Faults {
		faults = append(faults, f.Cell+" "+f.Err.Code)
	}
	if strings.Join(faults, ",") != "E6 roster.cell.nobody,A7 roster.cell.batch" || out.Taken != 3 || out.Empty != 1 {
		t.Fatalf("%+v", out)
	}
	a, b, c := out.Rows[0], out.Rows[1], out.Rows[2]
	if a.Name != "甲" || a.ActOn != app.MustDate("2025-03-01") || a.People != 2 || a.Act != "某发〔2025〕1号" || fmt.Sprint(a.Steps) != "map[decide:2025-03-01 inspect:yes motion:2025-01-05 notice:2025-03-02 recommend:yes talk:]" {
		t.Errorf("%+v", a)
	}
	if b.Batch != "第一批" || b.People != 2 || !b.Removes() {
		t.Errorf("%+v", b)
	}
	if c.People != 3 || c.ActOn != app.MustDate("2025-06-10") || c.Steps["inspect"] != app.StepMissing || c.Steps["notice"] != app.StepMissing || c.Steps["motion"] != app.StepDone {
		t.Errorf("%+v", c)
	}
}

func TestStepsListedInOneColumn(t *testing.T) {
	for text, want := range map[string]string{
		"动议、民主推荐、考察、党组会讨论决定、公示": "map[decide:yes inspect:yes motion:yes notice:yes recommend:yes talk:]",
		"程序齐全":       "map[decide:yes inspect:yes motion:yes notice:yes recommend:yes talk:yes]",
		"已考察，未公示":    "map[decide: inspect:yes motion: notice: recommend: talk:]",
		"程序不齐全，仅有动议": "map[decide: inspect: motion:yes notice: recommend: talk:]",
		"见附件":        "map[]", "": "map[]",
	} {
		out := readRows(t, sheetFile(t, [][]string{{"批次", "人数", "年度", "履行程序"}, {"一", "2", "2025", text}}), "appointments")
		if len(out.Rows) != 1 || fmt.Sprint(out.Rows[0].Steps) != want {
			t.Errorf("%q: %+v", text, out.Rows)
		}
		if told := len(out.Hints) == 1 && out.Hints[0].Err.Code == "roster.steps" && out.Hints[0].Cell == "D2"; told != (text == "见附件") {
			t.Errorf("%q: %+v", text, out.Hints)
		}
	}
}
