package kit

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Step takes the row n rows further (or back) in hand.
func (t *DataTable) Step(n int) { t.moveTo(t.cursor+n, false) }

func (t *DataTable) moveTo(i int, extend bool) {
	if t.total == 0 {
		return
	}
	i = max(0, min(i, t.total-1))
	t.cursor = i
	if !extend || t.anchor < 0 {
		t.anchor = i
	}
	t.reveal(i)
	t.body.place(true)
	if row, ok := t.row(i); ok && t.OnSelect != nil {
		t.OnSelect(row)
	}
}

// TypedKey moves by keyboard; a room may pass its plain keys on to the table of the page.
func (t *DataTable) TypedKey(e *fyne.KeyEvent) {
	if !t.Key(e) {
		passKey(t, e)
	}
}

// Key is TypedKey that says whether the key was used.
func (t *DataTable) Key(e *fyne.KeyEvent) bool {
	extend := shiftDown()
	switch e.Name {
	case fyne.KeyDown:
		t.moveTo(t.cursor+1, extend)
	case fyne.KeyUp:
		t.moveTo(max(0, t.cursor-1), extend)
	case fyne.KeyPageDown:
		t.moveTo(t.cursor+t.visibleRows(), extend)
	case fyne.KeyPageUp:
		t.moveTo(t.cursor-t.visibleRows(), extend)
	case fyne.KeyHome:
		t.moveTo(0, extend)
	case fyne.KeyEnd:
		t.moveTo(t.total-1, extend)
	case fyne.KeyReturn, fyne.KeyEnter:
		row, ok := t.Selected()
		if ok && t.OnOpen != nil {
			t.OnOpen(row)
		}
		return ok
	default:
		return false
	}
	return true
}

func shiftDown() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

// TypedRune passes the key on to the window.
func (t *DataTable) TypedRune(r rune) { passRune(t, r) }

// FocusGained shows that keys go to the table.
func (t *DataTable) FocusGained() {
	t.focused = true
	t.tell()
	t.body.place(true)
}

// FocusLost ends it.
func (t *DataTable) FocusLost() {
	t.focused = false
	t.body.place(true)
}

// TypedShortcut copies the chosen rows by Ctrl+C and chooses all by Ctrl+A.
func (t *DataTable) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy:
		t.Copy()
	case *fyne.ShortcutSelectAll:
		if t.total > 0 {
			t.anchor, t.cursor = 0, t.total-1
			t.body.place(true)
		}
	default:
		if key, ok := s.(*desktop.CustomShortcut); !ok || !t.sortByKey(key) {
			passShortcut(t, s)
		}
	}
}

// sortByKey sorts by the column that Alt with a digit names, of those that can be sorted and are in view, counted from
// the left.
func (t *DataTable) sortByKey(key *desktop.CustomShortcut) bool {
	n := strings.Index("12345678", string(key.KeyName))
	if key.Modifier != fyne.KeyModifierAlt || n < 0 {
		return false
	}
	_, ws := t.columnPlaces(t.Size().Width)
	for i, c := range t.columns {
		if c.Sort == "" || ws[i] == 0 {
			continue
		}
		if n == 0 {
			t.sortBy(c.Sort)
			return true
		}
		n--
	}
	return false
}

// sortBy sorts by a column: up, then down, then as it was.
func (t *DataTable) sortBy(key string) {
	switch o := t.order; {
	case o.Key != key:
		t.SetOrder(Order{Key: key})
	case !o.Desc:
		t.SetOrder(Order{Key: key, Desc: true})
	default:
		t.SetOrder(Order{})
	}
}

// sorts says whether any column can be sorted.
func (t *DataTable) sorts() bool {
	return slices.ContainsFunc(t.columns, func(c TableColumn) bool { return c.Sort != "" })
}

// Copy puts the heads and the chosen rows on the clipboard, columns apart by tabs.
func (t *DataTable) Copy() {
	if t.source == nil || t.cursor < 0 {
		return
	}
	from, to := min(t.anchor, t.cursor), max(t.anchor, t.cursor)
	source, order := t.source, t.order
	work := func(ctx context.Context) (func(), error) {
		rows, _, err := source(ctx, from, to-from+1, order)
		if err != nil {
			return nil, err
		}
		text := t.tsv(rows)
		return func() { fyne.CurrentApp().Clipboard().SetContent(text) }, nil
	}
	if t.Run != nil {
		t.Run(work)
	} else if show, err := work(context.Background()); err == nil {
		show()
	} else if t.OnError != nil {
		t.OnError(err)
	}
}

func (t *DataTable) tsv(rows []TableRow) string {
	var b strings.Builder
	flat := strings.NewReplacer("\t", " ", "\r", " ", "\n", " ")
	for i, c := range t.columns {
		if i > 0 {
			b.WriteByte('\t')
		}
		b.WriteString(c.Title)
	}
	b.WriteByte('\n')
	for _, r := range rows {
		for i, c := range r.Cells {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(flat.Replace(c.Text))
		}
		b.WriteByte('\n')
	}
	return b.String()
}
