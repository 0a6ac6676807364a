package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
)

func TestPartsAreOnePackageWhenAllAreThere(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	office, a := l[0], l[1]
	s := newShare(t)
	sent, err := a.WritePackage(ctx, store.Outgoing{Kind: exchange.WorkPack, To: []app.ID{office.Seat().ID}, Full: true}, store.WriteTo{Dir: s.dir, Limit: exchange.MinLimit}, nil)
	if err != nil || len(sent.Paths) < 2 {
		t.Fatalf("%d parts, %v", len(sent.Paths), err)
	}
	f := s.scan(t, a)
	if len(f.Mine) != 1 || len(f.Mine[0].Paths) != len(sent.Paths) || len(f.Mine[0].Waits) != 1 {
		t.Fatalf("%+v", f.Mine)
	}
	last := sent.Paths[len(sent.Paths)-1]
	if err := os.Rename(last, last+".away"); err != nil {
		t.Fatal(err)
	}
	if f := s.scan(t, office); len(f.Half) != 1 || app.CodeOf(f.Half[0].Err) != "exchange.parts.missing" {
		t.Errorf("%+v", f.Half)
	}
	if err := os.Rename(last+".away", last); err != nil {
		t.Fatal(err)
	}
	sets, err := store.PackageFiles([]string{sent.Paths[1], sent.Paths[0]})
	if err != nil || len(sets) != 1 || strings.Join(sets[0], "\n") != strings.Join(sent.Paths, "\n") {
		t.Errorf("%v, %v", sets, err)
	}
}

