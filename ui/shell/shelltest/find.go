package shelltest

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"lianshen/ui/kit"
)

// Walk visits an object and everything it is drawn with, as long as it can be seen; f gives false to stop.
func Walk(o fyne.CanvasObject, f func(fyne.CanvasObject) bool) bool {
	if o == nil || !o.Visible() {
		return true
	}
	if !f(o) {
		return false
	}
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			if !Walk(c, f) {
				return false
			}
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			if !Walk(c, f) {
				return false
			}
		}
	}
	return true
}

// Each visits an object and everything it is made of, seen or not.
func Each(o fyne.CanvasObject, see func(fyne.CanvasObject)) {
	see(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			Each(c, see)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			Each(c, see)
		}
	}
}

// Tap presses the button with a text, the last of several, in the dialog if there is one.
func Tap(t testing.TB, host *Host, text string) {
	t.Helper()
	top := host.Win.Content()
	if o := host.Win.Canvas().Overlays().Top(); o != nil {
		top = o
	}
	var found *kit.Button
	Each(top, func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Text == text {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("there is no button %q", text)
	}
	found.Tapped(nil)
}

// Find gives the first object of a type that ok accepts.
func Find[T fyne.CanvasObject](root fyne.CanvasObject, ok func(T) bool) (found T, there bool) {
	Walk(root, func(o fyne.CanvasObject) bool {
		if x, is := o.(T); is && ok(x) {
			found, there = x, true
		}
		return !there
	})
	return found, there
}

// Button gives the button with a word on it, or nil.
func Button(root fyne.CanvasObject, text string) *kit.Button {
	b, _ := Find(root, func(b *kit.Button) bool { return b.Text == text })
	return b
}

// Says tells whether a line of text stands anywhere in what can be seen.
func Says(root fyne.CanvasObject, text string) bool {
	_, there := Find(root, func(t *canvas.Text) bool { return t.Text == text })
	if there {
		return true
	}
	_, there = Find(root, func(p *kit.Para) bool { return p.Text() == text })
	return there
}

// Entries gives the entries in the order in which they stand.
func Entries(root fyne.CanvasObject) (all []*kit.Entry) {
	Walk(root, func(o fyne.CanvasObject) bool {
		if e, ok := o.(*kit.Entry); ok {
			all = append(all, e)
		}
		return true
	})
	return all
}
