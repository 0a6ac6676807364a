package compare

import (
	"strings"
	"unicode"
)

// Piece is a stretch of a compared paragraph: Same, Removed or Added.
type Piece struct {
	Kind Kind
	Text string
}

// mostCells bounds how many words are held against each other; beyond it the differing middle is told as a whole.
const mostCells = 4_000_000

// Words compares two paragraphs. Chinese goes by characters, Latin words and numbers stay whole: 23,175,000.00 and
// 18,175,000.00 differ as two numbers, not by two digits. The pieces without Added make a, those without Removed make b.
func Words(a, b string) []Piece {
	as, bs := tokens(a), tokens(b)
	from := 0
	for from < len(as) && from < len(bs) && as[from] == bs[from] {
		from++
	}
	tail := 0
	for tail < len(as)-from && tail < len(bs)-from && as[len(as)-1-tail] == bs[len(bs)-1-tail] {
		tail++
	}
	w := &wording{}
	w.put(Same, as[:from]...)
	w.middle(as[from:len(as)-tail], bs[from:len(bs)-tail])
	w.put(Same, as[len(as)-tail:]...)
	return w.settled()
}

// tokens cuts a text into what is compared as one.
func tokens(text string) []string {
	var out []string
	rs := []rune(text)
	for i := 0; i < len(rs); {
		to := i + 1
		for inWord(rs, i) && to < len(rs) && (inWord(rs, to) || to+1 < len(rs) && strings.ContainsRune(".,", rs[to]) && unicode.IsDigit(rs[to-1]) && unicode.IsDigit(rs[to+1])) {
			to++
		}
		out = append(out, string(rs[i:to]))
		i = to
	}
	return out
}

// inWord says whether a character belongs to a Latin word or a number.
func inWord(rs []rune, i int) bool {
	r := rs[i]
	return r < 0x2000 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// wording is a comparison of words under way.
type wording struct{ out []Piece }

func (w *wording) put(k Kind, words ...string) {
	text := strings.Join(words, "")
	if text == "" {
		return
	}
	if n := len(w.out); n > 0 && w.out[n-1].Kind == k {
		w.out[n-1].Text += text
		return
	}
	w.out = append(w.out, Piece{k, text})
}

// middle finds a longest common run of words.
func (w *wording) middle(as, bs []string) {
	n, m := len(as), len(bs)
	if n == 0 || m == 0 || n*m > mostCells {
		w.put(Removed, as...)
		w.put(Added, bs...)
		return
	}
	longest := make([]uint16, (n+1)*(m+1)) // of the rests; n·m is bounded, so the shorter one is below 2,001
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if as[i] == bs[j] {
				longest[i*(m+1)+j] = longest[(i+1)*(m+1)+j+1] + 1
			} else {
				longest[i*(m+1)+j] = max(longest[(i+1)*(m+1)+j], longest[i*(m+1)+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < n && j < m {
		switch {
		case as[i] == bs[j]:
			w.put(Same, as[i])
			i, j = i+1, j+1
		case longest[(i+1)*(m+1)+j] >= longest[i*(m+1)+j+1]:
			w.put(Removed, as[i])
			i++
		default:
			w.put(Added, bs[j])
			j++
		}
	}
	w.put(Removed, as[i:]...)
	w.put(Added, bs[j:]...)
}

// settled joins changes that a lone character keeps apart, which nobody could read, and sets what was removed before what
// was added.
func (w *wording) settled() []Piece {
	var out []Piece
	var gone, come string
	flush := func() {
		for _, p := range []Piece{{Removed, gone}, {Added, come}} {
			if p.Text != "" {
				out = append(out, p)
			}
		}
		gone, come = "", ""
	}
	for i, p := range w.out {
		between := i > 0 && i < len(w.out)-1
		switch {
		case p.Kind == Removed:
			gone += p.Text
		case p.Kind == Added:
			come += p.Text
		case between && len(tokens(p.Text)) == 1:
			gone, come = gone+p.Text, come+p.Text
		default:
			flush()
			out = append(out, p)
		}
	}
	flush()
	return out
}
