package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lianshen/app"
)

// Backup is a backup of a workspace.
type Backup struct {
	Path      string    // its folder
	Workspace string    // ID of the workspace
	At        time.Time // when it was made
	Why       string    // "start", "hand", "load", "leave", "recover", "restore", "rekey", …
	Bytes     int64     // with the attachments it names
	Records   int64     // how many records it holds
	Tip       string    // hash of the last record of the seat that made it, in hex
	Tips      []SeatTip // where the log of each seat ends
	Missing   int       // attachments that were missing or damaged in the workspace
	Good      bool      // backup.json can be read; a backup that is not good is listed and nothing more

	// Second holds the backups that were made on marked sticks at the same time, and SecondTrouble what went wrong
	// there; both only in what Backup returns.
	Second        []Backup
	SecondTrouble error
}

// BackupsDir gives the folder in which the backups of the workspace at dir lie: NAME.backups beside NAME.lianshen.
func BackupsDir(dir string) string {
	return strings.TrimSuffix(filepath.Clean(dir), Suffix) + BackupSuffix
}

// Backups lists the backups in folders of backups, the latest first. A folder that is not there has none.
func Backups(dirs ...string) ([]Backup, error) {
	var out []Backup
	for _, dir := range dirs {
		entries, err := os.ReadDir(dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, told(err, dir, "list the backups")
		}
		for _, e := range entries {
			if e.IsDir() && backupForm.MatchString(e.Name()) {
				out = append(out, lookAtBackup(filepath.Join(dir, e.Name())))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Backup) int { return b.At.Compare(a.At) })
	return out, nil
}

// Backups lists the backups of this workspace beside it and on every marked stick that is there, the latest first.
func (w *Workspace) Backups() ([]Backup, error) {
	dirs := []string{BackupsDir(w.dir)}
	for _, p := range w.Second() {
		dirs = append(dirs, p.Dir)
	}
	all, err := Backups(dirs...)
	return slices.DeleteFunc(all, func(b Backup) bool { return b.Good && b.Workspace != w.id }), err
}

// lookAtBackup gives what a folder of the right name says of itself.
func lookAtBackup(path string) Backup {
	name := filepath.Base(path)
	out := Backup{Path: path, Why: name[len("20060102-150405-"):]}
	if at, err := time.ParseInLocation("20060102-150405", name[:len("20060102-150405")], time.Local); err == nil {
		out.At = at
	}
	f, err := readBackupFile(path)
	if err != nil {
		return out
	}
	return f.backup(path)
}

// backup gives a backup as it is listed.
func (b backupFile) backup(path string) Backup {
	out := Backup{Path: path, Workspace: b.Workspace, At: b.Made, Why: b.Why, Bytes: b.bytes(), Records: b.Records,
		Tips: b.Tips, Missing: b.Missing, Good: true}
	if len(b.Tips) > 0 {
		out.Tip = b.Tips[0].Hash // the seat that made it comes first
	}
	return out
}

// newestGood gives the latest good backup of a workspace in a list that has the latest first. One that is dated after
// now, by a clock that was ahead, would hide all that come after it: it is given only where there is no other.
func newestGood(all []Backup, workspace string, now time.Time) (Backup, error) {
	var ahead *Backup
	for _, b := range all {
		switch {
		case !b.Good || b.Workspace != workspace:
		case !b.At.After(now):
			return b, nil
		case ahead == nil:
			ahead = &b
		}
	}
	if ahead != nil {
		return *ahead, nil
	}
	return Backup{}, app.Refuse("backup.none")
}
