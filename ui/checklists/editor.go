package checklists

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// editor shows one version: sections and items at the left, the form of the one in hand at the right. A version in use
// is shown the same way and cannot be changed.
type editor struct {
	room   *Room
	list   app.Template
	code   string // of the section or item in hand; "" = the checklist itself
	table  *kit.DataTable
	holder *fyne.Container
	faults *fyne.Container
	head   *kit.Para
	form   *kit.Form
}

// whole is the row of the checklist itself.
const whole = "*"

func newEditor(r *Room, t app.Template) *editor {
	return &editor{room: r, list: t, holder: container.NewStack(), faults: container.NewStack(), head: kit.NewPara("", kit.Second)}
}

func (e *editor) may() bool { return e.list.Draft() && e.room.now.deny == nil }

func (e *editor) content() fyne.CanvasObject {
	e.table = kit.NewTable(kit.TableColumn{Title: i18n.T("checklists.code"), Width: 84}, kit.TableColumn{Title: i18n.T("checklists.field.check"), Width: 160, Grow: 1},
		kit.TableColumn{Title: i18n.T("checklists.faults"), Width: 48, Number: true})
	e.table.OnSelect = func(row kit.TableRow) { e.pick(row.ID) }
	e.fill()
	e.table.SelectID(whole)
	e.pick(whole)
	gap := theme.Size(theme.Gap)
	top := []fyne.CanvasObject{e.head}
	if e.may() {
		small := func(key string, do func()) fyne.CanvasObject {
			b := kit.NewButton(i18n.T(key), do)
			b.Small = true
			return b
		}
		top = append(top, kit.Flow(6, small("checklists.add.section", e.addSection), small("checklists.add.item", e.addItem), small("checklists.up", func() { e.shift(-1) }),
			small("checklists.down", func() { e.shift(1) }), small("checklists.transfer", e.transfer), small("checklists.drop", e.drop)))
	}
	left := container.NewBorder(kit.Inset(0, 4, kit.Column(6, top...)), nil, nil, nil, container.NewStack(kit.Board(theme.Panel), e.table))
	return kit.Split(gap, []float32{5, 6}, left, e.holder)
}

// fill writes the rows and the line above them.
func (e *editor) fill() {
	n := map[string]int{}
	all := app.TemplateFaults(e.list, e.room.now.laws)
	for _, f := range all {
		n[f.Place()]++
	}
	count := func(code string) kit.Cell {
		if n[code] == 0 {
			return kit.Cell{}
		}
		return kit.Cell{Text: i18n.Number(n[code]), Tone: kit.Fault}
	}
	rows := []kit.TableRow{{ID: whole, Cells: []kit.Cell{{}, {Text: title(e.list), Bold: true}, count("")}}}
	for _, s := range e.list.Sections {
		name := s.Name
		if i18n.Language() == i18n.English && s.NameEn != "" {
			name = s.NameEn
		}
		rows = append(rows, kit.TableRow{ID: s.Code, Cells: []kit.Cell{{Text: s.Code, Bold: true}, {Text: name, Bold: true}, count(s.Code)}})
		for _, i := range s.Items {
			check := i.Check
			if i18n.Language() == i18n.English && i.CheckEn != "" {
				check = i.CheckEn
			}
			rows = append(rows, kit.TableRow{ID: i.Code, Cells: []kit.Cell{{Text: i.Code}, {Text: check}, count(i.Code)}})
		}
	}
	e.table.Replace(rows)
	key := "checklists.sound"
	switch {
	case !e.list.Draft():
		key = "checklists.sealed"
	case len(all) > 0:
		key = "checklists.unsound"
	}
	e.head.SetText(i18n.T(key, "n", len(all), "items", e.list.Count(), "version", e.list.Version))
}

// pick shows the form of a section or an item.
func (e *editor) pick(code string) {
	if code == whole {
		code = ""
	}
	if e.form != nil && e.code == code {
		return
	}
	e.flush()
	e.code = code
	e.draw()
}

// draw makes the form of what is in hand.
func (e *editor) draw() {
	e.form = kit.NewForm(e.room.drafts, "checklist/"+string(e.list.ID)+"/"+e.code)
	e.faults = container.NewStack()
	switch item, section, isItem := e.list.Find(e.code); {
	case e.code == "":
		e.listForm()
	case isItem:
		e.itemForm(item, section)
	default:
		e.sectionForm()
	}
	e.tellFaults()
	body := fyne.CanvasObject(kit.Column(10, e.faults, e.form.Content()))
	if !e.may() {
		body = kit.Column(10, e.faults, e.reading())
	}
	e.holder.Objects = []fyne.CanvasObject{kit.Scroll(kit.Card("", body))}
	e.holder.Refresh()
}

// tellFaults says what must be mended in what is in hand: under its field, and above the form.
func (e *editor) tellFaults() {
	var notes []fyne.CanvasObject
	if e.list.Draft() {
		for _, f := range app.TemplateFaults(e.list, e.room.now.laws) {
			if f.Place() != e.code {
				continue
			}
			sentence, hint := i18n.Error(f.Err)
			if x := e.form.Field(f.Field); x != nil {
				x.SetFault(sentence)
				continue
			}
			notes = append(notes, kit.Note(kit.Fault, sentence, hint))
		}
	}
	e.faults.Objects = []fyne.CanvasObject{kit.Column(6, notes...)}
	e.faults.Refresh()
}

