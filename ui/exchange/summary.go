package exchange

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/past"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// summary tells of one import: what it did, by case; who changed what; what clashed and who chose what; which attached
// files are still awaited. It can be printed, taken back and taken in again.
type summary struct {
	room    *Room
	object  *fyne.Container
	any     bool
	n       int64
	of      store.ImportSummary
	by      string // who took it in, with the laptop
	backNo  error  // why the person may not take imports back
	againNo error  // why the person may not take them in again
	after   func() // what to load after something was taken back
}

func newSummary(r *Room, after func()) *summary {
	return &summary{room: r, object: container.NewStack(), after: after}
}

// open shows an import.
func (s *summary) open(n int64) {
	if s.n != n {
		s.any = false
		s.object.RemoveAll()
	}
	s.n = n
	s.load()
}

// close shows nothing but a text.
func (s *summary) close(text string) {
	s.n, s.any = 0, false
	side{s.object}.nothing(text)
}

// load asks for what became of the import.
func (s *summary) load() {
	n, r := s.n, s.room
	if n == 0 {
		return
	}
	r.host.Run(func(ctx context.Context) (func(), error) {
		of, err := r.store.ImportSummary(ctx, n)
		if err != nil {
			return nil, err
		}
		backNo, err := r.may(ctx, app.VerbTakeBack)
		if err != nil {
			return nil, err
		}
		againNo, err := r.may(ctx, app.VerbTakeAgain)
		if err != nil {
			return nil, err
		}
		if err := r.learn(ctx, of); err != nil {
			return nil, err
		}
		by, err := r.seatName(ctx, of.By)
		if err != nil {
			return nil, err
		}
		return func() {
			if s.n == n {
				s.of, s.by, s.backNo, s.againNo, s.any = of, by, backNo, againNo, true
				s.show()
			}
		}, nil
	})
}

// seatName names who sits at a seat, and on which laptop.
func (r *Room) seatName(ctx context.Context, id app.ID) (string, error) {
	seat, err := app.Get[app.Seat](ctx, r.store, id)
	if err != nil {
		return "", err
	}
	who, err := app.Get[app.Person](ctx, r.store, seat.Person)
	if err != nil && app.CodeOf(err) != app.ErrNotFound.Code { // a person may be gone whose deeds are not
		return "", err
	}
	return i18n.T("exchange.preview.from", "name", who.Name, "laptop", seat.Laptop), nil
}

// learn reads the names of what clashed.
func (r *Room) learn(ctx context.Context, of store.ImportSummary) error {
	var speaks [][]byte
	for _, c := range of.Clashes {
		speaks = append(speaks, []byte(c.Entity), []byte(c.Case), []byte(c.Field), c.Base)
		for _, side := range c.Sides {
			speaks = append(speaks, side.Value)
		}
		if c.Chosen != nil {
			speaks = append(speaks, c.Chosen.After)
		}
	}
	return r.words.Learn(ctx, speaks...)
}

func (s *summary) show() {
	side{s.object}.footed(s.foot(), append(s.head(), slices.Concat(s.cases(), s.people(), s.clashes(), s.awaited())...)...)
}

func (s *summary) head() []fyne.CanvasObject {
	x := s.of
	out := []fyne.CanvasObject{
		heading(i18n.T("exchange.import.title", "n", x.N), i18n.T("exchange.import.from", "name", x.From.Person, "laptop", x.From.Laptop, "number", x.Number, "made", i18n.Moment(x.Made))),
		kit.NewPara(i18n.T("exchange.import.at", "at", i18n.Moment(x.At), "records", i18n.Number(x.Records), "changes", i18n.Number(x.Changes), "files", i18n.Number(x.Blobs)), kit.Body)}
	if !x.Back.IsZero() {
		out = append(out, kit.Note(kit.Wait, i18n.T("exchange.import.back", "at", i18n.Moment(x.Back), "n", i18n.Number(x.Rest)), i18n.T("exchange.import.back.hint")))
	}
	if n := len(x.Without); n > 0 {
		out = append(out, kit.NewPara(i18n.T("exchange.import.without", "n", n), kit.Second))
	}
	out = append(out, pair(i18n.T("exchange.file.name"), x.Name))
	if x.SHA256 != "" {
		out = append(out, pair(i18n.T("exchange.file.hash"), spaced(x.SHA256)))
	}
	return out
}

