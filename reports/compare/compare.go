// Package compare tells two versions of a text apart: which paragraphs stayed, changed, went and came, and which words of a
// changed paragraph did. It knows texts only, no documents.
//
// Time and memory are bounded whatever comes: stretches that are too long to be looked at pair by pair are told as gone and
// come.
package compare

import (
	"slices"
	"strings"
	"unicode"
)

// Kind is what became of a paragraph or of words.
type Kind string

// The kinds.
const (
	Same    Kind = "same"
	Changed Kind = "changed"
	Removed Kind = "removed"
	Added   Kind = "added"
)

// Pair is a paragraph of the first text, one of the second, or both.
type Pair struct {
	Kind Kind
	A, B int // which paragraph, from 0; -1 where there is none
}

// alike is how much of two paragraphs must be the same, 0–1, for one to be the other changed.
const alike = 0.4

// mostPairs is how many pairs of paragraphs are looked at in a stretch without an anchor.
const mostPairs = 60_000

// Paragraphs compares two texts paragraph by paragraph. White space does not count. The pairs hold every paragraph of both
// once, in an order that keeps both; what was removed stands before what was added at the same place.
func Paragraphs(a, b []string) []Pair {
	p := &pairing{a: inks(a), b: inks(b)}
	p.stretch(0, len(a), 0, len(b))
	return p.out
}

func inks(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = ink(s)
	}
	return out
}

func ink(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// pairing is a comparison under way.
type pairing struct {
	a, b []string
	out  []Pair
}

func (p *pairing) same(i, j int) { p.out = append(p.out, Pair{Same, i, j}) }
func (p *pairing) removed(from, to int) {
	for i := from; i < to; i++ {
		p.out = append(p.out, Pair{Removed, i, -1})
	}
}

func (p *pairing) added(from, to int) {
	for j := from; j < to; j++ {
		p.out = append(p.out, Pair{Added, -1, j})
	}
}

// stretch compares a[i:to] with b[j:upto]: equal ends first, then between paragraphs that either side has once, then what is
// left pair by pair.
func (p *pairing) stretch(i, to, j, upto int) {
	for i < to && j < upto && p.a[i] == p.b[j] {
		p.same(i, j)
		i, j = i+1, j+1
	}
	tail := 0
	for i < to-tail && j < upto-tail && p.a[to-tail-1] == p.b[upto-tail-1] {
		tail++
	}
	to, upto = to-tail, upto-tail
	switch anchors := p.anchors(i, to, j, upto); {
	case i == to || j == upto:
		p.removed(i, to)
		p.added(j, upto)
	case len(anchors) > 0:
		for _, at := range append(anchors, [2]int{to, upto}) {
			p.stretch(i, at[0], j, at[1])
			if at[0] < to {
				p.same(at[0], at[1])
			}
			i, j = at[0]+1, at[1]+1
		}
	case (to-i)*(upto-j) > mostPairs:
		p.removed(i, to)
		p.added(j, upto)
	default:
		p.paired(i, to, j, upto)
	}
	for k := range tail {
		p.same(to+k, upto+k)
	}
}

// anchors are the paragraphs that both stretches have exactly once, as far as they come in the same order in both.
func (p *pairing) anchors(i, to, j, upto int) [][2]int {
	type seen struct{ a, b, inA, inB int }
	all := map[string]*seen{}
	at := func(text string) *seen {
		if all[text] == nil {
			all[text] = &seen{}
		}
		return all[text]
	}
	for k := i; k < to; k++ {
		s := at(p.a[k])
		s.a, s.inA = k, s.inA+1
	}
	for k := j; k < upto; k++ {
		s := at(p.b[k])
		s.b, s.inB = k, s.inB+1
	}
	var once [][2]int
	for k := i; k < to; k++ {
		if s := all[p.a[k]]; s.inA == 1 && s.inB == 1 {
			once = append(once, [2]int{s.a, s.b})
		}
	}
	return rising(once)
}

// rising gives a longest run of pairs that rises in both numbers; the pairs come rising in the first.
func rising(list [][2]int) [][2]int {
	var ends []int // index in list of the lowest end of a run of each length
	before := make([]int, len(list))
	for i, x := range list {
		n, _ := slices.BinarySearchFunc(ends, x[1], func(e, b int) int { return list[e][1] - b })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	if len(ends) == 0 {
		return nil
	}
	var out [][2]int
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		out = append(out, list[i])
	}
	slices.Reverse(out)
	return out
}

// paired pairs the paragraphs of two stretches so that they are as alike as they can be in their order.
func (p *pairing) paired(i, to, j, upto int) {
	n, m := to-i, upto-j
	as, bs := make([][]uint64, n), make([][]uint64, m)
	for k := range n {
		as[k] = couples(p.a[i+k])
	}
	for k := range m {
		bs[k] = couples(p.b[j+k])
	}
	like := make([]float64, n*m)
	best := make([]float64, (n+1)*(m+1)) // of the rests from k and l on
	for k := n - 1; k >= 0; k-- {
		for l := m - 1; l >= 0; l-- {
			s := likeness(as[k], bs[l])
			if p.a[i+k] == p.b[j+l] {
				s = 1.01
			}
			like[k*m+l] = s
			v := max(best[(k+1)*(m+1)+l], best[k*(m+1)+l+1])
			if s >= alike {
				v = max(v, s+best[(k+1)*(m+1)+l+1])
			}
			best[k*(m+1)+l] = v
		}
	}
	k, l := 0, 0
	for k < n && l < m {
		s, here := like[k*m+l], best[k*(m+1)+l]
		switch {
		case s >= alike && here == s+best[(k+1)*(m+1)+l+1]:
			kind := Changed
			if s > 1 {
				kind = Same
			}
			p.out = append(p.out, Pair{kind, i + k, j + l})
			k, l = k+1, l+1
		case here == best[(k+1)*(m+1)+l]:
			p.removed(i+k, i+k+1)
			k++
		default:
			p.added(j+l, j+l+1)
			l++
		}
	}
	p.removed(i+k, to)
	p.added(j+l, upto)
}

// longestLooked is how many characters of a paragraph count for its likeness.
const longestLooked = 4000

// couples are the pairs of neighbouring characters of a text, sorted.
func couples(text string) []uint64 {
	rs := []rune("\x02" + text + "\x03")
	if len(rs) > longestLooked {
		rs = rs[:longestLooked]
	}
	out := make([]uint64, 0, len(rs))
	for i := range len(rs) - 1 {
		out = append(out, uint64(rs[i])<<32|uint64(rs[i+1]))
	}
	slices.Sort(out)
	return out
}

// likeness is twice the couples that both have, by all couples of both: 0–1.
func likeness(a, b []uint64) float64 {
	common, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			common, i, j = common+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return 2 * float64(common) / float64(max(len(a)+len(b), 1))
}
