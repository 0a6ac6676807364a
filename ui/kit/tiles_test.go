package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lianshen/ui/kit"
)

func TestTilesStandBelowEachOther(t *testing.T) {
	var tiles []fyne.CanvasObject
	for _, w := range []float32{90, 60, 80, 230, 70} { // one is wider than two columns
		r := canvas.NewRectangle(nil)
		r.SetMinSize(fyne.NewSize(w, 20))
		tiles = append(tiles, r)
	}
	hidden := canvas.NewRectangle(nil)
	hidden.Hide()
	c := kit.Tiles(10, append(tiles, hidden)...)
	c.Resize(fyne.NewSize(310, 100)) // three columns of 96
	want := []fyne.Position{{X: 0, Y: 0}, {X: 320.0 / 3, Y: 0}, {X: 640.0 / 3, Y: 0}, {X: 0, Y: 30}, {X: 0, Y: 60}}
	for i, o := range tiles {
		if p := o.Position(); p.Subtract(want[i]).X > 0.1 || p.Subtract(want[i]).X < -0.1 || p.Y != want[i].Y {
			t.Errorf("tile %d stands at %v, not %v", i, p, want[i])
		}
		if p := o.Position(); p.X+o.Size().Width > 310 {
			t.Errorf("tile %d of %v at %v leaves its room", i, o.Size(), p)
		}
	}
	if h := c.MinSize().Height; h != 80 {
		t.Errorf("they take %v", h)
	}
	narrow := kit.Tiles(10, tiles...)
	narrow.Resize(fyne.NewSize(50, 100))
	for i, o := range tiles {
		if o.Position().X != 0 || o.Position().Y != float32(30*i) || o.Size().Width > 50 {
			t.Errorf("in a narrow room tile %d stands at %v, %v", i, o.Position(), o.Size())
		}
	}
}
