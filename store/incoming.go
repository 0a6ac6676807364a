package store

import (
	"context"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/journal"
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
	Late    int           // records written after their seat was left out: they are not taken in
	Beyond  []BeyondRole  // deeds that the roles of who did them do not allow, as they stand here
}

// Party is somebody who sends or receives.
type Party struct {
	Seat     app.ID
	Person   string
	Laptop   string
	Enrolled bool
	Out      bool
}

// Grave says whether the package needs a typed word: it would remove more than a tenth of what there is, or touch what
// is signed.
func (c Coming) Grave() bool { return c.Removed*10 > c.Living || len(c.Signed) > 0 }

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
}

// Examine opens a package, proves it whole and says what it would do. progress (may be nil) is told bytes done of bytes.
// Refusals, each with a sentence of its own: those of exchange.Open, "exchange.elsewhere" (of another workspace),
// "exchange.own" (our own file), "exchange.sender" (nobody here has enrolled who wrote it), "exchange.sender.out",
// "exchange.gap" (an earlier file is missing: which seat, from which number), "exchange.fork" (the seat exists twice),
// "exchange.record" (a record does not prove).
func (w *Workspace) Examine(ctx context.Context, paths []string, progress func(done, total int64)) (Coming, error) {
	return Coming{}, errNotThere
}

// TakeIn takes a package in: all of it in one transaction, after a backup. A package of which everything is here changes
// nothing and gives the zero Import. It refuses as Examine does, with "exchange.grave" when the word is missing, and as
// app.Permit does.
func (w *Workspace) TakeIn(ctx context.Context, paths []string, how TakeIn, progress func(done, total int64)) (Import, error) {
	return Import{}, errNotThere
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

// Imports gives every import of this laptop, the latest first.
func (w *Workspace) Imports(ctx context.Context) ([]Import, error) { return nil, errNotThere }

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

// ImportSummary tells what an import did and what became of its clashes.
func (w *Workspace) ImportSummary(ctx context.Context, n int64) (ImportSummary, error) {
	return ImportSummary{}, errNotThere
}

// TakeBackPlan is what taking back an import would do.
type TakeBackPlan struct {
	Import Import
	Goes   int     // records of the import that would lose their effect
	Rests  []Event // later deeds that rest on them and would go along, one event a deed
	Stays  int     // later deeds that stay
}

// PlanTakeBack says what taking back import n would do. It refuses with "import.unknown", "import.back" (taken back
// already).
func (w *Workspace) PlanTakeBack(ctx context.Context, n int64) (TakeBackPlan, error) {
	return TakeBackPlan{}, errNotThere
}

// TakeBack takes the effect from an import and from what rests on it. Nothing is deleted: TakeAgain, or taking in the
// same file again, brings all of it back. Refusals: those of PlanTakeBack and app.Permit.
func (w *Workspace) TakeBack(ctx context.Context, n int64, why string) error { return errNotThere }

// TakeAgain gives an import that was taken back its effect again. It refuses with "import.unknown" and "import.inforce".
func (w *Workspace) TakeAgain(ctx context.Context, n int64) error { return errNotThere }

// Clash is a field in which people contradict each other, or a noun that one deleted and another changed (Field "").
type Clash struct {
	Entity app.ID
	Kind   app.Kind
	Case   app.ID // "" = shared by all cases
	Number string // of the case
	Field  string // path, see package journal; "" = whether the noun is to be there at all
	Base   []byte // JSON value before all sides; nil = none
	Sides  []Side // at least two; the one that is shown meanwhile comes first
	Doc    []byte // the noun as it is shown meanwhile, JSON
}

// Side is what one person wrote.
type Side struct {
	Ref    journal.Ref // the change
	Record int64       // its record here
	At     time.Time
	Who    string
	Seat   app.ID
	Mine   bool // written at a seat of this laptop
	Verb   app.Verb
	Value  []byte // JSON; nil = the field was emptied, or the noun deleted
	Doc    []byte // with Field "": the noun as this side left it, nil = deleted
}

// Clashes gives every open clash, or those of one case, by case number, noun and field.
func (w *Workspace) Clashes(ctx context.Context, caseID app.ID) ([]Clash, error) {
	return nil, errNotThere
}

// CountClashes gives how many clashes are open.
func (w *Workspace) CountClashes(ctx context.Context) (int, error) { return 0, nil }

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

// Peers tells for every seat at work, and those left out behind them, who has what.
func (w *Workspace) Peers(ctx context.Context) ([]Peer, error) { return nil, errNotThere }
