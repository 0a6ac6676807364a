package settings

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/prefs"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
	"lianshen/ui/theme"
)

type place struct{ report store.Report }

func (p *place) Verify(context.Context, func(done, total int)) (store.Report, error) {
	return p.report, nil
}
func (p *place) Dir() string { return "/a/one.lianshen" }

type look struct {
	applied []prefs.Values
	left    int
}

func (l *look) Apply(v prefs.Values) { l.applied = append(l.applied, v) }
func (l *look) Leave()               { l.left++ }

func room(t *testing.T) (*Room, *place, *look, *prefs.File) {
	t.Helper()
	host := shelltest.New(t, app.Desk{Now: time.Now})
	s, l, p := &place{}, &look{}, prefs.Open("")
	r := New(host, s, l, p, "9.9")
	host.Show(r, shell.Route{Room: shell.RoomSettings})
	return r, s, l, p
}

func TestChoicesAreKeptAndShownAtOnce(t *testing.T) {
	r, _, l, p := room(t)
	for _, text := range []string{i18n.T("settings.language.en"), i18n.T("settings.light.dark"), i18n.T("settings.text.huge")} {
		test.Tap(shelltest.Button(r.Content(), text))
	}
	v := p.Get()
	if v.Language != i18n.English || v.Mode != theme.ModeDark || v.Text != theme.TextHuge || len(l.applied) != 3 {
		t.Errorf("kept %+v, applied %d times", v, len(l.applied))
	}
}

func TestIntegrityIsToldInWords(t *testing.T) {
	r, s, _, _ := room(t)
	s.report = store.Report{Records: 1234}
	test.Tap(shelltest.Button(r.Content(), i18n.T("settings.verify")))
	if want := i18n.T("settings.verify.sound", "records", "1,234"); r.checked.Text() != want {
		t.Errorf("says %q, want %q", r.checked.Text(), want)
	}
	s.report.Troubles = make([]store.Trouble, 1)
	test.Tap(shelltest.Button(r.Content(), i18n.T("settings.verify")))
	if r.checked.Text() != i18n.T("settings.verify.broken") {
		t.Errorf("says %q", r.checked.Text())
	}
}

func TestAboutSaysWhatTheProgramIsNotFor(t *testing.T) {
	r, _, l, _ := room(t)
	for _, text := range []string{i18n.T("secrecy.notice"), i18n.T("settings.about.name", "version", "9.9"), "/a/one.lianshen"} {
		if !shelltest.Says(r.Content(), text) {
			t.Errorf("%q is not there", text)
		}
	}
	test.Tap(shelltest.Button(r.Content(), i18n.T("settings.leave")))
	if l.left != 1 {
		t.Error("the workspace is not left")
	}
	if u := i18n.Unknown(); len(u) > 0 {
		t.Errorf("texts missing: %v", u)
	}
}
