package store

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"lianshen/app"
	"lianshen/store/exchange"
)

// readyToWipe gives the workspace of a laptop whose work the office has confirmed, with a backup and a print.
func readyToWipe(t testing.TB) (w, office *Workspace) {
	t.Helper()
	office, _ = filled(t)
	w = groupOf(t, office)
	worked(t, w, "底稿一")
	c := list[app.Case](t, w)[0]
	if err := w.Do(ctx, func(app.Reader) (app.Deed, error) {
		return app.Deed{Verb: app.VerbPrint, Case: c.ID, Changes: []app.Change{app.Remember(c, map[string]string{"document": "底稿", "copies": "2", "sha256": strings.Repeat("ab", 32)})}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Backup(ctx, BackupOptions{}); err != nil {
		t.Fatal(err)
	}
	sent, err := w.HandOver(ctx, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer(t, office, sent.Paths)
	answer(t, w, receiptFor(t, office, w.Seat().ID))
	return w, office
}

func TestWipingLeavesACertificateAndNothingElse(t *testing.T) {
	w, office := readyToWipe(t)
	dir, seat, key := w.dir, w.Seat(), w.signer.ID
	trace := filepath.Join(t.TempDir(), "最近.json")
	if err := os.WriteFile(trace, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	secrets := keyFilesUnder(t, filepath.Dir(dir))
	if len(secrets) < 2 {
		t.Fatalf("key files: %d", len(secrets))
	}
	how := WipeHow{Phrase: hisPhrase, Program: "1.0", Traces: []string{trace}, Places: []string{filepath.Join(t.TempDir(), "不在")}}
	plan, err := w.PlanWipe(ctx, how)
	if err != nil || len(plan.Wiped) < 5 || !plan.Ended.IsZero() {
		t.Fatalf("%+v, %v", plan, err)
	}
	files := 0
	c, err := w.Wipe(ctx, how, func(done, total int) {
		if files = done; done > total {
			t.Errorf("%d of %d", done, total)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 || c.Ended.IsZero() || c.Receipt == nil || c.Receipt.Seat != office.Seat().ID || !c.Lacking.None() || c.Seat.ID != seat.ID || c.Person.Name != "李强" {
		t.Errorf("%+v", c)
	}
	if len(c.Logs) != 2 || c.Logs[0].Seat != key || !c.Logs[0].Here || c.Logs[0].Records == 0 || len(c.Logs[0].Hash) != 64 || c.Logs[1].Here {
		t.Errorf("logs: %+v", c.Logs)
	}
	var sorts []FileSort
	for _, f := range c.Written {
		sorts = append(sorts, f.Sort)
		switch f.Sort {
		case FilePrint:
			if f.Name != "底稿" || f.Copies != 2 || f.About != "LS2026-001" || f.Who != "李强" {
				t.Errorf("%+v", f)
			}
		case FilePackage:
			if f.Kind != exchange.WorkPack || len(f.To) != 1 || f.To[0].Person != "王敏" || f.SHA256 == "" || len(f.Paths) != 1 {
				t.Errorf("%+v", f)
			}
		}
	}
	for _, want := range []FileSort{FilePrint, FileBackup, FilePackage} {
		if !slices.Contains(sorts, want) {
			t.Errorf("%s is not on the page: %v", want, sorts)
		}
	}
	if len(c.Taken) == 0 || c.Taken[0].Kind != exchange.RoundPack || c.Taken[0].From.Person != "王敏" {
		t.Errorf("taken: %+v", c.Taken)
	}
	if !slices.Contains(c.Limit, LimitPackages) || !slices.Contains(c.Limit, LimitPaper) || !slices.Contains(c.Limit, LimitFlash) {
		t.Errorf("limits: %v", c.Limit)
	}
	var what []WipedWhat
	for _, f := range c.Wiped {
		if what = append(what, f.What); f.Bytes <= 0 && f.What != WipedRest {
			t.Errorf("%+v", f)
		}
	}
	if want := []WipedWhat{WipedKeys, WipedDatabase, WipedAttachments, WipedRest, WipedBackups, WipedTrace}; !slices.Equal(what, want) {
		t.Errorf("wiped %v", what)
	}
	if len(c.Left) != 1 || c.Left[0].Why != "wipe.place" {
		t.Errorf("left: %+v", c.Left)
	}
	if left := under(t, filepath.Dir(dir)); !slices.Equal(left, []string{filepath.Base(dir) + wipedSuffix}) {
		t.Errorf("on the disk: %v", left)
	}
	if _, err := os.Lstat(trace); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the trace stays")
	}
	if _, err := Open(ctx, dir, joiner()); app.CodeOf(err) != "workspace.wiped" {
		t.Errorf("opening: %v", err)
	}
	if _, err := WipedCertificate(dir, herPhrase); app.CodeOf(err) != "phrase.wrong" {
		t.Errorf("by another phrase: %v", err)
	}
	again, err := WipedCertificate(dir, hisPhrase)
	if err != nil || again.Ended.IsZero() || len(again.Wiped) != len(c.Wiped) || again.Receipt == nil || len(again.Written) != len(c.Written) {
		t.Errorf("%+v, %v", again, err)
	}
	if raw := everything(t, dir+wipedSuffix); bytes.Contains(raw, []byte("李强")) || bytes.Contains(raw, []byte("LS2026")) {
		t.Error("the certificate lies there in clear")
	}
	if err := DropCertificate(dir); err != nil || Wiped(dir) || len(under(t, filepath.Dir(dir))) != 0 {
		t.Errorf("after dropping it: %v, %v", under(t, filepath.Dir(dir)), err)
	}
	if _, err := WipedCertificate(dir, hisPhrase); app.CodeOf(err) != "wipe.none" {
		t.Errorf("after dropping it: %v", err)
	}
}

// keyFilesUnder gives what the key files below a folder say.
func keyFilesUnder(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(d.Name(), "key.json") {
			return err
		}
		out[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// everything gives everything below a folder.
func everything(t testing.TB, dir string) (out []byte) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		out = append(out, raw...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestNothingIsWipedThatTheOfficeLacks(t *testing.T) {
	w, office := readyToWipe(t)
	worked(t, w, "底稿二")
	before := under(t, w.dir)
	for _, c := range []struct {
		name string
		how  WipeHow
		code string
	}{
		{"without a word", WipeHow{Phrase: hisPhrase}, "handover.lacking"},
		{"the word without a reason", WipeHow{Phrase: hisPhrase, Sure: true, Why: "  "}, "handover.lacking"},
		{"the reason without the word", WipeHow{Phrase: hisPhrase, Why: "电脑报废"}, "handover.lacking"},
		{"wrong phrase", WipeHow{Phrase: "别的", Sure: true, Why: "电脑报废"}, "phrase.wrong"},
		{"no phrase", WipeHow{Sure: true, Why: "电脑报废"}, "phrase.empty"},
	} {
		if _, err := w.Wipe(ctx, c.how, nil); app.CodeOf(err) != c.code || !slices.Equal(before, under(t, w.dir)) || Wiping(w.dir) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if err := w.Desk().SignIn(ctx); err != nil {
		t.Errorf("the workspace does not go on: %v", err)
	}
	dir := w.dir
	c, err := w.Wipe(ctx, WipeHow{Phrase: hisPhrase, Sure: true, Why: "电脑报废"}, nil)
	if err != nil || c.Receipt != nil || c.Why != "电脑报废" || c.Lacking.Records != 1 || exists(dir) {
		t.Errorf("%+v, %v", c, err)
	}
	sound(t, office)
}

func TestWhatSomebodyElseHasLaidThereStays(t *testing.T) {
	w, office := readyToWipe(t)
	dir := w.dir
	mine := filepath.Join(dir, "我的笔记.txt")
	alien := filepath.Join(BackupsDir(dir), "照片")
	if err := errors.Join(os.WriteFile(mine, []byte("x"), 0o600), os.WriteFile(alien, []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	theirs, err := office.Backup(ctx, BackupOptions{To: BackupsDir(dir)}) // of the office's workspace: the same ID, so it goes
	if err != nil {
		t.Fatal(err)
	}
	foreign := bare(t)
	other, err := foreign.Backup(ctx, BackupOptions{To: BackupsDir(dir)})
	if err != nil {
		t.Fatal(err)
	}
	c, err := w.Wipe(ctx, WipeHow{Phrase: hisPhrase}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !exists(mine) || !exists(alien) || !exists(filepath.Join(other.Path, "key.json")) || exists(theirs.Path) {
		t.Errorf("note %v, photo %v, another's backup %v, backup of this one %v", exists(mine), exists(alien), exists(other.Path), exists(theirs.Path))
	}
	if len(c.Left) != 1 || c.Left[0].Why != "wipe.foreign" || c.Left[0].Files != 1 {
		t.Errorf("left: %+v", c.Left)
	}
	if exists(keyPath(dir)) || exists(databasePath(dir)) || !Wiped(dir) {
		t.Errorf("in the folder: %v", under(t, dir))
	}
}

// TestWipingCutOffAtEveryStepIsFinishedByTheNextOpening ends the program at each step. Either nothing has begun and the
// workspace opens, or the next opening finishes it; the certificate is there then. From the first step after the keys no
// key file is left that says what one said before.
func TestWipingCutOffAtEveryStepIsFinishedByTheNextOpening(t *testing.T) {
	w, _ := readyToWipe(t)
	root, name := filepath.Dir(w.dir), filepath.Base(w.dir)
	w.Close()
	secrets := keyFilesUnder(t, root)
	errCut := errors.New("cut")
	copied := func() (at, dir string, w *Workspace) {
		at = t.TempDir()
		if err := os.CopyFS(at, os.DirFS(root)); err != nil {
			t.Fatal(err)
		}
		dir = filepath.Join(at, name)
		w, err := Open(ctx, dir, joiner())
		if err != nil {
			t.Fatal(err)
		}
		return at, dir, w
	}
	var steps []string
	_, _, whole := copied()
	if _, err := whole.wipe(ctx, WipeHow{Phrase: hisPhrase}, nil, func(step string) error { steps = append(steps, step); return nil }); err != nil || len(steps) < 20 {
		t.Fatalf("%d steps, %v", len(steps), err)
	}
	removals := 0
	for n, cutAt := range steps {
		if strings.HasPrefix(cutAt, "remove") {
			if removals++; removals%8 != 1 { // one is like the other
				continue
			}
		}
		at, dir, w := copied()
		step := 0
		_, err := w.wipe(ctx, WipeHow{Phrase: hisPhrase}, nil, func(string) error {
			if step++; step > n {
				return errCut
			}
			return nil
		})
		w.Close()
		if !errors.Is(err, errCut) {
			t.Fatalf("cut at %s: %v", cutAt, err)
		}
		if removals > 0 {
			for path, raw := range keyFilesUnder(t, at) {
				for _, was := range secrets {
					if bytes.Equal(raw, was) {
						t.Errorf("cut at %s: %s opens still", cutAt, path)
					}
				}
			}
		}
		w, err = Open(ctx, dir, joiner())
		if strings.HasPrefix(cutAt, "mark") { // nothing has begun
			if err != nil {
				t.Fatalf("cut at %s: %v", cutAt, err)
			}
			w.Close()
			continue
		}
		if app.CodeOf(err) != "workspace.wiped" {
			t.Fatalf("cut at %s: %v", cutAt, err)
		}
		if left := under(t, at); !slices.Equal(left, []string{name + wipedSuffix}) {
			t.Errorf("cut at %s: left %v", cutAt, left)
		}
		if c, err := WipedCertificate(dir, hisPhrase); err != nil || len(c.Wiped) < 4 || c.Ended.IsZero() || len(c.Left) != 0 {
			t.Errorf("cut at %s: %+v, %v", cutAt, c, err)
		}
	}
}

func TestAWipeThatIsNotOverKeepsThePlaceFree(t *testing.T) {
	w, _ := readyToWipe(t)
	dir := w.dir
	errCut := errors.New("cut")
	_, err := w.wipe(ctx, WipeHow{Phrase: hisPhrase}, nil, func(step string) error {
		if strings.HasPrefix(step, "remove") {
			return errCut
		}
		return nil
	})
	if !errors.Is(err, errCut) {
		t.Fatal(err)
	}
	if found := UnfinishedWipes(filepath.Dir(dir)); !slices.Equal(found, []string{dir}) {
		t.Errorf("found %v", found)
	}
	if _, err := Create(ctx, dir, joiner()); app.CodeOf(err) != "workspace.wiping" {
		t.Errorf("a new workspace in its place: %v", err)
	}
	if err := FinishWipe(dir, nil); err != nil || exists(dir) || !Wiped(dir) {
		t.Errorf("%v", err)
	}
	next, err := Create(ctx, dir, joiner())
	if err != nil {
		t.Fatalf("a new workspace afterwards: %v", err)
	}
	next.Close()
	if next, err = Open(ctx, dir, joiner()); err != nil {
		t.Fatalf("opening it: %v", err)
	}
	if _, err := next.Wipe(ctx, WipeHow{Phrase: hisPhrase, Sure: true, Why: "试"}, nil); app.CodeOf(err) != "wipe.unsaved" {
		t.Errorf("wiping it before the former certificate is saved: %v", err)
	}
	next.Close()
	if err := DropCertificate(dir); err != nil || !exists(databasePath(dir)) {
		t.Errorf("dropping the certificate of the former one: %v", err)
	}
}

func TestACopyForReadingIsWipedWithoutAReceipt(t *testing.T) {
	office, _ := filled(t)
	w := copied(t, office)
	dir := w.dir
	if c, err := w.Wipe(ctx, WipeHow{Phrase: readerPhrase}, nil); err != nil || exists(dir) || c.Receipt != nil {
		t.Errorf("%+v, %v", c, err)
	}
}

// unsynced is a disk that cannot make one file durable.
type unsynced struct {
	disk
	path string
}

func (d unsynced) sync(path string) error {
	if path == d.path {
		return syscall.EIO
	}
	return d.disk.sync(path)
}

func TestAKeyFileThatCannotBeOverwrittenKeepsTheWipeOpen(t *testing.T) {
	w, _ := readyToWipe(t)
	dir := w.dir
	w.disk = unsynced{realDisk{}, keyPath(dir)}
	if _, err := w.Wipe(ctx, WipeHow{Phrase: hisPhrase}, nil); app.CodeOf(err) != "wipe.keys" || !Wiping(dir) {
		t.Fatalf("got %v", err)
	}
	if _, err := Open(ctx, dir, joiner()); app.CodeOf(err) != "workspace.wiped" || exists(dir) {
		t.Errorf("the next opening: %v", err)
	}
}

// TestWipingSurvivesALossOfPower cuts the power at random moments of a wipe: afterwards the workspace opens, or the next
// opening finishes the wipe and the certificate is there.
func TestWipingSurvivesALossOfPower(t *testing.T) {
	w, _ := readyToWipe(t)
	root, name := filepath.Dir(w.dir), filepath.Base(w.dir)
	w = as(t, w, hisPhrase)
	before := t.TempDir()
	if err := os.CopyFS(before, os.DirFS(root)); err != nil {
		t.Fatal(err)
	}
	rec := &recorder{disk: realDisk{}, root: root}
	w.disk = keyed{rec}
	if _, err := w.Wipe(ctx, WipeHow{Phrase: hisPhrase}, nil); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 23))
	opened, wiped := 0, 0
	for i := range cuts() / 16 {
		m := modelOf(t, before)
		upTo := random.IntN(len(rec.events) + 1)
		if i%2 == 0 { // most is removals; the beginning is where it is decided
			upTo = random.IntN(min(30, len(rec.events)))
		}
		for _, e := range rec.events[:upTo] {
			m.play(e)
		}
		left := t.TempDir()
		lay(t, m.cut(random), left)
		dir := filepath.Join(left, name)
		again, err := Open(ctx, dir, joiner())
		switch {
		case err == nil && again.ID() == w.ID():
			opened++
			again.Close()
		case app.CodeOf(err) == "workspace.wiped":
			wiped++
			if _, err := WipedCertificate(dir, hisPhrase); err != nil {
				t.Fatalf("cut %d after %d: %v", i, upTo, err)
			}
			if exists(dir) || len(keyFilesUnder(t, left)) > 2 { // that of the certificate and its spare
				t.Fatalf("cut %d after %d: left %v", i, upTo, under(t, left))
			}
		default:
			t.Fatalf("cut %d after %d of %d: %v", i, upTo, len(rec.events), err)
		}
	}
	if opened == 0 || wiped == 0 {
		t.Errorf("%d opened, %d wiped", opened, wiped)
	}
}
