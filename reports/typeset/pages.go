package typeset

import (
	"cmp"
	"math"
	"slices"
)

// pager fills pages with strips.
type pager struct {
	layout *Layout
	area   area
	// running is the room of the running line at the top of further pages.
	running float64
	top     float64 // where the current page begins
	y       float64 // next free place below the top of the type area
	page    *Page
	// open is the table whose rows reached the current place, and where its
	// rows began on this page.
	open     *tableFrame
	openFrom float64
	// notes are the lines of footnotes not yet set. body is where the body of
	// the page ends and imprint where the imprint begins, 0 for none.
	notes         []strip
	body, imprint float64
}

// fill distributes strips over pages.
func (p *pager) fill(strips []strip) {
	p.beginPage()
	for i := 0; i < len(strips); {
		n := p.fitting(strips[i:])
		for j := range n {
			p.put(&strips[i+j])
		}
		i += n
		for i < len(strips) && strips[i].room && !strips[i].foot {
			i++ // white space at the end of a page vanishes, and begins none
		}
		if i < len(strips) {
			p.newPage()
			for strips[i].foot && !p.notesFit(strips[i].height) {
				p.newPage() // nothing stands below an imprint, nor on a page after it
			}
		}
	}
	for p.endPage(); len(p.notes) > 0; p.endPage() {
		p.beginPage()
	}
}

// fitting counts the strips that go on the current page: as many as fit, back
// to the last place where a break is allowed; at least one on an empty page.
func (p *pager) fitting(strips []strip) int {
	y, open := p.y, p.open
	notes := heightOf(p.notes)
	good, leaves := -1, 0.0 // the last place to break, and what it leaves of the page
	last := 0               // the last place where nothing is torn, though it would rather be kept
	for i := range strips {
		s := &strips[i]
		if s.fresh && (i > 0 || !p.empty()) {
			return i
		}
		y = p.startOf(s, y)
		crowded := len(s.notes) > 0 && notes+s.notes[0].height > footMost*p.area.height
		notes += heightOf(s.notes)
		limit := p.limit(notes)
		if s.foot {
			limit = p.area.height - footnotesTake(notes)
		}
		if s.table != nil && s.table != open && !s.head && s.table.head != nil && i == 0 && p.empty() {
			y += s.table.head.height
		}
		if i == 0 && p.empty() && s.continued {
			y += cellPadY + s.push
		}
		if s.whole > 0 && p.rather(s, y) {
			switch {
			case good >= 0 && leaves <= p.leave():
				return good + 1
			case good < 0 && !p.empty() && p.area.height-p.y <= p.leave():
				return 0
			}
		}
		open = s.table
		if s.foot {
			y = max(y, limit-s.height)
		}
		// A mark whose note would find no room on its page goes to the next one with its line, if that has less to say.
		crowded = crowded && (good >= 0 || !p.empty())
		if y+s.height > limit+slack || crowded {
			switch {
			case good >= 0:
				return good + 1
			case !p.empty():
				return 0
			}
			if last == 0 {
				return max(i, 1)
			}
			return last
		}
		if y += s.height; !s.bound {
			last = i + 1
		}
		if !s.keep {
			good, leaves = i, p.area.height-y
		}
	}
	return len(strips)
}

// leave is how much of a page may stay empty for a row that fits the next one whole.
func (p *pager) leave() float64 { return tallRow * p.area.height }

// rather tells a row that does not fit below y and fits a page of its own.
func (p *pager) rather(s *strip, y float64) bool {
	full := p.area.height - p.running // a further page has no footnotes yet
	if s.table.head != nil {
		full -= s.table.head.height
	}
	return y+s.whole > p.area.height+slack && s.whole <= full+slack
}

// startOf is where a strip begins if the place y is free.
func (p *pager) startOf(s *strip, y float64) float64 {
	if !s.grid {
		return y
	}
	lines := int((y + Pitch - slack) / Pitch)
	return float64(lines) * Pitch
}

func (p *pager) empty() bool { return p.y == p.top }

func (p *pager) newPage() {
	p.endPage()
	p.beginPage()
}

