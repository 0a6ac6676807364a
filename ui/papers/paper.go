package papers

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/forms"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
)

// Paper opens the form of a working paper (form 3.12): a new one as app.PaperFrom begins it, or one that is kept, with the
// remarks of its review to answer. done is called after something was kept.
func Paper(h Place, d app.Dossier, p app.Paper, done func()) {
	form := kit.NewForm(nil, "")
	form.Text("title", i18n.T("finding.paper.title"), &p.Title).Whole()
	process := tall(form.Long("process", i18n.T("finding.paper.process"), &p.Process).Whole(), 120)
	tall(form.Long("conclusion", i18n.T("finding.paper.conclusion"), &p.Conclusion).Whole(), 110)
	form.Text("index", i18n.T("papers.paper.index"), &p.Index)
	form.Int("pages", i18n.T("papers.pages"), &p.Pages, 0, 99999)
	if p.Sheets == nil {
		p.Sheets = app.Set{}
	}
	var ids, words []string
	for _, s := range d.Sheets {
		ids, words = append(ids, string(s.ID)), append(words, kit.Cut(i18n.T("papers.sheet.line", "index", s.Index, "title", s.Title), 300, kit.Body))
	}
	if len(ids) > 0 {
		form.Checks("sheets", i18n.T("papers.sheets"), ids, words, &p.Sheets).Whole()
	}
	links(form, d, &p.Findings, &p.Evidence)
	if !p.ReviewedOn.IsZero() {
		form.Add("", "", kit.Note(kit.Wait, i18n.T("finding.paper.again"), ""), true)
	}
	body := kit.Column(12, form.Content())
	answers := map[string]*kit.Entry{} // by line of the remark; nil where it is settled
	if len(p.Notes) > 0 {
		notes := kit.Column(8)
		var draw func(app.Paper)
		draw = func(now app.Paper) {
			notes.Objects = []fyne.CanvasObject{kit.Line(i18n.T("papers.notes"), kit.Heading), kit.Rule()}
			for _, line := range slices.Sorted(maps.Keys(now.Notes)) {
				o, entry := answerable(h, form, now, line, func(answered app.Paper) {
					draw(answered)
					done()
				})
				answers[line] = entry
				notes.Add(o)
			}
			notes.Refresh()
		}
		draw(p)
		body.Objects = append([]fyne.CanvasObject{notes}, body.Objects...)
	}
	var dialog *kit.Dialog
	keep := kit.NewPrimary(i18n.T("finding.paper.save"), func() {
		kept(h, form, func(ctx context.Context, desk app.Desk) error {
			if _, err := desk.WritePaper(ctx, p); err != nil {
				return err
			}
			for _, line := range slices.Sorted(maps.Keys(answers)) { // an answer that was only typed is not lost
				e := answers[line]
				if e == nil || strings.TrimSpace(e.Text) == "" || e.Text == p.Notes[line].Answer {
					continue
				}
				if err := desk.AnswerNote(ctx, p.ID, line, "", e.Text); err != nil {
					return err
				}
			}
			return nil
		}, func() {
			dialog.Close()
			done()
		})
	})
	name := i18n.T("papers.paper.new")
	if p.ID != "" {
		name = i18n.T("papers.paper.named", "index", p.Index)
	}
	buttons := []*kit.Button{kit.NewButton(i18n.T("kit.cancel"), func() { dialog.Close() }), keep}
	if p.ID != "" {
		buttons = append([]*kit.Button{kit.NewButton(i18n.T("papers.print"), func() { Print(h, d, forms.Paper, forms.Options{ID: p.ID, Strand: p.Strand}) })}, buttons...)
	}
	dialog = kit.ShowDialog(h.Window(), name, kit.Scroll(body), 720, 600, buttons...)
	if open := p.OpenNotes(); len(open) > 0 && answers[open[0]] != nil { // that is what it was opened for
		h.Window().Canvas().Focus(answers[open[0]])
		return
	}
	process.Focus()
}

// answerable is a remark with the field of its answer, nil when it takes none any more. Each answer is a deed of its own.
func answerable(h Place, form *kit.Form, p app.Paper, line string, done func(app.Paper)) (fyne.CanvasObject, *kit.Entry) {
	n := p.Notes[line]
	col := kit.Column(4, remark(line, n))
	if n.Settled {
		return col, nil
	}
	answer := kit.NewLongEntry(n.Answer, 58)
	answer.SetText(n.Answer)
	keep := kit.NewChipButton(i18n.T("papers.note.answer"), false, func() {
		desk := h.Desk()
		ctx := context.Background()
		if err := desk.AnswerNote(ctx, p.ID, line, "", answer.Text); err != nil {
			form.Refused(err)
			return
		}
		h.Saved(desk.Now())
		if now, err := app.Get[app.Paper](ctx, desk.Door, p.ID); err == nil {
			done(now)
		}
	})
	col.Add(answer)
	col.Add(kit.Row(6, keep))
	return col, answer
}

// remark tells a remark of a review with its answer and state.
func remark(line string, n app.ReviewNote) fyne.CanvasObject {
	col := kit.Column(2, kit.NewPara(i18n.T("papers.note.line", "line", line, "text", n.Text), kit.Body),
		kit.NewPara(i18n.T("papers.note.by", "who", n.By, "on", i18n.Date(n.On)), kit.Second))
	if n.Answer != "" {
		col.Add(kit.NewPara(i18n.T("papers.note.answered", "text", n.Answer, "who", n.AnsweredBy, "on", i18n.Date(n.AnsweredOn)), kit.Second))
	}
	state, tone := "papers.note.open", kit.Wait
	switch {
	case n.Settled:
		state, tone = "papers.note.settled", kit.Done
	case n.Answer != "":
		state, tone = "papers.note.replied", kit.Accent
	}
	col.Add(kit.Flow(4, kit.Chip(i18n.T(state), tone)))
	return col
}

