package exchange

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/exchange"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/leaving"
)

// writing is the part of the page that says how long the package would be, writes it and tells what was written.
type writing struct {
	out    *out
	object *fyne.Container
	before *fyne.Container // how long it would be, and the button
	size   *fyne.Container
	result *fyne.Container // what was written, or why not
	button *kit.Button

	asked int         // number of the latest measuring; older answers are thrown away
	of    store.Sized // what was measured
	known bool
	bad   error // why it cannot be measured
}

func newWriting(o *out) *writing {
	w := &writing{out: o, size: kit.Column(6), result: kit.Column(8)}
	w.button = kit.NewPrimary(i18n.T("exchange.write"), w.ask)
	w.button.Keys = "Ctrl+Enter"
	w.button.Disable()
	w.before = kit.Column(10, kit.Line(i18n.T("exchange.out.size"), kit.Heading), w.size, kit.Flow(8, w.button))
	w.object = kit.Column(10, w.before, w.result)
	return w
}

// again forgets what was written last.
func (w *writing) again() {
	w.result.RemoveAll()
	w.before.Show()
	kit.Relayout(w.out.whole)
}

// measure asks how long the package would be. Only the latest question is answered.
func (w *writing) measure() {
	o := w.out
	if !o.loaded {
		return
	}
	w.asked++
	asked := w.asked
	x, ready := o.outgoing()
	w.known, w.bad = false, nil
	if !ready || o.no != nil {
		w.show()
		return
	}
	if o.byPhrase {
		x.Phrase = measuring
	}
	w.show()
	r := o.room
	r.host.Run(func(ctx context.Context) (func(), error) {
		var of store.Sized
		err := app.PermitPackOut(ctx, r.store, r.store.Seat().ID, string(x.Kind), len(x.To) == 0)
		if err == nil && x.Kind != exchange.Templates { // those are small, and hold what was ticked
			of, err = r.store.MeasurePackage(ctx, x)
		}
		if err != nil && (app.CodeOf(err) == "" || errors.Is(err, context.Canceled)) {
			return nil, err
		}
		return func() {
			if asked == w.asked {
				w.of, w.known, w.bad = of, err == nil, err
				w.show()
			}
		}, nil
	})
}

// measuring stands for the pass phrase while a package is measured: it opens nothing, for nothing is written.
const measuring = "measuring only"

// show tells the size, what stands in the way, and whether it can be written.
func (w *writing) show() {
	o := w.out
	w.size.RemoveAll()
	say := func(text string) { w.size.Add(kit.NewPara(text, kit.Body)) }
	_, ready := o.outgoing()
	spot, placed := o.where.chosen()
	can := placed && w.known && !spot.readOnly
	templates := o.kind == exchange.Templates
	switch {
	case o.no != nil:
		w.size.Add(refusal(kit.Wait, o.no))
	case !ready:
		w.size.Add(kit.NewPara(i18n.T("exchange.size.nobody"), kit.Second))
	case w.bad != nil:
		w.size.Add(refusal(kit.Wait, w.bad))
	case !w.known:
		w.size.Add(kit.NewPara(i18n.T("exchange.size.measuring"), kit.Second))
	case templates && len(o.stock.picked()) == 0:
		w.size.Add(kit.NewPara(i18n.T("exchange.size.notemplate"), kit.Second))
		can = false
	case templates:
		say(i18n.T("exchange.size.templates", "n", i18n.Number(len(o.stock.picked()))))
	case w.of.Empty() && !o.full && o.kind == exchange.WorkPack:
		w.size.Add(kit.Note(kit.Done, i18n.T("exchange.size.nothing"), i18n.T("exchange.size.nothing.hint")))
	default:
		say(i18n.T("exchange.size.holds", "changes", i18n.Number(w.of.Changes), "cases", i18n.Number(w.of.Cases), "files", i18n.Number(w.of.Blobs)))
	}
	if w.known && templates {
		can = w.room(spot, placed) && can
	} else if w.known {
		w.size.Add(kit.NewPara(i18n.T("exchange.size.bytes", "size", i18n.Bytes(w.of.Bytes)), kit.Strongly))
		can = w.room(spot, placed) && can
		if w.of.Narrowed {
			w.size.Add(kit.Note(kit.Wait, i18n.T("exchange.size.narrowed"), i18n.T("exchange.size.narrowed.hint")))
		}
		if w.of.Absent > 0 {
			w.size.Add(kit.Note(kit.Wait, i18n.T("exchange.size.absent", "n", i18n.Number(w.of.Absent)), i18n.T("exchange.size.absent.hint")))
		}
	}
	if can {
		w.button.Enable()
	} else {
		w.button.Disable()
	}
	kit.Relayout(o.whole)
}

