package store

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// The loss of power over the files that are not a database: attachments and backups. A recorder writes down what is
// done to the disk; a model plays it back up to any moment and then lets the power fail: of what was written to a file
// since its last sync any part may be there, torn at sectors of 512 bytes; of the names made, changed or taken away in a
// folder since that was last synced, any number of the first may hold, in each folder by itself.

// cuts is how often the power is cut, LIANSHEN_POWER_CUTS or 400.
func cuts() int {
	if n, err := strconv.Atoi(os.Getenv("LIANSHEN_POWER_CUTS")); err == nil && n > 0 {
		return n
	}
	return 400
}

// diskEvent is one deed at the disk.
type diskEvent struct {
	do    string // "mkdir", "create", "write", "sync", "rename", "remove", "names", "done"
	path  string // relative to the root that is watched
	to    string
	bytes []byte
}

// recorder is a disk that writes down what is done to it.
type recorder struct {
	disk
	root   string
	events []diskEvent
	// forgetful leaves the syncing of names out, to show that the simulation tells.
	forgetful bool
}

func (r *recorder) note(do, path, to string, raw []byte) {
	rel := func(p string) string {
		if p == "" {
			return ""
		}
		out, err := filepath.Rel(r.root, p)
		if err != nil {
			panic(err)
		}
		return out
	}
	r.events = append(r.events, diskEvent{do, rel(path), rel(to), append([]byte(nil), raw...)})
}

// done notes that a deed was acknowledged.
func (r *recorder) done(what string) { r.events = append(r.events, diskEvent{do: "done", path: what}) }

func (r *recorder) mkdir(path string) error {
	there := exists(path)
	err := r.disk.mkdir(path)
	if err == nil && !there {
		r.note("mkdir", path, "", nil)
	}
	return err
}

func (r *recorder) write(path string, fill func(io.Writer) error) error {
	r.note("create", path, "", nil)
	err := r.disk.write(path, func(to io.Writer) error {
		return fill(io.MultiWriter(to, writerFunc(func(raw []byte) { r.note("write", path, "", raw) })))
	})
	if err == nil {
		r.note("sync", path, "", nil)
	}
	return err
}

type writerFunc func([]byte)

func (f writerFunc) Write(raw []byte) (int, error) { f(raw); return len(raw), nil }

func (r *recorder) sync(path string) error {
	err := r.disk.sync(path)
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(path)
	if err == nil {
		r.note("create", path, "", nil)
		r.note("write", path, "", raw)
		r.note("sync", path, "", nil)
	}
	return err
}

func (r *recorder) rename(from, to string) error {
	err := r.disk.rename(from, to)
	if err == nil {
		r.note("rename", from, to, nil)
	}
	return err
}

func (r *recorder) remove(path string) error {
	there := exists(path)
	err := r.disk.remove(path)
	if err == nil && there {
		r.note("remove", path, "", nil)
	}
	return err
}

func (r *recorder) names(dir string) error {
	err := r.disk.names(dir)
	if err == nil && !r.forgetful {
		r.note("names", dir, "", nil)
	}
	return err
}

// inode is a file or a folder of the model.
type inode struct {
	folder  bool
	entries map[string]*inode // as the program sees them
	kept    map[string]*inode // as the disk has them
	pending []func(map[string]*inode)

	now   []byte // contents as the program sees them
	safe  []byte // as the disk has them
	since [][2]int
}

func newFolderNode() *inode {
	return &inode{folder: true, entries: map[string]*inode{}, kept: map[string]*inode{}}
}

// model is the disk under the simulation.
type model struct {
	root *inode
	// scattered lets any of the names that are not durable yet hold, and not only the first of them.
	scattered bool
}

// modelOf takes over a folder as it is, all of it durable.
func modelOf(t testing.TB, dir string) *model {
	var take func(path string) *inode
	take = func(path string) *inode {
		n := newFolderNode()
		entries, err := os.ReadDir(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			child := &inode{}
			if e.IsDir() {
				child = take(filepath.Join(path, e.Name()))
			} else {
				raw, err := os.ReadFile(filepath.Join(path, e.Name()))
				if err != nil {
					t.Fatal(err)
				}
				child.now, child.safe = raw, raw
			}
			n.entries[e.Name()], n.kept[e.Name()] = child, child
		}
		return n
	}
	return &model{root: take(dir)}
}

