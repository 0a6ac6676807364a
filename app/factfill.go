package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// FactOffer is what the lists say about a field of the facts of a case that the case has not, or has otherwise.
type FactOffer struct {
	Field       string // path within the facts: "posts/admin/quota", "finances/2025/income"
	Have, Offer int64  // counts, or fen where Amount is set
	Amount      bool
}

// OfferFacts works out of the lists what the tables of the reports need: approved and actual posts, leadership posts,
// bodies, staff outside the establishment, people on the payroll, appointments by year, income and expenditure by year.
// What the case says already is not among it.
func OfferFacts(d Dossier, l Lists) []FactOffer {
	f := d.Case.Facts
	var out []FactOffer
	offer := func(field string, have, offer int) {
		if have != offer {
			out = append(out, FactOffer{Field: field, Have: int64(have), Offer: int64(offer)})
		}
	}
	x := &comparing{d: Dossier{}, l: l}
	counts := x.countPosts()
	for _, kind := range PostKinds {
		t := x.total(counts, kind)
		if t.named {
			offer("posts/"+kind+"/quota", f.Posts[kind].Quota, t.quota)
		}
		if t.actual > 0 || len(l.Staff) > 0 && t.named {
			offer("posts/"+kind+"/actual", f.Posts[kind].Actual, t.actual)
		}
	}
	approved, actual, off := Set{}, Set{}, 0
	for _, r := range l.Posts {
		if s := sectionOf(r); s != "" {
			approved[s] = true
		}
	}
	for _, r := range l.Staff {
		if r.Gone() {
			continue
		}
		if s := sectionOf(r); s != "" {
			actual[s] = true
		}
		if r.Kind == KindOff {
			off++
		}
	}
	if len(approved) > 0 {
		offer("bodiesAllowed", f.BodiesAllowed, len(approved))
	}
	if len(actual) > 0 {
		offer("bodiesActual", f.BodiesActual, len(actual))
	}
	if slices.ContainsFunc(l.Staff, func(r RosterRow) bool { return r.Kind != "" }) {
		offer("offQuota", f.OffQuota, off)
	}
	if n := paidPeople(l.Payroll); n > 0 {
		offer("fiscallyPaid", f.FiscallyPaid, n)
	}
	out = append(out, offerAppointments(f, l)...)
	return append(out, offerFinances(f, l)...)
}

// paidPeople counts whom the latest month of the payroll pays, those outside the establishment left out.
func paidPeople(rows []RosterRow) int {
	last := ""
	for _, r := range rows {
		last = max(last, r.Month)
	}
	who := Set{}
	for _, r := range rows {
		if r.Month == last && r.Kind != KindOff {
			who[identity(r)] = true
		}
	}
	return len(who)
}

// offerAppointments counts the leaders of the list by the year since which they are in post, and the documents by which
// they came there. It is offered only for years of which the case says nothing: the list has who is still in post, the
// unit knows who was appointed. A list of appointments by batch knows better and is offered for all its years.
func offerAppointments(f UnitFacts, l Lists) []FactOffer {
	if len(l.Appointments) > 0 {
		return offerBatches(f, l)
	}
	people, acts := map[string]int{}, map[string]Set{}
	for _, r := range l.Staff {
		if r.Since.IsZero() || r.Act == "" || r.Gone() || !r.Leads() {
			continue
		}
		year := strconv.Itoa(r.Since.Year)
		if acts[year] == nil {
			acts[year] = Set{}
		}
		people[year]++
		acts[year][r.Act] = true
	}
	var out []FactOffer
	for _, year := range slices.Sorted(maps.Keys(people)) {
		if _, said := f.Appointments[year]; !said {
			out = append(out, FactOffer{Field: "appointments/" + year + "/batches", Offer: int64(len(acts[year]))},
				FactOffer{Field: "appointments/" + year + "/people", Offer: int64(people[year])})
		}
	}
	return out
}

func offerFinances(f UnitFacts, l Lists) []FactOffer {
	var out []FactOffer
	for _, r := range l.Finances {
		have := f.Finances[r.Year]
		for _, x := range []struct {
			name        string
			have, offer Money
		}{{"income", have.Income, r.Finance.Income}, {"outlay", have.Outlay, r.Finance.Outlay}, {"project", have.Project, r.Finance.Project},
			{"three", have.Three, r.Finance.Three}, {"surplus", have.Surplus, r.Finance.Surplus}} {
			if x.have != x.offer && x.offer != 0 {
				out = append(out, FactOffer{Field: "finances/" + r.Year + "/" + x.name, Have: int64(x.have), Offer: int64(x.offer), Amount: true})
			}
		}
	}
	return out
}

// TakeFacts takes over what the lists offer, as one deed. A field that says something else by now than when it was
// offered is refused with all of them ("facts.changed"): somebody has just entered it.
func (d Desk) TakeFacts(ctx context.Context, caseID ID, offers []FactOffer) error {
	return d.SaveCase(ctx, VerbSaveFacts, caseID, func(c *Case) error {
		for _, o := range offers {
			p, err := factAt(&c.Facts, o)
			if err != nil {
				return err
			}
			if p.have != o.Have {
				return Refuse("facts.changed")
			}
			p.set(o.Offer)
		}
		return nil
	})
}

// factPlace is a field of the facts.
type factPlace struct {
	have int64
	set  func(int64)
}

func factAt(f *UnitFacts, o FactOffer) (factPlace, error) {
	count := func(p *int) (factPlace, error) {
		return factPlace{int64(*p), func(n int64) { *p = int(n) }}, nil
	}
	path := strings.Split(o.Field, "/")
	if len(path) == 1 {
		if p := map[string]*int{"bodiesAllowed": &f.BodiesAllowed, "bodiesActual": &f.BodiesActual, "offQuota": &f.OffQuota, "fiscallyPaid": &f.FiscallyPaid}[path[0]]; p != nil {
			return count(p)
		}
	}
	if len(path) != 3 {
		return factPlace{}, fmt.Errorf("the facts of a case have no field %q", o.Field)
	}
	switch path[0] + "/" + path[2] {
	case "posts/quota", "posts/actual":
		p := f.Posts[path[1]]
		at, _ := count(map[string]*int{"quota": &p.Quota, "actual": &p.Actual}[path[2]])
		return keepIn(&f.Posts, path[1], &p, at), nil
	case "appointments/batches", "appointments/people":
		a := f.Appointments[path[1]]
		at, _ := count(map[string]*int{"batches": &a.Batches, "people": &a.People}[path[2]])
		return keepIn(&f.Appointments, path[1], &a, at), nil
	}
	y := f.Finances[path[1]]
	p := map[string]*Money{"income": &y.Income, "outlay": &y.Outlay, "project": &y.Project, "three": &y.Three, "surplus": &y.Surplus}[path[2]]
	if path[0] != "finances" || p == nil {
		return factPlace{}, fmt.Errorf("the facts of a case have no field %q", o.Field)
	}
	return keepIn(&f.Finances, path[1], &y, factPlace{int64(*p), func(n int64) { *p = Money(n) }}), nil
}

// keepIn writes the changed value back into its map.
func keepIn[V any](m *map[string]V, key string, v *V, at factPlace) factPlace {
	return factPlace{at.have, func(n int64) {
		at.set(n)
		if *m == nil {
			*m = map[string]V{}
		}
		(*m)[key] = *v
	}}
}
