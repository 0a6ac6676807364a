package kit

import "fyne.io/fyne/v2"

// EntryIn gives the first entry in an object and what it holds, or nil: a text that a form shows folded has none.
func EntryIn(o fyne.CanvasObject) *Entry {
	switch x := o.(type) {
	case *Entry:
		return x
	case *fyne.Container:
		for _, child := range x.Objects {
			if e := EntryIn(child); e != nil {
				return e
			}
		}
	}
	return nil
}
