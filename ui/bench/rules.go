package bench

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// ruleFold is the number of characters from which the text of an article is shown by its beginning, and ruleStart how many
// are shown then: about two lines in the middle column.
const (
	ruleFold  = 120
	ruleStart = 80
)

// rules is the rules of the item: each with the mark that says whether its text was looked up or what is wrong with it, and
// with the text of the article where the law list has it. The line leads to the law.
func (m *middle) rules(it app.Item) fyne.CanvasObject {
	col := kit.Column(4, kit.Line(i18n.T("bench.rules"), kit.Second))
	for _, b := range it.Bases {
		law := m.room.sheet.d.Laws[b.Law]
		word, tone := i18n.Enum("mark", app.Verified), kit.Done
		if doubt, doubtful := app.BasisDoubt(law, b); doubtful {
			word, tone = i18n.T("doubt."+doubt), kit.Wait
			if doubt == "law.repealed" || doubt == "law.missing" {
				tone = kit.Fault
			}
		}
		line := kit.NewTap(tail(m.room.basisText(b), kit.Body, kit.Chip(word, tone)), func() {
			m.room.host.Go(shell.Route{Room: shell.RoomLaws, Ref: b.Law})
		})
		col.Add(line)
		if article, known := law.Article(b.Article); known && article.Text != "" {
			col.Add(kit.Inset(10, 0, m.article(article.Text)))
		}
	}
	return col
}

// article is the text of an article; a long one is folded until somebody wants to read it.
func (m *middle) article(text string) fyne.CanvasObject {
	n := utf8.RuneCountInString(text)
	if n <= ruleFold {
		return kit.NewPara(text, kit.Second)
	}
	col := kit.Column(2)
	var show func(whole bool)
	show = func(whole bool) {
		said, word := string([]rune(text)[:ruleStart])+"…", i18n.T("bench.rule.more", "n", n)
		if whole {
			said, word = text, i18n.T("bench.rule.less")
		}
		col.Objects = []fyne.CanvasObject{kit.NewPara(said, kit.Second), kit.Link(word, func() {
			show(!whole)
			m.arrange()
		})}
		col.Refresh()
	}
	show(false)
	return col
}

// basisText gives a cited rule as it is read: 《name》article.
func (r *Room) basisText(b app.Basis) string {
	law, known := r.sheet.d.Laws[b.Law]
	if !known {
		return i18n.T("bench.basis.plain", "law", b.Law, "article", b.Article)
	}
	return i18n.T("bench.basis", "law", inLanguage(app.BookTitle(law.Name), law.NameEn), "article", b.Article)
}

// showFormers lists the answers to items that the checklists of the case have no more since an upgrade, with what was asked
// then.
func (r *Room) showFormers() {
	col := kit.Column(10, kit.NewPara(i18n.T("bench.formers.text"), kit.Second))
	for _, f := range r.formers {
		sign, tone := markOf(f.Answer.Conclusion)
		word := i18n.T("bench.people.open")
		if f.Answer.Conclusion != "" {
			word = sign + " " + i18n.Enum("conclusion", f.Answer.Conclusion)
		}
		card := kit.Column(4, tail(f.Answer.Item+" "+inLanguage(f.Item.Check, f.Item.CheckEn), kit.Style{Size: theme.TextBody, Bold: true}, kit.Chip(word, tone)))
		if f.Version != "" {
			card.Add(kit.NewPara(i18n.T("bench.formers.version", "version", f.Version, "section", inLanguage(f.Section.Name, f.Section.NameEn)), kit.Second))
		}
		if f.Answer.Note != "" {
			card.Add(kit.NewPara(cut(f.Answer.Note, formerNote), kit.Body))
		}
		if counted := f.Answer; counted.Should+counted.Sampled+counted.Faulty > 0 {
			card.Add(kit.NewPara(i18n.T("bench.formers.counts", "should", counted.Should, "sampled", counted.Sampled, "faulty", counted.Faulty), kit.Second))
		}
		if f.Answer.By != "" && !f.Answer.On.IsZero() {
			card.Add(kit.NewPara(i18n.T("bench.answered", "who", f.Answer.By, "on", i18n.Date(f.Answer.On)), kit.Second))
		}
		col.Add(kit.Card("", card))
	}
	var d *kit.Dialog
	done := kit.NewPrimary(i18n.T("kit.shut"), func() { d.Close() })
	d = kit.ShowDialog(r.host.Window(), i18n.T("bench.formers", "n", len(r.formers)), kit.Scroll(col), 680, 520, done)
	r.host.Window().Canvas().Focus(done)
}

// formerNote is how many characters of a former note are shown; the whole stands in the history of the case.
const formerNote = 2000
