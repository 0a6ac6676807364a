package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Said says whether anything was said of the item, by the group or by the unit. An answer that only tells who is to check
// the item says nothing yet.
func (n Answer) Said() bool {
	_, self := n.Self()
	return self || n.Conclusion != "" || !blank(n.Note) || len(n.Methods.Sorted()) > 0 || n.Should+n.Sampled+n.Faulty > 0
}

// AssignItems keeps who is to check some items of a case (分工), as one deed; person "" takes the assignment away. What was
// said of the items stays, and an item of which only this is known counts as not answered. It gives how many items changed
// hands.
//
// Refused: a closed case ("case.closed"), an item that the pinned checklist does not have ("item.unknown") or that is named
// twice ("item.double"), and a person who cannot check it: see [Assignable].
func (d Desk) AssignItems(ctx context.Context, caseID ID, items []string, person ID) (changed int, err error) {
	err = d.do(ctx, VerbAssignItem, caseID, func(w *work) error {
		changed = 0
		c, err := w.head(caseID)
		if err != nil {
			return fmt.Errorf("read the case of an assignment: %w", err)
		}
		if c.Stage == Closed {
			return Refuse("case.closed", "number", c.Number)
		}
		crew, p, err := w.crew(c, person)
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, item := range items {
			if seen[item] {
				return Refuse("item.double", "item", item)
			}
			seen[item] = true
			if err := knownItem(w, c, item); err != nil {
				return err
			}
			if person != "" {
				if err := crew.takes(p, StrandOfItem(item)); err != nil {
					return ofItem(err, item)
				}
			}
			moved, err := w.assign(caseID, item, person)
			if err != nil {
				return ofItem(err, item)
			}
			changed += moved
		}
		return nil
	})
	if err != nil {
		changed = 0
	}
	return changed, err
}

// assign takes into the deed who is to check an item and says whether (1) or not (0) that is new.
func (w *work) assign(caseID ID, item string, person ID) (int, error) {
	before, err := Get[Answer](w.ctx, w.r, AnswerID(caseID, item))
	isNew := CodeOf(err) == ErrNotFound.Code
	if err != nil && !isNew {
		return 0, fmt.Errorf("read the answer to %s: %w", item, err)
	}
	if before.Person == person {
		return 0, nil
	}
	if isNew {
		after := Answer{ID: AnswerID(caseID, item), Case: caseID, Item: item, Person: person}
		change, err := Create(after)
		w.change(nil, after, change)
		return 1, err
	}
	after := before
	after.Person = person
	changes, err := Diff(before, after)
	w.change(before, after, changes...)
	return 1, err
}

// crew are those who work on a case: its group and who leads its strands.
type crew struct {
	group   Group
	open    bool // the case has no group yet: everybody may
	leads   Set
	recused Set
	number  string
}

// crew reads who works on the case, and the person who is to check something.
func (w *work) crew(c caseHead, person ID) (crew, Person, error) {
	k := crew{open: c.Group == "", leads: Set{}, recused: c.Recused, number: c.Number}
	for _, st := range c.Strands {
		k.leads[string(st.Lead)] = true
	}
	var p Person
	if person == "" {
		return k, p, nil
	}
	p, err := Get[Person](w.ctx, w.r, person)
	if CodeOf(err) == ErrNotFound.Code {
		return k, p, Refuse("reference.missing", "field", "person", "label", Word("field.person"), "id", string(person))
	}
	if err != nil {
		return k, p, fmt.Errorf("read who is to check items: %w", err)
	}
	return k, p, loadOne(w.ctx, w.r, c.Group, &k.group)
}

// takes refuses a person who cannot check items of a strand.
func (k crew) takes(p Person, strand Strand) error {
	switch {
	case k.recused.Has(string(p.ID)):
		return Refuse("assign.recused", "name", p.Name, "number", k.number)
	case !k.open && !k.group.includes(p.ID) && !k.leads.Has(string(p.ID)):
		return Refuse("assign.member", "name", p.Name, "number", k.number)
	}
	roles := p.Roles.Sorted()
	if len(roles) == 0 { // nobody said yet what he or she is here
		return nil
	}
	checks := func(strands Set) bool {
		return slices.ContainsFunc(roles, func(r string) bool { return May(Role(r), VerbAnswerItem, strand, strands) })
	}
	switch {
	case checks(p.Strands):
		return nil
	case checks(NewSet(string(strand))):
		return Refuse("assign.strand", "name", p.Name, "strand", strand)
	}
	return Refuse("assign.role", "name", p.Name, "role", roles)
}

// Assignable refuses a person who cannot be given items of a strand of the case to check: who is recused from it
// ("assign.recused"), who neither belongs to its group nor leads one of its strands ("assign.member"), who works on other
// strands ("assign.strand"), and whose roles do not answer items ("assign.role").
func Assignable(d Dossier, p Person, strand Strand) error { return crewOf(d).takes(p, strand) }

func crewOf(d Dossier) crew {
	k := crew{group: d.Group, open: d.Case.Group == "", leads: Set{}, recused: d.Case.Recused, number: d.Case.Number}
	for _, st := range d.Case.Strands {
		k.leads[string(st.Lead)] = true
	}
	return k
}

// Checkers lists who can be given items of a strand of the case to check: who leads the strand first, then the others by
// name.
func Checkers(d Dossier, strand Strand) []Person {
	k := crewOf(d)
	var out []Person
	for _, p := range d.People {
		if k.takes(p, strand) == nil {
			out = append(out, p)
		}
	}
	lead := d.Case.Strands[strand].Lead
	slices.SortFunc(out, func(a, b Person) int {
		if (a.ID == lead) != (b.ID == lead) {
			if a.ID == lead {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out
}
