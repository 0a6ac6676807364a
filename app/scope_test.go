package app

import (
	"slices"
	"strings"
	"testing"
)

func TestScopeIsZonesAndCasesAndStrands(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	c := b.dossier(id).Case
	round := c.Round
	zone := Zone{ID: b.NewID(), Round: round, Name: "第一责任区"}
	b.must(Keep(b.ctx, b.Desk, VerbSaveZone, zone))
	open := func(zone ID) ID {
		id, err := b.AddCase(b.ctx, NewCase{Round: round, Zone: zone, Unit: Unit{Name: "某局", Kind: Organ}})
		b.must(err)
		return id
	}
	in, out := open(zone.ID), open("")
	for _, s := range []struct {
		name string
		seat Seat
		want []ID
		all  bool
	}{
		{"everything", Seat{}, []ID{id, in, out}, true},
		{"strands alone", Seat{Strands: NewSet("audit")}, []ID{id, in, out}, true},
		{"a zone", Seat{Zones: NewSet(string(zone.ID))}, []ID{in}, false},
		{"a case", Seat{Cases: NewSet(string(out))}, []ID{out}, false},
		{"both", Seat{Zones: NewSet(string(zone.ID)), Cases: NewSet(string(out))}, []ID{in, out}, false},
		{"a zone there is no more", Seat{Zones: NewSet(string(testID(990)))}, nil, false},
		{"elements taken out again", Seat{Zones: Set{string(zone.ID): false}}, []ID{id, in, out}, true},
	} {
		slices.Sort(s.want)
		cases, all, strands, err := SeatScope(b.ctx, b.mem, s.seat)
		if err != nil || !slices.Equal(cases, s.want) || all != s.all || !slices.Equal(strands.Sorted(), s.seat.Strands.Sorted()) {
			t.Errorf("%s: %v %v %v %v", s.name, cases, all, strands, err)
		}
		for _, id := range []ID{id, in, out} {
			c, err := Get[Case](b.ctx, b.mem, id)
			b.must(err)
			if InScope(s.seat, c) != slices.Contains(s.want, id) {
				t.Errorf("%s: %s", s.name, c.Number)
			}
		}
	}
	for _, s := range []struct {
		seat, of Set
		want     bool
	}{{nil, NewSet("audit"), true}, {NewSet("audit"), nil, true}, {NewSet("audit"), NewSet("audit", "review"), true}, {NewSet("audit"), NewSet("review"), false}} {
		if StrandsInScope(Seat{Strands: s.seat}, s.of) != s.want {
			t.Errorf("%v is sent %v: %v", s.seat, s.of, !s.want)
		}
	}
}

func TestScopeIsWidenedAndNarrowed(t *testing.T) {
	x := newStaff(t)
	seat := x.inspector.Seat
	office := x.colleague("张联络", nil, RoleOffice)
	zone := x.dossier(x.id).Zone.ID
	get := func() Seat {
		s, err := Get[Seat](x.ctx, x.mem, seat)
		x.must(err)
		return s
	}
	x.must(office.ScopeSeat(x.ctx, seat, NewSet(string(zone)), nil, NewSet("audit")))
	x.must(office.ScopeSeat(x.ctx, seat, NewSet(string(zone)), NewSet(string(x.id)), NewSet("audit", "review")))
	if s := get(); !s.Zones.Has(string(zone)) || !s.Cases.Has(string(x.id)) || len(s.Strands) != 2 {
		t.Errorf("%+v", s)
	}
	if changes := x.last().Changes; len(changes) != 2 { // each element is a field of its own
		t.Errorf("%+v", changes)
	}
	x.must(office.ScopeSeat(x.ctx, seat, nil, Set{string(x.id): true, "x": false}, nil))
	if s := get(); len(s.Zones) != 0 || len(s.Strands) != 0 || !slices.Equal(s.Cases.Sorted(), []string{string(x.id)}) {
		t.Errorf("%+v", s)
	}
	before := len(x.mem.deeds)
	x.must(office.ScopeSeat(x.ctx, seat, nil, NewSet(string(x.id)), nil))
	if len(x.mem.deeds) != before {
		t.Error("the same scope is a deed")
	}
	x.refused(x.leader.ScopeSeat(x.ctx, seat, nil, nil, nil), "role.verb")
	x.refused(office.ScopeSeat(x.ctx, office.Seat, nil, NewSet(string(x.id)), nil), "scope.self")
	x.refused(office.ScopeSeat(x.ctx, testID(990), nil, nil, nil), "notfound")
	x.refused(office.ScopeSeat(x.ctx, seat, NewSet(string(testID(991))), nil, nil), "reference.missing")
	x.refused(office.ScopeSeat(x.ctx, seat, NewSet(string(x.id)), nil, nil), "reference.missing") // a case is no zone
	x.refused(office.ScopeSeat(x.ctx, seat, nil, NewSet(string(testID(991))), nil), "reference.missing")
	x.refused(office.ScopeSeat(x.ctx, seat, nil, nil, NewSet("law")), "code.unknown")
	x.refused(office.ScopeSeat(x.ctx, seat, nil, NewSet("x"), nil), "reference.missing")
	x.must(x.LeaveOut(x.ctx, seat, 3, "离组"))
	x.refused(office.ScopeSeat(x.ctx, seat, nil, nil, nil), "seat.left")
	alone := newTable(t)
	id := alone.openCase()
	alone.must(alone.ScopeSeat(alone.ctx, alone.Seat, nil, NewSet(string(id)), nil))
}

