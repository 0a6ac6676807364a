package kit_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// What can be pressed is as high and wide as a finger needs, however small it is drawn.
func TestWhatIsPressedIsAsLargeAsAFinger(t *testing.T) {
	window(t, tall(1), fyne.NewSize(10, 10)) // the look comes before what is made of it
	small := kit.NewChipButton("+", false, func() {})
	tap := kit.NewTap(kit.KeyCap("S"), func() {})
	window(t, container.NewHBox(small, tap, kit.NewButton("Save", func() {})), fyne.NewSize(400, 100))
	for _, o := range []fyne.CanvasObject{small, tap} {
		if m := o.MinSize(); m.Height < theme.Size(theme.Touch) || m.Width < theme.Size(theme.Touch) {
			t.Errorf("%T is %v", o, m)
		}
	}
}

// tall is a thing of a height in pixels.
func tall(height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(10, height))
	return r
}

func find[T fyne.CanvasObject](t *testing.T, root fyne.CanvasObject) (found T) {
	t.Helper()
	there := false
	walk(root, func(o fyne.CanvasObject) {
		if x, ok := o.(T); ok && !there {
			found, there = x, true
		}
	})
	if !there {
		t.Fatalf("there is no %T", found)
	}
	return found
}

// A finger that drags a page moves it, up and down, and not beyond its ends.
func TestAPageIsDragged(t *testing.T) {
	window(t, tall(1), fyne.NewSize(10, 10)) // the look comes before what is made of it
	page := kit.Scroll(tall(1000))
	window(t, page, fyne.NewSize(300, 200))
	pan, scroll := find[*kit.Pan](t, page), find[*container.Scroll](t, page)
	drag := func(by float32) float32 {
		pan.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, by)})
		pan.DragEnd()
		return scroll.Offset.Y
	}
	if y := drag(-150); y != 150 {
		t.Errorf("dragged up by 150 the page stands at %v", y)
	}
	if y := drag(400); y != 0 {
		t.Errorf("dragged down beyond its top the page stands at %v", y)
	}
	if y := drag(-5000); y != scroll.Content.Size().Height-scroll.Size().Height {
		t.Errorf("dragged beyond its end the page stands at %v", y)
	}
}

// A finger that drags a list moves its rows; at its end it moves the page around it.
func TestAListIsDraggedAndThenThePage(t *testing.T) {
	window(t, tall(1), fyne.NewSize(10, 10)) // the look comes before what is made of it
	list := kit.NewTable(kit.TableColumn{Title: "A", Width: 80})
	list.SetSource((&many{n: 20}).rows)
	holder := container.NewGridWrap(fyne.NewSize(300, 200), list)
	page := kit.Scroll(kit.Column(0, holder, tall(900)))
	window(t, page, fyne.NewSize(320, 400))
	around, own := find[*container.Scroll](t, page), find[*container.Scroll](t, holder)
	body := own.Content.(fyne.Draggable)
	body.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, -100)})
	if own.Offset.Y != 100 || around.Offset.Y != 0 {
		t.Fatalf("the list stands at %v, the page at %v", own.Offset.Y, around.Offset.Y)
	}
	own.ScrollToBottom()
	body.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, -60)})
	if around.Offset.Y != 60 {
		t.Errorf("at the end of the list the page stands at %v", around.Offset.Y)
	}
}

// What stands behind a spring goes to a second line where the line is too narrow, and comes back with more room.
func TestALineBreaksAtItsSpring(t *testing.T) {
	window(t, tall(1), fyne.NewSize(10, 10)) // the look comes before what is made of it
	title, button := kit.Line("Appointments of leaders", kit.Heading), kit.NewButton("Add a year", func() {})
	row := kit.Row(8, title, kit.Spring(), button)
	w := window(t, kit.Column(0, row), fyne.NewSize(600, 200))
	if button.Position().Y > 2 && title.Position().Y < button.Position().Y-20 {
		t.Fatal("there is room, and the line is broken")
	}
	narrow := title.MinSize().Width + 10
	w.SetContent(kit.Column(0, kit.Wide(narrow, row)))
	if b := button.Position(); b.Y < title.MinSize().Height || b.X+button.Size().Width > narrow+1 {
		t.Errorf("the button stands at %v of a line %v wide", b, narrow)
	}
	if h := row.MinSize().Height; h < title.MinSize().Height+button.MinSize().Height {
		t.Errorf("the broken line is %v high", h)
	}
}

