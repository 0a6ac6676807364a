package app

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// staff is a table with a case in the stage of inspection, three groups, two of them of its zone, and who works there,
// each at a desk of his or her own. The desk of the table itself is the office's and the administrator's.
type staff struct {
	*table
	id                                             ID // the case
	leader, lead, inspector, stranger, next        Desk
	reviewer, approver, tally, materials, director Desk
	group, other, neighbour                        Group
}

func newStaff(t testing.TB) *staff {
	x := &staff{table: newTable(t)}
	x.id = x.openCase()
	audit := NewSet(string(Audit))
	x.leader = x.colleague("许示范", nil, RoleGroupLeader)
	x.lead = x.colleague("严核账", audit, RoleStrandLead)
	x.inspector = x.colleague("金底稿", audit, RoleInspector)
	x.stranger = x.colleague("章比对", audit, RoleInspector)
	x.next = x.colleague("葛抽样", audit, RoleInspector)
	x.reviewer = x.colleague("戚复核", nil, RoleReviewer)
	x.approver = x.colleague("柳签发", audit, RoleApprover)
	x.tally = x.colleague("奚计票", nil, RoleTally)
	x.materials = x.colleague("魏调阅", nil, RoleMaterials)
	x.director = x.colleague("云统筹", nil, RoleLeading)
	round := x.dossier(x.id).Round.ID
	zone := Zone{ID: x.NewID(), Round: round, Name: "第一责任区"}
	x.must(Keep(x.ctx, x.Desk, VerbSaveZone, zone))
	x.group = Group{ID: x.NewID(), Round: round, Name: "第一联审组", Zone: zone.ID, Leader: x.person(x.leader),
		Members: NewSet(string(x.person(x.lead)), string(x.person(x.inspector)), string(x.person(x.materials)))}
	x.neighbour = Group{ID: x.NewID(), Round: round, Name: "第二联审组", Zone: zone.ID, Deputies: NewSet(string(x.person(x.next)))}
	x.other = Group{ID: x.NewID(), Round: round, Name: "第三联审组", Members: NewSet(string(x.person(x.stranger)))}
	for _, g := range []Group{x.group, x.neighbour, x.other} {
		x.must(Keep(x.ctx, x.Desk, VerbSaveGroup, g))
	}
	x.must(x.SaveCase(x.ctx, VerbSaveCase, x.id, func(c *Case) error {
		c.Group, c.Zone = x.group.ID, zone.ID
		st := c.Strands[Audit]
		st.Lead = x.person(x.lead)
		c.Strands[Audit] = st
		return nil
	}))
	return x
}

