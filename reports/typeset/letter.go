package typeset

import (
	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

// The 函 (GB/T 9704-2012 10.1), in millimetres from the edges of the paper.
const (
	letterOrgan = 30 * millimetre  // upper edge of the name
	letterRule  = 4 * millimetre   // from the name to the double rule
	letterFoot  = 20 * millimetre  // of the lower double rule, from the lower edge of the paper
	letterWide  = 170 * millimetre // both rules, in the middle of the paper
	letterSize  = 44               // of the name at most
	letterGap   = Cell * 7 / 8     // from the rule to what stands below it
	ruleThick   = 1.5
	ruleThin    = 0.5
	ruleApart   = 2.0 // from the middle of the thick rule to that of the thin one
)

// letterHead sets the head of a letter. The name of the organ and the first rule reach into the upper margin.
func (s *setter) letterHead(h *document.Head) {
	out := strip{keep: true}
	red := style{face: face.SongBold, size: 1, ink: Red}
	name := h.Organs[0].Text + h.Suffix
	red.size = max(organMin, min(letterSize, s.area.width/(width(s.shape(name, red))+0.1)))
	atoms := append(s.text(h.Organs[0].Text, red), s.text(h.Suffix, red)...)
	y := s.redLines(&out, atoms, 0, s.area.width, letterOrgan-s.area.top, centred) + letterRule
	s.doubleRule(&out, y, true)
	y += ruleApart + letterGap
	top := y
	y = s.classed(&out, h, y)
	if s.d.Number != "" {
		at := top
		if h.Internal != "" { // which has the right end of the first line
			at += Pitch
		}
		left := s.area.width / 3 // of secrecy and urgency
		for _, l := range (block{atoms: s.text(s.d.Number, s.body()), width: s.area.width - left, align: flushRight}).set() {
			out.line(l, left+l.x, at+ascent*Cell)
			at += Pitch
		}
		y = max(y, at)
	}
	out.height = max(y-(Pitch-Cell), 0) // two blank lines follow the last character
	s.push(out)
}

// doubleRule draws a double rule whose first line stands at y: thick above thin, or thin above thick.
func (s *setter) doubleRule(out *strip, y float64, thickFirst bool) {
	left := (s.area.pageWidth-letterWide)/2 - s.area.left
	first, second := ruleThick, ruleThin
	if !thickFirst {
		first, second = second, first
	}
	out.add(&Stroke{X1: left, Y1: y, X2: left + letterWide, Y2: y, Width: first, Ink: Red},
		&Stroke{X1: left, Y1: y + ruleApart, X2: left + letterWide, Y2: y + ruleApart, Width: second, Ink: Red})
}

// letterRules draws the rule at the foot of the first page of a letter.
func letterRules(l *Layout, s *setter) {
	if !isLetter(s.d) {
		return
	}
	var out strip
	s.doubleRule(&out, s.area.pageHeight-letterFoot-ruleApart, false)
	for _, item := range out.items {
		item.shift(s.area.left, 0)
		l.Pages[0].Items = append(l.Pages[0].Items, item)
	}
}

func isLetter(d *document.Document) bool {
	return d.Head != nil && d.Head.Layout == document.LetterHead
}

// rolls set who was there, excused, and sat in: one line below the body, two characters in, the word in 黑体, further lines
// under the first character after the colon (GB/T 9704-2012 10.3).
func (s *setter) rolls() {
	first := true
	for _, r := range s.d.Attendance {
		if len(r.Names) == 0 {
			continue
		}
		if first {
			s.holdLines(2)
			s.push(strip{height: Pitch, room: true, keep: true})
		}
		st := s.body()
		b := block{first: 2 * Cell, width: s.area.width}
		hei := st
		hei.face = face.Hei
		b.atoms = append(s.text(r.Label, hei), s.text(s.words.Colon, hei)...)
		b.rest = min(2*Cell+width(b.atoms), s.area.width/2)
		b.atoms = append(b.atoms, s.joined(r.Names, st, s.words.ListComma)...)
		strips := b.strips(0, Pitch)
		for i := range strips {
			strips[i].text = false // what signs the document must have the body itself on its page
		}
		s.push(strips...)
		first = false
	}
}

// joined shapes a list with a mark between its members and a full stop after the last.
func (s *setter) joined(list []document.Sentence, st style, comma string) []atom {
	var atoms []atom
	for i, one := range list {
		atoms = append(atoms, s.text(one.Text, st)...)
		follow := comma
		if i == len(list)-1 {
			follow = s.words.Stop
		}
		atoms = append(atoms, s.text(follow, st)...)
	}
	return atoms
}
