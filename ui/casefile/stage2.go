package casefile

import (
	"cmp"
	"maps"
	"slices"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// entry is the page of stage two: meeting, stay on site, liaisons, questionnaire, evaluation (R13–R23).
func (r *Room) entry() fyne.CanvasObject {
	return cards(kit.Card("", r.meetings(app.Entry).show(r)), kit.Card(i18n.T("case.onsite"), r.onSiteForm()), kit.Card("", r.liaisons().show(r)),
		kit.Card("", r.surveys().show(r)), kit.Card("", r.evaluations().show(r)))
}

func (r *Room) onSiteForm() fyne.CanvasObject {
	v := r.d.Case.OnSite
	f := caseForm(r, "onsite", app.VerbSaveOnSite, &v, func(c *app.Case, v app.OnSite) { c.OnSite = v })
	f.Date("onsite", label("from"), &v.From)
	f.Date("to", label("to"), &v.To)
	f.Text("place", label("place"), &v.Place)
	f.Int("volumes", label("volumes"), &v.Volumes, 0, manyPeople)
	return f.Content()
}

func (r *Room) liaisons() *records[keyed[app.Liaison]] {
	return keyedRecords(r, records[keyed[app.Liaison]]{
		name: "liaisons", title: i18n.T("case.liaisons"), add: i18n.T("case.liaisons.add"), empty: i18n.T("case.liaisons.none"),
		columns: []kit.TableColumn{{Title: i18n.T("case.f.name"), Width: 90}, {Title: label("post"), Width: 120, Grow: 1}, {Title: label("phone"), Width: 110}, {Title: label("strands"), Width: 110, Grow: 1}},
		cells: func(k keyed[app.Liaison]) []kit.Cell {
			return []kit.Cell{{Text: k.Key, Bold: true}, {Text: k.Value.Post}, {Text: k.Value.Phone}, {Text: k.Value.Strands}}
		},
		form: func(f *kit.Form, k *keyed[app.Liaison]) {
			f.Text("name", i18n.T("case.f.name"), &k.Key)
			f.Text("post", label("post"), &k.Value.Post)
			f.Text("phone", label("phone"), &k.Value.Phone)
			f.Text("strands", label("strands"), &k.Value.Strands)
		},
	}, app.VerbSaveOnSite, func(c *app.Case) *map[string]app.Liaison { return &c.Liaisons })
}

// inspection is the page of stage three: how far the checklists are, talks with the names behind their codes, looks on
// site, stock-taking, opinions heard and materials (R24–R27).
func (r *Room) inspection() fyne.CanvasObject {
	return cards(r.live(r.progressCard), r.live(r.countCard), kit.Card("", r.talks().show(r)), kit.Card("", r.aliases().show(r)),
		kit.Card("", r.visits().show(r)), kit.Card("", r.stocktakes().show(r)), kit.Card("", kit.Column(6, r.heard().show(r), r.live(r.heardSum))), kit.Card("", r.materials().show(r)))
}
