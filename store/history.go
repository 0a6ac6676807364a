package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
)

// Event is one change as the log tells it.
type Event struct {
	Record int64     // number of the record in this workspace, from 1
	At     time.Time // UTC
	Who    string
	Verb   app.Verb
	Case   app.ID
	Entity app.ID
	Kind   app.Kind       // of the noun
	Change app.ChangeKind // new, put, del or note
	Field  string         // path "a/b/c"; "" = the whole noun
	// Before and After are the values of the field (of the whole noun where Field is ""); nil when there was none. Of a
	// note, After is what was noted.
	Before, After json.RawMessage
}

// History tells how a field of a noun came to be what it is, the latest change first. A path names the fields below it
// as well ("notice" also "notice/number"); "" is the whole noun. A noun that never was has no history.
func (w *Workspace) History(ctx context.Context, entity app.ID, field string) ([]Event, error) {
	var out []Event
	err := w.snapshot(ctx, func(s *session) error {
		var n int64
		err := s.row(ctx, "SELECT n FROM entity WHERE id = ?", []any{string(entity)}, &n)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		all, err := newBook(s).events(ctx, n)
		for _, e := range all {
			if e, about := e.about(field); about {
				out = append(out, e)
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("history of %s: %w", entity, err)
	}
	slices.Reverse(out)
	return out, nil
}

// about narrows an event to a field: whether it says anything of it, and then only what it says of it.
func (e Event) about(field string) (Event, bool) {
	if field == "" || e.Field == field || strings.HasPrefix(e.Field, field+"/") {
		return e, true
	}
	if e.Field != "" || e.Change == app.Note {
		return e, false
	}
	e.Field, e.Before, e.After = field, journal.Lookup(e.Before, field), journal.Lookup(e.After, field)
	return e, string(e.Before) != string(e.After)
}

// Timeline gives the latest changes within a case, the latest first, at most limit.
func (w *Workspace) Timeline(ctx context.Context, caseID app.ID, limit int) ([]Event, error) {
	var out []Event
	err := w.snapshot(ctx, func(s *session) error {
		var records []int64
		count := 0
		err := s.rows(ctx, "SELECT d.record, (SELECT count(*) FROM change c WHERE c.record = d.record) FROM deed d WHERE d.cas = ? ORDER BY d.record DESC LIMIT ?",
			[]any{string(caseID), limit}, func(scan func(...any) error) error {
				var id int64
				var changes int
				if err := scan(&id, &changes); err != nil {
					return err
				}
				if count < limit {
					records = append(records, id)
				}
				count += changes
				return nil
			})
		if err != nil {
			return err
		}
		out, err = newBook(s).of(ctx, records)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("timeline of %s: %w", caseID, err)
	}
	return out[:min(len(out), limit)], nil
}

// book reads the log, each record once.
type book struct {
	s      *session
	bodies map[int64]journal.Body
}

func newBook(s *session) book { return book{s, map[int64]journal.Body{}} }

func (b book) body(ctx context.Context, record int64) (journal.Body, error) {
	if body, known := b.bodies[record]; known {
		return body, nil
	}
	var raw []byte
	if err := b.s.row(ctx, "SELECT body FROM record WHERE id = ?", []any{record}, &raw); err != nil {
		return journal.Body{}, err
	}
	body, err := journal.Decode(raw)
	if err != nil {
		return journal.Body{}, fmt.Errorf("record %d: %w", record, err)
	}
	b.bodies[record] = body
	return body, nil
}

// events tells everything that happened to a noun, the earliest first.
func (b book) events(ctx context.Context, n int64) ([]Event, error) {
	type at struct{ record, idx int64 }
	var places []at
	err := b.s.rows(ctx, "SELECT record, idx FROM change WHERE entity = ? ORDER BY record, idx", []any{n}, func(scan func(...any) error) error {
		var p at
		err := scan(&p.record, &p.idx)
		places = append(places, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []Event
	var doc []byte
	exists := false
	for _, p := range places {
		body, err := b.body(ctx, p.record)
		if err != nil {
			return nil, err
		}
		if p.idx >= int64(len(body.Changes)) {
			return nil, fmt.Errorf("record %d has no change %d", p.record, p.idx)
		}
		c := body.Changes[p.idx]
		e := Event{Record: p.record, At: body.Time.Wall(), Who: body.Who, Verb: body.Verb, Case: body.Case,
			Entity: c.Entity, Kind: c.Noun, Change: c.Kind, Field: c.Field}
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

// of tells what the given records changed, in the order of the records, within a record as written.
func (b book) of(ctx context.Context, records []int64) ([]Event, error) {
	told := map[int64]map[app.ID][]Event{}
	for _, r := range records {
		told[r] = map[app.ID][]Event{}
	}
	seen := map[app.ID]bool{}
	var out []Event
	for _, r := range records {
		body, err := b.body(ctx, r)
		if err != nil {
			return nil, err
		}
		for _, c := range body.Changes {
			if !seen[c.Entity] {
				seen[c.Entity] = true
				var n int64
				if err := b.s.row(ctx, "SELECT n FROM entity WHERE id = ?", []any{string(c.Entity)}, &n); err != nil {
					return nil, err
				}
				events, err := b.events(ctx, n)
				if err != nil {
					return nil, err
				}
				for _, e := range events {
					if of := told[e.Record]; of != nil {
						of[e.Entity] = append(of[e.Entity], e)
					}
				}
			}
			out = append(out, told[r][c.Entity][0])
			told[r][c.Entity] = told[r][c.Entity][1:]
		}
	}
	return out, nil
}

// DeedLine is one deed in the list of the latest.
type DeedLine struct {
	Record  int64
	At      time.Time // UTC
	Who     string
	Verb    app.Verb
	Case    app.ID
	Changes int   // notes left out
	Bulk    bool  // part of a bulk load
	Undoes  int64 // record it takes back, 0 = none
	Undone  bool  // a later record takes it back
}

// LastDeeds gives the latest n deeds, the latest first.
func (w *Workspace) LastDeeds(ctx context.Context, n int) ([]DeedLine, error) {
	var out []DeedLine
	err := w.borrow(ctx, func(s *session) error {
		return s.rows(ctx, `SELECT d.record, d.time, d.who, d.verb, d.cas, d.effects, d.bulk, d.undoes,
			EXISTS(SELECT 1 FROM deed u WHERE u.undoes = d.record) FROM deed d ORDER BY d.record DESC LIMIT ?`, []any{n}, func(scan func(...any) error) error {
			var l DeedLine
			var t journal.Time
			if err := scan(&l.Record, &t, &l.Who, &l.Verb, &l.Case, &l.Changes, &l.Bulk, &l.Undoes, &l.Undone); err != nil {
				return err
			}
			l.At = t.Wall()
			out = append(out, l)
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("latest deeds: %w", err)
	}
	return out, nil
}
