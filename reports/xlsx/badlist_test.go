package xlsx

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"lianshen/app"
	"lianshen/assets"
	"lianshen/reports/xlsx/book"
)

// staffBook is a list of three people as a unit keeps it in another program, and as somebody spoiled it.
func staffBook(t testing.TB, edit func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{{"姓名", "身份证号", "内设机构", "现任职务", "编制类别", "任现职时间", "批准日期", "人员状态"},
		{"甲一", number(1), "办公室", "主任", "行政", "2025-03-01", "", "在岗"},
		{"乙二", number(2), "办公室", "科员", "行政", "", "", "在岗"},
		{"丙三", number(3), "财务科", "科长", "事业", "", "", "在岗"}} {
		must(t, f.SetSheetRow("Sheet1", "A"+fmt.Sprint(i+1), &row))
	}
	if edit != nil {
		edit(f)
	}
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

// payBook is a payroll of three people.
func payBook(t testing.TB, pay any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{{"姓名", "月份", "实发工资"}, {"甲一", "2025-03", pay}} {
		must(t, f.SetSheetRow("Sheet1", "A"+fmt.Sprint(i+1), &row))
	}
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

func TestDatesAreReadInWhateverWayTheyAreWritten(t *testing.T) {
	want := app.MustDate("2025-03-01")
	for _, v := range []any{"2025-03-01", "2025-3-1", "2025.3.1", "2025/03/01", "2025年3月1日", "2025年03月01号", "20250301", 20250301, 45717, "45717", "二〇二五年三月一日", "二零二五年三月一日", "二○二五年三月一日",
		"２０２５年３月１日", "２０２５．３．１", " 2025-03-01 ", "2025-03-01 00:00:00", "2025-03-01T08:30:00", "2025年3月", "2025.03", "202503", time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC), "2025—3—1"} {
		out := readRows(t, staffBook(t, func(f *excelize.File) { must(t, f.SetCellValue("Sheet1", "F2", v)) }), "staff")
		if out.Taken != 3 || out.Rows[0].Since != want {
			t.Errorf("%v (%T): %+v", v, v, out.Faults)
		}
	}
	for text, day := range map[string]string{"二〇二五年十二月三十一日": "2025-12-31", "一九九九年元月廿一日": "1999-01-21", "二〇〇〇年二月二十九日": "2000-02-29"} {
		if d, ok := looseDate(book.Value{Kind: book.Text, Text: text}); !ok || d != app.MustDate(day) {
			t.Errorf("%s: %v", text, d)
		}
	}
	for _, text := range []string{"二〇二五年十三月一日", "二〇二五年二月三十日", "二五年三月一日", "三月一日", "25.3.1", "2025-13-01", "2025年2月30日", "去年三月", "1", "2025-3-1至2025-4-1"} {
		if d, ok := looseDate(book.Value{Kind: book.Text, Text: text}); ok {
			t.Errorf("%s is read as %v", text, d)
		}
	}
}

func TestAmountsOfAListAreReadInWhateverWayTheyAreWritten(t *testing.T) {
	for _, v := range []any{1230, 1230.0, "1230", "1,230.00", "１２３０", "１，２３０．００", "壹仟贰佰叁拾元整", "人民币壹仟贰佰叁拾元整", "壹仟贰佰叁拾圆正", "一千二百三十元", "1230元", "¥1,230.00", "￥1230", " 1230 ", "0.123万元"} {
		out := readRows(t, payBook(t, v), "payroll")
		if len(out.Rows) != 1 || out.Rows[0].Pay != 1230_00 {
			t.Errorf("%v (%T): %+v", v, v, out)
		}
	}
	for _, v := range []any{"壹仟贰佰叁拾", "一二三零元", "约1230元", "1230元/月", "1.2.3", true} {
		out := readRows(t, payBook(t, v), "payroll")
		if v == "壹仟贰佰叁拾" { // capitals without their unit are an amount all the same
			if len(out.Rows) != 1 || out.Rows[0].Pay != 1230_00 {
				t.Errorf("%v: %+v", v, out)
			}
			continue
		}
		if out.Wrong != 1 || out.Faults[0].Cell != "C2" {
			t.Errorf("%v (%T) is read: %+v", v, v, out)
		}
	}
}

// TestSpoiledListsAreReadRightlyOrToldByCell spoils a list in one way each.
func TestSpoiledListsAreReadRightlyOrToldByCell(t *testing.T) {
	set := func(cell string, v any) func(*excelize.File) {
		return func(f *excelize.File) { must(t, f.SetCellValue("Sheet1", cell, v)) }
	}
	formula := func(cell, text string) func(*excelize.File) {
		return func(f *excelize.File) {
			must(t, f.SetCellValue("Sheet1", cell, nil))
			must(t, f.SetCellFormula("Sheet1", cell, text))
		}
	}
	all := func(steps ...func(*excelize.File)) func(*excelize.File) {
		return func(f *excelize.File) {
			for _, s := range steps {
				s(f)
			}
		}
	}
	name := func(i int, want string) func(*RosterOutcome) bool {
		return func(o *RosterOutcome) bool { return o.Rows[i].Name == want }
	}
	for i, c := range []struct {
		what  string
		edit  func(*excelize.File)
		told  string // "cell code" of what is told, "" = nothing
		taken int
		right func(*RosterOutcome) bool
	}{
		{"as it should be", nil, "", 3, nil},
		{"a title in merged cells", all(func(f *excelize.File) { must(t, f.InsertRows("Sheet1", 1, 2)) }, set("A1", "某局花名册"), func(f *excelize.File) { must(t, f.MergeCell("Sheet1", "A1", "H1")) }), "", 3, nil},
		{"a section over merged cells", all(set("C3", nil), func(f *excelize.File) { must(t, f.MergeCell("Sheet1", "C2", "C3")) }), "", 3, func(o *RosterOutcome) bool { return o.Rows[1].Section == "办公室" }},
		{"names over merged cells", all(set("A3", nil), func(f *excelize.File) { must(t, f.MergeCell("Sheet1", "A2", "A3")) }), "", 3, name(1, "甲一")},
		{"a name computed and stored", all(formula("A3", `"乙"&"二"`), func(f *excelize.File) { must(t, f.SetCellStr("Sheet1", "A3", "乙二")) }), "", 3, name(1, "乙二")},
		{"a formula that nobody computed", formula("A3", `"乙"&"二"`), "A3 roster.cell.formula", 2, nil},
		{"a formula for a date that nobody computed", formula("F3", "TODAY()"), "F3 roster.cell.formula", 2, nil},
		{"empty lines between", func(f *excelize.File) { must(t, f.InsertRows("Sheet1", 3, 3)) }, "", 3, nil},
		{"blanks for a line", set("A5", "　 "), "", 3, nil},
		{"a sum", all(set("A5", "合  计"), set("D5", 3)), "", 3, nil},
		{"a sum under a page", all(set("A5", "本页小计"), set("D5", 3)), "", 3, nil},
		{"a note below", set("A6", "注：不含借调人员"), "", 3, nil},
		{"who filled it in", set("A6", "填表人：某某"), "", 3, nil},
		{"who looked it over", set("A6", "审核：某某"), "", 3, nil},
		{"a section that looks things over", all(set("C2", "审核科"), set("C3", "复核一科"), set("C4", "说明审核科")), "", 3, func(o *RosterOutcome) bool { return o.Rows[0].Section == "审核科" }},
		{"the heads again", all(set("A5", "姓名"), set("B5", "身份证号"), set("C5", "内设机构")), "", 3, nil},
		{"a hidden row", func(f *excelize.File) { must(t, f.SetRowVisible("Sheet1", 3, false)) }, "A3 roster.hidden", 3, name(1, "乙二")},
		{"blanks in a name", set("A3", "乙　二"), "", 3, name(1, "乙二")},
		{"no name", set("A3", ""), "A3 roster.cell.name", 2, nil},
		{"a number for a name", set("A3", 12), "A3 roster.cell.notname", 2, nil},
		{"name and number in each other's column", all(set("A3", number(2)), set("B3", "乙二")), "A3 roster.cell.notname", 2, nil},
		{"a name without end", set("A3", strings.Repeat("长", 51)), "A3 roster.cell.long", 2, nil},
		{"a number in full width", set("B3", strings.Map(func(r rune) rune { return r + 0xFEE0 }, number(2))), "", 3, func(o *RosterOutcome) bool { return o.Rows[1].Who == app.PersonMark(rosterCase, number(2)) }},
		{"a number with a mark before it", set("B3", "'"+number(2)), "", 3, func(o *RosterOutcome) bool { return o.Rows[1].Who == app.PersonMark(rosterCase, number(2)) }},
		{"a number that became one", set("B3", 320501197001010029), "B3 roster.id.lost", 3, func(o *RosterOutcome) bool { return o.Rows[1].Who == "" }},
		{"a number in scientific notation", set("B3", "3.20501E+17"), "B3 roster.id.lost", 3, func(o *RosterOutcome) bool { return o.Rows[1].Who == "" }},
		{"a number too short", set("B3", "32050119700101"), "B3 roster.id.form", 3, nil},
		{"a number with a wrong figure", set("B3", number(2)[:17]+map[bool]string{true: "1", false: "2"}[number(2)[17] != '1']), "B3 roster.id.form", 3, nil},
		{"the number of somebody else", set("B3", number(1)), "B3 roster.id.other", 2, nil},
		{"a person twice", all(set("A5", "甲一"), set("B5", number(1))), "B5 roster.id.twice", 3, nil},
		{"a kind nobody knows", set("E3", "志愿者"), "E3 roster.cell.kind", 2, nil},
		{"a day that does not exist", set("F3", "2025-02-30"), "F3 roster.cell.date", 2, nil},
		{"words for a day", set("G3", "去年"), "G3 roster.cell.date", 2, nil},
		{"a broken formula", all(set("F3", nil), formula("F3", "#REF!")), "F3 roster.cell.formula", 2, nil},
		{"a state nobody knows", set("H3", "在外"), "H3 roster.status", 3, nil},
		{"a section without end", set("C3", strings.Repeat("长", 201)), "C3 roster.cell.long", 2, nil},
		{"a post without end", set("D3", strings.Repeat("长", 201)), "D3 roster.cell.long", 2, nil},
	} {
		t.Run(fmt.Sprintf("%02d %s", i+1, c.what), func(t *testing.T) {
			out := readRows(t, staffBook(t, c.edit), "staff")
			var told []string
			for _, r := range append(slices.Clone(out.Faults), out.Hints...) {
				told = append(told, r.Cell+" "+r.Err.Code)
				saysWhere(t, r)
			}
			if strings.Join(told, ",") != c.told || out.Taken != c.taken {
				t.Errorf("told %q, %d taken", told, out.Taken)
			} else if c.right != nil && !c.right(out) {
				t.Errorf("read as %+v", out.Rows)
			}
		})
	}
}

// saysWhere holds what a person reads against what is wrong: the sheet and the cell, in a sentence without open places, in both languages.
func saysWhere(t testing.TB, r Remark) {
	t.Helper()
	for _, lang := range []string{"zh-Hans", "en"} {
		words, err := assets.Translations(lang)
		must(t, err)
		text := words["error."+r.Err.Code]
		for k := range r.Err.Args {
			text = strings.ReplaceAll(text, "{"+k+"}", "…")
		}
		line := strings.NewReplacer("{sheet}", r.Sheet, "{cell}", r.Cell, "{text}", text).Replace(words["rosters.at"])
		if r.Sheet == "" || text == "" || words["error."+r.Err.Code+".hint"] == "" || strings.ContainsAny(line, "{}") || !strings.Contains(line, r.Cell) {
			t.Errorf("%s says %q of %s", lang, line, r.Err.Code)
		}
	}
}

func TestWrongColumnsAreToldBeforeARowIsRead(t *testing.T) {
	data := staffBook(t, func(f *excelize.File) { must(t, f.SetCellValue("Sheet1", "A1", "称呼")) })
	f, err := ReadRoster(context.Background(), data)
	must(t, err)
	m, _ := f.Sheets[0].Guess("staff", nil)
	_, err = f.Sheets[0].Rows(context.Background(), rosterCase, "staff", m, nil)
	if app.CodeOf(err) != "roster.mapping" {
		t.Fatalf("a list without names is read: %v", err)
	}
	m["name"] = "称呼" // as the person says
	if out, err := f.Sheets[0].Rows(context.Background(), rosterCase, "staff", m, nil); err != nil || out.Taken != 3 {
		t.Errorf("%+v, %v", out, err)
	}
}