// TestWhoMayDoWhatInACase does deeds at the desks of people who work together.
func TestWhoMayDoWhatInACase(t *testing.T) {
	x := newStaff(t)
	answer := func(d Desk, item string) error {
		return d.AnswerItem(x.ctx, x.id, item, AnswerInput{Conclusion: ptr(NoProblem)})
	}
	finding := func(d Desk, s Strand) error {
		_, err := d.RecordFinding(x.ctx, Finding{Case: x.id, Strand: s, Title: "坐支", Fact: "收入坐支"})
		return err
	}
	material := func(d Desk, items ...string) error {
		return d.SaveMaterial(x.ctx, Material{Case: x.id, Name: "台账", Kind: Ledger, Items: NewSet(items...)})
	}
	talk := func(d Desk, strands ...string) error {
		return d.SaveTalk(x.ctx, Talk{Case: x.id, Type: "single", On: x.Today(), Strands: NewSet(strands...),
			Talkers: NewSet(string(x.person(x.inspector)), string(x.person(x.stranger)))})
	}
	assess := func(d Desk, s Strand) error {
		return d.SaveCase(x.ctx, VerbSaveCase, x.id, func(c *Case) error {
			st := c.Strands[s]
			st.Assessment += "好"
			c.Strands[s] = st
			return nil
		})
	}
	for _, c := range []struct {
		name string
		err  error
		code string
	}{
		{"inspector, own item", answer(x.inspector, "JJ-1-01"), ""},
		{"inspector, item of another strand", answer(x.inspector, "XR-1-01"), "role.strand"},
		{"inspector of another group", answer(x.stranger, "JJ-1-01"), "role.scope"},
		{"inspector of a group of the zone", answer(x.next, "JJ-1-02"), ""},
		{"leader, any item", answer(x.leader, "XR-1-01"), ""},
		{"office, item", answer(x.Desk, "XR-1-01"), "role.verb"},
		{"tally clerk, item", answer(x.tally, "JJ-1-01"), "role.verb"},
		{"inspector, finding of another strand", finding(x.inspector, Review), "role.strand"},
		{"strand lead, own finding", finding(x.lead, Audit), ""},
		{"reviewer, finding", finding(x.reviewer, Audit), "role.verb"},
		{"leading group, finding", finding(x.director, Audit), "role.verb"},
		{"materials clerk, material", material(x.materials, "XR-1-01"), ""},
		{"materials clerk, finding", finding(x.materials, Audit), "role.verb"},
		{"inspector, material of two strands", material(x.inspector, "XR-1-01", "JJ-1-01"), ""},
		{"inspector, material of another strand", material(x.inspector, "XR-1-01"), "role.strand"},
		{"inspector, material of none", material(x.inspector), ""},
		{"inspector, talk of the talkers' strand", talk(x.inspector), ""},
		{"inspector, talk for another strand", talk(x.inspector, "review"), "role.strand"},
		{"strand lead, assessment of the strand", assess(x.lead, Audit), ""},
		{"strand lead, assessment of another", assess(x.lead, Review), "role.strand"},
		{"strand lead, group of the case", x.lead.SaveCase(x.ctx, VerbSaveCase, x.id, func(c *Case) error { c.Secrecy = WorkSecret; return nil }), "role.common"},
		{"strand lead, text", x.lead.EditText(x.ctx, ReportText{Case: x.id, Strand: Audit, Section: "basis", Text: "改写"}), ""},
		{"inspector, text", x.inspector.EditText(x.ctx, ReportText{Case: x.id, Strand: Audit, Section: "basis", Text: "改写"}), "role.verb"},
		{"office, closing", x.CloseStage(x.ctx, x.id), "role.verb"},
		{"leader, closing", x.leader.CloseStage(x.ctx, x.id), "gate.closed"},
		{"leading group, use", x.director.RegisterUse(x.ctx, ResultUse{Case: x.id, Use: UseAppraisal, Dept: "市委组织部"}), ""},
		{"inspector, law", Keep(x.ctx, x.inspector, VerbSaveLaw, Law{ID: x.NewID(), Code: "X", Name: "x"}), "role.verb"},
		{"office, checklist", Keep(x.ctx, x.colleague("张联络", nil, RoleOffice), VerbSaveTemplate, testTemplate(Audit)), "role.verb"},
		{"liaison, signing in", x.colleague("邹配合", nil, RoleLiaison).SignIn(x.ctx), "role.verb"},
		{"nobody's role", answer(x.colleague("无身份", nil), "JJ-1-01"), "role.none"},
		{"no seat", answer(with(x.inspector, func(d *Desk) { d.Seat = "" }), "JJ-1-01"), "seat.none"},
		{"a seat there is not", answer(with(x.inspector, func(d *Desk) { d.Seat = testID(990) }), "JJ-1-01"), "seat.none"},
		{"inspector, print of the own strand", x.inspector.NotePrint(x.ctx, Report{ID: x.NewID(), Case: x.id, Strand: Audit}, map[string]string{"copies": "2"}), ""},
		{"inspector, print of another strand", x.inspector.NotePrint(x.ctx, Report{ID: x.NewID(), Case: x.id, Strand: Review}, nil), "role.strand"},
		{"inspector, export", x.inspector.NoteExport(x.ctx, Report{ID: x.NewID(), Case: x.id, Strand: Audit}, nil), "role.verb"},
		{"administrator, export of the round", x.colleague("鲁运维", nil, RoleAdmin).NoteExport(x.ctx, x.dossier(x.id).Round, nil), "role.scope"},
		{"office, export of the round", x.NoteExport(x.ctx, x.dossier(x.id).Round, nil), ""},
		{"strand lead, export of a case", x.lead.NoteExport(x.ctx, x.dossier(x.id).Case, nil), "role.common"},
		{"strand lead, export of the own report", x.lead.NoteExport(x.ctx, Report{ID: x.NewID(), Case: x.id, Strand: Audit}, nil), ""},
		{"administrator, export of the seats", x.colleague("鲁运维", nil, RoleAdmin).NoteExport(x.ctx, Seat{ID: x.Seat}, nil), ""},
		{"administrator, export of a case", x.colleague("鲁运维", nil, RoleAdmin).NoteExport(x.ctx, x.dossier(x.id).Case, nil), "role.scope"},
	} {
		if got := CodeOf(c.err); got != c.code || c.err != nil && c.code == "" {
			t.Errorf("%s: got %v %v, want %q", c.name, c.err, detail(c.err), c.code)
		}
	}
}

