package ui

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
)

// TestWalkANewCaseThroughTheWindow opens a round and a case in a new workspace and leads it to its closing by hand:
// every stage is closed with the button, and after every step the workspace is asked what it has (acceptance 7). Where
// hand entry of more of the same would show nothing new, use cases do the rest.
func TestWalkANewCaseThroughTheWindow(t *testing.T) {
	for _, lang := range []string{i18n.Chinese, i18n.English} {
		t.Run(lang, func(t *testing.T) {
			x := newHand(t, lang)
			x.on("2026-02-25")
			dir := filepath.Join(t.TempDir(), "walk"+store.Suffix)
			x.founds(dir)
			x.press("", i18n.T("secrecy.read"))
			x.laysOutTheRound()
			x.laysOutTheCase()
			x.planned()
			x.selfCheck()
			x.entry()
			x.bench()
			x.finding()
			x.proven()
			x.summary()
			x.rectification()
			x.closed(dir)
		})
	}
}

func (x *hand) laysOutTheRound() {
	x.press("", i18n.T("board.newround"))
	basics := i18n.T("board.round.basics")
	x.typeIn(basics, i18n.T("board.f.roundname"), "2026年度")
	x.typeIn(basics, i18n.T("board.f.city"), "示例市")
	groups := i18n.T("board.groups")
	x.press(groups, i18n.T("board.groups.add"))
	x.typeIn(groups, i18n.T("board.f.groupname"), "第一联审组")
	people := i18n.T("board.people")
	x.press(people, i18n.T("board.people.add"))
	x.typeIn(people, i18n.T("board.f.name"), "戚复核")
	x.quiet()
	rounds, err := x.d.ws.Rounds(x.t.Context())
	x.must(err)
	if len(rounds) != 1 || rounds[0].Name != "2026年度" || rounds[0].City != "示例市" || rounds[0].Templates[app.Audit] == "" {
		x.t.Fatalf("the round: %+v", rounds)
	}
	x.press("", i18n.T("board.back"))
	x.at(shell.RoomBoard)
}

func (x *hand) laysOutTheCase() {
	x.press("", i18n.T("board.newcase"))
	unit := i18n.T("board.newcase.unit")
	x.typeIn(unit, i18n.T("board.f.unitname"), "示例市青禾县")
	x.choose(unit, i18n.T("board.f.unitkind"), i18n.Enum("unitkind", app.County))
	x.choose(unit, i18n.T("board.f.group"), "第一联审组")
	for i, p := range []struct{ name, post, from string }{{"周样本", "县委书记", "2021-6"}, {"吴范例", "县长", "2022-01"}} {
		who := i18n.T("board.newcase.principal", "n", i18n.Number(i+1))
		x.typeIn(who, i18n.T("board.f.name"), p.name)
		x.typeIn(who, i18n.T("board.f.post"), p.post)
		x.typeIn(who, i18n.T("board.f.from"), p.from)
	}
	x.press("", i18n.T("board.newcase.save"))
	c, err := x.d.ws.CaseByNumber(x.t.Context(), "LS2026-001")
	x.must(err)
	x.id = c.ID
	d := x.dossier()
	if d.Unit.Name != "示例市青禾县" || d.Unit.Kind != app.County || d.Group.Name != "第一联审组" || c.Stage != app.Planned {
		x.t.Errorf("the new case: %+v of %+v", c, d.Unit)
	}
	if len(d.Principals) != 2 || d.Principals[0].From != (app.Month{Year: 2021, Month: 6}) || d.Principals[1].Post != "县长" {
		x.t.Fatalf("its principals: %+v", d.Principals)
	}
	x.at(shell.RoomCase)
	if x.d.shell.Route().Case != x.id || !x.shows("示例市青禾县") {
		x.t.Error("the window does not show the new case")
	}
}

func (x *hand) planned() {
	x.lacks("notice.number", "notice.received")
	x.press(i18n.T("case.next"), i18n.T("case.step.go"))
	x.at("case/planned")
	notice := i18n.T("case.notice")
	x.on("2026-02-27")
	x.typeIn(notice, word("noticeNumber"), "示委办发〔2026〕7号")
	x.lacks("notice.received")
	x.typeIn(notice, i18n.T("case.f.noticereceived"), "2026-02-30")
	if x.dossier().Case.Notice.ReceivedOn != (app.Date{}) {
		x.t.Error("a day that does not exist was kept")
	}
	x.typeIn(notice, i18n.T("case.f.noticereceived"), "2026.2.27")
	x.quiet()
	n := x.dossier().Case.Notice
	if n.Number != "示委办发〔2026〕7号" || n.ReceivedOn != app.MustDate("2026-02-27") {
		x.t.Errorf("the notice: %+v", n)
	}
	x.closes(app.SelfCheck)
}

