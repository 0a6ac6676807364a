package exchange

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// renameNew renames a file; fs.ErrExist when there is one of that name, also when it came this very moment.
func renameNew(from, to string) error {
	err := unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, unix.RENAME_NOREPLACE)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.ENOTSUP):
		return renameGently(from, to)
	}
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
}

// dropCache asks the system to read the file from the medium.
func dropCache(f *os.File) { _ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED) }
