package store

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"lianshen/app"
	"lianshen/store/vault"
)

// closing closes a workspace beside what goes on, and returns once the closing has begun.
func closing(w *Workspace) (done chan error) {
	done = make(chan error, 1)
	go func() { done <- w.Close() }()
	for {
		w.stays.mu.Lock()
		shut := w.stays.shut
		w.stays.mu.Unlock()
		if shut {
			return done
		}
		runtime.Gosched()
	}
}

// A backup that is under way when the workspace closes is stopped, and what there is of it does not count.
func TestClosingStopsABackupUnderWay(t *testing.T) {
	w, o := filled(t)
	var once sync.Once
	var closed chan error
	_, err := w.Backup(ctx, BackupOptions{Progress: func(int64, int64) { once.Do(func() { closed = closing(w) }) }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the backup says %v", err)
	}
	if err := <-closed; err != nil {
		t.Errorf("the closing says %v", err)
	}
	all, err := Backups(BackupsDir(w.dir))
	if err != nil || len(all) != 0 {
		t.Errorf("listed are %+v, %v", all, err)
	}
	again, err := Open(ctx, w.dir, o)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, again)
	again.Close()
}

// closingReader begins the closing of the workspace before it gives anything.
type closingReader struct {
	io.Reader
	w      *Workspace
	closed chan error
}

func (r *closingReader) Read(p []byte) (int, error) {
	if r.closed == nil {
		r.closed = closing(r.w)
	}
	return r.Reader.Read(p)
}

// A file that is being taken in when the workspace closes lies there under its name: the key is wiped afterwards.
func TestClosingWaitsForAFileThatIsTakenIn(t *testing.T) {
	w, o := filled(t)
	r := &closingReader{Reader: strings.NewReader("台账"), w: w}
	hash, _, err := w.Attach(ctx, r, "台账.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if err := <-r.closed; err != nil {
		t.Fatal(err)
	}
	marks, err := filepath.Glob(w.owedPath("*")) // its deed never comes; as if it had
	if err != nil || len(marks) != 1 {
		t.Fatal(marks, err)
	}
	if err := os.Remove(marks[0]); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, w.dir, o)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := again.AttachmentState(hash); got != AttachmentPresent {
		t.Errorf("the attachment is %s", got)
	}
}

func TestNothingBeginsInAClosedWorkspace(t *testing.T) {
	w, o := filled(t)
	b := mustBackup(t, w, "hand")
	w.Close()
	said := func(_ any, err error) error { return err }
	_, _, attach := w.Attach(ctx, strings.NewReader("台账"), "台账.pdf")
	for name, err := range map[string]error{
		"attach":  attach,
		"open":    said(w.OpenAttachment(ctx, strings.Repeat("a", 64))),
		"backup":  said(w.Backup(ctx, BackupOptions{})),
		"due":     said(w.BackupDue(ctx)),
		"trial":   said(w.TrialRestore(ctx, nil)),
		"verify":  said(w.Verify(ctx, nil)),
		"compare": said(CompareBackup(ctx, b.Path, o, w)),
		"phrase":  w.ChangePhrase(ctx, o.Phrase, "新口令 新口令"),
	} {
		if app.CodeOf(err) != "workspace.closed" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Under a wiped key everybody could compute the proof of a backup and the name of a file.
func TestNothingIsProvenUnderAWipedKey(t *testing.T) {
	key, err := vault.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key.Forget()
	f := backupFile{Format: backupFormat}
	if mac, err := f.mac(key); err == nil {
		t.Errorf("proven by %s", mac)
	}
	if f.proven(key) {
		t.Error("a backup proves under zeros")
	}
}
