package vault

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"lianshen/store/vault/internal/tap"
)

// Offsets in page 1 of a database, from SQLite's description of its file format.
const (
	atPageSize     = 16
	atWriteVersion = 18 // 1 rollback journal, 2 WAL
	atReadVersion  = 19
	atReserved     = 20
	atAutoVacuum   = 52

	sqliteMagic = "SQLite format 3\x00"
	walVersion  = 2
)

// geometry writes the beginning of page 1 of every database of ours: how its pages are cut, and nothing of what it says.
func geometry(page []byte) {
	copy(page, sqliteMagic)
	binary.BigEndian.PutUint16(page[atPageSize:], PageSize)
	page[atWriteVersion], page[atReadVersion], page[atReserved] = walVersion, walVersion, Reserved
	page[21], page[22], page[23] = 64, 32, 32 // payload fractions, fixed by the format
}

// readDatabase reads a page, or the part of one that SQLite asks for when it looks at the header.
func (f *file) readDatabase(t *libc.TLS, into []byte, off int64) int32 {
	in := off % PageSize
	at := place{inDatabase, off/PageSize + 1}
	if in == 0 && len(into) == PageSize {
		return f.readPage(t, into, off, at)
	}
	if in+int64(len(into)) > PageSize {
		return sqlite3.SQLITE_IOERR_READ
	}
	page := f.buf[:PageSize]
	rc := f.readPage(t, page, off-in, at)
	if rc == sqlite3.SQLITE_IOERR_DATA && at.number == 1 && !tap.NoGeometry.Load() {
		// The first look at page 1 comes before the WAL is read. Power lost in a checkpoint can leave page 1 torn, and the
		// WAL whole, from which SQLite would mend it; failing here would lock everyone out for ever. So the look is answered
		// with what is the same in every database, and the reading of the whole page that follows still authenticates.
		if f.foreign(t) {
			return sqlite3.SQLITE_NOTADB
		}
		clear(page)
		geometry(page)
		rc = sqlite3.SQLITE_OK
	}
	copy(into, page[in:])
	return rc
}

// readPage reads and opens a whole page. A page that the file does not have is damage: SQLite would take it for zeros.
// Only a database that has no page at all is new.
func (f *file) readPage(t *libc.TLS, into []byte, off int64, at place) int32 {
	switch rc := f.fetch(t, into, off); {
	case rc == sqlite3.SQLITE_IOERR_SHORT_READ:
		clear(into)
		if f.guard.fresh && f.size(t) == 0 {
			return rc
		}
		return sqlite3.SQLITE_IOERR_DATA
	case rc != sqlite3.SQLITE_OK:
		clear(into)
		return rc
	}
	if !f.pages.open(into, at) {
		return sqlite3.SQLITE_IOERR_DATA
	}
	f.proved()
	return sqlite3.SQLITE_OK
}

// strangers is how many written pages that are not ours, and that the WAL does not hold, make a file another key's. One
// or two may be worn out.
const strangers = 4

// foreign reports whether the file, the first page of which does not authenticate, is another key's rather than torn. A
// WAL of ours that lies beside it must not be poured into it. Power that is lost in a checkpoint can tear every page that
// the checkpoint writes, however many they are; but each of those has its frame in the WAL.
func (f *file) foreign(t *libc.TLS) bool {
	held := f.heldByWAL()
	page := f.buf[:PageSize]
	for number, strange := int64(2), 0; strange < strangers; number++ {
		if f.fetch(t, page, (number-1)*PageSize) != sqlite3.SQLITE_OK {
			return false
		}
		if empty(page) || held[number] {
			continue // never written, or to be mended
		}
		if f.pages.open(page, place{inDatabase, number}) {
			f.proved()
			return false
		}
		strange++
	}
	return true
}

// heldByWAL gives the numbers of the pages of which the WAL beside the database has a frame of ours.
func (f *file) heldByWAL() map[int64]bool {
	held := map[int64]bool{}
	wal, err := os.Open(f.path + "-wal")
	if err != nil {
		return held // nothing lies beside it that could be poured in
	}
	defer wal.Close()
	heads := newHeads(f.system.key)
	var whole [walHeadSize]byte
	if _, err := wal.ReadAt(whole[:], 0); err != nil {
		return held
	}
	heads.open(whole[:], 0)
	var head [frameHeadSize]byte
	for frame := int64(1); ; frame++ {
		if _, err := wal.ReadAt(head[:], frameAt(frame)); err != nil {
			return held
		}
		heads.open(head[:], frame)
		if sameSalt(whole[:], head[:]) {
			held[int64(binary.BigEndian.Uint32(head[:]))] = true
		}
	}
}

// writeDatabase seals and writes a page. Anything but a whole page with an empty reserve is refused.
func (f *file) writeDatabase(t *libc.TLS, page []byte, off int64) int32 {
	if len(page) != PageSize || off%PageSize != 0 || !empty(page[bodySize:]) {
		return sqlite3.SQLITE_IOERR_WRITE
	}
	if off == 0 {
		if !first(page) || !ours(page) {
			return sqlite3.SQLITE_IOERR_WRITE
		}
		// VACUUM INTO makes its copy for a rollback journal. On disk every database says WAL, so that none has to be
		// converted, which would need a journal.
		page = append(f.buf[:0], page...)
		page[atWriteVersion], page[atReadVersion] = walVersion, walVersion
	}
	f.pages.seal(f.out, page, place{inDatabase, off/PageSize + 1})
	return f.put(t, f.out, off)
}

// first reports whether this is page 1: no other begins so.
func first(page []byte) bool { return string(page[:len(sqliteMagic)]) == sqliteMagic }

// ours reports whether page 1 has the geometry that the vault needs: our page size and reserve, and no auto-vacuum,
// which SQLite reads at the first look, where the bare geometry may stand in.
func ours(page []byte) bool {
	return binary.BigEndian.Uint16(page[atPageSize:]) == PageSize && page[atReserved] == Reserved &&
		binary.BigEndian.Uint32(page[atAutoVacuum:]) == 0
}

func empty(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// NewDatabase writes an empty encrypted database of one page to path, which must not exist, and syncs it. SQLite has no
// other way from Go to a database whose pages end in a reserve.
func (k *Key) NewDatabase(path string) (err error) {
	p, err := newPages(k)
	if err != nil {
		return err
	}
	sealed := make([]byte, PageSize)
	p.seal(sealed, emptyDatabase(), place{inDatabase, 1})
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("create the database: %w", err)
	}
	_, err = f.Write(sealed)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = disk{}.syncNames(filepath.Dir(path))
	}
	if err != nil {
		os.Remove(path)
		return fmt.Errorf("write the database: %w", err)
	}
	return nil
}

// emptyDatabase gives page 1 of a database without tables, laid out as SQLite's file format says.
func emptyDatabase() []byte {
	page := make([]byte, PageSize)
	geometry(page)
	for at, n := range map[int]uint32{
		24: 1,       // change counter
		28: 1,       // pages
		44: 4,       // schema format
		56: 1,       // UTF-8
		92: 1,       // change counter for which the number of pages holds
		96: 3054001, // SQLite's version
	} {
		binary.BigEndian.PutUint32(page[at:], n)
	}
	page[100] = 13 // leaf of a table, here of the schema
	binary.BigEndian.PutUint16(page[105:], bodySize)
	return page
}
