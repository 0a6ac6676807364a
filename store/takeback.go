package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
)

// PlanTakeBack says what taking back import n would do. It refuses with "import.unknown", "import.back" (taken back
// already), "import.seat" (seats were enrolled or left out by it: keys were made by it).
func (w *Workspace) PlanTakeBack(ctx context.Context, n int64) (TakeBackPlan, error) {
	var plan TakeBackPlan
	err := w.snapshot(ctx, func(s *session) error {
		var err error
		if plan.Import, err = inForce(ctx, s, n); err != nil {
			return err
		}
		reach, err := reachOf(ctx, s, n)
		if err != nil {
			return err
		}
		plan.Goes, plan.Stays = reach.goes, reach.stays
		b := newBook(s)
		for _, id := range reach.rests {
			body, err := b.body(ctx, id)
			if err != nil {
				return err
			}
			e := eventOf(place{record: id}, body, body.Changes[0])
			plan.Rests = append(plan.Rests, e)
		}
		return w.veil(ctx, s, plan.Rests)
	})
	if err != nil {
		return TakeBackPlan{}, fmt.Errorf("plan the taking back of import %d: %w", n, err)
	}
	return plan, nil
}

// TakeBack takes the effect from an import and from what rests on it. Nothing is deleted: TakeAgain, or taking in the
// same file again, brings all of it back. Refusals: those of PlanTakeBack and app.Permit.
func (w *Workspace) TakeBack(ctx context.Context, n int64, why string) error {
	if err := w.permit(ctx, w, app.VerbTakeBack, "", nil); err != nil {
		return err
	}
	if err := w.beforeImport(ctx); err != nil {
		return err
	}
	return w.turnImport(ctx, n, app.VerbTakeBack, map[string]string{"why": why}, func(p *projector) error {
		done, err := inForce(ctx, p.s, n)
		if err != nil {
			return err
		}
		reach, err := reachOf(ctx, p.s, n)
		if err != nil {
			return err
		}
		done.Rest = len(reach.rests)
		if err := keepAbout(ctx, p.s, n, func(k *keptImport) { k.Rest = done.Rest }); err != nil {
			return err
		}
		if err := p.s.exec("UPDATE import SET back = ? WHERE n = ?", max(1, w.now().UnixMilli()), n); err != nil {
			return err
		}
		return p.park(ctx, reach.parked)
	})
}

// TakeAgain gives an import that was taken back its effect again. It refuses with "import.unknown" and "import.inforce".
func (w *Workspace) TakeAgain(ctx context.Context, n int64) error {
	if err := w.permit(ctx, w, app.VerbTakeAgain, "", nil); err != nil {
		return err
	}
	return w.turnImport(ctx, n, app.VerbTakeAgain, map[string]string{}, func(p *projector) error {
		done, err := importAt(ctx, p.s, n)
		if err != nil {
			return err
		}
		if done.Back.IsZero() {
			return app.Refuse("import.inforce", "number", n)
		}
		return p.takeAgain(ctx, n)
	})
}

// turnImport changes what is in effect, and leaves a record of it.
func (w *Workspace) turnImport(ctx context.Context, n int64, verb app.Verb, what map[string]string, f func(*projector) error) error {
	what["import"] = strconv.FormatInt(n, 10)
	err := w.transact(ctx, func(p *projector) error {
		if err := f(p); err != nil {
			return err
		}
		_, err := w.append(p, draft{who: w.Me().Name, verb: verb, changes: []app.Change{app.Remember(w.Seat(), what)}})
		return err
	})
	if err == nil {
		w.tell(app.Deed{Verb: verb})
	}
	return err
}

// inForce gives an import that is in effect and can be taken back.
func inForce(ctx context.Context, s *session, n int64) (Import, error) {
	done, err := importAt(ctx, s, n)
	if err != nil {
		return Import{}, err
	}
	if !done.Back.IsZero() {
		return Import{}, app.Refuse("import.back", "number", n, "date", app.DateOf(done.Back))
	}
	var seats bool
	err = s.row(ctx, `SELECT EXISTS(SELECT 1 FROM import i JOIN change c ON c.record BETWEEN i.first AND i.last WHERE i.n = ? AND c.noun = 'seat' AND c.kind <> 'note')`, []any{n}, &seats)
	if err == nil && seats {
		err = app.Refuse("import.seat", "number", n)
	}
	return done, err
}

// reach is how far the taking back of imports goes.
type reach struct {
	parked map[int64]bool // every record without effect then
	goes   int            // records of the import asked about
	rests  []int64        // later records that rest on them
	stays  int            // later deeds that stay
}

