//go:build unix

package exchange

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"lianshen/app"
)

// To open a pipe would be to wait for whoever writes into it.
func TestAPipeIsNotOpened(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.lspack")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no pipes here:", err)
	}
	if _, err := Open(ctx, []string{pipe}, sit(t, 1).ids(), ""); app.CodeOf(err) != "exchange.foreign" {
		t.Error(err)
	}
	if Peek(pipe) {
		t.Error("a pipe looks like a package")
	}
}

// File systems that cannot rename without replacing in one are served all the same.
func TestARenamingThatLooksBeforeItLeapsReplacesNothing(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, rename := range []func(string, string) error{renameGently, renameNew} {
		write(from, "新的")
		write(to, "别人的")
		if err := rename(from, to); !errors.Is(err, fs.ErrExist) {
			t.Errorf("a file is there: %v", err)
		}
		if raw, _ := os.ReadFile(to); string(raw) != "别人的" {
			t.Errorf("it holds %q now", raw)
		}
		if err := os.Remove(to); err != nil {
			t.Fatal(err)
		}
		if err := rename(from, to); err != nil {
			t.Error(err)
		}
		if raw, _ := os.ReadFile(to); string(raw) != "新的" || len(folder(t, dir)) != 1 {
			t.Errorf("%q, %v", raw, folder(t, dir))
		}
		if err := rename(from, to); err == nil {
			t.Error("a file that is gone is renamed")
		}
	}
}

// Somebody lays a trap in a shared folder: a link under the name of the file to be written.
func TestALinkInPlaceOfAHalfFileIsNotFollowed(t *testing.T) {
	dir, s := t.TempDir(), sit(t, 1)
	victim := filepath.Join(t.TempDir(), "victim")
	if err := os.WriteFile(victim, []byte("重要"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, filepath.Join(dir, "联审.lspack"+partSuffix)); err != nil {
		t.Skip("no links here:", err)
	}
	_, err := Write(ctx, dir, "联审.lspack", s.draft(nil), 0, nil)
	if raw, _ := os.ReadFile(victim); app.CodeOf(err) == "" || string(raw) != "重要" {
		t.Errorf("%v: the victim holds %q", err, raw)
	}
}
