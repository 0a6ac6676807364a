package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"lianshen/app"
	"lianshen/store/journal"
)

// reachBack is reachOf for an import that is to be taken back. Seats cannot go: keys were made by what enrolled them.
func reachBack(ctx context.Context, s *session, n int64) (reach, error) {
	out, err := reachOf(ctx, s, n)
	if err == nil && out.seat != 0 {
		err = app.Refuse("import.seat", "number", n)
	}
	return out, err
}

// reach is how far the taking back of imports goes.
type reach struct {
	parked map[int64]bool  // every record without effect then
	goes   int             // records of the import asked about
	rests  []int64         // later records that rest on them
	stays  int             // later deeds that stay
	why    map[int64]int64 // the import that each record goes with
	seat   int64           // a record that touches a seat and has effect now, 0 = none
}

// reachOf works out which records are without effect when import n (0 = none) is taken back beside those that are. What
// rests on a record without effect has none either: it changes what that record had written, or speaks of a noun that is
// not there without it. A deed is taken whole. Nothing but the records and which imports are back decides it, not what
// has effect now.
func reachOf(ctx context.Context, s *session, n int64) (reach, error) {
	type run struct{ n, first, last int64 }
	var runs []run
	err := s.rows(ctx, "SELECT n, first, last FROM import WHERE (back <> 0 OR n = ?) AND last >= first ORDER BY first", []any{n}, func(scan func(...any) error) error {
		var r run
		err := scan(&r.n, &r.first, &r.last)
		runs = append(runs, r)
		return err
	})
	out := reach{parked: map[int64]bool{}, why: map[int64]int64{}}
	if err != nil || len(runs) == 0 {
		return out, err
	}
	was, err := readParked(ctx, s)
	if err != nil {
		return out, err
	}
	d := newDependents(s, runs[0].first)
	if err := d.before(ctx, was); err != nil {
		return out, err
	}
	err = eachProofFrom(ctx, s, nil, d.first-1, func(r proof) error {
		if r.Fault != nil {
			return fmt.Errorf("record %d: %w", r.id, r.Fault)
		}
		i := slices.IndexFunc(runs, func(x run) bool { return x.first <= r.id && r.id <= x.last })
		in := i >= 0
		why := int64(0)
		if in {
			why = runs[i].n
		} else if why = d.rests(r.Body); why == 0 {
			d.keep(r.Body)
			if !was[r.id] && n != 0 && !onlyNotes(r.Body) {
				out.stays++
			}
			return nil
		}
		out.parked[r.id], out.why[r.id] = true, why
		if !was[r.id] && touchesSeat(r.Body) {
			out.seat = r.id
		}
		if err := d.drop(ctx, why, r.Body); err != nil {
			return err
		}
		switch {
		case in && runs[i].n == n:
			out.goes++
		case !in && !was[r.id]:
			out.rests = append(out.rests, r.id)
		}
		return nil
	})
	return out, err
}

// touchesSeat says whether a deed enrols a seat or changes one.
func touchesSeat(b journal.Body) bool {
	return slices.ContainsFunc(b.Changes, func(c journal.Change) bool { return c.Noun == app.KindSeat && c.Kind != app.Note })
}

func onlyNotes(b journal.Body) bool {
	return !slices.ContainsFunc(b.Changes, func(c journal.Change) bool { return c.Kind != app.Note })
}

// dependents finds out, record by record in the order of arrival, what rests on records without effect.
type dependents struct {
	s        *session
	first    int64                 // the first record that can be without effect
	gone     map[journal.Ref]int64 // records without effect, with the import they go with
	vanished map[app.ID]int64      // nouns that are not there without them, in the same way
	kept     map[app.ID]bool       // nouns that a record with effect made as well
}

func newDependents(s *session, first int64) dependents {
	return dependents{s: s, first: first, gone: map[journal.Ref]int64{}, vanished: map[app.ID]int64{}, kept: map[app.ID]bool{}}
}

// before notes what the records make that come before all those in question and have no effect as yet: the tables, by
// which drop goes, do not tell of them.
func (d dependents) before(ctx context.Context, was map[int64]bool) error {
	b := newBook(d.s)
	for _, id := range slices.Sorted(maps.Keys(was)) {
		if id >= d.first {
			break
		}
		body, err := b.body(ctx, id)
		if err != nil {
			return err
		}
		delete(b.bodies, id)
		d.keep(body)
	}
	return nil
}

// rests gives the import on which a record rests that is without effect, 0 = none.
func (d dependents) rests(b journal.Body) int64 {
	if n := d.gone[b.Undoes]; n != 0 {
		return n
	}
	for _, c := range b.Changes {
		if c.Kind == app.Note {
			continue
		}
		if n := d.vanished[c.Entity]; n != 0 && c.Kind != app.New {
			return n
		}
		for _, p := range c.Parents {
			if seat, seq, _, err := p.Split(); err == nil {
				if n := d.gone[journal.RefOf(seat, seq)]; n != 0 {
					return n
				}
			}
		}
		if len(d.vanished) > 0 {
			for _, id := range idForm.FindAllString(string(c.Value), -1) {
				if n := d.vanished[app.ID(id)]; n != 0 && app.ID(id) != c.Entity {
					return n
				}
			}
		}
	}
	return 0
}

// keep notes what a record with effect makes.
func (d dependents) keep(b journal.Body) {
	for _, c := range b.Changes {
		if c.Kind == app.New {
			d.kept[c.Entity] = true
			delete(d.vanished, c.Entity)
		}
	}
}

// drop notes what is gone with a record.
func (d dependents) drop(ctx context.Context, n int64, b journal.Body) error {
	d.gone[b.Ref()] = n
	for _, c := range b.Changes {
		if c.Kind != app.New || d.kept[c.Entity] {
			continue
		}
		var before bool // somebody made it here before, such as the answer to the same item
		err := d.s.row(ctx, `SELECT EXISTS(SELECT 1 FROM entity e JOIN change c ON c.entity = e.n WHERE e.id = ? AND c.field = '' AND c.kind = 'new' AND c.record < ?)`,
			[]any{string(c.Entity), d.first}, &before)
		if err != nil {
			return err
		}
		if !before {
			d.vanished[c.Entity] = n
		}
	}
	return nil
}