// reachOf works out which records are without effect when import n (0 = none) is taken back beside those that are. What
// rests on a record without effect has none either: it changes what that record had written, or speaks of a noun that is
// not there without it. A deed is taken whole.
func reachOf(ctx context.Context, s *session, n int64) (reach, error) {
	type run struct{ n, first, last int64 }
	var runs []run
	err := s.rows(ctx, "SELECT n, first, last FROM import WHERE (back <> 0 OR n = ?) AND last >= first ORDER BY first", []any{n}, func(scan func(...any) error) error {
		var r run
		err := scan(&r.n, &r.first, &r.last)
		runs = append(runs, r)
		return err
	})
	out := reach{parked: map[int64]bool{}}
	if err != nil || len(runs) == 0 {
		return out, err
	}
	was, err := readParked(ctx, s)
	if err != nil {
		return out, err
	}
	d := dependents{s: s, gone: map[journal.Ref]bool{}, vanished: map[app.ID]bool{}, kept: map[app.ID]bool{}}
	err = eachProofFrom(ctx, s, nil, runs[0].first-1, func(r proof) error {
		if r.Fault != nil {
			return fmt.Errorf("record %d: %w", r.id, r.Fault)
		}
		i := slices.IndexFunc(runs, func(x run) bool { return x.first <= r.id && r.id <= x.last })
		in := i >= 0
		if !in && !d.rests(r.Body) {
			d.keep(r.Body)
			if !was[r.id] && n != 0 && !onlyNotes(r.Body) {
				out.stays++
			}
			return nil
		}
		out.parked[r.id] = true
		if err := d.drop(ctx, r.id, r.Body); err != nil {
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

func onlyNotes(b journal.Body) bool {
	return !slices.ContainsFunc(b.Changes, func(c journal.Change) bool { return c.Kind != app.Note })
}

// dependents finds out, record by record in the order of arrival, what rests on records without effect.
type dependents struct {
	s        *session
	gone     map[journal.Ref]bool // records without effect
	vanished map[app.ID]bool      // nouns that are not there without them
	kept     map[app.ID]bool      // nouns that a record with effect made as well
}

// rests says whether a record rests on one without effect.
func (d dependents) rests(b journal.Body) bool {
	if b.Undoes != "" && d.gone[b.Undoes] {
		return true
	}
	for _, c := range b.Changes {
		if c.Kind == app.Note {
			continue
		}
		if d.vanished[c.Entity] && c.Kind != app.New {
			return true
		}
		for _, p := range c.Parents {
			if seat, seq, _, err := p.Split(); err == nil && d.gone[journal.RefOf(seat, seq)] {
				return true
			}
		}
		if len(d.vanished) > 0 {
			for _, id := range idForm.FindAllString(string(c.Value), -1) {
				if d.vanished[app.ID(id)] && app.ID(id) != c.Entity {
					return true
				}
			}
		}
	}
	return false
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
func (d dependents) drop(ctx context.Context, record int64, b journal.Body) error {
	d.gone[b.Ref()] = true
	for _, c := range b.Changes {
		if c.Kind != app.New || d.kept[c.Entity] {
			continue
		}
		var before bool // somebody made it here before, such as the answer to the same item
		err := d.s.row(ctx, `SELECT EXISTS(SELECT 1 FROM entity e JOIN change c ON c.entity = e.n WHERE e.id = ? AND c.field = '' AND c.kind = 'new' AND c.record < ?)`,
			[]any{string(c.Entity), record}, &before)
		if err != nil {
			return err
		}
		if !before {
			d.vanished[c.Entity] = true
		}
	}
	return nil
}

// park leaves exactly these records without effect and works out anew what they touch.
func (p *projector) park(ctx context.Context, want map[int64]bool) error {
	now, err := readParked(ctx, p.s)
	if err != nil {
		return err
	}
	entities := map[int64]bool{}
	for _, id := range slices.Sorted(maps.Keys(want)) {
		if now[id] {
			continue
		}
		err := p.s.rows(ctx, "SELECT DISTINCT entity FROM change WHERE record = ?", []any{id}, func(scan func(...any) error) error {
			var n int64
			err := scan(&n)
			entities[n] = true
			return err
		})
		if err != nil {
			return err
		}
		for _, query := range []string{"DELETE FROM change WHERE record = ?", "DELETE FROM deed WHERE record = ?", "INSERT INTO parked(record) VALUES(?)"} {
			if err := p.s.exec(query, id); err != nil {
				return err
			}
		}
	}
	b := newBook(p.s)
	for _, id := range slices.Sorted(maps.Keys(now)) {
		if want[id] {
			continue
		}
		if err := p.s.exec("DELETE FROM parked WHERE record = ?", id); err != nil {
			return err
		}
		body, err := b.body(ctx, id)
		if err != nil {
			return err
		}
		delete(b.bodies, id)
		if err := p.unpark(id, body, entities); err != nil {
			return err
		}
	}
	for _, n := range slices.Sorted(maps.Keys(entities)) {
		var id string
		if err := p.s.row(ctx, "SELECT id FROM entity WHERE n = ?", []any{n}, &id); err != nil {
			return err
		}
		e, err := p.noun(app.ID(id))
		if err != nil {
			return err
		}
		p.loosen(e)
		e.merge = true
		if len(p.loose) == settleAfter {
			if err := p.settle(); err != nil {
				return err
			}
			p.forget()
		}
	}
	return p.settle()
}

// unpark writes down again what a record says, and which nouns it touches.
func (p *projector) unpark(id int64, body journal.Body, entities map[int64]bool) error {
	if err := p.deed(id, body); err != nil {
		return err
	}
	for i, c := range body.Changes {
		e, err := p.noun(c.Entity)
		if err != nil {
			return err
		}
		if e.fresh {
			return fmt.Errorf("record %d touches a noun that was never met", id)
		}
		entities[e.n] = true
		if err := p.s.exec("INSERT INTO change(record, idx, entity, field, kind, noun) VALUES(?,?,?,?,?,?)", id, i, e.n, c.Field, string(c.Kind), string(c.Noun)); err != nil {
			return err
		}
	}
	return nil
}

// takeAgain gives imports their effect again.
func (p *projector) takeAgain(ctx context.Context, imports ...int64) error {
	for _, n := range imports {
		if err := p.s.exec("UPDATE import SET back = 0 WHERE n = ?", n); err != nil {
			return err
		}
		if err := keepAbout(ctx, p.s, n, func(k *keptImport) { k.Rest = 0 }); err != nil {
			return err
		}
	}
	reach, err := reachOf(ctx, p.s, 0)
	if err != nil {
		return err
	}
	return p.park(ctx, reach.parked)
}

// comeAgain gives those imports their effect again of which records came again.
func (t *intake) comeAgain(ctx context.Context) error {
	if len(t.again) == 0 {
		return nil
	}
	back := map[int64]bool{}
	for id := range t.again {
		err := t.p.s.rows(ctx, "SELECT n FROM import WHERE back <> 0 AND ? BETWEEN first AND last", []any{id}, func(scan func(...any) error) error {
			var n int64
			err := scan(&n)
			back[n] = true
			return err
		})
		if err != nil {
			return err
		}
	}
	if len(back) == 0 { // they rest on an import that was taken back and is not in the package
		return nil
	}
	return t.p.takeAgain(ctx, slices.Sorted(maps.Keys(back))...)
}

// importAt reads an import.
func importAt(ctx context.Context, s *session, n int64) (Import, error) {
	all, err := importsAt(ctx, s, n)
	if err != nil {
		return Import{}, err
	}
	if len(all) == 0 {
		return Import{}, app.Refuse("import.unknown", "number", n)
	}
	return all[0].Import, nil
}

// importsAt reads one import, or with 0 all, the latest first.
func importsAt(ctx context.Context, s *session, n int64) ([]keptImport, error) {
	var out []keptImport
	err := s.rows(ctx, "SELECT n, about, back FROM import WHERE ?1 = 0 OR n = ?1 ORDER BY n DESC", []any{n}, func(scan func(...any) error) error {
		var k keptImport
		var number, back int64
		var about string
		if err := scan(&number, &about, &back); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(about), &k); err != nil {
			return fmt.Errorf("decode import %d: %w", number, err)
		}
		k.N = number
		if back != 0 {
			k.Back = time.UnixMilli(back).UTC()
		}
		out = append(out, k)
		return nil
	})
	return out, err
}

// keepAbout changes what is kept of an import.
func keepAbout(ctx context.Context, s *session, n int64, f func(*keptImport)) error {
	all, err := importsAt(ctx, s, n)
	if err != nil || len(all) == 0 {
		return err
	}
	k := all[0]
	f(&k)
	k.Back = time.Time{} // its own column says it
	raw, err := json.Marshal(k)
	if err != nil {
		return fmt.Errorf("encode import %d: %w", n, err)
	}
	return s.exec("UPDATE import SET about = ? WHERE n = ?", string(raw), n)
}
