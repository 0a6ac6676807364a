package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

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
	e := app.Evidence{Case: r.caseID, Items: app.NewSet(r.sheet.item), Kind: kindOf(path), Method: app.MethodDocuments}
	form := kit.NewForm(nil, "")
	var title *kit.Field
	file := ask.NewFile(r.host.Window(), func(picked string) {
		if e := entryIn(title.Object); e != nil && strings.TrimSpace(e.Text) == "" {
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
		r.host.Progress(i18n.T("bench.evidence.adding", "name", e.Title), func(ctx context.Context, _ func(int, int, string)) error {
			return r.takeIn(ctx, kept, path)
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
		})
	})
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	d = kit.ShowDialog(r.host.Window(), i18n.T("bench.evidence.new", "item", r.sheet.item), kit.Scroll(form.Content()), 640, 480, cancel, add)
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
	form.Text("place", i18n.T("bench.evidence.place"), &e.Place)
	form.Date("collectedOn", i18n.T("bench.evidence.on"), &e.CollectedOn)
	form.Check("sheet", i18n.T("bench.evidence.sheet"), &e.Sheet)
	form.Date("signedOn", i18n.T("bench.evidence.signed"), &e.SignedOn)
}

// takeIn copies a file into the workspace and keeps the evidence with its hash. Without a path the proof is a paper
// that is kept elsewhere. It runs off the main goroutine.
func (r *Room) takeIn(ctx context.Context, e app.Evidence, path string) error {
	if path != "" {
		f, err := open(path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // read only: nothing can be lost by it
		e.FileName = filepath.Base(path)
		if e.FileHash, e.FileSize, err = r.store.Attach(ctx, f, e.FileName); err != nil {
			return fmt.Errorf("take in %s: %w", e.FileName, err)
		}
	}
	e.Sheet = e.Sheet || e.Kind == "sheet"
	_, err := r.host.Desk().AddEvidence(ctx, e)
	return err
}

// open opens a file a person named, with a sentence for what can be wrong with it.
func open(path string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, app.Refuse("bench.nofile", "path", path, "field", "file")
	case err == nil && info.IsDir():
		return nil, app.Refuse("bench.folder", "path", path, "field", "file")
	case err == nil && !info.Mode().IsRegular():
		return nil, app.Refuse("bench.nofile", "path", path, "field", "file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, &app.Error{Code: "bench.unreadable", Args: map[string]any{"path": path, "field": "file"}, Cause: err}
	}
	return f, nil
}

// Dropped takes in the files dropped on the window as evidence of the item in hand.
func (r *Room) Dropped(_ fyne.Position, files []fyne.URI) {
	if r.sheet == nil || r.sheet.item == "" || len(files) == 0 || !r.keep() {
		return
	}
	item, caseID := r.sheet.item, r.caseID
	var kept int
	var failed []string
	r.host.Progress(i18n.T("bench.evidence.taking", "n", len(files)), func(ctx context.Context, report func(int, int, string)) error {
		for i, uri := range files {
			if err := ctx.Err(); err != nil {
				return err
			}
			path := uri.Path()
			report(i, len(files), filepath.Base(path))
			e := app.Evidence{Case: caseID, Items: app.NewSet(item), Kind: kindOf(path), Method: app.MethodDocuments, Title: nameOf(path)}
			if err := r.takeIn(ctx, e, path); err != nil {
				sentence, _ := i18n.Error(err)
				failed = append(failed, i18n.T("bench.evidence.failed", "name", filepath.Base(path), "reason", sentence))
				continue
			}
			kept++
		}
		report(len(files), len(files), "")
		return nil
	}, func(err error) {
		if kept > 0 {
			r.host.Toast(i18n.T("bench.evidence.taken", "n", kept, "of", len(files), "item", item))
			r.host.Saved(r.host.Desk().Now())
		}
		if len(failed) > 0 {
			kit.Tell(r.host.Window(), i18n.T("bench.evidence.notall", "n", len(failed), "of", len(files)), strings.Join(failed, "\n"), i18n.T("bench.evidence.notall.hint"))
		} else if err != nil {
			r.host.Fail(err)
		}
	})
}

// showEvidence opens a kept piece of evidence to change what is said about it or to look at its file.
func (r *Room) showEvidence(e app.Evidence) {
	if !r.keep() {
		return
	}
	form := kit.NewForm(nil, "")
	form.Text("title", i18n.T("bench.evidence.title"), &e.Title).Whole()
	evidenceFields(form, &e)
	if e.FileHash != "" {
		form.Show(i18n.T("bench.evidence.file"), i18n.T("bench.evidence.size", "name", e.FileName, "kb", (e.FileSize+1023)/1024))
	}
	form.Save = func() {
		desk := r.host.Desk()
		e.Sheet = e.Sheet || e.Kind == "sheet"
		if err := desk.SaveEvidence(context.Background(), e); err != nil {
			form.Refused(err)
			return
		}
		form.Saved(desk.Now())
		r.host.Saved(desk.Now())
	}
	var d *kit.Dialog
	done := kit.NewPrimary(i18n.T("kit.close"), func() { d.Close() })
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
	buttons := []*kit.Button{drop, done}
	if e.FileHash != "" {
		buttons = []*kit.Button{drop, kit.NewButton(i18n.T("bench.evidence.open"), func() { r.openFile(e) }), done}
	}
	d = kit.ShowDialog(r.host.Window(), i18n.T("bench.evidence.line", "number", e.Number, "title", e.Title), kit.Scroll(form.Content()), 640, 480, buttons...)
	d.OnClosed = func() {
		form.Flush()
		r.load()
	}
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

// kindOf guesses the kind of evidence from the name of its file.
func kindOf(path string) string {
	if slices.Contains([]string{".jpg", ".jpeg", ".png", ".heic", ".bmp", ".tif", ".tiff", ".webp"}, strings.ToLower(filepath.Ext(path))) {
		return "photo"
	}
	return "document"
}

// nameOf is the name of a file without its ending.
func nameOf(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}
