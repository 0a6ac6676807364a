package shell

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/theme"
)

// Entry is a room that can be gone to. Its words are "room.NAME" in the translations.
type Entry struct {
	Name      string
	New       func(Host) Room
	NeedsCase bool // makes sense only with a case in hand
	Low       bool // stands at the foot of the list
	Hidden    bool // not in the list
}

// Config is what the shell needs of the program around it.
type Config struct {
	OpenFile func(path string) error // shows a file in the system's own viewer
	Welcome  func(Host) Room         // the room without a workspace
}

// Place is an opened workspace as the shell sees it.
type Place struct {
	Name    string // of the workspace
	Desk    app.Desk
	Entries []Entry
	// Search finds words in everything, best first.
	Search func(ctx context.Context, words string) ([]Hit, error)
	// Counts gives how much waits in each room, by room name.
	Counts func(ctx context.Context) (map[string]int, error)
	// CaseLine gives number and unit of a case for the status line.
	CaseLine func(ctx context.Context, id app.ID) (string, error)
	// Undo takes the last deed back and gives its verb; Redo does it again.
	Undo, Redo func(ctx context.Context) (app.Verb, error)
	// Close is called when the workspace is left, after all work is done.
	Close func() error
}

// Hit is something found.
type Hit struct {
	Kind    app.Kind
	Title   string
	Snippet string
	Where   string // "LS2026-005"
	Route   Route
}

// Shell is the window with its frame.
type Shell struct {
	window fyne.Window
	config Config
	place  Place
	open   bool // a workspace is open

	ctx    context.Context
	cancel context.CancelFunc
	seats  map[string]*seat
	queues []*queue // of all seats, also of rooms thrown away
	own    *queue   // counts, search, undo
	route  Route
	back   []Route
	caseID app.ID

	frame    *frame
	lastCase string
	savedAt  time.Time
}

// New makes the shell of a window.
func New(w fyne.Window, c Config) *Shell {
	s := &Shell{window: w, config: c, seats: map[string]*seat{}}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.own = s.newQueue()
	s.keys()
	w.SetOnDropped(func(pos fyne.Position, files []fyne.URI) {
		if h := s.current(); h != nil {
			if d, ok := h.room.(Dropper); ok {
				d.Dropped(pos, files)
			}
		}
	})
	return s
}

func (s *Shell) newQueue() *queue {
	q := newQueue(s.ctx)
	s.queues = append(s.queues, q)
	return q
}

func (s *Shell) onMain(f func()) { fyne.Do(f) }

// Welcome shows the room without a workspace.
func (s *Shell) Welcome() {
	s.leave()
	s.open, s.place = false, Place{}
	s.back, s.caseID = nil, ""
	s.Go(Route{Room: RoomWelcome})
}

// Enter shows an opened workspace, at its first room.
func (s *Shell) Enter(p Place) {
	s.leave()
	s.place, s.open = p, true
	s.back, s.caseID, s.lastCase = nil, "", ""
	s.Go(Route{Room: p.Entries[0].Name})
	s.recount()
}

// Rebuild throws all rooms away and makes them anew at the same route, after a change of language, text size or light.
func (s *Shell) Rebuild() {
	route := s.route
	s.leave()
	s.frame = nil
	s.route = Route{}
	s.Go(route)
	s.recount()
	s.showCase()
}

// leave hides the current room and throws all rooms away.
func (s *Shell) leave() {
	if h := s.current(); h != nil {
		h.room.Hidden()
	}
	for _, h := range s.seats {
		h.gone = true
	}
	s.seats = map[string]*seat{}
	s.frame = nil
}

func (s *Shell) current() *seat { return s.seats[roomOf(s.route)] }

func roomOf(r Route) string {
	name, _, _ := strings.Cut(r.Room, "/")
	return name
}

func (s *Shell) entry(name string) (Entry, bool) {
	if !s.open {
		return Entry{Name: RoomWelcome, New: s.config.Welcome}, name == RoomWelcome
	}
	for _, e := range s.place.Entries {
		if e.Name == name {
			return e, true
		}
	}
	return Entry{}, false
}

// Go shows a room at a route. A route without a case keeps the case in hand.
func (s *Shell) Go(r Route) {
	e, ok := s.entry(roomOf(r))
	if !ok {
		return
	}
	if r.Case == "" {
		r.Case = s.caseID
	}
	if e.NeedsCase && r.Case == "" {
		s.toast(i18n.T("shell.choosecase"))
		if s.route.Room == "" || s.current() == nil {
			s.Go(Route{Room: s.place.Entries[0].Name})
		}
		return
	}
	if s.route.Room != "" && s.route != r && s.current() != nil {
		s.back = append(s.back, s.route)
		if len(s.back) > 50 {
			s.back = s.back[1:]
		}
	}
	s.show(e, r)
}

