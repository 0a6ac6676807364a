package findings

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
)

// How much is read for what stands around a finding.
const (
	knownLimit  = 300 // findings of the same type, over all cases
	beforeLimit = 300 // findings of the unit, over all rounds
	offered     = 4   // wordings
)

// around reads the findings whose wording may serve the one in hand, and what was found at its unit in other rounds. It
// runs off the main goroutine.
func (r *Room) around(ctx context.Context, d app.Dossier, id app.ID) ([]app.Finding, []store.FindingRow, error) {
	f, ok := d.Finding(id)
	if !ok {
		return nil, nil, nil
	}
	var known []app.Finding
	if typ := strings.TrimSpace(f.Type); typ != "" {
		rows, _, err := r.store.FindingRows(ctx, store.FindingQuery{Type: typ, Limit: knownLimit})
		if err != nil {
			return nil, nil, err
		}
		for _, o := range rows {
			if o.ID != id {
				known = append(known, o.Finding)
			}
		}
	}
	if d.Case.Unit == "" {
		return known, nil, nil
	}
	before, _, err := r.store.FindingRows(ctx, store.FindingQuery{Unit: d.Case.Unit, Desc: true, Limit: beforeLimit})
	before = slices.DeleteFunc(before, func(o store.FindingRow) bool { return o.Case == d.Case.ID || o.State == app.FindingDropped })
	return known, before, err
}

// typeField is the type of the problem and the year, with the typical problems of the finding's items to pick from.
func (e *editor) typeField(form *kit.Form) {
	f := &e.finding
	x := form.Text("type", i18n.T("finding.type"), &f.Type)
	form.Text("year", i18n.T("finding.year"), &f.Year)
	pick := kit.Flow(4)
	seen := map[string]bool{}
	for _, code := range f.Items.Sorted() {
		it, _, _ := e.d.Templates[f.Strand].Find(code)
		for _, p := range it.Problems {
			if !seen[p] {
				seen[p] = true
				pick.Add(kit.NewChipButton(p, p == f.Type, func() { e.put(x, p) }))
			}
		}
	}
	if len(pick.Objects) > 0 {
		form.Add("", i18n.T("bench.problems"), pick, true)
	}
}

// parts is the fact, which anybody may change, and below it its parts (domain 2.5) with the deed that composes it of them.
func (e *editor) parts(form *kit.Form) {
	f := &e.finding
	form.Long("fact", i18n.T("finding.fact"), &f.Fact).Whole()
	form.Heading(i18n.T("finding.parts"))
	form.Text("parts/when", i18n.T("field.when"), &f.Parts.When)
	form.Text("parts/where", i18n.T("field.where"), &f.Parts.Where)
	form.Text("parts/who", i18n.T("field.who"), &f.Parts.Who)
	form.Text("parts/howMuch", i18n.T("field.howMuch"), &f.Parts.HowMuch)
	form.Text("parts/what", i18n.T("field.what"), &f.Parts.What).Whole()
	form.Text("parts/consequence", i18n.T("field.consequence"), &f.Parts.Consequence).Whole()
	compose := kit.NewChipButton(i18n.T("finding.parts.compose"), false, e.compose)
	form.Add("", "", kit.Row(6, compose), true)
}

// compose writes the fact from its parts; a fact that was written by hand is asked about first.
func (e *editor) compose() {
	e.flush()
	fact := app.ComposeFact(e.finding.Parts)
	x := e.form.Field("fact")
	switch {
	case fact == "" || fact == e.finding.Fact:
	case strings.TrimSpace(e.finding.Fact) == "":
		e.put(x, fact)
	default:
		kit.Ask(e.room.host.Window(), i18n.T("finding.parts.compose"), i18n.T("finding.parts.over", "fact", fact), i18n.T("finding.parts.replace"), func() { e.put(x, fact) })
	}
}

// put types a text into a field and keeps it, as if the person had.
func (e *editor) put(x *kit.Field, text string) {
	if entry := kit.EntryIn(x.Object); entry != nil {
		entry.SetText(text)
		e.form.Flush()
	}
}

