package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"lianshen/app"
)

// dayTold writes the deeds of a day as one line each.
func dayTold(d Day) string {
	var out []string
	for _, x := range d.Deeds {
		line := x.At + " " + string(x.Verb)
		if c := d.Cases[x.Case]; c.Number != "" {
			line += " " + c.Number
		}
		for _, n := range x.Nouns {
			line += " [" + d.Called[n] + "]"
		}
		if x.Undone {
			line += " undone"
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// daily is a workspace whose clock the test turns, in a zone of its own, with one case.
type daily struct {
	*walk
	zone *time.Location
}

func newDaily(t *testing.T) daily {
	d := daily{newWalk(t), time.FixedZone("UTC+8", 8*3600)}
	d.at("2026-03-20", 9, 0)
	c := app.Case{ID: newID(), Number: "LS2026-001"}
	d.id = c.ID
	d.do(app.VerbAddCase, c)
	return d
}

func (d daily) at(day string, hour, minute int) {
	on := app.MustDate(day)
	d.now = time.Date(on.Year, time.Month(on.Month), on.Day, hour, minute, 0, 0, d.zone)
}

// do makes a noun in the case, past the rules of its kind.
func (d daily) do(verb app.Verb, n app.Noun) {
	d.t.Helper()
	d.must(d.w.Do(ctx, func(app.Reader) (app.Deed, error) {
		c, err := app.Create(n)
		return app.Deed{Verb: verb, Case: d.id, Changes: []app.Change{c}}, err
	}))
}

func (d daily) finding(n int) app.ID {
	d.t.Helper()
	f := app.Finding{ID: newID(), Case: d.id, Strand: app.Review, Number: n, Title: "资料不全", State: app.FindingDraft}
	d.do(app.VerbRecordFinding, f)
	return f.ID
}

func (d daily) day(on string) Day {
	d.t.Helper()
	out, err := d.w.DayDeeds(ctx, d.w.Me().ID, app.MustDate(on))
	d.must(err)
	return out
}

func TestADayHoldsWhatWasDoneByTheClockOfTheDesk(t *testing.T) {
	d := newDaily(t)
	d.at("2026-04-17", 0, 0) // the 16th in Greenwich
	d.finding(3)
	d.at("2026-04-17", 23, 59)
	d.finding(4)
	d.at("2026-04-18", 0, 0)
	d.finding(5)
	want := "00:00 finding.record LS2026-001 [3]\n23:59 finding.record LS2026-001 [4]"
	if got := dayTold(d.day("2026-04-17")); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if other, err := d.w.DayDeeds(ctx, newID(), app.MustDate("2026-04-17")); err != nil || len(other.Deeds) != 0 {
		t.Errorf("of one who was not there: %+v, %v", other, err)
	}
	if got := d.day("2026-04-19"); len(got.Deeds) != 0 || got.More {
		t.Errorf("%+v", got)
	}
	d.at("2026-04-17", 10, 0) // a clock that was set back writes no earlier times: the log goes on
	d.finding(6)
	if got := dayTold(d.day("2026-04-17")); got != want {
		t.Errorf("%s", got)
	}
}

func TestWhatWasTakenBackIsMarkedAndWhatWasDoneAgainIsNot(t *testing.T) {
	d := newDaily(t)
	d.at("2026-04-17", 9, 0)
	d.finding(1)
	d.finding(2)
	d.at("2026-04-18", 9, 0) // the day after
	if _, err := d.w.UndoLast(ctx); err != nil {
		t.Fatal(err)
	}
	if got := dayTold(d.day("2026-04-17")); got != "09:00 finding.record LS2026-001 [1]\n09:00 finding.record LS2026-001 [2] undone" {
		t.Errorf("%s", got)
	}
	if _, err := d.w.Redo(ctx); err != nil {
		t.Fatal(err)
	}
	if got := dayTold(d.day("2026-04-17")); strings.Contains(got, "undone") {
		t.Errorf("%s", got)
	}
	if _, err := d.w.UndoLast(ctx); err != nil {
		t.Fatal(err)
	}
	if got := dayTold(d.day("2026-04-17")); !strings.HasSuffix(got, "undone") {
		t.Errorf("%s", got)
	}
	if got := d.day("2026-04-18"); len(got.Deeds) != 0 {
		t.Errorf("undoing is no work: %s", dayTold(got))
	}
}

func TestADayHoldsEverySeatOfThePersonAndNoOther(t *testing.T) {
	w, his := twoSeats(t)
	zone := time.FixedZone("UTC+8", 8*3600)
	w.now = func() time.Time { return time.Date(2026, 4, 17, 15, 0, 0, 0, zone) }
	me := w.Me().ID
	unit := func(w *Workspace, name string) {
		t.Helper()
		if err := keepAny(w.Desk(), app.VerbSaveUnit, app.Unit{ID: newID(), Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	unit(w, "青溪县财政局")
	if err := w.AddSeat(ctx, me, "另一台电脑", "另一个 座位 的 口令 很长"); err != nil {
		t.Fatal(err)
	}
	w = as(t, w, "另一个 座位 的 口令 很长")
	if w.Me().ID != me {
		t.Fatal("another person")
	}
	unit(w, "青溪县水务局")
	w = as(t, w, hisPhrase)
	count := func(person app.ID) (n int) {
		day, err := w.DayDeeds(ctx, person, app.MustDate("2026-04-17"))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range day.Deeds {
			if d.Verb == app.VerbSaveUnit {
				n++
			}
		}
		return n
	}
	if mine, others := count(me), count(his.Person); mine != 2 || others != 0 {
		t.Errorf("%d and %d", mine, others)
	}
}

func TestTheDaysOfAMonthAreListed(t *testing.T) {
	d := newDaily(t)
	d.at("2026-03-31", 23, 59)
	d.finding(9)
	d.at("2026-04-01", 0, 0)
	d.finding(1)
	d.finding(2)
	d.at("2026-04-30", 23, 59)
	d.finding(3)
	d.at("2026-05-01", 0, 0)
	d.finding(4)
	me := d.w.Me().ID
	write := func(on, text string) {
		t.Helper()
		d.must(d.desk.WriteDayLog(ctx, app.DayLog{Person: me, On: app.MustDate(on), Text: text}))
	}
	write("2026-04-30", "整理资料。")
	write("2026-04-12", "参加培训。") // a day without a deed
	write("2026-04-13", "x")
	write("2026-04-13", "")
	days, err := d.w.MonthDays(ctx, me, app.Month{Year: 2026, Month: 4})
	d.must(err)
	var got []string
	for _, x := range days {
		got = append(got, fmt.Sprint(x.On, x.Deeds, x.Written))
	}
	if want := "2026-04-01 2 false|2026-04-12 0 true|2026-04-30 1 true"; strings.Join(got, "|") != want {
		t.Errorf("%s", strings.Join(got, "|"))
	}
	if none, err := d.w.MonthDays(ctx, newID(), app.Month{Year: 2026, Month: 4}); err != nil || len(none) != 0 {
		t.Errorf("%+v, %v", none, err)
	}
}

func TestADayOfManyDeedsIsCutAndSaysSo(t *testing.T) {
	d := newDaily(t)
	d.at("2026-04-17", 8, 0)
	at := d.now
	d.w.now = func() time.Time { return at }
	err := d.w.transact(ctx, func(p *projector) error {
		for i := range maxDayDeeds + 1 {
			c := app.Change{Entity: app.AnswerID(d.id, "XR-1-01"), Noun: app.KindAnswer, Field: "note", Kind: app.Put, Value: []byte(fmt.Sprintf("%q", fmt.Sprint(i)))}
			if i == 0 {
				c = app.Change{Entity: c.Entity, Noun: c.Noun, Kind: app.New, Value: json.RawMessage(`{"item":"XR-1-01","case":"` + d.id + `"}`)}
			}
			if _, err := d.w.append(p, draft{who: "王敏", verb: app.VerbAnswerItem, cas: d.id, changes: []app.Change{c}}); err != nil {
				return err
			}
		}
		return nil
	})
	d.must(err)
	if got := d.day("2026-04-17"); !got.More || len(got.Deeds) != maxDayDeeds {
		t.Errorf("%d deeds, more %v", len(got.Deeds), got.More)
	}
}

// BenchmarkDay reads a day and a month of a person's work from a workspace of about 100,000 changes.
func BenchmarkDay(b *testing.B) {
	w, _, middle := busy(b)
	me, on := w.Me().ID, app.DateOf(middle)
	b.Run("day", func(b *testing.B) {
		n := 0
		for b.Loop() {
			d, err := w.DayDeeds(ctx, me, on)
			if err != nil {
				b.Fatal(err)
			}
			n = len(d.Deeds)
		}
		b.ReportMetric(float64(n), "deeds")
	})
	b.Run("month", func(b *testing.B) {
		n := 0
		for b.Loop() {
			days, err := w.MonthDays(ctx, me, app.Month{Year: on.Year, Month: on.Month})
			if err != nil {
				b.Fatal(err)
			}
			n = 0
			for _, d := range days {
				n += d.Deeds
			}
		}
		b.ReportMetric(float64(n), "deeds")
	})
}
