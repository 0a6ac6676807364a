package document

import "fmt"

// StructureError says which part of a document cannot be set as it stands. It
// is a mistake of the composer, not of the person who filled in the data.
type StructureError struct {
	Part   Part
	Reason string
}

func (e *StructureError) Error() string {
	return fmt.Sprintf("document structure: %s: %s", e.Part, e.Reason)
}

// Validate reports the first thing that contradicts the model: a heading
// level outside 1–4, a lead level outside 1–4, a row whose cells do not fill
// the columns, a bar with too many or negative values, a symbol that is no
// square, groups that cannot be set, furniture of a form on another kind of
// document, a letter with what letters do not have, a footnote anywhere but in
// a paragraph, signers without a first one.
func (d *Document) Validate() error {
	if err := d.validateForm(); err != nil {
		return err
	}
	if err := validateBlocks(d.Blocks); err != nil {
		return err
	}
	for _, a := range d.Annexes {
		if err := validateBlocks(a.Blocks); err != nil {
			return err
		}
	}
	return d.validateEnds() // walks the whole, so the parts have to be sound
}

// validateEnds refuses what GB/T 9704-2012 10.1 forbids a letter, and footnotes where no page could set them.
func (d *Document) validateEnds() error {
	if h := d.Head; h != nil {
		switch {
		case h.Layout != RedHead && h.Layout != LetterHead:
			return &StructureError{PartHead, fmt.Sprintf("no layout %q", h.Layout)}
		case h.Layout == LetterHead && (len(h.Organs) != 1 || h.Signer.Text != ""):
			return &StructureError{PartHead, fmt.Sprintf("a letter with %d organs, or signed off", len(h.Organs))}
		case h.Layout == LetterHead && d.Imprint != nil && d.Imprint.Issuer.Text+d.Imprint.Date.Text != "":
			return &StructureError{PartImprint, "a letter with an issuer in its imprint"}
		case h.Layout == LetterHead && d.Kind == Form:
			return &StructureError{PartHead, "a form with the head of a letter"}
		case h.Signer.Text == "" && len(h.CoSigners) > 0:
			return &StructureError{PartHead, "signed off by others, but by no first one"}
		}
	}
	w := &walker{words: WordsIn(d.Language), visit: func(Place, string, End) {}}
	d.walk(w)
	if w.stray {
		return &StructureError{PartFootnote, "a footnote outside of a paragraph"}
	}
	return nil
}

func validateBlocks(blocks []Block) error {
	for _, b := range blocks {
		switch b := b.(type) {
		case Heading:
			if b.Level < 1 || b.Level > 4 {
				return &StructureError{PartHeading, fmt.Sprintf("level %d of %q", b.Level, b.Text)}
			}
		case Paragraph:
			if b.Lead.Text != "" && (b.LeadLevel < 1 || b.LeadLevel > 4) {
				return &StructureError{PartParagraph, fmt.Sprintf("lead level %d of %q", b.LeadLevel, b.Lead.Text)}
			}
		case Spacer:
			if b.Lines < 0 || b.Lines > 22 {
				return &StructureError{PartParagraph, fmt.Sprintf("spacer of %g lines", b.Lines)}
			}
		case Table:
			if err := b.validate(); err != nil {
				return err
			}
		case Chart:
			if err := b.validate(); err != nil {
				return err
			}
		case Symbol:
			if err := b.validate(); err != nil {
				return err
			}
		case Groups:
			if err := b.validate(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t Table) validate() error {
	if len(t.Columns) == 0 {
		return &StructureError{PartTable, fmt.Sprintf("%q has no columns", t.Caption.Text)}
	}
	if err := fill(t.HeadRows(), len(t.Columns)); err != nil {
		return &StructureError{PartTable, fmt.Sprintf("head of %q: %s", t.Caption.Text, err)}
	}
	body := make([][]Cell, len(t.Rows))
	for i, r := range t.Rows {
		if r.Height < 0 || r.Height > 200 {
			return &StructureError{PartTable, fmt.Sprintf("%q: row %d is %g mm high", t.Caption.Text, i+1, r.Height)}
		}
		body[i] = r.Cells
	}
	if err := fill(body, len(t.Columns)); err != nil {
		return &StructureError{PartTable, fmt.Sprintf("%q: %s", t.Caption.Text, err)}
	}
	return nil
}

// fill walks the grid as a browser does and wants every place covered once.
func fill(rows [][]Cell, columns int) error {
	below := make([]int, columns) // rows still covered from above, per column
	for r, row := range rows {
		col := 0
		for _, c := range row {
			for col < columns && below[col] > 0 {
				below[col]--
				col++
			}
			span, down := max(c.ColSpan, 1), max(c.RowSpan, 1)
			if c.ColSpan < 0 || c.RowSpan < 0 || col+span > columns {
				return fmt.Errorf("row %d: cell %q does not fit into %d columns", r+1, c.Text, columns)
			}
			if r+down > len(rows) {
				return fmt.Errorf("row %d: cell %q spans below the last row", r+1, c.Text)
			}
			for i := range span {
				if below[col+i] > 0 {
					return fmt.Errorf("row %d: cell %q lies on one from above", r+1, c.Text)
				}
				below[col+i] = down - 1
			}
			col += span
		}
		for col < columns && below[col] > 0 {
			below[col]--
			col++
		}
		if col != columns {
			return fmt.Errorf("row %d: %d of %d columns are filled", r+1, col, columns)
		}
	}
	return nil
}

func (c Chart) validate() error {
	for _, b := range c.Bars {
		if len(b.Values) > len(c.Series) {
			return &StructureError{PartChart, fmt.Sprintf("bar %q has more values than series", b.Label.Text)}
		}
		for _, v := range b.Values {
			if v < 0 {
				return &StructureError{PartChart, fmt.Sprintf("bar %q has a negative value", b.Label.Text)}
			}
		}
	}
	return nil
}
