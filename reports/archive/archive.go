// Package archive makes of a whole case one file that people read without the program: pages, reports, originals and the
// data, with a check sum over each.
//
// # The archive, format 1
//
// A zip file (PKWARE APPNOTE 6.3; names in UTF-8; zip64 where it is needed) with
//
//	index.html          where to begin: what case this is, what is in the file, what is missing
//	pages/*.html        everything that is known of the case, a page for each part; style.css is their only companion
//	reports/*.pdf       the reports, made of the case as it stood when it was archived
//	originals/NNN_*     the files of the evidence under the numbers of the evidence, as they were taken in
//	data/case.json      the case as a round file of the program ("lianshen.round/1"), for programs
//	目录.txt            the list of what is in the file
//	核对说明.txt         how to check that it is whole
//	SHA256SUMS          SHA-256 of every file but itself, in the form that sha256sum -c reads
//
// The pages are plain: no scripts, nothing that is fetched from elsewhere, so they open on any computer and print. What
// the archive holds is not encrypted; [Encrypt] puts the whole file into one that age opens with a pass phrase.
//
// Writing is one stream: originals are read, summed and written as they come, and none is held in memory. An original
// that is not here, or not as it was taken in, does not stop it; the pages name it.
package archive

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/assets"
)

// Format names the format and its version, which stands on the first page.
const Format = "lianshen-archive/1"

// Source is what an archive is made of.
type Source struct {
	Dossier app.Dossier // as who exports may see it: what is veiled there is in no archive
	Lang    string      // "zh-Hans" or "en": the language of the pages; what people wrote stays as it is
	Reports []PDF
	Data    []byte // the case as a round file
	History []Entry
	// Unmade are sentences about reports that could not be made; the first page says them.
	Unmade []string
	// Open gives the original with a SHA-256 in hex. An *app.Error says that it is not here or not as it was.
	Open func(ctx context.Context, hash string) (io.ReadCloser, error)

	Made    time.Time
	By      string // who made it
	Program string // its version
	Tip     string // check code of the log, "7K2M-Q9XD"
}

// PDF is a report as it goes into the archive.
type PDF struct {
	Name   string // of the file, without a folder
	Strand app.Strand
	Draft  bool
	Pages  int
	Bytes  []byte
}

// Entry is something that was done in the case.
type Entry struct {
	At                time.Time
	Who, Deed         string
	What, From, Until string // record and field, and its value before and after, in words
}

// OriginalState says how the original of a piece of evidence is found.
type OriginalState string

// The states.
const (
	Kept    OriginalState = "kept"    // it is in the archive, with the SHA-256 it was taken in with
	OnPaper OriginalState = "paper"   // it was never a file
	Absent  OriginalState = "absent"  // it is not on this laptop
	Changed OriginalState = "changed" // what is here is not what was taken in
)

// Original is the file of a piece of evidence.
type Original struct {
	Evidence app.Evidence
	State    OriginalState
	Path     string // in the archive, when Kept or Changed
	Size     int64
}

// Made tells about an archive that was written.
type Made struct {
	Files     int // in the zip file
	Originals int // of them originals
	Bytes     int64
	Lacking   []Original // originals that are not in it as they should be
}

// Size gives about how many bytes go into the archive before packing, for a progress bar.
func (s Source) Size() int64 {
	n := int64(len(s.Data)) + 1<<18
	for _, r := range s.Reports {
		n += int64(len(r.Bytes))
	}
	for _, e := range s.Dossier.Evidence {
		n += e.FileSize
	}
	return n
}

// Write writes the archive as one stream. The same source gives the same bytes. progress (may be nil) is told bytes done
// of the bytes of [Source.Size]; ending ctx stops it. It fails when w fails, when ctx ends, or when an original cannot be
// read for another reason than that it is not here.
func Write(ctx context.Context, w io.Writer, s Source, progress func(done, total int64)) (Made, error) {
	words, err := assets.Translations(s.Lang)
	if err != nil {
		return Made{}, fmt.Errorf("write an archive: %w", err)
	}
	out := &writer{ctx: ctx, zip: zip.NewWriter(w), at: s.Made, total: s.Size(), progress: progress}
	originals, err := out.originals(s)
	if err != nil {
		return Made{}, err
	}
	b := newPages(s, words, originals)
	for _, r := range s.Reports {
		if err := out.file("reports/"+safeName(r.Name), r.Bytes, b.reportTitle(r)); err != nil {
			return Made{}, err
		}
	}
	if len(s.Data) > 0 {
		if err := out.file("data/case.json", s.Data, b.word("archive.data")); err != nil {
			return Made{}, err
		}
	}
	for _, p := range b.all() {
		if err := out.file(p.path, []byte(b.html(p)), p.title); err != nil {
			return Made{}, err
		}
	}
	if err := out.file("pages/style.css", []byte(style), b.word("archive.style")); err != nil {
		return Made{}, err
	}
	made := Made{}
	for _, o := range originals {
		switch o.State {
		case Kept:
			made.Originals++
		case Absent, Changed:
			made.Lacking = append(made.Lacking, o)
		}
	}
	if err := out.file("index.html", []byte(b.index(out.written)), b.word("archive.index")); err != nil {
		return Made{}, err
	}
	if err := out.file("核对说明.txt", []byte(windows(b.howToCheck())), b.word("archive.howto")); err != nil {
		return Made{}, err
	}
	if err := out.file("目录.txt", []byte(windows(b.contents(out.written))), b.word("archive.contents")); err != nil {
		return Made{}, err
	}
	if err := out.file("SHA256SUMS", []byte(out.sums()), ""); err != nil {
		return Made{}, err
	}
	if err := out.zip.Close(); err != nil {
		return Made{}, fmt.Errorf("finish the archive: %w", err)
	}
	made.Files, made.Bytes = len(out.written), out.done
	return made, nil
}

