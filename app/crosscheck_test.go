package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// person is a row of staff and one of the payroll that fit each other.
func person(i int) (RosterRow, RosterRow) {
	s := RosterRow{Row: i + 2, Who: fmt.Sprint("mark", i), Tail: fmt.Sprintf("%04d", i), Name: fmt.Sprint("人员", i), Section: "办公室", Post: "科员", Kind: PostsAdmin, Sex: "m", Born: MustDate("1985-01-01")}
	return s, RosterRow{Row: i + 2, Who: s.Who, Tail: s.Tail, Name: s.Name, Month: "2026-03", Pay: 500000}
}

// soundLists are lists that fit each other in everything.
func soundLists(n int) Lists {
	l := Lists{Posts: []RosterRow{{Row: 2, Section: "办公室", Quotas: map[string]int{PostsAdmin: n, PostsLeaders: 1}}}}
	for i := range n {
		s, p := person(i)
		l.Staff, l.Payroll = append(l.Staff, s), append(l.Payroll, p)
	}
	return l
}

func crossDossier() Dossier {
	return Dossier{Case: Case{ID: testID(1), Facts: UnitFacts{Appointments: map[string]Appointment{"2020": {1, 2}, "2021": {}, "2022": {1, 1}}}}}
}

func proposed(l Lists) []string {
	var out []string
	for _, c := range CompareLists(crossDossier(), l).Candidates {
		out = append(out, c.Rule+" "+c.About)
	}
	return out
}

// TestEachRuleFindsItsMismatchAndNothingElse breaks lists that fit in one thing each.
func TestEachRuleFindsItsMismatchAndNothingElse(t *testing.T) {
	leader := func(r *RosterRow) { r.Post = "主任" }
	for _, c := range []struct {
		name  string
		spoil func(*Lists)
		want  string
	}{
		{"lists that fit", func(*Lists) {}, ""},
		{"one too many", func(l *Lists) { l.Posts[0].Quotas[PostsAdmin] = 4 }, "quota ,section 办公室"},
		{"two leaders for one post", func(l *Lists) { leader(&l.Staff[0]); leader(&l.Staff[1]) }, "leaders ,leaders 办公室"},
		{"one leader", func(l *Lists) { leader(&l.Staff[0]) }, ""},
		{"a section nobody approved", func(l *Lists) { l.Staff[0].Section = "接待科" }, "body 接待科"},
		{"paid, not listed", func(l *Lists) { l.Staff = l.Staff[1:] }, "unlisted 人员0"},
		{"listed, not paid", func(l *Lists) { l.Payroll = l.Payroll[1:] }, "unpaid 人员0"},
		{"not paid, but outside the establishment", func(l *Lists) { l.Payroll = l.Payroll[1:]; l.Staff[0].Kind = KindOff }, ""},
		{"paid by name only", func(l *Lists) { l.Payroll[0].Who = "" }, ""},
		{"another number under the name", func(l *Lists) { l.Payroll[0].Who = "slip" }, "unlisted 人员0,unpaid 人员0"},
		{"paid twice", func(l *Lists) { l.Payroll = append(l.Payroll, l.Payroll[0]) }, "twice 人员0"},
		{"paid in two months", func(l *Lists) { p := l.Payroll[0]; p.Month = "2026-04"; l.Payroll = append(l.Payroll, p) }, ""},
		{"listed in two units", func(l *Lists) {
			s := l.Staff[0]
			l.Staff[0].Unit, s.Unit, s.Kind = "甲局", "乙中心", ""
			l.Staff = append(l.Staff, s)
		}, "units 人员0"},
		{"gone and paid", func(l *Lists) { l.Staff[0].Status = StatusDead }, "gone 人员0"},
		{"beyond the age", func(l *Lists) { l.Staff[0].Born = MustDate("1960-01-05") }, "retired 人员0"},
		{"in post before approval", func(l *Lists) {
			leader(&l.Staff[0])
			l.Staff[0].Act, l.Staff[0].Since, l.Staff[0].ActOn = "某发3号", MustDate("2020-01-01"), MustDate("2020-02-01")
		}, "early 人员0"},
		{"without procedure", func(l *Lists) { leader(&l.Staff[0]); l.Staff[0].Since = MustDate("2021-06-01") }, "procedure 人员0"},
		{"more than were appointed", func(l *Lists) {
			l.Posts[0].Quotas[PostsLeaders] = 2
			for i := range 2 {
				leader(&l.Staff[i])
				l.Staff[i].Act, l.Staff[i].Since = "某发3号", MustDate("2022-06-01")
			}
		}, "batches 2022"},
		{"relatives by declaration", func(l *Lists) { leader(&l.Staff[0]); l.Staff[1].Kin, l.Staff[1].KinOf = "夫妻", "人员0" }, "kin 人员0"},
		{"a relative elsewhere", func(l *Lists) { l.Staff[1].Kin, l.Staff[1].KinOf = "夫妻", "外人" }, ""},
		{"one household", func(l *Lists) { l.Staff[1].Household, l.Staff[2].Household = "h", "h" }, "household 人员1"},
		{"one surname", func(l *Lists) { l.Staff[1].Name, l.Payroll[1].Name = "人员0二", "人员0二" }, ""},
		{"a title nobody approved", func(l *Lists) {
			l.Posts[0].Post = "主任"
			l.Staff[0].Post, l.Staff[0].Leader = "艺术总监", "yes"
		}, "title 人员0"},
		{"the approved title", func(l *Lists) { l.Posts[0].Post = "主任"; l.Staff[0].Post = "办公室主任" }, ""},
		{"a rank too high", func(l *Lists) { l.Posts[0].Rank = "正科级"; l.Staff[0].Rank = "副处级" }, "rank 人员0"},
		{"another ladder", func(l *Lists) { l.Posts[0].Rank = "正科级"; l.Staff[0].Rank = "一级主任科员" }, ""},
	} {
		l := soundLists(5)
		c.spoil(&l)
		if got := strings.Join(proposed(l), ","); got != c.want {
			t.Errorf("%s: proposed is %q, want %q", c.name, got, c.want)
		}
	}
}

