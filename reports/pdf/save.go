package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"lianshen/app"
)

// WriteFile puts a finished file under its name, all or nothing: it writes
// NAME.part beside it, brings it to the disk, reads it again, and only then
// renames it. A file of that name is replaced; after an error it is as it was.
// Errors a person can mend are *app.Error: report.write.readonly (no
// permission, or a read-only disk), report.write.full (no room),
// report.write.folder (the folder is missing), report.write.changed (the disk
// gives back something else), report.write.failed (anything else).
func WriteFile(path string, r *Result) error {
	part := path + ".part"
	err := writePart(part, r.Bytes)
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		// Nothing half-written stays; that it cannot be removed adds nothing.
		_ = os.Remove(part)
		return refuse(path, err)
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// Save puts the file under its name as WriteFile does.
func (r *Result) Save(path string) error { return WriteFile(path, r) }

var errChanged = errors.New("the disk gives back other bytes than were written")

func writePart(part string, data []byte) (err error) {
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	again, err := os.ReadFile(part)
	if err != nil {
		return err
	}
	if !bytes.Equal(again, data) {
		return errChanged
	}
	return nil
}

// syncFolder makes the new name itself durable where the system allows it;
// Windows does not open folders for that and needs no such call.
func syncFolder(dir string) {
	if f, err := os.Open(dir); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}

// windowsDiskFull are ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
var windowsDiskFull = []syscall.Errno{112, 39}

func refuse(path string, err error) error {
	code := "report.write.failed"
	switch {
	case errors.Is(err, errChanged):
		code = "report.write.changed"
	case isFull(err):
		code = "report.write.full"
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
		code = "report.write.readonly"
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR):
		code = "report.write.folder"
	}
	refusal := app.Refuse(code, "file", filepath.Base(path), "folder", filepath.Dir(path))
	refusal.Cause = fmt.Errorf("write report: %w", err)
	return refusal
}

func isFull(err error) bool {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return true
	}
	if runtime.GOOS == "windows" {
		for _, full := range windowsDiskFull {
			if errors.Is(err, full) {
				return true
			}
		}
	}
	return false
}
