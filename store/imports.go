package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"lianshen/app"
	"lianshen/store/journal"
)

// Imports gives every import of this laptop, the latest first.
func (w *Workspace) Imports(ctx context.Context) (out []Import, err error) {
	err = w.borrow(ctx, func(s *session) error {
		all, err := importsAt(ctx, s, 0)
		for _, k := range all {
			out = append(out, k.Import)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the imports: %w", err)
	}
	return out, nil
}

// ImportSummary tells what an import did and what became of its clashes. It refuses with "import.unknown".
func (w *Workspace) ImportSummary(ctx context.Context, n int64) (ImportSummary, error) {
	var out ImportSummary
	err := w.snapshot(ctx, func(s *session) error {
		all, err := importsAt(ctx, s, n)
		if err != nil {
			return err
		}
		if len(all) == 0 || n == 0 {
			return app.Refuse("import.unknown", "number", n)
		}
		k := all[0]
		out.Import, out.Cases = k.Import, k.Cases
		if out.People, err = whoDid(ctx, s, n); err != nil {
			return err
		}
		if out.Clashes, err = w.fates(ctx, s, k.Clashed); err != nil {
			return err
		}
		if out.Awaited, err = awaitedNames(ctx, s, n); err != nil {
			return err
		}
		out.Awaited, err = concealed(ctx, w, s, out.Awaited)
		return err
	})
	if err != nil {
		return ImportSummary{}, fmt.Errorf("summary of import %d: %w", n, err)
	}
	return out, nil
}

// whoDid counts the deeds of an import by person and sort. It reads the records, so that an import that was taken back
// is told as well.
func whoDid(ctx context.Context, s *session, n int64) ([]PersonDid, error) {
	type key struct {
		who  string
		verb app.Verb
	}
	count := map[key]int{}
	err := s.rows(ctx, "SELECT CAST(r.body AS TEXT) ->> 'who', CAST(r.body AS TEXT) ->> 'verb' FROM import i JOIN record r ON r.id BETWEEN i.first AND i.last WHERE i.n = ?", []any{n}, func(scan func(...any) error) error {
		var k key
		err := scan(&k.who, &k.verb)
		count[k]++
		return err
	})
	var out []PersonDid
	for k, deeds := range count {
		out = append(out, PersonDid{k.who, k.verb, deeds})
	}
	slices.SortFunc(out, func(a, b PersonDid) int { return cmp.Or(cmp.Compare(a.Who, b.Who), cmp.Compare(a.Verb, b.Verb)) })
	return out, err
}

// fates tells what became of the clashes of an import: those that are open as they stand, the others with the change
// that settled them.
func (w *Workspace) fates(ctx context.Context, s *session, clashed []clashedField) ([]ClashFate, error) {
	open := map[clashedKey]Clash{}
	all, err := w.clashesAt(ctx, s, func(clashKey) bool { return true })
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		open[clashedKey{c.Entity, c.Field}] = c
	}
	r := clashReader{ctx: ctx, s: s, book: newBook(s), here: w.slots(), numbers: map[app.ID]string{}}
	var out []ClashFate
	for _, f := range clashed {
		if c, still := open[clashedKey{f.Entity, f.Field}]; still {
			out = append(out, ClashFate{Clash: c})
			continue
		}
		fate, err := r.settled(f)
		if err != nil {
			return nil, err
		}
		out = append(out, fate)
	}
	closed := make([]Clash, len(out))
	for i := range out {
		closed[i] = out[i].Clash
	}
	if err := w.veilClashes(ctx, s, closed); err != nil {
		return nil, err
	}
	var chosen []Event
	for i := range out {
		out[i].Clash = closed[i]
		if out[i].Chosen != nil {
			chosen = append(chosen, *out[i].Chosen)
		}
	}
	if err := w.veil(ctx, s, chosen); err != nil {
		return nil, err
	}
	at := 0
	for i := range out {
		if out[i].Chosen != nil {
			*out[i].Chosen = chosen[at]
			at++
		}
	}
	return out, nil
}

type clashedKey struct {
	entity app.ID
	field  string
}

// settled tells a clash that is open no more.
func (r clashReader) settled(f clashedField) (ClashFate, error) {
	c := Clash{Entity: f.Entity, Field: f.Field}
	var n int64
	var owner string
	err := r.s.row(r.ctx, "SELECT n, kind, owner, doc FROM entity WHERE id = ?", []any{string(f.Entity)}, &n, &c.Kind, &owner, &c.Doc)
	if err != nil {
		return ClashFate{}, err
	}
	c.Case = caseOf(c.Kind, c.Entity, app.ID(owner))
	if c.Number, err = r.number(c.Case); err != nil {
		return ClashFate{}, err
	}
	for _, ref := range f.Sides {
		side, err := r.side(ref, f.Field)
		if err != nil {
			return ClashFate{}, err
		}
		c.Sides = append(c.Sides, side)
	}
	// The choice is what was made in knowledge of the sides.
	places, err := r.book.places(r.ctx, n, "c.kind <> 'note' AND c.field IN (?, '')", f.Field)
	if err != nil {
		return ClashFate{}, err
	}
	for _, p := range places {
		body, ch, err := r.book.change(r.ctx, p)
		if err != nil {
			return ClashFate{}, err
		}
		knows := !slices.ContainsFunc(f.Sides, func(ref journal.Ref) bool { return !slices.Contains(ch.Parents, ref) })
		if knows && len(f.Sides) > 0 {
			e := eventOf(p, body, ch)
			e.After = journal.Lookup(c.Doc, f.Field)
			if ch.Kind == app.Put {
				e.After = json.RawMessage(ch.Value)
			}
			return ClashFate{Clash: c, Chosen: &e}, nil
		}
	}
	return ClashFate{Clash: c, Chosen: nil}, nil
}

// awaitedNames gives the names of the attached files that nouns of an import name and that have not arrived.
func awaitedNames(ctx context.Context, s *session, n int64) ([]string, error) {
	var out []string
	err := s.rows(ctx, `SELECT DISTINCT e.doc ->> 'fileName' FROM import i JOIN change c ON c.record BETWEEN i.first AND i.last JOIN entity e ON e.n = c.entity
		JOIN awaited a ON a.hash = e.doc ->> 'fileHash' WHERE i.n = ? AND e.kind IN ('evidence', 'roster', 'report') AND e.deleted = 0 ORDER BY 1`, []any{n}, func(scan func(...any) error) error {
		var name *string
		if err := scan(&name); err != nil {
			return err
		}
		if name != nil {
			out = append(out, *name)
		}
		return nil
	})
	return out, err
}