func TestWhatCouldNotBeComparedIsSaid(t *testing.T) {
	out := CompareLists(Dossier{}, Lists{})
	if len(out.Candidates) != 0 || len(out.Unchecked) < len(CrossRules)-1 {
		t.Errorf("%+v", out)
	}
}

// TestCandidatesFollowFromTheListsAlone: they are the same in whatever order the rows stand, each has rows that prove it,
// and whoever is spoiled is found.
func TestCandidatesFollowFromTheListsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "people")
		l := soundLists(n)
		want := Set{}
		var payroll []RosterRow
		for i := range n {
			switch rapid.SampledFrom([]string{"", "", "unpaid", "twice", "gone"}).Draw(t, fmt.Sprint("spoil", i)) {
			case "unpaid":
				want["unpaid "+l.Staff[i].Name] = true
				continue
			case "twice":
				want["twice "+l.Staff[i].Name] = true
				payroll = append(payroll, l.Payroll[i])
			case "gone":
				l.Staff[i].Status = StatusLeft
				want["gone "+l.Staff[i].Name] = true
			}
			payroll = append(payroll, l.Payroll[i])
		}
		ghosts := rapid.IntRange(0, 3).Draw(t, "ghosts")
		for i := range ghosts {
			_, p := person(1000 + i)
			payroll = append(payroll, p)
			want["unlisted "+p.Name] = true
		}
		l.Payroll = payroll
		if len(payroll) == 0 {
			return
		}
		got := Set{}
		first := CompareLists(crossDossier(), l)
		for _, c := range first.Candidates {
			got[c.Rule+" "+c.About] = true
			if len(c.Rows) == 0 || c.Fact == "" || c.Type == "" || c.Item == "" {
				t.Fatalf("a candidate without proof: %+v", c)
			}
		}
		if fmt.Sprint(got.Sorted()) != fmt.Sprint(want.Sorted()) {
			t.Fatalf("found is %v, want %v", got.Sorted(), want.Sorted())
		}
		slices.Reverse(l.Staff)
		slices.Reverse(l.Payroll)
		again := CompareLists(crossDossier(), l)
		for i, c := range again.Candidates {
			if c.Key != first.Candidates[i].Key {
				t.Fatalf("the order of rows changes %s to %s", first.Candidates[i].Key, c.Key)
			}
		}
	})
}

