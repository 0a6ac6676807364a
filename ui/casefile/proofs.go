package casefile

import (
	"context"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

var talkTypes = []string{"team", "single", "panel", "verify"}

func (r *Room) talks() *records[app.Talk] {
	return &records[app.Talk]{
		name: "talks", title: i18n.T("case.talks"), add: i18n.T("case.talks.add"), empty: i18n.T("case.talks.none"),
		columns: []kit.TableColumn{{Title: label("number"), Width: 80}, {Title: label("on"), Width: 90}, {Title: label("type"), Width: 80},
			{Title: label("label"), Width: 110, Grow: 1}, {Title: label("people"), Width: 60, Number: true}, {Title: label("signed"), Width: 50}},
		list: func(d app.Dossier) []app.Talk { return d.Talks },
		id:   nounID[app.Talk],
		cells: func(t app.Talk) []kit.Cell {
			return []kit.Cell{{Text: t.Number}, day(t.On), {Text: i18n.Enum("talktype", t.Type)}, {Text: t.Label, Bold: true}, {Text: i18n.Number(t.People)}, {Text: yes(t.Signed)}}
		},
		fresh: func() app.Talk {
			return app.Talk{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, Type: "single", On: r.host.Today(), People: 1}
		},
		form: func(f *kit.Form, t *app.Talk) {
			f.Text("number", label("number"), &t.Number)
			chooseCode(f, "type", label("type"), "talktype", talkTypes, &t.Type)
			f.Date("on", label("on"), &t.On)
			f.Text("place", label("place"), &t.Place)
			f.Text("label", label("label"), &t.Label)
			f.Int("people", label("people"), &t.People, 0, manyPeople)
			var ids, names []string
			for _, p := range r.shared.people {
				ids, names = append(ids, string(p.ID)), append(names, p.Name)
			}
			f.Checks("talkers", label("talkers"), ids, names, &t.Talkers)
			kit.EnumChecks(f, "strands", label("strands"), "strand", app.Strands, &t.Strands)
			f.Long("text", label("text"), &t.Text)
			f.Check("signed", label("signed"), &t.Signed)
			f.Text("notWhy", label("notWhy"), &t.NotWhy)
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Talk, t app.Talk) error {
			return app.Keep(ctx, d, app.VerbSaveTalk, t)
		},
		drop: discard[app.Talk](app.VerbDropTalk),
	}
}

func (r *Room) materials() *records[app.Material] {
	return &records[app.Material]{
		name: "materials", title: i18n.T("case.materials"), add: i18n.T("case.materials.add"), empty: i18n.T("case.materials.none"),
		columns: []kit.TableColumn{{Title: label("name"), Width: 150, Grow: 1}, {Title: label("kind"), Width: 60}, {Title: label("askedOn"), Width: 90},
			{Title: label("dueOn"), Width: 90}, {Title: label("receivedOn"), Width: 90}, {Title: label("returnedOn"), Width: 90}},
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
