package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// viewMargin is what stays in view above and below what is brought into it.
const viewMargin = 30

// IntoView scrolls whatever holds an object so that the object is in view. It works before the object was painted for
// the first time, when Fyne cannot yet say where it is.
func IntoView(o fyne.CanvasObject) {
	for _, root := range roots() {
		var way []fyne.CanvasObject
		if !wayTo(root, o, &way) {
			continue
		}
		for i, x := range way {
			if s, ok := x.(*container.Scroll); ok {
				scrollTo(s, o, way[i+1:])
			}
		}
		return
	}
}

// scrollTo brings an object into the view of a scroll; way are the objects between the two, the object among them.
func scrollTo(s *container.Scroll, o fyne.CanvasObject, way []fyne.CanvasObject) {
	var top float32 // of the object, from the top of what is scrolled
	for _, x := range way[1:] {
		top += x.Position().Y
	}
	view := s.Size().Height
	bottom := top + min(o.Size().Height, view-2*viewMargin)
	switch {
	case top-viewMargin < s.Offset.Y:
		s.ScrollToOffset(fyne.NewPos(s.Offset.X, max(0, top-viewMargin)))
	case bottom+viewMargin > s.Offset.Y+view:
		s.ScrollToOffset(fyne.NewPos(s.Offset.X, bottom+viewMargin-view))
	}
}

// scrollAround gives the innermost scroll that an object stands in, or nil.
func scrollAround(o fyne.CanvasObject) *container.Scroll {
	for _, root := range roots() {
		var way []fyne.CanvasObject
		if !wayTo(root, o, &way) {
			continue
		}
		for i := len(way) - 1; i >= 0; i-- {
			if s, ok := way[i].(*container.Scroll); ok {
				return s
			}
		}
	}
	return nil
}

// roots gives what the windows show: a dialog that is open, and the content under it.
func roots() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		for i := len(open) - 1; i >= 0; i-- { // not by the overlays: the toolkit wraps what it shows there
			if open[i].window == w {
				all = append(all, open[i].pop.Content)
			}
		}
		if c := w.Canvas().Content(); c != nil {
			all = append(all, c)
		}
	}
	return all
}

// wayTo looks for an object and notes what lies on the way to it, the object itself last.
func wayTo(at, o fyne.CanvasObject, way *[]fyne.CanvasObject) bool {
	*way = append(*way, at)
	if at == o {
		return true
	}
	switch x := at.(type) {
	case *fyne.Container:
		if x.Visible() {
			for _, child := range x.Objects {
				if wayTo(child, o, way) {
					return true
				}
			}
		}
	case *container.Scroll:
		if wayTo(x.Content, o, way) {
			return true
		}
	}
	*way = (*way)[:len(*way)-1]
	return false
}

// each visits an object and all that stands in it.
func each(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	visit(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, child := range x.Objects {
			each(child, visit)
		}
	case *container.Scroll:
		each(x.Content, visit)
	}
}
