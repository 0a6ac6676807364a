package typeset

import (
	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

const (
	footSize  = 10.5 // 五号
	footPitch = 1.4 * footSize
	// What parts footnotes from the body: a thin rule of a quarter of the width, with a little room around it.
	footRule = 8.0
	footWide = 0.25 // of the type area
	// footMost is how much of a page footnotes may take before they go on on the next.
	footMost = 0.4
)

// How high a mark stands above the baseline and how large it is, in parts of the size of the text.
const (
	markRise = 0.4
	markSize = 0.6
)

// em is the size of the text that an atom stands in: that of a mark's text, which is larger.
func (a *atom) em() float64 {
	if a.rise > 0 {
		return a.rise / markRise
	}
	return a.size
}

// noteMark shapes the mark of a footnote: small, raised, never the first of a line.
func (s *setter) noteMark(mark string, st style) []atom {
	atoms := s.text(mark, style{face: face.Song, size: markSize * st.size})
	for i := range atoms {
		atoms[i].class, atoms[i].rise = trailing, markRise*st.size
	}
	return atoms
}

// hangNotes shapes the footnotes of a paragraph and ties each to the line on which its mark ends.
func (s *setter) hangNotes(strips []strip, b block, marks []int, notes []document.Footnote) {
	st := style{face: face.Song, size: footSize}
	last := -1 // the offset of the last character of the line at hand, and further lines
	line := 0
	for i, n := range notes {
		mark := b.atoms[marks[i]].offset
		for ; line < len(strips); line++ {
			if last = lastOffset(&strips[line]); last >= mark {
				break
			}
		}
		atoms := s.text(n.Mark, st)
		hang := width(atoms) + 0.3*footSize
		atoms = append(atoms, s.text(n.Note.Text, st)...)
		set := block{atoms: atoms, rest: hang, width: s.area.width}.strips(0, footPitch)
		for j := range set {
			set[j].text = false
		}
		at := &strips[min(line, len(strips)-1)]
		at.notes = append(at.notes, set...)
	}
}

// lastOffset is the place in the text of the last character on a strip, -1 for none.
func lastOffset(s *strip) int {
	last := -1
	for _, item := range s.items {
		switch item := item.(type) {
		case *Run:
			for _, g := range item.Glyphs {
				last = max(last, g.Offset)
			}
		case *Mark:
			last = max(last, item.Offset)
		}
	}
	return last
}

// heightOf is how high footnotes are, without their rule.
func heightOf(notes []strip) float64 {
	h := 0.0
	for i := range notes {
		h += notes[i].height
	}
	return h
}

// footnotesTake is the room of footnotes of that height with their rule.
func footnotesTake(notes float64) float64 {
	if notes == 0 {
		return 0
	}
	return footRule + notes
}

// limit is how far the body may reach on a page with footnotes of that height.
func (p *pager) limit(notes float64) float64 {
	return p.area.height - footnotesTake(min(notes, footMost*p.area.height))
}

// notesFit tells that the page at hand has room for all footnotes that are left and for an imprint of that height.
func (p *pager) notesFit(imprint float64) bool {
	return len(p.notes) == 0 || p.y+footnotesTake(heightOf(p.notes))+imprint <= p.area.height+slack
}

// setNotes sets what the page at hand has room for of the footnotes, above its lower edge or the imprint, and keeps the
// rest for the next page.
func (p *pager) setNotes() {
	if len(p.notes) == 0 {
		return
	}
	bottom, body := p.area.height, p.y
	if p.imprint > 0 {
		bottom, body = p.imprint, p.body
	}
	room := bottom - body - footRule
	n, h := 0, 0.0
	for n < len(p.notes) && h+p.notes[n].height <= room+slack {
		h += p.notes[n].height
		n++
	}
	if n == 0 {
		return
	}
	y := bottom - h
	var rule strip
	rule.add(&Stroke{X1: 0, Y1: 0, X2: footWide * p.area.width, Y2: 0, Width: innerRule})
	p.paint(&rule, y-footRule/2)
	for i := range n {
		p.paint(&p.notes[i], y)
		y += p.notes[i].height
	}
	p.notes = p.notes[n:]
}
