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

// cutFrom is the height from which a row may be cut between its lines: a third of an upright page, or what the row has as a box
// to write in. One that fits its box is not cut as long as the box leaves a quarter of the page to others.
func (g *grid) cutFrom(row int) float64 {
	return max(tallRow*AreaHeight, min(g.boxHeight(row)+slack, 0.75*g.area.height))
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
