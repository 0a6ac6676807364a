package history

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/past"
)

// signoffs is the page of the names under papers, stages and reports: which still stand, and what was changed since
// under those that do not.
type signoffs struct {
	room   *Room
	object *fyne.Container
	list   *list
	count  *canvas.Text
	side   side
	given  []given
	wanted string
}

// given is a sign-off with what became of it.
type given struct {
	app.Signoff
	view app.SignoffView
	last bool // no later one of the same thing
}

func newSignoffs(r *Room) *signoffs {
	s := &signoffs{room: r, count: kit.Line("", kit.Second), side: newSide()}
	var kind float32
	for _, k := range app.SignoffKinds {
		kind = max(kind, wide(i18n.Capital(i18n.Enum("signoffkind", k))))
	}
	s.list = newList(
		kit.TableColumn{Title: i18n.T("history.signed"), Width: wide("2026-10-10")},
		kit.TableColumn{Title: i18n.T("history.signer"), Width: 72, Grow: 0.3},
		kit.TableColumn{Title: i18n.T("history.signkind"), Width: kind},
		kit.TableColumn{Title: i18n.T("history.about"), Width: 150, Grow: 1},
		kit.TableColumn{Title: i18n.T("history.signstate"), Width: 112},
		kit.TableColumn{Title: i18n.T("history.case"), Width: wide("LS2026-000"), Spare: 1},
	)
	s.list.table.OnSelect = func(row kit.TableRow) { s.take(row.ID) }
	s.list.table.OnOpen = s.list.table.OnSelect
	s.object = newUnder(kit.NewPara(i18n.T("history.signoffs.text"), kit.Second), s.list.stack, s.count)
	return s
}

func (s *signoffs) left() fyne.CanvasObject  { return s.object }
func (s *signoffs) right() fyne.CanvasObject { return s.side.holder }
func (s *signoffs) table() *kit.DataTable    { return s.list.table }

func (s *signoffs) open(ref string) {
	s.wanted = ref
	s.side.nothing(i18n.T("history.signoffs.choose"))
}

func (s *signoffs) load() {
	r := s.room
	r.run(func(ctx context.Context, scope app.ID) (func(), error) {
		all, err := readSignoffs(ctx, r.store, scope)
		if err != nil {
			return nil, err
		}
		var speaks [][]byte
		for _, g := range all {
			speaks = append(speaks, []byte(g.About), []byte(g.Case))
		}
		if err := r.words.Learn(ctx, speaks...); err != nil {
			return nil, err
		}
		rows := make([]kit.TableRow, len(all))
		for i, g := range all {
			word, tone := g.state()
			rows[i] = kit.TableRow{ID: string(g.ID), Cells: []kit.Cell{{Text: g.On.String(), Tone: kit.Quiet}, {Text: signer(g.Signoff)},
				{Text: i18n.Capital(i18n.Enum("signoffkind", g.Kind))}, {Text: r.thing(g.Signoff)}, {Text: word, Tone: tone, Chip: true},
				{Text: r.words.CaseOf(g.Case), Tone: kit.Quiet}}}
		}
		return func() { s.found(all, rows) }, nil
	})
}

func (s *signoffs) found(all []given, rows []kit.TableRow) {
	s.given = all
	void := 0
	for _, g := range all {
		if !g.view.Valid && g.last {
			void++
		}
	}
	s.count.Text = i18n.T("history.signoffs.count", "n", i18n.Number(len(all)), "void", i18n.Number(void))
	s.count.Refresh()
	s.list.table.Replace(rows)
	s.list.fill(len(rows), i18n.T("history.signoffs.empty"), i18n.T("history.signoffs.empty.text"))
	if s.wanted != "" {
		s.list.table.SelectID(s.wanted)
		s.take(s.wanted)
		s.wanted = ""
	} else if row, ok := s.list.table.Selected(); ok {
		s.take(row.ID)
	}
}

