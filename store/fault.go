package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"lianshen/app"
	"lianshen/store/vault"
)

// told turns a fault of the disk or the database that a person can mend into an *app.Error with the path, and wraps
// every other one with what was being done. nil stays nil; what already is an *app.Error stays as it is.
func told(err error, path, doing string) error {
	if err == nil {
		return nil
	}
	var known *app.Error
	if errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if code := faultCode(err); code != "" {
		return &app.Error{Code: code, Args: map[string]any{"path": path}, Cause: fmt.Errorf("%s: %w", doing, err)}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// broken says that a workspace is damaged, and where.
func broken(path string, cause error) error {
	return &app.Error{Code: "workspace.broken", Args: map[string]any{"path": path}, Cause: cause}
}

func faultCode(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC), isDiskFull(err):
		return "disk.full"
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return "folder.readonly"
	case vault.IsDamage(err):
		return "workspace.broken"
	}
	var s *sqlite.Error
	if !errors.As(err, &s) {
		return ""
	}
	switch s.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return "disk.full"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return "folder.readonly"
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return "workspace.broken"
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return "disk.fault"
	}
	return ""
}
