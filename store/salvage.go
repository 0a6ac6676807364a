package store

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

// SalvageReport says what was saved of a damaged workspace.
type SalvageReport struct {
	Pages       int64     // pages of the damaged database
	Damaged     int       // pages, and frames of the WAL, that could not be read
	Records     int       // records saved, each proven by its signature
	FromBackups int       // of those, found only in a backup
	Aside       int       // records that do not prove; what is left of them is kept apart
	Lost        []LostRun // records of which nothing is left, as far as the numbers around them tell
	Attachments int       // attached files saved
	Fetched     int       // of those, taken from the backups
	Missing     int       // attached files that a piece of evidence names and that are nowhere
	Last        time.Time // of the last deed saved: what came after it and left no trace cannot be told
	Backup      Backup    // the latest backup that helped; Path is "" when none did
	Seat        app.Seat  // the new seat
	Others      []string  // names of the people who need a new seat in the saved workspace
	Proof       Report    // the verification of what was saved
}

// LostRun are records of one seat that are lost, from First to Last.
type LostRun struct {
	Seat        string
	First, Last int64
}

// Salvage saves what can be saved of the damaged workspace at dir into a new folder, and leaves dir as it is. It reads
// every page of the database and every frame of the WAL by itself, whatever SQLite would say of them; takes the records
// that it finds, and those of the backups beside the workspace; proves each by its signature and its place; computes
// everything else anew from them; and takes over the attached files, from the backups where they are missing or
// damaged. As with Restore a new seat goes on. The options open the workspace's key file or, where that is damaged
// too, the latest backup's. Refusals: "salvage.nothing" (no record could be read), "salvage.noseat" (the records that
// tell of the seats are gone, in the backups too), those of the key file, "workspace.name", "workspace.exists",
// "workspace.inuse", "disk.full", "folder.readonly".
func Salvage(ctx context.Context, dir, to string, o Options) (_ SalvageReport, err error) {
	var report SalvageReport
	if to, err = newFolder(to); err != nil {
		return report, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return report, fmt.Errorf("find the workspace folder: %w", err)
	}
	lock, err := takeLock(dir)
	if err != nil {
		return report, err
	}
	defer lock.Close()
	part := to + partSuffix
	if err := sweep(part); err != nil {
		return report, err
	}
	s := &salvage{ctx: ctx, dir: dir, report: &report}
	if err := s.into(part, o); err != nil {
		return report, errors.Join(err, os.RemoveAll(part))
	}
	if err := os.Rename(part, to); err != nil {
		return report, told(err, to, "give the workspace its name")
	}
	return report, told(syncDir(filepath.Dir(to)), to, "make the workspace durable")
}

// salvage is one saving.
type salvage struct {
	ctx     context.Context
	dir     string
	report  *SalvageReport
	made    manifest
	backups []Backup // good ones of this workspace, the latest first
	found   *trove
}

func (s *salvage) into(part string, o Options) error {
	if err := s.identify(); err != nil {
		return err
	}
	w := &Workspace{dir: part, id: s.made.ID, made: s.made}
	w.take(o)
	own, err := s.unlock(w, o)
	if err != nil {
		return err
	}
	defer w.signer.Forget()
	defer w.key.Forget()
	if err := s.gather(w.key); err != nil {
		return err
	}
	if err := s.build(w); err != nil {
		return err
	}
	if err := s.attachments(w); err != nil {
		return err
	}
	var restored RestoreReport
	if err := w.goOn(s.ctx, own, o, &restored); err != nil {
		if code := app.CodeOf(err); code == "recovery.noseat" || code == app.ErrNotFound.Code {
			err = &app.Error{Code: "salvage.noseat", Args: map[string]any{"path": s.dir}, Cause: err}
		}
		return err
	}
	s.report.Seat, s.report.Others, s.report.Proof = restored.Seat, restored.Others, restored.Proof
	for _, t := range restored.Proof.Troubles {
		if t.Code == "attachment" {
			s.report.Missing++
		}
	}
	return nil
}

