// Package people is the room of who works in the workspace: people with their roles, seats with their pass phrases, and
// who keeps away from which case.
package people

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/vault"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// The pages of the room, as routes name them after the slash; "" is the list of people and seats.
const (
	PageMine    = "mine"    // my pass phrase and the recovery key
	PageRecusal = "recusal" // who keeps away from which case
	PageEnrol   = "enrol"   // a seat from the request of another laptop; Ref: its file
)

var pages = []string{"", PageEnrol, PageMine, PageRecusal}

// Store is what the room asks of a workspace.
type Store interface {
	Read(ctx context.Context, id app.ID, into any) error
	Each(ctx context.Context, kind app.Kind, owner app.ID, f func(id app.ID, doc json.RawMessage) error) error
	Me() app.Person
	Seat() app.Seat
	Seats(ctx context.Context) ([]store.SeatState, error)
	AddSeat(ctx context.Context, person app.ID, laptop, phrase string) error
	Admit(ctx context.Context, req exchange.Request, person app.Person, zones, cases, strands app.Set) (app.Seat, error)
	MeasurePackage(ctx context.Context, o store.Outgoing) (store.Sized, error)
	WritePackage(ctx context.Context, o store.Outgoing, to store.WriteTo, progress func(done, total int64)) (store.Sent, error)
	LeaveOut(ctx context.Context, seat app.ID, why string) error
	ChangePhrase(ctx context.Context, old, phrase string) error
	CheckPhrase(phrase string) error
	NewRecovery(ctx context.Context) (vault.Recovery, error)
	KeepRecovery(ctx context.Context, key vault.Recovery) error
	HasRecovery() bool
	SetOffice(ctx context.Context, recipient string) error
	Office() string
}

// Config is what the room needs of the program around it.
type Config struct {
	Workspace string // its name, as people know it
	Drafts    *kit.Drafts
	// Page makes the PDF page of a recovery key.
	Page   func(key vault.Recovery) ([]byte, error)
	Sticks ask.Sticks // nil: nobody looks for any
}

// asked are the deeds of the room; whether the person may do them is found out on every load.
var asked = []app.Verb{app.VerbSavePerson, app.VerbDropPerson, app.VerbEnrol, app.VerbLeaveOut, app.VerbChangePhrase, app.VerbNewRecovery, app.VerbSetOffice, app.VerbScopeSeat}

// state is what a load found.
type state struct {
	people []app.Person
	seats  []store.SeatState
	cases  []app.Case
	zones  []app.Zone
	groups []app.Group
	units  map[app.ID]app.Unit
	rights map[app.Verb]error // nil: the person may
	alone  bool
}

// Room is the room. It implements shell.Room.
type Room struct {
	host   shell.Host
	store  Store
	config Config
	root   *fyne.Container
	page   string
	now    state
	loaded bool
	forms  []*kit.Form
	list   *kit.Records // of people
	seats  *kit.DataTable
	mine   *mine
	away   *away
	enrol  *enrol
}

var (
	_ shell.Room    = (*Room)(nil)
	_ shell.Dropper = (*Room)(nil)
)

// New makes the room.
func New(h shell.Host, s Store, c Config) *Room {
	return &Room{host: h, store: s, config: c, root: container.NewStack()}
}

// Open shows the page of the route.
func (r *Room) Open(to shell.Route) {
	_, page, _ := strings.Cut(to.Room, "/")
	if page != r.page || r.mine != nil && r.page == PageMine {
		r.flush()
		r.mine, r.away = nil, nil
	}
	r.page = page
	r.load(func() {
		r.show()
		if page == PageEnrol && to.Ref != "" {
			r.enrol.take(to.Ref)
		}
	})
}

// load asks the workspace and then calls then on the main goroutine.
func (r *Room) load(then func()) {
	r.host.Run(func(ctx context.Context) (func(), error) {
		s, err := r.ask(ctx)
		if err != nil {
			return nil, err
		}
		return func() {
			r.now, r.loaded = s, true
			then()
		}, nil
	})
}

func (r *Room) ask(ctx context.Context) (s state, err error) {
	if s.people, err = app.List[app.Person](ctx, r.store, ""); err != nil {
		return s, err
	}
	if s.seats, err = r.store.Seats(ctx); err != nil {
		return s, err
	}
	if s.cases, err = app.List[app.Case](ctx, r.store, ""); err != nil {
		return s, err
	}
	if s.zones, err = app.List[app.Zone](ctx, r.store, ""); err != nil {
		return s, err
	}
	if s.groups, err = app.List[app.Group](ctx, r.store, ""); err != nil {
		return s, err
	}
	slices.SortStableFunc(s.zones, func(a, b app.Zone) int { return a.Order - b.Order })
	units, err := app.List[app.Unit](ctx, r.store, "")
	if err != nil {
		return s, err
	}
	s.units = map[app.ID]app.Unit{}
	for _, u := range units {
		s.units[u.ID] = u
	}
	s.rights = map[app.Verb]error{}
	for _, v := range asked {
		if err := app.Permit(ctx, r.store, r.store.Seat().ID, v, "", nil); err != nil {
			if app.CodeOf(err) == "" {
				return s, err
			}
			s.rights[v] = err
		}
	}
	working := 0
	for _, seat := range s.seats {
		if seat.AtWork() {
			working++
		}
	}
	s.alone = working == 1
	return s, nil
}

