package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// told writes parts as one line each, things by the figures testID made them of.
func told(parts []DayPart) string {
	short := func(id ID) string {
		for i := range 100 {
			if testID(i) == id {
				return fmt.Sprintf("%02d", i)
			}
		}
		return string(id)
	}
	var out []string
	for _, p := range parts {
		line := "-"
		if p.Case != "" {
			line = short(p.Case)
		}
		line += " " + p.First + "-" + p.Last
		for _, l := range p.Lines {
			line += fmt.Sprintf(" %s=%d", l.Verb, l.Count)
			for _, n := range l.Nouns {
				line += "," + short(n)
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

func TestTheDeedsOfADayAreGathered(t *testing.T) {
	a, b := testID(1), testID(2)
	n := func(i ...int) (out []ID) {
		for _, i := range i {
			out = append(out, testID(i))
		}
		return out
	}
	for name, c := range map[string]struct {
		deeds []DayDeed
		want  string
	}{
		"nothing": {nil, ""},
		"no work": {[]DayDeed{{Record: 1, At: "08:00", Verb: VerbSignIn}, {Record: 2, At: "08:01", Verb: VerbWriteDayLog, Nouns: n(5)}, {Record: 3, At: "08:02", Verb: VerbUndo}}, ""},
		"a thing counts once, in the order it was begun": {[]DayDeed{{Record: 4, At: "10:30", Verb: VerbAnswerItem, Case: a, Nouns: n(11)}, {Record: 2, At: "09:00", Verb: VerbAnswerItem, Case: a, Nouns: n(11)},
			{Record: 5, At: "11:00", Verb: VerbAddEvidence, Case: a, Nouns: n(14)}, {Record: 6, At: "11:10", Verb: VerbAnswerItem, Case: a, Nouns: n(12)}}, "01 09:00-11:10 answer.item=2,11,12 evidence.add=1,14"},
		"taken back is not told, nor its hour": {[]DayDeed{{Record: 1, At: "09:00", Verb: VerbAnswerItem, Case: a, Nouns: n(11)}, {Record: 2, At: "09:30", Verb: VerbRecordFinding, Case: a, Nouns: n(13), Undone: true}},
			"01 09:00-09:00 answer.item=1,11"},
		"cases in the order of the day, whatever the records": {[]DayDeed{{Record: 9, At: "08:10", Verb: VerbAnswerItem, Case: b, Nouns: n(11)}, {Record: 1, At: "09:00", Verb: VerbAnswerItem, Case: a, Nouns: n(12)}, {Record: 2, At: "17:40", Verb: VerbSaveLaw, Nouns: n(20)}},
			"02 08:10-08:10 answer.item=1,11; 01 09:00-09:00 answer.item=1,12; - 17:40-17:40 law.save=1,20"},
		"what was begun today is not told as changed": {[]DayDeed{{Record: 1, At: "09:00", Verb: VerbRecordFinding, Case: a, Nouns: n(13)}, {Record: 2, At: "09:10", Verb: VerbSaveFinding, Case: a, Nouns: n(13)},
			{Record: 3, At: "09:20", Verb: VerbAddEvidence, Case: a, Nouns: n(14, 15)}, {Record: 4, At: "09:30", Verb: VerbSaveEvidence, Case: a, Nouns: n(14)}, {Record: 5, At: "09:40", Verb: VerbSaveEvidence, Case: a, Nouns: n(16)}},
			"01 09:00-09:40 evidence.add=2,14,15 evidence.save=1,16 finding.record=1,13"},
		"deeds are counted where no thing is": {[]DayDeed{{Record: 1, At: "09:00", Verb: VerbPrint, Case: a}, {Record: 2, At: "09:10", Verb: VerbPrint, Case: a}}, "01 09:00-09:10 print=2"},
	} {
		if got := told(GroupDay(c.deeds)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

// TestADayIsToldWholeAndOnce holds that every deed that counts finds its line, and that the order in which records came
// means nothing.
func TestADayIsToldWholeAndOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var deeds []DayDeed
		for i := range rapid.IntRange(0, 30).Draw(t, "deeds") {
			d := DayDeed{Record: int64(i), At: fmt.Sprintf("%02d:%02d", 8+i/6, i), Verb: rapid.SampledFrom(Verbs).Draw(t, "verb"),
				Case: rapid.SampledFrom([]ID{"", testID(1), testID(2)}).Draw(t, "case"), Undone: rapid.IntRange(0, 4).Draw(t, "undone") == 0}
			for range rapid.IntRange(0, 3).Draw(t, "nouns") {
				d.Nouns = append(d.Nouns, testID(10+rapid.IntRange(0, 4).Draw(t, "noun")))
			}
			deeds = append(deeds, d)
		}
		parts := GroupDay(deeds)
		if got := told(GroupDay(rapid.Permutation(deeds).Draw(t, "order"))); got != told(parts) {
			t.Fatalf("another order gives\n%s\nand not\n%s", got, told(parts))
		}
		for _, d := range deeds {
			if d.Undone || slices.Contains(NotWork, d.Verb) || begunBy[d.Verb] != "" {
				continue
			}
			i := slices.IndexFunc(parts, func(p DayPart) bool { return p.Case == d.Case })
			if i < 0 || d.At < parts[i].First || d.At > parts[i].Last {
				t.Fatalf("deed %d is not told", d.Record)
			}
			j := slices.IndexFunc(parts[i].Lines, func(l DayLine) bool { return l.Verb == d.Verb })
			if j < 0 || parts[i].Lines[j].Count < 1 {
				t.Fatalf("deed %d has no line", d.Record)
			}
			for _, n := range d.Nouns {
				if !slices.Contains(parts[i].Lines[j].Nouns, n) {
					t.Fatalf("deed %d: %s is not told", d.Record, n)
				}
			}
		}
		for _, p := range parts {
			if len(p.Lines) == 0 {
				t.Fatal("a part says nothing")
			}
		}
	})
}

func TestWhatIsCountedOfADeedIsWhatItChanges(t *testing.T) {
	for verb := range dayCounts {
		if !slices.Contains(Verbs, verb) {
			t.Errorf("%s is no verb", verb)
		}
	}
	for verb, kind := range map[Verb]Kind{VerbAnswerItem: KindAnswer, VerbDropSheet: KindSheet, VerbDecideOpinion: KindOpinion, VerbAddCase: KindCase, VerbPrint: "", VerbCloseStage: "", VerbWaive: "", VerbHoldMeeting: KindMeeting} {
		if got := DayCounts(verb); got != kind {
			t.Errorf("%s counts %q, not %q", verb, got, kind)
		}
	}
	for _, verb := range Verbs { // a kind that is counted is one the deed may change
		if kind := DayCounts(verb); kind != "" && keepVerbs[kind] != verb && dropVerbs[kind] != verb && !slices.Contains(changes[verb], kind) {
			t.Errorf("%s counts %s, which it does not change", verb, kind)
		}
	}
}

func TestNobodyReadsTheDayOfSomebodyElse(t *testing.T) {
	own := DayLog{Person: testID(1)}
	for _, role := range Roles {
		for _, alone := range []bool{false, true} {
			roles := NewSet(string(role))
			if !(Actor{Person: Person{ID: testID(1), Roles: roles}, Alone: alone}).Reads(own) {
				t.Errorf("%s does not read his or her own", role)
			}
			if (Actor{Person: Person{ID: testID(2), Roles: roles}, Seat: Seat{Person: testID(2)}, Alone: alone}).Reads(own) {
				t.Errorf("%s reads that of another", role)
			}
		}
	}
	if !(Actor{Seat: Seat{Person: testID(1)}, Alone: true}).Reads(own) {
		t.Error("who is alone is known by the seat")
	}
	if (Actor{}).Reads(DayLog{}) {
		t.Error("nobody reads that of nobody")
	}
}
