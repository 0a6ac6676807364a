package book

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"lianshen/reports/ziptest"
)

func sample() *Book {
	input := Style{Font: "仿宋_GB2312", Size: 12, Wrap: true, Unlocked: true, Format: FormatText, Fill: "FFF9E5", Border: true}
	return &Book{Title: "表 <1>", Creator: "联审办 & Co", Made: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), Custom: map[string]string{"code": "AB\"C"},
		Sheets: []*Sheet{
			{Name: "选人用人", Widths: []float64{10, 40}, Frozen: 2, Titles: 2, Landscape: true, Protected: true, Header: "青禾县 && 乡", Footer: "第 &P 页",
				Rows: []Row{
					{Height: 30, Fixed: true, Cells: []Cell{{Text: "题", Style: Style{Bold: true, Size: 20, Middle: true}}}},
					{Cells: []Cell{{Text: "编号"}, {Text: "说明"}}},
					{Height: 40, Cells: []Cell{{Text: "XR-1-01", Style: Style{Top: true, Colour: "C00000"}}, {Text: "a\nb _x000D_ <&>\" 𬭎", Style: input}}},
					{Cells: []Cell{{Date: time.Date(2026, 3, 15, 23, 0, 0, 0, time.UTC), Style: Style{Format: FormatDate}}, {Style: input}}},
				},
				Merged: []Range{{1, 1, 2, 1}}, FilterFrom: Range{1, 2, 2, 4},
				Rules: []Rule{{Cells: Range{2, 3, 2, 4}, List: []string{"是", "否"}, Title: "选择", Prompt: "请选择", Refusal: "只能选择"},
					{Cells: Range{1, 3, 1, 4}, Longest: 20}, {Cells: Range{1, 4, 1, 4}, Dates: true}}},
			{Name: "标识", Hidden: true, Rows: []Row{{}, {Cells: []Cell{{}, {Text: "x"}}}}},
		}}
}

func bytesOf(t testing.TB, b *Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func read(data []byte) (*Content, error) { return Read(bytes.NewReader(data), int64(len(data))) }

// text is what a file says, for comparisons.
func text(c *Content) string {
	var b strings.Builder
	for _, s := range c.Sheets {
		fmt.Fprintf(&b, "[%s %v]\n", s.Name, s.Hidden)
		for _, l := range s.Lines {
			for _, v := range l.Cells {
				day := ""
				if d, ok := v.Day(); ok && v.Dated {
					day = " " + d.Format("2006-01-02")
				}
				fmt.Fprintf(&b, "%s %d %q%s %v\n", Name(v.Column, l.Row), v.Kind, v.Text, day, v.Formula)
			}
		}
	}
	return b.String()
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	data := bytesOf(t, sample())
	c, err := read(data)
	if err != nil {
		t.Fatal(err)
	}
	want := `[选人用人 false]
A1 1 "题" false
A2 1 "编号" false
B2 1 "说明" false
A3 1 "XR-1-01" false
B3 1 "a\nb _x000D_ <&>\" 𬭎" false
A4 2 "46096" 2026-03-15 false
[标识 true]
B2 1 "x" false
`
	if got := text(c); got != want {
		t.Errorf("read back\n%s\nnot\n%s", got, want)
	}
	if c.Custom["code"] != `AB"C` {
		t.Errorf("properties %q", c.Custom)
	}
	if again := bytesOf(t, sample()); !bytes.Equal(data, again) {
		t.Error("the same book gives other bytes the second time")
	}
}

// The common library, which this package does without, is the independent reader of what it writes.
func TestTheCommonLibraryReadsWhatIsWritten(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(bytesOf(t, sample())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for cell, want := range map[string]string{"A1": "题", "A3": "XR-1-01", "B3": "a\nb _x000D_ <&>\" 𬭎", "A4": "2026-03-15"} {
		got, err := f.GetCellValue("选人用人", cell)
		must(err)
		if got != want {
			t.Errorf("%s says %q, not %q", cell, got, want)
		}
	}
	rules, err := f.GetDataValidations("选人用人")
	must(err)
	if len(rules) != 3 || rules[0].Sqref != "B3:B4" || rules[0].Formula1 != `"是,否"` || *rules[0].Error != "只能选择" || rules[1].Type != "textLength" || rules[2].Type != "date" {
		t.Errorf("rules %+v %+v %+v", *rules[0], *rules[1], *rules[2])
	}
	panes, err := f.GetPanes("选人用人")
	must(err)
	if !panes.Freeze || panes.YSplit != 2 {
		t.Errorf("panes %+v", panes)
	}
	protection, err := f.GetSheetProtection("选人用人")
	must(err)
	if protection.Password != "" || protection.FormatColumns != true {
		t.Errorf("protection %+v", protection)
	}
	locked := func(cell string) bool {
		n, err := f.GetCellStyle("选人用人", cell)
		must(err)
		s, err := f.GetStyle(n)
		must(err)
		return s.Protection == nil || s.Protection.Locked
	}
	if !locked("A3") || locked("B3") || locked("B4") {
		t.Errorf("locked: A3 %v, B3 %v, B4 %v", locked("A3"), locked("B3"), locked("B4"))
	}
	merged, err := f.GetMergeCells("选人用人")
	must(err)
	if len(merged) != 1 || merged[0].GetEndAxis() != "B1" {
		t.Errorf("merged %v", merged)
	}
	visible, err := f.GetSheetVisible("标识")
	must(err)
	if visible {
		t.Error("the hidden sheet is shown")
	}
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Name] = n.RefersTo
	}
	if names["_xlnm.Print_Titles"] != "'选人用人'!$2:$2" || names["_xlnm._FilterDatabase"] != "'选人用人'!$A$2:$B$4" {
		t.Errorf("names %v", names)
	}
	layout, err := f.GetPageLayout("选人用人")
	must(err)
	if *layout.Orientation != "landscape" || *layout.Size != 9 || *layout.FitToHeight != 0 || *layout.FitToWidth != 1 {
		t.Errorf("layout %+v", layout)
	}
	props, err := f.GetDocProps()
	must(err)
	if props.Title != "表 <1>" || props.Creator != "联审办 & Co" || props.Created != "2026-03-02T00:00:00Z" {
		t.Errorf("properties %+v", props)
	}
	n, err := f.GetCellStyle("选人用人", "B3")
	must(err)
	s, err := f.GetStyle(n)
	must(err)
	if s.Font.Family != "仿宋_GB2312" || s.Font.Size != 12 || !s.Alignment.WrapText || s.NumFmt != 49 || len(s.Border) != 4 {
		t.Errorf("style %+v font %+v", s, s.Font)
	}
}

