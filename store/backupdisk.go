package store

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// disk is what keeping attachments, backups and renewed workspaces does to a disk. The tests put a recorder in its place and cut the power between any two
// of its deeds.
type disk interface {
	mkdir(path string) error                             // one folder; one that is there is no mistake
	write(path string, fill func(io.Writer) error) error // a file anew, durable when write returns; not its name
	sync(path string) error                              // makes a file durable that something else has written
	rename(from, to string) error                        // in one; not durable yet
	remove(path string) error                            // a file or an empty folder; one that is not there is no mistake
	names(dir string) error                              // makes the names in a folder durable
}

// realDisk is the disk of this machine.
type realDisk struct{}

func (realDisk) mkdir(path string) error {
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

func (realDisk) write(path string, fill func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 1<<20)
	err = fill(b)
	if err == nil {
		err = b.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func (realDisk) sync(path string) error { return syncFile(path) }

func (realDisk) rename(from, to string) error { return os.Rename(from, to) }

func (realDisk) remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (realDisk) names(dir string) error { return syncDir(dir) }

// removeTree takes a folder away with everything in it.
func removeTree(d disk, dir string) error {
	var paths []string
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		paths = append(paths, path)
		return err
	})
	if err != nil {
		return err
	}
	for i := len(paths) - 1; i >= 0; i-- { // what is in a folder goes before it
		if err := d.remove(paths[i]); err != nil {
			return err
		}
	}
	return nil
}

// discardName ends the name of a backup that is being let go: it is out of every list from that moment on.
const discardName = ".gone"

// discard lets a backup go: renamed first, so that a cut at any moment leaves it whole or out of the list.
func discard(d disk, dir string) error {
	gone := dir
	if !strings.HasSuffix(dir, discardName) {
		gone = dir + discardName
		if err := d.rename(dir, gone); err != nil {
			return err
		}
		if err := d.names(filepath.Dir(dir)); err != nil {
			return err
		}
	}
	return removeTree(d, gone)
}
