package exchange

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"lianshen/store/journal"
)

// Range is a run of records of one seat, first and last inclusive, 1 ≤ First ≤ Last.
type Range struct {
	First int64 `json:"first"`
	Last  int64 `json:"last"`
}

// Ranges are runs of records of one seat, ascending and not touching. As text they read "3-7,9,12-40".
type Ranges []Range

// Has says whether a record is in one of the runs.
func (rs Ranges) Has(seq int64) bool {
	i := sort.Search(len(rs), func(i int) bool { return rs[i].Last >= seq })
	return i < len(rs) && rs[i].First <= seq
}

// Count gives how many records the runs hold.
func (rs Ranges) Count() int64 {
	var n int64
	for _, r := range rs {
		n += r.Last - r.First + 1
	}
	return n
}

// Without gives what is in the runs and not in those of o.
func (rs Ranges) Without(o Ranges) Ranges {
	var out Ranges
	for _, r := range rs {
		// Runs of o that end before this one begins end before the next ones begin, too.
		for len(o) > 0 && o[0].Last < r.First {
			o = o[1:]
		}
		for i := 0; i < len(o) && o[i].First <= r.Last; i++ {
			if r.First < o[i].First {
				out = append(out, Range{r.First, o[i].First - 1})
			}
			r.First = o[i].Last + 1
		}
		if r.First <= r.Last {
			out = append(out, r)
		}
	}
	return out
}

// Check refuses runs that are not ascending, touch, or hold what cannot be the number of a record.
func (rs Ranges) Check() error {
	last := int64(-1)
	for _, r := range rs {
		if r.First < 1 || r.First > r.Last || r.Last > maxSeq || r.First <= last+1 {
			return fmt.Errorf("the runs %d-%d after %d cannot be", r.First, r.Last, last)
		}
		last = r.Last
	}
	return nil
}

// MarshalText writes the runs as "3-7,9,12-40".
func (rs Ranges) MarshalText() ([]byte, error) {
	var b []byte
	for i, r := range rs {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, r.First, 10)
		if r.Last != r.First {
			b = append(b, '-')
			b = strconv.AppendInt(b, r.Last, 10)
		}
	}
	return b, nil
}

// UnmarshalText reads what MarshalText writes. It does not say whether the runs can be: Check does.
func (rs *Ranges) UnmarshalText(text []byte) error {
	*rs = nil
	if len(text) == 0 {
		return nil
	}
	out := make(Ranges, 0, strings.Count(string(text), ",")+1)
	for word := range strings.SplitSeq(string(text), ",") {
		first, last, run := strings.Cut(word, "-")
		if !run {
			last = first
		}
		a, err1 := strconv.ParseInt(first, 10, 64)
		b, err2 := strconv.ParseInt(last, 10, 64)
		if err1 != nil || err2 != nil {
			return errors.New("runs of records are written otherwise")
		}
		out = append(out, Range{a, b})
	}
	*rs = out
	return nil
}

// Join puts ranges in order, melts those that touch and cuts them off before 1 and after top. The argument stays as it is.
func Join(ranges []Range, top int64) Ranges {
	ranges = slices.Clone(ranges)
	slices.SortFunc(ranges, func(a, b Range) int { return cmp.Compare(a.First, b.First) })
	var out Ranges
	for _, r := range ranges {
		r.First, r.Last = max(r.First, 1), min(r.Last, top)
		if r.First > r.Last {
			continue
		}
		if n := len(out); n > 0 && (out[n-1].Last == math.MaxInt64 || r.First <= out[n-1].Last+1) {
			out[n-1].Last = max(out[n-1].Last, r.Last)
			continue
		}
		out = append(out, r)
	}
	return out
}

// Held is what a laptop has of one seat's log: every record up to Top, but for those in Lacks.
type Held struct {
	Top   int64  `json:"top"`             // number of the highest record, 0 = none
	Hash  string `json:"hash,omitempty"`  // of that record, hex: a witness that the log was not bent; "" = not known
	Lacks Ranges `json:"lacks,omitempty"` // below Top: records withheld by a narrower package, or taken back
}

