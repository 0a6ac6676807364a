// Package settings is the room for how the program looks, for the integrity of the workspace, its backups, and what the
// program is.
package settings

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/prefs"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// The pages of the room, as routes name them: "settings/backup".
const (
	PageLook      = "look"
	PageIntegrity = "integrity"
	PageBackup    = "backup"
	PageAbout     = "about"
)

// pages lists them in their order.
var pages = []string{PageLook, PageIntegrity, PageBackup, PageAbout}

// Store is what the room asks of a workspace.
type Store interface {
	Keeper
	Checker
	Restorer
	Reading() bool // a copy for reading, which has no work log
}

// Program is what the room asks of the program around it.
type Program interface {
	Apply(prefs.Values) // shows everything anew after a change; called on the main goroutine
	Leave()             // closes the workspace
	// Switch closes the workspace and opens another one, such as one that was restored.
	Switch(dir string)
}

// Room is the room of settings. It implements shell.Room.
type Room struct {
	host    shell.Host
	store   Store
	program Program
	prefs   *prefs.File
	version string
	root    *fyne.Container
	page    string
	body    map[string]fyne.CanvasObject // pages made so far: a result stays while another page is in view
	checks  *integrity
	keeping *backups
}

var _ shell.Room = (*Room)(nil)

// New makes the room; version is the program's.
func New(h shell.Host, s Store, p Program, f *prefs.File, version string) *Room {
	r := &Room{host: h, store: s, program: p, prefs: f, version: version, root: container.NewStack(), page: PageLook, body: map[string]fyne.CanvasObject{}}
	r.checks = &integrity{room: r}
	r.keeping = &backups{room: r}
	return r
}

// Open shows the page that the route names, or the one shown last.
func (r *Room) Open(to shell.Route) {
	for _, p := range pages {
		if to.Room == shell.RoomSettings+"/"+p {
			r.page = p
		}
	}
	r.build()
	if r.page == PageBackup {
		r.keeping.load()
	}
}

func (r *Room) build() {
	body := r.body[r.page]
	if body == nil {
		switch r.page {
		case PageIntegrity:
			body = r.checks.content()
		case PageBackup:
			body = r.keeping.content()
		case PageAbout:
			body = kit.Scroll(r.about())
		default:
			body = kit.Scroll(kit.Card(i18n.T("settings.screen"), r.screen()))
		}
		r.body[r.page] = body
	}
	gap := theme.Size(theme.Gap)
	r.root.Objects = []fyne.CanvasObject{container.NewBorder(nil, nil, kit.Inset(0, 0, kit.Wide(190, r.pageList())), nil, kit.Inset(gap, 0, body))}
	r.root.Refresh()
}

// pageList is the list of pages at the left.
func (r *Room) pageList() fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, p := range pages {
		back, style := canvas.NewRectangle(color.Transparent), kit.Body
		back.CornerRadius = 6
		if p == r.page {
			back.FillColor, style = theme.Color(theme.AccentSoft), kit.Style{Color: theme.Accent, Bold: true}
		}
		lines = append(lines, kit.NewTap(container.NewStack(back, kit.Inset(8, 6, kit.Line(i18n.T("settings.page."+p), style))), func() {
			r.host.Go(shell.Route{Room: shell.RoomSettings + "/" + p})
		}))
	}
	lines = append(lines, kit.Rule())
	for _, room := range []string{shell.RoomChecklists, shell.RoomLaws, shell.RoomDaylog} { // what rounds share; one looks for it here
		if room == shell.RoomDaylog && r.store.Reading() {
			continue
		}
		lines = append(lines, kit.NewTap(kit.Inset(8, 6, kit.Line(i18n.T("room."+room), kit.Body)), func() { r.host.Go(shell.Route{Room: room}) }))
	}
	// The end of a workspace is a room of its own; one looks for it here.
	lines = append(lines, kit.Rule(), kit.NewTap(kit.Inset(8, 6, kit.Line(i18n.T("room.handover"), kit.Body)), func() { r.host.Go(shell.Route{Room: shell.RoomHandover}) }))
	return container.NewStack(kit.Board(theme.Panel), kit.Inset(6, 8, kit.Column(2, lines...)))
}

func (r *Room) about() fyne.CanvasObject {
	return kit.Card("", kit.Column(8, kit.Line(i18n.T("settings.about.name", "version", r.version), kit.Heading), kit.NewPara(i18n.T("settings.about.text"), kit.Body),
		kit.NewPara(i18n.T("secrecy.notice"), kit.Style{Color: theme.Fault, Bold: true}), kit.NewPara(i18n.T("secrecy.text"), kit.Second),
		kit.NewPara(i18n.T("settings.about.licence"), kit.Second)))
}

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() shell.Title {
	return shell.Title{Text: i18n.T("room.settings"), Sub: i18n.T("settings.page." + r.page)}
}

// Deeds are in the room itself.
func (r *Room) Deeds() []shell.Deed { return nil }

// Shortcuts of the room: none of its own.
func (r *Room) Shortcuts() []shell.Shortcut { return nil }

// TypedKey is not used.
func (r *Room) TypedKey(*fyne.KeyEvent) bool { return false }

// TypedRune is not used.
func (r *Room) TypedRune(rune) bool { return false }

// Changed is of no concern here.
func (r *Room) Changed(app.Deed) {}

// Hidden has nothing to keep.
func (r *Room) Hidden() {}
