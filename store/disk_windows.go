package store

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"

	"lianshen/app"
)

func isDiskFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

// syncDir has nothing to do: NTFS logs changes of names by itself.
func syncDir(string) error { return nil }

// takeLock takes the workspace for this program. The system lets go of the lock when the program ends, however it
// ends, so nothing has to be cleaned up after a crash.
func takeLock(dir string) (*os.File, error) {
	f, err := os.OpenFile(lockPath(dir), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, told(err, dir, "take the lock")
	}
	err = windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	if err != nil {
		f.Close()
		if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
			return nil, app.Refuse("workspace.inuse", "path", dir)
		}
		return nil, told(err, dir, "take the lock")
	}
	return f, nil
}
