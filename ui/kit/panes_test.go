package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/ui/kit"
)

// One key leads from part to part of a page and round again; what cannot take the keyboard is passed over.
func TestOneKeyLeadsFromPartToPart(t *testing.T) {
	window(t, tall(1), fyne.NewSize(10, 10))
	first, second, third := kit.NewChipButton("1", false, nil), kit.NewChipButton("2", false, nil), kit.NewEntry("")
	dead := kit.NewButton("off", nil)
	dead.Disable()
	page := container.NewStack(kit.Split(8, []float32{1, 1, 1, 1}, kit.Scroll(kit.Column(2, kit.Line("a", kit.Body), first, kit.NewButton("more", nil))),
		kit.Column(2, dead), kit.Card("b", kit.Column(2, dead, second)), kit.Scroll(third)))
	window(t, page, fyne.NewSize(800, 200))
	var at fyne.Focusable
	for i, want := range []fyne.Focusable{first, second, third, first} {
		if at = kit.NextPane(page, at); at != want {
			t.Fatalf("press %d leads to %v, want %v", i+1, at, want)
		}
	}
	if kit.NextPane(kit.Line("nothing to press", kit.Body), nil) != nil {
		t.Error("the keyboard goes to a line of text")
	}
}
