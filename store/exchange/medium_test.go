package exchange

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"syscall"
	"testing"

	"lianshen/app"
	"lianshen/store/journal"
)

// faulty is a disk that fails at one of its deeds: at it alone (a cable), at it and all later ones that need room (a full
// stick), or at everything from then on (a stick that was pulled out).
type faulty struct {
	disk
	after int // deeds that go well
	err   error
	mode  faultMode
	done  int
}

type faultMode int

const (
	once faultMode = iota
	full
	pulled
	never // count only
)

// deed says whether it fails. room says whether it needs room on the disk.
func (d *faulty) deed(room bool) error {
	d.done++
	switch {
	case d.done <= d.after, d.mode == never, d.mode == once && d.done > d.after+1, d.mode == full && !room:
		return nil
	}
	return d.err
}

func (d *faulty) create(path string) (halfFile, error) {
	if err := d.deed(true); err != nil {
		return nil, err
	}
	f, err := d.disk.create(path)
	return &faultyHalf{f, d}, err
}

func (d *faulty) publish(f halfFile, from, to string) error {
	if err := d.deed(false); err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return d.disk.publish(f.(*faultyHalf).halfFile, from, to)
}

func (d *faulty) remove(path string) error {
	if err := d.deed(false); err != nil {
		return err
	}
	return d.disk.remove(path)
}

func (d *faulty) names(string) error {
	return d.deed(false)
}

func (d *faulty) exists(path string) (bool, error) {
	if err := d.deed(false); err != nil {
		return false, err
	}
	return d.disk.exists(path)
}

func (d *faulty) open(path string) (source, error) {
	if err := d.deed(false); err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	s, err := d.disk.open(path)
	return &faultySource{s, d}, err
}

type faultyHalf struct {
	halfFile
	on *faulty
}

func (f *faultyHalf) Write(p []byte) (int, error) {
	if err := f.on.deed(true); err != nil {
		n, _ := f.halfFile.Write(p[:len(p)/2]) // half of it is there before the disk says so
		return n, &fs.PathError{Op: "write", Err: err}
	}
	return f.halfFile.Write(p)
}

func (f *faultyHalf) Sync() error {
	if err := f.on.deed(true); err != nil {
		return &fs.PathError{Op: "sync", Err: err}
	}
	return f.halfFile.Sync()
}

type faultySource struct {
	source
	on *faulty
}

func (s *faultySource) ReadAt(p []byte, off int64) (int, error) {
	if err := s.on.deed(false); err != nil {
		n, _ := s.source.ReadAt(p[:len(p)/2], off)
		return n, &fs.PathError{Op: "read", Err: err}
	}
	return s.source.ReadAt(p, off)
}

func (s *faultySource) Size() (int64, error) {
	if err := s.on.deed(false); err != nil {
		return 0, err
	}
	return s.source.Size()
}

// somePackage is a draft of two files' worth.
func somePackage(t testing.TB, s seat) Draft {
	return s.draft(s.records(t, 5, 1), noise(70_000), noise(300))
}

