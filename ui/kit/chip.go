package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lianshen/ui/theme"
)

// Chip is a coloured word in a rounded rectangle.
func Chip(text string, tone Tone) *fyne.Container {
	back := canvas.NewRectangle(theme.Color(tone.Back()))
	back.CornerRadius = theme.Size(theme.TextSecond) * 0.85
	t := Line(text, Style{Size: theme.TextSecond, Color: tone.Fore()})
	return container.NewStack(back, Inset(8, 2, t))
}

// KeyCap is a key as it is drawn where it acts.
func KeyCap(keys string) *fyne.Container {
	back := canvas.NewRectangle(theme.Color(theme.Panel))
	back.StrokeColor, back.StrokeWidth, back.CornerRadius = theme.Color(theme.Hairline), 1, 4
	return container.NewStack(back, Inset(5, 1, Line(keys, Style{Size: theme.TextSecond, Color: theme.Ink})))
}

// Keys is a key cap with a word behind it.
func Keys(keys, text string) *fyne.Container {
	return Row(5, KeyCap(keys), Line(text, Second))
}

// Part is one colour of a bar; Share is its part of the whole, 0 to 1.
type Part struct {
	Tone  Tone
	Share float32
}

// Bar is a thin progress bar of one or more parts from the left.
type Bar struct {
	widget.BaseWidget
	parts []Part
}

// NewBar makes a bar.
func NewBar(parts ...Part) *Bar {
	b := &Bar{parts: parts}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the parts.
func (b *Bar) Set(parts ...Part) {
	b.parts = parts
	b.Refresh()
}

// CreateRenderer is for Fyne.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{bar: b}
	r.strip.init()
	return r
}

type barRenderer struct {
	bar   *Bar
	strip strip
}

func (r *barRenderer) Layout(s fyne.Size) {
	h := theme.Size(theme.BarHeight)
	r.strip.place(r.bar.parts, fyne.NewPos(0, (s.Height-h)/2), fyne.NewSize(s.Width, h))
}
func (r *barRenderer) MinSize() fyne.Size {
	return fyne.NewSize(24, theme.Size(theme.BarHeight))
}
func (r *barRenderer) Refresh() {
	r.Layout(r.bar.Size())
	canvas.Refresh(r.bar)
}
func (r *barRenderer) Objects() []fyne.CanvasObject { return r.strip.objects() }
func (r *barRenderer) Destroy()                     {}

// strip is the drawing of a bar: the empty bar and up to three parts. Cells of a table use it too.
type strip struct {
	back  *canvas.Rectangle
	parts [3]*canvas.Rectangle
}

func (s *strip) init() {
	s.back = canvas.NewRectangle(theme.Color(theme.QuietSoft))
	s.back.CornerRadius = 3
	for i := range s.parts {
		s.parts[i] = canvas.NewRectangle(theme.Color(theme.Accent))
		s.parts[i].CornerRadius = 3
	}
}

func (s *strip) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.back, s.parts[0], s.parts[1], s.parts[2]}
}

func (s *strip) place(parts []Part, pos fyne.Position, size fyne.Size) {
	s.back.Move(pos)
	s.back.Resize(size)
	x := pos.X
	for i, p := range s.parts {
		var w float32
		if i < len(parts) {
			p.FillColor = theme.Color(parts[i].Tone.Fore())
			w = size.Width * min(1, max(0, parts[i].Share))
			if w > 0 && w < 3 {
				w = 3 // something is there: it must be seen
			}
		}
		w = min(w, pos.X+size.Width-x)
		if w <= 0 {
			p.Hide()
			continue
		}
		p.Show()
		p.Move(fyne.NewPos(x, pos.Y))
		p.Resize(fyne.NewSize(w, size.Height))
		x += w
	}
}

// Button is a button of ours: white with a hairline, or filled for what is to be done next, with a key cap.
type Button struct {
	widget.DisableableWidget
	Text     string
	Keys     string
	Primary  bool
	Tone     Tone // colour of the text, and a soft background when Chosen
	Chosen   bool // drawn as chosen
	Small    bool // drawn hardly higher than a chip, in the middle of what a finger can press: for filters and lists
	OnTapped func()

	called
	focused, hovered bool
}

// NewButton makes a button.
func NewButton(text string, tapped func()) *Button {
	b := &Button{Text: text, OnTapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// NewPrimary makes the button of what is to be done next.
func NewPrimary(text string, tapped func()) *Button {
	b := NewButton(text, tapped)
	b.Primary = true
	return b
}

// NewChipButton makes a small button to choose from a few.
func NewChipButton(text string, chosen bool, tapped func()) *Button {
	b := NewButton(text, tapped)
	b.Small, b.Chosen = true, chosen
	return b
}

// SetText changes the word on the button.
func (b *Button) SetText(text string) {
	b.Text = text
	b.Refresh()
}

// SetChosen draws the button as chosen or not.
func (b *Button) SetChosen(on bool) {
	if b.Chosen != on {
		b.Chosen = on
		b.Refresh()
	}
}

// Tapped does the button's deed.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

// FocusGained and its sisters make the button work by keyboard: Tab reaches it, Space and Enter press it.
func (b *Button) FocusGained() { b.focused = true; b.Refresh(); b.tell(); IntoView(b) }

// FocusLost takes the frame away.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune passes the key on to the window.
func (b *Button) TypedRune(r rune) { passRune(b, r) }

// TypedKey presses the button by Space and Enter.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		b.Tapped(nil)
		return
	}
	passKey(b, e)
}

