package casefile

import (
	"context"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
)

// basics holds the unit, the principals, and who is in charge of which strand (R4, R31).
func (r *Room) basics() fyne.CanvasObject {
	return cards(kit.Card(i18n.T("case.unit"), r.unitForm()), kit.Card("", r.principals().show(r)),
		kit.Card(i18n.T("case.team"), r.teamForm()), kit.Card(i18n.T("case.strands"), r.strandForm()))
}

func (r *Room) unitForm() fyne.CanvasObject {
	unit := kit.Copy(r.d.Unit)
	f := r.form("unit")
	f.Save = func() {
		u := unit
		r.keep(f, func(ctx context.Context, d app.Desk) error { return app.Keep(ctx, d, app.VerbSaveUnit, u) }, nil)
	}
	f.Text("name", i18n.T("case.f.unitname"), &unit.Name)
	f.Text("shortName", label("shortName"), &unit.ShortName)
	kit.Enum(f, "kind", i18n.T("case.f.unitkind"), "unitkind", app.UnitKinds, &unit.Kind)
	f.Text("code", i18n.T("case.f.creditcode"), &unit.Code)
	f.Text("contact", label("contact"), &unit.Contact)
	f.Text("phone", label("phone"), &unit.Phone)
	f.Text("address", label("address"), &unit.Address).Whole()
	f.Long("duties", i18n.T("case.f.unitduties"), &unit.Duties)
	f.Long("sections", i18n.T("case.f.unitsections"), &unit.Sections)
	return f.Content()
}

func (r *Room) principals() *records[app.Principal] {
	return &records[app.Principal]{
		name: "principals", title: i18n.T("case.principals"), add: i18n.T("case.principals.add"), empty: i18n.T("case.principals.none"),
		columns: []kit.TableColumn{{Title: i18n.T("case.f.name"), Width: 80}, {Title: label("post"), Width: 150, Grow: 1},
			{Title: i18n.T("case.tenure"), Width: 150}, {Title: label("occasion"), Width: 60}},
		list: func(d app.Dossier) []app.Principal { return d.Principals },
		id:   nounID[app.Principal],
		cells: func(p app.Principal) []kit.Cell {
			to := p.To.String()
			if p.To.IsZero() {
				to = i18n.T("case.now")
			}
			return []kit.Cell{{Text: p.Name, Bold: true}, {Text: p.Post}, {Text: p.From.String() + " — " + to}, {Text: i18n.Enum("occasion", p.Occasion)}}
		},
		fresh: func() app.Principal {
			return app.Principal{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, Occasion: app.MidTerm}
		},
		form: func(f *kit.Form, p *app.Principal) {
			f.Text("name", i18n.T("case.f.name"), &p.Name)
			f.Text("post", label("post"), &p.Post)
			f.Month("from", label("from"), &p.From)
			f.Month("to", label("to"), &p.To)
			kit.Enum(f, "occasion", label("occasion"), "occasion", app.Occasions, &p.Occasion)
			f.Int("order", label("order"), &p.Order, 0, 20)
			f.Long("duties", i18n.T("case.f.duties"), &p.Duties)
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Principal, p app.Principal) error {
			return d.SavePrincipal(ctx, p)
		},
		drop: discard[app.Principal](app.VerbDropPrincipal),
	}
}

type team struct {
	Zone    app.ID
	Group   app.ID
	Secrecy app.Secrecy
}

func (r *Room) teamForm() fyne.CanvasObject {
	t := team{r.d.Case.Zone, r.d.Case.Group, r.d.Case.Secrecy}
	f := caseForm(r, "team", app.VerbSaveCase, &t, func(c *app.Case, t team) { c.Zone, c.Group, c.Secrecy = t.Zone, t.Group, t.Secrecy })
	ids, names := []string{""}, []string{"—"}
	for _, z := range r.shared.zones {
		ids, names = append(ids, string(z.ID)), append(names, z.Name)
	}
	f.Choice("zone", label("zone"), ids, names, func() string { return string(t.Zone) }, func(s string) { t.Zone = app.ID(s) })
	ids, names = []string{""}, []string{"—"}
	for _, g := range r.shared.groups {
		ids, names = append(ids, string(g.ID)), append(names, g.Name)
	}
	f.Choice("group", label("group"), ids, names, func() string { return string(t.Group) }, func(s string) { t.Group = app.ID(s) })
	kit.Enum(f, "secrecy", label("secrecy"), "secrecy", app.Secrecies, &t.Secrecy)
	return f.Content()
}

// choosePerson is the choice of one of the review's people.
func (r *Room) choosePerson(f *kit.Form, name, words string, id *app.ID) {
	ids, names := []string{""}, []string{"—"}
	for _, p := range r.shared.people {
		ids, names = append(ids, string(p.ID)), append(names, i18n.T("case.person", "name", p.Name, "dept", p.Dept))
	}
	f.Choice(name, words, ids, names, func() string { return string(*id) }, func(s string) { *id = app.ID(s) })
}

func (r *Room) strandForm() fyne.CanvasObject {
	value := map[app.Strand]*app.CaseStrand{}
	f := r.form("strands")
	id := r.d.Case.ID
	f.Save = func() {
		now := map[app.Strand]app.CaseStrand{}
		for s, v := range value {
			now[s] = *v
		}
		r.keep(f, func(ctx context.Context, d app.Desk) error {
			return d.SaveCase(ctx, app.VerbSaveCase, id, func(c *app.Case) error {
				for s, v := range now {
					x := c.Strands[s]
					x.Lead, x.LeadDept, x.IssuingDept, x.ApprovingDept, x.Assessment = v.Lead, v.LeadDept, v.IssuingDept, v.ApprovingDept, v.Assessment
					c.Strands[s] = x
				}
				return nil
			})
		}, nil)
	}
	for _, s := range app.Strands {
		v := r.d.Case.Strands[s]
		value[s] = &v
		f.Heading(i18n.T("case.strand.head", "strand", short(s), "version", v.Template))
		key := func(name string) string { return "strands/" + string(s) + "/" + name }
		r.choosePerson(f, key("lead"), label("lead"), &v.Lead)
		f.Text(key("leadDept"), label("leadDept"), &v.LeadDept)
		f.Text(key("issuingDept"), label("issuingDept"), &v.IssuingDept)
		f.Text(key("approvingDept"), label("approvingDept"), &v.ApprovingDept)
		f.Text(key("assessment"), label("assessment"), &v.Assessment)
	}
	lists := kit.NewButton(i18n.T("case.checklists"), func() { r.host.Go(shell.Route{Room: shell.RoomChecklists + "/case", Case: id}) })
	lists.Small = true
	return kit.Column(8, f.Content(), kit.Row(8, lists, kit.Spring()))
}
