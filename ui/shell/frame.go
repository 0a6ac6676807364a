package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// frame is what stands around a room: the list of rooms at the left, the line of title and deeds above, the status
// line below, the banner of a fault and the toast.
type frame struct {
	s      *Shell
	root   *fyne.Container
	left   *fyne.Container
	band   *fyne.Container
	top    *fyne.Container
	fault  *fyne.Container
	middle *fyne.Container
	foot   *fyne.Container
	toasts *fyne.Container
	waits  map[string]int
}

const sideWidth = 168

func newFrame(s *Shell) *frame {
	f := &frame{s: s, left: container.NewStack(), band: container.NewStack(), top: container.NewStack(), fault: container.NewStack(),
		middle: container.NewStack(), foot: container.NewStack(), toasts: container.NewStack()}
	f.fault.Hide()
	gap := theme.Size(theme.Gap)
	var body fyne.CanvasObject
	page := container.New(headLayout{}, kit.Column(0, f.band, f.top, f.fault), kit.Inset(18, gap/2, f.middle))
	if s.open {
		f.list()
		f.status()
		f.say()
		body = container.New(frameLayout{}, f.left, f.foot, page)
	} else {
		body = page
	}
	f.root = container.NewStack(kit.NewMouseWatch(), body, f.toasts) // the window itself has the colour of paper
	return f
}

// frameLayout puts the rooms at the left, the status line at the foot, the page into what is left.
type frameLayout struct{}

func (frameLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, foot, page := objects[0], objects[1], objects[2]
	h, w := foot.MinSize().Height, left.MinSize().Width
	foot.Resize(fyne.NewSize(size.Width, h))
	foot.Move(fyne.NewPos(0, size.Height-h))
	left.Resize(fyne.NewSize(w, size.Height-h))
	page.Resize(fyne.NewSize(size.Width-w, size.Height-h))
	page.Move(fyne.NewPos(w, 0))
}

func (frameLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(900, 560) }

// headLayout puts title and banner above the page.
type headLayout struct{}

func (headLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(size.Width, objects[0].MinSize().Height))
	h := objects[0].MinSize().Height // at this width
	objects[0].Resize(fyne.NewSize(size.Width, h))
	objects[1].Resize(fyne.NewSize(size.Width, size.Height-h))
	objects[1].Move(fyne.NewPos(0, h))
}

func (headLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(600, 400) }

func (f *frame) body(o fyne.CanvasObject) {
	f.middle.Objects = []fyne.CanvasObject{o}
	f.middle.Refresh()
}

// list draws the rooms.
func (f *frame) list() {
	if !f.s.open {
		return
	}
	back := canvas.NewRectangle(theme.Color(theme.Side))
	name := kit.Line(i18n.T("app.name"), kit.Style{Size: theme.TextItem, Color: theme.Accent, Bold: true})
	top := []fyne.CanvasObject{kit.Inset(8, 8, name)}
	var low []fyne.CanvasObject
	for _, e := range f.s.place.Entries {
		if e.Hidden {
			continue
		}
		line := f.line(e)
		if e.Low {
			low = append(low, line)
		} else {
			top = append(top, line)
		}
	}
	help := kit.Row(6, kit.Line(i18n.T("shell.help"), kit.Body), kit.Spring(), kit.KeyCap("F1"))
	low = append(low, kit.NewTap(kit.Inset(10, 6, help), f.s.help))
	edge := kit.Rule()
	column := container.NewBorder(kit.Column(3, top...), kit.Column(3, low...), nil, nil)
	width := sideWidth * theme.Size(theme.TextBody) / 14
	f.left.Objects = []fyne.CanvasObject{kit.Wide(width, container.NewStack(back,
		container.NewBorder(nil, nil, nil, edge, kit.Inset(10, 8, column))))}
	f.left.Refresh()
}

