package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Pan is an unseen object that lets a finger (or the mouse) drag what scrolls, which Fyne does on telephones only. Put
// it under everything else of what scrolls: Fyne gives a drag to the innermost object that takes one, and a press that
// became a drag does nothing else. Entries take drags themselves, to choose text.
type Pan struct {
	widget.BaseWidget
	scroll *container.Scroll
}

// NewPan makes one for a scroll.
func NewPan(s *container.Scroll) *Pan {
	p := &Pan{scroll: s}
	p.ExtendBaseWidget(p)
	return p
}

// Dragged moves what scrolls along with the finger.
func (p *Pan) Dragged(e *fyne.DragEvent) { pan(p.scroll, e) }

// DragEnd does nothing.
func (p *Pan) DragEnd() {}

// CreateRenderer is for Fyne: there is nothing to see.
func (p *Pan) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

func pan(s *container.Scroll, e *fyne.DragEvent) {
	Touched()
	s.ScrollToOffset(s.Offset.SubtractXY(e.Dragged.DX, e.Dragged.DY))
}
