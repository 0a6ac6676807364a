package bench_test

import (
	"image"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// TestAPictureIsPaintedInTheSizeInWhichItWasMade: what has to be scaled while it is painted keeps every key waiting.
func TestAPictureIsPaintedInTheSizeInWhichItWasMade(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	drop(t, room, map[string][]byte{"会议室.jpg": photo(t, 2400, 1500, 1)})
	room.ViewEvidence(last(dossier(t, ws, "LS2026-005")))
	check := func(name string, finest int) {
		t.Helper()
		var shown *canvas.Image
		under(host.Win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
			if img, ok := o.(*canvas.Image); ok {
				shown = img
			}
		})
		if shown == nil {
			t.Fatalf("%s: no picture", name)
		}
		size, room := shown.Image.(*image.RGBA).Rect.Size(), shown.Size()
		k := min(room.Width/float32(size.X), room.Height/float32(size.Y))
		if off := math.Abs(float64(k-1)) * float64(max(size.X, size.Y)); off > 2 && max(size.X, size.Y) != finest {
			t.Errorf("%s: %v is painted in %v", name, size, room)
		}
		if shown.ScaleMode != canvas.ImageScaleFastest {
			t.Errorf("%s: the painter makes it small", name)
		}
	}
	check("whole", 0)
	for _, step := range []struct {
		key    string
		finest int // the longest side of what the file gives
	}{{"+", 0}, {"+", 0}, {"+", 0}, {"+", 2400}, {"-", 0}, {"0", 0}} {
		press(host, step.key)
		check(step.key, step.finest)
	}
}
