package app

import "slices"

// span is a run of elements: from the first to before the second index.
type span struct{ from, to int }

// strip is what of three lists stands in the same place.
type strip struct{ base, mine, theirs span }

// hunk is a run of the base that another list has otherwise.
type hunk struct{ base, other span }

// side walks through the hunks of one list.
type side struct {
	hunks []hunk
	ahead int // by how much its elements stand behind those of the base where nothing changes
}

// align lays three lists side by side. Changes of the two sides that overlap in the base are one strip, and so are those
// that touch where one of them only puts something in: which of them comes first is not for a program to say.
func align(base, mine, theirs []string) []strip {
	m, t := side{hunks: hunks(base, mine)}, side{hunks: hunks(base, theirs)}
	var out []strip
	at := 0
	same := func(to int) {
		if to > at {
			out = append(out, strip{span{at, to}, m.span(at, to), t.span(at, to)})
		}
		at = to
	}
	for len(m.hunks)+len(t.hunks) > 0 {
		region := firstChange(m.hunks, t.hunks)
		i, j := 0, 0
		for {
			grown := false
			if i < len(m.hunks) && meets(region, m.hunks[i].base) {
				region.to, grown = max(region.to, m.hunks[i].base.to), true
				i++
			}
			if j < len(t.hunks) && meets(region, t.hunks[j].base) {
				region.to, grown = max(region.to, t.hunks[j].base.to), true
				j++
			}
			if !grown {
				break
			}
		}
		same(region.from)
		out = append(out, strip{region, m.take(i, region), t.take(j, region)})
		at = region.to
	}
	same(len(base))
	return out
}

// firstChange gives the place in the base where the next change of either side begins.
func firstChange(a, b []hunk) span {
	if len(b) == 0 || len(a) > 0 && a[0].base.from <= b[0].base.from {
		return span{a[0].base.from, a[0].base.from}
	}
	return span{b[0].base.from, b[0].base.from}
}

// meets says whether a change belongs to the region before it: it overlaps, or only touches and one of both is nothing
// but put in.
func meets(region, next span) bool {
	return next.from < region.to || next.from == region.to && (next.from == next.to || region.from == region.to)
}

// span gives where a run of the base stands in the list when nothing of it changed.
func (s *side) span(from, to int) span { return span{from + s.ahead, to + s.ahead} }

// take gives what the list has for a region of the base that its next n changes lie in, and goes past them.
func (s *side) take(n int, region span) span {
	from := region.from + s.ahead
	if n > 0 {
		last := s.hunks[n-1]
		s.ahead = last.other.to - last.base.to
		s.hunks = s.hunks[n:]
	}
	return span{from, region.to + s.ahead}
}

// unlike is how many elements of two lists may differ before they are taken as wholly different: the way to fewer
// differences would be long, and nobody reads it.
const unlike = 1500

// hunks gives where two lists differ, in their order and with something in common between each two: the fewest
// differences by Myers (An O(ND) Difference Algorithm, 1986), unless they are many.
func hunks(a, b []string) []hunk {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	a, b = a[head:len(a)-tail], b[head:len(b)-tail]
	if len(a)+len(b) == 0 {
		return nil
	}
	var out []hunk
	x, y := 0, 0 // behind the last element in common
	for _, p := range append(common(a, b), [2]int{len(a), len(b)}) {
		if p[0] > x || p[1] > y {
			out = append(out, hunk{span{head + x, head + p[0]}, span{head + y, head + p[1]}})
		}
		x, y = p[0]+1, p[1]+1
	}
	return out
}

// common gives the indices of the elements that two lists have in common, in their order.
func common(a, b []string) [][2]int {
	reach := make([]int, 2*unlike+3) // by diagonal x-y: how far x comes with d differences
	at := func(k int) int { return k + unlike + 1 }
	var past [][]int
	for d := 0; d <= min(len(a)+len(b), unlike); d++ {
		past = append(past, slices.Clone(reach[at(-d-1):at(d+1)+1]))
		for k := -d; k <= d; k += 2 {
			x := reach[at(k-1)] + 1
			if k == -d || k != d && reach[at(k-1)] < reach[at(k+1)] {
				x = reach[at(k+1)]
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			reach[at(k)] = x
			if x >= len(a) && x-k >= len(b) {
				return wayBack(past, len(a), len(b))
			}
		}
	}
	return nil
}

// wayBack follows the fewest differences back from the ends of both lists.
func wayBack(past [][]int, x, y int) [][2]int {
	var out [][2]int
	for d := len(past) - 1; d >= 0; d-- {
		reach := func(k int) int { return past[d][k+d+1] }
		k := x - y
		from := k - 1
		if k == -d || k != d && reach(k-1) < reach(k+1) {
			from = k + 1
		}
		fromX := 0
		if d > 0 {
			fromX = reach(from)
		}
		fromY := fromX - from
		startX, startY := fromX, fromY
		if d == 0 {
			startX, startY = 0, 0
		} else if from == k-1 {
			startX++
		} else {
			startY++
		}
		for x > startX && y > startY {
			x, y = x-1, y-1
			out = append(out, [2]int{x, y})
		}
		x, y = fromX, fromY
	}
	slices.Reverse(out)
	return out
}
