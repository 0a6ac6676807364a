package store

import (
	"testing"

	"lianshen/app"
	"lianshen/store/vault"
)

func TestTheRecoveryKeyGivesANewSeatInThePlaceOfTheForgotten(t *testing.T) {
	w, his := twoSeats(t)
	recovery := recoverable(t, w)
	unit(t, w, "青溪县")
	hers := w.Seat()
	w.Close()
	wrong := recovery
	wrong[0]++
	untouched(t, w.dir, "recovery.wrong", quick(Options{Recovery: &wrong, Phrase: "新口令 新口令"}))
	untouched(t, w.dir, "phrase.empty", quick(Options{Recovery: &recovery, Phrase: " "}))
	untouched(t, w.dir, "phrase.taken", quick(Options{Recovery: &recovery, Phrase: hisPhrase}))
	untouched(t, w.dir, "recovery.noseat", quick(Options{Recovery: &recovery, Phrase: "新口令 新口令", RecoverFor: newID()}))
	again, err := Open(ctx, w.dir, quick(Options{Now: w.now, Recovery: &recovery, Phrase: "新口令 新口令", Laptop: "新电脑"}))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	seat := again.Seat()
	if seat.Follows != hers.ID || again.Me().Name != "王敏" || seat.Laptop != "新电脑" {
		t.Errorf("%+v of %s", seat, again.Me().Name)
	}
	unit(t, again, "望溪区")
	was, err := app.Get[app.Seat](ctx, again, hers.ID)
	if err != nil || was.AtWork() || was.OutAfter != 5 {
		t.Errorf("the old seat: %+v, %v", was, err)
	}
	sound(t, again)
	again.Close()
	untouched(t, w.dir, "phrase.wrong", quick(Options{Phrase: herPhrase}))
	// The key on paper holds until another one is drawn, and everybody else's phrase as well.
	other := as(t, again, hisPhrase)
	if other.Seat().ID != his.ID {
		t.Errorf("his phrase opens %+v", other.Seat())
	}
	other.Close()
	third, err := Open(ctx, w.dir, quick(Options{Recovery: &recovery, Phrase: hisPhrase, RecoverFor: his.Person}))
	if err != nil {
		t.Fatal(err)
	}
	if third.Seat().Follows != his.ID || third.Me().Name != "李强" {
		t.Errorf("%+v of %s", third.Seat(), third.Me().Name)
	}
	sound(t, third)
	third.Close()
}

// recoverable draws and keeps a recovery key.
func recoverable(t *testing.T, w *Workspace) vault.Recovery {
	t.Helper()
	key, err := w.NewRecovery(ctx)
	if err == nil {
		err = w.KeepRecovery(ctx, key)
	}
	if err != nil || !w.HasRecovery() {
		t.Fatal(err)
	}
	return key
}

// On a full disk a recovery with the phrase that was never forgotten leaves the seat of that phrase as it was.
func TestARecoveryThatFailsPutsTheSlotOfThePhraseBack(t *testing.T) {
	w := bare(t)
	recovery, hers := recoverable(t, w), w.Seat()
	if err := w.writer.exec("CREATE TRIGGER full BEFORE INSERT ON record BEGIN SELECT RAISE(FAIL, 'full'); END"); err != nil {
		t.Fatal(err)
	}
	w.Close()
	if _, err := Open(ctx, w.dir, quick(Options{Now: w.now, Recovery: &recovery, Phrase: herPhrase})); err == nil {
		t.Fatal("it recovers: this proves nothing")
	}
	w = as(t, w, herPhrase)
	if got := w.Seat(); got.ID != hers.ID {
		t.Errorf("the phrase opens %+v", got)
	}
	if err := w.writer.exec("DROP TRIGGER full"); err != nil {
		t.Fatal(err)
	}
	unit(t, w, "青溪县")
	sound(t, w)
	w.Close()
	again, err := Open(ctx, w.dir, quick(Options{Now: w.now, Recovery: &recovery, Phrase: herPhrase}))
	if err != nil || again.Seat().Follows != hers.ID {
		t.Fatal(err)
	}
	again.Close()
}

func TestANewRecoveryKeyEndsTheFormerOne(t *testing.T) {
	w := bare(t)
	first := recoverable(t, w)
	recoverable(t, w)
	w.Close()
	untouched(t, w.dir, "recovery.wrong", quick(Options{Recovery: &first, Phrase: hisPhrase}))
}

// A key that was drawn and shown counts only once it is kept: until then the one on paper opens.
func TestADrawnRecoveryKeyCountsOnceItIsKept(t *testing.T) {
	w := bare(t)
	if _, err := w.NewRecovery(ctx); err != nil || w.HasRecovery() {
		t.Fatalf("drawn and counts: %v, %v", w.HasRecovery(), err)
	}
	first := recoverable(t, w)
	drawn, err := w.NewRecovery(ctx)
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	untouched(t, w.dir, "recovery.wrong", quick(Options{Recovery: &drawn, Phrase: hisPhrase}))
	again, err := Open(ctx, w.dir, quick(Options{Now: w.now, Recovery: &first, Phrase: hisPhrase}))
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
}

// What the key file has holds, also when the log cannot tell of it: who is told that it failed goes on with the old phrase.
func TestAChangeOfTheKeyFileHoldsWithoutItsNote(t *testing.T) {
	w := bare(t)
	if err := w.writer.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON main.record BEGIN SELECT RAISE(FAIL, 'full'); END"); err != nil {
		t.Fatal(err)
	}
	key, err := w.NewRecovery(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.KeepRecovery(ctx, key); err != nil {
		t.Errorf("the recovery key is kept and told as failed: %v", err)
	}
	if err := w.ChangePhrase(ctx, herPhrase, "新口令 新口令"); err != nil {
		t.Errorf("the phrase is changed and told as failed: %v", err)
	}
	if err := w.note(ctx, app.VerbChangePhrase); err == nil {
		t.Error("the log tells of it: this proves nothing")
	}
	w.Close()
	as(t, w, "新口令 新口令").Close()
}
