package vault_test

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/store/vault"
	"lianshen/store/vault/vaulttest"
)

const (
	walHead   = 32
	frameHead = 24
	frame     = frameHead + vault.PageSize
)

// image is a database as a laptop leaves it that lost power: the files by what follows the name.
type image map[string][]byte

// hot gives the image of a database with rows in its file and 50 more, each committed by itself, in its WAL.
func hot(t *testing.T, k *vault.Key, rows int) image {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	db := create(t, k, path)
	run(t, db, "PRAGMA synchronous=off") // nothing is lost here, and it is quicker
	run(t, db, "CREATE TABLE t(i INTEGER PRIMARY KEY, s TEXT)")
	for i := range rows {
		run(t, db, "INSERT INTO t(s) VALUES(?)", strings.Repeat(marker, i%20))
	}
	run(t, db, "PRAGMA wal_checkpoint(truncate)")
	for range 50 {
		run(t, db, "INSERT INTO t(s) VALUES('last')")
	}
	im := image{}
	for _, suffix := range []string{"", "-wal"} {
		raw, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		im[suffix] = raw
	}
	return im
}

// lay writes an image to a folder of its own and gives the path of the database.
func (im image) lay(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	for suffix, raw := range im {
		if err := os.WriteFile(path+suffix, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// folded gives the database file after its WAL was folded into it.
func (im image) folded(t *testing.T, k *vault.Key) []byte {
	t.Helper()
	path := im.lay(t)
	db := open(t, k, path)
	run(t, db, "PRAGMA wal_checkpoint(truncate)")
	db.Close()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func (im image) same(t *testing.T, path string) bool {
	t.Helper()
	for suffix, raw := range im {
		if now, err := os.ReadFile(path + suffix); err != nil || !bytes.Equal(now, raw) {
			t.Logf("%q changed: %v", suffix, err)
			return false
		}
	}
	return true
}

// readAll opens a database, reads all of it and writes to it, as a program would that noticed nothing.
func readAll(t *testing.T, k *vault.Key, path string, more ...string) (rows int, err error) {
	t.Helper()
	db := open(t, k, path, more...)
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := db.QueryRow("SELECT count(*), sum(length(s)) FROM t").Scan(&rows, new(sql.NullInt64)); err != nil {
		return rows, err
	}
	_, err = db.Exec("INSERT INTO t(s) VALUES('after')")
	return rows, err
}

func flipped(raw []byte, at int) []byte {
	raw = bytes.Clone(raw)
	raw[at] ^= 0x10
	return raw
}

// swapped gives raw with two pieces of n bytes in each other's place.
func swapped(raw []byte, a, b, n int) []byte {
	out := bytes.Clone(raw)
	copy(out[a:], raw[b:b+n])
	copy(out[b:], raw[a:a+n])
	return out
}

// with gives raw with other bytes at a place.
func with(raw []byte, at int, other []byte) []byte {
	raw = bytes.Clone(raw)
	copy(raw[at:], other)
	return raw
}

func TestWhatWasTamperedWithIsRefusedAndLeftAlone(t *testing.T) {
	k := keyOf(t, 1)
	whole, other := hot(t, k, 200), hot(t, keyOf(t, 2), 200)
	if n, err := readAll(t, k, whole.lay(t)); n != 250 || err != nil {
		t.Fatalf("untouched: %d rows, %v", n, err)
	}
	cold := whole.folded(t, k)
	db, wal := whole[""], whole["-wal"]
	const page = vault.PageSize
	cases := map[string]image{
		"bit of page 1":                   {"": flipped(cold, 50)},
		"bit of a page":                   {"": flipped(cold, 2*page+1000)},
		"bit of a nonce":                  {"": flipped(cold, 3*page-1)},
		"bit of a tag":                    {"": flipped(cold, 3*page-30)},
		"pages swapped":                   {"": swapped(cold, 2*page, 3*page, page)},
		"page of another database":        {"": with(cold, 4*page, other[""][4*page:5*page])},
		"page of zeros":                   {"": with(cold, 4*page, make([]byte, page))},
		"frame of the WAL as a page":      {"": with(cold, page, wal[walHead+frameHead:walHead+frame])},
		"database cut at a page":          {"": cold[:6*page]},
		"database cut within a page":      {"": cold[:6*page+100]},
		"database cut to a page":          {"": cold[:page]},
		"database emptied":                {"": nil},
		"database emptied, WAL left":      {"": nil, "-wal": wal},
		"database that was not sealed":    {"": with(cold, 0, []byte("SQLite format 3\x00"))},
		"database of another key":         {"": other[""]},
		"another key's, with our WAL":     {"": other[""], "-wal": wal},
		"WAL of another key":              {"": db, "-wal": other["-wal"]},
		"both of another key":             other,
		"bit of the WAL's magic":          {"": db, "-wal": flipped(wal, 1)},
		"bit of the WAL's salt":           {"": db, "-wal": flipped(wal, 18)},
		"bit of the WAL's sums":           {"": db, "-wal": flipped(wal, 30)},
		"zeros for the WAL's header":      {"": db, "-wal": with(wal, 0, make([]byte, walHead))},
		"bit of the first frame's header": {"": db, "-wal": flipped(wal, walHead+3)},
		"bit of a frame's header":         {"": db, "-wal": flipped(wal, walHead+7*frame+20)},
		"bit of a frame's page":           {"": db, "-wal": flipped(wal, walHead+7*frame+1000)},
		"bit of a frame's tag":            {"": db, "-wal": flipped(wal, walHead+7*frame+frame-30)},
		"frames swapped":                  {"": db, "-wal": swapped(wal, walHead+4*frame, walHead+8*frame, frame)},
		"page of the database as a frame": {"": db, "-wal": with(wal, walHead+frameHead, db[:page])},
	}
	for name, im := range cases {
		t.Run(name, func(t *testing.T) {
			for _, more := range [][]string{nil, {"mode=ro"}} {
				path := im.lay(t)
				_, err := readAll(t, k, path, more...)
				if !vault.IsDamage(err) {
					t.Errorf("opened with %q: %v", more, err)
				}
				if !im.same(t, path) {
					t.Errorf("opened with %q: the files were changed", more)
				}
			}
		})
	}
}

// A hot WAL under a wrong key holds nothing that authenticates; SQLite would take it for empty and delete it. Two cures
// keep it, each by itself; without both, committed rows are lost.
func TestWrongKeyLeavesAHotWALAlone(t *testing.T) {
	for _, c := range []struct {
		name    string
		without []vaulttest.Cure
		rows    int // of 53, found afterwards with the right key
	}{
		{"both cures", nil, 53},
		{"without the guard", []vaulttest.Cure{vaulttest.Guard}, 53},
		{"without telling damage", []vaulttest.Cure{vaulttest.Torn}, 53},
		{"without both", []vaulttest.Cure{vaulttest.Guard, vaulttest.Torn}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := keyOf(t, 1)
			path := hot(t, k, 3).lay(t) // so few pages that the file itself does not show whose it is
			t.Run("wrong", func(t *testing.T) {
				vaulttest.Without(t, c.without...)
				if _, err := readAll(t, keyOf(t, 9), path); !vault.IsDamage(err) {
					t.Errorf("wrong key: %v", err)
				}
			})
			if n, err := readAll(t, k, path); n != c.rows {
				t.Errorf("%d rows afterwards, want %d; %v", n, c.rows, err)
			}
		})
	}
}

// Without telling damage, a bit flipped in the WAL silently throws away what was committed after it.
func TestDamageInAWALIsToldFromItsEnd(t *testing.T) {
	k := keyOf(t, 1)
	im := hot(t, k, 200)
	im["-wal"] = flipped(im["-wal"], walHead+7*frame+1000)
	vaulttest.Without(t, vaulttest.Torn)
	if n, err := readAll(t, k, im.lay(t)); err != nil || n >= 250 {
		t.Errorf("%d rows, %v: the cure is not needed", n, err)
	}
}

// The last transaction of a WAL may be torn; then it never was acknowledged, and opening goes on without it.
func TestTornEndOfAWALIsNoDamage(t *testing.T) {
	k := keyOf(t, 1)
	whole := hot(t, k, 200)
	wal := whole["-wal"]
	for name, torn := range map[string][]byte{
		"within the page":     wal[:len(wal)-100],
		"within the header":   wal[:len(wal)-frame+10],
		"page of noise":       append(bytes.Clone(wal[:len(wal)-3000]), bytes.Repeat([]byte{7}, 3000)...),
		"page of zeros":       append(bytes.Clone(wal[:len(wal)-vault.PageSize]), make([]byte, vault.PageSize)...),
		"zeros after the end": append(bytes.Clone(wal), make([]byte, 3*frame)...),
	} {
		t.Run(name, func(t *testing.T) {
			want := 249
			if name == "zeros after the end" {
				want = 250
			}
			if n, err := readAll(t, k, (image{"": whole[""], "-wal": torn}).lay(t)); n != want || err != nil {
				t.Errorf("%d rows, %v; want %d", n, err, want)
			}
		})
	}
}
