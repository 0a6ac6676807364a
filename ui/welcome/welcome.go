// Package welcome is the first room: make a workspace, open one, try the sample round, load a round file.
package welcome

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/prefs"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// suffix ends the name of every workspace folder.
const suffix = ".lianshen"

// Doors is what the room needs of the program: each opens a workspace in the window when it is done. report says how
// far it is.
type Doors interface {
	Open(ctx context.Context, dir string) error
	Create(ctx context.Context, dir string) error
	Sample(ctx context.Context, dir string, report func(done, total int, what string)) error
	Load(ctx context.Context, file, dir string, report func(done, total int, what string)) error
}

// Room is the first room. It implements shell.Room.
type Room struct {
	host  shell.Host
	doors Doors
	prefs *prefs.File
	root  *fyne.Container

	person *kit.Entry
	open   *ask.Path
	target *ask.Path
	file   *ask.Path
	loadTo *ask.Path
}

var _ shell.Room = (*Room)(nil)

// New makes the room.
func New(h shell.Host, d Doors, p *prefs.File) *Room {
	r := &Room{host: h, doors: d, prefs: p, root: container.NewStack()}
	r.build()
	return r
}

func (r *Room) build() {
	gap := theme.Size(theme.Gap)
	name := kit.Line(i18n.T("app.name"), kit.Style{Size: theme.TextFigure, Color: theme.Accent, Bold: true})
	head := kit.Column(6, name, kit.Line(i18n.T("welcome.what"), kit.Style{Size: theme.TextItem}), kit.NewPara(i18n.T("secrecy.notice"), kit.Style{Color: theme.Fault}))
	left := kit.Column(gap, r.sampleCard(), r.recentCard(), r.openCard())
	right := kit.Column(gap, r.personCard(), r.createCard(), r.loadCard())
	body := kit.Column(gap*1.5, head, kit.Split(gap, []float32{1, 1}, left, right))
	r.root.Objects = []fyne.CanvasObject{kit.Scroll(kit.Inset(60, 26, body))}
}

func (r *Room) window() fyne.Window { return r.host.Window() }

func (r *Room) sampleCard() fyne.CanvasObject {
	b := kit.NewPrimary(i18n.T("welcome.sample.open"), r.sample)
	b.Keys = "Ctrl+E"
	return kit.Card(i18n.T("welcome.sample"), kit.Column(8, kit.NewPara(i18n.T("welcome.sample.text"), kit.Second), kit.Row(0, b)))
}

func (r *Room) sample() {
	dir := filepath.Join(ask.Folder(), i18n.T("welcome.sample.name")+suffix)
	if _, err := os.Stat(dir); err == nil {
		r.enter(dir)
		return
	}
	r.host.Progress(i18n.T("welcome.sample.making"), func(ctx context.Context, report func(int, int, string)) error {
		return r.doors.Sample(ctx, dir, report)
	}, r.after)
}

func (r *Room) after(err error) {
	if err != nil {
		r.host.Fail(err)
	}
}

func (r *Room) recentCard() fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, dir := range r.prefs.Get().Recent {
		words := kit.Column(0, kit.Line(strings.TrimSuffix(filepath.Base(dir), suffix), kit.Strongly),
			kit.Line(kit.Cut(filepath.Dir(dir), 430, kit.Second), kit.Second))
		forget := kit.NewButton(i18n.T("welcome.forget"), func() {
			if err := r.prefs.Forget(dir); err != nil {
				r.host.Fail(err)
			}
			r.again()
		})
		forget.Small = true
		lines = append(lines, kit.Row(6, kit.NewTap(words, func() { r.enter(dir) }), kit.Spring(), forget))
	}
	if len(lines) == 0 {
		lines = append(lines, kit.NewPara(i18n.T("welcome.recent.none"), kit.Second))
	}
	return kit.Card(i18n.T("welcome.recent"), kit.Column(9, lines...))
}

func (r *Room) again() {
	r.build()
	r.root.Refresh()
}

func (r *Room) openCard() fyne.CanvasObject {
	r.open = ask.NewFile(r.window(), nil)
	r.open.Entry.OnSubmitted = func(string) { r.openTyped() }
	b := kit.NewButton(i18n.T("welcome.open.do"), r.openTyped)
	return kit.Card(i18n.T("welcome.open"), kit.Column(8, kit.NewPara(i18n.T("welcome.open.text"), kit.Second), r.open.Object(), kit.Row(0, b)))
}

func (r *Room) openTyped() { r.enter(r.open.Value()) }

// enter opens a workspace. A file inside of one stands for the folder: that is what a list of files lets people choose.
func (r *Room) enter(dir string) {
	if dir == "" {
		r.host.Fail(app.Refuse("ask.nopath"))
		return
	}
	if info, err := os.Stat(dir); err == nil && !info.IsDir() && strings.HasSuffix(filepath.Dir(dir), suffix) {
		dir = filepath.Dir(dir)
	}
	r.keepPerson()
	r.host.Run(func(ctx context.Context) (func(), error) { return nil, r.doors.Open(ctx, dir) })
}

func (r *Room) personCard() fyne.CanvasObject {
	r.person = kit.NewEntry(r.prefs.Get().Person)
	r.person.PlaceHolder = i18n.T("welcome.person.form")
	r.person.OnLeft = r.keepPerson
	return kit.Card(i18n.T("welcome.person"), kit.Column(8, kit.NewPara(i18n.T("welcome.person.text"), kit.Second), r.person))
}

