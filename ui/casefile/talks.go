package casefile

import (
	"context"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/assets"
	"lianshen/reports/forms"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// talks is the list of the records of talks (form 3.8).
func (r *Room) talks() *records[app.Talk] {
	l := &records[app.Talk]{
		name: "talks", title: i18n.T("talks.title"), add: i18n.T("talks.add"), empty: i18n.T("case.talks.none"),
		columns: []kit.TableColumn{{Title: label("number"), Width: 84}, {Title: label("on"), Width: 84}, {Title: label("type"), Width: 90, Spare: 1},
			{Title: label("label"), Width: 110, Grow: 1}, {Title: label("people"), Width: 60, Number: true, Spare: 2}, {Title: label("signed"), Width: 50}},
		list: func(d app.Dossier) []app.Talk { return d.Talks },
		id:   nounID[app.Talk],
		cells: func(t app.Talk) []kit.Cell {
			return []kit.Cell{{Text: t.Number}, day(t.On), {Text: i18n.Enum("talktype", t.Type)}, {Text: t.Label, Bold: true}, {Text: i18n.Number(t.People)}, {Text: yes(t.Signed)}}
		},
		fresh: func() app.Talk {
			t := app.Talk{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, Type: "single", On: r.host.Today(), People: 1, Recorder: r.host.Desk().Who}
			if r.talkItem != "" {
				t.Items = app.NewSet(r.talkItem)
				t.Strands = app.NewSet(string(app.StrandOfItem(r.talkItem)))
				r.talkItem = ""
			}
			return t
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Talk, t app.Talk) error {
			_, err := d.WriteTalk(ctx, t)
			return err
		},
		drop: discard[app.Talk](app.VerbDropTalk),
	}
	l.form = func(f *kit.Form, t *app.Talk) { r.talkForm(l, f, t) }
	return l
}

func (r *Room) talkForm(l *records[app.Talk], f *kit.Form, t *app.Talk) {
	f.Text("number", label("number"), &t.Number)
	chooseCode(f, "type", label("type"), "talktype", app.TalkTypes, &t.Type)
	f.Date("on", label("on"), &t.On)
	f.Text("from", i18n.Capital(i18n.T("history.field.talk.from")), &t.From)
	f.Text("to", i18n.Capital(i18n.T("history.field.talk.to")), &t.To)
	f.Text("place", label("place"), &t.Place)
	f.Text("recorder", i18n.Capital(i18n.T("history.field.talk.recorder")), &t.Recorder)
	f.Names("items", label("items"), &t.Items)
	r.checkPeople(f, "talkers", label("talkers"), &t.Talkers)
	kit.EnumChecks(f, "strands", label("strands"), "strand", app.Strands, &t.Strands)
	var ids, codes []string
	for _, a := range r.d.Aliases {
		ids, codes = append(ids, string(a.ID)), append(codes, a.Code)
	}
	if len(ids) > 0 {
		f.Checks("persons", label("persons"), ids, codes, &t.Persons)
	} else {
		f.Add("persons", label("persons"), kit.NewPara(i18n.T("talks.nopersons"), kit.Second), true)
	}
	f.Text("label", i18n.T("talks.otherlabel"), &t.Label)
	f.Int("people", label("people"), &t.People, 0, manyPeople)
	if len(r.d.Findings) > 0 {
		r.checkFindings(f, "findings", label("findings"), &t.Findings)
	}
	f.Check("informed", i18n.T("talks.informed"), &t.Informed)
	f.Heading(i18n.T("talks.qa"))
	e := editLines(l, f, &t.QA, func(key string, q *app.QA) {
		f.Lines("qa/"+key+"/question", i18n.T("talks.q", "n", lineNumber(key)), 1, &q.Question).Whole()
		f.Lines("qa/"+key+"/answer", i18n.T("talks.a", "n", lineNumber(key)), 3, &q.Answer).Whole()
	})
	e.buttons(r.talkButtons(e, t)...)
	f.Long("text", label("text"), &t.Text)
	texts := []string{t.Text, t.Label, t.NotWhy}
	for _, q := range t.QA {
		texts = append(texts, q.Question, q.Answer)
	}
	r.nameNote(e, r.namesIn(texts...), func() {
		r.hide(&t.Text, &t.Label, &t.NotWhy)
		for k, q := range t.QA {
			r.hide(&q.Question, &q.Answer)
			t.QA[k] = q
		}
	})
	f.Check("signed", label("signed"), &t.Signed)
	f.Text("notWhy", i18n.T("talks.notwhy"), &t.NotWhy)
	var lacks []string
	for _, code := range app.TalkLacks(*t) {
		lacks = append(lacks, i18n.T("talklack."+code))
	}
	printButton(r, l, f, forms.Talk, t.ID)
	if _, saved := l.kept[string(t.ID)]; saved && !r.d.Veiled.Has(string(t.ID)) {
		text := i18n.T("talks.whole")
		if len(lacks) > 0 {
			text = i18n.T("talks.lacks", "what", i18n.List(lacks))
		}
		f.Add("", "", kit.NewPara(text, kit.Second), true)
	}
}

// talkButtons add the outline of the talk's type, a question, and take the last one away.
func (r *Room) talkButtons(e *lineEditor, t *app.Talk) []fyne.CanvasObject {
	out := []fyne.CanvasObject{
		e.button(i18n.T("talks.outline"), func() {
			questions, err := assets.TalkOutline(t.Type, t.Strands.Sorted())
			if err != nil {
				r.host.Fail(err)
				return
			}
			t.QA = app.WithQuestions(t.QA, questions)
		}),
		e.button(i18n.T("talks.question"), func() { t.QA[app.NextLine(t.QA)] = app.QA{} }),
	}
	if keys := sortedKeys(t.QA); len(keys) > 0 {
		last := keys[len(keys)-1]
		out = append(out, e.button(i18n.T("talks.removeline", "n", lineNumber(last)), func() { delete(t.QA, last) }))
	}
	return out
}

// beginTalk opens an empty record of a talk about an item.
func (r *Room) beginTalk(item string) bool {
	for _, x := range r.lists {
		if l, ok := x.(*records[app.Talk]); ok {
			r.talkItem = item
			id := l.shown.Add()
			l.shown.Refresh()
			l.shown.Show(id)
			return true
		}
	}
	return false
}

// aliases is the vault of names: a code for each, and the name on a press, which leaves a trace.
func (r *Room) aliases() *records[app.Alias] {
	l := &records[app.Alias]{
		name: "aliases", title: i18n.T("alias.title"), add: i18n.T("alias.add"), empty: i18n.T("alias.none"),
		columns: []kit.TableColumn{{Title: i18n.T("alias.f.code"), Width: 110}, {Title: i18n.T("case.f.name"), Width: 90}, {Title: label("unit"), Width: 120, Grow: 1},
			{Title: label("strands"), Width: 110}},
		list: func(d app.Dossier) []app.Alias { return d.Aliases },
		id:   nounID[app.Alias],
		cells: func(a app.Alias) []kit.Cell {
			name, unit := i18n.T("alias.hidden"), i18n.T("alias.hidden")
			if r.named[a.ID] {
				name, unit = a.Name, a.Unit
			}
			var strands []string
			for _, s := range a.Strands.Sorted() {
				strands = append(strands, short(app.Strand(s)))
			}
			return []kit.Cell{{Text: a.Code, Bold: true}, {Text: name}, {Text: unit}, {Text: i18n.List(strands)}}
		},
		fresh: func() app.Alias {
			a := app.Alias{ID: r.host.Desk().NewID(), Case: r.d.Case.ID}
			r.named[a.ID] = true // who writes it down knows it
			return a
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Alias, a app.Alias) error {
			_, err := d.SaveAlias(ctx, a)
			return err
		},
		drop: discard[app.Alias](app.VerbDropAlias),
	}
	l.form = func(f *kit.Form, a *app.Alias) { r.aliasForm(l, f, a) }
	return l
}

func (r *Room) aliasForm(l *records[app.Alias], f *kit.Form, a *app.Alias) {
	f.Add("", "", kit.NewPara(i18n.T("alias.about"), kit.Second), true)
	switch {
	case r.d.Veiled.Has(string(a.ID)):
		f.Show(i18n.T("alias.f.code"), a.Code)
		return
	case !r.named[a.ID]:
		f.Show(i18n.T("alias.f.code"), a.Code)
		f.Show(i18n.T("case.f.name"), i18n.T("alias.hidden"))
		open := kit.NewButton(i18n.T("alias.open"), func() { r.openName(l, *a) })
		f.Add("open", " ", kit.Row(0, open), false)
		return
	}
	f.Text("name", i18n.T("case.f.name"), &a.Name)
	f.Text("code", i18n.T("alias.f.code"), &a.Code)
	f.Text("unit", label("unit"), &a.Unit)
	f.Text("post", label("post"), &a.Post)
	f.Text("phone", label("phone"), &a.Phone)
	kit.EnumChecks(f, "strands", label("strands"), "strand", app.Strands, &a.Strands)
}

// openName shows the name behind a code once the trace that it is looked at is kept. A copy for reading keeps none.
func (r *Room) openName(l *records[app.Alias], a app.Alias) {
	desk := r.host.Desk()
	r.host.Run(func(ctx context.Context) (func(), error) {
		if err := desk.NoteRead(ctx, a); err != nil && app.CodeOf(err) != "workspace.reading" {
			return nil, err
		}
		return func() {
			r.named[a.ID] = true
			l.shown.Refresh()
			l.shown.Renew()
		}, nil
	})
}
