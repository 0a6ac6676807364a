package checklists

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/ask"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

var stateTones = map[app.ListState]kit.Tone{app.ListDraft: kit.Wait, app.ListInUse: kit.Done, app.ListRetired: kit.Quiet}

// versions is the page with all checklists and what can be done with the one in hand.
func (r *Room) versions() fyne.CanvasObject {
	r.table = kit.NewTable(kit.TableColumn{Title: i18n.T("checklists.strand"), Width: 84}, kit.TableColumn{Title: i18n.T("checklists.version"), Width: 64},
		kit.TableColumn{Title: i18n.T("checklists.title"), Width: 160, Grow: 1}, kit.TableColumn{Title: i18n.T("checklists.state"), Width: 64},
		kit.TableColumn{Title: i18n.T("checklists.items"), Width: 48, Number: true, Spare: 2}, kit.TableColumn{Title: i18n.T("checklists.cases"), Width: 64, Number: true},
		kit.TableColumn{Title: i18n.T("checklists.made"), Width: 150, Spare: 3})
	var rows []kit.TableRow
	for _, t := range r.now.lists {
		made := i18n.T("checklists.shipped")
		if t.MadeBy != "" {
			made = t.MadeBy + " " + i18n.Date(t.MadeOn)
		}
		rows = append(rows, kit.TableRow{ID: string(t.ID), Cells: []kit.Cell{{Text: i18n.Enum("strand", t.Strand+".short")}, {Text: t.Version, Bold: true}, {Text: title(t)},
			{Text: i18n.Enum("liststate", t.State()), Chip: true, Tone: stateTones[t.State()]}, {Text: i18n.Number(t.Count())},
			{Text: i18n.Number(r.now.pins[string(t.Strand)+"/"+t.Version])}, {Text: made}}})
	}
	r.side = container.NewStack()
	r.table.OnSelect = func(row kit.TableRow) {
		r.shown = row.ID
		r.beside()
	}
	r.table.OnOpen = func(row kit.TableRow) { r.go2(PageEdit, row.ID) }
	r.table.SetSource(kit.Fixed(rows))
	if _, ok := r.list(app.ID(r.shown)); !ok && len(r.now.lists) > 0 {
		r.shown = string(r.now.lists[0].ID)
	}
	r.table.SelectID(r.shown)
	r.beside()
	gap := theme.Size(theme.Gap)
	return kit.Split(gap, []float32{1, 330 * theme.Size(theme.TextBody) / 14}, container.NewStack(kit.Board(theme.Panel), r.table), r.side)
}

// title gives the name of a checklist in the language of the window.
func title(t app.Template) string {
	if i18n.Language() == i18n.English && t.TitleEn != "" {
		return t.TitleEn
	}
	return t.Title
}

// beside shows what can be done with the version in hand.
func (r *Room) beside() {
	t, ok := r.list(app.ID(r.shown))
	if !ok {
		return
	}
	objects := []fyne.CanvasObject{kit.NewPara(title(t), kit.Heading), kit.Row(8, kit.Chip(t.Version, kit.Accent), kit.Chip(i18n.Enum("liststate", t.State()), stateTones[t.State()]))}
	say := i18n.T("checklists.about."+string(t.State()), "n", r.now.pins[string(t.Strand)+"/"+t.Version])
	objects = append(objects, kit.NewPara(say, kit.Second))
	if note := r.note(); note != nil {
		objects = append(objects, note)
	}
	allow := func(b *kit.Button) *kit.Button {
		if r.now.deny != nil {
			b.Disable()
		}
		return b
	}
	open := kit.NewPrimary(i18n.T("checklists.open"), func() { r.go2(PageEdit, string(t.ID)) })
	if t.Draft() {
		open.SetText(i18n.T("checklists.edit"))
	}
	objects = append(objects, open, allow(kit.NewButton(i18n.T("checklists.new"), func() { r.begin(t) })))
	if t.Draft() {
		objects = append(objects, allow(kit.NewButton(i18n.T("checklists.use"), func() { r.use(t) })))
	}
	objects = append(objects, kit.NewButton(i18n.T("checklists.compare"), func() { r.compare(t) }), kit.Rule(),
		kit.NewButton(i18n.T("checklists.out"), func() { r.out(t) }), allow(kit.NewButton(i18n.T("checklists.in"), func() { r.in(t) })), kit.Rule())
	retire := kit.NewButton(i18n.T("checklists.retire"), func() {
		kit.Ask(r.host.Window(), i18n.T("checklists.retire"), i18n.T("checklists.retire.text", "version", t.Version), i18n.T("checklists.retire"), func() {
			r.do(func(ctx context.Context, d app.Desk) error { return d.RetireTemplate(ctx, t.ID, true) }, nil)
		})
	})
	if !t.Retired.IsZero() {
		retire = kit.NewButton(i18n.T("checklists.unretire"), func() {
			r.do(func(ctx context.Context, d app.Desk) error { return d.RetireTemplate(ctx, t.ID, false) }, nil)
		})
	}
	objects = append(objects, allow(retire))
	r.side.Objects = []fyne.CanvasObject{kit.Scroll(kit.Card("", kit.Column(10, objects...)))}
	r.side.Refresh()
}

