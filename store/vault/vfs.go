package vault

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"lianshen/store/vault/internal/tap"
)

// system is one registered file system: one key over the engine's own file system, which does the opening, locking,
// sharing and syncing.
type system struct {
	key    *Key
	name   string
	self   uintptr // what was registered
	base   uintptr // the engine's own
	open   openMethod
	delete deleteMethod
	access accessMethod
	full   fullPathMethod

	mu     sync.Mutex
	guards map[string]*guard // of the databases now open, by full path
}

// guard watches over the files of one open database. With a wrong key nothing authenticates, SQLite takes a WAL full of
// committed transactions for an empty one, and deletes it. So until some page of this database has authenticated under
// this key, nothing of it is written, cut or deleted.
type guard struct {
	proven atomic.Bool
	fresh  bool // made by this opening: there is nothing to lose, and no journal to replay
	opened int  // main files open, under system.mu
}

func (g *guard) mayChange() bool { return g.proven.Load() || tap.NoGuard.Load() }

var (
	registering sync.Mutex
	registered  = map[*Key]*system{}
	named       int
)

// VFS registers the encrypting file system of this key with SQLite, once, and gives its name, for the vfs= parameter of
// a database's address. Databases are opened through it with journal_mode=wal and synchronous=full; see the package
// documentation for what it refuses.
func (k *Key) VFS() (string, error) {
	registering.Lock()
	defer registering.Unlock()
	if err := k.alive(); err != nil {
		return "", err
	}
	if s := registered[k]; s != nil {
		return s.name, nil
	}
	named++
	s := &system{key: k, name: fmt.Sprintf("lianshen-%d", named), guards: map[string]*guard{}}
	if err := s.register(); err != nil {
		return "", fmt.Errorf("register the encrypting file system: %w", err)
	}
	registered[k] = s
	return s.name, nil
}

// errForgotten keeps a wiped key from sealing anything: under zeros, everybody could read it.
var errForgotten = errors.New("the key is forgotten")

// Forgotten says whether the key was wiped: what would be computed with it, anybody could compute.
func (k *Key) Forgotten() bool { return k.alive() != nil }

func (k *Key) alive() error {
	if k.data == [KeySize]byte{} {
		return errForgotten
	}
	return nil
}

// Forget takes the file system of this key away from SQLite and wipes the key. Connections must be closed before; one
// that was left open cannot open files any more, and the key neither seals nor opens anything. Copies inside ciphers go
// when the collector takes them.
func (k *Key) Forget() {
	registering.Lock()
	defer registering.Unlock()
	if s := registered[k]; s != nil {
		t := libc.NewTLS()
		sqlite3.Xsqlite3_vfs_unregister(t, s.self) // its memory stays: a connection left open may still point there
		t.Close()
		delete(registered, k)
	}
	*k = Key{}
}

// register makes a copy of the engine's default file system with our methods where names or contents matter.
func (s *system) register() error {
	t := libc.NewTLS()
	defer t.Close()
	if rc := sqlite3.Xsqlite3_initialize(t); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("start the engine: code %d", rc)
	}
	if s.base = sqlite3.Xsqlite3_vfs_find(t, 0); s.base == 0 {
		return fmt.Errorf("the engine has no file system")
	}
	base := at[engineVFS](s.base)
	s.open, s.delete = method[openMethod](base.FxOpen), method[deleteMethod](base.FxDelete)
	s.access, s.full = method[accessMethod](base.FxAccess), method[fullPathMethod](base.FxFullPathname)
	name, err := libc.CString(s.name)
	if err != nil {
		return err
	}
	if s.self = libc.Xcalloc(t, 1, libc.Tsize_t(vfsSize)); s.self == 0 {
		return fmt.Errorf("no memory")
	}
	v := at[engineVFS](s.self)
	*v = *base
	v.FpNext, v.FzName = 0, name
	v.FpAppData = systems.add(s)
	v.FszOsFile = base.FszOsFile + int32(slotSize)
	v.FxOpen, v.FxDelete = word(openMethod(xOpen)), word(deleteMethod(xDelete))
	v.FxAccess, v.FxFullPathname = word(accessMethod(xAccess)), word(fullPathMethod(xFullPath))
	if rc := sqlite3.Xsqlite3_vfs_register(t, s.self, 0); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("code %d", rc)
	}
	return nil
}

const (
	temporary = sqlite3.SQLITE_OPEN_TEMP_DB | sqlite3.SQLITE_OPEN_TEMP_JOURNAL | sqlite3.SQLITE_OPEN_TRANSIENT_DB | sqlite3.SQLITE_OPEN_SUBJOURNAL

	walSuffix     = "-wal"
	journalSuffix = "-journal"
)

