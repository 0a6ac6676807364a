package store

import (
	"crypto/sha256"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store/vault"
)

// drawnOffice gives a key pair of an office.
func drawnOffice(t *testing.T) (secret, public string) {
	t.Helper()
	secret, public, err := vault.NewOffice()
	if err != nil {
		t.Fatal(err)
	}
	return secret, public
}

func TestTheOfficesSecretGivesANewSeatInThePlaceOfAnother(t *testing.T) {
	w, his := twoSeats(t)
	secret, public := drawnOffice(t)
	other, _ := drawnOffice(t)
	if w.Office() != "" {
		t.Fatal("there is an office before it was set")
	}
	w.Close()
	untouched(t, w.dir, "escrow.none", quick(Options{Office: secret, Phrase: "新口令 新口令"}))
	w = as(t, w, herPhrase)
	if err := w.SetOffice(ctx, " "+public[:30]+"\r\n "+public[30:]+"\n"); err != nil || w.Office() != public {
		t.Fatalf("%q is set: %v", w.Office(), err)
	}
	if deeds, err := w.LastDeeds(ctx, 1); err != nil || deeds[0].Verb != app.VerbSetOffice {
		t.Errorf("the log tells of %v, %v", deeds, err)
	}
	unit(t, w, "青溪县")
	hers := w.Seat()
	w.Close()

	untouched(t, w.dir, "escrow.wrong", quick(Options{Office: other, Phrase: "新口令 新口令"}))
	untouched(t, w.dir, "phrase.empty", quick(Options{Office: secret, Phrase: " "}))
	untouched(t, w.dir, "recovery.noseat", quick(Options{Office: secret, Phrase: "新口令 新口令", RecoverFor: newID()}))
	sitters, err := Sitters(ctx, w.dir, quick(Options{Office: secret}))
	if err != nil || len(sitters) != 2 {
		t.Fatalf("%d sitters, %v", len(sitters), err)
	}
	again, err := Open(ctx, w.dir, quick(Options{Now: w.now, Office: secret, Phrase: "新口令 新口令", RecoverFor: his.ID}))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if seat := again.Seat(); seat.Follows != his.ID || again.Me().Name != "李强" {
		t.Errorf("%+v of %s", seat, again.Me().Name)
	}
	unit(t, again, "望溪区")
	sound(t, again)
	again.Close()
	untouched(t, w.dir, "phrase.wrong", quick(Options{Phrase: hisPhrase}))
	w = as(t, again, herPhrase)
	if w.Seat().ID != hers.ID || w.Office() != public {
		t.Errorf("her phrase opens %+v", w.Seat())
	}
}

func TestTheOfficesSecretOutlivesARenewalAndEndsWhenItIsTakenAway(t *testing.T) {
	w, his := twoSeats(t)
	secret, public := drawnOffice(t)
	if err := w.SetOffice(ctx, public); err != nil {
		t.Fatal(err)
	}
	if err := w.LeaveOut(ctx, his.ID, "调离"); err != nil {
		t.Fatal(err)
	}
	former := w.key.BlobName([sha256.Size]byte{}) // follows from the data key
	w = as(t, w, herPhrase)
	if w.key.BlobName([sha256.Size]byte{}) == former {
		t.Fatal("the data key is not renewed: this proves nothing")
	}
	w.Close()
	w, err := Open(ctx, w.dir, quick(Options{Now: w.now, Office: secret, Phrase: herPhrase}))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.SetOffice(ctx, ""); err != nil || w.Office() != "" {
		t.Errorf("taken away there is %q, %v", w.Office(), err)
	}
	sound(t, w)
	w.Close()
	untouched(t, w.dir, "escrow.none", quick(Options{Office: secret, Phrase: "新口令 新口令"}))
}

func TestOnlyThoseWhoMaySetTheOfficeAndOnlyToAKey(t *testing.T) {
	w, _ := twoSeats(t)
	secret, public := drawnOffice(t)
	for _, text := range []string{"age1", " \n", secret, public[:40], public + "x"} {
		if err := w.SetOffice(ctx, text); app.CodeOf(err) != "escrow.form" || strings.Contains(err.Error(), secret[20:]) {
			t.Errorf("set to a text of %d characters: %v", len(text), err)
		}
	}
	w = as(t, w, hisPhrase)
	for _, text := range []string{public, ""} {
		if err := w.SetOffice(ctx, text); app.CodeOf(err) != "role.verb" {
			t.Errorf("an inspector sets %q: %v", text, err)
		}
	}
	if w.Office() != "" {
		t.Errorf("what was refused is set: %s", w.Office())
	}
}

func TestTheOfficesSecretRestoresABackup(t *testing.T) {
	w, o := filled(t)
	secret, public := drawnOffice(t)
	if err := w.SetOffice(ctx, public); err != nil {
		t.Fatal(err)
	}
	b := mustBackup(t, w, "hand")
	if err := w.SetOffice(ctx, ""); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "恢复.lianshen")
	o.Phrase, o.Office = "换 了 一 句 新 口令 来", secret
	if c, err := CompareBackup(ctx, b.Path, o, nil); err != nil || c.Records == 0 {
		t.Errorf("compared: %+v, %v", c, err)
	}
	again, _, err := Restore(ctx, b.Path, to, o)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.Office() != public { // as of the day of the backup
		t.Errorf("restored it has %q", again.Office())
	}
}
