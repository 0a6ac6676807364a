package kit

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lianshen/ui/i18n"
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
	called

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

	// Empty is what stands in a list without rows; "" = that nothing fits what was asked.
	Empty string

	head   *tableHead
	empty  *canvas.Text
	body   *tableBody
	scroll *container.Scroll
}

// NewTable makes a table; SetSource fills it.
func NewTable(columns ...TableColumn) *DataTable {
	t := &DataTable{columns: columns, cursor: -1, anchor: -1, pages: map[int][]TableRow{}, asked: map[int]bool{}}
	t.head = newTableHead(t)
	t.empty = Line("", Second)
	t.empty.Alignment = fyne.TextAlignCenter
	t.empty.Hide()
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
	if t.none(total == 0); total != t.total {
		t.total = total
		if t.cursor >= total {
			t.cursor, t.anchor = total-1, total-1
		}
		t.body.fit()
	}
	t.findWanted()
	t.body.place(true)
}

// none says in the list that it has no rows, or no longer.
func (t *DataTable) none(none bool) {
	if t.empty.Text = t.Empty; t.Empty == "" {
		t.empty.Text = i18n.T("kit.table.none")
	}
	t.empty.Hidden = !none
	t.empty.Refresh()
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

// CreateRenderer is for Fyne.
func (t *DataTable) CreateRenderer() fyne.WidgetRenderer { return &tableRenderer{t} }

type tableRenderer struct{ t *DataTable }

func (r *tableRenderer) Layout(s fyne.Size) {
	h := r.t.head.MinSize().Height
	r.t.head.Resize(fyne.NewSize(s.Width, h))
	r.t.scroll.Move(fyne.NewPos(0, h))
	r.t.scroll.Resize(fyne.NewSize(s.Width, s.Height-h))
	r.t.empty.Move(fyne.NewPos(0, h))
	r.t.empty.Resize(fyne.NewSize(s.Width, min(s.Height-h, 2*r.t.rowHeight())))
	r.t.body.place(true)
}

func (r *tableRenderer) MinSize() fyne.Size {
	return fyne.NewSize(200, r.t.head.MinSize().Height+2*r.t.rowHeight())
}

func (r *tableRenderer) Refresh() {
	r.t.head.Refresh()
	r.t.empty.Color, r.t.empty.TextSize = theme.Color(theme.SecondInk), theme.Size(theme.TextSecond)
	r.t.body.place(true)
}

func (r *tableRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.head, r.t.scroll, r.t.empty}
}
func (r *tableRenderer) Destroy() {}
