package shell_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/shell"
)

func TestTheFrameTellsWhatClashesAndLeadsThere(t *testing.T) {
	x := newWorld(t)
	clashing := 3
	x.s.Enter(shell.Place{Name: "place", Desk: app.Desk{Now: time.Now, Who: "W"},
		Entries: []shell.Entry{{Name: shell.RoomBoard, New: x.room("board")}, {Name: shell.RoomClashes, New: x.room("clashes")}},
		Counts:  func(context.Context) (map[string]int, error) { return map[string]int{shell.RoomClashes: clashing}, nil }})
	x.settle()
	if !x.shows(i18n.T("clashes.open", "n", 3)) {
		t.Error("the status line does not say that something clashes")
	}
	x.key(fyne.KeyJ, fyne.KeyModifierControl)
	if x.s.Route().Room != shell.RoomClashes {
		t.Errorf("the key leads to %+v", x.s.Route())
	}
	clashing = 0
	x.s.Changed(app.Deed{})
	x.settle()
	if x.shows(i18n.T("clashes.open", "n", 3)) || x.shows(i18n.T("clashes.open", "n", 0)) {
		t.Error("the status line still says that something clashes")
	}
}
