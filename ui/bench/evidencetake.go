package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/pdf"
	"lianshen/reports/picture"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// sniffed is how much of a file is looked at for what a camera says of it.
const sniffed = 1 << 18

// taken is what became of a file.
type taken struct {
	id     app.ID
	number int
	known  bool // it was kept already, and is linked
	short  bool // its name was too long
}

// attach stores what from gives and keeps the evidence with its hash; report is told how many KB were read. A deed that is
// refused takes the file away again. It runs off the main goroutine.
func (r *Room) attach(ctx context.Context, e app.Evidence, from io.Reader, keep func(app.Evidence) (taken, error), report func(kb int)) (taken, error) {
	head := bufio.NewReaderSize(&counted{ctx: ctx, r: from, tell: report}, sniffed)
	first, _ := head.Peek(sniffed) // a short file, or one that cannot be read: Attach meets the same and tells
	if info, err := picture.Look(first); e.TakenAt == "" && err == nil {
		e.TakenAt = info.TakenAt
	}
	var err error
	if e.FileHash, e.FileSize, err = r.store.Attach(ctx, head, e.FileName); err != nil {
		return taken{}, fmt.Errorf("take in %s: %w", e.FileName, err)
	}
	t, err := keep(e)
	if err != nil {
		err = errors.Join(err, r.store.Detach(e.FileHash))
	}
	return t, err
}

// counted tells every MB how much was read, and ends with its context.
type counted struct {
	ctx       context.Context
	r         io.Reader
	tell      func(kb int)
	done, due int64
}

func (c *counted) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	if c.done += int64(n); c.done >= c.due && c.tell != nil {
		c.due = c.done + 1<<20
		c.tell(int(c.done >> 10))
	}
	return n, err
}

// takeIn copies a file into the workspace and keeps the evidence with its hash. Without a path the proof is a paper that
// is kept elsewhere. A file that is kept already is linked. It runs off the main goroutine.
func (r *Room) takeIn(ctx context.Context, e app.Evidence, path string, report func(kb int)) (taken, error) {
	e.Sheet = e.Sheet || e.Kind == "sheet"
	keep := func(e app.Evidence) (t taken, err error) {
		t.id, t.number, t.known, err = r.host.Desk().TakeEvidence(ctx, e)
		t.short = path != "" && shortened(path)
		return t, err
	}
	if path == "" {
		return keep(e)
	}
	f, err := open(path)
	if err != nil {
		return taken{}, err
	}
	defer func() { _ = f.Close() }() // read only: nothing can be lost by it
	e.FileName = fileOf(path)
	return r.attach(ctx, e, f, keep, report)
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

// sizeOf gives the size of a file in KB; 0 when it cannot be told.
func sizeOf(path string) int {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return int(info.Size() >> 10)
}

// Dropped takes in the files dropped on the window as evidence of the item in hand.
func (r *Room) Dropped(_ fyne.Position, files []fyne.URI) {
	if r.sheet == nil || r.sheet.item == "" || len(files) == 0 || !r.keep() {
		return
	}
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = f.Path()
	}
	r.takeFiles(r.sheet.item, paths)
}

// takeFiles keeps files as evidence of an item of the case, one after the other, and says which could not be kept.
func (r *Room) takeFiles(item string, files []string) {
	caseID := r.caseID
	var all []taken
	var failed []string
	total := 0
	for _, path := range files {
		total += sizeOf(path)
	}
	r.host.Progress(i18n.T("bench.evidence.taking", "n", len(files)), func(ctx context.Context, report func(int, int, string)) error {
		before := 0
		for _, path := range files {
			if err := ctx.Err(); err != nil {
				return err
			}
			name := cut(filepath.Base(path), longestName)
			report(before, total, name)
			e := app.Evidence{Case: caseID, Items: app.NewSet(item), Kind: kindOf(path), Method: app.MethodDocuments, Title: nameOf(path)}
			t, err := r.takeIn(ctx, e, path, func(kb int) { report(before+kb, total, name) })
			before += sizeOf(path)
			if errors.Is(err, context.Canceled) {
				return err
			}
			if err != nil {
				sentence, _ := i18n.Error(err)
				failed = append(failed, i18n.T("bench.evidence.failed", "name", name, "reason", sentence))
				continue
			}
			all = append(all, t)
		}
		report(total, total, "")
		return nil
	}, func(err error) {
		if len(all) > 0 {
			r.host.Saved(r.host.Desk().Now())
			r.host.Toast(i18n.T("bench.evidence.taken", "n", len(all), "of", len(files), "item", item))
			r.tellKnown(all, item)
		}
		if len(failed) > 0 {
			kit.Tell(r.host.Window(), i18n.T("bench.evidence.notall", "n", len(failed), "of", len(files)), strings.Join(failed, "\n"), i18n.T("bench.evidence.notall.hint"))
		} else if err != nil {
			r.host.Fail(err)
		}
	})
}

