package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// fitted cuts the words of a tick where there is less room than they need: Fyne would draw them over what stands beside.
func fitted(c *Check) *fyne.Container {
	return container.New(&fittedLayout{check: c, words: c.Text, most: c.MinSize().Width}, c)
}

type fittedLayout struct {
	check *Check
	words string
	most  float32 // how wide the tick is with all its words, in pixels
}

func (l *fittedLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	words := l.words
	if short := l.most - size.Width; short > 0.5 {
		words = Cut(l.words, max(0, Width(l.words, Body)-short), Body)
	}
	if l.check.Text != words {
		l.check.SetText(words)
	}
	l.check.Move(fyne.Position{})
	l.check.Resize(size)
}

func (l *fittedLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.most, l.check.MinSize().Height)
}
