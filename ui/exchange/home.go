package exchange

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// home is the page of who has what: every seat with what it lacks and what is lacking here.
type home struct {
	room    *Room
	whole   fyne.CanvasObject
	figures *fyne.Container
	list    *list
	side    side

	peers   []store.Peer
	clashes int
	waiting int // files in the exchange folder that are not taken in yet, -1 = no folder, or not known
	outNo   error
	enrolNo error
	loaded  bool
}

func newHome(r *Room) *home {
	h := &home{room: r, figures: kit.Column(theme.Size(theme.Gap)), side: newSide(), waiting: -1}
	h.list = newList(
		kit.TableColumn{Title: i18n.T("exchange.person"), Width: wide(i18n.T("history.somebody")), Grow: 0.6},
		kit.TableColumn{Title: i18n.T("exchange.laptop"), Width: 80, Grow: 0.8, Spare: 1},
		kit.TableColumn{Title: i18n.T("exchange.heard"), Width: max(wide("10-10 09:30"), wide(i18n.T("exchange.heard")))},
		kit.TableColumn{Title: i18n.T("exchange.lacks"), Width: wide(i18n.T("exchange.lacks.cell", "n", "1,000", "files", "100")), Grow: 0.4},
		kit.TableColumn{Title: i18n.T("exchange.ahead"), Width: max(wide(i18n.T("exchange.ahead")), wide(i18n.T("exchange.ahead.cell", "n", "1,000")))},
		kit.TableColumn{Title: i18n.T("exchange.program"), Width: 64, Spare: 2},
		kit.TableColumn{Title: i18n.T("exchange.state"), Width: 110},
	)
	h.list.table.OnSelect = func(kit.TableRow) { h.tell() }
	h.list.table.OnOpen = func(kit.TableRow) { r.makeOne() }
	left := kit.Under(theme.Size(theme.Gap)/2, kit.Line(i18n.T("exchange.home.seats"), kit.Heading), h.list.stack)
	h.whole = kit.Under(theme.Size(theme.Gap), h.figures, halves(left, h.side.holder, 2.4))
	h.side.nothing(i18n.T("exchange.home.choose"))
	return h
}

func (h *home) object() fyne.CanvasObject { return h.whole }
func (h *home) rows() *list               { return h.list }
func (h *home) sticks([]stickNow)         { h.draw() }

func (h *home) open(ref string) {
	if ref != "" {
		h.list.table.SelectID(ref)
	}
}

func (h *home) load() {
	r := h.room
	r.run(func(ctx context.Context) (func(), error) {
		peers, err := r.store.Peers(ctx)
		if err != nil {
			return nil, err
		}
		clashes, err := r.store.CountClashes(ctx)
		if err != nil {
			return nil, err
		}
		outNo, err := r.may(ctx, app.VerbPackOut)
		if err != nil {
			return nil, err
		}
		enrolNo, err := r.may(ctx, app.VerbEnrol)
		if err != nil {
			return nil, err
		}
		return func() {
			h.peers, h.clashes, h.outNo, h.enrolNo, h.loaded = peers, clashes, outNo, enrolNo, true
			h.show()
		}, nil
	})
	r.run(func(ctx context.Context) (func(), error) { // by itself: a share may be slow to answer
		waiting := r.folder.count(ctx)
		return func() {
			h.waiting = waiting
			h.draw()
		}, nil
	})
}

func (h *home) show() {
	h.draw()
	rows := make([]kit.TableRow, 0, len(h.peers))
	for _, p := range h.peers {
		rows = append(rows, h.row(p))
	}
	h.list.fill(rows, i18n.T("exchange.home.empty"), i18n.T("exchange.home.empty.text"))
	_, chosen := h.inHand()
	switch {
	case chosen:
		h.tell()
	case len(others(h.peers)) == 0:
		h.alone()
	default:
		h.side.nothing(i18n.T("exchange.home.choose"))
	}
}

// alone says how others come to work along, as long as there are none.
func (h *home) alone() {
	objects := []fyne.CanvasObject{heading(i18n.T("exchange.home.empty"), i18n.T("exchange.home.empty.text"))}
	if h.enrolNo == nil {
		objects = append(objects, kit.Row(0, kit.NewPrimary(i18n.T("exchange.request"), h.enrol)))
	}
	h.side.show(objects...)
}

// enrol leads to where a seat is made from a request.
func (h *home) enrol() { h.room.host.Go(shell.Route{Room: shell.RoomPeople + "/enrol"}) }

