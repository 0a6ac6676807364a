package xlsx

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

var cellForm = regexp.MustCompile(`<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>.*?</c>)`)

// computed makes the cells of a sheet (its number in the file) formulas whose results are stored as another program stores
// them. The common library cannot write such cells.
func computed(t interface{ Fatal(...any) }, data []byte, sheet int, results map[string]any) []byte {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	done := 0
	for _, part := range in.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if part.Name == fmt.Sprintf("xl/worksheets/sheet%d.xml", sheet) {
			raw = cellForm.ReplaceAllFunc(raw, func(c []byte) []byte {
				m := cellForm.FindSubmatch(c)
				v, there := results[string(m[1])]
				if !there {
					return c
				}
				done++
				if text, is := v.(string); is {
					return fmt.Appendf(nil, `<c r="%s" t="str"><f>T(X1)</f><v>%s</v></c>`, m[1], strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text))
				}
				return fmt.Appendf(nil, `<c r="%s"><f>N(X1)</f><v>%v</v></c>`, m[1], v)
			})
		}
		p, err := w.Create(part.Name)
		if err == nil {
			_, err = p.Write(raw)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil || done != len(results) {
		t.Fatal(done, "cells of", len(results), "became formulas", err)
	}
	return out.Bytes()
}

var (
	someText = rapid.StringMatching(`[一-龥A-Za-z0-9，。“”（）《》:：/+-]{1,10}`)
	someDay  = rapid.Custom(func(t *rapid.T) app.Date {
		return app.MustDate("1990-01-01").AddDays(rapid.IntRange(0, 15_000).Draw(t, "day"))
	})
	surnames, given = []rune("赵钱孙李周吴郑王冯陈褚卫"), []rune("甲乙丙丁戊己庚辛壬癸")
)

// inHan writes a date in Chinese figures: 二〇二五年十二月三十一日.
func inHan(d app.Date) string {
	figures := []rune("〇一二三四五六七八九")
	small := func(n int) string {
		text := string(figures[n%10])
		if n%10 == 0 {
			text = ""
		}
		switch {
		case n >= 20:
			return string(figures[n/10]) + "十" + text
		case n >= 10:
			return "十" + text
		}
		return text
	}
	year := ""
	for _, c := range fmt.Sprint(d.Year) {
		year += string(figures[c-'0'])
	}
	return year + "年" + small(d.Month) + "月" + small(d.Day) + "日"
}

func midnight(d app.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// writtenDay writes a date in one of the ways in which people do.
func writtenDay(t *rapid.T, d app.Date) any {
	switch rapid.IntRange(0, 8).Draw(t, "notation") {
	case 0:
		return fmt.Sprintf("%d.%d.%d", d.Year, d.Month, d.Day)
	case 1:
		return fmt.Sprintf("%04d/%02d/%02d", d.Year, d.Month, d.Day)
	case 2:
		return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
	case 3:
		return strings.ReplaceAll(d.String(), "-", "")
	case 4:
		return inHan(d)
	case 5:
		return midnight(d) // a date of the sheet
	case 6:
		return book.Serial(midnight(d)) // its bare number
	case 7:
		return "　" + wide(d.String()) + " "
	}
	return d.String()
}

// wide writes figures as wide as Chinese characters.
func wide(text string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7F {
			return r + 0xFEE0
		}
		return r
	}, text)
}

// writtenMoney writes an amount in one of the ways in which people do.
func writtenMoney(t *rapid.T, m app.Money) any {
	switch rapid.IntRange(0, 5).Draw(t, "notation") {
	case 0:
		return m.Yuan(true)
	case 1:
		return "￥" + m.Yuan(true) + "元"
	case 2:
		return m.Capital()
	case 3:
		return "人民币" + m.Capital()
	case 4:
		return wide(m.Yuan(false))
	}
	return float64(m) / 100
}

// writtenCount writes a number of people or posts.
func writtenCount(t *rapid.T, n int) any {
	switch rapid.IntRange(0, 3).Draw(t, "notation") {
	case 0:
		return fmt.Sprint(n, "人")
	case 1:
		if n > 0 {
			return strings.TrimSuffix(app.Money(n*100).Capital(), "元整") // 贰拾叁
		}
	case 2:
		return wide(fmt.Sprint(n))
	}
	return n
}

