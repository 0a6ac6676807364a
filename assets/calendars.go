package assets

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed calendars/2025.json calendars/2026.json
var calendarFiles embed.FS

// DayMark says how sure a calendar entry is.
type DayMark string

const (
	// DayConfirmed: read in the text of the notice.
	DayConfirmed DayMark = "confirmed"
	// DayToBeConfirmed: from general knowledge; a deadline that depends on it has to be checked against the notice.
	DayToBeConfirmed DayMark = "to-be-confirmed"
)

// Calendar holds what one year's notice of the State Council's office moves: days off and weekend days that are worked.
// Every date it does not name follows the week.
type Calendar struct {
	Year       int         `json:"year"`
	Title      string      `json:"title"` // name of the notice
	TitleEn    string      `json:"titleEn"`
	Issued     string      `json:"issued"` // date of the notice, YYYY-MM-DD
	Source     string      `json:"source"` // who issued it, and what of it was read
	SourceEn   string      `json:"sourceEn"`
	DaysOff    []DaysOff   `json:"daysOff"`
	WorkedDays []WorkedDay `json:"workedDays"`
}

// DaysOff is one holiday: every date from From to To, both included, weekends among them.
type DaysOff struct {
	Name   string  `json:"name"`
	NameEn string  `json:"nameEn"`
	From   string  `json:"from"` // YYYY-MM-DD
	To     string  `json:"to"`   // YYYY-MM-DD, not before From
	Mark   DayMark `json:"mark"`
}

// WorkedDay is a Saturday or Sunday that is worked in exchange for a day off.
type WorkedDay struct {
	Date string  `json:"date"` // YYYY-MM-DD
	Mark DayMark `json:"mark"`
}

// CalendarDay is one date that does not follow the week.
type CalendarDay struct {
	Date string // YYYY-MM-DD
	Off  bool   // true: nobody works; false: a weekend day that is worked
	Mark DayMark
}

// Days spells out every date the calendar names, in order. It fails on a date that does not exist, a holiday that ends
// before it begins, and a date named twice.
func (c Calendar) Days() ([]CalendarDay, error) {
	var days []CalendarDay
	for _, off := range c.DaysOff {
		from, err := time.Parse(time.DateOnly, off.From)
		if err != nil {
			return nil, fmt.Errorf("first day of %s: %w", off.Name, err)
		}
		to, err := time.Parse(time.DateOnly, off.To)
		if err != nil {
			return nil, fmt.Errorf("last day of %s: %w", off.Name, err)
		}
		if to.Before(from) {
			return nil, fmt.Errorf("%s ends on %s, before it begins on %s", off.Name, off.To, off.From)
		}
		for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
			days = append(days, CalendarDay{Date: day.Format(time.DateOnly), Off: true, Mark: off.Mark})
		}
	}
	for _, worked := range c.WorkedDays {
		if _, err := time.Parse(time.DateOnly, worked.Date); err != nil {
			return nil, fmt.Errorf("worked day: %w", err)
		}
		days = append(days, CalendarDay{Date: worked.Date, Mark: worked.Mark})
	}
	slices.SortFunc(days, func(a, b CalendarDay) int { return strings.Compare(a.Date, b.Date) })
	for i := 1; i < len(days); i++ {
		if days[i].Date == days[i-1].Date {
			return nil, fmt.Errorf("%s is named twice", days[i].Date)
		}
	}
	return days, nil
}

var loadCalendars = sync.OnceValues(func() ([]Calendar, error) {
	var calendars []Calendar
	for _, year := range []int{2025, 2026} {
		var calendar Calendar
		if err := decodeEmbedded(calendarFiles, fmt.Sprintf("calendars/%d.json", year), &calendar); err != nil {
			return nil, err
		}
		calendars = append(calendars, calendar)
	}
	return calendars, nil
})

// Calendars returns the years that the program knows, oldest first. A year that is missing has to be imported; the program
// says so and does not guess. The values are shared: callers must not change them. An error means that the program was
// built with broken data.
func Calendars() ([]Calendar, error) { return loadCalendars() }