// Has says whether record number seq is there.
func (h Held) Has(seq int64) bool { return seq >= 1 && seq <= h.Top && !h.Lacks.Has(seq) }

// Runs gives the records that are there.
func (h Held) Runs() Ranges {
	if h.Top < 1 {
		return nil
	}
	return Ranges{{1, h.Top}}.Without(h.Lacks)
}

// Without gives the records that h has and o has not.
func (h Held) Without(o Held) Ranges { return h.Runs().Without(o.Runs()) }

// trim takes Top down to the highest record that is there. Of that one the hash is not known.
func (h Held) trim() Held {
	if n := len(h.Lacks); n > 0 && h.Lacks[n-1].Last >= h.Top {
		h.Top, h.Hash, h.Lacks = h.Lacks[n-1].First-1, "", Join(h.Lacks[:n-1], h.Top)
	}
	return h
}

// Vector is what a laptop has of every seat's log, by the seat's name in the log (32 hex digits).
type Vector map[string]Held

// Has says whether a record is there.
func (v Vector) Has(seat string, seq int64) bool { return v[seat].Has(seq) }

// Check refuses a vector that cannot be: names that are none, numbers out of range, runs out of order, or a highest
// record that is said to be lacking. Vectors from outside are checked before anything is done with them.
func (v Vector) Check() error {
	if len(v) > MaxSeats {
		return fmt.Errorf("a vector of %d seats", len(v))
	}
	for seat, h := range v {
		if !seatForm.MatchString(seat) {
			return errors.New("a vector tells of what is no seat")
		}
		if h.Top < 0 || h.Top > maxSeq || h.Hash != "" && (h.Top == 0 || !hashForm.MatchString(h.Hash)) {
			return fmt.Errorf("a vector tells of record %d", h.Top)
		}
		if err := h.Lacks.Check(); err != nil {
			return err
		}
		if n := len(h.Lacks); n > 0 && h.Lacks[n-1].Last >= h.Top {
			return errors.New("a vector lacks its own highest record")
		}
	}
	return nil
}

// Meet gives what all of several laptops have: what need not be sent to any of them. Without any it is empty. Seats of
// which they have nothing in common are not in it.
func Meet(all ...Vector) Vector {
	out, forked := Vector{}, map[string]int64{}
	for i, v := range all {
		if i == 0 {
			for seat, h := range v {
				if h.Lacks = Join(h.Lacks, h.Top); h.Top > 0 {
					out[seat] = h.trim()
				}
			}
			continue
		}
		maps.DeleteFunc(out, func(seat string, _ Held) bool { return v[seat].Top < 1 })
		for seat, h := range out {
			o := v[seat]
			switch {
			case o.Top < h.Top, o.Top == h.Top && h.Hash == "" && forked[seat] != h.Top:
				h.Top, h.Hash = o.Top, o.Hash
			case o.Top == h.Top && o.Hash != "" && o.Hash != h.Hash:
				h.Hash, forked[seat] = "", h.Top // nobody is witness of a log that forked
			}
			h.Lacks = Join(slices.Concat(h.Lacks, o.Lacks), h.Top)
			out[seat] = h.trim()
		}
	}
	maps.DeleteFunc(out, func(_ string, h Held) bool { return h.Top < 1 })
	return out
}

// Without gives, by seat, the records that v has and o has not. Seats of which o lacks nothing are not in it.
func (v Vector) Without(o Vector) map[string]Ranges {
	out := map[string]Ranges{}
	for seat, h := range v {
		if rs := h.Without(o[seat]); len(rs) > 0 {
			out[seat] = rs
		}
	}
	return out
}

// Lacking gives the first record that v has and o has not, by seat and number, and false when o has all of v.
func (v Vector) Lacking(o Vector) (journal.Ref, bool) {
	for _, seat := range slices.Sorted(maps.Keys(v)) {
		if rs := v[seat].Without(o[seat]); len(rs) > 0 {
			return journal.RefOf(seat, rs[0].First), true
		}
	}
	return "", false
}
