package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
)

func TestNamesOfHalfCopiesAreKnown(t *testing.T) {
	for name, want := range map[string]bool{
		"联审-工作包.lspack": false, "联审-工作包.lspack.1of3": false, "a (conflicted copy).lspack": false, "a.LSPACK": false,
		"联审-工作包.lspack.part": true, "联审-工作包.lspack.1of3.part": true, ".syncthing.a.lspack.tmp": true, "~syncthing~a.lspack.tmp": true,
		".a.lspack.Xy12Ab": true, "a.lspack.partial": true, "a.lspack.1of3.crdownload": true, "~$a.lspack": true, "a.lspack.filepart": true,
		"letter.docx": false, ".syncthing.letter.docx.tmp": false, "~$letter.docx": false, "letter.part": false, "a.lspack.txt": false,
	} {
		if got := halfName(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A run that is cut off leaves a half file; the next one knows its own and nobody else's.
func TestOnlyOurOwnUnfinishedFilesAreCleaned(t *testing.T) {
	w := bare(t)
	dir := t.TempDir()
	file := func(name string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	// As a crash leaves it: noted, and never told to be over.
	crash := func(name string) {
		t.Helper()
		if _, err := w.beginWriting(ctx, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		w.cache.writes.set(filepath.Join(dir, name), false)
	}
	crash("ours.lspack")
	crash("split.lspack")
	crash("done.lspack")
	busy := filepath.Join(dir, "busy.lspack")
	over, err := w.beginWriting(ctx, busy)
	if err != nil {
		t.Fatal(err)
	}
	gone := []string{file("ours.lspack.part"), file("split.lspack.1of3.part"), file("split.lspack.2of3"), file("split.lspack.3of3"), file("done.lspack.2of2.part")}
	stay := []string{file("theirs.lspack.part"), file("busy.lspack.part"), file("done.lspack.1of2"), file("done.lspack.2of2"), file("ours2.lspack.part"), file("ours.lspack.part.txt"), file("letter.docx")}
	got, err := w.cleanParts(ctx, dir)
	slices.Sort(got)
	slices.Sort(gone)
	if err != nil || !slices.Equal(got, gone) {
		t.Fatalf("gone %v, %v", got, err)
	}
	for _, path := range stay {
		if !exists(path) {
			t.Errorf("%s was taken away", path)
		}
	}
	over()
	for range 2 {
		file("ours.lspack.part") // somebody else's from now on
		if got, err := w.cleanParts(ctx, dir); err != nil || len(got) > 0 {
			t.Errorf("then gone %v, %v", got, err)
		}
	}
	if elsewhere := t.TempDir(); exists(elsewhere) {
		if got, err := w.cleanParts(ctx, elsewhere); err != nil || len(got) > 0 {
			t.Errorf("elsewhere gone %v, %v", got, err)
		}
	}
}

func TestANameThatIsTakenGetsTheMarkOfTheSeat(t *testing.T) {
	w := bare(t)
	dir := t.TempDir()
	taken := map[string]string{"a.lspack": "exchange.exists", "a-" + w.signer.ID[:4] + ".lspack": "exchange.busy"}
	var tried []string
	out, err := w.writeUnder(ctx, dir, "a.lspack", func(name string) (exchange.Written, error) {
		tried = append(tried, name)
		if code := taken[name]; code != "" {
			return exchange.Written{}, app.Refuse(code)
		}
		return exchange.Written{Paths: []string{name}}, nil
	})
	if want := "a-" + w.signer.ID[:4] + "-2.lspack"; err != nil || len(tried) != 3 || out.Paths[0] != want {
		t.Errorf("%v, %v", tried, err)
	}
	tried = nil
	_, err = w.writeUnder(ctx, dir, "b.lspack", func(name string) (exchange.Written, error) {
		tried = append(tried, name)
		return exchange.Written{}, app.Refuse("exchange.exists")
	})
	if app.CodeOf(err) != "exchange.exists" || len(tried) < 5 || len(tried) > 20 {
		t.Errorf("%d tries, %v", len(tried), err)
	}
	broken := errors.New("the stick is gone")
	if _, err = w.writeUnder(ctx, dir, "c.lspack", func(string) (exchange.Written, error) { return exchange.Written{}, broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
	all := map[string]string{}
	if err := w.keptJSON(ctx, writingKey, &all); err != nil || len(all) > 0 {
		t.Errorf("still noted: %v, %v", all, err)
	}
}

// copiesIn writes n copies of a package for the seat into a folder.
func copiesIn(t testing.TB, w *Workspace, n int) string {
	t.Helper()
	dir := t.TempDir()
	d := draftOf(t, w, exchange.WorkPack, []string{w.Seat().Box}, "")
	d.Blob, d.Manifest.Blobs = nil, nil
	pack := write(t, d)
	raw, err := os.ReadFile(pack)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%04d.lspack", i)), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestASecondLookOpensOnlyWhatChanged(t *testing.T) {
	w := bare(t)
	dir := copiesIn(t, w, 3)
	if f, err := w.ScanFolder(ctx, dir); err != nil || len(f.Mine) != 3 {
		t.Fatalf("%+v, %v", f, err)
	}
	// What is remembered is told, whatever the file holds by now, as long as its size and time are the same.
	path := filepath.Join(dir, "0001.lspack")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	spoil := func(at time.Time) {
		t.Helper()
		if err := os.WriteFile(path, make([]byte, info.Size()), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	spoil(info.ModTime())
	if f, err := w.ScanFolder(ctx, dir); err != nil || len(f.Mine) != 3 {
		t.Errorf("opened again: %+v, %v", f, err)
	}
	spoil(info.ModTime().Add(time.Second))
	if f, err := w.ScanFolder(ctx, dir); err != nil || len(f.Mine) != 2 || len(f.Half) != 1 {
		t.Errorf("not opened again: %+v, %v", f, err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if f, err := w.ScanFolder(ctx, dir); err != nil || len(f.Mine) != 2 || len(f.Half) != 0 || len(w.cache.folders.dirs[dir]) != 2 {
		t.Errorf("%+v, %v", f, err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := w.ScanFolder(stopped, dir); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func BenchmarkFolderOfAThousandPackages(b *testing.B) {
	w := bare(b)
	dir := copiesIn(b, w, 1000)
	b.Run("first look", func(b *testing.B) {
		for b.Loop() {
			w.cache.folders.keep(dir, nil)
			if f, err := w.ScanFolder(ctx, dir); err != nil || len(f.Mine) != 1000 {
				b.Fatal(len(f.Mine), err)
			}
		}
	})
	b.Run("again", func(b *testing.B) {
		for b.Loop() {
			if f, err := w.ScanFolder(ctx, dir); err != nil || len(f.Mine) != 1000 {
				b.Fatal(len(f.Mine), err)
			}
		}
	})
}
