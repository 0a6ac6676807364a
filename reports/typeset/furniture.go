package typeset

import (
	"fmt"
	"math"

	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

// numberAt is the baseline of the page numbers: 7 mm below the type area
// (GB/T 9704-2012 7.5).
func (a area) numberAt() float64 { return a.bottom() + 7*millimetre + 0.35*numberSize }

const (
	numberSize = 14 // 4号
	traceSize  = 9  // 小五
)

// trace sets the document's trace on the last page on the line of the page
// number, at the edge where the number is not. Unlike the number it is a part of
// the text, its last.
func trace(l *Layout, set *setter) {
	d, area := set.d, set.area
	if d.Trace.Text == "" {
		return
	}
	page := &l.Pages[len(l.Pages)-1]
	lines := block{atoms: set.text(d.Trace.Text, style{face: face.Song, size: traceSize}), width: area.width / 2, align: ragged}.set()
	var s strip
	left := d.Kind != document.Official || page.Number%2 == 1
	var beside float64 // what the symbol takes of the line
	if c := d.Code; c != nil {
		side, y := c.Side*millimetre, area.bottom()+marginGap/2+quiet
		if page.Number == 1 && isLetter(d) {
			// Between the type area and the double rule there are 14 mm, and readers need a light margin.
			room := area.pageHeight - letterFoot - ruleApart - ruleThick - area.bottom()
			side = min(side, room/(1+2*quiet/float64(len(c.Dark))))
			y = area.bottom() + (room-side)/2
		}
		beside = side + quiet*side/float64(len(c.Dark)) - numberSize
		x := area.left
		if !left {
			x = area.left + area.width - side
		}
		s.add(&Mosaic{X: x, Y: y, Side: side, Dark: c.Dark})
	}
	for i, line := range lines {
		x := area.left + numberSize + beside
		if !left {
			x = area.left + area.width - numberSize - beside - line.right
		}
		s.line(line, x, area.numberAt()+float64(i)*1.3*traceSize)
	}
	page.Items = append(page.Items, s.items...)
	for _, line := range s.lines {
		line.Page = page.Number
		l.Lines = append(l.Lines, line)
	}
}

// numberPages sets the page numbers 7 mm below the type area, outside: right
// on odd pages, left on even ones, one character in (GB/T 9704-2012 7.5).
// Forms say the total as well, in the middle; one with a running line has it
// there, at the right.
func numberPages(l *Layout, set *setter) {
	d, area := set.d, set.area
	st := style{face: face.Song, size: numberSize}
	if d.Running != nil {
		st.size = noteSize
	}
	for i := range l.Pages {
		page := &l.Pages[i]
		if i == 0 && isLetter(d) {
			continue // GB/T 9704-2012 10.1
		}
		text := fmt.Sprintf("— %d —", page.Number)
		if latin(d) {
			text, st.size = latinNumber(page.Number, len(l.Pages)), 9
		}
		if d.Kind == document.Form {
			text = fmt.Sprintf("第 %d 页（共 %d 页）", page.Number, len(l.Pages))
			if d.Language == document.English {
				text = fmt.Sprintf("Page %d of %d", page.Number, len(l.Pages))
			}
		}
		atoms := set.shape(text, st)
		xs, right := place(atoms, gapsOf(atoms), area.width, false)
		x, y := st.size, area.numberAt()
		switch {
		case d.Running != nil:
			x, y = area.width-right, page.running+runningBase
			if i > 0 {
				set.runningAgain(page)
			}
		case d.Kind == document.Form || latin(d):
			x = (area.width - right) / 2
		case page.Number%2 == 1:
			x = area.width - st.size - right
		}
		var s strip
		s.lineUp(atoms, xs, area.left+x, y, right)
		page.Items = append(page.Items, s.items...)
	}
}

// stamp lays the watermark under everything else on every page, corner to
// corner, as large as four fifths of the type area's diagonal allow.
func stamp(l *Layout, set *setter) {
	text, area := set.d.Watermark, set.area
	if text == "" {
		return
	}
	atoms := set.shape(text, style{face: face.Hei, size: 1})
	size := min(120, 0.8*math.Hypot(area.width, area.height)/max(width(atoms), 1))
	atoms = set.shape(text, style{face: face.Hei, size: size})
	xs, right := place(atoms, gapsOf(atoms), 2*PageHeight, false)
	byFace := map[face.Name]*Stamp{}
	var stamps []*Stamp
	for i, a := range atoms {
		st := byFace[a.found.Name]
		if st == nil {
			st = &Stamp{Face: a.found.Name, Size: size, CX: area.pageWidth / 2, CY: AreaTop + area.height/2,
				Angle: math.Atan2(area.height, area.width) * 180 / math.Pi}
			byFace[a.found.Name] = st
			stamps = append(stamps, st)
		}
		st.Glyphs = append(st.Glyphs, Glyph{Rune: a.r, ID: a.found.Glyph, X: xs[i] - right/2, Advance: a.advance, Offset: -1})
	}
	for i := range l.Pages {
		page := &l.Pages[i]
		var under []Item
		for _, st := range stamps {
			under = append(under, st.clone(true))
		}
		page.Items = append(under, page.Items...)
	}
}
