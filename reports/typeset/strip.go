package typeset

import (
	"slices"

	"lianshen/reports/typeset/face"
)

// strip is a piece of the type area that is never cut: a line of text, a row
// of a table, a heading line. Its items stand relative to its upper left
// corner, whose x is the left edge of the type area.
type strip struct {
	height float64
	items  []Item
	lines  []Line
	marks  []Bookmark
	// notes are the lines of the footnotes that stand at the foot of the page
	// on which the strip does.
	notes []strip
	// keep forbids a page break between this strip and the next.
	keep bool
	// bound strips hang together with the next through a cell that spans rows:
	// where a page must be broken against the wish to keep, it is not here.
	bound bool
	// grid strips begin on a line of the page's grid.
	grid bool
	// room strips are white space; they vanish at the top of a page.
	room bool
	// fresh strips begin a new page.
	fresh bool
	// foot strips stand at the bottom of the last page.
	foot bool
	// running strips are where the running line of a form stands on page 1.
	running bool
	// text strips are lines of body text.
	text bool
	// table is the table the strip is a row of; rows after a page break get
	// its head again.
	table *tableFrame
	head  bool // the strip is part of the table's own head
	// continued strips are lines of a row that began above; after a page
	// break they need a little room below the repeated head.
	continued bool
	// repeats are the labels of such a row, said again after a page break; they
	// take push above what stands on the strip.
	repeats []Item
	push    float64
	// whole is the height of the row that begins here and may be cut below, 0
	// for what is not cut: the pager would rather begin it on the next page.
	whole float64
}

// tableFrame is what the rows of a table share.
type tableFrame struct {
	head  *strip // repeated on each page, nil for none
	left  float64
	width float64
}

func (s *strip) add(items ...Item) { s.items = append(s.items, items...) }

// line places a broken line with its left end at x and its baseline at y.
func (s *strip) line(l setLine, x, y float64) {
	if len(l.atoms) == 0 {
		return
	}
	s.lineUp(l.atoms, l.xs, x, y, l.right)
	last := &s.lines[len(s.lines)-1]
	last.Forced, last.Opens, last.Closes = l.forced, l.opens, l.closes
}

// lineUp places a text of one line with its left end at x and its baseline at
// y.
func (s *strip) lineUp(atoms []atom, xs []float64, x, y, right float64) {
	if len(atoms) == 0 {
		return
	}
	text := make([]rune, len(atoms))
	artifact := true
	for _, a := range atoms {
		artifact = artifact && a.offset < 0
	}
	var run *Run
	for i := range atoms {
		a := &atoms[i]
		text[i] = a.r
		if isMark(a.r) {
			s.add(&Mark{X: x + xs[i], Y: y, Size: a.size, Rune: a.r, Offset: a.offset, Artifact: artifact})
			run = nil
			continue
		}
		if a.class == newline || a.class == blank && a.found.Face == nil {
			run = nil
			continue
		}
		if run == nil || run.Face != a.found.Name || run.Size != a.size || run.Ink != a.ink || run.Y != y-a.rise {
			run = &Run{Face: a.found.Name, Size: a.size, Y: y - a.rise, Ink: a.ink, Artifact: artifact}
			s.add(run)
		}
		// A figure of a table stands in the middle of its even room.
		own := a.found.Advance * a.size
		run.Glyphs = append(run.Glyphs, Glyph{Rune: a.r, ID: a.found.Glyph, X: x + xs[i] + (a.advance-own)/2, Advance: own, Offset: a.offset})
	}
	s.lines = append(s.lines, Line{X: x, Y: y, Right: x + right, Text: string(text), Opens: true, Closes: true, Artifact: artifact})
}

// alignment of lines in their room.
type alignment uint8

const (
	justified alignment = iota
	ragged
	centred
	flushRight
)

// block is a text set in lines.
type block struct {
	atoms       []atom
	first, rest float64 // indents of the first and of the other lines
	width       float64
	align       alignment
	// indented drops blanks that a person typed to indent a paragraph: the
	// block's own indent stands for them.
	indented bool
}

