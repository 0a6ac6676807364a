package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/store/journal"
)

// book reads the log, each record once.
type book struct {
	s      *session
	bodies map[int64]journal.Body
}

func newBook(s *session) book { return book{s, map[int64]journal.Body{}} }

// place is where a change stands: the record, its index there, and the noun it is about by its number.
type place struct{ record, idx, entity int64 }

func (b book) body(ctx context.Context, record int64) (journal.Body, error) {
	if body, known := b.bodies[record]; known {
		return body, nil
	}
	body, err := b.read(ctx, record)
	if err == nil {
		b.bodies[record] = body
	}
	return body, err
}

// read is body for what is read once: it is not remembered.
func (b book) read(ctx context.Context, record int64) (journal.Body, error) {
	var raw []byte
	if err := b.s.row(ctx, "SELECT body FROM record WHERE id = ?", []any{record}, &raw); err != nil {
		return journal.Body{}, err
	}
	body, err := journal.Decode(raw)
	if err != nil {
		return journal.Body{}, fmt.Errorf("record %d: %w", record, err)
	}
	return body, nil
}

func (b book) change(ctx context.Context, p place) (journal.Body, journal.Change, error) {
	body, err := b.body(ctx, p.record)
	if err != nil {
		return journal.Body{}, journal.Change{}, err
	}
	if p.idx >= int64(len(body.Changes)) {
		return journal.Body{}, journal.Change{}, fmt.Errorf("record %d has no change %d", p.record, p.idx)
	}
	return body, body.Changes[p.idx], nil
}

// places lists where a noun was changed or noted, the earliest first, as far as a condition on the deed d goes.
func (b book) places(ctx context.Context, n int64, condition string, args ...any) ([]place, error) {
	var out []place
	query := "SELECT c.record, c.idx FROM change c CROSS JOIN deed d ON d.record = c.record WHERE c.entity = ?"
	if condition != "" {
		query += " AND " + condition
	}
	err := b.s.rows(ctx, query+" ORDER BY c.record, c.idx", append([]any{n}, args...), func(scan func(...any) error) error {
		p := place{entity: n}
		err := scan(&p.record, &p.idx)
		out = append(out, p)
		return err
	})
	return out, err
}

// events tells everything that happened to a noun, the earliest first.
func (b book) events(ctx context.Context, n int64) ([]Event, error) {
	places, err := b.places(ctx, n, "")
	if err != nil {
		return nil, err
	}
	var out []Event
	var doc []byte
	exists := false
	for _, p := range places {
		body, c, err := b.change(ctx, p)
		if err != nil {
			return nil, err
		}
		e := eventOf(p, body, c)
		after, err := journal.Apply(doc, c.Change)
		if err != nil {
			return nil, fmt.Errorf("record %d: %w", p.record, err)
		}
		if exists {
			e.Before = journal.Lookup(doc, c.Field)
		}
		switch {
		case c.Kind == app.Note:
			e.Before, e.After = nil, c.Value
		case c.Kind == app.Del && c.Field == "":
			exists = false
		default:
			e.After = journal.Lookup(after, c.Field)
			exists = true
		}
		doc = after
		out = append(out, e)
	}
	return out, nil
}

func eventOf(p place, body journal.Body, c journal.Change) Event {
	return Event{Record: p.record, At: body.Time.Wall(), Who: body.Who, Verb: body.Verb, Case: body.Case,
		Entity: c.Entity, Kind: c.Noun, Change: c.Kind, Field: c.Field}
}

// state gives the state of a noun that follows from the given changes; nil when it was not there then.
func (b book) state(ctx context.Context, places []place) ([]byte, error) {
	m, err := b.merged(ctx, places)
	if err != nil || !m.Alive {
		return nil, err
	}
	return m.Doc, nil
}

// before gives the state of a noun before a record; nil when it was not there.
func (b book) before(ctx context.Context, n, record int64) ([]byte, error) {
	places, err := b.places(ctx, n, "c.record < ?", record)
	if err != nil {
		return nil, err
	}
	return b.state(ctx, places)
}

// event tells one change. It looks up what was there before by the latest earlier change of the field, so that a page
// of the timeline of a noun with ten thousand changes does not read them all.
func (b book) event(ctx context.Context, p place) (Event, error) {
	body, c, err := b.change(ctx, p)
	if err != nil {
		return Event{}, err
	}
	e := eventOf(p, body, c)
	switch {
	case c.Kind == app.Note:
		e.After = c.Value
		return e, nil
	case c.Field == "":
		places, err := b.places(ctx, p.entity, "(c.record, c.idx) < (?, ?)", p.record, p.idx)
		if err != nil {
			return Event{}, err
		}
		if e.Before, err = b.state(ctx, places); err != nil {
			return Event{}, err
		}
	default:
		if e.Before, err = b.valueBefore(ctx, p, c.Field); err != nil {
			return Event{}, err
		}
	}
	if c.Kind != app.Del {
		after, err := journal.Apply(nil, c.Change)
		if err != nil {
			return Event{}, fmt.Errorf("record %d: %w", p.record, err)
		}
		e.After = journal.Lookup(after, c.Field)
	}
	return e, nil
}

// valueBefore gives the value of a field just before a change of the noun.
func (b book) valueBefore(ctx context.Context, p place, field string) ([]byte, error) {
	v, found, err := b.valueAt(ctx, p.entity, field, "(c.record, c.idx) < (?, ?)", p.record, p.idx)
	if err != nil || found {
		return v, err
	}
	places, err := b.places(ctx, p.entity, "(c.record, c.idx) < (?, ?)", p.record, p.idx)
	if err != nil {
		return nil, err
	}
	doc, err := b.state(ctx, places)
	return journal.Lookup(doc, field), err
}

// valueAt gives the value that the latest change of a field gave it, of those that a condition on the change c and its
// deed d lets in. found is false when that does not tell, because the field was written by its parts once.
func (b book) valueAt(ctx context.Context, n int64, field, condition string, args ...any) (v []byte, found bool, err error) {
	var parts bool
	err = b.s.row(ctx, "SELECT EXISTS(SELECT 1 FROM change WHERE entity = ? AND field >= ? AND field < ?)", []any{n, field + "/", field + "0"}, &parts)
	if err != nil || parts {
		return nil, false, err
	}
	latest, by := place{record: -1}, ""
	for path := field; ; path = above(path) {
		q := place{entity: n}
		err := b.s.row(ctx, `SELECT c.record, c.idx FROM change c CROSS JOIN deed d ON d.record = c.record
			WHERE c.entity = ? AND c.field = ? AND `+condition+` AND c.kind <> 'note' ORDER BY c.record DESC, c.idx DESC LIMIT 1`,
			append([]any{n, path}, args...), &q.record, &q.idx)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return nil, false, err
		case q.record > latest.record || q.record == latest.record && q.idx > latest.idx:
			latest, by = q, path
		}
		if path == "" {
			break
		}
	}
	if latest.record < 0 {
		return nil, true, nil
	}
	_, c, err := b.change(ctx, latest)
	if err != nil || c.Kind == app.Del {
		return nil, true, err
	}
	doc, err := journal.Apply(nil, c.Change)
	if err != nil {
		return nil, false, fmt.Errorf("record %d: %w", latest.record, err)
	}
	if by != field && by != "" { // a scalar stood where the object is now
		return nil, true, nil
	}
	return journal.Lookup(doc, field), true, nil
}

// above gives the path of the object that holds a field; "" is the noun.
func above(path string) string {
	i := strings.LastIndex(path, "/")
	if i < 0 {
		return ""
	}
	return path[:i]
}
