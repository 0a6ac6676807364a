// Package checklists is the room of the checklists: their versions, the editor of a draft, what differs between two, and
// the way of a case from one version to another.
package checklists

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
)

// The pages of the room, as routes name them after the slash; "" is the list of versions.
const (
	PageEdit = "edit" // Ref: the ID of the checklist
	PageDiff = "diff" // Ref: the IDs of the former and the later one, a blank between
	PageCase = "case" // Case: whose checklists are to be changed; Ref: a strand
)

// Store is what the room asks of a workspace.
type Store interface {
	app.Reader
	Veiled(ctx context.Context, caseID app.ID) (app.Dossier, error)
}

// state is what a load found.
type state struct {
	lists   []app.Template // by strand, the latest version first
	laws    map[string]app.Law
	pins    map[string]int // cases by strand and version
	dossier app.Dossier    // of the case in hand
	deny    error          // why the person may not edit; nil: he or she may
}

// Room is the room. It implements shell.Room.
type Room struct {
	host   shell.Host
	store  Store
	drafts *kit.Drafts
	root   *fyne.Container
	route  shell.Route
	page   string
	now    state
	loaded bool
	shown  string // ID of the version in hand in the list
	table  *kit.DataTable
	side   *fyne.Container // what can be done with it
	editor *editor
	strand app.Strand // in hand on the page of a case
	target app.ID     // version chosen there
}

var _ shell.Room = (*Room)(nil)

// New makes the room.
func New(h shell.Host, s Store, drafts *kit.Drafts) *Room {
	return &Room{host: h, store: s, drafts: drafts, root: container.NewStack()}
}

// Open shows the page of the route.
func (r *Room) Open(to shell.Route) {
	r.flush()
	_, r.page, _ = strings.Cut(to.Room, "/")
	if r.page == PageCase && (to.Case != r.route.Case || to.Ref != "") {
		r.strand, r.target = app.Strand(to.Ref), ""
	}
	r.route, r.editor = to, nil
	r.load(r.show)
}

func (r *Room) load(then func()) {
	page, caseID := r.page, r.route.Case
	r.host.Run(func(ctx context.Context) (func(), error) {
		s, err := r.ask(ctx, page, caseID)
		if err != nil {
			return nil, err
		}
		return func() {
			r.now, r.loaded = s, true
			then()
		}, nil
	})
}

func (r *Room) ask(ctx context.Context, page string, caseID app.ID) (s state, err error) {
	if s.lists, err = app.List[app.Template](ctx, r.store, ""); err != nil {
		return s, err
	}
	slices.SortStableFunc(s.lists, func(a, b app.Template) int {
		return cmp.Or(cmp.Compare(slices.Index(app.Strands, a.Strand), slices.Index(app.Strands, b.Strand)), -cmp.Compare(a.Version, b.Version))
	})
	laws, err := app.List[app.Law](ctx, r.store, "")
	if err != nil {
		return s, err
	}
	s.laws = map[string]app.Law{}
	for _, l := range laws {
		s.laws[l.Code] = l
	}
	cases, err := app.List[app.Case](ctx, r.store, "")
	if err != nil {
		return s, err
	}
	s.pins = map[string]int{}
	for _, c := range cases {
		for strand, st := range c.Strands {
			s.pins[string(strand)+"/"+st.Template]++
		}
	}
	desk := r.host.Desk()
	verb := app.VerbSaveTemplate
	if page == PageCase {
		if s.dossier, err = r.store.Veiled(ctx, caseID); err != nil {
			return s, err
		}
		verb = app.VerbUpgradeList
	} else {
		caseID = ""
	}
	if s.deny = app.Permit(ctx, r.store, desk.Seat, verb, caseID, nil); s.deny != nil && app.CodeOf(s.deny) == "" {
		return s, s.deny
	}
	return s, nil
}

func (r *Room) show() {
	var body fyne.CanvasObject
	switch r.page {
	case PageEdit:
		t, ok := r.list(app.ID(r.route.Ref))
		if !ok {
			body = r.versions()
			break
		}
		r.editor = newEditor(r, t)
		body = r.editor.content()
	case PageDiff:
		body = r.difference()
	case PageCase:
		body = r.upgrade()
	default:
		body = r.versions()
	}
	r.root.Objects = []fyne.CanvasObject{body}
	r.root.Refresh()
	r.host.Refresh()
}

