package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

func TestASampleIsEncryptedAndOpensWithOneClick(t *testing.T) {
	home := t.TempDir()
	x := start(t, home, Options{Lang: "zh"})
	x.press(x.top(), i18n.T("secrecy.read"))
	x.press(x.content(), i18n.T("welcome.sample.open"))
	dir := x.d.ws.Dir()
	raw, err := os.ReadFile(filepath.Join(filepath.Dir(dir), sampleFile))
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(filepath.Dir(dir), sampleFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the phrase lies open: %v %v", info, err)
	}
	x.lock()
	if len(shelltest.Entries(x.content())) != 0 {
		t.Error("a locked sample asks for a phrase nobody knows")
	}
	x.press(x.content(), i18n.T("unlock.sample.do"))
	if x.d.ws == nil {
		t.Fatal("the sample does not open again")
	}
	x.quit()

	if _, err := store.Open(t.Context(), dir, store.Options{}); app.CodeOf(err) != needsPhrase {
		t.Errorf("the sample opens without its phrase: %v", err)
	}
	y := start(t, home, Options{Lang: "zh", Workspace: dir})
	y.until(func() bool { return y.d.ws != nil || len(shelltest.Entries(y.content())) > 0 })
	if y.d.ws == nil {
		t.Error("the sample of the command line asks for its phrase")
	}
	y.quit()
	if err := os.Remove(filepath.Join(filepath.Dir(dir), sampleFile)); err != nil {
		t.Fatal(err)
	}
	z := start(t, home, Options{Lang: "zh", Workspace: dir})
	z.until(func() bool { return z.d.ws != nil || len(shelltest.Entries(z.content())) > 0 })
	if z.d.ws != nil || z.d.shell.Route().Room != shell.RoomUnlock {
		t.Fatal("without the file the sample does not ask")
	}
	z.fill(strings.TrimSpace(string(raw)))
	z.press(z.content(), i18n.T("unlock.do"))
	if z.d.ws == nil {
		t.Error("its phrase does not open it")
	}
	z.quit()
}

func TestTheRecoveryKeyLeadsBackIntoTheWindow(t *testing.T) {
	x, dir := founded(t, "zh")
	key, err := x.d.ws.NewRecovery(t.Context())
	if err := errors.Join(err, x.d.ws.KeepRecovery(t.Context(), key)); err != nil {
		t.Fatal(err)
	}
	x.settle()
	x.lock()
	x.press(x.content(), i18n.T("unlock.forgot"))
	x.fill(key.String())
	x.press(x.content(), i18n.T("unlock.recover.check"))
	x.fill(theirs, theirs)
	x.press(x.content(), i18n.T("unlock.recover.do"))
	x.press(x.content(), i18n.T("unlock.recover.newkey"))
	x.confirm(x.d.held.get())
	if x.d.ws == nil || x.d.ws.Me().Name != "王敏" {
		t.Fatal("the window does not open")
	}
	x.quit()
	if _, err := store.Open(t.Context(), dir, storetest.Options(store.Options{Phrase: chosen})); app.CodeOf(err) != "phrase.wrong" {
		t.Errorf("the forgotten phrase: %v", err)
	}
}

func TestTheOfficesKeyLeadsBackIntoTheWindow(t *testing.T) {
	x, _ := founded(t, "zh")
	secret, public, err := vault.NewOffice()
	if err := errors.Join(err, x.d.ws.SetOffice(t.Context(), public)); err != nil {
		t.Fatal(err)
	}
	x.settle()
	x.lock()
	x.press(x.content(), i18n.T("unlock.forgot"))
	x.fill(secret)
	x.press(x.content(), i18n.T("unlock.recover.check"))
	x.fill(theirs, theirs)
	x.press(x.content(), i18n.T("unlock.recover.do"))
	x.press(x.content(), i18n.T("unlock.recover.later"))
	if x.d.ws == nil || x.d.ws.Me().Name != "王敏" || x.d.ws.Seat().Follows == "" {
		t.Fatal("the window does not open")
	}
	x.quit()
}

func TestAWrongPhraseOfTheCommandLineIsToldWhereTheRightOneIsTyped(t *testing.T) {
	x, dir := founded(t, "zh")
	x.quit()
	y := start(t, filepath.Dir(dir), Options{Lang: "zh", Workspace: dir, Phrase: func() (string, error) { return "not this one", nil }})
	y.until(func() bool { return y.d.shell.Route().Room == shell.RoomUnlock })
	sentence, _ := i18n.Error(app.Refuse("phrase.wrong"))
	if !strings.Contains(y.words(), sentence) {
		t.Errorf("shows\n%s", y.words())
	}
	y.fill(chosen)
	y.press(y.content(), i18n.T("unlock.do"))
	if y.d.ws == nil {
		t.Error("the right phrase does not open")
	}
	y.quit()
}