// drawHints draws what a person should see before writing on: findings that read alike, what was found at this unit before,
// and how such a problem was put elsewhere.
func (e *editor) drawHints() {
	f := e.finding
	e.hints.RemoveAll()
	if alike := app.Duplicates(e.d, f); len(alike) > 0 {
		col := kit.Column(2, kit.Line(i18n.T("finding.alike"), kit.Second))
		for _, o := range alike[:min(len(alike), 3)] {
			col.Add(e.lead(i18n.T("bench.finding.line", "number", o.Number, "title", o.Title), o.Case, o.ID))
		}
		e.hints.Add(col)
	}
	again := kit.Column(2)
	for _, o := range e.before {
		if o.Strand != f.Strand || !(f.Item != "" && o.Item == f.Item || app.Likeness(o.Title, f.Title) >= 40) {
			continue
		}
		again.Add(e.lead(i18n.T("bench.before.line", "case", o.CaseNumber, "title", o.Title), o.Case, o.ID))
		if len(again.Objects) == 3 {
			break
		}
	}
	if len(again.Objects) > 0 {
		e.hints.Add(kit.Column(2, kit.Line(i18n.T("bench.before"), kit.Second), again))
	}
	if words := e.wordings(); words != nil {
		e.hints.Add(words)
	}
	e.hints.Refresh()
}

// lead is a line that leads to another finding.
func (e *editor) lead(text string, caseID, id app.ID) fyne.CanvasObject {
	style := kit.Second
	style.Color = "" // as ink: it can be pressed
	return kit.NewTap(kit.NewPara(text, style), func() {
		e.flush()
		e.room.host.Go(shell.Route{Room: shell.RoomFindings, Case: caseID, Ref: string(id)})
	})
}

// wordings offers how findings of the type were put before. Taking one fills what is empty and asks before it writes over.
func (e *editor) wordings() fyne.CanvasObject {
	f := e.finding
	flow := kit.Flow(4)
	for _, w := range app.StandardWording(e.known, f.Type) {
		if w.Title == f.Title && (w.Requirement == f.Requirement || w.Requirement == "") && (w.Treatment == f.Treatment || w.Treatment == "") {
			continue
		}
		text := kit.Cut(i18n.T("finding.wording.line", "title", w.Title, "n", w.Count), 320, kit.Second)
		flow.Add(kit.NewChipButton(text, false, func() { e.useWording(w) }))
		if len(flow.Objects) == offered {
			break
		}
	}
	if len(flow.Objects) == 0 {
		return nil
	}
	return kit.Column(2, kit.Line(i18n.T("finding.wording"), kit.Second), flow)
}

func (e *editor) useWording(w app.Wording) {
	e.flush()
	f := &e.finding
	fill := func(over bool) {
		for _, part := range []struct {
			into *string
			text string
		}{{&f.Title, w.Title}, {&f.Requirement, w.Requirement}, {&f.Treatment, w.Treatment}} {
			if part.text != "" && (over || strings.TrimSpace(*part.into) == "") {
				*part.into = part.text
			}
		}
		e.save()
		e.draw()
	}
	loses := func(is, want string) bool {
		return want != "" && strings.TrimSpace(is) != "" && strings.TrimSpace(is) != want
	}
	if !loses(f.Title, w.Title) && !loses(f.Requirement, w.Requirement) && !loses(f.Treatment, w.Treatment) {
		fill(false)
		return
	}
	var d *kit.Dialog
	title := i18n.T("finding.wording.use")
	body := kit.Column(6, kit.NewPara(w.Title, kit.Strongly), kit.NewPara(i18n.T("finding.wording.requirement", "text", w.Requirement), kit.Body),
		kit.NewPara(i18n.T("finding.wording.treatment", "text", w.Treatment), kit.Body))
	empty := kit.NewButton(i18n.T("finding.wording.empty"), func() {
		d.Close()
		fill(false)
	})
	over := kit.NewPrimary(i18n.T("finding.wording.over"), func() {
		d.Close()
		fill(true)
	})
	d = kit.ShowDialog(e.room.host.Window(), title, kit.Scroll(body), 560, 320, kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() }), empty, over)
}
