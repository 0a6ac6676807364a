package vault

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

func write(t testing.TB, f *File, path string) {
	t.Helper()
	if err := f.Write(path); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) *File {
	t.Helper()
	f, err := Read(path, testWorkspace)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func spoil(t testing.TB, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(`{"format":"lianshen-key","version":1`), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Until the workspace has opened, the former file stands by; after that its phrase opens nothing in the folder.
func TestTheFormerFileStandsByUntilTheNewOneHasOpened(t *testing.T) {
	f, k, s := newFile(t)
	path := filepath.Join(t.TempDir(), "key.json")
	write(t, f, path)
	if err := f.ChangePhrase(k, s, otherPhrase); err != nil {
		t.Fatal(err)
	}
	write(t, f, path)
	opens(t, read(t, path), otherPhrase, k, s)
	opens(t, read(t, path+oldSuffix), testPhrase, k, s)

	if err := read(t, path).Settle(path); err != nil {
		t.Fatal(err)
	}
	opens(t, read(t, path), otherPhrase, k, s)
	_, _, err := read(t, path+oldSuffix).Unlock(testPhrase)
	refused(t, err, "phrase.wrong")
	if _, err := os.Stat(path + tmpSuffix); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a provisional file stays: %v", err)
	}
}

func TestTheSpareIsTakenWhereTheFileCannotBeRead(t *testing.T) {
	for _, test := range []struct {
		name      string
		file      func(t *testing.T, path string)
		spare     func(t *testing.T, path string)
		code      string // "" = the spare opens
		untouched bool   // the file itself is good
	}{
		{name: "damaged", file: func(t *testing.T, p string) { spoil(t, p) }},
		{name: "empty", file: func(t *testing.T, p string) { os.WriteFile(p, nil, 0o600) }},
		{name: "missing", file: func(t *testing.T, p string) { os.Remove(p) }},
		{name: "both damaged", file: func(t *testing.T, p string) { spoil(t, p) }, spare: func(t *testing.T, p string) { spoil(t, p) }, code: "key.damaged"},
		{name: "missing, and the spare damaged", file: func(t *testing.T, p string) { os.Remove(p) }, spare: func(t *testing.T, p string) { spoil(t, p) }, code: "key.missing"},
		{name: "damaged, and no spare", file: func(t *testing.T, p string) { spoil(t, p) }, spare: func(t *testing.T, p string) { os.Remove(p) }, code: "key.damaged"},
		{name: "newer", file: func(t *testing.T, p string) { os.WriteFile(p, []byte(`{"format":"lianshen-key","version":2}`), 0o600) }, code: "key.newer"},
		{name: "the spare damaged", spare: func(t *testing.T, p string) { spoil(t, p) }, untouched: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, k, s := newFile(t)
			path := filepath.Join(t.TempDir(), "key.json")
			write(t, f, path)
			write(t, f, path) // the spare is the same
			if test.file != nil {
				test.file(t, path)
			}
			if test.spare != nil {
				test.spare(t, path+oldSuffix)
			}
			got, err := Read(path, testWorkspace)
			refused(t, err, test.code)
			if test.code != "" {
				return
			}
			if got.FromOld() == test.untouched {
				t.Errorf("FromOld = %v", got.FromOld())
			}
			opens(t, got, testPhrase, k, s)
			if err := got.Settle(path); err != nil {
				t.Fatal(err)
			}
			for _, p := range []string{path, path + oldSuffix} {
				mended := read(t, p)
				opens(t, mended, testPhrase, k, s)
				if mended.FromOld() {
					t.Error("it was not mended")
				}
			}
		})
	}
}

func TestADamagedFileDoesNotBecomeTheSpare(t *testing.T) {
	f, k, s := newFile(t)
	path := filepath.Join(t.TempDir(), "key.json")
	write(t, f, path)
	write(t, f, path)
	spoil(t, path)
	next := read(t, path)
	if err := next.ChangePhrase(k, s, otherPhrase); err != nil {
		t.Fatal(err)
	}
	write(t, next, path)
	if next.FromOld() {
		t.Error("a file just written is not a spare")
	}
	opens(t, read(t, path), otherPhrase, k, s)
	opens(t, read(t, path+oldSuffix), testPhrase, k, s)
}

func TestOnlyTheOwnerReadsTheKeyFile(t *testing.T) {
	f, _, _ := newFile(t)
	path := filepath.Join(t.TempDir(), "key.json")
	write(t, f, path)
	write(t, f, path)
	for _, p := range []string{path, path + oldSuffix} {
		info, err := os.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
			t.Errorf("%s: %v", p, info.Mode())
		}
	}
}

// fullDisk fails at one deed and after.
type fullDisk struct {
	disk
	deeds *int
}

func (d fullDisk) spend() error {
	if *d.deeds--; *d.deeds < 0 {
		return &fs.PathError{Op: "write", Path: "key.json.tmp", Err: syscall.ENOSPC}
	}
	return nil
}

func (d fullDisk) write(path string, raw []byte) error {
	if err := d.spend(); err != nil {
		d.disk.write(path, raw[:len(raw)/2])
		return err
	}
	return d.disk.write(path, raw)
}

func (d fullDisk) sync(path string) error { return errors.Join(d.spend(), d.disk.sync(path)) }

func (d fullDisk) rename(from, to string) error {
	if err := d.spend(); err != nil {
		return err
	}
	return d.disk.rename(from, to)
}

func (d fullDisk) syncNames(dir string) error { return errors.Join(d.spend(), d.disk.syncNames(dir)) }

func TestAFullDiskIsToldAndHarmsNothing(t *testing.T) {
	former, k, s := newFile(t)
	for deeds := range 8 {
		t.Run(strconv.Itoa(deeds), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "key.json")
			write(t, former, path)
			next := read(t, path)
			if err := next.ChangePhrase(k, s, otherPhrase); err != nil {
				t.Fatal(err)
			}
			left := deeds
			if err := next.writeOn(fullDisk{deeds: &left}, path); !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("%v", err)
			}
			got := read(t, path)
			if got.FromOld() {
				t.Error("the file itself cannot be read")
			}
			phrase := testPhrase
			if deeds == 7 { // renamed, only the name is not durable
				phrase = otherPhrase
			}
			opens(t, got, phrase, k, s)
			write(t, next, path) // and the next one goes through
			opens(t, read(t, path), otherPhrase, k, s)
		})
	}
}
