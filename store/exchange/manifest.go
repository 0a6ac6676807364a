package exchange

import (
	"encoding/json"

	"lianshen/app"
)

// The versions of the package file. A reader opens a package whose MinRead is not above its own Format.
const (
	Format  = 1
	MinRead = 1
)

// Suffix ends the name of every package file.
const Suffix = ".lspack"

// Kind says what a package is for. Kinds that a program does not know are refused in words of their own and left alone.
type Kind string

// The kinds of package.
const (
	RoundPack   Kind = "round"    // a new seat's workspace: the round, its cases within scope, what all share
	WorkPack    Kind = "work"     // what the other lacks, or everything, or chosen cases and strands
	ReadingPack Kind = "reading"  // opens as a workspace in which nothing can be changed
	Templates   Kind = "template" // checklists, laws, calendars, for any workspace
	ReceiptOnly Kind = "receipt"  // no records: only what the sender has
)

// Kinds lists all.
var Kinds = []Kind{RoundPack, WorkPack, ReadingPack, Templates, ReceiptOnly}

// Manifest says what a package holds. The sender's seat signs its bytes.
type Manifest struct {
	Format  int    `json:"format"`
	MinRead int    `json:"minRead"` // lowest Format that reads it
	Program string `json:"program"` // version of the program that wrote it
	Kind    Kind   `json:"kind"`
	ID      app.ID `json:"id"`     // UUIDv7 of this package
	Number  int64  `json:"number"` // the sender's packages are numbered from 1
	Made    int64  `json:"made"`   // milliseconds since 1970 UTC by the sender's clock

	Workspace string `json:"workspace"`       // "" with Templates
	Founder   []byte `json:"founder"`         // public key of the seat that founded it: the root of trust of a round pack
	Title     string `json:"title,omitempty"` // what people call the round
	Sample    bool   `json:"sample,omitempty"`
	// Office is the recipient of the office's key, "age1…", "" = none: a workspace that begins with a round pack can be
	// opened by it, too.
	Office string `json:"office,omitempty"`

	From Sender   `json:"from"`
	To   []string `json:"to"` // seats in the log it is meant for; the office may open it as well

	Since    Vector            `json:"since"`              // what the receiver must have already
	Has      Vector            `json:"has"`                // what the sender had when writing it
	Withheld map[string]Ranges `json:"withheld,omitempty"` // records up to Has that the receiver does not get, by seat
	Scope    Scope             `json:"scope"`

	Records  int    `json:"records"`
	Changes  int    `json:"changes"`
	Log      Part   `json:"log"`             // log.zst, compressed
	LogPlain int64  `json:"logPlain"`        // its size uncompressed, bytes
	Extra    *Part  `json:"extra,omitempty"` // extra.json: the nouns of Templates
	Blobs    []Blob `json:"blobs,omitempty"`

	Receipts []Receipt `json:"receipts,omitempty"` // every seat's latest that the sender knows, the own first
}

// Sender is who wrote a package.
type Sender struct {
	Seat   string `json:"seat"`          // in the log
	Key    []byte `json:"key"`           // its public key; Seat follows from it
	Box    string `json:"box,omitempty"` // its age recipient, so that Fingerprint can be shown to who does not know the seat
	Person string `json:"person"`
	Laptop string `json:"laptop"`
}

// Scope narrows a package. Empty means everything.
type Scope struct {
	Cases   []app.ID     `json:"cases,omitempty"`
	Strands []app.Strand `json:"strands,omitempty"`
}

// Whole says whether the scope is everything.
func (s Scope) Whole() bool { return len(s.Cases) == 0 && len(s.Strands) == 0 }

// Part is one entry of the archive.
type Part struct {
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"` // hex
}

// Blob is an attached file.
type Blob struct {
	Hash string `json:"hash"` // SHA-256 of its contents, hex
	Size int64  `json:"size"`
}

// Receipt says what a laptop has, signed by a seat on it. Nothing but a receipt tells what somebody has: that a package
// was written for him or her tells nothing.
type Receipt struct {
	Workspace string   `json:"workspace"`
	Seat      string   `json:"seat"`
	Here      []string `json:"here"`    // the seats that sit on this laptop
	Made      int64    `json:"made"`    // milliseconds since 1970 UTC by its clock
	Count     int64    `json:"count"`   // rises with every receipt of the seat: the highest is the latest
	Program   string   `json:"program"` // version
	Has       Vector   `json:"has"`
	Awaits    []string `json:"awaits,omitempty"` // attached files that are not there yet: SHA-256, hex, at most MaxAwaits
	Sig       []byte   `json:"sig"`

	more map[string]json.RawMessage // members of a newer program, passed on as they came
}

// MaxAwaits is how many missing files a receipt names at most.
const MaxAwaits = 10_000
