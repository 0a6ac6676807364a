package drafts

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// look is how long nobody types before a template is tried anew.
const look = 300 * time.Millisecond

// wordSection edits the office's own template of the section in hand, beside the text that it makes for the case in view.
func (r *Room) wordSection() {
	s, ok := r.inHand()
	if !ok || !r.text.keep() {
		return
	}
	strand, key, round, d := r.strand, s.Key, r.d.Round, r.d
	entry := kit.NewLongEntry("", 150)
	entry.SetText(round.Settings.Wordings[app.WordingKey(strand, key)])
	fault := kit.NewPara("", kit.Faulty)
	made := kit.NewPara("", kit.Second)
	faulty, shown := kit.Scroll(fault), kit.Scroll(made) // they grow and shrink with every key: each has its own room
	var names []string
	for _, f := range reports.WordingFields() {
		names = append(names, f.Name)
		for _, x := range f.Fields {
			names = append(names, x.Name)
		}
	}
	try := func() {
		text, faults := reports.TryWording(d, strand, entry.Text)
		var said []string
		for _, f := range faults {
			sentence, hint := i18n.Error(f)
			said = append(said, strings.TrimSpace(sentence+" "+hint))
		}
		fault.SetText(strings.Join(said, "\n"))
		made.SetText(text)
		faulty.Refresh()
		shown.Refresh()
	}
	var timer *time.Timer
	entry.OnChanged = func(string) {
		if timer != nil {
			timer.Stop()
		}
		timer = r.after(look, func() { fyne.Do(try) })
	}
	try()
	var dialog *kit.Dialog
	start := kit.NewButton(i18n.T("drafts.wording.start"), func() { entry.SetText(s.Composed) })
	start.Small = true
	body := kit.Column(8, kit.NewPara(i18n.T("drafts.wording.about", "example", reports.WordingExample), kit.Second), entry, container.New(heldLayout{58}, faulty), kit.Row(8, start),
		kit.Line(i18n.T("drafts.wording.preview"), kit.Second), container.New(heldLayout{110}, shown), kit.NewPara(i18n.T("drafts.wording.fields", "names", strings.Join(names, "、")), kit.Second))
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { dialog.Close() })
	save := kit.NewPrimary(i18n.T("drafts.wording.save"), func() {
		desk, text := r.host.Desk(), entry.Text
		r.host.Run(func(ctx context.Context) (func(), error) {
			err := desk.WordSection(ctx, round.ID, strand, key, text)
			return func() {
				if err != nil {
					sentence, hint := i18n.Error(err)
					fault.SetText(strings.TrimSpace(sentence + "\n" + hint))
					return
				}
				dialog.Close()
				r.host.Saved(desk.Now())
				r.load()
			}, nil
		})
	})
	dialog = kit.ShowFitted(r.host.Window(), i18n.T("drafts.wording.title", "section", headingOf(s)), body, 720, 560, cancel, save)
	r.host.Window().Canvas().Focus(entry)
}
