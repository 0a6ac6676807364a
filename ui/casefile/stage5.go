package casefile

import (
	"context"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// rectification is the page of stage five: plan, measures, progress, supervision, accountability, use of results
// (R34–R40).
func (r *Room) rectification() fyne.CanvasObject {
	return cards(kit.Card(i18n.T("case.rectify"), r.rectifyForm()), kit.Card("", r.measures().show(r)), kit.Card("", r.progress().show(r)),
		kit.Card("", r.supervisions().show(r)), kit.Card("", r.accountabilities().show(r)), kit.Card("", r.uses().show(r)))
}

func (r *Room) rectifyForm() fyne.CanvasObject {
	v := r.d.Case.Rectify
	f := caseForm(r, "rectify", app.VerbSaveRectify, &v, func(c *app.Case, v app.RectifyFacts) { c.Rectify = v })
	f.Text("noticeNumber", i18n.T("case.f.rectifynotice"), &v.NoticeNumber)
	f.Date("noticeDate", label("noticeDate"), &v.NoticeDate)
	f.Date("planReceived", label("planReceived"), &v.PlanReceived)
	f.Text("reportTitle", label("reportTitle"), &v.ReportTitle)
	f.Date("reportReceived", label("reportReceived"), &v.ReportReceived)
	f.Show(i18n.T("case.rectify.due"), i18n.Date(app.RectifyReportDue(r.d)))
	f.Date("reportDueMoved", label("reportDueMoved"), &v.ReportDueMoved)
	f.Text("movedReason", label("movedReason"), &v.MovedReason)
	f.Long("summary", i18n.T("case.f.rectifysummary"), &v.Summary)
	return f.Content()
}

func stateCell(s app.RectifyState) kit.Cell {
	tone := map[app.RectifyState]kit.Tone{app.NotRectified: kit.Fault, app.Rectifying: kit.Wait, app.Rectified: kit.Done}[s]
	return kit.Cell{Text: i18n.Enum("rectifystate", s), Tone: tone, Chip: s != ""}
}

func (r *Room) measures() *records[app.Measure] {
	return &records[app.Measure]{
		name: "measures", title: i18n.T("case.measures"), add: i18n.T("case.measures.add"), empty: i18n.T("case.measures.none"),
		columns: []kit.TableColumn{{Title: label("finding"), Width: 120, Grow: 1}, {Title: label("measure"), Width: 120, Grow: 1}, {Title: label("mode"), Width: 80},
			{Title: label("person"), Width: 70}, {Title: label("due"), Width: 90}, {Title: label("state"), Width: 80}},
		list: func(d app.Dossier) []app.Measure { return d.Measures },
		id:   nounID[app.Measure],
		cells: func(m app.Measure) []kit.Cell {
			return []kit.Cell{{Text: r.findingName(m.Finding)}, {Text: m.Text, Bold: true}, {Text: i18n.Enum("rectifymode", m.Mode)}, {Text: m.Person}, day(m.Due), stateCell(m.State)}
		},
		fresh: func() app.Measure {
			m := app.Measure{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, Mode: app.AtOnce, State: app.NotRectified}
			for _, f := range r.d.Findings {
				if f.State == app.FindingConfirmed && f.InReport && !r.hasMeasure(f.ID) {
					m.Finding = f.ID
					break
				}
			}
			return m
		},
		form: func(f *kit.Form, m *app.Measure) {
			r.chooseFinding(f, "finding", label("finding"), "", &m.Finding)
			f.Long("text", label("measure"), &m.Text)
			kit.EnumChecks(f, "types", label("types"), "rectifytype", app.RectifyTypes, &m.Types)
			kit.Enum(f, "mode", label("mode"), "rectifymode", app.RectifyModes, &m.Mode)
			f.Text("leader", label("leader"), &m.Leader)
			f.Text("section", label("section"), &m.Section)
			f.Text("person", label("person"), &m.Person)
			f.Date("due", label("due"), &m.Due)
			f.Text("expected", label("expected"), &m.Expected)
			kit.Enum(f, "state", label("state"), "rectifystate", app.RectifyStates, &m.State)
			f.Check("agreed", i18n.T("case.f.lasting"), &m.Agreed)
			f.Date("closedOn", label("closedOn"), &m.ClosedOn)
			f.Text("closedBy", label("closedBy"), &m.ClosedBy)
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Measure, m app.Measure) error {
			return d.SaveMeasure(ctx, m)
		},
		drop: discard[app.Measure](app.VerbDropMeasure),
	}
}

func (r *Room) hasMeasure(finding app.ID) bool {
	for _, m := range r.d.Measures {
		if m.Finding == finding {
			return true
		}
	}
	return false
}

func (r *Room) measureName(id app.ID) string {
	for _, m := range r.d.Measures {
		if m.ID == id {
			return m.Text
		}
	}
	return "—"
}

func (r *Room) progress() *records[app.Progress] {
	return &records[app.Progress]{
		name: "steps", title: i18n.T("case.steps"), add: i18n.T("case.steps.add"), empty: i18n.T("case.steps.none"),
		columns: []kit.TableColumn{{Title: label("on"), Width: 90}, {Title: label("measure"), Width: 120, Grow: 1}, {Title: label("text"), Width: 140, Grow: 1},
			{Title: i18n.T("case.f.rectifiedamount"), Width: 100, Number: true}},
		list: func(d app.Dossier) []app.Progress { return d.Progress },
		id:   nounID[app.Progress],
		cells: func(p app.Progress) []kit.Cell {
			return []kit.Cell{day(p.On), {Text: r.measureName(p.Measure)}, {Text: p.Text, Bold: true}, {Text: p.Amount.Wan(true)}}
		},
		fresh: func() app.Progress {
			p := app.Progress{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, On: r.host.Today()}
			if len(r.d.Measures) > 0 {
				p.Measure = r.d.Measures[0].ID
			}
			return p
		},
		form: func(f *kit.Form, p *app.Progress) {
			var ids, names []string
			for _, m := range r.d.Measures {
				ids, names = append(ids, string(m.ID)), append(names, kit.Cut(m.Text, 420, kit.Body))
			}
			f.Choice("measure", label("measure"), ids, names, func() string { return string(p.Measure) }, func(s string) { p.Measure = app.ID(s) }).Whole()
			f.Date("on", label("on"), &p.On)
			f.Money("amount", i18n.T("case.f.yuan", "what", i18n.T("case.f.rectifiedamount")), &p.Amount)
			f.Long("text", label("text"), &p.Text)
			f.Text("proof", label("proof"), &p.Proof).Whole()
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Progress, p app.Progress) error {
			return d.AddProgress(ctx, p)
		},
		drop: discard[app.Progress](app.VerbAddProgress),
	}
}

func (r *Room) supervisions() *records[app.Supervision] {
	return &records[app.Supervision]{
		name: "supervisions", title: i18n.T("case.supervisions"), add: i18n.T("case.supervisions.add"), empty: i18n.T("case.supervisions.none"),
		columns: []kit.TableColumn{{Title: label("on"), Width: 90}, {Title: label("dept"), Width: 120, Grow: 1}, {Title: label("people"), Width: 100, Grow: 1},
			{Title: label("onSite"), Width: 60}, {Title: label("verdict"), Width: 80}},
		list: func(d app.Dossier) []app.Supervision { return d.Supervisions },
		id:   nounID[app.Supervision],
		cells: func(s app.Supervision) []kit.Cell {
			return []kit.Cell{day(s.On), {Text: s.Dept, Bold: true}, {Text: s.People}, {Text: yes(s.OnSite)}, stateCell(s.Verdict)}
		},
		fresh: func() app.Supervision {
			return app.Supervision{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, On: r.host.Today(), Verdict: app.Rectifying}
		},
		form: func(f *kit.Form, s *app.Supervision) {
			f.Date("on", label("on"), &s.On)
			f.Text("dept", label("dept"), &s.Dept)
			f.Text("people", i18n.T("case.f.supervisors"), &s.People)
			f.Check("onSite", i18n.T("case.f.onsite"), &s.OnSite)
			kit.Enum(f, "verdict", label("verdict"), "rectifystate", app.RectifyStates, &s.Verdict)
			r.checkFindings(f, "findings", label("findings"), &s.Findings)
			f.Long("opinion", label("opinion"), &s.Opinion)
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Supervision, s app.Supervision) error {
			return d.Supervise(ctx, s)
		},
		drop: discard[app.Supervision](app.VerbSupervise),
	}
}

func (r *Room) accountabilities() *records[app.Accountability] {
	return &records[app.Accountability]{
		name: "accountabilities", title: i18n.T("case.accountabilities"), add: i18n.T("case.accountabilities.add"), empty: i18n.T("case.accountabilities.none"),
		columns: []kit.TableColumn{{Title: label("person"), Width: 80}, {Title: label("post"), Width: 120, Grow: 1}, {Title: label("trigger"), Width: 90},
			{Title: i18n.T("case.f.accountmeasure"), Width: 90}, {Title: label("body"), Width: 120, Grow: 1}, {Title: label("on"), Width: 90}},
		list: func(d app.Dossier) []app.Accountability { return d.Accountabilities },
		id:   nounID[app.Accountability],
		cells: func(a app.Accountability) []kit.Cell {
			on := day(a.On)
			if a.On.IsZero() {
				on = kit.Cell{Text: i18n.T("case.account.draft"), Tone: kit.Wait, Chip: true}
			}
			return []kit.Cell{{Text: a.Person, Bold: true}, {Text: a.Post}, {Text: i18n.Enum("trigger", a.Trigger)}, {Text: i18n.Enum("accountmeasure", a.Measure)}, {Text: a.Body}, on}
		},
		fresh: func() app.Accountability {
			return app.Accountability{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, Trigger: app.NotEarnest, Measure: app.Admonition}
		},
		form: func(f *kit.Form, a *app.Accountability) {
			f.Text("person", label("person"), &a.Person)
			f.Text("post", label("post"), &a.Post)
			kit.Enum(f, "trigger", label("trigger"), "trigger", app.Triggers, &a.Trigger)
			kit.Enum(f, "measure", i18n.T("case.f.accountmeasure"), "accountmeasure", app.AccountMeasures, &a.Measure)
			f.Text("body", label("body"), &a.Body)
			f.Date("on", label("on"), &a.On)
			f.Text("number", label("number"), &a.Number)
			f.Long("reason", label("reason"), &a.Reason)
		},
		save: func(ctx context.Context, d app.Desk, _ *app.Accountability, a app.Accountability) error {
			return d.HoldAccountable(ctx, a)
		},
		drop: discard[app.Accountability](app.VerbAccount),
	}
}

func (r *Room) uses() *records[app.ResultUse] {
	return &records[app.ResultUse]{
		name: "uses", title: i18n.T("case.uses"), add: i18n.T("case.uses.add"), empty: i18n.T("case.uses.none"),
		columns: []kit.TableColumn{{Title: i18n.T("case.f.whom"), Width: 100, Grow: 1}, {Title: label("use"), Width: 110}, {Title: label("dept"), Width: 120, Grow: 1},
			{Title: label("on"), Width: 90}, {Title: label("how"), Width: 120, Grow: 1}},
		list: func(d app.Dossier) []app.ResultUse { return d.Uses },
		id:   nounID[app.ResultUse],
		cells: func(u app.ResultUse) []kit.Cell {
			return []kit.Cell{{Text: r.recipient(u.Principal), Bold: true}, {Text: i18n.Enum("use", u.Use)}, {Text: u.Dept}, day(u.On), {Text: u.How}}
		},
		fresh: func() app.ResultUse {
			return app.ResultUse{ID: r.host.Desk().NewID(), Case: r.d.Case.ID, Use: app.UseAppraisal, On: r.host.Today()}
		},
		form: func(f *kit.Form, u *app.ResultUse) {
			r.chooseRecipient(f, "principal", i18n.T("case.f.whom"), &u.Principal)
			kit.Enum(f, "use", label("use"), "use", app.Uses, &u.Use)
			f.Text("dept", label("dept"), &u.Dept)
			f.Date("on", label("on"), &u.On)
			f.Long("how", label("how"), &u.How)
			f.Long("feedback", label("feedback"), &u.Feedback)
		},
		save: func(ctx context.Context, d app.Desk, _ *app.ResultUse, u app.ResultUse) error {
			return d.RegisterUse(ctx, u)
		},
		drop: discard[app.ResultUse](app.VerbRegisterUse),
	}
}
