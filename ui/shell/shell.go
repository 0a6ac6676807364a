package shell

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
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
	Unlock   func(Host) Room         // the room that asks for a pass phrase, and the pages of a first start
	Lock     func()                  // called on the main goroutine when the person asks to lock; nil: there is no lock
	Main     func(func())            // runs something on the main goroutine; nil: fyne.Do
}

// Place is an opened workspace as the shell sees it.
type Place struct {
	Name    string // of the workspace
	Desk    app.Desk
	Entries []Entry
	At      Route  // where to begin; zero is the start of the first room
	Band    string // a word above every room, such as that nothing can be changed; "" = none
	// BandText gives the sentence behind the word. It is asked off the main goroutine; nil: there is none.
	BandText func(ctx context.Context) (string, error)
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

	frame     *frame
	shortcuts fyne.ShortcutHandler
	lastCase  string
	bandText  string
	savedAt   time.Time
	word      string             // a quiet word in the status line
	behind    *queue             // work nobody waits for
	halt      context.CancelFunc // ends the work nobody waits for
	closing   bool               // a workspace is being closed
	lost      error              // what could not be saved meanwhile
}

// New makes the shell of a window.
func New(w fyne.Window, c Config) *Shell {
	if c.Main == nil {
		c.Main = fyne.Do
	}
	s := &Shell{window: w, config: c, seats: map[string]*seat{}}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.own = s.newQueue()
	s.halt = func() {}
	s.keys()
	w.SetOnDropped(s.Dropped)
	return s
}

func (s *Shell) newQueue() *queue {
	q := newQueue(s.ctx)
	s.queues = append(s.queues, q)
	return q
}

func (s *Shell) onMain(f func()) { s.config.Main(f) }

// Welcome shows the room without a workspace.
func (s *Shell) Welcome() {
	s.Outside(Route{Room: RoomWelcome})
}

// Outside shows a room without a workspace: the first room, or the one that asks for a pass phrase.
func (s *Shell) Outside(r Route) {
	s.leave()
	s.open, s.place = false, Place{}
	s.forget()
	s.route = Route{}
	s.Go(r)
}

// forget drops what the frame remembers of a workspace.
func (s *Shell) forget() {
	s.back, s.caseID, s.lastCase, s.word, s.bandText, s.savedAt = nil, "", "", "", "", time.Time{}
}

// Enter shows an opened workspace, where the place says.
func (s *Shell) Enter(p Place) {
	s.leave()
	s.place, s.open = p, true
	s.forget()
	if _, known := s.entry(roomOf(p.At)); !known {
		p.At = Route{Room: p.Entries[0].Name}
	}
	var ctx context.Context
	ctx, s.halt = context.WithCancel(s.ctx)
	s.behind = newQueue(ctx)
	s.queues = append(s.queues, s.behind)
	s.askBand()
	s.Go(p.At)
	if h := s.current(); h != nil {
		h.queue.add(s.counting()) // after the room's own loading, which it would only slow
	}
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
		switch name {
		case RoomWelcome:
			return Entry{Name: name, New: s.config.Welcome}, true
		case RoomUnlock:
			return Entry{Name: name, New: s.config.Unlock}, s.config.Unlock != nil
		}
		return Entry{}, false
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
		h = &seat{s: s, queue: s.newQueue(), desk: s.place.Desk}
		h.room = e.New(h)
		s.seats[e.Name] = h
	}
	if old != nil && old != h {
		old.room.Hidden()
	}
	if !s.covered() { // the focus of a dialog on top is the dialog's: a workspace may be shown beneath it, late
		s.window.Canvas().Unfocus()
	}
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

func (s *Shell) recount() { s.own.add(s.counting()) }

// counting gives the work that asks how much waits in each room.
func (s *Shell) counting() func(context.Context) {
	count := s.place.Counts
	return func(ctx context.Context) {
		if count == nil {
			return
		}
		counts, err := count(ctx)
		if err != nil {
			return // the workspace is closing, or the room in view says it
		}
		s.onMain(func() {
			if s.frame != nil {
				s.frame.counts(counts)
			}
		})
	}
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
	if s.closing {
		s.lost = err
	}
	if s.frame != nil {
		s.frame.banner(err)
	}
}

// Fail shows an error in the window. It may be called from any goroutine.
func (s *Shell) Fail(err error) { s.onMain(func() { s.fail(err) }) }

// Settle returns when all work given so far is done. Tests wait for it; it must not be called on the main goroutine of
// a running window.
func (s *Shell) Settle() {
	for _, q := range s.queues {
		q.wait()
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
