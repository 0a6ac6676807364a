package store

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"lianshen/app"
	"lianshen/store/shipped"
)

// perRecord is how many changes a record of a bulk load holds at most.
const perRecord = 500

// Load takes many nouns in at once under one verb: one transaction, so that all stay or none, and as many records as
// needed, each of one case where it can be. progress is told how many changes of how many are in. A bulk load cannot be
// taken back by Undo.
//
// What rounds share may be there already: a person, a unit, a law, a checklist or a calendar with the same content is
// passed over, and a law or a calendar that is still as it was shipped is amended. One that differs is refused with
// "noun.differs", so is a law whose code another law has; everything else that is there already is refused with
// "noun.exists". Both name it (Args "kind", "name", "id").
func (w *Workspace) Load(ctx context.Context, nouns []app.Noun, verb app.Verb, progress ...func(done, total int)) error {
	if err := w.permit(ctx, w, verb, "", nil); err != nil {
		return err
	}
	rounds, err := w.Rounds(ctx)
	if err != nil {
		return err
	}
	if len(rounds) > 0 { // before the first round there is nothing to lose
		if err := w.BeforeRisk(ctx, "load"); err != nil {
			return err
		}
	}
	return w.load(ctx, nouns, verb, progress...)
}

// load is Load without asking whether the person may.
func (w *Workspace) load(ctx context.Context, nouns []app.Noun, verb app.Verb, progress ...func(done, total int)) error {
	loaded := false
	err := w.transact(ctx, func(p *projector) error {
		changes, err := p.arrivals(nouns)
		if err != nil {
			return err
		}
		batches := portions(changes)
		done := 0
		for i, b := range batches {
			if err := ctx.Err(); err != nil {
				return err
			}
			_, err := w.append(p, draft{who: w.Me().Name, verb: verb, cas: b.cas, part: i + 1, of: len(batches), changes: b.changes})
			if err != nil {
				return err
			}
			done += len(b.changes)
			for _, tell := range progress {
				tell(done, len(changes))
			}
		}
		loaded = len(batches) > 0
		return nil
	})
	if err == nil && loaded {
		w.tell(app.Deed{Verb: verb})
	}
	return err
}

// arrival is a change of a bulk load with the case it belongs to.
type arrival struct {
	cas    app.ID
	change app.Change
}

// arrivals gives what has to change so that the workspace has the nouns.
func (p *projector) arrivals(nouns []app.Noun) ([]arrival, error) {
	if err := p.oneLawPerCode(nouns); err != nil {
		return nil, err
	}
	out := make([]arrival, 0, len(nouns))
	coming := make(map[app.ID]bool, len(nouns))
	for _, n := range nouns {
		id := n.NounID()
		if coming[id] {
			return nil, refuseArrival("noun.exists", n)
		}
		coming[id] = true
		e, err := p.noun(id)
		if err != nil {
			return nil, err
		}
		if !e.fresh && !e.deleted {
			changes, err := p.amendment(e, n)
			if err != nil {
				return nil, err
			}
			for _, c := range changes {
				out = append(out, arrival{change: c})
			}
			continue
		}
		c, err := app.Create(n)
		if err != nil {
			return nil, fmt.Errorf("take in %s %s: %w", n.NounKind(), id, err)
		}
		out = append(out, arrival{caseOf(n.NounKind(), id, n.NounOwner()), c})
	}
	return out, nil
}

// oneLawPerCode refuses a law whose code another law has: checklists and findings cite laws by their code.
func (p *projector) oneLawPerCode(nouns []app.Noun) error {
	var laws []app.Law
	for _, n := range nouns {
		if l, ok := n.(app.Law); ok {
			laws = append(laws, l)
		}
	}
	if len(laws) == 0 {
		return nil
	}
	known, err := app.List[app.Law](context.Background(), sessionReader{p.s}, "")
	if err != nil {
		return err
	}
	byCode := map[string]app.ID{}
	for _, l := range known {
		byCode[l.Code] = l.ID
	}
	for _, l := range laws {
		if id, taken := byCode[l.Code]; taken && id != l.ID {
			return refuseArrival("noun.differs", l)
		}
		byCode[l.Code] = l.ID
	}
	return nil
}

// amendment gives the changes by which a noun that is there becomes the one that is loaded, or refuses.
func (p *projector) amendment(e *noun, n app.Noun) ([]app.Change, error) {
	switch kind := n.NounKind(); {
	case kind != e.kind:
		return nil, refuseArrival("noun.exists", n)
	case kind != app.KindPerson && kind != app.KindUnit && kind != app.KindLaw && kind != app.KindTemplate && kind != app.KindCalendar:
		return nil, refuseArrival("noun.exists", n)
	}
	was := reflect.New(reflect.TypeOf(n))
	if err := json.Unmarshal(e.doc, was.Interface()); err != nil {
		return nil, fmt.Errorf("decode %s %s: %w", e.kind, e.id, err)
	}
	old := was.Elem().Interface().(app.Noun)
	changes, err := app.Diff(old, n)
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	// A checklist is pinned by its version, so it never changes under those who pinned it.
	if e.kind == app.KindLaw || e.kind == app.KindCalendar {
		untouched, err := asShipped(old)
		if err != nil {
			return nil, err
		}
		if untouched {
			return changes, nil
		}
	}
	return nil, refuseArrival("noun.differs", n)
}

// asShipped says whether a noun came with the program and is as it came.
func asShipped(n app.Noun) (bool, error) {
	nouns, err := shipped.Nouns()
	if err != nil {
		return false, err
	}
	for _, s := range nouns {
		if s.NounID() != n.NounID() || s.NounKind() != n.NounKind() {
			continue
		}
		changes, err := app.Diff(s, n)
		return err == nil && len(changes) == 0, err
	}
	return false, nil
}

// refuseArrival refuses a noun by the name people know it by.
func refuseArrival(code string, n app.Noun) error {
	return app.Refuse(code, "kind", app.Word("kind."+string(n.NounKind())), "name", nameOf(n), "id", string(n.NounID()))
}

func nameOf(n app.Noun) string {
	v := reflect.ValueOf(n)
	for _, field := range []string{"Name", "Title", "Item", "Number"} {
		if f := v.FieldByName(field); f.IsValid() && !f.IsZero() {
			return fmt.Sprint(f.Interface())
		}
	}
	return string(n.NounID())
}

type portion struct {
	cas     app.ID
	changes []app.Change
}

// portions puts the changes into records: those of no case first, then case by case, in the order they came.
func portions(all []arrival) []portion {
	byCase, names := map[app.ID][]app.Change{}, []portion{}
	var order []app.ID
	for _, a := range all {
		if a.change.Noun == app.KindAlias { // a record of its own for each: it goes to those alone who may see the name
			names = append(names, portion{a.cas, []app.Change{a.change}})
			continue
		}
		if _, known := byCase[a.cas]; !known && a.cas != "" {
			order = append(order, a.cas)
		}
		byCase[a.cas] = append(byCase[a.cas], a.change)
	}
	var out []portion
	for _, cas := range append([]app.ID{""}, order...) {
		for changes := byCase[cas]; len(changes) > 0; {
			n := min(len(changes), perRecord)
			out = append(out, portion{cas, changes[:n]})
			changes = changes[n:]
		}
	}
	return append(out, names...)
}

// caseOf gives the case a noun belongs to, "" for none.
func caseOf(kind app.Kind, id, owner app.ID) app.ID {
	switch kind {
	case app.KindCase:
		return id
	case app.KindZone, app.KindGroup, app.KindMeeting:
		return ""
	}
	return owner
}
