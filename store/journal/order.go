package journal

import "strings"

// byTime orders changes by time, then by name, so that the order is the same everywhere.
func byTime(a, b Known) int {
	if a.Time != b.Time {
		if a.Time < b.Time {
			return -1
		}
		return 1
	}
	return compareRefs(a.Ref, b.Ref)
}

// compareRefs orders the changes of one record by their index; any others by name.
func compareRefs(a, b Ref) int {
	sa, na, ia, errA := a.Split()
	sb, nb, ib, errB := b.Split()
	if errA != nil || errB != nil || sa != sb {
		return strings.Compare(string(a), string(b))
	}
	if na != nb {
		return int(max(-1, min(1, na-nb)))
	}
	return ia - ib
}

// order puts the changes so that each comes after those it names, the earlier in time first where that leaves a choice.
// Changes that name each other in a circle, which no program of ours writes, are taken in the order of time.
func (m *merger) order(sorted []Known) {
	n := len(sorted)
	place := make(map[Ref]int, n)
	for i, k := range sorted {
		place[k.Ref] = i
	}
	waits := make([]int, n) // how many parents have not come yet
	next, parents := make([][]int, n), make([][]int, n)
	named := make([]int, n) // by which change it was named last, from 1
	var at writers
	// What a change names that is not here: by seat the latest of it, for it implies what an earlier one would. So it costs
	// nothing to name many.
	latest := map[string]number{}
	for i, k := range sorted {
		name := func(p int) {
			if p != i && named[p] != i+1 {
				named[p] = i + 1
				parents[i] = append(parents[i], p)
				waits[i]++
				next[p] = append(next[p], i)
			}
		}
		for _, ref := range m.law.names(k) {
			if p, here := place[ref]; here {
				name(p)
				continue
			}
			if seat, seq, index, err := ref.Split(); err == nil && latest[seat].before(seq, index) {
				latest[seat] = number{seq, index}
			}
		}
		if len(latest) > 0 {
			if at == nil {
				at = writersOf(sorted)
			}
			for seat, last := range latest {
				at.implied(sorted, k, seat, last, name)
			}
			clear(latest)
		}
	}
	m.all, m.parents, m.rank = make([]Known, 0, n), make([][]int, 0, n), make([]int, 0, n)
	m.at = make(map[Ref]int, n)
	done := make([]bool, n)
	var ready heap
	emit := func(i int) {
		k := sorted[i]
		var before []int
		rank := 0
		for _, p := range parents[i] {
			if done[p] && p != i {
				at := m.at[sorted[p].Ref]
				before = append(before, at)
				rank = max(rank, m.rank[at]+1)
			}
		}
		done[i] = true
		m.at[k.Ref] = len(m.all)
		m.all, m.parents, m.rank = append(m.all, k), append(m.parents, before), append(m.rank, rank)
		for _, c := range next[i] {
			if waits[c]--; waits[c] == 0 && !done[c] {
				ready.push(c)
			}
		}
	}
	for i := range sorted {
		if waits[i] == 0 {
			ready.push(i)
		}
	}
	for first := 0; len(m.all) < n; {
		if i, ok := ready.pop(); ok {
			if !done[i] {
				emit(i)
			}
			continue
		}
		for done[first] {
			first++
		}
		emit(first)
	}
}

// number is where a change stands in the log of its seat: in which record, and where in that.
type number struct {
	seq   int64
	index int
}

func (n number) before(seq int64, index int) bool {
	return n.seq < seq || n.seq == seq && n.index < index
}

// writers tells what every seat wrote: where its changes stand, and under which numbers.
type writers map[string][]struct {
	number
	at int
}

func writersOf(all []Known) writers {
	out := writers{}
	for i, k := range all {
		if seat, seq, index, err := k.Ref.Split(); err == nil {
			out[seat] = append(out[seat], struct {
				number
				at int
			}{number{seq, index}, i})
		}
	}
	return out
}

// implied names what a change was made in knowledge of, where the change p of a seat that it names is not here (it was
// withheld, lost, or set aside): everything about the same field that the seat had written before p.
func (w writers) implied(all []Known, k Known, seat string, p number, name func(int)) {
	for _, o := range w[seat] {
		about := all[o.at].Field == k.Field || all[o.at].Field == "" || k.Field == ""
		if about && o.before(p.seq, p.index) {
			name(o.at)
		}
	}
}

// heap gives out numbers, the lowest first.
type heap struct{ items []int }

func (h *heap) push(v int) {
	h.items = append(h.items, v)
	for i := len(h.items) - 1; i > 0; {
		up := (i - 1) / 2
		if h.items[up] <= h.items[i] {
			break
		}
		h.items[up], h.items[i] = h.items[i], h.items[up]
		i = up
	}
}

func (h *heap) pop() (int, bool) {
	if len(h.items) == 0 {
		return 0, false
	}
	top, last := h.items[0], len(h.items)-1
	h.items[0] = h.items[last]
	h.items = h.items[:last]
	for i := 0; ; {
		small := i
		for _, c := range []int{2*i + 1, 2*i + 2} {
			if c < last && h.items[c] < h.items[small] {
				small = c
			}
		}
		if small == i {
			return top, true
		}
		h.items[i], h.items[small] = h.items[small], h.items[i]
		i = small
	}
}
