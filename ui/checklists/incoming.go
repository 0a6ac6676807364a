package checklists

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/xlsx"
	"lianshen/ui/ask"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// in asks for a sheet and shows what is in it.
func (r *Room) in(t app.Template) {
	var d *kit.Dialog
	fault := kit.NewPara("", kit.Faulty)
	file := ask.NewFile(r.host.Window(), nil)
	next := kit.NewPrimary(i18n.T("checklists.in.look"), func() {
		path := file.Value()
		if path == "" {
			refused(fault, app.Refuse("ask.nopath"))
			return
		}
		var in *bundle.IncomingList
		r.host.Progress(i18n.T("checklists.in"), func(ctx context.Context, _ func(int, int, string)) (err error) {
			in, err = bundle.ReadChecklist(ctx, r.store, t.ID, path)
			return err
		}, func(err error) {
			if err != nil {
				refused(fault, err)
				return
			}
			ask.Used(path)
			d.Close()
			r.preview(in)
		})
	})
	body := kit.Column(8, kit.NewPara(i18n.T("checklists.in.text", "version", t.Version), kit.Second), file.Object(), fault)
	d = kit.ShowDialog(r.host.Window(), i18n.T("checklists.in"), body, 640, 260, kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() }), next)
	file.Entry.OnSubmitted = func(string) { next.Tapped(nil) }
	r.host.Window().Canvas().Focus(file.Entry)
}

func refused(under *kit.Para, err error) {
	sentence, hint := i18n.Error(err)
	under.SetText(strings.TrimSpace(sentence + "\n" + hint))
	kit.Relayout(under)
}

// changesShown is how many differences a preview lists; the draft shows all beside the version before it.
const changesShown = 60

// preview shows what taking a sheet in would do and what is wrong in it, cell by cell; then it is taken in.
func (r *Room) preview(in *bundle.IncomingList) {
	var d *kit.Dialog
	how, version := app.ListTakeAll, ""
	counts, fault := kit.NewPara("", kit.Body), kit.NewPara("", kit.Faulty)
	take := kit.NewPrimary(i18n.T("checklists.in.take"), nil)
	sum, would := kit.NewPara("", kit.Second), kit.Column(10)
	say := func() {
		n := in.Situation(in.Base, how)
		counts.SetText(i18n.T("checklists.in.counts", "rows", len(in.Rows)+in.Wrong, "new", n.New, "changed", n.Changed, "same", n.Same, "dropped", n.Dropped, "left", n.Left, "wrong", in.Wrong))
		if how == app.ListTakeAll && in.Wrong > 0 || len(in.Rows) == 0 {
			take.Disable()
		} else {
			take.Enable()
		}
		changes := app.CompareTemplates(in.Base, app.MergeRows(in.Base, in.Rows, how))
		sum.SetText(r.counted(changes))
		would.Objects = r.changes(changes[:min(changesShown, len(changes))])
		kit.Relayout(would)
	}
	form := kit.NewForm(nil, "")
	var codes, words []string
	for _, h := range app.ListTakes {
		codes, words = append(codes, string(h)), append(words, i18n.T("checklists.in."+string(h)))
	}
	form.Choice("how", i18n.T("checklists.in.how"), codes, words, func() string { return string(how) }, func(code string) { how = app.ListTake(code); say() }).Whole()
	if !in.Base.Draft() {
		form.Text("version", i18n.T("checklists.in.version"), &version)
	}
	say()
	take.OnTapped = func() {
		form.Flush()
		desk, how, version := r.host.Desk(), how, version
		r.host.Run(func(ctx context.Context) (func(), error) {
			id, err := in.Take(ctx, desk, version, how)
			return func() {
				if err != nil {
					refused(fault, err)
					return
				}
				d.Close()
				r.host.Saved(desk.Now())
				r.go2(PageEdit, string(id))
			}, nil
		})
	}
	top := []fyne.CanvasObject{counts, form.Content(), fault}
	if len(in.Missing) > 0 {
		top = append(top, kit.NewPara(i18n.T("checklists.in.missing", "n", len(in.Missing), "items", i18n.List(in.Missing)), kit.Second))
	}
	for i, list := range [][]xlsx.Remark{in.Faults, in.Hints} {
		for _, m := range list {
			sentence, hint := i18n.Error(m.Err)
			top = append(top, kit.Note([]kit.Tone{kit.Fault, kit.Wait}[i], i18n.T("checklists.at", "sheet", m.Sheet, "cell", m.Cell, "text", sentence), hint))
		}
	}
	top = append(top, sum, would)
	d = kit.ShowDialog(r.host.Window(), i18n.T("checklists.in.preview", "file", in.File), kit.Scroll(kit.Column(8, top...)), 760, 560, kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() }), take)
}
