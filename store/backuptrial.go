package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"lianshen/app"
)

// Trial is the outcome of a trial restore.
type Trial struct {
	At          time.Time `json:"at"`
	Backup      string    `json:"backup"` // name of the backup's folder
	OK          bool      `json:"ok"`
	Troubles    int       `json:"troubles"`
	Records     int       `json:"records"`
	Attachments int       `json:"attachments"`
}

// trialAge is how long a trial restore stands for the backups that follow.
const trialAge = 30 * 24 * time.Hour

// trialName is the folder of a trial restore, and trialFile what is kept of its outcome; both among the backups.
const (
	trialName = "trial" + partSuffix
	trialFile = "trial.json"
)

// LastTrial gives the outcome of the latest trial restore; "backup.untried" when there was none.
func (w *Workspace) LastTrial() (Trial, error) {
	var t Trial
	path := filepath.Join(BackupsDir(w.dir), trialFile)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return t, app.Refuse("backup.untried")
	}
	if err != nil {
		return t, told(err, path, "read the outcome of the trial restore")
	}
	if err := json.Unmarshal(raw, &t); err != nil || t.At.IsZero() {
		return t, app.Refuse("backup.untried")
	}
	return t, nil
}

// TrialDue says whether a trial restore should be made: there is a backup, and none was tried for thirty days, or the
// last trial failed more than a day ago. A failure is told once a day and not at every turn.
func (w *Workspace) TrialDue() bool {
	if w.Reading() {
		return false
	}
	all, err := Backups(BackupsDir(w.dir))
	if err != nil {
		return false
	}
	if _, err := newestGood(all, w.id, w.now()); err != nil {
		return false
	}
	t, err := w.LastTrial()
	stands := trialAge
	if !t.OK {
		stands = backupAge
	}
	return err != nil || w.now().Sub(t.At) > stands || t.At.After(w.now())
}

// TrialRestore restores the latest backup into a folder beside it, verifies it whole, takes it away again and keeps the
// outcome: what was never restored is only a hope. Everything in the folder stays encrypted. progress may be nil.
// An attached file that has rotted among the backups and is whole in the workspace is taken away there: the next backup
// copies it anew. Ending ctx or closing the workspace stops it; then no outcome is kept. Refusals: "backup.none",
// "backup.busy" (somebody else is at these backups), "backup.foreign", "backup.damaged", "backup.othercode" (made before
// the data key was renewed: only its pass phrase opens it), "disk.full".
func (w *Workspace) TrialRestore(ctx context.Context, progress func(done, total int)) (_ Trial, err error) {
	ctx, leave, err := w.stay(ctx)
	if err != nil {
		return Trial{}, err
	}
	defer leave()
	dir := BackupsDir(w.dir)
	all, err := Backups(dir)
	if err != nil {
		return Trial{}, err
	}
	b, err := newestGood(all, w.id, w.now())
	if err != nil {
		return Trial{}, err
	}
	lock, err := lockBackups(dir)
	if err != nil {
		return Trial{}, err
	}
	defer lock.Close()
	place := filepath.Join(dir, trialName)
	if err := os.RemoveAll(place); err != nil {
		return Trial{}, told(err, place, "take away an earlier trial")
	}
	defer func() {
		if rerr := os.RemoveAll(place); err == nil {
			err = told(rerr, place, "take away the trial")
		}
	}()
	t := Trial{At: w.now().UTC().Truncate(time.Second), Backup: filepath.Base(b.Path)}
	report, err := w.try(ctx, b.Path, place, progress)
	switch {
	case ctx.Err() != nil:
		return Trial{}, ctx.Err()
	case app.CodeOf(err) == "backup.damaged" || app.CodeOf(err) == "workspace.broken":
		t.Troubles = 1
	case err != nil:
		return Trial{}, err
	default:
		t.OK, t.Troubles, t.Records, t.Attachments = report.OK(), len(report.Troubles), report.Records, report.Attachments
	}
	if slices.ContainsFunc(report.Troubles, func(t Trouble) bool { return t.Code == "attachment" }) {
		if err := w.dropRotten(ctx, b.Path); err != nil {
			return t, told(err, dir, "take away an attachment that has rotted")
		}
	}
	return t, writeJSON(filepath.Join(dir, trialFile), 0o600, t)
}

// try restores a backup to place and verifies what came of it.
func (w *Workspace) try(ctx context.Context, from, place string, progress func(done, total int)) (Report, error) {
	f, err := readBackupFile(from)
	if err != nil {
		return Report{}, err
	}
	if !f.proven(w.key) {
		return Report{}, app.Refuse("backup.othercode", "path", from)
	}
	if err := layOut(ctx, from, place, f, nil); err != nil {
		return Report{}, err
	}
	// Without a signer: the backup may be older than this seat.
	x := &Workspace{dir: place, id: w.id, made: w.made, now: w.now, log: w.log, disk: w.disk, key: w.key, vfs: w.vfs}
	err = x.connect(ctx)
	var report Report
	if err == nil {
		report, err = x.Verify(ctx, progress)
	}
	if cerr := x.disconnect(); err == nil { // not Close: the key is not its own
		err = cerr
	}
	return report, err
}

// dropRotten takes away what a backup names among the attachments and does not prove, where the workspace's own does:
// by its size alone the next backup would take it for good.
func (w *Workspace) dropRotten(ctx context.Context, backup string) error {
	f, err := readBackupFile(backup)
	if err != nil {
		return err
	}
	dir := filepath.Dir(backup)
	for _, p := range f.Attachments {
		whole, _, err := proveBlob(ctx, w.key, blobPath(dir, p.Name), p.Name)
		if errors.Is(err, fs.ErrNotExist) || err == nil && whole {
			continue
		}
		if err != nil {
			return err
		}
		own, _, err := proveBlob(ctx, w.key, blobPath(w.dir, p.Name), p.Name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if !own {
			continue // nothing better is there
		}
		if err := w.disk.remove(blobPath(dir, p.Name)); err != nil {
			return err
		}
		w.log.Info("an attachment among the backups has rotted and is copied anew by the next backup")
	}
	return nil
}

// layOut makes the folder of a workspace from a backup: the files of the backup, proven, and the attachments it names.
// An attachment that is not among the backups is given to missing (may be nil).
func layOut(ctx context.Context, from, to string, f backupFile, missing func(name string)) error {
	if err := f.proveFiles(from); err != nil {
		return err
	}
	if err := os.MkdirAll(attachmentsPath(to), 0o700); err != nil {
		return told(err, to, "make the folder")
	}
	for _, p := range f.Files {
		if err := copyDurably(ctx, filepath.Join(from, p.Name), filepath.Join(to, p.Name)); err != nil {
			return told(err, to, "copy "+p.Name)
		}
	}
	for _, p := range f.Attachments {
		err := copyBlob(ctx, filepath.Dir(from), to, p.Name)
		if errors.Is(err, fs.ErrNotExist) {
			if missing != nil {
				missing(p.Name)
			}
			continue
		}
		if err != nil {
			return told(err, to, "copy an attachment")
		}
	}
	return told(errors.Join(syncDir(attachmentsPath(to)), syncDir(to)), to, "make the folder durable")
}

// copyBlob copies an attachment between folders that keep them, as it lies there.
func copyBlob(ctx context.Context, from, to, name string) error {
	path := blobPath(to, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := copyDurably(ctx, blobPath(from, name), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func copyDurably(ctx context.Context, from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	return realDisk{}.write(to, func(out io.Writer) error {
		if _, err := copyUntil(ctx, out, in); err != nil {
			return fmt.Errorf("copy: %w", err)
		}
		return nil
	})
}
