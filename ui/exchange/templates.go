package exchange

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// templates is a template package that was offered, with what the person chose of it.
type templates struct {
	store.TemplatesComing
	phrase string // that opens it, "" = a seat's key does
	takes  map[app.ID]bool
	as     map[app.ID]string // versions under which checklists come that differ from those here
	taken  store.TemplatesTaken
}

// newTemplates chooses what is new; what differs stays out until the person ticks it.
func newTemplates(c store.TemplatesComing, phrase string) *templates {
	t := &templates{TemplatesComing: c, phrase: phrase, takes: map[app.ID]bool{}, as: map[app.ID]string{}}
	for _, n := range c.Nouns {
		t.takes[n.ID] = n.State == store.TemplateNew
		if n.Kind == app.KindTemplate && n.State == store.TemplateDiffers {
			t.as[n.ID] = n.Version + "-2"
		}
	}
	return t
}

// news says whether anything in the package is not here.
func (t *templates) news() bool {
	for _, n := range t.Nouns {
		if n.State != store.TemplateSame {
			return true
		}
	}
	return false
}

// choices is what the person chose.
func (t *templates) choices() map[app.ID]store.TemplateChoice {
	out := map[app.ID]store.TemplateChoice{}
	for _, n := range t.Nouns {
		choice := store.TemplateChoice{Do: store.TemplateSkip}
		if t.takes[n.ID] {
			choice.Do = store.TemplateTake
			if version, beside := t.as[n.ID]; beside {
				choice = store.TemplateChoice{Do: store.TemplateAsVersion, Version: strings.TrimSpace(version)}
			}
		}
		out[n.ID] = choice
	}
	return out
}

// look examines a package of any kind: templates have a way of their own.
func (o *offer) look(ctx context.Context, s Store, progress func(done, total int64)) {
	o.templates = nil
	o.coming, o.bad = s.Examine(ctx, o.paths, progress)
	if app.CodeOf(o.bad) != "exchange.templates" {
		return
	}
	o.openTemplates(ctx, s, "")
}

// openTemplates examines a template package, by its pass phrase or by a seat's key.
func (o *offer) openTemplates(ctx context.Context, s Store, phrase string) {
	c, err := s.ExamineTemplates(ctx, o.paths, phrase)
	if o.bad = err; err == nil {
		o.templates = newTemplates(c, phrase)
		o.coming = store.Coming{Paths: o.paths, From: c.From, Made: c.Made}
	}
}

// locked is what is shown of a package that a pass phrase opens.
func (p *in) locked(o *offer) (foot fyne.CanvasObject, objects []fyne.CanvasObject) {
	secret, bad := kit.NewSecret(), newFault()
	open := func() {
		phrase := secret.Text
		if strings.TrimSpace(phrase) == "" {
			bad.say(app.Refuse("phrase.empty"))
			return
		}
		found := *o
		p.room.host.Progress(i18n.T("exchange.examining"), func(ctx context.Context, _ func(int, int, string)) error {
			found.openTemplates(ctx, p.room.store, phrase)
			return ctx.Err()
		}, func(err error) {
			switch {
			case err != nil:
				return
			case found.bad != nil:
				bad.say(found.bad)
				return
			}
			secret.SetText("")
			found.judge()
			*o = found
			p.show()
		})
	}
	secret.OnSubmitted = func(string) { open() }
	foot = kit.Flow(8, kit.NewPrimary(i18n.T("exchange.tpl.open"), open), kit.NewButton(i18n.T("exchange.drop"), p.notNow))
	return foot, []fyne.CanvasObject{kit.NewPara(o.name, kit.Strongly), kit.NewPara(i18n.T("exchange.tpl.phrase.text"), kit.Second),
		kit.Column(4, kit.Line(i18n.T("exchange.tpl.phrase"), kit.Second), secret), bad.para}
}

