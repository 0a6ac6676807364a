package typeset

import (
	"strconv"

	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

const (
	chartSize  = 10.5
	barHeight  = 13.0
	barPitch   = 24.0
	legendBox  = 9.0
	labelShare = 0.22 // of the type area, for the labels at the left
	noteShare  = 0.2  // for the notes at the right
)

// shades of the parts of a bar, from the first on: one-colour print must tell
// them apart, so neighbours differ by a fifth at least.
var shades = []float64{0.35, 0.62, 0.84, 1, 0.2, 0.72}

// chart sets a chart of stacked bars. The whole chart stays on one page if it
// has room there.
func (s *setter) chart(c document.Chart) {
	s.push(strip{height: 0.3 * Pitch, room: true, keep: true})
	s.caption(c.Caption)
	s.legend(c.Series)
	st := style{face: face.Song, size: chartSize}
	longest := int64(1)
	for _, b := range c.Bars {
		longest = max(longest, sum(b.Values))
	}
	left, right := s.area.width*labelShare, s.area.width*(1-noteShare)
	for i, b := range c.Bars {
		label := block{atoms: s.text(b.Label.Text, st), width: left - 8, align: flushRight}.set()
		note := block{atoms: s.text(b.Note.Text, st), width: s.area.width - right - 6, align: ragged}.set()
		rows := max(len(label), len(note), 1)
		out := strip{height: max(barPitch, float64(rows)*1.4*chartSize+6)}
		whole := longest
		if c.Share {
			whole = max(sum(b.Values), 1)
		}
		s.bar(&out, b.Values, left, right-left, whole, (out.height-barHeight)/2)
		s.beside(&out, label, 0)
		s.beside(&out, note, right+6)
		out.keep = i < len(c.Bars)-1 && i < 20
		s.push(out)
	}
	s.push(room(0.15 * Pitch))
}

func sum(values []int64) int64 {
	total := int64(0)
	for _, v := range values {
		total += v
	}
	return total
}

// beside sets the lines of a label or note, centred on the bar.
func (s *setter) beside(out *strip, lines []setLine, x float64) {
	pitch := 1.4 * chartSize
	y := (out.height - float64(len(lines))*pitch) / 2
	for _, l := range lines {
		out.line(l, x+l.x, y+(pitch-chartSize)/2+ascent*chartSize)
		y += pitch
	}
}

// bar paints the parts of one bar. A value is printed inside its part if it
// fits, as decoration.
func (s *setter) bar(out *strip, values []int64, left, room float64, whole int64, y float64) {
	x := left
	for i, v := range values {
		w := room * float64(v) / float64(whole)
		if w == 0 {
			continue
		}
		shade := shades[i%len(shades)]
		out.add(&Fill{X: x, Y: y, W: w, H: barHeight, Shade: shade})
		outline(out, x, y, w, barHeight)
		ink := Black
		if shade < 0.5 {
			ink = White
		}
		atoms := s.shape(strconv.FormatInt(v, 10), style{face: face.Song, size: 8.5, ink: ink})
		if need := width(atoms); need+3 <= w {
			xs, right := place(atoms, gapsOf(atoms), w, false)
			out.lineUp(atoms, xs, x+(w-need)/2, y+barHeight/2+3.2, right)
		}
		x += w
	}
}

func outline(out *strip, x, y, w, h float64) {
	for _, e := range [][4]float64{{x, y, x + w, y}, {x, y + h, x + w, y + h}, {x, y, x, y + h}, {x + w, y, x + w, y + h}} {
		out.add(&Stroke{X1: e[0], Y1: e[1], X2: e[2], Y2: e[3], Width: 0.3})
	}
}

// legend names the parts, as many on a line as fit, each line centred.
func (s *setter) legend(series []string) {
	st := style{face: face.Song, size: chartSize}
	type entry struct {
		line  setLine
		shade float64
	}
	var row []entry
	used := 0.0
	flush := func() {
		out := strip{height: 20, keep: true}
		x := max(0, (s.area.width-used)/2)
		for _, e := range row {
			out.add(&Fill{X: x, Y: 6, W: legendBox, H: legendBox, Shade: e.shade})
			outline(&out, x, 6, legendBox, legendBox)
			out.line(e.line, x+legendBox+4, 6+legendBox-0.6)
			x += legendBox + 4 + e.line.right + 16
		}
		s.push(out)
		row, used = nil, 0
	}
	for i, name := range series {
		for _, l := range (block{atoms: s.text(name, st), width: s.area.width - 40, align: ragged}).set() {
			need := legendBox + 4 + l.right + 16
			if used+need > s.area.width && len(row) > 0 {
				flush()
			}
			row = append(row, entry{l, shades[i%len(shades)]})
			used += need
		}
	}
	if len(row) > 0 {
		flush()
	}
}
