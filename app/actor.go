package app

import (
	"context"
	"fmt"
	"slices"
)

// Actor is who does a deed or looks at something: a person at a seat.
type Actor struct {
	Person Person
	Seat   Seat
	// Alone says that this is the only seat at work. Such a person may do everything that is not wrong in itself, and
	// records the signatures that others gave on paper.
	Alone bool
}

// ActorAt gives who sits at a seat. Refused: no such seat or nobody at it ("seat.none"), a seat that was left out
// ("role.out").
func ActorAt(ctx context.Context, r Reader, seat ID) (Actor, error) {
	a, err := sitting(ctx, r, seat)
	if err != nil {
		return Actor{}, err
	}
	a.Person, err = Get[Person](ctx, r, a.Seat.Person)
	if CodeOf(err) == ErrNotFound.Code {
		return Actor{}, Refuse("seat.none")
	}
	if err != nil {
		return Actor{}, fmt.Errorf("read who sits at seat %s: %w", seat, err)
	}
	return a, nil
}

// sitting is ActorAt without the person, whom the only seat at work does not need.
func sitting(ctx context.Context, r Reader, seat ID) (Actor, error) {
	seats, err := List[Seat](ctx, r, "")
	if err != nil {
		return Actor{}, fmt.Errorf("read the seats: %w", err)
	}
	var a Actor
	working := 0
	for _, s := range seats {
		if s.AtWork() {
			working++
		}
		if s.ID == seat {
			a.Seat = s
		}
	}
	switch {
	case a.Seat.ID == "":
		return Actor{}, Refuse("seat.none")
	case !a.Seat.AtWork():
		return Actor{}, Refuse("role.out", "date", a.Seat.Out)
	}
	a.Alone = working == 1
	return a, nil
}

// Permit refuses a deed that the person at a seat may not do: in a case ("" = in none), on strands (each of them must
// be one the person works on). Refused with "seat.none", "role.out", "role.recused", "role.verb", "role.scope" and
// "role.strand". The use cases of Desk call it themselves; who writes to the log otherwise calls it first.
func Permit(ctx context.Context, r Reader, seat ID, verb Verb, caseID ID, strands Set) error {
	w := &work{ctx: ctx, r: r, seat: seat}
	if err := w.enter(verb); err != nil {
		return err
	}
	var needs []Set
	for _, s := range strands.Sorted() {
		needs = append(needs, NewSet(s))
	}
	return w.permit(verb, caseID, needs)
}

// enter finds out who is at work and refuses a deed that none of the person's roles may do.
func (w *work) enter(verb Verb) error {
	rule, known := rules[verb]
	if !known {
		return fmt.Errorf("deed %q has no rule who may do it", verb)
	}
	a, err := sitting(w.ctx, w.r, w.seat)
	if err == nil && !a.Alone {
		a, err = ActorAt(w.ctx, w.r, w.seat)
	}
	if err != nil {
		return err
	}
	w.actor = a
	if a.Alone || slices.ContainsFunc(rule.Roles, a.has) {
		return nil
	}
	return a.refuse("role.verb", verb)
}

func (a Actor) has(role Role) bool { return a.Person.Roles.Has(string(role)) }

// refuse makes a refusal that names the deed, the person and the roles.
func (a Actor) refuse(code string, verb Verb, args ...any) *Error {
	if code == "role.verb" && len(a.Person.Roles.Sorted()) == 0 {
		code = "role.none"
	}
	return Refuse(code, append([]any{"deed", Word("verb." + verb), "name", a.Person.Name, "role", a.Person.Roles.Sorted()}, args...)...)
}

// permit refuses a deed in a case by who may otherwise do such deeds. Of each set of strands the person must work on
// one; "" in a set stands for what is common to all strands.
func (w *work) permit(verb Verb, caseID ID, needs []Set) error {
	rule, a := rules[verb], w.actor
	var stand standing
	if caseID != "" && (rule.Recusal || rule.Scope) {
		head, err := w.head(caseID)
		if CodeOf(err) == ErrNotFound.Code {
			caseID = "" // what speaks of a case that is not there is refused by the rules of its kind
		} else if err != nil {
			return fmt.Errorf("read the case of the deed: %w", err)
		}
		if rule.Recusal && head.Recused.Has(string(a.Seat.Person)) && !(a.Alone && verb == VerbRecuse) {
			if a.Person.ID == "" { // whoever is alone was not read for it
				if err := loadOne(w.ctx, w.r, a.Seat.Person, &a.Person); err != nil {
					return err
				}
			}
			return a.refuse("role.recused", verb, "number", head.Number)
		}
		if !a.Alone && caseID != "" {
			if stand, err = w.standing(head); err != nil {
				return err
			}
		}
	}
	if a.Alone {
		return nil
	}
	var able []Role
	for _, role := range rule.Roles {
		if a.has(role) && (caseID == "" || !rule.Scope || stand.allows(role)) {
			able = append(able, role)
		}
	}
	if len(able) == 0 {
		return a.refuse("role.scope", verb)
	}
	for _, need := range needs {
		if !slices.ContainsFunc(able, func(role Role) bool { return a.worksOn(role, verb, need) }) {
			if need.Has("") {
				return a.refuse("role.common", verb)
			}
			return a.refuse("role.strand", verb, "strands", need.Sorted())
		}
	}
	return nil
}

// worksOn says whether a role lets the person do the deed on one of the strands.
func (a Actor) worksOn(role Role, verb Verb, need Set) bool {
	return len(need) == 0 || slices.ContainsFunc(need.Sorted(), func(s string) bool { return May(role, verb, Strand(s), a.Person.Strands) })
}

// standing is how a person stands to a case.
type standing struct {
	open   bool // the case has no group yet
	member bool // of the group of the case, or lead of a strand in it
	zone   bool // of another group of the zone
}

func (s standing) allows(role Role) bool {
	switch {
	case caseless[role]:
		return false
	case outsiders[role]:
		return !s.member
	case groupBound[role]:
		return s.open || s.member || s.zone
	}
	return true
}

// standing finds out how the person at work stands to a case.
func (w *work) standing(c caseHead) (standing, error) {
	who := w.actor.Seat.Person
	s := standing{open: c.Group == ""}
	for _, st := range c.Strands {
		s.member = s.member || st.Lead == who
	}
	if c.Group == "" || s.member {
		return s, nil
	}
	groups, err := List[Group](w.ctx, w.r, c.Round)
	if err != nil {
		return s, fmt.Errorf("read the groups of the round: %w", err)
	}
	for _, g := range groups {
		switch {
		case !g.includes(who):
		case g.ID == c.Group:
			s.member = true
		case g.Zone != "" && g.Zone == c.Zone:
			s.zone = true
		}
	}
	return s, nil
}

// includes says whether a person leads the group or belongs to it.
func (n Group) includes(person ID) bool {
	return n.Leader == person || n.Deputies.Has(string(person)) || n.Members.Has(string(person))
}

// head reads what of a case decides about a deed, once a deed.
func (w *work) head(id ID) (caseHead, error) {
	if h, known := w.heads[id]; known {
		return h, nil
	}
	h, err := Get[caseHead](w.ctx, w.r, id)
	if err != nil {
		return caseHead{}, err
	}
	if w.heads == nil {
		w.heads = map[ID]caseHead{}
	}
	w.heads[id] = h
	return h, nil
}
