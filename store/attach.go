package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/vault"
)

// AttachmentState says how an attached file is found.
type AttachmentState string

// The states of an attachment.
const (
	AttachmentPresent AttachmentState = "present" // there, with the contents it was taken in with
	AttachmentMissing AttachmentState = "missing" // gone
	AttachmentChanged AttachmentState = "changed" // there, but its contents are others
)

// MaxAttachment bounds a file that is taken in, in bytes: what a package for another seat can carry (8 GiB less a byte).
const MaxAttachment = exchange.MaxBlob

// maxAttachment is MaxAttachment; tests make it smaller.
var maxAttachment int64 = MaxAttachment

// errLarge says that a file is larger than maxAttachment.
var errLarge = errors.New("larger than a package can carry")

// incoming names files that are being taken in.
const incoming = "incoming-*"

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// attachmentPath gives where the file with this SHA-256 lies: under a name that only who has the key can compute, so
// that nobody can test a stolen laptop for a known document. hash has the form of hashForm.
func (w *Workspace) attachmentPath(hash string) string {
	sum, _ := hex.DecodeString(hash) // the form allows hex digits only
	return blobPath(w.dir, w.key.BlobName([sha256.Size]byte(sum)))
}

// Attach takes a file in and gives the SHA-256 of its contents in hex and its size in bytes. It is on disk when Attach
// returns, encrypted from its first byte; the deed that names the hash comes after, and where it never comes the file is
// gone after the next start (see Detach for doing so at once). name is what the person calls the file, for what may go wrong:
// "attachment.unreadable" (r fails), "attachment.large" (over MaxAttachment), "disk.full", "folder.readonly". The same contents are kept once.
func (w *Workspace) Attach(ctx context.Context, r io.Reader, name string) (hash string, size int64, err error) {
	_, leave, err := w.stay(ctx)
	if err != nil {
		return "", 0, err
	}
	defer leave()
	if err := w.writable(); err != nil {
		return "", 0, err
	}
	root := attachmentsPath(w.dir)
	if err := os.MkdirAll(root, 0o700); err != nil {
		return "", 0, told(err, w.dir, "make the folder of attachments")
	}
	b, err := layBlob(ctx, w.disk, w.key, w.dir, &bounded{r, maxAttachment})
	if err == nil {
		hash = hex.EncodeToString(b.sum[:])
		err = nameBlob(w.disk, b, w.key, w.dir, func(path string) error { return w.owe(path, hash) })
	}
	var unreadable *readError
	switch {
	case errors.Is(err, errLarge):
		return "", 0, app.Refuse("attachment.large", "name", name, "gb", (maxAttachment+1)>>30)
	case errors.As(err, &unreadable):
		return "", 0, &app.Error{Code: "attachment.unreadable", Args: map[string]any{"name": name}, Cause: unreadable.cause}
	case err != nil:
		return "", 0, told(err, w.dir, "take in a file")
	}
	w.arrived(ctx, hash)
	return hash, b.size, nil
}

// bounded is a reader that fails with errLarge when it gives more than left bytes.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errLarge
	}
	return n, err
}

// keepBlob encrypts what r gives into the attachments of the folder dir, under its name, and gives the SHA-256 and size
// of the plain contents.
func keepBlob(ctx context.Context, d disk, key *vault.Key, dir string, r io.Reader) (sum [sha256.Size]byte, size int64, err error) {
	b, err := layBlob(ctx, d, key, dir, r)
	if err == nil {
		err = nameBlob(d, b, key, dir, func(string) error { return nil })
	}
	if err != nil {
		return sum, 0, err
	}
	return b.sum, b.size, nil
}

// nameBlob gives a laid file its name among the attachments of the folder dir; before is called with its path just
// before that. When it fails the file is taken away.
func nameBlob(d disk, b laidBlob, key *vault.Key, dir string, before func(path string) error) error {
	path, err := b.path(key, dir)
	if err == nil {
		err = d.mkdir(filepath.Dir(path))
	}
	if err == nil {
		err = before(path)
	}
	if err == nil {
		// A file of that name is replaced: by the same contents, or by the right ones if somebody had changed it.
		err = d.rename(b.tmp, path)
	}
	if err != nil {
		return errors.Join(err, d.remove(b.tmp))
	}
	return errors.Join(d.names(filepath.Dir(path)), d.names(attachmentsPath(dir)))
}

// laidBlob is a file that is encrypted and durable among the attachments, but has no name yet.
type laidBlob struct {
	tmp  string
	sum  [sha256.Size]byte
	size int64 // of the plain contents
}

