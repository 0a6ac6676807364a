// Package target puts files that leave the workspace on a disk or a stick, whole or not at all: under a passing name,
// flushed, read back and compared, and only then under their own. Sticks lie; what was not read back is not done.
package target

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"lianshen/app"
)

// Written tells about a file that was written.
type Written struct {
	Size   int64  // bytes
	SHA256 string // hex
}

// passing marks a file that is not finished.
const passing = ".part"

// Write puts what write gives under the name path. A file of that name is replaced; after an error it is as it was, and
// nothing half-written stays. Ending ctx stops it. Errors of write come back as they are; those of the disk are
// "target.readonly", "target.full", "target.folder" (missing), "target.large" (more than the file system bears in one
// file), "target.nofile" (a folder or a device has that name), "target.gone" (the stick was pulled out), "target.changed" (the disk gives back something else) and
// "target.failed".
func Write(ctx context.Context, path string, write func(io.Writer) error) (w Written, err error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return w, app.Refuse("target.nofile", "file", filepath.Base(path), "folder", filepath.Dir(path)) // a folder, a device
	}
	part := path + passing
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return w, refuse(path, err)
	}
	defer func() {
		if err != nil {
			// That it cannot be removed, from a stick that is gone, adds nothing.
			_ = os.Remove(part)
		}
	}()
	out := &counted{ctx: ctx, to: f, sum: sha256.New()}
	err = write(out)
	switch {
	case out.failed != nil: // whatever write made of it
		err = refuse(path, out.failed)
	case err == nil:
		if err = f.Sync(); err != nil {
			err = refuse(path, err)
		}
	}
	if closed := f.Close(); err == nil && closed != nil {
		err = refuse(path, closed)
	}
	if err != nil {
		return w, err
	}
	w = Written{out.size, hex.EncodeToString(out.sum.Sum(nil))}
	if err := readBack(ctx, part, w); err != nil {
		if ctx.Err() != nil {
			return Written{}, ctx.Err()
		}
		return Written{}, refuse(path, err)
	}
	if err := os.Rename(part, path); err != nil {
		return Written{}, refuse(path, err)
	}
	syncFolder(filepath.Dir(path))
	return w, nil
}

// counted counts and sums what goes to the file, and stops when ctx ends.
type counted struct {
	ctx    context.Context
	to     io.Writer
	sum    hash.Hash
	size   int64
	failed error // of the disk
}

func (c *counted) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.to.Write(p)
	c.sum.Write(p[:n])
	c.size += int64(n)
	if err != nil {
		c.failed = err
	}
	return n, err
}

var errChanged = errors.New("the disk gives back other bytes than were written")

func readBack(ctx context.Context, path string, w Written) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, &interrupted{ctx, f})
	if err != nil {
		return err
	}
	if n != w.Size || hex.EncodeToString(sum.Sum(nil)) != w.SHA256 {
		return errChanged
	}
	return nil
}

// interrupted reads until ctx ends.
type interrupted struct {
	ctx  context.Context
	from io.Reader
}

func (r *interrupted) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}

// syncFolder makes the new name itself durable where the system allows it; Windows does not open folders for that and
// needs no such call.
func syncFolder(dir string) {
	if f, err := os.Open(dir); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}

// The numbers that Windows gives for a full disk (ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL), a file beyond what the file
// system bears (ERROR_FILE_TOO_LARGE), a protected one (ERROR_WRITE_PROTECT) and a disk that went (ERROR_NOT_READY,
// ERROR_DEV_NOT_EXIST, ERROR_NO_SUCH_DEVICE).
var windows = map[syscall.Errno]string{112: "target.full", 39: "target.full", 223: "target.large", 19: "target.readonly",
	21: "target.gone", 55: "target.gone", 433: "target.gone"}

func refuse(path string, err error) error {
	refusal := app.Refuse(codeOf(err), "file", filepath.Base(path), "folder", filepath.Dir(path))
	refusal.Cause = fmt.Errorf("write a file: %w", err)
	return refusal
}

func codeOf(err error) string {
	var number syscall.Errno
	if runtime.GOOS == "windows" && errors.As(err, &number) && windows[number] != "" {
		return windows[number]
	}
	switch {
	case errors.Is(err, errChanged):
		return "target.changed"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "target.full"
	case errors.Is(err, syscall.EFBIG):
		return "target.large"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "target.readonly"
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return "target.folder"
	case errors.Is(err, syscall.EIO), errors.Is(err, syscall.ENXIO), errors.Is(err, syscall.ENODEV):
		return "target.gone"
	}
	return "target.failed"
}
