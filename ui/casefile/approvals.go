package casefile

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// approvals shows how far each report has come on its way to approval, with the deeds of the step that is awaited, and
// every answer that was given (R31). An answer is a deed of its own: nothing is agreed to by leaving a field.
func (r *Room) approvals() fyne.CanvasObject {
	parts := []fyne.CanvasObject{}
	for _, s := range app.Strands {
		line := container.NewStack(r.chain(s))
		r.derived = append(r.derived, func() {
			line.Objects = []fyne.CanvasObject{r.chain(s)}
			line.Refresh()
		})
		parts = append(parts, line)
	}
	return kit.Column(10, append(parts, r.answers().show(r))...)
}

// chain is the way of one report.
func (r *Room) chain(s app.Strand) fyne.CanvasObject {
	chips := []fyne.CanvasObject{kit.Line(short(s), kit.Heading)}
	for _, n := range r.d.Chain(s) {
		tone := map[app.StepState]kit.Tone{app.StepAgreed: kit.Done, app.StepReturned: kit.Fault, app.StepVoid: kit.Fault, app.StepWaiting: kit.Wait}[n.State]
		if tone == "" {
			tone = kit.Quiet
		}
		text := r.stepName(s, n.Name) + " · " + i18n.Enum("stepstate", n.State)
		if !n.Due.IsZero() {
			text += " · " + i18n.T("approvals.due", "date", n.Due)
		}
		chips = append(chips, kit.Chip(text, tone))
	}
	out := []fyne.CanvasObject{kit.Row(6, chips...)}
	st := r.d.Case.Strands[s]
	now, waits := r.d.Awaited(s)
	if waits && now.State == app.StepReturned {
		out = append(out, kit.NewPara(i18n.T("approvals.returned", "who", now.Answer.Approver, "date", now.Answer.On, "why", now.Answer.Opinion), kit.Faulty))
	}
	var deeds []fyne.CanvasObject
	button := func(name, text string, do func()) {
		b := kit.NewButton(text, do)
		b.Small = true
		deeds = append(deeds, kit.Call(b, "approve/"+string(s)+"/"+name))
	}
	if waits {
		button("agree", i18n.T("approvals.agree", "step", r.stepName(s, now.Name)), func() { r.askAnswer(s, now.Name, true) })
		button("return", i18n.T("approvals.return"), func() { r.askAnswer(s, now.Name, false) })
	} else if st.IssuedOn.IsZero() {
		if st.Number == "" {
			button("number", i18n.T("approvals.number"), func() { r.askNumber(s) })
		} else {
			out = append(out, kit.NewPara(st.Number, kit.Body))
		}
		button("return", i18n.T("approvals.return"), func() { r.askAnswer(s, "", false) })
	} else {
		out = append(out, kit.NewPara(st.Number, kit.Body))
	}
	if len(deeds) > 0 {
		out = append(out, kit.Row(8, deeds...))
	}
	return kit.Column(4, out...)
}

// stepName is how a step of the chain is called; the last is the answer of the department.
func (r *Room) stepName(s app.Strand, step string) string {
	if step == "" {
		return r.d.Case.Strands[s].ApprovingDept
	}
	return step
}

// askAnswer asks for the answer of a step, "" for the department's, and keeps it.
func (r *Room) askAnswer(s app.Strand, step string, agreed bool) {
	r.withNumber(s, func(proposed string) {
		desk := r.host.Desk()
		a := app.Approval{ID: desk.NewID(), Case: r.d.Case.ID, Strand: s, Step: step, Agreed: agreed, On: r.host.Today()}
		number := ""
		f := kit.NewForm(kit.NewDrafts(), "answer")
		f.Text("approver", label("approver"), &a.Approver)
		f.Date("on", label("on"), &a.On)
		title, opinion := i18n.T("approvals.agree", "step", r.stepName(s, step)), label("opinion")
		if !agreed {
			title, opinion = i18n.T("approvals.return"), i18n.T("approvals.why")
		}
		if last := agreed && step == ""; last {
			number = r.d.Case.Strands[s].Number
			if number == "" {
				number = proposed
			}
			f.Text("number", i18n.T("case.f.official"), &number).Whole()
		}
		f.Long("opinion", opinion, &a.Opinion)
		r.ask(title, f, func(ctx context.Context) error {
			if step == "" {
				return desk.Approve(ctx, a, number)
			}
			return desk.AnswerStep(ctx, a)
		})
	})
}

