package people

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// everybody shows people at the left and seats at the right.
func (r *Room) everybody() fyne.CanvasObject {
	gap := theme.Size(theme.Gap)
	left := []fyne.CanvasObject{}
	if r.now.alone {
		left = append(left, kit.Note(kit.Accent, i18n.T("people.alone"), i18n.T("people.alone.hint")))
	}
	if note := r.refused(app.VerbSavePerson); note != nil {
		left = append(left, note)
	}
	left = append(left, kit.Card("", r.people()))
	return kit.Split(gap, []float32{1, 1}, kit.Scroll(kit.Column(gap, left...)), kit.Scroll(kit.Column(gap, kit.Card("", r.seatList()))))
}

// people is the list of people with the form of the one in hand.
func (r *Room) people() fyne.CanvasObject {
	l := &kit.Records{Columns: []kit.TableColumn{{Title: i18n.T("people.name"), Width: 76}, {Title: i18n.T("people.dept"), Width: 96, Grow: 1, Spare: 1},
		{Title: i18n.T("people.roles"), Width: 130, Grow: 2}, {Title: i18n.T("people.strands"), Width: 90, Grow: 1}},
		Empty: i18n.T("people.none")}
	r.list = l
	l.Rows = func() []kit.TableRow {
		rows := make([]kit.TableRow, 0, len(r.now.people))
		for _, p := range r.now.people {
			rows = append(rows, kit.TableRow{ID: string(p.ID), Cells: []kit.Cell{{Text: p.Name, Bold: true}, {Text: p.Dept},
				{Text: words("role.", app.Roles, p.Roles, "")}, {Text: words("strand.", app.Strands, p.Strands, ".short")}}})
		}
		return rows
	}
	if r.now.rights[app.VerbSavePerson] == nil {
		l.AddText = i18n.T("people.add")
		l.Add = func() string {
			p := app.Person{ID: r.host.Desk().NewID(), Roles: app.NewSet(string(app.RoleInspector)), Strands: app.NewSet()}
			for _, s := range app.Strands {
				p.Strands[string(s)] = true
			}
			r.now.people = append(r.now.people, p)
			return string(p.ID)
		}
	}
	if r.now.rights[app.VerbDropPerson] == nil {
		l.Drop = r.drop
	}
	l.Edit = r.form
	return l.Object(i18n.T("people.people"))
}

// words gives the words of the codes in a set, in the order in which all of them stand.
func words[C ~string](before string, all []C, set app.Set, after string) string {
	var out []string
	for _, code := range all {
		if set.Has(string(code)) {
			out = append(out, i18n.T(before+string(code)+after))
		}
	}
	return i18n.List(out)
}

// form is the form of one person; each role says what it may.
func (r *Room) form(id string) fyne.CanvasObject {
	i := slices.IndexFunc(r.now.people, func(p app.Person) bool { return string(p.ID) == id })
	if i < 0 {
		return kit.Row(0)
	}
	p := kit.Copy(r.now.people[i])
	if r.now.rights[app.VerbSavePerson] != nil {
		return r.told(p)
	}
	f := kit.NewForm(r.config.Drafts, id)
	r.forms = append(r.forms, f)
	f.Save = func() { r.keep(f, kit.Copy(p)) }
	f.Text("name", i18n.T("people.name"), &p.Name)
	f.Text("dept", i18n.T("people.dept"), &p.Dept)
	f.Text("post", i18n.T("people.post"), &p.Post)
	f.Text("phone", i18n.T("people.phone"), &p.Phone)
	f.Add("roles", i18n.T("people.roles"), r.roles(&p, f), true)
	kit.EnumChecks(f, "strands", i18n.T("people.strands.own"), "strand", app.Strands, &p.Strands)
	return f.Content()
}

// told is a person who cannot be changed here.
func (r *Room) told(p app.Person) fyne.CanvasObject {
	lines := []fyne.CanvasObject{kit.Line(p.Name, kit.Strongly), kit.NewPara(strings.TrimSpace(p.Dept+" "+p.Post), kit.Body)}
	return kit.Column(4, append(lines, roleLines(p)...)...)
}

// roles is the choice of roles, each with what it may do.
func (r *Room) roles(p *app.Person, f *kit.Form) fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, role := range app.Roles {
		c := kit.NewCheck(i18n.Enum("role", role), nil)
		c.Checked = p.Roles.Has(string(role))
		c.OnChanged = func(on bool) {
			if p.Roles == nil {
				p.Roles = app.Set{}
			}
			if on {
				p.Roles[string(role)] = true
			} else {
				delete(p.Roles, string(role))
			}
			f.Save()
		}
		lines = append(lines, roleLine(c, string(role)))
	}
	return kit.Column(0, lines...)
}

// roleWidth is the width of the name of a role, in pixels at the normal text size.
const roleWidth = 176

// roleLine sets a role that can be ticked with its explanation behind it.
func roleLine(tick fyne.CanvasObject, role string) fyne.CanvasObject {
	text := kit.NewPara(i18n.T("people.role."+role), kit.Second)
	return kit.Split(8, []float32{roleWidth * theme.Size(theme.TextBody) / 14, 1}, container.NewVBox(tick), kit.Inset(0, 8, text))
}

// roleLines sets the roles a person has with what they may do.
func roleLines(p app.Person) (lines []fyne.CanvasObject) {
	for _, role := range app.Roles {
		if p.Roles.Has(string(role)) {
			name := kit.NewPara(i18n.Enum("role", role), kit.Style{Size: theme.TextSecond})
			text := kit.NewPara(i18n.T("people.role."+string(role)), kit.Second)
			lines = append(lines, kit.Split(8, []float32{roleWidth * theme.Size(theme.TextBody) / 14, 1}, name, text))
		}
	}
	return lines
}

// keep saves a person.
func (r *Room) keep(f *kit.Form, p app.Person) {
	desk := r.host.Desk()
	r.host.Run(func(ctx context.Context) (func(), error) {
		err := desk.SavePerson(ctx, p)
		return func() {
			if err != nil {
				f.Refused(err)
				return
			}
			f.Saved(desk.Now())
			r.host.Saved(desk.Now())
			if i := slices.IndexFunc(r.now.people, func(x app.Person) bool { return x.ID == p.ID }); i >= 0 {
				r.now.people[i] = p
			}
			r.list.Refresh()
		}, nil
	})
}

func (r *Room) drop(id string) {
	desk := r.host.Desk()
	r.host.Run(func(ctx context.Context) (func(), error) {
		err := app.Discard[app.Person](ctx, desk, app.VerbDropPerson, app.ID(id))
		if err != nil && app.CodeOf(err) != app.ErrNotFound.Code { // else it was never saved
			return nil, err
		}
		return func() {
			r.now.people = slices.DeleteFunc(r.now.people, func(p app.Person) bool { return string(p.ID) == id })
			r.list.Refresh()
		}, nil
	})
}