// windows gives a text the way every editor on Windows shows it: marked as UTF-8, with its line ends.
func windows(text string) string { return "\uFEFF" + strings.ReplaceAll(text, "\n", "\r\n") }

// written is a file in the archive.
type written struct {
	path, title, sum string
	size             int64
}

type writer struct {
	ctx      context.Context
	zip      *zip.Writer
	at       time.Time
	written  []written
	done     int64
	total    int64
	progress func(done, total int64)
}

// packed are the endings of files that packing makes no smaller.
var packed = map[string]bool{".jpg": true, ".jpeg": true, ".png": true, ".gif": true, ".heic": true, ".webp": true, ".pdf": true, ".zip": true, ".rar": true,
	".7z": true, ".gz": true, ".docx": true, ".xlsx": true, ".pptx": true, ".ofd": true, ".mp3": true, ".m4a": true, ".mp4": true, ".mov": true, ".avi": true, ".wmv": true}

// create begins a file of the archive.
func (w *writer) create(name string) (io.Writer, error) {
	method := zip.Deflate
	if packed[strings.ToLower(path.Ext(name))] {
		method = zip.Store
	}
	f, err := w.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: w.at})
	if err != nil {
		return nil, fmt.Errorf("begin %s of the archive: %w", path.Dir(name), err)
	}
	return f, nil
}

func (w *writer) file(name string, data []byte, title string) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	f, err := w.create(name)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	sum := sha256.Sum256(data)
	w.written = append(w.written, written{name, title, hex.EncodeToString(sum[:]), int64(len(data))})
	w.tell(int64(len(data)))
	return nil
}

func (w *writer) tell(n int64) {
	w.done += n
	if w.progress != nil {
		w.progress(min(w.done, w.total), w.total)
	}
}

// originals writes the files of the evidence and says how each was found. Contents that several pieces of evidence share
// are written once.
func (w *writer) originals(s Source) ([]Original, error) {
	var out []Original
	known := map[string]Original{}
	names := map[string]bool{}
	for _, e := range s.Dossier.Evidence {
		o := Original{Evidence: e, State: OnPaper}
		if e.FileHash != "" {
			var ok bool
			if o, ok = known[e.FileHash]; ok {
				o.Evidence = e
			} else {
				var err error
				if o, err = w.original(s, e, names); err != nil {
					return nil, err
				}
				known[e.FileHash] = o
			}
		}
		out = append(out, o)
	}
	return out, nil
}

// errWriting marks that it was the archive that failed, not the original.
type errWriting struct{ error }

func (w *writer) original(s Source, e app.Evidence, names map[string]bool) (Original, error) {
	o := Original{Evidence: e, State: Absent}
	from, err := s.Open(w.ctx, e.FileHash)
	var refused *app.Error
	if errors.As(err, &refused) && w.ctx.Err() == nil {
		if refused.Code == "attachment.changed" {
			o.State = Changed
		}
		return o, nil
	}
	if err != nil {
		return o, fmt.Errorf("open the original of evidence %d: %w", e.Number, err)
	}
	defer from.Close()
	o.Path = "originals/" + originalName(e, names)
	f, err := w.create(o.Path)
	if err != nil {
		return o, err
	}
	sum := sha256.New()
	n, err := io.Copy(&telling{w, io.MultiWriter(&marked{f}, sum)}, from)
	var writing errWriting
	switch {
	case w.ctx.Err() != nil:
		return o, w.ctx.Err()
	case errors.As(err, &writing):
		return o, fmt.Errorf("write the archive: %w", err)
	}
	// What could not be read to its end stays in the archive as far as it went, and is called what it is.
	o.State, o.Size = Kept, n
	got := hex.EncodeToString(sum.Sum(nil))
	if err != nil || got != e.FileHash {
		o.State = Changed
	}
	w.written = append(w.written, written{o.Path, e.Title, got, n})
	return o, nil
}

// marked tells errors of the archive from those of the original.
type marked struct{ to io.Writer }

func (m *marked) Write(p []byte) (int, error) {
	n, err := m.to.Write(p)
	if err != nil {
		err = errWriting{err}
	}
	return n, err
}

// telling tells the progress of a long file and stops it when the context ends.
type telling struct {
	w  *writer
	to io.Writer
}

func (t *telling) Write(p []byte) (int, error) {
	if err := t.w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := t.to.Write(p)
	t.w.tell(int64(n))
	return n, err
}

// sums gives the check sums in the form of sha256sum.
func (w *writer) sums() string {
	var b strings.Builder
	for _, f := range w.written {
		b.WriteString(f.sum + "  " + f.path + "\n")
	}
	return b.String()
}
