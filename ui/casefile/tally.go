package casefile

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// grades are the columns of a grid of counts.
var grades = append(append([]string{}, app.Grades4...), app.GradeUnknown)

func gradeOf(t *app.Tally, grade string) *int {
	switch grade {
	case app.GradeGood:
		return &t.Good
	case app.GradeFair:
		return &t.Fair
	case app.GradeAverage:
		return &t.Average
	case app.GradePoor:
		return &t.Poor
	}
	return &t.Unknown
}

// tallyRow is a line of a grid: its words, its counts, and whether it scores.
type tallyRow struct {
	words  string
	area   string // of the words of its grades
	tally  *app.Tally
	scores bool
}

// grid is a table of counts: a press of Enter leads to the next one, sums and scores follow while one types.
type grid struct {
	room    *Room
	form    *kit.Form
	batch   *app.Batch
	rows    []tallyRow
	sums    []*kit.Para
	entries []*kit.Entry
	locked  bool
}

func (r *Room) grid(f *kit.Form, batch *app.Batch, rows []tallyRow, locked bool) {
	g := &grid{room: r, form: f, batch: batch, rows: rows, locked: locked}
	shares := []float32{2.6}
	head := []fyne.CanvasObject{kit.Line("", kit.Second)}
	for _, grade := range grades {
		head = append(head, kit.Line(i18n.T(rows[0].area+"."+grade), kit.Second))
		shares = append(shares, 1)
	}
	head = append(head, kit.Line(i18n.T("case.sum"), kit.Second))
	shares = append(shares, 1.8)
	lines := []fyne.CanvasObject{kit.Split(6, shares, head...)}
	for i, row := range rows {
		cells := []fyne.CanvasObject{kit.NewPara(row.words, kit.Body)}
		for _, grade := range grades {
			cells = append(cells, kit.OverPage(g.cell(gradeOf(row.tally, grade))))
		}
		sum := kit.NewPara("", kit.Second)
		g.sums = append(g.sums, sum)
		cells = append(cells, sum)
		lines = append(lines, kit.Split(6, shares, cells...))
		g.sum(i)
	}
	f.Add("rows", i18n.T("case.counts"), kit.Column(4, lines...), true)
}

func (g *grid) cell(p *int) *kit.Entry {
	e := kit.NewEntry("")
	if *p != 0 {
		e.SetText(strconv.Itoa(*p))
	}
	at := len(g.entries)
	g.entries = append(g.entries, e)
	saved := *p
	e.OnChanged = func(text string) {
		digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, text)
		if len(digits) > 6 {
			digits = digits[:6]
		}
		if digits != text {
			e.SetText(digits)
			return
		}
		n, err := strconv.Atoi(digits)
		if err != nil {
			n = 0
		}
		*p = n
		g.sumAll()
	}
	e.OnLeft = func() {
		if *p != saved && g.form.Save != nil {
			saved = *p
			g.form.Save()
		}
	}
	e.OnSubmitted = func(string) {
		if at+1 < len(g.entries) {
			g.room.host.Window().Canvas().Focus(g.entries[at+1])
		}
	}
	if g.locked {
		e.Disable()
	}
	return e
}

func (g *grid) sumAll() {
	for i := range g.rows {
		g.sum(i)
	}
}

// sum says whether a row closes, and its score.
func (g *grid) sum(i int) {
	row, shown := g.rows[i], g.sums[i]
	text, color := "", theme.Done
	total, valid := row.tally.Total(), g.batch.Valid
	switch {
	case total == valid:
		text = i18n.T("case.sum.closes", "sum", total)
	case total < valid:
		text, color = i18n.T("case.sum.less", "sum", total, "n", valid-total), theme.Fault
	default:
		text, color = i18n.T("case.sum.more", "sum", total, "n", total-valid), theme.Fault
	}
	if row.scores && row.tally.Scored() > 0 {
		text = i18n.T("case.sum.score", "sum", text, "score", app.PointsText(app.Score(*row.tally, g.room.weights())))
	}
	shown.SetStyle(kit.Style{Size: theme.TextSecond, Color: color})
	shown.SetText(text)
}

func (r *Room) weights() map[string]int {
	if w := r.d.Round.Settings.Weights; len(w) > 0 {
		return w
	}
	return app.DefaultSettings().Weights
}

func batchFields(f *kit.Form, b *app.Batch) {
	f.Int("issued", label("issued"), &b.Issued, 0, manyPeople)
	f.Int("returned", label("returned"), &b.Returned, 0, manyPeople)
	f.Int("valid", label("valid"), &b.Valid, 0, manyPeople)
}

// closeButton closes a tally: from then on its counts stand.
func (r *Room) closeButton(f *kit.Form, id app.ID, closed bool) {
	if closed {
		f.Show(i18n.T("case.tally.state"), i18n.T("case.tally.closed"))
		return
	}
	b := kit.NewButton(i18n.T("case.tally.close"), nil)
	b.OnTapped = func() {
		f.Flush()
		r.keep(f, func(ctx context.Context, d app.Desk) error { return d.CloseTally(ctx, id) }, func() {
			b.Disable()
			r.host.Toast(i18n.T("case.tally.closed"))
			r.load(r.d.Case.ID, r.show)
		})
	}
	f.Add("close", "", kit.Row(0, b), true)
}

