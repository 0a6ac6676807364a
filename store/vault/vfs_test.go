package vault_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"lianshen/store/vault"
	"lianshen/store/vault/vaulttest"
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
	path = strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path) // names of folders hold names of tests
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
	tape := vaulttest.Record(t, dir)
	run(t, db, "VACUUM INTO ?", "file:"+copied+"?vfs="+name)
	tape.Stop()
	tape.End(func(c vaulttest.Cut) { // synced: power lost right afterwards leaves it whole
		if onDisk, _ := os.ReadFile(copied); !bytes.Equal(c.Files["copy.db"], onDisk) {
			t.Error("the copy is not synced")
		}
	})
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

// Nothing of what is stored can be read in any file while the database is open, nor while it sorts and rolls back more
// than fits into its cache, nor is there any file but its own.
func TestNothingIsReadableWhileOpen(t *testing.T) {
	k, dir, tmp := keyOf(t, 1), t.TempDir(), t.TempDir()
	t.Setenv("SQLITE_TMPDIR", tmp)
	path := filepath.Join(dir, "x.db")
	create(t, k, path).Close()
	db := open(t, k, path, "_pragma=journal_mode(wal)", "_pragma=temp_store(file)", "_pragma=cache_size(10)")
	db.SetMaxOpenConns(1)
	fill(t, db, 2000)
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"SAVEPOINT s", "UPDATE t SET s = s || 'x'", "CREATE TEMP TABLE u AS SELECT * FROM t", "ROLLBACK TO s", "UPDATE t SET s = s || 'y'"} {
		if _, err := tx.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	rows, err := tx.Query("SELECT t.s, length(v.b) FROM t, t v WHERE v.id < 20 ORDER BY t.s, v.b, t.id DESC")
	if err != nil || !rows.Next() {
		t.Fatal(err)
	}
	defer rows.Close()
	names := []string{path, path + "-wal", path + "-shm"}
	if files := mustList(t, dir); len(files) != len(names) {
		t.Errorf("files beside the database: %q", files)
	}
	if files := mustList(t, tmp); len(files) > 0 {
		t.Errorf("temporary files: %q", files)
	}
	if fds, err := os.ReadDir("/proc/self/fd"); err == nil { // Linux: files that are deleted, and still open
		for _, fd := range fds {
			if to, _ := os.Readlink("/proc/self/fd/" + fd.Name()); strings.Contains(to, "etilqs") {
				t.Errorf("temporary file: %s", to)
			}
		}
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil || len(raw) == 0 {
			t.Fatalf("%s: %d bytes, %v", name, len(raw), err)
		}
		for _, s := range []string{marker[:12], "CREATE TABLE", "SQLite format", "zeroblob"} {
			if bytes.Contains(raw, []byte(s)) {
				t.Errorf("%s says %q", filepath.Base(name), s)
			}
		}
	}
}

func TestReadersBesideAWriter(t *testing.T) {
	k, path := keyOf(t, 1), filepath.Join(t.TempDir(), "x.db")
	writer := create(t, k, path)
	run(t, writer, "PRAGMA synchronous=off")
	run(t, writer, "CREATE TABLE a(i INTEGER PRIMARY KEY, b BLOB); CREATE TABLE z(i INTEGER PRIMARY KEY)")
	readers := open(t, k, path, "mode=ro")
	readers.SetMaxOpenConns(4)
	done, failed := make(chan struct{}), make(chan string, 4)
	for range 4 {
		go func() {
			said := ""
			for said == "" {
				var a, z int
				if err := readers.QueryRow("SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM z)").Scan(&a, &z); err != nil || a != z {
					said = fmt.Sprintf("saw %d and %d, %v", a, z, err)
				}
				select {
				case <-done:
					failed <- said
					return
				default:
				}
			}
			failed <- said
		}()
	}
	for i := range 120 {
		run(t, writer, "BEGIN; INSERT INTO a VALUES(?1, zeroblob(5000)); INSERT INTO z VALUES(?1); COMMIT", i)
		if i%40 == 0 {
			run(t, writer, "PRAGMA wal_checkpoint(truncate)")
		}
	}
	close(done)
	for range 4 {
		if said := <-failed; said != "" {
			t.Error(said)
		}
	}
}

func TestReadOnly(t *testing.T) {
	k, dir := keyOf(t, 1), t.TempDir()
	path := filepath.Join(dir, "x.db")
	db := create(t, k, path)
	fill(t, db, 20)
	db.Close()
	before, _ := os.ReadFile(path)
	for _, mode := range []string{"mode=ro", "immutable=1"} {
		db := open(t, k, path, mode)
		if n := one[int](t, db, "SELECT count(*) FROM t"); n != 20 {
			t.Errorf("%s: %d rows", mode, n)
		}
		if _, err := db.Exec("DELETE FROM t"); err == nil || vault.IsDamage(err) {
			t.Errorf("%s: deleting: %v", mode, err)
		}
		db.Close()
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("reading changed the file")
	}
	db = open(t, k, filepath.Join(dir, "none.db"), "mode=ro")
	if err := db.Ping(); err == nil {
		t.Error("opened what is not there")
	}
}

// What would need another shape of file than the vault knows is refused, and the database stays as it is.
func TestOtherShapesAreRefused(t *testing.T) {
	for _, q := range []string{"PRAGMA journal_mode=delete", "PRAGMA journal_mode=truncate", "PRAGMA journal_mode=off",
		"PRAGMA auto_vacuum=full; VACUUM", "PRAGMA page_size=8192; PRAGMA journal_mode=delete; VACUUM", "PRAGMA mmap_size=1000000",
		"ATTACH 'file:other.db' AS o; CREATE TABLE o.t(i)"} {
		t.Run(q, func(t *testing.T) {
			dir := t.TempDir()
			t.Chdir(dir)
			k, path := keyOf(t, 1), filepath.Join(dir, "x.db")
			db := create(t, k, path)
			fill(t, db, 20)
			_, err := db.Exec(q) // SQLite tells some of these, and passes over others
			db.Close()
			db = open(t, k, path)
			run(t, db, "INSERT INTO t(s) VALUES('x')")
			if n, mode := one[int](t, db, "SELECT count(*) FROM t"), one[string](t, db, "PRAGMA journal_mode"); n != 21 || mode != "wal" || one[int](t, db, "PRAGMA auto_vacuum") != 0 {
				t.Errorf("%d rows, journal mode %s, after %v", n, mode, err)
			}
			db.Close()
			for _, name := range mustList(t, dir) {
				raw, _ := os.ReadFile(name)
				if strings.HasSuffix(name, "-journal") || bytes.Contains(raw, []byte("SQLite")) || bytes.Contains(raw, []byte("CREATE")) {
					t.Errorf("%s after %v", name, err)
				}
			}
		})
	}
}

func TestAJournalBesideADatabaseIsRefused(t *testing.T) {
	k, path := keyOf(t, 1), filepath.Join(t.TempDir(), "x.db")
	create(t, k, path).Close()
	if err := os.WriteFile(path+"-journal", bytes.Repeat([]byte{1}, 5000), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := open(t, k, path).Ping(); err == nil {
		t.Error("a rollback journal was taken")
	}
}

func TestNewDatabaseSparesWhatIsThere(t *testing.T) {
	k, path := keyOf(t, 1), filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := k.NewDatabase(path); !errors.Is(err, os.ErrExist) {
		t.Errorf("over an existing file: %v", err)
	}
	if raw, _ := os.ReadFile(path); string(raw) != "mine" {
		t.Errorf("the file says %q", raw)
	}
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