// MouseIn and its sisters show that the button can be pressed.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved does nothing.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends it.
func (b *Button) MouseOut() { b.hovered = false; b.Refresh() }

// Cursor is a hand over what can be pressed.
func (b *Button) Cursor() desktop.Cursor {
	if b.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// CreateRenderer is for Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b: b, back: canvas.NewRectangle(color.Transparent), over: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", nil),
		cap: canvas.NewRectangle(color.Transparent), key: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type buttonRenderer struct {
	b          *Button
	back, over *canvas.Rectangle
	text       *canvas.Text
	cap        *canvas.Rectangle
	key        *canvas.Text
}

func (r *buttonRenderer) pads() (side, height float32) {
	if r.b.Small {
		return 9, 4
	}
	return 14, 7
}

// drawn gives how high the button is drawn.
func (r *buttonRenderer) drawn() float32 {
	_, height := r.pads()
	return r.text.MinSize().Height + 2*height
}

func (r *buttonRenderer) MinSize() fyne.Size {
	side, _ := r.pads()
	m := r.text.MinSize()
	if r.b.Keys != "" {
		m.Width += r.key.MinSize().Width + 18
	}
	touch := theme.Size(theme.Touch)
	return fyne.NewSize(max(touch, m.Width+2*side), max(touch, r.drawn()))
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	h := s.Height
	if r.b.Small {
		h = min(h, r.drawn())
	}
	for _, back := range []*canvas.Rectangle{r.back, r.over} {
		back.Resize(fyne.NewSize(s.Width, h))
		back.Move(fyne.NewPos(0, (s.Height-h)/2))
	}
	t := r.text.MinSize()
	whole := t.Width
	k := r.key.MinSize()
	if r.b.Keys != "" {
		whole += k.Width + 18
	}
	x := (s.Width - whole) / 2
	r.text.Resize(t)
	r.text.Move(fyne.NewPos(x, (s.Height-t.Height)/2))
	r.cap.Resize(fyne.NewSize(k.Width+10, k.Height+2))
	r.cap.Move(fyne.NewPos(x+t.Width+8, (s.Height-k.Height-2)/2))
	r.key.Resize(k)
	r.key.Move(fyne.NewPos(x+t.Width+13, (s.Height-k.Height)/2))
}

func (r *buttonRenderer) Refresh() {
	b := r.b
	fore, back, line := b.Tone.Fore(), theme.Panel, theme.Hairline
	switch {
	case b.Disabled():
		fore, back = theme.SecondInk, theme.QuietSoft
	case b.Primary, b.Chosen && b.Tone == Plain:
		fore, back, line = theme.OnAccent, theme.Accent, theme.Accent
	case b.Chosen:
		back, line = b.Tone.Back(), b.Tone.Fore()
	case b.Small:
		fore, back, line = theme.Quiet, theme.QuietSoft, theme.QuietSoft
	}
	if b.focused {
		line = theme.Accent
	}
	r.back.FillColor, r.back.StrokeColor, r.back.StrokeWidth = theme.Color(back), theme.Color(line), 1
	r.back.CornerRadius = 6
	if b.focused {
		r.back.StrokeWidth = 2
		if b.Primary || b.Chosen {
			r.back.StrokeColor = theme.Color(theme.AccentMid)
		}
	}
	r.over.FillColor, r.over.CornerRadius = theme.Color("hover"), 6
	r.over.Hidden = !b.hovered || b.Disabled()
	size := theme.TextBody
	if b.Small {
		size = theme.TextSecond
		r.back.CornerRadius, r.over.CornerRadius = 10, 10
	}
	r.text.Text, r.text.Color, r.text.TextSize = b.Text, theme.Color(fore), theme.Size(size)
	r.key.Text, r.key.Color, r.key.TextSize = b.Keys, theme.Color(theme.Ink), theme.Size(theme.TextSecond)
	r.cap.FillColor, r.cap.StrokeColor, r.cap.StrokeWidth, r.cap.CornerRadius = theme.Color(theme.Panel), theme.Color(theme.Hairline), 1, 4
	r.cap.Hidden, r.key.Hidden = b.Keys == "", b.Keys == ""
	r.Layout(b.Size())
	canvas.Refresh(b)
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.text, r.cap, r.key, r.over}
}
func (r *buttonRenderer) Destroy() {}