// The words of a tick are cut where it has less room, and come back with it.
func TestATickIsCutWhereItIsNarrow(t *testing.T) {
	window(t, tall(1), fyne.NewSize(10, 10)) // the look comes before what is made of it
	const words = "Cards shown; secrecy and the duty of truth explained"
	f := kit.NewForm(kit.NewDrafts(), "x")
	var yes bool
	f.Check("informed", words, &yes)
	w := window(t, f.Content(), fyne.NewSize(260, 100))
	check := find[*kit.Check](t, f.Field("informed").Object)
	if !strings.HasSuffix(check.Text, "…") || check.MinSize().Width > 260 {
		t.Errorf("%q is %v wide", check.Text, check.MinSize().Width)
	}
	w.Resize(fyne.NewSize(900, 100))
	if check.Text != words {
		t.Errorf("with room it says %q", check.Text)
	}
}

// Alt with a digit sorts by that column, counted among those that can be sorted: up, down, as it was.
func TestAListIsSortedByKey(t *testing.T) {
	window(t, tall(1), fyne.NewSize(10, 10)) // the look comes before what is made of it
	list := kit.NewTable(kit.TableColumn{Title: "A", Width: 50}, kit.TableColumn{Title: "B", Sort: "b", Width: 50}, kit.TableColumn{Title: "C", Sort: "c", Width: 50})
	list.SetSource((&many{n: 3}).rows)
	window(t, list, fyne.NewSize(400, 200))
	for i, want := range []kit.Order{{Key: "c"}, {Key: "c", Desc: true}, {}} {
		list.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.Key2, Modifier: fyne.KeyModifierAlt})
		if list.Order() != want {
			t.Errorf("press %d sorts by %+v, want %+v", i+1, list.Order(), want)
		}
	}
}

// A list without rows says so, until it has some.
func TestAListWithoutRowsSaysSo(t *testing.T) {
	window(t, tall(1), fyne.NewSize(10, 10)) // the look comes before what is made of it
	list := kit.NewTable(kit.TableColumn{Title: "A", Width: 80})
	list.SetSource(kit.Fixed(nil))
	window(t, list, fyne.NewSize(300, 200))
	said := func() bool {
		there := false
		walk(list, func(o fyne.CanvasObject) {
			x, ok := o.(*canvas.Text)
			there = there || ok && x.Visible() && x.Text == i18n.T("kit.table.none")
		})
		return there
	}
	if !said() {
		t.Error("an empty list says nothing")
	}
	list.SetSource(kit.Fixed([]kit.TableRow{{ID: "1", Cells: []kit.Cell{{Text: "one"}}}}))
	if said() {
		t.Error("a list with a row says that it has none")
	}
}

// The label of a field never stands over the field beside it.
func TestALabelIsCutToItsField(t *testing.T) {
	window(t, tall(1), fyne.NewSize(10, 10)) // the look comes before what is made of it
	var a, b app.Date
	f := kit.NewForm(kit.NewDrafts(), "x").Columns(2)
	f.Date("a", strings.Repeat("a long label ", 8), &a)
	f.Date("b", "b", &b)
	window(t, f.Content(), fyne.NewSize(500, 120))
	label := find[*canvas.Text](t, f.Content())
	if w := label.MinSize().Width; w > 250 {
		t.Errorf("the label is %v wide in a field of half of 500", w)
	}
}
