package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// drop drops a file on the window.
func (x *world) drop(path string) {
	x.d.shell.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(path)})
	x.settle()
}

// written lets an office write a package.
func written(t *testing.T, office *store.Workspace, o store.Outgoing) string {
	t.Helper()
	sent, err := office.WritePackage(t.Context(), o, store.WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sent.Paths[0]
}

// begin opens a window that has read the notice.
func begin(t *testing.T, lang string) *world {
	t.Helper()
	x := start(t, t.TempDir(), Options{Lang: lang})
	x.press(x.top(), i18n.T("secrecy.read"))
	t.Cleanup(func() {
		if u := i18n.Unknown(); len(u) > 0 {
			t.Errorf("texts missing: %v", u)
		}
	})
	return x
}

// asks goes through asking for a seat and gives the file of the request and where the workspace is going to be.
func (x *world) asks() (file, dir string) {
	x.t.Helper()
	x.press(x.content(), i18n.T("welcome.join.ask"))
	dir = filepath.Join(x.dir, "第二组"+store.Suffix)
	x.fill("王示范", "审计局", "三号机", dir)
	x.press(x.content(), i18n.T("unlock.next"))
	x.fill(chosen, chosen)
	x.press(x.content(), i18n.T("unlock.ask.do"))
	stick := x.t.TempDir()
	x.fill(stick)
	x.press(x.content(), i18n.T("unlock.ask.save"))
	found, err := filepath.Glob(filepath.Join(stick, "*"+exchange.RequestSuffix))
	if err != nil || len(found) != 1 {
		x.t.Fatalf("saved %v, %v", found, err)
	}
	x.press(x.content(), i18n.T("unlock.ask.finish"))
	return found[0], dir
}

// joins makes the window join an office and gives the office.
func (x *world) joins() *store.Workspace {
	x.t.Helper()
	file, dir := x.asks()
	raw, err := os.ReadFile(file)
	if err != nil {
		x.t.Fatal(err)
	}
	r, err := exchange.DecodeRequest(raw)
	if err != nil {
		x.t.Fatal(err)
	}
	office := storetest.Empty(x.t, noon)
	me := office.Me()
	me.Roles = app.NewSet(string(app.RoleAdmin), string(app.RoleOffice))
	if err := office.Desk().SavePerson(x.t.Context(), me); err != nil {
		x.t.Fatal(err)
	}
	seat, err := office.Admit(x.t.Context(), r, app.Person{Name: r.Person, Roles: app.NewSet(string(app.RoleOffice))}, nil, nil, nil)
	if err != nil {
		x.t.Fatal(err)
	}
	x.drop(written(x.t, office, store.Outgoing{Kind: exchange.RoundPack, To: []app.ID{seat.ID}, Full: true}))
	if x.d.shell.Route().Room != shell.RoomUnlock+"/pack" {
		x.t.Fatalf("a dropped pack leads to %v", x.d.shell.Route())
	}
	shelltest.Entries(x.content())[1].SetText(chosen)
	x.press(x.content(), i18n.T("unlock.pack.open"))
	x.press(x.content(), i18n.T("unlock.pack.join"))
	x.until(func() bool { return x.d.ws != nil })
	if x.d.ws.ID() != office.ID() || x.d.ws.Me().Name != "王示范" || x.d.ws.Dir() != dir {
		x.t.Fatalf("opened %s for %q", x.d.ws.Dir(), x.d.ws.Me().Name)
	}
	return office
}

func TestALaptopAsksJoinsAndHandsOverInTheWindow(t *testing.T) {
	x := begin(t, "zh")
	x.joins()
	if len(x.d.prefs.Get().Asked) != 0 {
		t.Error("the request still waits though it was answered")
	}
	other := storetest.Empty(t, noon)
	x.drop(written(t, other, store.Outgoing{Kind: exchange.ReadingPack, Phrase: theirs, Full: true}))
	if at := x.d.shell.Route(); at.Room != shell.RoomExchange+"/in" || at.Ref == "" {
		t.Errorf("a package dropped on an open workspace leads to %+v", at)
	}

	x.d.shell.Go(shell.Route{Room: shell.RoomSettings})
	x.settle()
	x.d.shell.Go(shell.Route{Room: shell.RoomHandover})
	x.settle()
	x.press(x.content(), "3 "+i18n.T("handover.step.wipe"))
	out := t.TempDir()
	x.fill("电脑今日交回", out, chosen, i18n.T("handover.wipe.word"))
	dir := x.d.ws.Dir()
	x.press(x.content(), i18n.T("handover.wipe.do"))
	x.until(func() bool {
		return x.says(i18n.T("handover.done")) || strings.Contains(x.words(), i18n.T("handover.done"))
	})
	if _, err := os.Stat(dir); err == nil {
		t.Error("the workspace is there still")
	}
	x.press(x.content(), i18n.T("handover.finish"))
	x.until(func() bool { return x.d.shell.Route().Room == shell.RoomWelcome })
	if x.d.ws != nil || slices.Contains(x.d.prefs.Get().Recent, dir) || store.Wiped(dir) {
		t.Errorf("something is left: %v", x.d.prefs.Get().Recent)
	}
	x.quit()
}

func TestARequestWaitsAcrossStartsOfTheProgram(t *testing.T) {
	x := begin(t, "zh")
	_, dir := x.asks()
	x.quit()
	y := start(t, x.dir, Options{Lang: "zh"})
	if !y.says(i18n.T("welcome.join.waits", "name", "王示范", "laptop", "三号机")) {
		t.Fatal("the request is not shown")
	}
	y.press(y.content(), i18n.T("welcome.join.show"))
	r, err := store.Asked(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range strings.Fields(r.Fingerprint()) {
		if !y.says(g) {
			t.Errorf("group %s is not shown", g)
		}
	}
	y.press(y.content(), i18n.T("unlock.ask.forget"))
	y.press(y.top(), i18n.T("unlock.ask.forget.do"))
	if _, err := store.Asked(dir); app.CodeOf(err) != "ask.none" || y.says(i18n.T("welcome.join.show")) || len(y.d.prefs.Get().Asked) != 0 {
		t.Errorf("it still waits: %v", err)
	}
	y.quit()
}

func TestACopyForReadingSaysSoEverywhereAndRefusesDeedsKindly(t *testing.T) {
	office := storetest.Sample(t, noon)
	pack := written(t, office, store.Outgoing{Kind: exchange.ReadingPack, Phrase: theirs, Full: true})
	x := begin(t, "zh")
	x.drop(pack)
	shelltest.Entries(x.content())[1].SetText("guessed")
	x.press(x.content(), i18n.T("unlock.pack.open"))
	sentence, _ := i18n.Error(app.Refuse("exchange.phrase", "path", pack))
	if !strings.Contains(x.words(), sentence) {
		t.Errorf("a wrong phrase is not told:\n%s", x.words())
	}
	shelltest.Entries(x.content())[1].SetText(theirs)
	x.press(x.content(), i18n.T("unlock.pack.open"))
	all := shelltest.Entries(x.content()) // own phrase twice, place
	all[0].SetText(chosen)
	all[1].SetText(chosen)
	dir := filepath.Join(x.dir, "副本"+store.Suffix)
	all[2].SetText(dir)
	x.press(x.content(), i18n.T("unlock.pack.read"))
	x.until(func() bool { return x.d.ws != nil })
	if !x.d.ws.Reading() {
		t.Fatal("it can be changed")
	}
	id := x.aCase()
	for _, room := range []string{shell.RoomBoard, shell.RoomBoard + "/round", "case", "case/basics", "case/entry", "case/inspection", "case/summary", "case/rectification", "case/history",
		shell.RoomBench, shell.RoomFindings, shell.RoomDrafts, shell.RoomHistory, shell.RoomHandover, shell.RoomSettings, shell.RoomSettings + "/backup", shell.RoomSettings + "/integrity"} {
		x.d.shell.Go(shell.Route{Room: room, Case: id})
		x.settle()
		if at := x.d.shell.Route().Room; at != room {
			t.Errorf("%s leads to %s", room, at)
		}
		if !x.says(i18n.T("shell.reading")) {
			t.Errorf("%s does not say that it is for reading", room)
		}
		if x.d.window.Canvas().Capture().Bounds().Empty() {
			t.Errorf("%s paints nothing", room)
		}
		if shelltest.Button(x.content(), i18n.T("kit.close")) != nil {
			t.Errorf("%s begins with a fault", room)
		}
	}
	for _, room := range unread {
		x.d.shell.Go(shell.Route{Room: room})
		if x.d.shell.Route().Room == room {
			t.Errorf("%s is there without a use", room)
		}
	}
	x.d.shell.Go(shell.Route{Room: "case/basics", Case: id})
	x.settle()
	sentence, _ = i18n.Error(app.Refuse("workspace.reading", "path", dir))
	var field *kit.Entry
	for _, e := range shelltest.Entries(x.content()) {
		if !e.Disabled() && e.OnLeft != nil && !e.MultiLine {
			field = e
			break
		}
	}
	if field == nil {
		t.Fatal("there is no field")
	}
	x.d.window.Canvas().Focus(field)
	test.Type(field, "改")
	x.d.window.Canvas().Unfocus()
	x.settle()
	if !strings.Contains(x.words(), sentence) {
		t.Errorf("a deed is not refused in words of its own:\n%s", x.words())
	}
	x.lock()
	x.fill(chosen)
	x.press(x.content(), i18n.T("unlock.do"))
	x.until(func() bool { return x.d.ws != nil && x.says(i18n.T("shell.reading")) })
	x.quit()
}

// aCase gives a case of the workspace.
func (x *world) aCase() app.ID {
	x.t.Helper()
	b, err := x.d.ws.Board(x.t.Context(), store.BoardQuery{}, app.DateOf(noon))
	if err != nil || len(b.Rows) == 0 {
		x.t.Fatalf("no cases: %v", err)
	}
	return b.Rows[0].ID
}

func TestAPackageForASeatIsToldFromOneWithAPhrase(t *testing.T) {
	office := storetest.Empty(t, noon)
	theirDir := filepath.Join(t.TempDir(), "x"+store.Suffix)
	r, err := store.Ask(t.Context(), theirDir, store.AskOptions{Person: "李示范", Phrase: theirs, Cost: vault.Lowest})
	if err != nil {
		t.Fatal(err)
	}
	seat, err := office.Admit(t.Context(), r, app.Person{Name: "李示范", Roles: app.NewSet(string(app.RoleInspector))}, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	pack := written(t, office, store.Outgoing{Kind: exchange.RoundPack, To: []app.ID{seat.ID}, Full: true})
	x := begin(t, "zh")
	tell := func(phrase string) string {
		x.drop(pack)
		shelltest.Entries(x.content())[1].SetText(phrase)
		x.press(x.content(), i18n.T("unlock.pack.open"))
		words := x.words()
		x.press(x.content(), i18n.T("unlock.back"))
		return words
	}
	if want, _ := i18n.Error(app.Refuse("unlock.pack.receiver", "path", pack)); !strings.Contains(tell(chosen), want) {
		t.Error("nobody says that no seat waits here")
	}
	x.asks()
	for _, c := range []struct{ phrase, code string }{{"guessed", "phrase.wrong"}, {chosen, "exchange.receiver"}} {
		if want, _ := i18n.Error(app.Refuse(c.code, "path", pack)); !strings.Contains(tell(c.phrase), want) {
			t.Errorf("with a request of one's own %s is not said", c.code)
		}
	}
	x.quit()
}

func TestTheRecordOfAWipeThatWasCutOffIsFetchedInTheWindow(t *testing.T) {
	x, dir := founded(t, "zh")
	x.quit()
	ws, err := store.Open(t.Context(), dir, storetest.Options(store.Options{Phrase: chosen}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ws.Wipe(t.Context(), store.WipeHow{Phrase: chosen, Sure: true, Why: "test"}, nil); err != nil {
		t.Fatal(err)
	}
	y := start(t, x.dir, Options{Lang: "zh"})
	if err := y.d.Open(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	y.settle()
	out := t.TempDir()
	y.fill(out, chosen)
	y.press(y.content(), i18n.T("unlock.record.do"))
	if found, _ := filepath.Glob(filepath.Join(out, "*.pdf")); len(found) != 1 || store.Wiped(dir) {
		t.Errorf("saved %v; what the wipe left is there: %v\n%s", found, store.Wiped(dir), y.words())
	}
	y.press(y.content(), i18n.T("unlock.ask.finish"))
	if slices.Contains(y.d.prefs.Get().Recent, dir) {
		t.Error("the wiped workspace is still among the recent places")
	}
	if err := y.d.Open(t.Context(), dir); err == nil {
		t.Error("a workspace that is gone opens")
	}
	y.quit()
}
