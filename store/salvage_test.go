package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store/vault"
)

// longer gives a workspace with records of many sizes, some over several pages, closed, and its options.
func longer(t testing.TB, deeds int) (dir string, o Options, records int64) {
	t.Helper()
	w, o := filled(t)
	for i := range deeds {
		answerOnce(t, w, strings.Repeat(fmt.Sprint("查", i), 1+i*i%7*400))
	}
	records = w.tip.record
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.dir, o, records
}

func TestLeafPagesGiveEveryRecordThatSQLiteGives(t *testing.T) {
	dir, o, records := longer(t, 60)
	keys, err := vault.Read(keyPath(dir), mustManifest(t, dir).ID)
	if err != nil {
		t.Fatal(err)
	}
	k, _, err := keys.Unlock(o.Phrase)
	if err != nil {
		t.Fatal(err)
	}
	p, err := openPages(dir, k)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	found := newTrove()
	if err := p.each(ctx, found.row); err != nil {
		t.Fatal(err)
	}
	s := &salvage{found: found}
	proven, rest := s.chosen()
	if int64(len(proven)) != records || len(rest) != 0 || p.damaged != 0 || len(found.first) != 1 {
		t.Errorf("%d of %d records, %d not proven, %d pages damaged, %d seats", len(proven), records, len(rest), p.damaged, len(found.first))
	}
	for i, c := range proven {
		if c.id != int64(i+1) {
			t.Fatalf("record %d is told as %d", i+1, c.id)
		}
	}
}

