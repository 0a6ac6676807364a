package app

import (
	"fmt"
	"slices"
	"strings"
)

// Apart says whether two tasks that exclude each other lie with two people: author and reviewer of a
// paper, lead of a strand and its examiner, counter and scrutineer. Nobody named is nobody's double.
func Apart(one, other string) bool {
	one, other = strings.TrimSpace(one), strings.TrimSpace(other)
	return one == "" || other == "" || one != other
}

// self gives the name that stands under what the person at work signs: his or her own when none is given. Another name
// is that of a signature on paper, which only somebody alone takes down ("role.other").
func (w *work) self(name, who string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return who, nil
	}
	if !w.actor.Alone && name != w.actor.Person.Name {
		return "", Refuse("role.other", "other", name)
	}
	return name, nil
}

// still is self for a field that may keep the name it has.
func (w *work) still(was, name, who string) (string, error) {
	if was != "" && name == was {
		return name, nil
	}
	return w.self(name, who)
}

// examines refuses the lead of a strand as the examiner of its papers (主审 ≠ 审理人), also on paper.
func (w *work) examines(caseID ID, strand Strand, reviewer string) error {
	c, err := w.head(caseID)
	if err != nil {
		return fmt.Errorf("read the case of the paper: %w", err)
	}
	lead := c.Strands[strand].Lead
	if lead == "" {
		return nil
	}
	p, err := Get[Person](w.ctx, w.r, lead)
	if err != nil && CodeOf(err) != ErrNotFound.Code {
		return fmt.Errorf("read who leads the strand: %w", err)
	}
	if !Apart(p.Name, reviewer) || !w.actor.Alone && w.actor.Seat.Person == lead {
		return Refuse("review.lead", "name", reviewer, "strand", strand)
	}
	return nil
}

// approves refuses an approver who belongs to the group of the case or leads a strand in it, also on paper.
func approves(d Dossier, approver string) error {
	var members []ID
	if d.Group.ID != "" {
		members = append(members, d.Group.Leader)
		for _, id := range append(d.Group.Deputies.Sorted(), d.Group.Members.Sorted()...) {
			members = append(members, ID(id))
		}
	}
	for _, s := range Strands {
		members = append(members, d.Case.Strands[s].Lead)
	}
	if slices.ContainsFunc(members, func(id ID) bool { return !Apart(d.People[id].Name, approver) }) {
		return Refuse("approval.member", "name", approver)
	}
	return nil
}

// waives refuses to let a gate pass to who is not one of those it is left to.
func (w *work) waives(c Case, by []Role) error {
	if w.actor.Alone {
		return nil
	}
	head, err := w.head(c.ID)
	if err != nil {
		return err
	}
	stand, err := w.standing(head)
	if err != nil {
		return err
	}
	names := make([]string, len(by))
	for i, role := range by {
		names[i] = string(role)
		acting := []Role{role}
		if role == RoleGroupLeader {
			acting = heads
		}
		if slices.ContainsFunc(acting, func(r Role) bool { return w.actor.has(r) && stand.allows(r) }) {
			return nil
		}
	}
	return Refuse("waive.role", "role", names)
}

// guarded refuses changes that go with one deed alone: recusals, and the roles and strands of people.
func (w *work) guarded() error {
	for _, c := range w.deed.Changes {
		if c.Noun == KindCase && c.Kind != New && strings.HasPrefix(c.Field, "recused/") && w.deed.Verb != VerbRecuse && w.deed.Verb != VerbChoose {
			return Refuse("recuse.direct")
		}
		if c.Noun == KindPerson && !w.actor.Alone && !w.actor.has(RoleAdmin) && givesRights(c) {
			return Refuse("person.roles")
		}
	}
	if slices.ContainsFunc(w.touched, func(n Noun) bool { return n.NounKind() == KindPerson || n.NounKind() == KindSeat }) {
		return w.administered()
	}
	return nil
}

// givesRights says whether a change of a person gives or takes roles or strands.
func givesRights(c Change) bool {
	if c.Kind == New {
		fields := object(c.Value)
		return fields["roles"] != nil || fields["strands"] != nil
	}
	return strings.HasPrefix(c.Field, "roles/") || strings.HasPrefix(c.Field, "strands/") || c.Kind == Del && c.Field == ""
}

// administered refuses a deed after which no seat at work has an administrator, when one had before.
func (w *work) administered() error {
	seats, err := List[Seat](w.ctx, w.r, "")
	if err != nil {
		return fmt.Errorf("read the seats: %w", err)
	}
	people := map[ID]Person{}
	before := false
	for _, s := range seats {
		p, err := Get[Person](w.ctx, w.r, s.Person)
		if err != nil && CodeOf(err) != ErrNotFound.Code {
			return fmt.Errorf("read who sits at a seat: %w", err)
		}
		people[p.ID] = p
		before = before || s.AtWork() && p.Roles.Has(string(RoleAdmin))
	}
	if !before {
		return nil
	}
	for _, n := range w.touched { // as it was, then as it is: the last one holds
		switch n := n.(type) {
		case Person:
			people[n.ID] = n
		case Seat:
			i := slices.IndexFunc(seats, func(s Seat) bool { return s.ID == n.ID })
			if i < 0 {
				seats = append(seats, n)
			} else {
				seats[i] = n
			}
		}
	}
	if !slices.ContainsFunc(seats, func(s Seat) bool { return s.AtWork() && people[s.Person].Roles.Has(string(RoleAdmin)) }) {
		return Refuse("person.admin")
	}
	return nil
}
