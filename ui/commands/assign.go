package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

// assignGrammar is the command of who checks what.
type assignGrammar struct {
	Assign assignCmd `cmd:"" help:"Say who is to check items of a case."`
}

type assignCmd struct {
	Case   string   `arg:"" help:"Number of the case." placeholder:"NUMBER"`
	Codes  []string `arg:"" optional:"" name:"code" help:"Items and whole sections, by their codes (JJ-1-01, JJ-2)." placeholder:"CODE"`
	All    bool     `help:"Every item that is put to the unit, in the place of codes."`
	Strand string   `enum:"review,verification,audit," default:"" help:"With --all, the items of this checklist alone." placeholder:"review|verification|audit"`
	To     string   `help:"Who is to check them: the name of a person, or the ID." placeholder:"PERSON" xor:"whom" required:""`
	Nobody bool     `help:"Nobody is named for them any more." xor:"whom" required:""`
}

// Run gives the items to the person as one deed, all of them or none.
func (c assignCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		d, err := ws.Veiled(r.ctx, id)
		if err != nil {
			return err
		}
		items, err := c.items(d)
		if err != nil {
			return err
		}
		var to app.Person
		if !c.Nobody {
			if to, err = checkerNamed(d, c.To); err != nil {
				return err
			}
		}
		n, err := ws.Desk().AssignItems(r.ctx, id, items, to.ID)
		if err != nil {
			return err
		}
		key := "command.assign.given"
		if c.Nobody {
			key = "command.assign.taken"
		}
		return r.lines(i18n.T(key, "case", c.Case, "items", len(items), "n", n, "name", to.Name))
	})
}

// items lists the codes of the items that the command line means, each once, in the order of the checklists. Of a section,
// and of all, those are meant that the bench shows: what is put to units of this kind, and what was answered all the same.
func (c assignCmd) items(d app.Dossier) ([]string, error) {
	switch {
	case c.All && len(c.Codes) > 0:
		return nil, usageError{app.Refuse("command.assign.both")}
	case c.Strand != "" && !c.All:
		return nil, usageError{app.Refuse("command.assign.strand")}
	case !c.All && len(c.Codes) == 0:
		return nil, usageError{app.Refuse("command.assign.none")}
	}
	meant := map[string]bool{} // codes as they were written, and whether anything has them
	for _, code := range c.Codes {
		meant[strings.ToUpper(strings.TrimSpace(code))] = false
	}
	var out []string
	for _, strand := range app.Strands {
		if c.Strand != "" && c.Strand != string(strand) {
			continue
		}
		for _, s := range d.Templates[strand].Sections {
			for _, it := range s.Items {
				_, item := meant[it.Code]
				_, section := meant[s.Code]
				whole := (c.All || section) && (it.Applies(d.Unit.Kind) || d.Answers[it.Code].Conclusion != "")
				if item {
					meant[it.Code] = true
				}
				if section {
					meant[s.Code] = true
				}
				if item || whole {
					out = append(out, it.Code)
				}
			}
		}
	}
	for _, code := range c.Codes {
		if code = strings.ToUpper(strings.TrimSpace(code)); !meant[code] {
			return nil, app.Refuse("command.assign.code", "code", code)
		}
	}
	if len(out) == 0 {
		return nil, app.Refuse("command.assign.empty", "number", c.Case)
	}
	return out, nil
}

// checkerNamed finds a person whom a case knows by name or ID. It refuses with "command.assign.who" and, naming the IDs of
// those it could be, with "command.assign.which".
func checkerNamed(d app.Dossier, word string) (app.Person, error) {
	word = strings.TrimSpace(word)
	var found []app.Person
	for _, p := range d.People {
		if string(p.ID) == word || p.Name == word {
			found = append(found, p)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		return app.Person{}, app.Refuse("command.assign.who", "name", word)
	}
	slices.SortFunc(found, func(a, b app.Person) int { return cmp.Compare(a.ID, b.ID) })
	var ids []string
	for _, p := range found {
		ids = append(ids, fmt.Sprint(p.ID))
	}
	return app.Person{}, app.Refuse("command.assign.which", "name", word, "ids", i18n.List(ids))
}
