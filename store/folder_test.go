package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/store/storetest"
)

// share is an exchange folder with what is foreign in it, which must stay as it is.
type share struct {
	dir     string
	foreign map[string][]byte
}

func newShare(t testing.TB) share {
	t.Helper()
	s := share{dir: t.TempDir(), foreign: map[string][]byte{"说明.docx": []byte("PK\x03\x04 a letter"), "Thumbs.db": {1, 2, 3}, "~$说明.docx": []byte("x"),
		".syncthing.说明.docx.tmp": []byte("half a letter"), "old.lspack.txt": []byte("a note")}}
	for name, raw := range s.foreign {
		if err := os.WriteFile(filepath.Join(s.dir, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(s.dir, "folder.lspack"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/hostname", filepath.Join(s.dir, "link.lspack")); err != nil && runtime.GOOS != "windows" {
		t.Fatal(err)
	}
	return s
}

func (s share) untouched(t testing.TB) {
	t.Helper()
	for name, want := range s.foreign {
		if got, err := os.ReadFile(filepath.Join(s.dir, name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is %q now, %v", name, got, err)
		}
	}
}

func (s share) scan(t testing.TB, w *store.Workspace) store.Folder {
	t.Helper()
	f, err := w.ScanFolder(context.Background(), s.dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (s share) put(t testing.TB, w *store.Workspace, how store.PutIn) []store.Sent {
	t.Helper()
	sent, err := w.PutInFolder(context.Background(), s.dir, how, nil)
	if err != nil {
		t.Fatalf("%s: %v", w.Me().Name, err)
	}
	return sent
}

func (s share) take(t testing.TB, w *store.Workspace) int {
	t.Helper()
	all, err := w.TakeFromFolder(context.Background(), s.dir, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, x := range all {
		if x.Err != nil {
			t.Fatalf("%s takes %s: %v", w.Me().Name, x.Paths[0], x.Err)
		}
		if x.Import.N > 0 {
			n++
		}
	}
	return n
}

// counts gives how many files are in each part, in the order of Folder.
func counts(f store.Folder) [6]int {
	return [6]int{len(f.Mine), len(f.New), len(f.Known), len(f.Others), len(f.Half), len(f.Foreign)}
}

func note(t testing.TB, w *store.Workspace, item, text string) {
	t.Helper()
	if err := w.Desk().AnswerItem(context.Background(), someCase(t, w).ID, item, app.AnswerInput{Note: &text}); err != nil {
		t.Fatal(err)
	}
}

func TestAnExchangeFolderCarriesTheWorkOfAll(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 3, roundDay)
	office, a, b := l[0], l[1], l[2]
	storetest.Pass(t, office, a) // who joined first has to hear of who came later
	s := newShare(t)
	if got, want := counts(s.scan(t, office)), [6]int{0, 0, 0, 0, 0, 7}; got != want {
		t.Fatalf("at first %v", got)
	}
	note(t, a, "XR-1-01", "甲组记录。")
	if sent := s.put(t, a, store.PutIn{}); len(sent) != 1 || len(sent[0].To) != 2 {
		t.Fatalf("%+v", sent)
	}
	if sent := s.put(t, a, store.PutIn{}); len(sent) != 0 {
		t.Errorf("the same was written again: %+v", sent)
	}
	note(t, b, "XR-1-02", "乙组记录。")
	if sent := s.put(t, b, store.PutIn{Each: true}); len(sent) != 2 {
		t.Fatalf("%+v", sent)
	}
	for w, want := range map[*store.Workspace][6]int{office: {0, 2, 0, 1, 0, 7}, a: {1, 1, 0, 1, 0, 7}, b: {2, 1, 0, 0, 0, 7}} {
		if got := counts(s.scan(t, w)); got != want {
			t.Errorf("%s finds %v", w.Me().Name, got)
		}
	}
	mine := s.scan(t, a).Mine[0]
	if len(mine.Waits) != 2 || len(mine.Confirmed) != 0 || mine.From.Person != a.Me().Name || mine.Number == 0 || mine.Kind != exchange.WorkPack {
		t.Errorf("%+v", mine)
	}
	if cleaned, err := a.CleanFolder(ctx, s.dir); err != nil || len(cleaned.Gone) != 0 || len(cleaned.Stays) != 1 || len(cleaned.Stays[0].Waits) != 2 {
		t.Errorf("%+v, %v", cleaned, err)
	}
	// All take in what is new and tell it.
	if n := s.take(t, office); n != 2 {
		t.Errorf("the office took %d", n)
	}
	if n := s.take(t, office); n != 0 {
		t.Errorf("the office took %d again", n)
	}
	s.take(t, a)
	s.take(t, b)
	if stateOf(t, a) != stateOf(t, office) || stateOf(t, b) != stateOf(t, office) {
		t.Fatal("the states differ")
	}
	for _, w := range l {
		s.put(t, w, store.PutIn{})
	}
	for _, w := range l {
		s.take(t, w)
		if n := len(s.scan(t, w).New); n != 0 {
			t.Errorf("%s still finds %d new", w.Me().Name, n)
		}
	}
	for _, f := range s.scan(t, a).Mine {
		if f.ID == mine.ID && (len(f.Confirmed) != 2 || len(f.Waits) != 0) {
			t.Errorf("confirmed by %v, waits for %v", f.Confirmed, f.Waits)
		}
	}
	cleaned, err := a.CleanFolder(ctx, s.dir)
	if err != nil || len(cleaned.Gone) == 0 {
		t.Errorf("%+v, %v", cleaned, err)
	}
	if _, err := os.Stat(mine.Paths[0]); !errors.Is(err, os.ErrNotExist) {
		t.Error("a package that everybody has was left")
	}
	for _, w := range l { // nothing more to say: nobody writes for ever
		s.put(t, w, store.PutIn{})
		s.take(t, w)
	}
	for _, w := range l {
		if sent := s.put(t, w, store.PutIn{}); len(sent) != 0 {
			t.Errorf("%s goes on writing: %+v", w.Me().Name, sent[0].Kind)
		}
	}
	s.untouched(t)
}

// Two programs put, look and take at the same moment; none is in the way of another.
func TestProgramsOnOneFolderDoNotDisturbEachOther(t *testing.T) {
	ctx := context.Background()
	l := storetest.Laptops(t, 3, roundDay)
	s := newShare(t)
	for i, w := range l[1:] {
		note(t, w, []string{"XR-1-01", "XR-1-02"}[i], "并行。")
	}
	var work sync.WaitGroup
	failed := make(chan error, 100)
	for _, w := range l {
		for range 2 { // each looks and writes from two places at once
			work.Add(1)
			go func() {
				defer work.Done()
				_, err := w.PutInFolder(ctx, s.dir, store.PutIn{}, nil)
				if err == nil || app.CodeOf(err) == "exchange.nothing" {
					_, err = w.ScanFolder(ctx, s.dir)
				}
				if err == nil {
					_, err = w.TakeFromFolder(ctx, s.dir, nil, nil)
				}
				if err == nil {
					_, err = w.CleanFolder(ctx, s.dir)
				}
				if err != nil {
					failed <- err
				}
			}()
		}
	}
	work.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	for _, w := range l {
		sent, err := w.SentPackages(ctx)
		if err != nil {
			t.Fatal(err)
		}
		numbers := map[int64]bool{}
		for _, one := range sent {
			if numbers[one.Number] {
				t.Errorf("%s wrote two packages no. %d", w.Me().Name, one.Number)
			}
			numbers[one.Number] = true
		}
	}
	for range 2 {
		for _, w := range l {
			s.take(t, w)
			s.put(t, w, store.PutIn{})
		}
	}
	for _, w := range l {
		s.take(t, w)
		if f := s.scan(t, w); len(f.Half) != 0 || len(f.New) != 0 {
			t.Errorf("%s finds %d half and %d new", w.Me().Name, len(f.Half), len(f.New))
		}
		if stateOf(t, w) != stateOf(t, l[0]) {
			t.Errorf("%s differs", w.Me().Name)
		}
		verified(t, w)
	}
	s.untouched(t)
}

func TestHalfCopiesWaitAndConflictCopiesAreTheSamePackage(t *testing.T) {
	l := storetest.Laptops(t, 2, roundDay)
	office, a := l[0], l[1]
	s := newShare(t)
	note(t, a, "XR-1-01", "半份。")
	sent := s.put(t, a, store.PutIn{Limit: exchange.MinLimit})
	raw, err := os.ReadFile(sent[0].Paths[0])
	if err != nil {
		t.Fatal(err)
	}
	if len(sent[0].Paths) > 1 {
		t.Fatalf("%d parts of so little", len(sent[0].Paths))
	}
	copies := func(files map[string][]byte) {
		t.Helper()
		for name, content := range files {
			if err := os.WriteFile(filepath.Join(s.dir, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	copies(map[string][]byte{
		"a.lspack":                        raw[:len(raw)/2],
		"b.lspack":                        nil,
		"c.lspack":                        make([]byte, len(raw)),
		"d.lspack.part":                   raw,
		".syncthing.e.lspack.tmp":         raw[:100],
		"~syncthing~f.lspack.tmp":         raw,
		"g.lspack.partial":                raw,
		".h.lspack.AbCdEf":                raw,
		"i.lspack.2of3":                   raw[:1000],
		"j (conflicted copy).lspack":      raw,
		"k.sync-conflict-20261123.LSPACK": raw,
	})
	f := s.scan(t, office)
	if got, want := counts(f), [6]int{0, 3, 0, 0, 9, 7}; got != want {
		for _, h := range f.Half {
			t.Log(filepath.Base(h.Paths[0]), h.Err)
		}
		t.Fatalf("%v", got)
	}
	for _, h := range f.Half {
		if h.Err == nil || app.CodeOf(h.Err) == "" {
			t.Errorf("%s: %v", h.Paths[0], h.Err)
		}
	}
	for _, n := range f.New {
		if n.ID != sent[0].ID {
			t.Errorf("%s is another package", n.Paths[0])
		}
	}
	if n := s.take(t, office); n != 1 {
		t.Errorf("%d imports of one package", n)
	}
	// A copy that comes to its end is seen as what it is, though its name and size tell nothing.
	copies(map[string][]byte{"c.lspack": raw, "a.lspack": raw})
	if got, want := counts(s.scan(t, office)), [6]int{0, 0, 5, 0, 7, 7}; got != want {
		t.Errorf("then %v", got)
	}
	s.untouched(t)
}
