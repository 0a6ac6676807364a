package history

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/past"
)

// trash is the page of what was deleted.
type trash struct {
	room   *Room
	object *fyne.Container
	list   *list
	count  *canvas.Text
	side   side
	gone   []store.Gone
}

func newTrash(r *Room) *trash {
	t := &trash{room: r, count: kit.Line("", kit.Second), side: newSide()}
	t.list = newList(
		kit.TableColumn{Title: i18n.T("history.deleted"), Width: wide("10-10 09:30")},
		kit.TableColumn{Title: i18n.T("history.who"), Width: 70},
		kit.TableColumn{Title: i18n.T("history.kind"), Width: 90},
		kit.TableColumn{Title: i18n.T("history.name"), Width: 160, Grow: 1},
		kit.TableColumn{Title: i18n.T("history.case"), Width: wide("LS2026-000"), Spare: 1},
	)
	t.list.table.OnSelect = func(row kit.TableRow) { t.take(row.ID) }
	t.list.table.OnOpen = t.list.table.OnSelect
	t.object = newUnder(kit.NewPara(i18n.T("history.trash.text"), kit.Second), t.list.stack, kit.Row(8, t.count, kit.Spring(), undoHint()))
	return t
}

func (t *trash) left() fyne.CanvasObject  { return t.object }
func (t *trash) right() fyne.CanvasObject { return t.side.holder }
func (t *trash) table() *kit.DataTable    { return t.list.table }
func (t *trash) open(ref string) {
	t.side.nothing(i18n.T("history.trash.choose"))
	if ref != "" {
		t.list.table.SelectID(ref)
	}
}

func (t *trash) load() {
	r, today := t.room, t.room.host.Today()
	r.run(func(ctx context.Context, scope app.ID) (func(), error) {
		gone, err := r.store.Trash(ctx, scope)
		if err != nil {
			return nil, err
		}
		var speaks [][]byte
		for _, g := range gone {
			speaks = append(speaks, []byte(g.Entity), []byte(g.Case), g.Last)
		}
		if err := r.words.Learn(ctx, speaks...); err != nil {
			return nil, err
		}
		rows := make([]kit.TableRow, len(gone))
		for i, g := range gone {
			rows[i] = kit.TableRow{ID: string(g.Entity), Cells: []kit.Cell{
				{Text: past.Moment(g.At, today), Tone: kit.Quiet}, {Text: g.Who}, {Text: past.Kind(g.Kind)}, {Text: r.words.Name(g.Entity), Bold: true},
				{Text: r.words.CaseOf(g.Case), Tone: kit.Quiet}}}
		}
		return func() {
			t.gone = gone
			t.count.Text = i18n.T("history.trash.count", "n", i18n.Number(len(gone)))
			t.count.Refresh()
			t.list.table.Replace(rows)
			t.list.fill(len(rows), i18n.T("history.trash.empty"), i18n.T("history.trash.empty.text"))
			row, ok := t.list.table.Selected()
			switch {
			case ok && len(rows) > 0:
				t.take(row.ID)
			case len(rows) == 0:
				t.side.nothing("")
			default:
				t.side.nothing(i18n.T("history.trash.choose"))
			}
		}, nil
	})
}

// take shows what is left of a deleted record, and the way back.
func (t *trash) take(id string) {
	for _, g := range t.gone {
		if string(g.Entity) != id {
			continue
		}
		r := t.room
		back := kit.NewPrimary(i18n.T("history.restore"), func() {
			r.keep(i18n.T("history.restored"), func(ctx context.Context) error { return r.store.RestoreNoun(ctx, g.Entity) })
		})
		objects := []fyne.CanvasObject{heading(r.words.Noun(g.Kind, g.Entity),
			i18n.T("history.line", "when", past.Full(g.At), "who", g.Who, "deed", past.Deed(g.Verb))), kit.Row(8, back), kit.Rule()}
		if g.Veiled {
			objects = append(objects, kit.NewPara(i18n.T("history.veiled.text"), kit.Second))
		}
		for _, l := range r.words.Lines(g.Kind, g.Last) {
			objects = append(objects, pair(l.Field, l.Value))
		}
		t.side.show(objects...)
		return
	}
	t.side.nothing(i18n.T("history.trash.choose"))
}
