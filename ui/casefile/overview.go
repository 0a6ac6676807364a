package casefile

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// label is what a person calls a field; errors use the same word.
func label(name string) string { return i18n.Capital(i18n.T("field." + name)) }

// cards sets cards one under the other in a page that scrolls.
func cards(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return kit.Scroll(kit.Column(theme.Size(theme.Gap), objects...))
}

// live is an object that is made anew when the dossier changes.
func (r *Room) live(make func() fyne.CanvasObject) fyne.CanvasObject {
	holder := container.NewStack(make())
	r.derived = append(r.derived, func() {
		holder.Objects = []fyne.CanvasObject{make()}
		holder.Refresh()
		kit.Relayout(holder)
	})
	return holder
}

// overview shows how far the case is and when its stages are to be and were.
func (r *Room) overview() fyne.CanvasObject {
	return cards(r.live(r.progressCard), r.live(r.countCard), kit.Card(i18n.T("case.stages"), r.stageForm()),
		kit.Card(i18n.T("papers.forms"), r.formsCard()), kit.Card(i18n.T("archive.card"), r.archiveCard()))
}

// progressCard shows the three strands; a press opens the bench there.
func (r *Room) progressCard() fyne.CanvasObject {
	var columns []fyne.CanvasObject
	for _, s := range app.Strands {
		columns = append(columns, r.strandProgress(s))
	}
	return kit.Card(i18n.T("case.progress"), kit.Split(20, []float32{1, 1, 1}, columns...))
}

func (r *Room) strandProgress(s app.Strand) fyne.CanvasObject {
	p := app.ProgressOf(r.d, s)
	bar := kit.NewBar()
	if p.Total > 0 {
		bar.Set(kit.Part{Tone: kit.Done, Share: float32(p.Answered-p.Problems) / float32(p.Total)},
			kit.Part{Tone: kit.Fault, Share: float32(p.Problems) / float32(p.Total)})
	}
	n, amount := 0, app.Money(0)
	for _, f := range r.d.Findings {
		if f.Strand == s && f.State != app.FindingDropped {
			n++
			amount += f.Amount
		}
	}
	lines := []fyne.CanvasObject{
		kit.Line(short(s), kit.Heading), bar,
		kit.NewPara(i18n.T("case.answered", "done", p.Answered, "total", p.Total, "problems", p.Problems), kit.Second),
		kit.NewPara(i18n.T("case.found", "n", n, "amount", amount.Wan(true)), kit.Second),
	}
	id := r.d.Case.ID
	return kit.NewTap(kit.Column(5, lines...), func() { r.host.Go(shell.Route{Room: shell.RoomBench, Case: id, Ref: string(s)}) })
}

func (r *Room) countCard() fyne.CanvasObject {
	var boxes []fyne.CanvasObject
	var shares []float32
	for _, x := range []struct {
		key string
		n   int
	}{{"findings", len(r.d.Findings)}, {"evidence", len(r.d.Evidence)}, {"papers", len(r.d.Papers)}, {"talks", len(r.d.Talks)},
		{"opinions", len(r.d.Opinions)}, {"measures", len(r.d.Measures)}} {
		boxes = append(boxes, kit.Column(0, kit.Line(i18n.Number(x.n), kit.Figure), kit.NewPara(i18n.T("case.count."+x.key), kit.Second)))
		shares = append(shares, 1)
	}
	return kit.Card("", kit.Split(6, shares, boxes...))
}

