package kit_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// window makes a window of our look.
func window(t testing.TB, o fyne.CanvasObject, size fyne.Size) fyne.Window {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.Theme{Mode: theme.ModeLight})
	w := test.NewTempWindow(t, nil)
	w.SetContent(o)
	w.Resize(size)
	return w
}

// many is a source of n rows that counts how many it was asked for.
type many struct {
	n, asked int
	orders   []kit.Order
}

func (m *many) rows(_ context.Context, from, n int, o kit.Order) ([]kit.TableRow, int, error) {
	m.orders = append(m.orders, o)
	var out []kit.TableRow
	for i := from; i < min(from+n, m.n); i++ {
		at := i
		if o.Desc {
			at = m.n - 1 - i
		}
		out = append(out, kit.TableRow{ID: fmt.Sprint(at), Cells: []kit.Cell{
			{Text: fmt.Sprintf("LS%05d", at)}, {Text: "第" + fmt.Sprint(at) + "项：讨论决定时三分之二以上成员到会", Bold: true},
			{Text: "落实整改", Chip: true, Tone: kit.Accent}, {Bar: []kit.Part{{Tone: kit.Done, Share: 0.4}}}, {Text: fmt.Sprint(at)}}})
	}
	m.asked += len(out)
	return out, m.n, nil
}

func newTable(m *many) *kit.DataTable {
	t := kit.NewTable(kit.TableColumn{Title: "A", Sort: "a", Width: 80}, kit.TableColumn{Title: "B", Width: 120, Grow: 1},
		kit.TableColumn{Title: "C", Width: 80}, kit.TableColumn{Title: "D", Width: 80, Spare: 1}, kit.TableColumn{Title: "E", Sort: "e", Width: 60, Number: true})
	t.SetSource(m.rows)
	return t
}

func press(t *kit.DataTable, keys ...fyne.KeyName) {
	for _, k := range keys {
		t.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func hand(t *testing.T, table *kit.DataTable) string {
	t.Helper()
	row, ok := table.Selected()
	if !ok {
		return ""
	}
	return row.ID
}

func TestTableMovesByKeyboard(t *testing.T) {
	m := &many{n: 20_000}
	table := newTable(m)
	w := window(t, table, fyne.NewSize(900, 500))
	w.Canvas().Focus(table)
	var opened string
	table.OnOpen = func(r kit.TableRow) { opened = r.ID }
	for _, step := range []struct {
		key  fyne.KeyName
		want string
	}{{fyne.KeyDown, "0"}, {fyne.KeyDown, "1"}, {fyne.KeyUp, "0"}, {fyne.KeyUp, "0"}, {fyne.KeyEnd, "19999"}, {fyne.KeyDown, "19999"}, {fyne.KeyHome, "0"}, {fyne.KeyPageDown, "12"}, {fyne.KeyPageUp, "0"}} {
		press(table, step.key)
		if got := hand(t, table); got != step.want {
			t.Fatalf("after %s the row in hand is %q, want %q", step.key, got, step.want)
		}
	}
	press(table, fyne.KeyReturn)
	if opened != "0" {
		t.Errorf("Enter opened %q", opened)
	}
}

func TestTableHoldsOnlyPagesNearTheView(t *testing.T) {
	m := &many{n: 20_000}
	table := newTable(m)
	window(t, table, fyne.NewSize(900, 500))
	press(table, fyne.KeyEnd)
	if m.asked > 500 {
		t.Errorf("going to the end asked for %d rows", m.asked)
	}
	if table.Total() != 20_000 {
		t.Errorf("total is %d", table.Total())
	}
}

func TestTableSortsByItsHeadsAndKeepsTheRowInHand(t *testing.T) {
	m := &many{n: 50}
	table := newTable(m)
	w := window(t, table, fyne.NewSize(900, 500))
	press(table, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, 12))
	if got := table.Order(); got != (kit.Order{Key: "a"}) {
		t.Fatalf("order after one press is %+v", got)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, 12))
	if got := table.Order(); got != (kit.Order{Key: "a", Desc: true}) {
		t.Fatalf("order after two presses is %+v", got)
	}
	if got := hand(t, table); got != "2" {
		t.Errorf("row in hand after sorting is %q, want the same as before", got)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, 12))
	if got := table.Order(); got != (kit.Order{}) {
		t.Errorf("order after three presses is %+v", got)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(200, 12))
	if got := table.Order(); got != (kit.Order{}) {
		t.Errorf("a column without sort key sorted: %+v", got)
	}
}

