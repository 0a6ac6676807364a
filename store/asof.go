package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"
	"sync"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
)

// AsOf runs f on the state as it was at a moment, with every deed done until then and none done later. What was not
// touched since is read from the tables of today; of the rest only what f reads is put together from the log, and kept
// for the next time the same moment is asked for.
func (w *Workspace) AsOf(ctx context.Context, at time.Time, f func(app.Reader) error) error {
	err := w.snapshot(ctx, func(s *session) error {
		p, err := w.pastAt(ctx, s, until(at))
		if err != nil {
			return err
		}
		return f(w.ownThen(pastReader{p, s}, s))
	})
	if err != nil {
		return fmt.Errorf("as it was at %s: %w", at.Format(time.RFC3339), err)
	}
	return nil
}

// moment is a point in the life of a workspace: records up to and including both a time and a number belong to it.
type moment struct {
	time   journal.Time
	record int64
}

// until is the moment that ends with a time, to the millisecond.
func until(t time.Time) moment {
	return moment{time: startOf(t.Add(time.Millisecond)) - 1, record: math.MaxInt64}
}

// after is the moment at which a record had just been written.
func after(record int64) moment { return moment{time: math.MaxInt64, record: record} }

const (
	then  = "d.time <= ? AND d.record <= ?" // the deed belongs to a moment
	since = "(d.time > ? OR d.record > ?)"  // the deed came later
)

func (m moment) args() []any { return []any{int64(m.time), m.record} }

// past is what is known of a moment: which nouns were touched since, and the former states of those that were read.
type past struct {
	moment  moment
	record  int64 // last record when it was put together
	first   int64 // the first record after the moment
	apart   bool  // every record from first on came after the moment: the clocks of all seats agree
	changed map[app.ID]*former

	mu    sync.Mutex // over docs: two readers may ask for the same day
	bytes int
}

// former is a noun that was touched since a moment.
type former struct {
	n       int64
	id      app.ID
	kind    app.Kind
	owner   app.ID          // of today
	whole   bool            // it came or went
	fields  map[string]bool // what changed, where it neither came nor went
	known   bool            // doc is put together
	doc     []byte          // nil: it was not there
	deleted bool            // today
	tangled bool            // people wrote without knowing of each other
}

// moved says that the owner of that day may be another one than today's.
func (f *former) moved() bool { return f.whole || f.fields["case"] || f.fields["round"] }

// pastBytes bounds the former states kept in memory between two questions.
const pastBytes = 64 << 20

