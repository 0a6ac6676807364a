package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store/vault"
)

const backupPhrase = "桥 头 第三 盏 灯 灭了"

// guarded gives options under which a test makes and opens workspaces quickly.
func guarded() Options {
	return Options{Person: "王敏", Laptop: "桌上的", Now: clock(), Log: silent, Phrase: backupPhrase, Cost: vault.Lowest}
}

// filled gives a workspace with a short log and two attached files, and its options.
func filled(t testing.TB) (*Workspace, Options) {
	t.Helper()
	o := guarded()
	w, err := createWith(ctx, filepath.Join(t.TempDir(), "2026年度.lianshen"), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	desk := w.Desk()
	c := app.Case{ID: desk.NewID(), Number: "LS2026-001"}
	if err := keepAny(desk, "case.add", c); err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{"台账一", strings.Repeat("台账二", 50_000)} {
		hash, size, err := w.Attach(ctx, strings.NewReader(text), "台账.pdf")
		if err != nil {
			t.Fatal(err)
		}
		if err := keepAny(desk, "evidence.add", app.Evidence{ID: desk.NewID(), Case: c.ID, Number: i + 1, FileHash: hash, FileSize: size}); err != nil {
			t.Fatal(err)
		}
	}
	return w, o
}

// answerOnce does one more deed.
func answerOnce(t testing.TB, w *Workspace, note string) {
	t.Helper()
	c, err := w.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	a := app.Answer{ID: app.AnswerID(c.ID, "XR-1-01"), Case: c.ID, Item: "XR-1-01", Conclusion: app.Problem, Note: note}
	err = w.Do(ctx, func(r app.Reader) (app.Deed, error) {
		change, err := app.Create(a)
		if old, gerr := app.Get[app.Answer](ctx, r, a.ID); gerr == nil {
			changes, err := app.Diff(old, a)
			return app.Deed{Verb: "answer.item", Case: c.ID, Changes: changes}, err
		}
		return app.Deed{Verb: "answer.item", Case: c.ID, Changes: []app.Change{change}}, err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func mustBackup(t testing.TB, w *Workspace, why string) Backup {
	t.Helper()
	b, err := w.Backup(ctx, BackupOptions{Why: why})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestABackupHoldsWhatTheWorkspaceHadAtThatMoment(t *testing.T) {
	w, _ := filled(t)
	answerOnce(t, w, "先")
	var told []int64
	b, err := w.Backup(ctx, BackupOptions{Why: "hand", Progress: func(done, total int64) { told = append(told, done, total) }})
	if err != nil {
		t.Fatal(err)
	}
	answerOnce(t, w, "后")
	seat, seq, _ := w.Tip()
	if !b.Good || b.Why != "hand" || b.Workspace != w.ID() || b.Tips[0].Seat != seat || b.Tips[0].Seq != seq-1 || b.Tip != b.Tips[0].Hash {
		t.Errorf("%+v", b)
	}
	if n := len(told); n < 4 || told[n-2] != told[n-1] || !slices.IsSortedFunc(evens(told), func(a, b int64) int { return int(a - b) }) {
		t.Errorf("progress %v", told)
	}
	names := under(t, b.Path)
	if want := []string{"backup.json", "key.json", "workspace.db", "workspace.json"}; !slices.Equal(names, want) {
		t.Errorf("%v, want %v", names, want)
	}
	err = withCopy(ctx, databasePath(b.Path), w.vfs, func(s *session) error {
		var n int64
		err := s.row(ctx, "SELECT count(*) FROM record", nil, &n)
		if n != b.Records || n != w.tip.record-1 {
			t.Errorf("%d records in the copy, %d told, %d in the workspace", n, b.Records, w.tip.record)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if names := under(t, b.Path); len(names) != 4 {
		t.Errorf("looking at the copy has left %v", names)
	}
	all, err := w.Backups()
	if err != nil || len(all) != 1 || all[0].Path != b.Path || !all[0].Good || all[0].Records != b.Records {
		t.Errorf("%+v, %v", all, err)
	}
	if blobs := blobs(t, BackupsDir(w.dir)); len(blobs) != 2 {
		t.Errorf("attachments kept: %v", blobs)
	}
}

func evens(all []int64) (out []int64) {
	for i := 0; i < len(all); i += 2 {
		out = append(out, all[i])
	}
	return out
}

// under lists the files directly in a folder.
func under(t testing.TB, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func blobs(t testing.TB, dir string) (names []string) {
	t.Helper()
	err := eachBlob(attachmentsPath(dir), func(path string, e os.DirEntry) error {
		names = append(names, e.Name())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestABackupIsMadeWhileAReaderHoldsOnToAnOlderState(t *testing.T) {
	w, _ := filled(t)
	reading, done := make(chan struct{}), make(chan struct{})
	ended := make(chan error)
	go func() {
		ended <- w.View(ctx, func(r app.Reader) error {
			var p app.Person
			err := r.Read(ctx, w.Me().ID, &p) // the first read takes hold of the state
			close(reading)
			<-done
			return err
		})
	}()
	<-reading
	answerOnce(t, w, "后") // stands in the WAL and cannot be folded in
	b := mustBackup(t, w, "hand")
	close(done)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if b.Records != w.tip.record {
		t.Errorf("%d records in the copy, %d in the workspace", b.Records, w.tip.record)
	}
	if trial, err := w.TrialRestore(ctx, nil); err != nil || !trial.OK {
		t.Errorf("%+v, %v", trial, err)
	}
}

func TestDeedsGoOnWhileABackupIsMade(t *testing.T) {
	w, _ := filled(t)
	stop := make(chan struct{})
	ended := make(chan error)
	go func() {
		desk := w.Desk()
		for n := 0; ; n++ {
			select {
			case <-stop:
				ended <- nil
				return
			default:
			}
			if err := keepAny(desk, "unit.save", app.Unit{ID: desk.NewID(), Name: fmt.Sprint("单位", n), Kind: app.County}); err != nil {
				ended <- err
				return
			}
		}
	}()
	for range 5 {
		mustBackup(t, w, "hand")
		if trial, err := w.TrialRestore(ctx, nil); err != nil || !trial.OK {
			t.Errorf("%+v, %v", trial, err)
		}
	}
	close(stop)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
		t.Errorf("%+v, %v", report.Troubles, err)
	}
}

func TestAStoppedBackupLeavesNothingHalfDone(t *testing.T) {
	w, _ := filled(t)
	first := mustBackup(t, w, "hand")
	answerOnce(t, w, "后")
	if _, _, err := w.Attach(ctx, strings.NewReader(strings.Repeat("新附件", 1000)), "新.pdf"); err != nil {
		t.Fatal(err)
	}
	for stopAt := 1; ; stopAt++ {
		short, cancel := context.WithCancel(ctx)
		told := 0
		_, err := w.Backup(short, BackupOptions{Progress: func(done, total int64) {
			if told++; told == stopAt {
				cancel()
			}
		}})
		cancel()
		if err == nil {
			if stopAt < 4 {
				t.Errorf("the backup was done after %d steps", stopAt)
			}
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped at %d: %v", stopAt, err)
		}
		if names := under(t, BackupsDir(w.dir)); !slices.Equal(names, []string{filepath.Base(first.Path), "attachments", "lock"}) {
			t.Errorf("stopped at %d: left %v", stopAt, names)
		}
	}
}

func TestADamagedAttachmentDoesNotKeepTheRestFromBeingBackedUp(t *testing.T) {
	w, _ := filled(t)
	all := blobs(t, w.dir)
	flip(t, blobPath(w.dir, all[0]), 100)
	b := mustBackup(t, w, "hand")
	if b.Missing != 1 || len(blobs(t, BackupsDir(w.dir))) != 1 {
		t.Errorf("missing %d, kept %v", b.Missing, blobs(t, BackupsDir(w.dir)))
	}
}

// flip changes a bit of a file.
func flip(t testing.TB, path string, at int) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	raw[at%len(raw)] ^= 0x10
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestABackupIsDueWhenSomethingHappenedAndADayHasPassed(t *testing.T) {
	w, _ := filled(t)
	due := func(want string) {
		t.Helper()
		if got, err := w.BackupDue(ctx); err != nil || got != want {
			t.Errorf("due %q, want %q, %v", got, want, err)
		}
	}
	due("start")
	mustBackup(t, w, "start")
	due("")
	answerOnce(t, w, "后")
	due("")
	w.unclean = true
	due("unclean")
	w.unclean = false
	now := w.now
	w.now = func() time.Time { return now().Add(25 * time.Hour) }
	due("start")
	b := mustBackup(t, w, "start")
	due("")
	before := len(under(t, BackupsDir(w.dir)))
	if err := w.BeforeRisk(ctx, "load"); err != nil || len(under(t, BackupsDir(w.dir))) != before {
		t.Errorf("a second backup of the same state, %v", err)
	}
	answerOnce(t, w, "再")
	if err := w.BeforeRisk(ctx, "load"); err != nil {
		t.Fatal(err)
	}
	all, err := w.Backups()
	if err != nil || len(all) != 3 || all[0].Why != "load" || all[1].Path != b.Path {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestTwoProgramsDoNotWorkOnTheSameBackups(t *testing.T) {
	w, _ := filled(t)
	mustBackup(t, w, "hand")
	lock, err := takeLock(BackupsDir(w.dir))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if _, err := w.Backup(ctx, BackupOptions{}); app.CodeOf(err) != "backup.busy" {
		t.Errorf("got %v", err)
	}
}

func TestAStickIsKnownByItsMarkAndGetsItsOwnBackup(t *testing.T) {
	w, _ := filled(t)
	stick, foreign, plain := t.TempDir(), t.TempDir(), t.TempDir()
	mountPoints = func() []string { return []string{stick, foreign, plain, filepath.Join(stick, "gone")} }
	defer func() { mountPoints = systemMountPoints }()
	if got := w.Second(); len(got) != 0 {
		t.Fatalf("unmarked sticks are taken: %v", got)
	}
	for range 2 {
		if err := w.MarkStick(stick); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(foreign, markName), []byte(`{"format":"lianshen-stick","version":1,"workspaces":["0192f0e0-0000-7000-8000-000000000000"]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(plain, markName), []byte("购物单"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := w.MarkStick(plain); app.CodeOf(err) != "backup.mark" {
		t.Errorf("a foreign file is written over: %v", err)
	}
	if got := w.Second(); len(got) != 1 || got[0].Root != stick {
		t.Fatalf("got %v", got)
	}
	b := mustBackup(t, w, "hand")
	if len(b.Second) != 1 || b.SecondTrouble != nil || b.Second[0].Records != b.Records || !strings.HasPrefix(b.Second[0].Path, stick) {
		t.Errorf("%+v", b)
	}
	if all, err := w.Backups(); err != nil || len(all) != 2 {
		t.Errorf("%d backups, %v", len(all), err)
	}
	raw, err := os.ReadFile(filepath.Join(stick, markName))
	if err != nil || strings.Contains(string(raw), "2026年度") || !strings.Contains(string(raw), w.ID()) {
		t.Errorf("%s, %v", raw, err)
	}
}

func TestADamagedWorkspaceIsNotBackedUpOverGoodBackups(t *testing.T) {
	w, o := filled(t)
	for i := range 30 {
		answerOnce(t, w, strings.Repeat(fmt.Sprint("查", i), 200))
	}
	b := mustBackup(t, w, "hand")
	used := map[int]bool{} // a page in which nothing is may be damaged without any harm
	err := w.writer.rows(ctx, "SELECT pageno FROM dbstat", nil, func(scan func(...any) error) error {
		var page int
		err := scan(&page)
		used[page] = true
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(databasePath(w.dir))
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for page := 5; page < len(raw)/vault.PageSize; page += 4 {
		if !used[page+1] {
			continue
		}
		bad := slices.Clone(raw)
		bad[page*vault.PageSize+100] ^= 1
		if err := os.WriteFile(databasePath(w.dir), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		again, err := Open(ctx, w.dir, o)
		if err != nil {
			continue // told at once
		}
		if _, err := again.Backup(ctx, BackupOptions{}); app.CodeOf(err) != "workspace.broken" {
			t.Errorf("page %d: %v", page+1, err)
		}
		told++
		again.Close()
	}
	all, err := Backups(BackupsDir(w.dir))
	if err != nil || len(all) != 1 || all[0].Path != b.Path || told == 0 {
		t.Errorf("%d backups, %d tried, %v", len(all), told, err)
	}
}
