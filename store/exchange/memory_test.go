package exchange

import (
	"bytes"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// memory is a disk that holds its files in memory, for tests that read and write thousands of packages.
type memory map[string][]byte

func (d memory) create(path string) (halfFile, error) {
	f := &memoryHalf{on: d, path: path}
	return f, f.Sync()
}

type memoryHalf struct {
	bytes.Buffer
	on   memory
	path string
}

func (f *memoryHalf) Sync() error  { f.on[f.path] = bytes.Clone(f.Bytes()); return nil }
func (f *memoryHalf) Close() error { return nil }

func (d memory) publish(_ halfFile, from, to string) error {
	if _, there := d[to]; there {
		return fs.ErrExist
	}
	d[to] = d[from]
	delete(d, from)
	return nil
}

func (d memory) remove(path string) error { delete(d, path); return nil }
func (d memory) names(string) error       { return nil }

func (d memory) exists(path string) (bool, error) {
	_, there := d[path]
	return there, nil
}

func (d memory) open(path string) (source, error) {
	raw, there := d[path]
	if !there {
		return nil, fs.ErrNotExist
	}
	return memorySource{bytes.NewReader(raw)}, nil
}

func (d memory) list(dir string) ([]string, error) {
	var out []string
	for _, path := range slices.Sorted(maps.Keys(d)) {
		if rest, in := strings.CutPrefix(path, dir+string(filepath.Separator)); in && filepath.Base(rest) == rest {
			out = append(out, rest)
		}
	}
	return out, nil
}

type memorySource struct{ *bytes.Reader }

func (memorySource) Close() error           { return nil }
func (s memorySource) Size() (int64, error) { return s.Reader.Size(), nil }
func (memorySource) forget()                {}

// written writes a package into memory.
func written(t testing.TB, d Draft, limit int64) (memory, Written) {
	t.Helper()
	on := memory{}
	w, err := writeTo(ctx, on, "/stick", "联审.lspack", d, limit, nil)
	if err != nil {
		t.Fatal(err)
	}
	return on, w
}
