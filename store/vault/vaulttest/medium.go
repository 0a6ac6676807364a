package vaulttest

import (
	"maps"
	"math/rand"
	"path"
	"slices"
)

// sector is the piece of a disk that is written whole or not at all, in bytes.
const sector = 512

// medium is a disk: contents that are certain, and what has been asked since.
type medium struct {
	names   map[string]*body // as the program sees them
	certain map[string]*body // as they are for certain
	asked   []naming         // changes of names not yet certain, in order
}

type body struct {
	data    []byte // for certain
	pending []step // writes and truncations since the last sync
}

// naming is one change of names: a file gets a name, or a name goes.
type naming struct {
	from, to string
	body     *body
}

func (n naming) apply(names map[string]*body) {
	if n.from != "" {
		delete(names, n.from)
	}
	if n.to != "" {
		names[n.to] = n.body
	}
}

func newMedium(start map[string][]byte) *medium {
	m := &medium{names: map[string]*body{}, certain: map[string]*body{}}
	for name, data := range start {
		b := &body{data: slices.Clone(data)}
		m.names[name], m.certain[name] = b, b
	}
	return m
}

func (m *medium) name(n naming) {
	n.apply(m.names)
	m.asked = append(m.asked, n)
}

func (m *medium) do(s step) {
	switch s.kind {
	case write, truncate:
		b := m.names[s.path]
		if b == nil {
			b = &body{}
			m.name(naming{to: s.path, body: b})
		}
		b.pending = append(b.pending, s)
	case sync1:
		if b := m.names[s.path]; b != nil {
			for _, p := range b.pending {
				b.data = p.onto(b.data, nil)
			}
			b.pending = nil
			m.settle(func(n naming) bool { return n.body == b && n.from == "" }) // a new file has its name when it is synced, as SQLite sees to
		}
	case remove:
		if m.names[s.path] != nil {
			m.name(naming{from: s.path})
		}
	case rename:
		if b := m.names[s.path]; b != nil {
			m.name(naming{from: s.path, to: s.to, body: b})
		}
	case syncDir:
		m.settle(func(n naming) bool {
			return n.from != "" && path.Dir(n.from) == s.path || n.to != "" && path.Dir(n.to) == s.path
		})
	}
}

// settle makes changes of names certain, and with them what was done to the same names before.
func (m *medium) settle(these func(naming) bool) {
	touched, certain := map[string]bool{}, make([]bool, len(m.asked))
	for i := len(m.asked) - 1; i >= 0; i-- {
		if n := m.asked[i]; these(n) || n.from != "" && touched[n.from] || n.to != "" && touched[n.to] {
			certain[i], touched[n.from], touched[n.to] = true, true, true
		}
	}
	var asked []naming
	for i, n := range m.asked {
		if certain[i] {
			n.apply(m.certain)
		} else {
			asked = append(asked, n)
		}
	}
	m.asked = asked
}

// powerLoss gives the files after a loss of power; the medium itself goes on.
func (m *medium) powerLoss(r *rand.Rand) map[string][]byte {
	names := maps.Clone(m.certain)
	for _, n := range m.asked[:r.Intn(len(m.asked)+1)] {
		n.apply(names)
	}
	files := map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(names)) { // sorted, so that a seed gives the same cuts
		b := names[name]
		data := slices.Clone(b.data)
		for _, p := range b.pending {
			switch r.Intn(3) {
			case 0: // lost
			case 1:
				data = p.onto(data, nil)
			case 2:
				data = p.onto(data, r)
			}
		}
		files[name] = data
	}
	return files
}

// onto applies a write or truncation to data; with r, every sector of a write may be missing.
func (s step) onto(data []byte, r *rand.Rand) []byte {
	need := int(s.off)
	if s.kind == write {
		need += len(s.data)
	} else if need < len(data) {
		return data[:need:need]
	}
	if need > len(data) {
		data = append(data, make([]byte, need-len(data))...)
	}
	for i := 0; i < len(s.data); {
		next := min(len(s.data), i+sector-(int(s.off)+i)%sector)
		if r == nil || r.Intn(2) == 0 {
			copy(data[int(s.off)+i:], s.data[i:next])
		}
		i = next
	}
	return data
}
