package store

import (
	"crypto/rand"
	"os"
	"testing"

	"lianshen/store/vault"
)

// A backup without a key file that opens it is none, whatever has come of the one on the disk meanwhile.
func TestABackupHasAKeyFileThatOpensIt(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, path, id string){
		"damaged": func(t *testing.T, path, _ string) { flip(t, path, 300) },
		"gone": func(t *testing.T, path, _ string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		},
		"of another key": func(t *testing.T, path, id string) {
			key, err := vault.NewKey(rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			f, err := vault.NewFile(id, key, vault.Lowest, rand.Reader)
			if err == nil {
				err = f.Write(path)
			}
			if err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, o := filled(t)
			harm(t, keyPath(w.dir), w.id)
			b := mustBackup(t, w, "hand")
			raw, err := readBackupFile(b.Path)
			if err == nil {
				err = raw.proveFiles(b.Path)
			}
			if err != nil {
				t.Error(err)
			}
			if _, err := CompareBackup(ctx, b.Path, o, nil); err != nil {
				t.Errorf("the phrase does not open the backup: %v", err)
			}
			if got := under(t, b.Path); len(got) != 4 {
				t.Errorf("the backup has %v", got)
			}
		})
	}
}
