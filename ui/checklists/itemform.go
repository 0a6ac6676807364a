package checklists

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

func label(field string) string { return i18n.T("checklists.field." + field) }

func (e *editor) listForm() {
	title, titleEn := e.list.Title, e.list.TitleEn
	e.form.Columns(1).Text("title", label("title"), &title)
	e.form.Text("titleEn", label("titleEn"), &titleEn)
	e.form.Save = func() {
		is, isEn := title, titleEn
		e.edit(func(t *app.Template) error {
			t.Title, t.TitleEn = is, isEn
			return nil
		}, nil)
	}
}

func (e *editor) sectionForm() {
	i := slices.IndexFunc(e.list.Sections, func(s app.Section) bool { return s.Code == e.code })
	if i < 0 {
		return
	}
	s := e.list.Sections[i]
	s.Items = nil
	e.form.Columns(1).Text("code", label("code"), &s.Code)
	e.form.Text("name", label("name"), &s.Name)
	e.form.Text("nameEn", label("nameEn"), &s.NameEn)
	e.form.Save = func() {
		code, is, formers := e.code, s, e.formers()
		is.Code = strings.ToUpper(strings.TrimSpace(is.Code))
		e.edit(func(t *app.Template) error {
			*t = t.SetSection(code, is, formers...)
			return nil
		}, e.renamed(code, is.Code))
	}
}

// renamed puts what has another code now in hand again; nil when it has the same.
func (e *editor) renamed(from, to string) func() {
	if from == to {
		return nil
	}
	return e.take(to)
}

// spareMaterials is how many empty lines stand below the materials of an item.
const spareMaterials = 2

// itemForm shows all fields of an item. A material without a name is none.
func (e *editor) itemForm(item app.Item, _ app.Section) {
	f := e.form.Columns(2)
	code := item.Code
	f.Text("code", label("code"), &item.Code)
	var units, methods = app.Set{}, app.Set{}
	for _, m := range item.Methods {
		methods[string(m)] = true
	}
	for _, u := range item.AppliesTo {
		units[string(u)] = true
	}
	f.Lines("check", label("check"), 3, &item.Check).Whole()
	f.Lines("checkEn", label("checkEn"), 3, &item.CheckEn).Whole()
	kit.EnumChecks(f, "methods", label("methods"), "method", app.Methods, &methods)
	materials := append(slices.Clone(item.Materials), make([]app.ItemMaterial, spareMaterials)...)
	for i := range materials {
		m := &materials[i]
		if m.Kind == "" {
			m.Kind = app.Ledger
		}
		name, kind := "", ""
		if i == 0 {
			name, kind = label("materials"), i18n.T("checklists.kind")
		}
		field := nth("material", i)
		if i == 0 {
			field = "materials"
		}
		f.Text(field, name, &m.Name)
		kit.Enum(f, nth("kind", i), kind, "materialkind", app.MaterialKinds, &m.Kind)
	}
	problems := strings.Join(item.Problems, "\n")
	f.Lines("problems", i18n.T("checklists.problems"), 3, &problems).Whole()
	bases := slices.Clone(item.Bases)
	e.basesField(f, &bases)
	kit.EnumChecks(f, "appliesTo", i18n.T("checklists.applies"), "unitkind", app.UnitKinds, &units)
	f.Save = func() {
		is := item
		is.Code = strings.ToUpper(strings.TrimSpace(is.Code))
		is.Materials = slices.DeleteFunc(slices.Clone(materials), func(m app.ItemMaterial) bool { return strings.TrimSpace(m.Name) == "" })
		is.Methods = chosen(item.Methods, app.Methods, methods)
		is.AppliesTo = chosen(item.AppliesTo, app.UnitKinds, units)
		is.Problems = nil
		for _, p := range strings.Split(problems, "\n") {
			if p = strings.TrimSpace(p); p != "" {
				is.Problems = append(is.Problems, p)
			}
		}
		is.Bases = slices.Clone(bases)
		e.edit(func(t *app.Template) error {
			*t = t.SetItem(code, is)
			return nil
		}, e.renamed(code, is.Code))
	}
}

