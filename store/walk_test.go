package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lianshen/app"
)

// walk leads one case through its stages by use cases alone, on a real workspace.
type walk struct {
	t      *testing.T
	w      *Workspace
	desk   app.Desk
	now    time.Time
	round  app.ID
	group  app.ID
	id     app.ID   // of the case
	first  app.ID   // of the finding whose amount an opinion changes
	people []app.ID // of the principals, in their order
}

func newWalk(t *testing.T) *walk {
	t.Helper()
	w := fresh(t)
	x := &walk{t: t, w: w}
	w.now = func() time.Time { x.now = x.now.Add(time.Second); return x.now }
	x.desk = w.Desk()
	return x
}

// on turns the calendar to a day.
func (x *walk) on(day string) {
	d := app.MustDate(day)
	x.now = time.Date(d.Year, time.Month(d.Month), d.Day, 9, 0, 0, 0, time.Local)
}

func (x *walk) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatalf("on %s: %v", app.DateOf(x.now), err)
	}
}

func (x *walk) made(id app.ID, err error) app.ID {
	x.t.Helper()
	x.must(err)
	return id
}

func (x *walk) dossier() app.Dossier {
	x.t.Helper()
	d, err := x.w.Dossier(ctx, x.id)
	x.must(err)
	return d
}

// saveCase changes the case under a verb.
func (x *walk) saveCase(verb app.Verb, f func(*app.Case)) {
	x.t.Helper()
	x.must(x.desk.SaveCase(ctx, verb, x.id, func(c *app.Case) error { f(c); return nil }))
}

// refuses demands that closing the stage is refused, naming exactly these things, and that nothing is kept of it.
func (x *walk) refuses(want ...string) {
	x.t.Helper()
	before := x.dossier().Case
	err := x.desk.CloseStage(ctx, x.id)
	var told *app.Error
	if !errors.As(err, &told) || told.Code != "gate.closed" {
		x.t.Fatalf("closing %s: %v", before.Stage, err)
	}
	missing, ok := told.Args["missing"].([]app.Missing)
	if !ok || told.Args["count"] != len(missing) || told.Args["stage"] != before.Stage {
		x.t.Errorf("the refusal carries %+v", told.Args)
	}
	var got []string
	for _, m := range missing {
		if !m.Hard || m.Room == "" {
			x.t.Errorf("%s stops the closing of %s and is not hard, or nowhere to mend", m.Key(), before.Stage)
		}
		got = append(got, m.Key())
	}
	if !slices.Equal(got, want) {
		x.t.Errorf("closing %s is refused for\n%v\nwant\n%v", before.Stage, got, want)
	}
	if after := x.dossier().Case; !reflect.DeepEqual(after, before) {
		x.t.Errorf("a refused closing changed the case: %+v", after)
	}
}

// closes demands that the stage closes and leads to next, and that the board says so at once.
func (x *walk) closes(next app.Stage) {
	x.t.Helper()
	stage := x.dossier().Case.Stage
	if s := app.NextStep(x.dossier(), x.desk.Today()); s.Code != "close" {
		x.t.Errorf("before closing %s the next step is %s", stage, s.Code)
	}
	x.must(x.desk.CloseStage(ctx, x.id))
	c, today := x.dossier().Case, x.desk.Today()
	if c.Stage != next || c.Stages[next].Started != today || c.Stages[stage].Closed != today || c.Stages[stage].ClosedBy != "王敏" {
		x.t.Errorf("after closing %s: %s, %+v", stage, c.Stage, c.Stages)
	}
	board, err := x.w.Board(ctx, BoardQuery{Round: x.round, Stage: next}, today)
	x.must(err)
	if !slices.ContainsFunc(board.Rows, func(r BoardRow) bool { return r.ID == x.id && r.Number == c.Number }) {
		x.t.Errorf("the board does not list %s as %s", c.Number, next)
	}
}

// TestWalkFromNoticeToClosing opens a round and a case in an empty workspace and leads the case through all its stages:
// each time it is refused first, with all that is missing, then mended, then closed (acceptance 7).
func TestWalkFromNoticeToClosing(t *testing.T) {
	x := newWalk(t)
	x.begins()
	x.planned()
	x.selfCheck()
	x.entry()
	x.inspection()
	x.summary()
	x.rectification()
	x.ended()
}

