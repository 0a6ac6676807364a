package papers

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/forms"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// Ask opens the request for the materials of some items; everything is asked for with one press, as one batch. A line that
// was asked for already is not asked for again. name says whose materials they are. done is called after the request.
func Ask(h Place, d app.Dossier, name string, items []string, done func()) {
	fresh, joined := app.MaterialsWanted(d, items...)
	if len(fresh) == 0 && len(joined) == 0 {
		h.Toast(i18n.T("papers.materials.allasked"))
		Materials(h, d, items, done)
		return
	}
	ids, words := make([]string, len(fresh)), make([]string, len(fresh))
	chosen := app.Set{}
	for i, m := range fresh {
		ids[i] = m.Name
		words[i] = i18n.T("papers.material.line", "name", m.Name, "kind", i18n.Enum("material", m.Kind), "items", strings.Join(m.Items.Sorted(), " "))
		chosen[m.Name] = true
	}
	today := h.Today()
	due := d.Calendar.AddWorkdays(today, d.Round.Settings.MaterialDays)
	year := ""
	form := kit.NewForm(nil, "")
	form.Date("dueOn", i18n.T("papers.material.due"), &due)
	form.Text("year", i18n.T("papers.material.year"), &year)
	if len(ids) > 0 {
		form.Checks("materials", i18n.T("papers.material.which", "n", len(ids)), ids, words, &chosen).Whole()
	}
	if len(joined) > 0 {
		var names []string
		for _, m := range joined {
			names = append(names, m.Name)
		}
		form.Add("", i18n.T("papers.material.joined"), kit.NewPara(i18n.List(names), kit.Second), true)
	}
	var dialog *kit.Dialog
	ask := kit.NewPrimary(i18n.T("papers.material.ask"), func() {
		batch := 0
		kept(h, form, func(ctx context.Context, desk app.Desk) (err error) {
			lines := append([]app.Material{}, joined...)
			for _, m := range fresh {
				if chosen.Has(m.Name) {
					m.DueOn, m.Year = due, year
					lines = append(lines, m)
				}
			}
			batch, err = desk.AskMaterials(ctx, d.Case.ID, lines)
			return err
		}, func() {
			dialog.Close()
			if batch > 0 {
				h.Toast(i18n.T("papers.material.asked", "batch", batch))
			}
			done()
		})
	})
	list := kit.NewButton(i18n.T("papers.materials.list"), func() {
		dialog.Close()
		Materials(h, d, items, done)
	})
	dialog = kit.ShowFitted(h.Window(), i18n.T("papers.material.new", "name", name), form.Content(), 720, 560, list,
		kit.NewButton(i18n.T("kit.cancel"), func() { dialog.Close() }), ask)
	h.Window().Canvas().Focus(ask)
}

// Materials opens the list of what was asked for, for some items or for the whole case, to note what came and what was
// given back. done is called after something changed.
func Materials(h Place, d app.Dossier, items []string, done func()) {
	of := app.NewSet(items...)
	var lines []app.Material
	today := h.Today()
	count := map[app.MaterialState]int{}
	for _, m := range d.Materials {
		if len(items) == 0 || share(m.Items, of) {
			lines = append(lines, m)
			count[m.State(today)]++
		}
	}
	chosen, who := app.Set{}, ""
	form := kit.NewForm(nil, "")
	var counts []fyne.CanvasObject
	for _, s := range app.MaterialStates {
		if count[s] > 0 {
			counts = append(counts, kit.Chip(i18n.T("papers.material.count", "state", i18n.Enum("materialstate", s), "n", count[s]), materialTone(s)))
		}
	}
	if len(lines) == 0 {
		form.Add("", "", kit.NewPara(i18n.T("papers.materials.none"), kit.Second), true)
	} else {
		form.Add("", "", kit.Flow(4, counts...), true)
		for _, n := range batchesOf(lines) {
			ids, words := batchLines(lines, n, today)
			form.Checks("materials", i18n.T("papers.materials.batch", "n", n), ids, words, &chosen).Whole()
		}
		form.Text("who", i18n.T("papers.material.who"), &who)
	}
	if missing := missingLines(d, items); len(missing) > 0 {
		form.Heading(i18n.T("papers.materials.missing", "n", len(missing)))
		more := len(missing) - missingShown
		if more > 0 {
			missing = append(missing[:missingShown], i18n.T("papers.materials.more", "n", more))
		}
		form.Add("", "", kit.NewPara(strings.Join(missing, "\n"), kit.Body), true)
	}
	var dialog *kit.Dialog
	move := func(word string, m app.MaterialMove) *kit.Button {
		return kit.NewButton(i18n.T(word), func() {
			kept(h, form, func(ctx context.Context, desk app.Desk) error {
				var list []app.ID
				for _, m := range lines {
					if chosen.Has(string(m.ID)) || chosen.Has(wholeBatch(m.Batch)) {
						list = append(list, m.ID)
					}
				}
				if len(list) == 0 {
					return app.Refuse("papers.nochoice", "field", "materials")
				}
				return desk.MoveMaterials(ctx, d.Case.ID, list, m, who)
			}, func() {
				dialog.Close()
				done()
			})
		})
	}
	dialog = kit.ShowFitted(h.Window(), i18n.T("papers.materials.list"), form.Content(), 720, 560,
		kit.NewButton(i18n.T("papers.print"), func() { printMaterials(h, d) }),
		move("papers.material.take", app.MaterialTake), move("papers.material.give", app.MaterialGive),
		kit.NewPrimary(i18n.T("kit.shut"), func() { dialog.Close() }))
}

