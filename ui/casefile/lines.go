package casefile

import (
	"maps"
	"slices"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// lineEditor edits the lines of a record (questions, measurements, things counted) within its form.
type lineEditor struct {
	form  *kit.Form
	take  func() // writes what the fields hold back into the record
	save  func() // saves the record as it is
	renew func() // makes the form anew
}

// editLines makes the fields of every line of a map; what they hold is written back before the form is saved.
func editLines[V, T any](l *records[T], f *kit.Form, m *map[string]V, fields func(key string, v *V)) *lineEditor {
	values := map[string]*V{}
	for k, v := range *m {
		values[k] = &v
	}
	save := f.Save
	take := func() {
		out := map[string]V{}
		for k, v := range values {
			out[k] = *v
		}
		*m = out
	}
	f.Save = func() {
		take()
		save()
	}
	for _, k := range slices.Sorted(maps.Keys(values)) {
		fields(k, values[k])
	}
	return &lineEditor{f, take, save, func() { l.shown.Renew() }}
}

// change lets do change the record, saves it and makes its form anew.
func (e *lineEditor) change(do func()) {
	e.form.Flush()
	e.take()
	do()
	e.save()
	e.renew()
}

// button is a small button that changes the lines.
func (e *lineEditor) button(text string, do func()) fyne.CanvasObject {
	b := kit.NewButton(text, func() { e.change(do) })
	b.Small = true
	return b
}

// buttons stand under the lines.
func (e *lineEditor) buttons(objects ...fyne.CanvasObject) {
	e.form.Add("", "", kit.Row(8, objects...), true)
}

// nameNote warns of real names in the texts of a record and puts codes in their place on a press. texts gives the places
// of the texts as they are then.
func (r *Room) nameNote(e *lineEditor, n int, replace func()) {
	if n == 0 {
		return
	}
	e.form.Add("", "", kit.Column(4, kit.Note(kit.Wait, i18n.T("talks.names", "n", n), ""), kit.Row(8, e.button(i18n.T("talks.names.replace"), replace))), true)
}

// named counts the real names in texts.
func (r *Room) namesIn(texts ...string) int {
	n := 0
	for _, t := range texts {
		n += len(app.FindNames(t, r.d.Aliases))
	}
	return n
}

// hide puts codes in the place of the real names in texts.
func (r *Room) hide(texts ...*string) {
	for _, t := range texts {
		*t, _ = app.HideNames(*t, r.d.Aliases)
	}
}

// checkPeople is the choice of people of the review.
func (r *Room) checkPeople(f *kit.Form, name, words string, set *app.Set) {
	var ids, names []string
	for _, p := range r.shared.people {
		ids, names = append(ids, string(p.ID)), append(names, p.Name)
	}
	f.Checks(name, words, ids, names, set)
}

// lineNumber is the number of a line as people read it: 001 is 1.
func lineNumber(key string) string {
	for len(key) > 1 && key[0] == '0' {
		key = key[1:]
	}
	return key
}