// tellKnown says which files were kept already, and how many names were cut.
func (r *Room) tellKnown(all []taken, item string) {
	short := 0
	for _, t := range all {
		if t.known {
			r.host.Toast(i18n.T("evidence.known", "number", t.number, "item", item))
		}
		if t.short {
			short++
		}
	}
	if short > 0 {
		r.host.Toast(i18n.T("evidence.short", "n", short, "max", longestName))
	}
}

// pasteEvidence keeps the files or the picture that were copied last as evidence of the item in hand.
func (r *Room) pasteEvidence() {
	if r.sheet == nil || r.sheet.item == "" || !r.keep() {
		return
	}
	item, caseID := r.sheet.item, r.caseID
	r.host.Run(func(ctx context.Context) (func(), error) {
		files := r.right.album.files(ctx)
		return func() {
			switch {
			case r.sheet == nil || r.caseID != caseID: // another case was opened meanwhile
			case len(files) > 0:
				r.takeFiles(item, files)
			default:
				r.pastePicture(item)
			}
		}, nil
	})
}

// pastePicture keeps the picture that was copied last as evidence of an item of the case.
func (r *Room) pastePicture(item string) {
	caseID, desk := r.caseID, r.host.Desk()
	name := i18n.T("evidence.pasted", "at", desk.Now().Format("2006-01-02 15.04.05"))
	var t taken
	r.host.Progress(i18n.T("evidence.pasting"), func(ctx context.Context, _ func(int, int, string)) error {
		data, err := r.right.album.clip(ctx)
		if err != nil {
			return err
		}
		if _, err := picture.Look(data); err != nil {
			return err
		}
		e := app.Evidence{Case: caseID, Items: app.NewSet(item), Kind: "photo", Method: app.MethodDocuments, Title: name, FileName: name + ".png"}
		t, err = r.attach(ctx, e, bytes.NewReader(data), func(e app.Evidence) (t taken, err error) {
			t.id, t.number, t.known, err = desk.TakeEvidence(ctx, e)
			return t, err
		}, nil)
		return err
	}, func(err error) {
		if err != nil {
			r.host.Fail(err)
			return
		}
		r.host.Saved(desk.Now())
		if t.known {
			r.tellKnown([]taken{t}, item)
			return
		}
		r.host.Toast(i18n.T("bench.evidence.taken", "n", 1, "of", 1, "item", item))
	})
}

// printSide is how many pixels a scanned page keeps in a joined file: A4 at 200 dots an inch.
const printSide = 2339

// joinScans asks which photos of the item are the pages of one paper and keeps them joined as one PDF; they stay.
func (r *Room) joinScans() {
	var from []app.Evidence
	for _, e := range r.sheet.evidence() {
		if pictured(e) && e.Withdrawn == "" {
			from = append(from, e)
		}
	}
	if len(from) == 0 || !r.keep() {
		return
	}
	item, caseID, desk := r.sheet.item, r.caseID, r.host.Desk()
	ticks := make([]bool, len(from))
	title := ""
	form := kit.NewForm(nil, "")
	form.Text("title", i18n.T("bench.evidence.title"), &title).Whole()
	for i, e := range from {
		ticks[i] = true
		form.Check("", i18n.T("bench.evidence.line", "number", e.Number, "title", e.Title), &ticks[i]).Whole()
	}
	var d *kit.Dialog
	join := kit.NewPrimary(i18n.T("evidence.join.deed"), func() {
		form.Flush()
		var pages []app.Evidence
		for i, on := range ticks {
			if on {
				pages = append(pages, from[i])
			}
		}
		title := strings.TrimSpace(title)
		if title == "" {
			form.Refused(app.Refuse("field.required", "field", "title"))
			return
		}
		r.host.Progress(i18n.T("evidence.joining", "n", len(pages)), func(ctx context.Context, report func(int, int, string)) error {
			var sheets [][]byte
			for i, e := range pages {
				report(i, len(pages), e.Title)
				data, err := r.right.album.read(ctx, e.FileHash, picture.MaxBytes)
				if err != nil {
					return err
				}
				page, _, err := picture.Print(ctx, data, printSide)
				if err != nil {
					return fmt.Errorf("join evidence %d: %w", e.Number, err)
				}
				sheets = append(sheets, page)
			}
			file, err := pdf.Join(sheets, title, desk.Now())
			if err != nil {
				return err
			}
			e := app.Evidence{Case: caseID, Items: app.NewSet(item), Kind: "document", Method: app.MethodDocuments, Title: title,
				FileName: cut(title, longestName) + ".pdf", Pages: len(pages)}
			_, err = r.attach(ctx, e, bytes.NewReader(file), func(e app.Evidence) (t taken, err error) {
				t.id, t.number, t.known, err = desk.TakeEvidence(ctx, e)
				return t, err
			}, nil)
			return err
		}, func(err error) {
			if err != nil {
				if !errors.Is(err, context.Canceled) {
					form.Refused(err)
				}
				return
			}
			d.Close()
			r.host.Saved(desk.Now())
		})
	})
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	d = kit.ShowDialog(r.host.Window(), i18n.T("evidence.join"), kit.Scroll(form.Content()), 640, 440, cancel, join)
}
