// Package tap lets the tests of the vault and of the store see what reaches the disk, and take the vault's cures out to
// prove that they are needed. The program itself never sets anything here; package vaulttest does.
package tap

import "sync/atomic"

// Kind says what was asked of the disk.
type Kind byte

// What the engine asks of the disk. A write is only certain to be there once a sync of its file has returned.
const (
	Write    Kind = 'w'
	Truncate Kind = 't'
	Sync     Kind = 's'
	Delete   Kind = 'd'
)

// Op is one thing asked of the disk, in the order in which it was asked.
type Op struct {
	Kind Kind
	Path string // full path of the file
	Off  int64  // of a write: where, in bytes; of a truncation: the new size
	Data []byte // of a write: what the disk receives, encrypted; the listener may keep it
}

// listener sees every operation; nil means nobody listens.
var listener atomic.Pointer[func(Op)]

// Listen makes f see every operation of every encrypted database from now on; nil ends it. f is called from whatever
// goroutine works with the database.
func Listen(f func(Op)) {
	if f == nil {
		listener.Store(nil)
		return
	}
	listener.Store(&f)
}

// Tell hands an operation to who listens.
func Tell(kind Kind, path string, off int64, data []byte) {
	if f := listener.Load(); f != nil {
		(*f)(Op{Kind: kind, Path: path, Off: off, Data: append([]byte(nil), data...)})
	}
}

// The cures, on unless a test takes one out.
var (
	// NoGeometry takes out the cure of a torn page 1.
	NoGeometry atomic.Bool
	// NoGuard takes out the refusal to change files before a page proved the key.
	NoGuard atomic.Bool
	// NoTorn takes out the telling of damage from a torn end in a WAL.
	NoTorn atomic.Bool
)
