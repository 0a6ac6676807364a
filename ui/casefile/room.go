// Package casefile is the room of one case: where it stands, what its stage still lacks, what comes next, and for
// every stage a page where its facts are entered in plain forms.
package casefile

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// Store is what the room asks of a workspace.
type Store interface {
	bundle.Store // among it the dossier as who looks may see it
	rosterStore
	Dossier(ctx context.Context, caseID app.ID) (app.Dossier, error) // as reports are made of it
	Timeline(ctx context.Context, caseID app.ID, limit int) ([]store.Event, error)
	LastStates(ctx context.Context, ids []app.ID) (map[app.ID]store.LastState, error)
	Undo(ctx context.Context, record int64) error
}

// The pages of the room, by the part of the route behind "case/". The pages of the stages bear their codes.
const (
	pageOverview = "overview"
	pageBasics   = "basics"
	pageFacts    = "facts"
	pageHistory  = "history"
)

var pages = []string{pageOverview, pageBasics, pageFacts, pageRosters, string(app.Planned), string(app.SelfCheck), string(app.EntryMeeting),
	string(app.Inspection), string(app.Summary), string(app.Rectification), pageSweep, pageHistory}

// Pages lists the pages in their order, by the name that a route has behind "case/".
func Pages() []string { return slices.Clone(pages) }

// Room is the room of a case. It implements shell.Room.
type Room struct {
	host    shell.Host
	store   Store
	drafts  *kit.Drafts
	pending map[string]any // records that are not saved yet, by list; they survive going elsewhere

	named    map[app.ID]bool // people whose names are shown, until the page is left
	talkItem string          // item that a new talk is about

	read map[app.ID]bool // protected matter that was opened since the room was made: it is noted once

	d      app.Dossier
	page   string
	ref    string
	loaded bool
	shared shared
	events []store.Event

	sweeping sweepShown

	root    *fyne.Container
	nav     *fyne.Container
	middle  *fyne.Container
	right   *fyne.Container
	forms   []*kit.Form
	lists   []lister
	derived []func() // texts of the page that follow from the dossier

	chosen  string   // the page that was chosen by keyboard in the list of pages and is not shown yet
	pageTap *kit.Tap // its entry in the list

	shownRosters *rosterPage // the page of lists, where it is the one in view
}

// shared is what belongs to the round: whom and what forms can choose.
type shared struct {
	people   []app.Person
	zones    []app.Zone
	groups   []app.Group
	meetings []app.Meeting
	cases    []caseName
}

type caseName struct {
	ID     app.ID
	Number string
	Unit   string
}

// lister is a list of records of the page.
type lister interface {
	refresh()
	reveal(ref string) bool
	each(func(id string))   // visits the records in their order
	open(id string)         // shows the form of a record
	unsaved(id string) bool // begun, and not accepted yet
}

var _ shell.Room = (*Room)(nil)

// New makes the room over a workspace.
func New(h shell.Host, s Store, drafts *kit.Drafts) *Room {
	r := &Room{host: h, store: s, drafts: drafts, pending: map[string]any{}, read: map[app.ID]bool{}, named: map[app.ID]bool{}}
	r.nav, r.middle, r.right = container.NewStack(), container.NewStack(), container.NewStack()
	gap, factor := theme.Size(theme.Gap), theme.Size(theme.TextBody)/14
	r.root = container.NewStack(kit.Split(gap, []float32{138 * factor, 1, 272 * factor}, r.nav, r.middle, r.right))
	return r
}

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Open shows a page of a case: "case" is the page of the stage it is in, "case/NAME" a page by name.
func (r *Room) Open(route shell.Route) {
	_, page, _ := strings.Cut(route.Room, "/")
	if r.loaded && (r.d.Case.ID != route.Case || page != r.page) {
		r.flush()
	}
	if r.d.Case.ID != route.Case {
		r.loaded, r.d = false, app.Dossier{}
	}
	r.ref = route.Ref
	r.load(route.Case, func() {
		if page == "" || !known(page) {
			page = pageOverview
		}
		r.page = page
		r.show()
	})
}

