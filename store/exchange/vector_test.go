package exchange

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lianshen/store/journal"
)

// naive is a vector as nobody could keep it: every record by itself.
type naive map[string]map[int64]bool

// most is the highest number in these tests.
const most = 24

var seatNames = []string{strings.Repeat("a", 32), strings.Repeat("b", 32), strings.Repeat("c", 32)}

func drawVector(rt *rapid.T, name string) (Vector, naive) {
	v, n := Vector{}, naive{}
	for _, seat := range seatNames {
		set := map[int64]bool{}
		for _, seq := range rapid.SliceOf(rapid.Int64Range(1, most)).Draw(rt, name) {
			set[seq] = true
		}
		if rapid.Bool().Draw(rt, name+" mostly there") {
			for seq := int64(1); seq <= most; seq++ {
				set[seq] = !set[seq]
			}
			maps.DeleteFunc(set, func(_ int64, has bool) bool { return !has })
		}
		if h := heldOf(set); h.Top > 0 {
			v[seat], n[seat] = h, set
		}
	}
	return v, n
}

// heldOf gives what a set of records is as Held.
func heldOf(set map[int64]bool) Held {
	var h Held
	for seq := range set {
		h.Top = max(h.Top, seq)
	}
	for seq := int64(1); seq < h.Top; seq++ {
		if !set[seq] {
			h.Lacks = append(h.Lacks, Range{seq, seq})
		}
	}
	h.Lacks = Join(h.Lacks, h.Top)
	if h.Top > 0 {
		h.Hash = fmt.Sprintf("%064d", h.Top) // every laptop has the same log
	}
	return h
}

func setOf(rs Ranges) map[int64]bool {
	set := map[int64]bool{}
	for _, r := range rs {
		for seq := r.First; seq <= r.Last; seq++ {
			set[seq] = true
		}
	}
	return set
}

func TestAVectorSaysWhatASetOfRecordsWouldSay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		v, n := drawVector(rt, "v")
		if err := v.Check(); err != nil {
			rt.Fatal(err)
		}
		for _, seat := range seatNames {
			for seq := int64(-1); seq <= most+2; seq++ {
				if v.Has(seat, seq) != n[seat][seq] {
					rt.Fatalf("record %d: %v", seq, v[seat])
				}
			}
			runs := v[seat].Runs()
			if err := runs.Check(); err != nil || !maps.Equal(setOf(runs), n[seat]) && len(n[seat])+len(runs) > 0 || runs.Count() != int64(len(n[seat])) {
				rt.Fatalf("runs %v of %v: %v", runs, n[seat], err)
			}
		}
		raw, err := json.Marshal(v)
		if err != nil {
			rt.Fatal(err)
		}
		var same Vector
		if err := json.Unmarshal(raw, &same); err != nil || !reflect.DeepEqual(same, v) {
			rt.Fatalf("%s reads as %v, %v", raw, same, err)
		}
	})
}

func TestMeetIsWhatAllHave(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var all []Vector
		var sets []naive
		for range rapid.IntRange(0, 4).Draw(rt, "laptops") {
			v, n := drawVector(rt, "v")
			all, sets = append(all, v), append(sets, n)
		}
		raw, _ := json.Marshal(all)
		met := Meet(all...)
		if now, _ := json.Marshal(all); string(now) != string(raw) {
			rt.Fatal("Meet changes what it is given")
		}
		if err := met.Check(); err != nil {
			rt.Fatalf("%v: %v", met, err)
		}
		for _, seat := range seatNames {
			top := int64(0)
			for seq := int64(1); seq <= most; seq++ {
				want := len(sets) > 0
				for _, n := range sets {
					want = want && n[seat][seq]
				}
				if met.Has(seat, seq) != want {
					rt.Fatalf("record %d: %v of %v", seq, met[seat], all)
				}
				if want {
					top = seq
				}
			}
			h, there := met[seat]
			if there != (top > 0) || h.Top != top {
				rt.Fatalf("%v, want top %d", h, top)
			}
			if h.Hash != "" && h.Hash != fmt.Sprintf("%064d", top) {
				rt.Fatalf("the hash is that of another record: %v", h)
			}
		}
		again := Meet(append(slices.Clone(all), all...)...)
		if len(all) > 0 && !reflect.DeepEqual(met, again) {
			rt.Fatalf("all twice over give %v, not %v", again, met)
		}
	})
}

func TestAForkedLogHasNoWitness(t *testing.T) {
	at := func(hash string) Vector { return Vector{seatNames[0]: {Top: 3, Hash: strings.Repeat(hash, 64)}} }
	for _, all := range [][]Vector{{at("1"), at("2")}, {at("1"), at("2"), at("1")}, {at("1"), at("2"), at("2"), at("2")}} {
		if met := Meet(all...); met[seatNames[0]].Hash != "" || met[seatNames[0]].Top != 3 {
			t.Errorf("%v", met)
		}
	}
	if met := Meet(at("1"), Vector{seatNames[0]: {Top: 3}}, at("1")); met[seatNames[0]].Hash == "" {
		t.Error("a witness who says nothing silences the others")
	}
}

