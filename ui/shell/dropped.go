package shell

import (
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
)

// ownFiles are the files of the program itself, by the endings of their names, with the room that takes them wherever
// they are dropped, and the rooms that take them too.
var ownFiles = []struct {
	suffix string
	to     string
	also   []string
}{
	{".lspack", RoomExchange + "/in", []string{RoomExchange, RoomHandover}},
	{".lsseat", RoomPeople + "/enrol", []string{RoomPeople}},
}

// Dropped takes files that were dropped on the window: the program's own lead to the room that takes them, all others go
// to the room in view if it takes any.
func (s *Shell) Dropped(pos fyne.Position, files []fyne.URI) {
	if s.lead(files) {
		return
	}
	if h := s.current(); h != nil {
		if d, ok := h.room.(Dropper); ok {
			d.Dropped(pos, files)
		}
	}
}

// lead goes to the room that takes a dropped file of the program itself, and says whether that room has the file now.
// Without a workspace, and in a room that takes such files, nothing is done.
func (s *Shell) lead(files []fyne.URI) bool {
	if !s.open || len(files) == 0 || s.covered() {
		return false
	}
	name := strings.ToLower(filepath.Base(files[0].Path()))
	for _, f := range ownFiles {
		if !strings.HasSuffix(name, f.suffix) && !strings.Contains(name, f.suffix+".") { // .lspack.1of3
			continue
		}
		if _, known := s.entry(roomOf(Route{Room: f.to})); !known || slices.Contains(f.also, roomOf(s.route)) {
			return false
		}
		if len(files) > 1 {
			s.Go(Route{Room: f.to}) // and then it is told of all of them
			return false
		}
		s.Go(Route{Room: f.to, Ref: files[0].Path()})
		return true
	}
	return false
}
