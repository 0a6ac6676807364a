package assets

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func loadedCalendars(t *testing.T) []Calendar {
	t.Helper()
	calendars, err := Calendars()
	if err != nil {
		t.Fatalf("loading the calendars: %v", err)
	}
	return calendars
}

func TestCalendarsAreConsistent(t *testing.T) {
	for _, calendar := range loadedCalendars(t) {
		checkText(t, "title", calendar.Title, calendar.TitleEn)
		checkText(t, "source", calendar.Source, calendar.SourceEn)
		if issued, err := time.Parse(time.DateOnly, calendar.Issued); err != nil || issued.Year() != calendar.Year-1 {
			t.Errorf("%d: notice of %s: %v", calendar.Year, calendar.Issued, err)
		}
		for _, off := range calendar.DaysOff {
			checkText(t, off.From, off.Name, off.NameEn)
		}
		days, err := calendar.Days()
		if err != nil {
			t.Errorf("%d: %v", calendar.Year, err)
		}
		for _, day := range days {
			date, err := time.Parse(time.DateOnly, day.Date)
			if err != nil || date.Year() != calendar.Year {
				t.Errorf("%d names %s: %v", calendar.Year, day.Date, err)
			}
			weekend := date.Weekday() == time.Saturday || date.Weekday() == time.Sunday
			if !day.Off && !weekend {
				t.Errorf("%s is worked anyway: it is a %s", day.Date, date.Weekday())
			}
			if day.Mark != DayConfirmed && day.Mark != DayToBeConfirmed {
				t.Errorf("%s: mark %q", day.Date, day.Mark)
			}
		}
	}
}

// The statutory holidays of both years are 13 days; what is off beyond them and beyond weekends is worked back.
func TestWorkedWeekendsPayForTheExtraDaysOff(t *testing.T) {
	for _, calendar := range loadedCalendars(t) {
		days, err := calendar.Days()
		if err != nil {
			t.Fatal(err)
		}
		weekdaysOff, worked := 0, 0
		for _, day := range days {
			date, _ := time.Parse(time.DateOnly, day.Date)
			switch weekend := date.Weekday() == time.Saturday || date.Weekday() == time.Sunday; {
			case !day.Off:
				worked++
			case !weekend:
				weekdaysOff++
			}
		}
		// A holiday on a weekend is made up for by a weekday off, so weekdays off less weekends worked are the 13 days.
		if weekdaysOff-worked != 13 {
			t.Errorf("%d: %d weekdays off, %d weekend days worked", calendar.Year, weekdaysOff, worked)
		}
	}
}

func TestCalendarsHoldTheDaysOfTheNotices(t *testing.T) {
	want := map[int]struct{ off, worked, confirmed string }{
		2025: {
			"2025-01-01/2025-01-01 2025-01-28/2025-02-04 2025-04-04/2025-04-06 2025-05-01/2025-05-05 2025-05-31/2025-06-02 2025-10-01/2025-10-08",
			"2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11",
			"2025-01-28 2025-01-26 2025-02-08",
		},
		2026: {
			"2026-01-01/2026-01-03 2026-02-15/2026-02-23 2026-04-04/2026-04-06 2026-05-01/2026-05-05 2026-06-19/2026-06-21 2026-09-25/2026-09-27 2026-10-01/2026-10-07",
			"2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10",
			"2026-01-01 2026-02-15 2026-04-04 2026-05-01 2026-06-19 2026-09-25 2026-10-01 2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10",
		},
	}
	calendars := loadedCalendars(t)
	if len(calendars) != len(want) {
		t.Fatalf("%d calendars, want %d", len(calendars), len(want))
	}
	for _, calendar := range calendars {
		var off, worked, confirmed []string
		for _, entry := range calendar.DaysOff {
			off = append(off, entry.From+"/"+entry.To)
			if entry.Mark == DayConfirmed {
				confirmed = append(confirmed, entry.From)
			}
		}
		for _, entry := range calendar.WorkedDays {
			worked = append(worked, entry.Date)
			if entry.Mark == DayConfirmed {
				confirmed = append(confirmed, entry.Date)
			}
		}
		w := want[calendar.Year]
		for _, pair := range [][2]string{{strings.Join(off, " "), w.off}, {strings.Join(worked, " "), w.worked}, {strings.Join(confirmed, " "), w.confirmed}} {
			if pair[0] != pair[1] {
				t.Errorf("%d: %s\nwant %s", calendar.Year, pair[0], pair[1])
			}
		}
	}
}

func TestDaysSpellsOutRangesInOrder(t *testing.T) {
	days, err := Calendar{
		DaysOff:    []DaysOff{{Name: "a", From: "2026-02-27", To: "2026-03-01", Mark: DayConfirmed}},
		WorkedDays: []WorkedDay{{Date: "2026-02-14", Mark: DayToBeConfirmed}},
	}.Days()
	want := []CalendarDay{
		{"2026-02-14", false, DayToBeConfirmed}, {"2026-02-27", true, DayConfirmed}, {"2026-02-28", true, DayConfirmed}, {"2026-03-01", true, DayConfirmed},
	}
	if err != nil || !slices.Equal(days, want) {
		t.Errorf("%v, %v", days, err)
	}
}

func TestDaysRefusesACalendarThatContradictsItself(t *testing.T) {
	for name, calendar := range map[string]Calendar{
		"no such first day":  {DaysOff: []DaysOff{{From: "2026-02-29", To: "2026-03-01"}}},
		"no such last day":   {DaysOff: []DaysOff{{From: "2026-02-28", To: "2026-02-30"}}},
		"ends before begins": {DaysOff: []DaysOff{{From: "2026-03-02", To: "2026-03-01"}}},
		"no such worked day": {WorkedDays: []WorkedDay{{Date: "2026-13-01"}}},
		"off and worked":     {DaysOff: []DaysOff{{From: "2026-03-01", To: "2026-03-01"}}, WorkedDays: []WorkedDay{{Date: "2026-03-01"}}},
	} {
		if days, err := calendar.Days(); err == nil {
			t.Errorf("%s: accepted as %v", name, days)
		}
	}
}
