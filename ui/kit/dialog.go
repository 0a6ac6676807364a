package kit

import (
	"log/slog"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/theme"
)

func pickDate(near fyne.CanvasObject, from app.Date, picked func(app.Date)) {
	c := canvasOf(near)
	if c == nil {
		return
	}
	at := time.Now()
	if !from.IsZero() {
		at = time.Date(from.Year, time.Month(from.Month), from.Day, 0, 0, 0, 0, time.Local)
	}
	var pop *widget.PopUp
	cal := widget.NewCalendar(at, func(t time.Time) {
		pop.Hide()
		picked(app.DateOf(t))
	})
	pop = widget.NewPopUp(cal, c)
	pop.ShowAtRelativePosition(fyne.NewPos(0, near.Size().Height), near)
}

// Dialog is a panel over the window with a title, a body and buttons. Esc closes it; Ctrl+Enter does its primary
// button, also from within an entry.
type Dialog struct {
	primary *Button
	pop     *widget.PopUp
	window  fyne.Window
	old     func(*fyne.KeyEvent)
	runes   func(rune)
	closed  bool
	// OnClosed is called once when it is gone.
	OnClosed func()
}

// ShowDialog opens a dialog of a width in pixels; buttons stand at the lower right, in their order. The title may be the
// word of the button that led here: its "…" is left out.
func ShowDialog(w fyne.Window, title string, body fyne.CanvasObject, width, height float32, buttons ...*Button) *Dialog {
	d := &Dialog{window: w}
	line := []fyne.CanvasObject{Spring()}
	for _, b := range buttons {
		line = append(line, b)
		if b.Primary {
			d.primary = b
			if b.Keys == "" && b.OnTapped != nil {
				b.Keys = "Ctrl+Enter"
			}
		}
	}
	content := container.NewBorder(Inset(0, 4, Line(strings.TrimSuffix(title, "…"), Style{Size: theme.TextItem, Bold: true})), Inset(0, 8, Row(10, line...)), nil, nil, body)
	size := w.Canvas().Size()
	box := Inset(16, 10, content)
	d.pop = widget.NewModalPopUp(container.NewStack(NewMouseWatch(), box), w.Canvas())
	d.old = w.Canvas().OnTypedKey()
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) {
		if k.Name == fyne.KeyEscape {
			d.Close()
		}
	})
	d.runes = w.Canvas().OnTypedRune()
	w.Canvas().SetOnTypedRune(nil)
	width, height = min(width*theme.Size(theme.TextBody)/14, size.Width-40), min(height*theme.Size(theme.TextBody)/14, size.Height-40)
	if height <= 0 {
		settle(box, width)
		height = min(box.MinSize().Height+24, size.Height-40)
	}
	d.pop.Resize(fyne.NewSize(width, height))
	d.pop.Show()
	open = append(open, d)
	slog.Debug("dialogs", "open", len(open)) // for who drives the window by keys alone, as at the focus of an entry
	return d
}

// ShowFitted opens a dialog as high as what it holds; what is higher than height scrolls.
func ShowFitted(w fyne.Window, title string, content fyne.CanvasObject, width, height float32, buttons ...*Button) *Dialog {
	factor, size := theme.Size(theme.TextBody)/14, w.Canvas().Size()
	settle(content, min(width*factor, size.Width-40)-2*16)
	const around = 130 // title, buttons and air
	if content.MinSize().Height > min(height*factor, size.Height-40)-around*factor {
		return ShowDialog(w, title, Scroll(content), width, height, buttons...)
	}
	return ShowDialog(w, title, content, width, 0, buttons...)
}

// open are the dialogs shown, the top one last; used on the main goroutine only.
var open []*Dialog

// Confirm does the primary button of the top dialog on a canvas; it says whether there is a dialog with one.
func Confirm(c fyne.Canvas) bool {
	d := dialogOn(c)
	if d == nil || d.primary == nil || d.primary.Disabled() {
		return false
	}
	c.Unfocus() // what is being typed is taken over first
	d.primary.Tapped(nil)
	return true
}

// dialogOn gives the top dialog on a canvas, or nil.
func dialogOn(c fyne.Canvas) *Dialog {
	for i := len(open) - 1; i >= 0; i-- {
		if c != nil && open[i].window.Canvas() == c {
			return open[i]
		}
	}
	return nil
}

// typed says whether a person typed anything in an entry of the dialog.
func (d *Dialog) typed() bool {
	typed := false
	each(d.pop.Content, func(o fyne.CanvasObject) {
		if e, ok := o.(*Entry); ok && e.typed() {
			typed = true
		}
	})
	return typed
}

// CloseAll takes every dialog and menu of a window away, the top one first.
func CloseAll(w fyne.Window) {
	for i := len(open) - 1; i >= 0; i-- {
		if i < len(open) && open[i].window == w {
			open[i].Close()
		}
	}
	for top := w.Canvas().Overlays().Top(); top != nil; top = w.Canvas().Overlays().Top() {
		w.Canvas().Overlays().Remove(top)
	}
}

// Close takes the dialog away.
func (d *Dialog) Close() {
	if d.closed {
		return
	}
	d.closed = true
	open = slices.DeleteFunc(open, func(o *Dialog) bool { return o == d })
	slog.Debug("dialogs", "open", len(open))
	d.pop.Hide()
	d.window.Canvas().SetOnTypedKey(d.old)
	d.window.Canvas().SetOnTypedRune(d.runes)
	if d.OnClosed != nil {
		d.OnClosed()
	}
}

// Ask asks whether to go on; yes names the deed ("删除"), done is called when it is pressed.
func Ask(w fyne.Window, title, text, yes string, done func()) *Dialog {
	var d *Dialog
	no := NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	ok := NewPrimary(yes, func() {
		d.Close()
		done()
	})
	d = ShowDialog(w, title, NewPara(text, Body), 460, 0, no, ok)
	w.Canvas().Focus(ok)
	return d
}

// Tell shows a sentence and a hint until the person closes it.
func Tell(w fyne.Window, title, sentence, hint string) *Dialog {
	var d *Dialog
	ok := NewPrimary(i18n.T("kit.close"), func() { d.Close() })
	d = ShowDialog(w, title, Column(8, NewPara(sentence, Body), NewPara(hint, Second)), 480, 0, ok)
	w.Canvas().Focus(ok)
	return d
}
