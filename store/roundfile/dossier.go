package roundfile

import (
	"context"
	"maps"
	"slices"

	"lianshen/app"
)

// FromDossier gives one case as a file: the case as the dossier has it, which may withhold something, with what of its
// round it points at. The people are those who have a part in it; other cases that a meeting was about are left out. r
// is asked for checklists and laws that did not come with the program.
func FromDossier(ctx context.Context, r app.Reader, d app.Dossier) (*File, error) {
	f := &File{Format: Format, Round: d.Round, Units: []app.Unit{d.Unit}}
	if d.Zone.ID != "" {
		f.Zones = []app.Zone{d.Zone}
	}
	if d.Group.ID != "" {
		f.Groups = []app.Group{d.Group}
	}
	for _, m := range d.Meetings {
		m.Cases = app.NewSet(string(d.Case.ID))
		f.Meetings = append(f.Meetings, m)
	}
	c := Case{Case: d.Case, Principals: d.Principals, Talks: d.Talks, Visits: d.Visits, Stocktakes: d.Stocktakes, Heard: d.Heard,
		Materials: d.Materials, Evidence: d.Evidence, Sheets: d.Sheets, Papers: d.Papers, Findings: d.Findings,
		Surveys: d.Surveys, Evaluations: d.Evaluations, Consultations: d.Consultations, Opinions: d.Opinions, Texts: d.Texts, Reports: d.Reports,
		Approvals: d.Approvals, Deliveries: slices.Concat(d.Deliveries, d.Copies), Measures: d.Measures, Progress: d.Progress, Supervisions: d.Supervisions,
		Accountabilities: d.Accountabilities, Uses: d.Uses, Rosters: d.Rosters, Aliases: slices.Clone(d.Aliases)}
	for _, item := range slices.Sorted(maps.Keys(d.Answers)) {
		c.Answers = append(c.Answers, d.Answers[item])
	}
	c.Heard = slices.DeleteFunc(slices.Clone(c.Heard), func(n app.Heard) bool { return d.Veiled[string(n.ID)] })
	c.Aliases = slices.DeleteFunc(c.Aliases, func(n app.Alias) bool { return n.Name == "" }) // withheld
	c.forget()
	f.Cases = []Case{c}
	if err := f.own(ctx, r); err != nil {
		return nil, err
	}
	f.Templates = slices.DeleteFunc(f.Templates, func(t app.Template) bool {
		return d.Templates[t.Strand].ID != t.ID && !slices.Contains(d.Case.Strands[t.Strand].Formers, t.Version)
	})
	for _, id := range slices.Sorted(maps.Keys(d.People)) {
		if f.takesPart(id) {
			f.People = append(f.People, d.People[id])
		}
	}
	f.order()
	f.Totals = f.Sum()
	return f, nil
}