func (f *frame) line(e Entry) fyne.CanvasObject {
	here := roomOf(f.s.route) == e.Name
	ink, count := theme.Ink, theme.Fault
	back := canvas.NewRectangle(color.Transparent)
	back.CornerRadius = 6
	if here {
		ink, count = theme.OnAccent, theme.OnAccent
		back.FillColor = theme.Color(theme.Accent)
	} else if e.NeedsCase && f.s.caseID == "" {
		ink = theme.SecondInk
	}
	objects := []fyne.CanvasObject{kit.Line(i18n.T("room."+e.Name), kit.Style{Color: ink}), kit.Spring()}
	if n := f.waits[e.Name]; n > 0 {
		objects = append(objects, kit.Line(itoa(n), kit.Style{Size: theme.TextSecond, Color: count}))
	}
	return kit.NewTap(container.NewStack(back, kit.Inset(10, 6, kit.Row(6, objects...))), func() { f.s.Go(Route{Room: e.Name}) })
}

func (f *frame) counts(waits map[string]int) {
	clashing := f.waits[RoomClashes] != waits[RoomClashes]
	f.waits = waits
	f.list()
	if clashing {
		f.status()
	}
}

// title draws the line above the room.
func (f *frame) title(t Title, deeds []Deed) {
	if t.Text == "" && len(deeds) == 0 {
		f.top.Objects = nil
		f.top.Refresh()
		return
	}
	text := &titleText{text: t.Text}
	left := []fyne.CanvasObject{kit.Line(t.Text, kit.Title)}
	text.line = left[0].(*canvas.Text)
	for _, c := range t.Chips {
		left = append(left, kit.Chip(c.Text, kit.Tone(c.Tone)))
	}
	if t.Sub != "" {
		left = append(left, kit.Line(t.Sub, kit.Second))
	}
	middle, brief := fyne.CanvasObject(kit.Row(0)), fyne.CanvasObject(kit.Row(0))
	if t.Stage != "" {
		middle, brief = f.rail(t.Stage, false), f.rail(t.Stage, true)
	}
	var right []fyne.CanvasObject
	for _, d := range deeds {
		b := kit.NewButton(d.Text, d.Do)
		b.Keys, b.Primary = d.Keys, d.Primary
		right = append(right, b)
	}
	line := container.New(&titleLayout{text}, kit.Row(8, left...), middle, brief, kit.Row(10, right...))
	f.top.Objects = []fyne.CanvasObject{kit.Inset(18, 12, line)}
	f.top.Refresh()
	kit.Relayout(f.root)
}

// titleText is the title, cut when rail and deeds need the room. Before it is cut, the rail gets brief.
type titleText struct {
	text string
	line *canvas.Text
}

type titleLayout struct{ title *titleText }

func (l *titleLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, rail, brief, right := objects[0], objects[1], objects[2], objects[3]
	l.title.line.Text = l.title.text
	rw, mw := right.MinSize().Width, rail.MinSize().Width
	if mw > 0 && left.MinSize().Width+mw+24+16+rw > size.Width {
		rail, brief = brief, rail
		mw = rail.MinSize().Width
	}
	rail.Show()
	brief.Hide()
	free := size.Width - rw - 16
	if mw > 0 {
		free -= mw + 24
	}
	if over := left.MinSize().Width - free; over > 0 {
		own := kit.Width(l.title.text, kit.Title)
		l.title.line.Text = kit.Cut(l.title.text, max(60, own-over), kit.Title)
	}
	m := left.MinSize()
	left.Resize(fyne.NewSize(m.Width, size.Height))
	x := m.Width + 24
	if mw > 0 {
		rail.Move(fyne.NewPos(x, (size.Height-rail.MinSize().Height)/2))
		rail.Resize(rail.MinSize())
	}
	right.Resize(fyne.NewSize(rw, size.Height))
	right.Move(fyne.NewPos(size.Width-rw, 0))
}

func (l *titleLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := theme.Size(theme.TextTitle) * 1.8
	for _, o := range objects {
		h = max(h, o.MinSize().Height)
	}
	return fyne.NewSize(300, h)
}

