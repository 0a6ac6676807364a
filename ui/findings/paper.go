package findings

import (
	"cmp"
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
)

// paperLine is a working paper with its state and what can be done with it.
func (e *editor) paperLine(p app.Paper) fyne.CanvasObject {
	chips := kit.Flow(4)
	sign, signed := app.LastSignoff(e.d, app.SignPaper, p.ID, "")
	switch {
	case p.ReviewedOn.IsZero():
		chips.Add(kit.Chip(i18n.T("bench.paper.open"), kit.Wait))
	case signed:
		chips.Add(kit.SignMark(e.d, sign, func() {
			e.flush()
			e.room.host.Go(shell.Route{Room: shell.RoomHistory + "/signoffs", Case: p.Case, Ref: string(sign.ID)})
		}))
	default: // given on paper before the program kept signatures
		chips.Add(kit.Chip(i18n.T("finding.paper.reviewed", "who", p.Reviewer, "on", i18n.Date(p.ReviewedOn)), kit.Done))
	}
	chips.Add(kit.NewChipButton(i18n.T("finding.paper.edit"), false, func() { e.writePaper(p) }))
	chips.Add(kit.NewChipButton(i18n.T("finding.paper.review"), false, func() { e.reviewPaper(p) }))
	col := kit.Column(2, kit.NewPara(i18n.T("bench.paper.line", "index", p.Index, "title", p.Title), kit.Body),
		kit.NewPara(i18n.T("finding.paper.by", "who", p.Author, "on", i18n.Date(p.WrittenOn)), kit.Second))
	if p.Review != "" {
		col.Add(kit.NewPara(i18n.T("finding.paper.opinion", "text", p.Review), kit.Second))
	}
	col.Add(chips)
	return col
}

// writePaper opens the form of a working paper (form 3.12): a new one starts with what the finding says.
func (e *editor) writePaper(p app.Paper) {
	e.flush()
	f := e.finding
	if p.ID == "" {
		p = app.Paper{Case: f.Case, Strand: f.Strand, Item: f.Item, Title: f.Title, Conclusion: f.Fact, Findings: app.NewSet(string(f.ID))}
	}
	form := kit.NewForm(nil, "")
	form.Text("title", i18n.T("finding.paper.title"), &p.Title).Whole()
	process := form.Long("process", i18n.T("finding.paper.process"), &p.Process).Whole()
	tall(process, 130)
	tall(form.Long("conclusion", i18n.T("finding.paper.conclusion"), &p.Conclusion).Whole(), 110)
	if !p.ReviewedOn.IsZero() {
		form.Add("", "", kit.Note(kit.Wait, i18n.T("finding.paper.again"), ""), true)
	}
	var d *kit.Dialog
	ok := kit.NewPrimary(i18n.T("finding.paper.save"), func() {
		form.Flush()
		desk := e.room.host.Desk()
		if _, err := desk.WritePaper(context.Background(), p); err != nil {
			form.Refused(err)
			return
		}
		d.Close()
		e.room.host.Saved(desk.Now())
		e.reload()
	})
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	title := i18n.T("finding.paper.write")
	if p.Index != "" {
		title = i18n.T("bench.paper.line", "index", p.Index, "title", "")
	}
	d = kit.ShowDialog(e.room.host.Window(), title, kit.Scroll(form.Content()), 680, 560, no, ok)
	process.Focus()
}

// reviewPaper opens the form of the review. Whoever wrote the paper is not offered: nobody reviews a paper of his own.
func (e *editor) reviewPaper(p app.Paper) {
	e.flush()
	desk := e.room.host.Desk()
	var names []string
	for _, person := range e.d.People {
		if app.Apart(person.Name, p.Author) {
			names = append(names, person.Name)
		}
	}
	slices.SortFunc(names, cmp.Compare)
	reviewer, opinion := p.Reviewer, p.Review
	if reviewer == "" && app.Apart(desk.Who, p.Author) {
		reviewer = desk.Who
	}
	if reviewer != "" && !slices.Contains(names, reviewer) {
		names = append([]string{reviewer}, names...)
	}
	form := kit.NewForm(nil, "")
	form.Show(i18n.T("finding.paper.author"), p.Author)
	form.Choice("reviewer", i18n.T("finding.paper.reviewer"), names, names, func() string { return reviewer }, func(s string) { reviewer = s })
	form.Add("", i18n.T("finding.paper.process"), kit.NewPara(p.Process, kit.Body), true)
	form.Add("", i18n.T("finding.paper.conclusion"), kit.NewPara(p.Conclusion, kit.Body), true)
	text := form.Long("review", i18n.T("finding.paper.opinionfield"), &opinion).Whole()
	var d *kit.Dialog
	ok := kit.NewPrimary(i18n.T("finding.paper.review"), func() {
		form.Flush()
		if err := desk.ReviewPaper(context.Background(), p.ID, reviewer, opinion); err != nil {
			form.Refused(err)
			return
		}
		d.Close()
		e.room.host.Saved(desk.Now())
		e.reload()
	})
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	d = kit.ShowDialog(e.room.host.Window(), i18n.T("finding.paper.review"), kit.Scroll(form.Content()), 640, 520, no, ok)
	text.Focus()
}
