package ui

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/store/vault"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/prefs"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
	"lianshen/ui/theme"
)

var noon = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)

type world struct {
	t    *testing.T
	d    *desktop
	main shelltest.Main
	dir  string
}

func start(t *testing.T, dir string, o Options) *world {
	t.Helper()
	t.Setenv("HOME", dir)
	ask.Used(filepath.Join(dir, "file")) // not what an earlier test used last
	x := &world{t: t, dir: dir}
	o.Settings, o.Now, o.Main, o.Cost = filepath.Join(dir, "settings.json"), func() time.Time { return noon }, x.main.Do, vault.Lowest
	d, err := open(test.NewTempApp(t), o)
	if err != nil {
		t.Fatal(err)
	}
	x.d = d
	x.settle()
	return x
}

func (x *world) settle() { x.main.Settle(x.d.shell) }

func (x *world) quit() {
	x.t.Helper()
	done := make(chan struct{})
	x.d.shell.Quit(func() { close(done) })
	x.main.SettleUntil(x.d.shell, done)
}

func (x *world) top() fyne.CanvasObject { return x.d.window.Canvas().Overlays().Top() }

func (x *world) press(root fyne.CanvasObject, text string) {
	x.t.Helper()
	b := shelltest.Button(root, text)
	if b == nil {
		x.t.Fatalf("there is no button %q", text)
	}
	test.Tap(b)
	x.settle()
}

func (x *world) says(text string) bool {
	return shelltest.Says(x.d.window.Canvas().Content(), text)
}

func TestFirstStartTellsOfSecrecyAndOpensTheSample(t *testing.T) {
	dir := t.TempDir()
	x := start(t, dir, Options{Lang: "zh"})
	if x.top() == nil || !shelltest.Says(x.top(), i18n.T("secrecy.notice")) {
		t.Fatal("the first start does not show the notice")
	}
	x.press(x.top(), i18n.T("secrecy.read"))
	x.press(x.d.window.Canvas().Content(), i18n.T("welcome.sample.open"))
	if got := x.d.shell.Route().Room; got != shell.RoomBoard || !x.says("LS2026-010") {
		t.Fatalf("is at %q", got)
	}
	b, err := x.d.ws.Board(context.Background(), store.BoardQuery{}, app.DateOf(noon))
	if err != nil {
		t.Fatal(err)
	}
	id := b.Rows[4].ID
	desk := x.d.ws.Desk()
	if err := desk.SaveCase(context.Background(), app.VerbSaveNotice, id, func(c *app.Case) error { c.Notice.ReceivedBy = "收件人"; return nil }); err != nil {
		t.Fatal(err)
	}
	x.quit()

	y := start(t, dir, Options{Lang: "zh"})
	if y.top() != nil {
		t.Error("the notice comes again")
	}
	place := filepath.Join(dir, i18n.T("welcome.sample.name")+store.Suffix)
	if recent := y.d.prefs.Get().Recent; len(recent) != 1 || recent[0] != place {
		t.Fatalf("recent places %v", recent)
	}
	y.press(y.d.window.Canvas().Content(), i18n.T("welcome.sample.open")) // it is there already: it is opened, not made anew
	c, err := app.Get[app.Case](context.Background(), y.d.ws, id)
	if err != nil || c.Notice.ReceivedBy != "收件人" {
		t.Errorf("after opening again: %q, %v", c.Notice.ReceivedBy, err)
	}
	y.quit()
}

func TestLanguageAndTextSizeChangeAtRunTime(t *testing.T) {
	x := start(t, t.TempDir(), Options{Lang: "zh"})
	x.press(x.top(), i18n.T("secrecy.read"))
	x.press(x.d.window.Canvas().Content(), i18n.T("welcome.sample.open"))
	b, err := x.d.ws.Board(context.Background(), store.BoardQuery{}, app.DateOf(noon))
	if err != nil {
		t.Fatal(err)
	}
	x.d.shell.Go(shell.Route{Room: "case/summary", Case: b.Rows[1].ID})
	x.settle()
	small := theme.Size(theme.TextBody)
	if err := x.d.prefs.Change(func(v *prefs.Values) { v.Language, v.Text, v.Mode = i18n.English, theme.TextHuge, theme.ModeDark }); err != nil {
		t.Fatal(err)
	}
	x.d.Apply(x.d.prefs.Get())
	x.settle()
	if got := x.d.shell.Route(); got.Room != "case/summary" || got.Case != b.Rows[1].ID {
		t.Errorf("the place changed to %+v", got)
	}
	if !x.says("Approvals") || x.says("报告呈批") {
		t.Error("the page does not speak English")
	}
	if theme.Size(theme.TextBody) <= small {
		t.Error("the text did not grow")
	}
	for _, e := range x.d.place(x.d.ws).Entries {
		x.d.shell.Go(shell.Route{Room: e.Name})
		x.settle()
		if x.d.shell.Route().Room != e.Name {
			t.Errorf("%s cannot be entered", e.Name)
		}
	}
	if u := i18n.Unknown(); len(u) > 0 {
		t.Errorf("texts missing: %v", u)
	}
	x.quit()
}

