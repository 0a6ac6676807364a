package unlock

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/phrase"
	"lianshen/ui/theme"
)

// askSteps name the steps of asking for a seat.
var askSteps = []string{"unlock.step.person", "unlock.step.2", "unlock.step.carry"}

// asking leads through asking for a seat: who and on which laptop, pass phrase, and what is carried to the office.
func (r *Room) asking() fyne.CanvasObject {
	switch {
	case r.visit.Asked != nil:
		return r.asked(*r.visit.Asked)
	case r.visit.step == 1:
		return r.askPhrase()
	}
	return r.askNames()
}

func (r *Room) askTop(at int) fyne.CanvasObject {
	return kit.Column(10, kit.Line(i18n.T("unlock.ask"), kit.Title), railOf(askSteps, at))
}

// askNames asks who it is and what the laptop is called.
func (r *Room) askNames() fyne.CanvasObject {
	v := r.visit
	if v.Laptop == "" {
		v.Laptop, _ = os.Hostname() // a proposal only
	}
	dir := ask.NewTarget(r.host.Window(), v.Dir)
	person, dept, laptop := field(&v.Person, "unlock.create.person.form"), field(&v.Dept, "unlock.ask.dept.form"), field(&v.Laptop, "unlock.create.laptop.form")
	next := func() {
		for _, e := range []*kit.Entry{person, dept, laptop} {
			e.OnLeft()
		}
		switch {
		case v.Person == "":
			r.say(app.Refuse("unlock.noperson"))
			r.host.Window().Canvas().Focus(person)
			return
		case v.Laptop == "":
			r.say(app.Refuse("unlock.nolaptop"))
			r.host.Window().Canvas().Focus(laptop)
			return
		}
		if err := r.named(dir.Value()); err != nil {
			r.say(err)
			return
		}
		v.step = 1
		r.build()
	}
	for _, e := range []*kit.Entry{dir.Entry, person, dept, laptop} {
		e.OnSubmitted = func(string) { next() }
	}
	r.first = person
	labelled := func(key string, o fyne.CanvasObject) fyne.CanvasObject {
		return kit.Column(4, kit.Line(i18n.T(key), kit.Second), o)
	}
	back := kit.NewButton(i18n.T("unlock.back"), r.gate.Other)
	return kit.Card("", kit.Column(14, r.askTop(0), kit.NewPara(i18n.T("unlock.ask.text"), kit.Body),
		kit.Split(12, []float32{1, 1}, labelled("unlock.create.person", person), labelled("unlock.create.dept", dept)),
		labelled("unlock.create.laptop", laptop), labelled("unlock.ask.dir", dir.Object()), r.fault, kit.Row(10, back, kit.Spring(), kit.NewPrimary(i18n.T("unlock.next"), next))))
}

// askPhrase asks for the pass phrase of the seat and draws its keys.
func (r *Room) askPhrase() fyne.CanvasObject {
	v := r.visit
	var do func()
	choice := phrase.NewChoice(func() []string { return []string{v.Person, v.Dept, v.Laptop} }, func() { do() })
	start := kit.NewPrimary(i18n.T("unlock.ask.do"), func() { do() })
	back := kit.NewButton(i18n.T("unlock.back"), func() {
		v.step = 0
		r.build()
	})
	do = func() {
		text, err := choice.Phrase()
		if err != nil {
			r.say(err)
			return
		}
		var made Asked
		r.work(i18n.T("unlock.ask.working"), func(ctx context.Context) (err error) {
			made, err = r.gate.Ask(ctx, text)
			return err
		}, func() {
			choice.Clear()
			v.Asked = &made
			r.build()
		})
	}
	choice.Changed = r.unsay
	r.first, r.block = choice.First(), []fyne.Disableable{start, back}
	return kit.Card("", kit.Column(14, r.askTop(1), kit.NewPara(i18n.T("unlock.ask.phrase"), kit.Body), choice.Object(), r.fault, r.busy,
		kit.Row(10, back, kit.Spring(), start)))
}

// codeSide is how wide the code of a fingerprint is on the screen, in pixels.
const codeSide = 132

