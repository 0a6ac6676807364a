package exchange

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/ui/kit"
)

// newTick makes a tick whose words are cut to the width that there is.
func newTick(text string, on bool, changed func(bool)) (*kit.Check, fyne.CanvasObject) {
	c := kit.NewCheck(text, nil)
	c.Checked = on
	c.OnChanged = changed
	return c, container.New(&tickLayout{c, text}, c)
}

// tickLayout cuts the words of a tick.
type tickLayout struct {
	check *kit.Check
	text  string
}

// tickBox is what the box of a tick and the room around it take, in pixels at the normal text size.
const tickBox = 42

func (l *tickLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if text := kit.Cut(l.text, max(0, size.Width-tickBox*scale()), kit.Body); text != l.check.Text {
		l.check.SetText(text)
	}
	l.check.Resize(size)
}

func (l *tickLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(tickBox*scale(), l.check.MinSize().Height)
}
