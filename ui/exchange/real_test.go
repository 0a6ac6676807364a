package exchange_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
	room "lianshen/ui/exchange"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/prefs"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// laptop is the room over a workspace of its own.
func laptop(t *testing.T, ws *store.Workspace, common string) *fixture {
	t.Helper()
	x := &fixture{T: t, host: shelltest.New(t, ws.Desk()), prefs: prefs.Open("")}
	x.must(x.prefs.Share(ws.Dir(), common))
	x.room = room.New(x.host, ws, room.Config{Workspace: "样本", Dir: ws.Dir(), Prefs: x.prefs, Now: func() time.Time { return noon }})
	t.Cleanup(ws.OnChange(x.room.Changed))
	x.host.Show(x.room, shell.Route{Room: shell.RoomExchange})
	t.Cleanup(func() {
		x.room.Hidden()
		for _, err := range x.host.Errors {
			t.Errorf("the window said: %v", err)
		}
		if u := i18n.Unknown(); len(u) > 0 {
			t.Errorf("texts missing: %v", u)
		}
	})
	return x
}

func place(t *testing.T, ws *store.Workspace, number, text string) {
	t.Helper()
	c, err := ws.CaseByNumber(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	if err := ws.Desk().SaveCase(t.Context(), app.VerbSaveOnSite, c.ID, func(c *app.Case) error { c.OnSite.Place = text; return nil }); err != nil {
		t.Fatal(err)
	}
}

func placeOf(t *testing.T, ws *store.Workspace, number string) string {
	t.Helper()
	c, err := ws.CaseByNumber(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	return c.OnSite.Place
}

func TestTwoLaptopsComeTogetherByTheRoom(t *testing.T) {
	all := storetest.Laptops(t, 2, noon)
	office, field := all[0], all[1]
	place(t, office, "LS2026-001", "四楼会议室")
	place(t, field, "LS2026-001", "二楼小会议室")
	place(t, field, "LS2026-002", "示例市望溪区政府三楼")

	stick := t.TempDir()
	out := laptop(t, field, "")
	out.row(storetest.Person)
	out.capture("real-home")
	out.open(room.PageOut, string(office.Seat().ID))
	out.room.PlaceAt(stick)
	out.capture("real-out")
	out.press(i18n.T("exchange.write"))
	out.wants(i18n.T("exchange.written"))
	files, _ := filepath.Glob(filepath.Join(stick, "*"))
	if len(files) != 1 {
		t.Fatalf("on the stick: %v", files)
	}
	out.wants(filepath.Base(files[0]))
	out.capture("real-written")
	out.open(room.PageSent, "")
	out.row(storetest.Person)
	out.capture("real-sent")

	x := laptop(t, office, "")
	x.open(room.PageIn, stick)
	x.capture("real-preview")
	x.wants(i18n.T("exchange.preview.from", "name", storetest.Colleague(1), "laptop", "笔记本"), i18n.T("exchange.preview.enrolled"), i18n.T("exchange.preview.clashes", "n", "1"))
	for _, number := range []string{"LS2026-001", "LS2026-002"} { // in the first nothing changes, but something would clash
		if _, ok := shelltest.Find(x.room.Content(), func(c *kit.Check) bool { return strings.HasPrefix(c.Text, number) }); !ok {
			t.Errorf("%s is not among the cases", number)
		}
	}
	if placeOf(t, office, "LS2026-002") == "示例市望溪区政府三楼" {
		t.Fatal("looking takes in")
	}
	x.press(i18n.T("exchange.take"))
	if got := placeOf(t, office, "LS2026-002"); got != "示例市望溪区政府三楼" {
		t.Fatalf("after taking in the place is %q", got)
	}
	x.wants(i18n.T("exchange.import.title", "n", 1), i18n.T("exchange.stage.taken"))
	written, err := field.SentPackages(t.Context())
	x.must(err)
	if done, err := office.Imports(t.Context()); err != nil || done[0].SHA256 != written[0].SHA256 {
		t.Errorf("what was taken in has the hash %q, what was written %q, %v", done[0].SHA256, written[0].SHA256, err)
	}
	x.capture("real-taken")
	if n, err := office.CountClashes(t.Context()); err != nil || n != 1 {
		t.Fatalf("%d clashes, %v", n, err)
	}
	x.open("", "")
	x.wants("1", i18n.T("exchange.figure.clashes"))
	x.row(storetest.Colleague(1))
	x.capture("real-home-clash")

	x.open(room.PageIn, stick) // the same file again
	x.open(room.PageImports, "1")
	x.capture("real-imports")
	x.press(i18n.T("exchange.back"))
	x.capture("real-takeback")
	shelltest.Entries(x.top())[0].SetText("发错批次")
	if !kit.Confirm(x.host.Win.Canvas()) {
		t.Fatal("the dialog cannot be confirmed")
	}
	if got := placeOf(t, office, "LS2026-002"); got == "示例市望溪区政府三楼" {
		t.Fatal("it is not taken back")
	}
	if n, _ := office.CountClashes(t.Context()); n != 0 {
		t.Errorf("%d clashes remain of what was taken back", n)
	}
	x.wants(i18n.T("exchange.imports.back"))
	x.press(i18n.T("exchange.again"))
	x.press(i18n.T("exchange.again"))
	if got := placeOf(t, office, "LS2026-002"); got != "示例市望溪区政府三楼" {
		t.Fatalf("taken in again the place is %q", got)
	}
	x.wants(i18n.T("exchange.imports.inforce"))
	x.capture("real-again")
	x.key(fyne.KeyP, fyne.KeyModifierControl)
	path := filepath.Join(t.TempDir(), "page.pdf")
	shelltest.Entries(x.top())[0].SetText(path)
	x.press(i18n.T("exchange.print"))
	if len(x.host.Opened) != 1 {
		t.Errorf("opened %v", x.host.Opened)
	}
}

func TestAFolderCarriesPackagesBothWays(t *testing.T) {
	all := storetest.Laptops(t, 2, noon)
	office, field := all[0], all[1]
	common := t.TempDir()
	place(t, field, "LS2026-003", "教育体育局会议室")
	put := laptop(t, field, common)
	put.open(room.PageFolder, "")
	put.press(i18n.T("exchange.folder.put"))
	put.row("lspack")
	put.wants(i18n.T("exchange.class.mine"))
	put.capture("real-folder-mine")

	x := laptop(t, office, common)
	x.wants(i18n.T("exchange.figure.folder"))
	x.open(room.PageFolder, "")
	x.row("lspack")
	x.capture("real-folder-new")
	x.press(i18n.T("exchange.folder.take", "n", 1))
	x.open(room.PageIn, "")
	x.press(i18n.T("exchange.take"))
	if got := placeOf(t, office, "LS2026-003"); got != "教育体育局会议室" {
		t.Fatalf("the place is %q", got)
	}
	x.open(room.PageFolder, "")
	x.wants(i18n.T("exchange.class.known"))
	x.press(i18n.T("exchange.folder.put")) // with the receipt

	put = laptop(t, field, common)
	put.open(room.PageFolder, "")
	put.press(i18n.T("exchange.folder.take", "n", 1))
	put.open(room.PageIn, "")
	put.capture("real-in-back")
	put.press(i18n.T("exchange.take.receipt"))
	put.wants(i18n.T("exchange.stage.known"))
	put.open(room.PageFolder, "")
	put.wants(i18n.T("exchange.class.confirmed"))
	put.press(i18n.T("exchange.folder.clean"))
	put.press(i18n.T("exchange.folder.clean.do"))
	put.capture("real-folder-clean")
}

func TestARoundPackFromTheRoomMakesAWorkspace(t *testing.T) {
	office := storetest.Sample(t, noon)
	dir := filepath.Join(t.TempDir(), "new.lianshen")
	options := storetest.Options(store.Options{Now: func() time.Time { return noon }})
	request, err := store.Ask(t.Context(), dir, store.AskOptions{Person: "李卫国", Laptop: "乙机", Phrase: storetest.Phrase, Cost: options.Cost, Now: options.Now})
	if err != nil {
		t.Fatal(err)
	}
	person := app.Person{Name: "李卫国", Roles: app.NewSet(string(app.RoleGroupLeader)), Strands: storetest.AllStrands()}
	if _, err := office.Admit(t.Context(), request, person, nil, nil, nil); err != nil {
		t.Fatal(err)
	}
	stick := t.TempDir()
	x := laptop(t, office, "")
	x.wants(i18n.T("exchange.state.never"))
	x.open(room.PageOut, "")
	x.room.PlaceAt(stick)
	x.press(i18n.T("exchange.kind.round"))
	x.tick("李卫国")
	x.press(i18n.T("exchange.write"))
	x.wants(i18n.T("exchange.written"))
	files, _ := filepath.Glob(filepath.Join(stick, "*.lspack"))
	ws, err := store.Join(t.Context(), dir, files, dir, options, nil)
	if err != nil {
		t.Fatalf("%v do not make a workspace: %v", files, err)
	}
	if ws.Me().Name != "李卫国" {
		t.Errorf("%s sits there", ws.Me().Name)
	}
	if err := ws.Close(); err != nil {
		t.Error(err)
	}
	x.open(room.PageSent, "")
	x.row(i18n.T("exchange.kind.round"))
	x.wants(files[0])
}

func TestBadFilesAreRefusedEachInItsOwnWordsAndTheRoomGoesOn(t *testing.T) {
	all := storetest.Laptops(t, 2, noon)
	place(t, all[1], "LS2026-004", "水务局二楼")
	sent := storetest.Write(t, all[1], store.Outgoing{Kind: exchange.WorkPack, To: []app.ID{all[0].Seat().ID}})
	own := storetest.Write(t, all[0], store.Outgoing{Kind: exchange.WorkPack, To: []app.ID{all[1].Seat().ID}, Full: true})
	whole, err := os.ReadFile(sent.Paths[0])
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, raw []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	bent := slices.Clone(whole)
	bent[len(bent)/2] ^= 1
	x := laptop(t, all[0], "")
	said := map[string]bool{}
	for _, bad := range []struct {
		path string
		code string
	}{
		{write("short.lspack", whole[:len(whole)/2]), "exchange.damaged"},
		{write("bent.lspack", bent), "exchange.damaged"},
		{write("foreign.lspack", []byte("通知")), "exchange.foreign"},
		{own.Paths[0], "exchange.own"},
	} {
		x.open(room.PageIn, bad.path)
		_, err := all[0].Examine(t.Context(), []string{bad.path}, nil)
		if app.CodeOf(err) != bad.code {
			t.Fatalf("%s is refused with %v", bad.path, err)
		}
		sentence, hint := i18n.Error(err)
		x.wants(sentence, hint, i18n.T("exchange.stage.refused"), i18n.T("exchange.in.unchanged"))
		said[sentence] = true
	}
	if len(said) != 4 {
		t.Errorf("four files are refused in %d sentences", len(said))
	}
	x.open(room.PageIn, sent.Paths[0])
	x.press(i18n.T("exchange.take"))
	if got := placeOf(t, all[0], "LS2026-004"); got != "水务局二楼" {
		t.Errorf("after the bad files the good one gives %q", got)
	}
}
