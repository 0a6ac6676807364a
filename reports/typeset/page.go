// Package typeset sets a document on pages: it decides where every glyph, line
// and box stands. It knows the rules of Chinese official documents
// (GB/T 9704-2012) and of Chinese line setting, and nothing of PDF.
//
// It works in two passes. The first turns the document into strips, pieces of
// a page that are never cut, each with what stands on it; the second fills
// pages with strips, repeats table heads, and adds page numbers and watermark
// once the number of pages is known.
//
// All lengths are points (1/72 inch) from the upper left corner of the page,
// y growing downward.
package typeset

import (
	"slices"

	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

// The official page, GB/T 9704-2012 5.2.
const (
	millimetre = 72 / 25.4

	PageWidth  = 210 * millimetre
	PageHeight = 297 * millimetre
	// AreaLeft, AreaTop, AreaWidth and AreaHeight are the type area (版心):
	// 156 × 225 mm, 37 mm from the top and 28 mm from the bound edge.
	AreaLeft   = 28 * millimetre
	AreaTop    = 37 * millimetre
	AreaWidth  = 156 * millimetre
	AreaHeight = 225 * millimetre
	// Cell is the width of one of the 28 characters of a line. Twenty-eight
	// characters of 16 pt would be 158 mm: the size of the body is the cell.
	Cell = AreaWidth / 28
	// Pitch is the distance of two of the 22 lines of a page.
	Pitch = AreaHeight / 22
)

// area is the type area of a page and the page itself, in points.
type area struct {
	left, top, width, height float64
	pageWidth, pageHeight    float64
	// reserve is the room of the foot line below the type area, 0 for none.
	reserve float64
}

// areaOf gives the type area of a document. A turned page has its bound edge at the top: a little more room there.
func areaOf(d *document.Document) area {
	a := area{left: AreaLeft, top: AreaTop, width: AreaWidth, height: AreaHeight, pageWidth: PageWidth, pageHeight: PageHeight}
	if d.Landscape {
		a = area{left: 28.5 * millimetre, top: 26 * millimetre, width: 240 * millimetre, height: 160 * millimetre, pageWidth: PageHeight, pageHeight: PageWidth}
	}
	if d.Running != nil {
		a.height += 14 * millimetre // no page number stands below
	}
	if d.Foot != "" {
		a.reserve = footRoom
		a.height -= footRoom
	}
	return a
}

// bottom is the lower edge of the type area, the foot line included.
func (a area) bottom() float64 { return a.top + a.height + a.reserve }

// Layout is a document placed on pages.
type Layout struct {
	Pages     []Page
	Bookmarks []Bookmark
	// Lines are all lines of text as they were broken, for checks.
	Lines []Line
}

// Append puts the pages of another layout behind these. The pages keep the numbers printed on them; what points at pages
// counts them through.
func (l *Layout) Append(other *Layout) {
	shift := len(l.Pages)
	for _, p := range other.Pages {
		p.Number += shift
		l.Pages = append(l.Pages, p)
	}
	for _, b := range other.Bookmarks {
		b.Page += shift
		l.Bookmarks = append(l.Bookmarks, b)
	}
	for _, line := range other.Lines {
		line.Page += shift
		l.Lines = append(l.Lines, line)
	}
}

// Page is one page; its items are in painting order, which is reading order.
type Page struct {
	Number int // from 1
	Items  []Item
	// Width and Height are those of the paper: A4, upright or turned.
	Width, Height float64

	running float64 // where the running line of a form stands, from the top of the page
}

// Item is one of *Run, *Mark, *Stroke, *Fill, *Mosaic, *Stamp.
type Item interface {
	shift(dx, dy float64)
	// clone copies the item; a copy made as artifact is no part of the text.
	clone(artifact bool) Item
}

// Ink is a colour.
type Ink int

const (
	// Black is the colour of everything but the red head.
	Black Ink = iota
	// Red is the colour of the red head: Y 80 %, M 80 % (GB/T 9704-2012 6.2).
	Red
	// White is for figures on dark parts of a chart.
	White
	// Grey is for drafts' aids that must not be taken for the document.
	Grey
)

// Run is a row of glyphs on one baseline in one face and size.
type Run struct {
	Face   face.Name
	Size   float64
	Y      float64 // baseline
	Glyphs []Glyph
	Ink    Ink
	// Artifact runs are no part of the document's text: page numbers, repeated
	// heads, the draft's seal box.
	Artifact bool
}

// Glyph is one placed glyph.
type Glyph struct {
	Rune    rune
	ID      face.Glyph
	X       float64
	Advance float64
	// Offset is the place of the character in the document's text, counted in
	// characters that are no white space; -1 for white space and artifacts.
	Offset int
}

// Mark is a box to tick, ☐ or ☑, drawn as lines because no face has it.
type Mark struct {
	X, Y     float64 // left end of the baseline
	Size     float64
	Rune     rune
	Artifact bool
	Offset   int
}

// Stroke is a straight line.
type Stroke struct {
	X1, Y1, X2, Y2 float64
	Width          float64
	Ink            Ink
	Dashed         bool
}

// Fill is a filled rectangle; Shade 0 is black, 1 is white.
type Fill struct {
	X, Y, W, H float64
	Shade      float64
}

// Mosaic is a square of dark and light modules. It is one item, because
// rectangles painted one by one show seams where they meet.
type Mosaic struct {
	X, Y, Side float64
	Dark       [][]bool // row by row from the top
}

// Stamp is the watermark: glyphs turned about a centre. It is an artifact.
type Stamp struct {
	Face   face.Name
	Size   float64
	Glyphs []Glyph // X from the centre
	CX, CY float64
	Angle  float64 // degrees, counter-clockwise
}

// Bookmark is an entry of the outline.
type Bookmark struct {
	Text  string
	Level int // from 1
	Page  int // from 1
	Y     float64
}

// Line is one broken line of text.
type Line struct {
	Page int
	// X and Y are the left end of the baseline; Right is the right end of the
	// ink, the blank half of a closing mark left out.
	X, Y, Right float64
	Text        string
	// Forced lines broke a rule because no allowed break fits their width.
	Forced bool
	// Opens tells the first line of a paragraph or one after a break in the
	// data, Closes the last one or one before such a break.
	Opens, Closes bool
	// Artifact lines are no part of the text.
	Artifact bool
}

// BreaksRule tells a line that begins or ends with a mark that must not stand
// there, where the typesetter had a choice: what the data themselves put at
// the edge of a paragraph is not the line's fault.
func (l Line) BreaksRule() bool {
	text := []rune(l.Text)
	if len(text) == 0 || l.Forced {
		return false
	}
	return !l.Opens && ForbiddenAtStart(text[0]) || !l.Closes && ForbiddenAtEnd(text[len(text)-1])
}

func (r *Run) shift(dx, dy float64) {
	r.Y += dy
	for i := range r.Glyphs {
		r.Glyphs[i].X += dx
	}
}

func (r *Run) clone(artifact bool) Item {
	c := *r
	c.Glyphs = slices.Clone(r.Glyphs)
	c.Artifact = c.Artifact || artifact
	if c.Artifact {
		for i := range c.Glyphs {
			c.Glyphs[i].Offset = -1
		}
	}
	return &c
}

func (m *Mark) shift(dx, dy float64) { m.X, m.Y = m.X+dx, m.Y+dy }

func (m *Mark) clone(artifact bool) Item {
	c := *m
	if artifact {
		c.Artifact, c.Offset = true, -1
	}
	return &c
}

func (s *Stroke) shift(dx, dy float64) {
	s.X1, s.X2, s.Y1, s.Y2 = s.X1+dx, s.X2+dx, s.Y1+dy, s.Y2+dy
}

func (s *Stroke) clone(bool) Item { c := *s; return &c }

func (f *Fill) shift(dx, dy float64) { f.X, f.Y = f.X+dx, f.Y+dy }

func (f *Fill) clone(bool) Item { c := *f; return &c }

func (m *Mosaic) shift(dx, dy float64) { m.X, m.Y = m.X+dx, m.Y+dy }

func (m *Mosaic) clone(bool) Item { c := *m; return &c }

func (s *Stamp) shift(dx, dy float64) { s.CX, s.CY = s.CX+dx, s.CY+dy }

func (s *Stamp) clone(bool) Item { c := *s; return &c }
