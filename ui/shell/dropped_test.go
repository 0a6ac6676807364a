package shell_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// taker is a room that takes files.
type taker struct {
	*room
	got []string
}

func (r *taker) Dropped(_ fyne.Position, files []fyne.URI) {
	for _, f := range files {
		r.got = append(r.got, f.Path())
	}
}

func TestADroppedPackageOrRequestLeadsToTheRoomThatTakesIt(t *testing.T) {
	x := newWorld(t)
	takers := map[string]*taker{}
	entry := func(name string) shell.Entry {
		return shell.Entry{Name: name, New: func(h shell.Host) shell.Room {
			r := &taker{room: x.room(name)(h).(*room)}
			takers[name] = r
			return r
		}}
	}
	now := func() time.Time { return time.Date(2026, 3, 5, 10, 0, 0, 0, time.UTC) }
	place := shell.Place{Name: "place", Desk: app.Desk{Now: now}, Entries: []shell.Entry{entry(shell.RoomBoard), entry(shell.RoomExchange), entry(shell.RoomHandover), entry(shell.RoomPeople)}}
	x.s.Enter(place)
	drop := func(path string) { x.s.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(path)}) }

	drop("/a/photo.jpg")
	if got := takers[shell.RoomBoard].got; len(got) != 1 || x.s.Route().Room != shell.RoomBoard {
		t.Errorf("an ordinary file: taken %v, at %+v", got, x.s.Route())
	}
	for _, c := range []struct{ path, room string }{
		{"/a/联审-工作包-0001.LSPACK", "exchange/in"}, {"/a/x.lspack.2of3", "exchange/in"}, {"/a/王.lsseat", "people/enrol"},
	} {
		x.s.Go(shell.Route{Room: shell.RoomBoard})
		drop(c.path)
		if at := x.s.Route(); at.Room != c.room || at.Ref != c.path {
			t.Errorf("%s leads to %+v", c.path, at)
		}
	}
	x.s.Go(shell.Route{Room: shell.RoomBoard})
	x.s.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI("/a/1.lspack"), storage.NewFileURI("/a/2.lspack")})
	if got := takers[shell.RoomExchange].got; x.s.Route().Room != "exchange/in" || len(got) != 2 {
		t.Errorf("two packages lead to %+v, which has %v", x.s.Route(), got)
	}
	x.s.Go(shell.Route{Room: shell.RoomHandover})
	drop("/a/receipt.lspack")
	if x.s.Route().Room != shell.RoomHandover || len(takers[shell.RoomHandover].got) != 1 {
		t.Error("a receipt is not left to the room that asked for it")
	}
	if len(takers[shell.RoomBoard].got) != 1 {
		t.Errorf("the board got %v", takers[shell.RoomBoard].got)
	}
	place.Entries = place.Entries[:1] // such as in a copy for reading
	x.s.Enter(place)
	drop("/a/x.lspack")
	if x.s.Route().Room != shell.RoomBoard {
		t.Errorf("leads to %+v, which is not there", x.s.Route())
	}
}

func TestTheBandStandsAboveEveryRoomAndGoesWithTheWorkspace(t *testing.T) {
	x := newWorld(t)
	p := shell.Place{Name: "place", Desk: app.Desk{Now: time.Now}, Entries: []shell.Entry{{Name: shell.RoomBoard, New: x.room("board")}, {Name: shell.RoomSettings, New: x.room("settings")}},
		Band: i18n.T("shell.reading"), BandText: func(context.Context) (string, error) { return "as of now", nil }}
	x.s.Enter(p)
	x.main.Settle(x.s)
	for _, room := range []string{shell.RoomBoard, shell.RoomSettings} {
		x.s.Go(shell.Route{Room: room})
		if !shelltest.Says(x.w.Content(), i18n.T("shell.reading")) || !shelltest.Says(x.w.Content(), "as of now") {
			t.Errorf("%s has no band", room)
		}
	}
	x.s.Rebuild()
	x.main.Settle(x.s)
	if !shelltest.Says(x.w.Content(), "as of now") {
		t.Error("it is gone after a change of light")
	}
	p.Band, p.BandText = "", nil
	x.s.Enter(p)
	x.main.Settle(x.s)
	if shelltest.Says(x.w.Content(), i18n.T("shell.reading")) || shelltest.Says(x.w.Content(), "as of now") {
		t.Error("it stays in the next workspace")
	}
}
