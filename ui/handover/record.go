package handover

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/ask"
	"lianshen/ui/certificate"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

func (r *Room) facts() certificate.Facts {
	return certificate.FactsOf(r.store, r.config.Workspace, r.now.Package)
}

// recordName is the name of the file of the record.
func (r *Room) recordName() string {
	name := r.store.Me().Name
	if name == "" {
		name = r.config.Workspace
	}
	return certificate.FileName(name, app.DateOf(r.config.Now()))
}

// wiped is the page after the wipe: where the record lies, and the way out.
type wiped struct {
	room    *Room
	path    string // of the record
	dir     string // of what was the workspace
	facts   certificate.Facts
	record  store.Certificate
	unsaved error // why the record of what became of it is not saved
}

func (w *wiped) content() fyne.CanvasObject {
	r := w.room
	lines := []fyne.CanvasObject{kit.Note(kit.Done, i18n.T("handover.done"), i18n.T("handover.done.hint", "path", w.dir))}
	if n := len(w.record.Left); n > 0 {
		lines = []fyne.CanvasObject{kit.Note(kit.Wait, i18n.T("handover.done.left", "n", n), i18n.T("handover.done.left.hint"))}
		for _, l := range w.record.Left {
			sentence, _ := i18n.Error(app.Refuse(l.Why, "path", l.Path))
			lines = append(lines, kit.NewPara("· "+i18n.T("handover.wipe.stays", "path", l.Path, "why", sentence), kit.Body))
		}
	}
	again := kit.NewButton(i18n.T("handover.record.again"), w.saveElsewhere)
	finish := kit.NewPrimary(i18n.T("handover.finish"), w.finish)
	buttons := []fyne.CanvasObject{again}
	if w.unsaved != nil {
		sentence, hint := i18n.Error(w.unsaved)
		lines = append(lines, kit.Note(kit.Fault, i18n.T("handover.record.unsaved", "why", sentence), strings.TrimSpace(hint+"\n"+i18n.T("handover.record.unsaved.hint", "path", w.path))))
		again.Primary = true
		finish.Disable() // the record is all that is left of the workspace
	} else {
		lines = append(lines, kit.NewPara(i18n.T("handover.record.saved", "path", w.path), kit.Body), kit.NewPara(i18n.T("handover.record.print"), kit.Second))
		buttons = append(buttons, kit.NewButton(i18n.T("handover.record.open"), func() {
			if err := r.host.OpenFile(w.path); err != nil {
				r.host.Fail(err)
			}
		}))
	}
	lines = append(lines, kit.Row(10, append(buttons, kit.Spring(), finish)...))
	return kit.Card(i18n.T("handover.step.record"), kit.Column(12, lines...))
}

// saveElsewhere writes the record once more, where the person says.
func (w *wiped) saveElsewhere() {
	r := w.room
	ask.SaveAs(r.host.Window(), i18n.T("handover.record.again"), r.recordName(), i18n.T("handover.record.save"), func(path string, closed func(error)) {
		r.host.Run(func(context.Context) (func(), error) {
			err := w.facts.Save(path, w.record)
			return func() {
				closed(err)
				if err == nil {
					w.path, w.unsaved = path, nil
					r.show()
				}
			}, nil
		})
	})
}

// finish forgets what the wipe kept for the record and leads to the first room.
func (w *wiped) finish() {
	r := w.room
	r.host.Run(func(context.Context) (func(), error) {
		if err := store.DropCertificate(w.dir); err != nil {
			return nil, err
		}
		return func() { r.config.Gone(w.dir) }, nil
	})
}
