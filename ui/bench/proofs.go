package bench

import (
	"slices"

	"lianshen/app"
	"lianshen/reports/forms"
	"lianshen/ui/i18n"
	"lianshen/ui/papers"
)

// desk is where the dialogs for papers open.
func (r *Room) desk() papers.Place { return papers.Place{Host: r.host, Store: r.store} }

// kept reads the case again after a dialog kept something.
func (r *Room) kept() {
	r.commits++
	r.load()
}

// ready says whether something may be written for the item in hand; what was typed is kept first.
func (r *Room) ready() bool {
	if r.sheet == nil || r.sheet.item == "" || !r.keep() {
		return false
	}
	if c := r.sheet.d.Case; c.Stage == app.Closed {
		r.middle.fail(app.Refuse("case.closed", "number", c.Number))
		return false
	}
	return true
}

// askMaterials opens the request for the materials of the item in hand.
func (r *Room) askMaterials() {
	if r.ready() {
		papers.Ask(r.desk(), r.sheet.d, r.sheet.item, []string{r.sheet.item}, r.kept)
	}
}

// askAll opens the request for the materials of all items of the open checklist, one step for all of them.
func (r *Room) askAll() {
	if r.ready() {
		papers.Ask(r.desk(), r.sheet.d, i18n.Enum("strand", r.sheet.strand), r.sheet.all(), r.kept)
	}
}

// askFor opens the request for the materials of some items.
func (r *Room) askFor(items []string) {
	papers.Ask(r.desk(), r.sheet.d, i18n.T("bench.table.items", "n", len(items)), items, r.kept)
}

// paper opens the working paper of the item in hand: one matter, one paper (form 3.12). The first finding without a paper
// gets one; else the latest paper there is is opened, or the item gets its first.
func (r *Room) paper() {
	if r.ready() {
		s := r.sheet
		papers.Paper(r.desk(), s.d, next(s, s.papers(), func(p app.Paper) app.Set { return p.Findings }, app.PaperFrom), r.kept)
	}
}

// review opens the review of the working papers of the item in hand: the first that is not reviewed as it reads now, else
// the latest. Without a paper there is nothing to review.
func (r *Room) review() {
	if !r.ready() {
		return
	}
	own := r.sheet.papers()
	if len(own) == 0 {
		r.host.Toast(i18n.T("bench.review.none"))
		return
	}
	p := own[len(own)-1]
	for _, o := range own {
		if !app.Reviewed(r.sheet.d, o) {
			p = o
			break
		}
	}
	papers.Review(r.desk(), r.sheet.d, p, r.kept)
}

// evidenceSheet opens the evidence sheet of the item in hand in the same way.
func (r *Room) evidenceSheet() {
	if r.ready() {
		s := r.sheet
		papers.Sheet(r.desk(), s.d, next(s, s.sheets(), func(x app.Sheet) app.Set { return x.Findings }, app.SheetFrom), r.kept)
	}
}

// next gives what is written next of a sort of papers about the item in hand: a new one for the first finding that none of
// the item's own is about, else the latest of them, else the first about the item itself.
func next[T any](s *sheet, own []T, findings func(T) app.Set, from func(d app.Dossier, item string, finding app.ID) T) T {
	for _, f := range s.findings() {
		if f.State == app.FindingDropped || f.Strand != s.strand {
			continue
		}
		if !slices.ContainsFunc(own, func(x T) bool { return findings(x).Has(string(f.ID)) }) {
			return from(s.d, s.item, f.ID)
		}
	}
	if len(own) > 0 {
		return own[len(own)-1]
	}
	return from(s.d, s.item, "")
}

// printChecklist prints the open checklist with its conclusions.
func (r *Room) printChecklist() {
	if r.sheet != nil && r.keep() {
		papers.Print(r.desk(), r.sheet.d, forms.Checklist, forms.Options{Strand: r.sheet.strand})
	}
}

// printForms opens the choice of the forms of the case.
func (r *Room) printForms() {
	if r.sheet != nil && r.keep() {
		papers.Set(r.desk(), r.sheet.d)
	}
}

// sheets lists the evidence sheets of the item in hand and of its findings.
func (s *sheet) sheets() []app.Sheet {
	of := app.Set{}
	for _, f := range s.findings() {
		of[string(f.ID)] = true
	}
	var out []app.Sheet
	for _, x := range s.d.Sheets {
		if x.Items.Has(s.item) || shares(x.Findings, of) {
			out = append(out, x)
		}
	}
	return out
}

// all lists the items of the open checklist that are put to the unit, whatever the filter leaves.
func (s *sheet) all() []string {
	var out []string
	for _, sec := range s.d.Templates[s.strand].Sections {
		for _, it := range sec.Items {
			if s.asks(it) {
				out = append(out, it.Code)
			}
		}
	}
	return out
}
