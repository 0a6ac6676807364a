package app

import (
	"sort"
	"time"
)

// DayTable is one year's holidays and moved workdays as the State Council's office announces them; it is
// data a person can import and mend. Days it does not name follow the week.
type DayTable struct {
	ID     ID            `json:"id"` // DayTableID(year)
	Year   int           `json:"year"`
	Source string        `json:"source"` // the notice, by name and date
	Off    []CalendarDay `json:"off"`    // nobody works
	Worked []CalendarDay `json:"worked"` // weekend days that are worked
}

// CalendarDay is one day that does not follow the week.
type CalendarDay struct {
	Date Date   `json:"date"`
	Name string `json:"name"` // the holiday, or what the day is worked in exchange for
	Mark Mark   `json:"mark"`
}

// DayTableID is the identity of the table of a year, the same on every laptop.
func DayTableID(year int) ID { return DeriveID(KindCalendar, "", Month{Year: year, Month: 1}.String()) }

// NounID and its sisters make the noun known to the log.
func (n DayTable) NounID() ID     { return n.ID }
func (n DayTable) NounKind() Kind { return KindCalendar }
func (n DayTable) NounOwner() ID  { return "" }

// Calendar knows which days are worked. The zero Calendar follows the week and knows no year.
type Calendar struct {
	years  map[int]bool
	off    map[Date]bool
	worked map[Date]bool
}

// NewCalendar joins the tables of several years; of two tables for a year, days of both hold.
func NewCalendar(tables []DayTable) Calendar {
	c := Calendar{years: map[int]bool{}, off: map[Date]bool{}, worked: map[Date]bool{}}
	for _, t := range tables {
		c.years[t.Year] = true
		for _, d := range t.Off {
			c.off[d.Date] = true
		}
		for _, d := range t.Worked {
			c.worked[d.Date] = true
		}
	}
	return c
}

// Years gives the years with a table, oldest first.
func (c Calendar) Years() []int {
	out := make([]int, 0, len(c.years))
	for y := range c.years {
		out = append(out, y)
	}
	sort.Ints(out)
	return out
}

// HasYear says whether there is a table for the year. Without one, days follow the week and what was
// counted must be marked so (domain 4.7).
func (c Calendar) HasYear(year int) bool { return c.years[year] }

// IsWorkday says whether people work that day.
func (c Calendar) IsWorkday(d Date) bool {
	if c.worked[d] {
		return true
	}
	if c.off[d] {
		return false
	}
	w := d.Weekday()
	return w != time.Saturday && w != time.Sunday
}

// AddWorkdays gives the n-th working day after d, d itself not counted (before d when n is negative).
// n = 0 gives d. The zero Date stays zero.
func (c Calendar) AddWorkdays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 && !d.IsZero() {
		d = d.AddDays(step)
		if c.IsWorkday(d) {
			n--
		}
	}
	return d
}

// WorkdaysBetween counts the working days after from, up to and with to; negative when to is earlier.
// 0 when either is not known.
func (c Calendar) WorkdaysBetween(from, to Date) int {
	if from.IsZero() || to.IsZero() {
		return 0
	}
	if to.Before(from) {
		return -c.WorkdaysBetween(to, from)
	}
	n := 0
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		if c.IsWorkday(d) {
			n++
		}
	}
	return n
}

// RollForward gives d when it is worked, else the next working day (Civil Code art. 203 by analogy).
func (c Calendar) RollForward(d Date) Date {
	for !d.IsZero() && !c.IsWorkday(d) {
		d = d.AddDays(1)
	}
	return d
}

// knows says whether every year from one date to another has a table.
func (c Calendar) knows(from, to Date) bool {
	if to.Before(from) {
		from, to = to, from
	}
	for y := from.Year; y <= to.Year; y++ {
		if !c.years[y] {
			return false
		}
	}
	return true
}

// Term gives the last day of a term of n days that starts on start, the start day not counted. A term in
// natural days whose last day is no working day ends on the next one (Civil Code art. 201 and 203; the
// plan's 30 days, R36); working days need no such move.
func (c Calendar) Term(start Date, n int, kind DayKind) Date {
	if kind == WorkingDays {
		return c.AddWorkdays(start, n)
	}
	return c.RollForward(start.AddDays(n))
}
