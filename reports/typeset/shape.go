package typeset

import (
	"fmt"

	"lianshen/reports/document"
	"lianshen/reports/typeset/face"
)

// atom is one character ready to be placed.
type atom struct {
	r       rune
	found   face.Found
	size    float64
	advance float64
	class   class
	offset  int
	ink     Ink
	tight   bool    // a Latin mark in a Latin text: it stands close to a Han character
	rise    float64 // above the baseline, of marks of footnotes
}

// style is how a text is set.
type style struct {
	face face.Name
	size float64
	ink  Ink
}

// shaper turns texts into atoms and numbers the characters in reading order.
type shaper struct {
	chains map[face.Name]*face.Chain
	offset int
	narrow bool // quotation marks of Latin text: English documents
}

func newShaper(language document.Language) (*shaper, error) {
	s := &shaper{chains: map[face.Name]*face.Chain{}, narrow: language == document.English}
	for _, n := range face.Names {
		c, err := face.LoadChain(n)
		if err != nil {
			return nil, err
		}
		s.chains[n] = c
	}
	return s, nil
}

// text shapes a part of the document's text.
func (s *shaper) text(text string, st style) []atom {
	atoms := s.shape(text, st)
	for i := range atoms {
		if !isSpace(atoms[i].r) {
			atoms[i].offset = s.offset
			s.offset++
		}
	}
	return atoms
}

// shape shapes a text that is no part of the document's text.
func (s *shaper) shape(text string, st style) []atom {
	runes := []rune(text)
	atoms := make([]atom, 0, len(runes))
	for i, r := range runes {
		if r == '\r' {
			if i+1 < len(runes) && runes[i+1] == '\n' {
				continue
			}
			r = '\n'
		}
		a := atom{r: r, size: st.size, class: classOf(r), offset: -1, ink: st.ink}
		s.find(&a, st.face, runes, i)
		a.tight = s.narrow && (a.class == westOpen || a.class == westClose)
		atoms = append(atoms, a)
	}
	return atoms
}

func (s *shaper) find(a *atom, name face.Name, runes []rune, i int) {
	switch {
	case a.class == newline:
		return
	case isMark(a.r):
		a.advance = a.size
		return
	case a.r == '\u3000':
		a.advance = a.size
		return
	case isSpace(a.r):
		a.r = ' '
	case isQuote(a.r) && (s.narrow || insideWord(runes, i)):
		// Kai's quotation marks are a third of an em, fit for Latin words.
		if a.class = westClose; a.r == '“' || a.r == '‘' {
			a.class = westOpen
		}
		name = face.Kai
		f, _ := face.Load(name)
		if g, ok := f.Glyph(a.r); ok {
			a.found = face.Found{Name: name, Face: f, Glyph: g, Advance: f.Advance(g)}
			a.advance = a.found.Advance * a.size
			return
		}
	}
	found, ok := s.chains[name].Find(a.r)
	if !ok {
		// Preflight has refused every such document already.
		panic(fmt.Sprintf("set U+%04X, which passed preflight but has no glyph", a.r))
	}
	a.found, a.advance = found, found.Advance*a.size
}

func isQuote(r rune) bool { return r == '“' || r == '”' || r == '‘' || r == '’' }

// insideWord tells an apostrophe (don’t) and quotation marks around Latin words
// in Latin text; those around Latin words in Chinese text stay a cell wide.
func insideWord(runes []rune, i int) bool {
	latin := func(j int) bool { return j >= 0 && j < len(runes) && runes[j] < 0x250 && runes[j] > ' ' }
	edge := func(j int) bool { return j < 0 || j >= len(runes) || runes[j] < 0x250 }
	switch runes[i] {
	case '“', '‘':
		return latin(i+1) && edge(i-1)
	}
	return latin(i-1) && edge(i+1)
}

func width(atoms []atom) float64 {
	g := gapsOf(atoms)
	w := 0.0
	for i, a := range atoms {
		w += a.advance
		if i+1 < len(atoms) {
			w += g[i].natural
		}
	}
	return w
}
