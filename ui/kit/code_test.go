package kit

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"lianshen/ui/theme"
)

func TestACodeIsDarkOnWhiteInTheDarkTooAndHasItsMargin(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{Mode: theme.ModeDark})
	o := Code("0412-9980-7731-0056", 140)
	picture := o.(*fyne.Container).Objects[0].(*canvas.Image).Image
	n := picture.Bounds().Dx()
	if o.MinSize().Width < 140 || n < 21+2*quiet {
		t.Fatalf("%v wide with %d modules", o.MinSize(), n)
	}
	for i := range n {
		for m := range quiet {
			if picture.At(i, m) != (color.Gray{Y: 0xff}) || picture.At(m, i) != (color.Gray{Y: 0xff}) {
				t.Fatal("the margin is not white")
			}
		}
	}
	if picture.At(quiet, quiet) != (color.Gray{}) || picture.At(n-quiet-1, quiet) != (color.Gray{}) || picture.At(quiet, n-quiet-1) != (color.Gray{}) {
		t.Error("no finder pattern stands in the corners")
	}
	if got := Code("指纹", 140).MinSize().Width; got >= 140 {
		t.Error("a text that no code can hold gives a picture")
	}
}
