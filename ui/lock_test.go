package ui

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynedesktop "fyne.io/fyne/v2/driver/desktop"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/prefs"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

const (
	chosen = "三月里 借来的 青花茶壶 盖子"
	theirs = "沿河路口 修伞的老人 两只白鹅"
)

func (x *world) content() fyne.CanvasObject { return x.d.window.Canvas().Content() }

// fill types into the entries in view, in their order.
func (x *world) fill(texts ...string) {
	x.t.Helper()
	all := shelltest.Entries(x.content())
	if len(all) != len(texts) {
		x.t.Fatalf("%d entries, not %d", len(all), len(texts))
	}
	for i, text := range texts {
		all[i].SetText(text)
	}
}

// lock locks by the key and waits until the window asks for the phrase.
func (x *world) lock() {
	x.t.Helper()
	x.d.shell.TypedShortcut(&fynedesktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierControl})
	x.until(func() bool { return x.d.shell.Route().Room == shell.RoomUnlock })
}

// until settles until something has come about.
func (x *world) until(done func() bool) {
	x.t.Helper()
	there := make(chan struct{})
	for range 10_000_000 {
		if done() {
			close(there)
			x.main.SettleUntil(x.d.shell, there)
			x.settle()
			return
		}
		x.settle()
	}
	x.t.Fatal("it never came about")
}

// words collects every text in view, dialogs among them.
func (x *world) words() string {
	var b strings.Builder
	for _, root := range append([]fyne.CanvasObject{x.content()}, x.d.window.Canvas().Overlays().List()...) {
		for _, o := range flat(root) {
			b.WriteString(says(o) + "\n")
			if e, ok := o.(*kit.Entry); ok {
				b.WriteString(e.Text + "\n")
			}
		}
	}
	return b.String()
}

// founded makes a workspace of a person and opens it in a window that has read the notice.
func founded(t *testing.T, lang string) (x *world, dir string) {
	t.Helper()
	home := t.TempDir()
	x = start(t, home, Options{Lang: lang})
	x.press(x.top(), i18n.T("secrecy.read"))
	dir = filepath.Join(home, "联审.lianshen")
	x.d.Create(dir, "")
	x.settle()
	x.fill(dir, "王敏", "联审办", "甲机")
	x.press(x.content(), i18n.T("unlock.next"))
	x.fill(chosen, chosen)
	x.press(x.content(), i18n.T("unlock.create.do"))
	x.confirm(x.d.held.get())
	if x.d.ws == nil || x.d.shell.Route().Room != shell.RoomBoard {
		t.Fatalf("the first start ends at %q", x.d.shell.Route().Room)
	}
	return x, dir
}

