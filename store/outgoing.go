package store

import (
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
)

// Outgoing says what is to be written into a package and for whom.
type Outgoing struct {
	Kind exchange.Kind
	To   []app.ID // seats it is for; the office's key is added by itself. Empty with Phrase: whoever has the phrase
	// Phrase opens the package instead of a seat's key: for those who have no seat. It is asked for as every phrase is.
	Phrase string
	Full   bool           // everything within scope, also what the receivers are known to have
	Notes  bool           // also when the receivers lack nothing but traces of reading, printing, exporting and the like
	Scope  exchange.Scope // what the sender chose; each receiver's own scope narrows it further
	Names  bool           // the sender confirmed that texts go in which names stand that a receiver may not see
}

// Sized is what a package would hold.
type Sized struct {
	Records int   // deeds, reads and prints among them
	Changes int   // field changes of them
	Blobs   int   // attached files
	Bytes   int64 // about how long the file would be; never less than it will be
	Cases   int   // cases that something is about
	Absent  int   // attached files that should go along and are not here, or are damaged
	// Narrowed says that the scopes of the receivers differ: what is not within all of them does not go along.
	Narrowed bool
}

// Empty says whether the receivers have all of it, but for traces of reading, printing and exporting.
func (s Sized) Empty() bool { return s.Changes == 0 && s.Blobs == 0 }

// Sent is a package that was written here.
type Sent struct {
	Number  int64 // of this seat's packages, from 1
	ID      app.ID
	Kind    exchange.Kind
	At      time.Time
	Seat    app.ID // who wrote it
	To      []app.ID
	Name    string   // of the file, without a folder
	Paths   []string // where it was written, in parts when it was split; kept on this laptop alone
	Bytes   int64
	SHA256  string // of the file, hex
	Records int
	Changes int
	Blobs   int
	Absent  int
	// Narrowed says that the scopes of the receivers differed: what was not within all of them did not go along.
	Narrowed bool
}

// WriteTo says where a package goes.
type WriteTo struct {
	Dir   string // folder or stick
	Limit int64  // bytes a single file may have, 0 = what the file system bears: a longer package is split
}
