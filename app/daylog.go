package app

import (
	"context"
	"slices"
)

// DayDeed is a deed of a person's day, as the log has it.
type DayDeed struct {
	Record int64
	At     string // clock time on the desk, 09:31
	Verb   Verb
	Case   ID
	Nouns  []ID // what it changed
	Undone bool // a later deed took it back
}

// DayPart is what a person did on a day in one case ("" = in none), by sorts of deeds.
type DayPart struct {
	Case        ID
	First, Last string // clock times of the first and the last deed
	Lines       []DayLine
}

// DayLine is one sort of deed: how many things it was done to.
type DayLine struct {
	Verb  Verb
	Count int
}

// notWork are deeds that are no work on a case, and would only fill a work log.
var notWork = []Verb{VerbSignIn, VerbChangePhrase, VerbUndo, VerbRedo, VerbReadSecret, VerbWriteDayLog, VerbLoad, VerbCreate, VerbEnrol}

// GroupDay gathers the deeds of a day into lines from which a work log is drafted: by case in the order in which work on
// them began, within a case by sort in the order of Verbs. A thing that was changed many times counts once; what was taken
// back does not count.
func GroupDay(deeds []DayDeed) []DayPart {
	type sorted struct {
		part  DayPart
		nouns map[Verb]map[ID]bool
	}
	var order []ID
	parts := map[ID]*sorted{}
	for _, d := range slices.SortedStableFunc(slices.Values(deeds), func(a, b DayDeed) int { return int(a.Record - b.Record) }) {
		if d.Undone || slices.Contains(notWork, d.Verb) {
			continue
		}
		p := parts[d.Case]
		if p == nil {
			p = &sorted{DayPart{Case: d.Case, First: d.At}, map[Verb]map[ID]bool{}}
			parts[d.Case] = p
			order = append(order, d.Case)
		}
		p.part.Last = d.At
		if p.nouns[d.Verb] == nil {
			p.nouns[d.Verb] = map[ID]bool{}
		}
		for _, n := range d.Nouns {
			p.nouns[d.Verb][n] = true
		}
	}
	var out []DayPart
	for _, id := range order {
		p := parts[id]
		for _, verb := range Verbs {
			if nouns, done := p.nouns[verb]; done {
				p.part.Lines = append(p.part.Lines, DayLine{verb, max(1, len(nouns))})
			}
		}
		if len(p.part.Lines) > 0 {
			out = append(out, p.part)
		}
	}
	return out
}

// WriteDayLog keeps what the person at the desk did on a day in own words; blank text empties it. Nobody writes
// the work log of somebody else ("daylog.other"). It is optional and no statutory record.
func (d Desk) WriteDayLog(ctx context.Context, n DayLog) error {
	n.ID = DayLogID(n.Person, n.On)
	return d.do(ctx, VerbWriteDayLog, "", func(w *work) error {
		if n.Person != w.actor.Seat.Person {
			return Refuse("daylog.other")
		}
		if blank(n.Text) {
			if _, err := Get[DayLog](ctx, w.r, n.ID); CodeOf(err) == ErrNotFound.Code {
				return nil // nothing to empty
			}
		}
		return put(w, n)
	})
}

// ownDay refuses a deed that writes the work log of somebody else, whichever way it comes.
func (w *work) ownDay() error {
	for _, n := range w.touched {
		if log, ok := n.(DayLog); ok && log.Person != w.actor.Seat.Person {
			return Refuse("daylog.other")
		}
	}
	return nil
}
