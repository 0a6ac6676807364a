//go:build !linux && !windows

package store

import (
	"os"
	"path/filepath"
)

// systemSticks gives the folders at which media appear; what is on them is not known on this system.
func systemSticks() ([]Stick, error) {
	var out []Stick
	for _, root := range mountPoints() {
		if info, err := os.Lstat(root); err == nil && info.IsDir() {
			out = append(out, Stick{Root: root, Label: filepath.Base(root)})
		}
	}
	return out, nil
}
