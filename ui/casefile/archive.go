package casefile

import (
	"context"

	"fyne.io/fyne/v2"

	"lianshen/reports/archive"
	"lianshen/ui/ask"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/leaving"
	"lianshen/ui/phrase"
)

// archiveCard is where the whole case is written as a file that people read without the program.
func (r *Room) archiveCard() fyne.CanvasObject {
	return kit.Column(8, kit.NewPara(i18n.T("archive.about"), kit.Second),
		kit.Row(8, kit.NewButton(i18n.T("archive.write"), func() { r.writeArchive("") }), kit.NewButton(i18n.T("archive.writesealed"), r.sealArchive)))
}

// sealArchive asks for a pass phrase first.
func (r *Room) sealArchive() {
	var d *kit.Dialog
	fault := kit.NewPara("", kit.Faulty)
	var next *kit.Button
	choice := phrase.NewChoice(func() []string {
		return []string{r.d.Unit.Name, r.d.Unit.ShortName, r.d.Case.Number, r.host.Desk().Who}
	}, func() { next.Tapped(nil) })
	next = kit.NewPrimary(i18n.T("archive.next"), func() {
		chosen, err := choice.Phrase()
		if err != nil {
			r.refused(fault, err)
			return
		}
		choice.Clear()
		d.Close()
		r.writeArchive(chosen)
	})
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	d = kit.ShowDialog(r.host.Window(), i18n.T("archive.writesealed"), kit.Column(8, kit.NewPara(i18n.T("archive.sealed.about"), kit.Second), choice.Object(), fault), 560, 400, cancel, next)
	d.OnClosed = choice.Clear
	r.host.Window().Canvas().Focus(choice.First())
}

// writeArchive writes the archive to a place the person chooses and tells what is not in it.
func (r *Room) writeArchive(phrase string) {
	id, title := r.d.Case.ID, i18n.T("archive.write")
	name := bundle.Path(archive.FileName(r.d, r.host.Today()), phrase != "")
	ask.SaveAs(r.host.Window(), title, name, title, func(path string, closed func(error)) {
		var made bundle.Archived
		desk := r.host.Desk()
		leaving.Deed(r.host, i18n.T("archive.writing"), func(ctx context.Context, report func(int, int, string)) (err error) {
			made, err = bundle.Save(ctx, r.store, desk, id, bundle.Options{Path: path, Phrase: phrase}, func(done, total int64) {
				report(int(done>>10), int(total>>10), "")
			})
			return err
		}, func(err error) {
			closed(err)
			if err != nil {
				return
			}
			r.host.Saved(desk.Now())
			r.archived(made)
		})
	})
}

// archived tells where the archive is, how long, with which check sum, and what is not in it as it should be.
func (r *Room) archived(made bundle.Archived) {
	text := i18n.T("command.archived", "path", made.Path, "files", made.Files, "originals", made.Originals, "size", made.Size, "sha256", made.SHA256)
	lacking := ""
	for _, o := range made.Lacking {
		lacking += i18n.T("command.archive.lacking", "number", o.Evidence.Number, "title", o.Evidence.Title, "why", i18n.T("archive."+string(o.State))) + "\n"
	}
	kit.Tell(r.host.Window(), i18n.T("archive.done"), text, lacking)
}
