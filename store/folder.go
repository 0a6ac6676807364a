package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

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
	Names bool     // see Outgoing
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
	sets, out, err := listFolder(dir)
	if err != nil {
		return Folder{}, err
	}
	known, err := w.knownNow(ctx)
	if err != nil {
		return Folder{}, err
	}
	seen := map[string]looked{}
	for _, set := range sets {
		if err := ctx.Err(); err != nil {
			return Folder{}, err
		}
		l, err := w.lookAt(ctx, dir, set)
		if err != nil {
			return Folder{}, err
		}
		seen[set.key()] = l
		w.sort(&out, set.file(dir), l, known)
	}
	w.cache.folders.keep(dir, seen)
	newest := func(a, b FolderFile) int {
		return cmp.Or(b.Made.Compare(a.Made), strings.Compare(a.Paths[0], b.Paths[0]))
	}
	slices.SortStableFunc(out.Mine, newest)
	slices.SortStableFunc(out.Known, newest)
	slices.SortStableFunc(out.New, func(a, b FolderFile) int {
		if a.From.Seat == b.From.Seat { // one seat's numbers rise whatever its clock says
			return cmp.Or(cmp.Compare(a.Number, b.Number), strings.Compare(a.Paths[0], b.Paths[0]))
		}
		return cmp.Or(a.Made.Compare(b.Made), strings.Compare(string(a.From.Seat), string(b.From.Seat)))
	})
	return out, nil
}

// sort puts a package where it belongs.
func (w *Workspace) sort(out *Folder, f FolderFile, l looked, k folderFacts) {
	f.Err = l.err
	if l.err != nil {
		switch app.CodeOf(l.err) {
		case "exchange.foreign":
			out.Foreign = append(out.Foreign, f)
		case "exchange.receiver", "exchange.phrase.none", "exchange.newer", "exchange.kind", "exchange.part.newer":
			out.Others = append(out.Others, f)
		default:
			out.Half = append(out.Half, f)
		}
		return
	}
	m := l.manifest
	f.ID, f.Kind, f.Number, f.Made = m.ID, m.Kind, m.Number, time.UnixMilli(m.Made)
	f.From = k.party(m.From)
	for _, seat := range m.To {
		f.To = append(f.To, app.SeatID(seat))
	}
	switch {
	case k.here[m.From.Seat]:
		f.Confirmed, f.Waits = k.confirmed(m)
		out.Mine = append(out.Mine, f)
	case m.Kind == exchange.Templates:
		f.Err = app.Refuse("exchange.templates")
		out.Others = append(out.Others, f)
	case m.Workspace != w.id:
		f.Err = app.Refuse("exchange.elsewhere", "title", m.Title, "who", m.From.Person)
		out.Others = append(out.Others, f)
	case m.Kind == exchange.ReadingPack:
		out.Others = append(out.Others, f)
	case k.has(m):
		out.Known = append(out.Known, f)
	default:
		out.New = append(out.New, f)
	}
}

// fileSet is a package in a folder: one file, or the parts of one in their order.
type fileSet []setFile

type setFile struct {
	name string
	size int64
	at   time.Time // last written
}

func (s fileSet) key() string { return s[0].name }

func (s fileSet) file(dir string) FolderFile {
	var f FolderFile
	for _, one := range s {
		f.Paths = append(f.Paths, filepath.Join(dir, one.name))
		f.Bytes += one.size
		if one.at.After(f.At) {
			f.At = one.at
		}
	}
	return f
}

// same says whether two looks saw the very same files.
func (s fileSet) same(o fileSet) bool {
	return slices.EqualFunc(s, o, func(a, b setFile) bool { return a.name == b.name && a.size == b.size && a.at.Equal(b.at) })
}

