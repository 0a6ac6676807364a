package handover

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/ask"
	"lianshen/ui/certificate"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// fault is the line of a step that says why something was not done.
type fault struct{ para *kit.Para }

func newFault() fault { return fault{kit.NewPara("", kit.Faulty)} }

// say shows an error; nil, and a stop on purpose, take it away.
func (f fault) say(err error) {
	text := ""
	if err != nil && !errors.Is(err, context.Canceled) {
		sentence, hint := i18n.Error(err)
		text = strings.TrimSpace(sentence + "\n" + hint)
	}
	f.para.SetText(text)
	kit.Relayout(f.para)
}

// packageStep writes the last package.
type packageStep struct{ room *Room }

func newPackageStep(r *Room) *packageStep { return &packageStep{r} }

func (p *packageStep) content() fyne.CanvasObject {
	r := p.room
	lines := []fyne.CanvasObject{kit.NewPara(i18n.T("handover.package.text"), kit.Body)}
	done := !r.now.Begun.IsZero()
	switch {
	case done && r.now.Since > 0:
		lines = append(lines, kit.Note(kit.Wait, i18n.T("handover.package.since", "n", r.now.Since), i18n.T("handover.package.since.hint")))
	case done:
		lines = append(lines, kit.Note(kit.Done, i18n.T("handover.package.done"), i18n.T("handover.package.done.hint")))
	}
	if done {
		lines = append(lines, r.lastLines()...)
	}
	where, say := r.place(), newFault()
	write := kit.NewPrimary(i18n.T("handover.package.do"), nil)
	if done {
		write = kit.NewButton(i18n.T("handover.package.again"), nil)
	}
	write.OnTapped = func() {
		dir, limit, err := where.Folder()
		if err != nil {
			say.say(err)
			return
		}
		say.say(nil)
		r.host.Progress(i18n.T("handover.package.writing"), func(ctx context.Context, report func(int, int, string)) error {
			_, err := r.store.HandOver(ctx, store.WriteTo{Dir: dir, Limit: limit}, bytesOf(report))
			return err
		}, func(err error) {
			if err != nil {
				say.say(err)
				return
			}
			r.chosen = true // the person sees first what was written
			r.load()
		})
	}
	where.Entry.OnSubmitted = func(string) { write.Tapped(nil) }
	buttons := []fyne.CanvasObject{kit.Spring(), write}
	if done && r.now.Since == 0 {
		buttons = append(buttons, kit.NewPrimary(i18n.T("handover.next"), func() { r.turn(stepReceipt) }))
	}
	lines = append(lines, kit.Column(4, kit.Line(i18n.T("handover.package.where"), kit.Second), where.Object()), say.para, kit.Row(10, buttons...))
	return kit.Card(i18n.T("handover.step.package"), kit.Column(12, lines...))
}

// bytesOf tells bytes to a progress that counts in whole megabytes, rounded up.
func bytesOf(report func(done, total int, what string)) func(done, total int64) {
	return func(done, total int64) {
		report(int((done+1<<20-1)>>20), int((total+1<<20-1)>>20), i18n.T("handover.mb"))
	}
}

// lastLines tells of the last package.
func (r *Room) lastLines() []fyne.CanvasObject {
	s := r.now.Package
	if s == nil {
		return []fyne.CanvasObject{kit.NewPara(i18n.T("handover.package.nothing", "at", i18n.Moment(r.now.Begun)), kit.Second)}
	}
	out := []fyne.CanvasObject{pair("handover.file.name", s.Name), pair("handover.file.size", i18n.T("handover.file.size.text", "size", i18n.Bytes(s.Bytes), "at", i18n.Moment(s.At)))}
	for _, path := range s.Paths {
		out = append(out, pair("handover.file.where", path))
	}
	return out
}

// labelWidth is the width of the names of values, in pixels at the normal text size.
const labelWidth = 84

// pair is a value with its name before it; a long one is broken.
func pair(key, value string) fyne.CanvasObject {
	return kit.Split(8, []float32{labelWidth * theme.Size(theme.TextBody) / 14, 1}, kit.Line(i18n.T(key), kit.Second), kit.NewPara(value, kit.Body))
}

// receiptStep reads the office's receipt back.
type receiptStep struct {
	room *Room
	file *ask.Path
}