func TestTableCopiesTheRowAsTabSeparatedText(t *testing.T) {
	m := &many{n: 5}
	table := newTable(m)
	window(t, table, fyne.NewSize(900, 500))
	press(table, fyne.KeyDown, fyne.KeyDown)
	table.TypedShortcut(&fyne.ShortcutCopy{})
	want := "A\tB\tC\tD\tE\nLS00001\t第1项：讨论决定时三分之二以上成员到会\t落实整改\t\t1\n"
	if got := fyne.CurrentApp().Clipboard().Content(); got != want {
		t.Errorf("got %q", got)
	}
	table.TypedShortcut(&fyne.ShortcutSelectAll{})
	table.TypedShortcut(&fyne.ShortcutCopy{})
	if got := strings.Count(fyne.CurrentApp().Clipboard().Content(), "\n"); got != 6 {
		t.Errorf("all rows copied gives %d lines", got)
	}
}

func TestTableTellsErrorsAndStaysUsable(t *testing.T) {
	table := kit.NewTable(kit.TableColumn{Title: "A", Width: 80})
	var told error
	table.OnError = func(err error) { told = err }
	table.SetSource(func(context.Context, int, int, kit.Order) ([]kit.TableRow, int, error) {
		return nil, 0, fmt.Errorf("away")
	})
	window(t, table, fyne.NewSize(300, 200))
	press(table, fyne.KeyDown, fyne.KeyEnd, fyne.KeyReturn)
	if told == nil || hand(t, table) != "" {
		t.Errorf("told %v, in hand %q", told, hand(t, table))
	}
}

func TestTablePressChoosesTheRowUnderThePointer(t *testing.T) {
	m := &many{n: 50}
	table := newTable(m)
	w := window(t, table, fyne.NewSize(900, 500))
	var down desktop.Mouseable
	walk(w.Canvas().Content(), func(x fyne.CanvasObject) {
		if b, ok := x.(desktop.Mouseable); ok {
			down = b
		}
	})
	if down == nil {
		t.Fatal("nothing takes the mouse")
	}
	down.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(50, 38*3+5)}})
	if got := hand(t, table); got != "3" {
		t.Errorf("row in hand is %q, want 3", got)
	}
}

// walk visits an object and what it is drawn with.
func walk(o fyne.CanvasObject, f func(fyne.CanvasObject)) {
	f(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			walk(c, f)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			walk(c, f)
		}
	}
}

// BenchmarkScroll scrolls through 20,000 rows, ours and Fyne's own table with plain labels.
func BenchmarkScroll(b *testing.B) {
	size := fyne.NewSize(1100, 640)
	b.Run("ours", func(b *testing.B) {
		m := &many{n: 20_000}
		table := newTable(m)
		w := window(b, table, size)
		i := 0
		for b.Loop() {
			i = (i + 7) % 19_000
			table.ScrollTo(i)
			w.Canvas().Capture()
		}
	})
	b.Run("fyne", func(b *testing.B) {
		table := widget.NewTable(func() (int, int) { return 20_000, 5 }, func() fyne.CanvasObject { return widget.NewLabel("") },
			func(id widget.TableCellID, o fyne.CanvasObject) {
				o.(*widget.Label).SetText(fmt.Sprintf("LS%05d 讨论决定", id.Row*5+id.Col))
			})
		for c := range 5 {
			table.SetColumnWidth(c, 210)
		}
		w := window(b, table, size)
		i := 0
		for b.Loop() {
			i = (i + 7) % 19_000
			table.ScrollTo(widget.TableCellID{Row: i})
			w.Canvas().Capture()
		}
	})
	b.Run("ours without painting", func(b *testing.B) {
		m := &many{n: 20_000}
		table := newTable(m)
		window(b, table, size)
		i := 0
		for b.Loop() {
			i = (i + 7) % 19_000
			table.ScrollTo(i)
		}
	})
	b.Run("fyne without painting", func(b *testing.B) {
		table := widget.NewTable(func() (int, int) { return 20_000, 5 }, func() fyne.CanvasObject { return widget.NewLabel("") },
			func(id widget.TableCellID, o fyne.CanvasObject) {
				o.(*widget.Label).SetText(fmt.Sprintf("LS%05d 讨论决定", id.Row*5+id.Col))
			})
		for c := range 5 {
			table.SetColumnWidth(c, 210)
		}
		window(b, table, size)
		i := 0
		for b.Loop() {
			i = (i + 7) % 19_000
			table.ScrollTo(widget.TableCellID{Row: i})
		}
	})
}
