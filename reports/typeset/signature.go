package typeset

import (
	"lianshen/reports/typeset/face"
)

// sealSize is the diameter of the room for a real seal: 42 mm is the largest
// that organs of this level use.
const sealSize = 42 * millimetre

// signature sets 署名 and 成文日期 (GB/T 9704-2012 7.3.5). It never stands on
// a page without at least two lines of the body.
func (s *setter) signature() {
	sig := s.d.Signature
	if sig == nil || len(sig.Organs) == 0 && sig.Date.Text == "" {
		return
	}
	s.holdLines(2)
	switch {
	case len(sig.Organs) > 1 && sig.Sealed:
		s.jointSeals()
	case len(sig.Organs) == 1 && sig.Sealed:
		s.oneSeal()
	default:
		s.unsealed()
	}
}

// holdLines keeps the last n lines of the body with what follows.
func (s *setter) holdLines(n int) {
	for i := len(s.strips) - 1; i >= 0 && n > 0; i-- {
		s.strips[i].keep = true
		if s.strips[i].text || s.strips[i].table != nil {
			n--
		}
	}
}

// sealTop is where the upper rim of a seal stands: within one line of the body
// (GB/T 9704-2012 7.3.5.1).
const sealTop = 0.6 * Pitch

// pressed gives where so many lines of names and one of the date begin so that
// they stand a little below the middle of the seal.
func pressed(lines float64) float64 {
	return max(0, sealTop+sealSize/2+0.25*Pitch-lines*Pitch/2)
}

// oneSeal: the date ends four characters from the right edge, the name is
// centred above it; the seal covers both, its top within one line of the body.
func (s *setter) oneSeal() {
	sig, st := s.d.Signature, s.body()
	name := s.shape(sig.Organs[0].Text, st)
	nameWidth, dateWidth := min(width(name), s.area.width), width(s.shape(sig.Date.Text, st))
	centre := s.area.width - 4*Cell - dateWidth/2
	// A long name must not leave the type area; the date moves with it.
	centre = min(centre, s.area.width-nameWidth/2)
	room := min(2*(s.area.width-centre), s.area.width)
	lines := block{atoms: s.text(sig.Organs[0].Text, st), width: max(room, min(nameWidth+1, s.area.width)), align: centred}.set()
	out := strip{}
	y := pressed(float64(max(len(lines), 1) + 1))
	if s.d.Draft {
		s.sealBox(&out, centre, sealTop+sealSize/2)
	}
	boxLeft := centre - max(room, min(nameWidth+1, s.area.width))/2
	for _, l := range lines {
		out.line(l, max(0, boxLeft+l.x), y+ascent*st.size)
		y += Pitch
	}
	if sig.Date.Text != "" {
		s.single(&out, sig.Date.Text, st, centre-dateWidth/2, y)
		y += Pitch
	}
	// The lower rim of the seal stays inside the type area.
	out.height, out.grid = max(y, sealTop+sealSize), true
	s.push(out)
	s.noteAt = y
}

// jointSeals sets up to three names a row with a seal on each, the date under
// the last one; the seals do not touch, and those of the first row begin
// within one line of the body.
func (s *setter) jointSeals() {
	sig, st := s.d.Signature, s.body()
	const perRow = 3
	for from := 0; from < len(sig.Organs); from += perRow {
		row := sig.Organs[from:min(from+perRow, len(sig.Organs))]
		column := s.area.width / float64(max(len(row), 2))
		out := strip{grid: true}
		height := 1
		var sets [][]setLine
		for _, o := range row {
			lines := block{atoms: s.text(o.Text, st), width: column - Cell, align: centred}.set()
			sets = append(sets, lines)
			height = max(height, len(lines))
		}
		last := from+perRow >= len(sig.Organs)
		dated := 0
		if last && sig.Date.Text != "" {
			dated = 1
		}
		top := pressed(float64(height + dated))
		for i, lines := range sets {
			x := float64(i) * column
			if len(row) == 1 {
				x = s.area.width - column
			}
			if s.d.Draft {
				s.sealBox(&out, x+column/2, sealTop+sealSize/2)
			}
			y := top + float64(height-len(lines))*Pitch
			for _, l := range lines {
				out.line(l, x+Cell/2+l.x, y+ascent*st.size)
				y += Pitch
			}
			if dated == 1 && i == len(sets)-1 {
				dateWidth := width(s.shape(sig.Date.Text, st))
				s.single(&out, sig.Date.Text, st, min(x+(column-dateWidth)/2, s.area.width-dateWidth), y)
			}
		}
		out.height = max(top+float64(height+dated)*Pitch, sealTop+sealSize)
		out.keep = !last
		s.push(out)
		s.noteAt = top + float64(height+dated)*Pitch
	}
}

