package bench

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// linkWidth is how wide the dialog is that links evidence, in pixels at the normal text size; the box to tick and the edges
// take 110 of them.
const linkWidth = 640

// link is something that a piece of evidence can belong to.
type link struct {
	name string // item code or finding ID
	text string
	set  *app.Set
}

// linkEvidence asks to which items and findings of the case a piece of evidence belongs; done is called when it is kept.
func (r *Room) linkEvidence(e app.Evidence, done func()) {
	items, findings := app.NewSet(e.Items.Sorted()...), app.NewSet(e.Findings.Sorted()...)
	var all []link
	for _, f := range r.sheet.d.Findings {
		if f.State != app.FindingDropped || findings.Has(string(f.ID)) {
			all = append(all, link{string(f.ID), i18n.T("evidence.link.finding", "number", f.Number, "title", f.Title), &findings})
		}
	}
	for _, s := range app.Strands {
		for _, sec := range r.sheet.d.Templates[s].Sections {
			for _, it := range sec.Items {
				if r.sheet.asks(it) || items.Has(it.Code) {
					all = append(all, link{it.Code, it.Code + "  " + inLanguage(it.Check, it.CheckEn), &items})
				}
			}
		}
	}
	list := kit.Column(2)
	filter := kit.NewEntry("")
	filter.PlaceHolder = i18n.T("evidence.link.filter")
	show := func() {
		words := strings.ToLower(strings.TrimSpace(filter.Text))
		list.Objects = nil
		for _, pass := range []bool{true, false} { // what is linked stands first
			for _, l := range all {
				if l.set.Has(l.name) != pass || !pass && words != "" && !strings.Contains(strings.ToLower(l.text), words) {
					continue
				}
				check := kit.NewCheck(kit.Cut(l.text, linkWidth*theme.Size(theme.TextBody)/14-110, kit.Body), nil)
				check.Checked = pass
				check.OnChanged = func(on bool) {
					if on {
						(*l.set)[l.name] = true
					} else {
						delete(*l.set, l.name)
					}
				}
				list.Add(check)
			}
		}
		kit.Relayout(list)
	}
	show()
	filter.OnChanged = func(string) { show() }
	fault := kit.NewPara("", kit.Faulty)
	var d *kit.Dialog
	ok := kit.NewPrimary(i18n.T("evidence.link.save"), func() {
		desk := r.host.Desk()
		if err := desk.LinkEvidence(context.Background(), e.ID, items, findings); err != nil {
			sentence, hint := i18n.Error(err)
			fault.SetText(sentence + "\n" + hint)
			fault.Refresh()
			return
		}
		d.Close()
		r.host.Saved(desk.Now())
		done()
	})
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	body := container.NewBorder(kit.Column(4, filter, fault), nil, nil, nil, kit.Scroll(list))
	title := i18n.T("evidence.link.title", "number", e.Number)
	d = kit.ShowDialog(r.host.Window(), title, body, linkWidth, 520, cancel, ok)
	r.host.Window().Canvas().Focus(filter)
}

// linked tells what a piece of evidence belongs to.
func (r *Room) linked(e app.Evidence) string {
	out := e.Items.Sorted()
	for _, f := range r.sheet.d.Findings {
		if e.Findings.Has(string(f.ID)) {
			out = append(out, i18n.T("evidence.link.finding", "number", f.Number, "title", f.Title))
		}
	}
	if len(out) == 0 {
		return i18n.T("evidence.link.none")
	}
	return i18n.List(out)
}
