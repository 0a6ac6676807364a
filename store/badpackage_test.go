package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/journal"
	"lianshen/store/storetest"
)

// answered has a person answer an item, so that there is something to send.
func answered(t testing.TB, w *store.Workspace, item, note string) {
	t.Helper()
	v := app.Problem
	if err := w.Desk().AnswerItem(context.Background(), someCase(t, w).ID, item, app.AnswerInput{Conclusion: &v, Note: &note}); err != nil {
		t.Fatal(err)
	}
}

// cloned copies the folder of a workspace, as who clones a disk or puts back a copy by hand does, and opens the copy.
func cloned(t testing.TB, w *store.Workspace, now time.Time) *store.Workspace {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "clone.lianshen")
	if err := os.CopyFS(dir, os.DirFS(w.Dir())); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "lock")); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	out, err := store.Open(context.Background(), dir, storetest.Options(store.Options{Now: func() time.Time { return now }}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Close() })
	return out
}

// refused demands that a package is refused with a code, at looking and at taking in, and that nothing has changed.
func refused(t *testing.T, w *store.Workspace, paths []string, code string) {
	t.Helper()
	ctx := context.Background()
	before := stateOf(t, w)
	_, seq, hash := w.Tip()
	if _, err := w.Examine(ctx, paths, nil); app.CodeOf(err) != code {
		t.Errorf("looked at: %v, want %s", err, code)
	}
	if _, err := w.TakeIn(ctx, paths, store.TakeIn{Sure: true}, nil); app.CodeOf(err) != code {
		t.Errorf("taken in: %v, want %s", err, code)
	}
	if _, s, h := w.Tip(); s != seq || h != hash || stateOf(t, w) != before {
		t.Error("the workspace is not as before")
	}
	if n, err := w.Imports(ctx); err != nil || len(n) > 0 && n[0].Package == "" {
		t.Error(n, err)
	}
	verified(t, w)
}

func to(w *store.Workspace) []app.ID { return []app.ID{w.Seat().ID} }

func work(t testing.TB, from, receiver *store.Workspace) store.Sent {
	t.Helper()
	return storetest.Write(t, from, store.Outgoing{Kind: exchange.WorkPack, To: to(receiver)})
}