// Back goes to where the person was before.
func (s *Shell) Back() {
	if len(s.back) == 0 {
		return
	}
	r := s.back[len(s.back)-1]
	s.back = s.back[:len(s.back)-1]
	if e, ok := s.entry(roomOf(r)); ok {
		s.show(e, r)
	}
}

func (s *Shell) show(e Entry, r Route) {
	old := s.current()
	h := s.seats[e.Name]
	if h == nil {
		h = &seat{s: s, queue: s.newQueue()}
		h.room = e.New(h)
		s.seats[e.Name] = h
	}
	if old != nil && old != h {
		old.room.Hidden()
	}
	s.window.Canvas().Unfocus()
	s.route = r
	if r.Case != s.caseID {
		s.caseID = r.Case
		s.showCase()
	}
	if s.frame == nil {
		s.frame = newFrame(s)
		s.window.SetContent(s.frame.root)
	}
	s.frame.banner(nil)
	s.frame.body(h.room.Content())
	h.room.Open(r)
	s.refresh()
}

// Route gives where the person is.
func (s *Shell) Route() Route { return s.route }

// Changed tells the shell and the room in view that a deed was committed. It may be called from any goroutine.
func (s *Shell) Changed(d app.Deed) {
	s.onMain(func() {
		if s.open {
			s.saved(s.place.Desk.Now())
		}
		if h := s.current(); h != nil {
			h.room.Changed(d)
		}
		s.recount()
	})
}

func (s *Shell) recount() {
	if !s.open || s.place.Counts == nil {
		return
	}
	count := s.place.Counts
	s.own.add(func(ctx context.Context) {
		counts, err := count(ctx)
		if err == nil {
			s.onMain(func() {
				if s.frame != nil {
					s.frame.counts(counts)
				}
			})
		}
	})
}

func (s *Shell) showCase() {
	id := s.caseID
	if !s.open || s.place.CaseLine == nil {
		return
	}
	line := s.place.CaseLine
	s.own.add(func(ctx context.Context) {
		text := ""
		if id != "" {
			if t, err := line(ctx, id); err == nil {
				text = t
			}
		}
		s.onMain(func() {
			s.lastCase = text
			if s.frame != nil {
				s.frame.status()
			}
		})
	})
}

func (s *Shell) saved(at time.Time) {
	s.savedAt = at
	if s.frame != nil {
		s.frame.status()
	}
}

func (s *Shell) refresh() {
	if h := s.current(); h != nil && s.frame != nil {
		s.frame.title(h.room.Title(), h.room.Deeds())
		s.frame.list()
	}
}

func (s *Shell) fail(err error) {
	if err == nil || isStop(err) {
		return
	}
	if s.frame != nil {
		s.frame.banner(err)
	}
}

// Fail shows an error in the window. It may be called from any goroutine.
func (s *Shell) Fail(err error) { s.onMain(func() { s.fail(err) }) }

// Quit saves what the room in view has not saved, waits for all work, closes the workspace and then calls done on the
// main goroutine.
func (s *Shell) Quit(done func()) {
	if h := s.current(); h != nil {
		s.window.Canvas().Unfocus()
		h.room.Hidden()
	}
	queues, closing := s.queues, s.place.Close
	go func() {
		for _, q := range queues {
			q.wait()
		}
		s.cancel()
		if closing != nil {
			_ = closing() // the window goes; the next opening checks the workspace anyway
		}
		fyne.Do(done)
	}()
}

// Settle returns when all work given so far is done. Tests wait for it; it must not be called on the main goroutine of
// a running window.
func (s *Shell) Settle() {
	for _, q := range s.queues {
		q.wait()
	}
}

// Leave closes the workspace, as Quit does, and shows the welcome room.
func (s *Shell) Leave() {
	if h := s.current(); h != nil {
		s.window.Canvas().Unfocus()
		h.room.Hidden()
	}
	queues, closing := s.queues, s.place.Close
	go func() {
		for _, q := range queues {
			q.wait()
		}
		var err error
		if closing != nil {
			err = closing()
		}
		fyne.Do(func() {
			s.Welcome()
			s.fail(err)
		})
	}()
}