// row tells a seat in a line.
func (h *home) row(p store.Peer) kit.TableRow {
	now := h.room.config.Now()
	lacks, ahead := kit.Cell{Text: i18n.T("exchange.nothing"), Tone: kit.Quiet}, kit.Cell{Text: i18n.T("exchange.nothing"), Tone: kit.Quiet}
	heard := kit.Cell{Text: moment(p.Heard, now)}
	switch {
	case p.Mine:
		lacks.Text, ahead.Text, heard.Text = i18n.T("exchange.none"), i18n.T("exchange.none"), i18n.T("exchange.none")
	case !p.AtWork():
		lacks.Text, ahead.Text = i18n.T("exchange.none"), i18n.T("exchange.none")
	default:
		if p.Lacks+p.LacksBlobs > 0 {
			lacks = kit.Cell{Text: i18n.T("exchange.lacks.cell", "n", i18n.Number(p.Lacks), "files", i18n.Number(p.LacksBlobs))}
		}
		if p.Ahead > 0 {
			ahead = kit.Cell{Text: i18n.T("exchange.ahead.cell", "n", i18n.Number(p.Ahead)), Tone: kit.Wait}
		}
	}
	word, tone := stateOf(p)
	return kit.TableRow{ID: string(p.ID), Cells: []kit.Cell{{Text: p.Who.Name, Bold: true}, {Text: p.Laptop}, heard, lacks, ahead,
		{Text: p.Program, Tone: kit.Quiet}, {Text: word, Tone: tone, Chip: true}}}
}

// stateOf says how a seat stands, the gravest first.
func stateOf(p store.Peer) (string, kit.Tone) {
	switch {
	case p.Mine:
		return i18n.T("exchange.state.mine"), kit.Accent
	case p.Forked:
		return i18n.T("exchange.state.forked"), kit.Fault
	case !p.AtWork():
		return i18n.T("exchange.state.out"), kit.Quiet
	case p.Clock != 0:
		return i18n.T("exchange.state.clock"), kit.Wait
	case p.Heard.IsZero():
		return i18n.T("exchange.state.never"), kit.Quiet
	case p.Ahead > 0:
		return i18n.T("exchange.state.ahead"), kit.Wait
	case p.Lacks+p.LacksBlobs > 0:
		return i18n.T("exchange.state.lacks"), kit.Wait
	}
	return i18n.T("exchange.state.even"), kit.Done
}

// draw draws the figures above the list.
func (h *home) draw() {
	if !h.loaded {
		return
	}
	behind, missing := 0, 0
	for _, p := range h.peers {
		if p.Mine || !p.AtWork() {
			continue
		}
		if p.Lacks+p.LacksBlobs > 0 {
			behind++
		}
		if p.Ahead > 0 {
			missing++
		}
	}
	r := h.room
	clashTone := kit.Done
	if h.clashes > 0 {
		clashTone = kit.Fault
	}
	cards := []fyne.CanvasObject{
		figure(i18n.Number(h.clashes), i18n.T("exchange.figure.clashes"), clashTone, func() { r.host.Go(shell.Route{Room: shell.RoomClashes}) }),
		figure(i18n.Number(behind), i18n.T("exchange.figure.behind"), waitsAbove(behind), func() { r.turn(PageOut, "") }),
		figure(i18n.Number(missing), i18n.T("exchange.figure.missing"), waitsAbove(missing), func() { r.turn(PageIn, "") }),
	}
	if h.waiting >= 0 {
		cards = append(cards, figure(i18n.Number(h.waiting), i18n.T("exchange.figure.folder"), waitsAbove(h.waiting), func() { r.turn(PageFolder, "") }))
	} else {
		cards = append(cards, figure(i18n.T("exchange.none"), i18n.T("exchange.figure.nofolder"), kit.Quiet, func() { r.turn(PageFolder, "") }))
	}
	shares := make([]float32, len(cards))
	for i := range shares {
		shares[i] = 1
	}
	h.figures.Objects = []fyne.CanvasObject{kit.Split(theme.Size(theme.Gap), shares, cards...)}
	for _, s := range r.there {
		if s.fresh {
			h.figures.Objects = append(h.figures.Objects, offerStick(r, s))
		}
	}
	h.figures.Refresh()
	kit.Relayout(h.figures)
}

func waitsAbove(n int) kit.Tone {
	if n > 0 {
		return kit.Wait
	}
	return kit.Done
}

// figure is a number with what it counts, leading to where it is dealt with.
func figure(number, text string, tone kit.Tone, do func()) fyne.CanvasObject {
	line := kit.Row(10, kit.Line(number, kit.Style{Size: theme.TextFigure, Bold: true, Color: tone.Fore()}), kit.Line(text, kit.Second))
	return kit.Card("", kit.NewTap(line, do))
}

