package handover

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
	"lianshen/store"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// facts is what the record tells beside what the store gathers: afterwards nobody can ask for it any more.
type facts struct {
	workspace string
	check     string
	last      *store.Sent
}

func (r *Room) facts() facts {
	f := facts{workspace: r.config.Workspace, last: r.now.Package}
	if !r.store.Reading() {
		f.check = r.store.ShortTip()
	}
	return f
}

// recordName is the name of the file of the record.
func (r *Room) recordName() string {
	name := r.store.Me().Name
	if name == "" {
		name = r.config.Workspace
	}
	return reports.CertificateName(name, app.DateOf(r.config.Now()), language())
}

func language() document.Language {
	if i18n.Language() == i18n.English {
		return document.English
	}
	return document.Chinese
}

// page makes the PDF of a record.
func (f facts) page(c store.Certificate) (*pdf.Result, error) {
	return reports.HandOverCertificate(f.compose(c))
}

// compose says in words what the store has gathered.
func (f facts) compose(c store.Certificate) reports.Certificate {
	out := reports.Certificate{Workspace: f.workspace, Round: i18n.List(c.Titles), Person: c.Person.Name, Dept: c.Person.Dept, Laptop: c.Seat.Laptop,
		Seat: shortSeat(c.Seat.Key), Program: c.Program, Check: f.check, Began: c.Began, Ended: c.Ended, Lang: language()}
	for _, w := range c.Written {
		file := reports.WrittenFile{At: w.At, What: i18n.T("handover.sort." + string(w.Sort)), Name: w.Name, Who: w.Who, Places: w.Paths, Size: w.Bytes,
			Copies: w.Copies, SHA256: w.SHA256, Wiped: w.Wiped}
		if w.Kind != "" {
			file.What = i18n.T("handover.kind." + string(w.Kind))
		}
		if w.About != "" {
			file.Name = strings.TrimSpace(w.About + " " + file.Name)
		}
		var to []string
		for _, p := range w.To {
			to = append(to, partyName(p))
		}
		file.To = i18n.List(to)
		out.Files = append(out.Files, file)
		if f.last != nil && w.Sort == store.FilePackage && w.Name == f.last.Name {
			out.Last = file
		}
	}
	for _, t := range c.Taken {
		out.Taken = append(out.Taken, reports.TakenFile{At: t.At, Name: t.Name, From: partyName(t.From), Back: t.Back})
	}
	for _, l := range c.Logs {
		out.Logs = append(out.Logs, reports.LogEnd{Person: l.Person, Laptop: l.Laptop, Records: l.Records, Hash: l.Hash})
	}
	for _, w := range c.Wiped {
		out.Wiped = append(out.Wiped, reports.WipedThing{What: i18n.T("wipe.what." + string(w.What)), Path: w.Path, Files: w.Files, Bytes: w.Bytes})
	}
	for _, w := range c.Left {
		sentence, _ := i18n.Error(app.Refuse(w.Why, "path", w.Path))
		out.Wiped = append(out.Wiped, reports.WipedThing{What: i18n.T("wipe.what." + string(w.What)), Path: w.Path, Files: w.Files, Bytes: w.Bytes, Left: sentence})
	}
	for _, l := range c.Limit {
		out.Limits = append(out.Limits, i18n.T("handover.limit."+string(l)))
	}
	if c.Receipt != nil {
		out.Receipt = reports.Receipt{From: strings.TrimSpace(c.Receipt.Person + " " + c.Receipt.Laptop), At: c.Receipt.Made, Hash: c.Receipt.Hash}
	} else {
		out.Receipt = reports.Receipt{Lacks: lackingWords(c.Lacking), Forced: c.Why}
	}
	if c.Traces > 0 {
		out.Limits = append(out.Limits, i18n.T("handover.receipt.traces", "n", i18n.Number(c.Traces)))
	}
	return out
}

func partyName(p store.Party) string {
	if p.Person == "" {
		return i18n.T("handover.somebody")
	}
	if p.Laptop == "" {
		return p.Person
	}
	return i18n.T("handover.office.line", "name", p.Person, "laptop", p.Laptop)
}

// shortSeat is the part of a seat's name that people compare.
func shortSeat(key string) string {
	if len(key) < 8 {
		return key
	}
	return strings.ToUpper(key[:4] + "-" + key[4:8])
}

// wiped is the page after the wipe: where the record lies, and the way out.
type wiped struct {
	room    *Room
	path    string // of the record
	dir     string // of what was the workspace
	facts   facts
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
			err := save(path, w.facts, w.record)
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
