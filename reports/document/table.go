package document

// Align tells how a cell's text stands in its column.
type Align string

const (
	// AlignDefault takes the column's alignment, left for a column.
	AlignDefault Align = ""
	// AlignLeft sets long text justified, its last line at the left.
	AlignLeft Align = "left"
	// AlignCentre centres every line.
	AlignCentre Align = "centre"
	// AlignRight sets every line at the right.
	AlignRight Align = "right"
	// AlignDecimal lines numbers up on the decimal point; cells that are no
	// number (—, 无) are centred.
	AlignDecimal Align = "decimal"
)

// Table is a ruled table. Its head is repeated on every page it reaches.
type Table struct {
	// Caption is centred above; Unit (单位：万元) stands at the right directly
	// above the rules.
	Caption Sentence
	Unit    string
	Columns []Column
	// Head, when given, replaces the one-row head made of Columns' titles; use
	// it for heads with spans. Every head cell is centred.
	Head [][]Cell
	Rows []Row
	// Notes are set small under the table, one paragraph each.
	Notes []Sentence
	// Signing says that people sign in it: it stays whole, with at least two
	// lines of what they sign, for no page may bear signatures alone.
	Signing bool
}

// Column is one column of a table.
type Column struct {
	// Head is the column's title, used when Table.Head is empty.
	Head string
	// Width is a weight: columns share the type area in proportion. 0 counts 1.
	Width float64
	Align Align
}

// Row is one row. Total rows are set in the heading face.
type Row struct {
	Cells []Cell
	Total bool
	// Height is the least height in millimetres, 0–200: a box to write in. A row
	// with more text than it holds grows, and is cut between pages.
	Height float64
	// Lead rows head the rows below them: the next one stands on the same page.
	Lead bool
}

// Cell is one cell. Cells covered by a span from the left or from above are
// left out of the row, as in HTML.
type Cell struct {
	Text          string
	Record, Field string
	// Align overrides the column's alignment.
	Align Align
	// ColSpan and RowSpan count columns and rows; 0 counts as 1. A row span in
	// the body keeps its rows on one page.
	ColSpan, RowSpan int
	// Strong cells are set in the heading face.
	Strong bool
	// Again is said at the top of the cell on every further page that its row
	// goes on to: the number of a line, 审计过程（续）：. It says nothing that the
	// document does not say, and is no part of Text.
	Again string
	// Top cells begin at the upper rule instead of standing in the middle.
	Top bool
	// Foot stands at the right of the cell's lowest line, fixed words such as
	// （盖章）; it follows the text.
	Foot string
}

// Cells makes cells of texts that no record stands behind.
func Cells(texts ...string) []Cell {
	out := make([]Cell, len(texts))
	for i, t := range texts {
		out[i] = Cell{Text: t}
	}
	return out
}

// Chart is a chart of stacked horizontal bars, one bar a row.
type Chart struct {
	Caption Sentence
	// Series are the parts of every bar in order, named in the legend.
	Series []string
	Bars   []Bar
	// Share makes every bar as long as the others (parts of 100 %); otherwise
	// the longest sum fills the width.
	Share bool
}

// Bar is one bar of a chart.
type Bar struct {
	Label Sentence
	// Values belong to the chart's series in order, each 0 or more. A value is
	// also printed inside its part where it fits; that print is decoration and
	// no part of Text, so put what must be said into Note.
	Values []int64
	// Note is printed to the right of the bar, for instance 好票率92.31%.
	Note Sentence
}
