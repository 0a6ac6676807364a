package unlock

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// door asks for the pass phrase.
func (r *Room) door() fyne.CanvasObject {
	v := r.visit
	head := kit.Column(2, kit.Line(kit.Cut(v.Name, 540, kit.Title), kit.Title),
		kit.Line(kit.Cut(filepath.Dir(v.Dir), 560, kit.Second), kit.Second))
	if v.Opening {
		return kit.Card("", kit.Column(14, head, r.underWay(i18n.T("unlock.opening"))))
	}
	other := kit.NewButton(i18n.T("unlock.other"), r.gate.Other)
	if v.Sample {
		open := kit.NewPrimary(i18n.T("unlock.sample.do"), func() {
			r.work(i18n.T("unlock.opening"), func(ctx context.Context) error {
				err := r.gate.Unlock(ctx, "")
				if app.CodeOf(err) == "phrase.wrong" { // the file beside it is another sample's
					r.host.Go(shell.Route{Room: shell.RoomUnlock})
				}
				return err
			}, nil)
		})
		r.first, r.block = open, []fyne.Disableable{open, other}
		return kit.Card("", kit.Column(14, head, kit.NewPara(i18n.T("unlock.sample"), kit.Body), r.fault, r.busy, kit.Row(10, other, kit.Spring(), open)))
	}
	phrase := kit.NewSecret()
	open := kit.NewPrimary(i18n.T("unlock.do"), nil)
	open.Keys = "Enter"
	open.OnTapped = func() {
		text := phrase.Text
		if strings.TrimSpace(text) == "" {
			r.say(app.Refuse("phrase.empty"))
			r.host.Window().Canvas().Focus(phrase)
			return
		}
		r.work(i18n.T("unlock.working"), func(ctx context.Context) error {
			err := r.gate.Unlock(ctx, text)
			text = ""
			return err
		}, nil)
		phrase.SetText("") // right or wrong, it does not stay in the window
	}
	phrase.OnChanged = func(text string) {
		if text != "" {
			r.unsay()
		}
	}
	phrase.OnSubmitted = func(string) { open.OnTapped() }
	forgot := kit.NewButton(i18n.T("unlock.forgot"), func() { r.host.Go(shell.Route{Room: shell.RoomUnlock + "/" + PageRecover}) })
	r.first, r.block = phrase, []fyne.Disableable{phrase, open, forgot, other}
	text := i18n.T("unlock.text")
	if v.Astray {
		text = i18n.T("unlock.astray")
	}
	return kit.Card("", kit.Column(14, head, kit.NewPara(text, kit.Body),
		kit.Column(4, kit.Line(i18n.T("phrase.phrase"), kit.Second), phrase), r.fault, r.busy,
		kit.Row(10, forgot, other, kit.Spring(), open),
		kit.NewPara(i18n.T("unlock.leftopen"), kit.Style{Size: theme.TextSecond, Color: theme.SecondInk})))
}
