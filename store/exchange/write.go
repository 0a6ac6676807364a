package exchange

import (
	"bytes"
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"path/filepath"
	"slices"

	"filippo.io/age"

	"lianshen/app"
	"lianshen/store/journal"
)

// keptLog is how much of a compressed log is kept in memory between measuring and writing it, in bytes. A longer one is
// compressed a second time: nothing of a package is ever laid aside on a disk.
const keptLog = 8 << 20

// Draft is a package about to be written.
type Draft struct {
	// Manifest says what the package is. Write itself sets Format, MinRead, Records, Log, LogPlain, Extra, and puts Blobs
	// in order.
	Manifest Manifest
	// Sign gives the Ed25519 signature of the 32 bytes it is told, by the key of Manifest.From.
	Sign func([]byte) []byte
	// Recipients are those who can open it ("age1…", X25519), or Phrase is what opens it; not both.
	Recipients []string
	Phrase     string
	// Work is the cost of the phrase, the logarithm of scrypt's N, 10 to DefaultWork; 0 = DefaultWork.
	Work int
	// Log hands out the records in the order in which they are to be read. It may be called twice and must then hand out
	// the same ones. nil = none.
	Log func(yield func(journal.Record) error) error
	// Blob opens an attached file that Manifest.Blobs names.
	Blob func(ctx context.Context, hash string) (io.ReadCloser, error)
	// Extra is extra.json; nil = there is none.
	Extra []byte
}

// Written is a package that was written and proven.
type Written struct {
	Paths    []string // the file, or its parts in their order
	Bytes    int64    // of the package; of its parts together without their heads
	SHA256   string   // of these bytes, hex
	Manifest Manifest
}

// Write writes a package into a file called name in the folder dir, reads it back from the medium and proves it to be
// what was meant; only then it returns. A package longer than limit bytes is split into files of at most that length
// (0 = no limit). progress (may be nil) is told bytes done of bytes, writing and reading back together. When it fails, or
// ctx ends, it leaves nothing.
//
// Refusals: "exchange.exists" (there is a file of that name), "exchange.busy" (another program is writing it this
// moment), "exchange.parts.many" (limit is too small), "disk.full", "folder.readonly", "exchange.stick.gone",
// "exchange.file.long" (the file system takes no files that long), "file.unwritable", "exchange.readback" (the medium
// gives back something else), and what Log and Blob refuse.
func Write(ctx context.Context, dir, name string, d Draft, limit int64, progress func(done, total int64)) (Written, error) {
	return writeTo(ctx, realDisk{}, dir, name, d, limit, progress)
}

// writing is a package on its way to a medium.
type writing struct {
	ctx  context.Context
	disk disk
	dir  string
	Draft
	raw, sig []byte // manifest.json and its signature
	log      []byte // compressed, when it is short enough to be kept
	size     int64  // of the package
	report   func(n int64)

	files []*writtenFile
}

// writtenFile is one file of the package.
type writtenFile struct {
	path string
	half halfFile
	size int64
	sum  hash.Hash // of every byte of the file
	done bool      // it has its name
}

func (f *writtenFile) part() string { return f.path + partSuffix }

func (f *writtenFile) Write(p []byte) (int, error) {
	n, err := f.half.Write(p)
	f.sum.Write(p[:n])
	f.size += int64(n)
	return n, toldWriting(err, f.path, "write a package")
}

func writeTo(ctx context.Context, on disk, dir, name string, d Draft, limit int64, progress func(done, total int64)) (Written, error) {
	if !LegalName(name) {
		return Written{}, errors.New("the name of a package is not one that every file system takes")
	}
	w := &writing{ctx: ctx, disk: on, dir: dir, Draft: d}
	recipients, err := d.recipients()
	if err == nil {
		err = w.prepare()
	}
	if err != nil {
		return Written{}, fmt.Errorf("prepare a package: %w", err)
	}
	var set [16]byte
	rand.Read(set[:])
	pieces, err := split(w.size, limit, set)
	if err != nil {
		return Written{}, err
	}
	w.reportTo(progress, pieces)
	sum, err := w.write(name, pieces, recipients)
	if err == nil {
		err = w.publish()
	}
	if err == nil {
		err = w.readBack()
	}
	if err != nil {
		w.remove()
		return Written{}, err
	}
	out := Written{Bytes: w.size, SHA256: hex.EncodeToString(sum), Manifest: w.Manifest}
	for _, f := range w.files {
		out.Paths = append(out.Paths, f.path)
	}
	return out, nil
}

