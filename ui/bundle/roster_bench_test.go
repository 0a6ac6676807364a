package bundle_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/reports/xlsx"
	"lianshen/reports/xlsx/book"
	"lianshen/store/storetest"
	"lianshen/ui/bundle"
)

// BenchmarkStaffList5000TakenIn takes in a staff list of 5,000 rows as the window does: opened, its columns guessed, read
// row by row with progress, sealed and recorded. What the page of lists then compares is measured apart.
func BenchmarkStaffList5000TakenIn(b *testing.B) {
	const rows = 5000
	sheet := &book.Sheet{Name: "名册"}
	add := func(texts ...string) {
		var row book.Row
		for _, text := range texts {
			row.Cells = append(row.Cells, book.Cell{Text: text})
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	add("序号", "姓名", "身份证号", "内设机构", "现任职务", "职级", "编制类别", "性别", "任现职时间", "任免文号", "批准日期")
	for i := range rows {
		base := fmt.Sprintf("3205011970010%d%03d", i/1000%9+1, i%1000)
		for _, c := range "0123456789X" {
			if app.SoundIdentity(base + string(c)) {
				add(fmt.Sprint(i+1), fmt.Sprintf("人员%d", i), base+string(c), fmt.Sprintf("第%d科", i%40), "科员", "", "事业编制", "男", "2021-3-5", "", "2021.03.01")
			}
		}
	}
	var file bytes.Buffer
	if err := book.Write(&file, &book.Book{Sheets: []*book.Sheet{sheet}}); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "花名册.xlsx")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	ws := storetest.Sample(b, time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local))
	c, err := ws.CaseByNumber(b.Context(), "LS2026-005")
	if err != nil {
		b.Fatal(err)
	}
	var compared time.Duration
	told := 0
	for b.Loop() {
		f, err := xlsx.OpenRoster(b.Context(), path)
		if err != nil {
			b.Fatal(err)
		}
		s, err := f.Sheet("")
		if err != nil {
			b.Fatal(err)
		}
		mapping, _ := s.Guess("staff", nil)
		told = 0
		out, err := xlsx.ReadSheets(b.Context(), c.ID, "staff", mapping, []xlsx.RosterSheet{s}, func(int, int) { told++ })
		if err != nil {
			b.Fatal(err)
		}
		if err := bundle.TakeRoster(b.Context(), ws, ws.Desk(), app.Roster{Case: c.ID, FileName: f.Name}, out, true); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if out.Taken != rows {
			b.Fatalf("%d rows taken in", out.Taken)
		}
		at := time.Now()
		d, err := ws.Dossier(b.Context(), c.ID)
		if err != nil {
			b.Fatal(err)
		}
		lists, err := bundle.LoadLists(b.Context(), ws, d)
		if err != nil {
			b.Fatal(err)
		}
		app.CompareLists(d, lists)
		compared += time.Since(at)
		b.StartTimer()
	}
	b.ReportMetric(float64(told), "reports/op")
	b.ReportMetric(float64(compared.Milliseconds())/float64(b.N), "ms-comparing")
}
