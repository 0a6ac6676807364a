package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"lianshen/app"
)

// A file is attached before the deed that names it. Between the two it is owed a deed: a mark beside the attachments
// says so, and is durable before the file has its name. The deed takes the mark away; a mark that is found at the next
// start is that of a file whose deed may never have come. So whatever cuts a taking in off, file and record are both
// there afterwards or both not, and only files that Attach itself laid down are ever taken away: not those that came
// with a package and wait for their records, nor those that somebody put back by hand.

// owed begins the name of a mark; the name of the file follows.
const owed = "owed-"

// debts are the files attached in this run that no deed has named yet, with how often they were attached. The zero
// value is ready for use.
type debts struct {
	mu  sync.Mutex
	all map[string]int // by SHA-256 in hex
}

func (w *Workspace) owedPath(name string) string {
	return filepath.Join(attachmentsPath(w.dir), owed+name)
}

// owe marks the file that is about to lie at path as one that no deed has named yet, durably. Where a file lies there
// without a mark, a deed has named it already.
func (w *Workspace) owe(path, hash string) error {
	w.debts.mu.Lock()
	defer w.debts.mu.Unlock()
	mark := w.owedPath(filepath.Base(path))
	if exists(path) && !exists(mark) {
		return nil
	}
	if !exists(mark) {
		if err := w.disk.write(mark, func(io.Writer) error { return nil }); err != nil {
			return err
		}
		if err := w.disk.names(attachmentsPath(w.dir)); err != nil {
			return err
		}
	}
	if w.debts.all == nil {
		w.debts.all = map[string]int{}
	}
	w.debts.all[hash]++
	return nil
}

// paid takes the marks of the files away that a committed deed names. A mark that stays costs a look at the next start.
func (w *Workspace) paid(d app.Deed) {
	w.debts.mu.Lock()
	defer w.debts.mu.Unlock()
	for hash := range w.debts.all {
		for _, c := range d.Changes {
			if !bytes.Contains(c.Value, []byte(hash)) {
				continue
			}
			delete(w.debts.all, hash)
			w.unmarkOwed(filepath.Base(w.attachmentPath(hash)))
			break
		}
	}
}

func (w *Workspace) unmarkOwed(name string) {
	if err := w.disk.remove(w.owedPath(name)); err != nil {
		w.log.Warn("the mark of a file that is named by now stays", "error", err)
	}
}

// Detach takes an attached file away again whose deed was refused. hash is what Attach gave. A file that a deed names,
// or that somebody else attached at the same time, stays; so does one attached before this run.
func (w *Workspace) Detach(hash string) error {
	_, leave, err := w.stay(context.Background())
	if err != nil {
		return err
	}
	defer leave()
	if err := w.writable(); err != nil {
		return err
	}
	w.debts.mu.Lock()
	defer w.debts.mu.Unlock()
	if w.debts.all[hash] == 0 {
		return nil
	}
	if w.debts.all[hash]--; w.debts.all[hash] > 0 {
		return nil
	}
	delete(w.debts.all, hash)
	path := w.attachmentPath(hash)
	if err := errors.Join(w.disk.remove(path), w.disk.remove(w.thumbnailPath(hash))); err != nil {
		return told(err, path, "take an attached file away")
	}
	w.unmarkOwed(filepath.Base(path))
	return nil
}

// hashes finds what may be the SHA-256 of a file in the body of a record.
var hashes = regexp.MustCompile(`[0-9a-f]{64}`)

// sweepOwed takes files away whose deed never came. It looks through the log only when there is a mark, and
// asks every record whatever field it speaks of, those without effect and those set aside too: what is taken back can
// come again.
func (w *Workspace) sweepOwed(ctx context.Context) {
	marks, err := filepath.Glob(w.owedPath("*"))
	if err != nil || len(marks) == 0 {
		return // the pattern is a constant
	}
	named := map[string]bool{}
	for _, table := range []string{"record", "aside"} {
		err := w.writer.rows(ctx, "SELECT body FROM "+table+" WHERE body IS NOT NULL", nil, func(scan func(...any) error) error {
			var body []byte
			if err := scan(&body); err != nil {
				return err
			}
			for _, found := range hashes.FindAll(body, -1) {
				sum, err := hex.DecodeString(string(found))
				if err == nil {
					named[w.key.BlobName([sha256.Size]byte(sum))] = true
				}
			}
			return nil
		})
		if err != nil {
			w.log.Warn("files whose deed may not have come are not looked for", "error", err)
			return
		}
	}
	for _, mark := range marks {
		name := strings.TrimPrefix(filepath.Base(mark), owed)
		if hashForm.MatchString(name) && !named[name] {
			// The file goes before its mark: a cut between the two is seen to at the next start.
			path := blobPath(w.dir, name)
			if err := errors.Join(w.disk.remove(path), w.disk.remove(filepath.Join(filepath.Dir(path), thumbnail+name))); err != nil {
				w.log.Warn("a file whose deed never came stays", "error", err)
				continue
			}
		}
		if err := os.Remove(mark); err != nil {
			w.log.Warn("the mark of a file that is named by now stays", "error", err)
		}
	}
}
