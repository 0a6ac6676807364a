package kit

import "lianshen/ui/theme"

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
