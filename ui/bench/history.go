package bench

import (
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// pastLines is how many deeds of the past the column shows.
const pastLines = 8

// past is what happened to the item, newest first.
func (x *right) past() fyne.CanvasObject {
	events := slices.Clone(x.room.history[x.room.sheet.item])
	slices.SortStableFunc(events, func(a, b store.Event) int { return b.At.Compare(a.At) })
	var lines []fyne.CanvasObject
	seen := map[int64]bool{}
	today := x.room.host.Today()
	for _, e := range events {
		text, telling := said(e)
		if !telling && seen[e.Record] {
			continue // one deed changes many fields: one line is enough
		}
		seen[e.Record] = true
		at := e.At.Local()
		when := at.Format("15:04")
		if app.DateOf(at) != today {
			when = app.DateOf(at).String()
		}
		lines = append(lines, kit.NewPara(i18n.T("bench.past.line", "when", when, "who", e.Who, "what", text), kit.Second))
		if len(lines) == pastLines {
			break
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return kit.Card(i18n.T("bench.past"), kit.Column(4, lines...))
}

// said tells an event in words, and whether the words tell more than the verb.
func said(e store.Event) (text string, telling bool) {
	if e.Kind == app.KindAnswer && e.Field == "" {
		var a app.Answer
		if json.Unmarshal(e.After, &a) == nil && a.Conclusion != "" {
			return i18n.T("bench.past.conclusion", "conclusion", i18n.Enum("conclusion", a.Conclusion)), true
		}
	}
	if e.Field == "conclusion" {
		var c app.Conclusion
		if json.Unmarshal(e.After, &c) == nil && c != "" {
			return i18n.T("bench.past.conclusion", "conclusion", i18n.Enum("conclusion", c)), true
		}
		return i18n.T("bench.past.cleared"), true
	}
	return i18n.T("verb." + string(e.Verb)), false
}
