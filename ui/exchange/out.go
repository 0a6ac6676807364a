package exchange

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/phrase"
	"lianshen/ui/theme"
)

// kinds are the packages that people write here; receipts go by themselves.
var kinds = []exchange.Kind{exchange.WorkPack, exchange.RoundPack, exchange.ReadingPack, exchange.Templates}

// out is the page of packages that go: for whom, what, where to.
type out struct {
	room  *Room
	whole fyne.CanvasObject

	kind     exchange.Kind
	to       map[app.ID]bool
	byPhrase bool // for whoever has the pass phrase instead of for seats
	full     bool
	narrow   bool // only the cases and strands ticked
	cases    map[app.ID]bool
	strands  app.Set

	peers  []store.Peer
	all    []oneCase
	no     error // why the person may not write packages
	loaded bool

	kindChips, whomChips, fullChips, scopeChips chips

	about                *kit.Para
	seats, scope, secret *fyne.Container
	narrowed             fyne.CanvasObject // the choice of cases and strands, nil before the cases are known
	stock                *stock            // the choice of checklists, laws and calendars
	choice               *phrase.Choice
	where                *places
	writing              *writing
}

func newOut(r *Room) *out {
	o := &out{room: r, kind: exchange.WorkPack, to: map[app.ID]bool{}, cases: map[app.ID]bool{}, strands: app.Set{},
		about: kit.NewPara("", kit.Second), seats: kit.Column(2), scope: kit.Column(6), secret: kit.Column(0)}
	var names []string
	for _, k := range kinds {
		names = append(names, i18n.T("exchange.kind."+string(k)))
	}
	o.kindChips = newChips(names, func(i int) { o.writing.again(); o.turn(kinds[i]) })
	o.whomChips = newChips([]string{i18n.T("exchange.to.seats"), i18n.T("exchange.to.phrase")}, func(i int) { o.byPhrase = i == 1; o.changed() })
	o.fullChips = newChips([]string{i18n.T("exchange.what.lacking"), i18n.T("exchange.what.full")}, func(i int) { o.full = i == 1; o.changed() })
	o.scopeChips = newChips([]string{i18n.T("exchange.scope.whole"), i18n.T("exchange.scope.chosen")}, func(i int) { o.narrow = i == 1; o.changed() })
	o.stock = newStock(func() { o.changed() })
	o.where = newPlaces(r, func() { o.changed() }, func() { o.writing.show() })
	o.writing = newWriting(o)
	o.newChoice()
	gap := theme.Size(theme.Gap)
	left := scroll(kit.Column(gap,
		kit.Column(6, kit.Line(i18n.T("exchange.out.kind"), kit.Heading), o.kindChips.row, o.about),
		kit.Rule(),
		kit.Column(6, kit.Line(i18n.T("exchange.out.to"), kit.Heading), o.whomChips.row, o.seats, o.secret),
		o.scope, o.stock.object))
	right := scroll(kit.Column(gap, kit.Column(6, kit.Line(i18n.T("exchange.out.where"), kit.Heading), o.where.object), kit.Rule(), o.writing.object))
	o.whole = halves(left, right, 1.25)
	o.whomChips.set(0)
	o.fullChips.set(0)
	o.scopeChips.set(0)
	o.turn(o.kind)
	return o
}

func (o *out) object() fyne.CanvasObject { return o.whole }
func (o *out) rows() *list               { return nil }
func (o *out) sticks(all []stickNow)     { o.where.take(all) }

// open takes the seat that a package is for.
func (o *out) open(ref string) {
	if ref == "" {
		return
	}
	o.kind, o.byPhrase, o.full, o.narrow = exchange.WorkPack, false, false, false
	o.to = map[app.ID]bool{app.ID(ref): true}
	o.whomChips.set(0)
	o.fullChips.set(0)
	o.scopeChips.set(0)
	o.writing.again()
	o.turn(o.kind)
	o.choices()
}

// place takes a folder to write to, such as a stick that came.
func (o *out) place(dir string) { o.where.choose(dir) }

// forget empties the pass phrase.
func (o *out) forget() { o.newChoice() }

