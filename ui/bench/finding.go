package bench

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// newFinding opens the form of a finding from the item in hand, with what is known already: the problem picked, the
// note as the fact, the rules of the item, its evidence. What is written stays in the form until it is recorded.
func (r *Room) newFinding(problem string) {
	if r.sheet == nil || r.sheet.item == "" || !r.keep() {
		return
	}
	it, _, _ := r.sheet.inHand()
	f := app.Finding{Case: r.caseID, Strand: r.sheet.strand, Item: it.Code, Title: problem, Type: problem, Fact: r.middle.note.value(),
		Responsible: map[app.ID]app.Responsibility{}, InReport: true}
	proofs := app.Set{}

	form := kit.NewForm(nil, "")
	title := form.Text("title", i18n.T("finding.title"), &f.Title).Whole()
	if len(it.Problems) > 0 {
		pick := kit.Flow(6)
		for _, p := range it.Problems {
			pick.Add(kit.NewChipButton(p, p == problem, func() { setText(title, p) }))
		}
		form.Add("", i18n.T("bench.problems"), pick, true)
	}
	form.Text("type", i18n.T("finding.type"), &f.Type)
	form.Money("amount", i18n.T("finding.amount"), &f.Amount)
	form.Long("fact", i18n.T("finding.fact"), &f.Fact).Whole()
	parts, words := responsibilities()
	for _, p := range r.sheet.d.Principals {
		form.Choice("responsible", i18n.T("finding.responsible", "name", p.Name, "post", p.Post), parts, words,
			func() string { return string(f.Responsible[p.ID]) },
			func(s string) { f.Responsible[p.ID] = app.Responsibility(s) })
	}
	var ids, titles []string
	for _, e := range r.sheet.evidence() {
		ids = append(ids, string(e.ID))
		titles = append(titles, i18n.T("bench.evidence.line", "number", e.Number, "title", e.Title))
		proofs[string(e.ID)] = true
	}
	if len(ids) > 0 {
		form.Checks("evidence", i18n.T("bench.evidence"), ids, titles, &proofs)
	}
	if len(it.Bases) > 0 {
		rules := kit.Column(2)
		for _, b := range it.Bases {
			rules.Add(kit.NewPara(r.basisText(b), kit.Second))
		}
		form.Add("", i18n.T("bench.rules.carried"), rules, true)
	}

	var d *kit.Dialog
	record := kit.NewPrimary(i18n.T("bench.finding.record"), func() {
		form.Flush()
		if faulty(form) {
			return
		}
		if strings.TrimSpace(f.Type) == "" {
			f.Type = f.Title
		}
		if err := r.record(f, proofs); err != nil {
			form.Refused(err)
			return
		}
		d.Close()
	})
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	d = kit.ShowDialog(r.host.Window(), i18n.T("bench.finding.new", "item", it.Code), kit.Scroll(form.Content()), 680, 560, cancel, record)
	title.Focus()
}

func faulty(form *kit.Form) bool {
	for _, x := range form.Fields() {
		if x.Fault() != "" {
			return true
		}
	}
	return false
}

func responsibilities() (codes, words []string) {
	for _, p := range app.Responsibilities {
		codes, words = append(codes, string(p)), append(words, i18n.Enum("responsibility", p))
	}
	return codes, words
}

// record keeps the finding, marks its proofs with it, and answers the item with "problem found" when it is not yet.
func (r *Room) record(f app.Finding, proofs app.Set) error {
	ctx := context.Background()
	desk := r.host.Desk()
	id, err := desk.RecordFinding(ctx, f)
	if err != nil {
		return err
	}
	r.commits++
	r.host.Saved(desk.Now())
	if r.sheet.item == f.Item && r.sheet.answer().Conclusion != app.Problem {
		r.conclude(app.Problem)
	}
	for _, e := range r.sheet.d.Evidence {
		if !proofs.Has(string(e.ID)) {
			continue
		}
		of := app.Set{string(id): true}
		for other := range e.Findings {
			of[other] = true
		}
		e.Findings = of
		if err := desk.SaveEvidence(ctx, e); err != nil {
			r.host.Fail(err) // the finding is recorded; its proof can be joined to it in the list of findings
			break
		}
	}
	r.load()
	return nil
}

// setText types a text into the entry of a field, and leaves the keyboard there.
func setText(x *kit.Field, text string) {
	if e := entryIn(x.Object); e != nil {
		e.SetText(text)
		x.Focus()
	}
}

func entryIn(o fyne.CanvasObject) *kit.Entry {
	switch x := o.(type) {
	case *kit.Entry:
		return x
	case *fyne.Container:
		for _, child := range x.Objects {
			if e := entryIn(child); e != nil {
				return e
			}
		}
	}
	return nil
}
