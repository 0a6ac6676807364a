package app

import (
	"slices"
	"strings"
	"testing"
)

func TestSeatsAreEnrolledAndLeftOutByAdministrators(t *testing.T) {
	x := newStaff(t)
	fresh := func(p ID) Seat {
		key := strings.Repeat("ab", 16)
		return Seat{Person: p, Key: key, Sign: "s", Box: "age1", Laptop: "笔记本"}
	}
	someone := Person{ID: x.NewID(), Name: "水清单", Roles: NewSet("inspector")}
	x.must(x.SavePerson(x.ctx, someone))
	s := fresh(someone.ID)
	x.refused(x.leader.Enrol(x.ctx, s), "role.verb")
	x.refused(x.Enrol(x.ctx, fresh(testID(991))), "notfound")
	x.refused(x.Enrol(x.ctx, with(s, func(s *Seat) { s.Key = "x" })), "seat.key")
	x.refused(x.Enrol(x.ctx, with(s, func(s *Seat) { s.ID = testID(992) })), "seat.key")
	liaison := Person{ID: x.NewID(), Name: "邹配合", Roles: NewSet("liaison")}
	x.must(x.SavePerson(x.ctx, liaison))
	x.refused(x.Enrol(x.ctx, fresh(liaison.ID)), "seat.liaison")
	x.must(x.Enrol(x.ctx, s))
	x.refused(x.Enrol(x.ctx, s), "seat.exists")
	x.refused(Discard[Person](x.ctx, x.Desk, VerbDropPerson, someone.ID), "noun.used")
	seat := SeatID(s.Key)
	x.must(with(x.Desk, func(d *Desk) { d.Seat = seat }).SignIn(x.ctx))
	x.refused(x.leader.LeaveOut(x.ctx, seat, 3, "离组"), "role.verb")
	x.refused(x.LeaveOut(x.ctx, seat, 3, " "), "field.required")
	x.refused(x.LeaveOut(x.ctx, x.Desk.Seat, 3, "离组"), "seat.self")
	x.must(x.LeaveOut(x.ctx, seat, 3, "离组"))
	x.refused(x.LeaveOut(x.ctx, seat, 3, "离组"), "seat.left")
	x.refused(with(x.Desk, func(d *Desk) { d.Seat = seat }).SignIn(x.ctx), "role.out")
	if got, _ := Get[Seat](x.ctx, x.mem, seat); got.Out != x.Today() || got.OutAfter != 3 || got.OutWhy != "离组" || got.AtWork() {
		t.Errorf("%+v", got)
	}
	_, err := ActorAt(x.ctx, x.mem, seat)
	x.refused(err, "role.out")
}

func TestOneAdministratorStays(t *testing.T) {
	b := newTable(t)
	me, err := Get[Person](b.ctx, b.mem, b.person(b.Desk))
	b.must(err)
	b.refused(b.SavePerson(b.ctx, with(me, func(p *Person) { p.Roles = NewSet("office") })), "person.admin")
	second := b.colleague("鲁运维", nil, RoleAdmin)
	b.must(b.SavePerson(b.ctx, with(me, func(p *Person) { p.Roles = NewSet("office") })))
	b.refused(b.LeaveOut(b.ctx, second.Seat, 1, "离组"), "role.verb")
	third := b.colleague("另一人", nil, RoleAdmin)
	b.must(third.LeaveOut(b.ctx, second.Seat, 1, "离组"))
	p, err := Get[Person](b.ctx, b.mem, b.person(third))
	b.must(err)
	p.Roles = Set{}
	b.refused(third.SavePerson(b.ctx, p), "person.admin")
}

func TestRolesAreGivenByAdministratorsAlone(t *testing.T) {
	x := newStaff(t)
	clerk := x.colleague("张联络", nil, RoleOffice)
	p := Person{ID: x.NewID(), Name: "新人", Dept: "市审计局"}
	x.must(clerk.SavePerson(x.ctx, p))
	p.Phone = "0000"
	x.must(clerk.SavePerson(x.ctx, p))
	for _, more := range []func(*Person){func(p *Person) { p.Roles = NewSet("inspector") }, func(p *Person) { p.Strands = NewSet("audit") }} {
		x.refused(clerk.SavePerson(x.ctx, with(p, more)), "person.roles")
	}
	x.refused(clerk.SavePerson(x.ctx, Person{ID: x.NewID(), Name: "又一人", Roles: NewSet("admin")}), "person.roles")
	p.Roles = NewSet("inspector")
	x.must(x.SavePerson(x.ctx, p))
	x.refused(x.leader.SavePerson(x.ctx, p), "role.verb")
}

func TestTracesAreLeftAndChangeNothing(t *testing.T) {
	x := newStaff(t)
	c := x.dossier(x.id).Case
	before := len(x.mem.deeds)
	x.must(x.leader.SignIn(x.ctx))
	x.must(x.leader.NotePrint(x.ctx, c, map[string]string{"copies": "3"}))
	x.must(x.leader.NoteExport(x.ctx, c, map[string]string{"format": "docx"}))
	x.must(x.leader.NoteRead(x.ctx, Talk{ID: testID(993), Case: x.id}))
	var got []Verb
	for _, deed := range x.mem.deeds[before:] {
		got = append(got, deed.Verb)
		if len(deed.Changes) != 1 || deed.Changes[0].Kind != Note || (deed.Case == x.id) == (deed.Verb == VerbSignIn) {
			t.Errorf("%+v", deed)
		}
	}
	if !slices.Equal(got, []Verb{VerbSignIn, VerbPrint, VerbExport, VerbReadSecret}) {
		t.Errorf("traces of %v", got)
	}
	talk := Talk{ID: testID(993), Case: x.id, Strands: NewSet("review")}
	x.refused(x.inspector.NoteRead(x.ctx, talk), "role.unseen")
	x.refused(x.director.NoteRead(x.ctx, talk), "role.unseen")
	x.refused(x.materials.NoteRead(x.ctx, talk), "role.verb")
	x.must(x.tally.NoteRead(x.ctx, Evaluation{ID: testID(994), Case: x.id}))
	x.refused(x.tally.NoteRead(x.ctx, Evaluation{ID: testID(994), Case: x.id, Closed: true}), "role.unseen")
}
