package store

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lianshen/app"
	"lianshen/store/vault"
)

func TestASecondProgramIsRefused(t *testing.T) {
	w := fresh(t)
	_, err := Open(ctx, w.dir, quick(Options{}))
	if app.CodeOf(err) != "workspace.inuse" {
		t.Fatalf("got %v", err)
	}
	w = reopen(t, w)
	if _, err := w.Rounds(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestFoldersThatAreNoWorkspaceAreToldApart(t *testing.T) {
	write := func(path, text string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, path), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	remove := func(path string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, path)); err != nil {
				t.Fatal(err)
			}
		}
	}
	sql := func(query string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			inside(t, dir, query)
		}
	}
	for _, c := range []struct {
		name string
		do   func(t *testing.T, dir string)
		code string
	}{
		{"newer manifest", write("workspace.json", `{"format":"lianshen-workspace","version":3,"id":"x"}`), "workspace.newer"},
		{"newer database", sql("PRAGMA user_version = 1000"), "workspace.newer"},
		{"not encrypted", write("workspace.json", `{"format":"lianshen-workspace","version":1,"id":"0198a3c0-0000-7000-8000-000000000000"}`), "workspace.plain"},
		{"foreign manifest", write("workspace.json", `{"name":"something else"}`), "workspace.foreign"},
		{"foreign database", sql("PRAGMA application_id = 7"), "workspace.foreign"},
		{"manifest cut off", write("workspace.json", `{"format":"lians`), "workspace.broken"},
		{"manifest without an id", write("workspace.json", `{"format":"lianshen-workspace","version":2}`), "workspace.broken"},
		{"another workspace's manifest", write("workspace.json", `{"format":"lianshen-workspace","version":2,"id":"0198a3c0-0000-7000-8000-000000000000"}`), "key.foreign"},
		{"manifest gone", remove("workspace.json"), "workspace.broken"},
		{"database gone", remove("workspace.db"), "workspace.broken"},
		{"database empty", write("workspace.db", ""), "workspace.broken"},
		{"database is text", write("workspace.db", strings.Repeat("no database ", 1000)), "workspace.broken"},
		{"table gone", sql("DROP TABLE record"), "workspace.broken"},
		{"last record changed", sql("UPDATE record SET body = CAST(replace(CAST(body AS TEXT), '王', '李') AS BLOB) WHERE id = (SELECT max(id) FROM record)"), "workspace.broken"},
		{"last record cut out", sql("UPDATE record SET prev = zeroblob(32) WHERE id = (SELECT max(id) FROM record)"), "workspace.broken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := small(t)
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			c.do(t, w.dir)
			again, err := Open(ctx, w.dir, quick(Options{}))
			if err == nil {
				again.Close()
			}
			if app.CodeOf(err) != c.code {
				t.Fatalf("got %v, want %s", err, c.code)
			}
		})
	}
	t.Run("nothing there", func(t *testing.T) {
		if _, err := Open(ctx, filepath.Join(t.TempDir(), "x.lianshen"), Options{}); app.CodeOf(err) != "workspace.missing" {
			t.Fatal(err)
		}
	})
	t.Run("another folder", func(t *testing.T) {
		if _, err := Open(ctx, t.TempDir(), Options{}); app.CodeOf(err) != "workspace.foreign" {
			t.Fatal(err)
		}
	})
	t.Run("a file", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "x.lianshen")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(ctx, path, Options{}); app.CodeOf(err) != "workspace.foreign" {
			t.Fatal(err)
		}
	})
}

