package board

import (
	"context"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// newCase asks for what a case needs at least: the unit, its zone and group, the principals.
func (r *Room) newCase() {
	round, ok := r.round()
	if !ok {
		r.openRound("")
		return
	}
	r.host.Run(func(ctx context.Context) (func(), error) {
		groups, err := app.List[app.Group](ctx, r.store, round.ID)
		if err != nil {
			return nil, err
		}
		return func() { r.askCase(round, groups) }, nil
	})
}

// caseForm is the dialog of a new case.
type caseForm struct {
	room   *Room
	round  app.Round
	in     app.NewCase
	form   *kit.Form
	people [2]app.Principal
	dialog *kit.Dialog
	save   *kit.Button
}

func (r *Room) askCase(round app.Round, groups []app.Group) {
	c := &caseForm{room: r, round: round, in: app.NewCase{Round: round.ID}}
	c.in.Unit.Kind = app.Organ
	c.people[0].Occasion, c.people[1].Occasion = app.MidTerm, app.MidTerm
	f := kit.NewForm(r.drafts, "newcase")
	c.form = f
	f.Heading(i18n.T("board.newcase.unit"))
	f.Text("unit.name", i18n.T("board.f.unitname"), &c.in.Unit.Name)
	kit.Enum(f, "unit.kind", i18n.T("board.f.unitkind"), "unitkind", app.UnitKinds, &c.in.Unit.Kind)
	f.Text("number", i18n.T("board.f.number"), &c.in.Number)
	zoneIDs, zoneNames := []string{""}, []string{"—"}
	for _, z := range r.zones {
		zoneIDs, zoneNames = append(zoneIDs, string(z.ID)), append(zoneNames, z.Name)
	}
	f.Choice("zone", i18n.T("board.f.zone"), zoneIDs, zoneNames, func() string { return string(c.in.Zone) }, func(s string) { c.in.Zone = app.ID(s) })
	groupIDs, groupNames := []string{""}, []string{"—"}
	for _, g := range groups {
		groupIDs, groupNames = append(groupIDs, string(g.ID)), append(groupNames, g.Name)
	}
	f.Choice("group", i18n.T("board.f.group"), groupIDs, groupNames, func() string { return string(c.in.Group) }, func(s string) { c.in.Group = app.ID(s) })
	for i := range c.people {
		p := &c.people[i]
		n := i18n.Number(i + 1)
		f.Heading(i18n.T("board.newcase.principal", "n", n))
		f.Text("name"+n, i18n.T("board.f.name"), &p.Name)
		f.Text("post"+n, i18n.T("board.f.post"), &p.Post)
		f.Month("from"+n, i18n.T("board.f.from"), &p.From)
		f.Month("to"+n, i18n.T("board.f.to"), &p.To)
		kit.Enum(f, "occasion"+n, i18n.T("board.f.occasion"), "occasion", app.Occasions, &p.Occasion)
	}
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { c.dialog.Close() })
	c.save = kit.NewPrimary(i18n.T("board.newcase.save"), c.done)
	c.dialog = kit.ShowDialog(r.host.Window(), i18n.T("board.newcase"), kit.Scroll(f.Content()), 820, 620, cancel, c.save)
	if o, ok := f.Fields()[1].Object.(fyne.Focusable); ok {
		r.host.Window().Canvas().Focus(o)
	}
}

func (c *caseForm) done() {
	c.form.Flush()
	in := c.in
	in.Principals = nil
	for _, p := range c.people {
		if p.Name != "" || p.Post != "" {
			in.Principals = append(in.Principals, p)
		}
	}
	c.save.Disable()
	desk := c.room.host.Desk()
	c.room.host.Run(func(ctx context.Context) (func(), error) {
		id, err := desk.AddCase(ctx, in)
		return func() {
			c.save.Enable()
			if err != nil {
				c.form.Refused(err)
				return
			}
			c.dialog.Close()
			c.room.host.Saved(desk.Now())
			c.room.openCase(id)
		}, nil
	})
}
