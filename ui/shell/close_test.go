package shell_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

var lock = &desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierControl}

// says looks for a paragraph of these words.
func (x *world) says(text string) bool {
	_, ok := shelltest.Find(x.w.Canvas().Content(), func(p *kit.Para) bool { return strings.Contains(p.Text(), text) })
	return ok
}

// saver is a room that saves when it is left, and cannot.
type saver struct {
	room
	started chan struct{}
	goOn    chan struct{}
}

func (r *saver) Content() fyne.CanvasObject {
	return kit.Column(0, kit.Line("a secret of the workspace", kit.Body))
}

func (r *saver) Hidden() {
	r.room.Hidden()
	r.host.Run(func(context.Context) (func(), error) {
		close(r.started)
		<-r.goOn
		return nil, errors.New("the name 张样本 cannot be kept")
	})
}

// locking makes a world whose only room saves on leaving, and whose lock is the shell's own.
func locking(t *testing.T) (*world, *saver, *int) {
	t.Helper()
	x := newWorld(t)
	r := &saver{started: make(chan struct{}), goOn: make(chan struct{})}
	locked := 0
	x.s = shell.New(x.w, shell.Config{Main: x.main.Do, Welcome: x.room("welcome"), Unlock: x.room("unlock"),
		Lock: func() { x.s.Lock(func() { locked++ }) }})
	x.s.Enter(shell.Place{Name: "place", Entries: []shell.Entry{{Name: shell.RoomBoard, New: func(h shell.Host) shell.Room {
		r.host = h
		return r
	}}}, Close: func() error { x.shut++; return nil }})
	x.settle()
	return x, r, &locked
}

func TestLockingHidesAtOnceAndClosesOnlyWhenAllIsSaved(t *testing.T) {
	x, r, locked := locking(t)
	kit.Tell(x.w, "title", "a word in a dialog", "")
	x.s.TypedShortcut(lock)
	<-r.started // it saves, and has not done so yet
	if x.shows("a secret of the workspace") || x.shows("a word in a dialog") || x.w.Canvas().Overlays().Top() != nil {
		t.Error("while it saves, the window still shows the workspace")
	}
	if !x.shows(i18n.T("shell.locking")) || x.shut != 0 || *locked != 0 {
		t.Errorf("closed %d times before all is saved", x.shut)
	}
	x.s.TypedShortcut(lock) // again, out of impatience
	close(r.goOn)
	for x.s.Route().Room != shell.RoomUnlock {
		x.settle()
	}
	if x.shut != 1 || *locked != 1 || r.hidden != 1 {
		t.Errorf("closed %d times, locked %d, hidden %d", x.shut, *locked, r.hidden)
	}
	sentence, _ := i18n.Error(app.Refuse("lock.unsaved"))
	x.settle()
	if !x.says(sentence) {
		t.Error("nobody says that something was not saved")
	}
	if x.says("张样本") {
		t.Error("the locked window names what was not saved")
	}
	x.s.Back()
	x.settle()
	if x.s.Route().Room != shell.RoomUnlock {
		t.Error("there is a way back around the lock")
	}
}

func TestWorkNobodyWaitsForEndsWithTheWorkspace(t *testing.T) {
	x, r, _ := locking(t)
	close(r.goOn)
	started, ended := make(chan struct{}), false
	x.s.Behind(func(ctx context.Context) {
		close(started)
		<-ctx.Done()
		ended = x.shut == 0 // it ended before the workspace was closed
	})
	<-started
	x.s.Word("Backup 12:00")
	x.main.RunWaiting()
	if !x.shows("Backup 12:00") {
		t.Error("the status line does not say it")
	}
	done := make(chan struct{})
	x.s.Quit(func() { close(done) })
	x.main.SettleUntil(x.s, done)
	if !ended || x.shut != 1 {
		t.Errorf("ended in time: %v, closed %d times", ended, x.shut)
	}
}

func TestAPlaceSaysWhereToBegin(t *testing.T) {
	x := newWorld(t)
	for at, want := range map[shell.Route]shell.Route{
		{Room: "case/entry", Case: "c3"}: {Room: "case/entry", Case: "c3"},
		{Room: "nowhere"}:                {Room: shell.RoomBoard},
		{}:                               {Room: shell.RoomBoard},
	} {
		x.s.Enter(shell.Place{At: at, Entries: []shell.Entry{{Name: shell.RoomBoard, New: x.room("board")}, {Name: shell.RoomCase, NeedsCase: true, New: x.room("case")}}})
		x.settle()
		if got := x.s.Route(); got != want {
			t.Errorf("%+v begins at %+v", at, got)
		}
	}
}