// endPage sets what stands at the end of a page, once.
func (p *pager) endPage() {
	p.closeTable()
	p.setNotes()
}

func (p *pager) beginPage() {
	p.body, p.imprint = 0, 0
	p.layout.Pages = append(p.layout.Pages, Page{Number: len(p.layout.Pages) + 1, Width: p.area.pageWidth, Height: p.area.pageHeight})
	p.page = &p.layout.Pages[len(p.layout.Pages)-1]
	p.top = 0
	if p.page.Number > 1 && p.running > 0 {
		p.top, p.page.running = p.running, p.area.top
	}
	p.y = p.top
}

func (p *pager) put(s *strip) {
	if s.table != p.open {
		p.closeTable()
	}
	y := p.startOf(s, p.y)
	if s.foot {
		p.body = y
		y = max(y, p.area.height-s.height)
		p.imprint = y
	}
	p.notes = append(p.notes, s.notes...)
	if s.table != nil && p.open == nil {
		p.open, p.openFrom = s.table, y
		if !s.head && s.table.head != nil {
			again := s.table.head.again()
			p.paint(&again, y)
			y += again.height
		}
		if s.continued {
			s.lower(s.push)
			s.add(s.repeats...)
			s.lower(cellPadY)
		}
	}
	p.paint(s, y)
	p.y = y + s.height
}

// lower moves what stands on a strip down; rules between columns grow instead.
func (s *strip) lower(by float64) {
	s.height += by
	for _, item := range s.items {
		if rule, ok := item.(*Stroke); ok && rule.X1 == rule.X2 {
			rule.Y2 += by
			continue
		}
		item.shift(0, by)
	}
	for i := range s.lines {
		s.lines[i].Y += by
	}
}

func (p *pager) paint(s *strip, y float64) {
	dx, dy := p.area.left, p.area.top+y
	if s.running {
		p.page.running = dy
	}
	for _, item := range s.items {
		item.shift(dx, dy)
		p.page.Items = append(p.page.Items, item)
	}
	for _, l := range s.lines {
		l.Page, l.X, l.Right, l.Y = p.page.Number, l.X+dx, l.Right+dx, l.Y+dy
		p.layout.Lines = append(p.layout.Lines, l)
	}
	for _, m := range s.marks {
		m.Page, m.Y = p.page.Number, dy
		p.layout.Bookmarks = append(p.layout.Bookmarks, m)
	}
}

// again copies a table head as an artifact.
func (s *strip) again() strip {
	c := strip{height: s.height, lines: make([]Line, len(s.lines))}
	for _, item := range s.items {
		c.items = append(c.items, item.clone(true))
	}
	copy(c.lines, s.lines)
	for i := range c.lines {
		c.lines[i].Artifact = true
	}
	return c
}

// closeTable draws the outer rules of the part of a table on this page.
func (p *pager) closeTable() {
	t := p.open
	if t == nil {
		return
	}
	p.open = nil
	top, bottom := p.area.top+p.openFrom, p.area.top+p.y
	left, right := p.area.left+t.left, p.area.left+t.left+t.width
	p.page.Items = append(p.page.Items,
		&Stroke{X1: left, Y1: top, X2: right, Y2: top, Width: outerRule},
		&Stroke{X1: left, Y1: bottom, X2: right, Y2: bottom, Width: outerRule},
		&Stroke{X1: left, Y1: top, X2: left, Y2: bottom, Width: outerRule},
		&Stroke{X1: right, Y1: top, X2: right, Y2: bottom, Width: outerRule})
}

// sortItems brings a page into reading order: fills and rules first, then the
// text as the document has it, then artifacts. Cells of a row that was cut
// into lines are so read one after the other.
func sortItems(items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int { return cmp.Compare(order(a), order(b)) })
}

func order(item Item) int {
	switch item := item.(type) {
	case *Run:
		for _, g := range item.Glyphs {
			if g.Offset >= 0 {
				return g.Offset + 1
			}
		}
		return math.MaxInt
	case *Mark:
		if item.Artifact {
			return math.MaxInt
		}
		return item.Offset + 1
	case *Fill, *Mosaic:
		return -1
	}
	return 0
}
