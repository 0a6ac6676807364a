// Package prefs keeps what the program remembers about a person's screen: language, light, text size, the size of the
// window, the places used last. It is a small JSON file in the person's configuration folder; nothing of the review
// itself is in it. A file that cannot be read is as good as none.
package prefs

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"lianshen/ui/theme"
)

// recentKept is how many places are remembered.
const recentKept = 8

// Idle is after how many minutes without a touch the window is locked.
type Idle string

// IdleNever is the choice of no lock by time.
const IdleNever Idle = "never"

// Idles lists what a person can choose; a new person has the second.
var Idles = []Idle{"5", "10", "15", "30", IdleNever}

// Limit gives the time; 0 is never.
func (i Idle) Limit() time.Duration {
	minutes, err := strconv.Atoi(string(i))
	if err != nil {
		return 0 // never
	}
	return time.Duration(minutes) * time.Minute
}

// Values are the settings of a person. Who works is not among them: the workspace knows its people.
type Values struct {
	Language string          `json:"language,omitempty"` // "" = as the system
	Mode     theme.Mode      `json:"mode,omitempty"`
	Text     theme.TextScale `json:"text,omitempty"`
	Width    float32         `json:"width,omitempty"` // of the window, in device independent pixels
	Height   float32         `json:"height,omitempty"`
	Idle     Idle            `json:"idle,omitempty"`    // after how long without a touch the window is locked
	Recent   []string        `json:"recent,omitempty"`  // folders of workspaces, last used first
	Noticed  bool            `json:"noticed,omitempty"` // the notice of secrecy was read
	Asked    []string        `json:"asked,omitempty"`   // folders of workspaces for which a seat was asked, the latest first

	Exchange map[string]string `json:"exchange,omitempty"` // exchange folders, by the folder of the workspace
}

// File is the settings with the file they live in. It may be used from any goroutine.
type File struct {
	mu     sync.Mutex
	path   string
	values Values
}

// Open reads the settings at a path; an empty path keeps them in memory only. A file that is absent or broken gives
// the settings a new person has.
func Open(path string) *File {
	f := &File{path: path}
	if path != "" {
		if raw, err := os.ReadFile(path); err == nil {
			var v Values
			if json.Unmarshal(raw, &v) == nil {
				f.values = v
			}
		}
	}
	if !slices.Contains(theme.Modes, f.values.Mode) {
		f.values.Mode = theme.ModeLight // without a portal a Linux system says nothing, and Fyne takes that for dark
	}
	if !slices.Contains(theme.TextScales, f.values.Text) {
		f.values.Text = theme.TextNormal
	}
	if !slices.Contains(Idles, f.values.Idle) {
		f.values.Idle = Idles[1]
	}
	return f
}

// DefaultPath gives where the settings lie on this system, or "" when there is no such place.
func DefaultPath() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "lianshen", "settings.json")
}

// Get gives the settings.
func (f *File) Get() Values {
	f.mu.Lock()
	defer f.mu.Unlock()
	v := f.values
	v.Recent, v.Asked, v.Exchange = slices.Clone(v.Recent), slices.Clone(v.Asked), maps.Clone(v.Exchange)
	return v
}

// Change changes the settings and writes them: a new file is written beside the old and then takes its name, so that
// a crash leaves one or the other.
func (f *File) Change(change func(*Values)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(&f.values)
	if f.path == "" {
		return nil
	}
	raw, err := json.MarshalIndent(f.values, "", "  ")
	if err != nil {
		return fmt.Errorf("encode settings: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return fmt.Errorf("make the settings folder: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(f.path), "settings-*.tmp")
	if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	_, err = tmp.Write(append(raw, '\n'))
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), f.path)
	}
	if err != nil {
		_ = os.Remove(tmp.Name())
		return fmt.Errorf("write settings: %w", err)
	}
	return nil
}

// Used puts a workspace first among the recent places.
func (f *File) Used(dir string) error {
	return f.Change(func(v *Values) {
		v.Recent = slices.DeleteFunc(v.Recent, func(r string) bool { return r == dir })
		v.Recent = append([]string{dir}, v.Recent...)
		v.Recent = v.Recent[:min(len(v.Recent), recentKept)]
	})
}

// Share remembers the exchange folder of the workspace in dir; "" is none.
func (f *File) Share(dir, folder string) error {
	return f.Change(func(v *Values) {
		if v.Exchange == nil {
			v.Exchange = map[string]string{}
		}
		v.Exchange[dir] = folder
		if folder == "" {
			delete(v.Exchange, dir)
		}
	})
}

// Forget takes a place out of the recent ones.
func (f *File) Forget(dir string) error {
	return f.Change(func(v *Values) {
		v.Recent = slices.DeleteFunc(v.Recent, func(r string) bool { return r == dir })
	})
}