// rail draws the five stages: those behind soft, the one in hand full, those ahead grey. A brief one has the word of the
// one in hand only, and the numbers of those ahead.
func (f *frame) rail(at app.Stage, brief bool) fyne.CanvasObject {
	var boxes []fyne.CanvasObject
	number := 0
	for _, stage := range app.Stages {
		if stage == app.Planned || stage == app.Closed {
			continue
		}
		number++
		fore, fill := theme.SecondInk, theme.QuietSoft
		mark := ""
		switch {
		case stage == at:
			fore, fill = theme.OnAccent, theme.Accent
		case at.AtLeast(stage):
			fore, fill, mark = theme.Accent, theme.AccentSoft, "✓ "
		}
		back := canvas.NewRectangle(theme.Color(fill))
		back.CornerRadius = 4
		word := mark + kit.StageWord(stage)
		switch {
		case brief && mark != "":
			word = "✓"
		case brief && stage != at:
			word = itoa(number)
		}
		text := kit.Line(word, kit.Style{Size: theme.TextSecond, Color: fore})
		text.Alignment = fyne.TextAlignCenter
		boxes = append(boxes, kit.NewTap(container.NewStack(back, kit.Inset(13, 6, text)), func() {
			f.s.Go(Route{Room: RoomCase + "/" + string(stage)})
		}))
	}
	return kit.Row(3, boxes...)
}

// status draws the line at the foot.
func (f *frame) status() {
	if !f.s.open {
		return
	}
	back := canvas.NewRectangle(theme.Color(theme.Side))
	objects := []fyne.CanvasObject{}
	if f.s.savedAt.IsZero() {
		objects = append(objects, kit.Line("● "+i18n.T("shell.allsaved"), kit.Second))
	} else {
		objects = append(objects, kit.Line("● "+i18n.T("shell.saved", "time", f.s.savedAt.Format("15:04:05")),
			kit.Style{Size: theme.TextSecond, Color: theme.Done}))
	}
	objects = append(objects, kit.Line(f.s.place.Name, kit.Second))
	if f.s.lastCase != "" {
		objects = append(objects, kit.Line(f.s.lastCase, kit.Second))
	}
	if f.s.word != "" {
		objects = append(objects, kit.Line(f.s.word, kit.Second))
	}
	if n := f.waits[RoomClashes]; n > 0 {
		objects = append(objects, kit.NewTap(kit.Row(5, kit.Line(i18n.T("clashes.open", "n", n), kit.Faulty), kit.KeyCap("Ctrl J")), f.s.clashes))
	}
	who := f.s.place.Band // where nothing is written, nobody sits at a seat
	if name := f.s.place.Desk.Who; name != "" {
		who = i18n.T("shell.who", "name", name)
	}
	objects = append(objects, kit.Spring(), kit.Line(who, kit.Second))
	if f.s.config.Lock != nil {
		objects = append(objects, kit.NewTap(kit.Row(5, kit.Line(i18n.T("shell.lock"), kit.Second), kit.KeyCap("Ctrl L")), f.s.askLock))
	}
	objects = append(objects,
		kit.NewTap(kit.Row(5, kit.Line(i18n.T("shell.find"), kit.Second), kit.KeyCap("Ctrl K")), f.s.find))
	f.foot.Objects = []fyne.CanvasObject{container.NewBorder(kit.Rule(), nil, nil, nil,
		container.NewStack(back, kit.Inset(14, 0, kit.Row(22, objects...))))}
	f.foot.Refresh()
}

// banner shows a fault above the room until it is closed or the person goes elsewhere; nil takes it away.
func (f *frame) banner(err error) {
	if err == nil {
		f.fault.Hide()
		f.fault.Objects = nil
		return
	}
	sentence, hint := i18n.Error(err)
	shut := kit.NewButton(i18n.T("kit.close"), func() {
		f.banner(nil)
		f.root.Refresh()
	})
	note := container.New(noteLayout{}, kit.Note(kit.Fault, sentence, hint), shut)
	f.fault.Objects = []fyne.CanvasObject{kit.Inset(18, 2, note)}
	f.fault.Show()
	f.root.Refresh()
}

// noteLayout puts the close button of a banner over its right end.
type noteLayout struct{}

func (noteLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	m := objects[1].MinSize()
	objects[1].Resize(m)
	objects[1].Move(fyne.NewPos(size.Width-m.Width-10, (size.Height-m.Height)/2))
}

func (noteLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().Max(objects[1].MinSize().AddWidthHeight(0, 10))
}