func TestRefusalNamesPersonRolesAndDeed(t *testing.T) {
	x := newStaff(t)
	err := x.inspector.EditText(x.ctx, ReportText{Case: x.id, Strand: Audit, Section: "basis", Text: "改写"})
	args := detail(err)
	if args["name"] != "金底稿" || args["deed"] != Word("verb.text.edit") || !slices.Equal(args["role"].([]string), []string{"inspector"}) {
		t.Errorf("the refusal carries %v", args)
	}
}

// TestStrandOfANounCannotBeChangedIntoOnesOwn: what one may not touch one may not take over either.
func TestStrandOfANounCannotBeChangedIntoOnesOwn(t *testing.T) {
	x := newStaff(t)
	id, err := x.leader.RecordFinding(x.ctx, Finding{Case: x.id, Strand: Review, Title: "t", Fact: "f"})
	x.must(err)
	x.refused(Amend(x.ctx, x.inspector, VerbSaveFinding, id, func(f *Finding) error { f.Strand = Audit; return nil }), "role.strand")
	own, err := x.inspector.RecordFinding(x.ctx, Finding{Case: x.id, Strand: Audit, Title: "t", Fact: "f"})
	x.must(err)
	x.refused(Amend(x.ctx, x.inspector, VerbSaveFinding, own, func(f *Finding) error { f.Strand = Review; return nil }), "role.strand")
}

func TestRemovingAsksTheRuleOfRemoving(t *testing.T) {
	x := newStaff(t)
	id, err := x.inspector.WritePaper(x.ctx, Paper{Case: x.id, Title: "t", Item: "JJ-1-01"})
	x.must(err)
	x.refused(Discard[Paper](x.ctx, x.inspector, VerbWritePaper, id), "role.verb")
	x.refused(Discard[Paper](x.ctx, x.stranger, VerbDropPaper, id), "role.verb")
	x.must(Discard[Paper](x.ctx, x.lead, VerbWritePaper, id))
}

func TestMeetingOfManyCasesIsForWhoMayInAll(t *testing.T) {
	x := newStaff(t)
	two, err := x.AddCase(x.ctx, NewCase{Round: x.group.Round, Group: x.other.ID, Unit: Unit{Name: "u", Kind: Organ}})
	x.must(err)
	m := Meeting{ID: x.NewID(), Round: x.group.Round, Type: Entry, On: x.Today(), Cases: NewSet(string(x.id), string(two))}
	_, err = x.leader.HoldMeeting(x.ctx, m)
	x.refused(err, "role.scope")
	_, err = x.HoldMeeting(x.ctx, m)
	x.must(err)
	m.Cases = NewSet(string(x.id)) // to take the other case out is a deed in it too
	_, err = x.leader.HoldMeeting(x.ctx, m)
	x.refused(err, "role.scope")
}

func TestCaseWithoutAGroupIsOpen(t *testing.T) {
	x := newStaff(t)
	x.must(x.SaveCase(x.ctx, VerbSaveCase, x.id, func(c *Case) error { c.Group = ""; return nil }))
	x.must(x.stranger.AnswerItem(x.ctx, x.id, "JJ-1-01", AnswerInput{Conclusion: ptr(NoProblem)}))
}

func TestRecusalBlocksTheCaseAndNoOther(t *testing.T) {
	x := newStaff(t)
	who := x.person(x.inspector)
	two, err := x.AddCase(x.ctx, NewCase{Round: x.group.Round, Group: x.group.ID, Unit: Unit{Name: "u", Kind: Organ}})
	x.must(err)
	x.refused(x.inspector.Recuse(x.ctx, x.id, who, true), "role.verb")
	x.refused(x.SaveCase(x.ctx, VerbSaveCase, x.id, func(c *Case) error { c.Recused = NewSet(string(who)); return nil }), "recuse.direct")
	x.must(x.leader.Recuse(x.ctx, x.id, who, true))
	answer := func(id ID) error {
		return x.inspector.AnswerItem(x.ctx, id, "JJ-1-01", AnswerInput{Conclusion: ptr(NoProblem)})
	}
	x.refused(answer(x.id), "role.recused")
	for _, verb := range []Verb{VerbUndo, VerbRestoreValue, VerbPrint, VerbReadSecret, VerbAnswerItem} {
		if rule, _ := RuleOf(verb); slices.Contains(rule.Roles, RoleInspector) {
			x.refused(Permit(x.ctx, x.mem, x.inspector.Seat, verb, x.id, nil), "role.recused")
		}
	}
	x.must(Permit(x.ctx, x.mem, x.inspector.Seat, VerbChangePhrase, "", nil))
	x.must(Permit(x.ctx, x.mem, x.inspector.Seat, VerbAnswerItem, two, NewSet("audit")))
	x.must(x.leader.Recuse(x.ctx, x.id, x.person(x.leader), true))
	x.refused(x.leader.Recuse(x.ctx, x.id, x.person(x.leader), false), "role.recused") // nobody takes back his or her own
	x.must(x.Recuse(x.ctx, x.id, who, false))
	x.must(answer(x.id))
}

