package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Tiles sets objects in columns of equal width, as many as hold three of four of them; what is wider takes as many
// columns as it needs. So the boxes of a long list stand below each other.
func Tiles(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&tileLayout{gap: gap}, objects...)
}

type tileLayout struct{ gap, width float32 }

func (l *tileLayout) run(objects []fyne.CanvasObject, width float32, place bool) float32 {
	var wide []float32
	for _, o := range objects {
		if o.Visible() {
			wide = append(wide, o.MinSize().Width)
		}
	}
	if len(wide) == 0 {
		return 0
	}
	slices.Sort(wide)
	columns := max(1, min(len(wide), int((width+l.gap)/(wide[(len(wide)*3-1)/4]+l.gap))))
	cell := (width+l.gap)/float32(columns) - l.gap
	var y, line float32
	col := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		span := 1
		for span < columns && m.Width > float32(span)*(cell+l.gap)-l.gap {
			span++
		}
		if col+span > columns {
			y, line, col = y+line+l.gap, 0, 0
		}
		if place {
			o.Resize(fyne.NewSize(min(m.Width, float32(span)*(cell+l.gap)-l.gap), m.Height))
			o.Move(fyne.NewPos(float32(col)*(cell+l.gap), y))
		}
		line, col = max(line, m.Height), col+span
	}
	return y + line
}

func (l *tileLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.run(objects, size.Width, true)
}

func (l *tileLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return wrapped(objects, l.width, l.run)
}

// wrapped is the least size of what goes to a new line where it does not fit: as wide as the widest, as high as in the width
// it had last.
func wrapped(objects []fyne.CanvasObject, width float32, run func([]fyne.CanvasObject, float32, bool) float32) fyne.Size {
	var w float32
	for _, o := range objects {
		if o.Visible() {
			w = max(w, o.MinSize().Width)
		}
	}
	if width == 0 {
		width = 600
	}
	return fyne.NewSize(w, run(objects, width, false))
}
