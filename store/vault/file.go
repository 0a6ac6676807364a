package vault

import (
	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"lianshen/store/vault/internal/tap"
)

// file is an open main database or WAL. SQLite uses a file from one goroutine at a time, so scratch space needs no lock.
type file struct {
	system *system
	guard  *guard
	kind   byte // inDatabase or inWAL
	path   string
	sure   bool // this file has proven the key already

	base  uintptr // the engine's own file
	io    *ioMethods
	read  transferMethod
	write transferMethod

	pages *pages
	heads *heads // of a WAL
	wal   walState
	buf   []byte // a frame
	out   []byte // a sealed page
	bytes int64  // the size, when asked for
}

func (s *system) file(path string, kind byte) (*file, error) {
	p, err := newPages(s.key)
	if err != nil {
		return nil, err
	}
	f := &file{system: s, kind: kind, path: path, pages: p}
	if kind == inWAL {
		f.heads = newHeads(s.key)
	}
	return f, nil
}

// equip gives the file its buffers, from the engine's own memory: the engine reckons with addresses in them, which Go
// allows only in memory that is not Go's. It reports whether there was memory.
func (f *file) equip(t *libc.TLS) bool {
	both := libc.Xcalloc(t, 1, frameSize+PageSize)
	if both == 0 {
		return false
	}
	all := memory(both, frameSize+PageSize)
	f.buf, f.out = all[:frameSize:frameSize], all[frameSize:]
	return true
}

// strip wipes the buffers and gives them back.
func (f *file) strip(t *libc.TLS) {
	clear(f.buf)
	libc.Xfree(t, address(f.buf))
	f.buf, f.out = nil, nil
}

// show makes SQLite see the file: the slot at p, behind which the engine's own file is open, becomes ours.
func (f *file) show(p uintptr) {
	f.base = own(p)
	f.io = at[ioMethods](at[engineFile](f.base).FpMethods)
	f.read, f.write = method[transferMethod](f.io.FxRead), method[transferMethod](f.io.FxWrite)
	*at[slot](p) = slot{methods: fileMethods, number: opened.add(f)}
}

// fileMethods are those of version 2: without xFetch, SQLite never maps a database into memory past the cipher.
var (
	fileMethods = uintptrOf(&fileMethodTable)

	fileMethodTable = ioMethods{
		FiVersion:               2,
		FxClose:                 word(fileMethod(xClose)),
		FxRead:                  word(transferMethod(xRead)),
		FxWrite:                 word(transferMethod(xWrite)),
		FxTruncate:              word(truncateMethod(xTruncate)),
		FxSync:                  word(levelMethod(xSync)),
		FxFileSize:              word(answerMethod(xFileSize)),
		FxLock:                  word(levelMethod(xLock)),
		FxUnlock:                word(levelMethod(xUnlock)),
		FxCheckReservedLock:     word(answerMethod(xCheckReservedLock)),
		FxFileControl:           word(controlMethod(xFileControl)),
		FxSectorSize:            word(fileMethod(xSectorSize)),
		FxDeviceCharacteristics: word(fileMethod(xDeviceCharacteristics)),
		FxShmMap:                word(shmMapMethod(xShmMap)),
		FxShmLock:               word(shmLockMethod(xShmLock)),
		FxShmBarrier:            word(shmFenceMethod(xShmBarrier)),
		FxShmUnmap:              word(levelMethod(xShmUnmap)),
	}
)

func xClose(t *libc.TLS, p uintptr) int32 {
	f := fileOf(p)
	rc := method[fileMethod](f.io.FxClose)(t, f.base)
	opened.drop(at[slot](p).number)
	if f.kind == inDatabase {
		f.system.leave(f.path)
	}
	f.strip(t)
	return rc
}

func xRead(t *libc.TLS, p, buf uintptr, n int32, off int64) int32 {
	f := fileOf(p)
	if n <= 0 || n > frameSize || off < 0 {
		return sqlite3.SQLITE_IOERR_READ
	}
	if f.kind == inWAL {
		return f.readWAL(t, memory(buf, int(n)), off)
	}
	return f.readDatabase(t, memory(buf, int(n)), off)
}

func xWrite(t *libc.TLS, p, buf uintptr, n int32, off int64) int32 {
	f := fileOf(p)
	if !f.guard.mayChange() {
		return sqlite3.SQLITE_IOERR_BADKEY
	}
	if n <= 0 || n > PageSize || off < 0 {
		return sqlite3.SQLITE_IOERR_WRITE
	}
	if f.kind == inWAL {
		return f.writeWAL(t, memory(buf, int(n)), off)
	}
	return f.writeDatabase(t, memory(buf, int(n)), off)
}

// proved notes that something authenticated under this key.
func (f *file) proved() {
	if !f.sure {
		f.sure = true
		f.guard.proven.Store(true)
	}
}

// fetch reads raw bytes of the file.
func (f *file) fetch(t *libc.TLS, into []byte, off int64) int32 {
	return f.read(t, f.base, address(into), int32(len(into)), off)
}

