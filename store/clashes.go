package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
)

// Clash is a field in which people contradict each other, a noun that one deleted and another changed (Field ""), or a
// number that several nouns bear (Same).
type Clash struct {
	Entity app.ID
	Kind   app.Kind
	Case   app.ID // "" = shared by all cases
	Number string // of the case
	Field  string // path, see package journal; "" = whether the noun is to be there at all
	Base   []byte // JSON value before all sides; nil = none
	// Sides are at least two; the one that is shown meanwhile comes first. With Same, each is another noun of that number.
	Sides []Side
	Doc   []byte   // the noun as it is shown meanwhile, JSON
	Same  []app.ID // the other nouns that bear the number, in the order of Sides behind the first
	// Rests are nouns that stay and speak of this one, which somebody removed without knowing of them: Sides begins with
	// who removed it. It comes back by RestoreNoun; or they go or speak of something else, and it is settled as well.
	Rests []Rest
}

// Rest is a noun that speaks of a removed one.
type Rest struct {
	ID   app.ID
	Kind app.Kind
}

// Side is what one person wrote.
type Side struct {
	Ref    journal.Ref // the change
	Record int64       // its record here
	At     time.Time   // UTC
	Who    string
	Seat   app.ID
	Mine   bool // written at a seat of this laptop
	Verb   app.Verb
	Value  []byte // JSON; nil = the field was emptied, or the noun deleted
	Doc    []byte // with Field "": the noun as this side left it, nil = deleted
}

// clashKey names a clash: a field of a noun, or the number of a noun.
type clashKey struct {
	n      int64
	field  string
	number bool
	rests  bool
}

// clashKeys names every open clash.
func clashKeys(ctx context.Context, s *session) (map[clashKey]bool, error) {
	out := map[clashKey]bool{}
	err := s.rows(ctx, "SELECT entity, field FROM clash", nil, func(scan func(...any) error) error {
		var k clashKey
		err := scan(&k.n, &k.field)
		out[k] = true
		return err
	})
	if err != nil {
		return nil, err
	}
	groups, err := sameNumbers(ctx, s)
	for _, g := range groups {
		out[clashKey{n: g[len(g)-1], number: true}] = true
	}
	if err != nil {
		return nil, err
	}
	rests, err := restsNow(ctx, s)
	for _, r := range rests {
		out[clashKey{n: r.gone, rests: true}] = true
	}
	return out, err
}

// sameNumbers gives the nouns that bear the same number, each group in the order in which they came to be.
func sameNumbers(ctx context.Context, s *session) ([][]int64, error) {
	var out [][]int64
	last := ""
	err := s.rows(ctx, `SELECT d.key, d.entity FROM (SELECT key FROM numbered GROUP BY key HAVING count(*) > 1) k
		CROSS JOIN numbered d ON d.key = k.key JOIN entity e ON e.n = d.entity ORDER BY d.key, e.id`, nil, func(scan func(...any) error) error {
		var key string
		var n int64
		if err := scan(&key, &n); err != nil {
			return err
		}
		if key != last || len(out) == 0 {
			out, last = append(out, nil), key
		}
		out[len(out)-1] = append(out[len(out)-1], n)
		return nil
	})
	return out, err
}

// CountClashes gives how many clashes are open.
func (w *Workspace) CountClashes(ctx context.Context) (n int, err error) {
	err = w.borrow(ctx, func(s *session) error {
		return s.row(ctx, "SELECT (SELECT count(*) FROM clash) + (SELECT count(*) FROM (SELECT 1 FROM numbered GROUP BY key HAVING count(*) > 1)) + (SELECT count(DISTINCT gone) FROM ("+restsQuery+"))", nil, &n)
	})
	if err != nil {
		return 0, fmt.Errorf("count the clashes: %w", err)
	}
	return n, nil
}

