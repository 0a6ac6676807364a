package app

import (
	"testing"

	"pgregory.net/rapid"
)

func TestWorkdaysOf2026(t *testing.T) {
	cal := NewCalendar([]DayTable{table2026()})
	for day, want := range map[string]bool{
		"2026-01-01": false, "2026-01-04": true, "2026-02-14": true, "2026-02-16": false, "2026-02-28": true, "2026-03-01": false,
		"2026-05-09": true, "2026-09-20": true, "2026-09-25": false, "2026-10-07": false, "2026-10-08": true, "2026-10-10": true,
		"2026-10-11": false, "2026-04-06": false, "2026-07-01": true,
	} {
		if got := cal.IsWorkday(MustDate(day)); got != want {
			t.Errorf("%s: worked %v, want %v", day, got, want)
		}
	}
	if !cal.HasYear(2026) || cal.HasYear(2027) {
		t.Errorf("years with a table: %v", cal.Years())
	}
}

func TestTermsOfTheWorkedExamples(t *testing.T) {
	cal := NewCalendar([]DayTable{table2026()})
	for _, c := range []struct {
		start string
		n     int
		kind  DayKind
		want  string
	}{
		{"2026-06-01", 30, NaturalDays, "2026-07-01"},
		{"2026-08-14", 30, NaturalDays, "2026-09-14"}, // day 30 is a Sunday
		{"2026-09-22", 10, WorkingDays, "2026-10-13"}, // over two holidays and a worked Saturday
		{"2026-09-04", 30, NaturalDays, "2026-10-08"}, // day 30 is 4 October, in the holiday week
		{"2026-02-11", 3, WorkingDays, "2026-02-14"},  // the third is a worked Saturday
		{"2026-02-13", 2, WorkingDays, "2026-02-24"},
	} {
		if got := cal.Term(MustDate(c.start), c.n, c.kind); got != MustDate(c.want) {
			t.Errorf("%s + %d %s: got %s, want %s", c.start, c.n, c.kind, got, c.want)
		}
	}
	for i, want := range []string{"09-23", "09-24", "09-28", "09-29", "09-30", "10-08", "10-09", "10-10", "10-12", "10-13"} {
		if got := cal.AddWorkdays(MustDate("2026-09-22"), i+1); got != MustDate("2026-"+want) {
			t.Errorf("working day %d after 09-22: got %s, want %s", i+1, got, want)
		}
	}
	if got := cal.AddWorkdays(MustDate("2026-04-08"), -3); got != MustDate("2026-04-02") {
		t.Errorf("three working days before 04-08, over the spring holiday: %s", got)
	}
}

func TestWorkdaysCountBackAndForth(t *testing.T) {
	cal := NewCalendar([]DayTable{table2026()})
	rapid.Check(t, func(t *rapid.T) {
		d := MustDate("2026-01-01").AddDays(rapid.IntRange(0, 364).Draw(t, "day"))
		n := rapid.IntRange(0, 120).Draw(t, "n")
		later := cal.AddWorkdays(d, n)
		if got := cal.WorkdaysBetween(d, later); got != n {
			t.Fatalf("%s + %d working days = %s, counted back %d", d, n, later, got)
		}
		if got := cal.WorkdaysBetween(later, d); got != -n {
			t.Fatalf("counted backwards %d", got)
		}
		if n > 0 && !cal.IsWorkday(later) {
			t.Fatalf("%s is not worked", later)
		}
		if r := cal.RollForward(d); !cal.IsWorkday(r) || r.Before(d) {
			t.Fatalf("%s rolls to %s", d, r)
		}
	})
}