func (x *hand) selfCheck() {
	x.page("selfcheck")
	x.lacks("announce.contents:objects", "announce.contents:content", "announce.contents:period", "announce.contents:members",
		"announce.contents:contact", "announce.contents:discipline", "announce.posted", "selfcheck.received")
	announce := i18n.T("case.announce")
	for _, name := range []string{"objects", "content", "period", "members", "contact", "discipline"} {
		x.typeIn(announce, word(name), "公示"+name)
	}
	x.lacks("announce.posted", "selfcheck.received")
	x.typeIn(announce, word("from"), "20260302")
	a := x.dossier().Case.Announce
	if len(a.Missing()) != 0 || a.Discipline != "公示discipline" || a.From != app.MustDate("2026-03-02") {
		x.t.Errorf("the announcement: %+v", a)
	}
	x.on("2026-03-30")
	report := i18n.T("case.selfcheck")
	x.typeIn(report, word("submittedOn"), "2026-03-30")
	x.typeIn(report, word("pages"), "42")
	x.tick(report, word("signed"), word("sealed"), i18n.Enum("strand", app.Review), i18n.Enum("strand", app.Verification), i18n.Enum("strand", app.Audit))
	x.quiet()
	s := x.dossier().Case.SelfCheck
	if s.SubmittedOn != app.MustDate("2026-03-30") || s.Pages != 42 || !s.Signed || !s.Sealed || len(s.Parts) != 3 {
		x.t.Errorf("the receipt of the self-check: %+v", s)
	}
	x.closes(app.EntryMeeting)
}

func (x *hand) entry() {
	x.on("2026-04-08")
	x.page("entry")
	x.lacks("meeting.entry")
	meeting := i18n.Enum("meetingtype", app.Entry)
	x.press(meeting, i18n.T("case.meeting.add"))
	x.typeIn(meeting, word("on"), "2026-04-08")
	x.typeIn(meeting, word("place"), "县会议中心")
	for _, item := range app.AgendaEntry {
		x.tick(meeting, i18n.T("agenda.entry."+item))
	}
	m, held := x.dossier().Meeting(app.Entry)
	if !held || m.Place != "县会议中心" || m.On != app.MustDate("2026-04-08") || len(m.Agenda.Sorted()) != len(app.AgendaEntry) || !m.Cases.Has(string(x.id)) {
		x.t.Errorf("the entry meeting: %+v", m)
	}
	liaisons := i18n.T("case.liaisons")
	x.press(liaisons, i18n.T("case.liaisons.add"))
	x.typeIn(liaisons, i18n.T("case.f.name"), "邹配合")
	x.typeIn(liaisons, word("post"), "县委办副主任")
	if l := x.dossier().Case.Liaisons; len(l) != 1 || l["邹配合"].Post != "县委办副主任" {
		x.t.Errorf("the liaisons: %+v", l)
	}
	evaluation := i18n.T("case.evaluations")
	x.press(evaluation, i18n.T("case.evaluations.add"))
	for _, name := range []string{"issued", "returned", "valid"} {
		x.typeIn(evaluation, word(name), "20")
	}
	x.cells(evaluation, "18", "2", "", "", "", "17", "3", "", "", "", "16", "4", "", "", "", "15", "4", "", "", "")
	x.typeIn(evaluation, word("counters"), "陶访谈、姜察看")
	x.typeIn(evaluation, word("scrutineers"), "魏调阅")
	x.press(evaluation, i18n.T("case.tally.close"))
	if e := x.dossier().Evaluations; len(e) != 1 || e[0].Closed || e[0].Overall.Good != 15 {
		x.t.Fatalf("a tally that is one short: %+v", e)
	}
	x.cells(evaluation, "18", "2", "", "", "", "17", "3", "", "", "", "16", "4", "", "", "", "15", "5")
	x.press(evaluation, i18n.T("case.tally.close"))
	e := x.dossier().Evaluations
	if len(e) != 1 || !e[0].Closed || e[0].Rows[app.Audit] != (app.Tally{Good: 16, Fair: 4}) || len(e[0].Counters.Sorted()) != 2 {
		x.t.Fatalf("the evaluation: %+v", e)
	}
	x.quiet()
	x.closes(app.Inspection)
}

