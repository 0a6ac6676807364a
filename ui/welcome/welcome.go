// Package welcome is the first room: make a workspace, open one, join a round that others have begun, try the sample
// round, load a round file.
package welcome

import (
	"context"
	"image/color"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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

// Doors is what the room needs of the program. report says how far it is.
type Doors interface {
	// Open opens a sample; of every other workspace it shows the room that asks for the pass phrase.
	Open(ctx context.Context, dir string) error
	// Create leads through the making of a workspace at dir, with the round of a file in it unless load is "". It is
	// called on the main goroutine.
	Create(dir, load string)
	// Sample makes a workspace with the sample round and opens it.
	Sample(ctx context.Context, dir string, report func(done, total int, what string)) error
	// Asks says whether the workspace at dir asks for a pass phrase. It is called off the main goroutine.
	Asks(dir string) bool
	Joiner
}

// Room is the first room. It implements shell.Room.
type Room struct {
	host  shell.Host
	doors Doors
	prefs *prefs.File
	root  *fyne.Container

	open    *ask.Path
	file    *ask.Path
	pack    *ask.Path
	joining *fyne.Container
	waiting []Waiting // as far as known

	recent *fyne.Container
	locked map[string]bool // recent places that ask for a pass phrase, as far as known
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
	r.joining = container.NewStack(r.joinCard())
	left := kit.Column(gap, r.joining, r.createCard(), r.sampleCard())
	r.recent = container.NewStack(r.recentCard())
	right := kit.Column(gap, r.recent, r.openCard(), r.loadCard())
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
		name := []fyne.CanvasObject{kit.Line(kit.Cut(strings.TrimSuffix(filepath.Base(dir), suffix), 330, kit.Strongly), kit.Strongly)}
		if r.locked[dir] {
			name = append(name, padlock(), kit.Line(i18n.T("welcome.locked"), kit.Second))
		}
		words := kit.Column(0, kit.Row(6, name...), kit.Line(kit.Cut(filepath.Dir(dir), 430, kit.Second), kit.Second))
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
	r.host.Run(func(ctx context.Context) (func(), error) { return nil, r.doors.Open(ctx, dir) })
}

// padlock is the mark of a workspace that asks for a pass phrase.
func padlock() fyne.CanvasObject {
	shackle := canvas.NewRectangle(color.Transparent)
	shackle.StrokeColor, shackle.StrokeWidth, shackle.CornerRadius = theme.Color(theme.SecondInk), 1.5, 4
	body := canvas.NewRectangle(theme.Color(theme.SecondInk))
	body.CornerRadius = 2
	return container.New(padlockLayout{}, shackle, body)
}

// padlockLayout draws a padlock of 11 × 13 pixels.
type padlockLayout struct{}

func (padlockLayout) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	objects[0].Resize(fyne.NewSize(7, 9))
	objects[0].Move(fyne.NewPos(2, 0))
	objects[1].Resize(fyne.NewSize(11, 8))
	objects[1].Move(fyne.NewPos(0, 5))
}

func (padlockLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(11, 13) }

func (r *Room) createCard() fyne.CanvasObject {
	b := kit.NewButton(i18n.T("welcome.create.do"), r.create)
	b.Keys = "Ctrl+N"
	return kit.Card(i18n.T("welcome.create"), kit.Column(8, kit.NewPara(i18n.T("welcome.create.text"), kit.Second),
		kit.NewPara(i18n.T("welcome.create.note"), kit.Second), kit.Row(0, b)))
}

func (r *Room) create() {
	r.doors.Create(filepath.Join(ask.Folder(), i18n.T("welcome.create.name")+suffix), "")
}

func (r *Room) loadCard() fyne.CanvasObject {
	r.file = ask.NewFile(r.window(), nil)
	b := kit.NewButton(i18n.T("welcome.load.do"), r.load)
	return kit.Card(i18n.T("welcome.load"), kit.Column(8, kit.NewPara(i18n.T("welcome.load.text"), kit.Second), r.file.Object(), kit.Row(0, b)))
}

// load leads through the making of a workspace beside the round file, with the round in it.
func (r *Room) load() {
	file := r.file.Value()
	if file == "" {
		r.host.Fail(app.Refuse("ask.nopath"))
		return
	}
	if info, err := os.Stat(file); err != nil || info.IsDir() {
		r.host.Fail(app.Refuse("file.unreadable", "path", file))
		return
	}
	base := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	r.doors.Create(filepath.Join(filepath.Dir(file), base+suffix), file)
}

// Open shows the room, and then which of the recent places ask for a pass phrase: a place on a shared drive that is not
// there may take its time to say so.
func (r *Room) Open(shell.Route) {
	r.again()
	recent := r.prefs.Get().Recent
	r.host.Run(func(context.Context) (func(), error) {
		locked := map[string]bool{}
		for _, dir := range recent {
			locked[dir] = r.doors.Asks(dir)
		}
		return func() {
			r.locked = locked
			r.recent.Objects = []fyne.CanvasObject{r.recentCard()} // nothing else: a path may be half typed
			r.recent.Refresh()
			kit.Relayout(r.root)
		}, nil
	})
	r.wait()
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
		{Keys: "Ctrl+J", Text: i18n.T("welcome.join.ask"), Key: fyne.KeyJ, Mod: ctrl, Do: r.askSeat},
		{Keys: "Ctrl+O", Text: i18n.T("welcome.open.do"), Key: fyne.KeyO, Mod: ctrl, Do: func() { r.window().Canvas().Focus(r.open.Entry) }},
	}
}

// TypedKey is not used.
func (r *Room) TypedKey(*fyne.KeyEvent) bool { return false }

// TypedRune is not used.
func (r *Room) TypedRune(rune) bool { return false }

// Changed is of no concern here.
func (r *Room) Changed(app.Deed) {}

// Hidden has nothing to keep.
func (r *Room) Hidden() {}

// Dropped opens a workspace or a package that was dropped on the window, or takes a round file to load.
func (r *Room) Dropped(_ fyne.Position, files []fyne.URI) {
	if len(files) == 0 {
		return
	}
	path := files[0].Path()
	if strings.HasSuffix(path, suffix) {
		r.enter(path)
		return
	}
	if isPack(path) {
		r.pack.Entry.SetText(path)
		r.openPack()
		return
	}
	r.file.Entry.SetText(path)
}
