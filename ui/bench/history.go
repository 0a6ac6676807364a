package bench

import (
	"encoding/json"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// pastLines is how many deeds of the past the column shows.
const pastLines = 8

// past is what happened to the item, newest first, a line for each deed.
func (x *right) past() fyne.CanvasObject {
	var lines []fyne.CanvasObject
	today := x.room.host.Today()
	for _, deed := range deeds(x.room.history[x.room.sheet.item]) {
		at := deed[0].At.Local()
		when := at.Format("15:04")
		if app.DateOf(at) != today {
			when = app.DateOf(at).String()
		}
		lines = append(lines, kit.NewPara(i18n.T("bench.past.line", "when", when, "who", deed[0].Who, "what", said(deed)), kit.Second))
		if len(lines) == pastLines {
			break
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return kit.Card(i18n.T("bench.past"), kit.Column(4, lines...))
}

// deeds gathers events by the record they stand in, the latest record first.
func deeds(events []store.Event) [][]store.Event {
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b store.Event) int { return int(b.Record - a.Record) })
	var out [][]store.Event
	for _, e := range events {
		if n := len(out); n > 0 && out[n-1][0].Record == e.Record {
			out[n-1] = append(out[n-1], e)
			continue
		}
		out = append(out, []store.Event{e})
	}
	return out
}

// said tells a deed in words: what became of the answer, or the words of its verb.
func said(deed []store.Event) string {
	var out []string
	for _, e := range deed {
		if e.Kind != app.KindAnswer {
			continue
		}
		if e.Field == "" { // the first answer to the item
			var a app.Answer
			if json.Unmarshal(e.After, &a) == nil && a.Conclusion != "" {
				out = append(out, concluded(a.Conclusion))
			}
			continue
		}
		var word string
		switch root, _, _ := strings.Cut(e.Field, "/"); root {
		case "conclusion":
			var c app.Conclusion
			_ = json.Unmarshal(e.After, &c) // taken away: there is no value, and c stays empty
			word = concluded(c)
		case "note":
			word = i18n.T("bench.past.note")
		case "methods":
			word = i18n.T("bench.past.methods")
		case "person":
			word = i18n.T("bench.past.assigned")
		case "should", "sampled", "faulty":
			word = i18n.T("bench.past.counts")
		}
		if word != "" && !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	if len(out) > 0 {
		return i18n.List(out)
	}
	if words, ok := i18n.Lookup("verb." + string(deed[0].Verb)); ok {
		return words
	}
	return i18n.T("bench.past.other")
}

func concluded(c app.Conclusion) string {
	if c == "" {
		return i18n.T("bench.past.cleared")
	}
	return i18n.T("bench.past.conclusion", "conclusion", i18n.Enum("conclusion", c))
}
