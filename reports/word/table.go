package word

import (
	"math"
	"strconv"

	"lianshen/reports/document"
)

func itoa(n int) string { return strconv.Itoa(n) }

// table writes a ruled table. Its head repeats on every page; a row is not cut between pages unless it is tall.
func (w *writer) table(t document.Table) {
	if t.Caption.Text != "" {
		w.paragraph(stand{style: styleCaption}, func() { w.text(t.Caption.Text, look{}) })
	}
	if t.Unit != "" {
		w.paragraph(stand{style: styleSmall, align: "right", next: true}, func() { w.text(t.Unit, look{}) })
	}
	widths := w.columns(t)
	w.raw(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`, w.width())
	for _, edge := range []string{"top", "left", "bottom", "right"} {
		w.raw(`<w:%s w:val="single" w:sz="8" w:space="0" w:color="auto"/>`, edge)
	}
	w.raw(`<w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, n := range widths {
		w.raw(`<w:gridCol w:w="%d"/>`, n)
	}
	w.raw(`</w:tblGrid>`)
	g := &gridWriter{writer: w, t: t, widths: widths, half: w.tableHalf(len(t.Columns))}
	g.rows(t.HeadRows(), func(int) rowLook { return rowLook{head: true, keep: true} })
	body := make([][]document.Cell, len(t.Rows))
	for i, r := range t.Rows {
		body[i] = r.Cells
	}
	g.rows(body, func(i int) rowLook {
		r := t.Rows[i]
		return rowLook{total: r.Total, height: r.Height, keep: r.Lead || t.Signing && i < len(t.Rows)-1}
	})
	w.raw(`</w:tbl>`)
	for i, n := range t.Notes {
		s := stand{style: styleSmall, hanging: 200}
		if i == 0 {
			s.before = 60
		}
		w.paragraph(s, func() { w.text(n.Text, look{}) })
	}
	// Two tables that touch would be one.
	w.paragraph(stand{style: styleSmall, line: 120, noGrid: true}, func() {})
}

// tableHalf is the size of a table's text in half points, as on the printed page.
func (w *writer) tableHalf(columns int) int {
	switch {
	case w.plain && columns <= 4: // English words are longer than Chinese ones
		return 21
	case w.plain && columns <= 6:
		return 19
	case w.plain:
		return 17
	case columns <= 4:
		return 24
	case columns <= 8:
		return 21
	}
	return 18
}

// columns shares the type area among the columns by their weights; a number or a code gets the room to stand on one line.
func (w *writer) columns(t document.Table) []int {
	need, weights, total := make([]float64, len(t.Columns)), make([]float64, len(t.Columns)), 0.0
	for i, c := range t.Columns {
		if weights[i] = c.Width; c.Width <= 0 {
			weights[i] = 1
		}
		total += weights[i]
	}
	if w.plain { // the words of heads are as long as those of cells
		for i, c := range t.Columns {
			need[i] = longestWord(c.Head)
		}
	}
	for _, r := range t.Rows {
		if len(r.Cells) != len(t.Columns) {
			continue // spans: the rows without them tell enough
		}
		for i, c := range r.Cells {
			need[i] = max(need[i], longestWord(c.Text))
		}
	}
	out, used, free := make([]int, len(t.Columns)), 0, float64(w.width())
	fixed := make([]bool, len(t.Columns))
	for again := true; again; { // a column that needs more than its share leaves less to the others
		again = false
		for i := range out {
			least := min(need[i]*float64(w.tableHalf(len(t.Columns)))*10+240, float64(w.width())/2)
			if share := free * weights[i] / total; !fixed[i] && least > share && least < free/2 {
				fixed[i], again = true, true
				out[i] = int(least)
				free -= least
				total -= weights[i]
			}
		}
	}
	for i := range out {
		if !fixed[i] {
			out[i] = int(free * weights[i] / total)
		}
		used += out[i]
	}
	out[len(out)-1] += w.width() - used
	return out
}

// longestWord is the width, in characters, of the longest run of letters and digits.
func longestWord(text string) float64 {
	longest, at := 0.0, 0.0
	for _, r := range text {
		if r >= 0x2000 || r <= ' ' {
			at = 0
			continue
		}
		at += 0.55
		longest = max(longest, at)
	}
	return longest
}

type rowLook struct {
	head, total, keep bool
	height            float64 // least height in millimetres
}

// gridWriter writes the rows of one table.
type gridWriter struct {
	*writer
	t      document.Table
	widths []int
	half   int
}

// rows writes rows of cells. A cell that spans rows is said to go on in each of them, for Word has no other way.
func (g *gridWriter) rows(rows [][]document.Cell, of func(int) rowLook) {
	below := make([]int, len(g.widths)) // rows still covered from above, per column
	spans := make([]int, len(g.widths)) // columns of the cell that covers from above, at its first column
	for i, cells := range rows {
		r := of(i)
		g.raw(`<w:tr><w:trPr><w:cantSplit/>`)
		if r.height > 0 {
			g.raw(`<w:trHeight w:val="%d" w:hRule="atLeast"/>`, int(math.Round(r.height*millimetre)))
		}
		if r.head {
			g.raw(`<w:tblHeader/>`)
		}
		g.raw(`</w:trPr>`)
		col := 0
		covered := func() {
			for col < len(below) && below[col] > 0 {
				n := max(spans[col], 1)
				g.cellHead(col, n, `<w:vMerge/>`, "center")
				g.raw(`<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr></w:p></w:tc>`, styleCell)
				for j := range n {
					below[col+j]--
				}
				col += n
			}
		}
		for _, c := range cells {
			covered()
			n, down := max(c.ColSpan, 1), max(c.RowSpan, 1)
			g.cell(c, col, n, down, r)
			spans[col] = n
			for j := range n {
				below[col+j] = down - 1
			}
			col += n
		}
		covered()
		g.raw(`</w:tr>`)
	}
}

func (g *gridWriter) cellHead(col, n int, merge, stands string) {
	width := 0
	for _, one := range g.widths[col : col+n] {
		width += one
	}
	g.raw(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if n > 1 {
		g.raw(`<w:gridSpan w:val="%d"/>`, n)
	}
	g.raw(`%s<w:vAlign w:val="%s"/></w:tcPr>`, merge, stands)
}

func (g *gridWriter) cell(c document.Cell, col, n, down int, r rowLook) {
	merge, stands := "", "center"
	if down > 1 {
		merge = `<w:vMerge w:val="restart"/>`
	}
	if c.Top {
		stands = "top"
	}
	g.cellHead(col, n, merge, stands)
	l := look{half: g.half}
	if r.head || r.total || c.Strong {
		l.face, l.bold = hei, g.plain
	}
	if l.bold {
		l.face = "" // that of the style
	}
	g.paragraph(stand{style: styleCell, align: g.align(c, col, r), next: r.keep, before: 40, after: 40}, func() { g.text(c.Text, l) })
	if c.Foot != "" {
		g.paragraph(stand{style: styleCell, align: "right", next: r.keep}, func() { g.text(c.Foot, look{half: g.half}) })
	}
	g.raw(`</w:tc>`)
}

// align gives the place of a cell's text. Numbers with decimals stand at the right: with as many decimals each they line up.
func (g *gridWriter) align(c document.Cell, col int, r rowLook) string {
	if r.head {
		return "center"
	}
	a := c.Align
	if a == document.AlignDefault {
		a = g.t.Columns[col].Align
	}
	switch a {
	case document.AlignCentre:
		return "center"
	case document.AlignRight:
		return "right"
	case document.AlignDecimal:
		if !number(c.Text) {
			return "center"
		}
		return "right"
	}
	return "left"
}

// number says whether a text is an amount or a share.
func number(text string) bool {
	digits := false
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits = true
		case r == '.' || r == ',' || r == '-' || r == '%' || r == '−':
		default:
			return false
		}
	}
	return digits
}

// groups writes a key to be typed off paper: every group with its number before it.
func (w *writer) groups(k document.Groups) {
	column := w.width() / k.Columns
	widths := make([]int, 0, 2*k.Columns)
	for range k.Columns {
		widths = append(widths, column/5, column-column/5)
	}
	w.frame("left", widths...)
	for from := 0; from < len(k.List); from += k.Columns {
		w.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
		for i := from; i < from+k.Columns; i++ {
			number, text := "", ""
			if i < len(k.List) {
				number, text = document.GroupNumber(i), k.List[i]
			}
			w.bareCell(column/5, "center", func() {
				w.paragraph(stand{style: styleCell, align: "right"}, func() { w.text(number, look{half: 18}) })
			})
			w.bareCell(column-column/5, "center", func() {
				w.paragraph(stand{style: styleCell}, func() { w.text(text, look{face: hei, half: 40}) })
			})
		}
		w.raw("</w:tr>")
	}
	w.raw("</w:tbl>")
	w.paragraph(stand{style: styleSmall, line: 120, noGrid: true}, func() {})
}
