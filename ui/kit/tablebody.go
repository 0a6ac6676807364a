package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"lianshen/ui/theme"
)

// tableHead is the line of column heads; a press on one sorts.
type tableHead struct {
	widget.BaseWidget
	t *DataTable
}

func newTableHead(t *DataTable) *tableHead {
	h := &tableHead{t: t}
	h.ExtendBaseWidget(h)
	return h
}

// Tapped sorts by the column under the pointer: up, then down, then as it was.
func (h *tableHead) Tapped(e *fyne.PointEvent) {
	xs, ws := h.t.columnPlaces(h.Size().Width)
	for i, c := range h.t.columns {
		if c.Sort == "" || e.Position.X < xs[i]-6 || e.Position.X > xs[i]+ws[i]+6 {
			continue
		}
		h.t.sortBy(c.Sort)
	}
}

// CreateRenderer is for Fyne.
func (h *tableHead) CreateRenderer() fyne.WidgetRenderer {
	r := &headRenderer{h: h, rule: Rule()}
	for range h.t.columns {
		r.texts = append(r.texts, Line("", Second))
	}
	r.Refresh()
	return r
}

type headRenderer struct {
	h     *tableHead
	texts []*canvas.Text
	rule  *canvas.Rectangle
}

// MinSize is as high as a finger needs where a press sorts.
func (r *headRenderer) MinSize() fyne.Size {
	h := theme.Size(theme.TextSecond) * 2.4
	if r.h.t.sorts() {
		h = max(h, theme.Size(theme.Touch))
	}
	return fyne.NewSize(10, h)
}

func (r *headRenderer) Layout(s fyne.Size) {
	xs, ws := r.h.t.columnPlaces(s.Width)
	for i, t := range r.texts {
		t.Hidden = ws[i] == 0
		m := t.MinSize()
		t.Text = cut(r.word(i), ws[i]+10, face{t.TextSize, false})
		t.Move(fyne.NewPos(xs[i], (s.Height-m.Height)/2))
		t.Resize(fyne.NewSize(ws[i], m.Height))
	}
	r.rule.Move(fyne.NewPos(0, s.Height-1))
	r.rule.Resize(fyne.NewSize(s.Width, 1))
}

func (r *headRenderer) word(i int) string {
	c, o := r.h.t.columns[i], r.h.t.order
	if c.Sort == "" || c.Sort != o.Key {
		return c.Title
	}
	if o.Desc {
		return c.Title + " ↓"
	}
	return c.Title + " ↑"
}

func (r *headRenderer) Refresh() {
	for i, t := range r.texts {
		c := r.h.t.columns[i]
		t.Text, t.TextSize = r.word(i), theme.Size(theme.TextSecond)
		t.Color = theme.Color(theme.SecondInk)
		if c.Sort != "" && c.Sort == r.h.t.order.Key {
			t.Color = theme.Color(theme.Accent)
		}
		if c.Number {
			t.Alignment = fyne.TextAlignTrailing
		}
	}
	r.rule.FillColor = theme.Color(theme.Hairline)
	r.Layout(r.h.Size())
	canvas.Refresh(r.h)
}

func (r *headRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.rule}
	for _, t := range r.texts {
		objects = append(objects, t)
	}
	return objects
}
func (r *headRenderer) Destroy() {}

// tableBody is as high as all rows together and draws those in view with a few row objects that it uses again.
type tableBody struct {
	widget.BaseWidget
	t    *DataTable
	rows []*rowObjects
	root *fyne.Container
}

func newTableBody(t *DataTable) *tableBody {
	b := &tableBody{t: t, root: &fyne.Container{}}
	b.ExtendBaseWidget(b)
	return b
}

// MinSize is as high as all rows together.
func (b *tableBody) MinSize() fyne.Size {
	return fyne.NewSize(10, float32(b.t.total)*b.t.rowHeight())
}

// Resize lets the rows follow a new width.
func (b *tableBody) Resize(s fyne.Size) {
	changed := s != b.Size()
	b.BaseWidget.Resize(s)
	if changed {
		b.place(true)
	}
}

func (b *tableBody) fit() {
	b.t.scroll.Refresh()
}

