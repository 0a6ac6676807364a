package typeset

import "lianshen/reports/document"

const (
	imprintSize  = 14 // 4号
	imprintPitch = 24
	imprintOuter = 0.35 * millimetre
	imprintInner = 0.25 * millimetre
)

// imprint is the 版记 at the foot of the last page (GB/T 9704-2012 7.4): rules
// of the width of the type area, one character free at either side.
func (s *setter) imprint() {
	m := s.d.Imprint
	if m == nil || len(m.SendTo) == 0 && len(m.CopyTo) == 0 && m.Issuer.Text == "" && m.Date.Text == "" {
		return
	}
	st := s.body()
	st.size = imprintSize
	out := strip{foot: true}
	y := 0.0
	rule := func(w float64) {
		if isLetter(s.d) { // the imprint of a letter has no rules
			return
		}
		out.add(&Stroke{X1: 0, Y1: y, X2: s.area.width, Y2: y, Width: w})
	}
	base := (imprintPitch-imprintSize)/2 + ascent*imprintSize
	rule(imprintOuter)
	y = s.copies(&out, st, y, base, s.words.SendTo, m.SendTo)
	y = s.copies(&out, st, y, base, s.words.CopyTo, m.CopyTo)
	if m.Issuer.Text != "" || m.Date.Text != "" {
		if y > 0 {
			rule(imprintInner)
		}
		y += s.issuerLine(&out, st, y, base)
	}
	rule(imprintOuter)
	// The lower edge of the last rule is that of the type area (GB/T 9704-2012 7.4.1).
	out.height = y + imprintOuter/2
	s.push(out)
}

// copies sets a list of organs after its word, further lines under the first name, and gives the height so far.
func (s *setter) copies(out *strip, st style, y, base float64, label string, list []document.Sentence) float64 {
	if len(list) == 0 {
		return y
	}
	atoms := s.text(label, st)
	hang := width(atoms)
	atoms = append(atoms, s.joined(list, st, s.words.CopyComma)...)
	for _, l := range (block{atoms: atoms, rest: hang, width: s.area.width - 2*imprintSize}).set() {
		out.line(l, imprintSize+l.x, y+base)
		y += imprintPitch
	}
	return y
}

// issuerLine sets the 印发机关 at the left and the date at the right, on two
// lines if the name is too long for one, and gives the height.
func (s *setter) issuerLine(out *strip, st style, y, base float64) float64 {
	m := s.d.Imprint
	height := 0.0
	dateWidth := 0.0
	if m.Date.Text != "" {
		dateWidth = width(s.shape(m.Date.Text+s.words.Printed, st)) + st.size
	}
	room := s.area.width - 2*st.size - dateWidth
	for _, l := range (block{atoms: s.text(m.Issuer.Text, st), width: max(room, s.area.width/3), align: ragged}).set() {
		out.line(l, st.size+l.x, y+height+base)
		height += imprintPitch
	}
	if m.Date.Text != "" {
		atoms := s.text(m.Date.Text, st)
		atoms = append(atoms, s.text(s.words.Printed, st)...)
		xs, right := place(atoms, gapsOf(atoms), s.area.width, false)
		height = max(height, imprintPitch)
		out.lineUp(atoms, xs, s.area.width-st.size-right, y+height-imprintPitch+base, right)
	}
	return height
}
