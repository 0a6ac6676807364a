package casefile

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell/shelltest"
)

// types puts a path into the entry of the dialog that is open.
func (x *fixture) types(path string) {
	x.t.Helper()
	e := find(x.host.Win.Canvas().Overlays().Top(), func(*kit.Entry) bool { return true })
	if e == nil {
		x.t.Fatal("the dialog has no entry")
	}
	e.SetText(path)
}

func (x *fixture) dialogSays(text string) bool {
	top := x.host.Win.Canvas().Overlays().Top()
	return top != nil && shelltest.Says(top, text)
}

// fillIn changes cells of a workbook as the unit does.
func fillIn(t *testing.T, path string, cells map[string]string) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, text := range cells {
		if err := f.SetCellValue("选人用人", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
}

func TestTheWorkbookGoesOutAndComesBack(t *testing.T) {
	x := sample(t)
	x.open("LS2026-009", "selfcheck")
	before := x.dossier()
	path := filepath.Join(t.TempDir(), "自检表")
	x.press(x.room.Content(), i18n.T("selfcheck.write"))
	x.types(path)
	x.pressInDialog(i18n.T("selfcheck.write"))
	path += ".xlsx"
	if _, err := os.Stat(path); err != nil || len(x.host.Toasts) != 1 {
		t.Fatalf("%v, %q", err, x.host.Toasts)
	}

	fillIn(t, path, map[string]string{"E4": "发现问题", "G4": "学习不够", "E5": "基本没有", "E6": "没有问题"})
	x.press(x.room.Content(), i18n.T("selfcheck.read"))
	x.types(path)
	x.pressInDialog(i18n.T("selfcheck.look"))
	for _, say := range []string{i18n.T("command.selfcheck.counts", "read", 104, "taken", 2, "wrong", 1, "empty", 101),
		i18n.T("selfcheck.at", "sheet", "选人用人", "cell", "E5", "text", i18n.T("error.selfcheck.row.conclusion"))} {
		if !x.dialogSays(say) {
			t.Errorf("the preview does not say %q", say)
		}
	}
	if len(x.dossier().Answers) != len(before.Answers) {
		t.Error("the preview took something in")
	}
	x.pressInDialog(i18n.T("selfcheck.take", "n", 2))
	d := x.dossier()
	if got, said := d.Answers["XR-1-01"].Self(); !said || got.Problem != "学习不够" || got.Conclusion != app.Problem {
		t.Errorf("taken in is %+v", got)
	}
	if a := d.Answers["XR-1-01"]; a.Conclusion != before.Answers["XR-1-01"].Conclusion || a.Note != before.Answers["XR-1-01"].Note {
		t.Error("what the group says changed")
	}
	if d.Case.SelfCheck.Workbook.FileName != "自检表.xlsx" || !shelltest.Says(x.room.Content(), i18n.T("selfcheck.registered", "file", "自检表.xlsx", "on", "2026-10-12", "by", x.ws.Desk().Who, "n", 2)) {
		t.Errorf("registered is %+v", d.Case.SelfCheck.Workbook)
	}

	// The form beside it does not take the entry of the file away when it is saved later.
	x.typeIn(x.form("submittedBy"), "submittedBy", "王联络")
	if d := x.dossier(); d.Case.SelfCheck.SubmittedBy != "王联络" || d.Case.SelfCheck.Workbook.FileName == "" {
		t.Errorf("after saving the form beside it: %+v", d.Case.SelfCheck)
	}
}

func TestEarlierAnswersOfTheUnitStayUnlessThePersonSaysOtherwise(t *testing.T) {
	x := sample(t)
	id := x.open("LS2026-009", "selfcheck")
	if _, err := x.ws.Desk().TakeSelfCheck(context.Background(), id, []app.SelfAnswer{{Item: "XR-1-01", Conclusion: app.NoProblem}}, app.UpdateExisting, app.SelfCheckFile{Name: "a", SHA256: "b"}); err != nil {
		t.Fatal(err)
	}
	x.open("LS2026-009", "selfcheck")
	path := filepath.Join(t.TempDir(), "a.xlsx")
	x.press(x.room.Content(), i18n.T("selfcheck.writefilled"))
	x.types(path)
	x.pressInDialog(i18n.T("selfcheck.write"))
	fillIn(t, path, map[string]string{"E4": "发现问题", "G4": "学习不够"})
	look := func() {
		x.press(x.room.Content(), i18n.T("selfcheck.read"))
		x.types(path)
		x.pressInDialog(i18n.T("selfcheck.look"))
	}
	self := func() app.Conclusion { return x.dossier().Answers["XR-1-01"].SelfCheck }
	look()
	if !x.dialogSays(i18n.T("selfcheck.existing")) {
		t.Fatal("the preview does not ask what becomes of what was said before")
	}
	taken := find(x.host.Win.Canvas().Overlays().Top(), func(b *kit.Button) bool { return b.Primary }).Text
	x.pressInDialog(taken)
	if self() != app.NoProblem {
		t.Error("what the unit said before was replaced though nobody said so")
	}
	look()
	find(x.host.Win.Canvas().Overlays().Top(), func(*kit.Select) bool { return true }).SetSelected(i18n.T("selfcheck.existing.update"))
	x.pressInDialog(taken)
	if self() != app.Problem {
		t.Error("what the unit said before was not updated")
	}
}

func TestAFileThatIsNoWorkbookIsRefusedInTheDialog(t *testing.T) {
	x := sample(t)
	x.open("LS2026-009", "selfcheck")
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte("编号,自查结论\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	x.press(x.room.Content(), i18n.T("selfcheck.read"))
	x.types(path)
	x.pressInDialog(i18n.T("selfcheck.look"))
	if !x.dialogSays(i18n.T("error.selfcheck.csv")) {
		t.Error("the dialog does not say what is wrong")
	}
}

func TestTheCaseIsArchivedFromItsOverview(t *testing.T) {
	x := sample(t)
	x.open("LS2026-009", "overview")
	path := filepath.Join(t.TempDir(), "档案.zip")
	x.press(x.room.Content(), i18n.T("archive.write"))
	x.types(path)
	x.pressInDialog(i18n.T("archive.write"))
	info, err := os.Stat(path)
	if err != nil || info.Size() < 10_000 {
		t.Fatalf("%v", err)
	}
	if !x.dialogSays(i18n.T("archive.done")) {
		t.Error("nobody is told that it is written")
	}
	kit.CloseAll(x.host.Win)

	x.press(x.room.Content(), i18n.T("archive.writesealed"))
	x.types("abc123")
	x.pressInDialog(i18n.T("archive.next"))
	weak := func(p *kit.Para) bool {
		return strings.HasPrefix(p.Text(), strings.TrimSuffix(i18n.T("error.phrase.weak", "why", ""), "。"))
	}
	if find(x.host.Win.Canvas().Overlays().Top(), weak) == nil {
		t.Error("a weak phrase is not refused")
	}
}
