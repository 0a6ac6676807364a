package roundfile

import (
	"context"
	"fmt"
	"slices"

	"lianshen/app"
	"lianshen/assets"
	"lianshen/store/shipped"
)

// FromReader gives the only round of a workspace as a file. With no round or with several it refuses
// ("roundfile.noround", "roundfile.whichround"); see FromRound.
func FromReader(ctx context.Context, r app.Reader) (*File, error) {
	rounds, err := app.List[app.Round](ctx, r, "")
	if err != nil {
		return nil, fmt.Errorf("list the rounds: %w", err)
	}
	switch len(rounds) {
	case 0:
		return nil, app.Refuse("roundfile.noround")
	case 1:
		return FromRound(ctx, r, rounds[0].ID)
	}
	return nil, app.Refuse("roundfile.whichround", "count", len(rounds))
}

// FromRound gives one round of a workspace as a file: everything it owns, the units it reviews and those
// that no round reviews, all people but those who have a seat in the workspace and no part in the round, own checklists and laws, and the shipped laws that were edited.
func FromRound(ctx context.Context, r app.Reader, round app.ID) (*File, error) {
	f := &File{Format: Format}
	var err error
	if f.Round, err = app.Get[app.Round](ctx, r, round); err != nil {
		return nil, fmt.Errorf("read the round: %w", err)
	}
	list(ctx, r, "", &f.People, &err)
	list(ctx, r, round, &f.Zones, &err)
	list(ctx, r, round, &f.Groups, &err)
	list(ctx, r, round, &f.Meetings, &err)
	var units []app.Unit
	var cases []app.Case
	list(ctx, r, "", &units, &err)
	list(ctx, r, "", &cases, &err)
	if err == nil {
		err = f.own(ctx, r)
	}
	elsewhere := map[app.ID]bool{} // units that only other rounds review
	for _, c := range cases {
		if c.Round != round {
			elsewhere[c.Unit] = true
		}
	}
	for _, c := range cases {
		if c.Round != round {
			continue
		}
		delete(elsewhere, c.Unit)
		fc := Case{Case: c}
		fc.fill(ctx, r, &err)
		f.Cases = append(f.Cases, fc)
	}
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		if !elsewhere[u.ID] {
			f.Units = append(f.Units, u)
		}
	}
	if err := f.withoutSitters(ctx, r); err != nil {
		return nil, err
	}
	f.order()
	f.Totals = f.Sum()
	return f, nil
}

// withoutSitters leaves out the people who only sit at a laptop: a seat belongs to the workspace, not to the round, and
// who is named nowhere in the round would be a stranger in the next workspace.
func (f *File) withoutSitters(ctx context.Context, r app.Reader) error {
	seats, err := app.List[app.Seat](ctx, r, "")
	if err != nil {
		return fmt.Errorf("list the seats: %w", err)
	}
	sits := map[app.ID]bool{}
	for _, s := range seats {
		sits[s.Person] = true
	}
	f.People = slices.DeleteFunc(f.People, func(p app.Person) bool { return sits[p.ID] && !f.takesPart(p.ID) })
	return nil
}

// takesPart says whether anything of the round names the person.
func (f *File) takesPart(id app.ID) bool {
	if o := f.Round.Office; o.Director == id || o.Coordinator == id {
		return true
	}
	for _, g := range f.Groups {
		if g.Leader == id || g.Deputies.Has(string(id)) || g.Members.Has(string(id)) {
			return true
		}
	}
	for _, c := range f.Cases {
		if c.Case.Recused.Has(string(id)) {
			return true
		}
		for _, s := range c.Case.Strands {
			if s.Lead == id {
				return true
			}
		}
		if c.names(string(id)) {
			return true
		}
	}
	return false
}

// names says whether somebody took part in the work on site of the case.
func (c *Case) names(id string) bool {
	return slices.ContainsFunc(c.Answers, func(n app.Answer) bool { return n.Person == app.ID(id) }) ||
		slices.ContainsFunc(c.Talks, func(n app.Talk) bool { return n.Talkers.Has(id) }) ||
		slices.ContainsFunc(c.Visits, func(n app.Visit) bool { return n.Visitors.Has(id) }) ||
		slices.ContainsFunc(c.Stocktakes, func(n app.Stocktake) bool { return n.Counters.Has(id) })
}

// own takes over the checklists and laws that did not come with the program or were changed since.
func (f *File) own(ctx context.Context, r app.Reader) error {
	lists, err := assets.Checklists()
	if err != nil {
		return err
	}
	versions := map[string]bool{}
	for _, c := range lists {
		versions[c.Strand+" "+c.Version] = true
	}
	templates, err := app.List[app.Template](ctx, r, "")
	if err != nil {
		return fmt.Errorf("list the checklists: %w", err)
	}
	for _, t := range templates {
		if !versions[string(t.Strand)+" "+t.Version] {
			f.Templates = append(f.Templates, t)
		}
	}
	laws, err := app.List[app.Law](ctx, r, "")
	if err != nil {
		return fmt.Errorf("list the laws: %w", err)
	}
	known, err := shipped.Laws()
	if err != nil {
		return err
	}
	for _, l := range laws {
		if known[l.ID] != l {
			f.Laws = append(f.Laws, l)
		}
	}
	return nil
}

func (c *Case) fill(ctx context.Context, r app.Reader, err *error) {
	id := c.Case.ID
	list(ctx, r, id, &c.Principals, err)
	list(ctx, r, id, &c.Answers, err)
	list(ctx, r, id, &c.Aliases, err)
	list(ctx, r, id, &c.Talks, err)
	list(ctx, r, id, &c.Visits, err)
	list(ctx, r, id, &c.Stocktakes, err)
	list(ctx, r, id, &c.Heard, err)
	list(ctx, r, id, &c.Materials, err)
	list(ctx, r, id, &c.Evidence, err)
	list(ctx, r, id, &c.Sheets, err)
	list(ctx, r, id, &c.Papers, err)
	list(ctx, r, id, &c.Findings, err)
	list(ctx, r, id, &c.Surveys, err)
	list(ctx, r, id, &c.Evaluations, err)
	list(ctx, r, id, &c.Consultations, err)
	list(ctx, r, id, &c.Opinions, err)
	list(ctx, r, id, &c.Texts, err)
	list(ctx, r, id, &c.Reports, err)
	list(ctx, r, id, &c.Approvals, err)
	list(ctx, r, id, &c.Deliveries, err)
	list(ctx, r, id, &c.Measures, err)
	list(ctx, r, id, &c.Progress, err)
	list(ctx, r, id, &c.Supervisions, err)
	list(ctx, r, id, &c.Accountabilities, err)
	list(ctx, r, id, &c.Uses, err)
	list(ctx, r, id, &c.Rosters, err)
	c.withoutFiles()
}

// withoutFiles leaves out of reports which file was kept of them: a round file holds no files, and a workspace that is made of it
// would miss them. A report that was issued is there as one of the time before files were kept: the first that is made of it is in force.
func (c *Case) withoutFiles() {
	for i := range c.Reports {
		c.Reports[i].FileHash, c.Reports[i].FileName = "", ""
	}
	for s, st := range c.Case.Strands {
		st.IssuedReport = ""
		c.Case.Strands[s] = st
	}
}

// list fills into with the nouns of an owner unless an earlier list failed.
func list[T app.Noun](ctx context.Context, r app.Reader, owner app.ID, into *[]T, err *error) {
	if *err != nil {
		return
	}
	var zero T
	if *into, *err = app.List[T](ctx, r, owner); *err != nil {
		*err = fmt.Errorf("list %s: %w", zero.NounKind(), *err)
	}
}
