package store

import (
	"context"
	"fmt"
	"slices"

	"lianshen/store/exchange"
	"lianshen/store/journal"
)

// asideList are the records that are not here and need not be: set aside, known to be lost, or withheld.
type asideList struct {
	ids  map[int64]bool              // of those set aside or lost, by their number in the order of arrival
	runs map[string][]exchange.Range // by seat
}

func readAside(ctx context.Context, s *session) (asideList, error) {
	list := asideList{ids: map[int64]bool{}, runs: map[string][]exchange.Range{}}
	err := s.rows(ctx, "SELECT id, seat, seq, seq FROM aside UNION ALL SELECT 0, seat, first, last FROM withheld", nil, func(scan func(...any) error) error {
		var id int64
		var seat string
		var r exchange.Range
		if err := scan(&id, &seat, &r.First, &r.Last); err != nil {
			return err
		}
		if id != 0 {
			list.ids[id] = true
		}
		list.runs[seat] = append(list.runs[seat], r)
		return nil
	})
	return list, err
}

// has says whether all of a seat's records from first to last are in the list.
func (l asideList) has(seat string, first, last int64) bool {
	return len(l.without(seat, first, last)) == 0
}

// without gives which of a seat's records from first to last are not in the list.
func (l asideList) without(seat string, first, last int64) exchange.Ranges {
	return exchange.Ranges{{First: first, Last: last}}.Without(exchange.Join(slices.Clone(l.runs[seat]), last))
}

// Mended is what SetAside did.
type Mended struct {
	Healed int // records that were put back from backups, as they were signed
	Aside  int // records that do not prove and are kept apart with their bytes
	Lost   int // records of which nothing is left
}

// SetAside makes a workspace usable again in which Verify has found records that are not what was signed. A record that
// one of the backups still has as it was signed is put back from there. Every other one goes to a table of its own, with
// its bytes and what was wrong with it, one that is gone is noted as lost, and the tables are recomputed from the rest.
// Nothing is written over: what was set aside can be looked at for ever. The report must be of this workspace as it is
// now; a backup of the damaged state is made first.
func (w *Workspace) SetAside(ctx context.Context, report Report) (Mended, error) {
	_, leave, err := w.stay(ctx)
	if err != nil {
		return Mended{}, err
	}
	defer leave()
	var bad []Trouble
	for _, t := range report.Troubles {
		if t.Code == "record" {
			bad = append(bad, t)
		}
	}
	var done Mended
	if len(bad) == 0 {
		return done, w.Rebuild(ctx, nil)
	}
	if _, err := w.Backup(ctx, BackupOptions{To: BackupsDir(w.dir), Why: "aside"}); err != nil {
		return done, err
	}
	spares := w.spareRecords(ctx, bad)
	defer w.cache.forget()
	err = w.transact(ctx, func(p *projector) error {
		for _, t := range bad {
			if err := w.setAside(t, spares, &done); err != nil {
				return err
			}
		}
		return w.rebuild(ctx, p, nil)
	})
	if err != nil {
		return Mended{}, fmt.Errorf("set records aside: %w", err)
	}
	w.log.Info("records set aside", "healed", done.Healed, "aside", done.Aside, "lost", done.Lost)
	return done, nil
}

// setAside heals, sets aside or notes as lost what one trouble is about.
func (w *Workspace) setAside(t Trouble, spares map[journal.Ref]stored, done *Mended) error {
	switch t.Part {
	case "order": // the gap in some seat's numbers says the same
		return nil
	case "gap":
		for seq := t.Seq; seq <= t.Last; seq++ {
			if r, ok := spares[journal.RefOf(t.Seat, seq)]; ok {
				if err := w.putBack(r); err != nil {
					return err
				}
				done.Healed++
				continue
			}
			if err := w.noteLost(t.Seat, seq, t.Record); err != nil {
				return err
			}
			done.Lost++
		}
		return nil
	}
	n, err := w.writer.run("INSERT OR REPLACE INTO aside(id, seat, seq, prev, hash, sig, body, why) SELECT id, seat, seq, prev, hash, sig, body, ? FROM record WHERE id = ?", t.Part, t.Record)
	if err != nil {
		return err
	}
	if moved, err := n.RowsAffected(); err != nil || moved == 0 {
		return err // an earlier trouble was about the same record
	}
	if err := w.writer.exec("DELETE FROM record WHERE id = ?", t.Record); err != nil {
		return err
	}
	if r, ok := spares[journal.RefOf(t.Seat, t.Seq)]; ok && r.id == t.Record {
		if err := w.writer.exec("DELETE FROM aside WHERE id = ?", t.Record); err != nil {
			return err
		}
		done.Healed++
		return w.putBack(r)
	}
	done.Aside++
	return nil
}

