package casefile

import (
	"context"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/forms"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/papers"
)

// formsCard is where the forms of the work on site are printed, blank or filled.
func (r *Room) formsCard() fyne.CanvasObject {
	return kit.Column(8, kit.NewPara(i18n.T("papers.forms.about"), kit.Second), kit.Row(8, kit.NewButton(i18n.T("papers.forms"), r.printForms)))
}

// printForms opens the choice of the forms of the case.
func (r *Room) printForms() { r.printing(papers.Set) }

// printing keeps what was typed, reads the case as it is then, and prints of it.
func (r *Room) printing(print func(papers.Place, app.Dossier)) {
	if !r.loaded {
		return
	}
	r.flush()
	id := r.d.Case.ID
	r.host.Run(func(ctx context.Context) (func(), error) {
		d, err := r.store.Veiled(ctx, id)
		return func() { print(papers.Place{Host: r.host, Store: r.store}, d) }, err
	})
}

// printButton adds the button that prints a record to its form, once it is kept and unless its words are withheld.
func printButton[T app.Noun](r *Room, l *records[T], f *kit.Form, kind forms.Kind, id app.ID) {
	if _, saved := l.kept[string(id)]; !saved || r.d.Veiled.Has(string(id)) {
		return
	}
	f.Add("", "", kit.Row(8, kit.NewButton(i18n.T("papers.forms.print"), func() {
		r.printing(func(h papers.Place, d app.Dossier) { papers.Print(h, d, kind, forms.Options{ID: id}) })
	})), true)
}
