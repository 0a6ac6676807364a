package typeset

import (
	"slices"

	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

const (
	organTop  = 35 * millimetre // below the top of the type area
	organSize = 54              // at most 15 × 22 mm a character, by the standard
	organMin  = 22
	redRule   = 1.5
)

// head sets the 版头: what stands at its left, the organ's name in red, the number, and the red rule 4 mm below it
// (GB/T 9704-2012 7.2). A head that only says how secret a draft is has no rule.
func (s *setter) head() {
	h := s.d.Head
	if h == nil {
		s.loneNumber()
		return
	}
	if h.Layout == document.LetterHead {
		s.letterHead(h)
		return
	}
	out := strip{keep: true}
	y := s.classed(&out, h, 0)
	if len(h.Organs) == 0 && h.Suffix == "" && s.d.Number == "" && h.Signer.Text == "" {
		out.height = y
		s.push(out)
		return
	}
	y = max(y, organTop)
	if len(h.Organs) > 0 || h.Suffix != "" {
		y = s.organs(&out, h, y)
	}
	if s.d.Number != "" || h.Signer.Text != "" {
		y = s.numberLine(&out, h, y+2*Pitch) + 4*millimetre
	} else {
		y += Pitch
	}
	out.add(&Stroke{X1: 0, Y1: y, X2: s.area.width, Y2: y, Width: redRule, Ink: Red})
	out.height = y + redRule
	s.push(out)
}

// classed sets 份号, 密级 and 紧急程度 at the left from y down, each on a line of its own, and what is not for everybody at
// the right of the first line. It gives where the next line begins.
func (s *setter) classed(out *strip, h *document.Head, y float64) float64 {
	top := y
	hei := style{face: face.Hei, size: Cell}
	for i, t := range []string{h.CopyNumber, h.Secrecy, h.Urgency} {
		if t == "" {
			continue
		}
		st := hei
		if i == 0 {
			st = s.body()
		}
		s.single(out, t, st, 0, y)
		y += Pitch
	}
	if h.Internal != "" {
		s.single(out, h.Internal, hei, s.area.width-width(s.shape(h.Internal, hei)), top)
		y = max(y, top+Pitch)
	}
	return y
}

// loneNumber is the number of a paper without a red head: right of centre is
// no place for it, so it stands centred on the first line.
func (s *setter) loneNumber() {
	if s.d.Number != "" {
		b := block{atoms: s.text(s.d.Number, s.body()), width: s.area.width, align: centred}
		strips := b.strips(0, Pitch)
		strips[len(strips)-1].keep = true
		s.push(strips...)
	}
}

// single sets a text that fits one line with its upper left corner at x, y
// and gives its width; a longer one is squeezed by the caller.
func (s *setter) single(out *strip, text string, st style, x, y float64) float64 {
	atoms := s.text(text, st)
	xs, right := place(atoms, gapsOf(atoms), s.area.width, false)
	out.lineUp(atoms, xs, x, y+ascent*st.size, right)
	return right
}

// organs sets the 发文机关标志 with its top at y and gives its bottom.
func (s *setter) organs(out *strip, h *document.Head, y float64) float64 {
	red := style{face: face.SongBold, size: 1, ink: Red}
	widest, suffix := 0.0, width(s.shape(h.Suffix, red))
	for _, o := range h.Organs {
		widest = max(widest, width(s.shape(o.Text, red)))
	}
	if len(h.Organs) <= 1 {
		// One name and 文件 make one line.
		red.size = max(organMin, min(organSize, s.area.width/(widest+suffix+0.1)))
		var atoms []atom
		for _, o := range h.Organs {
			atoms = s.text(o.Text, red)
		}
		atoms = append(atoms, s.text(h.Suffix, red)...)
		return s.redLines(out, atoms, 0, s.area.width, y, centred)
	}
	beside := 0.0
	if suffix > 0 {
		beside = suffix + 0.5
	}
	red.size = max(organMin, min(organSize*0.75, s.area.width/(widest+beside)))
	left := max(0, (s.area.width-(widest+beside)*red.size)/2)
	top, room := y, min(widest*red.size, s.area.width-beside*red.size)
	for _, o := range h.Organs {
		y = s.spread(out, s.text(o.Text, red), left, room, y) + 0.4*red.size
	}
	y -= 0.4 * red.size
	if h.Suffix != "" {
		middle := (top+y)/2 - red.size/2
		s.single(out, h.Suffix, red, left+room+0.5*red.size, middle)
	}
	return y
}

// redLines gives the lower edge of the last line.
func (s *setter) redLines(out *strip, atoms []atom, x, width, y float64, align alignment) float64 {
	size := 0.0
	for _, l := range (block{atoms: atoms, width: width, align: align}).set() {
		if len(l.atoms) > 0 {
			out.line(l, x+l.x, y+ascent*l.atoms[0].size)
			y += 1.15 * l.atoms[0].size
			size = l.atoms[0].size
		}
	}
	return y - 0.15*size
}

// spread sets a name so that its characters fill the width, as stacked names
// of a joint document do.
func (s *setter) spread(out *strip, atoms []atom, x, room, y float64) float64 {
	natural, gaps := width(atoms), gapsOf(atoms)
	broken := slices.ContainsFunc(atoms, func(a atom) bool { return a.class == newline })
	if len(atoms) < 2 || natural > room || broken {
		return s.redLines(out, atoms, x, room, y, ragged)
	}
	size := atoms[0].size
	xs := make([]float64, len(atoms))
	step, at := (room-natural)/float64(len(atoms)-1), 0.0
	for i, a := range atoms {
		xs[i] = at
		at += a.advance + gaps[i].natural + step
	}
	out.lineUp(atoms, xs, x, y+ascent*size, room)
	return y + size
}

// numberLine sets the number centred, or left with the signers at the right in
// a document to a higher organ, the number on the line of the last of them
// (GB/T 9704-2012 7.2.5, 7.2.6). It gives the lower edge of its last line.
func (s *setter) numberLine(out *strip, h *document.Head, y float64) float64 {
	st := s.body()
	number := s.text(s.d.Number, st)
	if h.Signer.Text == "" {
		for _, l := range (block{atoms: number, width: s.area.width, align: centred}).set() {
			out.line(l, l.x, y+ascent*st.size)
			y += Pitch
		}
		return y - Pitch + st.size
	}
	wide := width(number)
	last, left := s.signers(out, h, y)
	if len(number) > 0 && 2*Cell+wide > left { // no room beside the names
		last += Pitch
	}
	for _, l := range (block{atoms: number, width: s.area.width - Cell, align: ragged}).set() {
		out.line(l, Cell+l.x, last+ascent*st.size)
		last += Pitch
	}
	if len(number) == 0 {
		last += Pitch
	}
	return last - Pitch + st.size
}

// signers sets who signed off at the right: two names a line in columns, one a line where two are too wide. It gives the
// top of the last line and where the names begin on it. The characters of the number come first in the text, so they have to
// be shaped before.
func (s *setter) signers(out *strip, h *document.Head, y float64) (last, left float64) {
	st := s.body()
	kai := style{face: face.Kai, size: st.size}
	label := s.shape(s.words.Signer, st)
	list := h.Signers()
	var columns [2]float64
	for i, n := range list {
		columns[i%2] = max(columns[i%2], width(s.shape(n.Text, kai)))
	}
	room := s.area.width - 2*Cell - width(label)
	perRow := 2
	if columns[0]+Cell+columns[1] > room {
		perRow, columns = 1, [2]float64{min(max(columns[0], columns[1]), room)}
	}
	if perRow == 2 && len(list) > 1 {
		columns[0] += Cell
	}
	left = s.area.width - Cell - columns[0] - columns[1]
	s.single(out, s.words.Signer, st, left-width(label), y)
	last = y - Pitch
	for i, n := range list {
		x := left
		if i%perRow == 0 {
			last += Pitch
		} else {
			x += columns[0]
		}
		for j, l := range (block{atoms: s.text(n.Text, kai), width: room, align: ragged}).set() {
			if j > 0 {
				last += Pitch
			}
			out.line(l, x+l.x, last+ascent*st.size)
		}
	}
	if last == y {
		left -= width(label)
	}
	return last, left
}
