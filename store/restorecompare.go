package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

// Comparison says what going back to a backup would mean.
type Comparison struct {
	Backup  Backup
	Records int64     // in the backup
	Last    time.Time // of the last deed in the backup
	Seats   []SeatTip // in the backup

	// The rest is against the workspace as it is now; Compared is false when there is none, or it is another one.
	Compared bool
	Now      int64       // records in the workspace
	LastNow  time.Time   // of its last deed
	Lost     []LostDeeds // what the workspace has and the backup has not, by case, the most first
	LostAll  int         // so many records in all
	LostBy   []LostDeeds // the same by seat; Case is "", Name that of the person
	Only     int         // records that only the backup has: they were lost here, or written elsewhere
}

// LostDeeds are records that a restored workspace would lack.
type LostDeeds struct {
	Case  app.ID    // "" = deeds of no case
	Name  string    // number of the case
	Count int       // records
	Last  time.Time // when the last of them was written
}

// CompareBackup opens a backup and tells what is in it and, against the current workspace (nil: there is none), what
// would be lost by going back to it. The options open it as Restore does; where the current workspace has the same data
// key, nothing need be given. Nothing is written. Refusals: "backup.foreign", "backup.damaged", those of the key file.
func CompareBackup(ctx context.Context, path string, o Options, current *Workspace) (_ Comparison, err error) {
	if current != nil {
		var leave func()
		if ctx, leave, err = current.stay(ctx); err != nil {
			return Comparison{}, err
		}
		defer leave()
	}
	f, err := readBackupFile(path)
	if err != nil {
		return Comparison{}, err
	}
	c := Comparison{Backup: f.backup(path), Records: f.Records, Seats: f.Tips}
	key, done, err := backupKey(path, f, o, current)
	if err != nil {
		return c, err
	}
	defer done()
	vfs, err := key.VFS()
	if err != nil {
		return c, err
	}
	var there map[string]int64
	err = withCopy(ctx, databasePath(path), vfs, func(s *session) (err error) {
		if c.Last, err = lastDeed(ctx, s); err != nil {
			return err
		}
		there, err = hashesOf(ctx, s)
		return err
	})
	if err != nil {
		return c, told(err, path, "open the backup")
	}
	if current == nil || current.id != f.Workspace {
		return c, nil
	}
	c.Compared = true
	return c, current.snapshot(ctx, func(s *session) error { return c.against(ctx, s, there) })
}

// backupKey gives the data key of a backup. done lets go of it.
func backupKey(path string, f backupFile, o Options, current *Workspace) (k *vault.Key, done func(), err error) {
	if current != nil && f.proven(current.key) {
		return current.key, func() {}, nil
	}
	x := &Workspace{id: f.Workspace}
	if _, err := x.unlockAt(keyPath(path), o); err != nil {
		return nil, nil, err
	}
	if !f.proven(x.key) {
		x.key.Forget()
		return nil, nil, app.Refuse("backup.damaged", "path", path)
	}
	return x.key, x.key.Forget, nil
}

func lastDeed(ctx context.Context, s *session) (time.Time, error) {
	var last int64
	err := s.row(ctx, "SELECT coalesce(max(time), 0) FROM deed", nil, &last)
	if last == 0 {
		return time.Time{}, err
	}
	return journal.Time(last).Wall(), err
}

// hashesOf gives the number of every record by its hash.
func hashesOf(ctx context.Context, s *session) (map[string]int64, error) {
	out := map[string]int64{}
	err := s.rows(ctx, "SELECT id, hash FROM record", nil, func(scan func(...any) error) error {
		var id int64
		var hash []byte
		err := scan(&id, &hash)
		out[hex.EncodeToString(hash)] = id
		return err
	})
	return out, err
}

// against compares the records of the current workspace with those in the backup.
func (c *Comparison) against(ctx context.Context, s *session, there map[string]int64) (err error) {
	if c.LastNow, err = lastDeed(ctx, s); err != nil {
		return err
	}
	here, err := hashesOf(ctx, s)
	if err != nil {
		return err
	}
	c.Now = int64(len(here))
	for hash := range there {
		if _, has := here[hash]; !has {
			c.Only++
		}
	}
	cases, seats := map[string]*LostDeeds{}, map[string]*LostDeeds{}
	err = s.rows(ctx, "SELECT r.hash, r.seat, d.cas, d.time FROM record r CROSS JOIN deed d ON d.record = r.id ORDER BY r.id", nil, func(scan func(...any) error) error {
		var hash []byte
		var seat, cas string
		var at int64
		if err := scan(&hash, &seat, &cas, &at); err != nil {
			return err
		}
		if _, has := there[hex.EncodeToString(hash)]; has {
			return nil
		}
		c.LostAll++
		count(cases, cas, at)
		count(seats, seat, at)
		return nil
	})
	if err != nil {
		return err
	}
	r := sessionReader{s}
	for cas, l := range cases {
		l.Case = app.ID(cas)
		if cas != "" {
			found, err := app.Get[app.Case](ctx, r, l.Case)
			if err != nil && app.CodeOf(err) != app.ErrNotFound.Code { // one that was removed has no number to show
				return fmt.Errorf("name a case: %w", err)
			}
			l.Name = found.Number
		}
		c.Lost = append(c.Lost, *l)
	}
	for seat, l := range seats {
		sits, err := app.Get[app.Seat](ctx, r, app.SeatID(seat))
		if err == nil {
			var who app.Person
			who, err = app.Get[app.Person](ctx, r, sits.Person)
			l.Name = who.Name
		}
		if err != nil && !errors.Is(err, app.ErrNotFound) && app.CodeOf(err) != app.ErrNotFound.Code {
			return fmt.Errorf("name a person: %w", err)
		}
		c.LostBy = append(c.LostBy, *l)
	}
	most := func(a, b LostDeeds) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return b.Last.Compare(a.Last)
	}
	slices.SortFunc(c.Lost, most)
	slices.SortFunc(c.LostBy, most)
	return nil
}

func count(lost map[string]*LostDeeds, key string, at int64) {
	l := lost[key]
	if l == nil {
		l = &LostDeeds{}
		lost[key] = l
	}
	l.Count++
	if t := journal.Time(at).Wall(); t.After(l.Last) {
		l.Last = t
	}
}
