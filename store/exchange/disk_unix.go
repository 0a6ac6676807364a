//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package exchange

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// lock takes a file for this program. The system lets go of it when the file is closed or the program ends. File
// systems that know no locks let everybody in.
func lock(f *os.File) error {
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		return errBusy
	}
	return nil
}

// publish renames before it closes, so that the lock holds until the file has its name. The file was made durable before;
// closing it has nothing more to tell.
func publish(f halfFile, from, to string) error {
	defer f.Close()
	return renameNew(from, to)
}

// renameGently renames where the system cannot say in one that there must be no file of that name: a moment lies between
// the look and the deed.
func renameGently(from, to string) error {
	if err := os.Link(from, to); err == nil {
		return os.Remove(from)
	} else if errors.Is(err, fs.ErrExist) {
		return err
	}
	// FAT knows no second name for a file.
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

// syncDir makes the names in a folder durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil // some network shares know no such thing
	}
	return errors.Join(err, d.Close())
}

// faultOf gives the code of a fault that the system has told.
func faultOf(err error) string {
	for code, all := range map[string][]syscall.Errno{
		"disk.full":           {syscall.ENOSPC, syscall.EDQUOT},
		"folder.readonly":     {syscall.EROFS, syscall.EACCES, syscall.EPERM},
		"exchange.file.long":  {syscall.EFBIG},
		"exchange.stick.gone": {syscall.EIO, syscall.ENODEV, syscall.ENXIO, syscall.ESTALE, syscall.ENOENT, syscall.ENOTDIR, syscall.ENOTCONN, syscall.EHOSTDOWN, syscall.ETIMEDOUT},
	} {
		for _, e := range all {
			if errors.Is(err, e) {
				return code
			}
		}
	}
	return ""
}
