package store

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lianshen/app"
	"lianshen/store/journal"
)

// Suffix ends the name of every workspace folder.
const Suffix = ".lianshen"

// partSuffix marks a workspace that is still being made.
const partSuffix = ".part"

const (
	formatName    = "lianshen-workspace"
	formatVersion = 1
	seatFormat    = "lianshen-seat"
)

func databasePath(dir string) string    { return filepath.Join(dir, "workspace.db") }
func manifestPath(dir string) string    { return filepath.Join(dir, "workspace.json") }
func seatPath(dir string) string        { return filepath.Join(dir, "seat.json") }
func lockPath(dir string) string        { return filepath.Join(dir, "lock") }
func attachmentsPath(dir string) string { return filepath.Join(dir, "attachments") }

// manifest is workspace.json.
type manifest struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	ID      string `json:"id"`
	Made    string `json:"made"` // RFC 3339
}

// seatFile is seat.json.
type seatFile struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	ID      string `json:"id"`
	Key     string `json:"key"` // base64 of the 32 secret bytes
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
	case m.Version < 1 || !app.ID(m.ID).Valid():
		return manifest{}, broken(dir, fmt.Errorf("workspace.json names no workspace"))
	}
	return m, nil
}

func readSeat(dir string) (journal.Signer, error) {
	raw, err := os.ReadFile(seatPath(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return journal.Signer{}, broken(dir, fmt.Errorf("seat.json is gone"))
	}
	if err != nil {
		return journal.Signer{}, told(err, seatPath(dir), "read the seat key")
	}
	var f seatFile
	if err := json.Unmarshal(raw, &f); err != nil {
		return journal.Signer{}, broken(dir, fmt.Errorf("seat.json: not JSON")) // the cause would quote the key
	}
	if f.Format != seatFormat {
		return journal.Signer{}, broken(dir, fmt.Errorf("seat.json: not a seat"))
	}
	if f.Version > formatVersion {
		return journal.Signer{}, app.Refuse("workspace.newer", "path", dir, "version", f.Version)
	}
	seed, err := base64.StdEncoding.DecodeString(f.Key)
	if err != nil {
		return journal.Signer{}, broken(dir, fmt.Errorf("seat.json: not a key"))
	}
	s, err := journal.SignerOf(seed)
	if err != nil {
		return journal.Signer{}, broken(dir, fmt.Errorf("seat.json: %w", err))
	}
	if s.ID != f.ID {
		return journal.Signer{}, broken(dir, fmt.Errorf("seat.json: the key is not that of the seat"))
	}
	return s, nil
}

func writeSeat(dir string, s journal.Signer) error {
	return writeJSON(seatPath(dir), 0o600, seatFile{Format: seatFormat, Version: 1, ID: s.ID, Key: base64.StdEncoding.EncodeToString(s.Seed())})
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
