package vault

import (
	"errors"

	sqlite3 "modernc.org/sqlite/lib"
)

// ErrDamaged says that bytes are not what was written under this key: a flipped bit, a page in the wrong place, a cut
// file, or simply another key's file. Which of these it is cannot be told; nothing of what failed is ever handed out.
var ErrDamaged = errors.New("does not authenticate under this key")

// IsDamage reports whether an error, of this package or of the database engine, stems from damage: ErrDamaged itself,
// the engine's report of a page that did not authenticate or of a change refused because no page had, and its own
// findings of a malformed database.
func IsDamage(err error) bool {
	if errors.Is(err, ErrDamaged) {
		return true
	}
	var coded interface{ Code() int }
	if !errors.As(err, &coded) {
		return false
	}
	switch coded.Code() {
	case sqlite3.SQLITE_IOERR_DATA, sqlite3.SQLITE_IOERR_BADKEY:
		return true
	}
	switch coded.Code() & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return true
	}
	return false
}
