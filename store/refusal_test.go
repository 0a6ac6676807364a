package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store/vault"
)

// files gives the sum of every file of a folder but the lock and the shared memory of SQLite, which hold no data.
func files(t testing.TB, dir string) map[string][sha256.Size]byte {
	t.Helper()
	out := map[string][sha256.Size]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "lock" || strings.HasSuffix(path, "-shm") {
			return err
		}
		raw, err := os.ReadFile(path)
		out[strings.TrimPrefix(path, dir)] = sha256.Sum256(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// untouched demands that opening is refused with a code and that nothing of the data is another afterwards.
func untouched(t testing.TB, dir, code string, o Options) {
	t.Helper()
	before := files(t, dir)
	w, err := Open(ctx, dir, o)
	if err == nil {
		w.Close()
	}
	if app.CodeOf(err) != code {
		t.Fatalf("opening says %v, want %s", err, code)
	}
	if after := files(t, dir); fmt.Sprint(after) != fmt.Sprint(before) {
		for name, sum := range before {
			if after[name] != sum {
				t.Errorf("%s was changed by a refused opening", name)
			}
		}
		for name := range after {
			if _, was := before[name]; !was && !strings.HasSuffix(name, "-wal") {
				t.Errorf("%s was made by a refused opening", name)
			}
		}
	}
}

// flipBit turns one bit of a file, at a place from its beginning or, below 0, from its end.
func flipBit(t testing.TB, path string, at int) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if at < 0 {
		at += len(raw)
	}
	raw[at] ^= 4
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// hot gives the folder of a workspace as a power cut leaves it: the last deeds stand in the WAL alone.
func hot(t testing.TB) string {
	t.Helper()
	w := small(t)
	if err := w.transact(ctx, func(*projector) error { return nil }); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		unit(t, w, fmt.Sprint("第", i, "局"))
	}
	dir := filepath.Join(t.TempDir(), "cut.lianshen")
	if err := os.CopyFS(dir, os.DirFS(w.dir)); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(databasePath(dir) + "-wal"); err != nil || info.Size() < 20*vault.PageSize {
		t.Fatalf("no hot WAL: %v", err)
	}
	return dir
}

// cold gives the folder of a workspace that was closed.
func cold(t testing.TB) string {
	t.Helper()
	w := small(t)
	if _, _, err := w.Attach(ctx, strings.NewReader(strings.Repeat("台账", 50_000)), "台账.pdf"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.dir
}

func TestADamagedOrForeignVaultIsRefusedInItsOwnWordsAndLeftAlone(t *testing.T) {
	key := func(f func(map[string]any)) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			for _, name := range []string{"key.json", "key.json.old"} {
				raw, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				var doc map[string]any
				if err := json.Unmarshal(raw, &doc); err != nil {
					t.Fatal(err)
				}
				f(doc)
				if raw, err = json.Marshal(doc); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	both := func(f func(t *testing.T, path string)) func(*testing.T, string) {
		return func(t *testing.T, dir string) { f(t, keyPath(dir)); f(t, keyPath(dir)+".old") }
	}
	truncate := func(path func(string) string, size int64) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := os.Truncate(path(dir), size); err != nil {
				t.Fatal(err)
			}
		}
	}
	swap := func(a, b int64) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			raw, err := os.ReadFile(databasePath(dir))
			if err != nil {
				t.Fatal(err)
			}
			pa, pb := raw[(a-1)*vault.PageSize:a*vault.PageSize], raw[(b-1)*vault.PageSize:b*vault.PageSize]
			kept := bytes.Clone(pa)
			copy(pa, pb)
			copy(pb, kept)
			if err := os.WriteFile(databasePath(dir), raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	nothing := func(*testing.T, string) {}
	for _, x := range []struct {
		name  string
		begin func(testing.TB) string
		spoil func(*testing.T, string)
		open  Options
		code  string
	}{
		{"wrong phrase", cold, nothing, Options{Phrase: "别的口令"}, "phrase.wrong"},
		{"wrong phrase, hot WAL", hot, nothing, Options{Phrase: "别的口令"}, "phrase.wrong"},
		{"no phrase", hot, nothing, Options{Phrase: " "}, "phrase.empty"},
		{"wrong recovery key", hot, nothing, Options{Recovery: &vault.Recovery{1}}, "recovery.none"},
		{"another workspace's key file", hot, func(t *testing.T, dir string) {
			raw, err := os.ReadFile(keyPath(cold(t)))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"key.json", "key.json.old"} {
				if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}, Options{}, "key.foreign"},
		{"another workspace's key file and name", hot, func(t *testing.T, dir string) {
			from := cold(t)
			for _, name := range []string{"key.json", "key.json.old", "workspace.json"} {
				raw, err := os.ReadFile(filepath.Join(from, name))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}, Options{}, "workspace.broken"},
		{"key file gone", hot, both(func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}), Options{}, "key.missing"},
		{"key file cut off", hot, both(func(t *testing.T, path string) {
			if err := os.Truncate(path, 200); err != nil {
				t.Fatal(err)
			}
		}), Options{}, "key.damaged"},
		{"key file with a flipped bit in a slot", cold, key(func(doc map[string]any) {
			slot := doc["seats"].([]any)[0].(map[string]any)
			raw := []byte(slot["secrets"].(string))
			raw[40] ^= 1
			slot["secrets"] = string(raw)
		}), Options{}, "key.damaged"},
		{"database cut off within a page", cold, truncate(databasePath, 3*vault.PageSize+100), Options{}, "workspace.broken"},
		{"database cut off at a page", cold, truncate(databasePath, 3*vault.PageSize), Options{}, "workspace.broken"},
		{"database of half a page", cold, truncate(databasePath, 100), Options{}, "workspace.broken"},
		{"database empty", cold, truncate(databasePath, 0), Options{}, "workspace.broken"},
		{"first page flipped", cold, func(t *testing.T, dir string) { flipBit(t, databasePath(dir), 700) }, Options{}, "workspace.broken"},
		{"pages exchanged", cold, swap(2, 3), Options{}, "workspace.broken"},
		{"first page exchanged", cold, swap(1, 2), Options{}, "workspace.broken"},
		{"manifest with a flipped bit", cold, func(t *testing.T, dir string) { flipBit(t, manifestPath(dir), 1) }, Options{}, "workspace.broken"},
	} {
		t.Run(x.name, func(t *testing.T) {
			dir := x.begin(t)
			x.spoil(t, dir)
			untouched(t, dir, x.code, quick(x.open))
		})
	}
}

// A key file whose parameters ask for all the memory of the laptop is refused before anything is computed.
func TestAbsurdParametersAreRefused(t *testing.T) {
	dir := cold(t)
	m, err := readManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(keyPath(dir))
	if err != nil {
		t.Fatal(err)
	}
	low := fmt.Sprint(vault.Lowest.MemoryKiB)
	if !bytes.Contains(raw, []byte(low)) {
		t.Fatalf("the key file does not tell its cost: %s", raw)
	}
	raw = bytes.Replace(raw, []byte(low), []byte("4294967295"), 1)
	for _, name := range []string{"key.json", "key.json.old"} {
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := vault.Read(keyPath(dir), m.ID); app.CodeOf(err) != "key.cost" {
		t.Errorf("the key file says %v", err)
	}
	untouched(t, dir, "key.cost", quick(Options{}))
}

// A flipped bit in the WAL takes away the deeds after it at most, and never what stands before; nothing foreign comes in.
func TestAFlippedBitInTheWALIsTold(t *testing.T) {
	dir := hot(t)
	whole := open(t, dir)
	want := state(t, whole)
	whole.Close()
	for _, at := range []int{3, 40, 32 + 24 + 100, -5000} {
		dir := hot(t)
		flipBit(t, databasePath(dir)+"-wal", at)
		w, err := Open(ctx, dir, quick(Options{}))
		if err != nil {
			if code := app.CodeOf(err); code != "workspace.broken" {
				t.Errorf("byte %d: %v", at, err)
			}
			continue
		}
		if got := state(t, w); len(got) > len(want) {
			t.Errorf("byte %d: opened with %s", at, got)
		}
		sound(t, w)
		w.Close()
	}
}

func open(t testing.TB, dir string) *Workspace {
	t.Helper()
	w, err := Open(ctx, dir, quick(Options{}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// A flipped bit anywhere in an attachment is told as what it is, and the rest goes on.
func TestAFlippedBitInAnAttachmentIsTold(t *testing.T) {
	w := fresh(t)
	text := strings.Repeat("台账", 50_000)
	hash, _, err := w.Attach(ctx, strings.NewReader(text), "台账.pdf")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(w.attachmentPath(hash))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte("台账")) || filepath.Base(w.attachmentPath(hash)) == hash {
		t.Error("the file lies there readable, or under a name that tells what it is")
	}
	for _, at := range []int{0, 9, 30, 70_000, -1} {
		flipBit(t, w.attachmentPath(hash), at)
		if got := w.AttachmentState(hash); got != AttachmentChanged {
			t.Errorf("byte %d: it is %s", at, got)
		}
		if err := os.WriteFile(w.attachmentPath(hash), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Truncate(w.attachmentPath(hash), int64(len(raw)-1)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.OpenAttachment(context.Background(), hash); app.CodeOf(err) != "attachment.changed" {
		t.Errorf("cut off: %v", err)
	}
}