// listFolder gives the packages in a folder by their names, and a Folder with what no package can be.
func listFolder(dir string) ([]fileSet, Folder, error) {
	out := Folder{Dir: dir}
	entries, more, err := readFolder(dir)
	if err != nil {
		return nil, out, err
	}
	out.More = more
	sets := map[string]fileSet{}
	for _, e := range entries {
		one := setFile{name: e.Name()}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // gone since it was listed
		}
		if err == nil {
			one.size, one.at = info.Size(), info.ModTime()
		}
		f := fileSet{one}.file(dir)
		of, part, parts := exchange.SplitName(one.name)
		switch {
		case err != nil:
			f.Err = told(err, f.Paths[0], "look at a file of the exchange folder")
			out.Half = append(out.Half, f)
		case !info.Mode().IsRegular():
			out.Foreign = append(out.Foreign, f)
		case halfName(one.name):
			f.Err = app.Refuse("folder.half", "path", f.Paths[0])
			out.Half = append(out.Half, f)
		case part > 0:
			key := fmt.Sprintf("%s/%d", strings.ToLower(of), parts)
			sets[key] = append(sets[key], one)
		case strings.HasSuffix(strings.ToLower(one.name), exchange.Suffix):
			sets[one.name] = fileSet{one}
		default:
			out.Foreign = append(out.Foreign, f)
		}
	}
	list := make([]fileSet, 0, len(sets))
	for _, set := range sets {
		slices.SortFunc(set, func(a, b setFile) int { // by name, 10 would come before 2
			_, i, _ := exchange.SplitName(a.name)
			_, j, _ := exchange.SplitName(b.name)
			return cmp.Or(i-j, strings.Compare(a.name, b.name))
		})
		list = append(list, set)
	}
	slices.SortFunc(list, func(a, b fileSet) int { return strings.Compare(a.key(), b.key()) })
	return list, out, nil
}

// readFolder reads the names in a folder, as many as are looked at.
func readFolder(dir string) (entries []fs.DirEntry, more bool, err error) {
	d, err := os.Open(dir)
	if err == nil {
		defer d.Close()
		entries, err = d.ReadDir(MaxFolder + 1)
	}
	if errors.Is(err, io.EOF) { // an empty folder
		err = nil
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, app.Refuse("folder.gone", "path", dir)
	case err != nil:
		return nil, false, &app.Error{Code: "folder.unreadable", Args: map[string]any{"path": dir}, Cause: err}
	}
	if more = len(entries) > MaxFolder; more {
		entries = entries[:MaxFolder]
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, more, nil
}

// halfName says whether a name is that of a package that somebody is still writing or copying: our own ".part", and what
// replicators and browsers call a file until it is whole (Syncthing ".syncthing.NAME.tmp" and "~syncthing~NAME.tmp",
// rsync ".NAME.AbCdEf", Nextcloud and ownCloud ".NAME.~1a2b", "NAME.partial", "NAME.crdownload", Office "~$NAME").
func halfName(name string) bool {
	lower := strings.ToLower(name)
	if exchange.Half(name) {
		return true
	}
	if !strings.Contains(lower, exchange.Suffix) {
		return false
	}
	if strings.HasPrefix(lower, ".") || strings.HasPrefix(lower, "~") {
		return true
	}
	for _, end := range []string{".tmp", ".partial", ".part", ".crdownload", ".download", ".filepart", ".!sync"} {
		if strings.HasSuffix(lower, end) {
			return true
		}
	}
	return false
}

// looked is what a look at a package gave.
type looked struct {
	set      fileSet
	manifest exchange.Manifest
	err      error // a refusal
}

// lookAt opens the head of a package, or remembers it. It gives an error only where the whole look is in vain.
func (w *Workspace) lookAt(ctx context.Context, dir string, set fileSet) (looked, error) {
	if l, ok := w.cache.folders.find(dir, set); ok {
		return l, nil
	}
	ids, err := w.identities()
	if err != nil {
		return looked{}, err
	}
	l := looked{set: set}
	p, err := exchange.Open(ctx, set.file(dir).Paths, ids, "")
	if err == nil {
		l.manifest = p.Manifest()
		return l, nil
	}
	if ctx.Err() != nil {
		return l, ctx.Err()
	}
	if l.err = err; app.CodeOf(err) == "exchange.foreign" && zeros(filepath.Join(dir, set.key())) {
		l.err = app.Refuse("folder.half", "path", filepath.Join(dir, set.key()))
	}
	return l, nil
}

// identities gives what opens packages that are for the seat.
func (w *Workspace) identities() ([]age.Identity, error) {
	if w.box == "" { // a copy for reading has no seat
		return nil, nil
	}
	id, err := age.ParseX25519Identity(w.box)
	if err != nil {
		return nil, errors.New("the seat's key for packages cannot be read")
	}
	return []age.Identity{id}, nil
}

// zeros says whether a file begins with zeros: room that a copying program has reserved and not yet filled.
func zeros(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var head [64]byte
	n, _ := f.Read(head[:]) // a file that cannot be read does not begin with zeros
	return n > 0 && head == [64]byte{}
}
