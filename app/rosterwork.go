package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// TakeRoster keeps a list of the unit whose rows are attached already (see Roster.FileHash) and gives its ID. It is taken
// by who sits at the desk, today. The latest list of a sort is the one that counts; earlier ones stay. Refused in a closed
// case, and as Check refuses a list.
func (d Desk) TakeRoster(ctx context.Context, r Roster) (ID, error) {
	r.ID = d.newID(r.ID)
	err := d.do(ctx, VerbTakeRoster, r.Case, func(w *work) error {
		if _, err := openCase(w, r.Case); err != nil {
			return err
		}
		r.TakenBy, r.TakenOn = d.Who, d.Today()
		return put(w, r)
	})
	return r.ID, err
}

// LatestRosters gives the list of each sort that counts: the one taken in last.
func LatestRosters(d Dossier) map[string]Roster {
	out := map[string]Roster{}
	for _, r := range d.Rosters { // by TakenOn, then by ID, and those are in order of time
		out[r.Sort] = r
	}
	return out
}

// RememberedMapping gives the mapping that the latest list of a sort was read with whose heads all stand among those of
// a new file; nil when there is none. What a unit sends again is read as it was read before.
func RememberedMapping(known []Roster, sort string, heads []string) map[string]string {
	var best Roster
	for _, r := range known {
		if r.Sort != sort || len(r.Mapping) == 0 {
			continue
		}
		there := true
		for _, head := range r.Mapping {
			there = there && slices.Contains(heads, head)
		}
		newer := best.ID == "" || r.TakenOn.After(best.TakenOn) || r.TakenOn == best.TakenOn && r.ID > best.ID
		if there && newer {
			best = r
		}
	}
	return maps.Clone(best.Mapping)
}

// CheckMapping refuses a mapping that lacks a column without which a list of its sort says nothing ("roster.mapping").
func CheckMapping(sort string, mapping map[string]string) error {
	if !slices.Contains(RosterSorts, sort) {
		return fmt.Errorf("no list is called %q", sort)
	}
	for _, any := range NeededFields(sort) {
		if !slices.ContainsFunc(any, func(field string) bool { return mapping[field] != "" }) {
			words := make([]Word, len(any))
			for i, field := range any {
				words[i] = Word("rosterfield." + field)
			}
			return Refuse("roster.mapping", "field", words[0])
		}
	}
	return nil
}
