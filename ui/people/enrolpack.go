package people

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/leaving"
	"lianshen/ui/shell"
)

// packBox writes the round pack for a seat that was made this moment.
type packBox struct {
	room   *Room
	seat   app.Seat
	person app.Person
	place  *ask.Media
	size   *kit.Para
	say    fault
	do     *kit.Button
	sent   *store.Sent
	stop   func() // ends the look for sticks
}

func newPackBox(r *Room, seat app.Seat, person app.Person) *packBox {
	p := &packBox{room: r, seat: seat, person: person, place: ask.NewMedia(r.host.Window(), ask.Folder()),
		size: kit.NewPara(i18n.T("people.enrol.pack.measuring"), kit.Second), say: newFault()}
	p.place.Entry.OnSubmitted = func(string) { p.write() }
	p.stop = func() {}
	p.follow()
	p.measure()
	return p
}

// follow offers the sticks that come.
func (p *packBox) follow() {
	p.stop()
	r := p.room
	p.stop = p.place.Follow(r.config.Sticks, func(show func()) {
		r.host.Run(func(context.Context) (func(), error) { return show, nil })
	})
}

func (p *packBox) outgoing() store.Outgoing {
	return store.Outgoing{Kind: exchange.RoundPack, To: []app.ID{p.seat.ID}, Full: true}
}

// measure says how long the pack would be.
func (p *packBox) measure() {
	r := p.room
	r.host.Run(func(ctx context.Context) (func(), error) {
		is, err := r.store.MeasurePackage(ctx, p.outgoing())
		return func() {
			if err != nil {
				p.size.SetText("")
				p.say.say(err)
				return
			}
			p.size.SetText(i18n.T("people.enrol.pack.size", "size", i18n.Bytes(is.Bytes), "cases", i18n.Number(is.Cases), "records", i18n.Number(is.Records), "files", i18n.Number(is.Blobs)))
			kit.Relayout(r.root)
		}, nil
	})
}

func (p *packBox) content() fyne.CanvasObject {
	r := p.room
	lines := []fyne.CanvasObject{kit.Note(kit.Done, i18n.T("people.enrol.done", "name", p.person.Name), i18n.T("people.enrol.done.hint", "name", p.person.Name, "laptop", p.seat.Laptop)),
		kit.NewPara(r.now.follows(scopeOf(p.seat)), kit.Second)}
	list := kit.NewButton(i18n.T("people.enrol.list"), func() { r.host.Go(shell.Route{Room: shell.RoomPeople}) })
	next := kit.NewButton(i18n.T("people.enrol.next"), r.nextRequest)
	if p.sent != nil {
		lines = append(lines, kit.Note(kit.Done, i18n.T("people.enrol.pack.done"), i18n.T("people.enrol.pack.file", "name", p.sent.Name, "size", i18n.Bytes(p.sent.Bytes))))
		for _, path := range p.sent.Paths {
			lines = append(lines, kit.NewPara(i18n.T("people.enrol.pack.place", "path", path), kit.Second))
		}
		next.Primary = true
		lines = append(lines, kit.Row(10, list, kit.Spring(), next))
		return kit.Card(i18n.T("people.enrol.pack"), kit.Column(10, lines...))
	}
	p.do = kit.NewPrimary(i18n.T("people.enrol.pack"), p.write)
	lines = append(lines, kit.Column(4, kit.Line(i18n.T("people.enrol.pack.where"), kit.Second), p.place.Object()), p.size, p.say.para,
		kit.Row(10, list, next, kit.Spring(), p.do))
	return kit.Card(i18n.T("people.enrol.pack"), kit.Column(10, lines...))
}

// write writes the pack.
func (p *packBox) write() {
	r := p.room
	dir, limit, err := p.place.Folder()
	if err != nil {
		p.say.say(err)
		return
	}
	p.say.wait("")
	var sent store.Sent
	leaving.Deed(r.host, i18n.T("people.enrol.pack.working"), func(ctx context.Context, report func(int, int, string)) (err error) {
		o := p.outgoing()
		o.Names = leaving.IsConfirmed(ctx)
		sent, err = r.store.WritePackage(ctx, o, store.WriteTo{Dir: dir, Limit: limit}, func(done, total int64) {
			report(megabytes(done), megabytes(total), i18n.T("people.enrol.pack.mb"))
		})
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled): // on purpose: the page simply stays
		case err != nil:
			p.say.say(err)
		default:
			p.sent = &sent
			if r.enrol != nil {
				r.enrol.showWho()
			}
		}
	})
}

// megabytes tells bytes in whole megabytes, rounded up: what there is little of is not nothing.
func megabytes(n int64) int { return int((n + 1<<20 - 1) >> 20) }

// nextRequest empties the page for another request.
func (r *Room) nextRequest() {
	r.enrol.pack.stop()
	r.enrol = nil
	r.show()
}
