package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store/exchange"
	"lianshen/store/vault/vaulttest"
)

// exchanged gives a workspace at the office and one that joined it.
func exchanged(t testing.TB) (office *Workspace, o Options, group *Workspace) {
	t.Helper()
	office, o = filled(t)
	dir := filepath.Join(t.TempDir(), "组.lianshen")
	request, err := Ask(ctx, dir, AskOptions{Person: "组员", Phrase: o.Phrase, Cost: o.Cost, Now: o.Now})
	if err != nil {
		t.Fatal(err)
	}
	strands := app.NewSet()
	for _, s := range app.Strands {
		strands[string(s)] = true
	}
	seat, err := office.Admit(ctx, request, app.Person{Name: "组员", Roles: app.NewSet(string(app.RoleGroupLeader), string(app.RoleOffice)), Strands: strands}, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	sent, err := office.WritePackage(ctx, Outgoing{Kind: exchange.RoundPack, To: []app.ID{seat.ID}}, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if group, err = Join(ctx, dir, sent.Paths, dir, Options{Phrase: o.Phrase, Cost: o.Cost, Now: o.Now, Log: o.Log}, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { group.Close() })
	return office, o, group
}

// stateNow gives everything a workspace shows.
func stateNow(w *Workspace) (string, error) {
	var b bytes.Buffer
	err := w.All(ctx, func(kind app.Kind, id app.ID, doc json.RawMessage) error {
		fmt.Fprintln(&b, kind, id, string(doc))
		return nil
	})
	return b.String(), err
}

// exchangeOnTape takes five packages with attached files in, one back and in again, and gives what reached the disk and
// what the workspace showed after each step. Checkpoints come often.
func exchangeOnTape(t *testing.T, lazy bool) (tape *vaulttest.Tape, o Options, states []string) {
	t.Helper()
	office, o, group := exchanged(t)
	c, err := group.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	var packs [][]string
	for n := 1; n <= 5; n++ {
		for i := range 5 {
			e := app.Evidence{ID: newID(), Case: c.ID, Number: 10*n + i}
			text := strings.Repeat(fmt.Sprintf("台账%d之%d", n, i), n*900)
			if e.FileHash, e.FileSize, err = group.Attach(ctx, strings.NewReader(text), "台账.pdf"); err != nil {
				t.Fatal(err)
			}
			if err := keepAny(group.Desk(), app.VerbAddEvidence, e); err != nil {
				t.Fatal(err)
			}
		}
		sent, err := group.WritePackage(ctx, Outgoing{Kind: exchange.WorkPack, To: []app.ID{office.Seat().ID}}, WriteTo{Dir: t.TempDir()}, nil)
		if err != nil {
			t.Fatal(err)
		}
		packs = append(packs, sent.Paths)
	}
	if err := office.Close(); err != nil {
		t.Fatal(err)
	}
	tape = vaulttest.Record(t, office.dir)
	w, err := Open(ctx, office.dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	w.disk = tapedDisk{tape: tape, lazy: lazy}
	if err := w.writer.exec("PRAGMA wal_autocheckpoint = 40"); err != nil {
		t.Fatal(err)
	}
	w.made.Sample = true // no backups: another test cuts them
	shows := func() {
		state, err := stateNow(w)
		if err != nil {
			t.Fatal(err)
		}
		states = append(states, state)
		tape.Acked(int64(len(states) - 1))
	}
	shows()
	for _, p := range packs {
		if _, err := w.TakeIn(ctx, p, TakeIn{Sure: true}, nil); err != nil {
			t.Fatal(err)
		}
		shows()
	}
	if err := w.TakeBack(ctx, 3, "试"); err != nil {
		t.Fatal(err)
	}
	shows()
	if err := w.TakeAgain(ctx, 3); err != nil {
		t.Fatal(err)
	}
	shows()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	tape.Stop()
	return tape, o, states
}

// TestPowerLossLeavesImportsWholeOrUndone cuts the power while packages are taken in, back and in again. Every cut opens,
// proves, and shows what was there before the step or after it. LIANSHEN_POWER_CUTS says how often; 25 times in the
// short run.
func TestPowerLossLeavesImportsWholeOrUndone(t *testing.T) {
	cuts := 25
	if s := os.Getenv("LIANSHEN_POWER_CUTS"); s != "" {
		var err error
		if cuts, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	tape, o, states := exchangeOnTape(t, false)
	for _, err := range cutExchange(t, tape, o, states, cuts, 3) {
		t.Error(err)
	}
	t.Logf("%d cuts between %d steps", cuts, tape.Len())
}

// Without syncing attached files before their names, power cuts leave records that name files which are not whole.
func TestPowerLossOfImportsFindsALazyDisk(t *testing.T) {
	tape, o, states := exchangeOnTape(t, true)
	if len(cutExchange(t, tape, o, states, 100, 1)) == 0 {
		t.Error("100 cuts found nothing: the simulation proves nothing of attached files")
	}
}

func cutExchange(t *testing.T, tape *vaulttest.Tape, o Options, states []string, cuts, enough int) (wrong []error) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "cut.lianshen")
	tape.Cuts(rand.New(rand.NewSource(8)), cuts, func(c vaulttest.Cut) {
		if len(wrong) == enough {
			return
		}
		c.Lay(t, dir)
		if err := afterCutExchange(dir, o, states, int(c.Acked)); err != nil {
			wrong = append(wrong, fmt.Errorf("cut at step %d: %w", c.Step, err))
		}
	})
	return wrong
}

// afterCutExchange opens a workspace and says what is neither as before the step under way nor as after it.
func afterCutExchange(dir string, o Options, states []string, acked int) error {
	w, err := Open(ctx, dir, o)
	if err != nil {
		return err
	}
	defer w.Close()
	state, err := stateNow(w)
	if err != nil {
		return err
	}
	if state != states[acked] && (acked+1 == len(states) || state != states[acked+1]) {
		return fmt.Errorf("after step %d the state is neither that nor the next", acked)
	}
	report, err := w.Verify(ctx, nil)
	if err == nil && !report.OK() {
		err = fmt.Errorf("does not prove: %+v", report.Troubles)
	}
	return err
}

// TestAnImportThatIsStoppedChangesNothing ends the context at every step of an import.
func TestAnImportThatIsStoppedChangesNothing(t *testing.T) {
	office, _, group := exchanged(t)
	c, err := group.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		e := app.Evidence{ID: newID(), Case: c.ID, Number: 50 + i}
		if e.FileHash, e.FileSize, err = group.Attach(ctx, strings.NewReader(strings.Repeat(fmt.Sprint(i), 700_000)), "台账.pdf"); err != nil {
			t.Fatal(err)
		}
		if err := keepAny(group.Desk(), app.VerbAddEvidence, e); err != nil {
			t.Fatal(err)
		}
	}
	sent, err := group.WritePackage(ctx, Outgoing{Kind: exchange.WorkPack, To: []app.ID{office.Seat().ID}}, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	before, err := stateNow(office)
	if err != nil {
		t.Fatal(err)
	}
	stopped := 0
	for after := 0; ; after++ {
		told := 0
		short, stop := context.WithCancel(ctx)
		_, err := office.TakeIn(short, sent.Paths, TakeIn{Sure: true}, func(done, total int64) {
			if told++; told > after {
				stop()
			}
		})
		stop()
		if err == nil {
			break
		}
		stopped++
		now, serr := stateNow(office)
		if serr != nil || now != before {
			t.Fatalf("stopped after %d steps the state is another one (%v)", after, serr)
		}
		blobs, gerr := filepath.Glob(filepath.Join(attachmentsPath(office.dir), "*"))
		if gerr != nil {
			t.Fatal(gerr)
		}
		for _, b := range blobs {
			if strings.Contains(filepath.Base(b), "incoming") {
				t.Fatalf("stopped after %d steps %s is left", after, filepath.Base(b))
			}
		}
	}
	if stopped == 0 {
		t.Error("nothing was stopped")
	}
	if report, err := office.Verify(ctx, nil); err != nil || !report.OK() {
		t.Errorf("%+v %v", report.Troubles, err)
	}
}