// askNumber asks for the official number of a report that is approved.
func (r *Room) askNumber(s app.Strand) {
	r.withNumber(s, func(number string) {
		id, desk := r.d.Case.ID, r.host.Desk()
		f := kit.NewForm(kit.NewDrafts(), "number")
		f.Text("number", i18n.T("case.f.official"), &number).Whole()
		r.ask(i18n.T("approvals.number"), f, func(ctx context.Context) error { return desk.GiveNumber(ctx, id, s, number) })
	})
}

// withNumber reads which number comes next for the reports of a strand.
func (r *Room) withNumber(s app.Strand, do func(proposed string)) {
	round := r.d.Case.Round
	r.host.Run(func(ctx context.Context) (func(), error) {
		cases, err := app.List[app.Case](ctx, r.store, round)
		return func() { do(app.NextNumber(cases, s)) }, err
	})
}

// ask shows a form over the window and does the deed; what is refused stands in the form, which stays.
func (r *Room) ask(title string, f *kit.Form, deed func(context.Context) error) {
	var d *kit.Dialog
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	do := kit.NewPrimary(title, func() {
		f.Flush()
		desk := r.host.Desk()
		r.host.Run(func(ctx context.Context) (func(), error) {
			err := deed(ctx)
			return func() {
				if err != nil {
					f.Refused(err)
					return
				}
				r.host.Saved(desk.Now())
				d.Close()
			}, nil
		})
	})
	kit.Call(do, "do")
	d = kit.ShowFitted(r.host.Window(), title, f.Content(), 560, 420, cancel, do)
	if fields := f.Fields(); len(fields) > 0 {
		fields[0].Focus()
	}
}

// answers lists every answer that was given; one that was entered by mistake can be taken off while no number rests on it.
func (r *Room) answers() *records[app.Approval] {
	return &records[app.Approval]{
		name: "approvals", title: i18n.T("approvals.answers"), empty: i18n.T("case.approvals.none"),
		columns: []kit.TableColumn{{Title: label("strand"), Width: 84}, {Title: i18n.T("approvals.step"), Width: 130, Grow: 1}, {Title: label("approver"), Width: 80},
			{Title: i18n.T("approvals.answer"), Width: 80}, {Title: label("on"), Width: 90}, {Title: label("opinion"), Width: 120, Grow: 2}},
		list: func(d app.Dossier) []app.Approval { return d.Approvals },
		id:   nounID[app.Approval],
		cells: func(a app.Approval) []kit.Cell {
			agreed := kit.Cell{Text: i18n.T("case.approval.no"), Tone: kit.Fault, Chip: true}
			if a.Agreed {
				agreed = kit.Cell{Text: i18n.T("case.approval.yes"), Tone: kit.Done, Chip: true}
			}
			step := a.Step
			if step == "" {
				step = a.Dept
			}
			return []kit.Cell{{Text: short(a.Strand), Bold: true}, {Text: step}, {Text: a.Approver}, agreed, day(a.On), {Text: strings.Join(strings.Fields(a.Opinion), " ")}}
		},
		form: func(f *kit.Form, a *app.Approval) {
			f.Show(label("dept"), a.Dept)
			f.Show(label("opinion"), a.Opinion)
		},
		save: func(context.Context, app.Desk, *app.Approval, app.Approval) error { return nil },
		drop: discard[app.Approval](app.VerbDropApproval),
	}
}
