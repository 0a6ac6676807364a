package kit

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lianshen/ui/theme"
)

// TableColumn is a column of a DataTable; a table has at most eight.
type TableColumn struct {
	Title  string
	Sort   string  // key given to the source, "" = cannot be sorted
	Width  float32 // at the normal text size
	Grow   float32 // share of the width that is left
	Number bool    // right-aligned
	Spare  int     // above 0: left out where the table is too narrow, the highest first
}

// Cell is what stands in one column of a row. Bar draws parts instead of the text; Chip draws the text as a chip.
type Cell struct {
	Text string // also what is copied
	Tone Tone
	Bold bool
	Chip bool
	Bar  []Part
}

// TableRow is a row with a stable ID, by which the selection survives a new load.
type TableRow struct {
	ID    string
	Cells []Cell
}

// Order is how a table is sorted; the empty Key is the natural order.
type Order struct {
	Key  string
	Desc bool
}

// Source gives n rows from a place, in an order, and how many there are in all. It is called off the main goroutine
// when the table has a Run.
type Source func(ctx context.Context, from, n int, order Order) (rows []TableRow, total int, err error)

const (
	pageRows  = 100 // rows asked for at once
	pagesKept = 20  // pages kept in memory
)

// DataTable shows rows of any number: only those in view exist as objects, and only pages near the view are in
// memory. Arrows, Page Up/Down, Home, End move; Shift extends; Enter opens; Ctrl+C copies as TSV; heads sort.
type DataTable struct {
	widget.BaseWidget

	OnSelect func(TableRow) // the row in hand changed, by the person
	OnOpen   func(TableRow) // Enter or double click
	OnOrder  func(Order)
	OnError  func(error)
	// Run does work elsewhere and shows the result on the main goroutine (Host.Run). nil does it at once, here.
	Run func(work func(ctx context.Context) (show func(), err error))

	columns []TableColumn
	source  Source
	order   Order
	total   int
	pages   map[int][]TableRow
	asked   map[int]bool
	used    []int // pages, least recently used first
	load    int   // number of the load: older answers are thrown away

	cursor, anchor int // -1 = none
	wanted         string
	focused        bool

	head   *tableHead
	body   *tableBody
	scroll *container.Scroll
}

// NewTable makes a table; SetSource fills it.
func NewTable(columns ...TableColumn) *DataTable {
	t := &DataTable{columns: columns, cursor: -1, anchor: -1, pages: map[int][]TableRow{}, asked: map[int]bool{}}
	t.head = newTableHead(t)
	t.body = newTableBody(t)
	t.scroll = container.NewVScroll(t.body)
	t.scroll.OnScrolled = func(fyne.Position) { t.body.place(false) }
	t.ExtendBaseWidget(t)
	return t
}

// Fixed is a source over rows that are all in memory, in the order they are given.
func Fixed(rows []TableRow) Source {
	return func(_ context.Context, from, n int, _ Order) ([]TableRow, int, error) {
		from = min(from, len(rows))
		return rows[from:min(from+n, len(rows))], len(rows), nil
	}
}

// SetSource shows the rows of another source from the top.
func (t *DataTable) SetSource(s Source) {
	t.source, t.cursor, t.anchor, t.wanted = s, -1, -1, ""
	t.scroll.ScrollToTop()
	t.Reload()
}

// Replace shows other rows that are all in memory; the row in hand and the place stay.
func (t *DataTable) Replace(rows []TableRow) {
	t.source = Fixed(rows)
	t.Reload()
}

// Reload asks the source again; the row in hand and the place stay.
func (t *DataTable) Reload() {
	if t.source == nil {
		return
	}
	if row, ok := t.Selected(); ok {
		t.wanted = row.ID
	}
	t.load++
	clear(t.asked)
	t.used = nil
	stale := t.pages
	t.pages = map[int][]TableRow{}
	from := t.firstVisible() / pageRows
	t.pages[from] = stale[from] // shown until the new page is there
	t.ask(from)
}

// Order gives how the table is sorted.
func (t *DataTable) Order() Order { return t.order }

// SetOrder sorts the table.
func (t *DataTable) SetOrder(o Order) {
	if t.order == o {
		return
	}
	t.order = o
	t.head.Refresh()
	t.Reload()
	if t.OnOrder != nil {
		t.OnOrder(o)
	}
}

// Total gives how many rows there are.
func (t *DataTable) Total() int { return t.total }

// Selected gives the row in hand.
func (t *DataTable) Selected() (TableRow, bool) { return t.row(t.cursor) }

// SelectID takes the row with this ID in hand if it is in a page that is loaded, else when it comes.
func (t *DataTable) SelectID(id string) {
	t.wanted = id
	t.findWanted()
	t.body.place(true)
}

func (t *DataTable) findWanted() {
	if t.wanted == "" {
		return
	}
	for p, rows := range t.pages {
		for i, r := range rows {
			if r.ID == t.wanted {
				at := p*pageRows + i
				if t.cursor != at {
					t.cursor, t.anchor = at, at
					t.reveal(at)
				}
				t.wanted = ""
				return
			}
		}
	}
}