func TestPackagesThatMustNotComeInAreToldApart(t *testing.T) {
	ctx := context.Background()
	t.Run("for somebody else", func(t *testing.T) {
		l := storetest.Laptops(t, 3, roundDay)
		answered(t, l[1], "XR-1-01", "甲")
		refused(t, l[2], work(t, l[1], l[0]).Paths, "exchange.receiver")
	})
	t.Run("our own", func(t *testing.T) {
		l := storetest.Laptops(t, 2, roundDay)
		answered(t, l[1], "XR-1-01", "甲")
		sent := storetest.Write(t, l[1], store.Outgoing{Kind: exchange.WorkPack, To: append(to(l[0]), to(l[1])...)})
		refused(t, l[1], sent.Paths, "exchange.own")
	})
	t.Run("of another workspace", func(t *testing.T) {
		l := storetest.Laptops(t, 1, roundDay)
		refused(t, l[0], forged(t, l[0], l[0], "01a2098d-5667-7cff-87ed-82fac8f5ce99", nil), "exchange.elsewhere")
	})
	t.Run("of an unknown sender", func(t *testing.T) {
		l := storetest.Laptops(t, 1, roundDay)
		refused(t, l[0], forged(t, l[0], l[0], l[0].ID(), nil), "exchange.sender")
	})
	t.Run("of a sender left out", func(t *testing.T) {
		l := storetest.Laptops(t, 2, roundDay)
		answered(t, l[1], "XR-1-01", "甲")
		storetest.Pass(t, l[1], l[0])
		if err := l[0].LeaveOut(ctx, l[1].Seat().ID, "调离"); err != nil {
			t.Fatal(err)
		}
		answered(t, l[1], "XR-1-02", "停用之后写的")
		refused(t, l[0], work(t, l[1], l[0]).Paths, "exchange.sender.out")
	})
	t.Run("with a record nobody signed", func(t *testing.T) {
		l := storetest.Laptops(t, 2, roundDay)
		refused(t, l[0], forged(t, l[1], l[0], l[0].ID(), func(r *journal.Record) { r.Sig[5] ^= 1 }), "exchange.record")
	})
	t.Run("before the one that it follows", func(t *testing.T) {
		l := storetest.Laptops(t, 2, roundDay)
		office, a := l[0], l[1]
		old := cloned(t, office, roundDay)
		answered(t, a, "XR-1-01", "甲")
		storetest.Pass(t, a, office)
		receipt := storetest.Write(t, office, store.Outgoing{Kind: exchange.ReceiptOnly, To: to(a)})
		if _, err := a.TakeIn(ctx, receipt.Paths, store.TakeIn{}, nil); err != nil {
			t.Fatal(err)
		}
		answered(t, a, "XR-1-02", "乙")
		second := work(t, a, office)
		refused(t, old, second.Paths, "exchange.gap")
	})
	t.Run("of a laptop that was cloned", func(t *testing.T) {
		l := storetest.Laptops(t, 2, roundDay)
		office, a := l[0], l[1]
		twin := cloned(t, a, roundDay)
		answered(t, a, "XR-1-01", "原机")
		answered(t, twin, "XR-1-01", "克隆机")
		storetest.Pass(t, a, office)
		refused(t, office, work(t, twin, office).Paths, "exchange.fork")
		peers, err := office.Peers(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range peers {
			if p.Forked != (p.ID == a.Seat().ID) {
				t.Errorf("%s exists twice: %v", p.Who.Name, p.Forked)
			}
		}
	})
	t.Run("to an older copy of the receiver", func(t *testing.T) {
		l := storetest.Laptops(t, 2, roundDay)
		office, a := l[0], l[1]
		old := cloned(t, a, roundDay)
		answered(t, a, "XR-1-01", "甲")
		storetest.Pass(t, a, office)
		sent := storetest.Write(t, office, store.Outgoing{Kind: exchange.WorkPack, To: to(a), Full: true})
		refused(t, old, sent.Paths, "exchange.behind")
	})
	t.Run("cut off or changed anywhere", func(t *testing.T) {
		l := storetest.Laptops(t, 2, roundDay)
		answered(t, l[1], "XR-1-01", "甲")
		sent := work(t, l[1], l[0])
		raw, err := os.ReadFile(sent.Paths[0])
		if err != nil {
			t.Fatal(err)
		}
		before := stateOf(t, l[0])
		spoilt := filepath.Join(t.TempDir(), filepath.Base(sent.Paths[0]))
		try := func(b []byte, what string, at int) {
			t.Helper()
			if err := os.WriteFile(spoilt, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := l[0].TakeIn(ctx, []string{spoilt}, store.TakeIn{Sure: true}, nil); app.CodeOf(err) == "" {
				t.Errorf("%s at %d: %v", what, at, err)
			}
		}
		for at := 0; at < len(raw); at += 1024 {
			try(raw[:at], "cut", at)
		}
		for at := 0; at < len(raw); at += 211 {
			flipped := append([]byte{}, raw...)
			flipped[at] ^= 1 << (at % 8)
			try(flipped, "flipped", at)
		}
		if stateOf(t, l[0]) != before {
			t.Error("the workspace is not as before")
		}
		if done, err := l[0].TakeIn(ctx, sent.Paths, store.TakeIn{}, nil); err != nil || done.N == 0 {
			t.Errorf("the whole one: %+v %v", done, err)
		}
	})
}

// forged writes a package for a receiver by hand, as who knows the format and has a key of his own could: with one
// record of the sender, changed by f; without f by a stranger and with no record.
func forged(t *testing.T, from, receiver *store.Workspace, workspace string, f func(*journal.Record)) []string {
	t.Helper()
	signer, err := journal.SignerOf(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	m := exchange.Manifest{Kind: exchange.WorkPack, ID: app.ID("01a2098d-5667-7cff-87ed-82fac8f5ce71"), Number: 1, Made: roundDay.UnixMilli(), Workspace: workspace,
		Founder: signer.Public(), From: exchange.Sender{Seat: signer.ID, Key: signer.Public(), Person: "某人"}, To: []string{receiver.Seat().Key},
		Since: exchange.Vector{}, Has: exchange.Vector{}}
	d := exchange.Draft{Manifest: m, Sign: signer.Sign, Recipients: []string{receiver.Seat().Box}}
	if f != nil {
		change := app.Change{Entity: "01a2098d-5667-7cff-87ed-82fac8f5ce72", Noun: app.KindUnit, Kind: app.New, Value: []byte(`{"name":"假的"}`)}
		r, err := signer.Seal(journal.Genesis(workspace, signer.Public()), journal.Body{V: 1, Seat: signer.ID, Seq: 1, Time: 1 << 20, Who: "某人", Verb: app.VerbSaveUnit,
			Changes: []journal.Change{{Change: change}}})
		if err != nil {
			t.Fatal(err)
		}
		// It claims to be the next one of a seat that is enrolled.
		r.Seat = from.Seat().Key
		_, seq, _ := from.Tip()
		r.Seq = seq + 1
		f(&r)
		d.Manifest.Has = exchange.Vector{r.Seat: {Top: r.Seq, Hash: r.Hash.String()}}
		d.Log = func(yield func(journal.Record) error) error { return yield(r) }
	}
	w, err := exchange.Write(context.Background(), t.TempDir(), "假.lspack", d, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.Paths
}

func TestAClockYearsOffIsToldAndNotFollowed(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	office := l[0]
	ahead := cloned(t, l[1], roundDay.AddDate(3, 0, 0))
	answered(t, ahead, "XR-1-01", "钟快三年")
	sent := work(t, ahead, office)
	look, err := office.Examine(ctx, sent.Paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	if look.Clock < 3*364*24*time.Hour {
		t.Errorf("the clock is %v ahead", look.Clock)
	}
	if _, err := office.TakeIn(ctx, sent.Paths, store.TakeIn{}, nil); err != nil {
		t.Fatal(err)
	}
	unit, err := app.List[app.Unit](ctx, office, "")
	if err != nil {
		t.Fatal(err)
	}
	unit[0].ShortName = "改名"
	if err := app.Keep(ctx, office.Desk(), app.VerbSaveUnit, unit[0]); err != nil {
		t.Fatal(err)
	}
	last, err := office.LastDeeds(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	if d := last[0].At.Sub(roundDay); d > time.Hour {
		t.Errorf("the office's own deed is dated %v late", d)
	}
	verified(t, office)
	// What was written with knowledge of it prevails all the same, whatever the clocks say.
	answered(t, ahead, "XR-1-01", "改过一次")
	storetest.Pass(t, ahead, office)
	if n, err := office.CountClashes(ctx); err != nil || n != 0 {
		t.Errorf("%d clashes, %v", n, err)
	}
}

func TestARestoredLaptopGetsItsLostWorkBack(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	office, a := l[0], l[1]
	b, err := a.Backup(ctx, store.BackupOptions{To: t.TempDir(), Why: "hand"})
	if err != nil {
		t.Fatal(err)
	}
	answered(t, a, "XR-1-01", "备份之后写的")
	storetest.Pass(t, a, office)
	dir := filepath.Join(t.TempDir(), "restored.lianshen")
	again, _, err := store.Restore(ctx, b.Path, dir, storetest.Options(store.Options{Now: func() time.Time { return roundDay }}))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	storetest.Pass(t, again, office) // the office learns of the new seat
	storetest.Pass(t, office, again)
	got, err := app.List[app.Answer](ctx, again, someCase(t, again).ID)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, x := range got {
		found = found || x.Note == "备份之后写的"
	}
	if !found {
		t.Error("what was written after the backup did not come back")
	}
	verified(t, again)
	verified(t, office)
}