// keys sets the shortcuts that work everywhere. Rooms' own shortcuts are asked for at the press.
func (s *Shell) keys() {
	c := s.window.Canvas()
	for _, k := range s.general() {
		if k.Mod != 0 {
			c.AddShortcut(&desktop.CustomShortcut{KeyName: k.Key, Modifier: k.Mod}, func(fyne.Shortcut) {
				if !s.covered() {
					k.Do()
				}
			})
		}
	}
	c.AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { s.undo(false) })
	c.AddShortcut(&fyne.ShortcutRedo{}, func(fyne.Shortcut) { s.undo(true) })
	for _, mod := range []fyne.KeyModifier{fyne.KeyModifierControl, fyne.KeyModifierControl | fyne.KeyModifierShift, fyne.KeyModifierAlt} {
		for _, key := range roomKeys {
			if s.isGeneral(key, mod) {
				continue
			}
			c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: mod}, func(fyne.Shortcut) { s.roomKey(key, mod) })
		}
	}
	c.SetOnTypedKey(s.typedKey)
	c.SetOnTypedRune(func(r rune) {
		if h := s.current(); h != nil && !s.covered() {
			h.room.TypedRune(r)
		}
	})
}

// roomKeys are the keys that rooms may use with Ctrl, Ctrl+Shift or Alt.
var roomKeys = func() []fyne.KeyName {
	keys := []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyDelete}
	for r := 'A'; r <= 'Z'; r++ {
		keys = append(keys, fyne.KeyName(string(r)))
	}
	return keys
}()

func (s *Shell) isGeneral(key fyne.KeyName, mod fyne.KeyModifier) bool {
	for _, k := range s.general() {
		if k.Key == key && k.Mod == mod {
			return true
		}
	}
	return false
}

func (s *Shell) roomKey(key fyne.KeyName, mod fyne.KeyModifier) bool {
	h := s.current()
	if h == nil || s.covered() {
		return false
	}
	for _, k := range h.room.Shortcuts() {
		if k.Key == key && k.Mod == mod && k.Do != nil {
			k.Do()
			return true
		}
	}
	return false
}

func (s *Shell) typedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyF1 {
		s.help()
		return
	}
	if s.roomKey(e.Name, 0) {
		return
	}
	if h := s.current(); h != nil && !s.covered() {
		h.room.TypedKey(e)
	}
}

// general lists the keys that work everywhere.
func (s *Shell) general() []Shortcut {
	list := []Shortcut{
		{Keys: "F1", Text: i18n.T("shell.key.help"), Key: fyne.KeyF1, Do: s.help},
		{Keys: "Ctrl+K", Text: i18n.T("shell.key.find"), Key: fyne.KeyK, Mod: fyne.KeyModifierControl, Do: s.find},
		{Keys: "Ctrl+Z", Text: i18n.T("shell.key.undo")},
		{Keys: "Ctrl+Y", Text: i18n.T("shell.key.redo")},
		{Keys: "Alt+←", Text: i18n.T("shell.key.back"), Key: fyne.KeyLeft, Mod: fyne.KeyModifierAlt, Do: s.Back},
		{Keys: "Tab", Text: i18n.T("shell.key.next")},
		{Keys: "Esc", Text: i18n.T("shell.key.leave")},
	}
	rooms := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7}
	for i, key := range rooms {
		k := Shortcut{Key: key, Mod: fyne.KeyModifierControl, Do: func() { s.goNth(i) }}
		if i == 0 {
			k.Keys, k.Text = "Ctrl+1–7", i18n.T("shell.key.rooms")
		}
		list = append(list, k)
	}
	return list
}

func (s *Shell) goNth(n int) {
	for _, e := range s.place.Entries {
		if e.Hidden || !s.open {
			continue
		}
		if n == 0 {
			s.Go(Route{Room: e.Name})
			return
		}
		n--
	}
}

func (s *Shell) undo(redo bool) {
	act, word := s.place.Undo, "shell.undone"
	if redo {
		act, word = s.place.Redo, "shell.redone"
	}
	if !s.open || act == nil || s.covered() {
		return
	}
	s.own.add(func(ctx context.Context) {
		verb, err := act(ctx)
		if err != nil {
			s.Fail(err)
			return
		}
		s.onMain(func() { s.toast(i18n.T(word, "deed", i18n.Enum("verb", verb))) })
	})
}

// covered says whether a dialog or menu is open: then the room's keys rest.
func (s *Shell) covered() bool { return s.window.Canvas().Overlays().Top() != nil }

func (s *Shell) layer(o fyne.CanvasObject) *fyne.Container {
	return container.New(layerLayout{}, o)
}

// layerLayout puts a toast at the lower middle of the window.
type layerLayout struct{}

func (layerLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		m := o.MinSize()
		o.Resize(m)
		o.Move(fyne.NewPos((size.Width-m.Width)/2, size.Height-m.Height-3*theme.Size(theme.RowHeight)/2))
	}
}

func (layerLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
