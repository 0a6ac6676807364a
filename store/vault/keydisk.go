package vault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"lianshen/app"
)

// What stands beside a key file: the spare, and what is being written.
const (
	oldSuffix = ".old"
	tmpSuffix = ".tmp"
)

// Read reads the key file at path (…/key.json) of the workspace with this ID. Where the file is missing or damaged it
// takes the spare beside it, path.old, and FromOld says so. It opens nothing yet. Refusals: "key.missing",
// "key.damaged", "key.newer", "key.cost", "key.foreign" (another workspace's), all with the path.
func Read(path, workspace string) (*File, error) { return readOn(disk{}, path, workspace) }

// Write writes the key file durably: a cut at any moment leaves the former file or this one, whole. The former one is
// kept as path.old until Settle. path.tmp is of no use to anybody.
func (f *File) Write(path string) error { return f.writeOn(disk{}, path) }

// Settle makes the spare beside the key file the same as the file, and mends a damaged or missing file from the spare
// that was read. It is called once the workspace has opened, so that a file which opens nothing never takes the place
// of one that does, and that a former phrase and a slot taken away do not stay in the folder for long.
func (f *File) Settle(path string) error { return f.settleOn(disk{}, path) }

// shelf is where a key file lies: the deeds at a disk that it needs. The tests cut the power between them.
type shelf interface {
	read(path string) ([]byte, error)    // fs.ErrNotExist where there is none; at most maxFileSize+1 bytes
	write(path string, raw []byte) error // anew, not durable yet
	sync(path string) error              // makes what was written durable
	rename(from, to string) error        // in one, not durable yet
	syncNames(dir string) error          // makes the names in a folder durable
}

func readOn(d shelf, path, workspace string) (*File, error) {
	raw, err := d.read(path)
	missing := errors.Is(err, fs.ErrNotExist)
	if err != nil && !missing {
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	refused := &faulty{code: "key.missing", cause: errors.New("there is no key file")}
	if !missing {
		var f *File
		if f, refused = parse(raw, workspace); refused == nil {
			return f, nil
		}
	}
	if refused.whole {
		return nil, refused.refusal(path)
	}
	raw, err = d.read(path + oldSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, refused.refusal(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the spare key file: %w", err)
	}
	f, spare := parse(raw, workspace)
	if spare != nil {
		return nil, refused.refusal(path)
	}
	f.fromOld = true
	return f, nil
}

func (f *File) writeOn(d shelf, path string) error {
	raw, err := f.encode()
	if err != nil {
		return err
	}
	if len(raw) > maxFileSize {
		return app.Refuse("key.full", "limit", maxSlots)
	}
	former, err := d.read(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("read the former key file: %w", err)
	default:
		// A file that is damaged must not take the place of a spare that is not.
		if _, refused := parse(former, f.workspace); refused == nil {
			if err := replace(d, path, path+oldSuffix, former); err != nil {
				return fmt.Errorf("keep the former key file: %w", err)
			}
		}
	}
	if err := replace(d, path, path, raw); err != nil {
		return fmt.Errorf("write the key file: %w", err)
	}
	f.fromOld = false
	return nil
}

func (f *File) settleOn(d shelf, path string) error {
	raw, err := f.encode()
	if err != nil {
		return err
	}
	for _, at := range []string{path, path + oldSuffix} {
		there, err := d.read(at)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("read the key file: %w", err)
		}
		if err == nil && string(there) == string(raw) {
			continue
		}
		if err := replace(d, path, at, raw); err != nil {
			return fmt.Errorf("settle the key file: %w", err)
		}
	}
	f.fromOld = false
	return nil
}

// replace puts a file in the place of another in one: whole under the provisional name, durable, renamed, the name durable.
func replace(d shelf, path, at string, raw []byte) error {
	tmp := path + tmpSuffix
	if err := d.write(tmp, raw); err != nil {
		return err
	}
	if err := d.sync(tmp); err != nil {
		return err
	}
	if err := d.rename(tmp, at); err != nil {
		return err
	}
	return d.syncNames(filepath.Dir(at))
}

// disk is the disk of this machine.
type disk struct{}

func (disk) read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFileSize+1))
}

func (disk) write(path string, raw []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	return errors.Join(err, f.Close())
}

func (disk) sync(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func (disk) rename(from, to string) error { return os.Rename(from, to) }

func (disk) syncNames(dir string) error {
	if runtime.GOOS == "windows" { // NTFS logs changes of names by itself, and a folder cannot be opened for syncing
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
