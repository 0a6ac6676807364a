package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store/journal"
	"lianshen/store/vault"
)

const herPhrase, hisPhrase = testPhrase, "旧操场 边上 第三盏 路灯"

// twoSeats gives a workspace at which 王敏 sits, who founded it, and 李强, whom she gave a seat.
func twoSeats(t testing.TB) (w *Workspace, his app.Seat) {
	t.Helper()
	w = bare(t)
	p := app.Person{ID: newID(), Name: "李强", Dept: "市审计局", Roles: app.NewSet(string(app.RoleInspector)), Strands: app.NewSet(string(app.Audit))}
	if err := w.Load(ctx, []app.Noun{p}, app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	if err := w.AddSeat(ctx, p.ID, "审计局的电脑", hisPhrase); err != nil {
		t.Fatal(err)
	}
	seats, err := w.Seats(ctx)
	if err != nil || len(seats) != 2 {
		t.Fatalf("%d seats, %v", len(seats), err)
	}
	return w, seats[1].Seat
}

// as closes a workspace and opens it under another phrase.
func as(t testing.TB, w *Workspace, phrase string) *Workspace {
	t.Helper()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, w.dir, quick(Options{Now: w.now, Phrase: phrase}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

// sound demands that a workspace proves.
func sound(t testing.TB, w *Workspace) {
	t.Helper()
	if report, err := w.Verify(ctx, nil); err != nil || !report.OK() {
		t.Fatalf("%+v, %v", report.Troubles, err)
	}
}

func unit(t testing.TB, w *Workspace, name string) {
	t.Helper()
	if err := keepAny(w.Desk(), app.VerbSaveUnit, app.Unit{ID: newID(), Name: name, Kind: app.County}); err != nil {
		t.Fatal(err)
	}
}

func TestThePhraseDecidesTheSeat(t *testing.T) {
	w, his := twoSeats(t)
	if w.Me().Name != "王敏" || w.Desk().Who != "王敏" || w.Desk().Seat != w.Seat().ID {
		t.Fatalf("at the desk sits %q", w.Desk().Who)
	}
	unit(t, w, "青溪县")
	w = as(t, w, hisPhrase)
	if w.Seat().ID != his.ID || w.Me().Name != "李强" {
		t.Fatalf("his phrase opens the seat of %q", w.Me().Name)
	}
	unit(t, w, "望溪区")
	seat, seq, hash := w.Tip()
	if seat != his.Key || seq != 1 || len(hash) != 64 || len(w.ShortTip()) != 9 {
		t.Errorf("the tip is %s:%d %s, %s", seat, seq, hash, w.ShortTip())
	}
	deeds, err := w.LastDeeds(ctx, 2)
	if err != nil || deeds[0].Who != "李强" || deeds[1].Who != "王敏" || !deeds[0].At.After(deeds[1].At) {
		t.Errorf("%+v, %v", deeds, err)
	}
	seats, err := w.Seats(ctx)
	if err != nil || !seats[0].Here || seats[0].Mine || !seats[1].Mine || seats[1].Records != 1 || seats[0].Records != 4 || seats[1].LastSeen.IsZero() || seats[1].Who.Name != "李强" {
		t.Errorf("%+v, %v", seats, err)
	}
	if err := w.CheckPhrase(herPhrase); app.CodeOf(err) != "phrase.other" {
		t.Errorf("her phrase at his seat: %v", err)
	}
	if err := w.CheckPhrase(hisPhrase); err != nil {
		t.Error(err)
	}
	sound(t, w)
}

func TestUndoTakesBackOwnDeedsOnly(t *testing.T) {
	w, _ := twoSeats(t)
	unit(t, w, "青溪县")
	w = as(t, w, hisPhrase)
	if _, err := w.UndoLast(ctx); app.CodeOf(err) != "undo.nothing" {
		t.Errorf("he takes back: %v", err)
	}
	w = as(t, w, herPhrase)
	if verb, err := w.UndoLast(ctx); err != nil || verb != app.VerbSaveUnit {
		t.Errorf("she takes back %q, %v", verb, err)
	}
	// What made people and seats stands: a seat cannot be unmade.
	for {
		verb, err := w.UndoLast(ctx)
		if app.CodeOf(err) == "undo.nothing" {
			break
		}
		if err != nil || verb == app.VerbEnrol || verb == app.VerbLeaveOut {
			t.Fatalf("takes back %q, %v", verb, err)
		}
	}
	sound(t, w)
}

func TestWhoIsLeftOutDoesNotComeIn(t *testing.T) {
	w, his := twoSeats(t)
	w = as(t, w, hisPhrase)
	unit(t, w, "望溪区")
	hash, _, err := w.Attach(ctx, strings.NewReader("台账"), "台账.pdf")
	if err != nil {
		t.Fatal(err)
	}
	naming(w, hash)
	w = as(t, w, herPhrase)
	kept := t.TempDir()
	if err := os.CopyFS(kept, os.DirFS(w.dir)); err != nil {
		t.Fatal(err)
	}
	before := state(t, w)
	if err := w.LeaveOut(ctx, his.ID, "调离"); err != nil {
		t.Fatal(err)
	}
	if needs, err := w.NeedsRenewal(ctx); err != nil || !needs {
		t.Errorf("renewal needed: %v, %v", needs, err)
	}
	seats, err := w.Seats(ctx)
	if err != nil || seats[1].Here || seats[1].AtWork() || seats[1].OutAfter != 1 {
		t.Errorf("%+v, %v", seats, err)
	}
	w.Close()
	untouched(t, w.dir, "phrase.wrong", quick(Options{Phrase: hisPhrase}))
	for _, name := range []string{"key.json", "key.json.old"} {
		if raw, err := os.ReadFile(filepath.Join(w.dir, name)); err != nil || strings.Contains(string(raw), his.Key) {
			t.Errorf("%s has his slot still, %v", name, err)
		}
	}
	w = as(t, w, herPhrase) // draws a new data key
	if needs, err := w.NeedsRenewal(ctx); err != nil || needs {
		t.Errorf("renewal needed still: %v, %v", needs, err)
	}
	if got := state(t, w); strings.ReplaceAll(got, "调离", "") == "" || len(got) <= len(before) {
		t.Errorf("renewed it has %s", got)
	}
	if got := w.AttachmentState(hash); got != AttachmentPresent {
		t.Errorf("the attachment is %s", got)
	}
	unit(t, w, "青溪县")
	sound(t, w)
	w.Close()
	// His copy of the key file, made while he was at work, opens nothing now.
	old, err := os.ReadFile(filepath.Join(kept, "key.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"key.json", "key.json.old"} {
		if err := os.WriteFile(filepath.Join(w.dir, name), old, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	untouched(t, w.dir, "workspace.broken", quick(Options{Phrase: hisPhrase}))
}

// A left-out seat whose slot was kept back does not work on: the log says that it is out.
func TestASlotThatWasKeptBackDoesNotReadmit(t *testing.T) {
	w, his := twoSeats(t)
	kept, err := os.ReadFile(keyPath(w.dir))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.LeaveOut(ctx, his.ID, "调离"); err != nil {
		t.Fatal(err)
	}
	w.Close()
	if err := os.WriteFile(keyPath(w.dir), kept, 0o600); err != nil {
		t.Fatal(err)
	}
	untouched(t, w.dir, "seat.out", quick(Options{Phrase: hisPhrase}))
	w = as(t, w, herPhrase)
	if seats, err := w.Seats(ctx); err != nil || seats[1].Here {
		t.Errorf("%+v, %v", seats, err)
	}
}

func TestAChangedPhraseOpensAndTheFormerDoesNot(t *testing.T) {
	w, _ := twoSeats(t)
	for _, x := range []struct{ old, phrase, code string }{
		{"不对的口令", "新口令 新口令", "phrase.wrong"}, {hisPhrase, "新口令 新口令", "phrase.other"},
		{herPhrase, "", "phrase.empty"}, {herPhrase, hisPhrase, "phrase.taken"},
	} {
		if err := w.ChangePhrase(ctx, x.old, x.phrase); app.CodeOf(err) != x.code {
			t.Errorf("%q: %v, want %s", x.phrase, err, x.code)
		}
	}
	if err := w.ChangePhrase(ctx, herPhrase, "新口令 新口令"); err != nil {
		t.Fatal(err)
	}
	w.Close()
	untouched(t, w.dir, "phrase.wrong", quick(Options{Phrase: herPhrase}))
	w = as(t, w, "新口令 新口令")
	deeds, err := w.LastDeeds(ctx, 1)
	if err != nil || deeds[0].Verb != app.VerbChangePhrase {
		t.Errorf("%+v, %v", deeds, err)
	}
	sound(t, w)
}

// A cut between the slot and the deed leaves a slot that opens nothing, and the phrase is free again.
func TestAnEnrolmentThatWasCutOffIsToldAndCleared(t *testing.T) {
	w := bare(t)
	secrets, err := vault.NewSecrets(strings.NewReader(strings.Repeat("x", 32)))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.changeKeys(func() error { return w.keys.AddSeat(w.key, hisPhrase, secrets) }); err != nil {
		t.Fatal(err)
	}
	w.Close()
	untouched(t, w.dir, "seat.unfinished", quick(Options{Phrase: hisPhrase}))
	w = as(t, w, herPhrase)
	w.Close()
	untouched(t, w.dir, "phrase.wrong", quick(Options{Phrase: hisPhrase}))
}

func TestTheNextRecordIsLaterThanAllThatIsKnown(t *testing.T) {
	w, _ := twoSeats(t)
	w = as(t, w, hisPhrase)
	unit(t, w, "望溪区")
	last := w.tip.time
	w = as(t, w, herPhrase)
	w.now = clock() // set back to the beginning
	unit(t, w, "青溪县")
	if w.tip.time != last+1 || w.tip.time.Wall() != journal.Time(last).Wall() {
		t.Errorf("%d after %d", w.tip.time, last)
	}
}