// listSheetOf lays out the rows of a list as somebody keeps it: a title, empty rows, the heads again, rows that are hidden,
// runs of the same value in merged cells, cells that are computed, a sum below.
func listSheetOf(t *rapid.T, heads []any, rows [][]any, merge int) []byte {
	f := excelize.NewFile()
	defer f.Close()
	ok := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	at, results := 1, map[string]any{}
	put := func(row []any) {
		for i, v := range row {
			if v != nil {
				ok(f.SetCellValue("Sheet1", book.Name(i+1, at), v))
			}
		}
		at++
	}
	if rapid.Bool().Draw(t, "title") {
		put([]any{"某局名册"})
		ok(f.MergeCell("Sheet1", "A1", book.Name(len(heads), 1)))
	}
	put(heads)
	for i := 0; i < len(rows); i++ {
		switch rapid.IntRange(0, 9).Draw(t, "between") {
		case 0:
			at += 2
		case 1:
			put(heads)
		}
		if rapid.IntRange(0, 4).Draw(t, "hidden") == 0 {
			ok(f.SetRowVisible("Sheet1", at, false))
		}
		row := slices.Clone(rows[i])
		if merge > 0 && i+1 < len(rows) && rows[i+1][merge] == row[merge] && row[merge] != nil && rapid.Bool().Draw(t, "merge") {
			put(row)
			i++
			row = slices.Clone(rows[i])
			row[merge] = nil
			ok(f.MergeCell("Sheet1", book.Name(merge+1, at-1), book.Name(merge+1, at)))
		}
		for c, v := range row {
			if c == 0 || rapid.IntRange(0, 5).Draw(t, "computed") > 0 {
				continue
			}
			switch v.(type) {
			case string, int, float64:
				results[book.Name(c+1, at)] = v
			}
		}
		put(row)
	}
	if rapid.Bool().Draw(t, "sum") {
		put([]any{"合 计", 12, 345})
	}
	var out bytes.Buffer
	ok(f.Write(&out))
	return computed(t, out.Bytes(), 1, results)
}

