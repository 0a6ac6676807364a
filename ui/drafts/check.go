package drafts

import (
	"context"
	"strings"

	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/press"
)

// askFile asks for a PDF file and says which version of a report it is, or that it is none.
func (r *Room) askFile() {
	var d *kit.Dialog
	fault := kit.NewPara("", kit.Faulty)
	file := ask.NewFile(r.host.Window(), nil)
	do := kit.NewPrimary(i18n.T("drafts.check.do"), func() {
		path := file.Value()
		r.host.Run(func(ctx context.Context) (func(), error) {
			v, err := press.Judge(ctx, r.store, path)
			var lines []string
			if err == nil {
				lines, err = press.Verdict(ctx, r.store, v)
			}
			return func() {
				if err != nil {
					sentence, hint := i18n.Error(err)
					fault.SetText(strings.TrimSpace(sentence + "\n" + hint))
					return
				}
				d.Close()
				kit.Tell(r.host.Window(), lines[0], strings.Join(lines[1:], "\n"), path)
			}, nil
		})
	})
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	d = kit.ShowDialog(r.host.Window(), i18n.T("drafts.check"), kit.Column(8, kit.NewPara(i18n.T("drafts.check.about"), kit.Second), file.Object(), fault), 640, 250, cancel, do)
	r.host.Window().Canvas().Focus(file.Entry)
}
