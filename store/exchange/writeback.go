package exchange

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"

	"lianshen/app"
)

// publish gives the files their names: the first part last, since without it there is no package.
func (w *writing) publish() error {
	for i := len(w.files) - 1; i >= 0; i-- {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		f := w.files[i]
		if err := w.disk.publish(f.half, f.part(), f.path); err != nil {
			return toldWriting(err, f.path, "give a package its name")
		}
		f.done = true
	}
	return toldWriting(w.disk.names(w.dir), w.dir, "make the name of a package durable")
}

// readBack reads every file from the medium and compares it with what was written.
func (w *writing) readBack() error {
	for _, f := range w.files {
		if err := w.readFileBack(f); err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) readFileBack(f *writtenFile) error {
	src, err := w.disk.open(f.path)
	if err != nil {
		return toldReading(err, f.path, "open a package to read it back", false)
	}
	defer src.Close()
	src.forget()
	size, err := src.Size()
	if err != nil {
		return toldReading(err, f.path, "read a package back", false)
	}
	sum := sha256.New()
	from := io.NewSectionReader(src, 0, size)
	if _, err := io.CopyBuffer(&watched{w.ctx, sum, w.report}, struct{ io.Reader }{from}, make([]byte, 1<<20)); err != nil {
		return toldReading(err, f.path, "read a package back", false)
	}
	if size != f.size || !bytes.Equal(sum.Sum(nil), f.sum.Sum(nil)) {
		return app.Refuse("exchange.readback", "path", f.path)
	}
	return nil
}

// remove takes away what was written, as far as the medium still lets it.
func (w *writing) remove() {
	for _, f := range w.files {
		_ = f.half.Close()
		if f.done {
			_ = w.disk.remove(f.path)
		} else {
			_ = w.disk.remove(f.part())
		}
	}
	if len(w.files) > 0 {
		_ = w.disk.names(w.dir)
	}
}

// watched stops writing when a context ends, and tells of every byte.
type watched struct {
	ctx    context.Context
	to     io.Writer
	report func(n int64)
}

func (w *watched) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.to.Write(p)
	w.report(int64(n))
	return n, err
}
