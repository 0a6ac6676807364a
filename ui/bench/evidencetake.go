package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"

	"lianshen/app"
	"lianshen/reports/picture"
	"lianshen/store"
	"lianshen/ui/preview"
)

// taken is what became of a file.
type taken struct {
	id     app.ID
	number int
	known  bool   // it was kept already, and is linked
	short  bool   // its name was too long
	name   string // of the file
	unseen error  // why it cannot be shown though it is kept; nil = it can, or nobody has looked
}

// source is a file that is taken in.
type source struct {
	io.ReadCloser
	size int64 // bytes, as its folder says; -1 = it does not say
}

// errUnsteady says that a file did not have as many bytes as its folder said.
var errUnsteady = errors.New("the file has another size than it said")

// counted tells every MB how much was read, ends with its context, and notices a file that is cut or grows while it is
// read, as one does that a camera or another program is still writing.
type counted struct {
	ctx       context.Context
	r         source
	tell      func(done int64)
	done, due int64
}

func (c *counted) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	if c.done += int64(n); c.done >= c.due && c.tell != nil {
		c.due = c.done + 1<<20
		c.tell(c.done)
	}
	if c.r.size >= 0 && (c.done > c.r.size || err == io.EOF && c.done != c.r.size) {
		return n, errUnsteady
	}
	return n, err
}

// fault gives what a person is told of a failure to read a file; nil when it was not the reading that failed.
func (c *counted) fault(err error, name string) error {
	switch {
	case err == nil || c.ctx.Err() != nil:
		return c.ctx.Err()
	case errors.Is(err, errUnsteady):
		return app.Refuse("evidence.unsteady", "name", name)
	case c.done > 0 && app.CodeOf(err) == "attachment.unreadable":
		return &app.Error{Code: "evidence.cutoff", Args: map[string]any{"name": name}, Cause: err}
	}
	return nil
}

// attach stores what from gives and keeps the evidence with its hash; report is told how many bytes were read. A picture
// is made for the screen, and a PDF opened, while the file is sealed: what cannot be shown is told while the original is
// at hand. A deed that is refused takes the file away again. It runs off the main goroutine.
func (r *Room) attach(ctx context.Context, e app.Evidence, from source, keep func(app.Evidence) (taken, error), report func(done int64)) (taken, error) {
	if from.size > store.MaxAttachment { // before anything is read of it
		return taken{}, app.Refuse("attachment.large", "name", e.FileName, "gb", (store.MaxAttachment+1)>>30)
	}
	file := &counted{ctx: ctx, r: from, tell: report}
	var reader io.Reader = file
	seen := func() sight { return sight{} }
	if r.right.album.examines(e, from.size) {
		data, err := io.ReadAll(io.LimitReader(file, picture.MaxBytes+1))
		if err != nil {
			if told := file.fault(&app.Error{Code: "attachment.unreadable", Cause: err}, e.FileName); told != nil {
				return taken{}, told
			}
			return taken{}, &app.Error{Code: "attachment.unreadable", Args: map[string]any{"name": e.FileName}, Cause: err}
		}
		if info, err := picture.Look(data); e.TakenAt == "" && err == nil {
			e.TakenAt = info.TakenAt
		}
		seen = r.right.album.examine(ctx, e, data)
		reader = bytes.NewReader(data)
	}
	var err error
	if e.FileHash, e.FileSize, err = r.store.Attach(ctx, reader, e.FileName); err != nil {
		if told := file.fault(err, e.FileName); told != nil {
			err = told
		}
		return taken{}, fmt.Errorf("take in a file: %w", err)
	}
	s := seen()
	if err := ctx.Err(); err != nil {
		return taken{}, errors.Join(err, r.store.Detach(e.FileHash))
	}
	t, err := keep(e)
	if err != nil {
		return t, errors.Join(err, r.store.Detach(e.FileHash))
	}
	t.name, t.unseen = e.FileName, s.err
	if s.img != nil || s.err != nil && pictured(e) {
		r.right.album.shelve(ctx, e.FileHash, s.img, s.err)
	}
	if s.img != nil {
		r.right.album.screens.Put(e.FileHash, screenSide, s.img, nil)
	}
	return t, nil
}

// takeIn copies a file into the workspace and keeps the evidence with its hash. Without a path the proof is a paper that
// is kept elsewhere. A file that is kept already is linked. It runs off the main goroutine.
func (r *Room) takeIn(ctx context.Context, e app.Evidence, path string, report func(done int64)) (taken, error) {
	e.Sheet = e.Sheet || e.Kind == "sheet"
	keep := func(e app.Evidence) (t taken, err error) {
		t.id, t.number, t.known, err = r.host.Desk().TakeEvidence(ctx, e)
		t.short = path != "" && shortened(path)
		return t, err
	}
	if path == "" {
		return keep(e)
	}
	f, err := r.right.album.open(path)
	if err != nil {
		return taken{}, err
	}
	defer func() { _ = f.Close() }() // read only: nothing can be lost by it
	e.FileName = fileOf(path)
	return r.attach(ctx, e, f, keep, report)
}

// openFile opens a file a person named, with a sentence for what can be wrong with it.
func openFile(path string) (source, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return source{}, app.Refuse("bench.nofile", "path", path, "field", "file")
	case err == nil && info.IsDir():
		return source{}, app.Refuse("bench.folder", "path", path, "field", "file")
	case err == nil && !info.Mode().IsRegular():
		return source{}, app.Refuse("bench.nofile", "path", path, "field", "file")
	}
	f, err := os.Open(path)
	if err != nil {
		return source{}, &app.Error{Code: "bench.unreadable", Args: map[string]any{"path": path, "field": "file"}, Cause: err}
	}
	return source{f, info.Size()}, nil
}

// sizeOf gives the size of a file in bytes; 0 when it cannot be told.
func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// examinedPDF is how large a PDF may be that is opened while it is taken in, in bytes.
const examinedPDF = 48 << 20

// sight is what can be seen of a file.
type sight struct {
	img *image.RGBA
	err error
}

// examines says whether a file is looked at while it is taken in.
func (a *album) examines(e app.Evidence, size int64) bool {
	if e.FileHash = "?"; size < 0 {
		return false
	}
	return pictured(e) && size <= picture.MaxBytes || isPDF(e) && a.engine != nil && size <= examinedPDF
}

// examine looks at a file on a goroutine of its own; what it gives waits for the end.
func (a *album) examine(ctx context.Context, e app.Evidence, data []byte) func() sight {
	e.FileHash = "?"
	done := make(chan sight, 1)
	go func() {
		var s sight
		if pictured(e) {
			s.img, _, s.err = picture.Decode(ctx, data, screenSide)
		} else {
			var book *preview.Book
			if book, s.err = a.book(ctx, data); s.err == nil {
				_, s.err = page(ctx, book, 1, preview.MinDPI)
				s.err = errors.Join(s.err, book.Close())
			}
		}
		done <- s
	}()
	return func() sight { return <-done }
}
