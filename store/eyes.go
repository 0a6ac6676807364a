package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"lianshen/app"
)

// eyes are those of the person at the seat: of which protected nouns something is withheld (app.Veil).
type eyes struct {
	ctx    context.Context
	w      *Workspace
	s      *session
	actor  app.Actor
	people map[app.ID]app.Person
	known  map[app.ID]bool
	err    error // the first that came; then everything protected is withheld
}

func (w *Workspace) eyes(ctx context.Context, s *session) *eyes {
	return &eyes{ctx: ctx, w: w, s: s}
}

// look finds out who looks, when the first protected noun is met.
func (e *eyes) look() {
	e.known = map[app.ID]bool{}
	if e.actor, e.err = e.w.onlooker(e.ctx, sessionReader{e.s}); e.err != nil || e.actor.Alone {
		return
	}
	common, err := e.w.commonAt(e.ctx, e.s)
	if err != nil {
		e.err = err
		return
	}
	e.people = common.people
}

// open says whether a noun of a protected kind holds nothing that is protected: an opinion heard that nobody marked
// confidential.
func (e *eyes) open(kind app.Kind, id app.ID) bool {
	if kind != app.KindHeard || e.err != nil {
		return false
	}
	var h app.Heard
	var doc []byte
	if err := e.s.row(e.ctx, "SELECT doc FROM entity WHERE id = ?", []any{string(id)}, &doc); err != nil || json.Unmarshal(doc, &h) != nil {
		return false
	}
	return !app.Guarded(h)
}

// withholds says whether something of a noun may not be seen. A deleted one is judged by its last state.
func (e *eyes) withholds(kind app.Kind, id app.ID) bool {
	if private(kind) {
		return e.otherDay(id)
	}
	if !app.Protected(kind) {
		return false
	}
	if e.known == nil {
		e.look()
	}
	if e.err == nil && e.actor.Alone {
		return false
	}
	if v, known := e.known[id]; known || e.err != nil {
		return v || e.err != nil
	}
	var doc []byte
	var owner app.ID
	if e.err = e.s.row(e.ctx, "SELECT doc, owner FROM entity WHERE id = ?", []any{string(id)}, &doc, &owner); e.err != nil {
		if errors.Is(e.err, sql.ErrNoRows) {
			e.err = nil
		}
		return true
	}
	d := app.Dossier{People: e.people, Answers: map[string]app.Answer{}}
	if err := (sessionReader{e.s}).Read(e.ctx, owner, &d.Case); err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
		e.err = err
		return true
	}
	if e.err = put(&d, kind, doc); e.err != nil {
		return true
	}
	e.known[id] = app.Veil(e.actor, d).Veiled.Has(string(id))
	return e.known[id]
}

// plain are the fields of protected nouns that everybody sees: when, where and by whom, not what was said or voted.
var plain = map[string]bool{"id": true, "case": true, "number": true, "type": true, "on": true, "place": true, "talkers": true, "people": true, "strands": true,
	"signed": true, "notWhy": true, "principal": true, "closed": true, "counters": true, "scrutineers": true}

// veil marks the events that tell protected matter and takes from them the values that the person at the seat may not see.
func (w *Workspace) veil(ctx context.Context, s *session, events []Event) error {
	e := w.eyes(ctx, s)
	for i := range events {
		root, _, _ := strings.Cut(events[i].Field, "/")
		if private(events[i].Kind) && !plain[root] && e.withholds(events[i].Kind, events[i].Entity) { // a note, too, says what was done
			events[i].Before, events[i].After, events[i].Veiled = nil, nil, true
		}
		if events[i].Change == app.Note || plain[root] || !app.Protected(events[i].Kind) || e.open(events[i].Kind, events[i].Entity) {
			continue
		}
		events[i].Protected = true
		if e.withholds(events[i].Kind, events[i].Entity) {
			events[i].Before, events[i].After, events[i].Veiled = nil, nil, true
		}
	}
	if e.err != nil {
		return e.err
	}
	u, err := w.unseen(ctx, s)
	if err != nil || u.None() {
		return err
	}
	for i, ev := range events {
		events[i].Before, events[i].After = u.JSON(ev.Before), u.JSON(ev.After)
		events[i].Field = u.Text(ev.Field) // a name may be the key of an entry
	}
	return nil
}
