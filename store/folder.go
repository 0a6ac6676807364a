package store

import (
	"context"
	"time"

	"lianshen/app"
	"lianshen/store/exchange"
)

// Folder is what lies in an exchange folder: a folder on a share or a stick, or one that a replicator carries. Packages
// in it never change and are never written over. What is not ours is named and left alone.
type Folder struct {
	Dir     string
	Mine    []FolderFile // written at seats of this laptop, the latest first
	New     []FolderFile // not taken in yet, in the order in which they should be
	Known   []FolderFile // taken in already, or nothing in them is new; the latest first
	Others  []FolderFile // packages that are not for this laptop: of another workspace, or nothing here opens them
	Half    []FolderFile // packages that are being copied, incomplete or damaged; Err says which
	Foreign []FolderFile // everything else; folders and links among it
	More    bool         // the folder holds more than MaxFolder names; no further ones were looked at
}

// MaxFolder is how many names of a folder are looked at.
const MaxFolder = 20_000

// FolderFile is a package in an exchange folder, or another file there. What only the inside tells is empty in Others,
// Half and Foreign.
type FolderFile struct {
	Paths  []string  // the file, in parts when it was split
	Bytes  int64     // of all parts
	At     time.Time // when it was last written, as the file system says
	ID     app.ID    // of the package
	Kind   exchange.Kind
	Number int64 // of the sender's packages
	Made   time.Time
	From   Party
	To     []app.ID // seats it is for
	// Confirmed are the seats it is for that have said by a receipt that they have all of it, Waits those that have not.
	// Both only of Mine; who was left out and who sits on this laptop is in neither.
	Confirmed []app.ID
	Waits     []app.ID
	Err       error // why it cannot be taken in as it is; nil in Mine, New and Known
}

// PutIn says how packages are put into a folder.
type PutIn struct {
	To    []app.ID // for whom; empty = every seat at work on other laptops
	Each  bool     // a package for each seat; else one for all of them
	Limit int64    // bytes a single file may have, 0 = what the file system bears
}

// Taken is what became of one of several packages.
type Taken struct {
	Paths  []string
	Coming Coming // what it does; the zero Coming when it could not be examined
	Import Import // N is 0 when nothing was taken in
	Left   bool   // it was chosen to leave it for now
	Err    error
}

// Cleaned is what cleaning a folder did.
type Cleaned struct {
	Gone  []FolderFile // everybody had confirmed them
	Stays []FolderFile // somebody has not: Waits says who
	Parts []string     // unfinished files of this laptop, left behind when the program was cut off
}

// ScanFolder sorts what lies in an exchange folder. It reads no more than the heads of packages, follows no links and no
// folders, and remembers what it has seen by name, size and time, so that the next look is quick. It refuses with
// "folder.gone" (there is no such folder), "folder.unreadable".
func (w *Workspace) ScanFolder(ctx context.Context, dir string) (Folder, error) {
	return Folder{}, errNotThere
}

// PutInFolder writes into a folder what others lack and the folder does not hold for them yet, under names that nobody
// has. Where nobody lacks anything it writes nothing and gives none. Refusals: those of ScanFolder and WritePackage, and
// "exchange.nobody" (no other seat is at work).
func (w *Workspace) PutInFolder(ctx context.Context, dir string, how PutIn, progress func(done, total int64)) ([]Sent, error) {
	return nil, errNotThere
}

// TakeFromFolder takes the new packages of a folder in, as TakeInAll does.
func (w *Workspace) TakeFromFolder(ctx context.Context, dir string, choose func(Coming) (TakeIn, bool), progress func(done, total int64)) ([]Taken, error) {
	return nil, errNotThere
}

// CleanFolder deletes the packages of this laptop that everybody they are for has confirmed by a receipt, and what a
// cut-off run of this laptop left unfinished. It touches nothing else.
func (w *Workspace) CleanFolder(ctx context.Context, dir string) (Cleaned, error) {
	return Cleaned{}, errNotThere
}

// TakeInAll takes several packages in, each file with its parts, in an order in which none lacks what another brings.
// choose says of each how it is taken in, and false to leave it for now; nil takes everything that is not grave. What
// one of them is refused for stands in its Taken and does not keep the others out. Ending ctx stops between two
// packages, or within one that then has changed nothing; what was taken in until then stays and is given with the error.
func (w *Workspace) TakeInAll(ctx context.Context, sets [][]string, choose func(Coming) (TakeIn, bool), progress func(done, total int64)) ([]Taken, error) {
	return nil, errNotThere
}

// PackageFiles sorts paths that a person named into packages, each with its parts in order. Of a folder it takes the
// packages in it. A part alone brings the other parts that lie beside it. It refuses with "file.unreadable".
func PackageFiles(paths []string) ([][]string, error) { return nil, errNotThere }
