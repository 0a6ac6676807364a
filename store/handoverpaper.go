package store

import (
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
)

// Certificate is what is known of a workspace that was handed over and wiped: the page that a person prints, signs and
// hands to the office. It is gathered before the wipe, since afterwards nobody can ask any more.
type Certificate struct {
	Workspace string   // ID of the workspace
	Titles    []string // what people call its rounds
	Dir       string   // the folder that was wiped
	Program   string   // version, as the caller gives it

	Seat   app.Seat   // who wiped, and on which laptop
	Person app.Person // who sat there
	Logs   []LogEnd   // where the log of every seat ended here, the seats of this laptop first

	Written []WrittenFile // every file that ever left this laptop's workspace, the first first
	Taken   []TakenFile   // every package that was taken in, the first first

	// Receipt is the office's that covers everything; nil when the wipe went ahead without. Then Why is the reason that
	// the person gave, and Lacking what nobody has confirmed.
	Receipt *OfficeReceipt
	Why     string
	Lacking Lacking
	Traces  int // reads, prints and exports after the last package, of which only this page tells

	Began time.Time
	Ended time.Time     // zero: the wipe was not finished
	Wiped []WipedFile   // what was wiped, by folder
	Left  []WipedFile   // what was to be wiped and is there still, with the reason
	Limit []WipeLimit   // what no program can promise here
	Keys  []SeatSlotted // whose pass phrases opened the workspace on this laptop
}

// SeatSlotted is a seat whose phrase opened the workspace.
type SeatSlotted struct {
	Seat   app.ID
	Person string
	Laptop string
}

// LogEnd is where the log of a seat ended on this laptop.
type LogEnd struct {
	Seat    string // in the log
	Person  string
	Laptop  string
	Here    bool // sat on this laptop
	Records int64
	Hash    string // of the last record, hex
}

// FileSort says what sort of file left the workspace.
type FileSort string

// The sorts of file that leave a workspace.
const (
	FilePackage FileSort = "package"
	FileBackup  FileSort = "backup"
	FileExport  FileSort = "export"
	FilePrint   FileSort = "print"
)

// FileSorts lists all.
var FileSorts = []FileSort{FilePackage, FileBackup, FileExport, FilePrint}

// WrittenFile is a file, or a print, that left the workspace.
type WrittenFile struct {
	At     time.Time
	Sort   FileSort
	Kind   exchange.Kind // of a package, else ""
	Name   string        // of the file, or of what was printed; "" = not kept
	About  string        // number of the case it is about, "" = none or all
	Who    string        // who wrote it
	To     []Party       // whom it was for; none of a package under a phrase
	Paths  []string      // where it was written, as far as this laptop knows
	Bytes  int64         // 0 = not kept
	SHA256 string        // hex, "" = not kept
	Copies int           // of a print: sheets or copies, 0 = not kept
	Wiped  bool          // a backup that was wiped along
}

// TakenFile is a package that was taken in.
type TakenFile struct {
	At     time.Time
	Name   string
	From   Party
	Kind   exchange.Kind
	Number int64
	SHA256 string
	Back   bool // taken back and not in effect
}

// OfficeReceipt is the word of an office's laptop, signed, that it has everything.
type OfficeReceipt struct {
	Seat    app.ID
	Person  string
	Laptop  string
	Made    time.Time // by the office's clock
	Count   int64     // number of the receipt
	Program string    // version of the office's program
	Hash    string    // SHA-256 of the signed receipt, hex: the office can find it again
}

// Lacking is what a receipt does not cover.
type Lacking struct {
	Records int       // deeds that the office has not got
	Own     int       // of these, deeds of this laptop's seats
	First   time.Time // when the earliest of them was done; zero without any
	Last    time.Time
	Cases   []LackingCase // by case, the most first
	Blobs   int           // attached files that the office waits for and that are here
	Bytes   int64         // of these files, encrypted

	// Parked are deeds of this laptop's own that rest on imports which were taken back, and that the office has not got:
	// they are nowhere else, and no package takes them along until Imports, the numbers of those, are taken in again.
	Parked  int
	Imports []int64
}

// None says whether nothing lacks.
func (l Lacking) None() bool { return l.Records == 0 && l.Blobs == 0 && l.Parked == 0 }

// LackingCase is what a receipt does not cover of one case.
type LackingCase struct {
	Case    app.ID // "" = of no case
	Number  string
	Records int
}

// WipedFile is a file or folder with what became of it.
type WipedFile struct {
	Path  string
	What  WipedWhat
	Files int    // in it, itself included when it is a file
	Bytes int64  // of these
	Why   string // of what is left: a code, "error.CODE" in the translations; "" = gone
}

// WipedWhat says what a wiped thing was.
type WipedWhat string

// What is wiped.
const (
	WipedKeys        WipedWhat = "keys"        // the key file and its spare: without it nothing else can be read
	WipedDatabase    WipedWhat = "database"    // the database, its log and its index
	WipedAttachments WipedWhat = "attachments" // the attached files
	WipedRest        WipedWhat = "rest"        // what else was in the folder of the workspace
	WipedBackups     WipedWhat = "backups"     // a folder of backups
	WipedAsked       WipedWhat = "asked"       // what was left of asking for a seat
	WipedTrace       WipedWhat = "trace"       // what the program itself remembered of the workspace
)

// WipedWhats lists all.
var WipedWhats = []WipedWhat{WipedKeys, WipedDatabase, WipedAttachments, WipedRest, WipedBackups, WipedAsked, WipedTrace}

// WipeLimit is a code of what cannot be promised; its sentence is "handover.limit.CODE".
type WipeLimit string

// What no program can promise of a wipe.
const (
	LimitFlash    WipeLimit = "flash"    // flash memory keeps old blocks where no program reaches them
	LimitJournal  WipeLimit = "journal"  // the file system and its snapshots may keep former states
	LimitSwap     WipeLimit = "swap"     // swap space and hibernation may hold what was in memory
	LimitCopies   WipeLimit = "copies"   // copies that somebody made by other means
	LimitPackages WipeLimit = "packages" // packages on sticks and shares, readable to those they were written for
	LimitPaper    WipeLimit = "paper"    // what was printed and exported
	LimitPlaces   WipeLimit = "places"   // sticks with backups that were not there
)

// WipeLimits lists all.
var WipeLimits = []WipeLimit{LimitFlash, LimitJournal, LimitSwap, LimitCopies, LimitPackages, LimitPaper, LimitPlaces}
