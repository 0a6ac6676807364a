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
// already), "import.seat" (seats were enrolled or left out by it or by what rests on it: keys were made by that).
func (w *Workspace) PlanTakeBack(ctx context.Context, n int64) (TakeBackPlan, error) {
	var plan TakeBackPlan
	err := w.snapshot(ctx, func(s *session) error {
		var err error
		if plan.Import, err = inForce(ctx, s, n); err != nil {
			return err
		}
		reach, err := reachBack(ctx, s, n)
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
		reach, err := reachBack(ctx, p.s, n)
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
		if err := p.keepRests(ctx); err != nil {
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
	return done, nil
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

// inEffect notes that an import is not taken back any more.
func (p *projector) inEffect(ctx context.Context, n int64) error {
	if err := p.s.exec("UPDATE import SET back = 0 WHERE n = ?", n); err != nil {
		return err
	}
	return keepAbout(ctx, p.s, n, func(k *keptImport) { k.Rest = 0 })
}

// takeAgain gives an import its effect again.
func (p *projector) takeAgain(ctx context.Context, n int64) error {
	if err := p.inEffect(ctx, n); err != nil {
		return err
	}
	reach, err := reachOf(ctx, p.s, 0)
	if err != nil {
		return err
	}
	return p.park(ctx, reach.parked)
}

// comeAgain gives those imports their effect again of which records came again, when that is wanted; the one that this
// very package brought comes back in any case, for whoever takes the same file in again asks for it. What came and rests on
// records that stay without effect has none either.
func (t *intake) comeAgain(ctx context.Context, wanted bool) error {
	for id := range t.again {
		err := t.p.s.rows(ctx, "SELECT n, package FROM import WHERE back <> 0 AND ? BETWEEN first AND last", []any{id}, func(scan func(...any) error) error {
			var n int64
			var file string
			err := scan(&n, &file)
			switch {
			case file == string(t.m.ID) && !slices.Contains(t.returns, n):
				t.returns = append(t.returns, n)
			case file != string(t.m.ID) && !slices.Contains(t.asks, n):
				t.asks = append(t.asks, n)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	slices.Sort(t.asks)
	slices.Sort(t.returns)
	if wanted {
		t.returns, t.asks = append(t.asks, t.returns...), nil
		slices.Sort(t.returns)
	}
	var back bool
	if err := t.p.s.row(ctx, "SELECT EXISTS(SELECT 1 FROM import WHERE back <> 0 AND last >= first)", nil, &back); err != nil || !back {
		return err
	}
	for _, n := range t.returns {
		if err := t.p.inEffect(ctx, n); err != nil {
			return err
		}
	}
	reach, err := reachOf(ctx, t.p.s, 0)
	if err == nil && reach.seat != 0 { // a seat cannot be enrolled by a record without effect
		err = app.Refuse("exchange.takenback", "number", reach.why[reach.seat])
	}
	if err != nil {
		return err
	}
	return t.p.park(ctx, reach.parked)
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
