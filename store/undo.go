package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sort"
	"strings"

	"lianshen/app"
	"lianshen/store/journal"
)

// The verbs under which taking back and doing again are kept.
const (
	VerbUndo app.Verb = "deed.undo"
	VerbRedo app.Verb = "deed.redo"
)

// Undo takes a deed back: a further record puts back what was there before it. It refuses with "undo.unknown" (no such
// record), "undo.nothing" (it changed nothing), "undo.bulk" (a bulk load), "undo.seat" (a deed of another seat),
// "undo.enrol" (it enrolled a seat or left one out: keys were made and taken away by it), "undo.done"
// (taken back already) and, where something later rests on it, "undo.later" with the kind, the entity and the field (Args
// "kind", "entity", "field"): a later deed changed the same, or a noun that stays speaks of one that would go. Who may not
// do the deed itself any more does not take it back either: then it refuses as app.PermitBack does.
func (w *Workspace) Undo(ctx context.Context, record int64) error {
	return w.takeBack(ctx, func(context.Context) (int64, error) { return record, nil }, VerbUndo)
}

// UndoLast takes back the latest deed of this seat that is in effect and gives its verb. Taking back again goes further
// back, also after closing and opening the workspace. "undo.nothing" when there is none.
func (w *Workspace) UndoLast(ctx context.Context) (app.Verb, error) {
	var verb app.Verb
	err := w.takeBack(ctx, func(ctx context.Context) (int64, error) {
		var record int64
		err := w.writer.row(ctx, `SELECT d.record FROM deed d JOIN record r ON r.id = d.record
			WHERE r.seat = ? AND d.bulk = 0 AND d.effects > 0 AND d.depth % 2 = 0 AND d.verb NOT IN ('seat.enrol', 'seat.leaveout') AND NOT EXISTS(SELECT 1 FROM deed u WHERE u.undoes = d.record)
			ORDER BY d.record DESC LIMIT 1`, []any{w.signer.ID}, &record)
		if errors.Is(err, sql.ErrNoRows) {
			return 0, app.Refuse("undo.nothing")
		}
		if err == nil {
			verb, err = w.rootVerb(ctx, record)
		}
		return record, err
	}, VerbUndo)
	return verb, err
}

// Redo does again what was taken back last, as long as nothing was done since, and gives the verb of the deed.
// "redo.nothing" when there is nothing to do again.
func (w *Workspace) Redo(ctx context.Context) (app.Verb, error) {
	var verb app.Verb
	err := w.takeBack(ctx, func(ctx context.Context) (int64, error) {
		var record int64
		// Undos and redos stand after the last deed proper, or there is nothing to do again.
		err := w.writer.row(ctx, `SELECT d.record FROM deed d JOIN record r ON r.id = d.record
			WHERE r.seat = ?1 AND d.depth % 2 = 1 AND NOT EXISTS(SELECT 1 FROM deed u WHERE u.undoes = d.record)
			AND d.record > (SELECT coalesce(max(e.record), 0) FROM deed e JOIN record q ON q.id = e.record WHERE q.seat = ?1 AND e.depth = 0 AND e.effects > 0)
			ORDER BY d.record DESC LIMIT 1`, []any{w.signer.ID}, &record)
		if errors.Is(err, sql.ErrNoRows) {
			return 0, app.Refuse("redo.nothing")
		}
		if err == nil {
			verb, err = w.rootVerb(ctx, record)
		}
		return record, err
	}, VerbRedo)
	return verb, err
}

// rootVerb gives the verb of the deed at the bottom of a chain of undos and redos.
func (w *Workspace) rootVerb(ctx context.Context, record int64) (verb app.Verb, err error) {
	err = w.writer.row(ctx, "SELECT r.verb FROM deed d JOIN deed r ON r.record = d.root WHERE d.record = ?", []any{record}, &verb)
	return verb, err
}

func (w *Workspace) takeBack(ctx context.Context, which func(context.Context) (int64, error), verb app.Verb) error {
	var done app.Deed
	err := w.transact(ctx, func(p *projector) error {
		record, err := which(ctx)
		if err != nil {
			return err
		}
		body, err := w.undoable(ctx, record)
		if err != nil {
			return err
		}
		if err := app.Permit(ctx, sessionReader{p.s}, w.Seat().ID, verb, body.Case, nil); err != nil {
			return err
		}
		root, err := w.rootVerb(ctx, record)
		if err != nil {
			return err
		}
		changes, knows, err := p.back(ctx, record, body, root)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			return app.Refuse("undo.nothing")
		}
		touched, err := p.touchedBy(changes)
		if err != nil {
			return err
		}
		if err := app.PermitBack(ctx, sessionReader{p.s}, w.Seat().ID, verb, root, body.Case, changes, touched...); err != nil {
			return err
		}
		done = app.Deed{Verb: verb, Case: body.Case, Changes: changes}
		_, err = w.append(p, draft{who: w.Me().Name, verb: verb, cas: body.Case, undoes: body.Ref(), changes: changes, knows: knows})
		return err
	})
	if err == nil {
		w.tell(done)
	}
	return err
}

