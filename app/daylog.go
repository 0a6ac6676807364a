package app

import (
	"cmp"
	"context"
	"slices"
)

// DayDeed is a deed of a person's day, as the log has it.
type DayDeed struct {
	Record int64
	At     string // clock time on the desk, 09:31
	Verb   Verb
	Case   ID
	Nouns  []ID // what it changed, of the kind that DayCounts names; none where deeds are counted
	Undone bool // a later deed took it back
}

// DayPart is what a person did on a day in one case ("" = in none), by sorts of deeds.
type DayPart struct {
	Case        ID
	First, Last string // clock times of the first and the last deed
	Lines       []DayLine
}

// DayLine is one sort of deed: how many things it was done to, and which, in the order of the first deed to each. Where
// deeds are counted and not things (a print, a package), Nouns is empty.
type DayLine struct {
	Verb  Verb
	Count int
	Nouns []ID
}

// NotWork are deeds that are no work on a case, and would only fill a work log.
var NotWork = []Verb{VerbSignIn, VerbChangePhrase, VerbUndo, VerbRedo, VerbReadSecret, VerbWriteDayLog, VerbLoad, VerbCreate, VerbEnrol}

// dayCounts are the kinds of which a work log counts the nouns, where neither keepVerbs nor dropVerbs name them.
var dayCounts = map[Verb]Kind{
	VerbRecordFinding: KindFinding, VerbDropFinding: KindFinding, VerbAddEvidence: KindEvidence, VerbSelfAnswer: KindAnswer, VerbAssignItem: KindAnswer,
	VerbTakeSelfCheck: KindAnswer, VerbReviewPaper: KindPaper, VerbNotePaper: KindPaper, VerbAnswerNote: KindPaper, VerbDecideOpinion: KindOpinion,
	VerbRecordReport: KindReport, VerbSendDrafts: KindConsultation, VerbAddProgress: KindProgress, VerbAddCase: KindCase, VerbCreateRound: KindRound,
	VerbLeaveOut: KindSeat, VerbScopeSeat: KindSeat,
}

// DayCounts gives the kind of the nouns that a work log counts for a sort of deed; "" where it counts the deeds themselves.
// What a deed changes besides, such as the finding that a decided remark is about, is not counted.
func DayCounts(verb Verb) Kind {
	if kind, ok := dayCounts[verb]; ok {
		return kind
	}
	for _, kind := range Kinds {
		if keepVerbs[kind] == verb && verb != VerbCloseStage || dropVerbs[kind] == verb {
			return kind
		}
	}
	return ""
}

// begunBy names the deed by which things come to be that another one changes: what was begun on a day is not told once
// more as changed on that day.
var begunBy = map[Verb]Verb{VerbSaveFinding: VerbRecordFinding, VerbSaveEvidence: VerbAddEvidence, VerbSaveCase: VerbAddCase, VerbSaveRound: VerbCreateRound}

// GroupDay gathers the deeds of a day into lines from which a work log is drafted: by case in the order in which work on
// them began, within a case by sort in the order of Verbs. A thing that was changed many times counts once; what was taken
// back does not count.
func GroupDay(deeds []DayDeed) []DayPart {
	type sorted struct {
		part  DayPart
		nouns map[Verb][]ID
		times map[Verb]int
	}
	var order []ID
	parts := map[ID]*sorted{}
	type once struct {
		in   ID
		verb Verb
		noun ID
	}
	seen := map[once]bool{}
	for _, d := range slices.SortedStableFunc(slices.Values(deeds), func(a, b DayDeed) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Record, b.Record)) }) {
		if d.Undone || slices.Contains(NotWork, d.Verb) {
			continue
		}
		p := parts[d.Case]
		if p == nil {
			p = &sorted{DayPart{Case: d.Case, First: d.At}, map[Verb][]ID{}, map[Verb]int{}}
			parts[d.Case] = p
			order = append(order, d.Case)
		}
		p.part.Last = d.At
		p.times[d.Verb]++
		for _, n := range d.Nouns {
			if k := (once{d.Case, d.Verb, n}); !seen[k] {
				seen[k] = true
				p.nouns[d.Verb] = append(p.nouns[d.Verb], n)
			}
		}
	}
	var out []DayPart
	for _, id := range order {
		p := parts[id]
		for _, verb := range Verbs {
			times, nouns := p.times[verb], p.nouns[verb]
			if times == 0 {
				continue
			}
			if begun, ok := begunBy[verb]; ok && len(nouns) > 0 {
				nouns = slices.DeleteFunc(slices.Clone(nouns), func(n ID) bool { return seen[once{id, begun, n}] })
				if times = len(nouns); times == 0 {
					continue
				}
			}
			if len(nouns) > 0 {
				times = len(nouns)
			}
			p.part.Lines = append(p.part.Lines, DayLine{verb, times, nouns})
		}
		out = append(out, p.part)
	}
	return out
}

// Reads says whether who looks may read a work log: one's own is one's own, and no role opens that of somebody else, not
// even where one sits alone (domain 3.12: it is a private note and no record of the review).
func (a Actor) Reads(n DayLog) bool {
	return n.Person != "" && (n.Person == a.Person.ID || n.Person == a.Seat.Person)
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