// Review opens the review of a working paper: its text, the remarks with their answers, a new remark, and the opinion by
// which the review is given. Whoever wrote the paper is not offered: nobody reviews a paper of one's own.
func Review(h Place, d app.Dossier, p app.Paper, done func()) {
	desk := h.Desk()
	var names []string
	for _, person := range d.People {
		if app.Apart(person.Name, p.Author) {
			names = append(names, person.Name)
		}
	}
	slices.SortFunc(names, cmp.Compare)
	names = slices.Compact(names)
	reviewer, opinion, text := p.Reviewer, p.Review, ""
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
	notes := kit.Column(8)
	form.Add("notes", i18n.T("papers.notes"), notes, true)
	note := form.Text("text", i18n.T("papers.note.new"), &text).Whole()
	var draw func(app.Paper)
	again := func(deed func(context.Context) error) {
		ctx := context.Background()
		if err := deed(ctx); err != nil {
			form.Refused(err)
			return
		}
		h.Saved(desk.Now())
		if now, err := app.Get[app.Paper](ctx, desk.Door, p.ID); err == nil {
			draw(now)
		}
		done()
	}
	draw = func(now app.Paper) {
		p = now
		notes.RemoveAll()
		for _, line := range slices.Sorted(maps.Keys(p.Notes)) {
			n := p.Notes[line]
			word := i18n.T("papers.note.settle")
			if n.Settled {
				word = i18n.T("papers.note.reopen")
			}
			settle := kit.NewChipButton(word, false, func() {
				again(func(ctx context.Context) error { return desk.SettleNote(ctx, p.ID, line, reviewer, !n.Settled) })
			})
			notes.Add(kit.Column(4, remark(line, n), kit.Row(6, settle)))
		}
		if len(p.Notes) == 0 {
			notes.Add(kit.NewPara(i18n.T("papers.notes.none"), kit.Second))
		}
		notes.Refresh()
		kit.Relayout(notes)
	}
	draw(p)
	add := func() {
		form.Flush()
		again(func(ctx context.Context) error { return desk.NotePaper(ctx, p.ID, reviewer, text) })
		if len(p.Notes) > 0 && p.Notes[last(p)].Text == text {
			if e := kit.EntryIn(note.Object); e != nil {
				e.SetText("")
			}
			text = ""
		}
	}
	if e := kit.EntryIn(note.Object); e != nil {
		e.OnSubmitted = func(string) { add() }
	}
	form.Add("", "", kit.Row(6, kit.NewChipButton(i18n.T("papers.note.add"), false, add)), true)
	form.Long("review", i18n.T("finding.paper.opinionfield"), &opinion).Whole()
	var dialog *kit.Dialog
	give := kit.NewPrimary(i18n.T("finding.paper.review"), func() {
		if form.Flush(); strings.TrimSpace(text) != "" { // a remark that was only typed is made; then the review waits for its answer
			add()
			if strings.TrimSpace(text) != "" {
				return
			}
		}
		kept(h, form, func(ctx context.Context, desk app.Desk) error { return desk.ReviewPaper(ctx, p.ID, reviewer, opinion) }, func() {
			dialog.Close()
			done()
		})
	})
	dialog = kit.ShowDialog(h.Window(), i18n.T("papers.review.named", "index", p.Index), kit.Scroll(form.Content()), 720, 600,
		kit.NewButton(i18n.T("kit.shut"), func() { dialog.Close() }), give)
	note.Focus()
}

// last gives the line of the latest remark.
func last(p app.Paper) string { return slices.Max(slices.Collect(maps.Keys(p.Notes))) }

// PaperLine is a working paper in a list: its state, and what can be done with it.
func PaperLine(h Place, d app.Dossier, p app.Paper, done func()) fyne.CanvasObject {
	chips := kit.Flow(4)
	sign, signed := app.LastSignoff(d, app.SignPaper, p.ID, "")
	switch {
	case p.ReviewedOn.IsZero():
		chips.Add(kit.Chip(i18n.T("bench.paper.open"), kit.Wait))
	case signed:
		chips.Add(kit.SignMark(d, sign, func() {
			h.Go(shell.Route{Room: shell.RoomHistory + "/signoffs", Case: p.Case, Ref: string(sign.ID)})
		}))
	default: // given on paper before the program kept signatures
		chips.Add(kit.Chip(i18n.T("finding.paper.reviewed", "who", p.Reviewer, "on", i18n.Date(p.ReviewedOn)), kit.Done))
	}
	if n := len(p.OpenNotes()); n > 0 {
		chips.Add(kit.Chip(i18n.T("papers.notes.open", "n", n), kit.Fault))
	}
	chips.Add(kit.NewChipButton(i18n.T("finding.paper.edit"), false, func() { Paper(h, d, p, done) }))
	chips.Add(kit.NewChipButton(i18n.T("finding.paper.review"), false, func() { Review(h, d, p, done) }))
	col := kit.Column(2, kit.NewPara(i18n.T("bench.paper.line", "index", p.Index, "title", p.Title), kit.Body),
		kit.NewPara(i18n.T("finding.paper.by", "who", p.Author, "on", i18n.Date(p.WrittenOn)), kit.Second))
	if p.Review != "" {
		col.Add(kit.NewPara(i18n.T("finding.paper.opinion", "text", p.Review), kit.Second))
	}
	col.Add(chips)
	return col
}
