package target

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"lianshen/app"
)

func names(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, e.Name())
	}
	return out
}

func TestFileIsThereWholeOrAsItWas(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "档案.zip")
	w, err := Write(context.Background(), path, func(w io.Writer) error { _, err := io.WriteString(w, "abc"); return err })
	if err != nil {
		t.Fatal(err)
	}
	if w.Size != 3 || w.SHA256 != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("%+v", w)
	}
	failed := errors.New("no more")
	ended, end := context.WithCancel(context.Background())
	for _, c := range []struct {
		ctx   context.Context
		write func(io.Writer) error
		want  error
	}{
		{context.Background(), func(w io.Writer) error { io.WriteString(w, "half"); return failed }, failed},
		{ended, func(w io.Writer) error {
			io.WriteString(w, "half")
			end()
			_, err := io.WriteString(w, "more")
			return err
		}, context.Canceled},
	} {
		if _, err := Write(c.ctx, path, c.write); !errors.Is(err, c.want) {
			t.Errorf("%v, not %v", err, c.want)
		}
		if got, _ := os.ReadFile(path); string(got) != "abc" || len(names(t, dir)) != 1 {
			t.Errorf("left %q in %v", got, names(t, dir))
		}
	}
}

func TestWhatTheDiskSaysIsToldInWords(t *testing.T) {
	for code, err := range map[string]error{"target.full": syscall.ENOSPC, "target.readonly": syscall.EROFS, "target.large": syscall.EFBIG,
		"target.gone": syscall.EIO, "target.folder": syscall.ENOENT, "target.changed": errChanged, "target.failed": syscall.EINVAL} {
		if got := refuse("/x/y", fmt.Errorf("write: %w", &os.PathError{Err: err})); app.CodeOf(got) != code {
			t.Errorf("%v is told as %v", err, got)
		}
	}
	_, err := Write(context.Background(), filepath.Join(t.TempDir(), "none", "a"), func(io.Writer) error { return nil })
	if app.CodeOf(err) != "target.folder" {
		t.Error(err)
	}
	if _, err := Write(context.Background(), t.TempDir(), func(io.Writer) error { return nil }); app.CodeOf(err) != "target.nofile" {
		t.Error(err)
	}
}

func TestAFullDiskIsToldEvenWhenTheWriterHidesIt(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here")
	}
	dir := t.TempDir()
	if err := os.Symlink("/dev/full", filepath.Join(dir, "a"+passing)); err != nil {
		t.Skip(err)
	}
	_, err := Write(context.Background(), filepath.Join(dir, "a"), func(w io.Writer) error { w.Write(make([]byte, 1<<16)); return errors.New("something") })
	if app.CodeOf(err) != "target.full" {
		t.Error(err)
	}
}
