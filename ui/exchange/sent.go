package exchange

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// sent is the page of every package that was written here.
type sent struct {
	room  *Room
	whole fyne.CanvasObject
	list  *list
	side  side
	all   []store.Sent
	names map[app.ID]string // of seats
}

func newSent(r *Room) *sent {
	p := &sent{room: r, side: newSide()}
	p.list = newList(
		kit.TableColumn{Title: i18n.T("exchange.imports.number"), Width: max(wide(i18n.T("exchange.imports.number")), wide("1,000")), Number: true},
		kit.TableColumn{Title: i18n.T("exchange.sent.at"), Width: wide("10-10 09:30")},
		kit.TableColumn{Title: i18n.T("exchange.sent.kind"), Width: 100},
		kit.TableColumn{Title: i18n.T("exchange.sent.to"), Width: 110, Grow: 1},
		kit.TableColumn{Title: i18n.T("exchange.imports.changes"), Width: max(wide(i18n.T("exchange.imports.changes")), wide("90,000")), Number: true, Spare: 1},
		kit.TableColumn{Title: i18n.T("exchange.file.size"), Width: wide("1023.9 KB"), Number: true},
	)
	p.list.table.OnSelect = func(row kit.TableRow) { p.take(row.ID) }
	p.list.table.OnOpen = p.list.table.OnSelect
	left := kit.Under(theme.Size(theme.Gap)/2, kit.NewPara(i18n.T("exchange.sent.text"), kit.Second), p.list.stack)
	p.whole = halves(left, p.side.holder, 1.4)
	p.side.nothing(i18n.T("exchange.sent.choose"))
	return p
}

func (p *sent) object() fyne.CanvasObject { return p.whole }
func (p *sent) rows() *list               { return p.list }
func (p *sent) sticks([]stickNow)         {}

func (p *sent) open(ref string) {
	if ref != "" {
		p.list.table.SelectID(ref)
	}
}

func (p *sent) load() {
	r := p.room
	r.run(func(ctx context.Context) (func(), error) {
		all, err := r.store.SentPackages(ctx)
		if err != nil {
			return nil, err
		}
		peers, err := r.store.Peers(ctx)
		if err != nil {
			return nil, err
		}
		names := map[app.ID]string{}
		for _, x := range peers {
			names[x.ID] = x.Who.Name
		}
		return func() {
			p.all, p.names = all, names
			p.show()
		}, nil
	})
}

func (p *sent) show() {
	now := p.room.config.Now()
	rows := make([]kit.TableRow, 0, len(p.all))
	for _, s := range p.all {
		rows = append(rows, kit.TableRow{ID: string(s.ID), Cells: []kit.Cell{{Text: i18n.Number(int(s.Number))}, {Text: moment(s.At, now)},
			{Text: i18n.T("exchange.kind." + string(s.Kind))}, {Text: p.receivers(s), Bold: true}, {Text: i18n.Number(s.Changes)}, {Text: i18n.Bytes(s.Bytes)}}})
	}
	p.list.fill(rows, i18n.T("exchange.sent.empty"), i18n.T("exchange.sent.empty.text"))
	if id, ok := p.list.inHand(); ok {
		p.take(id)
	} else {
		p.side.nothing(i18n.T("exchange.sent.choose"))
	}
}

// receivers names who a package was for.
func (p *sent) receivers(s store.Sent) string {
	var names []string
	for _, id := range s.To {
		if n := p.names[id]; n != "" {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return i18n.T("exchange.sent.others")
	}
	return i18n.List(names)
}

func (p *sent) take(id string) {
	for _, s := range p.all {
		if string(s.ID) != id {
			continue
		}
		objects := []fyne.CanvasObject{
			heading(i18n.T("exchange.sent.title", "number", s.Number), strings.Join([]string{i18n.T("exchange.kind." + string(s.Kind)), p.receivers(s), i18n.Moment(s.At)}, " · ")),
			kit.NewPara(i18n.T("exchange.sent.holds", "records", i18n.Number(s.Records), "changes", i18n.Number(s.Changes), "files", i18n.Number(s.Blobs)), kit.Body)}
		if s.Absent > 0 {
			objects = append(objects, kit.Note(kit.Wait, i18n.T("exchange.size.absent", "n", i18n.Number(s.Absent)), i18n.T("exchange.size.absent.hint")))
		}
		objects = append(objects, kit.Rule())
		objects = append(objects, sentLines(s)...)
		p.side.show(append(objects, kit.NewPara(i18n.T("exchange.sent.receipt"), kit.Second))...)
	}
}
