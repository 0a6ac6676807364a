package exchange

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// lock takes a file for this program, by a byte far behind its end, so that everybody can read it.
func lock(f *os.File) error {
	far := &windows.Overlapped{OffsetHigh: 1 << 30}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, far)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return errBusy
	}
	return nil
}

// publish closes before it renames: Windows renames no open file.
func publish(f halfFile, from, to string) error {
	if err := f.Close(); err != nil {
		return err
	}
	a, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	b, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	err = windows.MoveFileEx(a, b, windows.MOVEFILE_WRITE_THROUGH)
	switch {
	case errors.Is(err, windows.ERROR_ALREADY_EXISTS), errors.Is(err, windows.ERROR_FILE_EXISTS):
		return fs.ErrExist
	case errors.Is(err, windows.ERROR_SHARING_VIOLATION):
		return errBusy
	}
	return err
}

// syncDir has nothing to do: the renaming was written through.
func syncDir(string) error { return nil }

// dropCache does nothing: Windows has no word for it.
func dropCache(*os.File) {}

// faultOf gives the code of a fault that the system has told.
func faultOf(err error) string {
	for code, all := range map[string][]windows.Errno{
		"disk.full":          {windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED},
		"folder.readonly":    {windows.ERROR_WRITE_PROTECT, windows.ERROR_ACCESS_DENIED},
		"exchange.file.long": {windows.ERROR_FILE_TOO_LARGE},
		"exchange.stick.gone": {windows.ERROR_NOT_READY, windows.ERROR_DEV_NOT_EXIST, windows.ERROR_DEVICE_NOT_CONNECTED, windows.ERROR_NO_SUCH_DEVICE,
			windows.ERROR_FILE_INVALID, windows.ERROR_IO_DEVICE, windows.ERROR_BAD_NETPATH, windows.ERROR_NETNAME_DELETED, windows.ERROR_UNEXP_NET_ERR,
			windows.ERROR_FILE_NOT_FOUND, windows.ERROR_PATH_NOT_FOUND, windows.ERROR_CRC, windows.ERROR_GEN_FAILURE},
	} {
		for _, e := range all {
			if errors.Is(err, e) {
				return code
			}
		}
	}
	return ""
}
