package vault_test

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"lianshen/store/vault"
)

const marker = "身份证号三三零一零二一九七零零一零一"

// keyOf gives a key made of one byte.
func keyOf(t testing.TB, b byte) *vault.Key {
	t.Helper()
	k, err := vault.KeyOf(bytes.Repeat([]byte{b}, vault.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Forget)
	return k
}

// open opens a database under a key, as the store does.
func open(t testing.TB, k *vault.Key, path string, more ...string) *sql.DB {
	t.Helper()
	name, err := k.VFS()
	if err != nil {
		t.Fatal(err)
	}
	dsn := "file:" + path + "?vfs=" + name + "&_pragma=temp_store(memory)&_pragma=secure_delete(on)&_pragma=cache_size(-8000)"
	if len(more) == 0 {
		more = []string{"_pragma=journal_mode(wal)", "_pragma=synchronous(full)"}
	}
	db, err := sql.Open("sqlite", dsn+"&"+strings.Join(more, "&"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func create(t testing.TB, k *vault.Key, path string) *sql.DB {
	t.Helper()
	if err := k.NewDatabase(path); err != nil {
		t.Fatal(err)
	}
	db := open(t, k, path)
	db.SetMaxOpenConns(1)
	return db
}

func run(t testing.TB, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func one[T any](t testing.TB, db *sql.DB, query string, args ...any) (v T) {
	t.Helper()
	if err := db.QueryRow(query, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

// fill writes rows that fill pages, overflow pages and full-text tables.
func fill(t testing.TB, db *sql.DB, rows int) {
	t.Helper()
	run(t, db, "CREATE TABLE t(id INTEGER PRIMARY KEY, s TEXT, b BLOB)")
	run(t, db, "CREATE VIRTUAL TABLE f USING fts5(s, tokenize='trigram')")
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		for _, q := range []string{"INSERT INTO t VALUES(?1, ?2, zeroblob(?1 % 9000))", "INSERT INTO f(rowid, s) VALUES(?1, ?2)"} {
			if _, err := tx.Exec(q, i, marker); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

func TestRoundTrip(t *testing.T) {
	k, path := keyOf(t, 1), filepath.Join(t.TempDir(), "x.db")
	db := create(t, k, path)
	fill(t, db, 3000)
	tx, _ := db.Begin()
	tx.Exec("DELETE FROM t WHERE id % 3 = 0")
	tx.Rollback()
	run(t, db, "UPDATE t SET s = s || 'x' WHERE id % 5 = 0")
	run(t, db, "CREATE INDEX ti ON t(s, id)")
	run(t, db, "DELETE FROM t WHERE id >= 2500")
	run(t, db, "VACUUM")
	db.Close()
	db = open(t, k, path)
	if n := one[int](t, db, "SELECT count(*) FROM t"); n != 2500 {
		t.Errorf("%d rows, want 2500", n)
	}
	if n := one[int](t, db, "SELECT count(*) FROM f WHERE f MATCH '身份证'"); n != 3000 {
		t.Errorf("%d hits, want 3000", n)
	}
	if s := one[string](t, db, "PRAGMA integrity_check"); s != "ok" {
		t.Error(s)
	}
	if s := one[string](t, db, "PRAGMA journal_mode"); s != "wal" {
		t.Errorf("journal mode %s", s)
	}
}

func TestVacuumInto(t *testing.T) {
	k, dir := keyOf(t, 1), t.TempDir()
	db := create(t, k, filepath.Join(dir, "x.db"))
	fill(t, db, 3000)
	name, _ := k.VFS()
	copied := filepath.Join(dir, "copy.db")
	run(t, db, "VACUUM INTO ?", "file:"+copied+"?vfs="+name)
	for _, e := range mustList(t, dir) {
		if strings.Contains(e, "journal") {
			t.Errorf("left behind: %s", e)
		}
	}
	raw, _ := os.ReadFile(copied)
	if bytes.HasPrefix(raw, []byte("SQLite")) || bytes.Contains(raw, []byte(marker[:12])) {
		t.Error("the copy is readable")
	}
	got := open(t, k, copied)
	if n := one[int](t, got, "SELECT count(*) FROM t"); n != 3000 {
		t.Errorf("%d rows, want 3000", n)
	}
	if s := one[string](t, got, "PRAGMA journal_mode"); s != "wal" {
		t.Errorf("journal mode of the copy: %s", s)
	}
	run(t, got, "INSERT INTO t(s) VALUES('x')")
}

func mustList(t testing.TB, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
