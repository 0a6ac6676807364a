package store

import (
	"context"
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/store/journal"
)

// Rebuild recomputes every projection from the log in one transaction. progress (may be nil) is told how many records
// of how many are done. Records that were set aside (see [Workspace.SetAside]) stay out of it.
func (w *Workspace) Rebuild(ctx context.Context, progress func(done, total int)) error {
	defer w.cache.forget()
	return w.transact(ctx, func(p *projector) error { return w.rebuild(ctx, p, progress) })
}

// logTables are those that Rebuild leaves alone: they cannot be recomputed.
const logTables = "'seat', 'record', 'keep', 'aside', 'withheld', 'import', 'parked', 'sent', 'receipt', 'awaited', 'fork', 'rests'"

// rebuild is Rebuild within a running transaction.
func (w *Workspace) rebuild(ctx context.Context, p *projector, progress func(done, total int)) error {
	var drops []string
	err := w.writer.rows(ctx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ("+logTables+") AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'words_%'", nil,
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
	rows := &rowWriter{s: w.writer}
	p.late = newLate(rows.put)
	parked, err := readParked(ctx, w.writer)
	if err != nil {
		return err
	}
	err = eachProof(ctx, w.writer, nil, func(r proof) error {
		if r.Fault != nil {
			return fmt.Errorf("record %d: %w", r.id, r.Fault)
		}
		take := p.project
		if parked[r.id] {
			take = p.introduce
		}
		if err := take(r.id, r.Body); err != nil {
			return fmt.Errorf("record %d: %w", r.id, err)
		}
		if progress != nil && r.id%256 == 0 {
			progress(int(r.id), int(w.tip.record))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := p.finish(); err != nil {
		return err
	}
	p.late = nil
	if progress != nil {
		progress(int(w.tip.record), int(w.tip.record))
	}
	return rows.flush()
}

// late is the memory of a projector that replays the whole log into empty tables: the rows of a noun are written once,
// as they are at the end, instead of after each of its changes.
type late struct {
	put   func(query string, args []any) error
	order []*noun // every noun that has to be written, in the order of its first change
	known map[*noun]bool
	deeds map[journal.Ref]deedPlace
}

// deedPlace is what an undo has to know of the deed that it takes back.
type deedPlace struct{ record, depth, root int64 }

func newLate(put func(query string, args []any) error) *late {
	return &late{put: put, known: map[*noun]bool{}, deeds: map[journal.Ref]deedPlace{}}
}

func (l *late) keep(e *noun) {
	if !l.known[e] {
		l.known[e] = true
		l.order = append(l.order, e)
	}
}

func (l *late) did(b journal.Body, record, depth, root int64) {
	l.deeds[b.Ref()] = deedPlace{record, depth, root}
}

// takenBack gives what is kept of an undo: the record it takes back, its depth and the deed at the bottom. A record
// that was lost or set aside is not known; then the undo stands for itself.
func (l *late) takenBack(seat string, seq, record int64) (undoes, depth, root int64) {
	if d, ok := l.deeds[journal.RefOf(seat, seq)]; ok {
		return d.record, d.depth + 1, d.root
	}
	return 0, 0, record
}

// exec writes a row of a projection.
func (p *projector) exec(query string, args ...any) error {
	if p.late != nil {
		return p.late.put(query, args)
	}
	return p.s.exec(query, args...)
}

// finish writes what a late projector has kept back.
func (p *projector) finish() error {
	for _, e := range p.late.order {
		var err error
		if e.merge {
			err = p.merge(newBook(p.s), e)
		} else {
			e.doc, err = e.running.Doc()
		}
		if err != nil {
			return fmt.Errorf("%s %s: %w", e.kind, e.id, err)
		}
		e.owner, e.running = ownerOf(e.kind, e.doc), nil
		if err := p.save(e, nil); err != nil {
			return fmt.Errorf("%s %s: %w", e.kind, e.id, err)
		}
	}
	p.touched = append(p.touched, p.late.order...)
	return nil
}

// takeLate is take while the whole log is replayed.
func (e *noun) takeLate(c journal.Change, ref journal.Ref) error {
	if e.merge = e.merge || e.differs(c) || !e.heads.Follows(c, e.deleted); e.merge {
		e.be(c.Noun)
		return nil
	}
	if !e.running.Born() && c.Kind != app.New {
		e.deleted = true
	}
	if err := e.running.Apply(c.Change); err != nil {
		return err
	}
	e.be(c.Noun)
	switch {
	case c.Kind == app.New:
		e.deleted = false
	case c.Kind == app.Del && c.Field == "":
		e.deleted = true
	}
	e.heads.Advance(c, ref)
	return nil
}

// atOnce is how many rows of one table are written by one statement: the way through database/sql costs more than the
// row itself.
const atOnce = 100

// rowWriter gathers inserts of one sort and writes them together.
type rowWriter struct {
	s       *session
	waiting map[string][]any
	rows    map[string]int
}

func (r *rowWriter) put(query string, args []any) error {
	if !strings.HasPrefix(query, "INSERT INTO ") {
		return r.s.exec(query, args...)
	}
	if r.waiting == nil {
		r.waiting, r.rows = map[string][]any{}, map[string]int{}
	}
	r.waiting[query] = append(r.waiting[query], args...)
	r.rows[query]++
	if r.rows[query] < atOnce {
		return nil
	}
	return r.write(query)
}

func (r *rowWriter) write(query string) error {
	at := strings.LastIndex(query, "VALUES(")
	one := query[at+len("VALUES"):]
	many := query + strings.Repeat(","+one, r.rows[query]-1)
	args := r.waiting[query]
	r.waiting[query], r.rows[query] = args[:0], 0
	return r.s.exec(many, args...)
}

// flush writes what still waits.
func (r *rowWriter) flush() error {
	for query, n := range r.rows {
		if n == 0 {
			continue
		}
		if err := r.write(query); err != nil {
			return err
		}
	}
	return nil
}

// forget drops every prepared statement.
func (s *session) forget() {
	for q, st := range s.stmts {
		st.Close()
		delete(s.stmts, q)
	}
}
