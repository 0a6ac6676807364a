package welcome

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/prefs"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// doors remembers what was asked of it.
type doors struct{ opened, created, sample, loaded, target string }

func (d *doors) Open(_ context.Context, dir string) error   { d.opened = dir; return nil }
func (d *doors) Create(_ context.Context, dir string) error { d.created = dir; return nil }
func (d *doors) Sample(_ context.Context, dir string, _ func(int, int, string)) error {
	d.sample = dir
	return nil
}
func (d *doors) Load(_ context.Context, file, dir string, _ func(int, int, string)) error {
	d.loaded, d.target = file, dir
	return nil
}

func room(t *testing.T) (*Room, *doors, *shelltest.Host, *prefs.File) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	host := shelltest.New(t, app.Desk{Now: time.Now})
	d, p := &doors{}, prefs.Open("")
	if err := p.Change(func(v *prefs.Values) { v.Noticed = true }); err != nil {
		t.Fatal(err)
	}
	r := New(host, d, p)
	host.Show(r, shell.Route{Room: shell.RoomWelcome})
	return r, d, host, p
}

func TestAWorkspaceIsMadeWhereThePersonSays(t *testing.T) {
	r, d, host, p := room(t)
	r.person.SetText(" 甲某 ")
	r.target.Entry.SetText("/somewhere/二〇二六")
	test.Tap(shelltest.Button(r.Content(), i18n.T("welcome.create.do")))
	if d.created != "/somewhere/二〇二六.lianshen" {
		t.Errorf("made at %q", d.created)
	}
	if p.Get().Person != "甲某" {
		t.Errorf("the name is kept as %q", p.Get().Person)
	}
	r.target.Entry.SetText("  ")
	test.Tap(shelltest.Button(r.Content(), i18n.T("welcome.create.do")))
	if len(host.Errors) != 1 || app.CodeOf(host.Errors[0]) != "ask.nopath" {
		t.Errorf("without a place the window says %v", host.Errors)
	}
}

func TestTheSampleIsMadeOnceAndThenOpened(t *testing.T) {
	r, d, _, _ := room(t)
	test.Tap(shelltest.Button(r.Content(), i18n.T("welcome.sample.open")))
	if d.sample == "" || filepath.Ext(d.sample) != suffix {
		t.Fatalf("made at %q", d.sample)
	}
	if err := os.MkdirAll(d.sample, 0o700); err != nil {
		t.Fatal(err)
	}
	made := d.sample
	d.sample = ""
	test.Tap(shelltest.Button(r.Content(), i18n.T("welcome.sample.open")))
	if d.sample != "" || d.opened != made {
		t.Errorf("made %q, opened %q", d.sample, d.opened)
	}
}

func TestAFileInsideAWorkspaceStandsForIt(t *testing.T) {
	r, d, _, _ := room(t)
	dir := filepath.Join(t.TempDir(), "x.lianshen")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "workspace.json")
	if err := os.WriteFile(file, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.open.Entry.SetText(file)
	r.open.Entry.OnSubmitted(file)
	if d.opened != dir {
		t.Errorf("opened %q", d.opened)
	}
}

func TestDroppedFilesAreTaken(t *testing.T) {
	r, d, _, _ := room(t)
	r.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI("/a/b.lianshen")})
	if d.opened != "/a/b.lianshen" {
		t.Errorf("opened %q", d.opened)
	}
	r.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI("/a/round.json")})
	test.Tap(shelltest.Button(r.Content(), i18n.T("welcome.load.do")))
	if d.loaded != "/a/round.json" || d.target != "/a/round.lianshen" {
		t.Errorf("loaded %q into %q", d.loaded, d.target)
	}
}

func TestRecentPlacesAreOpenedAndForgotten(t *testing.T) {
	r, _, host, p := room(t)
	if err := p.Used("/a/one.lianshen"); err != nil {
		t.Fatal(err)
	}
	r.Open(shell.Route{})
	if !shelltest.Says(r.Content(), "one") {
		t.Error("a place used lately is not listed")
	}
	test.Tap(shelltest.Button(r.Content(), i18n.T("welcome.forget")))
	if len(p.Get().Recent) != 0 || shelltest.Says(r.Content(), "one") {
		t.Errorf("still listed: %v", p.Get().Recent)
	}
	if len(host.Errors) > 0 {
		t.Errorf("the window said %v", host.Errors)
	}
	if u := i18n.Unknown(); len(u) > 0 {
		t.Errorf("texts missing: %v", u)
	}
}