func TestAgeOfRetirement(t *testing.T) {
	for _, c := range []struct{ born, sex, kind, rank, want string }{
		{"1964-12-31", "m", "", "", "2024-12"}, {"1965-01-01", "m", "", "", "2025-02"}, {"1965-05-01", "m", "", "", "2025-07"}, {"1976-09-01", "m", "", "", "2039-09"},
		{"1985-01-01", "m", "", "", "2048-01"}, {"1970-01-01", "f", "", "", "2025-02"}, {"1981-09-01", "f", "", "", "2039-09"}, {"1975-01-01", "f", PostsWorkers, "", "2025-02"},
		{"1975-03-01", "f", PostsWorkers, "", "2025-05"}, {"1984-11-01", "f", PostsWorkers, "", "2039-11"}, {"1970-01-01", "f", "", "正处级", "2031-05"}, {"1964-06-01", "", "", "", "2024-06"},
	} {
		if got := RetiresIn(RosterRow{Born: MustDate(c.born), Sex: c.sex, Kind: c.kind, Rank: c.rank}).String(); got != c.want {
			t.Errorf("%s %s %s %s: %s, want %s", c.born, c.sex, c.kind, c.rank, got, c.want)
		}
	}
}

func TestACandidateBecomesAFindingWithItsProofOnce(t *testing.T) {
	x := newTable(t)
	id := x.openCase()
	l := soundLists(5)
	l.Staff = l.Staff[1:]
	c := CompareLists(x.dossier(id), l).Candidates[0]
	file := Evidence{FileName: "比对依据.xlsx", FileHash: strings.Repeat("a", 64), FileSize: 10}
	fid, err := x.TakeCandidate(x.ctx, id, c, file)
	x.must(err)
	d := x.dossier(id)
	f, there := d.Finding(fid)
	if !there || f.State != FindingDraft || f.Strand != Verification || f.Fact != c.Fact {
		t.Fatalf("%+v", f)
	}
	if len(d.Evidence) != 1 || !d.Evidence[0].Findings.Has(string(fid)) || d.Evidence[0].FileHash != file.FileHash {
		t.Errorf("%+v", d.Evidence)
	}
	if _, err := x.TakeCandidate(x.ctx, id, c, file); CodeOf(err) != "cross.taken" {
		t.Errorf("taken twice: %v", err)
	}
	if c := CompareLists(d, l).Candidates[0]; c.Taken != fid || c.Open() {
		t.Errorf("%+v", c)
	}
}

func TestADismissedCandidateKeepsItsReason(t *testing.T) {
	x := newTable(t)
	id := x.openCase()
	l := soundLists(5)
	l.Payroll = l.Payroll[1:]
	c := CompareLists(x.dossier(id), l).Candidates[0]
	if err := x.DismissCandidate(x.ctx, id, c.Key, " "); CodeOf(err) != "cross.reason" {
		t.Errorf("without a reason: %v", err)
	}
	x.must(x.DismissCandidate(x.ctx, id, c.Key, "当月停薪留职"))
	if c := CompareLists(x.dossier(id), l).Candidates[0]; c.Open() || c.Waived.Reason != "当月停薪留职" || c.Waived.By == "" {
		t.Errorf("%+v", c.Waived)
	}
	x.must(x.RecallCandidate(x.ctx, id, c.Key))
	if c := CompareLists(x.dossier(id), l).Candidates[0]; !c.Open() {
		t.Errorf("%+v", c.Waived)
	}
}

