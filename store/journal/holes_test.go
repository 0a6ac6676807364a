package journal

import (
	"crypto/ed25519"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

// longLog gives n records of one seat as [Prove] would judge them, without paying for their signatures.
func longLog(n int) (ed25519.PublicKey, []Proof) {
	key := make(ed25519.PublicKey, ed25519.PublicKeySize)
	tip := Genesis("w", key)
	out := make([]Proof, n)
	for i := range out {
		b := Body{Seat: SeatID(key), Seq: int64(i + 1), Time: Time(i + 1)}
		r := Record{Seat: b.Seat, Seq: b.Seq, Prev: tip}
		r.Hash = Sum(tip, []byte{byte(i)})
		tip = r.Hash
		out[i] = Proof{Record: r, Body: b}
	}
	return key, out
}

// TestLogsWithManyHolesAreFollowedAndFilled takes every tenth record, then all others in orders that move no fewer
// holes than people's packages do. With holes that are copied for each record it would take minutes.
func TestLogsWithManyHolesAreFollowedAndFilled(t *testing.T) {
	const n = 300_000
	key, log := longLog(n)
	for name, order := range map[string]func(i, j int) int{
		"in order":       func(i, j int) int { return i - j },
		"from behind":    func(i, j int) int { return j - i },
		"by each second": func(i, j int) int { return (i%2-j%2)*n + i - j },
	} {
		c := NewChain("w", key)
		c.gapped = true
		var rest []int
		for i, p := range log {
			if i%10 != 4 {
				rest = append(rest, i)
				continue
			}
			if _, err := c.Follow(p); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if got := len(c.holes.all()); got != n/10 {
			t.Fatalf("%s: %d holes", name, got)
		}
		slices.SortFunc(rest, order)
		for _, i := range rest {
			if _, err := c.Follow(log[i]); err != nil {
				t.Fatalf("%s: record %d: %v", name, i, err)
			}
		}
		if got := c.holes.all(); len(got) > 0 || c.seq != n {
			t.Errorf("%s: %d holes are left, the end is %d", name, len(got), c.seq)
		}
	}
}

// TestHolesAreWhatIsMissing takes records in random orders, some twice and some bent, and compares with plain counting.
func TestHolesAreWhatIsMissing(t *testing.T) {
	key, log := longLog(2_000)
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		c := NewChain("w", key)
		c.gapped = true
		here := map[int64]bool{}
		top := int64(0)
		for range 6_000 {
			p := log[r.IntN(len(log))]
			if r.IntN(4) == 0 && int(top)+5 < len(log) {
				p = log[top+int64(r.IntN(5))]
			}
			seq := p.Record.Seq
			bent := r.IntN(10) == 0
			if bent {
				p.Body.Time = Time(len(log)) + 10
				if seq > top { // nothing says yet that the time is wrong
					continue
				}
			}
			_, err := c.Follow(p)
			var f *Fault
			if refuse := here[seq] || bent; refuse != errors.As(err, &f) {
				t.Fatalf("seed %d: record %d: %v", seed, seq, err)
			}
			if err == nil {
				here[seq], top = true, max(top, seq)
			}
		}
		var want []int64
		for seq := int64(1); seq <= top; seq++ {
			if !here[seq] {
				want = append(want, seq)
			}
		}
		var got []int64
		for _, h := range c.holes.all() {
			for seq := h.After + 1; seq < h.Before; seq++ {
				got = append(got, seq)
			}
			for _, beside := range []int64{h.After, h.Before} {
				if beside > 0 && !here[beside] {
					t.Fatalf("seed %d: a hole ends at record %d, which is not there", seed, beside)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v are missing, and not %v", seed, got, want)
		}
	}
}

// TestUnreadHolesAreReadWhenTheyAreFilled proves the neighbours of a hole only when a record fills it, and then all of
// them.
func TestUnreadHolesAreReadWhenTheyAreFilled(t *testing.T) {
	key, log := longLog(30)
	asked := 0
	beside := func(_ string, seq int64) (Hash, Hash, Time, error) {
		asked++
		p := log[seq-1]
		return p.Record.Hash, p.Record.Prev, p.Body.Time, nil
	}
	stand := func() *Roll {
		r := NewRoll("w", key)
		r.AllowHoles()
		last := log[29]
		r.Stand(Standing{Seat: SeatID(key), Key: key, Seq: 30, Tip: last.Record.Hash, Time: last.Body.Time}, nil,
			[]Hole{{After: 0, Before: 3, Unread: true}, {After: 10, Before: 14, Unread: true}, {After: 20, Before: 22, Unread: true}}, beside)
		return r
	}
	r := stand()
	for _, seq := range []int{12, 11, 1, 13, 21, 2} {
		if _, err := r.Follow(log[seq-1]); err != nil {
			t.Fatalf("record %d: %v", seq, err)
		}
	}
	if asked != 5 || len(r.Holes(SeatID(key))) != 0 {
		t.Errorf("asked %d times, left %v", asked, r.Holes(SeatID(key)))
	}
	for name, bend := range map[string]func(p *Proof){
		"prev": func(p *Proof) { p.Record.Prev[0]++ },
		"hash": func(p *Proof) { p.Record.Hash[0]++ },
		"time": func(p *Proof) { p.Body.Time = 25 },
	} {
		r, p := stand(), log[20]
		bend(&p)
		var f *Fault
		if _, err := r.Follow(p); !errors.As(err, &f) || len(r.Holes(SeatID(key))) != 3 {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := errors.New("cannot be read")
	r = stand()
	r.seats[SeatID(key)].chain.beside = func(string, int64) (Hash, Hash, Time, error) { return Hash{}, Hash{}, 0, broken }
	var f *Fault
	if _, err := r.Follow(log[20]); !errors.Is(err, broken) || errors.As(err, &f) {
		t.Errorf("a record that could not be judged: %v", err)
	}
}
