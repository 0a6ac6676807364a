// Package settings is the room for language, light and text size, the name deeds are kept under, the integrity of the
// workspace, and what the program is.
package settings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/assets"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/prefs"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// Store is what the room asks of a workspace.
type Store interface {
	Verify(ctx context.Context, progress func(done, total int)) (store.Report, error)
	Dir() string
}

// Look is what the room asks of the program: to show everything anew after a change, and to leave the workspace.
type Look interface {
	Apply(prefs.Values) // called on the main goroutine
	Leave()
}

// Room is the room of settings. It implements shell.Room.
type Room struct {
	host    shell.Host
	store   Store
	look    Look
	prefs   *prefs.File
	version string
	root    *fyne.Container
	form    *kit.Form
	person  string
	checked *kit.Para
}

var _ shell.Room = (*Room)(nil)

// New makes the room; version is the program's.
func New(h shell.Host, s Store, l Look, p *prefs.File, version string) *Room {
	return &Room{host: h, store: s, look: l, prefs: p, version: version, root: container.NewStack()}
}

func (r *Room) build() {
	gap := theme.Size(theme.Gap)
	left := kit.Column(gap, kit.Card(i18n.T("settings.screen"), r.screen()), kit.Card(i18n.T("settings.person"), r.personForm()))
	right := kit.Column(gap, kit.Card(i18n.T("settings.workspace"), r.workspace()), kit.Card(i18n.T("settings.about"), r.about()))
	r.root.Objects = []fyne.CanvasObject{kit.Scroll(kit.Split(gap, []float32{1, 1}, left, right))}
	r.root.Refresh()
}

func (r *Room) screen() fyne.CanvasObject {
	v := r.prefs.Get()
	language := i18n.Language()
	return kit.Column(12,
		choice(r, i18n.T("settings.language"), assets.Languages, language, "settings.language.", func(v *prefs.Values, c string) { v.Language = c }),
		choice(r, i18n.T("settings.light"), theme.Modes, v.Mode, "settings.light.", func(v *prefs.Values, c theme.Mode) { v.Mode = c }),
		choice(r, i18n.T("settings.text"), theme.TextScales, v.Text, "settings.text.", func(v *prefs.Values, c theme.TextScale) { v.Text = c }),
	)
}

// choice is a line of buttons of which one is chosen.
func choice[C ~string](r *Room, label string, all []C, now C, key string, set func(*prefs.Values, C)) fyne.CanvasObject {
	line := []fyne.CanvasObject{}
	for _, c := range all {
		b := kit.NewButton(i18n.T(key+string(c)), func() {
			if err := r.prefs.Change(func(v *prefs.Values) { set(v, c) }); err != nil {
				r.host.Fail(err)
			}
			r.look.Apply(r.prefs.Get())
		})
		b.Chosen = c == now
		line = append(line, b)
	}
	return kit.Column(4, kit.Line(label, kit.Second), kit.Flow(8, line...))
}

func (r *Room) personForm() fyne.CanvasObject {
	r.person = r.prefs.Get().Person
	r.form = kit.NewForm(nil, "settings")
	r.form.Save = func() {
		if err := r.prefs.Change(func(v *prefs.Values) { v.Person = r.person }); err != nil {
			r.form.Refused(err)
			return
		}
		r.look.Apply(r.prefs.Get())
	}
	r.form.Text("person", i18n.T("settings.person.name"), &r.person)
	return kit.Column(6, kit.NewPara(i18n.T("settings.person.text"), kit.Second), r.form.Content())
}

func (r *Room) workspace() fyne.CanvasObject {
	r.checked = kit.NewPara("", kit.Body)
	verify := kit.NewButton(i18n.T("settings.verify"), r.verify)
	leave := kit.NewButton(i18n.T("settings.leave"), r.look.Leave)
	return kit.Column(8, kit.Line(i18n.T("settings.folder"), kit.Second), kit.NewPara(r.store.Dir(), kit.Body),
		kit.NewPara(i18n.T("settings.verify.text"), kit.Second), kit.Flow(8, verify, leave), r.checked)
}

// verify proves the whole log and every attachment.
func (r *Room) verify() {
	var report store.Report
	r.host.Progress(i18n.T("settings.verify"), func(ctx context.Context, say func(int, int, string)) error {
		var err error
		report, err = r.store.Verify(ctx, func(done, total int) { say(done, total, "") })
		return err
	}, func(err error) {
		if err != nil {
			r.host.Fail(err)
			return
		}
		text, style := i18n.T("settings.verify.sound", "records", i18n.Number(report.Records)), kit.Style{Color: theme.Done}
		if !report.OK() {
			text, style = i18n.T("settings.verify.broken"), kit.Style{Color: theme.Fault}
		}
		r.checked.SetStyle(style)
		r.checked.SetText(text)
		kit.Relayout(r.root)
	})
}

func (r *Room) about() fyne.CanvasObject {
	return kit.Column(8, kit.Line(i18n.T("settings.about.name", "version", r.version), kit.Heading), kit.NewPara(i18n.T("settings.about.text"), kit.Body),
		kit.NewPara(i18n.T("secrecy.notice"), kit.Style{Color: theme.Fault, Bold: true}), kit.NewPara(i18n.T("secrecy.text"), kit.Second),
		kit.NewPara(i18n.T("settings.about.licence"), kit.Second))
}

// Open shows the room.
func (r *Room) Open(shell.Route) { r.build() }

// Content is the body of the room.
func (r *Room) Content() fyne.CanvasObject { return r.root }

// Title names the room.
func (r *Room) Title() shell.Title { return shell.Title{Text: i18n.T("room.settings")} }

// Deeds are in the room itself.
func (r *Room) Deeds() []shell.Deed { return nil }

// Shortcuts of the room: none of its own.
func (r *Room) Shortcuts() []shell.Shortcut { return nil }

// TypedKey is not used.
func (r *Room) TypedKey(*fyne.KeyEvent) bool { return false }

// TypedRune is not used.
func (r *Room) TypedRune(rune) bool { return false }

// Changed is of no concern here.
func (r *Room) Changed(app.Deed) {}

// Hidden keeps the name.
func (r *Room) Hidden() {
	if r.form != nil {
		r.form.Flush()
	}
}
