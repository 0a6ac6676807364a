package vaulttest

import (
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"lianshen/store/vault/internal/tap"
)

// Tape is what reached the disk below one folder, in order.
type Tape struct {
	dir   string
	mu    sync.Mutex
	start map[string][]byte // files when recording began, by path relative to dir
	steps []step
}

type kind byte

const (
	write    = kind(tap.Write)
	truncate = kind(tap.Truncate)
	sync1    = kind(tap.Sync)
	remove   = kind(tap.Delete)
	rename   = kind('r')
	syncDir  = kind('D')
	ack      = kind('A')
)

type step struct {
	kind kind
	path string // relative to the folder
	to   string // of a rename
	off  int64
	data []byte
}

// Record begins a tape of the files below dir. Encrypted databases tell it by themselves what they ask of the disk; who
// writes other files there notes it. Only one tape runs at a time.
func Record(t testing.TB, dir string) *Tape {
	t.Helper()
	tape := &Tape{dir: dir, start: map[string][]byte{}}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || strings.HasSuffix(path, "-shm") {
			return err
		}
		raw, err := os.ReadFile(path)
		tape.start[tape.rel(path)] = raw
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	tap.Listen(func(op tap.Op) {
		if rel := tape.rel(op.Path); filepath.IsLocal(rel) {
			tape.add(step{kind: kind(op.Kind), path: rel, off: op.Off, data: op.Data})
		}
	})
	t.Cleanup(tape.Stop)
	return tape
}

// Stop ends the recording.
func (p *Tape) Stop() { tap.Listen(nil) }

// Acked notes that deed n, counted upwards, has been acknowledged to the user.
func (p *Tape) Acked(n int64) { p.add(step{kind: ack, off: n}) }

// Wrote notes that a file other than a database has got these contents, by creating or overwriting it.
func (p *Tape) Wrote(path string, data []byte) {
	p.add(step{kind: truncate, path: p.rel(path)})
	p.add(step{kind: write, path: p.rel(path), data: slices.Clone(data)})
}

// Synced notes that a file was synced.
func (p *Tape) Synced(path string) { p.add(step{kind: sync1, path: p.rel(path)}) }

// Renamed notes that a file got another name, in place of what had that name.
func (p *Tape) Renamed(from, to string) {
	p.add(step{kind: rename, path: p.rel(from), to: p.rel(to)})
}

// Removed notes that a file was deleted.
func (p *Tape) Removed(path string) { p.add(step{kind: remove, path: p.rel(path)}) }

// SyncedDir notes that the names in a folder were synced.
func (p *Tape) SyncedDir(dir string) { p.add(step{kind: syncDir, path: p.rel(dir)}) }

// Len gives how many steps there are to cut between.
func (p *Tape) Len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.steps)
}

func (p *Tape) add(s step) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.steps = append(p.steps, s)
}

func (p *Tape) rel(path string) string {
	rel, err := filepath.Rel(p.dir, path)
	if err != nil {
		return ".." // elsewhere
	}
	return filepath.ToSlash(rel)
}

// Cut is what the disk holds after the power went.
type Cut struct {
	Step  int               // steps done before
	Acked int64             // the last deed acknowledged before, 0 if none
	Files map[string][]byte // by path relative to the folder of the tape, with slashes
}

// Cuts cuts the power n times at moments drawn with r, in order of time, and hands each result to f.
func (p *Tape) Cuts(r *rand.Rand, n int, f func(Cut)) {
	p.mu.Lock()
	steps := slices.Clone(p.steps)
	p.mu.Unlock()
	moments := make([]int, n)
	for i := range moments {
		moments[i] = r.Intn(len(steps) + 1)
	}
	slices.Sort(moments)
	m := newMedium(p.start)
	done, acked := 0, int64(0)
	for _, at := range moments {
		for ; done < at; done++ {
			if steps[done].kind == ack {
				acked = steps[done].off
				continue
			}
			m.do(steps[done])
		}
		f(Cut{Step: at, Acked: acked, Files: m.powerLoss(r)})
	}
}

// End hands to f what the disk holds when the power goes after everything, and nothing is there but what is certain.
func (p *Tape) End(f func(Cut)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m, acked := newMedium(p.start), int64(0)
	for _, s := range p.steps {
		if s.kind == ack {
			acked = s.off
			continue
		}
		m.do(s)
	}
	files := map[string][]byte{}
	for name, b := range m.certain {
		files[name] = b.data
	}
	f(Cut{Step: len(p.steps), Acked: acked, Files: files})
}

// Lay writes the files of a cut into a folder of their own, which it empties before.
func (c Cut) Lay(t testing.TB, dir string) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for name, data := range c.Files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
