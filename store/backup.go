package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lianshen/app"
)

// BackupOptions say where a backup goes, and why.
type BackupOptions struct {
	To       string                  // folder of backups; "" = NAME.backups beside the workspace, and every marked stick that is there
	Why      string                  // lower-case letters; "" = "hand"
	Progress func(done, total int64) // bytes; may be nil
}

// backupAge is how old the latest backup may be before one is due.
const backupAge = 24 * time.Hour

// Backup copies the workspace as it is at this moment, encrypted as it is, and proves the copy by opening it: only what
// was proven gets its name and counts. Deeds may go on meanwhile. Ending ctx or closing the workspace stops it and leaves
// nothing half done.
// Afterwards the rule of keeping lets old backups go. Where To is "" a copy also goes to every marked stick that is
// there; what goes wrong on a stick stands in SecondTrouble and does not undo the first copy. Refusals: "disk.full",
// "folder.readonly", "backup.busy" (somebody else is at these backups), "backup.unproven" (the copy cannot be read
// back: the disk lies), "workspace.broken" (the workspace itself is damaged: its copy would be too).
func (w *Workspace) Backup(ctx context.Context, o BackupOptions) (Backup, error) {
	ctx, leave, err := w.stay(ctx)
	if err != nil {
		return Backup{}, err
	}
	defer leave()
	if err := w.writable(); err != nil {
		return Backup{}, err
	}
	if o.Why == "" {
		o.Why = "hand"
	}
	dir := o.To
	if dir == "" {
		dir = BackupsDir(w.dir)
	}
	b, err := w.backupTo(ctx, w.disk, dir, o)
	if err != nil || o.To != "" {
		return b, err
	}
	for _, p := range w.Second() {
		again, err := w.backupTo(ctx, w.disk, p.Dir, o)
		if err != nil { // also a stop: the first copy is there
			b.SecondTrouble = errors.Join(b.SecondTrouble, err)
			continue
		}
		b.Second = append(b.Second, again)
	}
	return b, nil
}

