package shell_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
	"lianshen/ui/theme"
)

// room remembers what the shell asks of it.
type room struct {
	host    shell.Host
	name    string
	opened  []shell.Route
	hidden  int
	changed []app.Verb
	runes   string
	pressed int
	pasted  int
	body    *kit.Entry
}

func (r *room) Open(x shell.Route)         { r.opened = append(r.opened, x) }
func (r *room) Content() fyne.CanvasObject { return r.body }
func (r *room) Title() shell.Title         { return shell.Title{Text: r.name, Stage: app.Inspection} }
func (r *room) Deeds() []shell.Deed {
	return []shell.Deed{{Text: "deed-" + r.name, Do: func() { r.pressed++ }}}
}
func (r *room) TypedKey(*fyne.KeyEvent) bool { return false }
func (r *room) TypedRune(x rune) bool        { r.runes += string(x); return true }
func (r *room) Changed(d app.Deed)           { r.changed = append(r.changed, d.Verb) }
func (r *room) Hidden()                      { r.hidden++ }
func (r *room) Shortcuts() []shell.Shortcut {
	return []shell.Shortcut{{Keys: "Ctrl+T", Text: "table", Key: fyne.KeyT, Mod: fyne.KeyModifierControl, Do: func() { r.pressed++ }},
		{Keys: "Ctrl+V", Text: "paste", Key: fyne.KeyV, Mod: fyne.KeyModifierControl, Do: func() { r.pasted++ }}}
}

type world struct {
	t     *testing.T
	w     fyne.Window
	s     *shell.Shell
	main  shelltest.Main
	rooms map[string]*room
	made  int
	asked []string
	undo  error
	shut  int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{Mode: theme.ModeLight})
	if err := i18n.SetLanguage(i18n.Chinese); err != nil {
		t.Fatal(err)
	}
	x := &world{t: t, w: test.NewTempWindow(t, nil), rooms: map[string]*room{}}
	x.w.Resize(fyne.NewSize(1366, 768))
	x.s = shell.New(x.w, shell.Config{Main: x.main.Do, Welcome: x.room("welcome")})
	return x
}

func (x *world) room(name string) func(shell.Host) shell.Room {
	return func(h shell.Host) shell.Room {
		x.made++
		r := &room{host: h, name: name, body: kit.NewEntry("")}
		x.rooms[name] = r
		return r
	}
}

func (x *world) enter() {
	x.s.Enter(shell.Place{Name: "place", Desk: app.Desk{Now: func() time.Time { return time.Date(2026, 3, 5, 10, 42, 7, 0, time.UTC) }, Who: "W"},
		Entries: []shell.Entry{{Name: shell.RoomBoard, New: x.room("board")}, {Name: shell.RoomCase, NeedsCase: true, New: x.room("case")},
			{Name: shell.RoomSettings, Low: true, New: x.room("settings")}},
		Search: func(_ context.Context, words string) ([]shell.Hit, error) {
			x.asked = append(x.asked, words)
			return []shell.Hit{{Kind: app.KindCase, Title: "hit", Route: shell.Route{Room: shell.RoomCase, Case: "c9"}}}, nil
		},
		Counts:   func(context.Context) (map[string]int, error) { return map[string]int{shell.RoomBoard: 3}, nil },
		CaseLine: func(_ context.Context, id app.ID) (string, error) { return "line of " + string(id), nil },
		Undo:     func(context.Context) (app.Verb, error) { return app.VerbAnswerItem, x.undo },
		Close:    func() error { x.shut++; return nil },
	})
	x.settle()
}

func (x *world) settle() { x.main.Settle(x.s) }

func (x *world) shows(text string) bool {
	found := false
	var look func(fyne.CanvasObject)
	look = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *canvas.Text:
			found = found || o.Text == text
		case *fyne.Container:
			for _, c := range o.Objects {
				look(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				look(c)
			}
		}
	}
	look(x.w.Canvas().Content())
	for _, o := range x.w.Canvas().Overlays().List() {
		look(o)
	}
	return found
}

func (x *world) key(k fyne.KeyName, mod fyne.KeyModifier) {
	x.s.TypedShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: mod})
	x.settle()
}

func TestRoomsAreMadeOnceAndToldWhenTheyAreLeft(t *testing.T) {
	x := newWorld(t)
	x.enter()
	x.s.Go(shell.Route{Room: "case/selfcheck", Case: "c1", Ref: "number"})
	x.s.Go(shell.Route{Room: shell.RoomBoard})
	x.s.Go(shell.Route{Room: shell.RoomCase})
	x.settle()
	board, cases := x.rooms["board"], x.rooms["case"]
	if x.made != 2 || board.hidden != 2 || cases.hidden != 1 {
		t.Errorf("made %d, board hidden %d, case hidden %d", x.made, board.hidden, cases.hidden)
	}
	want := []shell.Route{{Room: "case/selfcheck", Case: "c1", Ref: "number"}, {Room: "case", Case: "c1"}}
	if !slices.Equal(cases.opened, want) {
		t.Errorf("opened %+v: a route without a case keeps the one in hand", cases.opened)
	}
	if !x.shows("line of c1") {
		t.Error("the status line does not name the case")
	}
	x.s.Back()
	if x.s.Route().Room != shell.RoomBoard {
		t.Errorf("back leads to %+v", x.s.Route())
	}
}