// list gives the version with an ID.
func (r *Room) list(id app.ID) (app.Template, bool) {
	i := slices.IndexFunc(r.now.lists, func(t app.Template) bool { return t.ID == id })
	if i < 0 {
		return app.Template{}, false
	}
	return r.now.lists[i], true
}

func (r *Room) go2(page, ref string) {
	to := shell.RoomChecklists
	if page != "" {
		to += "/" + page
	}
	r.host.Go(shell.Route{Room: to, Ref: ref})
}

// do does a deed and shows what came of it; then may be nil. A refusal is shown by the shell.
func (r *Room) do(work func(context.Context, app.Desk) error, then func()) {
	desk := r.host.Desk()
	r.host.Run(func(ctx context.Context) (func(), error) {
		if err := work(ctx, desk); err != nil {
			return nil, err
		}
		return func() {
			r.host.Saved(desk.Now())
			if then != nil {
				then()
			}
		}, nil
	})
}

func (r *Room) flush() {
	if r.editor != nil {
		r.editor.flush()
	}
}

// note says why the person may not do what the page is for; nil when he or she may.
func (r *Room) note() fyne.CanvasObject {
	if r.now.deny == nil {
		return nil
	}
	sentence, hint := i18n.Error(r.now.deny)
	return kit.Note(kit.Wait, sentence, hint)
}

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room and what is in hand.
func (r *Room) Title() shell.Title {
	t := shell.Title{Text: i18n.T("room.checklists")}
	switch r.page {
	case PageEdit:
		if l, ok := r.list(app.ID(r.route.Ref)); ok {
			t.Sub = l.Title
			t.Chips = []shell.Chip{{Text: l.Version, Tone: "accent"}, {Text: i18n.Enum("liststate", l.State()), Tone: "quiet"}}
		}
	case PageDiff:
		t.Sub = i18n.T("checklists.diff")
	case PageCase:
		t.Sub = r.now.dossier.Unit.Name
		t.Chips = []shell.Chip{{Text: r.now.dossier.Case.Number, Tone: "quiet"}}
	}
	return t
}

// Deeds lead back from a page; those of a version stand beside it.
func (r *Room) Deeds() []shell.Deed {
	switch {
	case r.page == PageCase:
		return []shell.Deed{{Text: i18n.T("checklists.backcase"), Do: func() { r.host.Go(shell.Route{Room: shell.RoomCase, Case: r.route.Case}) }}}
	case r.page == PageEdit && r.editor != nil:
		return append([]shell.Deed{{Text: i18n.T("checklists.back"), Do: func() { r.go2("", "") }}}, r.editor.deeds()...)
	case r.page != "":
		return []shell.Deed{{Text: i18n.T("checklists.back"), Do: func() { r.go2("", "") }}}
	}
	return nil
}

// Shortcuts of the editor.
func (r *Room) Shortcuts() []shell.Shortcut {
	if r.editor == nil || !r.editor.may() {
		return nil
	}
	return r.editor.shortcuts()
}

// TypedKey is not used.
func (r *Room) TypedKey(*fyne.KeyEvent) bool { return false }

// TypedRune is not used.
func (r *Room) TypedRune(rune) bool { return false }

// Changed loads again when a deed touched a checklist, a law or a case; what is being typed stays.
func (r *Room) Changed(d app.Deed) {
	switch d.Verb {
	case app.VerbSaveTemplate, app.VerbSaveLaw, app.VerbUpgradeList, app.VerbLoad, app.VerbUndo, app.VerbRedo, app.VerbPackIn, app.VerbTakeBack:
	default:
		return
	}
	if !r.loaded {
		return
	}
	r.load(func() {
		if r.editor != nil {
			r.editor.reload()
			r.host.Refresh()
			return
		}
		r.show()
	})
}

// Hidden keeps what was typed.
func (r *Room) Hidden() { r.flush() }