// asked shows what is carried to the office: the fingerprint to compare, the file, the slip.
func (r *Room) asked(a Asked) fyne.CanvasObject {
	place := ask.NewMedia(r.host.Window(), ask.Folder())
	done := kit.NewPara("", kit.Style{Size: theme.TextSecond, Color: theme.Done})
	if r.visit.saved != "" {
		done.SetText(i18n.T("unlock.ask.saved", "path", r.visit.saved))
	}
	save := kit.NewPrimary(i18n.T("unlock.ask.save"), func() { r.saveRequest(a, place) })
	place.Entry.OnSubmitted = func(string) { save.Tapped(nil) }
	slip := kit.NewButton(i18n.T("unlock.ask.slip"), func() { r.saveSlip(a) })
	forget := kit.NewButton(i18n.T("unlock.ask.forget"), func() { r.forget(a) })
	finish := kit.NewButton(i18n.T("unlock.ask.finish"), r.gate.Other)
	r.first, r.block = save, []fyne.Disableable{save, slip, forget, finish}
	who := kit.Column(3, kit.Line(kit.Cut(a.Person+"  "+a.Dept, 380, kit.Strongly), kit.Strongly),
		kit.Line(i18n.T("unlock.ask.line", "laptop", kit.Cut(a.Laptop, 220, kit.Second), "date", i18n.Date(a.On)), kit.Second),
		kit.Inset(0, 4, kit.Groups(a.Fingerprint...)), kit.NewPara(i18n.T("unlock.ask.compare"), kit.Second))
	r.follow(place)
	return kit.Card("", kit.Column(12, r.askTop(2), kit.NewPara(i18n.T("unlock.ask.carry"), kit.Body),
		container.NewBorder(nil, nil, nil, kit.Code(strings.Join(a.Fingerprint, "-"), codeSide), who),
		kit.Column(4, kit.Line(i18n.T("unlock.ask.place", "name", kit.Cut(a.File, 430, kit.Second)), kit.Second), place.Object()), done, r.fault, r.busy,
		kit.Row(10, forget, kit.Spring(), slip, finish, save)))
}

// follow offers the sticks that come under a field for a folder, as long as the page is in view.
func (r *Room) follow(into *ask.Media) {
	r.unfollow()
	r.stop = into.Follow(r.gate.Sticks, func(show func()) {
		r.host.Run(func(context.Context) (func(), error) { return show, nil })
	})
}

func (r *Room) unfollow() {
	if r.stop != nil {
		r.stop()
		r.stop = nil
	}
}

// saveRequest writes the file of a request into a folder.
func (r *Room) saveRequest(a Asked, place *ask.Media) {
	dir, _, err := place.Folder()
	if err != nil {
		r.say(err)
		return
	}
	path := filepath.Join(dir, a.File)
	r.work(i18n.T("unlock.ask.saving"), func(context.Context) error { return r.gate.SaveRequest(a, path) }, func() {
		r.visit.saved = path
		r.build()
	})
}

// saveSlip writes the page of a request where the person says and opens it in the system's viewer.
func (r *Room) saveSlip(a Asked) {
	name := i18n.T("unlock.ask.slip.file", "name", a.Person) + ".pdf"
	ask.SaveAs(r.host.Window(), i18n.T("unlock.ask.slip"), name, i18n.T("unlock.ask.slip.do"), func(path string, closed func(error)) {
		r.host.Run(func(context.Context) (func(), error) {
			raw, err := r.gate.Slip(a)
			if err == nil {
				if werr := os.WriteFile(path, raw, 0o600); werr != nil {
					err = app.Refuse("file.unwritable", "path", path)
				}
			}
			return func() {
				closed(err)
				if err == nil {
					if err := r.host.OpenFile(path); err != nil {
						r.host.Fail(err)
					}
				}
			}, nil
		})
	})
}

// forget takes the request back after asking.
func (r *Room) forget(a Asked) {
	kit.Ask(r.host.Window(), i18n.T("unlock.ask.forget"), i18n.T("unlock.ask.forget.text"), i18n.T("unlock.ask.forget.do"), func() {
		r.work(i18n.T("unlock.ask.forget"), func(context.Context) error { return r.gate.Forget(a) }, func() {
			r.visit.Asked = nil
			r.gate.Other()
		})
	})
}