func (t *DataTable) ask(page int) {
	if t.asked[page] || t.source == nil {
		return
	}
	t.asked[page] = true
	load, order, source := t.load, t.order, t.source
	work := func(ctx context.Context) (func(), error) {
		rows, total, err := source(ctx, page*pageRows, pageRows, order)
		if err != nil {
			return nil, err
		}
		return func() { t.take(load, page, rows, total) }, nil
	}
	if t.Run != nil {
		t.Run(work)
		return
	}
	show, err := work(context.Background())
	if err != nil {
		if t.OnError != nil {
			t.OnError(err)
		}
		return
	}
	show()
}

func (t *DataTable) take(load, page int, rows []TableRow, total int) {
	if load != t.load {
		return
	}
	t.pages[page] = rows
	t.used = append(t.used, page)
	if len(t.used) > pagesKept {
		delete(t.pages, t.used[0])
		delete(t.asked, t.used[0])
		t.used = t.used[1:]
	}
	if total != t.total {
		t.total = total
		if t.cursor >= total {
			t.cursor, t.anchor = total-1, total-1
		}
		t.body.fit()
	}
	t.findWanted()
	t.body.place(true)
}

// row gives a row that is in memory; its page is asked for when it is not.
func (t *DataTable) row(i int) (TableRow, bool) {
	if i < 0 || i >= t.total {
		return TableRow{}, false
	}
	page := t.pages[i/pageRows]
	if i%pageRows < len(page) {
		return page[i%pageRows], true
	}
	t.ask(i / pageRows)
	page = t.pages[i/pageRows] // a source without Run answers at once
	if i%pageRows < len(page) {
		return page[i%pageRows], true
	}
	return TableRow{}, false
}

func (t *DataTable) firstVisible() int {
	return max(0, int(t.scroll.Offset.Y/t.rowHeight()))
}

func (t *DataTable) rowHeight() float32 { return theme.Size(theme.RowHeight) }

func (t *DataTable) visibleRows() int { return max(1, int(t.scroll.Size().Height/t.rowHeight())) }

func (t *DataTable) reveal(i int) {
	h, view := t.rowHeight(), t.scroll.Size().Height
	top := float32(i) * h
	switch {
	case top < t.scroll.Offset.Y:
		t.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+h > t.scroll.Offset.Y+view && view > 0:
		t.scroll.ScrollToOffset(fyne.NewPos(0, top+h-view))
	}
}

// ScrollTo brings a row to the top of the view.
func (t *DataTable) ScrollTo(row int) {
	t.scroll.ScrollToOffset(fyne.NewPos(0, float32(row)*t.rowHeight()))
}

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
		passShortcut(t, s)
	}
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

// columnPlaces gives left edge and width of each column in a table of this width. Where it is too narrow, the spare
// columns go first, then those that can grow give way, then all; the width of a column that is left out is 0.
func (t *DataTable) columnPlaces(width float32) (xs, ws []float32) {
	factor := theme.Size(theme.TextBody) / 14
	ws = make([]float32, len(t.columns))
	for i, c := range t.columns {
		ws[i] = c.Width * factor
	}
	left := t.left(width, ws)
	for left < 0 {
		spare := -1
		for i, c := range t.columns {
			if ws[i] > 0 && c.Spare > 0 && (spare < 0 || c.Spare > t.columns[spare].Spare) {
				spare = i
			}
		}
		if spare < 0 {
			break
		}
		ws[spare] = 0
		left = t.left(width, ws)
	}
	var grow, growers, all float32
	for i, c := range t.columns {
		if ws[i] > 0 {
			grow += c.Grow
			all += ws[i]
			if c.Grow > 0 {
				growers += ws[i]
			}
		}
	}
	give := min(-left, growers*0.4) // of the columns that can grow
	for i, c := range t.columns {
		switch {
		case ws[i] == 0:
		case left > 0 && grow > 0:
			ws[i] += left * c.Grow / grow
		case left < 0 && c.Grow > 0:
			ws[i] -= give * ws[i] / growers
		}
	}
	if rest := -left - give; left < 0 && rest > 0 {
		for i := range ws {
			ws[i] *= (all - give - rest) / (all - give)
		}
	}
	x := float32(8)
	for _, w := range ws {
		xs = append(xs, x)
		if w > 0 {
			x += w + columnGap
		}
	}
	return xs, ws
}

const columnGap = 12

// left is what columns of these widths leave of the table's, negative when they do not fit.
func (t *DataTable) left(width float32, ws []float32) float32 {
	left := width - 16 + columnGap
	for _, w := range ws {
		if w > 0 {
			left -= w + columnGap
		}
	}
	return left
}

// CreateRenderer is for Fyne.
func (t *DataTable) CreateRenderer() fyne.WidgetRenderer { return &tableRenderer{t} }

type tableRenderer struct{ t *DataTable }

func (r *tableRenderer) Layout(s fyne.Size) {
	h := r.t.head.MinSize().Height
	r.t.head.Resize(fyne.NewSize(s.Width, h))
	r.t.scroll.Move(fyne.NewPos(0, h))
	r.t.scroll.Resize(fyne.NewSize(s.Width, s.Height-h))
	r.t.body.place(true)
}

func (r *tableRenderer) MinSize() fyne.Size {
	return fyne.NewSize(200, r.t.head.MinSize().Height+2*r.t.rowHeight())
}

func (r *tableRenderer) Refresh() {
	r.t.head.Refresh()
	r.t.body.place(true)
}

func (r *tableRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.head, r.t.scroll}
}
func (r *tableRenderer) Destroy() {}
