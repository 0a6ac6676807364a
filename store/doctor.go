package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

// Fact is one line of the doctor's view. Key is a translation, "doctor.…"; Args fill its places.
type Fact struct {
	Key  string
	Args map[string]any
	Bad  bool // worth a look
}

// DoctorReport is what a person reads to support: versions, sizes, counts and dates. It holds nothing personal, no
// path, no name of anybody or anything that people have typed.
type DoctorReport struct {
	Facts []Fact
}

// Sound says whether nothing is worth a look.
func (d DoctorReport) Sound() bool {
	for _, f := range d.Facts {
		if f.Bad {
			return false
		}
	}
	return true
}

// tight is the free space below which a disk is worth a look, in bytes.
const tight = 1 << 30

// Doctor looks at the workspace at dir. With w, the same workspace open, it also tells what only who has the key can
// see; w may be nil, and then it tells what the files say, also of a workspace that cannot be opened.
func Doctor(ctx context.Context, dir string, w *Workspace) (DoctorReport, error) {
	x := &doctor{ctx: ctx, dir: dir, w: w, now: time.Now()}
	if w != nil {
		x.now = w.now()
	}
	x.program()
	x.files()
	if w != nil {
		if err := x.inside(); err != nil {
			return x.report, err
		}
	}
	x.backups()
	x.space()
	return x.report, ctx.Err()
}

type doctor struct {
	ctx    context.Context
	dir    string
	w      *Workspace
	now    time.Time
	report DoctorReport
}

// tell adds a fact; args come in pairs of name and value.
func (d *doctor) tell(key string, bad bool, args ...any) {
	f := Fact{Key: "doctor." + key, Args: map[string]any{}, Bad: bad}
	for i := 0; i+1 < len(args); i += 2 {
		f.Args[args[i].(string)] = args[i+1]
	}
	d.report.Facts = append(d.report.Facts, f)
}

// program tells what runs and where.
func (d *doctor) program() {
	version, revision := "?", "?"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value[:min(12, len(s.Value))]
			}
		}
	}
	d.tell("program", false, "version", version, "revision", revision, "go", runtime.Version(), "os", runtime.GOOS, "arch", runtime.GOARCH, "cpus", runtime.NumCPU())
	d.tell("formats", false, "folder", formatVersion, "tables", schemaVersion, "projections", projectionVersion, "records", journal.Version, "page", vault.PageSize)
}

// files tells what the folder of the workspace says without a key.
func (d *doctor) files() {
	m, err := readManifest(d.dir)
	if err != nil {
		d.tell("folder.bad", true, "code", codeOr(err))
	} else {
		d.tell("folder", false, "version", m.Version, "made", m.Made, "id", m.ID[max(0, len(m.ID)-8):])
	}
	if d.w == nil {
		if lock, err := takeLock(d.dir); err != nil {
			d.tell("lock", app.CodeOf(err) != "workspace.inuse", "code", codeOr(err))
		} else if err := lock.Close(); err != nil {
			d.tell("lock", true, "code", codeOr(err))
		}
	}
	db, err1 := sizeOf(databasePath(d.dir))
	wal, err2 := sizeOf(databasePath(d.dir) + "-wal")
	d.tell("database", err1 != nil || db < vault.PageSize || db%vault.PageSize != 0, "size", db)
	d.tell("wal", err2 != nil && !errors.Is(err2, fs.ErrNotExist), "size", wal)
	count, total, err := blobsIn(d.dir)
	d.tell("attachments", err != nil, "count", count, "size", total)
	keys, err := vault.Read(keyPath(d.dir), m.ID)
	if err != nil {
		d.tell("keys.bad", true, "code", codeOr(err))
		return
	}
	cost := keys.Cost()
	d.tell("keys", keys.FromOld(), "slots", len(keys.Seats()), "memory", int(cost.MemoryKiB>>10), "passes", int(cost.Passes))
	d.tell("recovery", !keys.HasRecovery(), "has", app.Word(yesNo(keys.HasRecovery())))
}