func TestLackingNamesTheFirstRecordThatIsMissing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		v, n := drawVector(rt, "v")
		o, m := drawVector(rt, "o")
		var want journal.Ref
		count := 0
		for _, seat := range seatNames {
			for seq := int64(1); seq <= most; seq++ {
				if n[seat][seq] && !m[seat][seq] {
					if count++; want == "" {
						want = journal.RefOf(seat, seq)
					}
				}
			}
		}
		if got, lacks := v.Lacking(o); got != want || lacks != (want != "") {
			rt.Fatalf("%q, want %q: %v without %v", got, want, v, o)
		}
		got := int64(0)
		for seat, rs := range v.Without(o) {
			if err := rs.Check(); err != nil || len(rs) == 0 {
				rt.Fatalf("%v: %v", rs, err)
			}
			got += rs.Count()
			for seq := range setOf(rs) {
				if !n[seat][seq] || m[seat][seq] {
					rt.Fatalf("record %d is in %v", seq, rs)
				}
			}
		}
		if got != int64(count) {
			rt.Fatalf("%d records, want %d", got, count)
		}
	})
}

func TestJoinIsTheUnionUpToTop(t *testing.T) {
	number := rapid.OneOf(rapid.Int64Range(-3, most), rapid.SampledFrom([]int64{math.MaxInt64, math.MaxInt64 - 1, math.MinInt64}))
	rapid.Check(t, func(rt *rapid.T) {
		ranges := rapid.SliceOf(rapid.Custom(func(rt *rapid.T) Range {
			return Range{number.Draw(rt, "first"), number.Draw(rt, "last")}
		})).Draw(rt, "ranges")
		before, top := slices.Clone(ranges), number.Draw(rt, "top")
		got := Join(ranges, top)
		if !slices.Equal(ranges, before) {
			rt.Fatal("Join changes what it is given")
		}
		for seq := int64(-4); seq <= most+2; seq++ {
			want := seq >= 1 && seq <= top && slices.ContainsFunc(ranges, func(r Range) bool { return r.First <= seq && seq <= r.Last })
			if got.Has(seq) != want {
				rt.Fatalf("%d in %v up to %d gives %v", seq, ranges, top, got)
			}
		}
		for i, r := range got {
			if r.First > r.Last || i > 0 && r.First <= got[i-1].Last+1 {
				rt.Fatalf("%v is not in order", got)
			}
		}
	})
}

func TestRunsAreReadAsTheyWereWritten(t *testing.T) {
	for text, want := range map[string]Ranges{"": nil, "1": {{1, 1}}, "3-7,9,12-40": {{3, 7}, {9, 9}, {12, 40}}} {
		var got Ranges
		if err := got.UnmarshalText([]byte(text)); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q reads as %v, %v", text, got, err)
		}
		if raw, _ := got.MarshalText(); string(raw) != text {
			t.Errorf("%v is written %q", got, raw)
		}
	}
	for _, text := range []string{",", "1,", "-", "1-", "-1", "a", "1-2-3", "1 ", "99999999999999999999"} {
		var got Ranges
		if err := got.UnmarshalText([]byte(text)); err == nil && got.Check() == nil {
			t.Errorf("%q reads as %v", text, got)
		}
	}
}

func TestImpossibleVectorsAreRefused(t *testing.T) {
	good := Held{Top: 9, Hash: strings.Repeat("0", 64), Lacks: Ranges{{1, 2}, {4, 4}}}
	if err := (Vector{seatNames[0]: good, seatNames[1]: {}}).Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Held){
		"below nothing":    func(h *Held) { h.Top = -1 },
		"beyond numbers":   func(h *Held) { h.Top = maxSeq + 1 },
		"hash":             func(h *Held) { h.Hash = "x" },
		"hash of nothing":  func(h *Held) { h.Top, h.Lacks = 0, nil },
		"lacks its top":    func(h *Held) { h.Lacks = Ranges{{9, 9}} },
		"lacks beyond top": func(h *Held) { h.Lacks = Ranges{{3, 12}} },
		"lacks record 0":   func(h *Held) { h.Lacks = Ranges{{0, 1}} },
		"backwards":        func(h *Held) { h.Lacks = Ranges{{3, 2}} },
		"out of order":     func(h *Held) { h.Lacks = Ranges{{4, 5}, {1, 2}} },
		"touching":         func(h *Held) { h.Lacks = Ranges{{1, 2}, {3, 4}} },
		"overlapping":      func(h *Held) { h.Lacks = Ranges{{1, 5}, {3, 6}} },
	} {
		h := good
		spoil(&h)
		if (Vector{seatNames[0]: h}).Check() == nil {
			t.Errorf("%s is let pass: %v", name, h)
		}
	}
	if (Vector{"x": good}).Check() == nil {
		t.Error("what is no seat is let pass")
	}
	many := Vector{}
	for i := range MaxSeats + 1 {
		many[fmt.Sprintf("%032x", i)] = Held{}
	}
	if many.Check() == nil {
		t.Error("too many seats are let pass")
	}
}

// A log with many holes is compared in the time that reading it takes.
func BenchmarkLackingWithManyHoles(b *testing.B) {
	var v, o Held
	v.Top, o.Top = 400_000, 400_000
	for i := int64(1); i < 400_000; i += 4 {
		v.Lacks, o.Lacks = append(v.Lacks, Range{i, i + 1}), append(o.Lacks, Range{i, i})
	}
	for b.Loop() {
		if ref, lacks := (Vector{seatNames[0]: v}).Lacking(Vector{seatNames[0]: o}); lacks {
			b.Fatal(ref)
		}
	}
}