// at finds what the program sees at a path.
func (m *model) at(path string) *inode {
	n := m.root
	if path == "." {
		return n
	}
	for _, part := range bytes.Split([]byte(filepath.ToSlash(path)), []byte("/")) {
		if n = n.entries[string(part)]; n == nil {
			return nil
		}
	}
	return n
}

// change does something to the names in a folder, now for the program and later for the disk.
func (n *inode) change(f func(map[string]*inode)) {
	f(n.entries)
	n.pending = append(n.pending, f)
}

func (m *model) play(e diskEvent) {
	dir, name := m.at(filepath.Dir(e.path)), filepath.Base(e.path)
	switch e.do {
	case "mkdir":
		child := newFolderNode()
		dir.change(func(names map[string]*inode) { names[name] = child })
	case "create":
		child := &inode{}
		dir.change(func(names map[string]*inode) { names[name] = child })
	case "write":
		f := m.at(e.path)
		f.since = append(f.since, [2]int{len(f.now), len(f.now) + len(e.bytes)})
		f.now = append(f.now[:len(f.now):len(f.now)], e.bytes...)
	case "sync":
		f := m.at(e.path)
		f.safe, f.since = f.now, nil
	case "rename":
		child, to := dir.entries[name], filepath.Base(e.to)
		if filepath.Dir(e.to) == filepath.Dir(e.path) {
			dir.change(func(names map[string]*inode) { delete(names, name); names[to] = child })
			return
		}
		// Between two folders each may have its half without the other.
		m.at(filepath.Dir(e.to)).change(func(names map[string]*inode) { names[to] = child })
		dir.change(func(names map[string]*inode) { delete(names, name) })
	case "remove":
		dir.change(func(names map[string]*inode) { delete(names, name) })
	case "names":
		if f := m.at(e.path); f != nil {
			for _, change := range f.pending {
				change(f.kept)
			}
			f.pending = nil
		}
	}
}

// cut lets the power fail and gives the files that are left, by path; a folder has a nil.
func (m *model) cut(random *rand.Rand) map[string][]byte {
	out := map[string][]byte{}
	var walk func(path string, n *inode)
	walk = func(path string, n *inode) {
		if !n.folder {
			out[path] = n.survive(random)
			return
		}
		if path != "." {
			out[path] = nil
		}
		names := map[string]*inode{}
		for name, child := range n.kept {
			names[name] = child
		}
		pending := n.pending
		if !m.scattered {
			pending = pending[:random.IntN(len(pending)+1)]
		}
		for _, change := range pending {
			if !m.scattered || random.IntN(2) == 0 {
				change(names)
			}
		}
		for name, child := range names {
			walk(filepath.Join(path, name), child)
		}
	}
	walk(".", m.root)
	return out
}

// survive gives the contents of a file after the power has failed.
func (n *inode) survive(random *rand.Rand) []byte {
	if len(n.since) == 0 {
		return append([]byte{}, n.safe...)
	}
	out := append([]byte{}, n.safe...)
	for _, w := range n.since {
		how := random.IntN(3)
		if how == 0 {
			continue
		}
		if len(out) < w[1] {
			out = append(out, make([]byte, w[1]-len(out))...)
		}
		for s := w[0]; s < w[1]; s += 512 {
			if how == 2 && random.IntN(2) == 0 {
				continue
			}
			copy(out[s:], n.now[s:min(s+512, w[1])])
		}
	}
	return out
}

// lay writes what is left after a cut into a folder.
func lay(t testing.TB, left map[string][]byte, dir string) {
	t.Helper()
	for path, raw := range left {
		full := filepath.Join(dir, path)
		if raw == nil {
			if err := os.MkdirAll(full, 0o700); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