func xOpen(t *libc.TLS, vfs, name, p uintptr, flags int32, outFlags uintptr) int32 {
	*at[slot](p) = slot{} // SQLite closes a file that has methods even when its opening failed
	s := systemOf(vfs)
	switch {
	case flags&temporary != 0:
		openMemory(p, flags, outFlags)
		return sqlite3.SQLITE_OK
	case name == 0:
		return sqlite3.SQLITE_CANTOPEN
	case flags&sqlite3.SQLITE_OPEN_MAIN_DB != 0:
		return s.openDatabase(t, name, p, flags, outFlags)
	case flags&sqlite3.SQLITE_OPEN_WAL != 0:
		return s.openWAL(t, name, p, flags, outFlags)
	case flags&sqlite3.SQLITE_OPEN_MAIN_JOURNAL != 0:
		// Only a database that is just being made (VACUUM INTO) writes one, and its journal can be lost with it.
		if g := s.guardOf(strings.TrimSuffix(libc.GoString(name), journalSuffix)); g != nil && g.fresh {
			openMemory(p, flags, outFlags)
			return sqlite3.SQLITE_OK
		}
	}
	return sqlite3.SQLITE_CANTOPEN
}

// openDatabase opens a main file. One that is there but empty lost its contents, and SQLite would take it for new and
// delete its WAL; so would it when only the WAL is left.
func (s *system) openDatabase(t *libc.TLS, name, p uintptr, flags int32, outFlags uintptr) int32 {
	path := libc.GoString(name)
	info, err := os.Stat(path)
	there := err == nil
	if there && info.Size() == 0 {
		return sqlite3.SQLITE_NOTADB
	}
	if wal, err := os.Stat(path + walSuffix); !there && err == nil && wal.Size() > 0 {
		return sqlite3.SQLITE_NOTADB
	}
	f, err := s.file(path, inDatabase)
	if err != nil {
		return sqlite3.SQLITE_CANTOPEN
	}
	if !f.equip(t) {
		return sqlite3.SQLITE_NOMEM
	}
	if rc := s.open(t, s.base, name, own(p), flags, outFlags); rc != sqlite3.SQLITE_OK {
		f.strip(t)
		return rc
	}
	f.guard = s.take(path, !there)
	f.show(p)
	return sqlite3.SQLITE_OK
}

func (s *system) openWAL(t *libc.TLS, name, p uintptr, flags int32, outFlags uintptr) int32 {
	path := libc.GoString(name)
	f, err := s.file(path, inWAL)
	if err != nil {
		return sqlite3.SQLITE_CANTOPEN
	}
	if f.guard = s.guardOf(strings.TrimSuffix(path, walSuffix)); f.guard == nil {
		return sqlite3.SQLITE_CANTOPEN
	}
	if !f.equip(t) {
		return sqlite3.SQLITE_NOMEM
	}
	if rc := s.open(t, s.base, name, own(p), flags, outFlags); rc != sqlite3.SQLITE_OK {
		f.strip(t)
		return rc
	}
	f.show(p)
	return sqlite3.SQLITE_OK
}

// take gives the guard of a database that is being opened. Every first opening has to prove the key again: between
// two of them the file may have been replaced.
func (s *system) take(path string, fresh bool) *guard {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guards[path]
	if g == nil {
		g = &guard{fresh: fresh}
		g.proven.Store(fresh)
		s.guards[path] = g
	}
	g.opened++
	return g
}

func (s *system) leave(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.guards[path]; g != nil {
		if g.opened--; g.opened == 0 {
			delete(s.guards, path)
		}
	}
}

func (s *system) guardOf(path string) *guard {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.guards[path]
}

// xDelete lets a WAL go once its database has proven the key, and the journal of a database that is just being made,
// which never was on disk. SQLite has nothing else to delete.
func xDelete(t *libc.TLS, vfs, name uintptr, syncDir int32) int32 {
	s, path := systemOf(vfs), libc.GoString(name)
	if database, ok := strings.CutSuffix(path, journalSuffix); ok {
		if g := s.guardOf(database); g != nil && g.fresh {
			return sqlite3.SQLITE_OK
		}
	}
	database, ok := strings.CutSuffix(path, walSuffix)
	if !ok {
		return sqlite3.SQLITE_IOERR_DELETE
	}
	if g := s.guardOf(database); g == nil || !g.mayChange() {
		return sqlite3.SQLITE_IOERR_DELETE
	}
	tap.Tell(tap.Delete, path, 0, nil)
	return s.delete(t, s.base, name, syncDir)
}

func xAccess(t *libc.TLS, vfs, name uintptr, flags int32, result uintptr) int32 {
	s := systemOf(vfs)
	return s.access(t, s.base, name, flags, result)
}

func xFullPath(t *libc.TLS, vfs, name uintptr, size int32, out uintptr) int32 {
	s := systemOf(vfs)
	return s.full(t, s.base, name, size, out)
}