// templatesPreview says whose a template package is, and what of it is new or differs.
func (p *in) templatesPreview(o *offer) []fyne.CanvasObject {
	t := o.templates
	chip := kit.Chip(i18n.T("exchange.preview.stranger"), kit.Wait)
	if t.From.Enrolled {
		chip = kit.Chip(i18n.T("exchange.preview.enrolled"), kit.Done)
	}
	who := []fyne.CanvasObject{
		kit.Row(8, kit.Line(i18n.T("exchange.preview.from", "name", t.From.Person, "laptop", t.From.Laptop), kit.Strongly), chip),
		kit.NewPara(i18n.T("exchange.tpl.fingerprint", "fingerprint", t.Fingerprint), kit.Body)}
	if !t.From.Enrolled {
		who = append(who, kit.NewPara(i18n.T("exchange.tpl.check"), kit.Second))
	}
	objects := []fyne.CanvasObject{step(1, i18n.T("exchange.preview.who"), who...), kit.Rule(),
		step(2, i18n.T("exchange.preview.whole"), kit.NewPara(i18n.T("exchange.tpl.genuine"), kit.Style{Color: theme.Done})), kit.Rule()}
	if o.stage == taken {
		text := i18n.T("exchange.tpl.done", "new", t.taken.New, "changed", t.taken.Changed, "skipped", t.taken.Skipped, "same", t.taken.Same)
		return append(objects, kit.Note(kit.Done, text, ""))
	}
	lines, same := []fyne.CanvasObject{}, 0
	for _, n := range t.Nouns {
		if n.State == store.TemplateSame {
			same++
			continue
		}
		lines = append(lines, t.line(n))
	}
	if same > 0 {
		lines = append(lines, kit.NewPara(i18n.T("exchange.tpl.same", "n", i18n.Number(same)), kit.Second))
	}
	return append(objects, step(3, i18n.T("exchange.tpl.does"), lines...))
}

// line is one checklist, law or calendar that is new or differs, with its tick.
func (t *templates) line(n store.TemplateComing) fyne.CanvasObject {
	name := map[app.Kind]string{
		app.KindTemplate: i18n.T("exchange.stock.list", "title", n.Title, "version", n.Version),
		app.KindCalendar: i18n.T("exchange.stock.year", "year", n.Title),
		app.KindLaw:      i18n.T("exchange.tpl.law", "name", n.Title)}[n.Kind]
	word, tone := i18n.T("exchange.tpl."+string(n.State), "n", len(n.Differs)), kit.Accent
	if n.State == store.TemplateDiffers {
		tone = kit.Wait
	}
	_, tick := newTick(name, t.takes[n.ID], func(on bool) { t.takes[n.ID] = on })
	objects := []fyne.CanvasObject{container.NewBorder(nil, nil, nil, kit.Row(0, kit.Chip(word, tone)), tick)}
	if n.State == store.TemplateDiffers {
		if _, beside := t.as[n.ID]; beside {
			version := kit.NewEntry(t.as[n.ID])
			version.OnChanged = func(text string) { t.as[n.ID] = text }
			objects = append(objects, kit.Split(8, []float32{1, 1}, kit.Inset(0, 8, kit.Line(i18n.T("exchange.tpl.version"), kit.Second)), version),
				kit.NewPara(i18n.T("exchange.tpl.pinned", "n", n.Pinned), kit.Second))
		} else {
			objects = append(objects, kit.NewPara(i18n.T("exchange.tpl.replaces"), kit.Second))
		}
	}
	return kit.Column(2, objects...)
}

// takeTemplates takes in what is ticked.
func (p *in) takeTemplates(o *offer) {
	r, t := p.room, o.templates
	choices := t.choices()
	var done store.TemplatesTaken
	r.host.Progress(i18n.T("exchange.taking"), func(ctx context.Context, _ func(int, int, string)) error {
		var err error
		done, err = r.store.TakeTemplates(ctx, t.Paths, t.phrase, choices)
		return err
	}, func(err error) {
		if err != nil {
			r.host.Fail(err)
			return
		}
		t.taken, t.phrase, o.stage = done, "", taken
		p.after(o)
	})
}
