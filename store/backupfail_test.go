package store

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"lianshen/app"
)

// failing is a disk that fails at one of its deeds and, as a full disk does, at each one after it that needs room.
type failing struct {
	disk
	after int
	err   error
	done  int
}

func (f *failing) fails() bool {
	f.done++
	return f.done > f.after
}

func (f *failing) mkdir(path string) error {
	if f.fails() {
		return f.err
	}
	return f.disk.mkdir(path)
}

func (f *failing) write(path string, fill func(io.Writer) error) error {
	if f.fails() {
		// Half of it is written before the disk says so.
		err := f.disk.write(path, func(to io.Writer) error {
			if _, err := to.Write([]byte("half")); err != nil {
				return err
			}
			return f.err
		})
		return err
	}
	return f.disk.write(path, fill)
}

func (f *failing) rename(from, to string) error {
	if f.fails() {
		return f.err
	}
	return f.disk.rename(from, to)
}

func TestADiskThatFailsIsToldByItsNameAndLeavesTheFormerBackups(t *testing.T) {
	for _, c := range []struct {
		err  error
		code string
	}{{syscall.ENOSPC, "disk.full"}, {syscall.EROFS, "folder.readonly"}, {syscall.EACCES, "folder.readonly"}, {syscall.EDQUOT, "disk.full"}} {
		t.Run(c.code+" "+fmt.Sprint(int(c.err.(syscall.Errno))), func(t *testing.T) {
			w, _ := filled(t)
			mustBackup(t, w, "hand")
			answerOnce(t, w, "后")
			if _, _, err := w.Attach(ctx, strings.NewReader("新附件"), "新.pdf"); err != nil {
				t.Fatal(err)
			}
			before := under(t, BackupsDir(w.dir))
			for after := 0; ; after++ {
				b, err := w.backupTo(ctx, &failing{disk: realDisk{}, after: after, err: c.err}, BackupsDir(w.dir), BackupOptions{Why: "hand"})
				if err == nil {
					if after < 6 || !b.Good {
						t.Errorf("done after %d deeds: %+v", after, b)
					}
					break
				}
				if app.CodeOf(err) != c.code {
					t.Fatalf("failing after %d deeds: %v", after, err)
				}
				if got := under(t, BackupsDir(w.dir)); !slices.Equal(got, before) {
					t.Fatalf("failing after %d deeds: left %v, had %v", after, got, before)
				}
			}
		})
	}
}

func TestNothingThatABackupFileNamesLeadsOutOfItsFolder(t *testing.T) {
	w, _ := filled(t)
	raw := readAll(t, filepath.Join(mustBackup(t, w, "hand").Path, "backup.json"))
	read := 0
	rapid.Check(t, func(t *rapid.T) {
		text := string(raw)
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
			with := rapid.SampledFrom([]string{"", "/", "../", `\\`, "\"", "0", "-1", "workspace.db", "..", "}", "é"}).Draw(t, "with")
			text = text[:at] + with + text[min(len(text), at+rapid.IntRange(0, 3).Draw(t, "over")):]
		}
		got, err := parseBackupFile([]byte(text))
		if err != nil {
			return
		}
		read++
		for _, p := range got.Files {
			if strings.ContainsAny(p.Name, `/\:`) || strings.Trim(p.Name, ".") != p.Name || p.Size < 0 {
				t.Fatalf("a file may lie at %q", p.Name)
			}
		}
		for _, p := range got.Attachments {
			if !hashForm.MatchString(p.Name) || p.Size < 0 {
				t.Fatalf("an attachment may lie at %q", p.Name)
			}
		}
	})
	if read == 0 {
		t.Error("nothing was ever read")
	}
}

func readAll(t testing.TB, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