// place puts row objects where rows are in view. Row i is drawn by object i mod n, so that scrolling by one row
// writes one row anew. all writes every row anew.
func (b *tableBody) place(all bool) {
	t := b.t
	view := t.scroll.Size()
	if view.Height <= 0 || view.Width <= 0 {
		return
	}
	h := t.rowHeight()
	n := int(view.Height/h) + 2
	if len(b.rows) != n {
		b.rows = make([]*rowObjects, n)
		b.root.Objects = b.root.Objects[:0]
		for i := range b.rows {
			b.rows[i] = newRowObjects(len(t.columns))
			b.root.Objects = append(b.root.Objects, b.rows[i].root)
		}
		all = true
	}
	if all {
		xs, ws := t.columnPlaces(view.Width)
		for _, r := range b.rows {
			r.xs, r.ws, r.index = xs, ws, -1
		}
	}
	first := t.firstVisible()
	from, to := min(t.anchor, t.cursor), max(t.anchor, t.cursor)
	for i := first; i < first+n; i++ {
		r := b.rows[i%n]
		if i >= t.total {
			r.root.Hide()
			r.index = -1
			continue
		}
		chosen := t.cursor >= 0 && i >= from && i <= to
		if r.index != i || r.chosen != chosen || !r.full {
			row, ok := t.row(i)
			r.index, r.chosen, r.full = i, chosen, ok
			r.write(t.columns, row, view.Width, h, chosen, t.focused && i == t.cursor)
			r.root.Resize(fyne.NewSize(view.Width, h))
			r.root.Show()
		}
		r.root.Move(fyne.NewPos(0, float32(i)*h))
	}
	if all {
		canvas.Refresh(b.root)
	}
}

func (b *tableBody) at(pos fyne.Position) int { return int(pos.Y / b.t.rowHeight()) }

// MouseDown takes the row under the pointer in hand.
func (b *tableBody) MouseDown(e *desktop.MouseEvent) {
	i := b.at(e.Position)
	if i >= b.t.total {
		return
	}
	b.t.moveTo(i, e.Modifier&fyne.KeyModifierShift != 0)
	if c := canvasOf(b.t); c != nil {
		c.Focus(b.t)
	}
}

// MouseUp does nothing.
func (b *tableBody) MouseUp(*desktop.MouseEvent) {}

// Dragged moves the rows along with the finger; where all are in view, or the last one is, the page around the table.
func (b *tableBody) Dragged(e *fyne.DragEvent) {
	s := b.t.scroll
	most := b.MinSize().Height - s.Size().Height
	if to := s.Offset.Y - e.Dragged.DY; most > 0.5 && to >= 0 && to <= most {
		pan(s, e)
		return
	}
	if around := scrollAround(b.t); around != nil {
		pan(around, e)
	}
}

// DragEnd does nothing.
func (b *tableBody) DragEnd() {}

// DoubleTapped opens the row under the pointer.
func (b *tableBody) DoubleTapped(e *fyne.PointEvent) {
	if row, ok := b.t.row(b.at(e.Position)); ok && b.t.OnOpen != nil {
		b.t.OnOpen(row)
	}
}

// CreateRenderer is for Fyne.
func (b *tableBody) CreateRenderer() fyne.WidgetRenderer { return &bodyRenderer{b} }

type bodyRenderer struct{ b *tableBody }

func (r *bodyRenderer) Layout(s fyne.Size)           { r.b.root.Resize(s) }
func (r *bodyRenderer) MinSize() fyne.Size           { return r.b.MinSize() }
func (r *bodyRenderer) Refresh()                     { r.b.place(true) }
func (r *bodyRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.b.root} }
func (r *bodyRenderer) Destroy()                     {}

// rowObjects is what one row is drawn with.
type rowObjects struct {
	root   *fyne.Container
	back   *canvas.Rectangle
	rule   *canvas.Rectangle
	cells  []*cellObjects
	xs, ws []float32
	index  int
	chosen bool
	full   bool // the row was in memory when it was written
}