// confirm types the groups that are asked for from the key in view.
func (x *world) confirm(ws *store.Workspace) {
	x.t.Helper()
	if ws == nil {
		x.t.Fatal("no workspace was made")
	}
	shown := x.words()
	x.press(x.content(), i18n.T("key.kept"))
	lines := strings.Split(shown, "\n")
	var groups []string
	for _, l := range lines {
		if len(l) == 4 && strings.Trim(l, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == "" {
			groups = append(groups, l)
		}
	}
	if len(groups) != 14 {
		x.t.Fatalf("%d groups are shown", len(groups))
	}
	all, n := shelltest.Entries(x.content()), 0
	for i, g := range groups {
		if x.says(i18n.T("key.check.group", "n", i+1)) {
			all[n].SetText(g)
			n++
		}
	}
	x.press(x.content(), i18n.T("key.check.do"))
}

func TestTheWindowLocksHidesEverythingAndComesBackToTheSamePlace(t *testing.T) {
	for _, lang := range []string{i18n.Chinese, i18n.English} {
		t.Run(lang, func(t *testing.T) {
			x, dir := founded(t, lang)
			x.d.shell.Go(shell.Route{Room: shell.RoomBoard + "/round"})
			x.settle()
			entry := shelltest.Entries(x.content())[0] // the name of the round, typed and not yet left
			x.d.window.Canvas().Focus(entry)
			entry.SetText("二〇二六年度批次")
			route := x.d.shell.Route()
			if title := x.d.window.Title(); !strings.Contains(title, "联审") || title == i18n.T("app.name") {
				t.Errorf("the window is called %q while open", title)
			}
			kit.Tell(x.d.window, "dialog", "over everything", "")
			x.lock()

			if got := x.d.window.Title(); got != i18n.T("app.name") {
				t.Errorf("the locked window is called %q", got)
			}
			seen := x.words()
			for _, secret := range []string{"二〇二六年度批次", "王敏", "联审办", "over everything"} {
				if strings.Contains(seen, secret) {
					t.Errorf("the locked window shows %q", secret)
				}
			}
			if x.top() != nil || x.d.ws != nil {
				t.Error("a dialog or the workspace is still there")
			}
			again, err := store.Open(t.Context(), dir, store.Options{Now: x.d.now, Phrase: chosen})
			if err != nil {
				t.Fatalf("the locked window still holds the workspace: %v", err)
			}
			rounds, err := again.Rounds(t.Context())
			if err != nil || len(rounds) != 1 || rounds[0].Name != "二〇二六年度批次" {
				t.Errorf("what was being typed is lost: %+v %v", rounds, err)
			}
			if err := again.Close(); err != nil {
				t.Fatal(err)
			}
			x.fill("not this one")
			x.press(x.content(), i18n.T("unlock.do"))
			if x.d.ws != nil || !strings.Contains(x.words(), i18n.T("error.phrase.wrong")) {
				t.Fatal("a wrong phrase opens, or is not told")
			}
			x.fill(chosen)
			x.press(x.content(), i18n.T("unlock.do"))
			if got := x.d.shell.Route(); got != route {
				t.Errorf("comes back to %+v, not %+v", got, route)
			}
			x.quit()
			if u := i18n.Unknown(); len(u) > 0 {
				t.Errorf("texts missing: %v", u)
			}
		})
	}
}

func TestAnotherPersonOfTheLaptopComesToAPlaceOfTheirOwn(t *testing.T) {
	x, _ := founded(t, "zh")
	id := x.d.ws.Desk().NewID()
	if err := x.d.ws.Desk().SavePerson(t.Context(), app.Person{ID: id, Name: "李示范", Roles: app.NewSet(string(app.RoleInspector))}); err != nil {
		t.Fatal(err)
	}
	if err := x.d.ws.AddSeat(t.Context(), id, "甲机", theirs); err != nil {
		t.Fatal(err)
	}
	x.settle()
	x.d.shell.Go(shell.Route{Room: shell.RoomPeople})
	x.settle()
	x.lock()
	x.fill(theirs)
	x.press(x.content(), i18n.T("unlock.do"))
	if x.d.ws == nil || x.d.ws.Me().Name != "李示范" || x.d.shell.Route().Room != shell.RoomBoard {
		t.Errorf("is at %+v", x.d.shell.Route())
	}
	if !x.says(i18n.T("shell.who", "name", "李示范")) {
		t.Error("the window does not say who works")
	}
	x.quit()
}

func TestASignInLeavesATraceAndABackupIsMadeAtTheStart(t *testing.T) {
	x, dir := founded(t, "zh")
	all, err := store.Backups(store.BackupsDir(dir))
	if err != nil || len(all) != 1 || !all[0].Good {
		t.Fatalf("backups %+v, %v", all, err)
	}
	if !x.says(i18n.T("backup.made", "time", all[0].At.Local().Format("15:04"))) {
		t.Errorf("the status line does not tell of the backup:\n%s", x.words())
	}
	x.d.tend()
	x.settle()
	if again, err := store.Backups(store.BackupsDir(dir)); err != nil || len(again) != 1 {
		t.Errorf("a backup is made anew though none is due: %d, %v", len(again), err)
	}
	before := x.d.ws.Seat()
	seq := func() int64 { _, n, _ := x.d.ws.Tip(); return n }
	was := seq()
	x.lock()
	x.fill(chosen)
	x.press(x.content(), i18n.T("unlock.do"))
	if x.d.ws.Seat().ID != before.ID || seq() != was+1 {
		t.Errorf("unlocking left %d records", seq()-was)
	}
	x.quit()
}

func TestNoPhraseReachesALogATitleOrTheSettings(t *testing.T) {
	var log bytes.Buffer
	old := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(old) })
	x, dir := founded(t, "zh")
	x.lock()
	x.fill("not this one")
	x.press(x.content(), i18n.T("unlock.do"))
	if err := x.d.Unlock(context.Background(), "nor this one"); err == nil || strings.Contains(err.Error(), "nor this") {
		t.Errorf("the refusal is %v", err)
	}
	x.fill(chosen)
	x.press(x.content(), i18n.T("unlock.do"))
	if strings.Contains(x.words(), chosen) {
		t.Error("the window shows the phrase")
	}
	x.quit()
	raw, err := os.ReadFile(filepath.Join(filepath.Dir(dir), "settings.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{chosen, "青花茶壶", "not this one", "王敏"} {
		if strings.Contains(log.String(), secret) || strings.Contains(string(raw), secret) || strings.Contains(x.d.window.Title(), secret) {
			t.Errorf("%q is in the log, the settings or the title", secret)
		}
	}
}