// Clashes gives every open clash, or those of one case, by case number, noun and field. What the person at the seat may
// not see comes without its values.
func (w *Workspace) Clashes(ctx context.Context, caseID app.ID) (out []Clash, err error) {
	err = w.snapshot(ctx, func(s *session) error {
		out, err = w.clashesAt(ctx, s, func(clashKey) bool { return true })
		if err == nil && caseID != "" {
			out = slices.DeleteFunc(out, func(c Clash) bool { return c.Case != caseID })
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the clashes: %w", err)
	}
	return out, nil
}

// clashesAt gives those clashes that are asked for, as they stand in a session.
func (w *Workspace) clashesAt(ctx context.Context, s *session, want func(clashKey) bool) ([]Clash, error) {
	r := clashReader{ctx: ctx, s: s, book: newBook(s), here: w.slots(), numbers: map[app.ID]string{}}
	out, err := r.fields(want)
	if err != nil {
		return nil, err
	}
	same, err := r.same(want)
	if err != nil {
		return nil, err
	}
	rests, err := r.rests(want)
	if err != nil {
		return nil, err
	}
	out = append(append(out, same...), rests...)
	slices.SortStableFunc(out, func(a, b Clash) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(slices.Index(app.Kinds, a.Kind), slices.Index(app.Kinds, b.Kind)),
			cmp.Compare(a.Entity, b.Entity), cmp.Compare(a.Field, b.Field))
	})
	return out, w.veilClashes(ctx, s, out)
}

// slots gives the seats that sit on this laptop, as the log names them.
func (w *Workspace) slots() map[string]bool {
	w.keysMu.Lock()
	defer w.keysMu.Unlock()
	out := map[string]bool{}
	for _, s := range w.keys.Seats() {
		out[s] = true
	}
	return out
}

// clashReader puts clashes together from what the tables say and the log knows.
type clashReader struct {
	ctx     context.Context
	s       *session
	book    book
	here    map[string]bool
	numbers map[app.ID]string // of cases
}

