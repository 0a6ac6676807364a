package people

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// away is the page of recusals: cases at the left, at the right who keeps away from the one in hand.
type away struct {
	room  *Room
	table *kit.DataTable
	right *fyne.Container
	shown app.ID
}

func (a *away) content() fyne.CanvasObject {
	if len(a.room.now.cases) == 0 {
		return kit.Empty(i18n.T("people.away.nocases"), i18n.T("people.away.nocases.text"), nil)
	}
	a.table = kit.NewTable(
		kit.TableColumn{Title: i18n.T("people.away.number"), Width: 96},
		kit.TableColumn{Title: i18n.T("people.away.unit"), Width: 180, Grow: 1},
		kit.TableColumn{Title: i18n.T("people.away.who"), Width: 150, Grow: 1},
	)
	a.right = container.NewStack()
	a.table.OnSelect = func(row kit.TableRow) { a.take(app.ID(row.ID)) }
	a.table.SetSource(kit.Fixed(a.rows()))
	first := a.shown
	if first == "" {
		first = a.room.now.cases[0].ID
	}
	a.table.SelectID(string(first))
	a.shown = ""
	a.take(first)
	return kit.Split(theme.Size(theme.Gap), []float32{1.3, 1}, kit.Card("", a.table), a.right)
}

func (a *away) rows() []kit.TableRow {
	names := map[string]string{}
	for _, p := range a.room.now.people {
		names[string(p.ID)] = p.Name
	}
	var rows []kit.TableRow
	for _, c := range a.sorted() {
		var who []string
		for _, id := range c.Recused.Sorted() {
			if names[id] != "" {
				who = append(who, names[id])
			}
		}
		rows = append(rows, kit.TableRow{ID: string(c.ID), Cells: []kit.Cell{{Text: c.Number, Bold: true}, {Text: a.room.now.units[c.Unit].Name},
			{Text: i18n.List(who), Tone: kit.Wait}}})
	}
	return rows
}

func (a *away) sorted() []app.Case { return sortedCases(a.room.now.cases) }

// refresh shows anew what a deed of here or elsewhere changed.
func (a *away) refresh() {
	if a.table == nil {
		a.room.show()
		return
	}
	a.table.Replace(a.rows())
	id := a.shown
	a.shown = ""
	a.take(id)
}

// take shows who keeps away from a case. Whether the person may change that depends on the case.
func (a *away) take(id app.ID) {
	if id == a.shown {
		return
	}
	a.shown = id
	i := slices.IndexFunc(a.room.now.cases, func(c app.Case) bool { return c.ID == id })
	if i < 0 {
		a.right.Objects = nil
		a.right.Refresh()
		return
	}
	c, r := a.room.now.cases[i], a.room
	r.host.Run(func(ctx context.Context) (func(), error) {
		refusal := app.Permit(ctx, r.store, r.store.Seat().ID, app.VerbRecuse, id, nil)
		if refusal != nil && app.CodeOf(refusal) == "" {
			return nil, refusal
		}
		return func() {
			if a.shown == id {
				a.fill(c, refusal)
			}
		}, nil
	})
}

func (a *away) fill(c app.Case, refusal error) {
	r := a.room
	objects := []fyne.CanvasObject{kit.Line(kit.Cut(c.Number+"  "+r.now.units[c.Unit].Name, 420, kit.Heading), kit.Heading),
		kit.NewPara(i18n.T("people.away.text"), kit.Second)}
	if refusal != nil {
		sentence, hint := i18n.Error(refusal)
		objects = append(objects, kit.Note(kit.Wait, sentence, hint))
	}
	for _, p := range r.now.people {
		tick := kit.NewCheck(strings.TrimSpace(p.Name+"  "+p.Dept), nil)
		tick.Checked = c.Recused.Has(string(p.ID))
		tick.OnChanged = func(on bool) { a.set(c.ID, p.ID, on) }
		if refusal != nil {
			tick.Disable()
		}
		objects = append(objects, tick)
	}
	if len(r.now.people) == 0 {
		objects = append(objects, kit.NewPara(i18n.T("people.none"), kit.Second))
	}
	a.right.Objects = []fyne.CanvasObject{kit.Scroll(kit.Card("", kit.Column(4, objects...)))}
	a.right.Refresh()
}

func (a *away) set(c, person app.ID, on bool) {
	r, desk := a.room, a.room.host.Desk()
	r.host.Run(func(ctx context.Context) (func(), error) {
		err := desk.Recuse(ctx, c, person, on)
		return func() {
			if err != nil {
				r.host.Fail(err)
			} else {
				r.host.Saved(desk.Now())
			}
			r.load(a.refresh) // a refused tick goes back, too
		}, nil
	})
}