func TestEveryFaultOfAMediumIsToldAndLeavesNothing(t *testing.T) {
	s := sit(t, 1)
	d := somePackage(t, s)
	for name, x := range map[string]struct {
		err  error
		mode faultMode
		code string
	}{
		"a full stick":          {syscall.ENOSPC, full, "disk.full"},
		"a full quota":          {syscall.EDQUOT, full, "disk.full"},
		"a read-only stick":     {syscall.EROFS, full, "folder.readonly"},
		"a folder of others":    {syscall.EACCES, full, "folder.readonly"},
		"a file too long":       {syscall.EFBIG, full, "exchange.file.long"},
		"a stick pulled out":    {syscall.EIO, pulled, "exchange.stick.gone"},
		"a stick that vanished": {syscall.ENOENT, pulled, "exchange.stick.gone"},
		"a share that went":     {syscall.ESTALE, pulled, "exchange.stick.gone"},
		"a bad moment":          {syscall.EIO, once, "exchange.stick.gone"},
		"something else":        {syscall.ELOOP, once, "file.unwritable"},
	} {
		for _, limit := range []int64{0, MinLimit} {
			count := &faulty{disk: memory{}, mode: never}
			if _, err := writeTo(ctx, count, "/stick", "联审.lspack", d, limit, nil); err != nil {
				t.Fatal(err)
			}
			failed := 0
			for after := range count.done {
				stick := memory{}
				on := &faulty{disk: stick, after: after, err: x.err, mode: x.mode}
				w, err := writeTo(ctx, on, "/stick", "联审.lspack", d, limit, nil)
				if err == nil {
					if x.mode != full {
						t.Fatalf("%s at deed %d is not noticed", name, after)
					}
					if _, _, _, err := read(ctx, stick, s, "", w.Paths...); err != nil {
						t.Fatalf("%s at deed %d: %v", name, after, err)
					}
					continue
				}
				failed++
				var e *app.Error
				if !errors.As(err, &e) || e.Code != x.code && !(x.mode == once && e.Code == "file.unreadable") || e.Args["path"] == nil || !errors.Is(err, x.err) {
					t.Fatalf("%s at deed %d is told as %v", name, after, err)
				}
				if bytes.Contains([]byte(err.Error()), []byte("联审")) {
					t.Fatalf("%s: the line for the log tells the name of the file: %v", name, err)
				}
				left, _ := stick.list("/stick")
				if x.mode != pulled && len(left) > 0 {
					t.Fatalf("%s at deed %d leaves %v", name, after, left)
				}
				for _, file := range left { // a stick pulled out keeps what is there; under the name of a package lies one
					if Half(file) {
						continue
					}
					if _, n, _ := SplitName(file); n > 1 {
						continue // the first part gets its name last: without it there is no package
					}
					if _, _, _, err := read(ctx, stick, s, "", "/stick/"+file); err != nil {
						t.Fatalf("%s at deed %d leaves half a package: %v", name, after, err)
					}
				}
			}
			if failed == 0 {
				t.Errorf("%s: nothing ever failed", name)
			}
		}
	}
}

func folder(t testing.TB, dir string) []string {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range all {
		out = append(out, e.Name())
	}
	return out
}

func TestAStickPulledOutWhileReadingIsToldAsThat(t *testing.T) {
	s := sit(t, 1)
	for _, limit := range []int64{0, MinLimit} {
		stick, w := written(t, somePackage(t, s), limit)
		count := &faulty{disk: stick, mode: never}
		if _, _, _, err := read(ctx, count, s, "", w.Paths[0]); err != nil {
			t.Fatal(err)
		}
		for after := range count.done {
			for _, fault := range []error{syscall.EIO, syscall.ENODEV, syscall.ENOENT} {
				_, _, _, err := read(ctx, &faulty{disk: stick, after: after, err: fault, mode: pulled}, s, "", w.Paths[0])
				want := "exchange.stick.gone"
				if after == 0 && fault == syscall.ENOENT {
					want = "file.unreadable" // it was never seen
				}
				if app.CodeOf(err) != want && !(fault == syscall.ENOENT && app.CodeOf(err) == "file.unreadable" && limit > 0) {
					t.Fatalf("%v at deed %d of %d: %v, want %s", fault, after, count.done, err, want)
				}
			}
		}
	}
}

