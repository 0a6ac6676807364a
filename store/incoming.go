package store

import (
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
)

// Coming is what a package would do here. Nothing has changed yet.
type Coming struct {
	Paths  []string // the file, in parts when it was split
	ID     app.ID
	Kind   exchange.Kind
	Number int64
	Made   time.Time
	Title  string
	From   Party
	// Known says that everything in it is here already; Before is the import that brought this very package, 0 = none.
	Known  bool
	Before int64
	// Again are the imports that were taken back and of which the package brings records again: they stay without effect
	// unless TakeIn.Again is set. Returns are those that come into effect again in any case, because it is their very file.
	Again, Returns []int64
	// Clock is by how much the sender's clock is ahead of what can be right; 0 when nothing speaks against it.
	Clock time.Duration

	Cases   []CaseComing // by number; the first has no ID when something shared changes
	Clashes []Clash      // that would be new
	Records int
	Changes int

	Blobs   int // attached files that come
	Missing int // attached files that nouns name and neither the package nor this laptop has

	Removed int           // nouns that would go
	Living  int           // nouns there are
	Signed  []SignedTouch // sign-offs that would no longer hold
	Void    int           // records here that would no longer count, because their seat is left out by the package
	Late    int           // records written after their seat was left out, or by a seat that nobody has enrolled: they are not taken in
	Takes   []SeatTake    // seats that enrol themselves with the package, each in the place of another
	Beyond  []BeyondRole  // deeds that the roles of who did them do not allow, as they stand here
}

// Party is somebody who sends or receives.
type Party struct {
	Seat     app.ID
	Person   string
	Laptop   string
	Enrolled bool // on the roll here before the package; whom only the package enrols is not
	Out      bool
}

// SeatTake is a seat that enrolled itself in the place of another one, as a restored or recovered workspace does. Nobody
// vouches for it: whoever knows the names of a workspace could write as much, so people have to ask whose seat it is.
type SeatTake struct {
	Who         string // the person it says it belongs to
	Laptop      string
	Fingerprint string // of its keys, to be compared with what the laptop shows: 4×4 digits
	Seat        app.ID
	Follows     app.ID // the seat whose place it takes
}

// Grave says whether the package needs a typed word: it would remove more than a tenth of what there is, touch what is
// signed, take their effect from records that are here, or let a seat enrol itself.
func (c Coming) Grave() bool {
	return c.Removed*10 > c.Living || len(c.Signed) > 0 || c.Void > 0 || len(c.Takes) > 0
}

// CaseComing is what a package would do to one case.
type CaseComing struct {
	ID       app.ID
	Number   string
	Unit     string
	New      int // nouns that come
	Changed  int // nouns that change
	Clashing int // fields that would clash
	Removed  int // nouns that go
}

// SignedTouch is a sign-off that would no longer hold.
type SignedTouch struct {
	Case    app.ID
	Signoff app.Signoff
}

// BeyondRole is a deed that its doer's roles do not allow.
type BeyondRole struct {
	Who  string
	Verb app.Verb
	Case app.ID
}

// TakeIn says how a package is taken in.
type TakeIn struct {
	Without []app.ID // cases that stay out for now; they come with a later package
	Sure    bool     // the person typed the word that a grave package needs
	Again   bool     // what was taken back and is in the package comes into effect again
	Package app.ID   // the package that was looked at before; another one in its place is refused. "" = whichever it is
}

// Import is a package that was taken in.
type Import struct {
	N       int64 // from 1, on this laptop
	At      time.Time
	By      app.ID // the seat that took it in
	From    Party
	Package app.ID
	Kind    exchange.Kind
	Number  int64
	Made    time.Time
	Name    string // of the file
	SHA256  string
	Records int
	Changes int
	Blobs   int
	Missing int
	Clashes int // fields that clashed by it
	Without []app.ID
	Back    time.Time // when it was taken back, zero = in effect
	Rest    int       // with Back: later records that rested on it and went along
}

// ImportSummary is what a person prints and signs of an import.
type ImportSummary struct {
	Import
	Cases   []CaseComing // what it did, by case
	People  []PersonDid  // who changed what
	Clashes []ClashFate  // what clashed by it and how it was settled since
	Awaited []string     // names of attached files that have not arrived
}

// PersonDid is how many deeds of a sort a person did in what came.
type PersonDid struct {
	Who   string
	Verb  app.Verb
	Deeds int
}

// ClashFate is a clash that an import brought, with what was chosen.
type ClashFate struct {
	Clash
	Chosen *Event // the choice; nil = still open
}

// TakeBackPlan is what taking back an import would do.
type TakeBackPlan struct {
	Import Import
	Goes   int     // records of the import that would lose their effect
	Rests  []Event // later deeds that rest on them and would go along, one event a deed
	Stays  int     // later deeds that stay
}

// Peer is a seat as far as is known here.
type Peer struct {
	app.Seat
	Who        app.Person
	Mine       bool          // sits on this laptop
	Heard      time.Time     // when its latest receipt was made, by its clock; zero = never heard from
	Via        time.Time     // when that receipt came here
	Program    string        // version, as of then
	Lacks      int           // field changes that it lacks of what is here and within its scope
	LacksBlobs int           // attached files it waits for that are here
	Ahead      int           // records that it has and we lack: a file of theirs is missing here
	Clock      time.Duration // by how much its clock is off, 0 = nothing speaks against it
	Forked     bool          // it exists twice: a copy of its workspace goes on beside it
	Last       *Sent         // the latest package written for it here
}
