package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

// RestoreReport says what came of a restore.
type RestoreReport struct {
	Backup  Backup
	Seat    app.Seat // the new seat; Follows names the one it took the place of
	Proof   Report   // the verification of what was restored
	Missing int      // attachments that the backup names and that are not among the backups
	Others  []string // names of the people who had a seat on this laptop and need a new one in the restored workspace
}

// Restore makes a workspace from a backup in a new folder (…/NAME.lianshen) and opens it. It never touches the workspace
// the backup was made of. The options open the backup as they would open a workspace: with the pass phrase that held
// when it was made, or with the recovery key or the office's and a new phrase.
//
// The restored workspace goes on at a new seat, which follows that of the phrase: the seat's old chain may go on
// elsewhere, and two records under one number would contradict each other for ever (see journal.Forked). For the same
// reason the key file keeps no other seat: whoever else sat on this laptop is given a new seat there. Until everything
// is whole, and verified, the folder has a provisional name under which nothing can be opened. Refusals:
// "backup.foreign", "backup.damaged", "workspace.name", "workspace.exists", "workspace.newer", those of the key file, and
// "disk.full", "folder.readonly".
func Restore(ctx context.Context, backup, to string, o Options) (_ *Workspace, _ RestoreReport, err error) {
	if to, err = newFolder(to); err != nil {
		return nil, RestoreReport{}, err
	}
	f, err := readBackupFile(backup)
	if err != nil {
		return nil, RestoreReport{}, err
	}
	report := RestoreReport{Backup: f.backup(backup)}
	part := to + partSuffix
	if err := sweep(part); err != nil {
		return nil, report, err
	}
	err = restoreInto(ctx, backup, part, f, o, &report)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, report, errors.Join(err, os.RemoveAll(part))
	}
	w, err := settleAs(ctx, part, to, o)
	return w, report, err
}

// newFolder gives the whole path of a workspace that is to be made.
func newFolder(to string) (string, error) {
	to, err := filepath.Abs(to)
	if err != nil {
		return "", fmt.Errorf("find the folder: %w", err)
	}
	if name := filepath.Base(to); !strings.HasSuffix(name, Suffix) || name == Suffix {
		return "", app.Refuse("workspace.name", "path", to, "suffix", Suffix)
	}
	if Wiping(to) {
		return "", app.Refuse("workspace.wiping", "path", to)
	}
	if exists(to) {
		return "", app.Refuse("workspace.exists", "path", to)
	}
	return to, told(os.MkdirAll(filepath.Dir(to), 0o755), filepath.Dir(to), "make the folder above")
}

// settleAs gives a finished workspace its name and opens it.
func settleAs(ctx context.Context, part, to string, o Options) (*Workspace, error) {
	if err := os.Rename(part, to); err != nil {
		return nil, told(err, to, "give the workspace its name")
	}
	if err := syncDir(filepath.Dir(to)); err != nil {
		return nil, told(err, to, "make the workspace durable")
	}
	o.Recovery, o.Office = nil, ""
	return Open(ctx, to, o)
}

// restoreInto lays out and verifies the workspace under its provisional name.
func restoreInto(ctx context.Context, backup, part string, f backupFile, o Options, report *RestoreReport) error {
	w := &Workspace{dir: part, id: f.Workspace}
	w.take(o)
	own, err := w.unlockAt(keyPath(backup), o)
	if err != nil {
		return err
	}
	defer w.signer.Forget()
	defer w.key.Forget()
	if !f.proven(w.key) {
		return app.Refuse("backup.damaged", "path", backup)
	}
	if err := layOut(ctx, backup, part, f, func(string) { report.Missing++ }); err != nil {
		return err
	}
	return w.goOn(ctx, own, o, report)
}

// unlockAt opens a key file that is not in the folder of w and draws the secrets of a new seat. own is the seat in the
// log that the phrase opens, "" with a recovery key or the office's.
func (w *Workspace) unlockAt(path string, o Options) (own string, err error) {
	if w.keys, err = vault.Read(path, w.id); err != nil {
		return "", told(err, path, "read the key file")
	}
	var old vault.Secrets
	if o.rescued() {
		w.key, err = o.rescue(w.keys)
	} else if w.key, old, err = w.keys.Unlock(o.Phrase); err == nil {
		own = old.Seat()
	}
	if err != nil {
		return "", err
	}
	secrets, err := vault.NewSecrets(rand.Reader)
	if err != nil {
		return "", err
	}
	w.coming = &secrets
	w.signer, err = journal.SignerOf(secrets.Sign[:])
	return own, err
}

// goOn takes the slots of all former seats out of the key file of a copy, lets a new seat go on in it, and verifies it.
func (w *Workspace) goOn(ctx context.Context, own string, o Options, report *RestoreReport) (err error) {
	raw, err := os.ReadFile(manifestPath(w.dir))
	if err != nil {
		return told(err, w.dir, "read workspace.json")
	}
	if err := json.Unmarshal(raw, &w.made); err != nil {
		return broken(w.dir, fmt.Errorf("workspace.json: %w", err))
	}
	if w.lock, err = takeLock(w.dir); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.disconnect(), w.lock.Close()) }()
	former := map[string]bool{}
	for _, seat := range w.keys.Seats() {
		former[seat] = seat != own
		if err := w.keys.RemoveSeat(w.key, seat); err != nil {
			return err
		}
	}
	if err := w.writeKeys(); err != nil {
		return err
	}
	if err := w.enter(ctx); err != nil {
		return err
	}
	old, err := w.followed(ctx, o, own)
	if err != nil {
		return err
	}
	if report.Others, err = w.namesAt(ctx, former, old); err != nil {
		return err
	}
	if err := w.takeOver(ctx, old, o); err != nil {
		return err
	}
	if err := w.settle(ctx); err != nil {
		return err
	}
	report.Seat = w.Seat()
	report.Proof, err = w.Verify(ctx, nil)
	return err
}

// namesAt gives the names of the people at seats of this laptop, but for the one whose seat is followed.
func (w *Workspace) namesAt(ctx context.Context, here map[string]bool, followed app.Seat) ([]string, error) {
	seats, err := w.Seats(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range seats {
		if here[s.Key] && s.AtWork() && s.Person != followed.Person {
			out = append(out, s.Who.Name)
		}
	}
	return out, nil
}

// readLoose reads a file whole that may not be there: nil then.
func readLoose(path string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return raw, told(err, path, "read "+filepath.Base(path))
}