// BackupDue says why a backup should be made now, at the start of a session: "start" when the latest is older than a
// day, "unclean" when the last session ended without closing the workspace and something was written since the latest
// backup, "rekey" when the data key was renewed since; "" when none is due.
func (w *Workspace) BackupDue(ctx context.Context) (why string, err error) {
	if w.Reading() {
		return "", nil
	}
	ctx, leave, err := w.stay(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	all, err := Backups(BackupsDir(w.dir))
	if err != nil {
		return "", err
	}
	last, err := newestGood(all, w.id, w.now())
	if app.CodeOf(err) == "backup.none" {
		return "start", nil
	}
	if err != nil {
		return "", err
	}
	tips, _, err := w.standing(ctx)
	if err != nil {
		return "", err
	}
	switch {
	case !w.opens(last):
		return "rekey", nil // the data key was renewed since
	case slices.Equal(tips, last.Tips):
		return "", nil // nothing has happened since
	case w.now().Sub(last.At) > backupAge || last.At.After(w.now()):
		return "start", nil
	case w.unclean:
		return "unclean", nil
	}
	return "", nil
}

// BeforeRisk makes a backup before a deed that changes much at once: a bulk load, leaving a person out, a recovery, a
// restore, a new data key. Where nothing has happened since the latest backup, that one serves. Samples have nothing to
// lose.
func (w *Workspace) BeforeRisk(ctx context.Context, why string) error {
	if w.made.Sample || w.plain || w.made.Reading {
		return nil
	}
	ctx, leave, err := w.stay(ctx)
	if err != nil {
		return err
	}
	defer leave()
	tips, records, err := w.standing(ctx)
	if err != nil {
		return err
	}
	all, err := Backups(BackupsDir(w.dir))
	if err != nil {
		return err
	}
	if last, err := newestGood(all, w.id, w.now()); err == nil && records == last.Records && slices.Equal(tips, last.Tips) {
		if w.opens(last) {
			return nil
		}
	}
	_, err = w.Backup(ctx, BackupOptions{Why: why})
	return err
}

// beforehand is BeforeRisk for a deed that must not wait for room on a disk, such as leaving a person out.
func (w *Workspace) beforehand(ctx context.Context, why string) {
	if err := w.BeforeRisk(ctx, why); err != nil {
		w.log.Warn("no backup before a deed", "deed", why, "error", err)
	}
}

// opens says whether a backup opens with the present data key.
func (w *Workspace) opens(b Backup) bool {
	f, err := readBackupFile(b.Path)
	return err == nil && f.proven(w.key)
}

// standing gives where the logs of all seats end, the seat of this session first, and how many records there are.
func (w *Workspace) standing(ctx context.Context) (tips []SeatTip, records int64, err error) {
	err = w.snapshot(ctx, func(s *session) error {
		tips, records, err = standingOf(ctx, s, w.signer.ID)
		return err
	})
	return tips, records, err
}

func standingOf(ctx context.Context, s *session, first string) (tips []SeatTip, records int64, err error) {
	if err := s.row(ctx, "SELECT count(*) FROM record", nil, &records); err != nil {
		return nil, 0, err
	}
	err = s.rows(ctx, "SELECT seat, seq, hash FROM record r WHERE seq = (SELECT max(seq) FROM record WHERE seat = r.seat) ORDER BY seat <> ?, seat", []any{first},
		func(scan func(...any) error) error {
			var t SeatTip
			var hash []byte
			err := scan(&t.Seat, &t.Seq, &hash)
			t.Hash = hex.EncodeToString(hash)
			tips = append(tips, t)
			return err
		})
	return tips, records, err
}

// backupTo makes one backup in a folder of backups.
func (w *Workspace) backupTo(ctx context.Context, d disk, dir string, o BackupOptions) (_ Backup, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Backup{}, told(err, dir, "make the folder of backups")
	}
	lock, err := lockBackups(dir)
	if err != nil {
		return Backup{}, err
	}
	defer lock.Close()
	run := &backupRun{w: w, disk: d, dir: dir, ctx: ctx, tell: o.Progress}
	if err := run.sweepHalves(); err != nil {
		return Backup{}, told(err, dir, "take away what a cut has left")
	}
	b, err := run.make(o.Why)
	if err != nil {
		if serr := run.sweepHalves(); serr != nil {
			w.log.Warn("half a backup stays until the next one", "error", serr)
		}
		if ctx.Err() != nil {
			return Backup{}, ctx.Err()
		}
		return Backup{}, told(err, dir, "make a backup")
	}
	// The backup is there; that an old one could not be let go does not undo it.
	if err := run.letGo(); err != nil {
		w.log.Warn("old backups stay", "error", told(err, dir, "let old backups go"))
	}
	return b, nil
}

// lockBackups takes a folder of backups for one who writes there. It refuses with "backup.busy".
func lockBackups(dir string) (*os.File, error) {
	lock, err := takeLock(dir)
	if app.CodeOf(err) == "workspace.inuse" {
		return nil, app.Refuse("backup.busy", "path", dir)
	}
	return lock, err
}

// backupRun is one making of a backup.
type backupRun struct {
	w           *Workspace
	disk        disk
	dir         string // folder of backups
	ctx         context.Context
	tell        func(done, total int64)
	done, total int64
	raw         bool // the database was copied as it lies there
}

func (r *backupRun) step(n int64) {
	r.done += n
	if r.tell != nil {
		r.tell(min(r.done, r.total), r.total)
	}
}