func (r *Room) show() {
	r.forms = nil
	var body fyne.CanvasObject
	switch r.page {
	case PageMine:
		if r.mine == nil {
			r.mine = newMine(r)
		}
		body = r.mine.content()
	case PageRecusal:
		if r.away == nil {
			r.away = &away{room: r}
		}
		body = r.away.content()
	case PageEnrol:
		if r.enrol == nil {
			r.enrol = newEnrol(r)
		}
		body = r.enrol.content()
	default:
		body = r.everybody()
	}
	r.root.Objects = []fyne.CanvasObject{container.NewBorder(kit.Inset(0, 4, r.tabs()), nil, nil, nil, kit.Inset(0, theme.Size(theme.Gap)/2, body))}
	r.root.Refresh()
	r.host.Refresh()
}

// tabs leads to the pages.
func (r *Room) tabs() fyne.CanvasObject {
	var line []fyne.CanvasObject
	for _, page := range pages {
		key, to := "people.page."+page, shell.RoomPeople+"/"+page
		if page == "" {
			key, to = "people.page", shell.RoomPeople
		}
		line = append(line, kit.NewChipButton(i18n.T(key), page == r.page, func() { r.host.Go(shell.Route{Room: to}) }))
	}
	return kit.Row(8, line...)
}

// refused gives the reason why a deed is not for this person, as a note; nil when it is.
func (r *Room) refused(verbs ...app.Verb) fyne.CanvasObject {
	for _, v := range verbs {
		if err := r.now.rights[v]; err != nil {
			sentence, hint := i18n.Error(err)
			return kit.Note(kit.Wait, sentence, hint)
		}
	}
	return nil
}

// allow disables a button when a deed is not for this person.
func (r *Room) allow(b *kit.Button, verb app.Verb) *kit.Button {
	if r.now.rights[verb] != nil {
		b.Disable()
	}
	return b
}

// flush writes what is typed but not saved.
func (r *Room) flush() {
	for _, f := range r.forms {
		f.Flush()
	}
}

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() shell.Title { return shell.Title{Text: i18n.T("room.people")} }

// Deeds are in the room itself.
func (r *Room) Deeds() []shell.Deed { return nil }

// Shortcuts of the room: none of its own.
func (r *Room) Shortcuts() []shell.Shortcut { return nil }

// TypedKey is not used.
func (r *Room) TypedKey(*fyne.KeyEvent) bool { return false }

// TypedRune is not used.
func (r *Room) TypedRune(rune) bool { return false }

// Changed loads again when a deed touched people, seats or cases; what is being typed stays.
func (r *Room) Changed(d app.Deed) {
	switch d.Verb {
	case app.VerbSavePerson, app.VerbDropPerson, app.VerbEnrol, app.VerbLeaveOut, app.VerbScopeSeat, app.VerbRecuse, app.VerbUndo, app.VerbRedo, app.VerbLoad:
	default:
		return
	}
	if !r.loaded {
		return
	}
	typing := r.list != nil && r.list.Focused()
	r.load(func() {
		switch {
		case r.page == PageMine, r.page == PageEnrol: // something may be half typed
		case r.page == PageRecusal && r.away != nil:
			r.away.refresh()
		case typing && (d.Verb == app.VerbSavePerson):
			r.list.Refresh()
		case d.Verb == app.VerbSavePerson && r.list != nil:
			r.list.Refresh()
		default:
			r.show()
		}
	})
}

// Dropped takes the file of a seat request.
func (r *Room) Dropped(_ fyne.Position, files []fyne.URI) {
	if len(files) == 0 || !strings.HasSuffix(strings.ToLower(files[0].Path()), exchange.RequestSuffix) {
		return
	}
	r.host.Go(shell.Route{Room: shell.RoomPeople + "/" + PageEnrol, Ref: files[0].Path()})
}

// Hidden keeps what was typed, and forgets a recovery key that was in view.
func (r *Room) Hidden() {
	r.flush()
	r.mine = nil
	if r.enrol != nil && r.enrol.pack != nil {
		r.enrol.pack.stop()
	}
}