// readSignoffs gives the sign-offs of a case, or of all, the latest first.
func readSignoffs(ctx context.Context, s Store, scope app.ID) ([]given, error) {
	signed, err := app.List[app.Signoff](ctx, s, scope)
	if err != nil {
		return nil, err
	}
	dossiers := map[app.ID]app.Dossier{}
	var out []given
	for _, x := range signed {
		d, known := dossiers[x.Case]
		if !known {
			if d, err = s.Dossier(ctx, x.Case); err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
				return nil, err
			}
			dossiers[x.Case] = d
		}
		last, _ := app.LastSignoff(d, x.Kind, x.About, x.Stage)
		out = append(out, given{x, app.SignoffState(d, x), last.ID == x.ID})
	}
	slices.SortStableFunc(out, func(a, b given) int {
		if c := strings.Compare(b.On.String(), a.On.String()); c != 0 {
			return c
		}
		return strings.Compare(string(b.ID), string(a.ID))
	})
	return out, nil
}

// state says what became of a sign-off.
func (g given) state() (string, kit.Tone) {
	switch {
	case g.view.Valid:
		return i18n.T("history.valid"), kit.Done
	case !g.last:
		return i18n.T("history.renewed"), kit.Quiet
	}
	return i18n.T("history.void", "n", len(g.view.Changed)+len(g.view.Gone)+len(g.view.Added)), kit.Fault
}

// signer names who signed; where a signature given on paper was recorded, the person who gave it.
func signer(s app.Signoff) string {
	if s.For != "" {
		return s.For
	}
	return s.By
}

// thing names what was signed.
func (r *Room) thing(s app.Signoff) string {
	switch s.Kind {
	case app.SignStage:
		return i18n.Enum("stage", s.Stage)
	case app.SignReport:
		return i18n.T("strand." + string(s.Strand) + ".report")
	}
	return r.words.Name(s.About)
}

func (s *signoffs) take(id string) {
	for _, g := range s.given {
		if string(g.ID) == id {
			s.differences(g)
			return
		}
	}
}

// differences shows what of what was signed is no longer as it was, and who changed it.
func (s *signoffs) differences(g given) {
	r := s.room
	r.run(func(ctx context.Context, _ app.ID) (func(), error) {
		events, err := r.store.Since(ctx, g.Signoff)
		if err != nil {
			return nil, err
		}
		if err := r.words.LearnEvents(ctx, events); err != nil {
			return nil, err
		}
		return func() { s.tell(g, events) }, nil
	})
}

func (s *signoffs) tell(g given, events []store.Event) {
	r := s.room
	by := i18n.T("sign.valid", "who", g.By, "on", i18n.Date(g.On))
	if g.For != "" {
		by = i18n.T("sign.for", "who", g.By, "for", g.For, "on", i18n.Date(g.On))
	}
	word, tone := g.state()
	objects := []fyne.CanvasObject{heading(r.thing(g.Signoff), by), kit.Row(0, kit.Chip(word, tone)),
		kit.NewPara(i18n.T("history.covers", "n", len(g.Covers)), kit.Second)}
	switch {
	case g.view.Valid:
		objects = append(objects, kit.NewPara(i18n.T("history.valid.text"), kit.Body))
	case !g.last:
		objects = append(objects, kit.NewPara(i18n.T("history.renewed.text"), kit.Body))
	default:
		objects = append(objects, kit.NewPara(i18n.T("history.void.text"), kit.Body))
	}
	shown := events[:min(len(events), mostEvents)]
	for _, e := range shown {
		what := r.words.Noun(e.Kind, e.Entity)
		if e.Field != "" {
			what = r.words.Field(e.Kind, e.Field)
		}
		head := i18n.T("history.line", "when", past.Full(e.At), "who", e.Who, "deed", past.Deed(e.Verb))
		before, after := r.brief(e)
		x := target{entity: e.Entity, kind: e.Kind, field: e.Field}
		objects = append(objects, kit.Rule(), kit.NewPara(what, kit.Strongly))
		if e.Field != "" {
			objects = append(objects, kit.NewPara(r.words.Noun(e.Kind, e.Entity), kit.Second))
		}
		objects = append(objects, fromTo(before, after), kit.NewPara(head, kit.Second), kit.Row(0, s.more(x)))
	}
	if rest := len(events) - len(shown); rest > 0 {
		objects = append(objects, kit.NewPara(i18n.T("history.moreevents", "n", rest), kit.Second))
	}
	s.side.show(objects...)
}

// more leads to the whole past of a field.
func (s *signoffs) more(x target) fyne.CanvasObject {
	b := kit.NewButton(i18n.T("history.whole.field"), func() {
		f := &fieldPast{side: s.side, room: s.room}
		f.show(x)
	})
	b.Small = true
	return b
}