// prepare measures the log, completes the manifest and signs it.
func (w *writing) prepare() error {
	m := &w.Manifest
	m.Format, m.MinRead = Format, MinRead
	m.Blobs = slices.Clone(m.Blobs)
	slices.SortFunc(m.Blobs, func(a, b Blob) int { return cmp.Compare(a.Hash, b.Hash) })
	m.Blobs = slices.Compact(m.Blobs)
	m.Extra = nil
	if w.Extra != nil {
		sum := sha256.Sum256(w.Extra)
		m.Extra = &Part{Size: int64(len(w.Extra)), SHA256: hex.EncodeToString(sum[:])}
	}
	kept := &keeper{most: keptLog}
	var err error
	if m.Log, m.Records, m.LogPlain, err = w.compress(kept); err != nil {
		return err
	}
	w.log = kept.kept()
	if !slices.Contains(Kinds, m.Kind) || w.Phrase != "" && (w.work() < 10 || w.work() > DefaultWork) {
		return errors.New("a package of no kind, or a phrase of an impossible cost")
	}
	if err := m.check(); err != nil {
		return err
	}
	if w.raw, err = json.Marshal(m); err != nil {
		return fmt.Errorf("encode the manifest: %w", err)
	}
	said := digest(manifestLabel, w.raw)
	if w.sig = w.Sign(said); len(w.raw) > MaxManifest || len(w.sig) != ed25519.SignatureSize || !ed25519.Verify(m.From.Key, said, w.sig) {
		return fmt.Errorf("a manifest of %d bytes cannot be signed", len(w.raw))
	}
	extra := int64(-1)
	if m.Extra != nil {
		extra = m.Extra.Size
	}
	w.size = Length(int64(len(w.raw)), m.Log.Size, extra, m.Blobs, len(w.Recipients))
	return nil
}

// compress writes the compressed log and says how long it is, how many records it has and how long it is uncompressed.
func (w *writing) compress(to io.Writer) (Part, int, int64, error) {
	sum := sha256.New()
	counted := &countWriter{to: io.MultiWriter(to, sum)}
	z, err := newCompressor(counted)
	if err != nil {
		return Part{}, 0, 0, fmt.Errorf("compress the log: %w", err)
	}
	frames := newLogWriter(z)
	if w.Log != nil {
		err = w.Log(func(r journal.Record) error {
			if err := w.ctx.Err(); err != nil {
				return err
			}
			return frames.add(r)
		})
	}
	if cerr := z.Close(); err == nil {
		err = cerr
	}
	return Part{Size: counted.n, SHA256: hex.EncodeToString(sum.Sum(nil))}, frames.n, frames.size, err
}

// keeper keeps what is written until it is too much.
type keeper struct {
	buf  bytes.Buffer
	most int
	over bool
}

func (k *keeper) Write(p []byte) (int, error) {
	if k.over = k.over || k.buf.Len()+len(p) > k.most; k.over {
		k.buf = bytes.Buffer{}
		return len(p), nil
	}
	return k.buf.Write(p)
}

func (k *keeper) kept() []byte {
	if k.over {
		return nil
	}
	return k.buf.Bytes()
}

// reportTo makes report tell the progress.
func (w *writing) reportTo(progress func(done, total int64), pieces []piece) {
	done, total := int64(0), 2*w.size+int64(len(pieces))*(partHead+partFoot)
	w.report = func(n int64) {
		done += n
		if progress != nil {
			progress(done, total)
		}
	}
}

