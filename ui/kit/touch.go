package kit

import (
	"image/color"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

var (
	begun   = time.Now()
	touched atomic.Int64 // nanoseconds from begun to the last touch, by the monotonic clock
)

// Touched notes that the person just did something: pressed a key, moved the mouse. It may be called from any goroutine.
func Touched() { touched.Store(int64(time.Since(begun))) }

// Idle gives for how long the person did nothing, by the monotonic clock.
func Idle() time.Duration { return time.Since(begun) - time.Duration(touched.Load()) }

// MouseWatch is an unseen object that calls Touched whenever the mouse moves over it, also where other objects lie over
// it. Put it under everything else.
//
// Fyne has no hook for the mouse of a whole window. But on every move it asks each object under the pointer for its
// cursor, from the lowest up, and takes the last answer: so an object that lies lowest hears of every move and changes
// nothing.
type MouseWatch struct{ widget.BaseWidget }

// NewMouseWatch makes one.
func NewMouseWatch() *MouseWatch {
	w := &MouseWatch{}
	w.ExtendBaseWidget(w)
	return w
}

// Cursor is asked on every move of the mouse.
func (w *MouseWatch) Cursor() desktop.Cursor {
	Touched()
	return desktop.DefaultCursor
}

// CreateRenderer is for Fyne.
func (w *MouseWatch) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
