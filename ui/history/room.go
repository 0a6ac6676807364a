// Package history is the room of what was: every change of a case or of the whole workspace, the state of an earlier
// day, what was deleted, and what became of signatures. What can be had back is given back here.
package history

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/past"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// Store is what the room asks of a workspace.
type Store interface {
	app.Reader
	past.Source
	TimelinePage(ctx context.Context, q store.TimelineQuery) ([]store.Event, int, error)
	TimelineChoices(ctx context.Context, caseID app.ID) (store.TimelineChoices, error)
	History(ctx context.Context, entity app.ID, field string) ([]store.Event, error)
	AsOf(ctx context.Context, at time.Time, f func(app.Reader) error) error
	ChangedSince(ctx context.Context, caseID app.ID, at time.Time) ([]store.FieldThen, error)
	StateAsOf(ctx context.Context, id app.ID, at time.Time) (store.LastState, error)
	Trash(ctx context.Context, caseID app.ID) ([]store.Gone, error)
	RestoreNoun(ctx context.Context, id app.ID) error
	RestoreValue(ctx context.Context, entity app.ID, field string, record int64) error
	Since(ctx context.Context, given app.Signoff) ([]store.Event, error)
	Dossier(ctx context.Context, caseID app.ID) (app.Dossier, error)
}

// The pages of the room, by the part of the route behind "history/".
const (
	PageTimeline = "timeline"
	PageDay      = "day"
	PageTrash    = "trash"
	PageSignoffs = "signoffs"
)

var pages = []string{PageTimeline, PageDay, PageTrash, PageSignoffs}

// page is one of the pages of the room: a list at the left and what is in hand at the right.
type page interface {
	left() fyne.CanvasObject
	right() fyne.CanvasObject
	load()           // asks the workspace anew; what is in hand stays
	open(ref string) // takes something in hand
	table() *kit.DataTable
}

// Room is the room. It implements shell.Room.
type Room struct {
	host  shell.Host
	store Store
	words *past.Words

	caseID app.ID // the case in hand, "" = none
	number string // of that case
	whole  bool   // the whole workspace is shown though a case is in hand
	page   string
	shown  map[string]page

	mu   sync.Mutex // over read
	read map[app.ID]bool

	content *fyne.Container
	tabs    *fyne.Container
	body    *fyne.Container
}

var _ shell.Room = (*Room)(nil)

// New makes the room over a workspace.
func New(host shell.Host, s Store) *Room {
	r := &Room{host: host, store: s, words: past.New(s), page: PageTimeline, read: map[app.ID]bool{}, tabs: kit.Flow(4), body: container.NewStack()}
	r.content = kit.Under(theme.Size(theme.Gap), r.tabs, r.body)
	r.shown = map[string]page{PageTimeline: newTimeline(r), PageDay: newDay(r), PageTrash: newTrash(r), PageSignoffs: newSignoffs(r)}
	return r
}

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.content }

// Open shows a page for the case in hand, or for the whole workspace without one. The Ref of the page of signatures is
// the sign-off to show, of the others the record.
func (r *Room) Open(to shell.Route) {
	r.words.Forget() // nobody tells a room that is not in view what changed
	_, name, _ := strings.Cut(to.Room, "/")
	if slices.Contains(pages, name) {
		r.page = name
	}
	if r.caseID != to.Case {
		r.caseID, r.number, r.whole = to.Case, "", false
	}
	r.show(to.Ref)
	if r.caseID != "" && r.number == "" {
		r.nameCase(r.caseID)
	}
}

// scope is the case that is shown, "" for the whole workspace.
func (r *Room) scope() app.ID {
	if r.whole {
		return ""
	}
	return r.caseID
}