// begin makes the file called name.
func (w *writing) begin(name string) (io.Writer, error) {
	f := &writtenFile{path: filepath.Join(w.dir, name), sum: sha256.New()}
	there, err := w.disk.exists(f.path)
	if err != nil {
		return nil, toldWriting(err, f.path, "look for a file of that name")
	}
	if there {
		return nil, app.Refuse("exchange.exists", "path", f.path)
	}
	if f.half, err = w.disk.create(f.part()); err != nil {
		return nil, toldWriting(err, f.path, "begin a package")
	}
	w.files = append(w.files, f)
	return f, nil
}

// sync makes the contents of a file durable. The first file stays open: it tells other programs that this package is
// being written.
func (w *writing) sync(i int) error {
	f := w.files[i]
	err := f.half.Sync()
	if i > 0 {
		err = errors.Join(err, f.half.Close())
	}
	return toldWriting(err, f.path, "flush a package")
}

// write writes the whole package under the names of halves and gives its SHA-256.
func (w *writing) write(name string, pieces []piece, recipients []age.Recipient) ([]byte, error) {
	sum := sha256.New()
	var out io.Writer
	var finish func() error
	if len(pieces) == 0 {
		f, err := w.begin(name)
		if err != nil {
			return nil, err
		}
		out, finish = f, func() error { return w.sync(0) }
	} else {
		s := newSplitter(pieces, func(i int) (io.Writer, error) { return w.begin(partName(name, pieces[i])) }, w.sync)
		out, finish = s, s.end
	}
	counted := &countWriter{to: &watched{w.ctx, io.MultiWriter(out, sum), w.report}}
	sealed, err := age.Encrypt(counted, recipients...)
	if err != nil {
		return nil, stripped(err)
	}
	if err := w.entries(tarWriter{sealed}); err != nil {
		return nil, stripped(err)
	}
	if err := sealed.Close(); err != nil {
		return nil, stripped(err)
	}
	if counted.n != w.size {
		return nil, fmt.Errorf("a package has %d bytes and not the %d that were reckoned", counted.n, w.size)
	}
	return sum.Sum(nil), finish()
}

// stripped gives the error that a person can be told out of those wrapped around it.
func stripped(err error) error {
	var e *app.Error
	if errors.As(err, &e) {
		return e
	}
	return err
}

// entries writes the archive.
func (w *writing) entries(t tarWriter) error {
	bytesOf := func(raw []byte) func(io.Writer) error {
		return func(to io.Writer) error { _, err := to.Write(raw); return err }
	}
	m := w.Manifest
	if err := t.entry(entry{manifestName, int64(len(w.raw))}, bytesOf(w.raw)); err != nil {
		return err
	}
	if err := t.entry(entry{sigName, int64(len(w.sig))}, bytesOf(w.sig)); err != nil {
		return err
	}
	log := bytesOf(w.log)
	if w.log == nil {
		log = w.again
	}
	if err := t.entry(entry{logName, m.Log.Size}, log); err != nil {
		return err
	}
	if m.Extra != nil {
		if err := t.entry(entry{extraName, m.Extra.Size}, bytesOf(w.Extra)); err != nil {
			return err
		}
	}
	for _, b := range m.Blobs {
		if err := t.entry(entry{blobFolder + b.Hash, b.Size}, func(to io.Writer) error { return w.blob(b, to) }); err != nil {
			return err
		}
	}
	return t.end()
}

// again compresses the log a second time.
func (w *writing) again(to io.Writer) error {
	log, _, _, err := w.compress(to)
	if err == nil && log != w.Manifest.Log {
		err = errors.New("the log changed while the package was written")
	}
	return err
}

// blob copies an attached file and proves it on the way.
func (w *writing) blob(b Blob, to io.Writer) error {
	from, err := w.Blob(w.ctx, b.Hash)
	if err != nil {
		return fmt.Errorf("open an attached file: %w", err)
	}
	defer from.Close()
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(to, sum), io.LimitReader(from, b.Size+1)); err != nil {
		return fmt.Errorf("copy an attached file: %w", err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != b.Hash {
		return errors.New("an attached file is not what its name says")
	}
	return nil
}