// TestZoneOfAScopeMayGo: a seat whose zone was dropped is still changed and left out.
func TestZoneOfAScopeMayGo(t *testing.T) {
	x := newStaff(t)
	zone := Zone{ID: x.NewID(), Round: x.dossier(x.id).Round.ID, Name: "第四责任区"}
	x.must(Keep(x.ctx, x.Desk, VerbSaveZone, zone))
	x.must(x.ScopeSeat(x.ctx, x.tally.Seat, NewSet(string(zone.ID)), nil, nil))
	x.must(Discard[Zone](x.ctx, x.Desk, VerbDropZone, zone.ID))
	x.must(x.ScopeSeat(x.ctx, x.tally.Seat, NewSet(string(zone.ID)), NewSet(string(x.id)), nil))
	x.must(x.LeaveOut(x.ctx, x.tally.Seat, 3, "离组"))
}

// TestWhoAskedForASeatIsEnrolledInOneDeed: the person, the roles, the seat and its scope together, or nothing.
func TestWhoAskedForASeatIsEnrolledInOneDeed(t *testing.T) {
	x := newStaff(t)
	seat := func(n string) Seat {
		return Seat{Key: strings.Repeat(n, 16), Sign: "s", Box: "age1", Laptop: "笔记本", Cases: NewSet(string(x.id)), Strands: NewSet("audit")}
	}
	fresh := Person{Name: "水清单", Dept: "市审计局", Roles: NewSet("inspector"), Strands: NewSet("audit")}
	before := len(x.mem.deeds)
	for code, err := range map[string]error{
		"role.verb":         x.colleague("张联络", nil, RoleOffice).EnrolNew(x.ctx, seat("ab"), fresh),
		"reference.missing": x.EnrolNew(x.ctx, with(seat("ab"), func(s *Seat) { s.Cases = NewSet(string(testID(991))) }), fresh),
		"seat.key":          x.EnrolNew(x.ctx, with(seat("ab"), func(s *Seat) { s.Key = "x" }), fresh),
		"seat.liaison":      x.EnrolNew(x.ctx, seat("ab"), with(fresh, func(p *Person) { p.Roles = NewSet("liaison") })),
		"code.unknown":      x.EnrolNew(x.ctx, seat("ab"), with(fresh, func(p *Person) { p.Roles = NewSet("king") })),
		"field.required":    x.EnrolNew(x.ctx, seat("ab"), with(fresh, func(p *Person) { p.Name = "" })),
		"id.invalid":        Keep(x.ctx, x.Desk, VerbEnrol, with(seat("ab"), func(s *Seat) { s.ID, s.Since, s.Person, s.Zones = SeatID(s.Key), x.Today(), x.id, NewSet("x") })),
	} {
		x.refused(err, code)
	}
	if len(x.mem.deeds) != before {
		t.Fatal("something of what was refused is there")
	}
	x.must(x.EnrolNew(x.ctx, seat("ab"), fresh))
	deed := x.last()
	if len(x.mem.deeds) != before+1 || deed.Verb != VerbEnrol || len(deed.Changes) != 2 {
		t.Errorf("%+v", deed)
	}
	s, err := Get[Seat](x.ctx, x.mem, SeatID(strings.Repeat("ab", 16)))
	x.must(err)
	a, err := ActorAt(x.ctx, x.mem, s.ID)
	if err != nil || a.Person.Name != "水清单" || !a.Person.Roles.Has("inspector") || s.Since != x.Today() || !s.Cases.Has(string(x.id)) || !s.Strands.Has("audit") {
		t.Errorf("%+v %v", a, err)
	}
	x.refused(x.EnrolNew(x.ctx, seat("ab"), a.Person), "seat.exists")
	// Known already: another laptop of the same person, with one more strand.
	known := with(a.Person, func(p *Person) { p.Strands = NewSet("audit", "review") })
	x.must(x.EnrolNew(x.ctx, seat("cd"), known))
	if p, _ := Get[Person](x.ctx, x.mem, a.Person.ID); !p.Strands.Has("review") || len(x.last().Changes) != 2 {
		t.Errorf("%+v", p)
	}
}