func TestWhoIsAloneMayAllButInACaseOfOnesOwnRecusal(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	for _, verb := range Verbs {
		b.must(Permit(b.ctx, b.mem, b.Seat, verb, id, NewSet("review", "audit")))
	}
	b.must(b.Recuse(b.ctx, id, b.person(b.Desk), true))
	for _, verb := range Verbs {
		rule, _ := RuleOf(verb)
		want := ""
		if rule.Recusal && verb != VerbRecuse {
			want = "role.recused"
		}
		err := Permit(b.ctx, b.mem, b.Seat, verb, id, nil)
		if CodeOf(err) != want || want != "" && detail(err)["name"] != b.Who {
			t.Errorf("%s: %v %v, want %q", verb, err, detail(err), want)
		}
	}
	b.must(b.Recuse(b.ctx, id, b.person(b.Desk), false))
}

// TestDeedChangesOnlyWhatIsItsOwn: a screen that saves under a deed of another kind is a mistake that shows at once.
func TestDeedChangesOnlyWhatIsItsOwn(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	f := Finding{ID: b.NewID(), Case: id, Strand: Audit, Title: "t", Fact: "f"}
	for name, err := range map[string]error{
		"a finding as a unit":      Keep(b.ctx, b.Desk, VerbSaveUnit, f),
		"a finding as a removal":   Keep(b.ctx, b.Desk, VerbDropPaper, f),
		"the notice as the facts":  b.SaveCase(b.ctx, VerbSaveFacts, id, func(c *Case) error { c.Notice.ReceivedBy = "邹配合"; return nil }),
		"the facts as the waivers": b.SaveCase(b.ctx, VerbWaive, id, func(c *Case) error { c.Facts.OffQuota = 1; return nil }),
	} {
		if err == nil || CodeOf(err) != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	b.must(Keep(b.ctx, b.Desk, VerbSaveFinding, f))
	strand := func(f func(*CaseStrand)) func(*Case) {
		return func(c *Case) { c.Strands[Audit] = with(c.Strands[Audit], f) }
	}
	stage := func(f func(*StageDates)) func(*Case) {
		return func(c *Case) { c.Stages[Summary] = with(c.Stages[Summary], f) }
	}
	day := b.Today()
	b.must(b.Approve(b.ctx, Approval{Case: id, Strand: Audit, Approver: "柳签发", Agreed: true}, "示审责报〔2026〕3号"))
	for name, f := range map[string]func(*Case){
		"a waiver": func(c *Case) {
			c.Waivers = map[string]Waiver{"items.open": {Reason: "不查", By: "华取证", On: day}}
		},
		"the day of the draft": strand(func(s *CaseStrand) { s.DraftedOn = day }),
		"the day of the issue": strand(func(s *CaseStrand) { s.IssuedOn = day }),
		"another number":       strand(func(s *CaseStrand) { s.Number = "示审责报〔2026〕4号" }),
		"the signer":           strand(func(s *CaseStrand) { s.Signer = "施总揽" }),
		"the begin of a stage": stage(func(s *StageDates) { s.Started = day }),
		"the end of a stage":   stage(func(s *StageDates) { s.Closed = day }),
		"who closed a stage":   stage(func(s *StageDates) { s.ClosedBy = "华取证" }),
		"the round":            func(c *Case) { c.Round = testID(900) },
		"the notice":           func(c *Case) { c.Notice.ReceivedBy = "邹配合" },
	} {
		if err := b.SaveCase(b.ctx, VerbSaveCase, id, func(c *Case) error { f(c); return nil }); err == nil || CodeOf(err) != "" {
			t.Errorf("%s by saving the case: %v", name, err)
		}
	}
	b.sets(id, func(c *Case) {
		c.Waivers = map[string]Waiver{"items.open": {Reason: "不查", By: "华取证", On: day}}
	})
	for name, err := range map[string]error{
		"a stage, past SaveCase":       Amend(b.ctx, b.Desk, VerbSaveCase, id, func(c *Case) error { c.Stage = Closed; return nil }),
		"a waiver taken away":          b.SaveCase(b.ctx, VerbSaveCase, id, func(c *Case) error { c.Waivers = nil; return nil }),
		"a case that was not laid out": Keep(b.ctx, b.Desk, VerbSaveCase, with(b.dossier(id).Case, func(c *Case) { c.ID, c.Waivers = b.NewID(), nil })),
		"an issue by approving":        b.SaveCase(b.ctx, VerbApprove, id, func(c *Case) error { strand(func(s *CaseStrand) { s.Signer = "施总揽" })(c); return nil }),
	} {
		if err == nil || CodeOf(err) != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, f := range map[string]func(*Case){
		"the team":      func(c *Case) { c.Secrecy = WorkSecret },
		"the strand":    strand(func(s *CaseStrand) { s.Assessment, s.LeadDept = "履行较好", "市审计局" }),
		"planned dates": stage(func(s *StageDates) { s.PlannedFrom, s.PlannedTo = day, day }),
	} {
		if err := b.SaveCase(b.ctx, VerbSaveCase, id, func(c *Case) error { f(c); return nil }); err != nil {
			t.Errorf("%s by saving the case: %v", name, err)
		}
	}
}

// TestPermitFollowsTheTable asks Permit about any person, any case and any deed, and compares with the table and the
// rules of scope and recusal as they are said in words.
func TestPermitFollowsTheTable(t *testing.T) {
	x := newStaff(t)
	rapid.Check(t, func(t *rapid.T) {
		roles := rapid.SliceOfDistinct(rapid.SampledFrom(Roles), func(r Role) Role { return r }).Draw(t, "roles")
		own := rapid.SliceOfDistinct(rapid.SampledFrom(Strands), func(s Strand) Strand { return s }).Draw(t, "own")
		verb := rapid.SampledFrom(Verbs).Draw(t, "verb")
		strand := rapid.SampledFrom(append([]Strand{""}, Strands...)).Draw(t, "strand")
		place := rapid.SampledFrom([]string{"group", "neighbour", "other", "none"}).Draw(t, "place")
		recused := rapid.Bool().Draw(t, "recused")
		inCase := rapid.Bool().Draw(t, "in a case")
		p := Person{ID: testID(7000), Name: "某人", Roles: NewSet(list(roles)...), Strands: NewSet(list(own)...)}
		key := fmt.Sprintf("%032x", 7000)
		seat := Seat{ID: SeatID(key), Person: p.ID, Key: key}
		c := Case{ID: testID(7001), Round: x.group.Round, Group: x.group.ID, Zone: x.group.Zone, Recused: Set{string(p.ID): recused}}
		groups := map[string]Group{"group": x.group, "neighbour": x.neighbour, "other": x.other}
		for name, g := range groups {
			g.Members = NewSet(g.Members.Sorted()...)
			if name == place {
				g.Members[string(p.ID)] = true
			}
			set(t, x.mem, g)
		}
		set(t, x.mem, p)
		set(t, x.mem, seat)
		set(t, x.mem, c)
		id := ID("")
		if inCase {
			id = c.ID
		}
		var strands Set
		if strand != "" {
			strands = NewSet(string(strand))
		}
		rule, _ := RuleOf(verb)
		named, scoped, may := false, false, false
		for _, r := range roles {
			if !slices.Contains(rule.Roles, r) {
				continue
			}
			named = true
			in := !inCase || !rule.Scope
			switch r {
			case RoleReviewer, RoleApprover:
				in = in || place != "group"
			case RoleAdmin:
			case RoleGroupLeader, RoleSiteLead, RoleStrandLead, RoleInspector, RoleMaterials:
				in = in || place == "group" || place == "neighbour"
			default:
				in = true
			}
			scoped = scoped || in
			may = may || in && (strand == "" || May(r, verb, strand, p.Strands))
		}
		want := ""
		switch {
		case len(roles) == 0:
			want = "role.none"
		case !named:
			want = "role.verb"
		case inCase && rule.Recusal && recused:
			want = "role.recused"
		case !scoped:
			want = "role.scope"
		case !may:
			want = "role.strand"
		}
		if err := Permit(x.ctx, x.mem, seat.ID, verb, id, strands); CodeOf(err) != want {
			t.Fatalf("got %v, want %q", err, want)
		}
	})
}

// set puts a noun into the memory as it is, without asking anybody.
func set(t *rapid.T, m *memory, n Noun) {
	c, err := Create(n)
	if err == nil {
		err = m.apply(c)
	}
	if err != nil {
		t.Fatal(err)
	}
}
