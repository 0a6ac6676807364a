package people

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// office is the card of the office's key.
type office struct {
	room   *Room
	box    *fyne.Container
	public *kit.Entry
	proof  *kit.Entry // the pass phrase, before anything changes: who finds a window open is not to let himself in for ever
	fault  fault
	deeds  []*kit.Button
}

func newOffice(r *Room) *office {
	o := &office{room: r, box: container.NewStack()}
	o.build("")
	return o
}

// build makes the card anew, with what was just done in words ("" = nothing).
func (o *office) build(done string) {
	r := o.room
	o.public, o.proof, o.fault = kit.NewLongEntry("", 52), kit.NewSecret(), newFault()
	there := r.store.Office()
	state := kit.Note(kit.Quiet, i18n.T("people.mine.office.none"), i18n.T("people.mine.office.none.hint"))
	set := kit.NewButton(i18n.T("people.mine.office.set"), o.set)
	o.deeds = []*kit.Button{set}
	line := []fyne.CanvasObject{kit.Spring(), set}
	if there != "" {
		state = kit.Note(kit.Done, i18n.T("people.mine.office.there"), there)
		drop := kit.NewButton(i18n.T("people.mine.office.drop"), func() { o.change("", "people.mine.office.dropped") })
		o.deeds = append(o.deeds, drop)
		line = []fyne.CanvasObject{drop, kit.Spring(), set}
	}
	for _, b := range o.deeds {
		r.allow(b, app.VerbSetOffice)
	}
	o.proof.OnSubmitted = func(string) { set.Tapped(nil) }
	objects := []fyne.CanvasObject{state, kit.NewPara(i18n.T("people.mine.office.text"), kit.Body)}
	if note := r.refused(app.VerbSetOffice); note != nil {
		objects = append(objects, note)
	}
	objects = append(objects, kit.Column(4, kit.Line(i18n.T("people.mine.office.public"), kit.Second), o.public),
		kit.Column(4, kit.Line(i18n.T("people.mine.key.proof"), kit.Second), o.proof), o.fault.para, kit.Row(10, line...))
	o.box.Objects = []fyne.CanvasObject{kit.Card(i18n.T("people.mine.office"), kit.Column(10, objects...))}
	if done != "" {
		o.fault.done(done)
	}
	kit.Relayout(o.box)
}

// set takes the public half from the field.
func (o *office) set() {
	text := strings.TrimSpace(o.public.Text)
	switch {
	case text == "":
		o.fault.say(app.Refuse("people.nooffice"))
	case vault.IsOffice(text):
		o.public.SetText("") // it is not to stand on the screen
		o.fault.say(app.Refuse("people.officesecret"))
	default:
		o.change(text, "people.mine.office.done")
	}
}

// change proves the pass phrase and then sets the key, or takes it away ("").
func (o *office) change(public, done string) {
	r, phrase := o.room, o.proof.Text
	if strings.TrimSpace(phrase) == "" {
		o.fault.say(app.Refuse("people.nophrase"))
		return
	}
	o.fault.wait(i18n.T("people.mine.key.working"))
	o.proof.SetText("")
	for _, b := range o.deeds {
		b.Disable()
	}
	r.host.Run(func(ctx context.Context) (func(), error) {
		err := r.store.CheckPhrase(phrase)
		if err == nil {
			err = r.store.SetOffice(ctx, public)
		}
		return func() {
			if err == nil {
				o.build(i18n.T(done))
				return
			}
			for _, b := range o.deeds {
				b.Enable()
			}
			o.fault.say(err)
		}, nil
	})
}