// edit changes the draft as one deed; then may be nil. What the form shows stays.
func (e *editor) edit(f func(t *app.Template) error, then func()) {
	id, form := e.list.ID, e.form
	desk := e.room.host.Desk()
	e.room.host.Run(func(ctx context.Context) (func(), error) {
		err := desk.EditTemplate(ctx, id, f)
		var t app.Template
		if err == nil {
			t, err = app.Get[app.Template](ctx, e.room.store, id)
		}
		if err != nil && app.CodeOf(err) == "" {
			return nil, err
		}
		return func() {
			if err != nil {
				form.Refused(err)
				return
			}
			e.list = t
			form.Saved(desk.Now())
			e.room.host.Saved(desk.Now())
			e.fill()
			if then != nil {
				then()
			} else if form == e.form {
				e.tellFaults()
			}
		}, nil
	})
}

// reload takes over what a deed made of the version; a form with the caret in it stays.
func (e *editor) reload() {
	if t, ok := e.room.list(e.list.ID); ok {
		used := e.list.Draft() != t.Draft()
		e.list = t
		e.fill()
		if used {
			e.room.show()
		}
	}
}

func (e *editor) flush() {
	if e.form != nil && e.may() {
		e.form.Flush()
	}
}

// take puts a section or an item in hand after an edit.
func (e *editor) take(code string) func() {
	return func() {
		e.form, e.code = nil, ""
		e.table.SelectID(code)
		e.pick(code)
	}
}

func (e *editor) formers() []app.Template {
	var out []app.Template
	for _, t := range e.room.now.lists {
		if t.Strand == e.list.Strand && t.ID != e.list.ID {
			out = append(out, t)
		}
	}
	return out
}

// section gives the code of the section in hand, or that of the item in hand; else the last one.
func (e *editor) section() string {
	if _, s, ok := e.list.Find(e.code); ok {
		return s.Code
	}
	for _, s := range e.list.Sections {
		if s.Code == e.code {
			return s.Code
		}
	}
	if n := len(e.list.Sections); n > 0 {
		return e.list.Sections[n-1].Code
	}
	return ""
}

func (e *editor) addSection() {
	e.flush()
	formers := e.formers()
	_, code := e.list.AddSection("", formers...)
	e.edit(func(t *app.Template) error {
		*t, _ = t.AddSection("", formers...)
		return nil
	}, e.take(code))
}

func (e *editor) addItem() {
	e.flush()
	formers, section := e.formers(), e.section()
	if section == "" {
		e.addSection()
		return
	}
	_, code := e.list.AddItem(section, formers...)
	e.edit(func(t *app.Template) error {
		*t, _ = t.AddItem(section, formers...)
		return nil
	}, e.take(code))
}

func (e *editor) shift(by int) {
	code := e.code
	if _, moved := e.list.Shift(code, by); !moved {
		return
	}
	e.flush()
	e.edit(func(t *app.Template) error {
		*t, _ = t.Shift(code, by)
		return nil
	}, func() { e.table.SelectID(code) })
}

// transfer asks for the section an item goes to.
func (e *editor) transfer() {
	code := e.code
	_, from, isItem := e.list.Find(code)
	if !isItem {
		return
	}
	e.flush()
	var d *kit.Dialog
	var buttons []fyne.CanvasObject
	for _, s := range e.list.Sections {
		if s.Code == from.Code {
			continue
		}
		buttons = append(buttons, kit.NewButton(s.Code+" "+s.Name, func() {
			d.Close()
			e.edit(func(t *app.Template) error {
				*t, _ = t.Transfer(code, s.Code)
				return nil
			}, e.take(code))
		}))
	}
	body := kit.Column(8, append([]fyne.CanvasObject{kit.NewPara(i18n.T("checklists.transfer.text", "item", code), kit.Second)}, buttons...)...)
	d = kit.ShowDialog(e.room.host.Window(), i18n.T("checklists.transfer"), kit.Scroll(body), 480, 420, kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() }))
}

func (e *editor) drop() {
	code := e.code
	if code == "" {
		return
	}
	kit.Ask(e.room.host.Window(), i18n.T("checklists.drop"), i18n.T("checklists.drop.text", "code", code), i18n.T("checklists.drop"), func() {
		e.form = nil // what was typed goes too
		next := e.beside(code)
		e.form = kit.NewForm(nil, "")
		e.edit(func(t *app.Template) error {
			*t = t.Drop(code)
			return nil
		}, e.take(next))
	})
}

// beside gives what is put in hand when a code goes: the row above it.
func (e *editor) beside(code string) string {
	last := whole
	for _, s := range e.list.Sections {
		if s.Code == code {
			return last
		}
		last = s.Code
		for _, i := range s.Items {
			if i.Code == code {
				return last
			}
			last = i.Code
		}
	}
	return whole
}

func (e *editor) deeds() []shell.Deed {
	r, t := e.room, e.list
	if !e.may() {
		if r.now.deny != nil {
			return nil
		}
		return []shell.Deed{{Text: i18n.T("checklists.new"), Primary: true, Do: func() { r.begin(t) }}}
	}
	return []shell.Deed{{Text: i18n.T("checklists.use"), Primary: true, Do: func() {
		e.flush()
		r.use(t)
	}}}
}

func (e *editor) shortcuts() []shell.Shortcut {
	return []shell.Shortcut{
		{Keys: "Ctrl+N", Text: i18n.T("checklists.add.item"), Key: fyne.KeyN, Mod: fyne.KeyModifierControl, Do: e.addItem},
		{Keys: "Alt+↑", Text: i18n.T("checklists.up"), Key: fyne.KeyUp, Mod: fyne.KeyModifierAlt, Do: func() { e.shift(-1) }},
		{Keys: "Alt+↓", Text: i18n.T("checklists.down"), Key: fyne.KeyDown, Mod: fyne.KeyModifierAlt, Do: func() { e.shift(1) }},
	}
}

func nth(name string, i int) string { return fmt.Sprintf("%s.%d", name, i) }