// room says whether the package fits the place, and into how many files it is split.
func (w *writing) room(s spot, placed bool) bool {
	if !placed {
		w.size.Add(kit.NewPara(i18n.T("exchange.size.noplace"), kit.Second))
		return false
	}
	if s.free >= 0 && w.of.Bytes > s.free {
		w.size.Add(kit.Note(kit.Fault, i18n.T("exchange.size.full", "size", i18n.Bytes(w.of.Bytes), "free", i18n.Bytes(s.free)), i18n.T("exchange.size.full.hint")))
		return false
	}
	if n := w.parts(s); n > 1 {
		w.size.Add(kit.NewPara(i18n.T("exchange.size.parts", "n", n), kit.Body))
	}
	return true
}

// limit is how many bytes a file may have at a place: what the person wishes, or less where the place bears less.
func (w *writing) limit(s spot) int64 {
	limit := w.out.where.limit
	if s.limit > 0 && (limit == 0 || s.limit < limit) {
		limit = s.limit
	}
	return limit
}

func (w *writing) parts(s spot) int {
	limit := w.limit(s)
	if limit == 0 {
		return 1
	}
	return int((w.of.Bytes + limit - 1) / limit)
}

// ask writes the package that is chosen.
func (w *writing) ask() {
	o := w.out
	r := o.room
	spot, placed := o.where.chosen()
	if w.button.Disabled() || !placed {
		return
	}
	x, _ := o.outgoing()
	if o.byPhrase {
		text, err := o.choice.Phrase()
		if err != nil {
			w.again()
			w.result.Add(refusal(kit.Fault, err))
			kit.Relayout(o.whole)
			return
		}
		x.Phrase = text
	}
	to := store.WriteTo{Dir: spot.dir, Limit: w.limit(spot)}
	var nouns []app.ID
	if o.kind == exchange.Templates {
		nouns = o.stock.picked()
	}
	var sent store.Sent
	leaving.Deed(r.host, i18n.T("exchange.writing"), func(ctx context.Context, report func(int, int, string)) error {
		var err error
		x.Names = leaving.IsConfirmed(ctx)
		sent, err = w.write(ctx, x, nouns, to, bytesOf(report))
		return err
	}, func(err error) {
		w.again()
		switch {
		case errors.Is(err, context.Canceled):
			w.result.Add(kit.Note(kit.Quiet, i18n.T("exchange.write.stopped"), i18n.T("exchange.write.stopped.hint")))
		case err != nil:
			w.result.Add(refusal(kit.Fault, err))
		default:
			w.tell(sent)
			o.newChoice()
		}
		o.load()
		kit.Relayout(o.whole)
	})
}

// tell says what was written, where, and that it was read back.
func (w *writing) tell(s store.Sent) {
	r := w.out.room
	objects := []fyne.CanvasObject{kit.Note(kit.Done, i18n.T("exchange.written"), i18n.T("exchange.written.hint", "number", s.Number))}
	objects = append(objects, sentLines(s)...)
	if s.Narrowed {
		objects = append(objects, kit.Note(kit.Wait, i18n.T("exchange.size.narrowed"), i18n.T("exchange.size.narrowed.hint")))
	}
	if s.Absent > 0 {
		objects = append(objects, kit.Note(kit.Wait, i18n.T("exchange.size.absent", "n", i18n.Number(s.Absent)), i18n.T("exchange.size.absent.hint")))
	}
	another := kit.NewButton(i18n.T("exchange.written.again"), w.again)
	objects = append(objects, kit.Flow(8, another, kit.NewButton(i18n.T("exchange.written.list"), func() { r.turn(PageSent, string(s.ID)) })))
	w.before.Hide()
	for _, o := range objects {
		w.result.Add(o)
	}
}

// sentLines tells name, size, hash and place of a package that was written.
func sentLines(s store.Sent) []fyne.CanvasObject {
	out := []fyne.CanvasObject{pair(i18n.T("exchange.file.name"), s.Name), pair(i18n.T("exchange.file.size"), i18n.Bytes(s.Bytes)),
		pair(i18n.T("exchange.file.hash"), spaced(s.SHA256))}
	for i, path := range s.Paths {
		label := i18n.T("exchange.file.where")
		if len(s.Paths) > 1 {
			label = i18n.T("exchange.file.part", "n", i+1, "of", len(s.Paths))
		}
		out = append(out, pair(label, path))
	}
	return out
}

// spaced sets a hash in groups of eight, so that it can be compared and breaks into lines.
func spaced(hash string) string {
	var out []byte
	for i := range len(hash) {
		if i > 0 && i%8 == 0 {
			out = append(out, ' ')
		}
		out = append(out, hash[i])
	}
	return string(out)
}
