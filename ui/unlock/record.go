package unlock

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// fetching gives the record of a workspace that was wiped before its record was saved, such as when the power went.
func (r *Room) fetching() fyne.CanvasObject {
	v := r.visit
	head := r.head(i18n.T("unlock.record"))
	if v.saved != "" {
		done := kit.NewPrimary(i18n.T("unlock.ask.finish"), r.gate.Other)
		r.first = done
		return kit.Card("", kit.Column(14, head, kit.Note(kit.Done, i18n.T("unlock.record.saved"), v.saved),
			kit.NewPara(i18n.T("handover.record.print"), kit.Second), kit.Row(10, kit.Spring(), done)))
	}
	place, secret := ask.NewMedia(r.host.Window(), ask.Folder()), kit.NewSecret()
	r.follow(place)
	fetch := kit.NewPrimary(i18n.T("unlock.record.do"), nil)
	fetch.OnTapped = func() {
		dir, _, err := place.Folder()
		text := secret.Text
		if err == nil && strings.TrimSpace(text) == "" {
			err = app.Refuse("phrase.empty")
		}
		if err != nil {
			r.say(err)
			return
		}
		secret.SetText("")
		var name string
		r.work(i18n.T("unlock.working"), func(ctx context.Context) (err error) {
			name, err = r.gate.Record(ctx, text, dir)
			return err
		}, func() {
			v.saved = filepath.Join(dir, name)
			r.build()
		})
	}
	secret.OnSubmitted = func(string) { fetch.OnTapped() }
	back := kit.NewButton(i18n.T("unlock.back"), r.gate.Other)
	r.first, r.block = secret, []fyne.Disableable{secret, fetch, back}
	return kit.Card("", kit.Column(14, head, kit.NewPara(i18n.T("unlock.record.text"), kit.Body),
		kit.Column(4, kit.Line(i18n.T("handover.wipe.where"), kit.Second), place.Object()),
		kit.Column(4, kit.Line(i18n.T("unlock.record.phrase"), kit.Second), secret), r.fault, r.busy, kit.Row(10, back, kit.Spring(), fetch)))
}
