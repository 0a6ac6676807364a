package app

import "strings"

// PieceKind says who changed a piece of a text.
type PieceKind string

// The kinds of piece.
const (
	PieceSame   PieceKind = "same"   // nobody
	PieceMine   PieceKind = "mine"   // this side alone
	PieceTheirs PieceKind = "theirs" // the other side alone
	PieceBoth   PieceKind = "both"   // both, to the same
	PieceClash  PieceKind = "clash"  // both, to different things
)

// Piece is a run of sentences of three texts that stand in the same place.
type Piece struct {
	Kind               PieceKind
	Base, Mine, Theirs string
}

// ThreeWay lays two versions of a text beside the one both come from, sentence by sentence. Put together in their order
// the pieces give each of the three texts again, to the byte.
func ThreeWay(base, mine, theirs string) []Piece {
	b, m, t := sentences(base), sentences(mine), sentences(theirs)
	var out []Piece
	for _, s := range align(b, m, t) {
		p := piece(strings.Join(b[s.base.from:s.base.to], ""), strings.Join(m[s.mine.from:s.mine.to], ""), strings.Join(t[s.theirs.from:s.theirs.to], ""))
		if last := len(out) - 1; last >= 0 && out[last].Kind == PieceSame && p.Kind == PieceSame {
			out[last].Base += p.Base
			out[last].Mine += p.Mine
			out[last].Theirs += p.Theirs
			continue
		}
		out = append(out, p)
	}
	return out
}

// piece tells from the texts who changed them.
func piece(base, mine, theirs string) Piece {
	kind := PieceClash
	switch {
	case mine == base && theirs == base:
		kind = PieceSame
	case theirs == base:
		kind = PieceMine
	case mine == base:
		kind = PieceTheirs
	case mine == theirs:
		kind = PieceBoth
	}
	return Piece{kind, base, mine, theirs}
}

// Merged gives the text with the changes of both sides; false when they clash in a piece. It is a proposal: that two
// changes stand in different sentences does not say that they fit together.
func Merged(pieces []Piece) (string, bool) {
	var text strings.Builder
	for _, p := range pieces {
		switch p.Kind {
		case PieceClash:
			return "", false
		case PieceTheirs:
			text.WriteString(p.Theirs)
		default:
			text.WriteString(p.Mine)
		}
	}
	return text.String(), true
}

// ends are the marks that end a sentence; a full stop of Latin script does so only before a blank or the end, or 3.5
// would be two.
const (
	ends    = "。！？；!?"
	closing = "”’」』）)】》\"'"
	blanks  = " \t\n\r\u3000\u00a0"
)

// sentences cuts a text: each sentence with the marks that end it, and the blanks and line breaks between sentences for
// themselves, so that a sentence is the same wherever it stands.
func sentences(text string) []string {
	var out []string
	for text != "" {
		n := len(text) - len(strings.TrimLeft(text, blanks))
		if n == 0 {
			n = sentenceEnd(text)
		}
		out = append(out, text[:n])
		text = text[n:]
	}
	return out
}

// sentenceEnd gives the length in bytes of the sentence a text begins with.
func sentenceEnd(text string) int {
	ended := false
	for i, c := range text {
		rest := text[i:]
		switch {
		case c == '\n' || c == '\r':
			return i
		case strings.ContainsRune(ends, c) || c == '.' && (len(rest) == 1 || strings.ContainsRune(blanks+closing+ends+".", next(rest))):
			ended = true
		case ended && strings.ContainsRune(closing, c):
		case ended:
			return i
		}
	}
	return len(text)
}

// next gives the character behind the first, which is a full stop.
func next(text string) rune {
	for _, c := range text[1:] {
		return c
	}
	return ' '
}