func (x *walk) begins() {
	x.on("2026-02-25")
	x.round = x.made(x.desk.CreateRound(ctx, app.Round{Name: "2026年度", Year: 2026, City: "示例市", FoundingNo: "示委办〔2026〕5号"}))
	var members []string
	for i, name := range []string{"许示范", "陶访谈", "姜察看"} {
		p := app.Person{ID: x.desk.NewID(), Name: name, Dept: "市审计局", Roles: app.NewSet(string(app.RoleInspector)), Strands: app.NewSet(string(app.Strands[i]))}
		x.must(app.Keep(ctx, x.desk, app.VerbSavePerson, p))
		members = append(members, string(p.ID))
	}
	zone := app.Zone{ID: x.desk.NewID(), Round: x.round, Order: 1, Name: "第一责任区"}
	x.must(app.Keep(ctx, x.desk, app.VerbSaveZone, zone))
	group := app.Group{ID: x.desk.NewID(), Round: x.round, Order: 1, Name: "第一联审组", Zone: zone.ID, LeadDept: "市委组织部", Leader: app.ID(members[0]), Members: app.NewSet(members...)}
	x.must(app.Keep(ctx, x.desk, app.VerbSaveGroup, group))
	x.group = group.ID
	unit := app.Unit{ID: x.desk.NewID(), Name: "示例市青禾县", ShortName: "青禾县", Kind: app.County}
	x.must(app.Keep(ctx, x.desk, app.VerbSaveUnit, unit))
	x.id = x.made(x.desk.AddCase(ctx, app.NewCase{Round: x.round, Unit: unit, Zone: zone.ID, Principals: []app.Principal{
		{Name: "周样本", Post: "县委书记", Occasion: app.MidTerm, From: app.Month{Year: 2021, Month: 6}},
		{Name: "吴范例", Post: "县长", Occasion: app.MidTerm, From: app.Month{Year: 2022, Month: 1}}}}))
	d := x.dossier()
	if d.Case.Number != "LS2026-001" || d.Case.Stage != app.Planned || d.Unit.ID != unit.ID || len(d.Principals) != 2 || d.Round.SelfCheckDue != app.MustDate("2026-03-31") {
		x.t.Fatalf("the new case: %+v", d.Case)
	}
	x.people = []app.ID{d.Principals[0].ID, d.Principals[1].ID}
	for _, s := range app.Strands {
		if d.Templates[s].Count() == 0 || d.Case.Strands[s].ApprovingDept == "" {
			x.t.Errorf("%s: %d items, %+v", s, d.Templates[s].Count(), d.Case.Strands[s])
		}
	}
}

func (x *walk) planned() {
	x.refuses("group", "notice.number", "notice.received")
	x.saveCase(app.VerbSaveCase, func(c *app.Case) { c.Group = x.group })
	x.refuses("notice.number", "notice.received")
	d := x.dossier()
	d.Round.NoticeNumber, d.Round.NoticeDate = "示委办发〔2026〕7号", app.MustDate("2026-02-26")
	d.Round.Templates = nil // a form that does not show the pins of the checklists
	x.must(x.desk.SaveRound(ctx, d.Round))
	if got := x.dossier().Round; got.NoticeNumber == "" || len(got.Templates) != 3 {
		x.t.Errorf("the round after it was saved: %+v", got)
	}
	x.on("2026-02-27")
	x.saveCase(app.VerbSaveNotice, func(c *app.Case) { c.Notice.ReceivedOn, c.Notice.ReceivedBy = x.desk.Today(), "邹配合" })
	x.closes(app.SelfCheck)
}

func (x *walk) selfCheck() {
	x.on("2026-03-02")
	x.refuses("announce.contents:objects", "announce.contents:content", "announce.contents:period", "announce.contents:members",
		"announce.contents:contact", "announce.contents:discipline", "announce.posted", "selfcheck.received")
	x.saveCase(app.VerbSaveAnnounce, func(c *app.Case) {
		c.Announce = app.Announcement{Objects: "周样本、吴范例", Content: "选人用人、机构编制、经济责任", Period: "2026年4月至6月", Members: "许示范", Contact: "0000-0000000",
			Place: "县政府公示栏", From: x.desk.Today()}
	})
	x.refuses("announce.contents:discipline", "selfcheck.received")
	x.saveCase(app.VerbSaveAnnounce, func(c *app.Case) { c.Announce.Discipline = "八不准" })
	if err := x.desk.AnswerItem(ctx, x.id, "XR-1-01", app.AnswerInput{Conclusion: of(app.NoProblem)}); app.CodeOf(err) != "stage.early" {
		x.t.Errorf("an answer before the entry meeting: %v", err)
	}
	x.must(x.desk.AnswerItem(ctx, x.id, "XR-1-01", app.AnswerInput{SelfCheck: of(app.NoProblem), SelfNote: of("程序齐全")}))
	x.on("2026-03-30")
	x.saveCase(app.VerbSaveSelfCheck, func(c *app.Case) {
		c.SelfCheck = app.SelfCheckReport{Title: "青禾县自检自查报告", Pages: 42, SubmittedOn: x.desk.Today(), SubmittedBy: "邹配合", ReceivedBy: "王敏", Signed: true, Sealed: true,
			Parts: map[app.Strand]bool{app.Review: true, app.Verification: true}, Levels: map[string]app.Level{"县教育局": {Person: "孟层级", Done: true, On: app.MustDate("2026-03-20")}}}
	})
	if got := soft(x.dossier()); !slices.Equal(got, []string{"selfcheck.parts:audit", "notice.audit"}) {
		x.t.Errorf("advice after a report without its third part: %v", got)
	}
	x.saveCase(app.VerbSaveSelfCheck, func(c *app.Case) { c.SelfCheck.Parts[app.Audit] = true })
	x.saveCase(app.VerbSaveNotice, func(c *app.Case) {
		c.Notice.AuditNumber, c.Notice.AuditServed = "示审通〔2026〕3号", x.desk.Today()
	})
	x.closes(app.EntryMeeting)
}

