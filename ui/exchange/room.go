// Package exchange is the room where laptops come together by passing files: who has what, packages out, packages in,
// what was taken in and how it is taken back, and the folder that all share.
package exchange

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/leaving"
	"lianshen/ui/past"
	"lianshen/ui/prefs"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// Store is what the room asks of a workspace.
type Store interface {
	app.Reader
	leaving.Store
	past.Source
	Me() app.Person
	Seat() app.Seat
	Office() string
	Peers(ctx context.Context) ([]store.Peer, error)
	CountClashes(ctx context.Context) (int, error)
	MeasurePackage(ctx context.Context, o store.Outgoing) (store.Sized, error)
	WritePackage(ctx context.Context, o store.Outgoing, to store.WriteTo, progress func(done, total int64)) (store.Sent, error)
	WriteTemplates(ctx context.Context, o store.TemplatesOut, to store.WriteTo, progress func(done, total int64)) (store.Sent, error)
	ExamineTemplates(ctx context.Context, paths []string, phrase string) (store.TemplatesComing, error)
	TakeTemplates(ctx context.Context, paths []string, phrase string, choices map[app.ID]store.TemplateChoice) (store.TemplatesTaken, error)
	SentPackages(ctx context.Context) ([]store.Sent, error)
	Examine(ctx context.Context, paths []string, progress func(done, total int64)) (store.Coming, error)
	TakeIn(ctx context.Context, paths []string, how store.TakeIn, progress func(done, total int64)) (store.Import, error)
	TakeInAll(ctx context.Context, sets [][]string, choose func(store.Coming) (store.TakeIn, bool), progress func(done, total int64)) ([]store.Taken, error)
	Imports(ctx context.Context) ([]store.Import, error)
	ImportSummary(ctx context.Context, n int64) (store.ImportSummary, error)
	PlanTakeBack(ctx context.Context, n int64) (store.TakeBackPlan, error)
	TakeBack(ctx context.Context, n int64, why string) error
	TakeAgain(ctx context.Context, n int64) error
	ScanFolder(ctx context.Context, dir string) (store.Folder, error)
	PutInFolder(ctx context.Context, dir string, how store.PutIn, progress func(done, total int64)) ([]store.Sent, error)
	CleanFolder(ctx context.Context, dir string) (store.Cleaned, error)
}

// Config is what the room needs of the program around it.
type Config struct {
	Workspace string // its name, as people know it
	Dir       string // its folder, by which Prefs remember the exchange folder
	Prefs     *prefs.File
	// Sticks tells f of the sticks that are there, at once and whenever one comes or goes, until ctx ends. nil: there
	// are none.
	Sticks func(ctx context.Context, f func([]store.Stick))
	// Free gives how many bytes can still be written in a folder; nil: nobody knows.
	Free func(dir string) (int64, error)
	// Now is the clock.
	Now func() time.Time
}

// The pages of the room, by the part of the route behind "exchange/"; "" is who has what.
const (
	PageOut     = "out"     // Ref: the seat a package is for
	PageIn      = "in"      // Ref: a file
	PageImports = "imports" // Ref: the number of an import
	PageSent    = "sent"    // Ref: the package
	PageFolder  = "folder"
)

var pages = []string{"", PageOut, PageIn, PageImports, PageSent, PageFolder}

// page is one of the pages of the room.
type page interface {
	object() fyne.CanvasObject
	load()             // asks the workspace anew; what is in hand stays
	open(ref string)   // takes something in hand
	rows() *list       // the list that the arrows move in, nil = none
	sticks([]stickNow) // sticks came or went
}

// stickNow is a stick that is there, and whether it came while the room was in view.
type stickNow struct {
	store.Stick
	fresh bool
}

// Room is the room. It implements shell.Room and shell.Dropper.
type Room struct {
	host   shell.Host
	store  Store
	config Config
	words  *past.Words

	page    string
	shown   map[string]page
	home    *home
	out     *out
	in      *in
	imports *imports
	sent    *sent
	folder  *folder

	there []stickNow
	stop  context.CancelFunc // ends the look for sticks; nil while the room is not in view

	content *fyne.Container
	tabs    *fyne.Container
	body    *fyne.Container
}

