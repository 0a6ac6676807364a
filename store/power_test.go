package store

import (
	"fmt"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store/vault/vaulttest"
)

// tapedDisk is this machine's disk, with everything that attaching files asks of it noted on a tape. A lazy one says that
// a file is synced, and does not sync it.
type tapedDisk struct {
	realDisk
	tape *vaulttest.Tape
	lazy bool
}

func (d tapedDisk) write(path string, fill func(io.Writer) error) error {
	if err := d.realDisk.write(path, fill); err != nil {
		return err
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	d.tape.Wrote(path, raw)
	if !d.lazy {
		d.tape.Synced(path)
	}
	return nil
}

func (d tapedDisk) rename(from, to string) error {
	d.tape.Renamed(from, to)
	return d.realDisk.rename(from, to)
}

func (d tapedDisk) remove(path string) error {
	d.tape.Removed(path)
	return d.realDisk.remove(path)
}

func (d tapedDisk) names(dir string) error {
	d.tape.SyncedDir(dir)
	return d.realDisk.names(dir)
}

// deedsOnTape does 40 deeds in a workspace, every fourth with a file attached before, and gives what reached the disk.
// Checkpoints come often, and the workspace is closed and opened again in between.
func deedsOnTape(t *testing.T, lazy bool) (*vaulttest.Tape, Options) {
	t.Helper()
	w, o := filled(t)
	dir := w.dir
	c, err := w.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	tape := vaulttest.Record(t, dir)
	for n := 1; n <= 40; n++ {
		if n == 1 || n == 20 {
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if w, err = Open(ctx, dir, o); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { w.Close() })
			w.disk = tapedDisk{tape: tape, lazy: lazy}
			if err := w.writer.exec("PRAGMA wal_autocheckpoint = 40"); err != nil {
				t.Fatal(err)
			}
		}
		e := app.Evidence{ID: newID(), Case: c.ID, Number: 10 + n}
		if n%4 == 0 {
			text := strings.Repeat(fmt.Sprintf("台账%d", n), n*n*20)
			if e.FileHash, e.FileSize, err = w.Attach(ctx, strings.NewReader(text), "台账.pdf"); err != nil {
				t.Fatal(err)
			}
		}
		if err := keepAny(w.Desk(), app.VerbAddEvidence, e); err != nil {
			t.Fatal(err)
		}
		tape.Acked(int64(e.Number))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	tape.Stop()
	return tape, o
}

// TestPowerLossLosesNoAcknowledgedDeed cuts the power under a whole workspace: its database, its log and its attached
// files. Every cut opens, proves, and has what was acknowledged. LIANSHEN_POWER_CUTS says how often; 25 times in
// the short run, since the vault's own test cuts its part far more often.
func TestPowerLossLosesNoAcknowledgedDeed(t *testing.T) {
	cuts := 25
	if s := os.Getenv("LIANSHEN_POWER_CUTS"); s != "" {
		var err error
		if cuts, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	tape, o := deedsOnTape(t, false)
	for _, err := range cutWorkspace(t, tape, o, cuts, 3) {
		t.Error(err)
	}
	t.Logf("%d cuts between %d steps", cuts, tape.Len())
}

// Without syncing attached files before they get their names, power cuts leave deeds that name files which are not whole.
func TestPowerLossFindsALazyDisk(t *testing.T) {
	tape, o := deedsOnTape(t, true)
	if len(cutWorkspace(t, tape, o, 100, 1)) == 0 {
		t.Error("100 cuts found nothing: the simulation proves nothing of attached files")
	}
}

// cutWorkspace cuts the power so many times and gives what was wrong afterwards, up to some number of mistakes.
func cutWorkspace(t *testing.T, tape *vaulttest.Tape, o Options, cuts, enough int) (wrong []error) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "cut.lianshen")
	tape.Cuts(rand.New(rand.NewSource(6)), cuts, func(c vaulttest.Cut) {
		if len(wrong) == enough {
			return
		}
		c.Lay(t, dir)
		if err := afterPowerLoss(dir, o, int(c.Acked)); err != nil {
			wrong = append(wrong, fmt.Errorf("cut at step %d: %w", c.Step, err))
		}
	})
	return wrong
}

// afterPowerLoss opens a workspace and tells what is missing up to the acknowledged piece of evidence.
func afterPowerLoss(dir string, o Options, acked int) error {
	w, err := Open(ctx, dir, o)
	if err != nil {
		return err
	}
	defer w.Close()
	all, err := app.List[app.Evidence](ctx, w, "")
	if err != nil {
		return err
	}
	there := map[int]bool{}
	for _, e := range all {
		there[e.Number] = true
	}
	for n := 11; n <= acked; n++ {
		if !there[n] {
			return fmt.Errorf("evidence %d of %d is lost", n, acked)
		}
	}
	report, err := w.Verify(ctx, nil) // attached files, too
	if err == nil && !report.OK() {
		err = fmt.Errorf("does not prove: %+v", report.Troubles)
	}
	return err
}
