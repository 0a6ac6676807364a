package casefile

import (
	"context"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// pageList is the list of pages; a mark says which stages are behind and how much the one in hand lacks.
func (r *Room) pageList() fyne.CanvasObject {
	var lines []fyne.CanvasObject
	r.pageTap = nil
	for _, p := range pages {
		stage := app.Stage(p)
		ink, mark := theme.Ink, ""
		if i := stage.Index(); i >= 0 {
			switch {
			case stage == r.d.Case.Stage:
				mark = "●"
			case r.d.Case.Stage.AtLeast(stage):
				mark = "✓"
				if s, signed := app.LastSignoff(r.d, app.SignStage, r.d.Case.ID, stage); signed && !app.SignoffState(r.d, s).Valid {
					mark = "△" // what was signed at its closing has changed
				}
			default:
				ink = theme.SecondInk
			}
		}
		if n := app.OpenErrors(r.d.Sweep); p == pageSweep && n > 0 {
			mark = i18n.Number(n)
		}
		back := canvas.NewRectangle(color.Transparent)
		back.CornerRadius = 6
		bold := false
		if p == r.page {
			back.FillColor, ink, bold = theme.Color(theme.AccentSoft), theme.Accent, true
		}
		line := kit.Row(4, kit.Line(i18n.T("case.page."+p), kit.Style{Color: ink, Bold: bold}), kit.Spring(),
			kit.Line(mark, kit.Style{Size: theme.TextSecond, Color: theme.Accent}))
		var tap *kit.Tap
		tap = kit.NewTap(container.NewStack(back, kit.Inset(8, 6, line)), func() {
			if p != r.page && r.host.Window().Canvas().Focused() == fyne.Focusable(tap) {
				r.chosen = p
			}
			r.goPage(p, "")
		})
		lines = append(lines, tap)
		if p == r.chosen {
			r.pageTap = tap
		}
	}
	return container.NewStack(kit.Board(theme.Panel), kit.Inset(6, 8, kit.Column(2, lines...)))
}

// nextCards says what to do next, what is missing before the stage can be closed, and what is due.
func (r *Room) nextCards() fyne.CanvasObject {
	gap := theme.Size(theme.Gap)
	step := app.NextStep(r.d, r.host.Today())
	next := []fyne.CanvasObject{kit.NewPara(kit.StepText(step), kit.Style{Bold: true})}
	if r.d.Case.Stage != app.Closed {
		do := kit.NewPrimary(i18n.T("case.step.go"), r.doStep)
		do.Keys = "Ctrl+Enter"
		if r.canClose() {
			do.Text = i18n.T("case.close", "stage", kit.StageWord(r.d.Case.Stage))
		}
		next = append(next, do)
	}
	cards := []fyne.CanvasObject{kit.Card(i18n.T("case.next"), kit.Column(8, next...)), r.missingCard()}
	if n := len(r.d.Clashes); n > 0 {
		to := shell.Route{Room: shell.RoomClashes + "/" + string(r.d.Case.ID)}
		cards = append(cards, kit.NewTap(kit.Note(kit.Fault, i18n.T("clashes.open", "n", n), i18n.T("clashes.case.text")), func() { r.host.Go(to) }))
	}
	if marks := r.signoffs(); len(marks) > 0 {
		cards = append(cards, kit.Card(i18n.T("case.signoffs"), kit.Column(7, marks...)))
	}
	if due := r.dueLines(); len(due) > 0 {
		cards = append(cards, kit.Card(i18n.T("case.deadlines"), kit.Column(7, due...)))
	}
	return kit.Scroll(kit.Column(gap, cards...))
}

func (r *Room) canClose() bool {
	return r.d.Case.Stage != app.Closed && len(app.Blocking(app.ExitGate(r.d))) == 0
}

// doStep goes where the next step is done; when nothing is missing it closes the stage.
func (r *Room) doStep() {
	if !r.loaded || r.d.Case.Stage == app.Closed {
		return
	}
	r.flush()
	if r.canClose() {
		r.askClose()
		return
	}
	step := app.NextStep(r.d, r.host.Today())
	r.host.Go(shell.Route{Room: step.Room, Case: r.d.Case.ID, Ref: refOf(step.Room, step.Ref, step.Code)})
}

func (r *Room) askClose() {
	stage := r.d.Case.Stage
	text := i18n.T("case.close.text", "stage", i18n.Enum("stage", stage), "next", i18n.Enum("stage", stage.Next()))
	if soft := app.ExitGate(r.d); len(soft) > 0 {
		text += "\n" + i18n.T("case.close.soft", "n", len(soft))
	}
	id := r.d.Case.ID
	kit.Ask(r.host.Window(), i18n.T("case.close", "stage", i18n.Enum("stage", stage)), text, i18n.T("case.close.yes"), func() {
		r.keep(nil, func(ctx context.Context, d app.Desk) error { return d.CloseStage(ctx, id) }, func() {
			r.host.Toast(i18n.T("case.closed", "stage", i18n.Enum("stage", stage)))
			r.load(id, r.show) // its dates stand in the form, too
		})
	})
}

// missingCard lists what the stage lacks; each line leads to where it is mended.
func (r *Room) missingCard() fyne.CanvasObject {
	missing := app.ExitGate(r.d)
	if r.d.Case.Stage == app.Closed {
		return kit.Card(i18n.T("case.missing.closed"), kit.NewPara(i18n.T("case.missing.closed.text"), kit.Second))
	}
	title := i18n.T("case.missing", "stage", kit.StageWord(r.d.Case.Stage), "n", len(app.Blocking(missing)))
	if len(missing) == 0 {
		return kit.Card(title, kit.NewPara(i18n.T("case.missing.none"), kit.Second))
	}
	var lines []fyne.CanvasObject
	shownLines := missing
	const most = 12
	if len(shownLines) > most {
		shownLines = shownLines[:most]
	}
	for _, m := range shownLines {
		lines = append(lines, r.missingLine(m))
	}
	if rest := len(missing) - len(shownLines); rest > 0 {
		lines = append(lines, kit.NewPara(i18n.T("case.missing.more", "n", rest), kit.Second))
	}
	return kit.Card(title, kit.Column(9, lines...))
}

func (r *Room) missingLine(m app.Missing) fyne.CanvasObject {
	chip := kit.Chip(i18n.T("case.hard"), kit.Fault)
	if !m.Hard {
		chip = kit.Chip(i18n.T("case.soft"), kit.Quiet)
	}
	line := []fyne.CanvasObject{container.NewHBox(chip), kit.Spring()}
	if len(m.WaivableBy) > 0 {
		b := kit.NewButton(i18n.T("case.waive"), func() { r.askWaive(m) })
		b.Small = true
		line = append(line, b)
	}
	text := kit.NewTap(kit.NewPara(kit.MissingText(m), kit.Style{Color: theme.Ink}), func() {
		r.flush()
		r.host.Go(shell.Route{Room: m.Room, Case: r.d.Case.ID, Ref: refOf(m.Room, m.Ref, m.Code)})
	})
	return kit.Column(1, kit.Row(4, line...), text)
}

// askWaive asks for the reason why a gate is let pass.
func (r *Room) askWaive(m app.Missing) {
	var roles []string
	for _, role := range m.WaivableBy {
		roles = append(roles, i18n.Enum("role", role))
	}
	id := r.d.Case.ID
	r.askReason(reasonWords{i18n.T("case.waive.title"), kit.MissingText(m), i18n.T("case.waive.who", "roles", i18n.List(roles)), i18n.T("case.waive.reason"), i18n.T("case.waive")},
		func(ctx context.Context, d app.Desk, reason string) error { return d.Waive(ctx, id, m.Key(), reason) })
}

// dueLines lists the open terms, most urgent first.
func (r *Room) dueLines() []fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, x := range app.Deadlines(r.d, r.host.Today()) {
		if !x.Done.IsZero() || len(lines) >= 8 {
			continue
		}
		words := i18n.Enum("deadline", x.Code)
		if who := r.subject(x.Subject); who != "" {
			words = i18n.T("case.deadline.of", "what", words, "who", who)
		}
		second := i18n.T("case.deadline.due", "due", x.Due)
		if x.NoTable {
			second = i18n.T("case.deadline.notable", "due", x.Due)
		}
		lines = append(lines, kit.Column(1, container.NewHBox(kit.DeadlineChip(x)), kit.NewPara(words, kit.Body), kit.NewPara(second, kit.Second)))
	}
	return lines
}

// subject names what a deadline is about.
func (r *Room) subject(id string) string {
	if p, ok := r.d.Principal(app.ID(id)); ok {
		return p.Name
	}
	if f, ok := r.d.Finding(app.ID(id)); ok {
		return i18n.T("case.finding", "n", f.Number)
	}
	for _, m := range r.d.Materials {
		if string(m.ID) == id {
			return m.Name
		}
	}
	for _, e := range r.d.Evidence {
		if string(e.ID) == id {
			return e.Title
		}
	}
	for _, s := range r.d.Sheets {
		if string(s.ID) == id {
			return s.Index
		}
	}
	return ""
}