// inHand gives the seat in hand.
func (h *home) inHand() (store.Peer, bool) {
	id, ok := h.list.inHand()
	if !ok {
		return store.Peer{}, false
	}
	for _, p := range h.peers {
		if string(p.ID) == id {
			return p, true
		}
	}
	return store.Peer{}, false
}

// tell says more about the seat in hand, and what to do next.
func (h *home) tell() {
	p, ok := h.inHand()
	if !ok {
		return
	}
	now := h.room.config.Now()
	word, tone := stateOf(p)
	objects := []fyne.CanvasObject{heading(p.Who.Name, strings.Join(nonEmpty(p.Who.Dept, p.Laptop), " · ")), kit.Row(8, kit.Chip(word, tone)), kit.Rule()}
	say := func(tone kit.Tone, key string, args ...any) {
		if tone == kit.Plain {
			objects = append(objects, kit.NewPara(i18n.T(key, args...), kit.Body))
			return
		}
		objects = append(objects, kit.Note(tone, i18n.T(key, args...), i18n.T(key+".hint", args...)))
	}
	switch {
	case p.Mine:
		say(kit.Plain, "exchange.tell.mine")
	case p.Forked:
		say(kit.Fault, "exchange.tell.forked", "name", p.Who.Name, "laptop", p.Laptop)
	case !p.AtWork():
		say(kit.Plain, "exchange.tell.out", "date", i18n.Date(p.Out), "why", p.OutWhy)
	}
	if !p.Mine && p.AtWork() {
		if p.Heard.IsZero() {
			say(kit.Plain, "exchange.tell.never", "name", p.Who.Name)
		} else {
			say(kit.Plain, "exchange.tell.heard", "name", p.Who.Name, "heard", i18n.Moment(p.Heard), "via", i18n.Moment(p.Via))
			if p.Program != "" {
				say(kit.Plain, "exchange.tell.program", "program", p.Program)
			}
		}
		if p.Clock != 0 {
			key := "exchange.tell.ahead.clock"
			if p.Clock < 0 {
				key = "exchange.tell.behind.clock"
			}
			say(kit.Wait, key, "lapse", lapse(p.Clock))
		}
		if p.Ahead > 0 {
			say(kit.Wait, "exchange.tell.ahead", "n", i18n.Number(p.Ahead), "name", p.Who.Name)
		}
		if p.Lacks+p.LacksBlobs > 0 {
			say(kit.Plain, "exchange.tell.lacks", "n", i18n.Number(p.Lacks), "files", i18n.Number(p.LacksBlobs), "name", p.Who.Name)
		} else if !p.Heard.IsZero() {
			say(kit.Plain, "exchange.tell.even", "name", p.Who.Name)
		}
	}
	if p.Last != nil {
		objects = append(objects, pair(i18n.T("exchange.last"), i18n.T("exchange.last.text", "number", p.Last.Number, "at", moment(p.Last.At, now), "name", p.Last.Name)))
	}
	h.side.footed(h.deeds(p), objects...)
}

// deeds are the buttons of a seat, and those that lead to where seats come and go.
func (h *home) deeds(p store.Peer) fyne.CanvasObject {
	r := h.room
	line := kit.Flow(8)
	if !p.Mine && p.AtWork() {
		b := kit.NewPrimary(i18n.T("exchange.makefor", "name", p.Who.Name), r.makeOne)
		if h.outNo != nil {
			b.Disable()
		}
		line.Add(b)
	}
	if h.enrolNo == nil {
		line.Add(kit.NewButton(i18n.T("exchange.request"), h.enrol))
	}
	if p.Mine {
		line.Add(kit.NewButton(i18n.T("exchange.handover"), func() { r.host.Go(shell.Route{Room: shell.RoomHandover}) }))
	}
	return line
}

func nonEmpty(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

// offerStick says that a stick came, and offers what can be done with it.
func offerStick(r *Room, s stickNow) fyne.CanvasObject {
	text := i18n.T("exchange.stick.came", "name", stickName(s.Stick), "free", i18n.Bytes(s.Free))
	take := kit.NewPrimary(i18n.T("exchange.stick.take"), func() {
		if r.page != PageIn {
			r.turn(PageIn, "")
		}
		r.in.offer([]string{s.Root})
	})
	put := kit.NewButton(i18n.T("exchange.stick.put"), func() {
		r.out.place(s.Root)
		if r.page != PageOut {
			r.turn(PageOut, "")
		}
	})
	if s.ReadOnly {
		put.Disable()
	}
	return kit.Card("", kit.Row(10, kit.Line(text, kit.Body), kit.Spring(), put, take))
}

// stickName is what people call a stick: its label and where it is.
func stickName(s store.Stick) string {
	if s.Label == "" {
		return s.Root
	}
	return s.Label
}
