package casefile

import (
	"context"
	"io"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// pageRosters is the page of the unit's lists and what they show.
const pageRosters = "rosters"

// rosterStore is what the page of lists asks of a workspace beside what the room does.
type rosterStore interface {
	Attach(ctx context.Context, r io.Reader, name string) (hash string, size int64, err error)
	Detach(hash string) error
}

// rosterPage is the page of lists. What it shows follows from the dossier and the rows, which are read off the main
// goroutine after each deed.
type rosterPage struct {
	room  *Room
	lists app.Lists
	out   app.Comparison
	facts []app.FactOffer
	err   error
	body  *fyne.Container
	found *kit.Records
}

// rosters shows the lists of the unit, the facts they give and what they show when they are compared.
func (r *Room) rosters() fyne.CanvasObject {
	p := &rosterPage{room: r, body: kit.Column(theme.Size(theme.Gap))}
	p.found = &kit.Records{Empty: i18n.T("rosters.cross.none"), Rows: p.rows, Edit: p.candidate,
		Columns: []kit.TableColumn{{Title: i18n.T("rosters.col.grade"), Width: 76}, {Title: i18n.T("rosters.col.rule"), Width: 150},
			{Title: i18n.T("rosters.col.text"), Width: 260, Grow: 1}, {Title: i18n.T("rosters.col.state"), Width: 110}}}
	p.body.Add(kit.Card(i18n.T("rosters.lists"), kit.NewPara(i18n.T("rosters.comparing"), kit.Second)))
	r.shownRosters = p
	p.load()
	r.derived = append(r.derived, p.load)
	return cards(p.body)
}

// load reads the rows, compares them and shows the result.
func (p *rosterPage) load() {
	r, d := p.room, p.room.d
	r.host.Run(func(ctx context.Context) (func(), error) {
		lists, err := bundle.LoadLists(ctx, r.store, d)
		var out app.Comparison
		var facts []app.FactOffer
		if err == nil {
			out, facts = app.CompareLists(d, lists), app.OfferFacts(d, lists)
		}
		return func() {
			if r.page != pageRosters || r.d.Case.ID != d.Case.ID {
				return
			}
			p.lists, p.out, p.facts, p.err = lists, out, facts, err
			p.show()
		}, nil
	})
}

func (p *rosterPage) show() {
	p.body.Objects = []fyne.CanvasObject{kit.Card(i18n.T("rosters.lists"), p.listLines())}
	if p.err == nil && len(p.lists.Of) > 0 {
		p.body.Objects = append(p.body.Objects, kit.Card(i18n.T("rosters.facts"), p.factLines()), kit.Card("", p.crossLines()))
		if len(p.out.Unchecked) > 0 {
			p.body.Objects = append(p.body.Objects, kit.Card(i18n.T("rosters.unchecked"), p.uncheckedLines()))
		}
	} else if p.err == nil {
		p.body.Objects = append(p.body.Objects, kit.Card(i18n.T("rosters.cross"), kit.NewPara(i18n.T("rosters.cross.wait"), kit.Second)))
	}
	p.body.Refresh()
	kit.Relayout(p.body)
}

// listLines is a line for each sort of list: what was taken in last, and the deeds.
func (p *rosterPage) listLines() fyne.CanvasObject {
	lines := []fyne.CanvasObject{kit.NewPara(i18n.T("rosters.about"), kit.Second)}
	if p.err != nil {
		sentence, hint := i18n.Error(p.err)
		lines = append(lines, kit.Note(kit.Fault, sentence, hint))
	}
	latest := app.LatestRosters(p.room.d)
	for _, sort := range app.RosterSorts {
		list, there := latest[sort]
		text, take := i18n.T("rosters.none"), i18n.T("rosters.take")
		if there {
			text = i18n.T("rosters.line", "rows", i18n.Number(list.Rows), "file", list.FileName, "by", list.TakenBy, "on", i18n.Date(list.TakenOn))
			take = i18n.T("rosters.again")
		}
		if months := monthsText(p.lists.Payroll); there && sort == "payroll" && months != "" {
			text += " · " + months
		}
		b := kit.NewButton(take, func() { p.take(sort) })
		b.Small = true
		row := []fyne.CanvasObject{kit.Line(i18n.Enum("rostersort", sort), kit.Style{Bold: true}), kit.Spring(), b}
		if there {
			drop := kit.NewButton(i18n.T("rosters.drop"), func() { p.drop(list) })
			drop.Small = true
			row = append(row, drop)
		}
		lines = append(lines, kit.Column(2, kit.Row(8, row...), kit.NewPara(text, kit.Second)))
	}
	return kit.Column(10, lines...)
}

func (p *rosterPage) drop(list app.Roster) {
	r := p.room
	kit.Ask(r.host.Window(), i18n.Enum("rostersort", list.Sort), i18n.T("rosters.drop.ask"), i18n.T("rosters.drop"), func() {
		r.keep(nil, func(ctx context.Context, d app.Desk) error {
			return app.Discard[app.Roster](ctx, d, app.VerbDropRoster, list.ID)
		}, nil)
	})
}

// factLines offers what the lists say of the facts of the case; the first button takes all over.
func (p *rosterPage) factLines() fyne.CanvasObject {
	if len(p.facts) == 0 {
		return kit.NewPara(i18n.T("rosters.facts.none"), kit.Second)
	}
	take := func(offers []app.FactOffer) func() {
		return func() {
			id := p.room.d.Case.ID
			p.room.keep(nil, func(ctx context.Context, d app.Desk) error { return d.TakeFacts(ctx, id, offers) }, func() {
				p.room.host.Toast(i18n.T("rosters.facts.taken", "n", len(offers)))
			})
		}
	}
	lines := []fyne.CanvasObject{kit.Row(8, kit.NewPrimary(i18n.T("rosters.facts.all"), take(p.facts)), kit.Spring()),
		kit.NewPara(i18n.T("rosters.facts.text", "n", len(p.facts)), kit.Second)}
	for _, o := range p.facts {
		one := kit.NewButton(i18n.T("rosters.facts.one"), take([]app.FactOffer{o}))
		one.Small = true
		lines = append(lines, kit.Row(8, kit.Line(p.factText(o), kit.Body), kit.Spring(), one))
	}
	return kit.Column(6, lines...)
}

// factText says what differs: the field, what stands there and what the lists say.
func (p *rosterPage) factText(o app.FactOffer) string {
	say := func(n int64) string {
		if o.Amount {
			return app.Money(n).Yuan(p.room.d.Round.Settings.Thousands)
		}
		return i18n.Number(int(n))
	}
	return i18n.T("rosters.facts.line", "what", factName(o.Field), "have", say(o.Have), "offer", say(o.Offer))
}

func (p *rosterPage) uncheckedLines() fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, u := range p.out.Unchecked {
		lines = append(lines, kit.NewPara(i18n.T("rosters.unchecked.line", "rule", i18n.Enum("crossrule", u.Rule), "why", i18n.Enum("cross.unchecked", u.Why)), kit.Second))
	}
	return kit.Column(3, lines...)
}

