package vault

import (
	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// memfile is a file that SQLite means to throw away: a sorting run, a statement's journal, the journal of a database
// that is only being made. It never reaches the disk.
type memfile struct {
	data []byte
}

// maxMemfile bounds a throw-away file, in bytes; past it, SQLite is told that the disk is full.
const maxMemfile = 1 << 30

func openMemory(p uintptr, flags int32, outFlags uintptr) {
	*at[slot](p) = slot{methods: memoryMethods, number: scratch.add(&memfile{})}
	if outFlags != 0 {
		*at[int32](outFlags) = flags
	}
}

var (
	memoryMethods = uintptrOf(&memoryMethodTable)

	memoryMethodTable = ioMethods{
		FiVersion:               1,
		FxClose:                 word(fileMethod(memClose)),
		FxRead:                  word(transferMethod(memRead)),
		FxWrite:                 word(transferMethod(memWrite)),
		FxTruncate:              word(truncateMethod(memTruncate)),
		FxSync:                  word(levelMethod(memNothing)),
		FxFileSize:              word(answerMethod(memFileSize)),
		FxLock:                  word(levelMethod(memNothing)),
		FxUnlock:                word(levelMethod(memNothing)),
		FxCheckReservedLock:     word(answerMethod(memCheckReservedLock)),
		FxFileControl:           word(controlMethod(memFileControl)),
		FxSectorSize:            word(fileMethod(memSectorSize)),
		FxDeviceCharacteristics: word(fileMethod(memDeviceCharacteristics)),
	}
)

func memClose(_ *libc.TLS, p uintptr) int32 {
	clear(memfileOf(p).data)
	scratch.drop(at[slot](p).number)
	return sqlite3.SQLITE_OK
}

func memRead(_ *libc.TLS, p, buf uintptr, n int32, off int64) int32 {
	m, into := memfileOf(p), memory(buf, int(n))
	clear(into)
	if off >= int64(len(m.data)) || copy(into, m.data[off:]) < len(into) {
		return sqlite3.SQLITE_IOERR_SHORT_READ
	}
	return sqlite3.SQLITE_OK
}

func memWrite(_ *libc.TLS, p, buf uintptr, n int32, off int64) int32 {
	m, end := memfileOf(p), off+int64(n)
	if end > maxMemfile {
		return sqlite3.SQLITE_FULL
	}
	if end > int64(len(m.data)) {
		m.data = append(m.data, make([]byte, end-int64(len(m.data)))...)
	}
	copy(m.data[off:], memory(buf, int(n)))
	return sqlite3.SQLITE_OK
}

func memTruncate(_ *libc.TLS, p uintptr, size int64) int32 {
	if m := memfileOf(p); size < int64(len(m.data)) {
		clear(m.data[size:])
		m.data = m.data[:size]
	}
	return sqlite3.SQLITE_OK
}

func memFileSize(_ *libc.TLS, p, result uintptr) int32 {
	*at[int64](result) = int64(len(memfileOf(p).data))
	return sqlite3.SQLITE_OK
}

func memCheckReservedLock(_ *libc.TLS, _, result uintptr) int32 {
	*at[int32](result) = 0
	return sqlite3.SQLITE_OK
}

func memNothing(*libc.TLS, uintptr, int32) int32 { return sqlite3.SQLITE_OK }

func memFileControl(*libc.TLS, uintptr, int32, uintptr) int32 { return sqlite3.SQLITE_NOTFOUND }

func memSectorSize(*libc.TLS, uintptr) int32 { return PageSize }

func memDeviceCharacteristics(*libc.TLS, uintptr) int32 {
	return sqlite3.SQLITE_IOCAP_POWERSAFE_OVERWRITE
}
