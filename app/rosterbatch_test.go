package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// appointedLists are lists that fit: a leader who stands in a batch with all its steps.
func appointedLists() Lists {
	l := soundLists(5)
	l.Staff[0].Post, l.Staff[0].Since, l.Staff[0].Act = "主任", MustDate("2021-06-10"), "某发3号"
	steps := func() map[string]string {
		return map[string]string{"motion": "2021-05-01", "recommend": "2021-05-10", "inspect": "2021-05-20", "decide": "2021-06-10", "notice": StepDone}
	}
	l.Appointments = []RosterRow{
		{Row: 2, Batch: "第一批", ActOn: MustDate("2021-06-10"), Act: "某发3号", Name: "人员0", Who: "mark0", Post: "办公室主任", Since: MustDate("2021-06-10"), Steps: steps()},
		{Row: 3, Batch: "第一批", ActOn: MustDate("2021-06-10"), Act: "某发3号", Name: "外人", Post: "免去办公室主任职务", Steps: map[string]string{"notice": ""}},
		{Row: 4, Batch: "第二批", ActOn: MustDate("2022-03-01"), Act: "某发4号", Name: "人员9", Post: "科长", Steps: steps()},
	}
	return l
}

func TestAppointmentsAreComparedWithWhoIsInPost(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*Lists)
		want  string
	}{
		{"lists that fit", func(*Lists) {}, ""},
		{"in post and in no batch", func(l *Lists) { l.Appointments[0].Name, l.Appointments[0].Who = "别人", "mark77" }, "procedure 人员0"},
		{"in post and only removed", func(l *Lists) { l.Appointments[0].What = "免职" }, "procedure 人员0"},
		{"in post before the years of the list", func(l *Lists) {
			l.Appointments[0].Name, l.Appointments[0].Who = "别人", "mark77"
			l.Staff[0].Since = MustDate("2019-01-01")
		}, ""},
		{"a batch of numbers alone cannot tell", func(l *Lists) {
			l.Appointments = []RosterRow{{Row: 2, Batch: "第一批", ActOn: MustDate("2021-06-10"), People: 3}, {Row: 3, Batch: "第一批", ActOn: MustDate("2022-06-10"), People: 3}}
		}, ""},
		{"more leaders than the numbers of the year", func(l *Lists) {
			l.Posts[0].Quotas[PostsLeaders] = 2
			l.Staff[1].Post, l.Staff[1].Since, l.Staff[1].Act = "主任", MustDate("2021-07-01"), "某发5号"
			l.Appointments = []RosterRow{{Row: 2, Batch: "第一批", ActOn: MustDate("2021-06-10"), People: 1}, {Row: 3, Batch: "第一批", ActOn: MustDate("2022-06-10"), People: 3}}
		}, "batches 2021"},
		{"no notice", func(l *Lists) { l.Appointments[0].Steps["notice"] = StepMissing }, "steps 第一批"},
		{"a step left blank", func(l *Lists) { l.Appointments[2].Steps["inspect"] = "" }, "steps 第二批"},
		{"a step of which nothing is said anywhere", func(l *Lists) {
			l.Appointments[0].Steps["talk"], l.Appointments[2].Steps["talk"] = "", ""
		}, ""},
		{"decided before the inspection", func(l *Lists) { l.Appointments[0].Steps["inspect"] = "2021-06-12" }, "order 人员0"},
		{"in post before the decision", func(l *Lists) {
			l.Appointments[2].Since = MustDate("2022-01-01")
			l.Appointments[2].Steps["decide"] = "2022-03-01"
		}, "early 人员9"},
	} {
		l := appointedLists()
		c.spoil(&l)
		if got := strings.Join(proposed(l), ","); got != c.want {
			t.Errorf("%s: proposed is %q, want %q", c.name, got, c.want)
		}
		for _, x := range CompareLists(crossDossier(), l).Candidates {
			if len(x.Rows) == 0 || x.Fact == "" || x.Type == "" || !strings.HasPrefix(x.Item, "XR-") {
				t.Errorf("%s: %+v", c.name, x)
			}
		}
	}
}

func TestMissingStepsLeadToTheirItemAndWeighByWhatIsSaid(t *testing.T) {
	l := appointedLists()
	l.Appointments[0].Steps["recommend"], l.Appointments[0].Steps["notice"] = "", StepMissing
	c := CompareLists(crossDossier(), l).Candidates[0]
	if c.Item != "XR-3-01" || c.Grade != GradeSevere || c.Fact != "任免批次表所列“第一批”中1人（人员0）没有民主推荐、任前公示的记录。" {
		t.Errorf("%+v", c)
	}
	l.Appointments[0].Steps["notice"] = "2021-06-15"
	if c := CompareLists(crossDossier(), l).Candidates[0]; c.Grade != GradeNotable {
		t.Errorf("%+v", c)
	}
}

