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
	Protected     bool // the values are protected matter (app.Protected): who opens them leaves a trace
	Veiled        bool // and who looks may not see them: they are withheld
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
		if err != nil {
			return err
		}
		return w.veil(ctx, s, out)
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
