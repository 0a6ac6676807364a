package app

import (
	"maps"
	"slices"
	"testing"
)

func ruleDossier() Dossier {
	return Dossier{
		Round: Round{Settings: DefaultSettings(), SelfCheckDue: MustDate("2026-03-31")},
		Case:  Case{ID: testID(1), Stage: Rectification},
		Unit:  Unit{Name: "示例市水务局", Kind: Organ},
		Principals: []Principal{{ID: testID(11), Name: "周样本", Order: 1},
			{ID: testID(12), Name: "吴范例", Order: 2}},
		Calendar: NewCalendar([]DayTable{table2026()}),
	}
}

func only(t *testing.T, d Dossier, today, code string) Deadline {
	t.Helper()
	var found []Deadline
	for _, x := range Deadlines(d, MustDate(today)) {
		if x.Code == code {
			found = append(found, x)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d deadlines %s: %+v", len(found), code, found)
	}
	return found[0]
}

func TestSelfCheckReportIsLate(t *testing.T) {
	d := ruleDossier()
	if x := only(t, d, "2026-04-03", "D1"); !x.Overdue() || x.Left != -3 || x.Level() != "overdue" {
		t.Errorf("open on 3 April: %+v", x)
	}
	d.Case.SelfCheck.SubmittedOn = MustDate("2026-04-07")
	if x := only(t, d, "2026-06-01", "D1"); x.Overdue() || !x.Late() || x.Left != -7 || x.Level() != "done" {
		t.Errorf("handed in on 7 April: %+v", x)
	}
}

func TestAuditNoticeLeadsTheStartByThreeWorkingDays(t *testing.T) {
	d := ruleDossier()
	d.Case.OnSite.From = MustDate("2026-04-08")
	if x := only(t, d, "2026-04-01", "D2"); x.Due != MustDate("2026-04-02") || x.Left != 1 || x.Kind != WorkingDays {
		t.Errorf("%+v", x)
	}
	d.Case.Notice.AuditServed = MustDate("2026-04-03")
	if x := only(t, d, "2026-05-01", "D2"); !x.Late() {
		t.Errorf("served a day late: %+v", x)
	}
}

func TestAnnouncementRunsBySettingOrUntilTheGroupLeaves(t *testing.T) {
	d := ruleDossier()
	d.Case.Announce.From = MustDate("2026-03-02")
	d.Case.OnSite.To = MustDate("2026-06-12")
	if x := only(t, d, "2026-03-03", "D3"); x.Due != MustDate("2026-06-12") || !x.Done.IsZero() {
		t.Errorf("until the group leaves: %+v", x)
	}
	d.Round.Settings.AnnounceDays = 7
	d.Case.Announce.To = MustDate("2026-03-09")
	if x := only(t, d, "2026-03-09", "D3"); x.Due != MustDate("2026-03-09") || x.Done.IsZero() {
		t.Errorf("seven days: %+v", x)
	}
}

func TestMaterialsAndSheetsHaveTermsInWorkingDays(t *testing.T) {
	d := ruleDossier()
	d.Materials = []Material{
		{ID: testID(21), AskedOn: MustDate("2026-04-30"), Name: "台账"}, // 1–5 May off, 9 May worked
		{ID: testID(22), AskedOn: MustDate("2026-04-30"), DueOn: MustDate("2026-05-20"), NotWhy: "无此资料"},
	}
	d.Evidence = []Evidence{{ID: testID(23), Sheet: true, CollectedOn: MustDate("2026-05-08"), SheetDue: MustDate("2026-05-12")}, {ID: testID(24)}}
	if x := only(t, d, "2026-05-08", "D4"); x.Due != MustDate("2026-05-08") || x.Left != 0 || x.Level() != "near" || x.Subject != string(testID(21)) {
		t.Errorf("%+v", x)
	}
	if x := only(t, d, "2026-05-08", "D5"); x.Due != MustDate("2026-05-12") || x.Left != 3 {
		t.Errorf("with the worked Saturday: %+v", x)
	}
}

func TestOpinionsHaveTenWorkingDaysEach(t *testing.T) {
	d := ruleDossier()
	d.Consultations = []Consultation{{Principal: testID(11), ReceivedOn: MustDate("2026-09-22")},
		{Principal: "", ReceivedOn: MustDate("2026-09-22"), RepliedOn: MustDate("2026-10-14")}}
	list := slices.DeleteFunc(Deadlines(d, MustDate("2026-10-08")), func(x Deadline) bool { return x.Code != "D6" })
	if len(list) != 2 || list[0].Due != MustDate("2026-10-13") || list[0].Subject != string(testID(11)) || list[0].Left != 4 {
		t.Errorf("%+v", list)
	}
	if !list[1].Late() || list[1].Left != -1 {
		t.Errorf("a reply a day late: %+v", list[1])
	}
	d.Round.Settings.OpinionDays = 5
	if got := OpinionDue(d.Consultations[0], d.Round, d.Calendar); got != MustDate("2026-09-30") {
		t.Errorf("five days: %s", got)
	}
}

func TestRectificationReportRunsFromTheUnitsReceipt(t *testing.T) {
	d := ruleDossier()
	d.Deliveries = []Delivery{
		{Strand: Review, Principal: testID(11), ReceivedOn: MustDate("2026-08-20")},
		{Strand: Review, ReceivedOn: MustDate("2026-08-12")}, {Strand: Verification, ReceivedOn: MustDate("2026-08-14")}, {Strand: Audit, SentOn: MustDate("2026-08-14")},
	}
	x := only(t, d, "2026-09-16", "D8")
	if x.Start != MustDate("2026-08-14") || x.Due != MustDate("2026-09-14") || x.Left != -2 || !x.Overdue() || x.NoTable {
		t.Errorf("day 30 is a Sunday: %+v", x)
	}
	if p := only(t, d, "2026-09-16", "D7"); p.Due != MustDate("2026-08-28") {
		t.Errorf("plan: %+v", p)
	}
	d.Round.Settings.ReportDaysKind = WorkingDays
	if x := only(t, d, "2026-09-16", "D8"); x.Due != MustDate("2026-09-24") || x.Left != 7 || x.Level() != "soon" {
		t.Errorf("in working days: %+v", x)
	}
	d.Case.Rectify.ReportDueMoved = MustDate("2026-10-15")
	if x := only(t, d, "2026-09-16", "D8"); x.Due != MustDate("2026-10-15") {
		t.Errorf("extended: %+v", x)
	}
	d.Case.Rectify.ReportReceived = MustDate("2026-10-09")
	if x := only(t, d, "2026-12-16", "D8"); x.Late() || x.Level() != "done" {
		t.Errorf("received in time: %+v", x)
	}
}

func TestMeasuresHaveDatesOfTheirOwn(t *testing.T) {
	d := ruleDossier()
	d.Findings = []Finding{{ID: testID(31), RectifyDue: MustDate("2026-10-01")}}
	d.Measures = []Measure{
		{ID: testID(41), Finding: testID(31), Due: MustDate("2026-09-20"), State: Rectified, ClosedOn: MustDate("2026-09-18")},
		{ID: testID(42), Finding: testID(31), State: Rectifying},
		{ID: testID(43), Finding: testID(31), Due: MustDate("2026-08-01"), Mode: Lasting, Agreed: true},
	}
	var got []Deadline
	for _, x := range Deadlines(d, MustDate("2026-09-28")) {
		if x.Code == "D9" {
			got = append(got, x)
		}
	}
	if len(got) != 2 || got[0].Level() != "done" || got[1].Due != MustDate("2026-10-01") || got[1].Level() != "near" {
		t.Errorf("%+v", got)
	}
}

func TestAdmonitionHasEffectForSixMonths(t *testing.T) {
	d := ruleDossier()
	d.Accountabilities = []Accountability{{ID: testID(51), Measure: Admonition, On: MustDate("2026-08-31")}, {Measure: Circular, On: MustDate("2026-08-31")}, {Measure: Admonition}}
	if x := only(t, d, "2026-12-01", "D10"); x.Due != MustDate("2027-02-28") || x.Level() != "far" {
		t.Errorf("%+v", x)
	}
	if x := only(t, d, "2027-03-01", "D10"); x.Level() != "done" {
		t.Errorf("%+v", x)
	}
}

func TestYearsWithoutATableAreSaid(t *testing.T) {
	d := ruleDossier()
	d.Deliveries = []Delivery{{Strand: Review, ReceivedOn: MustDate("2026-12-20")}}
	if x := only(t, d, "2026-12-21", "D8"); !x.NoTable {
		t.Errorf("ends in 2027, which has no table: %+v", x)
	}
	if x := only(t, d, "2026-12-21", "D1"); x.NoTable {
		t.Errorf("a fixed date needs no table: %+v", x)
	}
}

func TestClosedCaseHasNoOpenDeadlines(t *testing.T) {
	d := ruleDossier()
	d.Case.Stage = Closed
	if list := Deadlines(d, MustDate("2027-01-01")); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

func TestDeadlinesAreSortedAndUrgentIsTheFirstOpen(t *testing.T) {
	d := ruleDossier()
	d.Case.SelfCheck.SubmittedOn = MustDate("2026-03-20")
	d.Case.OnSite.From = MustDate("2026-06-01")
	d.Deliveries = []Delivery{{ReceivedOn: MustDate("2026-08-14")}}
	list := Deadlines(d, MustDate("2026-05-20"))
	if !slices.IsSortedFunc(list, func(a, b Deadline) int { return byDate(a.Due, b.Due) }) {
		t.Errorf("not sorted: %+v", list)
	}
	if x, ok := Urgent(list); !ok || x.Code != "D2" {
		t.Errorf("most urgent: %+v", x)
	}
	if _, ok := Urgent(nil); ok {
		t.Error("no deadline is urgent")
	}
	seen := map[string]bool{}
	for _, x := range list {
		seen[x.Code] = true
	}
	if len(slices.Collect(maps.Keys(seen))) != 4 {
		t.Errorf("codes: %v", seen)
	}
}
