package settings

import (
	"fyne.io/fyne/v2"

	"lianshen/assets"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/prefs"
	"lianshen/ui/theme"
)

func (r *Room) screen() fyne.CanvasObject {
	v := r.prefs.Get()
	language := i18n.Language()
	return kit.Column(12,
		choice(r, i18n.T("settings.language"), assets.Languages, language, "settings.language.", func(v *prefs.Values, c string) { v.Language = c }),
		choice(r, i18n.T("settings.light"), theme.Modes, v.Mode, "settings.light.", func(v *prefs.Values, c theme.Mode) { v.Mode = c }),
		choice(r, i18n.T("settings.text"), theme.TextScales, v.Text, "settings.text.", func(v *prefs.Values, c theme.TextScale) { v.Text = c }),
		choice(r, i18n.T("settings.idle"), prefs.Idles, v.Idle, "settings.idle.", func(v *prefs.Values, c prefs.Idle) { v.Idle = c }),
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
			r.program.Apply(r.prefs.Get())
		})
		b.Chosen = c == now
		line = append(line, b)
	}
	return kit.Column(4, kit.Line(label, kit.Second), kit.Flow(8, line...))
}
