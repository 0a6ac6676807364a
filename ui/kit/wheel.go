package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// wheel lies over a widget that would swallow the mouse wheel, as Fyne's entries do, and passes it on to the page around
// it. Presses go through to the widget. under (may be nil) sees the wheel first and says whether it used it.
type wheel struct {
	widget.BaseWidget
	under func(*fyne.ScrollEvent) bool
}

// overWheel gives an object with a wheel over it.
func overWheel(o fyne.CanvasObject, under func(*fyne.ScrollEvent) bool) *fyne.Container {
	w := &wheel{under: under}
	w.ExtendBaseWidget(w)
	return container.NewStack(o, w)
}

// Scrolled passes the wheel on.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	if w.under != nil && w.under(e) {
		return
	}
	if s := scrollAround(w); s != nil {
		s.Scrolled(e)
	}
}

// CreateRenderer is for Fyne: there is nothing to see.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// scrolls says whether the text of a many-line entry is higher than the entry, so that the wheel is for it.
func (e *Entry) scrolls() bool {
	if !e.MultiLine || canvasOf(e) == nil || canvasOf(e).Focused() != fyne.Focusable(e) {
		return false
	}
	lines := len(BreakLines(e.Text, e.Size().Width-20, Body))
	return float32(lines)*Body.size()*1.4 > e.Size().Height
}

// wheelOver lets the wheel scroll the page over an entry, but for the one in hand that has more text than it shows.
func wheelOver(o fyne.CanvasObject, e *Entry) *fyne.Container {
	return overWheel(o, func(ev *fyne.ScrollEvent) bool {
		if !e.scrolls() {
			return false
		}
		if e.inner != nil {
			e.inner.Scrolled(ev)
		}
		return e.inner != nil
	})
}

// OverPage is an entry on a page: the wheel over it scrolls the page.
func OverPage(e *Entry) *fyne.Container { return wheelOver(e, e) }

// wheeled scrolls the table as far as it goes and says whether it went.
func (t *DataTable) wheeled(e *fyne.ScrollEvent) bool {
	most := t.body.MinSize().Height - t.scroll.Size().Height
	up := e.Scrolled.DY > 0
	if most <= 0 || up && t.scroll.Offset.Y <= 0 || !up && t.scroll.Offset.Y >= most-0.5 {
		return false
	}
	t.scroll.Scrolled(e)
	return true
}