// identify finds out which workspace it was: from workspace.json, else from the key file, else from the backups.
func (s *salvage) identify() error {
	m, err := readManifest(s.dir)
	switch app.CodeOf(err) {
	case "":
		if err != nil {
			return err
		}
	case "workspace.broken", "workspace.foreign":
		m = manifest{Format: formatName, Version: formatVersion, Made: time.Unix(0, 0).UTC().Format(time.RFC3339)}
	default:
		return err
	}
	if raw, err := readLoose(keyPath(s.dir)); err == nil && m.ID == "" {
		var f struct{ Workspace string }
		if json.Unmarshal(raw, &f) == nil && app.ID(f.Workspace).Valid() {
			m.ID = f.Workspace
		}
	}
	all, err := Backups(BackupsDir(s.dir))
	if err != nil {
		return err
	}
	for _, b := range all {
		if b.Good && m.ID == "" {
			m.ID = b.Workspace
		}
		if b.Good && b.Workspace == m.ID {
			s.backups = append(s.backups, b)
		}
	}
	if m.ID == "" {
		return app.Refuse("salvage.nothing", "path", s.dir)
	}
	s.made = m
	return nil
}

// unlock opens the workspace's own key file, or the latest backup's where that is damaged or gone.
func (s *salvage) unlock(w *Workspace, o Options) (own string, err error) {
	own, err = w.unlockAt(keyPath(s.dir), o)
	switch app.CodeOf(err) {
	case "key.missing", "key.damaged", "key.changed":
		for _, b := range s.backups {
			if own, berr := w.unlockAt(keyPath(b.Path), o); berr == nil {
				return own, nil
			}
		}
	}
	return own, err
}

// gather reads every page, and the records of the backups that open with the same data key.
func (s *salvage) gather(k *vault.Key) error {
	s.found = newTrove()
	p, err := openPages(s.dir, k)
	if err != nil {
		return err
	}
	err = p.each(s.ctx, s.found.row)
	if cerr := p.close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	s.report.Pages, s.report.Damaged = p.size, p.damaged
	vfs, err := k.VFS()
	if err != nil {
		return err
	}
	for _, b := range s.backups {
		f, err := readBackupFile(b.Path)
		if err != nil || !f.proven(k) {
			continue
		}
		if err := s.found.fromBackup(s.ctx, b.Path, vfs); err != nil {
			if s.ctx.Err() != nil {
				return err
			}
			continue // one that is damaged itself cannot help
		}
		if s.report.Backup.Path == "" {
			s.report.Backup = b
		}
	}
	return nil
}

// chosen gives one claim for each number of each seat, in the order of arrival: one that proves, where there is one.
func (s *salvage) chosen() (proven []claim, rest map[journal.Ref]claim) {
	rest = map[journal.Ref]claim{}
	for ref, claims := range s.found.claims {
		good := false
		for _, c := range claims {
			if journal.Prove(s.found.keys[c.Seat], c.Record).Fault == nil {
				proven, good = append(proven, c), true
				break
			}
		}
		if !good {
			rest[ref] = claims[0]
		}
	}
	slices.SortFunc(proven, func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.Seat, b.Seat), cmp.Compare(a.Seq, b.Seq))
	})
	return proven, rest
}

// build makes the database anew from the records that were found.
func (s *salvage) build(w *Workspace) (err error) {
	records, rest := s.chosen()
	founder := s.founder(records)
	if len(records) == 0 || founder == nil {
		return app.Refuse("salvage.nothing", "path", s.dir)
	}
	if err := os.Mkdir(w.dir, 0o700); err != nil {
		return told(err, w.dir, "make the workspace folder")
	}
	if err := os.Mkdir(attachmentsPath(w.dir), 0o700); err != nil {
		return told(err, w.dir, "make the folder of attachments")
	}
	if err := writeJSON(manifestPath(w.dir), 0o600, s.made); err != nil {
		return err
	}
	if err := w.key.NewDatabase(databasePath(w.dir)); err != nil {
		return told(err, w.dir, "make the database")
	}
	if err := w.connect(s.ctx); err != nil {
		return err
	}
	defer func() {
		if cerr := w.disconnect(); err == nil {
			err = told(cerr, w.dir, "close the workspace")
		}
	}()
	if err := w.layTables(); err != nil {
		return told(err, w.dir, "lay out the database")
	}
	return w.transact(s.ctx, func(p *projector) error {
		if err := s.write(w, founder, records, rest); err != nil {
			return err
		}
		return w.rebuild(s.ctx, p, nil)
	})
}

// founder gives the key of the seat that founded the workspace: the first in the list of seats or, where that page is
// gone, the one that wrote the first record.
func (s *salvage) founder(records []claim) ed25519.PublicKey {
	if key := s.found.keys[s.found.first[1]]; key != nil {
		return key
	}
	for _, c := range records {
		if c.id == 1 && c.Seq == 1 {
			return s.found.keys[c.Seat]
		}
	}
	return nil
}

