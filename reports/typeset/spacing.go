package typeset

// gap is the room between two neighbours, in points.
type gap struct {
	natural float64 // added to the advance; negative where blanks are squeezed
	shrink  float64 // how much less it may become
	stretch float64 // its weight when a line is stretched, 0 if it must not be
}

const (
	mixed    = 0.2   // em between Han and Latin
	mixedMin = 0.125 // em it may shrink to
	halfEm   = 0.5
)

// gapsOf gives the gap after every atom but the last.
func gapsOf(atoms []atom) []gap {
	gaps := make([]gap, len(atoms))
	for i := 0; i+1 < len(atoms); i++ {
		gaps[i] = gapBetween(&atoms[i], &atoms[i+1])
	}
	return gaps
}

// blankAfter is the blank part at the right of a closing mark.
func blankAfter(a *atom) float64 {
	if a.advance < 0.9*a.size {
		return 0 // a narrow glyph has no blank to give
	}
	switch a.class {
	case closing:
		return halfEm * a.size
	case colon:
		return halfEm / 2 * a.size
	}
	return 0
}

// blankBefore is the blank part at the left of an opening mark.
func blankBefore(a *atom) float64 {
	if a.class == opening && a.advance >= 0.9*a.size {
		return halfEm * a.size
	}
	return 0
}

func gapBetween(a, b *atom) gap {
	after, before := blankAfter(a), blankBefore(b)
	switch {
	case a.class == newline || b.class == newline:
		return gap{}
	case a.class == blank:
		return gap{shrink: a.advance / 4, stretch: 2}
	case b.class == blank:
		return gap{shrink: after}
	case after > 0 && before > 0:
		// ）（ and ，“ : one of the two blanks is enough.
		return gap{natural: -before, shrink: after / 2}
	case after > 0 && (b.class == closing || b.class == colon || b.class == trailing):
		return gap{natural: -after} // ）。 and 》，
	case before > 0 && a.class == opening:
		return gap{natural: -before} // （《
	case after > 0:
		return gap{shrink: after, stretch: stretchOf(a, b)}
	case before > 0:
		return gap{shrink: before, stretch: stretchOf(a, b)}
	case a.tight || b.tight:
		return gap{}
	case a.class == han && touchesHan(b.class) || b.class == han && touchesHan(a.class):
		return gap{natural: mixed * min(a.size, b.size), shrink: (mixed - mixedMin) * min(a.size, b.size), stretch: 1}
	}
	return gap{stretch: stretchOf(a, b)}
}

// touchesHan tells the western classes that keep a gap from a Han character.
func touchesHan(c class) bool {
	return c == letter || c == digit || c == westClose || c == westOpen || c == prefix
}

// stretchOf is 1 where a Han character is on one side: numbers and words are
// never torn apart, nor —— and ……, nor a bracket from what it opens.
func stretchOf(a, b *atom) float64 {
	if a.class == opening || b.class == closing || b.class == colon {
		return 0
	}
	if a.class == han || b.class == han {
		return 1
	}
	return 0
}

// place gives the x of every atom of a line, from 0, and the right end of its
// ink. justify fills the width; without it a line is only squeezed if it is
// too wide.
func place(atoms []atom, gaps []gap, width float64, justify bool) (xs []float64, right float64) {
	n := len(atoms)
	xs = make([]float64, n)
	if n == 0 {
		return xs, 0
	}
	natural, shrink, stretch := 0.0, 0.0, 0.0
	for i, a := range atoms {
		natural += a.advance
		if i < n-1 {
			natural += gaps[i].natural
			shrink += gaps[i].shrink
			stretch += gaps[i].stretch
		}
	}
	end := blankAfter(&atoms[n-1])
	size := atoms[0].size
	extra := width - natural
	squeeze, widen := 0.0, 0.0
	switch {
	case extra < -end && shrink > 0:
		squeeze = min(1, (-extra-end)/shrink)
	case extra > 0 && justify && stretch > 0 && extra/stretch <= maxStretch*size:
		widen = extra / stretch
	}
	x := 0.0
	for i, a := range atoms {
		xs[i] = x
		x += a.advance
		if i < n-1 {
			x += gaps[i].natural - squeeze*gaps[i].shrink + widen*gaps[i].stretch
		}
	}
	return xs, x - end
}

// maxStretch is the widest gap, in em, a line may be torn to; a line that
// would need more stays ragged.
const maxStretch = 0.5
