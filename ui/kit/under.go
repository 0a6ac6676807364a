package kit

import "fyne.io/fyne/v2"

// Under sets objects one under the other at the height they want at the width there is; the last takes what is left,
// such as a table.
func Under(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &underLayout{gap: gap}, Objects: objects}
}

// Footed is Under whose last object stands at the lower edge; the last but one takes what is left.
func Footed(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &underLayout{gap: gap, foot: true}, Objects: objects}
}

type underLayout struct {
	gap  float32
	foot bool
}

func (l *underLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	last := len(objects) - 1
	bottom := size.Height
	if l.foot {
		h := settle(objects[last], size.Width)
		objects[last].Move(fyne.NewPos(0, size.Height-h))
		bottom -= h + l.gap/2
		last--
	}
	y := float32(0)
	for _, o := range objects[:last] {
		if !o.Visible() {
			continue
		}
		h := settle(o, size.Width)
		o.Move(fyne.NewPos(0, y))
		y += h + l.gap
	}
	objects[last].Move(fyne.NewPos(0, y))
	objects[last].Resize(fyne.NewSize(size.Width, max(0, bottom-y)))
}

func (l *underLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w float32
	for _, o := range objects {
		w = max(w, o.MinSize().Width)
	}
	return fyne.NewSize(min(w, 300), 200)
}