// missingShown is how many items without materials the dialog lists; the printed list has all.
const missingShown = 20

// missingLines says item by item what is not here: of these items, or of all that are put to the unit and not left out.
func missingLines(d app.Dossier, items []string) []string {
	if len(items) == 0 {
		for _, s := range app.Strands {
			for _, section := range d.Templates[s].Sections {
				for _, it := range section.Items {
					if it.Applies(d.Unit.Kind) && d.Answers[it.Code].Conclusion != app.NotApplicable {
						items = append(items, it.Code)
					}
				}
			}
		}
	}
	var out []string
	for _, code := range items {
		var names []string
		for _, m := range app.MissingMaterials(d, code) {
			names = append(names, m.Name)
		}
		if len(names) > 0 {
			out = append(out, i18n.T("papers.materials.lacks", "item", code, "names", i18n.List(names)))
		}
	}
	return out
}

// batchesOf are the numbers of the batches of these lines, in their order.
func batchesOf(lines []app.Material) []int {
	var out []int
	for _, m := range lines {
		if !slices.Contains(out, m.Batch) {
			out = append(out, m.Batch)
		}
	}
	slices.Sort(out)
	return out
}

// wholeBatch is the tick for all lines of a batch.
func wholeBatch(n int) string { return "batch/" + strconv.Itoa(n) }

// batchLines are the ticks of a batch: the whole of it first, then each line with how far it has come.
func batchLines(lines []app.Material, n int, today app.Date) (ids, words []string) {
	ids, words = []string{wholeBatch(n)}, []string{i18n.T("papers.materials.whole")}
	for _, m := range lines {
		if m.Batch != n {
			continue
		}
		state := m.State(today)
		text := i18n.T("papers.material.here", "name", m.Name, "state", i18n.Enum("materialstate", state))
		switch state {
		case app.MaterialAsked:
			text = i18n.T("papers.material.term", "name", m.Name, "state", i18n.Enum("materialstate", state), "on", i18n.Date(m.DueOn))
		case app.MaterialOverdue:
			text = i18n.T("papers.material.late", "name", m.Name, "state", i18n.Enum("materialstate", state), "days", today.Sub(m.DueOn))
		}
		ids, words = append(ids, string(m.ID)), append(words, text)
	}
	return ids, words
}

// printMaterials asks which list of the materials is printed, and of which batch: each batch is signed for itself.
func printMaterials(h Place, d app.Dossier) {
	numbers := batchesOf(d.Materials)
	batches, words := []string{"0"}, []string{i18n.T("papers.materials.every")}
	for _, n := range numbers {
		batches, words = append(batches, strconv.Itoa(n)), append(words, i18n.T("papers.materials.batch", "n", n))
	}
	var o forms.Options
	if len(numbers) > 0 {
		o.Batch = numbers[len(numbers)-1] // the latest is what is handed over
	}
	views, viewWords := make([]string, len(forms.Views)), make([]string, len(forms.Views))
	for i, v := range forms.Views {
		views[i], viewWords[i] = string(v), i18n.T("papers.materials.view."+cmp.Or(string(v), "request"))
	}
	form := kit.NewForm(nil, "")
	form.Choice("view", i18n.T("papers.materials.view"), views, viewWords, func() string { return string(o.View) }, func(s string) { o.View = forms.View(s) })
	form.Choice("batch", i18n.T("papers.materials.which"), batches, words, func() string { return strconv.Itoa(o.Batch) }, func(s string) { o.Batch, _ = strconv.Atoi(s) })
	form.Int("rows", i18n.T("papers.forms.rows"), &o.Rows, 0, 200)
	var dialog *kit.Dialog
	ok := kit.NewPrimary(i18n.T("papers.print"), func() {
		form.Flush()
		dialog.Close()
		Print(h, d, forms.Materials, o)
	})
	dialog = kit.ShowDialog(h.Window(), i18n.T("papers.print.title", "form", i18n.T("form.materials")), form.Content(), 560, 0,
		kit.NewButton(i18n.T("kit.cancel"), func() { dialog.Close() }), ok)
	h.Window().Canvas().Focus(ok)
}

func share(a, b app.Set) bool {
	for k, in := range a {
		if in && b.Has(k) {
			return true
		}
	}
	return false
}

func materialTone(s app.MaterialState) kit.Tone {
	switch s {
	case app.MaterialOverdue:
		return kit.Fault
	case app.MaterialAsked:
		return kit.Wait
	case app.MaterialReceived:
		return kit.Done
	}
	return kit.Quiet
}