// cases tells what the import did, case by case.
func (s *summary) cases() []fyne.CanvasObject {
	out := []fyne.CanvasObject{kit.Rule(), kit.Line(i18n.T("exchange.import.cases"), kit.Heading)}
	for _, c := range s.of.Cases {
		name := strings.TrimSpace(c.Number + " " + c.Unit)
		if c.ID == "" {
			name = i18n.T("exchange.preview.shared")
		}
		out = append(out, kit.Column(0, kit.NewPara(name, kit.Body), kit.NewPara(i18n.T("exchange.import.case", "new", i18n.Number(c.New), "changed", i18n.Number(c.Changed),
			"clashing", i18n.Number(c.Clashing), "removed", i18n.Number(c.Removed)), kit.Second)))
	}
	if len(s.of.Cases) == 0 {
		out = append(out, kit.NewPara(i18n.T("exchange.preview.nothing"), kit.Second))
	}
	return out
}

// people tells who did what.
func (s *summary) people() []fyne.CanvasObject {
	if len(s.of.People) == 0 {
		return nil
	}
	out := []fyne.CanvasObject{kit.Rule(), kit.Line(i18n.T("exchange.import.people"), kit.Heading)}
	for _, d := range didOf(s.of.People) {
		out = append(out, kit.Column(0, kit.NewPara(d.who, kit.Body), kit.NewPara(i18n.List(d.deeds), kit.Second)))
	}
	return out
}

// did is what one person did, in words.
type did struct {
	who   string
	deeds []string
}

// didOf puts the deeds of each person together, in the order in which people come.
func didOf(all []store.PersonDid) []did {
	var out []did
	for _, p := range all {
		i := slices.IndexFunc(out, func(d did) bool { return d.who == p.Who })
		if i < 0 {
			out = append(out, did{who: p.Who})
			i = len(out) - 1
		}
		out[i].deeds = append(out[i].deeds, i18n.T("exchange.import.did", "deed", past.Deed(p.Verb), "n", i18n.Number(p.Deeds)))
	}
	return out
}

// clashes tells what clashed and how it was settled.
func (s *summary) clashes() []fyne.CanvasObject {
	open := 0
	for _, c := range s.of.Clashes {
		if c.Chosen == nil {
			open++
		}
	}
	if len(s.of.Clashes) == 0 {
		return []fyne.CanvasObject{kit.Rule(), kit.NewPara(i18n.T("exchange.import.noclash"), kit.Style{Color: theme.Done})}
	}
	r := s.room
	out := []fyne.CanvasObject{kit.Rule(), kit.Line(i18n.T("exchange.import.clashes", "n", i18n.Number(len(s.of.Clashes)), "open", i18n.Number(open)), kit.Heading)}
	for i, c := range s.of.Clashes {
		if i == mostLines {
			out = append(out, kit.NewPara(i18n.T("exchange.more", "n", i18n.Number(len(s.of.Clashes)-mostLines)), kit.Second))
			break
		}
		tone, fate := kit.Wait, i18n.T("exchange.import.open")
		if c.Chosen != nil {
			tone, fate = kit.Done, i18n.T("exchange.import.chosen", "who", c.Chosen.Who, "at", i18n.Moment(c.Chosen.At))
		}
		out = append(out, kit.Column(2, kit.NewPara(strings.Join(nonEmpty(c.Number, r.clashOf(c.Clash)), " · "), kit.Body), kit.Flow(8, kit.Chip(fate, tone))))
	}
	return out
}

// clashOf says what clashes: the noun and its field.
func (r *Room) clashOf(c store.Clash) string {
	field := i18n.T("exchange.wholerecord")
	if c.Field != "" {
		field = r.words.Field(c.Kind, c.Field)
	}
	return strings.Join(nonEmpty(r.words.Noun(c.Kind, c.Entity), field), " · ")
}

// awaited tells which attached files have not arrived.
func (s *summary) awaited() []fyne.CanvasObject {
	if len(s.of.Awaited) == 0 {
		return nil
	}
	names := s.of.Awaited[:min(len(s.of.Awaited), mostLines)]
	return []fyne.CanvasObject{kit.Rule(), kit.Note(kit.Wait, i18n.T("exchange.import.awaited", "n", i18n.Number(len(s.of.Awaited))), i18n.List(names))}
}

// foot are the buttons under a summary.
func (s *summary) foot() fyne.CanvasObject {
	r, x := s.room, s.of
	save := kit.NewButton(i18n.T("exchange.print"), s.save)
	save.Keys = "Ctrl+P"
	line := kit.Flow(8, save)
	if slices.ContainsFunc(x.Clashes, func(c store.ClashFate) bool { return c.Chosen == nil }) {
		b := kit.NewPrimary(i18n.T("exchange.toclashes"), func() { r.host.Go(shell.Route{Room: shell.RoomClashes}) })
		line.Add(b)
	}
	b, no := kit.NewButton(i18n.T("exchange.back"), s.askBack), s.backNo
	if !x.Back.IsZero() {
		b, no = kit.NewButton(i18n.T("exchange.again"), s.takeAgain), s.againNo
	}
	line.Add(b)
	if no == nil {
		return line
	}
	b.Disable()
	return kit.Column(6, refusal(kit.Wait, no), line)
}
