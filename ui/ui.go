// Package ui is the window: it opens a workspace, gives its rooms what they need and puts them into the shell.
package ui

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"lianshen/app"
	"lianshen/assets"
	"lianshen/store"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/prefs"
	"lianshen/ui/preview"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
	"lianshen/ui/unlock"
	"lianshen/ui/welcome"
)

// Options say how the window starts.
type Options struct {
	Lang      string           // "zh", "en" or "" for what the person chose last, else the system's
	Workspace string           // folder to open at once, or ""
	Settings  string           // file of the person's settings; "" = the usual place
	Now       func() time.Time // nil: the machine's clock
	Main      func(func())     // runs something on the main goroutine; nil: fyne.Do. Tests of windows set it
	// Phrase gives the pass phrase for Workspace, such as from the file named on the command line; it is asked once, off
	// the main goroutine. nil: the window asks the person.
	Phrase func() (string, error)
	Cost   vault.Cost // of the pass phrase of new workspaces; zero: as this machine bears. Tests take the lowest
}

// desktop is the running program with its one window.
type desktop struct {
	app    fyne.App
	window fyne.Window
	shell  *shell.Shell
	prefs  *prefs.File
	now    func() time.Time
	drafts *kit.Drafts
	engine *preview.Engine
	ws     *store.Workspace // nil without a workspace; main goroutine only
	main   func(func())
	forced string // language of the command line, until the person chooses another
	cost   vault.Cost
	visit  unlock.Visit // what the room in front of a workspace is asked; main goroutine only while it is in view
	back   comeback     // where the person was when the window was locked
	held   hold         // a workspace that is made or recovered but not yet shown
	ends   bool         // the window is closing; main goroutine only
}

// Harden keeps what is in the memory of the process from crash dumps and from other programs of the same account, as far
// as the system lets it. A system that does not is no reason to refuse work. It is called first of all.
func Harden() {
	if err := vault.Harden(); err != nil {
		slog.Warn("the process could not be hardened", "error", err)
	}
}

// Run shows the window and returns when it is closed.
func Run(a fyne.App, o Options) error {
	d, err := open(a, o)
	if err != nil {
		return err
	}
	stop := d.watch()
	d.window.ShowAndRun()
	stop()
	return d.engine.Close()
}

// open makes the window without running the app, as tests do too.
func open(a fyne.App, o Options) (*desktop, error) {
	path := o.Settings
	if path == "" {
		path = prefs.DefaultPath()
	}
	d := &desktop{app: a, prefs: prefs.Open(path), now: o.Now, drafts: kit.NewDrafts(), forced: o.Lang, engine: preview.New(preview.CacheDir()), cost: o.Cost}
	if d.now == nil {
		d.now = time.Now
	}
	if d.main = o.Main; d.main == nil {
		d.main = fyne.Do
	}
	if err := d.look(d.prefs.Get()); err != nil {
		return nil, err
	}
	d.window = a.NewWindow(i18n.T("app.name"))
	d.window.SetPadded(false)
	d.window.SetIcon(fyne.NewStaticResource("lianshen.png", assets.Icon()))
	v := d.prefs.Get()
	if v.Width < 600 || v.Height < 400 {
		v.Width, v.Height = 1340, 690 // what a screen of 1366x768 has left beside the bar of the system and the window's own
	}
	d.window.Resize(fyne.NewSize(v.Width, v.Height))
	d.shell = shell.New(d.window, shell.Config{OpenFile: d.openFile, Main: d.main, Lock: d.Lock,
		Welcome: func(h shell.Host) shell.Room { return welcome.New(h, d, d.prefs) },
		Unlock:  func(h shell.Host) shell.Room { return unlock.New(h, d, &d.visit) }})
	d.window.SetCloseIntercept(d.quit)
	d.watchLight()
	d.first(o)
	return d, nil
}

// patience is how long the window waits for the workspace of the command line before it shows without it.
const patience = 400 * time.Millisecond

