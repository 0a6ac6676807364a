package papers

import (
	"context"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/forms"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// Sheet opens the form of an evidence sheet (form 3.11): a new one as app.SheetFrom begins it, or one that is kept. done is
// called after it was kept or dropped.
func Sheet(h Place, d app.Dossier, s app.Sheet, done func()) {
	if s.ID == "" {
		s.Authors, s.WrittenOn = h.Desk().Who, h.Today()
	}
	form := kit.NewForm(nil, "")
	title := form.Text("title", i18n.T("papers.sheet.title"), &s.Title).Whole()
	summary := tall(form.Long("summary", i18n.T("papers.sheet.summary"), &s.Summary).Whole(), 130)
	form.Text("authors", i18n.T("papers.sheet.authors"), &s.Authors)
	form.Date("writtenOn", i18n.T("papers.sheet.written"), &s.WrittenOn)
	form.Text("provider", i18n.T("papers.sheet.provider"), &s.Provider)
	form.Int("pages", i18n.T("papers.pages"), &s.Pages, 0, 99999)
	links(form, d, &s.Findings, &s.Evidence)

	form.Heading(i18n.T("papers.sheet.handover"))
	form.Date("handedOn", i18n.T("papers.sheet.handed"), &s.HandedOn)
	form.Date("dueOn", i18n.T("papers.sheet.due", "n", d.Round.Settings.EvidenceReplyDays), &s.DueOn)
	codes, words := []string{""}, []string{i18n.T("papers.sheet.noreply")}
	for _, r := range app.SheetReplies {
		codes, words = append(codes, string(r)), append(words, i18n.Enum("sheetreply", r))
	}
	form.Choice("reply", i18n.T("papers.sheet.reply"), codes, words, func() string { return string(s.Reply) }, func(c string) { s.Reply = app.SheetReply(c) })
	form.Date("signedOn", i18n.T("papers.sheet.signed"), &s.SignedOn)
	form.Text("head", i18n.T("papers.sheet.head"), &s.Head)
	form.Text("notWhy", i18n.T("papers.sheet.notwhy"), &s.NotWhy)
	form.Long("opinion", i18n.T("papers.sheet.opinion"), &s.Opinion).Whole()

	var dialog *kit.Dialog
	close := func() {
		dialog.Close()
		done()
	}
	keep := kit.NewPrimary(i18n.T("papers.keep"), func() {
		kept(h, form, func(ctx context.Context, desk app.Desk) error {
			_, err := desk.WriteSheet(ctx, s)
			return err
		}, close)
	})
	buttons := []*kit.Button{kit.NewButton(i18n.T("kit.cancel"), func() { dialog.Close() }), keep}
	name := i18n.T("papers.sheet.new")
	if s.ID != "" {
		name = i18n.T("papers.sheet.named", "index", s.Index)
		buttons = append([]*kit.Button{kit.NewButton(i18n.T("papers.sheet.drop"), func() {
			kit.Ask(h.Window(), i18n.T("papers.sheet.drop"), i18n.T("papers.sheet.drop.text", "index", s.Index), i18n.T("papers.sheet.drop"), func() {
				kept(h, form, func(ctx context.Context, desk app.Desk) error {
					return app.Discard[app.Sheet](ctx, desk, app.VerbDropSheet, s.ID)
				}, close)
			})
		}), kit.NewButton(i18n.T("papers.print"), func() { Print(h, d, forms.Sheet, forms.Options{ID: s.ID, Strand: s.Strand}) })}, buttons...)
	}
	dialog = kit.ShowDialog(h.Window(), name, kit.Scroll(form.Content()), 720, 600, buttons...)
	if s.Title == "" {
		title.Focus()
	} else {
		summary.Focus()
	}
}

// links lets the findings and the evidence of the case be ticked that a paper is about.
func links(form *kit.Form, d app.Dossier, findings, evidence *app.Set) {
	if *findings == nil {
		*findings = app.Set{}
	}
	if *evidence == nil {
		*evidence = app.Set{}
	}
	var ids, words []string
	for _, f := range d.Findings {
		if f.State != app.FindingDropped || findings.Has(string(f.ID)) {
			ids, words = append(ids, string(f.ID)), append(words, kit.Cut(i18n.T("bench.finding.line", "number", f.Number, "title", f.Title), 300, kit.Body))
		}
	}
	if len(ids) > 0 {
		form.Checks("findings", i18n.T("bench.findings"), ids, words, findings).Whole()
	}
	ids, words = nil, nil
	for _, e := range d.Evidence {
		if e.Withdrawn == "" || evidence.Has(string(e.ID)) {
			ids, words = append(ids, string(e.ID)), append(words, kit.Cut(i18n.T("bench.evidence.line", "number", e.Number, "title", e.Title), 300, kit.Body))
		}
	}
	if len(ids) > 0 {
		form.Checks("evidence", i18n.T("bench.evidence"), ids, words, evidence).Whole()
	}
}

// SheetTone is the colour of a state of a sheet.
func SheetTone(s app.SheetState) kit.Tone {
	switch s {
	case app.SheetSigned:
		return kit.Done
	case app.SheetLate:
		return kit.Fault
	case app.SheetWaiting:
		return kit.Wait
	}
	return kit.Quiet
}

// SheetLine is a sheet in a list, with its state; a press opens it.
func SheetLine(h Place, d app.Dossier, s app.Sheet, done func()) fyne.CanvasObject {
	state := s.State(h.Today())
	chips := kit.Flow(4, kit.Chip(i18n.Enum("sheetstate", state), SheetTone(state)))
	if s.Reply != "" {
		chips.Add(kit.Chip(i18n.Enum("sheetreply", s.Reply), kit.Quiet))
	}
	if (state == app.SheetWaiting || state == app.SheetLate) && !s.DueOn.IsZero() {
		chips.Add(kit.Chip(i18n.T("papers.sheet.by", "on", i18n.Date(s.DueOn)), kit.Quiet))
	}
	return kit.NewTap(kit.Column(2, kit.NewPara(i18n.T("papers.sheet.line", "index", s.Index, "title", s.Title), kit.Body), chips), func() { Sheet(h, d, s, done) })
}