func TestFactsAreOfferedAndTakenOver(t *testing.T) {
	x := newTable(t)
	id := x.openCase()
	l := soundLists(5)
	l.Staff[0].Post, l.Staff[0].Since, l.Staff[0].Act = "主任", MustDate("2021-06-01"), "某发3号"
	l.Finances = []RosterRow{{Year: "2025", Finance: FinanceYear{Income: 1_000_00, Surplus: 5}}}
	offers := OfferFacts(x.dossier(id), l)
	x.must(x.TakeFacts(x.ctx, id, offers))
	f := x.dossier(id).Case.Facts
	if f.Posts[PostsAdmin] != (PostCount{5, 5}) || f.Posts[PostsLeaders] != (PostCount{1, 1}) || f.FiscallyPaid != 5 || f.BodiesActual != 1 ||
		f.Appointments["2021"] != (Appointment{1, 1}) || f.Finances["2025"].Income != 1_000_00 || f.Finances["2025"].Surplus != 5 {
		t.Errorf("%+v", f)
	}
	if again := OfferFacts(x.dossier(id), l); len(again) != 0 {
		t.Errorf("still offered: %+v", again)
	}
	if err := x.TakeFacts(x.ctx, id, offers); CodeOf(err) != "facts.changed" {
		t.Errorf("old offers are taken: %v", err)
	}
}

func TestRowsComeBackAsTheyWereKept(t *testing.T) {
	l := soundLists(3)
	l.Staff[0].Finance, l.Staff[1].Quotas = FinanceYear{Income: 3}, map[string]int{"admin": 2}
	blob, err := EncodeRoster("staff", l.Staff)
	if err != nil {
		t.Fatal(err)
	}
	sort, rows, err := DecodeRoster(blob)
	if err != nil || sort != "staff" || fmt.Sprint(rows) != fmt.Sprint(l.Staff) {
		t.Errorf("%v\n%v\n%v", err, rows, l.Staff)
	}
	for _, bad := range []string{"", "{}", string(blob[:len(blob)-9]), string(blob) + "{}\n", strings.Replace(string(blob), `"rows":3`, `"rows":2`, 1)} {
		if _, _, err := DecodeRoster([]byte(bad)); CodeOf(err) != "roster.kept" {
			t.Errorf("%.40q: %v", bad, err)
		}
	}
	if _, _, err := DecodeRoster([]byte(strings.Replace(string(blob), `"version":1`, `"version":9`, 1))); CodeOf(err) != "roster.newer" {
		t.Errorf("newer: %v", err)
	}
}

func FuzzDecodeRoster(f *testing.F) {
	blob, _ := EncodeRoster("staff", soundLists(2).Staff)
	f.Add(blob)
	f.Fuzz(func(t *testing.T, data []byte) {
		sort, rows, err := DecodeRoster(data)
		if err != nil {
			return
		}
		if _, err := EncodeRoster(sort, rows); err != nil {
			t.Error(err)
		}
		CompareLists(crossDossier(), Lists{Staff: rows, Posts: rows, Payroll: rows})
	})
}

func TestNobodyWritesTheDayOfSomebodyElse(t *testing.T) {
	x := newStaff(t)
	on := x.Today()
	own := DayLog{Person: x.person(x.inspector), On: on, Text: "核对名册"}
	x.must(x.inspector.WriteDayLog(x.ctx, own))
	own.Text = "改写"
	if err := x.lead.WriteDayLog(x.ctx, own); CodeOf(err) != "daylog.other" {
		t.Errorf("another's day: %v", err)
	}
	own.ID = DayLogID(own.Person, on)
	if err := Keep(x.ctx, x.leader, VerbWriteDayLog, own); CodeOf(err) != "daylog.other" {
		t.Errorf("another's day by another way: %v", err)
	}
	n, err := Get[DayLog](x.ctx, x.Door, own.ID)
	if err != nil || n.Text != "核对名册" {
		t.Errorf("%+v, %v", n, err)
	}
}