// cells types counts into a grid, from one cell to the next by Enter.
func (x *hand) cells(heading string, counts ...string) {
	x.t.Helper()
	grid := field[*fyne.Container](x, heading, i18n.T("case.counts"))
	cell, _ := first(flat(grid), anyOf[*kit.Entry])
	x.canvas().Focus(cell)
	for _, n := range counts {
		now, ok := x.canvas().Focused().(*kit.Entry)
		if !ok {
			x.t.Fatal("Enter does not lead to the next count")
		}
		now.SetText("")
		x.write(n)
		x.key(fyne.KeyReturn)
	}
	x.canvas().Unfocus()
	x.settle()
}

// bench answers the first checklist by keys alone.
func (x *hand) bench() {
	x.on("2026-05-11")
	x.ctrl(fyne.KeyB)
	x.at(shell.RoomBench)
	x.write("1")
	x.key(fyne.KeyDown)
	x.write("2")
	x.write("n")
	x.write("两名干部任前公示不足五个工作日")
	x.key(fyne.KeyEscape, fyne.KeyDown)
	x.write("3")
	if a := x.dossier().Answers["XR-1-03"]; a.Conclusion != "" {
		x.t.Errorf("not applicable without a reason is kept: %+v", a)
	}
	x.write("任期内没有此类事项")
	x.key(fyne.KeyEscape)
	a := x.dossier().Answers
	if a["XR-1-01"].Conclusion != app.NoProblem || a["XR-1-02"].Conclusion != app.Problem || a["XR-1-02"].Note != "两名干部任前公示不足五个工作日" ||
		a["XR-1-03"].Conclusion != app.NotApplicable || a["XR-1-03"].Note != "任期内没有此类事项" || a["XR-1-02"].By != "王敏" {
		x.t.Fatalf("after three items by keys: %+v", a)
	}
	for range x.dossier().Templates[app.Review].Count() {
		x.key(fyne.KeyDown)
		if x.d.shell.Route().Room != shell.RoomBench {
			x.t.Fatal("a key led out of the bench")
		}
		x.write("1")
	}
	d := x.dossier()
	if p := app.ProgressOf(d, app.Review); p.Open() != 0 || p.Problems != 1 || p.NotApplicable != 1 {
		x.t.Fatalf("after the whole checklist by keys: %+v", p)
	}
	for _, s := range app.Strands[1:] {
		for _, section := range d.Templates[s].Sections {
			for _, item := range section.Items {
				c := app.NoProblem
				x.must(x.desk().AnswerItem(x.t.Context(), x.id, item.Code, app.AnswerInput{Conclusion: &c}))
			}
		}
	}
	x.settle()
}

// finding takes a proof in and makes a finding of the problem, from the bench.
func (x *hand) finding() {
	x.key(fyne.KeyHome, fyne.KeyDown)
	proof := filepath.Join(x.t.TempDir(), "公示材料.txt")
	x.must(os.WriteFile(proof, []byte("任前公示"), 0o600))
	x.write("e")
	x.typeIn("", i18n.T("bench.evidence.file"), proof)
	x.typeIn("", i18n.T("bench.evidence.title"), "任前公示材料")
	x.press("", i18n.T("bench.evidence.add"))
	e := x.dossier().Evidence
	if len(e) != 1 || e[0].Title != "任前公示材料" || e[0].FileName != "公示材料.txt" || !e[0].Items.Has("XR-1-02") || x.d.ws.AttachmentState(e[0].FileHash) != store.AttachmentPresent {
		x.t.Fatalf("the evidence: %+v", e)
	}
	x.write("f")
	x.typeIn("", i18n.T("finding.title"), "任前公示时间不足")
	x.typeIn("", i18n.T("finding.amount"), "12.68万元")
	x.choose("", i18n.T("finding.responsible", "name", "吴范例", "post", "县长"), i18n.Enum("responsibility", app.Leadership))
	x.press("", i18n.T("bench.finding.record"))
	d := x.dossier()
	if len(d.Findings) != 1 || x.canvas().Overlays().Top() != nil {
		x.t.Fatalf("the findings: %+v", d.Findings)
	}
	f := d.Findings[0]
	if f.Title != "任前公示时间不足" || f.Fact != "两名干部任前公示不足五个工作日" || f.Amount != 12680000 || f.Item != "XR-1-02" || f.Number != 1 || len(f.Bases) == 0 {
		x.t.Errorf("the finding: %+v", f)
	}
	if f.Responsible[d.Principals[1].ID] != app.Leadership || !d.Evidence[0].Findings.Has(string(f.ID)) {
		x.t.Errorf("its responsibility %v, its evidence %+v", f.Responsible, d.Evidence[0])
	}
}

