package app

import (
	"context"
	"fmt"
	"strings"
)

// MaterialState is how far a line of a materials request has come.
type MaterialState string

// The states, in their order.
const (
	MaterialAsked    MaterialState = "asked"    // asked for, within its term
	MaterialOverdue  MaterialState = "overdue"  // the term is over and nothing came
	MaterialReceived MaterialState = "received" // here
	MaterialReturned MaterialState = "returned" // given back
	MaterialRefused  MaterialState = "refused"  // not given, and it says why
)

// MaterialStates lists all.
var MaterialStates = []MaterialState{MaterialAsked, MaterialOverdue, MaterialReceived, MaterialReturned, MaterialRefused}

// State says how far the line has come as of a day.
func (n Material) State(today Date) MaterialState {
	switch {
	case !n.ReturnedOn.IsZero():
		return MaterialReturned
	case !n.ReceivedOn.IsZero():
		return MaterialReceived
	case !blank(n.NotWhy):
		return MaterialRefused
	case !n.DueOn.IsZero() && today.After(n.DueOn):
		return MaterialOverdue
	}
	return MaterialAsked
}

// sameName is a name of a material for comparing: without blanks and brackets around it.
func sameName(name string) string {
	return strings.Trim(strings.Join(strings.Fields(name), ""), "《》“”\"")
}

// MaterialsOfItem gives the lines of the request that are for an item.
func MaterialsOfItem(d Dossier, item string) []Material {
	var out []Material
	for _, m := range d.Materials {
		if m.Items.Has(item) {
			out = append(out, m)
		}
	}
	return out
}

// AskedMaterial gives the line of the request that asks for a material of this name, whichever way its blanks and brackets
// are written; false when nobody asked for it. Of several the first that was not received.
func AskedMaterial(d Dossier, name string) (Material, bool) {
	for _, m := range d.Materials {
		if sameName(m.Name) == sameName(name) && m.ReceivedOn.IsZero() {
			return m, true
		}
	}
	return Material{}, false
}

// MissingMaterials gives what an item asks for and what is not here: never asked for, or asked for and not received.
func MissingMaterials(d Dossier, item string) []ItemMaterial {
	it, _, ok := d.Templates[StrandOfItem(item)].Find(item)
	if !ok {
		return nil
	}
	here := map[string]bool{}
	for _, m := range d.Materials {
		if !m.ReceivedOn.IsZero() || !m.ReturnedOn.IsZero() {
			here[sameName(m.Name)] = true
		}
	}
	var out []ItemMaterial
	for _, want := range it.Materials {
		if !here[sameName(want.Name)] {
			out = append(out, want)
		}
	}
	return out
}

// MaterialsWanted gives the lines that a request for the materials of items changes: fresh are new ones, a line for each
// name however many items ask for it; joined are lines there are already that now serve more items. No item: all that are
// put to the unit.
func MaterialsWanted(d Dossier, items ...string) (fresh, joined []Material) {
	chosen := map[string]bool{}
	for _, code := range items {
		chosen[code] = true
	}
	have := map[string]int{} // name → place in d.Materials
	for i, m := range d.Materials {
		if _, twice := have[sameName(m.Name)]; !twice {
			have[sameName(m.Name)] = i
		}
	}
	newAt, oldAt := map[string]int{}, map[int]int{}
	for _, s := range Strands {
		for _, sec := range d.Templates[s].Sections {
			for _, it := range sec.Items {
				if len(chosen) > 0 && !chosen[it.Code] || len(chosen) == 0 && !it.Applies(d.Unit.Kind) {
					continue
				}
				for _, want := range it.Materials {
					key := sameName(want.Name)
					if i, asked := have[key]; asked {
						old := d.Materials[i]
						if old.Items.Has(it.Code) {
							continue
						}
						at, known := oldAt[i]
						if !known {
							at = len(joined)
							oldAt[i] = at
							old.Items = NewSet(old.Items.Sorted()...)
							joined = append(joined, old)
						}
						joined[at].Items[it.Code] = true
						continue
					}
					at, known := newAt[key]
					if !known {
						at = len(fresh)
						newAt[key] = at
						fresh = append(fresh, Material{Case: d.Case.ID, Name: want.Name, Kind: want.Kind, Items: Set{}, Copies: 1})
					}
					fresh[at].Items[it.Code] = true
				}
			}
		}
	}
	return fresh, joined
}

// AskMaterials asks the unit for materials as one batch and one deed: each line gets the number of the batch, today's date
// and the term of the round (D4) unless it has one. Lines with an ID are kept as they are given, so that a line there is
// already may serve more items. It gives the number of the batch, which is the next of the case; 0 when no line is new.
func (d Desk) AskMaterials(ctx context.Context, caseID ID, lines []Material) (batch int, err error) {
	err = d.do(ctx, VerbSaveMaterial, caseID, func(w *work) error {
		if _, err := openCase(w, caseID); err != nil {
			return err
		}
		all, err := List[Material](ctx, w.r, caseID)
		if err != nil {
			return fmt.Errorf("number the batch: %w", err)
		}
		next, taken := 1, map[string]bool{}
		for _, m := range all {
			next = max(next, m.Batch+1)
			taken[sameName(m.Name)] = true
		}
		due, err := roundTerm(w, caseID, d.Today(), func(s Settings) int { return s.MaterialDays })
		if err != nil {
			return err
		}
		for _, m := range lines {
			m.Case = caseID
			if m.ID == "" {
				if taken[sameName(m.Name)] {
					continue // somebody asked for it meanwhile: nothing is asked for twice
				}
				taken[sameName(m.Name)] = true
				m.ID, m.Batch, batch = d.NewID(), next, next
				if m.AskedOn.IsZero() {
					m.AskedOn = d.Today()
				}
				if m.DueOn.IsZero() {
					m.DueOn = due
				}
			}
			if err := put(w, m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		batch = 0
	}
	return batch, err
}

// MaterialMove is what happens to materials at the table.
type MaterialMove string

// The moves.
const (
	MaterialTake MaterialMove = "take" // received from the unit
	MaterialGive MaterialMove = "give" // given back to it
)

// MoveMaterials notes that lines of the request were received or given back today, one deed. who is the person of the unit
// who gave them or got them back; who receives is at the desk. A line that is already there, or not here to be given back,
// is left as it is.
func (d Desk) MoveMaterials(ctx context.Context, caseID ID, lines []ID, move MaterialMove, who string) error {
	return d.do(ctx, VerbSaveMaterial, caseID, func(w *work) error {
		if _, err := openCase(w, caseID); err != nil {
			return err
		}
		for _, id := range lines {
			m, err := Get[Material](ctx, w.r, id)
			if err != nil {
				return fmt.Errorf("read the material: %w", err)
			}
			if err := refer[Material](beside{ctx, w.r}, id, caseID, "materials"); err != nil {
				return err
			}
			switch {
			case move == MaterialTake && m.ReceivedOn.IsZero():
				m.ReceivedOn, m.GivenBy, m.TakenBy = d.Today(), who, d.Who
			case move == MaterialGive && !m.ReceivedOn.IsZero() && m.ReturnedOn.IsZero():
				m.ReturnedOn, m.ReturnedTo = d.Today(), who
			default:
				continue
			}
			if err := put(w, m); err != nil {
				return err
			}
		}
		return nil
	})
}