func (w *Workspace) putBack(r stored) error {
	return w.writer.exec("INSERT OR REPLACE INTO record(id, seat, seq, prev, hash, sig, body) VALUES(?,?,?,?,?,?,?)",
		r.id, r.Seat, r.Seq, r.Prev[:], r.Hash[:], r.Sig, r.Body)
}

// noteLost notes a record of which nothing is left, under the last number of arrival before the next one that is free.
func (w *Workspace) noteLost(seat string, seq, before int64) error {
	var id int64
	err := w.writer.row(context.Background(), `WITH RECURSIVE free(id) AS (SELECT ? - 1 UNION ALL SELECT id - 1 FROM free
		WHERE id > 0 AND (EXISTS (SELECT 1 FROM record r WHERE r.id = free.id) OR EXISTS (SELECT 1 FROM aside a WHERE a.id = free.id)))
		SELECT min(id) FROM free`, []any{before}, &id)
	if err != nil {
		return err
	}
	if id <= 0 { // no place before it: it gets one that no record ever has
		if err := w.writer.row(context.Background(), "SELECT min(0, coalesce(min(id), 0)) - 1 FROM aside", nil, &id); err != nil {
			return err
		}
	}
	return w.writer.exec("INSERT INTO aside(id, seat, seq, why) VALUES(?,?,?,'lost')", id, seat, seq)
}

// spareRecords looks in the backups, the latest first, for records that prove by themselves where the workspace's own
// do not. A backup that cannot be opened with the present data key is passed over.
func (w *Workspace) spareRecords(ctx context.Context, bad []Trouble) map[journal.Ref]stored {
	all, err := w.Backups()
	if err != nil {
		w.log.Warn("the backups cannot be listed", "error", err)
	}
	out := map[journal.Ref]stored{}
	for _, b := range slices.DeleteFunc(all, func(b Backup) bool { return !b.Good || b.Why == "aside" }) {
		f, err := readBackupFile(b.Path)
		if err != nil || !f.proven(w.key) {
			continue
		}
		err = withCopy(ctx, databasePath(b.Path), w.vfs, func(s *session) error { return spareFrom(ctx, s, bad, out) })
		if err != nil {
			w.log.Warn("a backup cannot be searched for records", "error", err)
		}
	}
	return out
}

func spareFrom(ctx context.Context, s *session, bad []Trouble, out map[journal.Ref]stored) error {
	for _, t := range bad {
		var key []byte
		if err := s.row(ctx, "SELECT coalesce((SELECT key FROM seat WHERE id = ?), x'')", []any{t.Seat}, &key); err != nil {
			return err
		}
		// A record is asked for by its numbers in the seat's log and, since those may be what is damaged, by its place.
		err := eachRecord(ctx, s, "SELECT id, seat, seq, prev, hash, sig, body FROM record WHERE seat = ? AND seq BETWEEN ? AND ? AND (? = 'gap' OR id = ?)",
			[]any{t.Seat, t.Seq, t.Last, t.Part, t.Record}, func(r stored) error {
				if journal.Prove(key, r.Record).Fault == nil {
					out[journal.RefOf(r.Seat, r.Seq)] = r
				}
				return nil
			})
		if err != nil {
			return err
		}
	}
	return nil
}
