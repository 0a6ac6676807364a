package drafts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// left is the column of the three reports, the sections of the open one, who was asked for comment, and the versions
// made so far.
type left struct {
	room   *Room
	object fyne.CanvasObject
	column *fyne.Container
	scroll *fyne.Container
}

func newLeft(r *Room) *left {
	l := &left{room: r, column: kit.Column(theme.Size(theme.Gap))}
	l.scroll = kit.Scroll(l.column)
	l.object = kit.Card("", l.scroll)
	return l
}

func (l *left) show() {
	r := l.room
	tabs := kit.Flow(4)
	for _, s := range app.Strands {
		tabs.Add(kit.NewChipButton(i18n.T("strand."+string(s)+".short"), s == r.strand, func() { r.open(s) }))
	}
	modes := kit.Flow(4,
		kit.NewChipButton(i18n.T("drafts.mode.draft"), r.draft, func() { r.mode(true) }),
		kit.NewChipButton(i18n.T("drafts.mode.final"), !r.draft, func() { r.mode(false) }),
		kit.NewChipButton(i18n.T("drafts.mode.english"), r.english, r.toggleEnglish))
	list := kit.Column(2, kit.Inset(0, 2, kit.Line(i18n.T("drafts.sections"), kit.Second)))
	for _, s := range r.sections {
		list.Add(l.section(s.Key, headingOf(s), s.Edited != nil, s.Stale))
	}
	head := kit.Column(6, tabs, modes)
	if s, signed := app.ReportSignoff(r.d, r.strand); signed && !r.draft {
		head.Add(kit.SignMark(r.d, s, func() {
			r.host.Go(shell.Route{Room: shell.RoomHistory + "/signoffs", Case: r.d.Case.ID, Ref: string(s.ID)})
		}))
	}
	l.column.Objects = []fyne.CanvasObject{head, kit.Rule(), list}
	if asked := l.asked(); asked != nil {
		l.column.Add(asked)
	}
	if out := l.leftOut(); out != nil {
		l.column.Add(out)
	}
	if made := l.versions(); made != nil {
		l.column.Add(made)
	}
	check := kit.NewButton(i18n.T("drafts.check"), r.askFile)
	check.Small = true
	l.column.Add(kit.Row(0, kit.Call(check, "check")))
	l.column.Refresh()
	l.scroll.Layout.Layout(l.scroll.Objects, l.scroll.Size())
	l.scroll.Refresh()
}

func (l *left) section(key, heading string, edited, stale bool) fyne.CanvasObject {
	inHand := key == l.room.section
	style := kit.Body
	if inHand {
		style = kit.Style{Bold: true, Color: theme.Accent}
	}
	line := kit.Column(2, kit.NewPara(heading, style))
	switch {
	case stale:
		line.Add(kit.Flow(4, kit.Chip(i18n.T("drafts.stale"), kit.Wait)))
	case edited:
		line.Add(kit.Flow(4, kit.Chip(i18n.T("drafts.edited"), kit.Quiet)))
	}
	object := kit.Inset(6, 4, line)
	if !inHand {
		return kit.NewTap(object, func() { l.room.choose(key) })
	}
	back := canvas.NewRectangle(theme.Color(theme.AccentSoft))
	back.CornerRadius = 5
	return container.NewStack(back, object)
}

// asked is what the recipients of the drafts for comment said (R29, R30).
func (l *left) asked() fyne.CanvasObject {
	d := l.room.d
	if len(d.Consultations) == 0 {
		return nil
	}
	col := kit.Column(4, kit.Rule(), kit.Line(i18n.T("drafts.asked"), kit.Second))
	for _, c := range d.Consultations {
		name := d.Unit.Name
		if p, ok := d.Principal(c.Principal); ok {
			name = p.Name
		}
		open := 0
		for _, o := range d.Opinions {
			if o.Principal == c.Principal && o.Adoption == "" {
				open++
			}
		}
		chip := kit.Chip(i18n.T("drafts.asked.waiting"), kit.Quiet)
		switch {
		case open > 0:
			chip = kit.Chip(i18n.T("drafts.asked.open", "n", open), kit.Fault)
		case c.NoObject || !c.Silent.IsZero():
			chip = kit.Chip(i18n.T("drafts.asked.noobject"), kit.Done)
		case c.Answered():
			chip = kit.Chip(i18n.T("drafts.asked.replied"), kit.Done)
		}
		col.Add(kit.Column(2, kit.NewPara(name, kit.Body), kit.Flow(4, chip)))
	}
	return col
}

// versions is what was made of the open report, the newest first.
func (l *left) versions() fyne.CanvasObject {
	col := kit.Column(3, kit.Rule(), kit.Line(i18n.T("drafts.versions"), kit.Second))
	n := 0
	list := l.room.d.Reports
	for i := len(list) - 1; i >= 0 && n < 6; i-- {
		v := list[i]
		if v.Strand != l.room.strand {
			continue
		}
		n++
		key := "drafts.version.final"
		if v.Draft {
			key = "drafts.version.draft"
		}
		col.Add(kit.NewPara(i18n.T(key, "version", v.Version, "number", v.Number, "on", i18n.Date(v.On), "pages", v.Pages), kit.Second))
	}
	if n == 0 {
		return nil
	}
	return col
}

// leftOut is what was found and is not in the open report, each with the reason; a press leads to the finding.
func (l *left) leftOut() fyne.CanvasObject {
	r := l.room
	col := kit.Column(4, kit.Rule(), kit.Line(i18n.T("drafts.out"), kit.Second))
	n := 0
	for _, f := range r.d.Findings {
		if f.Strand != r.strand || f.InReport && f.State != app.FindingDropped {
			continue
		}
		n++
		why := f.OutReason
		if why == "" {
			why = i18n.T("drafts.out.noreason")
		}
		title := kit.Column(2, kit.NewPara(i18n.T("case.finding.title", "n", f.Number, "title", f.Title), kit.Body), kit.NewPara(why, kit.Second))
		id := string(f.ID)
		col.Add(kit.NewTap(kit.Inset(4, 2, title), func() {
			r.host.Go(shell.Route{Room: shell.RoomFindings, Case: r.caseID, Ref: id})
		}))
	}
	if n == 0 {
		return nil
	}
	return col
}
