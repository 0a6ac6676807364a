package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// manyBackups makes more backups than are kept, with attachments that come and go, and gives what was done to the disk.
func manyBackups(t testing.TB, forgetful bool) (*Workspace, *recorder, map[string][]byte) {
	t.Helper()
	w, _ := filled(t)
	now := w.now()
	w.now = func() time.Time { return now }
	root := BackupsDir(w.dir)
	if err := os.MkdirAll(root, 0o700); err != nil {
		t.Fatal(err)
	}
	rec := &recorder{disk: realDisk{}, root: root, forgetful: forgetful}
	sealed := map[string][]byte{} // every attachment there ever was
	for i := range keepLast + 5 {
		now = now.Add(time.Minute)
		answerOnce(t, w, fmt.Sprint("查", i))
		hash, _, err := w.Attach(ctx, strings.NewReader(strings.Repeat(fmt.Sprint("附件", i), 400)), "附件.pdf")
		if err != nil {
			t.Fatal(err)
		}
		path := w.attachmentPath(hash)
		for _, name := range blobs(t, w.dir) {
			if sealed[name], err = os.ReadFile(blobPath(w.dir, name)); err != nil {
				t.Fatal(err)
			}
		}
		b, err := w.backupTo(ctx, rec, root, BackupOptions{Why: "hand"})
		if err != nil {
			t.Fatal(err)
		}
		rec.done(filepath.Base(b.Path))
		if i%2 == 0 { // the next backups do not name it any more
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	return w, rec, sealed
}

// checkCut says what is wrong with the backups that a cut has left: each that is listed must be whole, and the latest
// that was acknowledged must be listed.
func checkCut(w *Workspace, left map[string][]byte, sealed map[string][]byte, acknowledged string) error {
	listed := map[string]bool{}
	for path := range left {
		if filepath.Dir(path) == "." && backupForm.MatchString(path) {
			listed[path] = true
		}
	}
	if acknowledged != "" && !listed[acknowledged] {
		return fmt.Errorf("the backup %s was acknowledged and is gone", acknowledged)
	}
	for name := range listed {
		f, err := parseBackupFile(left[filepath.Join(name, "backup.json")])
		if err != nil || !f.proven(w.key) {
			return fmt.Errorf("%s is listed, but backup.json is not whole: %v", name, err)
		}
		for _, p := range f.Files {
			raw := left[filepath.Join(name, p.Name)]
			if sum := sha256.Sum256(raw); hex.EncodeToString(sum[:]) != p.Sum {
				return fmt.Errorf("%s is listed, but %s is not whole", name, p.Name)
			}
		}
		for _, p := range f.Attachments {
			if !bytes.Equal(left[filepath.Join("attachments", p.Name[:2], p.Name)], sealed[p.Name]) {
				return fmt.Errorf("%s is listed, but an attachment of it is not whole", name)
			}
		}
	}
	return nil
}

func TestTheLossOfPowerLeavesEveryListedBackupWhole(t *testing.T) {
	w, rec, sealed := manyBackups(t, false)
	if kept := under(t, rec.root); len(kept) != keepLast+2 { // and the attachments, and the lock
		t.Fatalf("the rule of keeping was not at work: %v", kept)
	}
	random := rand.New(rand.NewPCG(7, 8))
	n := cuts()
	at := make([]int, n)
	for i := range at {
		at[i] = random.IntN(len(rec.events) + 1)
	}
	slices.Sort(at)
	m, played, acknowledged := &model{root: newFolderNode()}, 0, ""
	for i, stop := range at {
		for ; played < stop; played++ {
			if e := rec.events[played]; e.do == "done" {
				acknowledged = e.path
			} else {
				m.play(e)
			}
		}
		left := m.cut(random)
		if err := checkCut(w, left, sealed, acknowledged); err != nil {
			t.Fatalf("cut %d, after %d of %d deeds: %v", i, stop, len(rec.events), err)
		}
		if i%(n/8+1) != 0 {
			continue
		}
		// The next backup takes away what the cut has left, and is whole itself.
		dir := filepath.Join(t.TempDir(), "断电.backups")
		lay(t, left, dir)
		b, err := w.Backup(ctx, BackupOptions{To: dir})
		if err != nil {
			t.Fatalf("a backup after cut %d: %v", i, err)
		}
		for _, name := range under(t, dir) {
			if strings.HasSuffix(name, partSuffix) || strings.HasSuffix(name, discardName) {
				t.Errorf("cut %d has left %s", i, name)
			}
		}
		if f, err := readBackupFile(b.Path); err != nil || f.proveFiles(b.Path) != nil {
			t.Errorf("the backup after cut %d: %v", i, err)
		}
	}
}

func TestTheSimulationTellsWhenNamesAreNotMadeDurable(t *testing.T) {
	w, rec, sealed := manyBackups(t, true)
	random := rand.New(rand.NewPCG(9, 10))
	for range 200 {
		m, acknowledged := &model{root: newFolderNode()}, ""
		for _, e := range rec.events[:random.IntN(len(rec.events)+1)] {
			if e.do == "done" {
				acknowledged = e.path
			} else {
				m.play(e)
			}
		}
		if checkCut(w, m.cut(random), sealed, acknowledged) != nil {
			return
		}
	}
	t.Error("backups whose names were never made durable pass every cut")
}

func TestTheLossOfPowerLosesNoAttachmentThatWasTakenIn(t *testing.T) {
	w, _ := filled(t)
	root := attachmentsPath(w.dir)
	m, rec := modelOf(t, root), &recorder{disk: realDisk{}, root: root}
	w.disk = rec
	contents := map[string]string{} // by the name on the disk
	for i := range 12 {
		text := strings.Repeat(fmt.Sprint("照片", i), 300*(i+1))
		hash, _, err := w.Attach(ctx, strings.NewReader(text), "照片.jpg")
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(w.attachmentPath(hash))
		contents[name] = text
		rec.done(name)
	}
	random := rand.New(rand.NewPCG(11, 12))
	n := cuts()
	at := make([]int, n)
	for i := range at {
		at[i] = random.IntN(len(rec.events) + 1)
	}
	slices.Sort(at)
	whole := map[string][]byte{}
	for name := range contents {
		raw, err := os.ReadFile(blobPath(w.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		whole[name] = raw
	}
	played, taken := 0, []string{}
	for i, stop := range at {
		for ; played < stop; played++ {
			if e := rec.events[played]; e.do == "done" {
				taken = append(taken, e.path)
			} else {
				m.play(e)
			}
		}
		left := m.cut(random)
		for path, raw := range left {
			name := filepath.Base(path)
			if raw != nil && hashForm.MatchString(name) && contents[name] != "" && !bytes.Equal(raw, whole[name]) {
				t.Fatalf("cut %d: an attachment stands under its name and is not whole", i)
			}
		}
		for _, name := range taken {
			if !bytes.Equal(left[filepath.Join(name[:2], name)], whole[name]) {
				t.Fatalf("cut %d: an attachment that was taken in is lost", i)
			}
		}
	}
}
