package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"

	"lianshen/app"
)

// afterSeats sets aside what seats wrote after they were left out, where the package brought that they were. The tables
// are computed anew then, and what became of the nouns is told.
func (t *intake) afterSeats(ctx context.Context) error {
	if !t.seats {
		return nil
	}
	outs, err := outings(ctx, t.p.s)
	if err != nil {
		return err
	}
	limits, err := t.unseated(ctx, outs) // the last number that counts, by the seat's name in the log
	if err != nil {
		return err
	}
	var ids []int64
	for _, key := range slices.Sorted(maps.Keys(limits)) {
		err := t.p.s.rows(ctx, "SELECT id FROM record WHERE seat = ? AND seq > ?", []any{key, limits[key]}, func(scan func(...any) error) error {
			var id int64
			err := scan(&id)
			ids = append(ids, id)
			return err
		})
		if err != nil {
			return err
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return t.setVoid(ctx, ids)
}

// formerNoun is a noun before records that it rests on are set aside.
type formerNoun struct {
	kind  app.Kind
	cas   app.ID
	doc   string
	there bool
}

// setVoid sets records aside and computes the tables anew without them.
func (t *intake) setVoid(ctx context.Context, ids []int64) error {
	before := map[app.ID]formerNoun{}
	for _, id := range ids {
		if id < t.first {
			t.void++ // it was here before the package
		}
		err := t.p.s.rows(ctx, `SELECT DISTINCT e.id, e.kind, e.owner, e.doc, e.deleted FROM change c JOIN entity e ON e.n = c.entity WHERE c.record = ? AND c.kind <> 'note'`,
			[]any{id}, func(scan func(...any) error) error {
				var noun, kind, owner, doc string
				var deleted bool
				if err := scan(&noun, &kind, &owner, &doc, &deleted); err != nil {
					return err
				}
				before[app.ID(noun)] = formerNoun{app.Kind(kind), caseOf(app.Kind(kind), app.ID(noun), app.ID(owner)), doc, !deleted}
				return nil
			})
		if err != nil {
			return err
		}
		for _, query := range []string{
			"INSERT OR REPLACE INTO aside(id, seat, seq, prev, hash, sig, body, why) SELECT id, seat, seq, prev, hash, sig, body, 'out' FROM record WHERE id = ?",
			"DELETE FROM parked WHERE record = ?", "DELETE FROM record WHERE id = ?"} {
			if err := t.p.s.exec(query, id); err != nil {
				return err
			}
		}
	}
	clashed, err := t.clashedByID(ctx)
	if err != nil {
		return err
	}
	fresh := newProjector(t.p.s)
	if err := t.w.rebuild(ctx, fresh, nil); err != nil {
		return err
	}
	t.renewed = true
	t.p.forget()
	t.p.last = map[string]int64{}
	t.p.touched = append(t.p.touched, fresh.touched...)
	if err := t.clashedAgain(ctx, clashed); err != nil {
		return err
	}
	return t.fates(ctx, before)
}

// fates tells what became of nouns whose records were set aside.
func (t *intake) fates(ctx context.Context, before map[app.ID]formerNoun) error {
	for id, was := range before {
		var doc string
		deleted := true
		err := t.p.s.row(ctx, "SELECT doc, deleted FROM entity WHERE id = ?", []any{string(id)}, &doc, &deleted)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		f := t.fate[id]
		if f == nil {
			f = &fate{was: was.there, kind: was.kind, cas: was.cas}
			t.fate[id] = f
		}
		f.is = !deleted
		f.changed = f.changed || doc != was.doc
	}
	return nil
}

// clashedByID gives the clashes that were there before the package by the IDs of their nouns, whose numbers change.
func (t *intake) clashedByID(ctx context.Context) (map[app.ID][]clashKey, error) {
	out := map[app.ID][]clashKey{}
	for k := range t.clashed {
		var id string
		if err := t.p.s.row(ctx, "SELECT id FROM entity WHERE n = ?", []any{k.n}, &id); err != nil {
			return nil, err
		}
		out[app.ID(id)] = append(out[app.ID(id)], k)
	}
	return out, nil
}

func (t *intake) clashedAgain(ctx context.Context, byID map[app.ID][]clashKey) error {
	t.clashed = map[clashKey]bool{}
	for id, keys := range byID {
		var n int64
		err := t.p.s.row(ctx, "SELECT n FROM entity WHERE id = ?", []any{string(id)}, &n)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return err
		}
		for _, k := range keys {
			k.n = n
			t.clashed[k] = true
		}
	}
	return nil
}
