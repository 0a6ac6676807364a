package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Entry is Fyne's entry with what forms need: it tells when it is left, lets the window's shortcuts through, and a
// many-line one is left by Tab, Esc and Ctrl+Enter. Esc closes the dialog it stands in when nothing was typed there.
type Entry struct {
	widget.Entry
	OnLeft    func()                    // the focus went away, or Enter was pressed in a one-line entry
	OnFocus   func()                    // the focus came
	OnEscape  func()                    // Esc; nil: leaves the entry
	OnKey     func(*fyne.KeyEvent) bool // sees keys first; true = used
	MinHeight float32                   // of a many-line entry, in pixels
	MinWidth  float32

	inner fyne.Scrollable // Fyne's scroll inside of the entry
	begun *string         // what stood in it when the focus came for the first time
	called
	skip rune // the character of the key that brought the focus, see FocusByKey

	secret bool // see NewSecret
}

// NewEntry makes an entry of one line.
func NewEntry(text string) *Entry {
	e := &Entry{}
	e.ExtendBaseWidget(e)
	e.Text = text
	e.OnSubmitted = func(string) { e.left() }
	return e
}

// NewLongEntry makes an entry of many lines.
func NewLongEntry(text string, minHeight float32) *Entry {
	e := &Entry{MinHeight: minHeight}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapBreak
	e.ExtendBaseWidget(e)
	e.Text = text
	return e
}

// CreateRenderer is Fyne's; the scroll inside is remembered for the wheel.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := e.Entry.CreateRenderer()
	for _, o := range r.Objects() {
		if s, ok := o.(fyne.Scrollable); ok {
			e.inner = s
		}
	}
	return r
}

// MinSize is as Fyne's, but not lower than MinHeight and narrow enough for any column.
func (e *Entry) MinSize() fyne.Size {
	m := e.Entry.MinSize()
	if e.MultiLine {
		m.Height = max(e.MinHeight, 40)
	}
	m.Width = max(60, e.MinWidth)
	return m
}

func (e *Entry) left() {
	if e.OnLeft != nil {
		e.OnLeft()
	}
}

// FocusGained is for Fyne.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	if e.begun == nil {
		text := e.Text
		e.begun = &text
	}
	e.tell()
	IntoView(e)
	if e.OnFocus != nil {
		e.OnFocus()
	}
}

// FocusLost tells OnLeft.
func (e *Entry) FocusLost() {
	e.Entry.FocusLost()
	e.left()
}

// FocusByKey takes the focus on the press of a plain key. The window sends the key's character after the key itself:
// it is not meant for the entry and is thrown away.
func (e *Entry) FocusByKey(c fyne.Canvas, r rune) {
	e.skip = unicode.ToLower(r)
	c.Focus(e)
}

// KeyDown notes that somebody is at work; while an entry has the focus no other object hears of keys.
func (e *Entry) KeyDown(k *fyne.KeyEvent) {
	Touched()
	e.Entry.KeyDown(k)
}

// TypedRune types a character.
func (e *Entry) TypedRune(r rune) {
	Touched()
	skip := e.skip
	e.skip = 0
	if skip != 0 && unicode.ToLower(r) == skip {
		return
	}
	e.Entry.TypedRune(r)
}

// AcceptsTab says no: Tab leads to the next field, also out of many lines.
func (e *Entry) AcceptsTab() bool { return false }

// typed says whether a person changed what stands in the entry.
func (e *Entry) typed() bool { return e.begun != nil && e.Text != *e.begun }

// TypedKey leaves by Esc and passes function keys on to the window.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if e.OnKey != nil && e.OnKey(k) {
		return
	}
	switch {
	case k.Name == fyne.KeyEscape:
		if e.OnEscape != nil {
			e.OnEscape()
			return
		}
		c := canvasOf(e)
		if d := dialogOn(c); d != nil && !e.typed() && !d.typed() {
			d.Close() // nothing would be lost: one press is enough
			return
		}
		if c != nil {
			c.Unfocus()
		}
	case isFunctionKey(k.Name):
		passKey(e, k)
	default:
		e.Entry.TypedKey(k)
	}
}

// TypedShortcut keeps the entry's own (copy, paste, undo …) and passes every other on to the window.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if e.keepsSecret(s) {
		return
	}
	if custom, ok := s.(*desktop.CustomShortcut); ok {
		if custom.Modifier == fyne.KeyModifierControl && (custom.KeyName == fyne.KeyReturn || custom.KeyName == fyne.KeyEnter) {
			c := canvasOf(e)
			if Confirm(c) {
				return
			}
			if e.MultiLine {
				if c != nil {
					c.Unfocus()
				}
				return
			}
		}
		passShortcut(e, s)
		return
	}
	e.Entry.TypedShortcut(s)
}

func isFunctionKey(k fyne.KeyName) bool {
	return len(k) > 1 && strings.HasPrefix(string(k), "F") && k[1] >= '1' && k[1] <= '9'
}

// canvasOf gives the canvas an object is on. Before the object was painted for the first time Fyne does not know; then
// it is the canvas of the program's window, of which there is one.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		return c
	}
	if all := fyne.CurrentApp().Driver().AllWindows(); len(all) > 0 {
		return all[0].Canvas()
	}
	return nil
}

// passKey gives the window a key that the widget in focus has no use for.
func passKey(o fyne.CanvasObject, k *fyne.KeyEvent) {
	if c := canvasOf(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(k)
	}
}

func passRune(o fyne.CanvasObject, r rune) {
	if c := canvasOf(o); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

func passShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	if c, ok := canvasOf(o).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}
