package vault_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"lianshen/store/vault"
)

// FuzzPage gives the page readers any bytes. They agree with the reader that knows only the documentation, and never
// hand out what does not authenticate.
func FuzzPage(f *testing.F) {
	k, r := fuzzKey(f)
	for _, kind := range "dw" {
		sealed, err := vault.SealPage(k, plainPage(), byte(kind), 2, bytes.Repeat([]byte{9}, 24))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(sealed, int64(2))
	}
	f.Fuzz(func(t *testing.T, raw []byte, number int64) {
		before := bytes.Clone(raw)
		page, err := k.OpenPage(raw, number)
		if !bytes.Equal(raw, before) {
			t.Fatal("the page of the caller was changed")
		}
		if err != nil && (page != nil || !errors.Is(err, vault.ErrDamaged)) {
			t.Fatalf("%d bytes and %v", len(page), err)
		}
		if len(raw) != vault.PageSize {
			if err == nil {
				t.Fatal("took a page of another size")
			}
			return
		}
		want, wantErr := r.page(raw, 'd', uint64(number))
		if (err == nil) != (wantErr == nil) || err == nil && !bytes.Equal(page, want) {
			t.Fatalf("%v, by the documentation %v", err, wantErr)
		}
		want, wantErr = r.page(raw, 'w', uint64(number))
		inPlace := bytes.Clone(raw)
		if ok := vault.OpenWALPage(k, inPlace, number); ok != (wantErr == nil) || ok && !bytes.Equal(inPlace, want) {
			t.Fatalf("in a WAL %v, by the documentation %v", ok, wantErr)
		} else if !ok && !bytes.Equal(inPlace, make([]byte, vault.PageSize)) {
			t.Fatal("what does not authenticate was not wiped")
		}
	})
}

// FuzzStream gives the stream reader any bytes.
func FuzzStream(f *testing.F) {
	k, r := fuzzKey(f)
	for _, n := range []int{0, 1, 100, chunk, chunk + 1} {
		f.Add(sealed(f, k, noise(n)))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := unsealed(k, raw)
		want, wantErr := r.stream(raw)
		if (err == nil) != (wantErr == nil) || !bytes.Equal(got, want) {
			t.Fatalf("%d bytes, %v; by the documentation %d bytes, %v", len(got), err, len(want), wantErr)
		}
		if err != nil && !errors.Is(err, vault.ErrDamaged) {
			t.Fatal(err)
		}
	})
}

// FuzzWAL overwrites a stretch of a WAL with anything, or cuts it there, and opens the database. It comes up as it was
// after some of its transactions, or says that it is damaged.
func FuzzWAL(f *testing.F) {
	k, r := fuzzKey(f)
	path := filepath.Join(f.TempDir(), "x.db")
	db := create(f, k, path)
	run(f, db, "CREATE TABLE t(i INTEGER PRIMARY KEY, b BLOB)")
	run(f, db, "PRAGMA wal_checkpoint(truncate)")
	const rows = 8
	for i := range rows {
		run(f, db, "INSERT INTO t VALUES(?, ?)", i+1, noise(i*900))
	}
	file, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	wal, err := os.ReadFile(path + "-wal")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), []byte{}, false)
	f.Add(uint32(0), []byte{1}, false)
	f.Add(uint32(walHead+frame+3), []byte{1, 2, 3}, false)
	f.Add(uint32(walHead+2*frame+500), []byte{}, true)
	f.Add(uint32(walHead), wal[walHead+frame:walHead+2*frame], false)
	f.Fuzz(func(t *testing.T, at uint32, over []byte, cut bool) {
		changed := bytes.Clone(wal)
		at %= uint32(len(wal))
		if copy(changed[at:], over); cut {
			changed = changed[:at]
		}
		dir := t.TempDir()
		path := filepath.Join(dir, "x.db")
		for suffix, raw := range map[string][]byte{"": file, "-wal": changed} {
			if err := os.WriteFile(path+suffix, raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		db := open(t, k, path, "_pragma=synchronous(off)")
		defer db.Close()
		var n, last sql.NullInt64
		var check string
		err := db.QueryRow("SELECT count(*), max(i) FROM t").Scan(&n, &last)
		if err == nil {
			err = db.QueryRow("PRAGMA integrity_check").Scan(&check)
		}
		switch {
		case err != nil && !vault.IsDamage(err):
			t.Fatal(err)
		case bytes.Equal(changed, wal) && n.Int64 != rows:
			t.Fatalf("untouched, it has %d rows, %v", n.Int64, err)
		case err == nil && len(changed) == len(wal) && n.Int64 != rows && r.commitsAfter(wal, changed) >= 2:
			t.Fatalf("%d rows and no error, though two whole transactions follow what was overwritten", n.Int64)
		case err == nil && (check != "ok" || n.Int64 != last.Int64 || n.Int64 > rows):
			t.Fatalf("%d rows up to %d, %s", n.Int64, last.Int64, check)
		}
	})
}

func fuzzKey(f *testing.F) (*vault.Key, reader) {
	data := bytes.Repeat([]byte{3}, vault.KeySize)
	k, err := vault.KeyOf(data)
	if err != nil {
		f.Fatal(err)
	}
	return k, reader{data}
}
