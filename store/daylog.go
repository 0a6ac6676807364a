package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/store/journal"
)

// Day is what the log tells of a person's day: from it a work log is drafted.
type Day struct {
	Person app.ID
	On     app.Date
	Deeds  []app.DayDeed
	Cases  map[app.ID]DayCase
	Called map[app.ID]string // what people call the nouns of the deeds: item code, index, number; where there is such a thing
	More   bool              // there is more than fits: the earliest deeds are given
}

// DayCase is how a case is called in a work log.
type DayCase struct{ Number, Unit string }

// MonthDay is a day with something to write down or written down.
type MonthDay struct {
	On      app.Date
	Deeds   int  // deeds that count as work, taken back ones among them
	Written bool // there is a work log of it
}

// The bounds of a day: nobody does so much by hand.
const (
	maxDayDeeds = 5000
	maxDayNouns = 20000
)

// DayDeeds gives what a person did on a day, at whichever seat, by this laptop's calendar and clock, the deeds of other
// laptops among it that came in packages. What a later deed took back is marked. What the person at this seat may not see
// is left out, and so is a deed of which nothing else is left; the words of records and the names of those talked to are
// never part of it.
func (w *Workspace) DayDeeds(ctx context.Context, person app.ID, on app.Date) (Day, error) {
	out := Day{Person: person, On: on, Cases: map[app.ID]DayCase{}, Called: map[app.ID]string{}}
	err := w.snapshot(ctx, func(s *session) error {
		from := w.midnight(on)
		f, seated, err := deedsOf(ctx, s, person, from, from.AddDate(0, 0, 1))
		if err != nil || !seated {
			return err
		}
		var all []dayDeed
		err = s.rows(ctx, "SELECT d.record, d.time, d.verb, d.cas FROM deed d"+f.where()+" ORDER BY d.time, d.record LIMIT ?", append(f.args, maxDayDeeds+1), func(scan func(...any) error) error {
			var d dayDeed
			err := scan(&d.record, &d.time, &d.verb, &d.cas)
			all = append(all, d)
			return err
		})
		if err != nil {
			return err
		}
		if len(all) > maxDayDeeds {
			all, out.More = all[:maxDayDeeds], true
		}
		return w.tellDay(ctx, s, all, &out)
	})
	if err != nil {
		return Day{}, fmt.Errorf("the deeds of %s: %w", on, err)
	}
	return out, nil
}

