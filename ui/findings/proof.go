package findings

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/papers"
)

// drawProof draws the evidence, the evidence sheets and the working papers of the finding.
func (e *editor) drawProof() {
	id := string(e.finding.ID)
	evidence := kit.Column(4)
	free := false
	for _, v := range e.d.Evidence {
		if !v.Findings.Has(id) {
			free = true
			continue
		}
		chips := kit.Row(4, kit.Chip(i18n.Enum("evidencekind", code(v.Kind)), kit.Quiet))
		if v.Sheet && v.SignedOn.IsZero() {
			chips.Add(kit.Chip(i18n.T("bench.sheet.waiting", "on", i18n.Date(v.SheetDue)), kit.Wait))
		}
		chips.Add(kit.NewChipButton(i18n.T("finding.evidence.remove"), false, func() { e.join(v, false) }))
		name := i18n.T("bench.evidence.line", "number", v.Number, "title", v.Title)
		evidence.Add(container.NewBorder(nil, nil, nil, chips, kit.NewPara(name, kit.Body)))
	}
	if len(evidence.Objects) == 0 {
		evidence.Add(kit.NewPara(i18n.T("finding.evidence.none"), kit.Second))
	}
	join := kit.NewChipButton(i18n.T("finding.evidence.add"), false, e.chooseEvidence)
	if !free {
		join.Disable()
	}
	e.proof.RemoveAll()
	e.proof.Add(kit.Column(6, kit.Row(8, kit.Line(i18n.T("finding.evidence"), kit.Heading), kit.Spring(), join), kit.Rule(), evidence))
	e.proof.Add(e.sheets())
	e.proof.Add(e.papers())
	e.proof.Refresh()
}

// sheets lists the evidence sheets of the finding.
func (e *editor) sheets() fyne.CanvasObject {
	list := kit.Column(6)
	for _, s := range e.d.Sheets {
		if s.Findings.Has(string(e.finding.ID)) {
			list.Add(papers.SheetLine(e.room.desk(), e.d, s, e.reload))
		}
	}
	if len(list.Objects) == 0 {
		list.Add(kit.NewPara(i18n.T("finding.sheet.none"), kit.Second))
	}
	write := kit.NewChipButton(i18n.T("finding.sheet.write"), false, e.writeSheet)
	return kit.Column(6, kit.Row(8, kit.Line(i18n.T("finding.sheets"), kit.Heading), kit.Spring(), write), kit.Rule(), list)
}

// papers lists the working papers of the finding.
func (e *editor) papers() fyne.CanvasObject {
	list := kit.Column(6)
	for _, p := range e.d.Papers {
		if p.Findings.Has(string(e.finding.ID)) {
			list.Add(papers.PaperLine(e.room.desk(), e.d, p, e.reload))
		}
	}
	if len(list.Objects) == 0 {
		list.Add(kit.NewPara(i18n.T("finding.paper.none"), kit.Second))
	}
	write := kit.NewChipButton(i18n.T("finding.paper.write"), false, e.writePaper)
	return kit.Column(6, kit.Row(8, kit.Line(i18n.T("finding.papers"), kit.Heading), kit.Spring(), write), kit.Rule(), list)
}

// writeSheet opens a new evidence sheet that begins with what the finding says.
func (e *editor) writeSheet() {
	if e.form == nil || !e.shown {
		return
	}
	e.flush()
	papers.Sheet(e.room.desk(), e.d, app.SheetFrom(e.d, "", e.finding.ID), e.reload)
}

// writePaper opens a new working paper that begins with what the finding says (form 3.12).
func (e *editor) writePaper() {
	if e.form == nil || !e.shown {
		return
	}
	e.flush()
	papers.Paper(e.room.desk(), e.d, app.PaperFrom(e.d, "", e.finding.ID), e.reload)
}

// desk is where the dialogs for papers open.
func (r *Room) desk() papers.Place { return papers.Place{Host: r.host, Store: r.store} }

type code string

// join links or unlinks a piece of evidence and the finding, one deed.
func (e *editor) join(v app.Evidence, on bool) {
	of := app.Set{}
	for f, in := range v.Findings {
		of[f] = in
	}
	if on {
		of[string(e.finding.ID)] = true
	} else {
		delete(of, string(e.finding.ID))
	}
	v.Findings = of
	desk := e.room.host.Desk()
	if err := desk.SaveEvidence(context.Background(), v); err != nil {
		e.room.host.Fail(err)
		return
	}
	e.room.host.Saved(desk.Now())
	e.reload()
}

// chooseEvidence links evidence of the case that the finding does not have yet.
func (e *editor) chooseEvidence() {
	e.flush()
	var d *kit.Dialog
	col := kit.Column(4)
	for _, v := range e.d.Evidence {
		if v.Findings.Has(string(e.finding.ID)) {
			continue
		}
		items := strings.Join(v.Items.Sorted(), " ")
		col.Add(kit.NewTap(kit.Inset(6, 4, kit.Column(1, kit.NewPara(i18n.T("bench.evidence.line", "number", v.Number, "title", v.Title), kit.Body),
			kit.NewPara(items, kit.Second))), func() {
			d.Close()
			e.join(v, true)
		}))
	}
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	d = kit.ShowDialog(e.room.host.Window(), i18n.T("finding.evidence.add"), kit.Scroll(col), 560, 460, no)
}