func TestTheEndOfAContextLeavesNothing(t *testing.T) {
	s := sit(t, 1)
	for _, limit := range []int64{0, MinLimit} {
		for stop := 1; ; stop++ {
			dir, told, finished := t.TempDir(), 0, false
			stopping, end := context.WithCancel(ctx)
			_, err := Write(stopping, dir, "联审.lspack", somePackage(t, s), limit, func(done, total int64) {
				if told++; told == stop {
					end()
				}
				finished = done == total
			})
			end()
			if told < stop || finished { // it came too late
				if err != nil {
					t.Fatal(err)
				}
				break
			}
			if left := folder(t, dir); !errors.Is(err, context.Canceled) || len(left) > 0 {
				t.Fatalf("stopped at %d: %v, left %v", stop, err, left)
			}
		}
		w, err := Write(ctx, t.TempDir(), "联审.lspack", somePackage(t, s), limit, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Open(ctx, w.Paths, s.ids(), "")
		if err != nil {
			t.Fatal(err)
		}
		reading, end := context.WithCancel(ctx)
		if err := p.Check(reading, func(int64, int64) { end() }); !errors.Is(err, context.Canceled) {
			t.Errorf("a stopped check: %v", err)
		}
		if _, err := Open(reading, w.Paths, s.ids(), ""); !errors.Is(err, context.Canceled) {
			t.Errorf("a stopped opening: %v", err)
		}
		end()
	}
}

func TestWhatTheSenderCannotGiveIsNotWritten(t *testing.T) {
	s := sit(t, 1)
	gone := errors.New("gone")
	records := s.records(t, 3, 1)
	for name, spoil := range map[string]func(*Draft){
		"the log fails": func(d *Draft) { d.Log = func(func(journal.Record) error) error { return gone } },
		"a file fails": func(d *Draft) {
			d.Blob = func(context.Context, string) (io.ReadCloser, error) { return nil, gone }
		},
		"a file is another": func(d *Draft) {
			d.Blob = func(context.Context, string) (io.ReadCloser, error) {
				return io.NopCloser(bytes.NewReader(noise(301)[1:])), nil
			}
		},
		"a file is longer": func(d *Draft) { d.Manifest.Blobs = []Blob{{hashOf(noise(300)), 299}} },
		"no kind":          func(d *Draft) { d.Manifest.Kind = "later" },
		"no sender":        func(d *Draft) { d.Manifest.From.Key = nil },
		"another's key":    func(d *Draft) { d.Sign = sit(t, 2).sign },
		"no receiver":      func(d *Draft) { d.Recipients = nil },
		"a bad receiver":   func(d *Draft) { d.Recipients = []string{"age1"} },
		"both":             func(d *Draft) { d.Phrase = "春江花月夜" },
		"a cheap phrase":   func(d *Draft) { d.Recipients, d.Phrase, d.Work = nil, "春江花月夜", 1 },
		"a long title":     func(d *Draft) { d.Manifest.Title = string(bytes.Repeat([]byte("长"), maxText+1)) },
		"an odd signature": func(d *Draft) {
			d.Log = func(yield func(journal.Record) error) error { r := records[0]; r.Sig = r.Sig[1:]; return yield(r) }
		},
		"a body too long": func(d *Draft) {
			d.Log = func(yield func(journal.Record) error) error {
				r := records[0]
				r.Body = make([]byte, MaxBody+1)
				return yield(r)
			}
		},
	} {
		d := s.draft(records, noise(300))
		spoil(&d)
		dir := t.TempDir()
		if _, err := Write(ctx, dir, "联审.lspack", d, 0, nil); err == nil || app.CodeOf(err) != "" {
			t.Errorf("%s: %v", name, err)
		}
		if left := folder(t, dir); len(left) > 0 {
			t.Errorf("%s leaves %v", name, left)
		}
	}
	refusal := app.Refuse("attachment.changed", "path", "x")
	d := s.draft(records, noise(300))
	d.Blob = func(context.Context, string) (io.ReadCloser, error) { return nil, refusal }
	if _, err := Write(ctx, t.TempDir(), "联审.lspack", d, 0, nil); app.CodeOf(err) != "attachment.changed" {
		t.Errorf("a refusal comes out as %v", err)
	}
}

// A log that is too long to be kept in memory is compressed a second time.
func TestALogTooLongToKeepIsWrittenAllTheSame(t *testing.T) {
	s := sit(t, 1)
	var records []journal.Record
	prev := journal.Hash{}
	for i := range 60 {
		body := bytes.Clone(noise(200_000 + i))
		r := journal.Record{Seat: s.ID, Seq: int64(i + 1), Prev: prev, Hash: journal.Sum(prev, body), Sig: noise(64), Body: body}
		records, prev = append(records, r), r.Hash
	}
	d := s.draft(records)
	runs := 0
	log := d.Log
	d.Log = func(yield func(journal.Record) error) error { runs++; return log(yield) }
	w, err := Write(ctx, t.TempDir(), "联审.lspack", d, 0, nil)
	if err != nil || runs != 2 {
		t.Fatalf("%d runs: %v", runs, err)
	}
	if _, got, _, err := read(ctx, realDisk{}, s, "", w.Paths...); err != nil || !sameRecords(got, records) {
		t.Error(err)
	}
	runs = 0
	d.Log = func(yield func(journal.Record) error) error {
		if runs++; runs == 2 {
			records = slices.Clone(records)
			records[0].Sig = noise(65)[:64]
			records[0].Sig[0] ^= 1
			return s.draft(records).Log(yield)
		}
		return log(yield)
	}
	if _, err := Write(ctx, t.TempDir(), "联审.lspack", d, 0, nil); err == nil {
		t.Error("a log that changed meanwhile is written")
	}
}