// pastAt finds the nouns touched since a moment.
func (w *Workspace) pastAt(ctx context.Context, s *session, m moment) (*past, error) {
	at, err := lastRecord(ctx, s)
	if err != nil {
		return nil, err
	}
	w.cache.mu.Lock()
	last := w.cache.past
	w.cache.mu.Unlock()
	if last != nil && last.moment == m && last.record == at {
		return last, nil
	}
	p := &past{moment: m, record: at, changed: map[app.ID]*former{}}
	byNumber := map[int64]*former{}
	var late int64
	if err := s.row(ctx, "SELECT count(*), coalesce(min(d.record), 0) FROM deed d WHERE "+since, m.args(), &late, &p.first); err != nil {
		return nil, err
	}
	p.apart = late == at-p.first+1
	err = s.rows(ctx, "SELECT c.entity, c.field FROM deed d CROSS JOIN change c ON c.record = d.record WHERE d.record >= ? AND "+since+" AND c.kind <> 'note'", append([]any{p.first}, m.args()...), func(scan func(...any) error) error {
		var n int64
		var field string
		if err := scan(&n, &field); err != nil {
			return err
		}
		f := byNumber[n]
		if f == nil {
			f = &former{n: n, fields: map[string]bool{}}
			byNumber[n] = f
		}
		f.whole = f.whole || field == ""
		f.fields[field] = true
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, n := range slices.Sorted(maps.Keys(byNumber)) {
		f := byNumber[n]
		if err := s.row(ctx, "SELECT id, kind, owner, deleted, tangled FROM entity WHERE n = ?", []any{n}, &f.id, &f.kind, &f.owner, &f.deleted, &f.tangled); err != nil {
			return nil, err
		}
		p.changed[f.id] = f
	}
	w.cache.mu.Lock()
	w.cache.past = p
	w.cache.mu.Unlock()
	return p, nil
}

// doc gives the state of a touched noun at the moment; nil when it was not there.
func (p *past) doc(ctx context.Context, s *session, f *former) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if f.known {
		return f.doc, nil
	}
	doc, err := p.reckon(ctx, newBook(s), f)
	if err != nil {
		return nil, fmt.Errorf("state of %s %s: %w", f.kind, f.id, err)
	}
	if p.bytes+len(doc) <= pastBytes {
		f.known, f.doc = true, doc
		p.bytes += len(doc)
	}
	return doc, nil
}

// belongs gives the condition on a change c of a deed d that it belongs to the moment.
func (p *past) belongs() (string, []any) {
	if p.apart { // the index leads there without a look at what came later
		return "c.record < ?", []any{p.first}
	}
	return then, p.moment.args()
}

// reckon finds out the state of a touched noun at the moment: from its state of today by putting back the fields that
// changed, or, where it came or went, from the beginning.
func (p *past) reckon(ctx context.Context, b book, f *former) ([]byte, error) {
	condition, args := p.belongs()
	if !f.whole && !f.tangled {
		if f.deleted {
			return nil, nil
		}
		doc, err := docNow(ctx, b.s, f.n)
		if err != nil {
			return nil, err
		}
		simple := true
		for _, field := range slices.Sorted(maps.Keys(f.fields)) {
			v, found, err := b.valueAt(ctx, f.n, field, condition, args...)
			if err != nil {
				return nil, err
			}
			if simple = found; !simple {
				break
			}
			c := app.Change{Kind: app.Put, Field: field, Value: v}
			if len(v) == 0 {
				c.Kind = app.Del
			}
			if doc, err = journal.Apply(doc, c); err != nil {
				return nil, err
			}
		}
		if simple {
			return doc, nil
		}
	}
	places, err := b.places(ctx, f.n, condition, args...)
	if err != nil {
		return nil, err
	}
	return b.state(ctx, places)
}

// pastReader reads the state of a moment.
type pastReader struct {
	p *past
	s *session
}

func (r pastReader) Read(ctx context.Context, id app.ID, into any) error {
	f := r.p.changed[id]
	if f == nil {
		return sessionReader{r.s}.Read(ctx, id, into)
	}
	doc, err := r.p.doc(ctx, r.s, f)
	if err != nil {
		return err
	}
	if doc == nil {
		return &app.Error{Code: app.ErrNotFound.Code, Args: map[string]any{"id": string(id)}, Cause: app.ErrNotFound}
	}
	if err := json.Unmarshal(doc, into); err != nil {
		return fmt.Errorf("decode %s: %w", id, err)
	}
	return nil
}

func (r pastReader) Each(ctx context.Context, kind app.Kind, owner app.ID, f func(id app.ID, doc json.RawMessage) error) error {
	today, err := sessionReader{r.s}.list(ctx, kind, owner)
	if err != nil {
		return err
	}
	nouns := slices.DeleteFunc(today, func(n stated) bool { return r.p.changed[n.id] != nil })
	for _, c := range r.p.changed {
		if c.kind != kind || owner != "" && c.owner != owner && !c.moved() {
			continue
		}
		doc, err := r.p.doc(ctx, r.s, c)
		if err != nil {
			return err
		}
		if doc != nil && (owner == "" || ownerOf(kind, doc) == owner) {
			nouns = append(nouns, stated{c.id, doc})
		}
	}
	sort.Slice(nouns, func(i, j int) bool { return nouns[i].id < nouns[j].id })
	return each(nouns, f)
}

// docNow gives the state of a noun of today; nil when there is none.
func docNow(ctx context.Context, s *session, n int64) ([]byte, error) {
	var doc []byte
	err := s.row(ctx, "SELECT doc FROM entity WHERE n = ? AND deleted = 0", []any{n}, &doc)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return doc, err
}
