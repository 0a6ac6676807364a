package typeset

import (
	"fmt"
	"math"

	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

// numberAt is the baseline of the page numbers: 7 mm below the type area
// (GB/T 9704-2012 7.5).
const numberAt = AreaTop + AreaHeight + 7*millimetre + 0.35*numberSize

const (
	numberSize = 14 // 4号
	traceSize  = 9  // 小五
)

// trace sets the document's trace on the last page on the line of the page
// number, at the edge where the number is not. Unlike the number it is a part of
// the text, its last.
func trace(l *Layout, sh *shaper, d *document.Document) {
	if d.Trace.Text == "" {
		return
	}
	page := &l.Pages[len(l.Pages)-1]
	lines := block{atoms: sh.text(d.Trace.Text, style{face: face.Song, size: traceSize}), width: AreaWidth / 2, align: ragged}.set()
	var s strip
	for i, line := range lines {
		x := AreaLeft + numberSize
		if d.Kind == document.Official && page.Number%2 == 0 {
			x = AreaLeft + AreaWidth - numberSize - line.right
		}
		s.line(line, x, numberAt+float64(i)*1.3*traceSize)
	}
	page.Items = append(page.Items, s.items...)
	for _, line := range s.lines {
		line.Page = page.Number
		l.Lines = append(l.Lines, line)
	}
}

// numberPages sets the page numbers 7 mm below the type area, outside: right
// on odd pages, left on even ones, one character in (GB/T 9704-2012 7.5).
// Forms say the total as well.
func numberPages(l *Layout, sh *shaper, d *document.Document) {
	st := style{face: face.Song, size: numberSize}
	for i := range l.Pages {
		page := &l.Pages[i]
		text := fmt.Sprintf("— %d —", page.Number)
		if d.Kind == document.Form {
			text = fmt.Sprintf("第 %d 页（共 %d 页）", page.Number, len(l.Pages))
			if d.Language == document.English {
				text = fmt.Sprintf("Page %d of %d", page.Number, len(l.Pages))
			}
		}
		atoms := sh.shape(text, st)
		xs, right := place(atoms, gapsOf(atoms), AreaWidth, false)
		x := st.size
		switch {
		case d.Kind == document.Form:
			x = (AreaWidth - right) / 2
		case page.Number%2 == 1:
			x = AreaWidth - st.size - right
		}
		var s strip
		s.lineUp(atoms, xs, AreaLeft+x, numberAt, right)
		page.Items = append(page.Items, s.items...)
	}
}

// stamp lays the watermark under everything else on every page, corner to
// corner, as large as four fifths of the type area's diagonal allow.
func stamp(l *Layout, sh *shaper, text string) {
	if text == "" {
		return
	}
	atoms := sh.shape(text, style{face: face.Hei, size: 1})
	size := min(120, 0.8*math.Hypot(AreaWidth, AreaHeight)/max(width(atoms), 1))
	atoms = sh.shape(text, style{face: face.Hei, size: size})
	xs, right := place(atoms, gapsOf(atoms), 2*PageHeight, false)
	byFace := map[face.Name]*Stamp{}
	var stamps []*Stamp
	for i, a := range atoms {
		st := byFace[a.found.Name]
		if st == nil {
			st = &Stamp{Face: a.found.Name, Size: size, CX: PageWidth / 2, CY: AreaTop + AreaHeight/2,
				Angle: math.Atan2(AreaHeight, AreaWidth) * 180 / math.Pi}
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