// touchedBy gives every noun that changes touch, as it is and as it would be.
func (p *projector) touchedBy(changes []app.Change) ([]app.Noun, error) {
	var ids []app.ID
	after := map[app.ID][]byte{} // nil = not there
	for _, c := range changes {
		e, err := p.noun(c.Entity)
		if err != nil {
			return nil, err
		}
		doc, known := after[e.id]
		if !known {
			ids = append(ids, e.id)
			if !e.deleted {
				doc = e.doc
			}
		}
		switch {
		case c.Kind == app.New:
			doc = c.Value
		case c.Kind == app.Del && c.Field == "":
			doc = nil
		default:
			if doc, err = journal.Apply(doc, c); err != nil {
				return nil, err
			}
		}
		after[e.id] = doc
	}
	var out []app.Noun
	for _, id := range ids {
		e, err := p.noun(id)
		if err != nil {
			return nil, err
		}
		docs := [][]byte{after[id]}
		if !e.deleted {
			docs = [][]byte{e.doc, after[id]}
		}
		for _, doc := range docs {
			if doc == nil {
				continue
			}
			n, err := nounOf(e.kind, doc)
			if err != nil {
				return nil, err
			}
			out = append(out, n)
		}
	}
	return out, nil
}

// undoable gives the body of a record that can be taken back as far as its kind goes.
func (w *Workspace) undoable(ctx context.Context, record int64) (journal.Body, error) {
	var effects int
	var seat, who string
	var verb app.Verb
	var bulk, done bool
	err := w.writer.row(ctx, `SELECT d.effects, d.bulk, EXISTS(SELECT 1 FROM deed u WHERE u.undoes = d.record), r.seat, d.who, d.verb
		FROM deed d JOIN record r ON r.id = d.record WHERE d.record = ?`, []any{record}, &effects, &bulk, &done, &seat, &who, &verb)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return journal.Body{}, app.Refuse("undo.unknown", "record", record)
	case err != nil:
		return journal.Body{}, err
	case bulk:
		return journal.Body{}, app.Refuse("undo.bulk", "record", record)
	case seat != w.signer.ID: // after the bulk load, which nobody takes back
		return journal.Body{}, app.Refuse("undo.seat", "record", record, "who", who)
	case verb == app.VerbEnrol, verb == app.VerbLeaveOut:
		return journal.Body{}, app.Refuse("undo.enrol", "record", record)
	case done:
		return journal.Body{}, app.Refuse("undo.done", "record", record)
	case effects == 0:
		return journal.Body{}, app.Refuse("undo.nothing")
	}
	return newBook(w.writer).body(ctx, record)
}

// back gives the changes that take a record back, and for some what they are made in knowledge of, by their places. A
// choice is taken back by opening the clash again, and done again by choosing the same.
func (p *projector) back(ctx context.Context, record int64, body journal.Body, root app.Verb) ([]app.Change, map[int][]journal.Ref, error) {
	if root != app.VerbChoose {
		changes, err := p.inverse(ctx, record, body)
		return changes, nil, err
	}
	var origin int64
	var depth int
	if err := p.s.row(ctx, "SELECT root, depth FROM deed WHERE record = ?", []any{record}, &origin, &depth); err != nil {
		return nil, nil, err
	}
	if depth%2 == 0 {
		again, err := p.reopen(ctx, record, body)
		return again.changes, again.parents, err
	}
	for _, c := range body.Changes {
		e, err := p.noun(c.Entity)
		if err != nil {
			return nil, nil, err
		}
		if err := p.restsOn(ctx, e, record, []string{c.Field}); err != nil {
			return nil, nil, err
		}
	}
	choice, err := newBook(p.s).body(ctx, origin)
	return chosenAgain(choice), nil, err
}

// inverse gives the changes that put back what was there before a record, or refuses because something later rests on
// what it did.
func (p *projector) inverse(ctx context.Context, record int64, body journal.Body) ([]app.Change, error) {
	book := newBook(p.s)
	var order []*noun
	fields := map[*noun][]string{} // "" = the whole noun came or went
	for _, c := range body.Changes {
		if c.Kind == app.Note {
			continue
		}
		e, err := p.noun(c.Entity)
		if err != nil {
			return nil, err
		}
		if _, known := fields[e]; !known {
			order = append(order, e)
		}
		fields[e] = append(fields[e], c.Field)
	}
	left := map[app.ID][]byte{} // of the nouns of the record, what is left of each; nil = it goes
	var out []app.Change
	for i := len(order) - 1; i >= 0; i-- { // what came last goes first: it may belong to what came before
		e := order[i]
		if err := p.restsOn(ctx, e, record, fields[e]); err != nil {
			return nil, err
		}
		before, err := book.before(ctx, e.n, record)
		if err != nil {
			return nil, err
		}
		left[e.id] = before
		switch {
		case before == nil && e.deleted: // came and went in one deed
		case before == nil:
			out = append(out, app.Change{Entity: e.id, Noun: e.kind, Kind: app.Del})
		case e.deleted:
			out = append(out, app.Change{Entity: e.id, Noun: e.kind, Owner: ownerOf(e.kind, before), Kind: app.New, Value: before})
		default:
			back := putBack(e, before, fields[e])
			doc := e.doc
			for _, c := range back {
				if doc, err = journal.Apply(doc, c); err != nil {
					return nil, err
				}
			}
			left[e.id] = doc
			out = append(out, back...)
		}
	}
	return out, p.standing(ctx, record, order, left)
}

