package app

import (
	"context"
	"fmt"
	"slices"
)

// InScope says whether a case is one that the seat is sent: of its zones, one of its cases, or any when it names neither.
func InScope(seat Seat, c Case) bool { return seat.reaches(c.ID, c.Zone) }

func (s Seat) reaches(caseID, zone ID) bool {
	zones, cases := s.Zones.Sorted(), s.Cases.Sorted()
	return len(zones)+len(cases) == 0 || zone != "" && s.Zones.Has(string(zone)) || s.Cases.Has(string(caseID))
}

// StrandsInScope says whether what belongs to these strands (see StrandsOf; none: common to all) is sent to the seat.
func StrandsInScope(seat Seat, strands Set) bool {
	own, of := seat.Strands.Sorted(), strands.Sorted()
	return len(own) == 0 || len(of) == 0 || slices.ContainsFunc(of, seat.Strands.Has)
}

// SeatScope gives what is within the scope of a seat as things stand now: the cases in the order of ID, whether they are
// all there are and ever will be (then cases names them all the same), and the strands of them; none = all three. What
// belongs to no case is within every scope.
func SeatScope(ctx context.Context, r Reader, seat Seat) (cases []ID, all bool, strands Set, err error) {
	heads, err := List[caseHead](ctx, r, "")
	if err != nil {
		return nil, false, nil, fmt.Errorf("read the cases of a scope: %w", err)
	}
	for _, c := range heads {
		if seat.reaches(c.ID, c.Zone) {
			cases = append(cases, c.ID)
		}
	}
	slices.Sort(cases)
	return cases, len(seat.Zones.Sorted())+len(seat.Cases.Sorted()) == 0, NewSet(seat.Strands.Sorted()...), nil
}

// ScopeSeat widens or narrows what a seat is sent from now on; all three empty: everything. What it has already it keeps.
// Refused: the seat one sits at ("scope.self" unless alone), one that was left out ("seat.left"), zones and cases there
// are not ("reference.missing").
func (d Desk) ScopeSeat(ctx context.Context, seat ID, zones, cases, strands Set) error {
	return d.do(ctx, VerbScopeSeat, "", func(w *work) error {
		s, err := Get[Seat](ctx, w.r, seat)
		switch {
		case err != nil:
			return fmt.Errorf("read the seat: %w", err)
		case seat == d.Seat && !w.actor.Alone:
			return Refuse("scope.self")
		case !s.AtWork():
			return Refuse("seat.left", "date", s.Out)
		}
		was := s
		s.Zones, s.Cases, s.Strands = NewSet(zones.Sorted()...), NewSet(cases.Sorted()...), NewSet(strands.Sorted()...)
		if err := w.scopes(was, s); err != nil {
			return err
		}
		return put(w, s)
	})
}

// scopes refuses a scope that names zones or cases there are not. One that it had already stays, gone or not: a seat
// whose zone was dropped can still be changed.
func (w *work) scopes(was, is Seat) error {
	for _, part := range []struct {
		kind    Kind
		field   string
		was, is Set
	}{{KindZone, "zones", was.Zones, is.Zones}, {KindCase, "cases", was.Cases, is.Cases}} {
		for _, id := range part.is.Sorted() {
			if part.was.Has(id) {
				continue
			}
			there, err := has(w, part.kind, ID(id))
			if err != nil {
				return err
			}
			if !there {
				return Refuse("reference.missing", "field", part.field, "label", Word("field."+string(part.kind)), "id", id)
			}
		}
	}
	return nil
}

// EnrolNew keeps a seat that was asked for, together with who sits there, as one deed: a person that is new or known
// already, with roles and strands, and the seat with its scope. It refuses as SavePerson, Enrol and ScopeSeat do.
func (d Desk) EnrolNew(ctx context.Context, s Seat, p Person) error {
	p.ID = d.newID(p.ID)
	s.Person = p.ID
	return d.do(ctx, VerbEnrol, "", func(w *work) error {
		if err := put(w, p); err != nil {
			return err
		}
		return d.enrol(w, s, p)
	})
}
