package xlsx

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/reports/xlsx/book"
)

// convert lets LibreOffice open files and save each anew in a format of its own making; all in one start, which takes
// seconds.
func convert(t *testing.T, format string, files map[string][]byte) map[string][]byte {
	t.Helper()
	if testing.Short() {
		t.Skip("starting LibreOffice takes seconds")
	}
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not installed here: nobody opens what we write")
	}
	dir := t.TempDir()
	ext, _, _ := strings.Cut(format, ":")
	args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", format, "--outdir", filepath.Join(dir, "out")}
	for name, data := range files {
		path := filepath.Join(dir, name+".xlsx")
		must(t, os.WriteFile(path, data, 0o600))
		args = append(args, path)
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	if said, err := exec.CommandContext(ctx, soffice, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	out := map[string][]byte{}
	for name := range files {
		if out[name], err = os.ReadFile(filepath.Join(dir, "out", name+"."+ext)); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// officeFiles are the sheet files that the program writes, and a unit's list.
func officeFiles(t testing.TB) map[string][]byte {
	t.Helper()
	var proof bytes.Buffer
	must(t, WriteProof(&proof, county(t), app.Candidate{Type: "超职数配备", Fact: "办公室核定领导职数1名，在册2名。", Rows: []app.ProofRow{
		{Sort: "staff", RosterRow: app.RosterRow{Row: 2, Name: "甲一", Tail: "002X", Section: "办公室", Post: "主任", Kind: app.PostsAdmin, Since: made}},
		{Sort: "payroll", RosterRow: app.RosterRow{Row: 7, Name: "甲一", Month: "2026-03", Pay: 1234567}}}},
		map[string]app.Roster{"staff": {FileName: "名册.xlsx", TakenOn: made}, "payroll": {FileName: "工资.xlsx", TakenOn: made}}))
	staff := [][]string{{"序号", "姓名", "身份证号", "内设机构", "现任职务", "编制类别", "任现职时间", "批准日期"}}
	for i := range 300 {
		staff = append(staff, []string{fmt.Sprint(i + 1), fmt.Sprintf("人员%d", i), number(i), fmt.Sprintf("第%d科", i%40), "科员", "事业编制", "2021-3-5", "二〇二一年三月一日"})
	}
	for _, merged := range staff[2:5] { // under the one above
		merged[4] = ""
	}
	return map[string][]byte{"checklist": listBytes(t, ownList()), "workbook": workbook(t, county(t), true), "proof": proof.Bytes(),
		"staff": sheetFile(t, staff, book.Range{FromColumn: 5, FromRow: 2, ToColumn: 5, ToRow: 5})}
}

// texts gives all that stands in a sheet file.
func texts(t testing.TB, data []byte) string {
	t.Helper()
	out := ""
	for _, s := range content(t, data).Sheets {
		out += fmt.Sprintln("—", s.Name, s.Hidden, s.Merged)
		for _, l := range s.Lines {
			for _, v := range l.Cells {
				out += fmt.Sprintln(book.Name(v.Column, l.Row), plain(v))
			}
		}
	}
	return out
}

// TestAnotherOfficeProgramSavesOurFilesAsTheyAre: LibreOffice opens what we write, saves it in its own way, and what it
// saved says the same to our readers.
func TestAnotherOfficeProgramSavesOurFilesAsTheyAre(t *testing.T) {
	files := officeFiles(t)
	saved := convert(t, "xlsx:Calc MS Excel 2007 XML", files)
	base, d := ownList(), county(t)
	got := reread(t, saved["checklist"], base)
	if merged := app.MergeRows(base, got.Rows, app.ListTakeAll); !sameList(merged, base) || len(got.Missing) > 0 {
		t.Errorf("the checklist came back as %+v", merged.Sections)
	}
	if got, want := outcome(t, saved["workbook"], d), outcome(t, files["workbook"], d); !reflect.DeepEqual(got, want) {
		t.Errorf("the workbook came back as %+v, not %+v", got, want)
	}
	before, after := readRows(t, files["staff"], "staff"), readRows(t, saved["staff"], "staff")
	if before.Taken != 300 || fmt.Sprint(before.Rows) != fmt.Sprint(after.Rows) || len(after.Faults) != 0 {
		t.Errorf("%d rows came back as %d", before.Taken, after.Taken)
	}
	if got, want := texts(t, saved["proof"]), texts(t, files["proof"]); got != want {
		t.Errorf("the proof came back as\n%s\nnot\n%s", got, want)
	}
}

// TestAnotherOfficeProgramMakesTextOfAList: a list that a unit saved as text says what it said as a sheet, but for what
// merged cells have in common: text has one of them alone.
func TestAnotherOfficeProgramMakesTextOfAList(t *testing.T) {
	staff := officeFiles(t)["staff"]
	saved := convert(t, "csv:Text - txt - csv (StarCalc):44,34,76,1", map[string][]byte{"staff": staff})["staff"]
	before, after := readRows(t, staff, "staff"), readRows(t, saved, "staff")
	for i := range before.Rows[1:4] {
		before.Rows[1+i].Post = ""
	}
	if before.Taken != 300 || fmt.Sprint(before.Rows) != fmt.Sprint(after.Rows) {
		t.Errorf("%d rows came back as %d:\n%s", before.Taken, after.Taken, saved[:min(len(saved), 400)])
	}
}
