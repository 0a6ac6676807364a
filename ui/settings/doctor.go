package settings

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// Doctor looks at the workspace as support would.
func (o opened) Doctor(ctx context.Context) (store.DoctorReport, error) {
	return store.Doctor(ctx, o.Dir(), o.Workspace)
}

// doctor is the card with what support needs to know.
func (p *integrity) doctor() fyne.CanvasObject {
	p.facts = kit.Column(4)
	return kit.Column(8, kit.NewPara(i18n.T("settings.doctor.text"), kit.Second), kit.Flow(8, kit.NewButton(i18n.T("settings.doctor.do"), p.examine)), p.facts)
}

// examine makes the text; what is worth a look stands out.
func (p *integrity) examine() {
	r := p.room
	r.host.Run(func(ctx context.Context) (func(), error) {
		report, err := r.store.Doctor(ctx)
		if err != nil {
			return nil, err
		}
		return func() {
			lines := []string{i18n.T("settings.about.name", "version", r.version)}
			p.facts.RemoveAll()
			for _, f := range report.Facts {
				text, style := i18n.TMap(f.Key, f.Args), kit.Second
				if f.Bad {
					style.Color = theme.Fault
				}
				lines = append(lines, text)
				p.facts.Add(kit.NewPara(text, style))
			}
			p.facts.Add(kit.Flow(8, kit.NewButton(i18n.T("settings.doctor.copy"), func() {
				fyne.CurrentApp().Clipboard().SetContent(strings.Join(lines, "\n"))
				r.host.Toast(i18n.T("settings.doctor.copied"))
			})))
			kit.Relayout(r.root)
		}, nil
	})
}