func newReceiptStep(r *Room) *receiptStep { return &receiptStep{r, ask.NewFile(r.host.Window(), nil)} }

func (p *receiptStep) content() fyne.CanvasObject {
	r := p.room
	lines := []fyne.CanvasObject{kit.NewPara(i18n.T("handover.receipt.text"), kit.Body)}
	lines = append(lines, r.receiptLines()...)
	say := newFault()
	read := kit.NewPrimary(i18n.T("handover.receipt.do"), nil)
	read.OnTapped = func() { p.read(say) }
	p.file.Entry.OnSubmitted = func(string) { read.Tapped(nil) }
	buttons := []fyne.CanvasObject{kit.Spring()}
	if r.now.Ready {
		read.Primary = false
		buttons = append(buttons, read, kit.NewPrimary(i18n.T("handover.next"), func() { r.turn(stepWipe) }))
	} else {
		buttons = append(buttons, kit.NewButton(i18n.T("handover.without"), func() { r.turn(stepWipe) }), read)
	}
	lines = append(lines, kit.Column(4, kit.Line(i18n.T("handover.receipt.file"), kit.Second), p.file.Object()), say.para, kit.Row(10, buttons...))
	return kit.Card(i18n.T("handover.step.receipt"), kit.Column(12, lines...))
}

// read takes the file in. One that brings more than a receipt goes by way of the exchange, where a person sees what it
// would do.
func (p *receiptStep) read(say fault) {
	r, path := p.room, p.file.Value()
	if path == "" {
		say.say(app.Refuse("ask.nopath"))
		return
	}
	say.say(nil)
	ask.Used(path)
	var coming store.Coming
	took := false
	r.host.Progress(i18n.T("handover.receipt.reading"), func(ctx context.Context, report func(int, int, string)) (err error) {
		if coming, err = r.store.Examine(ctx, []string{path}, bytesOf(report)); err != nil {
			return err
		}
		if coming.Changes > 0 && !coming.Known {
			return nil
		}
		_, err = r.store.TakeIn(ctx, []string{path}, store.TakeIn{}, bytesOf(report))
		took = err == nil
		return err
	}, func(err error) {
		switch {
		case err != nil:
			say.say(err)
		case !took:
			r.elsewhere(path, coming)
		default:
			r.chosen = true
			r.load()
		}
	})
}

// elsewhere leads to the exchange with a file that changes something here.
func (r *Room) elsewhere(path string, c store.Coming) {
	text := i18n.T("handover.receipt.more", "from", strings.TrimSpace(c.From.Person+" "+c.From.Laptop), "n", i18n.Number(c.Changes))
	kit.Ask(r.host.Window(), i18n.T("handover.step.receipt"), text, i18n.T("handover.receipt.more.do"), func() {
		r.chosen = false
		r.host.Go(shell.Route{Room: shell.RoomExchange + "/in", Ref: path})
	})
}

// receiptLines say what the office has confirmed, and precisely what it lacks.
func (r *Room) receiptLines() []fyne.CanvasObject {
	l, got := r.now.Lacking, r.now.Receipt
	var lines []fyne.CanvasObject
	switch {
	case got == nil:
		return []fyne.CanvasObject{kit.Note(kit.Wait, i18n.T("handover.receipt.none"), i18n.T("handover.receipt.none.hint", "n", i18n.Number(l.Records)))}
	case r.now.Ready:
		lines = append(lines, kit.Note(kit.Done, i18n.T("handover.receipt.whole"), i18n.T("handover.receipt.by", "name", got.Person, "laptop", got.Laptop, "at", i18n.Moment(got.Made))))
	default:
		lines = append(lines, kit.Note(kit.Wait, i18n.T("handover.receipt.lacks"), i18n.T("handover.receipt.by", "name", got.Person, "laptop", got.Laptop, "at", i18n.Moment(got.Made))))
		lines = append(lines, lackingLines(l)...)
	}
	if r.now.Traces > 0 {
		lines = append(lines, kit.NewPara(i18n.T("handover.receipt.traces", "n", i18n.Number(r.now.Traces)), kit.Second))
	}
	return lines
}

// lackingLines say what a receipt does not cover.
func lackingLines(l store.Lacking) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, s := range certificate.Lacking(l) {
		out = append(out, kit.NewPara("· "+s, kit.Body))
	}
	return out
}
