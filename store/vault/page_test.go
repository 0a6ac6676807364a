package vault_test

import (
	"bytes"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/store/vault"
)

func TestForget(t *testing.T) {
	k, path := keyOf(t, 1), filepath.Join(t.TempDir(), "x.db")
	left := create(t, k, path) // a connection that somebody forgot
	run(t, left, "CREATE TABLE t(i)")
	name, err := k.VFS()
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := k.VFS(); again != name {
		t.Errorf("registered as %s and %s", name, again)
	}
	k.Forget()
	db, err := sql.Open("sqlite", "file:"+path+"?vfs="+name)
	if err == nil {
		err = db.Ping()
		db.Close()
	}
	if err == nil || !strings.Contains(err.Error(), "no such vfs") {
		t.Errorf("opened after forgetting: %v", err)
	}
	if *k != (vault.Key{}) {
		t.Error("the key is still there")
	}
	if _, err := left.Exec("VACUUM INTO ?", filepath.Join(t.TempDir(), "copy.db")); err == nil {
		t.Error("a connection that was left open made a copy under no key")
	}
	for what, err := range map[string]error{
		"a database":  k.NewDatabase(filepath.Join(t.TempDir(), "y.db")),
		"a stream":    second(k.Encrypt(io.Discard)),
		"a page":      second(k.OpenPage(make([]byte, vault.PageSize), 1)),
		"file system": second(k.VFS()),
	} {
		if err == nil || vault.IsDamage(err) {
			t.Errorf("%s after forgetting: %v", what, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestOpenPage(t *testing.T) {
	k, path := keyOf(t, 1), filepath.Join(t.TempDir(), "x.db")
	db := create(t, k, path)
	fill(t, db, 50)
	db.Close()
	raw, _ := os.ReadFile(path)
	page := func(n int) []byte { return raw[(n-1)*vault.PageSize : n*vault.PageSize] }
	plain, err := k.OpenPage(page(1), 1)
	if err != nil || !bytes.HasPrefix(plain, []byte("SQLite format 3\x00")) || !bytes.Equal(plain[vault.PageSize-vault.Reserved:], make([]byte, vault.Reserved)) {
		t.Errorf("page 1: %q… %v", plain[:16], err)
	}
	if bytes.HasPrefix(page(1), []byte("SQLite")) {
		t.Error("OpenPage opened the page of the caller")
	}
	for name, try := range map[string]func() ([]byte, error){
		"another number":  func() ([]byte, error) { return k.OpenPage(page(1), 2) },
		"short":           func() ([]byte, error) { return k.OpenPage(page(1)[:100], 1) },
		"another key":     func() ([]byte, error) { return keyOf(t, 2).OpenPage(page(1), 1) },
		"a flipped bit":   func() ([]byte, error) { return k.OpenPage(flipped(page(1), 77), 1) },
		"a page of zeros": func() ([]byte, error) { return k.OpenPage(make([]byte, vault.PageSize), 1) },
	} {
		if plain, err := try(); !errors.Is(err, vault.ErrDamaged) || !vault.IsDamage(err) || plain != nil {
			t.Errorf("%s: %d bytes, %v", name, len(plain), err)
		}
	}
}
