// Package ui is the window: it opens a workspace, gives its rooms what they need and puts them into the shell.
package ui

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"lianshen/app"
	"lianshen/assets"
	"lianshen/store"
	"lianshen/store/roundfile"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/prefs"
	"lianshen/ui/preview"
	"lianshen/ui/settings"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
	"lianshen/ui/welcome"
)

// Options say how the window starts.
type Options struct {
	Lang      string           // "zh", "en" or "" for what the person chose last, else the system's
	Workspace string           // folder to open at once, or ""
	Settings  string           // file of the person's settings; "" = the usual place
	Now       func() time.Time // nil: the machine's clock
	Main      func(func())     // runs something on the main goroutine; nil: fyne.Do. Tests of windows set it
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
}

// Run shows the window and returns when it is closed.
func Run(a fyne.App, o Options) error {
	d, err := open(a, o)
	if err != nil {
		return err
	}
	d.window.ShowAndRun()
	return d.engine.Close()
}

// open makes the window without running the app, as tests do too.
func open(a fyne.App, o Options) (*desktop, error) {
	path := o.Settings
	if path == "" {
		path = prefs.DefaultPath()
	}
	d := &desktop{app: a, prefs: prefs.Open(path), now: o.Now, drafts: kit.NewDrafts(), forced: o.Lang, engine: preview.New(preview.CacheDir())}
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
		v.Width, v.Height = 1366, 768
	}
	d.window.Resize(fyne.NewSize(v.Width, v.Height))
	d.shell = shell.New(d.window, shell.Config{OpenFile: d.openFile, Main: d.main, Welcome: func(h shell.Host) shell.Room { return welcome.New(h, d, d.prefs) }})
	d.window.SetCloseIntercept(d.quit)
	d.watchLight()
	d.first(o.Workspace)
	return d, nil
}

// patience is how long the window waits for the workspace of the command line before it shows without it.
const patience = 400 * time.Millisecond

// first shows the workspace of the command line, or the first room. Opening takes a few hundredths of a second, so the
// window waits for it and nothing is drawn only to be replaced; where it takes longer (a workspace that is put in order
// after a power cut) the first room shows meanwhile.
func (d *desktop) first(dir string) {
	if dir == "" {
		d.shell.Welcome()
		return
	}
	type opened struct {
		ws  *store.Workspace
		err error
	}
	done, options := make(chan opened, 1), d.options()
	go func() {
		ws, err := store.Open(context.Background(), dir, options)
		done <- opened{ws, err}
	}()
	take := func(o opened, waited bool) {
		if o.err == nil {
			d.show(o.ws)
			return
		}
		if !waited {
			d.shell.Welcome()
		}
		d.shell.Fail(o.err)
	}
	select {
	case o := <-done:
		take(o, false)
	case <-time.After(patience):
		d.shell.Welcome()
		go func() {
			o := <-done
			d.main(func() { take(o, true) })
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

// person is the name deeds are kept under: the one the person gave, else the one of the account.
func (d *desktop) person() string {
	if name := d.prefs.Get().Person; name != "" {
		return name
	}
	if u, err := user.Current(); err == nil {
		if u.Name != "" {
			return u.Name
		}
		return u.Username
	}
	return i18n.T("shell.somebody")
}

func (d *desktop) options() store.Options { return store.Options{Now: d.now, Person: d.person()} }

// Open opens a workspace in the window.
func (d *desktop) Open(ctx context.Context, dir string) error {
	ws, err := store.Open(ctx, dir, d.options())
	if err != nil {
		return err
	}
	return d.enter(ws)
}

// Create makes a workspace and opens it in the window.
func (d *desktop) Create(ctx context.Context, dir string) error {
	ws, err := store.Create(ctx, dir, d.options())
	if err != nil {
		return err
	}
	return d.enter(ws)
}

// Sample makes a workspace with the sample round of today and opens it.
func (d *desktop) Sample(ctx context.Context, dir string, report func(int, int, string)) error {
	file, err := roundfile.Sample(app.DateOf(d.now()))
	if err != nil {
		return err
	}
	return d.fill(ctx, dir, file, report)
}

// Load makes a workspace with the round of a file and opens it.
func (d *desktop) Load(ctx context.Context, path, dir string, report func(int, int, string)) error {
	in, err := os.Open(path)
	if err != nil {
		return app.Refuse("file.unreadable", "path", path)
	}
	defer in.Close()
	file, err := roundfile.Read(in)
	if err != nil {
		return err
	}
	return d.fill(ctx, dir, file, report)
}

// fill makes a workspace with a round. What is half made when it fails or is stopped is taken away again.
func (d *desktop) fill(ctx context.Context, dir string, file *roundfile.File, report func(int, int, string)) error {
	ws, err := store.Create(ctx, dir, d.options())
	if err != nil {
		return err
	}
	err = ws.Load(ctx, file.Nouns(), app.VerbLoad, func(done, total int) { report(done, total, i18n.T("welcome.loading")) })
	if err != nil {
		return errors.Join(err, ws.Close(), os.RemoveAll(dir))
	}
	return d.enter(ws)
}

// enter shows an opened workspace; it may be called from any goroutine.
func (d *desktop) enter(ws *store.Workspace) error {
	d.main(func() { d.show(ws) })
	return nil
}

// show puts an opened workspace into the window.
func (d *desktop) show(ws *store.Workspace) {
	if err := d.prefs.Used(ws.Dir()); err != nil {
		d.shell.Fail(err)
	}
	d.ws = ws
	d.title()
	d.shell.Enter(d.place(ws))
}

// Leave closes the workspace and shows the first room.
func (d *desktop) Leave() {
	d.ws = nil
	d.title()
	d.shell.Leave()
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
	d.shell.Quit(d.window.Close)
}

var _ settings.Look = (*desktop)(nil)
var _ welcome.Doors = (*desktop)(nil)