var (
	_ shell.Room    = (*Room)(nil)
	_ shell.Dropper = (*Room)(nil)
)

// New makes the room over a workspace.
func New(host shell.Host, s Store, c Config) *Room {
	if c.Now == nil {
		c.Now = time.Now
	}
	r := &Room{host: host, store: s, config: c, words: past.New(s), tabs: kit.Flow(4), body: container.NewStack()}
	r.content = kit.Under(theme.Size(theme.Gap), r.tabs, r.body)
	r.home, r.out, r.in, r.imports, r.sent, r.folder = newHome(r), newOut(r), newIn(r), newImports(r), newSent(r), newFolder(r)
	r.shown = map[string]page{"": r.home, PageOut: r.out, PageIn: r.in, PageImports: r.imports, PageSent: r.sent, PageFolder: r.folder}
	return r
}

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.content }

// Open shows a page.
func (r *Room) Open(to shell.Route) {
	r.words.Forget() // nobody tells a room that is not in view what changed
	r.look()
	_, name, _ := strings.Cut(to.Room, "/")
	if !slices.Contains(pages, name) {
		name = ""
	}
	r.page = name
	r.draw()
	p := r.shown[name]
	p.open(to.Ref)
	p.load()
	r.host.Refresh()
}

func (r *Room) draw() {
	r.tabs.RemoveAll()
	for _, name := range pages {
		r.tabs.Add(kit.NewChipButton(i18n.T(pageKey(name)), name == r.page, func() { r.turn(name, "") }))
	}
	r.tabs.Refresh()
	r.body.Objects = []fyne.CanvasObject{r.shown[r.page].object()}
	r.body.Refresh()
	kit.Relayout(r.content)
}

func pageKey(name string) string {
	if name == "" {
		name = "home"
	}
	return "exchange.page." + name
}

// turn leads to a page.
func (r *Room) turn(name, ref string) {
	room := shell.RoomExchange
	if name != "" {
		room += "/" + name
	}
	r.host.Go(shell.Route{Room: room, Ref: ref})
}

// run does work of a page and shows it if that page is still in view.
func (r *Room) run(work func(ctx context.Context) (func(), error)) {
	name := r.page
	r.host.Run(func(ctx context.Context) (func(), error) {
		show, err := work(ctx)
		if err != nil || show == nil {
			return nil, err
		}
		return func() {
			if r.page == name {
				show()
			}
		}, nil
	})
}

// may says why a deed is not for this person; nil when it is. It is asked off the main goroutine.
func (r *Room) may(ctx context.Context, verb app.Verb) (refusal, err error) {
	err = app.Permit(ctx, r.store, r.store.Seat().ID, verb, "", nil)
	if app.CodeOf(err) != "" {
		return err, nil
	}
	return nil, err
}

// look begins to look for sticks.
func (r *Room) look() {
	if r.stop != nil || r.config.Sticks == nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	first := true
	go r.config.Sticks(ctx, func(all []store.Stick) {
		begun := first
		first = false
		r.host.Run(func(context.Context) (func(), error) {
			return func() {
				if ctx.Err() == nil {
					r.found(all, begun)
				}
			}, nil
		})
	})
}

// found takes over which sticks are there; of those that are there when the look begins none is fresh.
func (r *Room) found(all []store.Stick, begun bool) {
	now := make([]stickNow, 0, len(all))
	for _, s := range all {
		known := slices.IndexFunc(r.there, func(o stickNow) bool { return o.Root == s.Root })
		fresh := !begun && known < 0 || known >= 0 && r.there[known].fresh
		now = append(now, stickNow{s, fresh})
	}
	r.there = now
	for _, name := range pages {
		r.shown[name].sticks(now)
	}
}

// Dropped takes files in that were dropped on the window.
func (r *Room) Dropped(_ fyne.Position, files []fyne.URI) {
	var paths []string
	for _, f := range files {
		paths = append(paths, f.Path())
	}
	if len(paths) == 0 {
		return
	}
	if r.page != PageIn {
		r.turn(PageIn, "")
	}
	r.in.offer(paths)
}

