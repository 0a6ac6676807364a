package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
)

// TimelineQuery says which changes a timeline shows. Empty fields do not narrow.
type TimelineQuery struct {
	Case   app.ID    // changes made by deeds within this case
	Entity app.ID    // of one noun
	Kind   app.Kind  // of nouns of a kind
	Field  string    // of a field and what lies below it, by its path
	Who    string    // by the person of this name
	Verb   app.Verb  // by deeds of this sort
	From   time.Time // at this moment or later
	Before time.Time // earlier than this moment
	Limit  int       // how many changes at most, 0 = all
	Offset int       // how many of the latest are passed over
}

// TimelinePage gives the changes that a query asks for, the latest deed first and within a deed as it was written, and
// how many there are in all. Prints, exports, readings and sign-ins are among them as notes.
func (w *Workspace) TimelinePage(ctx context.Context, q TimelineQuery) ([]Event, int, error) {
	var out []Event
	total := 0
	err := w.snapshot(ctx, func(s *session) error {
		f, known, err := q.filter(ctx, s)
		if err != nil || !known {
			return err
		}
		from := timelineFrom(q)
		if total, err = w.countTimeline(ctx, s, q, "SELECT count(*)"+from+f.where(), f.args); err != nil {
			return err
		}
		var places []place
		err = s.rows(ctx, "SELECT c.record, c.idx, c.entity"+from+f.where()+" ORDER BY d.record DESC, c.idx LIMIT ? OFFSET ?", append(f.args, limit(q.Limit), q.Offset),
			func(scan func(...any) error) error {
				var p place
				err := scan(&p.record, &p.idx, &p.entity)
				places = append(places, p)
				return err
			})
		if err != nil {
			return err
		}
		b := newBook(s)
		for _, p := range places {
			e, err := b.event(ctx, p)
			if err != nil {
				return err
			}
			out = append(out, e)
		}
		return w.veil(ctx, s, out)
	})
	if err != nil {
		return nil, 0, fmt.Errorf("timeline: %w", err)
	}
	return out, total, nil
}

// Timeline gives the latest changes within a case, the latest first, at most limit.
func (w *Workspace) Timeline(ctx context.Context, caseID app.ID, limit int) ([]Event, error) {
	out, _, err := w.TimelinePage(ctx, TimelineQuery{Case: caseID, Limit: limit})
	return out, err
}

func timelineFrom(q TimelineQuery) string {
	if q.Entity != "" { // a noun has few changes: they are sorted, not looked for
		return " FROM change c CROSS JOIN deed d ON d.record = c.record"
	}
	return " FROM deed d CROSS JOIN change c ON c.record = d.record"
}

// filter gives the conditions of a query. known is false when it asks for a noun that never was.
func (q TimelineQuery) filter(ctx context.Context, s *session) (f filter, known bool, err error) {
	if q.Entity != "" {
		var n int64
		err := s.row(ctx, "SELECT n FROM entity WHERE id = ?", []any{string(q.Entity)}, &n)
		if errors.Is(err, sql.ErrNoRows) {
			return f, false, nil
		}
		if err != nil {
			return f, false, err
		}
		f.and("c.entity = ?", n)
	}
	f.equal("d.cas", string(q.Case))
	f.equal("d.who", q.Who)
	f.equal("d.verb", string(q.Verb))
	f.equal("c.noun", string(q.Kind))
	if q.Field != "" {
		f.and("(c.field = ? OR c.field >= ? AND c.field < ?)", q.Field, q.Field+"/", q.Field+"0")
	}
	if !q.From.IsZero() {
		f.and("d.time >= ?", int64(startOf(q.From)))
	}
	if !q.Before.IsZero() {
		f.and("d.time < ?", int64(startOf(q.Before)))
	}
	return f, true, nil
}

// startOf gives the least time that a record made at a moment can bear.
func startOf(t time.Time) journal.Time { return journal.Time(t.UnixMilli() << 16) }

// counted remembers how many changes a timeline has, so that turning its pages counts them once.
type counted struct {
	query  TimelineQuery
	record int64 // last record at the time of counting
	total  int
}

func (w *Workspace) countTimeline(ctx context.Context, s *session, q TimelineQuery, query string, args []any) (int, error) {
	at, err := lastRecord(ctx, s)
	if err != nil {
		return 0, err
	}
	q.Limit, q.Offset = 0, 0
	w.cache.mu.Lock()
	last := w.cache.counted
	w.cache.mu.Unlock()
	if last.query == q && last.record == at && at > 0 {
		return last.total, nil
	}
	total := 0
	if err := s.row(ctx, query, args, &total); err != nil {
		return 0, err
	}
	w.cache.mu.Lock()
	w.cache.counted = counted{q, at, total}
	w.cache.mu.Unlock()
	return total, nil
}

// TimelineChoices is what a timeline can be narrowed to: the people, deeds and kinds that occur in it.
type TimelineChoices struct {
	People []string // by name
	Verbs  []app.Verb
	Kinds  []app.Kind
}

// TimelineChoices lists what occurs in the timeline of a case, or of the whole workspace for "".
func (w *Workspace) TimelineChoices(ctx context.Context, caseID app.ID) (TimelineChoices, error) {
	var out TimelineChoices
	where, args := "", []any{}
	if caseID != "" {
		where, args = " WHERE d.cas = ?", []any{string(caseID)}
	}
	err := w.snapshot(ctx, func(s *session) error {
		for _, x := range []struct {
			query string
			take  func(string)
		}{
			{"SELECT DISTINCT d.who FROM deed d" + where + " ORDER BY 1", func(v string) { out.People = append(out.People, v) }},
			{"SELECT DISTINCT d.verb FROM deed d" + where + " ORDER BY 1", func(v string) { out.Verbs = append(out.Verbs, app.Verb(v)) }},
			{"SELECT DISTINCT c.noun FROM deed d CROSS JOIN change c ON c.record = d.record" + where + " ORDER BY 1", func(v string) { out.Kinds = append(out.Kinds, app.Kind(v)) }},
		} {
			err := s.rows(ctx, x.query, args, func(scan func(...any) error) error {
				var v string
				err := scan(&v)
				x.take(v)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return TimelineChoices{}, fmt.Errorf("what a timeline can be narrowed to: %w", err)
	}
	return out, nil
}
