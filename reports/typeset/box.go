package typeset

// deep is how many lines a cell takes, its foot included.
func (c *shaped) deep() int {
	n := len(c.lines)
	if len(c.foot) > 0 {
		n++
	}
	return max(n, 1)
}

// boxHeight is the least height of a row, 0 for one that is as high as its text.
func (g *grid) boxHeight(row int) float64 { return g.t.Rows[row].Height * millimetre }

// cutFrom is the height from which a row may be cut between its lines: a third of the page, or what the row has as a box to
// write in. One that fits its box is not cut as long as the box leaves a quarter of the page to others.
func (g *grid) cutFrom(row int) float64 {
	return min(max(tallRow*g.area.height, min(g.boxHeight(row)+slack, 0.75*g.area.height)), g.room())
}

// room is what a page has for rows.
func (g *grid) room() float64 {
	room := g.area.height - g.running()
	if g.frame.head != nil {
		room -= g.frame.head.height
	}
	return room
}

// slices cuts a high row into one strip a line.
func (g *grid) slices(row []shaped, least float64) []strip {
	n := max(1, int((least-2*cellPadY)/g.pitch()))
	for i := range row {
		n = max(n, row[i].deep())
	}
	out := make([]strip, n)
	for k := range out {
		out[k] = strip{height: g.pitch(), table: g.frame, continued: k > 0}
		top := 0.0
		if k == 0 {
			top = cellPadY
			out[k].height += cellPadY
			out[k].whole = float64(n)*g.pitch() + 2*cellPadY
		}
		if k == n-1 {
			out[k].height += cellPadY
		}
		for i := range row {
			c := &row[i]
			g.border(&out[k], c, 0, out[k].height, k == n-1)
			if k < len(c.lines) {
				g.paintLine(&out[k], c, c.lines[k], top)
			}
			if k == n-1 {
				g.paintFoot(&out[k], c, top)
			}
		}
		if k > 0 {
			g.again(&out[k], row, k, n-k)
		}
	}
	keepTogether(out)
	return out
}

// again keeps what the cells of a cut row say once more on a page that begins with its line k; left is how many lines of
// the row stand there. Where the text of a cell goes on, it goes on below what is said again.
func (g *grid) again(out *strip, row []shaped, k, left int) {
	deep := 0
	for i := range row {
		c := &row[i]
		if c.again = g.lines(c, g.shape(c.cell.Again, c.style)); len(c.again) == 0 {
			continue
		}
		if k < len(c.lines) {
			deep = max(deep, len(c.again))
		} else {
			deep = max(deep, len(c.again)-left)
		}
	}
	out.push = float64(deep) * g.pitch()
	for i := range row {
		var said strip
		for j, l := range row[i].again {
			g.paintLine(&said, &row[i], l, float64(j)*g.pitch())
		}
		out.repeats = append(out.repeats, said.items...)
	}
}

// paintFoot sets the fixed words at the right of a cell's lowest line, whose top is given.
func (g *grid) paintFoot(out *strip, c *shaped, top float64) {
	if len(c.foot) == 0 {
		return
	}
	right := g.edges[c.col+c.colSpan] - cellPadX - 2*g.size
	xs, w := place(c.foot, gapsOf(c.foot), right, false)
	out.lineUp(c.foot, xs, right-w, top+(g.pitch()-g.size)/2+ascent*g.size, w)
}