// Title names the room and its page.
func (r *Room) Title() shell.Title {
	return shell.Title{Text: i18n.T("room.exchange"), Sub: i18n.T(pageKey(r.page))}
}

// Deeds are the two that everybody looks for.
func (r *Room) Deeds() []shell.Deed {
	return []shell.Deed{
		{Text: i18n.T("exchange.deed.in"), Keys: "Ctrl+O", Do: r.askFile},
		{Text: i18n.T("exchange.deed.out"), Keys: "Ctrl+M", Do: r.makeOne, Primary: r.page == ""},
	}
}

// askFile leads to the page of packages that come and asks for a file.
func (r *Room) askFile() {
	if r.page == PageIn {
		r.in.askFile()
		return
	}
	r.turn(PageIn, "")
	// Turning the page takes the focus away once more when it is drawn: the dialog comes after that.
	r.host.Run(func(context.Context) (func(), error) { return r.in.askFile, nil })
}

// makeOne leads to the page of packages that go, for the seat in hand if there is one.
func (r *Room) makeOne() {
	ref := ""
	if p, ok := r.home.inHand(); ok && r.page == "" && p.AtWork() && !p.Mine {
		ref = string(p.ID)
	}
	r.turn(PageOut, ref)
}

// Shortcuts lists the keys of the room.
func (r *Room) Shortcuts() []shell.Shortcut {
	ctrl := fyne.KeyModifierControl
	by := func(n int) func() {
		return func() { r.turn(pages[(slices.Index(pages, r.page)+n+len(pages))%len(pages)], "") }
	}
	return []shell.Shortcut{
		{Keys: "↑ ↓", Text: i18n.T("exchange.key.rows")},
		{Keys: "Enter", Text: i18n.T("exchange.key.enter." + pageName(r.page))},
		{Keys: "Ctrl+M", Text: i18n.T("exchange.key.make"), Key: fyne.KeyM, Mod: ctrl, Do: r.makeOne},
		{Keys: "Ctrl+O", Text: i18n.T("exchange.key.file"), Key: fyne.KeyO, Mod: ctrl, Do: r.askFile},
		{Keys: "Ctrl+Enter", Text: i18n.T("exchange.key.go"), Key: fyne.KeyReturn, Mod: ctrl, Do: r.goOn},
		{Keys: "Ctrl+P", Text: i18n.T("exchange.key.print"), Key: fyne.KeyP, Mod: ctrl, Do: r.print},
		{Keys: "Ctrl+PageDown", Text: i18n.T("history.key.next"), Key: fyne.KeyPageDown, Mod: ctrl, Do: by(1)},
		{Keys: "Ctrl+PageUp", Text: i18n.T("history.key.last"), Key: fyne.KeyPageUp, Mod: ctrl, Do: by(-1)},
		{Keys: "Ctrl+C", Text: i18n.T("history.key.copy")},
	}
}

func pageName(name string) string {
	if name == "" {
		return "home"
	}
	return name
}

// goOn does what the page in view is there for.
func (r *Room) goOn() {
	switch r.page {
	case PageOut:
		r.out.ask()
	case PageIn:
		r.in.goOn()
	case PageFolder:
		r.folder.goOn()
	}
}

// print puts the summary in hand on paper.
func (r *Room) print() {
	switch {
	case r.page == PageImports && r.imports.view.any:
		r.imports.view.save()
	case r.page == PageIn && r.in.hand != nil && r.in.hand.stage == taken && r.in.hand.templates == nil:
		r.in.done.save()
	}
}

// TypedKey moves in the list of the page.
func (r *Room) TypedKey(e *fyne.KeyEvent) bool {
	if r.host.Window().Canvas().Overlays().Top() != nil {
		return false
	}
	l := r.shown[r.page].rows()
	return l != nil && l.table.Key(e)
}

// TypedRune is not used.
func (r *Room) TypedRune(rune) bool { return false }

// Changed reads the page again.
func (r *Room) Changed(app.Deed) {
	r.words.Forget()
	r.shown[r.page].load()
}

// Hidden ends the look for sticks and forgets what is secret.
func (r *Room) Hidden() {
	if r.stop != nil {
		r.stop()
		r.stop, r.there = nil, nil
	}
	r.out.forget()
}
