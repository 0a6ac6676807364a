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

// Tap makes any object a thing to press: lines of lists, links, rows of what is missing. It works by keyboard too, and is
// as high as a finger needs.
type Tap struct {
	widget.BaseWidget
	content  fyne.CanvasObject
	onTapped func()
	focused  bool
	hovered  bool
}

// NewTap makes content pressable.
func NewTap(content fyne.CanvasObject, tapped func()) *Tap {
	t := &Tap{content: content, onTapped: tapped}
	t.ExtendBaseWidget(t)
	return t
}

// Link is a word in the accent colour that leads somewhere.
func Link(text string, tapped func()) *Tap {
	return NewTap(Line(text, Style{Color: theme.Accent}), tapped)
}

// Tapped does its deed.
func (t *Tap) Tapped(*fyne.PointEvent) {
	if t.onTapped != nil {
		t.onTapped()
	}
}

// FocusGained shows that the keyboard is here.
func (t *Tap) FocusGained() { t.focused = true; t.Refresh(); IntoView(t) }

// FocusLost ends it.
func (t *Tap) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune passes the key on to the window.
func (t *Tap) TypedRune(r rune) { passRune(t, r) }

// TypedKey presses by Space and Enter.
func (t *Tap) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		t.Tapped(nil)
		return
	}
	passKey(t, e)
}

// MouseIn shows that it can be pressed.
func (t *Tap) MouseIn(*desktop.MouseEvent) { t.hovered = true; t.Refresh() }

// MouseMoved does nothing.
func (t *Tap) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends it.
func (t *Tap) MouseOut() { t.hovered = false; t.Refresh() }

// Cursor is a hand.
func (t *Tap) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is for Fyne.
func (t *Tap) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(color.Transparent)
	back.CornerRadius = 5
	return &tapRenderer{t: t, back: back}
}

type tapRenderer struct {
	t    *Tap
	back *canvas.Rectangle
}

func (r *tapRenderer) Layout(s fyne.Size) {
	r.back.Move(fyne.NewPos(-4, -1))
	r.back.Resize(s.AddWidthHeight(8, 2))
	at, size, want, touch := fyne.Position{}, s, r.t.content.MinSize(), theme.Size(theme.Touch)
	if want.Height < nearly*touch && s.Height <= touch { // a word, a key: it stands in the middle of what can be pressed
		at.Y, size.Height = (s.Height-want.Height)/2, want.Height
	}
	if want.Width < touch && s.Width <= touch {
		at.X, size.Width = (s.Width-want.Width)/2, want.Width
	}
	r.t.content.Move(at)
	r.t.content.Resize(size)
}

// nearly is from which part of a finger's height a thing is drawn as high as what can be pressed.
const nearly = 0.75

func (r *tapRenderer) MinSize() fyne.Size {
	touch := theme.Size(theme.Touch)
	return r.t.content.MinSize().Max(fyne.NewSize(touch, touch))
}
func (r *tapRenderer) Refresh() {
	r.back.FillColor, r.back.StrokeWidth = color.Transparent, 0
	if r.t.hovered {
		r.back.FillColor = theme.Color("hover")
	}
	if r.t.focused {
		r.back.StrokeColor, r.back.StrokeWidth = theme.Color(theme.Accent), 1.5
	}
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}
func (r *tapRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.t.content}
}
func (r *tapRenderer) Destroy() {}

// Empty says what will be here and offers the first deed (button may be nil).
func Empty(title, text string, button *Button) fyne.CanvasObject {
	head := Line(title, Style{Size: theme.TextItem, Bold: true})
	head.Alignment = fyne.TextAlignCenter
	body := Line(text, Style{Color: theme.SecondInk})
	body.Alignment = fyne.TextAlignCenter
	objects := []fyne.CanvasObject{head, body}
	if button != nil {
		objects = append(objects, container.NewCenter(button))
	}
	return container.NewCenter(Column(theme.Size(theme.Gap), objects...))
}

// Pair is a label with a value behind it, both on one line.
func Pair(label, value string) fyne.CanvasObject {
	return Row(8, Line(label, Second), Line(value, Body))
}

// Note is an answer of the program inside a page: a sentence, and a hint under it.
func Note(tone Tone, sentence, hint string) fyne.CanvasObject {
	back := canvas.NewRectangle(theme.Color(tone.Back()))
	back.CornerRadius = theme.Size(theme.Corner)
	objects := []fyne.CanvasObject{NewPara(sentence, Style{Color: tone.Fore(), Bold: true})}
	if hint != "" {
		objects = append(objects, NewPara(hint, Style{Size: theme.TextSecond, Color: theme.Ink}))
	}
	return container.NewStack(back, Inset(12, 8, Column(2, objects...)))
}