// TestDeedsBeyondRolesAreNoticed: what somebody wrote on another laptop that the roles of here do not allow.
func TestDeedsBeyondRolesAreNoticed(t *testing.T) {
	x := newStaff(t)
	for _, c := range []struct {
		name    string
		desk    Desk
		verb    Verb
		caseID  ID
		strands Set
		want    bool
	}{
		{"own work", x.inspector, VerbSaveFinding, x.id, NewSet("audit"), false},
		{"of two strands, one the own", x.inspector, VerbSaveEvidence, x.id, NewSet("audit", "review"), false},
		{"another strand", x.inspector, VerbSaveFinding, x.id, NewSet("review"), true},
		{"another group", x.stranger, VerbSaveFinding, x.id, NewSet("audit"), true},
		{"another role", x.inspector, VerbApprove, x.id, NewSet("audit"), true},
		{"no case", x.leader, VerbSaveUnit, "", nil, false},
		{"a case that is not here", x.inspector, VerbSaveFinding, testID(992), NewSet("audit"), false},
		{"a deed of a later version", x.inspector, "comet.watch", x.id, nil, false},
		{"nobody known", with(x.leader, func(d *Desk) { d.Seat = testID(993) }), VerbSaveFinding, x.id, nil, true},
	} {
		if got := Beyond(x.ctx, x.mem, c.verb, c.desk.Seat, c.caseID, c.strands); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	x.must(x.LeaveOut(x.ctx, x.inspector.Seat, 3, "离组"))
	if Beyond(x.ctx, x.mem, VerbSaveFinding, x.inspector.Seat, x.id, NewSet("audit")) {
		t.Error("what was done before leaving is beyond the roles")
	}
	if !Beyond(x.ctx, x.mem, VerbApprove, x.inspector.Seat, x.id, nil) {
		t.Error("who left may do everything")
	}
	x.must(x.Recuse(x.ctx, x.id, x.person(x.leader), true))
	if !Beyond(x.ctx, x.mem, VerbCloseStage, x.leader.Seat, x.id, nil) {
		t.Error("the deed of who is recused is not noticed")
	}
	alone := newTable(t)
	if Beyond(alone.ctx, alone.mem, VerbApprove, alone.Seat, "", nil) {
		t.Error("who is alone is told off")
	}
}

func TestPackagesAreWrittenByWhoMay(t *testing.T) {
	x := newStaff(t)
	office, admin := x.colleague("张联络", nil, RoleOffice), x.colleague("鲁运维", nil, RoleAdmin)
	for _, c := range []struct {
		desk  Desk
		kind  string
		whole bool
		code  string
	}{
		{x.inspector, "work", false, ""}, {x.materials, "work", false, ""}, {x.director, "receipt", false, ""}, {x.inspector, "work", true, "role.pack"},
		{x.inspector, "reading", false, "role.pack"}, {x.leader, "reading", false, ""}, {x.leader, "work", true, ""}, {office, "work", true, ""},
		{admin, "work", true, "role.pack"}, {admin, "round", false, ""}, {office, "round", false, ""}, {x.lead, "round", false, "role.pack"},
		{x.lead, "archive", false, ""}, {x.tally, "archive", false, "role.pack"}, {admin, "template", false, ""}, {admin, "template", true, ""}, {x.reviewer, "template", false, "role.pack"},
		{x.colleague("邹配合", nil, RoleLiaison), "work", false, "role.verb"}, {with(x.leader, func(d *Desk) { d.Seat = "" }), "work", false, "seat.none"},
	} {
		err := PermitPackOut(x.ctx, x.mem, c.desk.Seat, c.kind, c.whole)
		what := map[string]string{"kind": c.kind, "number": "4"}
		if c.whole {
			what["whole"] = "true"
		}
		noted := c.desk.NotePackOut(x.ctx, what)
		if CodeOf(err) != c.code || CodeOf(noted) != c.code || c.code == "" && (err != nil || noted != nil) {
			t.Errorf("%s writes %s, whole %v: %v, %v, want %q", c.desk.Who, c.kind, c.whole, err, noted, c.code)
		}
	}
}

func TestExchangeLeavesTracesAtTheOwnSeat(t *testing.T) {
	x := newStaff(t)
	what := map[string]string{"kind": "work"}
	for _, c := range []struct {
		verb Verb
		note func(Desk) error
		few  bool
	}{
		{VerbPackOut, func(d Desk) error { return d.NotePackOut(x.ctx, what) }, false}, {VerbPackIn, func(d Desk) error { return d.NotePackIn(x.ctx, what) }, false},
		{VerbTakeBack, func(d Desk) error { return d.NoteTakeBack(x.ctx, what) }, true}, {VerbTakeAgain, func(d Desk) error { return d.NoteTakeAgain(x.ctx, what) }, true},
		{VerbHandOver, func(d Desk) error { return d.NoteHandOver(x.ctx, what) }, false},
	} {
		x.must(c.note(x.leader))
		deed := x.last()
		if deed.Verb != c.verb || deed.Case != "" || len(deed.Changes) != 1 || deed.Changes[0].Kind != Note || deed.Changes[0].Entity != x.leader.Seat || string(deed.Changes[0].Value) != `{"kind":"work"}` {
			t.Errorf("%s: %+v", c.verb, deed)
		}
		if err := c.note(x.inspector); (CodeOf(err) == "role.verb") != c.few {
			t.Errorf("an inspector, %s: %v", c.verb, err)
		}
	}
}

// TestScopeAndSelfCheckChangeNothingElse: a screen that saves more than its own under these deeds is a mistake in the
// program and is stopped.
func TestScopeAndSelfCheckChangeNothingElse(t *testing.T) {
	x := newStaff(t)
	x.must(x.inspector.AnswerItem(x.ctx, x.id, "JJ-1-01", AnswerInput{Conclusion: ptr(NoProblem)}))
	answer := AnswerID(x.id, "JJ-1-01")
	other := Answer{ID: AnswerID(x.id, "JJ-1-02"), Case: x.id, Item: "JJ-1-02", SelfCheck: NoProblem, By: "华取证", On: x.Today()}
	for _, c := range []struct {
		name string
		err  error
		ok   bool
	}{
		{"scope", Amend(x.ctx, x.Desk, VerbScopeSeat, x.inspector.Seat, func(s *Seat) error { s.Strands = NewSet("audit"); return nil }), true},
		{"laptop under scope", Amend(x.ctx, x.Desk, VerbScopeSeat, x.inspector.Seat, func(s *Seat) error { s.Laptop = "新"; return nil }), false},
		{"a new seat under scope", Keep(x.ctx, x.Desk, VerbScopeSeat, Seat{ID: SeatID(strings.Repeat("ef", 16)), Key: strings.Repeat("ef", 16), Person: x.person(x.leader), Sign: "s", Box: "age1", Since: x.Today()}), false},
		{"self-check", Amend(x.ctx, x.leader, VerbTakeSelfCheck, answer, func(a *Answer) error { a.SelfCheck, a.SelfNote = Problem, "有"; return nil }), true},
		{"a new self-check", Keep(x.ctx, x.leader, VerbTakeSelfCheck, other), true},
		{"the group's answer under self-check", Amend(x.ctx, x.leader, VerbTakeSelfCheck, answer, func(a *Answer) error { a.Note = "无"; return nil }), false},
		{"a new answer of the group", Keep(x.ctx, x.leader, VerbTakeSelfCheck, with(other, func(a *Answer) { a.ID, a.Item, a.Note = AnswerID(x.id, "XR-1-01"), "XR-1-01", "无" })), false},
	} {
		if (c.err == nil) != c.ok || CodeOf(c.err) != "" {
			t.Errorf("%s: %v", c.name, c.err)
		}
	}
}
