package store

import (
	"context"
	"fmt"
	"strings"

	"lianshen/store/journal"
)

// Rebuild recomputes every projection from the log in one transaction. progress (may be nil) is told how many records
// of how many are done.
func (w *Workspace) Rebuild(ctx context.Context, progress func(done, total int)) error {
	return w.transact(ctx, func(p *projector) error {
		var drops []string
		err := w.writer.rows(ctx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('seat', 'record') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'words_%'", nil,
			func(scan func(...any) error) error {
				var name string
				if err := scan(&name); err != nil {
					return err
				}
				drops = append(drops, `DROP TABLE "`+strings.ReplaceAll(name, `"`, `""`)+`"`)
				return nil
			})
		if err != nil {
			return err
		}
		w.writer.forget() // a prepared statement would hold on to a dropped table
		for _, q := range append(drops, projectionsSQL) {
			if _, err := w.writer.conn.ExecContext(context.Background(), q); err != nil {
				return fmt.Errorf("lay out the projections anew: %w", err)
			}
		}
		if err := w.writer.exec("INSERT INTO meta(key, value) VALUES('projection', ?)", fmt.Sprint(projectionVersion)); err != nil {
			return err
		}
		return replay(ctx, w.writer, p, int(w.tip.record), progress)
	})
}

// replay projects every record of from through p, in order of arrival.
func replay(ctx context.Context, from *session, p *projector, total int, progress func(done, total int)) error {
	for after := int64(0); ; {
		// By portions: the records of a long log are not all held in memory, and nothing is read while it is written to.
		var portion []stored
		err := eachRecord(ctx, from, "SELECT id, seat, seq, prev, hash, sig, body FROM record WHERE id > ? ORDER BY id LIMIT 256", []any{after}, func(r stored) error {
			portion = append(portion, r)
			return nil
		})
		if err != nil || len(portion) == 0 {
			return err
		}
		for _, r := range portion {
			if err := ctx.Err(); err != nil {
				return err
			}
			b, err := journal.Decode(r.Body)
			if err != nil {
				return fmt.Errorf("record %d: %w", r.id, err)
			}
			if err := p.project(r.id, b); err != nil {
				return fmt.Errorf("record %d: %w", r.id, err)
			}
			after = r.id
		}
		if progress != nil {
			progress(int(after), total)
		}
	}
}

// forget drops every prepared statement.
func (s *session) forget() {
	for q, st := range s.stmts {
		st.Close()
		delete(s.stmts, q)
	}
}
