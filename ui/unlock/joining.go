package unlock

import (
	"context"
	"time"

	"lianshen/app"
	"lianshen/store"
)

// Asked is a request for a seat that was made on this laptop and waits for its pack.
type Asked struct {
	ID                   string // names it to the program
	Person, Dept, Laptop string
	On                   app.Date
	Fingerprint          []string // the groups that are compared face to face
	File                 string   // what its file is to be called, without a folder
}

// Pack is what a package says of itself once somebody could open it.
type Pack struct {
	Path    string
	Reading bool   // nothing can be changed with it
	Title   string // what people call the round, "" = not said
	Number  int64  // of the sender's packages
	Made    time.Time
	From    string   // who wrote it: person and laptop
	Office  []string // fingerprint of the keys it was written with, to be compared with the office's own
	Cases   int
	Files   int    // attached files in it
	For     string // whose seat it is for: person and laptop; "" = whoever has the phrase
	Dir     string // where the workspace is proposed to be
	Asked   string // the request that opens it, as Asked.ID names it; "" = none
	Own     bool   // whoever reads it chooses a phrase of his or her own: that of the package is known to others
	Again   bool   // Reading: it brings a workspace up to date that was opened from an earlier package
}

// Joiner is what the room asks of the program where a laptop joins a round that others have begun.
type Joiner interface {
	// Ask draws the keys of a new seat for the person of the visit and keeps them on this laptop under a pass phrase, beside
	// the place of the visit where the workspace is going to be.
	Ask(ctx context.Context, phrase string) (Asked, error)
	// AskedHere lists the requests that wait on this laptop, the latest first.
	AskedHere() ([]Asked, error)
	// SaveRequest writes the file of a request, which the office reads; nothing in it is secret.
	SaveRequest(a Asked, path string) error
	// Slip makes the PDF page of a request that is carried to the office.
	Slip(a Asked) ([]byte, error)
	// Forget takes a request away for good: a pack that was written for it opens nowhere any more.
	Forget(a Asked) error
	// Peek opens a package with the phrase of a request that waits here, or with the package's own, and says what it is.
	// Nothing is made yet.
	Peek(ctx context.Context, path, phrase string) (Pack, error)
	// Join makes the workspace of a package at p.Dir and shows it. phrase is the one that Peek was given; own opens the
	// workspace from then on where p.Own says so, else it is "".
	Join(ctx context.Context, p Pack, phrase, own string, progress func(done, total int64)) error
	// Sticks begins to tell f of the sticks that are there; see ask.Sticks.
	Sticks(ctx context.Context, f func([]store.Stick))
}