func TestARoomThatNeedsACaseIsNotEnteredWithoutOne(t *testing.T) {
	x := newWorld(t)
	x.enter()
	x.s.Go(shell.Route{Room: shell.RoomCase})
	if x.s.Route().Room != shell.RoomBoard || !x.shows(i18n.T("shell.choosecase")) {
		t.Errorf("is at %+v", x.s.Route())
	}
}

func TestWorkOfARoomIsDoneInOrderAndNotShownAfterTheRoomIsGone(t *testing.T) {
	x := newWorld(t)
	x.enter()
	old := x.rooms["board"]
	var done, shown []int
	for i := range 5 {
		old.host.Run(func(context.Context) (func(), error) {
			done = append(done, i)
			return func() { shown = append(shown, i) }, nil
		})
	}
	x.settle()
	if want := []int{0, 1, 2, 3, 4}; !slices.Equal(done, want) || !slices.Equal(shown, want) {
		t.Errorf("done %v, shown %v", done, shown)
	}
	old.host.Run(func(context.Context) (func(), error) { return func() { shown = append(shown, 99) }, nil })
	x.s.Rebuild()
	x.settle()
	if slices.Contains(shown, 99) {
		t.Error("a room that is gone still shows")
	}
	if x.rooms["board"] == old || old.hidden != 1 {
		t.Error("rebuilding keeps the old room")
	}
}

func TestFaultStandsInTheWindowUntilItIsClosed(t *testing.T) {
	x := newWorld(t)
	x.enter()
	board := x.rooms["board"]
	board.host.Run(func(context.Context) (func(), error) { return nil, app.Refuse("workspace.inuse", "path", "/x") })
	x.settle()
	sentence, _ := i18n.Error(app.Refuse("workspace.inuse", "path", "/x"))
	if !x.shows(sentence) {
		t.Errorf("%q is not shown", sentence)
	}
	x.s.Go(shell.Route{Room: shell.RoomSettings})
	x.settle()
	if x.shows(sentence) {
		t.Error("the fault follows into another room")
	}
	board.host.Fail(context.Canceled)
	x.settle()
	if x.shows(context.Canceled.Error()) {
		t.Error("a stop is shown as a fault")
	}
}

func TestKeysGoToTheRoomUnlessADialogIsOpen(t *testing.T) {
	x := newWorld(t)
	x.enter()
	board := x.rooms["board"]
	x.key(fyne.KeyT, fyne.KeyModifierControl)
	x.w.Canvas().OnTypedRune()('n')
	if board.pressed != 1 || board.runes != "n" {
		t.Errorf("pressed %d, runes %q", board.pressed, board.runes)
	}
	x.w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF1})
	if x.w.Canvas().Overlays().Top() == nil || !x.shows("Ctrl+T") || !x.shows("Ctrl+K") {
		t.Fatal("F1 does not list the keys")
	}
	x.key(fyne.KeyT, fyne.KeyModifierControl)
	x.key(fyne.Key2, fyne.KeyModifierControl)
	if board.pressed != 1 {
		t.Error("a key went through the dialog")
	}
	x.w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	x.key(fyne.KeyT, fyne.KeyModifierControl)
	if board.pressed != 2 {
		t.Error("the keys do not come back after the dialog")
	}
}

func TestCtrlEnterDoesWhatADialogIsForWhateverHasTheFocus(t *testing.T) {
	x := newWorld(t)
	x.enter()
	done := 0
	var d *kit.Dialog
	choice := kit.NewSelect([]string{"a", "b"}, nil)
	d = kit.ShowDialog(x.w, "title", choice, 300, 200, kit.NewPrimary("do", func() { done++; d.Close() }))
	x.w.Canvas().Focus(choice)
	x.key(fyne.KeyReturn, fyne.KeyModifierControl)
	if done != 1 {
		t.Errorf("done %d times", done)
	}
	x.key(fyne.KeyReturn, fyne.KeyModifierControl)
	if done != 1 {
		t.Error("done without a dialog")
	}
}

func TestADialogKeepsTheFocusWhenAWorkspaceComesUpBeneathIt(t *testing.T) {
	x := newWorld(t)
	read := kit.NewPrimary("read", nil)
	kit.ShowDialog(x.w, "title", widget.NewLabel("text"), 300, 200, read)
	x.w.Canvas().Focus(read)
	x.enter()
	if x.w.Canvas().Focused() != read {
		t.Errorf("%v has the focus", x.w.Canvas().Focused())
	}
}

func TestSearchJumpsToTheHit(t *testing.T) {
	x := newWorld(t)
	x.enter()
	x.key(fyne.KeyK, fyne.KeyModifierControl)
	e, ok := x.w.Canvas().Focused().(*kit.Entry)
	if !ok {
		t.Fatalf("the search has no focus: %T", x.w.Canvas().Focused())
	}
	test.Type(e, "qx")
	x.settle()
	if len(x.asked) == 0 || x.asked[len(x.asked)-1] != "qx" || !x.shows("hit") {
		t.Fatalf("asked %v", x.asked)
	}
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	x.settle()
	if got := x.s.Route(); got.Room != shell.RoomCase || got.Case != "c9" {
		t.Errorf("jumped to %+v", got)
	}
}

