package findings

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

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

// basisLine picks a law from the list and takes the article in it.
func (e *editor) basisLine() fyne.CanvasObject {
	laws := make([]app.Law, 0, len(e.d.Laws))
	for _, l := range e.d.Laws {
		laws = append(laws, l)
	}
	slices.SortFunc(laws, func(a, b app.Law) int { return cmp.Compare(a.Code, b.Code) })
	words := make([]string, len(laws))
	for i, l := range laws {
		words[i] = inLanguage(l.Name, l.NameEn)
	}
	pick := widget.NewSelectEntry(words)
	pick.PlaceHolder = i18n.T("finding.basis.law")
	article := kit.NewEntry("")
	article.PlaceHolder = i18n.T("finding.basis.article")
	article.MinWidth = 120
	narrow := func(text string) {
		var left []string
		for i, w := range words {
			if text == "" || contains(w, text) || contains(laws[i].Short, text) {
				left = append(left, w)
			}
		}
		pick.SetOptions(left)
	}
	pick.OnChanged = narrow
	add := kit.NewButton(i18n.T("finding.basis.add"), func() {
		i := slices.Index(words, pick.Text)
		if i < 0 {
			x := e.form.Field("bases")
			sentence, hint := i18n.Error(app.Refuse("findings.law", "text", pick.Text))
			x.SetFault(sentence + hint)
			return
		}
		e.addBasis(app.Basis{Law: laws[i].Code, Article: article.Text, Mark: app.Unverified})
	})
	return container.NewBorder(nil, nil, nil, kit.Row(6, kit.Wide(120, article), add), pick)
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
	return i18n.T("bench.basis", "law", inLanguage(law.Name, law.NameEn), "article", b.Article)
}
