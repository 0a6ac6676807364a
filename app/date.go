package app

import (
	"fmt"
	"time"
)

// Date is a calendar date, not an instant. The zero Date means "not known". In JSON it is
// "2006-01-02", or "" for the zero Date.
type Date struct{ Year, Month, Day int }

// DateOf gives the calendar date of an instant in the instant's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, int(m), d}
}

// ParseDate reads "2006-01-02" and refuses dates that do not exist ("date.invalid") and years outside
// 1900–2199.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil || t.Year() < 1900 || t.Year() > 2199 {
		return Date{}, Refuse("date.invalid", "text", s)
	}
	return DateOf(t), nil
}

// MustDate is ParseDate for dates written in code; it panics on a mistake.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// IsZero says whether the date is not known.
func (d Date) IsZero() bool { return d == Date{} }

func (d Date) time() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// AddDays gives the date n days later (earlier when n is negative). The zero Date stays zero.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return DateOf(d.time().AddDate(0, 0, n))
}

// AddMonths gives the same day n months later; where that day does not exist, the last day of the month
// (the rule of article 202 of the Civil Code).
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	first := time.Date(d.Year, time.Month(d.Month)+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), int(first.Month()), min(d.Day, last)}
}

// Sub gives the days from o to d: positive when d is later. Both must be known.
func (d Date) Sub(o Date) int { return int(d.time().Sub(o.time()).Hours() / 24) }

// Before says whether d is earlier than o. Comparison with a zero Date is always false.
func (d Date) Before(o Date) bool { return !d.IsZero() && !o.IsZero() && d.time().Before(o.time()) }

// After says whether d is later than o. Comparison with a zero Date is always false.
func (d Date) After(o Date) bool { return o.Before(d) }

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

// String gives "2006-01-02", or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Chinese gives "2026年3月5日": Arabic figures, full year, no leading zeros (GB/T 9704-2012 7.3.5.4).
func (d Date) Chinese() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
}

// MarshalText writes the form that UnmarshalText reads.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "2006-01-02" or "".
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	p, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = p
	return nil
}

// Month is a month of a year, as tenures are given ("2021-06"). The zero Month means "not known" or,
// as an end, "until now".
type Month struct{ Year, Month int }

// ParseMonth reads "2006-01".
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil || t.Year() < 1900 || t.Year() > 2199 {
		return Month{}, Refuse("month.invalid", "text", s)
	}
	return Month{t.Year(), int(t.Month())}, nil
}

// IsZero says whether the month is not known.
func (m Month) IsZero() bool { return m == Month{} }

// String gives "2006-01", or "".
func (m Month) String() string {
	if m.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.Year, m.Month)
}

// Chinese gives "2021年6月".
func (m Month) Chinese() string {
	if m.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d年%d月", m.Year, m.Month)
}

// MarshalText writes the form that UnmarshalText reads.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads "2006-01" or "".
func (m *Month) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*m = Month{}
		return nil
	}
	p, err := ParseMonth(string(b))
	if err != nil {
		return err
	}
	*m = p
	return nil
}
