package exchange

import (
	"context"
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// How far a file is that was offered.
type stage string

const (
	waits   stage = "waits"   // not examined yet
	ready   stage = "ready"   // can be taken in
	receipt stage = "receipt" // everything in it is here but for what it tells of who has what
	known   stage = "known"   // everything in it is here
	gap     stage = "gap"     // an earlier file is missing
	refused stage = "refused" // cannot be taken in
	taken   stage = "taken"
)

// offer is a package that was offered, in parts when it was split.
type offer struct {
	name    string
	paths   []string
	stage   stage
	coming  store.Coming
	bad     error
	without map[app.ID]bool // cases that stay out for now
	again   bool            // what was taken back and is in it comes into effect again
	made    store.Import    // when it is taken in

	templates *templates // of a template package
}

// in is the page of packages that come: offered, examined, taken in.
type in struct {
	room   *Room
	whole  fyne.CanvasObject
	offers *fyne.Container // sticks that came
	list   *list
	side   side
	done   *summary // of the import in hand

	all  []*offer
	hand *offer
	no   error // why the person may not take packages in
}

func newIn(r *Room) *in {
	p := &in{room: r, offers: kit.Column(8), side: newSide()}
	p.done = newSummary(r, func() {})
	p.list = newList(
		kit.TableColumn{Title: i18n.T("exchange.in.file"), Width: 120, Grow: 1.4, Spare: 1},
		kit.TableColumn{Title: i18n.T("exchange.in.from"), Width: 76, Grow: 0.5},
		kit.TableColumn{Title: i18n.T("exchange.in.number"), Width: max(wide(i18n.T("exchange.in.number")), wide("1,000")), Number: true},
		kit.TableColumn{Title: i18n.T("exchange.in.state"), Width: 92},
	)
	p.list.table.OnSelect = func(row kit.TableRow) { p.take(row.ID) }
	p.list.table.OnOpen = func(kit.TableRow) { p.goOn() }
	file := kit.NewButton(i18n.T("exchange.in.choose"), p.askFile)
	file.Keys = "Ctrl+O"
	left := kit.Under(theme.Size(theme.Gap), kit.Flow(8, file, kit.NewButton(i18n.T("exchange.in.folder"), p.askFolder)), p.offers, p.list.stack)
	p.whole = halves(left, p.side.holder, 0.8)
	p.show()
	return p
}

func (p *in) object() fyne.CanvasObject { return p.whole }
func (p *in) rows() *list               { return p.list }

func (p *in) open(ref string) {
	if ref != "" {
		p.offer([]string{ref})
	}
}

func (p *in) load() {
	r := p.room
	r.run(func(ctx context.Context) (func(), error) {
		no, err := r.may(ctx, app.VerbPackIn)
		if err != nil {
			return nil, err
		}
		return func() {
			if (p.no == nil) != (no == nil) {
				p.no = no
				p.show()
			}
		}, nil
	})
	if p.done.any {
		p.done.load()
	}
}

// sticks offers those that came while the room was in view.
func (p *in) sticks(all []stickNow) {
	p.offers.RemoveAll()
	for _, s := range all {
		take := kit.NewButton(i18n.T("exchange.stick.look"), func() { p.offer([]string{s.Root}) })
		if s.fresh {
			take.Primary = true
		}
		p.offers.Add(kit.Row(8, kit.Line(i18n.T("exchange.place.stick", "name", stickName(s.Stick)), kit.Body), kit.Spring(), take))
	}
	p.offers.Refresh()
	kit.Relayout(p.whole)
}

func (p *in) askFile() {
	var field *ask.Path
	var d *kit.Dialog
	bad := newFault()
	use := func() {
		path := field.Value()
		if path == "" {
			bad.say(app.Refuse("ask.nopath"))
			return
		}
		if _, err := os.Stat(path); err != nil {
			bad.say(app.Refuse("exchange.nofile", "path", path))
			return
		}
		ask.Used(path)
		d.Close()
		p.offer([]string{path})
	}
	field = ask.NewFile(p.room.host.Window(), func(string) { use() })
	ok := kit.NewPrimary(i18n.T("exchange.in.look"), use)
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	field.Entry.OnSubmitted = func(string) { use() }
	body := kit.Column(8, kit.NewPara(i18n.T("exchange.in.choose.text"), kit.Second), field.Object(), bad.para)
	d = kit.ShowDialog(p.room.host.Window(), i18n.T("exchange.in.choose"), body, 640, 240, no, ok)
	p.room.host.Window().Canvas().Focus(field.Entry)
}

func (p *in) askFolder() {
	ask.Directory(p.room.host.Window(), i18n.T("exchange.in.folder"), i18n.T("exchange.in.folder.text"), i18n.T("exchange.in.look"), func(dir string, closed func(error)) {
		closed(nil)
		p.offer([]string{dir})
	})
}

// offer takes files and folders up and examines the packages in them, one after the other. The request of a seat leads
// to where seats are made.
func (p *in) offer(paths []string) {
	r := p.room
	if len(paths) == 1 && strings.HasSuffix(strings.ToLower(paths[0]), exchange.RequestSuffix) {
		r.host.Go(shell.Route{Room: shell.RoomPeople + "/enrol", Ref: paths[0]})
		return
	}
	r.host.Run(func(context.Context) (func(), error) {
		sets, err := store.PackageFiles(paths)
		if err != nil {
			return nil, err
		}
		return func() { p.add(sets) }, nil
	})
}

// add takes packages up, each with its parts, and examines them.
func (p *in) add(sets [][]string) {
	if len(sets) == 0 {
		p.room.host.Toast(i18n.T("exchange.in.nothing"))
		return
	}
	var first *offer
	for _, set := range sets {
		i := slices.IndexFunc(p.all, func(o *offer) bool { return o.paths[0] == set[0] })
		if i < 0 {
			p.all = append(p.all, nil)
			i = len(p.all) - 1
		}
		if p.all[i] == nil || p.all[i].stage != taken {
			name, _, _ := exchange.SplitName(set[0])
			p.all[i] = &offer{name: name, paths: set, stage: waits}
		}
		if first == nil {
			first = p.all[i]
		}
	}
	p.hand = first
	p.examine(first)
}

// examine looks into every package that was not looked into yet; after that hand is in view.
func (p *in) examine(hand *offer) {
	r := p.room
	var todo []*offer
	for _, o := range p.all {
		if o.stage == waits || o.stage == gap {
			todo = append(todo, o)
		}
	}
	if len(todo) == 0 {
		p.show()
		return
	}
	found := make([]offer, len(todo))
	for i, o := range todo {
		found[i] = *o
	}
	r.host.Progress(i18n.T("exchange.examining"), func(ctx context.Context, report func(int, int, string)) error {
		for i := range found {
			o := &found[i]
			o.look(ctx, r.store, bytesOf(report))
			if err := ctx.Err(); err != nil {
				return err
			}
			o.judge()
		}
		return nil
	}, func(err error) {
		for i, o := range todo {
			if found[i].stage != waits {
				*o = found[i]
			}
		}
		p.hand = hand
		p.show()
		if err != nil {
			r.host.Fail(err)
		}
	})
}

// judge says from what the examination gave what can be done with the package.
func (o *offer) judge() {
	switch {
	case app.CodeOf(o.bad) == "exchange.gap":
		o.stage = gap
	case o.bad != nil:
		o.stage = refused
	case o.templates != nil && o.templates.news():
		o.stage = ready
	case o.templates != nil:
		o.stage = known
	case o.coming.Known && o.coming.Before == 0:
		o.stage = receipt
	case o.coming.Known:
		o.stage = known
	default:
		o.stage = ready
	}
}

// take takes the package of a row in hand.
func (p *in) take(id string) {
	for _, o := range p.all {
		if o.paths[0] == id {
			p.hand = o
			if o.stage == waits {
				p.examine(o)
				return
			}
			p.tell()
		}
	}
}

// show draws the list and the package in hand.
func (p *in) show() {
	rows := make([]kit.TableRow, 0, len(p.all))
	for _, o := range p.all {
		rows = append(rows, o.row())
	}
	p.list.fill(rows, i18n.T("exchange.in.empty"), i18n.T("exchange.in.empty.text"))
	if p.hand != nil {
		p.list.table.SelectID(p.hand.paths[0])
	}
	p.tell()
	p.room.host.Refresh()
}

// row tells a package in a line.
func (o *offer) row() kit.TableRow {
	from, number := kit.Cell{Text: i18n.T("exchange.none"), Tone: kit.Quiet}, ""
	if o.coming.From.Person != "" {
		from.Text, from.Tone, from.Bold = o.coming.From.Person, kit.Plain, true
	}
	if o.coming.Number > 0 {
		number = i18n.Number(int(o.coming.Number))
	}
	word, tone := string(o.stage), map[stage]kit.Tone{waits: kit.Quiet, ready: kit.Accent, receipt: kit.Accent, known: kit.Quiet, gap: kit.Wait, refused: kit.Fault, taken: kit.Done}[o.stage]
	if o.stage == ready && o.coming.Grave() {
		word, tone = "grave", kit.Fault
	}
	return kit.TableRow{ID: o.paths[0], Cells: []kit.Cell{{Text: o.name}, from, {Text: number}, {Text: i18n.T("exchange.stage." + word), Tone: tone, Chip: true}}}
}