// inside tells what the open workspace says of itself.
func (d *doctor) inside() error {
	var version, said string
	var records, nouns, seats, aside, free, pages int64
	err := d.w.snapshot(d.ctx, func(s *session) error {
		err := s.row(d.ctx, `SELECT sqlite_version(), (SELECT count(*) FROM record), (SELECT count(*) FROM entity WHERE deleted = 0),
			(SELECT count(*) FROM seat), (SELECT count(*) FROM aside)`, nil, &version, &records, &nouns, &seats, &aside)
		if err != nil {
			return err
		}
		if err := s.row(d.ctx, "PRAGMA page_count", nil, &pages); err != nil {
			return err
		}
		if err := s.row(d.ctx, "PRAGMA freelist_count", nil, &free); err != nil {
			return err
		}
		return s.row(d.ctx, "PRAGMA quick_check(1)", nil, &said)
	})
	if err != nil && faultCode(err) != "workspace.broken" {
		return fmt.Errorf("look into the workspace: %w", err)
	}
	d.tell("sqlite", false, "version", version, "pages", pages, "free", free)
	d.tell("counts", false, "records", records, "nouns", nouns, "seats", seats)
	d.tell("aside", aside > 0, "count", aside)
	d.tell("structure", err != nil || said != "ok", "ok", app.Word(yesNo(err == nil && said == "ok")))
	d.tell("unclean", d.w.unclean, "was", app.Word(yesNo(d.w.unclean)))
	due, err := d.w.NeedsRenewal(d.ctx)
	d.tell("renewal", err != nil || due, "due", app.Word(yesNo(err != nil || due)))
	d.tell("tip", false, "tip", d.w.ShortTip())
	return nil
}

// backups tells how many there are, and how the latest fares.
func (d *doctor) backups() {
	dir := BackupsDir(d.dir)
	all, err := Backups(dir)
	if err != nil || len(all) == 0 {
		d.tell("backups.none", true)
		return
	}
	bad := 0
	for _, b := range all {
		if !b.Good {
			bad++
		}
	}
	_, blobs, _ := blobsIn(dir) // what cannot be read shows in the trial restore
	d.tell("backups", bad > 0, "count", len(all), "bad", bad, "last", utc(all[0].At), "why", all[0].Why, "size", all[0].Bytes, "attachments", blobs)
	// One that a clock which was ahead has dated says nothing of how old the latest is.
	last := all[max(0, slices.IndexFunc(all, func(b Backup) bool { return !b.At.After(d.now) }))]
	if d.now.Sub(last.At) > 7*backupAge {
		d.tell("backups.old", true, "days", int(d.now.Sub(last.At).Hours()/24))
	}
	trial, err := (&Workspace{dir: d.dir}).LastTrial()
	if err != nil {
		d.tell("trial.none", true)
	} else {
		d.tell("trial", !trial.OK, "at", utc(trial.At), "ok", app.Word(yesNo(trial.OK)), "troubles", trial.Troubles)
	}
	if d.w != nil {
		d.tell("second", false, "count", len(d.w.Second()))
	}
}

// space tells how much room there is on the disks that matter.
func (d *doctor) space() {
	for _, at := range []struct{ key, path string }{{"space", d.dir}, {"space.temp", os.TempDir()}} {
		free, err := freeSpace(at.path)
		if err != nil {
			continue // not every system tells
		}
		d.tell(at.key, free < tight, "free", free)
	}
	probe, err := os.CreateTemp(d.dir, "probe-*")
	if err == nil {
		err = errors.Join(probe.Close(), os.Remove(probe.Name()))
	}
	if err != nil {
		d.tell("unwritable", true, "code", codeOr(told(err, d.dir, "write into the folder")))
	}
}

// utc is an instant as support reads it.
func utc(t time.Time) string { return t.UTC().Format("2006-01-02 15:04Z") }

func yesNo(b bool) string {
	if b {
		return "doctor.yes"
	}
	return "doctor.no"
}

// codeOr gives the code of an error, never its text: that may hold a path.
func codeOr(err error) string {
	if code := app.CodeOf(err); code != "" {
		return code
	}
	return "?"
}

func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// blobsIn counts the attached files in the folder of a workspace or of backups.
func blobsIn(dir string) (count int, size int64, err error) {
	err = eachBlob(attachmentsPath(filepath.Clean(dir)), func(_ string, e fs.DirEntry) error {
		info, err := e.Info()
		if err == nil {
			count++
			size += info.Size()
		}
		return err
	})
	return count, size, err
}
