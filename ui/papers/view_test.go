package papers

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/kit"
	"lianshen/ui/shell/shelltest"
)

// Tab leads through the whole form of an evidence sheet, and what has the focus stands in view.
func TestTabBringsEveryFieldOfTheSheetIntoView(t *testing.T) {
	x := open(t)
	s := app.SheetFrom(x.d, "", x.d.Findings[0].ID)
	Sheet(x.h, x.d, s, func() {})
	c := x.host.Win.Canvas()
	c.Capture()
	var scroll *container.Scroll
	shelltest.Walk(x.top(), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*container.Scroll); ok && scroll == nil {
			scroll = s
		}
		return true
	})
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject
	begin := c.Focused()
	seen := map[string]bool{}
	for range 200 {
		c.FocusNext()
		o := c.Focused().(fyne.CanvasObject)
		if c.Focused() == begin {
			break
		}
		if _, below := o.(*kit.Button); below {
			continue // the buttons stand under what scrolls
		}
		seen[fmt.Sprintf("%T", o)] = true
		if y := top(o).Y - top(scroll).Y; y < 0 || y+min(o.Size().Height, 36) > scroll.Size().Height {
			t.Errorf("%T stands at %v of %v", o, y, scroll.Size().Height)
		}
	}
	if len(seen) < 4 || scroll.Offset.Y != 0 {
		t.Errorf("Tab led to %v and ended at %v", seen, scroll.Offset)
	}
}
