package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"lianshen/app"
)

// Work logs are private (app.Actor.Reads). They travel in packages and lie in backups like all else, because a person's
// own other laptop needs them and a log with holes cannot be proved; but whatever this package gives out of a workspace
// leaves out those of others: reading, lists, dumps, former states, history, search, clashes.

// ownReader is a reader without the work logs of others.
type ownReader struct {
	app.Reader
	w   *Workspace
	now app.Reader // tells who looks, also where the reader itself is of a day before anybody sat here
}

// own gives a reader without the work logs that the person at the seat does not read.
func (w *Workspace) own(r app.Reader) app.Reader { return ownReader{r, w, r} }

// ownThen is own for a reader of a former state, in the same session.
func (w *Workspace) ownThen(r app.Reader, s *session) app.Reader {
	return ownReader{r, w, sessionReader{s}}
}

// Read is that of the reader below, which a work log of somebody else is not known to.
func (r ownReader) Read(ctx context.Context, id app.ID, into any) error {
	var log *app.DayLog
	switch v := into.(type) {
	case *app.DayLog:
		log = v
	case *json.RawMessage: // any noun
		if err := r.Reader.Read(ctx, id, v); err != nil {
			return err
		}
		if log = asDayLog(*v); log == nil {
			return nil
		}
		if reads, err := r.reads(ctx, *log); err != nil || !reads {
			*v = nil
			return errors.Join(err, unknownNoun(id))
		}
		return nil
	default:
		return r.Reader.Read(ctx, id, into)
	}
	if err := r.Reader.Read(ctx, id, log); err != nil {
		return err
	}
	if reads, err := r.reads(ctx, *log); err != nil || !reads {
		*log = app.DayLog{}
		return errors.Join(err, unknownNoun(id))
	}
	return nil
}

// Each is that of the reader below, without the work logs of others.
func (r ownReader) Each(ctx context.Context, kind app.Kind, owner app.ID, f func(id app.ID, doc json.RawMessage) error) error {
	if kind != app.KindDayLog {
		return r.Reader.Each(ctx, kind, owner, f)
	}
	a, err := r.w.onlooker(ctx, r.now)
	if err != nil {
		return fmt.Errorf("who reads work logs: %w", err)
	}
	return r.Reader.Each(ctx, kind, owner, func(id app.ID, doc json.RawMessage) error {
		if !readsDay(a, doc) {
			return nil
		}
		return f(id, doc)
	})
}

func (r ownReader) reads(ctx context.Context, n app.DayLog) (bool, error) {
	a, err := r.w.onlooker(ctx, r.now)
	if err != nil {
		return false, fmt.Errorf("who reads a work log: %w", err)
	}
	return a.Reads(n), nil
}

func unknownNoun(id app.ID) error {
	return &app.Error{Code: app.ErrNotFound.Code, Args: map[string]any{"id": string(id)}, Cause: app.ErrNotFound}
}

// asDayLog gives the work log that a state is; nil when it is something else. A work log is known by its identity, which
// follows from the person and the day.
func asDayLog(doc []byte) *app.DayLog {
	var n app.DayLog
	if json.Unmarshal(doc, &n) != nil || n.Person == "" || n.ID != app.DayLogID(n.Person, n.On) {
		return nil
	}
	return &n
}

// readsDay says whether who looks reads the work log in a state. One that cannot be read is nobody's.
func readsDay(a app.Actor, doc []byte) bool {
	var n struct{ Person app.ID }
	return json.Unmarshal(doc, &n) == nil && a.Reads(app.DayLog{Person: n.Person})
}

// otherDay says whether a noun is the work log of somebody else.
func (e *eyes) otherDay(id app.ID) bool {
	if e.known == nil {
		e.look()
	}
	var doc []byte
	if e.err == nil {
		e.err = e.s.row(e.ctx, "SELECT doc FROM entity WHERE id = ?", []any{string(id)}, &doc)
	}
	return e.err != nil || !readsDay(e.actor, doc)
}

// private says whether nouns of a kind are for the eyes of one person alone.
func private(kind app.Kind) bool { return kind == app.KindDayLog }