// crossLines is the table of candidates with their counts.
func (p *rosterPage) crossLines() fyne.CanvasObject {
	open, taken, waived := 0, 0, 0
	for _, c := range p.out.Candidates {
		switch {
		case c.Taken != "":
			taken++
		case c.Open():
			open++
		default:
			waived++
		}
	}
	table := p.found.Object(i18n.T("rosters.cross"))
	p.found.Refresh()
	return kit.Column(6, kit.NewPara(i18n.T("rosters.cross.text", "open", open, "taken", taken, "waived", waived), kit.Second), table)
}

// rows gives the candidates as the table has them.
func (p *rosterPage) rows() []kit.TableRow {
	var out []kit.TableRow
	tones := map[app.Grade]kit.Tone{app.GradeSevere: kit.Fault, app.GradeNotable: kit.Wait, app.GradeHint: kit.Quiet}
	for _, c := range p.out.Candidates {
		state := kit.Cell{Text: i18n.T("rosters.state.open")}
		switch {
		case c.Taken != "":
			state = kit.Cell{Text: i18n.T("rosters.state.taken"), Tone: kit.Done, Chip: true}
		case !c.Open():
			state = kit.Cell{Text: i18n.T("rosters.state.waived"), Tone: kit.Quiet, Chip: true}
		}
		out = append(out, kit.TableRow{ID: c.Key, Cells: []kit.Cell{{Text: i18n.Enum("crossgrade", c.Grade), Tone: tones[c.Grade], Chip: true},
			{Text: i18n.Enum("crossrule", c.Rule)}, {Text: i18n.TMap(c.Sentence(), c.Args)}, state}})
	}
	return out
}