func TestBatchesAreCountedByYear(t *testing.T) {
	on := MustDate
	rows := []RosterRow{
		{Batch: "第一批", ActOn: on("2024-03-01"), Name: "甲", People: 2}, {Batch: "第一批", ActOn: on("2024-03-01"), Name: "乙", People: 2},
		{Batch: "第一批", ActOn: on("2025-03-01"), People: 4},
		{Act: "某发〔2025〕9号", Name: "丙"}, {Act: "某发〔2025〕9号", Name: "丁"},
		{ActOn: on("2025-08-01"), Name: "戊"},
		{Batch: "2023年第二批", People: 1}, {Batch: "2023年第二批", People: 2},
	}
	years := appointmentYears(UnitFacts{}, Lists{Appointments: rows})
	if fmt.Sprint(years) != "map[2023:{1 3} 2024:{1 2} 2025:{3 7}]" {
		t.Error(years)
	}
	for _, b := range AppointBatches(rows) {
		if want := b.Name != "第一批" && b.Year == "2025" || b.Year == "2024"; b.Named != want {
			t.Errorf("%+v", b)
		}
	}
}

func TestFactsOfAppointmentsComeFromTheBatches(t *testing.T) {
	x := newTable(t)
	id := x.openCase()
	x.must(x.SaveCase(x.ctx, VerbSaveFacts, id, func(c *Case) error {
		c.Facts.Appointments = map[string]Appointment{"2021": {1, 1}, "2022": {1, 1}}
		return nil
	}))
	l := Lists{Appointments: appointedLists().Appointments}
	offers := OfferFacts(x.dossier(id), l)
	if len(offers) != 1 || offers[0] != (FactOffer{Field: "appointments/2021/people", Have: 1, Offer: 2}) {
		t.Fatalf("%+v", offers)
	}
	x.must(x.TakeFacts(x.ctx, id, offers))
	if f := x.dossier(id).Case.Facts; f.Appointments["2021"] != (Appointment{1, 2}) {
		t.Errorf("%+v", f.Appointments)
	}
}

func TestRemovalsNeedNoSteps(t *testing.T) {
	for text, want := range map[string]bool{"免职": true, "免去办公室主任职务": true, "免去办公室主任职务，任财务科科长": false, "任免": false, "任财务科科长": false, "": false, "免试": false,
		"免去副科长、任科长": false} {
		if got := (RosterRow{Post: text}).Removes(); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// payMonths pays everybody of lists that fit in each of some months.
func payMonths(l Lists, months ...string) Lists {
	var rows []RosterRow
	for _, m := range months {
		for _, p := range l.Payroll {
			p.Month = m
			rows = append(rows, p)
		}
	}
	l.Payroll = rows
	return l
}

func TestMonthsOfPayAreCompared(t *testing.T) {
	drop := func(l *Lists, name string, months ...string) {
		l.Payroll = slices.DeleteFunc(l.Payroll, func(r RosterRow) bool { return r.Name == name && slices.Contains(months, r.Month) })
	}
	for _, c := range []struct {
		name  string
		spoil func(*Lists)
		want  string
	}{
		{"paid in every month", func(*Lists) {}, ""},
		{"came later", func(l *Lists) { drop(l, "人员0", "2025-11", "2025-12") }, ""},
		{"not paid at the end", func(l *Lists) { drop(l, "人员0", "2026-01", "2026-02") }, "unpaid hint 人员0列入人员名册（科员），工资发放名册中2026年1月至2026年2月没有此人，其余月份有。"},
		{"not paid in between", func(l *Lists) { drop(l, "人员0", "2025-12", "2026-02") }, "unpaid hint 人员0列入人员名册（科员），工资发放名册中2025年12月和2026年2月没有此人，其余月份有。"},
		{"never paid", func(l *Lists) { drop(l, "人员0", "2025-11", "2025-12", "2026-01", "2026-02") }, "unpaid notable 人员0列入人员名册（科员），2025年11月至2026年2月工资发放名册中没有此人。"},
		{"gone and paid to the end", func(l *Lists) { l.Staff[0].Status = StatusLeft }, "gone severe 人员0在人员名册中已注明调离，仍领取工资2025年11月至2026年2月4笔，合计20,000.00元。"},
		{"gone and paid no longer", func(l *Lists) { l.Staff[0].Status = StatusLeft; drop(l, "人员0", "2026-01", "2026-02") }, "gone hint 人员0在人员名册中已注明调离，仍领取工资2025年11月至2025年12月2笔，合计10,000.00元。"},
		{"paid twice in one of them", func(l *Lists) { l.Payroll = append(l.Payroll, l.Payroll[0]) }, "twice severe 人员0在2025年11月的工资发放名册中出现2次，合计10,000.00元。"},
		{"not listed, and paid before the day of the list", func(l *Lists) {
			l.Staff = l.Staff[1:]
			drop(l, "人员0", "2026-01", "2026-02")
			l.Of = map[string]Roster{"staff": {AsOf: MustDate("2026-01-31")}}
		}, "unlisted hint 人员0领取工资2025年11月至2025年12月2笔，合计10,000.00元，人员名册中没有此人。"},
	} {
		l := payMonths(soundLists(3), "2025-11", "2025-12", "2026-01", "2026-02")
		for i := range l.Staff {
			l.Staff[i].Tail, l.Payroll[i].Tail = "", ""
		}
		for i := range l.Payroll {
			l.Payroll[i].Tail = ""
		}
		c.spoil(&l)
		var got []string
		for _, x := range CompareLists(crossDossier(), l).Candidates {
			got = append(got, fmt.Sprint(x.Rule, " ", x.Grade, " ", x.Fact))
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%s: proposed is %q, want %q", c.name, got, c.want)
		}
	}
}