// setLine is one line of a block, its x relative to the block.
type setLine struct {
	atoms  []atom
	xs     []float64
	x      float64
	right  float64 // right end of the ink, relative to x
	room   float64 // what the line had
	forced bool
	// opens and closes tell the edges of paragraphs and forced breaks.
	opens, closes bool
}

// set breaks the block into lines. Centred text of several lines is broken into
// lines of about the same length, so that no single character stands alone,
// and before a bracket rather than inside it.
func (b block) set() []setLine {
	lines := b.lines(rules(b.atoms))
	n := len(lines)
	if b.align != centred || n < 2 || n > 4 {
		return lines
	}
	for _, allowed := range [][]permission{wholeBrackets(b.atoms), rules(b.atoms)} {
		narrow := b
		for narrow.width = width(b.atoms) / float64(n); narrow.width < b.width; narrow.width += b.atoms[0].size / 2 {
			try := narrow.lines(allowed)
			if len(try) != n || tornAny(try) {
				continue
			}
			for i := range try {
				try[i].x += (b.width - narrow.width) / 2
			}
			return try
		}
	}
	return lines
}

// wholeBrackets are the rules of breaking with none inside round brackets.
func wholeBrackets(atoms []atom) []permission {
	allowed := rules(atoms)
	depth := 0
	for i, a := range atoms {
		switch a.r {
		case '（':
			depth++
		case '）':
			depth--
		}
		if depth > 0 {
			allowed[i] = never
		}
	}
	return allowed
}

// tornAny tells lines that no rule allowed or that are wider than their room.
func tornAny(lines []setLine) bool {
	return slices.ContainsFunc(lines, func(l setLine) bool { return l.forced || l.right > l.room+slack })
}

func (b block) lines(allowed []permission) []setLine {
	gaps := gapsOf(b.atoms)
	// A new line after a forced break is indented like a new paragraph.
	hardBefore := map[int]bool{0: true}
	indent := func(line int) float64 {
		if hardBefore[line] {
			return b.first
		}
		return b.rest
	}
	var out []setLine
	torn := false // the line before was cut against the rules: so begins this one
	for from := 0; from < len(b.atoms); {
		for b.indented && hardBefore[len(out)] && b.atoms[from].class == blank && from+1 < len(b.atoms) {
			from++
		}
		in := indent(len(out))
		c := nextCut(b.atoms, gaps, allowed, from, b.width-in)
		if c.hard {
			hardBefore[len(out)+1] = true
		}
		atoms := b.atoms[c.from:c.to]
		xs, right := place(atoms, gaps[c.from:c.to], b.width-in, b.align == justified && !c.hard)
		line := setLine{atoms: atoms, xs: xs, x: in, right: right, room: b.width - in, forced: c.forced || torn, opens: hardBefore[len(out)], closes: c.hard}
		switch b.align {
		case centred:
			line.x = in + max(0, (b.width-in-right)/2)
		case flushRight:
			line.x = in + max(0, b.width-in-right)
		}
		out = append(out, line)
		from, torn = c.next, c.forced
	}
	return out
}

// ascent is the height of the em box above the baseline, the same for every
// face so that faces mixed on a line share one baseline.
const ascent = 0.88

// body gives the strips of a block on the page's grid.
func (b block) strips(x, pitch float64) []strip {
	lines := b.set()
	out := make([]strip, len(lines))
	for i, l := range lines {
		size := Cell
		if len(l.atoms) > 0 {
			size = l.atoms[0].em()
		}
		out[i] = strip{height: pitch, grid: pitch == Pitch, text: true}
		out[i].line(l, x+l.x, ascent*size)
	}
	keepTogether(out)
	return out
}

// keepTogether forbids a paragraph's first or last line to stand alone.
func keepTogether(lines []strip) {
	if n := len(lines); n > 1 {
		lines[0].keep = true
		lines[n-2].keep = true
	}
}

func room(height float64) strip { return strip{height: height, room: true} }

var bodyStyle = style{face: face.Fangsong, size: Cell}
