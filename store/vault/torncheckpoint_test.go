package vault_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/store/vault"
)

// A checkpoint that the power cuts may tear every page that it writes, however many they are: the WAL has them all. Such
// a file must not be taken for another key's.
func TestACheckpointThatToreEveryPageIsMended(t *testing.T) {
	k := keyOf(t, 1)
	path := filepath.Join(t.TempDir(), "x.db")
	db := create(t, k, path)
	run(t, db, "PRAGMA wal_autocheckpoint=0")
	run(t, db, "CREATE TABLE t(i INTEGER PRIMARY KEY, s TEXT)")
	for range 60 {
		run(t, db, "INSERT INTO t(s) VALUES(?)", strings.Repeat("a", 3000))
	}
	run(t, db, "PRAGMA wal_checkpoint(truncate)")
	run(t, db, "UPDATE t SET s = replace(s, 'a', 'b')")
	run(t, db, "VACUUM") // rewrites every page
	im := image{}
	for _, suffix := range []string{"", "-wal"} {
		raw, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		im[suffix] = raw
	}
	pages := len(im[""]) / vault.PageSize
	if pages < 40 || len(im["-wal"]) < pages*frame {
		t.Fatalf("%d pages and a WAL of %d bytes: nothing to tear", pages, len(im["-wal"]))
	}
	for page := range pages { // one sector of each page is the new one's
		copy(im[""][page*vault.PageSize+512:], strings.Repeat("\xa5", 512))
	}
	if n, err := readAll(t, k, im.lay(t)); n != 60 || err != nil {
		t.Errorf("%d rows of 60, %v", n, err)
	}
}
