package exchange

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// stocked is what a template package can carry, as one line that is ticked: a checklist, a year's calendar, all laws.
type stocked struct {
	kind app.Kind
	ids  []app.ID
	text string
}

// stock is the choice of what a template package carries.
type stock struct {
	object  *fyne.Container
	changed func()
	all     []stocked
	chosen  map[app.ID]bool // by the first ID of a line
}

func newStock(changed func()) *stock {
	return &stock{object: kit.Column(4), changed: changed, chosen: map[app.ID]bool{}}
}

// stockOf reads what there is.
func stockOf(ctx context.Context, r app.Reader) ([]stocked, error) {
	lists, err := app.List[app.Template](ctx, r, "")
	if err != nil {
		return nil, err
	}
	var out []stocked
	for _, t := range lists {
		out = append(out, stocked{app.KindTemplate, []app.ID{t.ID}, i18n.T("exchange.stock.list", "title", t.Title, "version", t.Version)})
	}
	slices.SortFunc(out, func(a, b stocked) int { return strings.Compare(a.text, b.text) })
	years, err := app.List[app.DayTable](ctx, r, "")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(years, func(a, b app.DayTable) int { return a.Year - b.Year })
	for _, y := range years {
		out = append(out, stocked{app.KindCalendar, []app.ID{y.ID}, i18n.T("exchange.stock.year", "year", fmt.Sprint(y.Year))})
	}
	laws, err := app.List[app.Law](ctx, r, "")
	if err != nil || len(laws) == 0 {
		return out, err
	}
	all := stocked{kind: app.KindLaw, text: i18n.T("exchange.stock.laws", "n", i18n.Number(len(laws)))}
	for _, l := range laws {
		all.ids = append(all.ids, l.ID)
	}
	return append(out, all), nil
}

// take takes over what there is; what was ticked stays ticked.
func (s *stock) take(all []stocked) {
	if slices.EqualFunc(all, s.all, func(a, b stocked) bool { return a.text == b.text && slices.Equal(a.ids, b.ids) }) {
		return
	}
	s.all = all
	s.object.RemoveAll()
	s.object.Add(kit.Rule())
	s.object.Add(kit.Line(i18n.T("exchange.out.what"), kit.Heading))
	for _, x := range all {
		_, fitted := newTick(x.text, s.chosen[x.ids[0]], func(on bool) {
			s.chosen[x.ids[0]] = on
			s.changed()
		})
		s.object.Add(fitted)
	}
}

// picked gives the nouns of the lines that are ticked.
func (s *stock) picked() (ids []app.ID) {
	for _, x := range s.all {
		if s.chosen[x.ids[0]] {
			ids = append(ids, x.ids...)
		}
	}
	return ids
}

// write writes the package that is chosen; templates have a form of their own, for they go to any workspace.
func (w *writing) write(ctx context.Context, x store.Outgoing, nouns []app.ID, to store.WriteTo, progress func(done, total int64)) (store.Sent, error) {
	s := w.out.room.store
	if len(nouns) == 0 {
		return s.WritePackage(ctx, x, to, progress)
	}
	return s.WriteTemplates(ctx, store.TemplatesOut{Nouns: nouns, To: x.To, Phrase: x.Phrase}, to, progress)
}