// foreign writes a file as another program does: shared texts in several fonts, dates in styles, formulas with results.
func foreign(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	must(err)
	own := `yyyy"年"m"月"d"日";@`
	chinese, err := f.NewStyle(&excelize.Style{CustomNumFmt: &own})
	must(err)
	plain := `0.00"d"`
	number, err := f.NewStyle(&excelize.Style{CustomNumFmt: &plain})
	must(err)
	for cell, v := range map[string]any{"A1": "编号", "C2": 12.5, "D2": true, "E2": "1-2", "G7": "  x "} {
		must(f.SetCellValue("Sheet1", cell, v))
	}
	must(f.SetCellRichText("Sheet1", "B1", []excelize.RichTextRun{{Text: "自查", Font: &excelize.Font{Bold: true}}, {Text: "结论"}}))
	for cell, style := range map[string]int{"A3": date, "B3": chinese, "C3": number} {
		must(f.SetCellValue("Sheet1", cell, 46096))
		must(f.SetCellStyle("Sheet1", cell, cell, style))
	}
	_, err = f.NewSheet("第二")
	must(err)
	must(f.SetSheetVisible("第二", false))
	must(f.SetCellValue("第二", "B5", "隐"))
	var out bytes.Buffer
	must(f.Write(&out))
	return out.Bytes()
}

func TestWhatTheCommonLibraryWritesIsRead(t *testing.T) {
	c, err := read(foreign(t))
	if err != nil {
		t.Fatal(err)
	}
	want := `[Sheet1 false]
A1 1 "编号" false
B1 1 "自查结论" false
C2 2 "12.5" false
D2 3 "1" false
E2 1 "1-2" false
A3 2 "46096" 2026-03-15 false
B3 2 "46096" 2026-03-15 false
C3 2 "46096" false
G7 1 "  x " false
[第二 true]
B5 1 "隐" false
`
	if got := text(c); got != want {
		t.Errorf("read\n%s\nnot\n%s", got, want)
	}
}

func TestOfFormulasTheStoredResultIsTaken(t *testing.T) {
	c, err := read(withSheet(t, sst, `<worksheet><sheetData><row r="3"><c r="A3" t="str"><f>IF(1,"a")</f><v>发现问题</v></c><c><f>1+1</f><v>2</v></c>`+
		`<c t="e"><f>X</f><v>#REF!</v></c><c><f>1</f></c></row></sheetData></worksheet>`))
	if err != nil {
		t.Fatal(err)
	}
	want := "[a false]\nA3 1 \"发现问题\" true\nB3 2 \"2\" true\nC3 4 \"#REF!\" true\n" +
		"D3 4 \"#N/A\" true\n" // nobody computed it
	if got := text(c); got != want {
		t.Errorf("read\n%s\nnot\n%s", got, want)
	}
}

