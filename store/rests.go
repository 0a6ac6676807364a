package store

import (
	"context"
	"strings"

	"lianshen/app"
)

// restsQuery gives, of the nouns that were removed while a noun that stays speaks of them, those of which that still
// holds.
const restsQuery = `SELECT g.n AS gone, b.n AS by FROM rests r JOIN entity g ON g.id = r.gone JOIN entity b ON b.id = r.by
	WHERE g.deleted = 1 AND b.deleted = 0 AND instr(b.doc, r.gone) > 0`

// resting is a removed noun with one that stays and speaks of it.
type resting struct {
	gone, by int64
	byID     app.ID
	byKind   app.Kind
}

func restsNow(ctx context.Context, s *session) ([]resting, error) {
	var out []resting
	err := s.rows(ctx, "SELECT q.gone, q.by, e.id, e.kind FROM ("+restsQuery+") q JOIN entity e ON e.n = q.by ORDER BY q.gone, q.by", nil, func(scan func(...any) error) error {
		var r resting
		var id, kind string
		err := scan(&r.gone, &r.by, &id, &kind)
		r.byID, r.byKind = app.ID(id), app.Kind(kind)
		out = append(out, r)
		return err
	})
	return out, err
}

// rests gives the removed nouns that something rests on, each with all of it.
func (r clashReader) rests(want func(clashKey) bool) ([]Clash, error) {
	all, err := restsNow(r.ctx, r.s)
	if err != nil {
		return nil, err
	}
	var out []Clash
	last := int64(-1)
	for _, x := range all {
		if !want(clashKey{n: x.gone, rests: true}) {
			continue
		}
		if x.gone != last {
			last = x.gone
			c, err := r.removed(x.gone)
			if err != nil {
				return nil, err
			}
			out = append(out, c)
		}
		c := &out[len(out)-1]
		c.Rests = append(c.Rests, Rest{x.byID, x.byKind})
		side, err := r.latest(x.by)
		if err != nil {
			return nil, err
		}
		side.Doc, side.Value = c.Doc, c.Doc // it wants the noun as it was
		c.Sides = append(c.Sides, side)
	}
	return out, nil
}

// removed gives a removed noun as a clash, with who removed it as the first side.
func (r clashReader) removed(n int64) (Clash, error) {
	var c Clash
	var owner string
	err := r.s.row(r.ctx, "SELECT id, kind, owner, doc FROM entity WHERE n = ?", []any{n}, &c.Entity, &c.Kind, &owner, &c.Doc)
	if err != nil {
		return Clash{}, err
	}
	c.Case = caseOf(c.Kind, c.Entity, app.ID(owner))
	if c.Number, err = r.number(c.Case); err != nil {
		return Clash{}, err
	}
	side, err := r.latest(n)
	side.Value, side.Doc = nil, nil
	c.Sides = []Side{side}
	return c, err
}

// latest gives the latest change of a noun here.
func (r clashReader) latest(n int64) (Side, error) {
	p := place{entity: n}
	err := r.s.row(r.ctx, "SELECT record, idx FROM change WHERE entity = ? AND kind <> 'note' ORDER BY record DESC, idx DESC LIMIT 1", []any{n}, &p.record, &p.idx)
	if err != nil {
		return Side{}, err
	}
	body, _, err := r.book.change(r.ctx, p)
	if err != nil {
		return Side{}, err
	}
	return r.side(body.Ref().Change(int(p.idx)), "")
}

// keepRests notes where the package removed what something here speaks of, or brought what speaks of something that was
// removed here.
func (t *intake) keepRests(ctx context.Context) error {
	return t.p.noteRests(ctx, func(f func(id app.ID, was, is bool) error) error {
		for id, x := range t.fate {
			if err := f(id, x.was, x.is); err != nil {
				return err
			}
		}
		return nil
	})
}

// keepRests does the same for every noun that was touched in the transaction, when an import was taken back or in again.
func (p *projector) keepRests(ctx context.Context) error {
	return p.noteRests(ctx, func(f func(id app.ID, was, is bool) error) error {
		seen := map[int64]bool{}
		for _, e := range p.touched {
			if seen[e.n] {
				continue
			}
			seen[e.n] = true
			var is, ever bool
			if err := p.s.row(ctx, "SELECT deleted = 0, doc <> '' FROM entity WHERE n = ?", []any{e.n}, &is, &ever); err != nil {
				return err
			}
			if err := f(e.id, ever, is); err != nil {
				return err
			}
		}
		return nil
	})
}

// noteRests looks at each noun of these: whether it was there before, and whether it is there now.
func (p *projector) noteRests(ctx context.Context, each func(f func(id app.ID, was, is bool) error) error) error {
	gone, err := removedNouns(ctx, p.s)
	if err != nil || len(gone) == 0 {
		return err
	}
	put := func(gone, by app.ID) error {
		return p.s.exec("INSERT OR IGNORE INTO rests(gone, by) VALUES(?,?)", string(gone), string(by))
	}
	return each(func(id app.ID, was, is bool) error {
		switch {
		case is:
			var doc string
			if err := p.s.row(ctx, "SELECT doc FROM entity WHERE id = ?", []any{string(id)}, &doc); err != nil {
				return err
			}
			for _, other := range mentioned(doc, gone) {
				if other != id {
					if err := put(other, id); err != nil {
						return err
					}
				}
			}
		case was:
			return p.speakOf(ctx, id, func(by app.ID) error { return put(id, by) })
		}
		return nil
	})
}

// removedNouns gives the nouns that were removed, by ID.
func removedNouns(ctx context.Context, s *session) (map[app.ID]bool, error) {
	out := map[app.ID]bool{}
	err := s.rows(ctx, "SELECT id FROM entity WHERE deleted = 1 AND doc <> ''", nil, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		out[app.ID(id)] = true
		return err
	})
	return out, err
}

// mentioned gives which of these IDs a state speaks of.
func mentioned(doc string, ids map[app.ID]bool) []app.ID {
	var out []app.ID
	const length = 36
	for at := 8; at+length-8 <= len(doc); { // an ID has its first hyphen at the ninth place
		i := strings.IndexByte(doc[at:], '-')
		if i < 0 {
			break
		}
		at += i
		if start := at - 8; start+length <= len(doc) && ids[app.ID(doc[start:start+length])] {
			out = append(out, app.ID(doc[start:start+length]))
			at = start + length
		}
		at++
	}
	return out
}

// speakOf calls f with every noun that is there and speaks of this one: it is owned by it, or names it.
func (p *projector) speakOf(ctx context.Context, id app.ID, f func(by app.ID) error) error {
	e, err := p.noun(id)
	if err != nil {
		return err
	}
	query, args := "SELECT id FROM entity WHERE deleted = 0 AND instr(doc, ?1) > 0", []any{string(id)}
	if cas := caseOf(e.kind, e.id, ownerOf(e.kind, e.doc)); cas != "" && cas != e.id {
		query += " AND (owner = ?2 OR id = ?2)"
		args = append(args, string(cas))
	}
	return p.s.rows(ctx, query, args, func(scan func(...any) error) error {
		var by string
		if err := scan(&by); err != nil {
			return err
		}
		if app.ID(by) == id {
			return nil
		}
		return f(app.ID(by))
	})
}