func TestTheWindowLocksWhenAWorkspaceWaitsToBeShown(t *testing.T) {
	home := t.TempDir()
	x := start(t, home, Options{Lang: "zh"})
	x.press(x.top(), i18n.T("secrecy.read"))
	dir := filepath.Join(home, "联审.lianshen")
	x.d.Create(dir, "")
	x.settle()
	x.fill(dir, "王敏", "", "")
	x.press(x.content(), i18n.T("unlock.next"))
	x.fill(chosen, chosen)
	x.press(x.content(), i18n.T("unlock.create.do"))
	group := ""
	for _, l := range strings.Split(x.words(), "\n") {
		if len(l) == 4 {
			group = l
		}
	}
	x.d.Lock()
	x.settle()
	if group == "" || strings.Contains(x.words(), group) || x.d.held.get() != nil {
		t.Errorf("the recovery key (%q) is still in view", group)
	}
	x.fill(chosen)
	x.press(x.content(), i18n.T("unlock.do"))
	if x.d.ws == nil {
		t.Error("it does not open")
	}
	x.quit()
}

func TestAWindowClosedWhileItOpensLeavesNothingOpen(t *testing.T) {
	x, dir := founded(t, "zh")
	x.lock()
	if err := x.d.Unlock(t.Context(), chosen); err != nil { // opened, and not yet shown
		t.Fatal(err)
	}
	x.d.quit()
	x.until(func() bool { return x.d.ends })
	ws, err := store.Open(t.Context(), dir, storetest.Options(store.Options{Phrase: chosen}))
	if err != nil {
		t.Fatalf("the workspace is still open: %v", err)
	}
	if err := ws.Close(); err != nil {
		t.Error(err)
	}
}

func TestTheIdleLimitIsThePersons(t *testing.T) {
	f := prefs.Open("")
	if got := f.Get().Idle.Limit().Minutes(); got != 10 {
		t.Errorf("a new person's window locks after %v minutes", got)
	}
	for _, idle := range prefs.Idles {
		if err := f.Change(func(v *prefs.Values) { v.Idle = idle }); err != nil {
			t.Fatal(err)
		}
		if got := f.Get().Idle.Limit(); (got == 0) != (idle == prefs.IdleNever) {
			t.Errorf("%s gives %v", idle, got)
		}
	}
}

func TestMouseAndKeysKeepTheWindowOpen(t *testing.T) {
	x := start(t, t.TempDir(), Options{Lang: "zh"})
	touched := func(what string, touch func()) {
		t.Helper()
		from := time.Now()
		touch()
		if idle := kit.Idle(); idle > time.Since(from) { // the last touch was before this one
			t.Errorf("%s is not noticed", what)
		}
	}
	watch, ok := shelltest.Find(x.content(), func(*kit.MouseWatch) bool { return true })
	if !ok {
		t.Fatal("nobody watches the mouse")
	}
	touched("the mouse", func() { watch.Cursor() })
	e := kit.NewEntry("")
	touched("a key in an entry", func() { e.KeyDown(&fyne.KeyEvent{Name: fyne.KeyA}) })
	touched("a character", func() { e.TypedRune('a') })
	touched("a shortcut", func() { x.d.shell.TypedShortcut(&fyne.ShortcutUndo{}) })
	x.quit()
}
