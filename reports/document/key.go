package document

import (
	"fmt"
	"strconv"
)

// Symbol is a square of dark and light modules, a QR code for instance, at the right edge of the type area, with short
// lines of text at its left. The symbol itself is no part of Text: whatever it says must stand in words too.
type Symbol struct {
	// Dark holds the modules row by row from the top, true for dark ones; as many rows as columns. The light margin that
	// readers need is left by the layout.
	Dark [][]bool
	// Side is the length of an edge in millimetres, 10–100.
	Side float64
	// Beside are the lines at the left, from the top; a long one is broken.
	Beside []Sentence
}

// Groups is a key to be typed off paper: short groups of characters, large, every character in a cell of the same width,
// each group with its number from 1 before it. It is never cut between pages.
type Groups struct {
	// List are the groups in order, each of 1–8 characters without blanks.
	List []string
	// Columns is how many groups stand in a row, 1–6.
	Columns int
}

func (Symbol) block() {}
func (Groups) block() {}

// GroupNumber is what stands before group i, counted from 0.
func GroupNumber(i int) string { return strconv.Itoa(i + 1) }

func (s Symbol) validate() error {
	if s.Side < 10 || s.Side > 100 {
		return &StructureError{PartSymbol, fmt.Sprintf("edge of %g mm", s.Side)}
	}
	if len(s.Dark) == 0 {
		return &StructureError{PartSymbol, "no modules"}
	}
	for i, row := range s.Dark {
		if len(row) != len(s.Dark) {
			return &StructureError{PartSymbol, fmt.Sprintf("row %d has %d modules of %d", i+1, len(row), len(s.Dark))}
		}
	}
	return nil
}

func (g Groups) validate() error {
	if len(g.List) == 0 || g.Columns < 1 || g.Columns > 6 {
		return &StructureError{PartGroups, fmt.Sprintf("%d groups in %d columns", len(g.List), g.Columns)}
	}
	for i, text := range g.List {
		// The text itself is a secret and no part of the error.
		if n := len([]rune(text)); n < 1 || n > 8 || Ink(text) != text {
			return &StructureError{PartGroups, fmt.Sprintf("group %d has %d characters or a blank", i+1, n)}
		}
	}
	return nil
}

func (w *walker) groups(g Groups) {
	for i, text := range g.List {
		end := EndCell
		if (i+1)%g.Columns == 0 || i == len(g.List)-1 {
			end = EndLine
		}
		w.visit(Place{Part: PartGroups}, GroupNumber(i), EndCell)
		w.visit(Place{Part: PartGroups}, text, end)
	}
}
