package app

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
)

// Element is an element of a list about which two versions of it differ from the one both come from, or do not.
type Element struct {
	Value        json.RawMessage
	Base         bool // it was there
	Mine, Theirs bool // it is there
}

// Kind says who added or removed the element: PieceSame, PieceMine, PieceTheirs or PieceBoth. Whether it was added or
// removed follows from Base.
func (e Element) Kind() PieceKind {
	switch mine, theirs := e.Mine != e.Base, e.Theirs != e.Base; {
	case mine && theirs:
		return PieceBoth
	case mine:
		return PieceMine
	case theirs:
		return PieceTheirs
	}
	return PieceSame
}

// ListDiff lays two versions of a list beside the one both come from, element by element: equal elements are the same
// one, however they are written, and the second of two equal ones is another. merged is a proposal: what nobody removed
// in the order of mine, with what they added where it stands with them. An element that was changed is one removed and
// one added.
func ListDiff(base, mine, theirs []json.RawMessage) (elements []Element, merged []json.RawMessage) {
	b, m, t := counted(base), counted(mine), counted(theirs)
	var keys []string // of elements, in their order
	for _, l := range []countedList{m, t, b} {
		last := -1
		for _, c := range l.list {
			if i := slices.Index(keys, c.key); i >= 0 {
				last = i
				continue
			}
			for last++; last < len(keys) && !l.has[keys[last]]; last++ { // behind what others put in there
			}
			keys = slices.Insert(keys, last, c.key)
			elements = slices.Insert(elements, last, Element{c.value, b.has[c.key], m.has[c.key], t.has[c.key]})
		}
	}
	for _, e := range elements {
		if !e.Base || e.Mine && e.Theirs {
			merged = append(merged, e.Value)
		}
	}
	return elements, merged
}

// counts is an element with a key by which equal ones are told apart.
type counts struct {
	key   string
	value json.RawMessage
}

type countedList struct {
	list []counts
	has  map[string]bool
}

func counted(list []json.RawMessage) countedList {
	out := countedList{has: map[string]bool{}}
	times := map[string]int{}
	for _, raw := range list {
		form := canonical(raw)
		times[form]++
		key := form + "#" + strconv.Itoa(times[form])
		out.list = append(out.list, counts{key, raw})
		out.has[key] = true
	}
	return out
}

// Sum lays two values of a count or an amount beside the one both come from.
type Sum struct {
	Base, Mine, Theirs int64
	Both               int64 // Base with what both added to it: right where both counted further, not where both corrected
}

// Sums reads whole numbers (money in fen) as the log has them, nil = 0. False when one of them is none, or the sum of
// both increments is below zero or too large to be counted.
func Sums(base, mine, theirs json.RawMessage) (Sum, bool) {
	var s Sum
	for _, f := range []struct {
		raw  json.RawMessage
		into *int64
	}{{base, &s.Base}, {mine, &s.Mine}, {theirs, &s.Theirs}} {
		if len(f.raw) > 0 && json.Unmarshal(f.raw, f.into) != nil {
			return Sum{}, false
		}
		if *f.into > math.MaxInt64/4 || *f.into < math.MinInt64/4 {
			return Sum{}, false
		}
	}
	s.Both = s.Mine + s.Theirs - s.Base
	return s, s.Both >= 0
}