// stageForm holds the planned dates of the stages (R1); the real ones are kept by closing.
func (r *Room) stageForm() fyne.CanvasObject {
	dates := kit.Copy(r.d.Case.Stages)
	if dates == nil {
		dates = map[app.Stage]app.StageDates{}
	}
	value := map[app.Stage]*app.StageDates{}
	f := r.form("stages")
	id := r.d.Case.ID
	f.Save = func() {
		now := map[app.Stage]app.StageDates{}
		for s, v := range value {
			now[s] = *v
		}
		r.keep(f, func(ctx context.Context, d app.Desk) error {
			return d.SaveCase(ctx, app.VerbSaveCase, id, func(c *app.Case) error {
				if c.Stages == nil {
					c.Stages = map[app.Stage]app.StageDates{}
				}
				for s, v := range now {
					x := c.Stages[s]
					x.PlannedFrom, x.PlannedTo = v.PlannedFrom, v.PlannedTo
					c.Stages[s] = x
				}
				return nil
			})
		}, nil)
	}
	f.Narrow(150)
	for _, s := range app.Stages[1 : len(app.Stages)-1] {
		v := dates[s]
		value[s] = &v
		f.Show(i18n.T("case.stage"), i18n.Enum("stage", s))
		f.Date("plannedFrom."+string(s), label("plannedFrom"), &v.PlannedFrom)
		f.Date("plannedTo."+string(s), label("plannedTo"), &v.PlannedTo)
		real := i18n.T("case.notbegun")
		switch {
		case !v.Closed.IsZero():
			real = i18n.T("case.wasfromto", "from", v.Started, "to", v.Closed)
		case !v.Started.IsZero():
			real = i18n.T("case.since", "from", v.Started)
		}
		f.Show(i18n.T("case.real"), real)
	}
	return f.Columns(4).Content()
}

const timelineRows = 300

// history tells what was done in the case; a deed can be taken back.
func (r *Room) history() fyne.CanvasObject {
	t := kit.NewTable(
		kit.TableColumn{Title: i18n.T("case.h.at"), Width: 128},
		kit.TableColumn{Title: i18n.T("case.h.who"), Width: 70, Spare: 1},
		kit.TableColumn{Title: i18n.T("case.h.deed"), Width: 110, Grow: 1},
		kit.TableColumn{Title: i18n.T("case.h.field"), Width: 100, Grow: 1},
		kit.TableColumn{Title: i18n.T("case.h.before"), Width: 90, Grow: 1, Spare: 2},
		kit.TableColumn{Title: i18n.T("case.h.after"), Width: 90, Grow: 1},
	)
	undo := kit.NewButton(i18n.T("case.h.undo"), nil)
	undo.Disable()
	fill := func() {
		rows := make([]kit.TableRow, len(r.events))
		for i, e := range r.events {
			rows[i] = kit.TableRow{ID: fmt.Sprintf("%d/%d", e.Record, i), Cells: []kit.Cell{
				{Text: e.At.Local().Format("2006-01-02 15:04"), Tone: kit.Quiet}, {Text: e.Who}, {Text: i18n.Enum("verb", e.Verb), Bold: true},
				{Text: fieldWords(e)}, {Text: plain(e.Before), Tone: kit.Quiet}, {Text: plain(e.After)}}}
		}
		t.Replace(rows)
	}
	t.OnSelect = func(kit.TableRow) { undo.Enable() }
	undo.OnTapped = func() {
		row, ok := t.Selected()
		if !ok {
			return
		}
		var record int64
		if _, err := fmt.Sscanf(row.ID, "%d/", &record); err != nil {
			return
		}
		r.keep(nil, func(ctx context.Context, _ app.Desk) error { return r.store.Undo(ctx, record) }, func() {
			r.host.Toast(i18n.T("case.h.undone"))
		})
	}
	fill()
	r.derived = append(r.derived, fill)
	head := kit.Row(8, kit.Line(i18n.T("case.h.title"), kit.Heading), kit.Line(i18n.T("case.h.text", "n", timelineRows), kit.Second), kit.Spring(), undo)
	return kit.Card("", container.NewBorder(head, nil, nil, nil, t))
}

// fieldWords names the field an event is about as people call it, or its kind of noun where it is the whole of it.
func fieldWords(e store.Event) string {
	if e.Field == "" {
		return i18n.Enum("kind", e.Kind)
	}
	return pathWords(e.Field)
}
