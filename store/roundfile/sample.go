package roundfile

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/assets"
)

// SampleToday is the day on which the sample's dates tell their story: drafts are out for comment, one
// self-check report came late, one rectification report is overdue.
var SampleToday = app.MustDate("2026-10-12")

// Sample gives the sample round as if it stood today where the written one stands on SampleToday: all
// its dates from 2026 on move by the same whole number of weeks, so that weekdays stay weekdays. Dates
// within texts move too; facts about earlier years stay. Numbers follow the year of the moved notice.
func Sample(today app.Date) (*File, error) {
	f, err := Read(bytes.NewReader(assets.SampleRound()))
	if err != nil {
		return nil, fmt.Errorf("read the sample round: %w", err)
	}
	days := today.Sub(SampleToday)
	weeks := days / 7
	if days%7 < 0 {
		weeks--
	}
	s := shift{days: 7 * weeks, from: f.Round.Year}
	s.to = f.Round.NoticeDate.AddDays(s.days).Year
	s.move(reflect.ValueOf(f).Elem())
	f.Round.Year = s.to
	return f, nil
}

// shift moves what is dated in the year of the sample or later.
type shift struct {
	days     int
	from, to int // year of the notice before and after
}

var (
	fullDate = regexp.MustCompile(`(20\d\d)年(\d{1,2})月(\d{1,2})日`)
	halfDate = regexp.MustCompile(`(20\d\d)年(\d{1,2})月`)
	bareYear = regexp.MustCompile(`(〔|LS|)(20\d\d)(〕|-\d{3}|年|学年|—)`)
)

func (s shift) move(v reflect.Value) {
	switch x := v.Interface().(type) {
	case app.ID:
		return
	case app.Date:
		if x.Year >= s.from {
			v.Set(reflect.ValueOf(x.AddDays(s.days)))
		}
		return
	case app.Month:
		v.Set(reflect.ValueOf(s.month(x)))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			s.move(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			s.move(v.Index(i))
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			e := reflect.New(v.Type().Elem()).Elem()
			e.Set(it.Value())
			s.move(e)
			v.SetMapIndex(it.Key(), e)
		}
	case reflect.String:
		if strings.Contains(v.String(), "20") {
			v.SetString(s.text(v.String()))
		}
	}
}

// month moves a month by its middle, so that it lands where most of its days land.
func (s shift) month(m app.Month) app.Month {
	if m.Year < s.from {
		return m
	}
	d := app.Date{Year: m.Year, Month: m.Month, Day: 15}.AddDays(s.days)
	return app.Month{Year: d.Year, Month: d.Month}
}

// text moves the dates a text names. A date that was moved is set aside until the end, so that no later
// rule touches it again.
func (s shift) text(t string) string {
	var done []string
	aside := func(moved string) string {
		done = append(done, moved)
		return "\x00" + strconv.Itoa(len(done)-1) + "\x01"
	}
	t = fullDate.ReplaceAllStringFunc(t, func(m string) string {
		p := fullDate.FindStringSubmatch(m)
		d := app.Date{Year: number(p[1]), Month: number(p[2]), Day: number(p[3])}
		if d.Year < s.from {
			return aside(m)
		}
		return aside(d.AddDays(s.days).Chinese())
	})
	t = halfDate.ReplaceAllStringFunc(t, func(m string) string {
		p := halfDate.FindStringSubmatch(m)
		return aside(s.month(app.Month{Year: number(p[1]), Month: number(p[2])}).Chinese())
	})
	t = bareYear.ReplaceAllStringFunc(t, func(m string) string {
		p := bareYear.FindStringSubmatch(m)
		if y := number(p[2]); y >= s.from {
			return p[1] + strconv.Itoa(y+s.to-s.from) + p[3]
		}
		return m
	})
	for i, m := range done {
		t = strings.Replace(t, "\x00"+strconv.Itoa(i)+"\x01", m, 1)
	}
	return t
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // the patterns let only figures through
	return n
}