// newChoice makes the fields of the pass phrase anew, so that nothing of the old one stays in them.
func (o *out) newChoice() {
	r := o.room
	o.choice = phrase.NewChoice(func() []string { return []string{r.config.Workspace, r.store.Me().Name, r.store.Me().Dept} }, func() { o.ask() })
	o.secret.Objects = []fyne.CanvasObject{kit.Column(6, kit.NewPara(i18n.T("exchange.phrase.text"), kit.Second), o.choice.Object())}
	o.secret.Refresh()
}

func (o *out) load() {
	r := o.room
	r.run(func(ctx context.Context) (func(), error) {
		peers, err := r.store.Peers(ctx)
		if err != nil {
			return nil, err
		}
		all, err := casesOf(ctx, r.store)
		if err != nil {
			return nil, err
		}
		stock, err := stockOf(ctx, r.store)
		if err != nil {
			return nil, err
		}
		no, err := r.may(ctx, app.VerbPackOut)
		if err != nil {
			return nil, err
		}
		peers = others(peers)
		dir := r.folder.dir()
		return func() {
			changed := !o.loaded || !slices.EqualFunc(peers, o.peers, samePeer) || !slices.Equal(all, o.all)
			o.peers, o.all, o.no, o.loaded = peers, all, no, true
			o.where.shared(dir)
			o.stock.take(stock)
			if changed {
				o.choices()
			}
			o.refresh()
		}, nil
	})
}

// others gives the seats at work that are not on this laptop.
func others(all []store.Peer) (out []store.Peer) {
	for _, p := range all {
		if !p.Mine && p.AtWork() {
			out = append(out, p)
		}
	}
	return out
}

// samePeer says whether two readings of a seat show the same line.
func samePeer(a, b store.Peer) bool {
	return a.ID == b.ID && a.Who.Name == b.Who.Name && a.Laptop == b.Laptop && a.Lacks == b.Lacks && a.LacksBlobs == b.LacksBlobs && a.Heard.Equal(b.Heard)
}

// turn changes the kind of package.
func (o *out) turn(kind exchange.Kind) {
	one := kind == exchange.RoundPack && o.kind != exchange.RoundPack
	o.kind = kind
	if one { // a round pack makes one workspace: a seat is chosen anew
		o.to = map[app.ID]bool{}
	}
	if one || o.loaded {
		o.choices()
	}
	if kind == exchange.WorkPack || kind == exchange.RoundPack {
		o.byPhrase = false
		o.whomChips.set(0)
	}
	o.kindChips.set(slices.Index(kinds, kind))
	o.about.SetText(i18n.T("exchange.kind." + string(kind) + ".text"))
	o.refresh()
}

// choices draws the seats and the cases that can be chosen.
func (o *out) choices() {
	o.seats.RemoveAll()
	if o.loaded && len(o.peers) == 0 {
		o.seats.Add(kit.NewPara(i18n.T("exchange.to.nobody"), kit.Second))
	}
	var checks []*kit.Check
	for _, p := range o.peers {
		c, fitted := newTick(o.line(p), o.to[p.ID], func(on bool) {
			o.to[p.ID] = on
			if on && o.kind == exchange.RoundPack { // of one seat at a time
				for i, other := range o.peers {
					if other.ID != p.ID && o.to[other.ID] {
						o.to[other.ID] = false
						checks[i].Checked = false
						checks[i].Refresh()
					}
				}
			}
			o.changed()
		})
		checks = append(checks, c)
		o.seats.Add(fitted)
	}
	if len(o.peers) > 1 {
		all := func(want func(store.Peer) bool) func() {
			return func() {
				for i, p := range o.peers {
					o.to[p.ID] = want(p)
					checks[i].Checked = o.to[p.ID]
					checks[i].Refresh()
				}
				o.changed()
			}
		}
		if o.kind != exchange.RoundPack {
			o.seats.Add(kit.Flow(6, small(i18n.T("exchange.to.all"), all(func(store.Peer) bool { return true })),
				small(i18n.T("exchange.to.behind"), all(func(p store.Peer) bool { return p.Lacks+p.LacksBlobs > 0 })),
				small(i18n.T("exchange.to.none"), all(func(store.Peer) bool { return false }))))
		}
	}
	office := i18n.T("exchange.to.nooffice")
	if o.room.store.Office() != "" {
		office = i18n.T("exchange.to.office")
	}
	o.seats.Add(kit.NewPara(office, kit.Second))
	o.scope.RemoveAll()
	o.scope.Add(kit.Rule())
	o.scope.Add(kit.Line(i18n.T("exchange.out.what"), kit.Heading))
	o.scope.Add(o.fullChips.row)
	o.scope.Add(o.scopeChips.row)
	o.narrowed = o.narrowing()
	show(o.narrowed, o.narrow)
	o.scope.Add(o.narrowed)
	kit.Relayout(o.whole)
}

