package exchange

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// imports is the page of what was taken in.
type imports struct {
	room  *Room
	whole fyne.CanvasObject
	list  *list
	view  *summary
	all   []store.Import
}

func newImports(r *Room) *imports {
	p := &imports{room: r}
	p.view = newSummary(r, func() { p.load() })
	p.list = newList(
		kit.TableColumn{Title: i18n.T("exchange.imports.n"), Width: wide("1,000"), Number: true},
		kit.TableColumn{Title: i18n.T("exchange.imports.at"), Width: wide("10-10 09:30")},
		kit.TableColumn{Title: i18n.T("exchange.imports.from"), Width: 84, Grow: 1},
		kit.TableColumn{Title: i18n.T("exchange.imports.number"), Width: max(wide(i18n.T("exchange.imports.number")), wide("1,000")), Number: true, Spare: 1},
		kit.TableColumn{Title: i18n.T("exchange.imports.changes"), Width: max(wide(i18n.T("exchange.imports.changes")), wide("90,000")), Number: true},
		kit.TableColumn{Title: i18n.T("exchange.imports.clashes"), Width: max(wide(i18n.T("exchange.imports.clashes")), wide("1,000")), Number: true},
		kit.TableColumn{Title: i18n.T("exchange.imports.state"), Width: 96},
	)
	p.list.table.OnSelect = func(row kit.TableRow) { p.take(row.ID) }
	p.list.table.OnOpen = p.list.table.OnSelect
	left := kit.Under(theme.Size(theme.Gap)/2, kit.NewPara(i18n.T("exchange.imports.text"), kit.Second), p.list.stack)
	p.whole = halves(left, p.view.object, 1.2)
	p.view.close(i18n.T("exchange.imports.choose"))
	return p
}

func (p *imports) object() fyne.CanvasObject { return p.whole }
func (p *imports) rows() *list               { return p.list }
func (p *imports) sticks([]stickNow)         {}

func (p *imports) open(ref string) {
	if ref == "" {
		return
	}
	p.list.table.SelectID(ref)
	p.take(ref)
}

func (p *imports) load() {
	r := p.room
	r.run(func(ctx context.Context) (func(), error) {
		all, err := r.store.Imports(ctx)
		if err != nil {
			return nil, err
		}
		return func() {
			p.all = all
			p.show()
		}, nil
	})
	p.view.load()
}

func (p *imports) show() {
	now := p.room.config.Now()
	rows := make([]kit.TableRow, 0, len(p.all))
	for _, m := range p.all {
		word, tone := i18n.T("exchange.imports.inforce"), kit.Done
		if !m.Back.IsZero() {
			word, tone = i18n.T("exchange.imports.back"), kit.Wait
		}
		clashes := kit.Cell{Text: count(m.Clashes)}
		if m.Clashes > 0 {
			clashes.Tone = kit.Fault
		}
		rows = append(rows, kit.TableRow{ID: strconv.FormatInt(m.N, 10), Cells: []kit.Cell{{Text: i18n.Number(int(m.N))}, {Text: moment(m.At, now)},
			{Text: m.From.Person, Bold: true}, {Text: i18n.Number(int(m.Number))}, {Text: i18n.Number(m.Changes)}, clashes, {Text: word, Tone: tone, Chip: true}}})
	}
	p.list.fill(rows, i18n.T("exchange.imports.empty"), i18n.T("exchange.imports.empty.text"))
	if p.view.n == 0 {
		p.view.close(i18n.T("exchange.imports.choose"))
	}
}

// take shows the import of a row.
func (p *imports) take(id string) {
	if n, err := strconv.ParseInt(id, 10, 64); err == nil {
		p.view.open(n)
	}
}
