package vault_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"path/filepath"
	"testing"

	"lianshen/store/vault"
)

// The benchmarks run each piece of work on a plain database and on an encrypted one, to compare within one run:
//
//	go test -bench . -run '^$' ./store/vault/
//
// Allowed are 1.3× for small durable commits, 1.8× for bulk loads, 1.2× for cached reads, 1.5× for opening cold.
var kinds = []string{"plain", "sealed"}

// openKind opens a database of a kind, new or existing.
func openKind(b *testing.B, kind, path string, isNew bool) *sql.DB {
	b.Helper()
	if kind == "sealed" {
		k := benchKey(b)
		if isNew {
			return create(b, k, path)
		}
		return open(b, k, path)
	}
	dsn := "file:" + path + "?_pragma=temp_store(memory)&_pragma=secure_delete(on)&_pragma=cache_size(-8000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	return db
}

var theBenchKey *vault.Key

func benchKey(b *testing.B) *vault.Key {
	if theBenchKey == nil {
		k, err := vault.KeyOf(bytes.Repeat([]byte{7}, vault.KeySize))
		if err != nil {
			b.Fatal(err)
		}
		theBenchKey = k
	}
	return theBenchKey
}

const benchSchema = "CREATE TABLE t(id INTEGER PRIMARY KEY, k TEXT, s TEXT, n INT); CREATE INDEX tk ON t(k)"

func load(b testing.TB, db *sql.DB, rows int) {
	b.Helper()
	run(b, db, benchSchema)
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	st, err := tx.Prepare("INSERT INTO t VALUES(?, ?, ?, ?)")
	if err != nil {
		b.Fatal(err)
	}
	for i := range rows {
		if _, err := st.Exec(i, fmt.Sprintf("%016x", uint64(i)*0x9e3779b97f4a7c15), marker, i); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkBulkLoad(b *testing.B) {
	for _, kind := range kinds {
		b.Run(kind, func(b *testing.B) {
			for i := 0; i < b.N; i++ {
				db := openKind(b, kind, filepath.Join(b.TempDir(), "x.db"), true)
				load(b, db, 30000)
				db.Close()
			}
		})
	}
}

func BenchmarkSmallCommit(b *testing.B) {
	for _, kind := range kinds {
		b.Run(kind, func(b *testing.B) {
			db := openKind(b, kind, filepath.Join(b.TempDir(), "x.db"), true)
			load(b, db, 5000)
			b.ResetTimer()
			for i := 0; i < b.N; i++ {
				run(b, db, "UPDATE t SET n = n + 1 WHERE id = ?", i*499%5000)
			}
		})
	}
}

func BenchmarkCachedRead(b *testing.B)   { benchRead(b, "-8000", 5000) }
func BenchmarkUncachedRead(b *testing.B) { benchRead(b, "-100", 30000) }

func benchRead(b *testing.B, cache string, rows int) {
	for _, kind := range kinds {
		b.Run(kind, func(b *testing.B) {
			db := openKind(b, kind, filepath.Join(b.TempDir(), "x.db"), true)
			load(b, db, rows)
			run(b, db, "PRAGMA wal_checkpoint(truncate)")
			run(b, db, "PRAGMA cache_size("+cache+")")
			st, err := db.Prepare("SELECT n FROM t WHERE id = ?")
			if err != nil {
				b.Fatal(err)
			}
			defer st.Close()
			b.ResetTimer()
			for i := 0; i < b.N; i++ {
				var n int
				if err := st.QueryRow(i * 7919 % rows).Scan(&n); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkColdOpen(b *testing.B) {
	for _, kind := range kinds {
		b.Run(kind, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "x.db")
			db := openKind(b, kind, path, true)
			load(b, db, 5000)
			db.Close()
			b.ResetTimer()
			for i := 0; i < b.N; i++ {
				db := openKind(b, kind, path, false)
				one[int](b, db, "SELECT n FROM t WHERE k > 'a' LIMIT 1")
				one[int](b, db, "SELECT count(*) FROM t WHERE id < 500")
				db.Close()
			}
		})
	}
}

func BenchmarkStream(b *testing.B) {
	plain := bytes.Repeat([]byte(marker), 1<<20/len(marker))
	var sealed bytes.Buffer
	w, _ := benchKey(b).Encrypt(&sealed)
	w.Write(plain)
	w.Close()
	b.Run("encrypt", func(b *testing.B) {
		b.SetBytes(int64(len(plain)))
		for i := 0; i < b.N; i++ {
			w, _ := benchKey(b).Encrypt(io.Discard)
			w.Write(plain)
			w.Close()
		}
	})
	b.Run("decrypt", func(b *testing.B) {
		b.SetBytes(int64(len(plain)))
		for i := 0; i < b.N; i++ {
			r, err := benchKey(b).Decrypt(bytes.NewReader(sealed.Bytes()))
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, r); err != nil {
				b.Fatal(err)
			}
		}
	})
}
