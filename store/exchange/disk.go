package exchange

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
)

// disk is what writing and reading packages does to a disk. The tests put one in its place that fails, is pulled out or
// loses power between any two of its deeds.
type disk interface {
	create(path string) (halfFile, error)      // a file of which nobody else writes, empty; errBusy when somebody does
	publish(f halfFile, from, to string) error // gives a file its name and closes it; fs.ErrExist when there is one of that name
	remove(path string) error                  // one that is not there is no mistake
	names(dir string) error                    // makes the names in a folder durable
	exists(path string) (bool, error)
	open(path string) (source, error)
	list(dir string) ([]string, error) // names of the files in a folder
}

// halfFile is a file being written.
type halfFile interface {
	io.Writer
	Sync() error // durable when it returns, but not its name
	Close() error
}

// source is a file being read.
type source interface {
	io.ReaderAt
	io.Closer
	Size() (int64, error)
	// forget asks the system to read from the medium and not from its memory. It is a request: some systems do not know it.
	forget()
}

// errBusy says that another program is writing the very same file.
var errBusy = errors.New("another program is writing this file")

// realDisk is the disk of this machine.
type realDisk struct{}

type realFile struct {
	f *os.File
	b *bufio.Writer
}

func (f *realFile) Write(p []byte) (int, error) { return f.b.Write(p) }

func (f *realFile) Sync() error {
	if err := f.b.Flush(); err != nil {
		return err
	}
	return f.f.Sync()
}

func (f *realFile) Close() error {
	if err := f.f.Close(); !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}

func (realDisk) create(path string) (halfFile, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := own(f, path); err != nil {
		f.Close()
		return nil, err
	}
	// What a crash has left of an earlier attempt goes only now that nobody else can be writing it.
	if err := f.Truncate(0); err != nil {
		f.Close()
		return nil, err
	}
	return &realFile{f: f, b: bufio.NewWriterSize(f, 1<<20)}, nil
}

// own takes a file for this program, as far as the file system knows that, and proves that it still has its name: who
// wrote it before may just have given it another.
func own(f *os.File, path string) error {
	if err := lock(f); err != nil {
		return err
	}
	here, err := f.Stat()
	if err != nil {
		return err
	}
	there, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !os.SameFile(here, there):
		return errBusy
	case err == nil && !there.Mode().IsRegular():
		return fs.ErrExist
	}
	return err
}

func (realDisk) publish(f halfFile, from, to string) error { return publish(f, from, to) }

func (realDisk) remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (realDisk) names(dir string) error { return syncDir(dir) }

func (realDisk) exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

func (realDisk) list(dir string) ([]string, error) {
	all, err := os.ReadDir(dir)
	var out []string
	for _, e := range all {
		out = append(out, e.Name())
	}
	return out, err
}

type realSource struct{ *os.File }

func (realDisk) open(path string) (source, error) {
	// To open a pipe would be to wait for whoever writes into it.
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, errNoFile
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return realSource{f}, nil
}

// Size gives the length of the file as it is now.
func (s realSource) Size() (int64, error) {
	info, err := s.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// errNoFile says that a path leads to a folder or a device.
var errNoFile = errors.New("not a file")

// forget lets go of what the system has in memory of the file.
func (s realSource) forget() { dropCache(s.File) }
