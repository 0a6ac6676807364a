package daylog

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Clean()
	os.Exit(code)
}

var today = time.Date(2026, 10, 12, 15, 4, 0, 0, time.Local)

// at shows the room on a sample workspace in which eight items of a case were answered and evidence was put in order.
func at(t *testing.T) (*store.Workspace, *Room, *shelltest.Host) {
	t.Helper()
	ws := storetest.Sample(t, today)
	work(t, ws)
	host := shelltest.New(t, ws.Desk())
	host.Win.Resize(fyne.NewSize(1180, 668))
	r := New(host, ws, kit.NewDrafts())
	host.Show(r, shell.Route{Room: shell.RoomDaylog})
	t.Cleanup(func() {
		if u := i18n.Unknown(); len(u) > 0 {
			t.Errorf("texts missing: %v", u)
		}
	})
	return ws, r, host
}

func work(t *testing.T, ws *store.Workspace) {
	t.Helper()
	c, err := ws.CaseByNumber(t.Context(), "LS2026-002")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		note := fmt.Sprintf("核对第%d本台账。", i)
		if err := ws.Desk().AnswerItem(t.Context(), c.ID, fmt.Sprintf("XR-1-%02d", i+1), app.AnswerInput{Note: &note}); err != nil {
			t.Fatal(err)
		}
	}
	if err := ws.Desk().NotePrint(t.Context(), c, map[string]string{"what": "sheet"}); err != nil {
		t.Fatal(err)
	}
}

// look keeps a picture of the window where LOOK names a folder.
func look(t *testing.T, host *shelltest.Host, name string) {
	t.Helper()
	dir := os.Getenv("LOOK")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, host.Win.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}

func written(t *testing.T, ws *store.Workspace, on app.Date) string {
	t.Helper()
	n, err := app.Get[app.DayLog](t.Context(), ws, app.DayLogID(ws.Me().ID, on))
	if err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
		t.Fatal(err)
	}
	return n.Text
}

func TestTheDraftIsTakenOverEditedAndKept(t *testing.T) {
	ws, r, host := at(t)
	if len(r.now.sentences) != 1 || !strings.Contains(r.now.sentences[0], "LS2026-002") || !shelltest.Says(r.draft, r.now.sentences[0]) {
		t.Fatalf("the draft says %q", r.now.sentences)
	}
	if !shelltest.Says(r.root, i18n.T("daylog.note")) {
		t.Error("that it is optional is not said")
	}
	look(t, host, "draft")
	shelltest.Button(r.draft, i18n.T("daylog.take")).Tapped(nil)
	on := app.DateOf(today)
	if got := written(t, ws, on); got != r.now.sentences[0] {
		t.Fatalf("kept is %q", got)
	}
	e := r.entry()
	if e.Text != r.now.sentences[0] || len(host.SavedAt) == 0 || !strings.Contains(r.form.State(), "15:04") {
		t.Errorf("the entry has %q, the form says %q", e.Text, r.form.State())
	}
	r.takeAll()
	if got := written(t, ws, on); got != r.now.sentences[0] {
		t.Errorf("a sentence came twice: %q", got)
	}
	r.TypedRune('n')
	if !r.typing() {
		t.Error("N does not lead to the text")
	}
	e.SetText(e.Text + "\n下午在单位食堂用餐，自付餐费。")
	r.Changed(app.Deed{Verb: app.VerbAnswerItem}) // somebody works meanwhile
	if !strings.HasSuffix(e.Text, "自付餐费。") || r.entry() != e {
		t.Error("what is being typed is lost")
	}
	r.Hidden()
	if got := written(t, ws, on); !strings.HasSuffix(got, "自付餐费。") {
		t.Errorf("kept is %q", got)
	}
	look(t, host, "written")
	host.Win.Canvas().Unfocus()
	if _, err := ws.UndoLast(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.Changed(app.Deed{Verb: app.VerbUndo})
	if e := r.entry(); e.Text != r.now.sentences[0] {
		t.Errorf("after undoing it shows %q", e.Text)
	}
}

func TestDaysAreChosenByKeysAndKeepTheirTexts(t *testing.T) {
	ws, r, _ := at(t)
	on := app.DateOf(today)
	other := app.Date{Year: 2026, Month: 10, Day: 9}
	if err := ws.Desk().WriteDayLog(t.Context(), app.DayLog{Person: ws.Me().ID, On: other, Text: "进点会。"}); err != nil {
		t.Fatal(err)
	}
	r.Changed(app.Deed{Verb: app.VerbWriteDayLog})
	if n := r.list.Total(); n != 2 {
		t.Fatalf("%d days", n)
	}
	r.entry().SetText("写到一半")
	if !r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) {
		t.Fatal("the key is not taken")
	}
	if r.on != other || r.entry().Text != "进点会。" {
		t.Errorf("%s shows %q", r.on, r.entry().Text)
	}
	if got := written(t, ws, on); got != "写到一半" {
		t.Errorf("leaving the day kept %q", got)
	}
	r.turn(-1)
	if r.on.Month != 9 || r.list.Total() != 1 || len(r.now.sentences) != 0 || !shelltest.Says(r.draft, i18n.T("daylog.draft.none")) {
		t.Errorf("%s, %d days", r.on, r.list.Total())
	}
	r.Open(shell.Route{Room: shell.RoomDaylog, Ref: "2026-10-09"})
	if r.on != other {
		t.Errorf("the route leads to %s", r.on)
	}
}

func TestWrittenDaysArePrintedAndOthersAreNot(t *testing.T) {
	ws, r, host := at(t)
	r.print()
	press(t, host, i18n.T("daylog.print"))
	if sentence, _ := i18n.Error(app.Refuse("daylog.days")); !overlaySays(host, sentence) {
		t.Error("that nothing is written is not said")
	}
	look(t, host, "span")
	kit.CloseAll(host.Win)
	r.takeAll()
	r.print()
	press(t, host, i18n.T("daylog.print"))
	path := filepath.Join(t.TempDir(), "日志.pdf")
	for _, e := range overlayEntries(host) {
		e.SetText(path)
	}
	look(t, host, "saveas")
	press(t, host, i18n.T("daylog.print"))
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	deeds, err := ws.LastDeeds(t.Context(), 1)
	if err != nil || deeds[0].Verb != app.VerbPrint {
		t.Errorf("%+v, %v", deeds, err)
	}
}

func press(t *testing.T, host *shelltest.Host, text string) {
	t.Helper()
	b := shelltest.Button(host.Win.Canvas().Overlays().Top(), text)
	if b == nil {
		t.Fatalf("no button %q", text)
	}
	b.Tapped(nil)
}

func overlaySays(host *shelltest.Host, text string) bool {
	found := false
	shelltest.Walk(host.Win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		if p, ok := o.(*kit.Para); ok && strings.Contains(p.Text(), text) {
			found = true
		}
		return true
	})
	return found
}

func overlayEntries(host *shelltest.Host) []*kit.Entry {
	return shelltest.Entries(host.Win.Canvas().Overlays().Top())
}
