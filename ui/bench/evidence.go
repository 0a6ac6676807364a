package bench

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// newEvidence opens the form for a new piece of evidence of the item in hand; path is the file, or "".
func (r *Room) newEvidence(path string) {
	if r.sheet == nil || r.sheet.item == "" || !r.keep() {
		return
	}
	item := r.sheet.item
	e := app.Evidence{Case: r.caseID, Items: app.NewSet(item), Kind: kindOf(path), Method: app.MethodDocuments}
	form := kit.NewForm(nil, "")
	var title *kit.Field
	file := ask.NewFile(r.host.Window(), func(picked string) {
		if e := kit.EntryIn(title.Object); e != nil && strings.TrimSpace(e.Text) == "" {
			e.SetText(nameOf(picked))
		}
	})
	if path != "" {
		file.Entry.SetText(path)
		e.Title = nameOf(path)
	}
	form.Add("file", i18n.T("bench.evidence.file"), file.Object(), true)
	title = form.Text("title", i18n.T("bench.evidence.title"), &e.Title).Whole()
	evidenceFields(form, &e)

	var d *kit.Dialog
	add := kit.NewPrimary(i18n.T("bench.evidence.add"), func() {
		form.Flush()
		if faulty(form) {
			return
		}
		path := file.Value()
		if strings.TrimSpace(e.Title) == "" && path != "" {
			e.Title = nameOf(path)
		}
		kept := e // the form may go on changing its own
		var t taken
		r.host.Progress(i18n.T("bench.evidence.adding", "name", e.Title), func(ctx context.Context, report func(int, int, string)) (err error) {
			tell := progress(report, 0, 1, sizeOf(path), fileOf(path))
			t, err = r.takeIn(ctx, kept, path, func(done int64) { tell(0, done) })
			return err
		}, func(err error) {
			if err != nil {
				if !errors.Is(err, context.Canceled) {
					form.Refused(err)
				}
				return
			}
			if path != "" {
				ask.Used(path)
			}
			d.Close()
			r.host.Saved(r.host.Desk().Now())
			r.tellTaken([]taken{t}, item)
		})
	})
	paste := kit.NewButton(i18n.T("evidence.paste"), func() {
		d.Close()
		r.pasteEvidence()
	})
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	d = kit.ShowDialog(r.host.Window(), i18n.T("bench.evidence.new", "item", item), kit.Scroll(form.Content()), 640, 600, paste, cancel, add)
	r.host.Window().Canvas().Focus(file.Entry)
}

// evidenceFields are the fields that a new piece of evidence and a kept one share.
func evidenceFields(form *kit.Form, e *app.Evidence) {
	kinds, words := make([]string, len(app.EvidenceKinds)), make([]string, len(app.EvidenceKinds))
	for i, k := range app.EvidenceKinds {
		kinds[i], words[i] = k, i18n.Enum("evidencekind", code(k))
	}
	form.Choice("kind", i18n.T("bench.evidence.kind"), kinds, words, func() string { return e.Kind }, func(k string) { e.Kind = k })
	kit.Enum(form, "method", i18n.T("bench.evidence.method"), "method", app.Methods, &e.Method)
	form.Int("pages", i18n.T("bench.evidence.pages"), &e.Pages, 0, 99999)
	form.Text("source", i18n.T("evidence.source"), &e.Source)
	form.Text("place", i18n.T("bench.evidence.place"), &e.Place)
	form.Text("collectedBy", i18n.T("evidence.by"), &e.CollectedBy)
	form.Date("collectedOn", i18n.T("bench.evidence.on"), &e.CollectedOn)
	form.Text("takenAt", i18n.T("evidence.takenat.field"), &e.TakenAt)
	form.Check("sheet", i18n.T("bench.evidence.sheet"), &e.Sheet)
	form.Date("signedOn", i18n.T("bench.evidence.signed"), &e.SignedOn)
}