// put writes raw bytes, which must be sealed, to the file.
func (f *file) put(t *libc.TLS, sealed []byte, off int64) int32 {
	tap.Tell(tap.Write, f.path, off, sealed)
	return f.write(t, f.base, address(sealed), int32(len(sealed)), off)
}

// size gives the size of the file in bytes, -1 when it cannot be told.
func (f *file) size(t *libc.TLS) int64 {
	if method[answerMethod](f.io.FxFileSize)(t, f.base, uintptrOf(&f.bytes)) != sqlite3.SQLITE_OK {
		return -1
	}
	return f.bytes
}

func xTruncate(t *libc.TLS, p uintptr, size int64) int32 {
	f := fileOf(p)
	if !f.guard.mayChange() {
		return sqlite3.SQLITE_IOERR_BADKEY
	}
	if f.kind == inDatabase && size%PageSize != 0 {
		return sqlite3.SQLITE_IOERR_TRUNCATE
	}
	tap.Tell(tap.Truncate, f.path, size, nil)
	return method[truncateMethod](f.io.FxTruncate)(t, f.base, size)
}

func xSync(t *libc.TLS, p uintptr, flags int32) int32 {
	f := fileOf(p)
	rc := method[levelMethod](f.io.FxSync)(t, f.base, flags)
	if rc == sqlite3.SQLITE_OK {
		f.wal.synced()
		tap.Tell(tap.Sync, f.path, 0, nil)
	}
	return rc
}

// xFileControl passes on what is known to be harmless. Mapping into memory, growing in chunks and turning off the
// power-safe overwriting that whole-page writes count on are not.
func xFileControl(t *libc.TLS, p uintptr, op int32, arg uintptr) int32 {
	switch op {
	case sqlite3.SQLITE_FCNTL_LOCKSTATE, sqlite3.SQLITE_FCNTL_SYNC, sqlite3.SQLITE_FCNTL_SYNC_OMITTED,
		sqlite3.SQLITE_FCNTL_COMMIT_PHASETWO, sqlite3.SQLITE_FCNTL_PERSIST_WAL, sqlite3.SQLITE_FCNTL_HAS_MOVED,
		sqlite3.SQLITE_FCNTL_LAST_ERRNO, sqlite3.SQLITE_FCNTL_CKPT_START, sqlite3.SQLITE_FCNTL_CKPT_DONE,
		sqlite3.SQLITE_FCNTL_LOCK_TIMEOUT, sqlite3.SQLITE_FCNTL_WAL_BLOCK, sqlite3.SQLITE_FCNTL_WIN32_AV_RETRY:
		f := fileOf(p)
		return method[controlMethod](f.io.FxFileControl)(t, f.base, op, arg)
	}
	return sqlite3.SQLITE_NOTFOUND
}

// xDeviceCharacteristics denies reading parts of pages and batches that would go past the cipher, and promises that
// overwriting bytes leaves their neighbours, as SQLite assumes of every disk by default: frames are then never split.
func xDeviceCharacteristics(t *libc.TLS, p uintptr) int32 {
	f := fileOf(p)
	rc := method[fileMethod](f.io.FxDeviceCharacteristics)(t, f.base)
	return rc&^(sqlite3.SQLITE_IOCAP_SUBPAGE_READ|sqlite3.SQLITE_IOCAP_BATCH_ATOMIC) | sqlite3.SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

// What follows is the engine's own work.

func xFileSize(t *libc.TLS, p, result uintptr) int32 {
	f := fileOf(p)
	return method[answerMethod](f.io.FxFileSize)(t, f.base, result)
}

func xLock(t *libc.TLS, p uintptr, level int32) int32 {
	f := fileOf(p)
	return method[levelMethod](f.io.FxLock)(t, f.base, level)
}

func xUnlock(t *libc.TLS, p uintptr, level int32) int32 {
	f := fileOf(p)
	return method[levelMethod](f.io.FxUnlock)(t, f.base, level)
}

func xCheckReservedLock(t *libc.TLS, p, result uintptr) int32 {
	f := fileOf(p)
	return method[answerMethod](f.io.FxCheckReservedLock)(t, f.base, result)
}

func xSectorSize(t *libc.TLS, p uintptr) int32 {
	f := fileOf(p)
	return method[fileMethod](f.io.FxSectorSize)(t, f.base)
}

func xShmMap(t *libc.TLS, p uintptr, region, size, extend int32, result uintptr) int32 {
	f := fileOf(p)
	return method[shmMapMethod](f.io.FxShmMap)(t, f.base, region, size, extend, result)
}

func xShmLock(t *libc.TLS, p uintptr, offset, n, flags int32) int32 {
	f := fileOf(p)
	return method[shmLockMethod](f.io.FxShmLock)(t, f.base, offset, n, flags)
}

func xShmBarrier(t *libc.TLS, p uintptr) {
	f := fileOf(p)
	method[shmFenceMethod](f.io.FxShmBarrier)(t, f.base)
}

func xShmUnmap(t *libc.TLS, p uintptr, remove int32) int32 {
	f := fileOf(p)
	return method[levelMethod](f.io.FxShmUnmap)(t, f.base, remove)
}