func TestNamesOfCells(t *testing.T) {
	for name, want := range map[string][2]int{"A1": {1, 1}, "Z9": {26, 9}, "AA10": {27, 10}, "XFD1048576": {16384, 1048576}, "$B$7": {2, 7}} {
		c, r, ok := place(name)
		if !ok || c != want[0] || r != want[1] {
			t.Errorf("%s is read as %d, %d", name, c, r)
		}
		if back := Name(c, r); back != strings.ReplaceAll(name, "$", "") {
			t.Errorf("%s comes back as %s", name, back)
		}
	}
	for _, name := range []string{"", "7", "A", "A0", "1A", "A1B", "选1", strings.Repeat("Z", 99) + "1", "A" + strings.Repeat("9", 99)} {
		if c, r, ok := place(name); ok {
			t.Errorf("%q is read as %d, %d", name, c, r)
		}
	}
}

func TestBooksThatNobodyCouldOpenAreNotWritten(t *testing.T) {
	for what, b := range map[string]*Book{
		"no sheet":        {},
		"a hidden first":  {Sheets: []*Sheet{{Name: "a", Hidden: true}}},
		"a name twice":    {Sheets: []*Sheet{{Name: "a"}, {Name: "A"}}},
		"a slash":         {Sheets: []*Sheet{{Name: "a/b"}}},
		"a long name":     {Sheets: []*Sheet{{Name: strings.Repeat("选", 32)}}},
		"a comma to pick": {Sheets: []*Sheet{{Name: "a", Rules: []Rule{{Cells: Range{1, 1, 1, 1}, List: []string{"a,b"}}}}}},
	} {
		if err := Write(&bytes.Buffer{}, b); err == nil {
			t.Errorf("a book with %s was written", what)
		}
	}
}

func TestNothingLongerThanACellIsWritten(t *testing.T) {
	long := strings.Repeat("𬭎", LongestText)
	c, err := read(bytesOf(t, &Book{Sheets: []*Sheet{{Name: "a", Rows: []Row{{Cells: []Cell{{Text: long}}}}}}}))
	if err != nil {
		t.Fatal(err)
	}
	if got := len([]rune(c.Sheets[0].Lines[0].Cells[0].Text)); got != LongestText/2 {
		t.Errorf("%d characters of two units each are kept", got)
	}
}

func TestErrorsAreToldApart(t *testing.T) {
	wide := func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }
	cfb := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)
	good := bytesOf(t, sample())
	for _, c := range []struct {
		what string
		data []byte
		want error
	}{
		{"nothing", nil, ErrEmpty},
		{"zeros", make([]byte, 4096), ErrDamaged},
		{"half of a file", good[:len(good)/2], ErrDamaged},
		{"an encrypted file", []byte(cfb + wide("EncryptedPackage")), ErrEncrypted},
		{"an old sheet", []byte(cfb + wide("Workbook")), ErrOld},
		{"an old text", []byte(cfb + wide("WordDocument")), ErrOther},
		{"text with commas", []byte("编号,结论\nXR-1-01,ok\n"), ErrText},
		{"text in GBK", []byte("\xb1\xe0\xba\xc5,\xbd\xe1\xc2\xdb\r\n"), ErrText},
		{"text in UTF-16", []byte("\xFF\xFEa\x00,\x00"), ErrText},
		{"HTML", []byte("<html><table>"), ErrOther},
		{"PDF", []byte("%PDF-1.7\n"), ErrOther},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00"), ErrOther},
		{"an .ods", ziptest.Of(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<x/>"), ErrOpen},
		{"an .odt", ziptest.Of(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<x/>"), ErrOther},
		{"an .xlsb", ziptest.Of(t, "[Content_Types].xml", "<Types/>", "xl/workbook.bin", "x"), ErrBinary},
		{"a .docx", ziptest.Of(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "<x/>"), ErrOther},
		{"any zip", ziptest.Of(t, "a.txt", "b"), ErrOther},
		{"an empty zip", ziptest.Of(t), ErrOther},
		{"no workbook", ziptest.Of(t, "[Content_Types].xml", "<Types/>", "_rels/.rels", "<Relationships/>"), ErrOther},
		{"a part twice", ziptest.Of(t, "[Content_Types].xml", "<Types/>", "XL/workbook.xml", "<x/>", "xl/workbook.xml", "<x/>"), ErrDamaged},
	} {
		if _, err := read(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, not %v", c.what, err, c.want)
		}
	}
}