// unsealed: the name ends two characters from the right edge, the date begins
// two characters right of the name; a longer date ends two characters from
// the edge instead, and the name moves left.
func (s *setter) unsealed() {
	sig, st := s.d.Signature, s.body()
	s.push(strip{height: Pitch, room: true, keep: true})
	dateWidth := width(s.shape(sig.Date.Text, st))
	left := s.area.width
	for _, o := range sig.Organs {
		w := min(width(s.shape(o.Text, st)), s.area.width-2*Cell)
		left = min(left, s.area.width-2*Cell-w)
	}
	dateLeft := left + 2*Cell
	if dateLeft+dateWidth > s.area.width {
		dateLeft = s.area.width - 2*Cell - dateWidth
		if len(sig.Organs) > 0 {
			left = max(0, min(left, dateLeft-2*Cell))
		}
	}
	for _, o := range sig.Organs {
		b := block{atoms: s.text(o.Text, st), width: s.area.width - 2*Cell - left, align: ragged}
		if left == 0 {
			b.width = s.area.width
		}
		for _, row := range b.strips(left, Pitch) {
			row.keep, row.text = true, false
			s.push(row)
		}
	}
	if sig.Date.Text != "" {
		b := block{atoms: s.text(sig.Date.Text, st), width: s.area.width - max(0, dateLeft), align: ragged}
		for _, row := range b.strips(max(0, dateLeft), Pitch) {
			row.text = false
			s.push(row)
		}
	}
	s.strips[len(s.strips)-1].keep = false
}

// sealBox is a dotted square that shows in drafts where the seal will go. The
// product never draws a seal.
func (s *setter) sealBox(out *strip, cx, cy float64) {
	half := sealSize / 2
	left, right := cx-half, cx+half
	if right > s.area.width {
		left, right = s.area.width-sealSize, s.area.width
	}
	top, bottom := cy-half, cy+half
	for _, e := range [][4]float64{{left, top, right, top}, {left, bottom, right, bottom}, {left, top, left, bottom}, {right, top, right, bottom}} {
		out.add(&Stroke{X1: e[0], Y1: e[1], X2: e[2], Y2: e[3], Width: 0.6, Ink: Grey, Dashed: true})
	}
	st := style{face: face.Song, size: 9, ink: Grey}
	atoms := s.shape(s.words.SealHere, st)
	xs, w := place(atoms, gapsOf(atoms), sealSize, false)
	out.lineUp(atoms, xs, (left+right-w)/2, bottom-4, w)
}

// note is the 附注 in brackets, two characters in, on the line under the date;
// beside the lower half of the seal if it is short.
func (s *setter) note() {
	if s.d.Note.Text == "" {
		return
	}
	st := s.body()
	atoms := s.text(s.words.NoteOpen, st)
	atoms = append(atoms, s.text(s.d.Note.Text, st)...)
	atoms = append(atoms, s.text(s.words.NoteClose, st)...)
	xs, right := place(atoms, gapsOf(atoms), s.area.width, false)
	n := len(s.strips)
	if s.noteAt > 0 && right < s.area.width/3 && s.noteAt+Pitch <= s.strips[n-1].height+slack {
		s.strips[n-1].lineUp(atoms, xs, 2*Cell, s.noteAt+ascent*st.size, right)
		return
	}
	if n > 0 {
		s.strips[n-1].keep = true
	}
	s.push(block{atoms: atoms, first: 2 * Cell, width: s.area.width, align: ragged}.strips(0, Pitch)...)
}
