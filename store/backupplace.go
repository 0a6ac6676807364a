package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"lianshen/app"
)

// markName is the file by which a stick is known as a second place for backups.
const markName = "lianshen-backup.json"

const (
	markFormat = "lianshen-stick"
	maxMark    = 1 << 16
)

// mark is lianshen-backup.json. It names workspaces by their random numbers and tells nothing else.
type mark struct {
	Format     string   `json:"format"`
	Version    int      `json:"version"`
	Workspaces []string `json:"workspaces"`
}

// Place is a second place for backups that is there at the moment.
type Place struct {
	Root string // the marked folder, such as a stick
	Dir  string // where the backups of the workspace lie in it
}

// mountPoints gives the folders at which sticks and drives may appear. The tests put a list of their own in its place.
var mountPoints = systemMountPoints

func systemMountPoints() []string {
	var out []string
	if runtime.GOOS == "windows" {
		for letter := 'D'; letter <= 'Z'; letter++ { // C: is the laptop itself
			out = append(out, string(letter)+`:\`)
		}
		return out
	}
	for _, pattern := range []string{"/media/*", "/media/*/*", "/run/media/*/*", "/mnt/*", "/Volumes/*"} {
		found, err := filepath.Glob(pattern)
		if err == nil { // the patterns are constants
			out = append(out, found...)
		}
	}
	return out
}

// Second gives the marked places that are there for this workspace, most often none or one stick.
func (w *Workspace) Second() []Place {
	var out []Place
	for _, root := range mountPoints() {
		m, err := readMark(root)
		if err != nil || !slices.Contains(m.Workspaces, w.id) {
			continue
		}
		p := Place{Root: root, Dir: filepath.Join(root, w.stickName())}
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// stickName is the folder of this workspace's backups on a stick. Two workspaces of the same name keep apart.
func (w *Workspace) stickName() string {
	name := strings.TrimSuffix(filepath.Base(w.dir), Suffix)
	return name + "-" + w.id[max(0, len(w.id)-8):] + BackupSuffix
}

// MarkStick makes a folder, such as a stick, a second place for the backups of this workspace: it writes
// lianshen-backup.json there. Refusals: "backup.mark" (there is a file of that name that is not ours),
// "folder.readonly", "disk.full".
func (w *Workspace) MarkStick(dir string) error {
	if err := w.writable(); err != nil {
		return err
	}
	m, err := readMark(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		m = mark{Format: markFormat, Version: 1}
	case err != nil:
		return err
	}
	if slices.Contains(m.Workspaces, w.id) {
		return nil
	}
	m.Workspaces = append(m.Workspaces, w.id)
	return writeJSON(filepath.Join(dir, markName), 0o600, m)
}

func readMark(dir string) (mark, error) {
	path := filepath.Join(dir, markName)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return mark{}, err
	}
	if err != nil {
		return mark{}, told(err, path, "read the mark of a stick")
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxMark))
	if err != nil {
		return mark{}, told(err, path, "read the mark of a stick")
	}
	var m mark
	if err := json.Unmarshal(raw, &m); err != nil || m.Format != markFormat || m.Version != 1 {
		return mark{}, &app.Error{Code: "backup.mark", Args: map[string]any{"path": path}, Cause: fmt.Errorf("read the mark: %w", errors.Join(err))}
	}
	return m, nil
}
