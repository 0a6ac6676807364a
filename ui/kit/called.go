package kit

import (
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// called is what a widget is called in the log of keys: the name of its field or deed, never a value or a text of people.
// Who drives the window by keys alone can tell by it where they lead.
type called struct{ field string }

func (c *called) call(name string) {
	if c.field == "" {
		c.field = name
	}
}

func (c *called) tell() { slog.Debug("focus", "field", c.field) }

// Call names the widgets under an object that have no name yet, see called.
func Call(o fyne.CanvasObject, name string) fyne.CanvasObject {
	switch x := o.(type) {
	case interface{ call(string) }:
		x.call(name)
	case *fyne.Container:
		for _, child := range x.Objects {
			Call(child, name)
		}
	case *container.Scroll:
		Call(x.Content, name)
	}
	return o
}