func TestAPackageThatLacksAnEarlierOneWaitsForIt(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 3, roundDay)
	office, a, b := l[0], l[1], l[2]
	// A copy of b, as a stick makes one, is behind: of what b has told to have it lacks the first package.
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	behind := filepath.Join(t.TempDir(), "behind.lianshen")
	if err := os.CopyFS(behind, os.DirFS(b.Dir())); err != nil {
		t.Fatal(err)
	}
	open := func(dir string) *store.Workspace {
		t.Helper()
		w, err := store.Open(ctx, dir, storetest.Options(store.Options{Now: func() time.Time { return roundDay }}))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := w.Close(); err != nil {
				t.Error(err)
			}
		})
		return w
	}
	b, old := open(b.Dir()), open(behind)
	note(t, a, "XR-1-01", "一。")
	storetest.Pass(t, a, office)
	forB := store.Outgoing{Kind: exchange.WorkPack, To: []app.ID{b.Seat().ID}}
	first := storetest.Write(t, office, forB)
	if _, err := b.TakeIn(ctx, first.Paths, store.TakeIn{}, nil); err != nil {
		t.Fatal(err)
	}
	receipt := storetest.Write(t, b, store.Outgoing{Kind: exchange.ReceiptOnly, To: []app.ID{office.Seat().ID}})
	if _, err := office.TakeIn(ctx, receipt.Paths, store.TakeIn{}, nil); err != nil {
		t.Fatal(err)
	}
	note(t, a, "XR-1-02", "二。")
	storetest.Pass(t, a, office)
	second := storetest.Write(t, office, forB)

	alone, err := old.TakeInAll(ctx, [][]string{second.Paths}, nil, nil)
	if err != nil || app.CodeOf(alone[0].Err) != "exchange.gap" || alone[0].Import.N != 0 {
		t.Fatalf("%+v, %v", alone, err)
	}
	var steps []int64
	damaged := filepath.Join(t.TempDir(), "x.lspack")
	if err := os.WriteFile(damaged, []byte("age-encryption.org/v1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := old.TakeInAll(ctx, [][]string{second.Paths, {damaged}, first.Paths}, nil, func(done, total int64) {
		if n := len(steps); done > total || n > 0 && done < steps[n-1] {
			t.Errorf("%d of %d after %v", done, total, steps)
		}
		steps = append(steps, done)
	})
	if err != nil || all[0].Err != nil || all[2].Err != nil || app.CodeOf(all[1].Err) != "exchange.damaged" {
		t.Fatalf("%+v, %v", all, err)
	}
	if all[0].Import.N != all[2].Import.N+1 || all[0].Import.Package != second.ID {
		t.Errorf("the second was import %d, the first %d", all[0].Import.N, all[2].Import.N)
	}
	if len(steps) == 0 {
		t.Error("nothing was told of the progress")
	}
	left, err := old.TakeInAll(ctx, [][]string{first.Paths}, func(store.Coming) (store.TakeIn, bool) { return store.TakeIn{}, false }, nil)
	if err != nil || !left[0].Left || left[0].Import.N != 0 {
		t.Errorf("%+v, %v", left, err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := old.TakeInAll(stopped, [][]string{first.Paths}, nil, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestAFolderThatIsGoneOrCannotBeWrittenIsTold(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 2, roundDay)
	s := newShare(t)
	note(t, l[1], "XR-1-01", "只读。")
	gone := filepath.Join(s.dir, "gone")
	for name, do := range map[string]func(dir string) error{
		"scan":  func(dir string) error { _, err := l[1].ScanFolder(ctx, dir); return err },
		"put":   func(dir string) error { _, err := l[1].PutInFolder(ctx, dir, store.PutIn{}, nil); return err },
		"take":  func(dir string) error { _, err := l[1].TakeFromFolder(ctx, dir, nil, nil); return err },
		"clean": func(dir string) error { _, err := l[1].CleanFolder(ctx, dir); return err },
	} {
		if err := do(gone); app.CodeOf(err) != "folder.gone" {
			t.Errorf("%s: %v", name, err)
		}
		if err := do(filepath.Join(s.dir, "Thumbs.db")); app.CodeOf(err) != "folder.unreadable" {
			t.Errorf("%s of a file: %v", name, err)
		}
	}
	if _, err := store.PackageFiles([]string{gone}); app.CodeOf(err) != "file.unreadable" {
		t.Error(err)
	}
	if os.Getuid() == 0 || runtime.GOOS == "windows" {
		return // to them no folder is read-only
	}
	if err := os.Chmod(s.dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(s.dir, 0o700)
	if _, err := l[1].PutInFolder(ctx, s.dir, store.PutIn{}, nil); app.CodeOf(err) != "folder.readonly" {
		t.Error(err)
	}
	if f := s.scan(t, l[0]); len(f.Mine)+len(f.New)+len(f.Half) != 0 {
		t.Errorf("%v", counts(f))
	}
}

func TestASeatThatIsSentAPartIsWrittenNothingOfTheRest(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 3, roundDay)
	office, a, b := l[0], l[1], l[2]
	worked := someCase(t, b)
	zones, err := app.List[app.Zone](ctx, office, "")
	if err != nil {
		t.Fatal(err)
	}
	other := app.NewSet()
	for _, z := range zones {
		if z.ID != worked.Zone {
			other = app.NewSet(string(z.ID))
		}
	}
	if err := office.Desk().ScopeSeat(ctx, a.Seat().ID, other, nil, nil); err != nil {
		t.Fatal(err)
	}
	s := newShare(t)
	how := store.PutIn{To: []app.ID{a.Seat().ID}}
	if sent := s.put(t, office, how); len(sent) != 1 {
		t.Fatalf("%+v", sent)
	}
	if sent := s.put(t, office, how); len(sent) != 0 {
		t.Errorf("the same again: %+v", sent)
	}
	note(t, b, "XR-1-01", "不在其责任区。")
	storetest.Pass(t, b, office)
	if sent := s.put(t, office, how); len(sent) != 0 {
		t.Errorf("what the seat is not sent made a package: %+v", sent)
	}
	if sent := s.put(t, office, store.PutIn{To: []app.ID{b.Seat().ID}}); len(sent) != 1 {
		t.Errorf("b, who gets all, is written %+v", sent)
	}
	s.untouched(t)
}