// chosen gives what is ticked: what was chosen before in its order, then the rest.
func chosen[C ~string](before, all []C, ticked app.Set) []C {
	var out []C
	for _, c := range append(slices.Clone(before), all...) {
		if ticked.Has(string(c)) && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// basesField shows the rules of an item, each with what is doubtful about it, and lets one be picked from the law list.
func (e *editor) basesField(f *kit.Form, bases *[]app.Basis) {
	holder := kit.Column(4)
	var draw func()
	draw = func() {
		holder.Objects = nil
		for i, b := range *bases {
			line := []fyne.CanvasObject{kit.NewPara(bundle.BasisText(b, e.room.now.laws), kit.Body)}
			tools := []fyne.CanvasObject{}
			if code, doubtful := app.BasisDoubt(e.room.now.laws[b.Law], b); doubtful {
				tools = append(tools, kit.Chip(i18n.T("doubt."+code), kit.Wait))
			}
			drop := kit.NewButton(i18n.T("kit.remove"), func() {
				*bases = slices.Delete(slices.Clone(*bases), i, i+1)
				draw()
				f.Save()
			})
			drop.Small = true
			tools = append(tools, kit.Spring(), drop)
			holder.Add(kit.Column(2, append(line, kit.Row(8, tools...))...))
		}
		add := kit.NewButton(i18n.T("checklists.basis.add"), func() {
			e.pickLaw(func(b app.Basis) {
				*bases = append(slices.Clone(*bases), b)
				draw()
				f.Save()
			})
		})
		add.Small = true
		holder.Add(kit.Row(8, add, kit.Spring()))
		holder.Refresh()
		kit.Relayout(holder)
	}
	f.Add("bases", label("bases"), holder, true)
	draw()
}

// pickLaw asks for a law of the list and an article of it.
func (e *editor) pickLaw(take func(app.Basis)) {
	laws := make([]app.Law, 0, len(e.room.now.laws))
	for _, l := range e.room.now.laws {
		laws = append(laws, l)
	}
	slices.SortFunc(laws, func(a, b app.Law) int { return strings.Compare(a.Code, b.Code) })
	uses := app.LawUses(laws, e.room.now.lists, nil)
	table := kit.NewTable(kit.TableColumn{Title: i18n.T("laws.name"), Width: 200, Grow: 1}, kit.TableColumn{Title: i18n.T("laws.status"), Width: 84})
	words := kit.NewEntry("")
	words.PlaceHolder = i18n.T("laws.search")
	article, verified := "", false
	form := kit.NewForm(nil, "").Columns(2)
	form.Text("article", i18n.T("checklists.article"), &article)
	form.Check("mark", i18n.T("checklists.verified"), &verified)
	fill := func() {
		var rows []kit.TableRow
		for _, x := range app.SearchLaws(laws, uses, words.Text) {
			rows = append(rows, kit.TableRow{ID: x.Law.Code, Cells: []kit.Cell{{Text: x.Law.Name}, {Text: i18n.Enum("law.status", x.Law.Status)}}})
		}
		table.Replace(rows)
		if len(rows) > 0 {
			table.SelectID(rows[0].ID)
		}
	}
	words.OnChanged = func(string) { fill() }
	table.SetSource(kit.Fixed(nil))
	fill()
	var d *kit.Dialog
	ok := kit.NewPrimary(i18n.T("checklists.basis.take"), func() {
		row, there := table.Selected()
		if !there {
			return
		}
		form.Flush()
		d.Close()
		mark := app.Unverified
		if verified {
			mark = app.Verified
		}
		take(app.Basis{Law: row.ID, Article: article, Mark: mark})
	})
	body := borderOf(words, form.Content(), table)
	d = kit.ShowDialog(e.room.host.Window(), i18n.T("checklists.basis.add"), body, 640, 520, kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() }), ok)
	e.room.host.Window().Canvas().Focus(words)
}
