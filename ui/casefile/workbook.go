package casefile

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/xlsx"
	"lianshen/ui/ask"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/leaving"
)

// workbook is the part of the self-check page where the unit's workbook goes out and comes back (R10).
func (r *Room) workbook() fyne.CanvasObject {
	lines := []fyne.CanvasObject{kit.NewPara(i18n.T("selfcheck.about"), kit.Second)}
	if w := r.d.Case.SelfCheck.Workbook; w.SHA256 != "" {
		lines = append(lines, kit.NewPara(i18n.T("selfcheck.registered", "file", w.FileName, "on", i18n.Date(w.TakenOn), "by", w.TakenBy, "n", w.Items), kit.Body))
	}
	said := 0
	for _, a := range r.d.Answers {
		if _, ok := a.Self(); ok {
			said++
		}
	}
	buttons := []fyne.CanvasObject{kit.NewButton(i18n.T("selfcheck.write"), func() { r.writeWorkbook(false) })}
	if said > 0 {
		lines = append(lines, kit.NewPara(i18n.T("selfcheck.said", "n", said), kit.Body))
		buttons = append(buttons, kit.NewButton(i18n.T("selfcheck.writefilled"), func() { r.writeWorkbook(true) }))
	}
	buttons = append(buttons, kit.NewButton(i18n.T("selfcheck.read"), r.readWorkbook))
	return kit.Column(8, append(lines, kit.Flow(8, buttons...))...)
}

// writeWorkbook writes the workbook to a place the person chooses.
func (r *Room) writeWorkbook(filled bool) {
	id, title := r.d.Case.ID, i18n.T("selfcheck.write")
	ask.SaveAs(r.host.Window(), title, xlsx.FileName(r.d), title, func(path string, closed func(error)) {
		if !strings.HasSuffix(strings.ToLower(path), ".xlsx") {
			path += ".xlsx"
		}
		var made bundle.Workbook
		desk := r.host.Desk()
		leaving.Deed(r.host, i18n.T("selfcheck.writing"), func(ctx context.Context, _ func(int, int, string)) (err error) {
			made, err = bundle.WriteWorkbook(ctx, r.store, desk, id, path, filled)
			return err
		}, func(err error) {
			if err == nil {
				r.host.Saved(desk.Now())
				r.host.Toast(i18n.T("command.selfcheck.written", "path", path, "items", made.Items, "code", made.Code))
			}
			closed(err)
		})
	})
}

// readWorkbook asks for a filled workbook and shows what is in it.
func (r *Room) readWorkbook() {
	id := r.d.Case.ID
	r.askFile(fileWords{i18n.T("selfcheck.read"), i18n.T("selfcheck.which"), i18n.T("selfcheck.reading"), i18n.T("selfcheck.look")}, nil, func(a *fileAsk) {
		var in *bundle.Incoming
		a.read(func(ctx context.Context, path string) (err error) {
			in, err = bundle.ReadWorkbook(ctx, r.store, id, path)
			return err
		}, func() {
			a.dialog.Close()
			r.previewWorkbook(in)
		})
	})
}

// refused says under a field what was refused and what to do.
func (r *Room) refused(under *kit.Para, err error) {
	sentence, hint := i18n.Error(err)
	under.SetText(strings.TrimSpace(sentence + "\n" + hint))
	kit.Relayout(under)
}

// previewWorkbook shows the counts, what is wrong row by row, and what taking it in would do; then it takes it in.
func (r *Room) previewWorkbook(in *bundle.Incoming) {
	var d *kit.Dialog
	how := app.SkipExisting
	plan := kit.NewPara("", kit.Body)
	fault := kit.NewPara("", kit.Faulty)
	say := func() {
		p := in.Plan(how)
		plan.SetText(i18n.T("command.selfcheck.plan", "new", len(p.New), "same", len(p.Same), "updated", len(p.Updated), "skipped", len(p.Skipped)))
	}
	say()
	take := kit.NewPrimary(i18n.T("selfcheck.take", "n", in.Taken), func() {
		desk := r.host.Desk()
		r.host.Run(func(ctx context.Context) (func(), error) {
			p, err := in.Take(ctx, desk, how)
			return func() {
				if err != nil {
					r.refused(fault, err)
					return
				}
				d.Close()
				r.host.Saved(desk.Now())
				r.host.Toast(i18n.T("selfcheck.taken", "n", len(p.New)+len(p.Updated)))
				r.refresh()
			}, nil
		})
	})
	if in.Taken == 0 {
		take.Disable()
	}
	top := []fyne.CanvasObject{
		kit.NewPara(i18n.T("command.selfcheck.counts", "read", in.Read, "taken", in.Taken, "wrong", in.Wrong, "empty", in.Empty), kit.Body), plan}
	if in.Filler != "" || in.On != "" {
		top = append(top, kit.NewPara(i18n.T("selfcheck.filler", "who", in.Filler, "on", in.On), kit.Second))
	}
	if in.Plan(how).Differing() > 0 {
		form := kit.NewForm(nil, "")
		codes := []string{string(app.SkipExisting), string(app.UpdateExisting)}
		form.Choice("existing", i18n.T("selfcheck.existing"), codes, []string{i18n.T("selfcheck.existing.skip"), i18n.T("selfcheck.existing.update")},
			func() string { return string(how) }, func(code string) { how = app.OnExisting(code); say() }).Whole()
		top = append(top, form.Content())
	}
	if len(in.Missing) > 0 {
		top = append(top, kit.NewPara(i18n.T("selfcheck.missing", "n", len(in.Missing), "items", i18n.List(in.Missing)), kit.Second))
	}
	for _, m := range in.Faults {
		top = append(top, remarkNote(m, kit.Fault))
	}
	for _, m := range in.Hints {
		top = append(top, remarkNote(m, kit.Wait))
	}
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	top = append(top, fault)
	d = kit.ShowDialog(r.host.Window(), fmt.Sprintf("%s · %s", i18n.T("selfcheck.preview"), in.File), kit.Scroll(kit.Column(8, top...)), 720, 560, cancel, take)
}

// remarkNote says where something is wrong, what, and what to do.
func remarkNote(m xlsx.Remark, tone kit.Tone) fyne.CanvasObject {
	sentence, hint := i18n.Error(m.Err)
	return kit.Note(tone, i18n.T("selfcheck.at", "sheet", m.Sheet, "cell", m.Cell, "text", sentence), hint)
}