// layBlob encrypts what r gives among the attachments of the folder dir under a name of no meaning: the right one is
// known only at the end. When it fails it leaves nothing.
func layBlob(ctx context.Context, d disk, key *vault.Key, dir string, r io.Reader) (b laidBlob, err error) {
	b.tmp = filepath.Join(attachmentsPath(dir), strings.Replace(incoming, "*", rand.Text(), 1))
	h := sha256.New()
	err = d.write(b.tmp, func(to io.Writer) error {
		out, err := key.Encrypt(to)
		if err != nil {
			return err
		}
		if b.size, err = copyUntil(ctx, io.MultiWriter(out, h), r); err != nil {
			return err
		}
		return out.Close()
	})
	if err != nil {
		return laidBlob{}, errors.Join(err, d.remove(b.tmp))
	}
	b.sum = [sha256.Size]byte(h.Sum(nil))
	return b, nil
}

// path gives where the file belongs among the attachments of the folder dir.
func (b laidBlob) path(key *vault.Key, dir string) (string, error) {
	if key.Forgotten() { // meanwhile: everybody could compute the name
		return "", errors.New("name a file under a key that is wiped")
	}
	return blobPath(dir, key.BlobName(b.sum)), nil
}

// sweepIncoming takes away files whose taking in was cut off. Nobody else is at it: the lock is held.
func (w *Workspace) sweepIncoming() {
	left, err := filepath.Glob(filepath.Join(attachmentsPath(w.dir), incoming))
	if err != nil {
		return // the pattern is a constant
	}
	for _, path := range left {
		if err := os.Remove(path); err != nil {
			w.log.Warn("a file that was cut off stays", "error", err)
		}
	}
}

// OpenAttachment opens an attached file for reading after proving its contents; it is decrypted as it is read, and never
// on disk. It refuses with "attachment.missing" and "attachment.changed", each with the hash and the path.
func (w *Workspace) OpenAttachment(ctx context.Context, hash string) (io.ReadCloser, error) {
	_, leave, err := w.stay(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	f, state, err := w.prove(ctx, hash)
	if err != nil {
		return nil, err
	}
	if state != AttachmentPresent {
		path := ""
		if hashForm.MatchString(hash) {
			path = w.attachmentPath(hash)
		}
		return nil, app.Refuse("attachment."+string(state), "hash", hash, "path", path)
	}
	if _, err = f.Seek(0, io.SeekStart); err == nil {
		var plain io.Reader
		if plain, err = w.key.Decrypt(f); err == nil {
			return blob{plain, f}, nil
		}
	}
	f.Close()
	return nil, told(err, w.attachmentPath(hash), "read an attachment")
}

// blob is an attached file that is being read.
type blob struct {
	io.Reader
	io.Closer
}

// AttachmentState says how an attached file is found. It reads the file through, so it is not for the main goroutine.
// A file that cannot be read counts as missing.
func (w *Workspace) AttachmentState(hash string) AttachmentState {
	_, leave, err := w.stay(context.Background())
	if err != nil {
		return AttachmentMissing
	}
	defer leave()
	f, state, err := w.prove(context.Background(), hash)
	if err != nil {
		return AttachmentMissing
	}
	if f != nil {
		f.Close()
	}
	return state
}

// prove reads an attachment through. The file is open when it is present.
func (w *Workspace) prove(ctx context.Context, hash string) (*os.File, AttachmentState, error) {
	if !hashForm.MatchString(hash) {
		return nil, AttachmentMissing, nil
	}
	path := w.attachmentPath(hash)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, AttachmentMissing, nil
	}
	if err != nil {
		return nil, "", told(err, path, "open an attachment")
	}
	sum := sha256.New()
	plain, err := w.key.Decrypt(f)
	if err == nil {
		_, err = copyUntil(ctx, sum, plain)
	}
	switch {
	case err == nil && hex.EncodeToString(sum.Sum(nil)) == hash:
		return f, AttachmentPresent, nil
	case err == nil, vault.IsDamage(err):
		f.Close()
		return nil, AttachmentChanged, nil
	}
	f.Close()
	return nil, "", told(err, path, "read an attachment")
}

// readError is a failure of the side that is read, as against the side that is written.
type readError struct{ cause error }

func (e *readError) Error() string { return "read: " + e.cause.Error() }
func (e *readError) Unwrap() error { return e.cause }

// copyUntil copies all of r, or until the context ends.
func copyUntil(ctx context.Context, to io.Writer, r io.Reader) (int64, error) {
	buffer := make([]byte, 1<<18)
	var size int64
	for {
		if err := ctx.Err(); err != nil {
			return size, err
		}
		n, err := r.Read(buffer)
		if n > 0 {
			if _, werr := to.Write(buffer[:n]); werr != nil {
				return size, fmt.Errorf("write: %w", werr)
			}
			size += int64(n)
		}
		if err == io.EOF {
			return size, nil
		}
		if err != nil {
			return size, &readError{err}
		}
	}
}