// putBack gives the changes that give the fields the values they had before.
func putBack(e *noun, before []byte, fields []string) []app.Change {
	var out []app.Change
	seen := map[string]bool{}
	for _, f := range fields {
		if f == "" || seen[f] {
			continue
		}
		seen[f] = true
		was, is := journal.Lookup(before, f), journal.Lookup(e.doc, f)
		switch {
		case string(was) == string(is):
		case was == nil:
			out = append(out, app.Change{Entity: e.id, Noun: e.kind, Field: f, Kind: app.Del})
		default:
			out = append(out, app.Change{Entity: e.id, Noun: e.kind, Field: f, Kind: app.Put, Value: was})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Field < out[j].Field })
	return out
}

// restsOn refuses when a later deed that is in effect changed the same again. One that was itself taken back does not
// count, nor does its taking back, nor an earlier deed that was only done again later.
func (p *projector) restsOn(ctx context.Context, e *noun, record int64, fields []string) error {
	return p.s.rows(ctx, `SELECT c.field FROM change c JOIN deed d ON d.record = c.record
		WHERE c.entity = ? AND c.record > ? AND c.kind <> 'note'
		AND d.root > (SELECT root FROM deed WHERE record = ?) AND d.depth % 2 = 0 AND NOT EXISTS(SELECT 1 FROM deed u WHERE u.undoes = d.record)
		ORDER BY c.record, c.idx`, []any{e.n, record, record}, func(scan func(...any) error) error {
		var field string
		if err := scan(&field); err != nil {
			return err
		}
		if field == "" || slices.Contains(fields, "") || slices.Contains(fields, field) {
			return app.Refuse("undo.later", "kind", string(e.kind), "entity", string(e.id), "field", field)
		}
		return nil
	})
}

// standing refuses when, after an undo, something would belong or point to a noun that goes, or what comes back would
// point to one that is deleted. left has what the undo leaves of the nouns it touches.
func (p *projector) standing(ctx context.Context, record int64, order []*noun, left map[app.ID][]byte) error {
	for _, e := range order {
		if left[e.id] == nil {
			if !e.deleted {
				if err := p.unused(ctx, e, left); err != nil {
					return err
				}
			}
			continue
		}
		for _, id := range idForm.FindAllString(string(left[e.id]), -1) {
			if doc, touched := left[app.ID(id)]; id == string(e.id) || touched && doc != nil || !touched && strings.Contains(string(e.doc), id) && !e.deleted {
				continue // itself, what comes back with it, or what it points to today
			}
			other, err := p.noun(app.ID(id))
			if err != nil {
				return err
			}
			_, goes := left[other.id]
			if !goes && other.deleted { // what was deleted before the record was written is no fault of the undo
				if err := p.s.row(ctx, "SELECT EXISTS(SELECT 1 FROM change WHERE entity = ? AND field = '' AND kind = 'del' AND record > ?)", []any{other.n, record}, &goes); err != nil {
					return err
				}
			}
			if goes {
				return app.Refuse("undo.later", "kind", string(other.kind), "entity", id, "field", "")
			}
		}
	}
	return nil
}

// unused refuses when something that stays belongs or points to a noun that is to go. An ID is unique, so a state that
// contains it speaks of the noun.
func (p *projector) unused(ctx context.Context, e *noun, left map[app.ID][]byte) error {
	// What speaks of a noun of a case lies in the case, is the case, or is a meeting; of any other everything may speak.
	query, args := "SELECT id, kind, doc FROM entity WHERE deleted = 0 AND instr(doc, ?) > 0", []any{string(e.id)}
	if cas := caseOf(e.kind, e.id, e.owner); cas != "" && cas != e.id {
		query = `SELECT id, kind, doc FROM entity WHERE owner = ?2 AND deleted = 0 AND instr(doc, ?1) > 0
			UNION ALL SELECT id, kind, doc FROM entity WHERE id = ?2 AND deleted = 0 AND instr(doc, ?1) > 0`
		args = append(args, string(cas))
	}
	return p.s.rows(ctx, query, args, func(scan func(...any) error) error {
		var id, kind, doc string
		if err := scan(&id, &kind, &doc); err != nil {
			return err
		}
		if rest, touched := left[app.ID(id)]; touched {
			doc = string(rest)
		}
		if app.ID(id) != e.id && strings.Contains(doc, string(e.id)) {
			return app.Refuse("undo.later", "kind", kind, "entity", id, "field", "")
		}
		return nil
	})
}
