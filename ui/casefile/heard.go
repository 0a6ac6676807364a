package casefile

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// heard is the register of opinions and suggestions heard (R26).
func (r *Room) heard() *records[app.Heard] {
	l := &records[app.Heard]{
		name: "heard", title: i18n.T("heard.title"), add: i18n.T("heard.add"), empty: i18n.T("heard.none"),
		columns: []kit.TableColumn{{Title: label("number"), Width: 50, Number: true}, {Title: label("on"), Width: 90}, {Title: label("source"), Width: 80, Spare: 1},
			{Title: label("strand"), Width: 60, Spare: 2}, {Title: label("text"), Width: 160, Grow: 1}, {Title: label("handling"), Width: 80}},
		list: func(d app.Dossier) []app.Heard { return d.Heard },
		id:   nounID[app.Heard],
		cells: func(h app.Heard) []kit.Cell {
			state := kit.Cell{Text: i18n.T("heard.open"), Tone: kit.Wait, Chip: true}
			if strings.TrimSpace(h.Handling) != "" {
				state = kit.Cell{Text: i18n.T("heard.done"), Tone: kit.Done, Chip: true}
			}
			return []kit.Cell{{Text: numeral(h.Number)}, day(h.On), {Text: i18n.Enum("heardsource", h.Source)}, {Text: short(h.Strand)}, {Text: h.Text, Bold: true}, state}
		},
		fresh: func() app.Heard {
			return app.Heard{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, On: r.host.Today(), Source: "letter"}
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Heard, h app.Heard) error {
			_, err := d.WriteHeard(ctx, h)
			return err
		},
		drop: discard[app.Heard](app.VerbDropHeard),
	}
	l.form = func(f *kit.Form, h *app.Heard) { r.heardForm(l, f, h) }
	return l
}

func (r *Room) heardForm(l *records[app.Heard], f *kit.Form, h *app.Heard) {
	f.Date("on", label("on"), &h.On)
	chooseCode(f, "source", label("source"), "heardsource", app.HeardSources, &h.Source)
	kit.Enum(f, "strand", label("strand"), "strand", app.Strands, &h.Strand)
	ids, names := []string{""}, []string{i18n.T("heard.anonymous")}
	for _, a := range r.d.Aliases {
		ids, names = append(ids, string(a.ID)), append(names, a.Code)
	}
	f.Choice("from", i18n.Capital(i18n.T("history.field.heard.from")), ids, names, func() string { return string(h.From) }, func(s string) { h.From = app.ID(s) })
	talks, numbers := []string{""}, []string{i18n.T("heard.nonetalk")}
	for _, t := range r.d.Talks {
		talks, numbers = append(talks, string(t.ID)), append(numbers, t.Number)
	}
	f.Choice("talk", label("talk"), talks, numbers, func() string { return string(h.Talk) }, func(s string) { h.Talk = app.ID(s) })
	f.Check("confidential", label("confidential"), &h.Confidential)
	f.Long("text", label("text"), &h.Text)
	f.Long("handling", label("handling"), &h.Handling)
	none := map[string]struct{}{}
	e := editLines(l, f, &none, func(string, *struct{}) {})
	r.nameNote(e, r.namesIn(h.Text, h.Handling), func() { r.hide(&h.Text, &h.Handling) })
	f.Text("handledBy", label("handledBy"), &h.HandledBy)
	f.Date("handledOn", label("handledOn"), &h.HandledOn)
	if len(r.d.Findings) > 0 {
		r.checkFindings(f, "findings", label("findings"), &h.Findings)
	}
}

// heardSum says how many opinions came from where, and how many were handled.
func (r *Room) heardSum() fyne.CanvasObject {
	var parts []string
	for _, c := range app.CountHeard(r.d.Heard) {
		parts = append(parts, i18n.T("heard.sum", "source", i18n.Enum("heardsource", c.Source), "all", c.All, "handled", c.Handled))
	}
	return kit.NewPara(i18n.List(parts), kit.Second)
}
