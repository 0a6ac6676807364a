//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package store

import (
	"errors"
	"os"
	"syscall"

	"lianshen/app"
)

func isDiskFull(err error) bool { return errors.Is(err, syscall.EDQUOT) }

// syncDir makes the names in a folder durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	return err
}

// takeLock takes the workspace for this program. The system lets go of the lock when the program ends, however it
// ends, so nothing has to be cleaned up after a crash.
func takeLock(dir string) (*os.File, error) {
	f, err := os.OpenFile(lockPath(dir), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, told(err, dir, "take the lock")
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, app.Refuse("workspace.inuse", "path", dir)
		}
		return nil, told(err, dir, "take the lock")
	}
	return f, nil
}