func (r *Room) surveys() *records[app.Survey] {
	return &records[app.Survey]{
		name: "surveys", title: i18n.T("case.surveys"), add: i18n.T("case.surveys.add"), empty: i18n.T("case.surveys.none"),
		columns: []kit.TableColumn{{Title: label("on"), Width: 90}, {Title: label("issued"), Width: 70, Number: true, Grow: 1}, {Title: label("returned"), Width: 70, Number: true, Grow: 1},
			{Title: label("valid"), Width: 70, Number: true, Grow: 1}, {Title: i18n.T("case.f.closed"), Width: 60}},
		list: func(d app.Dossier) []app.Survey { return d.Surveys },
		id:   nounID[app.Survey],
		cells: func(s app.Survey) []kit.Cell {
			return []kit.Cell{day(s.On), {Text: i18n.Number(s.Batch.Issued)}, {Text: i18n.Number(s.Batch.Returned)}, {Text: i18n.Number(s.Batch.Valid)}, {Text: yes(s.Closed)}}
		},
		fresh: func() app.Survey {
			return app.Survey{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, On: r.host.Today()}
		},
		form: func(f *kit.Form, s *app.Survey) {
			if s.Questions == nil {
				s.Questions = map[string]app.Tally{}
			}
			var rows []tallyRow
			tallies := map[string]*app.Tally{}
			for _, q := range app.SurveyQuestions {
				t := s.Questions[q.Code]
				tallies[q.Code] = &t
				rows = append(rows, tallyRow{words: i18n.T("surveyq." + q.Code), area: "grade.survey", tally: &t})
			}
			save := f.Save
			f.Save = func() {
				for code, t := range tallies {
					s.Questions[code] = *t
				}
				save()
			}
			f.Date("on", label("on"), &s.On)
			batchFields(f, &s.Batch)
			r.grid(f, &s.Batch, rows, s.Closed)
			r.closeButton(f, s.ID, s.Closed)
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Survey, s app.Survey) error { return d.SaveSurvey(ctx, s) },
	}
}

func (r *Room) evaluations() *records[app.Evaluation] {
	return &records[app.Evaluation]{
		name: "evaluations", title: i18n.T("case.evaluations"), add: i18n.T("case.evaluations.add"), empty: i18n.T("case.evaluations.none"),
		columns: []kit.TableColumn{{Title: i18n.T("case.f.whom"), Width: 90, Grow: 1}, {Title: label("on"), Width: 90}, {Title: label("valid"), Width: 60, Number: true},
			{Title: short(app.Review), Width: 60, Number: true}, {Title: short(app.Verification), Width: 60, Number: true},
			{Title: short(app.Audit), Width: 60, Number: true}, {Title: i18n.T("case.f.closed"), Width: 50}},
		list: func(d app.Dossier) []app.Evaluation { return d.Evaluations },
		id:   nounID[app.Evaluation],
		cells: func(e app.Evaluation) []kit.Cell {
			cells := []kit.Cell{{Text: r.recipient(e.Principal), Bold: true}, day(e.On), {Text: i18n.Number(e.Batch.Valid)}}
			for _, s := range app.Strands {
				text := "—"
				if t := e.Rows[s]; t.Scored() > 0 {
					text = app.PointsText(app.Score(t, r.weights()))
				}
				cells = append(cells, kit.Cell{Text: text})
			}
			return append(cells, kit.Cell{Text: yes(e.Closed)})
		},
		fresh: func() app.Evaluation {
			e := app.Evaluation{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, On: r.host.Today()}
			if len(r.d.Principals) > 0 {
				e.Principal = r.d.Principals[0].ID
			}
			return e
		},
		form: func(f *kit.Form, e *app.Evaluation) {
			if e.Rows == nil {
				e.Rows = map[app.Strand]app.Tally{}
			}
			rows := []tallyRow{}
			tallies := map[app.Strand]*app.Tally{}
			for _, s := range app.Strands {
				t := e.Rows[s]
				tallies[s] = &t
				rows = append(rows, tallyRow{words: short(s), area: "grade", tally: &t, scores: true})
			}
			rows = append(rows, tallyRow{words: i18n.T("grade.overall"), area: "grade.overall", tally: &e.Overall})
			save := f.Save
			f.Save = func() {
				for s, t := range tallies {
					e.Rows[s] = *t
				}
				save()
			}
			r.chooseRecipient(f, "principal", i18n.T("case.f.whom"), &e.Principal)
			f.Date("on", label("on"), &e.On)
			batchFields(f, &e.Batch)
			r.grid(f, &e.Batch, rows, e.Closed)
			f.Names("counters", label("counters"), &e.Counters)
			f.Names("scrutineers", label("scrutineers"), &e.Scrutineers)
			r.closeButton(f, e.ID, e.Closed)
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Evaluation, e app.Evaluation) error {
			return d.SaveEvaluation(ctx, e)
		},
	}
}
