package typeset

import (
	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

// quiet is the light margin of a symbol in modules (ISO/IEC 18004: four).
const quiet = 4

// symbol sets a symbol at the right edge and its lines at the left of it. Above, below and beside it stays the margin
// that readers need.
func (s *setter) symbol(b document.Symbol) {
	side := b.Side * millimetre
	margin := quiet * side / float64(len(b.Dark))
	st := style{face: face.Song, size: noteSize}
	const pitch = 1.5 * noteSize
	var lines []setLine
	for _, text := range b.Beside {
		use := st
		if text.Strong {
			use.face = face.Hei
		}
		lines = append(lines, block{atoms: s.text(text.Text, use), width: s.area.width - side - 2*margin, align: ragged}.set()...)
	}
	height := float64(len(lines)) * pitch
	out := strip{height: 2*margin + max(side, height)}
	out.add(&Mosaic{X: s.area.width - side, Y: (out.height - side) / 2, Side: side, Dark: b.Dark})
	y := (out.height - height) / 2
	for _, l := range lines {
		out.line(l, l.x, y+(pitch-noteSize)/2+ascent*noteSize)
		y += pitch
	}
	s.push(out)
}

const (
	groupSize   = 20.0 // of the groups' characters, less where a row has no room
	groupCell   = 0.78 // em: the even room of a character
	groupNumber = 9.0
	groupPitch  = 28.0
	groupPad    = 8.0
)

// groups sets a key in rows inside a frame, all on one page: a small number and the group, character under character.
func (s *setter) groups(g document.Groups) {
	longest := 1
	for _, text := range g.List {
		longest = max(longest, len([]rune(text)))
	}
	column := (s.area.width - 2*groupPad) / float64(g.Columns)
	const before = 2.6 * groupNumber // the room of the number
	size := min(groupSize, (column-before-groupPad)/(groupCell*float64(longest)))
	rows := (len(g.List) + g.Columns - 1) / g.Columns
	out := strip{height: float64(rows)*groupPitch + 2*groupPad}
	for i, text := range g.List {
		x := groupPad + float64(i%g.Columns)*column
		base := groupPad + float64(i/g.Columns)*groupPitch + (groupPitch-size)/2 + ascent*size
		number := s.text(document.GroupNumber(i), style{face: face.Song, size: groupNumber})
		xs, right := place(number, gapsOf(number), before, false)
		out.lineUp(number, xs, x+before-0.9*groupNumber-right, base, right)
		atoms := s.text(text, style{face: face.Hei, size: size})
		at := make([]float64, len(atoms))
		for j := range atoms {
			atoms[j].advance = groupCell * size // lineUp centres the glyph in it
			at[j] = float64(j) * groupCell * size
		}
		out.lineUp(atoms, at, x+before, base, float64(len(atoms))*groupCell*size)
	}
	outline(&out, 0, 0, s.area.width, out.height)
	s.push(out, room(0.4*Pitch))
}