// sweepHalves takes away backups that were never finished and those whose letting go was cut off.
func (r *backupRun) sweepHalves() error {
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := strings.TrimSuffix(strings.TrimSuffix(e.Name(), partSuffix), discardName)
		if e.IsDir() && name != e.Name() && backupForm.MatchString(name) {
			if err := removeTree(r.disk, filepath.Join(r.dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// make makes and proves the backup under a provisional name and then gives it its own.
func (r *backupRun) make(why string) (Backup, error) {
	made := r.w.now()
	path := filepath.Join(r.dir, made.Local().Format("20060102-150405")+"-"+why)
	for at := made; exists(path) || exists(path+partSuffix); { // two in one second
		at = at.Add(time.Second)
		path = filepath.Join(r.dir, at.Local().Format("20060102-150405")+"-"+why)
	}
	if !backupForm.MatchString(filepath.Base(path)) {
		return Backup{}, fmt.Errorf("a backup cannot be named %q", filepath.Base(path))
	}
	part := path + partSuffix
	if err := r.disk.mkdir(part); err != nil {
		return Backup{}, err
	}
	file := backupFile{Format: backupFormat, Version: backupVersion, Workspace: r.w.id, Made: made.UTC().Truncate(time.Second), Why: why}
	if err := r.database(part, &file); err != nil {
		return Backup{}, err
	}
	keys, err := r.keyFile(part)
	if err != nil {
		return Backup{}, err
	}
	about, err := r.copyFile(manifestPath(r.w.dir), manifestPath(part))
	if err != nil {
		return Backup{}, err
	}
	file.Files = append(file.Files, keys, about)
	if err := r.attachments(&file); err != nil {
		return Backup{}, err
	}
	mac, err := file.mac(r.w.key)
	if err != nil {
		return Backup{}, err
	}
	file.MAC = mac
	raw, err := json.MarshalIndent(file, "", " ")
	if err != nil {
		return Backup{}, fmt.Errorf("encode backup.json: %w", err)
	}
	err = r.disk.write(filepath.Join(part, "backup.json"), func(to io.Writer) error {
		_, err := to.Write(append(raw, '\n'))
		return err
	})
	if err != nil {
		return Backup{}, err
	}
	if err := r.disk.names(part); err != nil {
		return Backup{}, err
	}
	if err := r.ctx.Err(); err != nil {
		return Backup{}, err
	}
	if err := r.disk.rename(part, path); err != nil {
		return Backup{}, err
	}
	if err := r.disk.names(r.dir); err != nil {
		return Backup{}, err
	}
	r.step(r.total - r.done)
	return file.backup(path), nil
}

// copyFile copies a small file, proves what lies there by reading it back and gives its size and sum.
func (r *backupRun) copyFile(from, to string) (backupPart, error) {
	raw, err := os.ReadFile(from)
	if err != nil {
		return backupPart{}, err
	}
	err = r.disk.write(to, func(out io.Writer) error {
		_, err := out.Write(raw)
		return err
	})
	if err != nil {
		return backupPart{}, err
	}
	want := sha256.Sum256(raw)
	sum, size, err := sumOf(to)
	if err == nil && sum != hex.EncodeToString(want[:]) {
		err = app.Refuse("backup.unproven", "path", to)
	}
	return backupPart{Name: filepath.Base(to), Size: size, Sum: sum}, err
}

// letGo takes away the backups that the rule of keeping no longer needs, and then the attachments that no backup names
// any more. Each is renamed first: a cut at any moment leaves every listed backup whole.
func (r *backupRun) letGo() error {
	all, err := Backups(r.dir)
	if err != nil {
		return err
	}
	mine := slices.DeleteFunc(slices.Clone(all), func(b Backup) bool { return b.Good && b.Workspace != r.w.id })
	for _, b := range superfluous(mine, r.w.now(), time.Local) {
		if err := discard(r.disk, b.Path); err != nil {
			return err
		}
	}
	return r.sweepAttachments()
}

// sweepAttachments takes away the attachments that no listed backup names. Where one backup cannot be read, all stay.
func (r *backupRun) sweepAttachments() error {
	all, err := Backups(r.dir)
	if err != nil {
		return err
	}
	named := map[string]bool{}
	for _, b := range all {
		f, err := readBackupFile(b.Path)
		if err != nil {
			return nil
		}
		for _, p := range f.Attachments {
			named[p.Name] = true
		}
	}
	return eachBlob(attachmentsPath(r.dir), func(path string, e fs.DirEntry) error {
		if named[e.Name()] {
			return nil
		}
		return r.disk.remove(path)
	})
}

// eachBlob calls f with every attached file in a folder of attachments, and with what is left of one that was cut off.
func eachBlob(root string, f func(path string, e fs.DirEntry) error) error {
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if hashForm.MatchString(strings.TrimSuffix(e.Name(), partSuffix)) {
			return f(path, e)
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