// begin asks how a new version is called and begins it.
func (r *Room) begin(from app.Template) {
	in := app.NewList{From: from.ID, Title: from.Title}
	empty := false
	form := kit.NewForm(nil, "")
	form.Text("version", i18n.T("checklists.version"), &in.Version)
	form.Text("title", i18n.T("checklists.title"), &in.Title).Whole()
	form.Check("empty", i18n.T("checklists.new.empty"), &empty)
	var d *kit.Dialog
	ok := kit.NewPrimary(i18n.T("checklists.new.do"), nil)
	ok.OnTapped = func() {
		form.Flush()
		desk, ask := r.host.Desk(), in
		if empty {
			ask.From, ask.Strand = "", from.Strand
		}
		r.host.Run(func(ctx context.Context) (func(), error) {
			id, err := desk.NewTemplate(ctx, ask)
			return func() {
				if err != nil {
					form.Refused(err)
					return
				}
				d.Close()
				r.host.Saved(desk.Now())
				r.go2(PageEdit, string(id))
			}, nil
		})
	}
	body := kit.Column(8, kit.NewPara(i18n.T("checklists.new.text", "version", from.Version), kit.Second), form.Content())
	d = kit.ShowDialog(r.host.Window(), i18n.T("checklists.new"), body, 560, 0, kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() }), ok)
	form.Field("version").Focus()
}

// use puts a draft to use after asking.
func (r *Room) use(t app.Template) {
	kit.Ask(r.host.Window(), i18n.T("checklists.use"), i18n.T("checklists.use.text", "version", t.Version), i18n.T("checklists.use"), func() {
		r.do(func(ctx context.Context, d app.Desk) error { return d.UseTemplate(ctx, t.ID) }, nil)
	})
}

// compare asks with which version, and shows what differs.
func (r *Room) compare(t app.Template) {
	var buttons []fyne.CanvasObject
	var d *kit.Dialog
	for _, o := range r.now.lists {
		if o.Strand == t.Strand && o.ID != t.ID {
			buttons = append(buttons, kit.NewButton(i18n.T("checklists.with", "version", o.Version, "state", i18n.Enum("liststate", o.State())), func() {
				d.Close()
				was, is := o, t
				if o.BasedOn == t.Version || t.BasedOn != o.Version && o.Version > t.Version {
					was, is = t, o
				}
				r.go2(PageDiff, string(was.ID)+" "+string(is.ID))
			}))
		}
	}
	if len(buttons) == 0 {
		kit.Tell(r.host.Window(), i18n.T("checklists.compare"), i18n.T("checklists.noother"), i18n.T("checklists.noother.hint"))
		return
	}
	d = kit.ShowDialog(r.host.Window(), i18n.T("checklists.compare"), kit.Column(8, buttons...), 420, 0, kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() }))
}

// out writes a version as a sheet.
func (r *Room) out(t app.Template) {
	word := i18n.T("checklists.out")
	name := strings.NewReplacer("/", "-", "\\", "-", ":", "-").Replace(t.Title + " " + t.Version + ".xlsx")
	ask.SaveAs(r.host.Window(), word, name, word, func(path string, closed func(error)) {
		if !strings.HasSuffix(strings.ToLower(path), ".xlsx") {
			path += ".xlsx"
		}
		r.host.Progress(word, func(ctx context.Context, _ func(int, int, string)) error {
			_, err := bundle.WriteChecklist(ctx, r.store, t.ID, path)
			return err
		}, func(err error) {
			if err == nil {
				r.host.Toast(i18n.T("checklists.written", "path", path))
			}
			closed(err)
		})
	})
}