// line names a seat among the receivers.
func (o *out) line(p store.Peer) string {
	state := i18n.T("exchange.to.even")
	switch {
	case p.Heard.IsZero():
		state = i18n.T("exchange.to.never")
	case p.Lacks+p.LacksBlobs > 0:
		state = i18n.T("exchange.to.lacks", "n", i18n.Number(p.Lacks), "files", i18n.Number(p.LacksBlobs))
	}
	return i18n.T("exchange.to.line", "name", p.Who.Name, "laptop", p.Laptop, "state", state)
}

// narrowing is the choice of strands and cases.
func (o *out) narrowing() fyne.CanvasObject {
	strands := kit.Flow(4)
	for _, s := range app.Strands {
		c := kit.NewCheck(i18n.Enum("strand", s), nil)
		c.Checked = o.strands.Has(string(s))
		c.OnChanged = func(on bool) {
			if on {
				o.strands[string(s)] = true
			} else {
				delete(o.strands, string(s))
			}
			o.changed()
		}
		strands.Add(c)
	}
	cases := kit.Column(0)
	for _, x := range o.all {
		_, fitted := newTick(x.text, o.cases[x.id], func(on bool) {
			o.cases[x.id] = on
			o.changed()
		})
		cases.Add(fitted)
	}
	return kit.Column(4, kit.NewPara(i18n.T("exchange.scope.strands"), kit.Second), strands, kit.NewPara(i18n.T("exchange.scope.cases"), kit.Second), cases)
}

// changed is refresh after the person chose something else: what was written last is no longer in view.
func (o *out) changed() {
	o.writing.again()
	o.refresh()
}

// refresh shows what fits the kind, and asks anew how long the package would be.
func (o *out) refresh() {
	free := o.kind == exchange.ReadingPack || o.kind == exchange.Templates
	show(o.whomChips.row, free)
	phrased := free && o.byPhrase
	show(o.seats, !phrased)
	show(o.secret, phrased)
	show(o.stock.object, o.kind == exchange.Templates)
	scoped := o.kind != exchange.Templates && len(o.scope.Objects) > 0
	show(o.scope, scoped)
	if scoped {
		show(o.fullChips.row, o.kind == exchange.WorkPack)
		show(o.narrowed, o.narrow)
	}
	kit.Relayout(o.whole)
	o.writing.measure()
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// outgoing is the package as it is chosen now; ready says whether anybody receives it.
func (o *out) outgoing() (x store.Outgoing, ready bool) {
	x = store.Outgoing{Kind: o.kind, Full: o.full && o.kind == exchange.WorkPack}
	if !o.byPhrase {
		for _, p := range o.peers {
			if o.to[p.ID] {
				x.To = append(x.To, p.ID)
			}
		}
	}
	if o.narrow && o.kind != exchange.Templates {
		for _, c := range o.all {
			if o.cases[c.id] {
				x.Scope.Cases = append(x.Scope.Cases, c.id)
			}
		}
		for _, s := range app.Strands {
			if o.strands.Has(string(s)) {
				x.Scope.Strands = append(x.Scope.Strands, s)
			}
		}
	}
	return x, o.byPhrase || len(x.To) > 0
}

// ask writes the package that is chosen.
func (o *out) ask() { o.writing.ask() }
