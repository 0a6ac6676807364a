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

// Suffix ends the name of every workspace folder.
const Suffix = ".lianshen"

// creation leads through the first two steps: place and person, pass phrase.
func (r *Room) creation() fyne.CanvasObject {
	if r.visit.step == 1 {
		return r.choosing()
	}
	return r.naming()
}

// createSteps name the steps of the first start.
var createSteps = []string{"unlock.step.1", "unlock.step.2", "unlock.step.3", "unlock.step.4"}

func (r *Room) rail(at int) fyne.CanvasObject { return railOf(createSteps, at) }

// railOf shows steps: those behind soft, the one in hand full, those ahead grey.
func railOf(keys []string, at int) fyne.CanvasObject {
	var boxes []fyne.CanvasObject
	for i, key := range keys {
		tone, mark := kit.Quiet, ""
		switch {
		case i == at:
			tone = kit.Strong
		case i < at:
			tone, mark = kit.Accent, "✓ "
		}
		boxes = append(boxes, kit.Chip(mark+i18n.Number(i+1)+" "+i18n.T(key), tone))
	}
	return kit.Flow(6, boxes...)
}

// naming asks for the place and the person.
func (r *Room) naming() fyne.CanvasObject {
	v := r.visit
	if v.Laptop == "" {
		v.Laptop, _ = os.Hostname() // a proposal only
	}
	dir := ask.NewTarget(r.host.Window(), v.Dir)
	person, dept, laptop := field(&v.Person, "unlock.create.person.form"), field(&v.Dept, "unlock.create.dept.form"), field(&v.Laptop, "unlock.create.laptop.form")
	next := func() {
		dept.OnLeft()
		person.OnLeft()
		laptop.OnLeft()
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
	text := []fyne.CanvasObject{kit.NewPara(i18n.T("unlock.create.text"), kit.Body)}
	if v.Load != "" {
		text = append(text, kit.NewPara(i18n.T("unlock.create.load", "path", v.Load), kit.Second))
	}
	labelled := func(key string, o fyne.CanvasObject) fyne.CanvasObject {
		return kit.Column(4, kit.Line(i18n.T(key), kit.Second), o)
	}
	back := kit.NewButton(i18n.T("unlock.back"), r.gate.Other)
	return kit.Card("", kit.Column(14, r.top(0), kit.Column(4, text...), labelled("unlock.create.dir", dir.Object()),
		kit.Split(12, []float32{1, 1}, labelled("unlock.create.person", person), labelled("unlock.create.dept", dept)),
		labelled("unlock.create.laptop", laptop), kit.NewPara(i18n.T("unlock.create.alone"), kit.Second), r.fault,
		kit.Row(10, back, kit.Spring(), kit.NewPrimary(i18n.T("unlock.next"), next))))
}

func (r *Room) top(at int) fyne.CanvasObject {
	return kit.Column(10, kit.Line(i18n.T("unlock.create"), kit.Title), r.rail(at))
}

// field is an entry that keeps its text when it is left.
func field(into *string, form string) *kit.Entry {
	e := kit.NewEntry(*into)
	e.PlaceHolder = i18n.T(form)
	e.OnLeft = func() { *into = strings.TrimSpace(e.Text) }
	return e
}

// named checks the first step.
func (r *Room) named(dir string) error {
	if dir == "" {
		return app.Refuse("ask.nopath")
	}
	if !strings.HasSuffix(dir, Suffix) {
		dir += Suffix
	}
	if _, err := os.Lstat(dir); err == nil {
		return app.Refuse("workspace.exists", "path", dir)
	}
	r.visit.Dir, r.visit.Name = dir, strings.TrimSuffix(filepath.Base(dir), Suffix)
	if r.visit.Person == "" {
		return app.Refuse("unlock.noperson")
	}
	return nil
}

// choosing asks for the pass phrase and makes the workspace.
func (r *Room) choosing() fyne.CanvasObject {
	v := r.visit
	var do func()
	choice := phrase.NewChoice(func() []string { return []string{v.Person, v.Dept, v.Laptop, v.Name} }, func() { do() })
	start := kit.NewPrimary(i18n.T("unlock.create.do"), func() { do() })
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
		r.work(i18n.T("unlock.create.working"), func(ctx context.Context) error {
			if err := r.gate.Make(ctx, text, func(int, int, string) {}); err != nil {
				return err
			}
			v.key, err = r.gate.NewKey(ctx)
			return err
		}, func() {
			v.made = true
			r.build()
		})
	}
	choice.Changed = r.unsay
	r.first, r.block = choice.First(), []fyne.Disableable{start, back}
	return kit.Card("", kit.Column(14, r.top(1), kit.NewPara(i18n.T("unlock.create.phrase"), kit.Body), choice.Object(), r.fault, r.busy,
		kit.Row(10, back, kit.Spring(), start)))
}

// handing hands the recovery key over and then shows the workspace.
func (r *Room) handing() fyne.CanvasObject {
	v := r.visit
	rail := container.NewStack()
	h := phrase.NewHandover(r.host, v.key, phrase.FileName(v.Name), func() ([]byte, error) { return r.gate.Page(v.key) }, r.gate.KeepKey, func() {
		clear(v.key[:])
		v.made = false
		r.gate.Enter()
	})
	h.Turned = func(checking bool) {
		at := 2
		if checking {
			at = 3
		}
		if r.at == PageCreate {
			rail.Objects = []fyne.CanvasObject{r.rail(at)}
		}
		kit.Relayout(r.root)
	}
	h.Turned(false)
	title := i18n.T("key.title")
	if r.at == PageCreate {
		title = i18n.T("unlock.create.finish")
	}
	return kit.Card("", kit.Column(14, kit.Line(title, kit.Style{Size: theme.TextTitle, Bold: true}), rail, h.Object()))
}
