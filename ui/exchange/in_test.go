package exchange_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	room "lianshen/ui/exchange"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

func (x *fixture) offer(names ...string) {
	var sets [][]string
	for _, n := range names {
		sets = append(sets, []string{"/stick/" + n + ".lspack"})
	}
	x.room.Offer(sets)
}

func TestAPackageIsSeenInStepsBeforeItIsTakenIn(t *testing.T) {
	x := at(t, room.PageIn, "")
	x.wants(i18n.T("exchange.in.empty"))
	x.offer("a")
	c := x.told.coming["/stick/a.lspack"]
	x.wants(i18n.T("exchange.preview.from", "name", "李卫国", "laptop", "乙机"), i18n.T("exchange.preview.enrolled"),
		i18n.T("exchange.preview.genuine", "n", "31", "changes", "128"), i18n.T("exchange.preview.clashes", "n", "1"), i18n.T("exchange.preview.blobs", "n", "3"),
		i18n.T("exchange.preview.shared"), "11")
	if len(x.told.took) != 0 {
		t.Fatal("looking takes in")
	}
	x.tick(c.Cases[1].Number)
	x.press(i18n.T("exchange.take.without", "n", 1))
	if len(x.told.took) != 1 || len(x.told.took[0].Without) != 1 || x.told.took[0].Without[0] != c.Cases[1].ID || x.told.took[0].Sure {
		t.Fatalf("took in with %+v", x.told.took)
	}
	x.wants(i18n.T("exchange.import.title", "n", 1), i18n.T("exchange.stage.taken"), i18n.T("exchange.import.awaited", "n", "1"))
	x.press(i18n.T("exchange.toclashes"))
	if got := x.host.Routes[len(x.host.Routes)-1]; got.Room != shell.RoomClashes {
		t.Errorf("leads to %+v", got)
	}
}

func TestAGravePackageNeedsTheWord(t *testing.T) {
	x := at(t, room.PageIn, "")
	x.offer("grave")
	x.wants(i18n.T("exchange.odd.late", "n", "2"), i18n.T("exchange.odd.clock", "lapse", i18n.T("exchange.hours", "n", 3)), i18n.T("exchange.odd.beyond", "n", "1"),
		i18n.T("exchange.grave.removed", "n", "120", "all", "900"), i18n.T("exchange.grave.signed", "n", "1"), i18n.T("exchange.preview.blobs.missing", "n", "3", "missing", "2"))
	x.key(fyne.KeyReturn, fyne.KeyModifierControl)
	entry := shelltest.Entries(x.top())[0]
	for _, wrong := range []string{"", "确认", "导入"} {
		entry.SetText(wrong)
		x.press(i18n.T("exchange.take"))
		if len(x.told.took) != 0 || x.top() == nil {
			t.Fatalf("%q is taken for the word", wrong)
		}
	}
	entry.SetText(" " + i18n.T("exchange.grave.word") + " ")
	test.TapCanvas(x.host.Win.Canvas(), fyne.NewPos(0, 0)) // beside the dialog: it stays
	x.press(i18n.T("exchange.take"))
	if len(x.told.took) != 1 || !x.told.took[0].Sure || x.top() != nil {
		t.Fatalf("took in with %+v", x.told.took)
	}
}

func TestWhatIsHereAlreadyAndWhatIsRefusedIsSaid(t *testing.T) {
	x := at(t, room.PageIn, "")
	x.offer("known", "gap")
	x.wants(i18n.T("exchange.preview.before", "n", 1), i18n.T("exchange.stage.known"), i18n.T("exchange.stage.refused"))
	if b := shelltest.Button(x.room.Content().(*fyne.Container).Objects[1], i18n.T("exchange.take")); b != nil {
		t.Error("what is here can be taken in again")
	}
	x.row("gap")
	sentence, hint := i18n.Error(x.told.refuse["/stick/gap.lspack"])
	x.wants(sentence, hint, i18n.T("exchange.in.unchanged"))
	delete(x.told.refuse, "/stick/gap.lspack")
	x.told.coming["/stick/gap.lspack"] = x.told.coming["/stick/a.lspack"]
	x.press(i18n.T("exchange.in.again"))
	x.wants(i18n.T("exchange.stage.ready"))
	x.press(i18n.T("exchange.notnow"))
	if x.says(i18n.T("exchange.stage.ready")) || len(x.told.took) != 0 {
		t.Error("not now is not heard")
	}
}

func TestAllAtOnceLeavesTheGraveOne(t *testing.T) {
	x := at(t, room.PageIn, "")
	x.told.coming["/stick/b.lspack"] = x.told.coming["/stick/a.lspack"]
	x.offer("a", "grave", "b", "known")
	x.press(i18n.T("exchange.take.all", "n", 3))
	if len(x.told.took) != 2 {
		t.Fatalf("%d are taken in", len(x.told.took))
	}
	for _, how := range x.told.took {
		if how.Sure {
			t.Error("a word was given that nobody typed")
		}
	}
	x.wants(i18n.T("exchange.stage.grave"), i18n.T("exchange.stage.taken"))
	x.row("grave")
	x.wants(i18n.T("exchange.grave.signed", "n", "1"))
}

func TestAFailureWhileTakingInLeavesThePackageWhereItWas(t *testing.T) {
	x := at(t, room.PageIn, "")
	x.offer("a")
	x.told.fault = app.Refuse("disk.full", "path", "/")
	x.press(i18n.T("exchange.take"))
	if len(x.host.Errors) != 1 || app.CodeOf(x.host.Errors[0]) != "disk.full" {
		t.Fatalf("the window says %v", x.host.Errors)
	}
	x.host.Errors, x.told.fault = nil, nil
	x.press(i18n.T("exchange.take"))
	if len(x.told.took) != 1 {
		t.Error("it cannot be tried again")
	}
}

