package pdf

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"lianshen/app"
)

func TestFileGetsItsNameWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "报告.pdf")
	for _, content := range []string{"first", "second"} {
		if err := WriteFile(path, &Result{Bytes: []byte(content)}); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != content {
			t.Errorf("got %q, %v", got, err)
		}
	}
	if list, _ := os.ReadDir(dir); len(list) != 1 {
		t.Errorf("%d files remain", len(list))
	}
}

func TestFullDiskLeavesTheOldFile(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full on this system")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "report.pdf")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/full", path+".part"); err != nil {
		t.Fatal(err)
	}
	err := WriteFile(path, &Result{Bytes: []byte("new")})
	if app.CodeOf(err) != "report.write.full" {
		t.Errorf("got %v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "old" {
		t.Errorf("the old file became %q", got)
	}
	if _, err := os.Lstat(path + ".part"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a part remains")
	}
}

func TestWriteErrorsAreNamed(t *testing.T) {
	dir := t.TempDir()
	plain := filepath.Join(dir, "file")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, code := range map[string]string{
		filepath.Join(dir, "none", "a.pdf"): "report.write.folder",
		filepath.Join(plain, "a.pdf"):       "report.write.folder",
	} {
		if got := app.CodeOf(WriteFile(path, &Result{Bytes: []byte("x")})); got != code {
			t.Errorf("%s: %q, want %q", path, got, code)
		}
	}
	for cause, code := range map[error]string{
		&fs.PathError{Op: "open", Err: syscall.EROFS}:  "report.write.readonly",
		&fs.PathError{Op: "open", Err: syscall.EACCES}: "report.write.readonly",
		fmt.Errorf("sync: %w", syscall.ENOSPC):         "report.write.full",
		errChanged:                                     "report.write.changed",
		syscall.EIO:                                    "report.write.failed",
	} {
		err := refuse("/x/a.pdf", cause)
		if app.CodeOf(err) != code || !errors.Is(err, cause) {
			t.Errorf("%v: %v, want %s", cause, err, code)
		}
	}
	if os.Getuid() != 0 {
		closed := filepath.Join(dir, "closed")
		if err := os.Mkdir(closed, 0o500); err != nil {
			t.Fatal(err)
		}
		if got := app.CodeOf(WriteFile(filepath.Join(closed, "a.pdf"), &Result{Bytes: []byte("x")})); got != "report.write.readonly" {
			t.Errorf("read-only folder: %q", got)
		}
	}
}