// inside changes the database of a closed workspace by somebody who has the phrase.
func inside(t *testing.T, dir string, query string) {
	t.Helper()
	m, err := readManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := vault.Read(keyPath(dir), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	key, _, err := keys.Unlock(testPhrase)
	if err != nil {
		t.Fatal(err)
	}
	defer key.Forget()
	vfs, err := key.VFS()
	if err != nil {
		t.Fatal(err)
	}
	db, err := openDB(databasePath(dir), vfs, readWrite)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestProjectionsMadeByAnotherVersionAreRebuiltOnOpening(t *testing.T) {
	w := small(t)
	want := state(t, w)
	tamper(t, w, "UPDATE meta SET value = '0'")
	tamper(t, w, "DELETE FROM entity WHERE kind = 'unit'")
	w = reopen(t, w)
	if got := state(t, w); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestACutOffCreationIsToldAndSweptByTheNext(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "x.lianshen")
	if err := os.MkdirAll(filepath.Join(dir+partSuffix, "attachments"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(databasePath(dir+partSuffix), []byte("SQLite"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, dir + partSuffix} {
		if _, err := Open(ctx, path, Options{}); app.CodeOf(err) != "workspace.halfmade" {
			t.Fatalf("%s: %v", filepath.Base(path), err)
		}
	}
	w, err := Create(ctx, dir, quick(Options{}))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := os.Stat(dir + partSuffix); !os.IsNotExist(err) {
		t.Errorf("the provisional folder is still there: %v", err)
	}
}

func TestCreationDisturbsNothingThatIsThere(t *testing.T) {
	parent := t.TempDir()
	mine := filepath.Join(parent, "x.lianshen.part", "letter.txt")
	if err := os.MkdirAll(filepath.Dir(mine), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(mine, []byte("keep me"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(ctx, filepath.Join(parent, "x.lianshen"), Options{}); app.CodeOf(err) != "workspace.exists" {
		t.Errorf("got %v", err)
	}
	if _, err := os.ReadFile(mine); err != nil {
		t.Errorf("somebody's file: %v", err)
	}
	if _, err := Create(ctx, filepath.Join(parent, "y"), Options{}); app.CodeOf(err) != "workspace.name" {
		t.Errorf("got %v", err)
	}
	if err := os.Mkdir(filepath.Join(parent, "z.lianshen"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(ctx, filepath.Join(parent, "z.lianshen"), Options{}); app.CodeOf(err) != "workspace.exists" {
		t.Errorf("got %v", err)
	}
}

func TestFaultsOfTheDiskAreToldByTheirNames(t *testing.T) {
	for _, c := range []struct {
		err  error
		code string
	}{
		{&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, "disk.full"},
		{fmt.Errorf("copy: %w", syscall.EDQUOT), "disk.full"},
		{&fs.PathError{Op: "mkdir", Path: "x", Err: syscall.EROFS}, "folder.readonly"},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, "folder.readonly"},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.EPERM}, "folder.readonly"},
		{fmt.Errorf("something else"), ""},
		{app.Refuse("note.required"), "note.required"},
	} {
		err := told(c.err, "/data/x.lianshen", "do something")
		if app.CodeOf(err) != c.code {
			t.Errorf("%v: told as %q, want %q", c.err, app.CodeOf(err), c.code)
		}
	}
}

func TestAReadOnlyFolderIsTold(t *testing.T) {
	for _, dir := range []string{"/sys/kernel/x.lianshen", readOnlyFolder(t)} {
		if _, err := os.Stat(filepath.Dir(dir)); err != nil {
			continue
		}
		_, err := Create(ctx, dir, quick(Options{}))
		if app.CodeOf(err) != "folder.readonly" {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

// readOnlyFolder is a path in a folder nobody but root can write to; for root it is one that does not exist.
func readOnlyFolder(t *testing.T) string {
	if os.Getuid() == 0 {
		return filepath.Join(t.TempDir(), "nowhere", "x.lianshen", "y.lianshen")
	}
	dir := filepath.Join(t.TempDir(), "fixed")
	if err := os.Mkdir(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "x.lianshen")
}

func TestAFullDiskLosesNothingAndTheProgramGoesOn(t *testing.T) {
	w := small(t)
	desk := deskOf(w, "李强")
	before := state(t, w)
	var pages int
	if err := w.writer.row(ctx, "PRAGMA page_count", nil, &pages); err != nil {
		t.Fatal(err)
	}
	tamper(t, w, fmt.Sprintf("PRAGMA max_page_count = %d", pages+2))
	full := app.Unit{ID: desk.NewID(), Name: strings.Repeat("长", 100_000)}
	if err := keepAny(desk, "unit.save", full); app.CodeOf(err) != "disk.full" {
		t.Fatalf("got %v", err)
	}
	if got := state(t, w); got != before {
		t.Error("something of the refused deed stayed")
	}
	tamper(t, w, "PRAGMA max_page_count = 1000000")
	if err := keepAny(desk, "unit.save", full); err != nil {
		t.Fatalf("with room again: %v", err)
	}
	if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
		t.Fatalf("%+v, %v", report, err)
	}
}
