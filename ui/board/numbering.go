package board

import (
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// numbering is where a round says how sheets and papers are numbered, and which numbers the forms bear.
func (p *roundPage) numbering() fyne.CanvasObject {
	f := p.form("numbering")
	s := &p.round.Settings
	save := p.saveRound(f)
	var shows []func()
	f.Save = func() {
		for _, show := range shows {
			show()
		}
		save()
	}
	for _, kind := range app.IndexKinds {
		scheme := s.Indexes[string(kind)]
		field := f.Text("settings/indexes/"+string(kind), i18n.T("forms.index."+string(kind)), &scheme).Whole()
		example := kit.NewPara("", kit.Second)
		f.Add("", "", example, true)
		show := func(typed string) {
			if err := app.CheckIndexScheme(typed); err != nil {
				sentence, hint := i18n.Error(err)
				example.SetText(sentence + hint)
				return
			}
			example.SetText(i18n.T("forms.index.example", "index", p.nextIndex(kind, typed)))
		}
		show(scheme)
		if e := kit.EntryIn(field.Object); e != nil {
			e.PlaceHolder = app.DefaultIndex
			typed := e.OnChanged
			e.OnChanged = func(text string) { // the example follows what is typed
				if typed != nil {
					typed(text)
				}
				show(text)
			}
		}
		shows = append(shows, func() { s.Indexes = with(s.Indexes, string(kind), scheme) })
	}
	f.Add("", "", kit.NewPara(i18n.T("forms.index.help"), kit.Second), true)
	f.Heading(i18n.T("forms.numbers"))
	for _, form := range app.Forms {
		number := s.FormNumbers[form]
		field := f.Text("settings/formNumbers/"+form, i18n.Capital(i18n.T("form."+form)), &number)
		if e := kit.EntryIn(field.Object); e != nil {
			e.PlaceHolder = app.DefaultFormNumber(form)
		}
		shows = append(shows, func() { s.FormNumbers = with(s.FormNumbers, form, number) })
	}
	return f.Content()
}

// nextIndex is what the first sheet or paper of a case of the round would be numbered.
func (p *roundPage) nextIndex(kind app.Kind, scheme string) string {
	parts := app.IndexParts{Strand: app.Audit, Year: p.round.Year, Case: i18n.T("forms.index.case", "year", p.round.Year), Part: "Q"}
	if kind == app.KindPaper {
		parts.Part = "3"
	}
	return app.NextIndex(scheme, parts, nil)
}

// with gives a copy of a map with a key set, or without it when the text is empty.
func with(m map[string]string, key, text string) map[string]string {
	out := map[string]string{}
	for k, v := range m {
		out[k] = v
	}
	if text = strings.TrimSpace(text); text == "" {
		delete(out, key)
	} else {
		out[key] = text
	}
	return out
}