func TestWhatCannotBeOpenedIsSaidAndTheWindowGoesOn(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.lianshen")
	if err := os.MkdirAll(bad, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bad, "workspace.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	x := start(t, dir, Options{Lang: "zh"})
	x.press(x.top(), i18n.T("secrecy.read"))
	want := x.d.Open(context.Background(), bad)
	sentence, hint := i18n.Error(want)
	if want == nil || hint == "" {
		t.Fatalf("opening gives %v", want)
	}
	x.d.shell.Fail(want)
	x.settle()
	if !x.says(sentence) {
		t.Errorf("%q is not shown", sentence)
	}
	file := filepath.Join(dir, "round.json")
	if err := os.WriteFile(file, []byte(`{"format":"lianshen-round","nonsense":1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(dir, "new.lianshen")
	x.d.Create(target, file)
	x.settle()
	if err := x.d.Make(context.Background(), storetest.Phrase, func(int, int, string) {}); err == nil {
		t.Error("a faulty round file was loaded")
	} else if s, _ := i18n.Error(err); s == "" {
		t.Error("the fault of the file has no sentence")
	}
	if _, err := os.Stat(target); err == nil {
		t.Error("a workspace was left behind")
	}
	x.d.Other()
	x.settle()
	x.press(x.d.window.Canvas().Content(), i18n.T("welcome.sample.open"))
	if x.d.shell.Route().Room != shell.RoomBoard {
		t.Error("the window does not go on")
	}
	x.quit()
	if u := i18n.Unknown(); len(u) > 0 {
		t.Errorf("texts missing: %v", u)
	}
}

func TestWorkspaceOfTheCommandLineIsOpened(t *testing.T) {
	dir := t.TempDir()
	place := filepath.Join(dir, "w.lianshen")
	ws, err := store.Create(context.Background(), place, storetest.Options(store.Options{Now: func() time.Time { return noon }, Person: "甲"}))
	if err != nil {
		t.Fatal(err)
	}
	if err := ws.Close(); err != nil {
		t.Fatal(err)
	}
	x := start(t, dir, Options{Lang: "en", Workspace: place, Phrase: func() (string, error) { return storetest.Phrase, nil }})
	if x.top() == nil || !shelltest.Says(x.top(), i18n.T("secrecy.notice")) {
		t.Error("the first start does not show the notice")
	}
	x.until(func() bool { return x.d.ws != nil }) // on a busy machine the window does not wait for it
	if x.d.shell.Route().Room != shell.RoomBoard || i18n.Language() != i18n.English {
		t.Errorf("is at %+v in %s", x.d.shell.Route(), i18n.Language())
	}
	x.quit()
}

// Every page is painted, so that nothing is drawn that a painter cannot paint.
func TestEveryRoomPaints(t *testing.T) {
	x := start(t, t.TempDir(), Options{Lang: "zh"})
	x.press(x.top(), i18n.T("secrecy.read"))
	x.d.window.Canvas().Capture()
	x.press(x.d.window.Canvas().Content(), i18n.T("welcome.sample.open"))
	b, err := x.d.ws.Board(context.Background(), store.BoardQuery{}, app.DateOf(noon))
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range []string{shell.RoomBoard, shell.RoomBoard + "/round", "case", "case/entry", "case/summary", "case/rectification", "case/history", shell.RoomPeople, shell.RoomPeople + "/mine", shell.RoomPeople + "/recusal", shell.RoomPeople + "/enrol", shell.RoomHandover, shell.RoomSettings,
		shell.RoomExchange, shell.RoomExchange + "/out", shell.RoomExchange + "/in", shell.RoomExchange + "/imports", shell.RoomExchange + "/sent", shell.RoomExchange + "/folder"} {
		x.d.shell.Go(shell.Route{Room: room, Case: b.Rows[0].ID})
		x.settle()
		if img := x.d.window.Canvas().Capture(); img.Bounds().Empty() {
			t.Errorf("%s paints nothing", room)
		}
	}
	x.quit()
}