// candidate shows one with the rows that prove it and what can be done about it.
func (p *rosterPage) candidate(key string) fyne.CanvasObject {
	for _, c := range p.out.Candidates {
		if c.Key == key {
			return kit.Column(8, kit.NewPara(i18n.TMap(c.Sentence(), c.Args), kit.Body), p.proof(c), p.deeds(c))
		}
	}
	return kit.Column(0)
}

func (p *rosterPage) proof(c app.Candidate) fyne.CanvasObject {
	const most = 12
	lines := []fyne.CanvasObject{kit.NewPara(i18n.T("rosters.rows", "n", len(c.Rows)), kit.Style{Bold: true})}
	for i, row := range c.Rows {
		if i == most {
			lines = append(lines, kit.NewPara(i18n.T("rosters.rows.more", "n", len(c.Rows)-most), kit.Second))
			break
		}
		lines = append(lines, kit.NewPara(rowLine(row), kit.Second))
	}
	return kit.Column(3, lines...)
}

func (p *rosterPage) deeds(c app.Candidate) fyne.CanvasObject {
	r, id := p.room, p.room.d.Case.ID
	switch {
	case c.Taken != "":
		return kit.Row(8, kit.NewButton(i18n.T("rosters.seefinding"), func() {
			r.host.Go(shell.Route{Room: shell.RoomFindings, Case: id, Ref: string(c.Taken)})
		}), kit.Spring())
	case !c.Open():
		why := kit.NewPara(i18n.T("rosters.waived", "by", c.Waived.By, "on", i18n.Date(c.Waived.On), "reason", c.Waived.Reason), kit.Second)
		return kit.Column(6, why, kit.Row(8, kit.NewButton(i18n.T("rosters.recall"), func() {
			r.keep(nil, func(ctx context.Context, d app.Desk) error { return d.RecallCandidate(ctx, id, c.Key) }, nil)
		}), kit.Spring()))
	}
	take := kit.NewPrimary(i18n.T("rosters.tofinding"), func() {
		d, of := r.d, p.lists.Of
		r.keep(nil, func(ctx context.Context, desk app.Desk) error {
			_, err := bundle.TakeCandidate(ctx, r.store, desk, d, c, of)
			return err
		}, func() { r.host.Toast(i18n.T("rosters.tofinding.done")) })
	})
	return kit.Row(8, take, kit.NewButton(i18n.T("rosters.dismiss"), func() { p.dismiss(c) }), kit.Spring())
}

// dismiss asks why a candidate is no problem.
func (p *rosterPage) dismiss(c app.Candidate) {
	id := p.room.d.Case.ID
	p.room.askReason(reasonWords{i18n.T("rosters.dismiss"), i18n.TMap(c.Sentence(), c.Args), "", i18n.T("rosters.dismiss.reason"), i18n.T("rosters.state.waived")},
		func(ctx context.Context, d app.Desk, reason string) error {
			return d.DismissCandidate(ctx, id, c.Key, reason)
		})
}
