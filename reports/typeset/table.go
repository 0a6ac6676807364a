package typeset

import (
	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

const (
	outerRule = 0.9
	innerRule = 0.4
	cellPadX  = 4.0
	cellPadY  = 4.5
	notesGap  = 5.5 // between the lower rule and the notes
	// A row higher than tallRow may be cut between its lines; lower ones go to
	// the next page whole.
	tallRow = 1.0 / 3 // of the type area
	// A table whose rows are lower than smallTable stays on one page.
	smallTable = 0.3 // of the type area
)

// table sets a table: caption, unit, head, rows, notes.
func (s *setter) table(t document.Table) {
	if t.Signing {
		s.holdLines(2)
	}
	from := len(s.strips)
	g := &grid{setter: s, t: t, size: tableSize(len(t.Columns))}
	if latin(s.d) {
		g.size = latinTableSize(len(t.Columns))
	}
	s.push(strip{height: 0.3 * Pitch, room: true, keep: true})
	s.caption(t.Caption)
	if t.Unit != "" {
		b := block{atoms: s.text(t.Unit, style{face: face.Song, size: 10.5}), width: s.area.width, align: flushRight}
		for _, row := range b.strips(0, 1.5*10.5) {
			row.keep, row.text = true, false
			s.push(row)
		}
	}
	head := g.shapeRows(t.HeadRows(), true)
	rows := make([][]document.Cell, len(t.Rows))
	for i, r := range t.Rows {
		rows[i] = r.Cells
	}
	body := g.shapeRows(rows, false)
	g.columns(head, body)
	g.frame = &tableFrame{width: s.area.width}
	if len(head) > 0 {
		if strip := g.headStrip(head); strip.height < s.area.height/2 {
			g.frame.head = &strip
			// The strip is painted as it is; what repeats is a copy of it.
			first := strip
			first.items = nil
			for _, item := range strip.items {
				first.add(item.clone(false))
			}
			s.push(first)
		} else { // one that fills half a page would leave no room for rows: it is set once, as rows are
			body = g.under(head, body)
		}
	}
	g.bodyStrips(body)
	s.tableNotes(t.Notes)
	if t.Signing {
		for i := from; i < len(s.strips)-1; i++ {
			s.strips[i].keep = true
		}
	}
	after := room(0.15 * Pitch) // the grid adds the rest
	if latin(s.d) {
		after.height = 2 * latinAfter // there is none
	}
	s.push(after)
}

func tableSize(columns int) float64 {
	switch {
	case columns <= 4:
		return 12 // 小四
	case columns <= 8:
		return 10.5 // 五号
	}
	return 9 // 小五
}

func (s *setter) caption(c document.Sentence) {
	if c.Text == "" {
		return
	}
	b := block{atoms: s.text(c.Text, style{face: face.Hei, size: 12}), width: s.area.width, align: centred}
	for _, row := range b.strips(0, 20) {
		row.keep, row.text = true, false
		s.push(row)
	}
}

func (s *setter) tableNotes(notes []document.Sentence) {
	for i, n := range notes {
		if i == 0 && len(s.strips) > 0 {
			s.strips[len(s.strips)-1].keep = true
			s.push(strip{height: notesGap, room: true, keep: true})
		}
		st := style{face: face.Song, size: 10.5}
		b := block{atoms: s.text(n.Text, st), width: s.area.width, rest: 2 * st.size}
		for _, row := range b.strips(0, 1.5*st.size) {
			row.text = false
			s.push(row)
		}
	}
}

// shaped is a cell with its place in the grid.
type shaped struct {
	cell             document.Cell
	col              int
	colSpan, rowSpan int
	atoms            []atom
	lines            []setLine
	foot             []atom    // at the right of the lowest line
	again            []setLine // at the top of a further page
	open             bool      // no rule below: the cell goes on in the row below
	style            style
	align            document.Align
}

// grid lays out one table.
type grid struct {
	*setter
	t      document.Table
	size   float64
	frame  *tableFrame
	edges  []float64 // left edge of every column, and the right edge of the last
	points []decimal
}

func (g *grid) pitch() float64 { return 1.45 * g.size }

// shapeRows shapes cells in reading order and finds their places as a browser
// does: cells covered by a span are left out.
func (g *grid) shapeRows(rows [][]document.Cell, head bool) [][]shaped {
	out := make([][]shaped, len(rows))
	below := make([]int, len(g.t.Columns))
	for r, row := range rows {
		col := 0
		skip := func() {
			for col < len(below) && below[col] > 0 {
				below[col]--
				col++
			}
		}
		for _, c := range row {
			skip()
			one := shaped{cell: c, col: col, colSpan: max(c.ColSpan, 1), rowSpan: max(c.RowSpan, 1)}
			st := style{face: face.Song, size: g.size}
			if head || c.Strong || g.t.Rows[r].Total {
				st.face = face.Hei
			}
			one.style, one.align = st, c.Align
			switch {
			case head:
				one.align = document.AlignCentre
			case one.align == document.AlignDefault && one.colSpan == 1:
				one.align = g.t.Columns[col].Align
			case one.align == document.AlignDefault:
				one.align = document.AlignCentre
			}
			if c.Align == document.AlignDefault && c.Text == "—" {
				one.align = document.AlignCentre // nothing to be said is said in the middle
			}
			one.atoms = g.text(c.Text, st)
			one.foot = g.text(c.Foot, style{face: face.Song, size: g.size})
			if number.MatchString(c.Text) {
				g.tabular(one.atoms, st)
			}
			out[r] = append(out[r], one)
			for i := range one.colSpan {
				below[col+i] = one.rowSpan - 1
			}
			col += one.colSpan
		}
		skip()
	}
	return out
}

// tabular gives every figure of a number the same room: Song's 1 is narrower
// than its other figures, and columns of numbers would not stand in line.
func (g *grid) tabular(atoms []atom, st style) {
	zero, ok := g.chains[st.face].Find('0')
	for i := range atoms {
		if ok && atoms[i].class == digit {
			atoms[i].advance = zero.Advance * atoms[i].size
		}
	}
}

// headStrip is the whole head as one strip.
func (g *grid) headStrip(rows [][]shaped) strip {
	heights := g.heights(rows, true)
	out := strip{keep: true, table: g.frame, head: true}
	y := 0.0
	for r, row := range rows {
		for i := range row {
			g.paintCell(&out, &row[i], y, spanHeight(heights, r, row[i].rowSpan), true)
		}
		y += heights[r]
	}
	out.height = y
	return out
}

// bodyStrips gives one strip a row, or one a line for a row that is high
// enough to be cut.
func (g *grid) bodyStrips(rows [][]shaped) {
	heights := g.heights(rows, false)
	if g.loosen(rows, heights) {
		heights = g.heights(rows, false)
	}
	first := len(g.strips)
	covered := 0 // rows that hang together with the next through a span
	for r, row := range rows {
		whole := heights[r]
		reach := 1
		for _, c := range row {
			reach = max(reach, c.rowSpan)
		}
		alone := covered == 0 && reach == 1 // no cell spans this row and another
		covered = max(covered-1, reach-1)
		if alone && whole > g.cutFrom(r) {
			g.push(g.slices(row, g.boxHeight(r))...)
			continue
		}
		out := strip{height: whole, table: g.frame, keep: covered > 0, bound: covered > 0}
		for i := range row {
			g.paintCell(&out, &row[i], 0, spanHeight(heights, r, row[i].rowSpan), true)
		}
		if r+1 < len(rows) && (g.t.Rows[r].Lead || g.t.Rows[r+1].Total) {
			out.keep = true
		}
		g.push(out)
	}
	total := 0.0
	for _, h := range heights {
		total += h
	}
	n := len(g.strips)
	switch {
	case total < smallTable*g.area.height:
		for i := first; i < n-1; i++ {
			g.strips[i].keep = true
		}
	case n-first > 2 && len(rows) > 2:
		// Neither the first nor the last row stands alone on a page.
		g.strips[first].keep = true
		g.strips[n-2].keep = true
	}
}

func spanHeight(heights []float64, row, span int) float64 {
	h := 0.0
	for i := row; i < min(row+span, len(heights)); i++ {
		h += heights[i]
	}
	return h
}

// heights breaks every cell into lines and gives the height of every row; a
// span that needs more room than its rows have widens the last of them.
func (g *grid) heights(rows [][]shaped, head bool) []float64 {
	out := make([]float64, len(rows))
	for r := range rows {
		out[r] = g.pitch() + 2*cellPadY
		if !head {
			out[r] = max(out[r], g.boxHeight(r))
		}
		for i := range rows[r] {
			c := &rows[r][i]
			c.lines = g.lines(c, c.atoms)
			if c.rowSpan == 1 {
				out[r] = max(out[r], g.need(c))
			}
		}
	}
	for r := range rows {
		for i := range rows[r] {
			c := &rows[r][i]
			if lack := g.need(c) - spanHeight(out, r, c.rowSpan); c.rowSpan > 1 && lack > 0 {
				out[r+c.rowSpan-1] += lack
			}
		}
	}
	return out
}

func (g *grid) need(c *shaped) float64 {
	return float64(c.deep())*g.pitch() + 2*cellPadY
}

// lines breaks a text of a cell as wide as the cell is.
func (g *grid) lines(c *shaped, atoms []atom) []setLine {
	b := block{atoms: atoms, width: g.edges[c.col+c.colSpan] - g.edges[c.col] - 2*cellPadX}
	if b.width < 12*g.size || latin(g.d) {
		b.align = ragged // too few gaps to share out what a short line lacks
	}
	switch c.align {
	case document.AlignCentre:
		b.align = centred
	case document.AlignRight:
		b.align = flushRight
	case document.AlignDecimal:
		b.align = centred
		if at, ok := g.decimalX(c); ok {
			line := block{atoms: atoms, width: g.area.width, align: ragged}.set()
			if len(line) == 1 {
				line[0].x = at
				return line
			}
		}
	}
	return b.set()
}

// paintCell paints a cell's lines, centred from top to bottom, and its rules.
func (g *grid) paintCell(out *strip, c *shaped, y, height float64, bottom bool) {
	g.border(out, c, y, height, bottom)
	top := y + (height-float64(c.deep())*g.pitch())/2
	if c.cell.Top {
		top = y + cellPadY
	}
	for _, l := range c.lines {
		g.paintLine(out, c, l, top)
		top += g.pitch()
	}
	g.paintFoot(out, c, y+height-cellPadY-g.pitch())
}

func (g *grid) paintLine(out *strip, c *shaped, l setLine, top float64) {
	base := top + (g.pitch()-g.size)/2 + ascent*g.size
	out.line(l, g.edges[c.col]+cellPadX+l.x, base)
}

// border paints the rule below a cell and the one at its right; the outer
// rules of the table are the pager's, who knows where pages end.
func (g *grid) border(out *strip, c *shaped, y, height float64, bottom bool) {
	left, right := g.edges[c.col], g.edges[c.col+c.colSpan]
	if bottom && !c.open {
		out.add(&Stroke{X1: left, Y1: y + height, X2: right, Y2: y + height, Width: innerRule})
	}
	if c.col+c.colSpan < len(g.t.Columns) {
		out.add(&Stroke{X1: right, Y1: y, X2: right, Y2: y + height, Width: innerRule})
	}
}