func (r *Room) keepPerson() {
	name := strings.TrimSpace(r.person.Text)
	if name == r.prefs.Get().Person {
		return
	}
	if err := r.prefs.Change(func(v *prefs.Values) { v.Person = name }); err != nil {
		r.host.Fail(err)
	}
}

func (r *Room) createCard() fyne.CanvasObject {
	r.target = ask.NewTarget(r.window(), filepath.Join(ask.Folder(), i18n.T("welcome.create.name")+suffix))
	b := kit.NewButton(i18n.T("welcome.create.do"), r.create)
	b.Keys = "Ctrl+N"
	r.target.Entry.OnSubmitted = func(string) { r.create() }
	return kit.Card(i18n.T("welcome.create"), kit.Column(8, kit.NewPara(i18n.T("welcome.create.text"), kit.Second), r.target.Object(), kit.Row(0, b)))
}

// withSuffix ends a path as the name of a workspace must end.
func withSuffix(path string) string {
	if path == "" || strings.HasSuffix(path, suffix) {
		return path
	}
	return path + suffix
}

func (r *Room) create() {
	r.keepPerson()
	dir := withSuffix(r.target.Value())
	if dir == "" {
		r.host.Fail(app.Refuse("ask.nopath"))
		return
	}
	r.host.Run(func(ctx context.Context) (func(), error) { return nil, r.doors.Create(ctx, dir) })
}

func (r *Room) loadCard() fyne.CanvasObject {
	r.loadTo = ask.NewTarget(r.window(), filepath.Join(ask.Folder(), i18n.T("welcome.load.name")+suffix))
	r.file = ask.NewFile(r.window(), func(path string) {
		base := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		r.loadTo.Entry.SetText(filepath.Join(filepath.Dir(path), base+suffix))
	})
	b := kit.NewButton(i18n.T("welcome.load.do"), r.load)
	return kit.Card(i18n.T("welcome.load"), kit.Column(8, kit.NewPara(i18n.T("welcome.load.text"), kit.Second),
		kit.Line(i18n.T("welcome.load.file"), kit.Second), r.file.Object(), kit.Line(i18n.T("welcome.load.to"), kit.Second), r.loadTo.Object(), kit.Row(0, b)))
}

func (r *Room) load() {
	r.keepPerson()
	file, dir := r.file.Value(), withSuffix(r.loadTo.Value())
	if file == "" || dir == "" {
		r.host.Fail(app.Refuse("ask.nopath"))
		return
	}
	r.host.Progress(i18n.T("welcome.load.working"), func(ctx context.Context, report func(int, int, string)) error {
		return r.doors.Load(ctx, file, dir, report)
	}, r.after)
}

// Open shows the room.
func (r *Room) Open(shell.Route) {
	r.again()
	Notice(r.window(), r.prefs, r.host.Fail)
}

// Notice shows the notice of secrecy over the window until the person has read it; after that it does nothing.
func Notice(w fyne.Window, p *prefs.File, fail func(error)) {
	if p.Get().Noticed || w.Canvas().Overlays().Top() != nil {
		return
	}
	var d *kit.Dialog
	yes := kit.NewPrimary(i18n.T("secrecy.read"), func() {
		if err := p.Change(func(v *prefs.Values) { v.Noticed = true }); err != nil {
			fail(err)
		}
		d.Close()
	})
	body := kit.Column(10, kit.NewPara(i18n.T("secrecy.notice"), kit.Style{Size: theme.TextItem, Bold: true, Color: theme.Fault}), kit.NewPara(i18n.T("secrecy.text"), kit.Body))
	d = kit.ShowDialog(w, i18n.T("secrecy.title"), body, 560, 0, yes)
	w.Canvas().Focus(yes)
}

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title is empty: the room says itself what it is.
func (r *Room) Title() shell.Title { return shell.Title{} }

// Deeds are in the room itself.
func (r *Room) Deeds() []shell.Deed { return nil }

// Shortcuts of the room.
func (r *Room) Shortcuts() []shell.Shortcut {
	ctrl := fyne.KeyModifierControl
	return []shell.Shortcut{
		{Keys: "Ctrl+E", Text: i18n.T("welcome.sample.open"), Key: fyne.KeyE, Mod: ctrl, Do: r.sample},
		{Keys: "Ctrl+N", Text: i18n.T("welcome.create.do"), Key: fyne.KeyN, Mod: ctrl, Do: r.create},
		{Keys: "Ctrl+O", Text: i18n.T("welcome.open.do"), Key: fyne.KeyO, Mod: ctrl, Do: func() { r.window().Canvas().Focus(r.open.Entry) }},
	}
}

// TypedKey is not used.
func (r *Room) TypedKey(*fyne.KeyEvent) bool { return false }

// TypedRune is not used.
func (r *Room) TypedRune(rune) bool { return false }

// Changed is of no concern here.
func (r *Room) Changed(app.Deed) {}

// Hidden keeps the name.
func (r *Room) Hidden() { r.keepPerson() }

// Dropped opens a workspace that was dropped on the window, or takes a round file to load.
func (r *Room) Dropped(_ fyne.Position, files []fyne.URI) {
	if len(files) == 0 {
		return
	}
	path := files[0].Path()
	if strings.HasSuffix(path, suffix) {
		r.enter(path)
		return
	}
	r.file.Entry.SetText(path)
	base := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	r.loadTo.Entry.SetText(filepath.Join(filepath.Dir(path), base+suffix))
}