// write keeps the records in the order of arrival, numbered through, with those that are lost in their places.
func (s *salvage) write(w *Workspace, founder ed25519.PublicKey, records []claim, rest map[journal.Ref]claim) error {
	roll := journal.NewRoll(s.made.ID, founder)
	id := int64(0)
	for _, c := range records {
		stands, _ := roll.Seat(c.Seat)
		if first, last := stands.Seq+1, c.Seq-1; stands.Seat != "" && first <= last && last-first < maxRun {
			for seq := first; seq <= last; seq++ {
				id++
				if err := s.putAside(w, id, c.Seat, seq, rest); err != nil {
					return err
				}
			}
			roll.Lose(c.Seat, last, c.Prev)
		}
		if stands.Seat == "" && s.enrolmentLost(c) {
			roll.Admit(s.found.keys[c.Seat])
		}
		id++
		_, err := roll.Check(c.Record)
		var fault *journal.Fault
		if errors.As(err, &fault) {
			if err := w.writer.exec(intoAside, id, c.Seat, c.Seq, c.Prev[:], c.Hash[:], c.Sig, c.Body, fault.Code); err != nil {
				return err
			}
			s.report.Aside++
			roll.Skip(c.Record)
			continue
		}
		if err != nil {
			return err
		}
		c.stored.id = id
		if err := w.putBack(c.stored); err != nil {
			return err
		}
		s.report.Records++
		if c.backup {
			s.report.FromBackups++
		}
		if b, err := journal.Decode(c.Body); err == nil && b.Time.Wall().After(s.report.Last) {
			s.report.Last = b.Time.Wall()
		}
	}
	for n, seat := range roll.Seats() {
		if err := w.writer.exec("INSERT INTO seat(n, id, key) VALUES(?,?,?)", n+1, seat.Seat, []byte(seat.Key)); err != nil {
			return err
		}
	}
	w.tip.record = id
	return nil
}

// enrolmentLost says whether the seat of a record was at work here, and the record that enrolled it is among the lost ones.
func (s *salvage) enrolmentLost(c claim) bool {
	b, err := journal.Decode(c.Body)
	return err == nil && !b.Enrols(c.Seat) && slices.Contains(slices.Collect(maps.Values(s.found.first)), c.Seat)
}

// maxRun bounds a gap in a seat's numbers that is taken for records that were lost.
const maxRun = 1 << 20

const intoAside = "INSERT INTO aside(id, seat, seq, prev, hash, sig, body, why) VALUES(?,?,?,?,?,?,?,?)"

// putAside notes a record that is missing in the row of its seat, with what is left of it.
func (s *salvage) putAside(w *Workspace, id int64, seat string, seq int64, rest map[journal.Ref]claim) error {
	if c, ok := rest[journal.RefOf(seat, seq)]; ok {
		s.report.Aside++
		return w.writer.exec(intoAside, id, seat, seq, c.Prev[:], c.Hash[:], c.Sig, c.Body, "signature")
	}
	runs := s.report.Lost
	if n := len(runs); n > 0 && runs[n-1].Seat == seat && runs[n-1].Last == seq-1 {
		runs[n-1].Last = seq
	} else {
		s.report.Lost = append(runs, LostRun{seat, seq, seq})
	}
	return w.writer.exec("INSERT INTO aside(id, seat, seq, why) VALUES(?,?,?,'lost')", id, seat, seq)
}

// attachments takes over the attached files that are whole, and fetches the others from the backups.
func (s *salvage) attachments(w *Workspace) error {
	have := map[string]bool{}
	for _, from := range []string{s.dir, BackupsDir(s.dir)} {
		err := eachBlob(attachmentsPath(from), func(path string, e fs.DirEntry) error {
			name := e.Name()
			if have[name] || !hashForm.MatchString(name) {
				return nil
			}
			whole, _, err := proveBlob(s.ctx, w.key, path, name)
			if err != nil || !whole {
				return err
			}
			if err := copyBlob(s.ctx, from, w.dir, name); err != nil {
				return err
			}
			have[name] = true
			s.report.Attachments++
			if from != s.dir {
				s.report.Fetched++
			}
			return nil
		})
		if err != nil {
			return told(err, w.dir, "take over an attachment")
		}
	}
	return nil
}