// TestListsSayWhatWasWrittenIntoThem: whoever keeps a list of whichever sort, in whatever notations, what is read is what
// was written.
func TestListsSayWhatWasWrittenIntoThem(t *testing.T) {
	kinds := map[string]string{"行政编制": app.PostsAdmin, "事业（参公）": app.PostsInstitution, "工勤": app.PostsWorkers, "聘用制": app.KindOff, "": ""}
	sections := []string{"办公室", "审核科", "财务（资产）科", "政策法规与\n行政审批科", ""}
	words := slices.Sorted(func(yield func(string) bool) {
		for w := range kinds {
			if !yield(w) {
				return
			}
		}
	})
	joined := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	post := rapid.Custom(func(t *rapid.T) string {
		return "职" + strings.Repeat("长", rapid.SampledFrom([]int{0, 0, 1, 150}).Draw(t, "length")) + rapid.SampledFrom([]string{"", "\n", "\r\n", "　"}).Draw(t, "break") + "员" + someText.Draw(t, "post")
	})
	type list struct {
		heads []any
		merge int // a column of which equal values may stand in merged cells, from 0; 0 = none
		row   func(*rapid.T, int) ([]any, app.RosterRow)
	}
	lists := map[string]list{
		"staff": {[]any{"序号", "姓名", "身份证号码", "内设机构", "现任职务", "编制类别", "任现职时间", "批准日期"}, 3, func(t *rapid.T, i int) ([]any, app.RosterRow) {
			name := string([]rune{surnames[i], given[rapid.IntRange(0, 9).Draw(t, "given")]})
			r := app.RosterRow{Name: name, Section: rapid.SampledFrom(sections).Draw(t, "section"), Post: post.Draw(t, "post"), Since: someDay.Draw(t, "since"), ActOn: someDay.Draw(t, "act")}
			kind, id := rapid.SampledFrom(words).Draw(t, "kind"), ""
			r.Kind = kinds[kind]
			if rapid.Bool().Draw(t, "number") {
				id = number(i)
				r.Who, r.Tail = app.PersonMark(rosterCase, id), app.Tail(id)
				r.Born, r.Sex = app.BornBySound(id)
				id = rapid.SampledFrom([]string{id, wide(id), "'" + id, " " + id + "　"}).Draw(t, "as")
			}
			if rapid.Bool().Draw(t, "blanks") {
				name = name[:len(name)-3] + "　" + name[len(name)-3:]
			}
			row := []any{i + 1, name, id, r.Section, r.Post, kind, writtenDay(t, r.Since), writtenDay(t, r.ActOn)}
			r.Section, r.Post = joined(r.Section), joined(r.Post)
			return row, r
		}},
		"payroll": {[]any{"序号", "姓名", "所在部门", "发放年月", "实发工资"}, 2, func(t *rapid.T, i int) ([]any, app.RosterRow) {
			day := someDay.Draw(t, "month")
			r := app.RosterRow{Name: string([]rune{surnames[i], given[0]}), Section: rapid.SampledFrom(sections).Draw(t, "section"), Month: day.String()[:7], Pay: app.Money(rapid.IntRange(1, 99_999_999).Draw(t, "pay"))}
			month := rapid.SampledFrom([]any{r.Month, strings.ReplaceAll(r.Month, "-", "."), strings.ReplaceAll(r.Month, "-", ""), fmt.Sprintf("%d年%d月", day.Year, day.Month), strings.TrimSuffix(inHan(app.Date{Year: day.Year, Month: day.Month, Day: 1}), "一日"), midnight(day)}).Draw(t, "as")
			row := []any{i + 1, r.Name, r.Section, month, writtenMoney(t, r.Pay)}
			r.Section = joined(r.Section)
			return row, r
		}},
		"finances": {[]any{"年度", "收入合计", "支出合计", "项目支出", "三公经费", "年末结余"}, 0, func(t *rapid.T, i int) ([]any, app.RosterRow) {
			m := func(what string) app.Money { return app.Money(rapid.IntRange(1, 9_999_999_999).Draw(t, what)) }
			r := app.RosterRow{Year: fmt.Sprint(2015 + i), Finance: app.FinanceYear{Income: m("income"), Outlay: m("outlay"), Project: m("project"), Three: m("three"), Surplus: m("surplus")}}
			year := rapid.SampledFrom([]any{r.Year, r.Year + "年", r.Year + "年度", 2015 + i, wide(r.Year)}).Draw(t, "as")
			return []any{year, writtenMoney(t, r.Finance.Income), writtenMoney(t, r.Finance.Outlay), writtenMoney(t, r.Finance.Project), writtenMoney(t, r.Finance.Three), writtenMoney(t, r.Finance.Surplus)}, r
		}},
		"posts": {[]any{"序号", "内设机构", "行政编制", "事业编制", "工勤编制", "领导职数"}, 0, func(t *rapid.T, i int) ([]any, app.RosterRow) {
			r := app.RosterRow{Section: fmt.Sprint("第", i+1, "科"), Quotas: map[string]int{}}
			row := []any{i + 1, r.Section}
			for _, kind := range []string{app.PostsAdmin, app.PostsInstitution, app.PostsWorkers, app.PostsLeaders} {
				r.Quotas[kind] = rapid.IntRange(0, 99).Draw(t, kind)
				row = append(row, writtenCount(t, r.Quotas[kind]))
			}
			return row, r
		}},
		"appointments": {[]any{"序号", "批次", "批准日期", "任免文号", "任免人数", "姓名", "任免职务", "考察", "公示"}, 1, func(t *rapid.T, i int) ([]any, app.RosterRow) {
			r := app.RosterRow{Batch: fmt.Sprint("第", i/2+1, "批"), ActOn: someDay.Draw(t, "on"), Act: someText.Draw(t, "act"), People: rapid.IntRange(1, 40).Draw(t, "people"), Name: string([]rune{surnames[i], given[1]}), Post: post.Draw(t, "post")}
			inspected := someDay.Draw(t, "inspected")
			notice := rapid.SampledFrom([]string{"√", "未公示", ""}).Draw(t, "notice")
			r.Steps = map[string]string{"inspect": inspected.String(), "notice": map[string]string{"√": app.StepDone, "未公示": app.StepMissing}[notice]}
			row := []any{i + 1, r.Batch, writtenDay(t, r.ActOn), r.Act, writtenCount(t, r.People), r.Name, r.Post, writtenDay(t, inspected), notice}
			r.Post = joined(r.Post)
			return row, r
		}},
	}
	rapid.Check(t, func(t *rapid.T) {
		sort := rapid.SampledFrom(app.RosterSorts).Draw(t, "sort")
		l := lists[sort]
		var rows [][]any
		var want []app.RosterRow
		for i := range rapid.IntRange(2, 8).Draw(t, "rows") {
			row, r := l.row(t, i)
			for c, v := range row {
				if v == "" {
					row[c] = nil
				}
			}
			rows, want = append(rows, row), append(want, r)
		}
		in, err := ReadRoster(context.Background(), listSheetOf(t, l.heads, rows, l.merge))
		if err != nil {
			t.Fatal(err)
		}
		m, _ := in.Sheets[0].Guess(sort, nil)
		out, err := in.Sheets[0].Rows(context.Background(), rosterCase, sort, m, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range append(slices.Clone(out.Faults), out.Hints...) {
			if r.Err.Code != "roster.hidden" {
				t.Fatalf("%s at %s, read by %v", r.Err.Code, r.Cell, m)
			}
		}
		for i := range out.Rows {
			out.Rows[i].Row = 0
		}
		if got, wanted := fmt.Sprintf("%+v", out.Rows), fmt.Sprintf("%+v", want); got != wanted {
			t.Fatalf("read is\n%s\nnot\n%s", got, wanted)
		}
	})
}

// TestAWorkbookComesBackAsTheUnitFilledItIn: what a unit writes into the cells of its self-check workbook is what it says.
func TestAWorkbookComesBackAsTheUnitFilledItIn(t *testing.T) {
	d := county(t)
	lists := map[app.Strand]app.Template{}
	for strand, l := range d.Templates {
		l.Sections = slices.Clone(l.Sections[:2])
		for i := range l.Sections {
			l.Sections[i].Items = l.Sections[i].Items[:2]
		}
		lists[strand] = l
	}
	d.Templates, d.Answers = lists, nil
	var written bytes.Buffer
	_, err := Write(&written, d, Options{Made: made})
	must(t, err)
	blank := written.Bytes()
	opened, err := excelize.OpenReader(bytes.NewReader(blank))
	must(t, err)
	rowOf := map[string]int{} // of items
	sheetOf := map[app.Strand]int{}
	for n, name := range opened.GetSheetList() {
		rows, err := opened.GetRows(name)
		must(t, err)
		for i, r := range rows {
			if len(r) > 0 && app.StrandOfItem(r[0]) != "" && SheetName(app.StrandOfItem(r[0])) == name {
				rowOf[r[0]], sheetOf[app.StrandOfItem(r[0])] = i+1, n+1
			}
		}
	}
	must(t, opened.Close())
	long := rapid.Custom(func(t *rapid.T) string {
		return "述" + strings.Repeat("长", rapid.SampledFrom([]int{0, 0, 3, 3000}).Draw(t, "length")) + rapid.SampledFrom([]string{"", "\n", "\n\n", " <&> "}).Draw(t, "break") + someText.Draw(t, "text")
	})
	rapid.Check(t, func(t *rapid.T) {
		f, err := excelize.OpenReader(bytes.NewReader(blank))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		results := map[app.Strand]map[string]any{}
		var want []app.SelfAnswer
		for _, strand := range app.Strands {
			results[strand] = map[string]any{}
			for _, s := range lists[strand].Sections {
				for _, item := range s.Items {
					if rapid.IntRange(0, 2).Draw(t, "left out") == 0 {
						continue
					}
					row := rowOf[item.Code]
					put := func(column string, v any) {
						cell := fmt.Sprint(column, row)
						if err := f.SetCellValue(SheetName(strand), cell, v); err != nil {
							t.Fatal(err)
						}
						if text, is := v.(string); is && rapid.IntRange(0, 5).Draw(t, "computed") == 0 {
							results[strand][cell] = text
						}
					}
					a := app.SelfAnswer{Item: item.Code, Conclusion: rapid.SampledFrom(app.SelfConclusions).Draw(t, "conclusion")}
					put("E", conclusionWords[a.Conclusion])
					if a.Conclusion == app.NotApplicable || rapid.Bool().Draw(t, "note") {
						a.Note = long.Draw(t, "note")
						put("F", a.Note)
					}
					if a.Conclusion == app.Problem {
						a.Problem, a.Measures = long.Draw(t, "problem"), long.Draw(t, "measures")
						put("G", a.Problem)
						put("H", strings.ReplaceAll(a.Measures, "\n", "\r\n"))
					}
					if rapid.Bool().Draw(t, "dated") {
						a.On, a.Person = someDay.Draw(t, "on"), "填表"+someText.Draw(t, "person")
						put("I", a.Person)
						put("J", writtenDay(t, a.On))
					}
					if rapid.IntRange(0, 4).Draw(t, "hidden") == 0 {
						if err := f.SetRowVisible(SheetName(strand), row, false); err != nil {
							t.Fatal(err)
						}
					}
					want = append(want, a)
				}
			}
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		data := out.Bytes()
		for strand, cells := range results {
			data = computed(t, data, sheetOf[strand], cells)
		}
		in, err := Read(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := in.For(d)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Faults) > 0 {
			t.Fatalf("%s at %s", got.Faults[0].Err.Code, got.Faults[0].Cell)
		}
		if fmt.Sprintf("%+v", got.Answers) != fmt.Sprintf("%+v", want) {
			t.Fatalf("came back as\n%+v\nnot\n%+v", got.Answers, want)
		}
	})
}