// proven writes and reviews the working paper of the finding and confirms it, in the room of findings. The drafts come
// to be by use cases; then the button closes the inspection.
func (x *hand) proven() {
	f := x.dossier().Findings[0]
	x.press("", i18n.T("bench.deed.case"))
	x.at(shell.RoomCase)
	id := string(f.ID)
	x.lacks("finding.paper:"+id, "finding.state:"+id, "draft:review", "draft:verification", "draft:audit")
	x.missing("finding.paper:" + id)
	papers := i18n.T("finding.papers")
	x.press(papers, i18n.T("finding.paper.write"))
	x.typeIn("", i18n.T("finding.paper.process"), "抽查任前公示十件")
	x.press("", i18n.T("finding.paper.save"))
	p := x.dossier().Papers
	if len(p) != 1 || p[0].Author != "王敏" || p[0].Process != "抽查任前公示十件" || !strings.HasPrefix(p[0].Conclusion, f.Fact) || !p[0].Findings.Has(id) || p[0].Index == "" {
		x.t.Fatalf("the paper: %+v", p)
	}
	x.press(papers, i18n.T("finding.paper.review"))
	x.choose("", i18n.T("finding.paper.reviewer"), "戚复核")
	x.typeIn("", i18n.T("finding.paper.opinionfield"), "同意")
	x.press("", i18n.T("finding.paper.review"))
	if p = x.dossier().Papers; p[0].Reviewer != "戚复核" || p[0].Review != "同意" || p[0].ReviewedOn != app.DateOf(x.now) {
		x.t.Fatalf("the review: %+v", p[0])
	}
	x.choose(i18n.T("finding.verdict"), i18n.T("finding.state"), i18n.Enum("findingstate", app.FindingConfirmed))
	if f = x.dossier().Findings[0]; f.State != app.FindingConfirmed {
		x.t.Errorf("the finding is %s", f.State)
	}
	x.tap(i18n.T("room.case"))
	x.lacks("draft:review", "draft:verification", "draft:audit")
	for _, s := range app.Strands {
		_, err := x.desk().RecordReport(x.t.Context(), app.Report{Case: x.id, Strand: s, Draft: true, Pages: 8})
		x.must(err)
	}
	x.settle()
	x.closes(app.Summary)
}

// closed looks at what the window shows of a closed case, and opens the workspace again.
func (x *hand) closed(dir string) {
	if _, ok := x.button("", x.closeWords(app.Rectification)); ok {
		x.t.Error("a closed case still offers to close its stage")
	}
	x.page("history")
	if !x.shows(i18n.Enum("verb", app.VerbCloseStage)) {
		x.t.Error("the history does not tell of the closing")
	}
	x.ctrl(fyne.Key1)
	x.at(shell.RoomBoard)
	if !x.shows("LS2026-001") || !x.shows(kit.StageWord(app.Closed)) {
		x.t.Error("the board does not show the case as closed")
	}
	report, err := x.d.ws.Verify(x.t.Context(), nil)
	x.must(err)
	if !report.OK() {
		x.t.Errorf("the log: %+v", report)
	}
	x.d.Leave()
	for x.d.shell.Route().Room != shell.RoomWelcome { // the workspace closes on a goroutine of its own
		x.settle()
		runtime.Gosched()
	}
	x.must(x.d.Open(x.t.Context(), dir))
	x.settle()
	x.at(shell.RoomUnlock)
	x.must(x.d.Unlock(x.t.Context(), storetest.Phrase))
	x.settle()
	if d := x.dossier(); d.Case.Stage != app.Closed || len(d.Deliveries) != 9 || !slices.ContainsFunc(d.Uses, func(u app.ResultUse) bool { return u.Dept == "市委组织部" }) {
		x.t.Errorf("opened again the case is %s", d.Case.Stage)
	}
}