func TestEnterWaitsForWhatTheWholeWordsFind(t *testing.T) {
	x := newWorld(t)
	x.enter()
	x.key(fyne.KeyK, fyne.KeyModifierControl)
	e := x.w.Canvas().Focused().(*kit.Entry)
	test.Type(e, "q")
	x.settle()
	test.Type(e, "x") // its answer is not there when Enter is pressed
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := x.s.Route(); got.Case == "c9" {
		t.Fatalf("jumped to what the first letter found: %+v", got)
	}
	x.settle()
	if got := x.s.Route(); got.Room != shell.RoomCase || got.Case != "c9" || x.asked[len(x.asked)-1] != "qx" {
		t.Errorf("jumped to %+v after asking %v", got, x.asked)
	}
}

func TestUndoSaysWhatWasUndoneOrWhyNot(t *testing.T) {
	x := newWorld(t)
	x.enter()
	x.s.TypedShortcut(&fyne.ShortcutUndo{})
	x.settle()
	if !x.shows(i18n.T("shell.undone", "deed", i18n.Enum("verb", app.VerbAnswerItem))) {
		t.Error("nothing says what was undone")
	}
	x.undo = app.Refuse("undo.nothing")
	x.s.TypedShortcut(&fyne.ShortcutUndo{})
	x.settle()
	if sentence, _ := i18n.Error(x.undo); !x.shows(sentence) {
		t.Errorf("%q is not shown", sentence)
	}
}

func TestChangesReachTheRoomAndTheStatusLine(t *testing.T) {
	x := newWorld(t)
	x.enter()
	x.s.Changed(app.Deed{Verb: app.VerbAnswerItem})
	x.settle()
	if got := x.rooms["board"].changed; !slices.Equal(got, []app.Verb{app.VerbAnswerItem}) {
		t.Errorf("the room heard %v", got)
	}
	if !x.shows("● "+i18n.T("shell.saved", "time", "10:42:07")) || !x.shows("3") {
		t.Error("the frame does not show when it was saved and how much waits")
	}
}

func TestProgressCanBeStopped(t *testing.T) {
	x := newWorld(t)
	x.enter()
	var got error
	x.rooms["board"].host.Progress("long work", func(ctx context.Context, report func(int, int, string)) error {
		report(1, 2, "half")
		return ctx.Err()
	}, func(err error) { got = err })
	x.settle()
	if got != nil || x.w.Canvas().Overlays().Top() != nil {
		t.Errorf("done with %v, dialog %v", got, x.w.Canvas().Overlays().Top())
	}
	stopped := make(chan struct{})
	x.rooms["board"].host.Progress("long work", func(ctx context.Context, _ func(int, int, string)) error {
		<-ctx.Done()
		close(stopped)
		return ctx.Err()
	}, func(err error) { got = err })
	x.main.RunWaiting()
	if !x.shows("long work") {
		t.Fatal("the dialog does not show")
	}
	stop := find(x.w.Canvas().Overlays().Top(), i18n.T("shell.stop"))
	if stop == nil {
		t.Fatal("there is no stop")
	}
	test.Tap(stop)
	<-stopped
	x.settle()
	if !errors.Is(got, context.Canceled) {
		t.Errorf("stopping gives %v", got)
	}
}

func find(o fyne.CanvasObject, text string) *kit.Button {
	switch o := o.(type) {
	case *kit.Button:
		if o.Text == text {
			return o
		}
	case *fyne.Container:
		for _, c := range o.Objects {
			if b := find(c, text); b != nil {
				return b
			}
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			if b := find(c, text); b != nil {
				return b
			}
		}
	}
	return nil
}

func TestQuitSavesWaitsAndCloses(t *testing.T) {
	x := newWorld(t)
	x.enter()
	board := x.rooms["board"]
	worked, done := false, make(chan struct{})
	board.host.Run(func(context.Context) (func(), error) { worked = true; return nil, nil })
	x.s.Quit(func() { close(done) })
	x.main.SettleUntil(x.s, done)
	if !worked || board.hidden != 1 || x.shut != 1 {
		t.Errorf("worked %v, hidden %d, closed %d", worked, board.hidden, x.shut)
	}
}

func TestNoTextIsMissing(t *testing.T) {
	if u := i18n.Unknown(); len(u) > 0 {
		t.Errorf("texts missing: %v", u)
	}
}

// F6 brings the keyboard into the page, past the list of rooms.
func TestF6LeadsIntoThePage(t *testing.T) {
	x := newWorld(t)
	x.enter()
	x.w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF6})
	if x.w.Canvas().Focused() != fyne.Focusable(x.rooms["board"].body) {
		t.Errorf("the keyboard is at %v", x.w.Canvas().Focused())
	}
}
