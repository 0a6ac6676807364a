package store

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
)

func TestAReceiptCountsForAnotherSeatOnlyWhereBothNameEachOther(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	at := func(d time.Duration) int64 { return now.Add(d).UnixMilli() }
	has := func(n int64) exchange.Vector { return exchange.Vector{"x": {Top: n}} }
	receipt := func(made int64, top int64, here ...string) keptReceipt {
		return keptReceipt{Receipt: exchange.Receipt{Here: here, Made: made, Has: has(top)}}
	}
	day := 24 * time.Hour
	for _, c := range []struct {
		name string
		k    keptReceipts
		want int64 // of the receipt that counts for a, 0 = none
	}{
		{"both", keptReceipts{"a": receipt(at(-2*day), 1, "a", "b"), "b": receipt(at(-day), 2, "a", "b")}, 2},
		{"the other one alone", keptReceipts{"a": receipt(at(-2*day), 1, "a"), "b": receipt(at(-day), 2, "a", "b")}, 1},
		{"of a nothing is known", keptReceipts{"b": receipt(at(-day), 2, "a", "b")}, 0},
		{"an older one", keptReceipts{"a": receipt(at(-day), 1, "a", "b"), "b": receipt(at(-2*day), 2, "a", "b")}, 1},
		{"from the future", keptReceipts{"a": receipt(at(-day), 1, "a", "b"), "b": receipt(at(99*365*day), 2, "a", "b")}, 1},
		{"its clock a little ahead", keptReceipts{"a": receipt(at(-day), 1, "a", "b"), "b": receipt(at(day), 2, "a", "b")}, 2},
		{"its own from the future", keptReceipts{"a": receipt(at(3*365*day), 1, "a", "b"), "b": receipt(at(-day), 2, "a", "b")}, 1},
	} {
		if got := c.k.of("a", now).Has["x"].Top; got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// third gives one more workspace that joined the office.
func third(t testing.TB, office *Workspace, o Options) *Workspace {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "三.lianshen")
	request, err := Ask(ctx, dir, AskOptions{Person: "丙", Phrase: o.Phrase, Cost: o.Cost, Now: o.Now})
	if err != nil {
		t.Fatal(err)
	}
	seat := admit(t, office, request)
	sent, err := office.WritePackage(ctx, Outgoing{Kind: exchange.RoundPack, To: []app.ID{seat.ID}}, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := Join(ctx, dir, sent.Paths, dir, Options{Phrase: o.Phrase, Cost: o.Cost, Now: o.Now, Log: o.Log}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// claims has a workspace send another one a receipt that says whatever f makes it say, signed by its own seat.
func claims(t testing.TB, from, to *Workspace, f func(*exchange.Receipt)) {
	t.Helper()
	r, err := from.receipt(ctx, from.writer)
	if err != nil {
		t.Fatal(err)
	}
	f(&r)
	if r, err = r.Seal(from.signer.Sign); err != nil {
		t.Fatal(err)
	}
	d := draftOf(t, from, exchange.ReceiptOnly, []string{to.Seat().Box}, "")
	d.Sign = from.signer.Sign
	d.Manifest.To, d.Manifest.Blobs, d.Manifest.Receipts = []string{to.signer.ID}, nil, []exchange.Receipt{r}
	d.Log = func(func(journal.Record) error) error { return nil }
	answer(t, to, []string{write(t, d)})
}

func TestAMemberCannotSayWhatAnotherHas(t *testing.T) {
	office, o, group := exchanged(t)
	attacker := third(t, office, o)
	answer(t, group, workFor(t, office, group.Seat().ID)) // the group learns of the third
	answer(t, office, receiptFor(t, group, office.Seat().ID))
	lacks := func() int {
		t.Helper()
		peers, err := office.Peers(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range peers {
			if p.ID == group.Seat().ID {
				return p.Lacks
			}
		}
		t.Fatal("the group is not among them")
		return 0
	}
	worked(t, office, "新底稿")
	before := lacks()
	if before == 0 {
		t.Fatal("nothing lacks")
	}
	claims(t, attacker, office, func(r *exchange.Receipt) {
		r.Here = []string{group.signer.ID, attacker.signer.ID}
		r.Made = office.now().AddDate(99, 0, 0).UnixMilli()
		r.Count = 1 << 40
		all, err := have(ctx, office.writer, false)
		if err != nil {
			t.Fatal(err)
		}
		r.Has = all
	})
	if after := lacks(); after != before {
		t.Errorf("%d field changes for the group before the claim, %d after it", before, after)
	}
}

// TestWhatSomebodyClaimsToHaveIsCountedToABound: neither a huge number nor many of them do any harm.
func TestWhatSomebodyClaimsToHaveIsCountedToABound(t *testing.T) {
	office, _, group := exchanged(t)
	claims(t, group, office, func(r *exchange.Receipt) {
		r.Count = 1 << 40
		for n := range 1000 {
			r.Has[strings.Repeat("0", 28)+string([]byte{"0123456789abcdef"[n/256], "0123456789abcdef"[n/16%16], "0123456789abcdef"[n%16], '0'})] = exchange.Held{Top: 1e17, Hash: strings.Repeat("ab", 32)}
		}
	})
	peers, err := office.Peers(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range peers {
		if p.ID == group.Seat().ID && p.Ahead != mostAhead {
			t.Errorf("%d records ahead", p.Ahead)
		}
	}
}
