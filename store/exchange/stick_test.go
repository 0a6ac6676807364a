package exchange

import (
	"bytes"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"lianshen/app"
	"lianshen/store/vault/vaulttest"
)

// lying is a stick that gives back something else than was written.
type lying struct {
	disk
	change func([]byte, int64)
}

type lyingSource struct {
	source
	change func([]byte, int64)
}

func (d lying) open(path string) (source, error) {
	s, err := d.disk.open(path)
	return lyingSource{s, d.change}, err
}

func (s lyingSource) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.source.ReadAt(p, off)
	s.change(p[:n], off)
	return n, err
}

func TestAMediumThatGivesBackSomethingElseIsCaught(t *testing.T) {
	s := sit(t, 1)
	for _, limit := range []int64{0, MinLimit} {
		dir := t.TempDir()
		on := lying{realDisk{}, func(p []byte, off int64) {
			if off == 0 && len(p) > 500 {
				p[500] ^= 4
			}
		}}
		if _, err := writeTo(ctx, on, dir, "联审.lspack", somePackage(t, s), limit, nil); app.CodeOf(err) != "exchange.readback" {
			t.Errorf("%v", err)
		}
		if left := folder(t, dir); len(left) > 0 {
			t.Errorf("%v is left", left)
		}
	}
}

func TestAFileOfTheSameNameIsNeverTouched(t *testing.T) {
	s := sit(t, 1)
	dir := t.TempDir()
	path := filepath.Join(dir, "联审.lspack")
	there := func() {
		if err := os.WriteFile(path, []byte("别人的"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	untouched := func(when string, err error) {
		raw, rerr := os.ReadFile(path)
		if app.CodeOf(err) != "exchange.exists" || string(raw) != "别人的" || rerr != nil || len(folder(t, dir)) != 1 {
			t.Errorf("%s: %v, %q, %v", when, err, raw, folder(t, dir))
		}
	}
	there()
	_, err := Write(ctx, dir, "联审.lspack", somePackage(t, s), 0, nil)
	untouched("from the start", err)
	os.Remove(path)
	once := sync.OnceFunc(there)
	_, err = Write(ctx, dir, "联审.lspack", somePackage(t, s), 0, func(int64, int64) { once() })
	untouched("while writing", err)
	// What a crash has left of an earlier attempt is in nobody's way.
	os.Remove(path)
	if err := os.WriteFile(path+partSuffix, bytes.Repeat([]byte("旧"), 100_000), 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := Write(ctx, dir, "联审.lspack", somePackage(t, s), 0, nil)
	if err != nil || len(folder(t, dir)) != 1 {
		t.Fatal(err, folder(t, dir))
	}
	if _, _, _, err := read(ctx, realDisk{}, s, "", w.Paths...); err != nil {
		t.Error(err)
	}
}

func TestTwoWhoWriteOneNameDoNotDisturbEachOther(t *testing.T) {
	s := sit(t, 1)
	d := somePackage(t, s)
	for _, limit := range []int64{0, MinLimit} {
		for range 10 {
			dir := t.TempDir()
			type result struct {
				w   Written
				err error
			}
			results := make(chan result, 4)
			for range cap(results) {
				go func() {
					w, err := Write(ctx, dir, "联审.lspack", d, limit, nil)
					results <- result{w, err}
				}()
			}
			var won []Written
			for range cap(results) {
				switch r := <-results; app.CodeOf(r.err) {
				case "":
					if r.err != nil {
						t.Fatal(r.err)
					}
					won = append(won, r.w)
				case "exchange.exists", "exchange.busy":
				default:
					t.Fatal(r.err)
				}
			}
			if len(won) != 1 {
				t.Fatalf("%d have written it", len(won))
			}
			p, _, _, err := read(ctx, realDisk{}, s, "", won[0].Paths...)
			if err != nil || p.SHA256() != won[0].SHA256 || len(folder(t, dir)) != len(won[0].Paths) {
				t.Fatal(err, folder(t, dir))
			}
		}
	}
}

// taped tells a tape what is done to the disk.
type taped struct {
	disk
	tape      *vaulttest.Tape
	forgetful bool // nothing is ever made durable, whatever is asked
}

type tapedHalf struct {
	halfFile
	on   *taped
	path string
	all  []byte
}

func (d *taped) create(path string) (halfFile, error) {
	f, err := d.disk.create(path)
	d.tape.Wrote(path, nil)
	return &tapedHalf{halfFile: f, on: d, path: path}, err
}

func (f *tapedHalf) Write(p []byte) (int, error) {
	f.all = append(f.all, p...)
	return f.halfFile.Write(p)
}

func (f *tapedHalf) Sync() error {
	f.on.tape.Wrote(f.path, f.all)
	if err := f.halfFile.Sync(); err != nil || f.on.forgetful {
		return err
	}
	f.on.tape.Synced(f.path)
	return nil
}

func (d *taped) publish(f halfFile, from, to string) error {
	d.tape.Renamed(from, to)
	return d.disk.publish(f.(*tapedHalf).halfFile, from, to)
}

func (d *taped) names(dir string) error {
	if !d.forgetful {
		d.tape.SyncedDir(dir)
	}
	return d.disk.names(dir)
}

// losses cuts the power while packages are written and gives how many cuts left a file under the name of a package that
// is not one, or lost one that was told to be done.
func losses(t *testing.T, forgetful bool) int {
	s := sit(t, 1)
	dir := t.TempDir()
	on := &taped{disk: realDisk{}, tape: vaulttest.Record(t, dir), forgetful: forgetful}
	var all []Written
	for i := range 6 {
		w, err := writeTo(ctx, on, dir, fmt.Sprintf("联审%d.lspack", i), s.draft(s.records(t, 2, 1), noise(20_000+i*20_000)), MinLimit, nil)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, w)
		on.tape.Acked(int64(i + 1))
	}
	whole := map[string][]byte{}
	for _, name := range folder(t, dir) {
		whole[name], _ = os.ReadFile(filepath.Join(dir, name))
	}
	bad := 0
	on.tape.Cuts(rand.New(rand.NewSource(5)), 400, func(c vaulttest.Cut) {
		wrong := false
		for name, raw := range c.Files {
			wrong = wrong || !Half(name) && !bytes.Equal(raw, whole[name])
		}
		for _, w := range all[:c.Acked] {
			for _, path := range w.Paths {
				_, there := c.Files[filepath.Base(path)]
				wrong = wrong || !there
			}
		}
		if wrong {
			bad++
		}
	})
	return bad
}

func TestTheLossOfPowerLeavesWholePackagesOrNone(t *testing.T) {
	if n := losses(t, false); n > 0 {
		t.Errorf("%d of 400 cuts left something else", n)
	}
}

func TestTheSimulationTellsWhenNothingIsMadeDurable(t *testing.T) {
	if losses(t, true) == 0 {
		t.Error("packages that were never made durable pass every cut")
	}
}
