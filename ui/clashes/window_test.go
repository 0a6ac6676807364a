package clashes_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/ui/clashes"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// TestAKeyThatIsPressedTwiceSettlesOnce drives the room in the whole window, where work is done elsewhere and shown later:
// what is pressed before the next clash is in view must not settle it.
func TestAKeyThatIsPressedTwiceSettlesOnce(t *testing.T) {
	b := newBench(t)
	test.NewTempApp(t).Settings().SetTheme(lightTheme)
	w := test.NewTempWindow(t, nil)
	w.Resize(fyne.NewSize(1366, 768))
	var main shelltest.Main
	s := shell.New(w, shell.Config{Main: main.Do})
	var room *clashes.Room
	s.Enter(shell.Place{Name: "place", Desk: b.ws.Desk(), At: shell.Route{Room: shell.RoomClashes},
		Entries: []shell.Entry{{Name: shell.RoomClashes, New: func(h shell.Host) shell.Room {
			room = clashes.New(h, b.ws)
			return room
		}}},
		Counts: func(ctx context.Context) (map[string]int, error) {
			n, err := b.ws.CountClashes(ctx)
			return map[string]int{shell.RoomClashes: n}, err
		},
		Undo: b.ws.UndoLast})
	t.Cleanup(b.ws.OnChange(s.Changed))
	main.Settle(s)
	all := b.left()
	says := func(n int) {
		t.Helper()
		if chips := room.Title().Chips; len(chips) != 1 || b.left() != n {
			t.Errorf("%d left, want %d; %+v", b.left(), n, chips)
		}
	}
	says(all)
	w.Canvas().OnTypedRune()('1')
	w.Canvas().OnTypedRune()('1')
	w.Canvas().OnTypedRune()('2')
	main.Settle(s)
	says(all - 1)
	w.Canvas().OnTypedRune()('2')
	main.Settle(s)
	says(all - 2)
	s.TypedShortcut(&fyne.ShortcutUndo{})
	main.Settle(s)
	says(all - 1)
	deeds, err := b.ws.LastDeeds(ctx, 3)
	b.must(err)
	for i, verb := range []app.Verb{"deed.undo", app.VerbChoose, app.VerbChoose} {
		if deeds[i].Verb != verb {
			t.Errorf("deed %d is %s, want %s", i, deeds[i].Verb, verb)
		}
	}
}
