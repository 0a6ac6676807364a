package findings

import (
	"fyne.io/fyne/v2"
)

// listLayout sets the filters at the height they want at the width there is, the count at the bottom, and gives the
// rest to the table between them.
type listLayout struct{}

func (listLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, table, count := objects[0], objects[1], objects[2]
	top := head.MinSize().Height
	for range 3 { // filters flow into lines once they know their width
		head.Resize(fyne.NewSize(size.Width, top))
		top = head.MinSize().Height
	}
	bottom := count.MinSize().Height
	table.Move(fyne.NewPos(0, top+6))
	table.Resize(fyne.NewSize(size.Width, max(0, size.Height-top-bottom-10)))
	count.Move(fyne.NewPos(0, size.Height-bottom))
	count.Resize(fyne.NewSize(size.Width, bottom))
}

func (listLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[1].MinSize().Width, 200)
}
