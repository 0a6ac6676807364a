package typeset

import (
	"slices"

	"lianshen/reports/document"
)

// loosen takes apart what hangs together through cells that span rows and is higher than a page: such a cell says what it
// says in its first row and goes on empty, without a rule, in those below. It tells whether there was any.
func (g *grid) loosen(rows [][]shaped, heights []float64) bool {
	loosened := false
	for from := 0; from < len(rows); {
		to := from + 1 // the rows that hang together end before it
		for r := from; r < to && r < len(rows); r++ {
			for _, c := range rows[r] {
				to = max(to, r+c.rowSpan)
			}
		}
		to = min(to, len(rows))
		if to-from > 1 && spanHeight(heights, from, to-from) > g.room() {
			for r := from; r < to; r++ {
				g.unspan(rows, r)
			}
			loosened = true
		}
		from = to
	}
	return loosened
}

// unspan makes cells of one row of those of a row that span several.
func (g *grid) unspan(rows [][]shaped, r int) {
	for i := range rows[r] {
		c := &rows[r][i]
		for j := 1; j < c.rowSpan; j++ {
			rest := shaped{col: c.col, colSpan: c.colSpan, rowSpan: 1, style: c.style, align: c.align, open: j < c.rowSpan-1}
			at := slices.IndexFunc(rows[r+j], func(other shaped) bool { return other.col > c.col })
			if at < 0 {
				at = len(rows[r+j])
			}
			rows[r+j] = slices.Insert(rows[r+j], at, rest)
		}
		if c.rowSpan > 1 {
			c.rowSpan, c.open = 1, true
		}
	}
}

// under puts the rows of a head above those of the body, to be set like them.
func (g *grid) under(head, body [][]shaped) [][]shaped {
	g.t.Rows = append(make([]document.Row, len(head)), g.t.Rows...)
	return append(head, body...)
}
