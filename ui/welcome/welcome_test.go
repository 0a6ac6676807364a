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
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/prefs"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// doors remembers what was asked of it.
type doors struct {
	opened, created, load, sample string
	asked, shown, pack            string
	waiting                       []Waiting
}

func (d *doors) Waiting() []Waiting   { return d.waiting }
func (d *doors) AskSeat(dir string)   { d.asked = dir }
func (d *doors) ShowAsked(id string)  { d.shown = id }
func (d *doors) OpenPack(path string) { d.pack = path }

func (d *doors) Open(_ context.Context, dir string) error { d.opened = dir; return nil }
func (d *doors) Create(dir, load string)                  { d.created, d.load = dir, load }
func (d *doors) Sample(_ context.Context, dir string, _ func(int, int, string)) error {
	d.sample = dir
	return nil
}
func (d *doors) Asks(dir string) bool { return filepath.Base(dir) == "closed.lianshen" }

func room(t *testing.T) (*Room, *doors, *shelltest.Host, *prefs.File) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	ask.Used(filepath.Join(home, "file")) // not what an earlier test used last
	host := shelltest.New(t, app.Desk{Now: time.Now})
	d, p := &doors{}, prefs.Open("")
	if err := p.Change(func(v *prefs.Values) { v.Noticed = true }); err != nil {
		t.Fatal(err)
	}
	r := New(host, d, p)
	host.Show(r, shell.Route{Room: shell.RoomWelcome})
	return r, d, host, p
}

func TestANewWorkspaceBeginsInThePersonsFolder(t *testing.T) {
	r, d, _, _ := room(t)
	test.Tap(shelltest.Button(r.Content(), i18n.T("welcome.create.do")))
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Dir(d.created) != home || filepath.Ext(d.created) != suffix || d.load != "" {
		t.Errorf("leads to %q with %q", d.created, d.load)
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
	r, d, host, _ := room(t)
	r.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI("/a/b.lianshen")})
	if d.opened != "/a/b.lianshen" {
		t.Errorf("opened %q", d.opened)
	}
	file := filepath.Join(t.TempDir(), "round.json")
	r.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(file)})
	test.Tap(shelltest.Button(r.Content(), i18n.T("welcome.load.do")))
	if d.load != "" || len(host.Errors) != 1 || app.CodeOf(host.Errors[0]) != "file.unreadable" {
		t.Errorf("a file that is not there: %v", host.Errors)
	}
	if err := os.WriteFile(file, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	test.Tap(shelltest.Button(r.Content(), i18n.T("welcome.load.do")))
	if d.load != file || d.created != filepath.Join(filepath.Dir(file), "round.lianshen") {
		t.Errorf("loads %q into %q", d.load, d.created)
	}
}

func TestWhoJoinsAsksForASeatAndOpensThePackThatAnswers(t *testing.T) {
	r, d, host, _ := room(t)
	test.Tap(shelltest.Button(r.Content(), i18n.T("welcome.join.ask")))
	if filepath.Ext(d.asked) != suffix {
		t.Errorf("asks for a workspace at %q", d.asked)
	}
	if shelltest.Button(r.Content(), i18n.T("welcome.join.show")) != nil {
		t.Error("a request waits that nobody made")
	}
	d.waiting = []Waiting{{ID: "/a/b.lianshen", Person: "王示范", Laptop: "三号机"}}
	r.Open(shell.Route{})
	if !shelltest.Says(r.Content(), i18n.T("welcome.join.waits", "name", "王示范", "laptop", "三号机")) {
		t.Error("a request that waits is not shown")
	}
	test.Tap(shelltest.Button(r.Content(), i18n.T("welcome.join.show")))
	if d.shown != "/a/b.lianshen" {
		t.Errorf("shows %q", d.shown)
	}
	test.Tap(shelltest.Button(r.Content(), i18n.T("welcome.join.open")))
	if d.pack != "" || len(host.Errors) != 1 || app.CodeOf(host.Errors[0]) != "ask.nopath" {
		t.Errorf("without a file it opens %q: %v", d.pack, host.Errors)
	}
	for _, name := range []string{"联审-开局包-0001.lspack", "联审-开局包-0001.LSPACK.1of3"} {
		file := filepath.Join(t.TempDir(), name)
		r.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(file)})
		if d.pack == file {
			t.Error("a file that is not there is opened")
		}
		if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		r.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(file)})
		if d.pack != file {
			t.Errorf("dropped %s, opened %q", name, d.pack)
		}
	}
	if u := i18n.Unknown(); len(u) > 0 {
		t.Errorf("texts missing: %v", u)
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
	if shelltest.Says(r.Content(), i18n.T("welcome.locked")) {
		t.Error("a place that asks for nothing has a lock")
	}
	if err := p.Used("/a/closed.lianshen"); err != nil {
		t.Fatal(err)
	}
	r.Open(shell.Route{})
	if !shelltest.Says(r.Content(), i18n.T("welcome.locked")) {
		t.Error("a place that asks for a pass phrase has no lock")
	}
	if err := p.Forget("/a/closed.lianshen"); err != nil {
		t.Fatal(err)
	}
	r.Open(shell.Route{})
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
