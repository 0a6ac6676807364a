package store

import (
	"database/sql"
	"errors"
	"fmt"

	"lianshen/app"
	"lianshen/store/exchange"
)

// candidate is a record that a receiver lacks.
type candidate struct {
	id, seq int64
	seat    string
	effects int
	cas     string
}

// candidates gives the records that the receivers lack and that are within the scope, in any order.
func (g *gatherer) candidates() ([]candidate, error) {
	if !g.narrow() {
		return g.lacking(func(int64) (bool, error) { return true, nil })
	}
	// Either way gives the same. Most of what a laptop with a narrow scope lacks is outside of it; most of what one with a
	// wide scope lacks is new.
	var lacked, kept int64
	for seat, h := range g.out.has {
		kept += h.Runs().Count()
		lacked += h.Without(g.out.since[seat]).Count()
	}
	v := newScopeView(g)
	if 2*lacked > kept {
		return v.byNoun()
	}
	return v.byRecord()
}

// lacking gives the records that the receivers lack, as far as wanted says.
func (g *gatherer) lacking(wanted func(record int64) (bool, error)) ([]candidate, error) {
	var out []candidate
	for seat, h := range g.out.has {
		for _, run := range h.Without(g.out.since[seat]) {
			var some []candidate
			err := g.s.rows(g.ctx, "SELECT r.id, r.seq, d.effects, d.cas FROM record r JOIN deed d ON d.record = r.id WHERE r.seat = ? AND r.seq BETWEEN ? AND ?",
				[]any{seat, run.First, run.Last}, func(scan func(...any) error) error {
					x := candidate{seat: seat}
					err := scan(&x.id, &x.seq, &x.effects, &x.cas)
					some = append(some, x)
					return err
				})
			if err != nil {
				return nil, err
			}
			for _, x := range some {
				in, err := wanted(x.id)
				if err != nil {
					return nil, err
				}
				if in {
					out = append(out, x)
				}
			}
		}
	}
	return out, nil
}

// scopeView says of nouns by their numbers whether they are within the scope, as the sieve does by their IDs.
type scopeView struct {
	g     *gatherer
	sieve *sieve
	nouns map[int64]reachable
}

// reachable is how a noun stands to a scope.
type reachable int

const (
	beyond reachable = iota
	reached
	unknown // nothing is known of its making: what each record says decides
)

func newScopeView(g *gatherer) *scopeView {
	return &scopeView{g: g, sieve: newSieve(g.s, g.in).withVault(g.vault), nouns: map[int64]reachable{}}
}

// judge says how a noun stands to the scope. Its state is read only where its strands decide.
func (v *scopeView) judge(n int64, kind app.Kind, id, owner app.ID, empty bool) (reachable, error) {
	if empty {
		return unknown, nil
	}
	cas := caseOf(kind, id, owner)
	switch {
	case cas != "" && v.g.cases != nil && !v.g.cases[cas]:
		return beyond, nil
	case cas == "" || v.g.strands == nil && (kind != app.KindAlias || v.g.vault == nil):
		return reached, nil
	}
	var doc []byte
	if err := v.g.s.row(v.g.ctx, "SELECT doc FROM entity WHERE n = ?", []any{n}, &doc); err != nil {
		return beyond, err
	}
	if v.g.in(cas, strandsIn(kind, doc)) && v.g.vault.lets(kind, cas, doc) {
		return reached, nil
	}
	return beyond, nil
}

// noun says how the noun of this number stands to the scope.
func (v *scopeView) noun(n int64) (reachable, error) {
	if s, known := v.nouns[n]; known {
		return s, nil
	}
	var kind, id, owner string
	var empty bool
	err := v.g.s.row(v.g.ctx, "SELECT kind, id, owner, doc = '' FROM entity WHERE n = ?", []any{n}, &kind, &id, &owner, &empty)
	if errors.Is(err, sql.ErrNoRows) {
		return unknown, nil
	}
	if err != nil {
		return beyond, err
	}
	s, err := v.judge(n, app.Kind(kind), app.ID(id), app.ID(owner), empty)
	v.nouns[n] = s
	return s, err
}

// body says by what a record itself tells whether it is within the scope.
func (v *scopeView) body(record int64) (bool, error) {
	body, err := newBook(v.g.s).body(v.g.ctx, record)
	if err != nil {
		return false, fmt.Errorf("record %d: %w", record, err)
	}
	return v.sieve.wants(v.g.ctx, body), nil
}

// byRecord goes through the records that are lacked.
func (v *scopeView) byRecord() ([]candidate, error) {
	return v.g.lacking(func(record int64) (bool, error) {
		var nouns []int64
		err := v.g.s.rows(v.g.ctx, "SELECT entity FROM change WHERE record = ?", []any{record}, func(scan func(...any) error) error {
			var n int64
			err := scan(&n)
			nouns = append(nouns, n)
			return err
		})
		if err != nil {
			return false, err
		}
		asks := len(nouns) == 0
		for _, n := range nouns {
			switch s, err := v.noun(n); {
			case err != nil:
				return false, err
			case s == reached:
				return true, nil
			case s == unknown:
				asks = true
			}
		}
		if asks {
			return v.body(record)
		}
		return false, nil
	})
}

// byNoun goes through the nouns within the scope and takes of the records that touch them those that are lacked.
func (v *scopeView) byNoun() ([]candidate, error) {
	type found struct {
		n int64
		s reachable
	}
	var nouns []found
	type row struct {
		n               int64
		kind, id, owner string
		empty           bool
	}
	var rows []row
	err := v.g.s.rows(v.g.ctx, "SELECT n, kind, id, owner, doc = '' FROM entity", nil, func(scan func(...any) error) error {
		var r row
		err := scan(&r.n, &r.kind, &r.id, &r.owner, &r.empty)
		rows = append(rows, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		s, err := v.judge(r.n, app.Kind(r.kind), app.ID(r.id), app.ID(r.owner), r.empty)
		if err != nil {
			return nil, err
		}
		if s != beyond {
			nouns = append(nouns, found{r.n, s})
		}
	}
	lacks := map[string]exchange.Ranges{}
	for seat, h := range v.g.out.has {
		lacks[seat] = h.Without(v.g.out.since[seat])
	}
	taken, told := map[int64]bool{}, map[int64]bool{} // told: what records say that touch nouns of which nothing is known
	var out []candidate
	for _, at := range nouns {
		if err := v.g.ctx.Err(); err != nil {
			return nil, err
		}
		var some []candidate
		err := v.g.s.rows(v.g.ctx, `SELECT r.id, r.seat, r.seq, d.effects, d.cas FROM (SELECT DISTINCT record FROM change WHERE entity = ?) c
			CROSS JOIN record r ON r.id = c.record CROSS JOIN deed d ON d.record = r.id`, []any{at.n}, func(scan func(...any) error) error {
			var x candidate
			err := scan(&x.id, &x.seat, &x.seq, &x.effects, &x.cas)
			some = append(some, x)
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, x := range some {
			if taken[x.id] || !lacks[x.seat].Has(x.seq) {
				continue
			}
			if at.s == unknown {
				in, known := told[x.id]
				if !known {
					if in, err = v.body(x.id); err != nil {
						return nil, err
					}
					told[x.id] = in
				}
				if !in {
					continue
				}
			}
			taken[x.id] = true
			out = append(out, x)
		}
	}
	return out, nil
}
