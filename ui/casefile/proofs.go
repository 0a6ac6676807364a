package casefile

import (
	"context"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

func (r *Room) materials() *records[app.Material] {
	return &records[app.Material]{
		name: "materials", title: i18n.T("case.materials"), add: i18n.T("case.materials.add"), empty: i18n.T("case.materials.none"),
		columns: []kit.TableColumn{{Title: label("name"), Width: 150, Grow: 1}, {Title: label("kind"), Width: 60, Spare: 2}, {Title: label("askedOn"), Width: 90, Spare: 3},
			{Title: label("dueOn"), Width: 90}, {Title: label("receivedOn"), Width: 90}, {Title: label("returnedOn"), Width: 90, Spare: 1}},
		list: func(d app.Dossier) []app.Material { return d.Materials },
		id:   nounID[app.Material],
		cells: func(m app.Material) []kit.Cell {
			return []kit.Cell{{Text: m.Name, Bold: true}, {Text: i18n.Enum("materialkind", m.Kind)}, day(m.AskedOn), day(m.DueOn), day(m.ReceivedOn), day(m.ReturnedOn)}
		},
		fresh: func() app.Material {
			today := r.host.Today()
			return app.Material{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, Kind: app.Ledger, Batch: 1, Copies: 1, AskedOn: today,
				DueOn: r.d.Calendar.AddWorkdays(today, r.d.Round.Settings.MaterialDays)}
		},
		form: func(f *kit.Form, m *app.Material) {
			f.Text("name", label("name"), &m.Name)
			kit.Enum(f, "kind", label("kind"), "materialkind", app.MaterialKinds, &m.Kind)
			f.Int("batch", label("batch"), &m.Batch, 0, 999)
			f.Int("copies", label("copies"), &m.Copies, 0, manyPeople)
			f.Date("askedOn", label("askedOn"), &m.AskedOn)
			f.Date("dueOn", label("dueOn"), &m.DueOn)
			f.Date("receivedOn", label("receivedOn"), &m.ReceivedOn)
			f.Date("returnedOn", label("returnedOn"), &m.ReturnedOn)
			f.Text("notWhy", i18n.T("case.f.notgiven"), &m.NotWhy).Whole()
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Material, m app.Material) error {
			return app.Keep(ctx, d, app.VerbSaveMaterial, m)
		},
		drop: discard[app.Material](app.VerbDropMaterial),
	}
}
