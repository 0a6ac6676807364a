package journal

import (
	"fmt"
	"slices"
	"sort"
)

// Hole is a run of records of a seat that are not there, with what its neighbours say of it.
type Hole struct {
	After  int64 // number of the record before it, 0 = the hole is at the beginning
	Tip    Hash  // hash of that record, or the beginning of the chain
	From   Time  // its time
	Before int64 // number of the record behind it
	Prev   Hash  // what that record says of the one before
	Until  Time  // its time
	// Unread says that only the numbers are known: what the neighbours say is asked for when a record fills the hole, see
	// [Roll.Stand].
	Unread bool
}

// Beside tells what the record of a seat with a number says that is beside a hole: its hash, that of the record before
// it, and its time.
type Beside func(seat string, seq int64) (hash, prev Hash, at Time, err error)

// read asks what the neighbours of a hole say.
func (h Hole) read(seat string, begin Hash, beside Beside) (Hole, error) {
	var err error
	if h.Tip = begin; h.After > 0 {
		if h.Tip, _, h.From, err = beside(seat, h.After); err != nil {
			return h, fmt.Errorf("read before a hole: %w", err)
		}
	}
	if _, h.Prev, h.Until, err = beside(seat, h.Before); err != nil {
		return h, fmt.Errorf("read behind a hole: %w", err)
	}
	h.Unread = false
	return h, nil
}

// fill proves that a record fits into a hole and gives what is left of the hole.
func (h Hole) fill(p Proof) (left []Hole, code string) {
	r := p.Record
	switch {
	case r.Seq == h.After+1 && r.Prev != h.Tip, r.Seq == h.Before-1 && r.Hash != h.Prev:
		return nil, "prev"
	case p.Fault == nil && (p.Body.Time <= h.From || p.Body.Time >= h.Until):
		return nil, "time"
	}
	if r.Seq > h.After+1 {
		left = append(left, Hole{After: h.After, Tip: h.Tip, From: h.From, Before: r.Seq, Prev: r.Prev, Until: p.Body.Time})
	}
	if r.Seq < h.Before-1 {
		left = append(left, Hole{After: r.Seq, Tip: r.Hash, From: p.Body.Time, Before: h.Before, Prev: h.Prev, Until: h.Until})
	}
	return left, ""
}

// holes are the holes in a chain, ascending. They lie in blocks, so that one of a hundred thousand is filled without
// moving all those behind it, in whatever order they are filled.
type holes struct{ blocks [][]Hole }

// holeBlock is how many holes a block holds at most.
const holeBlock = 256

func (hs *holes) set(all []Hole) {
	hs.blocks = nil
	for part := range slices.Chunk(all, holeBlock/2) {
		hs.blocks = append(hs.blocks, slices.Clone(part))
	}
}

func (hs *holes) all() []Hole { return slices.Concat(hs.blocks...) }

// add puts a hole behind all others.
func (hs *holes) add(h Hole) {
	last := len(hs.blocks) - 1
	if last < 0 || len(hs.blocks[last]) == holeBlock {
		hs.blocks, last = append(hs.blocks, nil), last+1
	}
	hs.blocks[last] = append(hs.blocks[last], h)
}

// find gives where the hole lies that has room for a record.
func (hs *holes) find(seq int64) (block, at int, found bool) {
	block = sort.Search(len(hs.blocks), func(i int) bool { return hs.blocks[i][0].After >= seq }) - 1
	if block < 0 {
		return 0, 0, false
	}
	in := hs.blocks[block]
	at = sort.Search(len(in), func(i int) bool { return in[i].After >= seq }) - 1
	return block, at, seq < in[at].Before
}

// replace puts what is left of a hole in its place.
func (hs *holes) replace(block, at int, left []Hole) {
	in := slices.Replace(hs.blocks[block], at, at+1, left...)
	switch {
	case len(in) == 0:
		hs.blocks = slices.Delete(hs.blocks, block, block+1)
	case len(in) > holeBlock:
		behind := slices.Clone(in[holeBlock/2:])
		hs.blocks[block] = in[:holeBlock/2]
		hs.blocks = slices.Insert(hs.blocks, block+1, behind)
	default:
		hs.blocks[block] = in
	}
}
