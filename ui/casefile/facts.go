package casefile

import (
	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

const manyPeople = 1_000_000

// facts holds the basic facts that the three reports tell: leadership, appointments, establishment, finances.
func (r *Room) facts() fyne.CanvasObject {
	return cards(kit.Card(i18n.T("case.facts"), r.factsForm()), kit.Card(i18n.T("case.posts"), r.postsForm()),
		kit.Card("", r.appointments().show(r)), kit.Card("", r.finances().show(r)))
}

func (r *Room) factsForm() fyne.CanvasObject {
	v := kit.Copy(r.d.Case.Facts)
	if v.Achievements == nil {
		v.Achievements = map[app.Strand]string{}
	}
	f := caseForm(r, "facts", app.VerbSaveFacts, &v, func(c *app.Case, v app.UnitFacts) {
		c.Facts.Leaders, c.Facts.Period, c.Facts.Achievements, c.Facts.Earlier = v.Leaders, v.Period, v.Achievements, v.Earlier
	})
	f.Text("period", i18n.T("case.f.period"), &v.Period).Whole()
	f.Long("leaders", label("leaders"), &v.Leaders)
	for _, s := range app.Strands {
		text := v.Achievements[s]
		old := f.Save
		f.Save = func() {
			v.Achievements[s] = text
			old()
		}
		f.Long("achievements/"+string(s), i18n.T("case.f.achievements", "strand", short(s)), &text)
	}
	f.Long("earlier", i18n.T("case.f.earlier"), &v.Earlier)
	return f.Content()
}

// postsForm is the table of quota and actual numbers (domain 3.15, report B).
func (r *Room) postsForm() fyne.CanvasObject {
	v := kit.Copy(r.d.Case.Facts)
	counts := map[string]*app.PostCount{}
	f := caseForm(r, "posts", app.VerbSaveFacts, &v, func(c *app.Case, v app.UnitFacts) {
		c.Facts.Posts, c.Facts.BodiesAllowed, c.Facts.BodiesActual, c.Facts.OffQuota, c.Facts.FiscallyPaid =
			v.Posts, v.BodiesAllowed, v.BodiesActual, v.OffQuota, v.FiscallyPaid
	})
	save := f.Save
	f.Save = func() {
		v.Posts = map[string]app.PostCount{}
		for k, p := range counts {
			v.Posts[k] = *p
		}
		save()
	}
	f.Narrow(130)
	for _, k := range app.PostKinds {
		p := v.Posts[k]
		counts[k] = &p
		word := i18n.T("posts." + k)
		f.Int("posts/"+k+"/quota", i18n.T("case.f.quota", "kind", word), &p.Quota, 0, manyPeople)
		f.Int("posts/"+k+"/actual", i18n.T("case.f.actual", "kind", word), &p.Actual, 0, manyPeople)
	}
	f.Int("bodiesAllowed", label("bodiesAllowed"), &v.BodiesAllowed, 0, manyPeople)
	f.Int("bodiesActual", label("bodiesActual"), &v.BodiesActual, 0, manyPeople)
	f.Int("offQuota", label("offQuota"), &v.OffQuota, 0, manyPeople)
	f.Int("fiscallyPaid", label("fiscallyPaid"), &v.FiscallyPaid, 0, manyPeople)
	return f.Columns(4).Content()
}

func (r *Room) appointments() *records[keyed[app.Appointment]] {
	return keyedRecords(r, records[keyed[app.Appointment]]{
		name: "appointments", title: i18n.T("case.appointments"), add: i18n.T("case.year.add"), empty: i18n.T("case.appointments.none"),
		columns: []kit.TableColumn{{Title: label("year"), Width: 80}, {Title: label("batches"), Width: 80, Number: true, Grow: 1}, {Title: label("people"), Width: 80, Number: true, Grow: 1}},
		cells: func(k keyed[app.Appointment]) []kit.Cell {
			return []kit.Cell{{Text: k.Key, Bold: true}, {Text: i18n.Number(k.Value.Batches)}, {Text: i18n.Number(k.Value.People)}}
		},
		form: func(f *kit.Form, k *keyed[app.Appointment]) {
			f.Text("name", label("year"), &k.Key)
			f.Int("batches", label("batches"), &k.Value.Batches, 0, manyPeople)
			f.Int("people", label("people"), &k.Value.People, 0, manyPeople)
		},
	}, app.VerbSaveFacts, func(c *app.Case) *map[string]app.Appointment { return &c.Facts.Appointments })
}

func (r *Room) finances() *records[keyed[app.FinanceYear]] {
	thousands := r.d.Round.Settings.Thousands
	return keyedRecords(r, records[keyed[app.FinanceYear]]{
		name: "finances", title: i18n.T("case.finances"), add: i18n.T("case.year.add"), empty: i18n.T("case.finances.none"),
		columns: []kit.TableColumn{{Title: label("year"), Width: 60}, {Title: label("income"), Width: 90, Number: true, Grow: 1},
			{Title: label("outlay"), Width: 90, Number: true, Grow: 1}, {Title: label("project"), Width: 90, Number: true, Grow: 1},
			{Title: label("three"), Width: 90, Number: true, Grow: 1}, {Title: label("surplus"), Width: 90, Number: true, Grow: 1}},
		cells: func(k keyed[app.FinanceYear]) []kit.Cell {
			y := k.Value
			return []kit.Cell{{Text: k.Key, Bold: true}, {Text: y.Income.Wan(thousands)}, {Text: y.Outlay.Wan(thousands)}, {Text: y.Project.Wan(thousands)},
				{Text: y.Three.Wan(thousands)}, {Text: y.Surplus.Wan(thousands)}}
		},
		form: func(f *kit.Form, k *keyed[app.FinanceYear]) {
			f.Text("name", label("year"), &k.Key)
			for _, x := range []struct {
				name string
				p    *app.Money
			}{{"income", &k.Value.Income}, {"outlay", &k.Value.Outlay}, {"project", &k.Value.Project}, {"three", &k.Value.Three}, {"surplus", &k.Value.Surplus}} {
				f.Money(x.name, i18n.T("case.f.yuan", "what", label(x.name)), x.p)
			}
		},
	}, app.VerbSaveFacts, func(c *app.Case) *map[string]app.FinanceYear { return &c.Facts.Finances })
}