func TestThePageOfAnImportIsSavedAndShown(t *testing.T) {
	x := at(t, room.PageIn, "")
	x.offer("a")
	x.press(i18n.T("exchange.take"))
	x.key(fyne.KeyP, fyne.KeyModifierControl)
	path := filepath.Join(t.TempDir(), "page")
	shelltest.Entries(x.top())[0].SetText(path)
	x.press(i18n.T("exchange.print"))
	raw, err := os.ReadFile(path + ".pdf")
	if err != nil || !strings.HasPrefix(string(raw), "%PDF") {
		t.Fatalf("%d bytes, %v", len(raw), err)
	}
	if len(x.host.Opened) != 1 || x.host.Opened[0] != path+".pdf" || x.top() != nil {
		t.Errorf("opened %v", x.host.Opened)
	}
}

func TestAnImportIsTakenBackForAReasonAndTakenInAgain(t *testing.T) {
	x := at(t, room.PageIn, "")
	x.offer("a")
	x.press(i18n.T("exchange.take"))
	x.open(room.PageImports, "1")
	x.wants(i18n.T("exchange.imports.inforce"), "李卫国")
	x.press(i18n.T("exchange.back"))
	x.wants(i18n.T("exchange.back.goes", "n", "31", "name", "李卫国"), i18n.T("exchange.back.rests", "n", "1"), i18n.T("exchange.back.stays", "n", "12"))
	x.press(i18n.T("exchange.back.do"))
	if len(x.told.back) != 0 {
		t.Fatal("taken back without a reason")
	}
	shelltest.Entries(x.top())[0].SetText(" 发错批次 ")
	if !kit.Confirm(x.host.Win.Canvas()) { // Ctrl+Enter
		t.Fatal("the dialog has no primary button")
	}
	if len(x.told.back) != 1 || x.told.back[0] != "发错批次" {
		t.Fatalf("reasons %q", x.told.back)
	}
	x.wants(i18n.T("exchange.imports.back"), i18n.T("exchange.import.back", "at", i18n.Moment(noon), "n", "1"))
	x.press(i18n.T("exchange.again"))
	x.press(i18n.T("exchange.again"))
	if len(x.told.again) != 1 || x.told.again[0] != 1 {
		t.Fatalf("taken in again: %v", x.told.again)
	}
	x.wants(i18n.T("exchange.imports.inforce"))
}

func TestFilesDroppedOnTheWindowLeadToTheirPage(t *testing.T) {
	x := at(t, "", "")
	path := filepath.Join(t.TempDir(), "a.lspack")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	x.told.coming[path] = x.told.coming["/stick/a.lspack"]
	x.room.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(path)})
	if got := x.host.Routes[len(x.host.Routes)-1].Room; got != shell.RoomExchange+"/"+room.PageIn {
		t.Errorf("leads to %s", got)
	}
	x.open(room.PageIn, "")
	x.wants("a.lspack", i18n.T("exchange.stage.ready"))
}

func TestTheFolderIsChosenReadPutIntoAndCleaned(t *testing.T) {
	x := at(t, room.PageFolder, "")
	x.wants(i18n.T("exchange.folder.none"))
	dir := t.TempDir()
	x.press(i18n.T("exchange.folder.pick"))
	shelltest.Entries(x.top())[0].SetText(dir)
	x.press(i18n.T("exchange.folder.pick.do"))
	if x.prefs.Get().Exchange[x.told.Dir()] != dir {
		t.Fatalf("kept %v", x.prefs.Get().Exchange)
	}
	x.wants(dir)
	for class, file := range map[string]string{"half": "half", "foreign": "通知", "mine": "mine", "new": "new"} {
		x.row(file)
		x.wants(i18n.T("exchange.class." + class + ".text"))
	}
	x.row("mine")
	x.wants("赵明", i18n.T("exchange.folder.waits"))
	x.press(i18n.T("exchange.folder.put"))
	x.press(i18n.T("exchange.folder.clean"))
	x.press(i18n.T("exchange.folder.clean.do"))
	x.open("", "")
	x.wants(i18n.T("exchange.figure.folder"), "1")
	x.open(room.PageOut, "")
	x.wants(i18n.T("exchange.place.shared"))
	x.open(room.PageFolder, "")
	x.key(fyne.KeyReturn, fyne.KeyModifierControl)
	x.open(room.PageIn, "")
	x.wants("new.lspack", i18n.T("exchange.stage.ready"))
	x.open(room.PageFolder, "")
	x.press(i18n.T("exchange.folder.forget"))
	x.wants(i18n.T("exchange.folder.none"))
}

func TestWhoMayNotTakeBackSeesIt(t *testing.T) {
	x := at(t, room.PageIn, "")
	x.offer("a")
	x.press(i18n.T("exchange.take"))
	me := x.told.Me()
	other := app.Person{ID: x.told.Desk().NewID(), Name: "甲", Roles: app.NewSet(string(app.RoleAdmin)), Strands: app.NewSet()}
	x.must(x.told.Desk().SavePerson(t.Context(), other))
	x.must(x.told.AddSeat(t.Context(), other.ID, "乙机", "七 只 白 鹭 过 江 南"))
	me.Roles = app.NewSet(string(app.RoleInspector))
	x.must(x.told.Desk().SavePerson(t.Context(), me))
	x.open(room.PageImports, "1")
	b := shelltest.Button(x.room.Content(), i18n.T("exchange.back"))
	if b == nil || !b.Disabled() {
		t.Error("an inspector can take imports back")
	}
	sentence, hint := i18n.Error(app.Permit(t.Context(), x.told, x.told.Seat().ID, app.VerbTakeBack, "", nil))
	x.wants(sentence, hint)
}
