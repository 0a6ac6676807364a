//go:build !windows

package clip_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"lianshen/app"
	"lianshen/ui/clip"
)

// tools puts programs of these names in the place of the machine's own.
func tools(t *testing.T, scripts map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	t.Setenv("WAYLAND_DISPLAY", "")
}

func TestThePictureComesFromWhicheverToolThereIs(t *testing.T) {
	const give = `printf '\211PNG\r\n\032\nrest'`
	for _, c := range []struct {
		name, code string
		scripts    map[string]string
	}{
		{"xclip", "", map[string]string{"xclip": give}},
		{"wayland", "", map[string]string{"wl-paste": give}},
		{"the second has it", "", map[string]string{"xclip": "exit 1", "wl-paste": give}},
		{"a text was copied", "clip.none", map[string]string{"xclip": "echo 'target image/png not available' >&2; exit 1"}},
		{"something else comes", "clip.none", map[string]string{"xclip": "echo hello"}},
		{"no tool", "clip.cannot", nil},
		{"without end", "clip.large", map[string]string{"xclip": "/usr/bin/head -c 70000000 /dev/zero"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tools(t, c.scripts)
			data, err := clip.Picture(context.Background())
			if app.CodeOf(err) != c.code || c.code == "" && (err != nil || string(data[len(data)-4:]) != "rest") {
				t.Errorf("%q %v", data[:min(len(data), 20)], err)
			}
		})
	}
}

func TestCopiedFilesComeAsPaths(t *testing.T) {
	for _, c := range []struct {
		name, script string
		want         []string
	}{
		{"two", `printf 'file:///tmp/%%E7%%94%%B2%%20a.txt\r\n# a remark\nfile://localhost/b\n'`, []string{"/tmp/甲 a.txt", "/b"}},
		{"elsewhere", `printf 'https://example.org/a\nfile://server/a\nfile://%%zz\nplain words\n'`, nil},
		{"something else was copied", "exit 1", nil},
		{"nothing", "true", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			tools(t, map[string]string{"xclip": c.script})
			if got := clip.Files(context.Background()); !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
