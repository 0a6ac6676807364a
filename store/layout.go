package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lianshen/app"
)

// Suffix ends the name of every workspace folder.
const Suffix = ".lianshen"

// partSuffix marks a workspace that is still being made.
const partSuffix = ".part"

const (
	formatName = "lianshen-workspace"
	// formatVersion counts the forms of a workspace folder. 1 was not encrypted; it is told and not opened.
	formatVersion = 2
)

func databasePath(dir string) string    { return filepath.Join(dir, "workspace.db") }
func manifestPath(dir string) string    { return filepath.Join(dir, "workspace.json") }
func keyPath(dir string) string         { return filepath.Join(dir, "key.json") }
func lockPath(dir string) string        { return filepath.Join(dir, "lock") }
func attachmentsPath(dir string) string { return filepath.Join(dir, "attachments") }

// manifest is workspace.json.
type manifest struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	ID      string `json:"id"`
	Made    string `json:"made"`             // RFC 3339
	Sample  bool   `json:"sample,omitempty"` // made to show the program
	// Reading marks a copy from a reading package: nothing can be changed in it. Who takes the mark away changes nothing
	// either: nobody who could sign for a seat sits there.
	Reading bool `json:"reading,omitempty"`
}

// readManifest reads workspace.json and says in one word what is wrong with a folder that is no workspace of ours.
func readManifest(dir string) (manifest, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(dir + partSuffix); err == nil {
			return manifest{}, app.Refuse("workspace.halfmade", "path", dir)
		}
		return manifest{}, app.Refuse("workspace.missing", "path", dir)
	case err != nil:
		return manifest{}, told(err, dir, "look at the workspace folder")
	case !info.IsDir():
		return manifest{}, app.Refuse("workspace.foreign", "path", dir)
	case strings.HasSuffix(filepath.Clean(dir), partSuffix):
		return manifest{}, app.Refuse("workspace.halfmade", "path", dir)
	}
	raw, err := os.ReadFile(manifestPath(dir))
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(databasePath(dir)); err == nil {
			return manifest{}, broken(dir, fmt.Errorf("workspace.json is gone"))
		}
		return manifest{}, app.Refuse("workspace.foreign", "path", dir)
	}
	if err != nil {
		return manifest{}, told(err, manifestPath(dir), "read workspace.json")
	}
	var m manifest
	if err := json.Unmarshal(raw, &m); err != nil {
		return manifest{}, broken(dir, fmt.Errorf("workspace.json: %w", err))
	}
	switch {
	case m.Format != formatName:
		return manifest{}, app.Refuse("workspace.foreign", "path", dir)
	case m.Version > formatVersion:
		return manifest{}, app.Refuse("workspace.newer", "path", dir, "version", m.Version)
	case m.Version == 1:
		return manifest{}, app.Refuse("workspace.plain", "path", dir)
	case m.Version < 1 || !app.ID(m.ID).Valid():
		return manifest{}, broken(dir, fmt.Errorf("workspace.json names no workspace"))
	}
	return m, nil
}

// writeJSON writes a file durably: whole under another name, then renamed.
func writeJSON(path string, mode fs.FileMode, v any) error {
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("encode %s: %w", filepath.Base(path), err)
	}
	tmp := path + ".tmp"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return told(err, path, "write "+filepath.Base(path))
	}
	_, err = f.Write(append(raw, '\n'))
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	return told(err, path, "write "+filepath.Base(path))
}

// blobPath gives where an attached file of this name lies, in the folder of a workspace, of its renewal or of backups.
func blobPath(dir, name string) string { return filepath.Join(attachmentsPath(dir), name[:2], name) }

// exists says whether there is anything at a path.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// syncFile makes a file that was written elsewhere durable.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