// showEvidence opens a kept piece of evidence to change what is said about it, to look at its file, to link it, to give
// it a new version or to withdraw it.
func (r *Room) showEvidence(e app.Evidence) {
	if !r.keep() {
		return
	}
	form := kit.NewForm(nil, "")
	form.Text("title", i18n.T("bench.evidence.title"), &e.Title).Whole()
	evidenceFields(form, &e)
	if e.FileHash != "" {
		form.Show(i18n.T("bench.evidence.file"), i18n.T("bench.evidence.size", "name", e.FileName, "kb", (e.FileSize+1023)/1024))
		form.Show(i18n.T("evidence.hash"), e.FileHash)
	}
	form.Show(i18n.T("evidence.linked"), r.linked(e))
	former := app.Former(r.sheet.d.Evidence)[e.ID]
	if text := r.versions(e); text != "" {
		form.Show(i18n.T("evidence.versions"), text)
	}
	if e.Withdrawn != "" {
		form.Show(i18n.T("evidence.withdrawn.why"), e.Withdrawn)
	}
	save := func() bool {
		desk := r.host.Desk()
		e.Sheet = e.Sheet || e.Kind == "sheet"
		if err := desk.SaveEvidence(context.Background(), e); err != nil {
			form.Refused(err)
			return false
		}
		form.Saved(desk.Now())
		r.host.Saved(desk.Now())
		return true
	}
	form.Save = func() { save() }
	var d *kit.Dialog
	leave := func(do func()) func() { // what is typed is kept before something else is opened
		return func() {
			form.Flush()
			form = kit.NewForm(nil, "")
			d.Close()
			do()
		}
	}
	drop := kit.NewButton(i18n.T("bench.evidence.drop.deed"), func() {
		name := i18n.T("bench.evidence.line", "number", e.Number, "title", e.Title)
		kit.Ask(r.host.Window(), i18n.T("bench.evidence.drop.deed"), i18n.T("bench.evidence.drop.text", "name", name), i18n.T("bench.evidence.drop.deed"), func() {
			desk := r.host.Desk()
			if err := app.Discard[app.Evidence](context.Background(), desk, app.VerbDropEvidence, e.ID); err != nil {
				form.Refused(err)
				return
			}
			form = kit.NewForm(nil, "") // there is nothing left to keep
			d.Close()
			r.host.Saved(desk.Now())
		})
	})
	deeds := kit.Flow(6)
	chip := func(key string, do func()) { deeds.Add(kit.NewChipButton(i18n.T(key), false, leave(do))) }
	if r.viewable(e) {
		chip("evidence.view", func() { r.viewEvidence(e) })
	}
	chip("evidence.link", func() { r.linkEvidence(e, func() {}) })
	if e.Withdrawn == "" && former == "" {
		chip("evidence.replace", func() { r.replaceEvidence(e) })
		chip("evidence.withdraw", func() { r.withdrawEvidence(e) })
	}
	if e.FileHash != "" && len(r.sheet.d.Sheets) > 0 {
		chip("evidence.scan", func() { r.scanBack(e) })
	}
	done := kit.NewPrimary(i18n.T("kit.shut"), func() { d.Close() })
	buttons := []*kit.Button{drop, done}
	if e.FileHash != "" {
		buttons = []*kit.Button{drop, kit.NewButton(i18n.T("bench.evidence.open"), func() { r.openFile(e) }), done}
	}
	body := kit.Scroll(kit.Column(8, deeds, form.Content()))
	d = kit.ShowDialog(r.host.Window(), i18n.T("bench.evidence.line", "number", e.Number, "title", cut(e.Title, 40)), body, 700, 560, buttons...)
	d.OnClosed = func() {
		form.Flush()
		r.load()
	}
}

// versions lists the versions of a piece of evidence; "" when it has no others.
func (r *Room) versions(e app.Evidence) string {
	all := app.Versions(r.sheet.d.Evidence, e.ID)
	if len(all) < 2 {
		return ""
	}
	var out []string
	for i, v := range all {
		key := "evidence.version.former"
		if i == len(all)-1 {
			key = "evidence.version.newest"
		}
		out = append(out, i18n.T(key, "number", v.Number, "on", i18n.Date(v.CollectedOn)))
	}
	return i18n.List(out)
}

// openFile writes a copy of an attachment to a place the person chooses and shows it there in the system's viewer: the
// program leaves no copies in places nobody chose.
func (r *Room) openFile(e app.Evidence) {
	ask.SaveAs(r.host.Window(), i18n.T("bench.evidence.open"), e.FileName, i18n.T("bench.evidence.open"), func(path string, closed func(error)) {
		r.host.Progress(i18n.T("bench.evidence.copying", "name", e.FileName), func(ctx context.Context, _ func(int, int, string)) error {
			if state := r.store.AttachmentState(e.FileHash); state != store.AttachmentPresent {
				return app.Refuse("bench.attachment."+string(state), "name", e.FileName)
			}
			return r.copyOut(ctx, e.FileHash, path)
		}, func(err error) {
			if err == nil {
				err = r.host.OpenFile(path)
			}
			closed(err)
		})
	})
}

func (r *Room) copyOut(ctx context.Context, hash, path string) (err error) {
	from, err := r.store.OpenAttachment(ctx, hash)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // read only
	to, err := os.Create(path)
	if err != nil {
		return &app.Error{Code: "bench.unwritable", Args: map[string]any{"path": path}, Cause: err}
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Close()); err != nil {
		return &app.Error{Code: "bench.unwritable", Args: map[string]any{"path": path}, Cause: err}
	}
	return nil
}