// MonthDays lists the days of a month, the earliest first, on which a person did something that counts as work or of
// which there is a work log that the person at this seat may read.
func (w *Workspace) MonthDays(ctx context.Context, person app.ID, month app.Month) ([]MonthDay, error) {
	days := map[app.Date]*MonthDay{}
	day := func(on app.Date) *MonthDay {
		if days[on] == nil {
			days[on] = &MonthDay{On: on}
		}
		return days[on]
	}
	first := app.Date{Year: month.Year, Month: month.Month, Day: 1}
	err := w.snapshot(ctx, func(s *session) error {
		from := w.midnight(first)
		f, seated, err := deedsOf(ctx, s, person, from, from.AddDate(0, 1, 0))
		if err != nil {
			return err
		}
		if seated {
			err = s.rows(ctx, "SELECT d.time FROM deed d"+f.where()+" ORDER BY d.time", f.args, func(scan func(...any) error) error {
				var t journal.Time
				err := scan(&t)
				day(app.DateOf(t.Wall().In(from.Location()))).Deeds++
				return err
			})
			if err != nil {
				return err
			}
		}
		logs, err := app.List[app.DayLog](ctx, w.own(sessionReader{s}), "")
		for _, n := range logs {
			if n.Person == person && n.On.Year == month.Year && n.On.Month == month.Month && strings.TrimSpace(n.Text) != "" {
				day(n.On).Written = true
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("the days of %s: %w", month, err)
	}
	out := make([]MonthDay, 0, len(days))
	for _, d := range days {
		out = append(out, *d)
	}
	slices.SortFunc(out, func(a, b MonthDay) int { return strings.Compare(a.On.String(), b.On.String()) })
	return out, nil
}

// midnight is when a day begins on the desk.
func (w *Workspace) midnight(on app.Date) time.Time {
	return time.Date(on.Year, time.Month(on.Month), on.Day, 0, 0, 0, 0, w.now().Location())
}

// deedsOf gives the condition on a deed d that a person did it between two moments and that it counts as work. seated is
// false when the person has no seat.
func deedsOf(ctx context.Context, s *session, person app.ID, from, before time.Time) (f filter, seated bool, err error) {
	seats, err := app.List[app.Seat](ctx, sessionReader{s}, "")
	if err != nil {
		return f, false, err
	}
	f.and("d.time >= ? AND d.time < ?", int64(startOf(from)), int64(startOf(before)))
	var keys, works []any
	for _, seat := range seats {
		if seat.Person == person {
			keys = append(keys, seat.Key)
		}
	}
	for _, verb := range app.NotWork {
		works = append(works, string(verb))
	}
	marks := func(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }
	// The plus keeps the day in the lead: its deeds are few, those of a seat are not. Which records are of the seats is read
	// from an index, not from the records themselves.
	f.and("+d.record IN (SELECT id FROM record WHERE seat IN ("+marks(len(keys))+"))", keys...)
	f.and("d.verb NOT IN ("+marks(len(works))+")", works...)
	return f, len(keys) > 0, nil
}

// dayDeed is a deed as its table has it.
type dayDeed struct {
	record int64
	time   journal.Time
	verb   app.Verb
	cas    app.ID
}

// tellDay fills in the deeds with what they changed and how that is called.
func (w *Workspace) tellDay(ctx context.Context, s *session, all []dayDeed, out *Day) error {
	eyes, nouns := w.eyes(ctx, s), 0
	zone := w.now().Location()
	for _, d := range all {
		told := app.DayDeed{Record: d.record, At: d.time.Wall().In(zone).Format("15:04"), Verb: d.verb, Case: d.cas}
		counts := app.DayCounts(d.verb)
		seen, touched := map[app.ID]bool{}, 0
		err := s.rows(ctx, "SELECT e.id, e.kind, e.doc FROM change c CROSS JOIN entity e ON e.n = c.entity WHERE c.record = ? ORDER BY c.idx LIMIT ?", []any{d.record, maxDayNouns}, func(scan func(...any) error) error {
			var id app.ID
			var kind app.Kind
			var doc []byte
			if err := scan(&id, &kind, &doc); err != nil || seen[id] {
				return err
			}
			seen[id] = true
			if app.Protected(kind) {
				touched++ // asked about below: one query at a time on a connection
			}
			if kind == counts {
				told.Nouns = append(told.Nouns, id)
				if name := calledBy(kind, doc); name != "" {
					out.Called[id] = name
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if touched > 0 {
			if told.Nouns, touched, err = w.seenOf(ctx, s, eyes, seen, told.Nouns, out.Called); err != nil {
				return err
			}
			if touched == 0 {
				continue // nothing of it may be seen
			}
		}
		if nouns += len(told.Nouns); nouns > maxDayNouns {
			out.More = true
			break
		}
		if told.Undone, err = takenBack(ctx, s, d.record); err != nil {
			return err
		}
		if err := w.callCase(ctx, s, d.cas, out.Cases); err != nil {
			return err
		}
		out.Deeds = append(out.Deeds, told)
	}
	return eyes.err
}

// seenOf leaves of the nouns of a deed those that the person at the seat may see, and says how many of all it touched
// are left.
func (w *Workspace) seenOf(ctx context.Context, s *session, e *eyes, touched map[app.ID]bool, nouns []app.ID, called map[app.ID]string) ([]app.ID, int, error) {
	left := 0
	hidden := map[app.ID]bool{}
	for id := range touched {
		var kind app.Kind
		if err := s.row(ctx, "SELECT kind FROM entity WHERE id = ?", []any{string(id)}, &kind); err != nil {
			return nil, 0, err
		}
		if hidden[id] = e.withholds(kind, id); hidden[id] {
			delete(called, id)
		} else {
			left++
		}
	}
	return slices.DeleteFunc(nouns, func(id app.ID) bool { return hidden[id] }), left, e.err
}

// takenBack says whether the last of a deed, its undo, the redo of that and so on is an undo.
func takenBack(ctx context.Context, s *session, record int64) (bool, error) {
	var depth int64
	err := s.row(ctx, `WITH RECURSIVE chain(record, depth) AS (SELECT record, depth FROM deed WHERE record = ?
		UNION ALL SELECT d.record, d.depth FROM chain CROSS JOIN deed d ON d.undoes = chain.record) SELECT max(depth) FROM chain`, []any{record}, &depth)
	return depth%2 == 1, err
}

// callCase notes how a case is called, also one that was deleted since.
func (w *Workspace) callCase(ctx context.Context, s *session, id app.ID, cases map[app.ID]DayCase) error {
	if _, known := cases[id]; known || id == "" {
		return nil
	}
	var doc, unit []byte
	err := s.row(ctx, "SELECT doc FROM entity WHERE id = ? AND kind = 'case'", []any{string(id)}, &doc)
	var c struct {
		Number string
		Unit   app.ID
	}
	var u struct{ Name string }
	if err == nil && json.Unmarshal(doc, &c) == nil {
		if err = s.row(ctx, "SELECT doc FROM entity WHERE id = ? AND kind = 'unit'", []any{string(c.Unit)}, &unit); err == nil {
			err = json.Unmarshal(unit, &u)
		}
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) { // of one that is not here only the deed is known
		return err
	}
	cases[id] = DayCase{Number: c.Number, Unit: u.Name}
	return nil
}

// calls are the fields by which people call nouns of a kind. None of them is what somebody said, or who.
var calls = map[app.Kind]string{
	app.KindAnswer: "item", app.KindEvidence: "number", app.KindFinding: "number", app.KindPaper: "index", app.KindSheet: "index", app.KindTalk: "number",
	app.KindVisit: "number", app.KindStocktake: "number", app.KindHeard: "number",
}

// calledBy gives what people call a noun.
func calledBy(kind app.Kind, doc []byte) string {
	field := calls[kind]
	if field == "" {
		return ""
	}
	name := strings.Trim(string(journal.Lookup(doc, field)), `"`)
	if name == "null" || name == "0" {
		return ""
	}
	return name
}