func (r *Room) nameCase(id app.ID) {
	r.host.Run(func(ctx context.Context) (func(), error) {
		c, err := app.Get[app.Case](ctx, r.store, id)
		if app.CodeOf(err) == app.ErrNotFound.Code { // deleted meanwhile: its past is still here
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return func() {
			if r.caseID == id {
				r.number = c.Number
				r.choices()
				r.host.Refresh()
			}
		}, nil
	})
}

// show draws the page and asks for what it shows.
func (r *Room) show(ref string) {
	p := r.shown[r.page]
	r.choices()
	r.body.Objects = []fyne.CanvasObject{kit.Split(theme.Size(theme.Gap), []float32{2.2, 1}, kit.Card("", p.left()), kit.Card("", p.right()))}
	r.body.Refresh()
	p.open(ref)
	p.load()
	r.host.Refresh()
}

// choices draws the pages and whether the case or the whole workspace is shown.
func (r *Room) choices() {
	r.tabs.RemoveAll()
	for _, name := range pages {
		r.tabs.Add(kit.NewChipButton(i18n.T("history.page."+name), name == r.page, func() { r.turn(name) }))
	}
	if r.caseID != "" {
		text := r.number
		if text == "" {
			text = i18n.T("history.thiscase")
		}
		r.tabs.Add(kit.Inset(10, 0, kit.Line("", kit.Second)))
		for _, whole := range []bool{false, true} {
			word := text
			if whole {
				word = i18n.T("history.whole")
			}
			b := kit.NewChipButton(word, whole == r.whole, func() {
				r.whole = whole
				r.show("")
			})
			b.Tone = kit.Accent
			r.tabs.Add(b)
		}
	}
	r.tabs.Refresh()
}

func (r *Room) turn(name string) {
	r.host.Go(shell.Route{Room: shell.RoomHistory + "/" + name, Case: r.caseID})
}

// run does work of a page and shows it if that page and scope are still in view.
func (r *Room) run(work func(ctx context.Context, scope app.ID) (func(), error)) {
	name, scope := r.page, r.scope()
	r.host.Run(func(ctx context.Context) (func(), error) {
		show, err := work(ctx, scope)
		if err != nil || show == nil {
			return nil, err
		}
		return func() {
			if r.page == name && r.scope() == scope {
				show()
			}
		}, nil
	})
}

// keep does a deed of restoring and says so.
func (r *Room) keep(word string, do func(ctx context.Context) error) {
	now := r.host.Desk().Now
	r.host.Run(func(ctx context.Context) (func(), error) {
		if err := do(ctx); err != nil {
			return nil, err
		}
		return func() {
			r.host.Saved(now())
			r.host.Toast(word)
		}, nil
	})
}

// opened leaves a trace, once, that protected matter is looked at: what a person said in confidence, what was voted. Of
// what is deleted there is nothing to leave it at.
func (r *Room) opened(ctx context.Context, kind app.Kind, id app.ID, veiled bool) error {
	r.mu.Lock()
	known := r.read[id]
	r.read[id] = true
	r.mu.Unlock()
	if known || veiled || !app.Protected(kind) {
		return nil
	}
	var n app.Noun
	var err error
	switch kind {
	case app.KindAlias:
		n, err = app.Get[app.Alias](ctx, r.store, id)
	case app.KindTalk:
		n, err = app.Get[app.Talk](ctx, r.store, id)
	case app.KindHeard:
		n, err = app.Get[app.Heard](ctx, r.store, id)
	case app.KindSurvey:
		n, err = app.Get[app.Survey](ctx, r.store, id)
	case app.KindEvaluation:
		n, err = app.Get[app.Evaluation](ctx, r.store, id)
	}
	if err == nil && n != nil && app.Guarded(n) {
		err = r.host.Desk().NoteRead(ctx, n)
	}
	if code := app.CodeOf(err); code == app.ErrNotFound.Code || code == "role.unseen" || code == "workspace.reading" { // a copy for reading keeps no trace
		return nil
	}
	return err
}

// Title is the name of the room and the case it is narrowed to.
func (r *Room) Title() shell.Title {
	t := shell.Title{Text: i18n.T("room.history"), Sub: i18n.T("history.page." + r.page)}
	if r.number != "" && !r.whole {
		t.Chips = []shell.Chip{{Text: r.number, Tone: string(kit.Quiet)}}
	}
	return t
}

// Deeds are at the records themselves.
func (r *Room) Deeds() []shell.Deed { return nil }

// Shortcuts lists the keys of the room.
func (r *Room) Shortcuts() []shell.Shortcut {
	ctrl := fyne.KeyModifierControl
	by := func(n int) func() {
		return func() { r.turn(pages[(slices.Index(pages, r.page)+n+len(pages))%len(pages)]) }
	}
	return []shell.Shortcut{
		{Keys: "↑ ↓", Text: i18n.T("history.key.rows")},
		{Keys: "Ctrl+PageDown", Text: i18n.T("history.key.next"), Key: fyne.KeyPageDown, Mod: ctrl, Do: by(1)},
		{Keys: "Ctrl+PageUp", Text: i18n.T("history.key.last"), Key: fyne.KeyPageUp, Mod: ctrl, Do: by(-1)},
		{Keys: "Ctrl+C", Text: i18n.T("history.key.copy")},
	}
}

// TypedKey moves in the list.
func (r *Room) TypedKey(e *fyne.KeyEvent) bool {
	if r.host.Window().Canvas().Overlays().Top() != nil {
		return false
	}
	return r.shown[r.page].table().Key(e)
}

// TypedRune is not used.
func (r *Room) TypedRune(rune) bool { return false }

// Changed reads the page again; names may have changed as well.
func (r *Room) Changed(app.Deed) {
	r.words.Forget()
	r.shown[r.page].load()
}

// Hidden has nothing to save.
func (r *Room) Hidden() {}
