package history

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/past"
)

// fieldPast is the side that tells how a field came to be what it is, and gives former values back.
type fieldPast struct {
	side
	room *Room
	in   target
	any  bool
}

func newFieldPast(r *Room) *fieldPast { return &fieldPast{side: newSide(), room: r} }

func (f *fieldPast) reset(text string) {
	f.any = false
	f.nothing(text)
}

func (f *fieldPast) show(x target) {
	f.in, f.any = x, true
	f.load()
}

// mostEvents is how many changes of a field are told at the side.
const mostEvents = 40

// load asks for the past of what is in hand.
func (f *fieldPast) load() {
	if !f.any {
		return
	}
	x, r := f.in, f.room
	r.run(func(ctx context.Context, _ app.ID) (func(), error) {
		events, err := r.store.History(ctx, x.entity, x.field)
		if err != nil {
			return nil, err
		}
		if x.note {
			events = slices.DeleteFunc(events, func(e store.Event) bool { return e.Record != x.record || e.Change != app.Note })
		}
		total := len(events)
		events = events[:min(total, mostEvents)]
		if err := r.words.LearnEvents(ctx, events); err != nil {
			return nil, err
		}
		for _, e := range events {
			if e.Protected {
				if err := r.opened(ctx, e.Kind, e.Entity, e.Veiled); err != nil {
					return nil, err
				}
				break
			}
		}
		return func() {
			if f.any && f.in == x {
				f.tell(events, total)
			}
		}, nil
	})
}

func (f *fieldPast) tell(events []store.Event, total int) {
	r, x := f.room, f.in
	title, of := r.words.Field(x.kind, x.field), r.words.Heading(x.kind, x.entity)
	if title == "" {
		title, of = of, i18n.T("history.record")
	}
	objects := []fyne.CanvasObject{heading(title, of)}
	current := ""
	for i, e := range events {
		objects = append(objects, kit.Rule(), r.line(e, x.field == ""))
		if x.field == "" || e.Veiled || e.Field != x.field {
			continue
		}
		if i == 0 {
			current = string(e.After)
		} else if string(e.After) != current {
			objects = append(objects, f.button(e))
		}
	}
	if total > len(events) {
		objects = append(objects, kit.NewPara(i18n.T("history.moreevents", "n", total-len(events)), kit.Second))
	}
	f.side.show(objects...)
}

// button gives the value back that an event left.
func (f *fieldPast) button(e store.Event) fyne.CanvasObject {
	b := kit.NewButton(i18n.T("history.restorevalue"), func() {
		r := f.room
		value := r.words.Value(e.Kind, e.Field, e.After)
		if value == "" {
			value = i18n.T("history.none")
		}
		text := i18n.T("history.restorevalue.text", "field", r.words.Field(e.Kind, e.Field), "value", shorten(value))
		kit.Ask(r.host.Window(), i18n.T("history.restorevalue"), text, i18n.T("history.restorevalue.yes"), func() {
			r.keep(i18n.T("history.restored"), func(ctx context.Context) error { return r.store.RestoreValue(ctx, e.Entity, e.Field, e.Record) })
		})
	})
	b.Small = true
	return kit.Row(0, b)
}

// line tells an event at the side: when, who, which deed, and what became of the field. whole says that the field is
// named as well.
func (r *Room) line(e store.Event, whole bool) fyne.CanvasObject {
	head := i18n.T("history.line", "when", past.Full(e.At), "who", e.Who, "deed", past.Deed(e.Verb))
	objects := []fyne.CanvasObject{kit.NewPara(head, kit.Second)}
	switch {
	case e.Veiled:
		objects = append(objects, kit.NewPara(i18n.T("history.veiled.text"), kit.Second))
	case e.Change == app.Note:
		for _, l := range past.Noted(e.After) {
			objects = append(objects, pair(l.Field, l.Value))
		}
	case e.Field == "" && e.Change == app.Del:
		objects = append(objects, kit.NewPara(i18n.T("history.went"), kit.Body))
	case e.Field == "":
		objects = append(objects, kit.NewPara(i18n.T("history.came"), kit.Body))
		for _, l := range r.words.Lines(e.Kind, e.After) {
			objects = append(objects, pair(l.Field, l.Value))
		}
	default:
		if whole {
			objects = append(objects, kit.NewPara(r.words.Field(e.Kind, e.Field), kit.Strongly))
		}
		before, after := r.words.Change(e)
		objects = append(objects, fromTo(before, after))
	}
	return kit.Column(2, objects...)
}