func (x *walk) entry() {
	x.on("2026-04-08")
	x.refuses("meeting.entry")
	other := x.made(x.desk.AddCase(ctx, app.NewCase{Round: x.round, Unit: app.Unit{Name: "示例市松原县", Kind: app.County}, Group: x.group}))
	meeting := app.Meeting{Round: x.round, Type: app.Entry, Mode: app.Counties, Reason: "两县同日进点", Cases: app.NewSet(string(other)), On: x.desk.Today(),
		Expected: 190, Present: 186, Agenda: app.NewSet(app.AgendaEntry...)}
	meeting.ID = x.made(x.desk.HoldMeeting(ctx, meeting))
	x.refuses("meeting.entry")
	meeting.Cases = app.NewSet(string(x.id), string(other))
	x.made(x.desk.HoldMeeting(ctx, meeting))
	x.saveCase(app.VerbSaveOnSite, func(c *app.Case) {
		c.OnSite.From, c.Liaisons = x.desk.Today(), map[string]app.Liaison{"邹配合": {Post: "县委办副主任"}}
	})
	if got := soft(x.dossier()); !slices.Equal(got, []string{"survey.closed", "evaluation.closed"}) {
		x.t.Errorf("advice before the tallies: %v", got)
	}
	s := app.Survey{ID: x.desk.NewID(), Case: x.id, On: x.desk.Today(), Batch: app.Batch{Issued: 60, Returned: 60, Valid: 60}, Questions: map[string]app.Tally{"xr-overall": {Good: 50, Fair: 9}}}
	x.must(x.desk.SaveSurvey(ctx, s))
	if err := x.desk.CloseTally(ctx, s.ID); app.CodeOf(err) != "tally.sum" {
		x.t.Errorf("a survey that is one short: %v", err)
	}
	s.Questions["xr-overall"] = app.Tally{Good: 50, Fair: 10}
	x.must(x.desk.SaveSurvey(ctx, s))
	x.must(x.desk.CloseTally(ctx, s.ID))
	e := app.Evaluation{ID: x.desk.NewID(), Case: x.id, On: x.desk.Today(), Batch: app.Batch{Issued: 186, Returned: 182, Valid: 179},
		Overall: app.Tally{Good: 92, Fair: 71, Average: 14, Poor: 2}, Counters: app.NewSet("陶访谈", "姜察看"), Scrutineers: app.NewSet("魏调阅"),
		Rows: map[app.Strand]app.Tally{app.Review: {Good: 88, Fair: 70, Average: 17, Poor: 4}, app.Verification: {Good: 81, Fair: 69, Average: 24, Poor: 5}, app.Audit: {Good: 76, Fair: 72, Average: 26, Poor: 5}}}
	x.must(x.desk.SaveEvaluation(ctx, e))
	x.must(x.desk.CloseTally(ctx, e.ID))
	if got := app.ExitGate(x.dossier()); len(got) != 0 {
		x.t.Errorf("still missing after a whole entry meeting: %+v", got)
	}
	x.closes(app.Inspection)
}

// soft gives the keys of what is only advised.
func soft(d app.Dossier) []string {
	var out []string
	for _, m := range app.ExitGate(d) {
		if !m.Hard {
			out = append(out, m.Key())
		}
	}
	return out
}

func of[T any](v T) *T { return &v }