func (r clashReader) fields(want func(clashKey) bool) ([]Clash, error) {
	type row struct {
		c     Clash
		base  journal.Ref
		sides string
	}
	var rows []row
	err := r.s.rows(r.ctx, "SELECT c.entity, c.field, c.cas, c.base, c.sides, e.id, e.kind, e.doc FROM clash c CROSS JOIN entity e ON e.n = c.entity", nil, func(scan func(...any) error) error {
		var x row
		var k clashKey
		if err := scan(&k.n, &k.field, &x.c.Case, &x.base, &x.sides, &x.c.Entity, &x.c.Kind, &x.c.Doc); err != nil {
			return err
		}
		x.c.Field = k.field
		if want(k) {
			rows = append(rows, x)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []Clash
	for _, x := range rows {
		c := x.c
		if c.Number, err = r.number(c.Case); err != nil {
			return nil, err
		}
		again := false // it was opened again by taking a choice back
		for ref := range strings.FieldsSeq(x.sides) {
			from, err := r.origin(journal.Ref(ref), c.Field)
			if err != nil {
				return nil, err
			}
			side, err := r.side(from, c.Field)
			if err != nil {
				return nil, err
			}
			if c.Field == "" {
				_, change, found, err := r.read(from)
				if err != nil {
					return nil, err
				}
				side.Value = nil
				if found && !removes(change) { // it keeps the noun, be it by emptying a field
					side.Value, side.Doc = c.Doc, c.Doc
				}
			}
			again = again || from != journal.Ref(ref)
			c.Sides = append(c.Sides, side)
		}
		switch {
		case again:
			if c.Base, err = r.baseBehind(c.Sides[0].Ref, c.Field); err != nil {
				return nil, err
			}
		case x.base != "":
			base, err := r.side(x.base, c.Field)
			if err != nil {
				return nil, err
			}
			c.Base = base.Value
		}
		out = append(out, c)
	}
	return out, nil
}

// side reads a change as a side of a clash about a field.
func (r clashReader) side(ref journal.Ref, field string) (Side, error) {
	seat, seq, idx, err := ref.Split()
	if err != nil {
		return Side{}, err
	}
	out := Side{Ref: ref, Seat: app.SeatID(seat), Mine: r.here[seat]}
	err = r.s.row(r.ctx, "SELECT id FROM record WHERE seat = ? AND seq = ?", []any{seat, seq}, &out.Record)
	if errors.Is(err, sql.ErrNoRows) {
		return out, nil // set aside since
	}
	if err != nil {
		return Side{}, err
	}
	body, c, err := r.book.change(r.ctx, place{record: out.Record, idx: int64(idx)})
	if err != nil {
		return Side{}, err
	}
	out.At, out.Who, out.Verb = body.Time.Wall(), body.Who, body.Verb
	switch {
	case c.Kind == app.New:
		out.Value = journal.Lookup(c.Value, field)
	case c.Kind == app.Put:
		out.Value = c.Value
	}
	return out, nil
}

// same gives the numbers that several nouns bear.
func (r clashReader) same(want func(clashKey) bool) ([]Clash, error) {
	groups, err := sameNumbers(r.ctx, r.s)
	if err != nil {
		return nil, err
	}
	var out []Clash
	for _, g := range groups {
		if !want(clashKey{n: g[len(g)-1], number: true}) {
			continue
		}
		var c Clash
		for i := len(g) - 1; i >= 0; i-- { // the youngest first: it is the one to be renumbered
			var id, kind, owner string
			var doc []byte
			if err := r.s.row(r.ctx, "SELECT id, kind, owner, doc FROM entity WHERE n = ?", []any{g[i]}, &id, &kind, &owner, &doc); err != nil {
				return nil, err
			}
			field := known[app.Kind(kind)][len(known[app.Kind(kind)])-1]
			var ref string
			err := r.s.row(r.ctx, "SELECT change FROM head WHERE entity = ? AND field IN (?, '') ORDER BY field DESC LIMIT 1", []any{g[i], field}, &ref)
			if err != nil {
				return nil, err
			}
			side, err := r.side(journal.Ref(ref), field)
			if err != nil {
				return nil, err
			}
			side.Value, side.Doc = journal.Lookup(doc, field), doc
			c.Sides = append(c.Sides, side)
			if i == len(g)-1 {
				c.Entity, c.Kind, c.Case, c.Field, c.Doc = app.ID(id), app.Kind(kind), caseOf(app.Kind(kind), app.ID(id), app.ID(owner)), field, doc
				continue
			}
			c.Same = append(c.Same, app.ID(id))
		}
		if c.Number, err = r.number(c.Case); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// number gives the number of a case.
func (r clashReader) number(cas app.ID) (string, error) {
	if cas == "" {
		return "", nil
	}
	if n, known := r.numbers[cas]; known {
		return n, nil
	}
	var n string
	err := r.s.row(r.ctx, "SELECT coalesce((SELECT number FROM caserow WHERE id = ?), '')", []any{string(cas)}, &n)
	r.numbers[cas] = n
	return n, err
}

// veilClashes withholds the values that the person at the seat may not see.
func (w *Workspace) veilClashes(ctx context.Context, s *session, all []Clash) error {
	events := make([]Event, len(all))
	for i, c := range all {
		events[i] = Event{Entity: c.Entity, Kind: c.Kind, Case: c.Case, Field: c.Field, Change: app.Put, After: c.Doc}
	}
	if err := w.veil(ctx, s, events); err != nil {
		return err
	}
	eyes := w.eyes(ctx, s)
	u, err := w.unseen(ctx, s)
	if err != nil {
		return err
	}
	for i, e := range events {
		c := &all[i]
		if !e.Veiled {
			for j := range c.Same { // each is another noun, and may be withheld by itself
				if side := &c.Sides[j+1]; eyes.withholds(c.Kind, c.Same[j]) && eyes.err == nil {
					if side.Doc, eyes.err = onlyPlain(side.Doc); eyes.err != nil {
						return eyes.err
					}
				}
			}
			c.conceal(u)
			continue
		}
		c.Base, c.Doc = nil, nil
		for j := range c.Sides {
			c.Sides[j].Value, c.Sides[j].Doc = nil, nil
		}
	}
	return eyes.err
}

// conceal puts codes in the place of names. What the sides share in memory with the log is replaced, not changed.
func (c *Clash) conceal(u app.Unseen) {
	c.Base, c.Doc, c.Field = u.JSON(c.Base), u.JSON(c.Doc), u.Text(c.Field)
	for j, side := range c.Sides {
		c.Sides[j].Value, c.Sides[j].Doc = u.JSON(side.Value), u.JSON(side.Doc)
	}
}

// EachClash tells the rules of app what clashes.
func (r sessionReader) EachClash(ctx context.Context, f func(app.Clash) error) error {
	c := clashReader{ctx: ctx, s: r.s, book: newBook(r.s), numbers: map[app.ID]string{}}
	all, err := c.fields(func(clashKey) bool { return true })
	if err != nil {
		return fmt.Errorf("read the clashes: %w", err)
	}
	same, err := c.same(func(clashKey) bool { return true })
	if err != nil {
		return fmt.Errorf("read the numbers that clash: %w", err)
	}
	rests, err := c.rests(func(clashKey) bool { return true })
	if err != nil {
		return fmt.Errorf("read what rests on something removed: %w", err)
	}
	for _, x := range slices.Concat(all, same, rests) {
		told := app.Clash{Entity: x.Entity, Kind: x.Kind, Field: x.Field}
		for _, s := range x.Sides {
			told.Sides = append(told.Sides, json.RawMessage(s.Value))
		}
		if err := f(told); err != nil {
			return err
		}
	}
	return nil
}
