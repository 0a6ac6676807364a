package store

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
)

// Gone is a deleted record: when, by whom and by which deed it went, and its last state.
type Gone struct {
	Entity app.ID
	Kind   app.Kind
	Case   app.ID          // "" = it belonged to none
	Last   json.RawMessage // the whole noun as it was
	Record int64
	At     time.Time // UTC
	Who    string
	Verb   app.Verb
	Veiled bool // the state is protected matter that who looks may not see: it is withheld
}

// Trash lists the deleted records of a case, or of the whole workspace for "", the latest first.
func (w *Workspace) Trash(ctx context.Context, caseID app.ID) ([]Gone, error) {
	var out []Gone
	err := w.snapshot(ctx, func(s *session) error {
		query, args := "SELECT n, id, kind, owner, doc FROM entity INDEXED BY entity_gone WHERE deleted = 1", []any{}
		if caseID != "" {
			query, args = query+" AND owner = ?", []any{string(caseID)}
		}
		var numbers []int64
		err := s.rows(ctx, query, args, func(scan func(...any) error) error {
			var n int64
			var id, kind, owner, doc string
			if err := scan(&n, &id, &kind, &owner, &doc); err != nil {
				return err
			}
			g := Gone{Entity: app.ID(id), Kind: app.Kind(kind), Last: json.RawMessage(doc)}
			g.Case = caseOf(g.Kind, g.Entity, app.ID(owner))
			out, numbers = append(out, g), append(numbers, n)
			return nil
		})
		if err != nil {
			return err
		}
		for i := range out {
			var at journal.Time
			err := s.row(ctx, `SELECT d.record, d.time, d.who, d.verb FROM change c CROSS JOIN deed d ON d.record = c.record
				WHERE c.entity = ? AND c.field = '' AND c.kind = 'del' ORDER BY c.record DESC LIMIT 1`, []any{numbers[i]}, &out[i].Record, &at, &out[i].Who, &out[i].Verb)
			if err != nil {
				return fmt.Errorf("who deleted %s: %w", out[i].Entity, err)
			}
			out[i].At = at.Wall()
		}
		eyes := w.eyes(ctx, s)
		for i := range out {
			if eyes.withholds(out[i].Kind, out[i].Entity) {
				out[i].Last, out[i].Veiled = nil, true
			}
		}
		if eyes.err != nil {
			return eyes.err
		}
		u, err := w.unseen(ctx, s)
		for i := range out {
			out[i].Last = u.JSON(out[i].Last)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("deleted records: %w", err)
	}
	slices.SortStableFunc(out, func(a, b Gone) int { return int(b.Record - a.Record) })
	return out, nil
}

// RestoreNoun brings a deleted record back with its last state. It refuses with "restore.there" (it is not deleted),
// "restore.gone" (what it belongs or points to is deleted; Args "kind", "entity"), "restore.taken" (another record has
// its number by now; Args "label", "value", "entity"), "restore.fixed" (a kind that is never restored), "case.closed",
// with what app.Permit, app.PermitBack and app.Check say (a person with roles or strands comes back by an administrator
// alone, "person.roles"), and with app.ErrNotFound.
func (w *Workspace) RestoreNoun(ctx context.Context, id app.ID) error {
	return w.amendAs(ctx, app.VerbRestore, id, "", func(p *projector, e *noun) ([]app.Change, error) {
		if !e.deleted {
			return nil, app.Refuse("restore.there", "kind", app.Word("kind."+string(e.kind)))
		}
		if signed[e.kind] {
			return nil, app.Refuse("restore.fixed", "kind", app.Word("kind."+string(e.kind)))
		}
		r := sessionReader{p.s}
		if err := p.allThere(ctx, e.id, e.doc, "restore.gone"); err != nil {
			return nil, err
		}
		if err := free(ctx, r, e); err != nil {
			return nil, err
		}
		n, err := nounOf(e.kind, e.doc)
		if err != nil {
			return nil, err
		}
		if err := app.Check(ctx, r, n); err != nil {
			return nil, err
		}
		return []app.Change{{Entity: e.id, Noun: e.kind, Owner: e.owner, Kind: app.New, Value: e.doc}}, nil
	})
}

// RestoreValue gives a field the value again that it had after a record. It refuses with "restore.same" (it has it),
// "restore.unknown" (the noun was not there then), "restore.fixed" (a stage, a report number, a signature and the like:
// they follow from deeds and are not set by hand), "restore.gone", "tally.closed", "case.closed", and with what app.Permit
// and app.Check say.
func (w *Workspace) RestoreValue(ctx context.Context, entity app.ID, field string, record int64) error {
	return w.amendAs(ctx, app.VerbRestoreValue, entity, field, func(p *projector, e *noun) ([]app.Change, error) {
		if e.deleted {
			return nil, app.Refuse("restore.deleted", "kind", app.Word("kind."+string(e.kind)))
		}
		if field == "" || signed[e.kind] || fixedField(e.kind, field) {
			return nil, app.Refuse("restore.fixed", "kind", app.Word("kind."+string(e.kind)))
		}
		changes, err := p.valueAgain(ctx, e, field, record)
		if err != nil {
			return nil, err
		}
		doc, err := journal.Apply(e.doc, app.Change{Kind: app.Note})
		for _, c := range changes {
			if err == nil {
				doc, err = journal.Apply(doc, c)
			}
		}
		if err != nil {
			return nil, err
		}
		if err := p.allThere(ctx, e.id, doc, "restore.gone"); err != nil {
			return nil, err
		}
		n, err := nounOf(e.kind, doc)
		if err != nil {
			return nil, err
		}
		if err := app.Check(ctx, sessionReader{p.s}, n); err != nil {
			return nil, err
		}
		return changes, nil
	})
}

// amendAs does a deed on one noun that the rules of who may do it, and of cases that are closed, allow.
func (w *Workspace) amendAs(ctx context.Context, verb app.Verb, id app.ID, field string, f func(*projector, *noun) ([]app.Change, error)) error {
	var done app.Deed
	err := w.transact(ctx, func(p *projector) error {
		e, err := p.noun(id)
		if err != nil {
			return err
		}
		if e.fresh {
			return app.Refuse(app.ErrNotFound.Code, "id", string(id), "kind", "")
		}
		r := sessionReader{p.s}
		cas := caseOf(e.kind, e.id, e.owner)
		if err := w.permitRestore(ctx, r, verb, cas, e, field); err != nil {
			return err
		}
		if cas != "" && cas != e.id {
			c, err := app.Get[app.Case](ctx, r, cas)
			if err == nil && c.Stage == app.Closed {
				return app.Refuse("case.closed", "number", c.Number)
			}
			if err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
				return err
			}
		}
		changes, err := f(p, e)
		if err != nil {
			return err
		}
		touched, err := p.touchedBy(changes)
		if err != nil {
			return err
		}
		if err := app.PermitBack(ctx, r, w.Seat().ID, verb, verb, cas, changes, touched...); err != nil { // rights come back by an administrator alone
			return err
		}
		done = app.Deed{Verb: verb, Case: cas, Changes: changes}
		_, err = w.append(p, draft{who: w.Me().Name, verb: verb, cas: cas, changes: changes})
		return err
	})
	if err == nil {
		w.tell(done)
	}
	return err
}

// permitRestore refuses who may not restore, and who may not keep such a noun at all. Of several strands it is enough to
// work on one, as it is for keeping it.
func (w *Workspace) permitRestore(ctx context.Context, r app.Reader, verb app.Verb, cas app.ID, e *noun, field string) error {
	n, err := nounOf(e.kind, e.doc)
	if err != nil {
		return err
	}
	strands := app.StrandsOf(n).Sorted()
	if t, ok := n.(app.Talk); ok {
		people := map[app.ID]app.Person{}
		for _, id := range t.Talkers.Sorted() {
			if people[app.ID(id)], err = app.Get[app.Person](ctx, r, app.ID(id)); err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
				return err
			}
		}
		strands = app.TalkStrands(t, people).Sorted()
	}
	if parts := strings.Split(field, "/"); e.kind == app.KindCase && len(parts) == 3 && parts[0] == "strands" && parts[2] == "assessment" {
		strands = parts[1:2]
	}
	if len(strands) == 0 {
		strands = []string{""} // common to all
	}
	for _, v := range []app.Verb{verb, app.KeepVerb(e.kind)} {
		for _, s := range strands {
			if err = app.Permit(ctx, r, w.Seat().ID, v, cas, app.NewSet(s)); err == nil {
				break
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// valueAgain gives the changes that give a field its value after a record again.
func (p *projector) valueAgain(ctx context.Context, e *noun, field string, record int64) ([]app.Change, error) {
	if closedTally(e) {
		return nil, app.Refuse("tally.closed")
	}
	b := newBook(p.s)
	places, err := b.places(ctx, e.n, "c.record <= ?", record)
	if err != nil {
		return nil, err
	}
	doc, err := b.state(ctx, places)
	if err != nil {
		return nil, err
	}
	if doc == nil {
		return nil, app.Refuse("restore.unknown", "kind", app.Word("kind."+string(e.kind)))
	}
	var fields []FieldThen
	if err := unlikeParts(field, journal.Lookup(e.doc, field), journal.Lookup(doc, field), &fields); err != nil {
		return nil, err
	}
	if len(fields) == 0 {
		return nil, app.Refuse("restore.same")
	}
	var out []app.Change
	for _, f := range fields {
		c := app.Change{Entity: e.id, Noun: e.kind, Field: f.Field, Kind: app.Put, Value: f.After}
		if len(f.After) == 0 {
			c.Kind = app.Del
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b app.Change) int { return strings.Compare(a.Field, b.Field) })
	return out, nil
}

// signed are the kinds that witness something: nobody restores what a person signed or a program made.
var signed = map[app.Kind]bool{app.KindSignoff: true, app.KindSeat: true, app.KindReport: true, app.KindTemplate: true}

// fixedField says whether a field follows from deeds that demand more than its own value.
func fixedField(kind app.Kind, field string) bool {
	switch parts := strings.Split(field, "/"); parts[0] {
	case "id", "case", "round":
		return true
	case "stage", "stages", "waivers", "recused":
		return kind == app.KindCase
	case "roles": // given by an administrator alone
		return kind == app.KindPerson
	case "reviewer", "reviewedOn", "review", "agreed", "approver", "dept", "decidedBy": // signed or decided, not set
		return kind == app.KindPaper || kind == app.KindApproval || kind == app.KindOpinion
	case "strands":
		return kind == app.KindPerson || kind == app.KindCase && (len(parts) < 3 || parts[2] == "number" || parts[2] == "issuedOn" || parts[2] == "signer" || parts[2] == "draftedOn")
	case "closed":
		return kind == app.KindSurvey || kind == app.KindEvaluation
	}
	return false
}

func closedTally(e *noun) bool {
	var t struct{ Closed any }
	return (e.kind == app.KindSurvey || e.kind == app.KindEvaluation) && json.Unmarshal(e.doc, &t) == nil && t.Closed == true
}

// known are the fields by which people tell nouns of a kind apart, within one owner.
var known = map[app.Kind][]string{
	app.KindCase: {"number"}, app.KindFinding: {"number"}, app.KindEvidence: {"number"}, app.KindPaper: {"index"},
	app.KindVisit: {"number"}, app.KindStocktake: {"number"}, app.KindHeard: {"number"}, app.KindSheet: {"index"}, app.KindAlias: {"code"},
	app.KindTalk: {"number"}, app.KindConsultation: {"principal"}, app.KindDelivery: {"strand", "principal", "copy"}, app.KindLaw: {"code"},
}

// free refuses a noun whose number another one bears.
func free(ctx context.Context, r app.Reader, e *noun) error {
	fields := known[e.kind]
	if len(fields) == 0 {
		return nil
	}
	return r.Each(ctx, e.kind, e.owner, func(id app.ID, doc json.RawMessage) error {
		for _, f := range fields {
			if string(journal.Lookup(doc, f)) != string(journal.Lookup(e.doc, f)) {
				return nil
			}
		}
		last := fields[len(fields)-1]
		value := strings.Trim(string(journal.Lookup(e.doc, last)), `"`)
		if value == "" || app.ID(value).Valid() {
			value = "…"
		}
		return app.Refuse("restore.taken", "label", app.Word("field."+last), "value", value, "entity", string(id))
	})
}

var idForm = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// allThere refuses under a code a state that names a noun which is deleted: its owner, or what it points at.
func (p *projector) allThere(ctx context.Context, self app.ID, doc []byte, code string) error {
	seen := map[string]bool{string(self): true}
	for _, id := range idForm.FindAllString(string(doc), -1) {
		if seen[id] {
			continue
		}
		seen[id] = true
		var kind string
		gone := false
		err := p.s.rows(ctx, "SELECT kind, deleted FROM entity WHERE id = ?", []any{id}, func(scan func(...any) error) error {
			return scan(&kind, &gone)
		})
		if err != nil {
			return err
		}
		if gone {
			return app.Refuse(code, "kind", app.Word("kind."+kind), "entity", id)
		}
	}
	return nil
}
