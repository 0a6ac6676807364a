package vault

import (
	"sync"
	"sync/atomic"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// This file is the only one that touches the engine's memory. modernc's SQLite is C made into Go: it holds addresses and
// functions as plain words, which the collector does not see. So nothing of ours is handed to it but functions declared
// in this package, which live for ever, and small numbers that name what we keep in tables of our own.

// The methods of SQLite's files and file systems that are called or offered here.
type (
	openMethod     = func(t *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32
	deleteMethod   = func(t *libc.TLS, vfs, name uintptr, syncDir int32) int32
	accessMethod   = func(t *libc.TLS, vfs, name uintptr, flags int32, result uintptr) int32
	fullPathMethod = accessMethod // with the size of the result, and the result

	fileMethod      = func(t *libc.TLS, file uintptr) int32
	transferMethod  = func(t *libc.TLS, file, buf uintptr, n int32, off int64) int32
	truncateMethod  = func(t *libc.TLS, file uintptr, size int64) int32
	levelMethod     = func(t *libc.TLS, file uintptr, level int32) int32
	answerMethod    = func(t *libc.TLS, file, result uintptr) int32
	controlMethod   = func(t *libc.TLS, file uintptr, op int32, arg uintptr) int32
	shmMapMethod    = func(t *libc.TLS, file uintptr, region, size, extend int32, result uintptr) int32
	shmLockMethod   = func(t *libc.TLS, file uintptr, offset, n, flags int32) int32
	shmFenceMethod  = func(t *libc.TLS, file uintptr)
	ioMethods       = sqlite3.Tsqlite3_io_methods
	engineVFS       = sqlite3.Tsqlite3_vfs
	engineFile      = sqlite3.Tsqlite3_file
	anyEngineMethod interface {
		openMethod | deleteMethod | accessMethod | fileMethod | transferMethod | truncateMethod |
			levelMethod | answerMethod | controlMethod | shmMapMethod | shmLockMethod | shmFenceMethod
	}
)

// word gives a function as the engine keeps it. f must be a declared function, never a closure.
func word[F anyEngineMethod](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&f)) }

// method gives back the function of such a word.
func method[F anyEngineMethod](word uintptr) F { return *(*F)(unsafe.Pointer(&word)) }

// at gives what lies at an address of the engine's.
func at[T any](address uintptr) *T { return *(**T)(unsafe.Pointer(&address)) }

// memory gives n bytes of the engine's.
func memory(address uintptr, n int) []byte { return unsafe.Slice(at[byte](address), n) }

// address gives the address of a buffer of ours. It must lie on the heap, which the collector does not move; a stack moves.
func address(b []byte) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(b))) }

// uintptrOf gives the address of a value of ours, which must lie on the heap or be global, and outlive the engine's use.
func uintptrOf[T any](v *T) uintptr { return uintptr(unsafe.Pointer(v)) }

// slot is what the engine keeps for one of our files: the methods, our number for it, and behind both the engine's own
// file, which does the work.
type slot struct {
	methods uintptr
	number  uintptr
}

const (
	slotSize = unsafe.Sizeof(slot{})
	vfsSize  = unsafe.Sizeof(engineVFS{})
)

// own gives the address of the engine's own file behind one of ours.
func own(file uintptr) uintptr { return file + slotSize }

// table keeps values under small numbers. Looking up takes no lock; taking in and putting out copies the table, which is
// short.
type table[T any] struct {
	mu   sync.Mutex
	rows atomic.Pointer[[]*T]
}

func (t *table[T]) add(v *T) uintptr {
	t.mu.Lock()
	defer t.mu.Unlock()
	var rows []*T
	if old := t.rows.Load(); old != nil {
		rows = append(rows, *old...)
	}
	n := 0
	for n < len(rows) && rows[n] != nil {
		n++
	}
	if n == len(rows) {
		rows = append(rows, nil)
	}
	rows[n] = v
	t.rows.Store(&rows)
	return uintptr(n)
}

func (t *table[T]) get(n uintptr) *T { return (*t.rows.Load())[n] }

func (t *table[T]) drop(n uintptr) {
	t.mu.Lock()
	defer t.mu.Unlock()
	rows := append([]*T(nil), *t.rows.Load()...)
	rows[n] = nil
	t.rows.Store(&rows)
}

// What the engine's numbers stand for.
var (
	systems table[system] // file systems, in pAppData
	opened  table[file]   // encrypted files, in their slots
	scratch table[memfile]
)

func systemOf(vfs uintptr) *system { return systems.get(at[engineVFS](vfs).FpAppData) }
func fileOf(p uintptr) *file       { return opened.get(at[slot](p).number) }
func memfileOf(p uintptr) *memfile { return scratch.get(at[slot](p).number) }