// first shows the workspace of the command line, the room that asks for its pass phrase, or the first room. Opening a
// sample takes a few hundredths of a second, so the window waits for it and nothing is drawn only to be replaced; where
// it takes longer (a key is derived from a pass phrase, a workspace is put in order after a power cut) it says so meanwhile.
func (d *desktop) first(o Options) {
	if o.Workspace == "" {
		d.shell.Welcome()
		return
	}
	type opened struct {
		ws  *store.Workspace
		err error
	}
	done := make(chan opened, 1)
	go func() {
		ws, err := d.openAsked(context.Background(), o.Workspace, o.Phrase)
		done <- opened{ws, err}
	}()
	take := func(x opened) {
		switch {
		case x.err == nil:
			d.show(x.ws)
		case app.CodeOf(x.err) == needsPhrase:
			d.ask(o.Workspace)
		case app.CodeOf(x.err) == "phrase.wrong":
			d.ask(o.Workspace)
			d.shell.Fail(x.err)
		default:
			d.shell.Welcome()
			d.shell.Fail(x.err)
		}
	}
	select {
	case x := <-done:
		take(x)
	case <-time.After(patience):
		d.visit = visitOf(o.Workspace)
		d.visit.Opening = true
		d.shell.Outside(shell.Route{Room: shell.RoomUnlock})
		go func() {
			x := <-done
			d.main(func() { take(x) })
		}()
	}
	welcome.Notice(d.window, d.prefs, d.shell.Fail)
}

// look takes language, light and text size over.
func (d *desktop) look(v prefs.Values) error {
	code := v.Language
	if d.forced != "" {
		code = d.forced
	}
	if code == "" {
		code = i18n.SystemLanguage()
	}
	if err := i18n.SetLanguage(code); err != nil {
		return err
	}
	if err := fyneWords(); err != nil {
		return err
	}
	d.app.Settings().SetTheme(theme.Theme{Mode: v.Mode, Text: v.Text})
	return nil
}

// fyneWords gives Fyne's own widgets (months of the calendar, menus of entries) words of our language: by itself Fyne
// speaks only the system's.
func fyneWords() error {
	raw, err := assets.FyneWords(i18n.Language())
	if err != nil {
		return err
	}
	if err := lang.AddTranslationsForLocale(raw, lang.SystemLocale()); err != nil {
		return fmt.Errorf("give the widgets their words: %w", err)
	}
	return nil
}

// watchLight shows everything anew when the system goes from light to dark or back.
func (d *desktop) watchLight() {
	was := d.app.Settings().ThemeVariant()
	d.app.Settings().AddListener(func(s fyne.Settings) {
		if now := s.ThemeVariant(); now != was {
			was = now
			d.main(d.shell.Rebuild)
		}
	})
}

// Apply shows everything anew after a change of settings.
func (d *desktop) Apply(v prefs.Values) {
	if v.Language != "" {
		d.forced = ""
	}
	if err := d.look(v); err != nil {
		d.shell.Fail(err)
	}
	d.title()
	d.shell.Rebuild()
}

func (d *desktop) title() {
	if d.ws == nil {
		d.window.SetTitle(i18n.T("app.name"))
		return
	}
	d.window.SetTitle(i18n.T("shell.window", "name", placeName(d.ws.Dir())))
}

func placeName(dir string) string { return strings.TrimSuffix(filepath.Base(dir), store.Suffix) }

// show puts an opened workspace into the window, for a person who came back at the place that was left.
func (d *desktop) show(ws *store.Workspace) {
	if d.ends { // it was still being opened when the person closed the window
		_ = ws.Close()
		return
	}
	if err := d.prefs.Used(ws.Dir()); err != nil {
		d.shell.Fail(err)
	}
	d.ws = ws
	d.title()
	p := d.place(ws)
	if d.back.of(ws) {
		p.At = d.back.route
	} else {
		d.drafts = kit.NewDrafts() // what somebody else had half typed is not for this person
	}
	d.back = comeback{}
	d.shell.Enter(p)
	d.attend(ws)
}

func (d *desktop) openFile(path string) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("find the file: %w", err)
	}
	u := &url.URL{Scheme: "file", Path: filepath.ToSlash(abs)}
	if !strings.HasPrefix(u.Path, "/") {
		u.Path = "/" + u.Path // a Windows drive
	}
	return d.app.OpenURL(u)
}

// quit remembers the size of the window, lets all work end and closes.
func (d *desktop) quit() {
	size := d.window.Canvas().Size()
	if err := d.prefs.Change(func(v *prefs.Values) { v.Width, v.Height = size.Width, size.Height }); err != nil {
		fyne.LogError("settings are not kept", err)
	}
	d.window.SetCloseIntercept(nil)
	d.ends = true
	d.shell.Quit(func() {
		d.held.close()
		d.window.Close()
	})
}