func known(page string) bool {
	for _, p := range pages {
		if p == page {
			return true
		}
	}
	return false
}

// load asks for the case and then calls show on the main goroutine.
func (r *Room) load(id app.ID, show func()) {
	r.host.Run(func(ctx context.Context) (func(), error) {
		d, err := r.store.Veiled(ctx, id)
		if err != nil {
			return nil, err
		}
		d.TakeSweep(r.host.Today())
		sh, err := loadShared(ctx, r.store, d.Round.ID)
		if err != nil {
			return nil, err
		}
		events, err := r.store.Timeline(ctx, id, timelineRows)
		if err != nil {
			return nil, err
		}
		return func() {
			r.d, r.shared, r.events, r.loaded = d, sh, events, true
			show()
		}, nil
	})
}

func loadShared(ctx context.Context, s Store, round app.ID) (shared, error) {
	var sh shared
	var err error
	if sh.people, err = app.List[app.Person](ctx, s, ""); err != nil {
		return sh, err
	}
	if sh.zones, err = app.List[app.Zone](ctx, s, round); err != nil {
		return sh, err
	}
	if sh.groups, err = app.List[app.Group](ctx, s, round); err != nil {
		return sh, err
	}
	if sh.meetings, err = meetingsShown(ctx, s, round); err != nil {
		return sh, err
	}
	cases, err := app.List[app.Case](ctx, s, round)
	if err != nil {
		return sh, err
	}
	units, err := app.List[app.Unit](ctx, s, "")
	if err != nil {
		return sh, err
	}
	names := map[app.ID]string{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	for _, c := range cases {
		sh.cases = append(sh.cases, caseName{c.ID, c.Number, names[c.Unit]})
	}
	sortShared(&sh)
	return sh, nil
}

// show builds the page anew.
func (r *Room) show() {
	clear(r.named)
	r.forms, r.lists, r.derived = nil, nil, nil
	var body fyne.CanvasObject
	switch r.page {
	case pageOverview:
		body = r.overview()
	case pageBasics:
		body = r.basics()
	case pageFacts:
		body = r.facts()
	case pageRosters:
		body = r.rosters()
	case pageHistory:
		body = r.history()
	case pageSweep:
		body = r.sweep()
	case string(app.Planned):
		body = r.planned()
	case string(app.SelfCheck):
		body = r.selfCheck()
	case string(app.EntryMeeting):
		body = r.entry()
	case string(app.Inspection):
		body = r.inspection()
	case string(app.Summary):
		body = r.summary()
	case string(app.Rectification):
		body = r.rectification()
	}
	r.middle.Objects = []fyne.CanvasObject{body}
	r.middle.Refresh()
	r.around()
	r.reveal()
	r.host.Refresh()
}

// around draws what stands beside the page: the list of pages, the next step and what is missing.
func (r *Room) around() {
	r.nav.Objects = []fyne.CanvasObject{r.pageList()}
	r.nav.Refresh()
	if r.pageTap != nil && r.chosen == r.page { // who chose the page by keyboard goes on from there
		r.host.Window().Canvas().Focus(r.pageTap)
	}
	r.chosen = ""
	r.right.Objects = []fyne.CanvasObject{r.nextCards()}
	r.right.Refresh()
}

// refresh loads the case anew after a deed, without touching the forms a person may be typing in.
func (r *Room) refresh() {
	page := r.page
	r.load(r.d.Case.ID, func() {
		if r.page != page {
			return
		}
		for _, l := range r.lists {
			l.refresh()
		}
		for _, f := range r.derived {
			f()
		}
		r.around()
		r.host.Refresh()
	})
}

// Title is the unit, the number of the case and the stage rail.
func (r *Room) Title() shell.Title {
	if !r.loaded {
		return shell.Title{Text: i18n.T("room.case")}
	}
	t := shell.Title{Text: r.d.Unit.Name, Chips: []shell.Chip{{Text: r.d.Case.Number, Tone: string(kit.Quiet)}}, Stage: r.d.Case.Stage}
	switch r.d.Case.Stage {
	case app.Planned:
		t.Chips = append(t.Chips, shell.Chip{Text: i18n.Enum("stage", app.Planned), Tone: string(kit.Wait)})
	case app.Closed:
		t.Chips = append(t.Chips, shell.Chip{Text: i18n.Enum("stage", app.Closed), Tone: string(kit.Done)})
	}
	if n := len(r.d.Clashes); n > 0 {
		t.Chips = append(t.Chips, shell.Chip{Text: i18n.T("clashes.chip", "n", n), Tone: string(kit.Fault)})
	}
	if n := app.OpenErrors(r.d.Sweep); n > 0 {
		t.Chips = append(t.Chips, shell.Chip{Text: i18n.T("sweepui.chip", "n", n), Tone: string(kit.Fault)})
	}
	return t
}

// Deeds lead to the bench and the reports.
func (r *Room) Deeds() []shell.Deed {
	if !r.loaded {
		return nil
	}
	id := r.d.Case.ID
	return []shell.Deed{
		{Text: i18n.T("room.bench"), Keys: "Ctrl+B", Do: func() { r.host.Go(shell.Route{Room: shell.RoomBench, Case: id}) }},
		{Text: i18n.T("room.drafts"), Keys: "Ctrl+R", Do: func() { r.host.Go(shell.Route{Room: shell.RoomDrafts, Case: id}) }},
		{Text: i18n.T("papers.forms"), Do: r.printForms},
	}
}

// Shortcuts of the room.
func (r *Room) Shortcuts() []shell.Shortcut {
	ctrl := fyne.KeyModifierControl
	return []shell.Shortcut{
		{Keys: "Ctrl+B", Text: i18n.T("case.key.bench"), Key: fyne.KeyB, Mod: ctrl, Do: func() { r.deed(0) }},
		{Keys: "Ctrl+R", Text: i18n.T("case.key.drafts"), Key: fyne.KeyR, Mod: ctrl, Do: func() { r.deed(1) }},
		{Keys: "Ctrl+PageDown", Text: i18n.T("case.key.nextpage"), Key: fyne.KeyPageDown, Mod: ctrl, Do: func() { r.turn(1) }},
		{Keys: "Ctrl+PageUp", Text: i18n.T("case.key.lastpage"), Key: fyne.KeyPageUp, Mod: ctrl, Do: func() { r.turn(-1) }},
		{Keys: "Ctrl+Enter", Text: i18n.T("case.key.step"), Key: fyne.KeyReturn, Mod: ctrl, Do: r.doStep},
	}
}

func (r *Room) deed(n int) {
	if deeds := r.Deeds(); n < len(deeds) {
		deeds[n].Do()
	}
}

func (r *Room) turn(by int) {
	for i, p := range pages {
		if p == r.page {
			r.goPage(pages[(i+by+len(pages))%len(pages)], "")
			return
		}
	}
}

func (r *Room) goPage(page, ref string) {
	r.host.Go(shell.Route{Room: shell.RoomCase + "/" + page, Case: r.d.Case.ID, Ref: ref})
}

// TypedKey is not used.
func (r *Room) TypedKey(*fyne.KeyEvent) bool { return false }

// TypedRune is not used.
func (r *Room) TypedRune(rune) bool { return false }

// Changed loads the case anew; an undo shows the page anew, since values in its forms have changed.
func (r *Room) Changed(d app.Deed) {
	if !r.loaded {
		return
	}
	if d.Verb == store.VerbUndo || d.Verb == store.VerbRedo {
		r.load(r.d.Case.ID, r.show)
		return
	}
	r.refresh()
}

// Hidden writes the field in hand.
func (r *Room) Hidden() {
	r.flush()
	clear(r.named)
}

func (r *Room) flush() {
	for _, f := range r.forms {
		f.Flush()
	}
}
