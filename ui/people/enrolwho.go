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
)

// whoBox is the choice of who gets a seat, in which roles and with which scope.
type whoBox struct {
	person app.Person // as it is to be; a new one has no ID
	scope  *scopeBox
	do     *kit.Button
	say    fault
	roles  *fyne.Container
	place  *fyne.Container // of the scope
}

// allow lets the seat be made once the fingerprint was compared.
func (w *whoBox) allow(same bool) {
	if w.do == nil {
		return
	}
	if same {
		w.do.Enable()
		return
	}
	w.do.Disable()
}

// showWho shows the right half: nothing before a request is read, then who it is for, and at the end the pack.
func (e *enrol) showWho() {
	switch {
	case e.request == nil:
		e.right.Objects = nil
	case e.pack != nil:
		e.right.Objects = []fyne.CanvasObject{e.pack.content()}
	default:
		e.right.Objects = []fyne.CanvasObject{e.choose()}
	}
	kit.Relayout(e.room.root)
	e.right.Refresh()
}

// choose asks who the seat is for.
func (e *enrol) choose() fyne.CanvasObject {
	r, w := e.room, &e.who
	w.say, w.roles, w.place = newFault(), container.NewStack(), container.NewStack()
	people := r.now.people
	words := []string{i18n.T("people.enrol.new", "name", e.request.Person)}
	chosen := 0
	for i, p := range people {
		words = append(words, strings.TrimSpace(p.Name+"  "+p.Dept))
		if p.Name == e.request.Person && chosen == 0 {
			chosen = i + 1
		}
	}
	who := kit.NewSelect(words, nil)
	w.do = kit.NewPrimary(i18n.T("people.enrol.do"), e.admit)
	w.allow(e.same)
	take := func() {
		if i := who.SelectedIndex(); i > 0 {
			w.person = kit.Copy(people[i-1])
		} else {
			w.person = app.Person{Name: e.request.Person, Dept: e.request.Dept, Roles: app.NewSet(string(app.RoleInspector)), Strands: app.Set{}}
			for _, s := range app.Strands {
				w.person.Strands[string(s)] = true
			}
		}
		w.scope = newScopeBox(r, r.now.natural(w.person), nil)
		w.roles.Objects = []fyne.CanvasObject{e.roleChoice()}
		w.place.Objects = []fyne.CanvasObject{w.scope.object}
		kit.Relayout(r.root)
	}
	who.SetSelectedIndex(chosen)
	take()
	who.OnChanged = func(string) { take() }
	objects := []fyne.CanvasObject{kit.Column(4, kit.Line(i18n.T("people.enrol.person"), kit.Second), kit.Framed(who)), w.roles,
		kit.Rule(), kit.Line(i18n.T("people.enrol.scope"), kit.Heading), w.place, w.say.para, kit.Row(10, kit.Spring(), w.do)}
	return kit.Card(i18n.T("people.enrol.who"), kit.Column(10, objects...))
}

// roleChoice lets the roles and strands of a new person be ticked; those of a known one are shown.
func (e *enrol) roleChoice() fyne.CanvasObject {
	w := &e.who
	if w.person.ID != "" {
		lines := roleLines(w.person)
		return kit.Column(4, append(lines, kit.NewPara(i18n.T("people.enrol.roles.fixed"), kit.Second))...)
	}
	var lines, strands []fyne.CanvasObject
	for _, role := range app.Roles {
		if role == app.RoleLiaison { // has no seat
			continue
		}
		lines = append(lines, roleLine(tick(i18n.Enum("role", role), w.person.Roles, string(role)), string(role)))
	}
	for _, s := range app.Strands {
		strands = append(strands, tick(i18n.T("strand."+string(s)+".short"), w.person.Strands, string(s)))
	}
	return kit.Column(4, kit.Line(i18n.T("people.roles"), kit.Second), kit.Column(0, lines...),
		kit.Line(i18n.T("people.strands.own"), kit.Second), container.NewGridWithColumns(len(app.Strands), strands...))
}

// tick is a check that puts a code into a set.
func tick(text string, set app.Set, code string) *kit.Check {
	c := kit.NewCheck(text, nil)
	c.Checked = set.Has(code)
	c.OnChanged = func(on bool) {
		if on {
			set[code] = true
		} else {
			delete(set, code)
		}
	}
	return c
}

// natural proposes a scope for a person: the zone or strand of his or her group, and the strands he or she works on.
func (s state) natural(p app.Person) scope {
	out := scope{zones: app.Set{}, cases: app.Set{}, strands: app.Set{}}
	if p.ID == "" || p.Roles.Has(string(app.RoleOffice)) || p.Roles.Has(string(app.RoleLeading)) || p.Roles.Has(string(app.RoleAdmin)) {
		return out
	}
	for _, g := range s.groups {
		if g.Leader != p.ID && !g.Deputies.Has(string(p.ID)) && !g.Members.Has(string(p.ID)) {
			continue
		}
		if g.Zone != "" && slices.ContainsFunc(s.zones, func(z app.Zone) bool { return z.ID == g.Zone }) {
			out.zones[string(g.Zone)] = true
		}
		if g.Strand != "" {
			out.strands[string(g.Strand)] = true
		}
	}
	if !p.Roles.Has(string(app.RoleGroupLeader)) && !p.Roles.Has(string(app.RoleSiteLead)) && len(out.strands) == 0 && len(p.Strands) < len(app.Strands) {
		out.strands = kit.Copy(p.Strands)
	}
	if out.strands == nil {
		out.strands = app.Set{}
	}
	return out
}

// admit makes the seat.
func (e *enrol) admit() {
	r, w := e.room, &e.who
	if !e.same {
		w.say.say(app.Refuse("people.uncompared"))
		return
	}
	if w.person.ID == "" && len(w.person.Roles) == 0 {
		w.say.say(app.Refuse("people.noroles"))
		return
	}
	is, err := w.scope.Scope()
	if err != nil {
		w.say.say(err)
		return
	}
	person := kit.Copy(w.person)
	if person.ID != "" {
		person = app.Person{ID: person.ID} // as it stands
	}
	request := *e.request
	w.say.wait(i18n.T("people.enrol.working"))
	w.do.Disable()
	r.host.Run(func(ctx context.Context) (func(), error) {
		seat, err := r.store.Admit(ctx, request, person, is.zones, is.cases, is.strands)
		return func() {
			w.do.Enable()
			if err != nil {
				w.say.say(err)
				return
			}
			named := w.person
			r.host.Saved(r.host.Desk().Now())
			r.load(func() { e.done(seat, named) })
		}, nil
	})
}
