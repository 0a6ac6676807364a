package typeset

import (
	"regexp"
	"slices"
	"strings"

	"lianshen/reports/document"
)

// columns shares the type area out: by weight first, then every column gets
// at least what its longest unbreakable piece needs, taken from those with
// room to spare.
func (g *grid) columns(parts ...[][]shaped) {
	n := len(g.t.Columns)
	weights, total := make([]float64, n), 0.0
	for i, c := range g.t.Columns {
		weights[i] = max(c.Width, 0)
		if weights[i] == 0 {
			weights[i] = 1
		}
		total += weights[i]
	}
	least, sum := make([]float64, n), 0.0
	for i := range least {
		least[i] = 2*g.size + 2*cellPadX
	}
	for _, rows := range parts {
		for _, row := range rows {
			for _, c := range row {
				if c.colSpan == 1 {
					least[c.col] = max(least[c.col], unbreakable(c, g.area.width/3)+2*cellPadX+0.5)
				}
			}
		}
	}
	for _, l := range least {
		sum += l
	}
	widths := make([]float64, n)
	for i := range widths {
		widths[i] = g.area.width * weights[i] / total
	}
	if sum >= g.area.width {
		for i := range widths {
			widths[i] = g.area.width * least[i] / sum
		}
	} else {
		level(widths, least)
	}
	g.edges = make([]float64, n+1)
	for i, w := range widths {
		g.edges[i+1] = g.edges[i] + w
	}
	g.edges[n] = g.area.width
	g.alignDecimals(parts[len(parts)-1])
}

// level raises widths to their least and takes what that costs from the others
// in proportion to what they have above their own least.
func level(widths, least []float64) {
	lack, spare := 0.0, 0.0
	for i := range widths {
		if d := widths[i] - least[i]; d < 0 {
			lack -= d
		} else {
			spare += d
		}
	}
	if lack == 0 || spare == 0 {
		return
	}
	for i := range widths {
		if d := widths[i] - least[i]; d < 0 {
			widths[i] = least[i]
		} else {
			widths[i] -= d * lack / spare
		}
	}
}

// unbreakable is the width of the longest piece of a cell that no line break
// may cut, at most limit.
func unbreakable(c shaped, limit float64) float64 {
	longest := 0.0
	if c.align == document.AlignDecimal && number.MatchString(strings.TrimSpace(c.cell.Text)) {
		longest = width(c.atoms)
	} else {
		allowed := rules(c.atoms)
		from := 0
		for i := range c.atoms {
			if allowed[i] != never || i == len(c.atoms)-1 || c.atoms[i].class == newline {
				piece := width(c.atoms[from : i+1])
				piece -= blankAfter(&c.atoms[i])
				longest = max(longest, piece)
				from = i + 1
			}
		}
	}
	return min(longest, limit)
}

// number tells cells that are lined up on the decimal point.
var number = regexp.MustCompile(`^[-+−]?[0-9][0-9,]*(\.[0-9]+)?[%％]?$`)

// decimal is how far the numbers of a column reach to either side of the point.
type decimal struct{ before, after float64 }

func (g *grid) alignDecimals(body [][]shaped) {
	g.points = make([]decimal, len(g.t.Columns))
	for _, row := range body {
		for i := range row {
			c := &row[i]
			if c.align == document.AlignDecimal && number.MatchString(c.cell.Text) {
				before, after := splitNumber(c)
				p := &g.points[c.col]
				p.before, p.after = max(p.before, before), max(p.after, after)
			}
		}
	}
}

// splitNumber gives the widths before and from the decimal point.
func splitNumber(c *shaped) (before, after float64) {
	point := slices.IndexFunc(c.atoms, func(a atom) bool { return a.r == '.' || a.r == '%' || a.r == '％' })
	if point < 0 {
		return width(c.atoms), 0
	}
	before = width(c.atoms[:point])
	return before, width(c.atoms) - before
}

// decimalX is where a number begins inside its cell: the column's numbers
// stand as a block near the right edge, no more than two characters in.
func (g *grid) decimalX(c *shaped) (float64, bool) {
	if !number.MatchString(c.cell.Text) {
		return 0, false
	}
	room := g.edges[c.col+c.colSpan] - g.edges[c.col] - 2*cellPadX
	p := g.points[c.col]
	before, _ := splitNumber(c)
	spare := room - p.before - p.after
	if spare < 0 {
		return 0, false
	}
	return room - min(spare/2, 2*g.size) - p.after - p.before + (p.before - before), true
}
