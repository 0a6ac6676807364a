package exchange

import (
	"maps"
	"slices"

	"lianshen/store/journal"
)

// Range is a run of records of one seat, first and last inclusive, 1 ≤ First ≤ Last.
type Range struct {
	First int64 `json:"first"`
	Last  int64 `json:"last"`
}

// Held is what a laptop has of one seat's log: every record up to Top, but for those in Lacks.
type Held struct {
	Top   int64   `json:"top"`             // number of the highest record, 0 = none
	Hash  string  `json:"hash,omitempty"`  // of that record, hex: a witness that the log was not bent
	Lacks []Range `json:"lacks,omitempty"` // ascending, not touching: records withheld by a narrower package, or taken back
}

// Has says whether record number seq is there.
func (h Held) Has(seq int64) bool {
	if seq < 1 || seq > h.Top {
		return false
	}
	return !slices.ContainsFunc(h.Lacks, func(r Range) bool { return r.First <= seq && seq <= r.Last })
}

// Vector is what a laptop has of every seat's log, by the seat's name in the log (32 hex digits).
type Vector map[string]Held

// Has says whether a record is there.
func (v Vector) Has(seat string, seq int64) bool { return v[seat].Has(seq) }

// Meet gives what all of several laptops have: what need not be sent to any of them. Without any it is empty.
func Meet(all ...Vector) Vector {
	if len(all) == 0 {
		return Vector{}
	}
	out := maps.Clone(all[0])
	if out == nil {
		out = Vector{}
	}
	for _, v := range all[1:] {
		for seat, h := range out {
			o := v[seat]
			if o.Top == 0 {
				delete(out, seat)
				continue
			}
			if o.Top < h.Top {
				h.Top, h.Hash = o.Top, o.Hash
			}
			h.Lacks = Join(append(slices.Clone(h.Lacks), o.Lacks...), h.Top)
			out[seat] = h
		}
	}
	return out
}

// Join puts ranges in order, melts those that touch and cuts them off after top.
func Join(ranges []Range, top int64) []Range {
	slices.SortFunc(ranges, func(a, b Range) int {
		switch {
		case a.First < b.First:
			return -1
		case a.First > b.First:
			return 1
		}
		return 0
	})
	var out []Range
	for _, r := range ranges {
		r.Last = min(r.Last, top)
		if r.First > r.Last {
			continue
		}
		if n := len(out); n > 0 && r.First <= out[n-1].Last+1 {
			out[n-1].Last = max(out[n-1].Last, r.Last)
			continue
		}
		out = append(out, r)
	}
	return out
}

// Lacking gives the first record that v has and o has not, and false when o has all of v.
func (v Vector) Lacking(o Vector) (journal.Ref, bool) {
	for _, seat := range slices.Sorted(maps.Keys(v)) {
		h, other := v[seat], o[seat]
		for seq := int64(1); seq <= h.Top; {
			if i := slices.IndexFunc(h.Lacks, func(r Range) bool { return r.First <= seq && seq <= r.Last }); i >= 0 {
				seq = h.Lacks[i].Last + 1
				continue
			}
			if !other.Has(seq) {
				return journal.RefOf(seat, seq), true
			}
			// On to the next number at which one of the two changes.
			next := h.Top + 1
			if other.Top >= seq {
				next = min(next, other.Top+1)
			}
			for _, r := range slices.Concat(h.Lacks, other.Lacks) {
				if r.First > seq {
					next = min(next, r.First)
				}
			}
			seq = next
		}
	}
	return "", false
}
