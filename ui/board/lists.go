package board

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// list is a list of nouns of the round with their form.
func list[T app.Noun](p *roundPage, title, add string, columns []kit.TableColumn, all *[]T, fresh func() T,
	cells func(T) []kit.Cell, form func(*kit.Form, *T), verb, drop app.Verb) fyne.CanvasObject {
	var items []*T // forms write into them, so they stay where they are while the list grows
	for _, x := range *all {
		items = append(items, &x)
	}
	find := func(id string) *T {
		for _, x := range items {
			if string((*x).NounID()) == id {
				return x
			}
		}
		return nil
	}
	l := &kit.Records{Columns: columns, AddText: add}
	l.Rows = func() []kit.TableRow {
		var rows []kit.TableRow
		for _, x := range items {
			rows = append(rows, kit.TableRow{ID: string((*x).NounID()), Cells: cells(*x)})
		}
		return rows
	}
	l.Add = func() string {
		x := fresh()
		items = append(items, &x)
		return string(x.NounID())
	}
	l.Edit = func(id string) fyne.CanvasObject {
		x := find(id)
		f := p.form(id)
		f.Save = func() {
			v := kit.Copy(*x)
			p.keep(f, func(ctx context.Context, d app.Desk) error { return app.Keep(ctx, d, verb, v) }, l.Refresh)
		}
		form(f, x)
		return f.Content()
	}
	l.Drop = func(id string) {
		f := p.form(id)
		p.keep(f, func(ctx context.Context, d app.Desk) error {
			err := app.Discard[T](ctx, d, drop, app.ID(id))
			if app.CodeOf(err) == app.ErrNotFound.Code {
				return nil // it was never saved
			}
			return err
		}, func() {
			items = slices.DeleteFunc(items, func(x *T) bool { return string((*x).NounID()) == id })
			l.Refresh()
		})
	}
	p.lists = append(p.lists, l)
	return l.Object(title)
}

func (p *roundPage) zoneList() fyne.CanvasObject {
	columns := []kit.TableColumn{{Title: i18n.T("board.f.order"), Width: 40, Number: true}, {Title: i18n.T("board.f.zonename"), Width: 120, Grow: 1}}
	return list(p, i18n.T("board.zones"), i18n.T("board.zones.add"), columns, &p.zones,
		func() app.Zone {
			return app.Zone{ID: p.room.host.Desk().NewID(), Round: p.round.ID, Order: len(p.zones) + 1}
		},
		func(z app.Zone) []kit.Cell {
			return []kit.Cell{{Text: i18n.Number(z.Order)}, {Text: z.Name, Bold: true}}
		},
		func(f *kit.Form, z *app.Zone) {
			f.Text("name", i18n.T("board.f.zonename"), &z.Name)
			f.Int("order", i18n.T("board.f.order"), &z.Order, 1, 99)
		}, app.VerbSaveZone, app.VerbDropZone)
}

func (p *roundPage) groupList() fyne.CanvasObject {
	columns := []kit.TableColumn{{Title: i18n.T("board.f.groupname"), Width: 120, Grow: 1}, {Title: i18n.T("board.f.leaddept"), Width: 120, Grow: 1}, {Title: i18n.T("board.f.leader"), Width: 70}}
	return list(p, i18n.T("board.groups"), i18n.T("board.groups.add"), columns, &p.groups,
		func() app.Group {
			return app.Group{ID: p.room.host.Desk().NewID(), Round: p.round.ID, Order: len(p.groups) + 1}
		},
		func(g app.Group) []kit.Cell {
			return []kit.Cell{{Text: g.Name, Bold: true}, {Text: g.LeadDept}, {Text: p.personName(g.Leader)}}
		},
		func(f *kit.Form, g *app.Group) {
			f.Text("name", i18n.T("board.f.groupname"), &g.Name)
			f.Text("leadDept", i18n.T("board.f.leaddept"), &g.LeadDept)
			f.Text("phone", i18n.T("board.f.phone"), &g.Phone)
			ids, names := []string{""}, []string{"—"}
			for _, z := range p.zones {
				ids, names = append(ids, string(z.ID)), append(names, z.Name)
			}
			f.Choice("zone", i18n.T("board.f.zone"), ids, names, func() string { return string(g.Zone) }, func(s string) { g.Zone = app.ID(s) })
			p.person(f, "leader", i18n.T("board.f.leader"), &g.Leader)
			var codes, words []string
			for _, x := range p.people {
				codes, words = append(codes, string(x.ID)), append(words, x.Name)
			}
			if len(codes) > 0 {
				f.Checks("deputies", i18n.T("board.f.deputies"), codes, words, &g.Deputies)
				f.Checks("members", i18n.T("board.f.members"), codes, words, &g.Members)
			}
		}, app.VerbSaveGroup, app.VerbDropGroup)
}

func (p *roundPage) personName(id app.ID) string {
	for _, x := range p.people {
		if x.ID == id {
			return x.Name
		}
	}
	return "—"
}

func (p *roundPage) peopleList() fyne.CanvasObject {
	columns := []kit.TableColumn{{Title: i18n.T("board.f.name"), Width: 80}, {Title: i18n.T("board.f.dept"), Width: 110, Grow: 1}, {Title: i18n.T("board.f.post"), Width: 110, Grow: 1}}
	return list(p, i18n.T("board.people"), i18n.T("board.people.add"), columns, &p.people,
		func() app.Person { return app.Person{ID: p.room.host.Desk().NewID()} },
		func(x app.Person) []kit.Cell {
			return []kit.Cell{{Text: x.Name, Bold: true}, {Text: x.Dept}, {Text: x.Post}}
		},
		func(f *kit.Form, x *app.Person) {
			f.Text("name", i18n.T("board.f.name"), &x.Name)
			f.Text("dept", i18n.T("board.f.dept"), &x.Dept)
			f.Text("post", i18n.T("board.f.post"), &x.Post)
			f.Text("phone", i18n.T("board.f.phone"), &x.Phone)
			kit.EnumChecks(f, "roles", i18n.T("board.f.roles"), "role", app.Roles, &x.Roles)
			kit.EnumChecks(f, "strands", i18n.T("board.f.strands"), "strand", app.Strands, &x.Strands)
		}, app.VerbSavePerson, app.VerbDropPerson)
}