func newRowObjects(columns int) *rowObjects {
	r := &rowObjects{index: -1, back: canvas.NewRectangle(color.Transparent), rule: Rule()}
	r.back.CornerRadius = 2
	r.root = &fyne.Container{Objects: []fyne.CanvasObject{r.back, r.rule}}
	for range columns {
		c := &cellObjects{root: r.root, text: canvas.NewText("", nil)}
		r.root.Objects = append(r.root.Objects, c.text)
		r.cells = append(r.cells, c)
	}
	return r
}

func (r *rowObjects) write(columns []TableColumn, row TableRow, width, height float32, chosen, focused bool) {
	r.back.FillColor, r.back.StrokeWidth = color.Transparent, 0
	if chosen {
		r.back.FillColor = theme.Color(theme.AccentSoft)
	}
	if focused {
		r.back.StrokeColor, r.back.StrokeWidth = theme.Color(theme.Accent), 1
	}
	r.back.Resize(fyne.NewSize(width, height-1))
	r.rule.Move(fyne.NewPos(0, height-1))
	r.rule.Resize(fyne.NewSize(width, 1))
	for i, c := range r.cells {
		cell := Cell{}
		if i < len(row.Cells) {
			cell = row.Cells[i]
		}
		c.write(cell, columns[i].Number, r.xs[i], r.ws[i], height)
	}
}

// cellObjects is what one cell is drawn with; chip and bar come to be when a cell first needs them.
type cellObjects struct {
	root *fyne.Container
	text *canvas.Text
	chip *canvas.Rectangle
	bar  *strip
}

func (c *cellObjects) write(cell Cell, number bool, x, w, height float32) {
	if c.chip != nil {
		c.chip.Hide()
	}
	if c.bar != nil {
		for _, o := range c.bar.objects() {
			o.Hide()
		}
	}
	if w <= 0 {
		c.text.Hide()
		return
	}
	if cell.Bar != nil {
		c.text.Hide()
		c.drawBar(cell, x, w, height)
		return
	}
	c.text.Show()
	size, fore := theme.Size(theme.TextBody), cell.Tone.Fore()
	room := w
	if cell.Chip {
		size, room = theme.Size(theme.TextSecond), w-16
	}
	if cell.Tone == Quiet && !cell.Chip {
		fore = theme.SecondInk
	}
	f := face{size, cell.Bold}
	c.text.Text = cut(cell.Text, room, f)
	c.text.TextSize, c.text.TextStyle.Bold, c.text.Color = size, cell.Bold, theme.Color(fore)
	c.text.Alignment = fyne.TextAlignLeading
	if number {
		c.text.Alignment = fyne.TextAlignTrailing
	}
	line := size * 1.45
	pos := fyne.NewPos(x, (height-1-line)/2)
	if cell.Chip && cell.Text != "" {
		c.drawChip(cell, f, pos, line)
		pos.X += 8
		w -= 16
	}
	c.text.Move(pos)
	c.text.Resize(fyne.NewSize(w, line))
}

func (c *cellObjects) drawChip(cell Cell, f face, pos fyne.Position, line float32) {
	if c.chip == nil {
		c.chip = canvas.NewRectangle(color.Transparent)
		at := len(c.root.Objects)
		for i, o := range c.root.Objects {
			if o == c.text {
				at = i
			}
		}
		c.root.Objects = append(c.root.Objects[:at], append([]fyne.CanvasObject{c.chip}, c.root.Objects[at:]...)...)
	}
	var w float32
	for _, r := range c.text.Text {
		w += runeWidth(f, r)
	}
	c.chip.FillColor, c.chip.CornerRadius = theme.Color(cell.Tone.Back()), (line+4)/2
	c.chip.Move(pos.SubtractXY(0, 2))
	c.chip.Resize(fyne.NewSize(w+16, line+4))
	c.chip.Show()
}

func (c *cellObjects) drawBar(cell Cell, x, w, height float32) {
	if c.bar == nil {
		c.bar = &strip{}
		c.bar.init()
		c.root.Objects = append(c.root.Objects, c.bar.objects()...)
	}
	h := theme.Size(theme.BarHeight)
	c.bar.back.Show()
	c.bar.place(cell.Bar, fyne.NewPos(x, (height-h)/2), fyne.NewSize(w, h))
}