func mustManifest(t testing.TB, dir string) manifest {
	t.Helper()
	m, err := readManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestEverythingThatPagesStillHoldIsSalvaged(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 6 {
		dir, o, records := longer(t, 40)
		path := databasePath(dir)
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for range 1 + round { // pages anywhere, the first among them now and then
			at := random.IntN(len(raw) / vault.PageSize)
			if round == 3 {
				at = 0
			}
			raw[at*vault.PageSize+random.IntN(vault.PageSize)] ^= 0xff
		}
		if round == 5 {
			raw = raw[:len(raw)*2/3]
		}
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(t.TempDir(), "救回.lianshen")
		report, err := Salvage(ctx, dir, to, o)
		if app.CodeOf(err) == "salvage.noseat" || app.CodeOf(err) == "salvage.nothing" {
			if exists(to) || exists(to+partSuffix) {
				t.Error("a salvage that failed has left something")
			}
			continue // the first records themselves are gone, and there is no backup
		}
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		lost := int64(0)
		for _, run := range report.Lost {
			lost += run.Last - run.First + 1
		}
		if !report.Proof.OK() || report.Damaged == 0 || int64(report.Records)+lost+int64(report.Aside) > records || report.Records == 0 {
			t.Errorf("round %d: %+v", round, report)
		}
		w, err := Open(ctx, to, o)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if err := keepAny(w.Desk(), "unit.save", app.Unit{ID: newID(), Name: "青溪县", Kind: app.County}); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		w = reopenAs(t, w, o)
		if r, err := w.Verify(ctx, nil); err != nil || !r.OK() || int64(r.Lost+r.Aside) != lost+int64(report.Aside) {
			t.Errorf("round %d: %+v, %v", round, r, err)
		}
		w.Close()
	}
}

func reopenAs(t testing.TB, w *Workspace, o Options) *Workspace {
	t.Helper()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, w.dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

func TestTheBackupsFillWhatPagesHaveLost(t *testing.T) {
	w, o := filled(t)
	for i := range 20 {
		answerOnce(t, w, strings.Repeat(fmt.Sprint("查", i), 300))
	}
	b := mustBackup(t, w, "hand")
	answerOnce(t, w, "备份之后")
	records, all := w.tip.record, blobs(t, w.dir)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	// The database is all noise; the key file and an attachment are gone.
	raw, err := os.ReadFile(databasePath(w.dir))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(raw); i += 512 {
		raw[i] ^= 0x55
	}
	for _, err := range []error{os.WriteFile(databasePath(w.dir), raw, 0o600), os.Remove(keyPath(w.dir)), os.Remove(keyPath(w.dir) + ".old"),
		os.Remove(manifestPath(w.dir)), os.Remove(blobPath(w.dir, all[0]))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	to := filepath.Join(t.TempDir(), "救回.lianshen")
	report, err := Salvage(ctx, w.dir, to, o)
	if err != nil {
		t.Fatal(err)
	}
	if int64(report.Records) < records-1 || report.FromBackups == 0 || report.Backup.Path != b.Path || report.Attachments != 2 || report.Fetched != 1 || report.Missing != 0 || !report.Proof.OK() {
		t.Errorf("%+v", report)
	}
}

func TestADamagedWALIsReadFrameByFrame(t *testing.T) {
	w, o := filled(t)
	if err := w.writer.exec("PRAGMA wal_autocheckpoint = 0"); err != nil {
		t.Fatal(err)
	}
	var busy, inWAL, folded int64
	if err := w.writer.row(ctx, "PRAGMA wal_checkpoint(TRUNCATE)", nil, &busy, &inWAL, &folded); err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		answerOnce(t, w, strings.Repeat(fmt.Sprint("热", i), 200))
	}
	records := w.tip.record
	crashed := filepath.Join(t.TempDir(), "断电.lianshen")
	if err := os.CopyFS(crashed, os.DirFS(w.dir)); err != nil { // as a crash leaves it: the WAL is hot
		t.Fatal(err)
	}
	flip(t, databasePath(crashed)+"-wal", vault.WALHeadSize+3*vault.FrameSize+500)
	if again, err := Open(ctx, crashed, o); err == nil {
		again.Close()
		t.Fatal("a WAL with a damaged frame in its middle is opened as if nothing were")
	}
	to := filepath.Join(t.TempDir(), "救回.lianshen")
	report, err := Salvage(ctx, crashed, to, o)
	if err != nil {
		t.Fatal(err)
	}
	if int64(report.Records) < records-1 || report.Damaged != 1 || !report.Proof.OK() {
		t.Errorf("%d of %d records: %+v", report.Records, records, report)
	}
}

func TestRecordsThatDoNotProveAreSetAsideAndTheRestStaysUsable(t *testing.T) {
	for _, c := range []struct {
		name   string
		change string
		aside  int
		lost   int
	}{
		{"a changed body", "UPDATE record SET body = CAST(replace(CAST(body AS TEXT), '查3', '改3') AS BLOB) WHERE id = 8", 1, 0},
		{"a signature", "UPDATE record SET sig = zeroblob(64) WHERE id = 8", 1, 0},
		{"a record taken out", "DELETE FROM record WHERE id = 8", 0, 1},
		{"three in a row taken out", "DELETE FROM record WHERE id IN (7, 8, 9)", 0, 3},
		{"the last one changed", "UPDATE record SET sig = zeroblob(64) WHERE id = (SELECT max(id) FROM record)", 1, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, o := filled(t)
			for i := range 8 {
				answerOnce(t, w, fmt.Sprint("查", i))
			}
			tamper(t, w, c.change)
			report, err := w.Verify(ctx, nil)
			if err != nil || report.OK() {
				t.Fatalf("%+v, %v", report, err)
			}
			done, err := w.SetAside(ctx, report)
			if err != nil {
				t.Fatal(err)
			}
			if done.Aside != c.aside || done.Lost != c.lost || done.Healed != 0 {
				t.Errorf("%+v", done)
			}
			answerOnce(t, w, "接着写")
			w = reopenAs(t, w, o)
			answerOnce(t, w, "重开后写")
			report, err = w.Verify(ctx, nil)
			if err != nil || !report.OK() || report.Aside != c.aside || report.Lost != c.lost {
				t.Errorf("%+v, %v", report, err)
			}
			if len(report.Advice) == 0 {
				t.Error("no advice though no trial restore was made")
			}
		})
	}
}

func TestWhatABackupStillHasIsPutBackAsItWasSigned(t *testing.T) {
	w, o := filled(t)
	for i := range 8 {
		answerOnce(t, w, fmt.Sprint("查", i))
	}
	mustBackup(t, w, "hand")
	answerOnce(t, w, "备份之后")
	tamper(t, w, "DELETE FROM record WHERE id = 6")
	tamper(t, w, "UPDATE record SET sig = zeroblob(64) WHERE id = 8")
	report, err := w.Verify(ctx, nil)
	if err != nil || report.OK() {
		t.Fatalf("%+v, %v", report, err)
	}
	done, err := w.SetAside(ctx, report)
	if err != nil || done != (Mended{Healed: 2}) {
		t.Fatalf("%+v, %v", done, err)
	}
	w = reopenAs(t, w, o)
	if report, err = w.Verify(ctx, nil); err != nil || !report.OK() || report.Aside+report.Lost != 0 {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestTheBoardForgetsWhatWasSetAside(t *testing.T) {
	w, _ := filled(t)
	c, err := w.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Desk().RecordFinding(ctx, app.Finding{Case: c.ID, Strand: app.Audit, Title: "坐支", Fact: "收入坐支"}); err != nil {
		t.Fatal(err)
	}
	answerOnce(t, w, "问题之后")
	findings := func() int {
		b, err := w.Board(ctx, BoardQuery{}, app.MustDate("2026-03-02"))
		if err != nil || len(b.Rows) != 1 {
			t.Fatalf("%d rows, %v", len(b.Rows), err)
		}
		return b.Rows[0].Findings
	}
	if n := findings(); n != 1 {
		t.Fatalf("%d findings before", n)
	}
	tamper(t, w, "UPDATE record SET sig = zeroblob(64) WHERE id = (SELECT max(id) - 1 FROM record)")
	report, err := w.Verify(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if done, err := w.SetAside(ctx, report); err != nil || done.Aside != 1 {
		t.Fatalf("%+v, %v", done, err)
	}
	if n := findings(); n != 0 {
		t.Errorf("the board still shows %d findings", n)
	}
}
