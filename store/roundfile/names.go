package roundfile

import (
	"slices"

	"lianshen/app"
)

// WithoutNames gives the file without the vault of names: codes stand for those talked to, and nothing refers to who is
// behind them. A round file is read by whoever gets hold of it; the names go with it only when somebody who may see them
// asks for that.
func (f *File) WithoutNames() *File {
	out := *f
	out.Cases = slices.Clone(f.Cases)
	for i := range out.Cases {
		out.Cases[i].Aliases = nil
		out.Cases[i].forget()
	}
	return &out
}

// forget takes out the references to names that are not in the file. The lists are replaced, not changed.
func (c *Case) forget() {
	known := map[app.ID]bool{"": true}
	for _, n := range c.Aliases {
		known[n.ID] = true
	}
	c.Talks = slices.Clone(c.Talks)
	for i, n := range c.Talks {
		var have []string
		for _, id := range n.Persons.Sorted() {
			if known[app.ID(id)] {
				have = append(have, id)
			}
		}
		if len(have) < len(n.Persons.Sorted()) {
			c.Talks[i].Persons = app.NewSet(have...)
		}
	}
	c.Heard = slices.Clone(c.Heard)
	for i, n := range c.Heard {
		if !known[n.From] {
			c.Heard[i].From = ""
		}
	}
}
