package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"lianshen/app"
)

// AttachmentState says how an attached file is found.
type AttachmentState string

// The states of an attachment.
const (
	AttachmentPresent AttachmentState = "present" // there, with the contents it was taken in with
	AttachmentMissing AttachmentState = "missing" // gone
	AttachmentChanged AttachmentState = "changed" // there, but its contents are others
)

// incoming names files that are being taken in.
const incoming = "incoming-*"

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

func attachmentPath(dir, hash string) string {
	return filepath.Join(attachmentsPath(dir), hash[:2], hash)
}

// Attach takes a file in and gives the SHA-256 of its contents in hex and its size in bytes. It is on disk when Attach
// returns; the deed that names the hash comes after. name is what the person calls the file, for what may go wrong:
// "attachment.unreadable" (r fails), "disk.full", "folder.readonly". The same contents are kept once.
func (w *Workspace) Attach(ctx context.Context, r io.Reader, name string) (hash string, size int64, err error) {
	root := attachmentsPath(w.dir)
	if err := os.MkdirAll(root, 0o700); err != nil {
		return "", 0, told(err, w.dir, "make the folder of attachments")
	}
	tmp, err := os.CreateTemp(root, incoming)
	if err != nil {
		return "", 0, told(err, w.dir, "take in a file")
	}
	defer func() {
		tmp.Close()
		if err != nil {
			os.Remove(tmp.Name())
		}
	}()
	sum := sha256.New()
	size, err = copyUntil(ctx, io.MultiWriter(tmp, sum), r)
	var unreadable *readError
	switch {
	case errors.As(err, &unreadable):
		return "", 0, &app.Error{Code: "attachment.unreadable", Args: map[string]any{"name": name}, Cause: unreadable.cause}
	case err != nil:
		return "", 0, told(err, w.dir, "take in a file")
	}
	hash = hex.EncodeToString(sum.Sum(nil))
	if err := tmp.Sync(); err != nil {
		return "", 0, told(err, w.dir, "take in a file")
	}
	if err := tmp.Close(); err != nil {
		return "", 0, told(err, w.dir, "take in a file")
	}
	path := attachmentPath(w.dir, hash)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", 0, told(err, w.dir, "take in a file")
	}
	// A file of that name is replaced: by the same contents, or by the right ones if somebody had changed it.
	if err := os.Rename(tmp.Name(), path); err != nil {
		return "", 0, told(err, w.dir, "take in a file")
	}
	if err := errors.Join(syncDir(filepath.Dir(path)), syncDir(root)); err != nil {
		return "", 0, told(err, w.dir, "make a file durable")
	}
	return hash, size, nil
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

// OpenAttachment opens an attached file for reading after proving its contents. It refuses with "attachment.missing"
// and "attachment.changed", each with the hash and the path.
func (w *Workspace) OpenAttachment(ctx context.Context, hash string) (io.ReadCloser, error) {
	f, state, err := w.prove(ctx, hash)
	if err != nil {
		return nil, err
	}
	if state != AttachmentPresent {
		path := ""
		if hashForm.MatchString(hash) {
			path = attachmentPath(w.dir, hash)
		}
		return nil, app.Refuse("attachment."+string(state), "hash", hash, "path", path)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		f.Close()
		return nil, told(err, attachmentPath(w.dir, hash), "read an attachment")
	}
	return f, nil
}

// AttachmentState says how an attached file is found. It reads the file through, so it is not for the main goroutine.
// A file that cannot be read counts as missing.
func (w *Workspace) AttachmentState(hash string) AttachmentState {
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
	f, err := os.Open(attachmentPath(w.dir, hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, AttachmentMissing, nil
	}
	if err != nil {
		return nil, "", told(err, attachmentPath(w.dir, hash), "open an attachment")
	}
	sum := sha256.New()
	if _, err := copyUntil(ctx, sum, f); err != nil {
		f.Close()
		return nil, "", told(err, attachmentPath(w.dir, hash), "read an attachment")
	}
	if hex.EncodeToString(sum.Sum(nil)) != hash {
		f.Close()
		return nil, AttachmentChanged, nil
	}
	return f, AttachmentPresent, nil
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
