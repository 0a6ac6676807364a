package shell_test

import (
	"testing"

	"fyne.io/fyne/v2"
)

// The driver tells Ctrl+V as a shortcut of its own, not by its key.
func TestCtrlVReachesTheRoom(t *testing.T) {
	x := newWorld(t)
	x.enter()
	room := x.rooms["board"]
	x.s.TypedShortcut(&fyne.ShortcutPaste{})
	x.settle()
	if room == nil || room.pasted != 1 {
		t.Errorf("the room was told %+v", room)
	}
}