// ended looks at the whole of it: the log proves it, the timeline tells it, the tables follow from it, and it is there
// when the workspace is opened again.
func (x *walk) ended() {
	if s := app.NextStep(x.dossier(), x.desk.Today()); s.Code != "done" {
		x.t.Errorf("after closing the next step is %s", s.Code)
	}
	if err := x.desk.CloseStage(ctx, x.id); app.CodeOf(err) != "case.closed" {
		x.t.Errorf("closing a closed case: %v", err)
	}
	if err := x.desk.AnswerItem(ctx, x.id, "XR-1-01", app.AnswerInput{Note: of("补记")}); app.CodeOf(err) != "case.closed" {
		x.t.Errorf("an answer in a closed case: %v", err)
	}
	x.verified("at the end")
	x.told()
	before, dossier := state(x.t, x.w), x.dossier()
	loaded, err := app.LoadDossier(ctx, x.w, x.id)
	x.must(err)
	if !reflect.DeepEqual(dossier, loaded) {
		x.t.Error("the dossier is not what app loads")
	}
	x.must(x.w.Rebuild(ctx, nil))
	if state(x.t, x.w) != before {
		x.t.Error("rebuilt from the log the state is another")
	}
	x.verified("after rebuilding")
	x.w = reopen(x.t, x.w)
	if got := x.dossier(); got.Case.Stage != app.Closed || !reflect.DeepEqual(got, dossier) {
		x.t.Errorf("opened again the case is %s, or its dossier another", got.Case.Stage)
	}
	c, err := x.w.CaseByNumber(ctx, "LS2026-001")
	x.must(err)
	if c.ID != x.id || state(x.t, x.w) != before {
		x.t.Error("opened again the state is another")
	}
	x.verified("after opening again")
}

func (x *walk) verified(when string) {
	x.t.Helper()
	report, err := x.w.Verify(ctx, nil)
	x.must(err)
	if !report.OK() || report.Attachments != 4 {
		x.t.Errorf("%s: %+v", when, report)
	}
}

// told asks the timeline for the case's life, and the history of the amount for what the opinion did.
func (x *walk) told() {
	events, err := x.w.Timeline(ctx, x.id, 10_000)
	x.must(err)
	slices.Reverse(events)
	if e := events[0]; e.Verb != app.VerbAddCase || e.Change != app.New {
		x.t.Errorf("it begins with %+v", e)
	}
	var stages []string
	count := map[app.Verb]int{}
	last := int64(0)
	for _, e := range events {
		if e.Record != last {
			count[e.Verb]++
		}
		last = e.Record
		if e.Verb == app.VerbCloseStage && e.Field == "stage" {
			stages = append(stages, string(e.Before)+string(e.After))
		}
		if e.Who != "王敏" || e.Case != x.id {
			x.t.Errorf("%s is told of %q in case %s", e.Verb, e.Who, e.Case)
		}
	}
	var want []string
	for _, s := range app.Stages[:len(app.Stages)-1] {
		want = append(want, fmt.Sprintf("%q%q", s, s.Next()))
	}
	if !slices.Equal(stages, want) {
		x.t.Errorf("the stages went %v", stages)
	}
	d := x.dossier()
	answered := 0
	for _, a := range d.Answers {
		if a.Conclusion != "" {
			answered++
		}
	}
	for verb, n := range map[app.Verb]int{app.VerbAnswerItem: answered, app.VerbSelfAnswer: 1, app.VerbRecordFinding: 3, app.VerbAddEvidence: 3, app.VerbWritePaper: 3,
		app.VerbReviewPaper: 3, app.VerbRecordReport: 3, app.VerbSendDrafts: 1, app.VerbRecordOpinion: 1, app.VerbDecideOpinion: 1, app.VerbApprove: 3, app.VerbIssue: 3,
		app.VerbDeliver: 10, app.VerbSupervise: 1, app.VerbRegisterUse: 3, app.VerbCloseTally: 2, app.VerbCloseStage: 6} {
		if count[verb] != n {
			x.t.Errorf("the timeline has %d deeds %s, want %d", count[verb], verb, n)
		}
	}
	history, err := x.w.History(ctx, x.first, "amount")
	x.must(err)
	var amounts []string
	for _, e := range history {
		amounts = append(amounts, string(e.Verb)+" "+raw(e.Before)+">"+raw(e.After))
	}
	if got := strings.Join(amounts, ", "); got != "opinion.decide 1268000000>768000000, finding.record >1268000000" {
		x.t.Errorf("the amount went %s", got)
	}
}

func raw(m json.RawMessage) string { return string(m) }
