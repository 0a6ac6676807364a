package xlsx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

const rosterCase = app.ID("00000000-0000-4000-8000-000000000001")

// sheetFile writes rows of texts as a sheet file.
func sheetFile(t testing.TB, rows [][]string, merged ...book.Range) []byte {
	t.Helper()
	s := &book.Sheet{Name: "名册", Merged: merged}
	for _, r := range rows {
		var row book.Row
		for _, text := range r {
			row.Cells = append(row.Cells, book.Cell{Text: text})
		}
		s.Rows = append(s.Rows, row)
	}
	var b bytes.Buffer
	if err := book.Write(&b, &book.Book{Sheets: []*book.Sheet{s}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readRows(t testing.TB, data []byte, sort string) *RosterOutcome {
	t.Helper()
	f, err := ReadRoster(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.Sheet("")
	if err != nil {
		t.Fatal(err)
	}
	m, _ := s.Guess(sort, nil)
	out, err := s.Rows(context.Background(), rosterCase, sort, m, nil)
	if err != nil {
		t.Fatalf("%v with %v of %q", err, m, s.Heads)
	}
	if out.Read != out.Taken+out.Wrong+out.Empty || out.Taken != len(out.Rows) {
		t.Errorf("rows are lost on the way: %+v", out)
	}
	return out
}

// number gives a sound identity number.
func number(i int) string {
	base := fmt.Sprintf("3205011970010%d%03d", i/1000%9+1, i%1000)
	for _, c := range "0123456789X" {
		if app.SoundIdentity(base + string(c)) {
			return base + string(c)
		}
	}
	panic("no check figure fits")
}

func TestAStaffListIsReadByItsHeads(t *testing.T) {
	data := sheetFile(t, [][]string{
		{"某局干部职工花名册"},
		{"序号", "姓 名", "身份证号码", "所在科室", "现任职务", "编制性质", "任现职时间", "任免文号", "批准时间"},
		{"1", "王小明", number(1), "办公室", "主任", "行政编制", "2021-3-5", "某发〔2021〕3号", "2021.03.01"},
		{"2", "李 华", number(2), "", "科员", "事业编", "2021年3月5日", "", "20210301"},
		{"3", "赵敏", number(3), "财务科", "科长", "公务员", "44260", "", "2021/3/1"},
		{"合计", "3人"},
	}, book.Range{FromColumn: 4, FromRow: 3, ToColumn: 4, ToRow: 4})
	out := readRows(t, data, "staff")
	if out.Taken != 3 || out.Wrong != 0 || out.Empty != 1 {
		t.Fatalf("%+v", out)
	}
	day := app.MustDate("2021-03-05")
	for i, r := range out.Rows {
		if r.Since != day || r.ActOn != app.MustDate("2021-03-01") {
			t.Errorf("row %d: %v, %v", i, r.Since, r.ActOn)
		}
		if r.Who != app.PersonMark(rosterCase, number(i+1)) || r.Tail != number(i + 1)[14:] || r.Born.Year != 1970 {
			t.Errorf("row %d: %+v", i, r)
		}
	}
	if r := out.Rows[1]; r.Name != "李华" || r.Section != "办公室" || r.Kind != app.PostsInstitution || r.Leads() {
		t.Errorf("the merged row is %+v", r)
	}
	if !out.Rows[0].Leads() || out.Rows[0].Kind != app.PostsAdmin {
		t.Errorf("%+v", out.Rows[0])
	}
	blob, err := app.EncodeRoster("staff", out.Rows)
	if err != nil || bytes.Contains(blob, []byte(number(1))) {
		t.Errorf("an identity number is kept whole: %v", err)
	}
}

func TestApprovedPostsStandInColumnsOrRows(t *testing.T) {
	wide := readRows(t, sheetFile(t, [][]string{
		{"内设机构", "核定编制", "", "", "领导职数"}, {"", "行政", "事业", "工勤", ""},
		{"办公室", "3", "贰", "", "1"}, {"财务科", "四", "0", "一", "2"}, {"合计", "7", "2", "1", "3"},
	}, book.Range{FromColumn: 2, FromRow: 1, ToColumn: 4, ToRow: 1}, book.Range{FromColumn: 1, FromRow: 1, ToColumn: 1, ToRow: 2}, book.Range{FromColumn: 5, FromRow: 1, ToColumn: 5, ToRow: 2}), "posts")
	if wide.Taken != 2 || wide.Rows[0].Quotas["admin"] != 3 || wide.Rows[0].Quotas["institution"] != 2 || wide.Rows[1].Quotas["workers"] != 1 || wide.Rows[1].Quotas["leaders"] != 2 {
		t.Errorf("%+v", wide)
	}
	long := readRows(t, sheetFile(t, [][]string{{"科室", "编制类别", "核定数"}, {"办公室", "行政编制", "3人"}, {"办公室", "领导职数", "1"}, {"办公室", "外星编制", "1"}}), "posts")
	if long.Taken != 2 || long.Wrong != 1 || long.Rows[0].Quotas["admin"] != 3 || long.Rows[1].Quotas["leaders"] != 1 || long.Faults[0].Cell != "B4" {
		t.Errorf("%+v", long)
	}
}

func TestAmountsAreReadAsPeopleWriteThem(t *testing.T) {
	for text, fen := range map[string]app.Money{"12,345.60": 1234560, "壹万贰仟元整": 1200000, "人民币壹万贰仟叁佰肆拾元伍角陆分": 1234056, "1.23万元": 1230000,
		"贰拾元零伍分": 2005, "伍角": 50, "一百零五元": 10500, "拾贰元": 1200, "壹亿零壹万元整": 100010000_00, "￥8": 800} {
		if got, ok := looseMoney(book.Value{Kind: book.Text, Text: text}); !ok || got != fen {
			t.Errorf("%s is %d, %v, want %d", text, got, ok, fen)
		}
	}
	for _, text := range []string{"元", "整", "二三元", "abc", "壹万贰", "十元五", "１2,34", "分"} {
		if got, ok := looseMoney(book.Value{Kind: book.Text, Text: text}); ok {
			t.Errorf("%s is read as %d", text, got)
		}
	}
	for _, m := range []app.Money{0, 1, 10, 105, 1000, 100000, 1640902, 100000000, 1000100000000, 123456789012} {
		if got, ok := looseMoney(book.Value{Kind: book.Text, Text: m.Capital()}); !ok || got != m {
			t.Errorf("%s is read as %d, want %d", m.Capital(), got, m)
		}
	}
}

func TestWhatIsWrongIsToldByCell(t *testing.T) {
	long := strings.Repeat("长", 300)
	out := readRows(t, sheetFile(t, [][]string{{"姓名", "身份证号", "出生日期", "人员类别", "任职时间"},
		{"王一", number(1), "1970-01-01", "行政", ""},
		{long, number(2), "", "", ""},
		{"王三", number(3), "去年", "", "2021-13-01"},
		{"王一", number(1), "", "", ""},
		{"王五", number(1), "", "", ""},
		{"", number(6), "", "", ""},
		{"王七", "12345", "", "", ""},
		{"王八", "", "", "志愿者", ""},
	}), "staff")
	var got []string
	for _, f := range out.Faults {
		got = append(got, f.Cell+" "+f.Err.Code)
	}
	want := []string{"A3 roster.cell.long", "C4 roster.cell.date", "E4 roster.cell.date", "B5 roster.id.twice", "B6 roster.id.other", "A7 roster.cell.name", "D9 roster.cell.kind"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("told is\n%s", strings.Join(got, "\n"))
	}
	if len(out.Hints) != 1 || out.Hints[0].Cell != "B8" || out.Taken != 2 {
		t.Errorf("%+v", out)
	}
}

func TestTextFilesAreReadInBothEncodings(t *testing.T) {
	text := "姓名,身份证号,月份,实发工资\r\n王一," + number(1) + ",2026年3月,\"5,200.50\"\r\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{text, "\xef\xbb\xbf" + text, gb, strings.ReplaceAll(strings.ReplaceAll(text, "\"5,200.50\"", "5200.5"), ",", "\t")} {
		out := readRows(t, []byte(data), "payroll")
		if out.Taken != 1 || out.Rows[0].Pay != 520050 || out.Rows[0].Month != "2026-03" || out.Rows[0].Name != "王一" {
			t.Errorf("%+v", out)
		}
	}
}

func TestForeignFilesAreRefusedByTheirSort(t *testing.T) {
	for code, data := range map[string]string{"roster.empty": "", "roster.damaged": "PK\x03\x04 nothing more", "roster.format": "\x89PNG\r\n\x1a\n\x00\x00\x00"} {
		if _, err := ReadRoster(context.Background(), []byte(data)); app.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	f, err := ReadRoster(context.Background(), sheetFile(t, [][]string{{"姓名", "科室"}, {"王一", "办公室"}}))
	if err != nil {
		t.Fatal(err)
	}
	s := f.Sheets[0]
	for code, m := range map[string]map[string]string{"roster.mapping": {"section": "科室"}, "roster.head": {"name": "名字"}, "roster.field": {"name": "姓名", "pay": "科室"}} {
		if _, err := s.Rows(context.Background(), rosterCase, "staff", m, nil); app.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := s.Rows(ctx, rosterCase, "staff", map[string]string{"name": "姓名"}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("it does not stop: %v", err)
	}
	if m, known := s.Guess("staff", []app.Roster{{ID: "1", Sort: "staff", Mapping: map[string]string{"name": "姓名", "post": "科室"}}}); !known || m["post"] != "科室" {
		t.Errorf("the mapping of last time is not offered: %v", m)
	}
}

// manyStaff is a list of 5,000 people with the usual columns.
func manyStaff(t testing.TB) []byte {
	rows := [][]string{{"序号", "姓名", "身份证号", "内设机构", "现任职务", "职级", "编制类别", "性别", "任现职时间", "任免文号", "批准日期", "户号"}}
	for i := range 5_000 {
		rows = append(rows, []string{fmt.Sprint(i + 1), fmt.Sprintf("人员%d", i), number(i), fmt.Sprintf("第%d科", i%40), "科员", "", "事业编制", "男", "2021-3-5", "", "2021.03.01", fmt.Sprint(i)})
	}
	return sheetFile(t, rows)
}

func BenchmarkReadRoster5000(b *testing.B) {
	data := manyStaff(b)
	b.ResetTimer()
	for b.Loop() {
		if out := readRows(b, data, "staff"); out.Taken < 4_900 {
			b.Fatalf("%d taken, %d wrong", out.Taken, out.Wrong)
		}
	}
}

func FuzzRosterText(f *testing.F) {
	f.Add([]byte("姓名,身份证号,出生日期\n王一,320501197001011234,2021.3.5\n"))
	f.Add([]byte("年度;收入\n2025;壹万元整\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := ReadRoster(context.Background(), data)
		if err != nil {
			return
		}
		for _, s := range in.Sheets {
			for _, sort := range app.RosterSorts {
				m, _ := s.Guess(sort, nil)
				out, err := s.Rows(context.Background(), rosterCase, sort, m, nil)
				if err == nil && out.Read != out.Taken+out.Wrong+out.Empty {
					t.Errorf("rows are lost: %+v", out)
				}
			}
		}
	})
}
