package findings

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// drawBases draws the rules that the finding breaks, each with its mark, and the line that adds one.
func (e *editor) drawBases() {
	e.bases.RemoveAll()
	for i, b := range e.finding.Bases {
		mark := kit.NewChipButton(i18n.Enum("mark", b.Mark), b.Mark == app.Verified, func() { e.turnMark(i) })
		mark.Tone = kit.Wait
		if b.Mark == app.Verified {
			mark.Tone = kit.Done
		}
		out := kit.NewChipButton(i18n.T("finding.basis.remove"), false, func() {
			e.finding.Bases = slices.Delete(slices.Clone(e.finding.Bases), i, i+1)
			e.basesChanged()
		})
		e.bases.Add(container.NewBorder(nil, nil, nil, kit.Row(4, mark, out), kit.NewPara(e.basisText(b), kit.Body)))
	}
	if proposed := e.proposed(); len(proposed) > 0 {
		flow := kit.Flow(4)
		for _, b := range proposed {
			flow.Add(kit.NewChipButton(i18n.T("finding.basis.take", "basis", kit.Cut(e.basisText(b), 260, kit.Second)), false, func() { e.addBasis(b) }))
		}
		e.bases.Add(flow)
	}
	e.bases.Add(e.basisLine())
	e.bases.Refresh()
}

// proposed gives the rules of the finding's items that it does not name yet.
func (e *editor) proposed() []app.Basis {
	var out []app.Basis
	for _, code := range e.finding.Items.Sorted() {
		it, _, ok := e.d.Templates[e.finding.Strand].Find(code)
		if !ok {
			continue
		}
		for _, b := range it.Bases {
			if !cites(e.finding.Bases, b) && !cites(out, b) {
				out = append(out, b)
			}
		}
	}
	return out
}

func cites(list []app.Basis, b app.Basis) bool {
	return slices.ContainsFunc(list, func(o app.Basis) bool { return o.Law == b.Law && o.Article == b.Article })
}

// foundRules is how many rules a search shows.
const foundRules = 8

// basisLine looks rules up by words and article, "审计法 31"; a press takes one.
func (e *editor) basisLine() fyne.CanvasObject {
	search := kit.NewEntry("")
	search.PlaceHolder = i18n.T("finding.basis.search")
	found := kit.Column(3)
	look := func(text string) {
		found.RemoveAll()
		if strings.TrimSpace(text) != "" {
			list := app.FindRules(e.d, text, foundRules)
			for _, b := range list {
				found.Add(e.foundRule(b))
			}
			if len(list) == 0 {
				found.Add(kit.NewPara(i18n.T("finding.basis.nofound"), kit.Second))
			}
		}
		kit.Relayout(found)
	}
	search.OnChanged = look
	search.OnSubmitted = func(text string) {
		if list := app.FindRules(e.d, text, 1); len(list) > 0 {
			e.addBasis(list[0])
		}
	}
	return kit.Column(4, search, found)
}

// foundRule is a rule that was looked up, with what is known of it.
func (e *editor) foundRule(b app.Basis) fyne.CanvasObject {
	law := e.d.Laws[b.Law]
	chips := kit.Row(4)
	if law.Status == "repealed" {
		chips.Add(kit.Chip(i18n.T("law.status.repealed"), kit.Fault))
	}
	chips.Add(kit.NewChipButton(i18n.T("finding.basis.add"), false, func() { e.addBasis(b) }))
	return container.NewBorder(nil, nil, nil, chips, kit.NewPara(e.basisText(b), kit.Body))
}

func (e *editor) addBasis(b app.Basis) {
	if !cites(e.finding.Bases, b) {
		e.finding.Bases = append(slices.Clone(e.finding.Bases), b)
		e.basesChanged()
	}
}

// turnMark says that somebody looked the text of the rule up, or takes it back.
func (e *editor) turnMark(i int) {
	e.finding.Bases = slices.Clone(e.finding.Bases)
	b := &e.finding.Bases[i]
	if b.Mark == app.Verified {
		b.Mark = app.Unverified
	} else {
		b.Mark = app.Verified
	}
	e.basesChanged()
}

func (e *editor) basesChanged() {
	e.form.Field("bases").SetFault("")
	e.save()
	e.drawBases()
}

// basisText gives a cited rule as it is read.
func (e *editor) basisText(b app.Basis) string {
	law, known := e.d.Laws[b.Law]
	if !known {
		return i18n.T("bench.basis.plain", "law", b.Law, "article", b.Article)
	}
	return i18n.T("bench.basis", "law", inLanguage(app.BookTitle(law.Name), law.NameEn), "article", b.Article)
}
