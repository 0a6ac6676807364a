package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianshen/app"
)

// storeEnv names the workspace in which a copy of this test program stores evidence until it is killed.
const storeEnv = "LIANSHEN_STORE_IN"

// storeForEver stores evidence and tells when the file is there, and when the record is.
func storeForEver(dir string) error {
	w, err := Open(ctx, dir, quick(Options{Phrase: testPhrase}))
	if err != nil {
		return err
	}
	c, err := w.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		fmt.Println("begin", n)
		photo := bytes.Repeat([]byte(fmt.Sprint(os.Getpid(), " ", n, " ")), 60_000)
		hash, size, err := w.Attach(ctx, bytes.NewReader(photo), "照片.jpg")
		if err != nil {
			return err
		}
		fmt.Println("laid", n, hash)
		e := app.Evidence{Case: c.ID, Title: "照片", Kind: "photo", FileName: "照片.jpg", FileHash: hash, FileSize: size}
		if err := keepAny(w.Desk(), app.VerbAddEvidence, withID(e)); err != nil {
			return err
		}
		fmt.Println("done", n, hash)
	}
}

// naming does as if a deed had named an attached file.
func naming(w *Workspace, hash string) {
	w.paid(app.Deed{Changes: []app.Change{{Field: "fileHash", Kind: app.Put, Value: json.RawMessage(`"` + hash + `"`)}}})
}

func withID(e app.Evidence) app.Evidence {
	e.ID = newID()
	return e
}

// TestAKillWhileEvidenceIsStoredLeavesFileAndRecordOrNeither kills the program by SIGKILL at every point of the storing
// of evidence: in the middle of the file, between file and record, and at any moment.
func TestAKillWhileEvidenceIsStoredLeavesFileAndRecordOrNeither(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kill.lianshen")
	w, err := createWith(ctx, dir, quick(Options{Person: "王敏"}), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := keepAny(w.Desk(), app.VerbAddCase, app.Case{ID: newID(), Number: "LS2026-001"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	chance := rand.New(rand.NewPCG(seed, 2))
	t.Logf("seed %d", seed)
	kills, between := 9, 0
	if testing.Short() {
		kills = 4
	}
	acknowledged := map[string]bool{}
	for kill := range kills {
		killStoring(t, dir, []string{"laid", "begin", "done"}[kill%3], 1+chance.IntN(4), time.Duration(chance.IntN(4_000))*time.Microsecond*time.Duration(kill%2), acknowledged)
		if marks, _ := filepath.Glob(filepath.Join(attachmentsPath(dir), owed+"*")); len(marks) > 0 {
			between++
		}
		demandPairs(t, dir, acknowledged)
	}
	t.Logf("%d kills, %d of them between file and record, %d stored", kills, between, len(acknowledged))
	if between == 0 {
		t.Error("no kill came between a file and its record")
	}
}

// killStoring lets a child store evidence and kills it a while after its nth word of a sort.
func killStoring(t *testing.T, dir, word string, n int, wait time.Duration, acknowledged map[string]bool) {
	t.Helper()
	runAndKill(t, []string{storeEnv + "=" + dir}, func(line string) (time.Duration, bool) {
		f := strings.Fields(line)
		if f[0] == "done" {
			acknowledged[f[2]] = true
		}
		if f[0] == word {
			n--
		}
		return wait, f[0] == word && n == 0
	})
}

// demandPairs opens the workspace and demands that every record has its file and every file its record.
func demandPairs(t *testing.T, dir string, acknowledged map[string]bool) {
	t.Helper()
	w, err := Open(ctx, dir, quick(Options{Phrase: testPhrase}))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	c, err := w.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	all, err := app.List[app.Evidence](ctx, w, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, e := range all {
		named[w.attachmentPath(e.FileHash)] = true
		if got := w.AttachmentState(e.FileHash); got != AttachmentPresent {
			t.Errorf("a record stands without its file: %s", got)
		}
	}
	for hash := range acknowledged {
		if !named[w.attachmentPath(hash)] {
			t.Error("evidence that was acknowledged is lost")
		}
	}
	err = filepath.WalkDir(attachmentsPath(dir), func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !named[path] {
			t.Errorf("%s is left without a record", filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAFileIsTakenAwayOnlyWhileNoDeedNamesIt(t *testing.T) {
	w := fresh(t)
	c := app.Case{ID: newID(), Number: "LS2026-001"}
	if err := keepAny(w.Desk(), app.VerbAddCase, c); err != nil {
		t.Fatal(err)
	}
	attach := func(text string) string {
		hash, _, err := w.Attach(ctx, strings.NewReader(text), "台账.pdf")
		if err != nil {
			t.Fatal(err)
		}
		return hash
	}
	refused := attach("refused")
	if err := w.Detach(refused); err != nil || w.AttachmentState(refused) != AttachmentMissing {
		t.Errorf("a file whose deed was refused stays: %v", err)
	}
	twice := attach("twice")
	attach("twice")
	if err := w.Detach(twice); err != nil || w.AttachmentState(twice) != AttachmentPresent {
		t.Errorf("a file that somebody else attached at the same time is gone: %v", err)
	}
	named := attach("named")
	if err := keepAny(w.Desk(), app.VerbAddEvidence, withID(app.Evidence{Case: c.ID, Title: "台账", Kind: "document", FileHash: named})); err != nil {
		t.Fatal(err)
	}
	attach("named") // the same file once more: told elsewhere, and not stored
	if err := w.Detach(named); err != nil || w.AttachmentState(named) != AttachmentPresent {
		t.Errorf("a file that a deed names is gone: %v", err)
	}
	// What is taken back may come again: its file stays over the next start.
	if _, err := w.UndoLast(ctx); err != nil {
		t.Fatal(err)
	}
	if err := w.disk.write(w.owedPath(filepath.Base(w.attachmentPath(named))), func(io.Writer) error { return nil }); err != nil {
		t.Fatal(err)
	}
	dir := w.Dir()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, dir, quick(Options{Phrase: testPhrase}))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.AttachmentState(named) != AttachmentPresent {
		t.Error("the file of a deed that was taken back is gone")
	}
	if again.AttachmentState(twice) != AttachmentMissing {
		t.Error("a file that no deed ever named stays")
	}
	if marks, _ := filepath.Glob(filepath.Join(attachmentsPath(dir), owed+"*")); len(marks) > 0 {
		t.Errorf("%d marks stay", len(marks))
	}
}
