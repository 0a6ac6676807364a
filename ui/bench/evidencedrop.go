package bench

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/picture"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// manyBytes is from when on the way through files is told in MB and not in files.
const manyBytes = 20 << 20

// progress tells how far the taking in of n files of so many bytes is, after before bytes, at the ith file from 0.
func progress(report func(int, int, string), i, n int, total int64, name string) func(before, done int64) {
	return func(before, done int64) {
		switch at := min(before+done, total); {
		case total >= manyBytes:
			report(int(at>>20), int(total>>20), i18n.T("evidence.progress.mb", "i", i+1, "n", n, "name", name))
		case n > 1:
			report(i, n, name)
		default:
			report(0, 0, name)
		}
	}
}

// Dropped takes in the files dropped on the window as evidence of the item in hand. One that cannot be taken in does not
// keep the others from it; a stop leaves those that are kept.
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
	total := int64(0)
	for _, path := range files {
		total += sizeOf(path)
	}
	r.host.Progress(i18n.T("bench.evidence.taking", "n", len(files)), func(ctx context.Context, report func(int, int, string)) error {
		before := int64(0)
		for i, path := range files {
			if err := ctx.Err(); err != nil {
				return err
			}
			name := cut(filepath.Base(path), longestName)
			tell := progress(report, i, len(files), total, name)
			tell(before, 0)
			e := app.Evidence{Case: caseID, Items: app.NewSet(item), Kind: kindOf(path), Method: app.MethodDocuments, Title: nameOf(path)}
			t, err := r.takeIn(ctx, e, path, func(done int64) { tell(before, done) })
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
		return nil
	}, func(err error) {
		if len(all) > 0 {
			r.host.Saved(r.host.Desk().Now())
			r.host.Toast(i18n.T("bench.evidence.taken", "n", len(all), "of", len(files), "item", item))
			r.tellTaken(all, item)
		}
		if len(failed) > 0 {
			kit.Tell(r.host.Window(), i18n.T("bench.evidence.notall", "n", len(failed), "of", len(files)), strings.Join(failed, "\n"), i18n.T("bench.evidence.notall.hint"))
		} else if err != nil {
			r.host.Fail(err)
		}
	})
}

// tellTaken says which files were kept already, which cannot be shown, and how many names were cut.
func (r *Room) tellTaken(all []taken, item string) {
	short := 0
	var unseen, hints []string
	for _, t := range all {
		if t.known {
			r.host.Toast(i18n.T("evidence.known", "number", t.number, "item", item))
		}
		if t.short {
			short++
		}
		if t.unseen != nil {
			sentence, hint := i18n.Error(t.unseen)
			unseen = append(unseen, i18n.T("bench.evidence.failed", "name", t.name, "reason", sentence))
			if !slices.Contains(hints, hint) {
				hints = append(hints, hint)
			}
		}
	}
	if short > 0 {
		r.host.Toast(i18n.T("evidence.short", "n", short, "max", longestName))
	}
	if len(unseen) > 0 {
		kit.Tell(r.host.Window(), i18n.T("evidence.unseen", "n", len(unseen)), strings.Join(unseen, "\n"), strings.Join(hints, "\n"))
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
		t, err = r.attach(ctx, e, inMemory(data), func(e app.Evidence) (t taken, err error) {
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
			r.tellTaken([]taken{t}, item)
			return
		}
		r.host.Toast(i18n.T("bench.evidence.taken", "n", 1, "of", 1, "item", item))
	})
}

// inMemory is a file that never was on disk.
func inMemory(data []byte) source {
	return source{io.NopCloser(bytes.NewReader(data)), int64(len(data))}
}
