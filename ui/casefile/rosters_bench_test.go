package casefile

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// BenchmarkStaffList5000ThroughTheWindow takes in a staff list of 5,000 rows as a person does, dialog by dialog: the file
// is opened, its columns guessed, its rows read and looked at, the list sealed and recorded; then the page reads it back,
// compares it with the other lists and shows what it finds. All of it is to take less than 2 s (issue 5, Speed).
func BenchmarkStaffList5000ThroughTheWindow(b *testing.B) {
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
		add(fmt.Sprint(i+1), fmt.Sprintf("人员%d", i), soundNumber(i), fmt.Sprintf("第%d科", i%40), "科员", "", "事业编制", "男", "2021-3-5", "", "2021.03.01")
	}
	var file bytes.Buffer
	if err := book.Write(&file, &book.Book{Sheets: []*book.Sheet{sheet}}); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "花名册.xlsx")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	x := sample(b)
	x.host.Win.Resize(fyne.NewSize(1366, 768))
	x.open("LS2026-009", "rosters")
	x.takesIn(x.room.listsPage(b), "payroll", payList, 3)
	for b.Loop() {
		p := x.room.listsPage(b)
		p.take("staff")
		x.types(path)
		x.pressInDialog(i18n.T("rosters.open"))
		x.pressInDialog(i18n.T("rosters.map.next"))
		x.pressInDialog(i18n.T("rosters.do", "n", rows))
		x.host.Win.Canvas().Capture()
		if p = x.room.listsPage(b); len(p.lists.Staff) != rows || len(p.out.Candidates) == 0 {
			b.Fatalf("%d rows are shown, %d candidates", len(p.lists.Staff), len(p.out.Candidates))
		}
		b.StopTimer()
		kit.CloseAll(x.host.Win)
		b.StartTimer()
	}
}

// soundNumber is an identity number whose check figure is right.
func soundNumber(i int) string {
	base := fmt.Sprintf("3205011970010%d%03d", i/1000%9+1, i%1000)
	for _, c := range "0123456789X" {
		if app.SoundIdentity(base + string(c)) {
			return base + string(c)
		}
	}
	return base
}
