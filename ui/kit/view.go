package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// viewMargin is what stays in view above and below what is brought into it.
const viewMargin = 30

// IntoView scrolls whatever holds an object so that the object is in view.
func IntoView(o fyne.CanvasObject) {
	c := canvasOf(o)
	if c == nil {
		return
	}
	root := c.Content()
	if pop, ok := c.Overlays().Top().(*widget.PopUp); ok {
		root = pop.Content
	}
	var scrolls []*container.Scroll
	if !pathTo(root, o, &scrolls) {
		return
	}
	driver := fyne.CurrentApp().Driver()
	for _, s := range scrolls {
		y := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(s).Y
		switch bottom := y + min(o.Size().Height, s.Size().Height-viewMargin); {
		case y < viewMargin && s.Offset.Y > 0:
			s.ScrollToOffset(fyne.NewPos(s.Offset.X, max(0, s.Offset.Y+y-viewMargin)))
		case bottom > s.Size().Height-viewMargin:
			s.ScrollToOffset(fyne.NewPos(s.Offset.X, s.Offset.Y+bottom-s.Size().Height+viewMargin))
		}
	}
}

// pathTo looks for an object and notes the scrolls on the way to it.
func pathTo(at, o fyne.CanvasObject, scrolls *[]*container.Scroll) bool {
	if at == o {
		return true
	}
	switch x := at.(type) {
	case *fyne.Container:
		if !x.Visible() {
			return false
		}
		for _, child := range x.Objects {
			if pathTo(child, o, scrolls) {
				return true
			}
		}
	case *container.Scroll:
		before := len(*scrolls)
		*scrolls = append(*scrolls, x)
		if pathTo(x.Content, o, scrolls) {
			return true
		}
		*scrolls = (*scrolls)[:before]
	}
	return false
}
