package casefile

import (
	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
)

// signoffs tells of the names under the closed stages and under the approved reports, and whether what was signed still
// reads as it did.
func (r *Room) signoffs() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	add := func(what string, s app.Signoff) {
		out = append(out, kit.Column(2, kit.NewPara(what, kit.Second), kit.SignMark(r.d, s, func() {
			r.flush()
			r.host.Go(shell.Route{Room: shell.RoomHistory + "/signoffs", Case: r.d.Case.ID, Ref: string(s.ID)})
		})))
	}
	for _, stage := range app.Stages {
		if s, signed := app.LastSignoff(r.d, app.SignStage, r.d.Case.ID, stage); signed {
			add(i18n.T("case.signoff.stage", "stage", i18n.Enum("stage", stage)), s)
		}
	}
	for _, strand := range app.Strands {
		if s, signed := app.ReportSignoff(r.d, strand); signed {
			add(i18n.T("case.signoff.report", "strand", i18n.Enum("strand", strand)), s)
		}
	}
	return out
}
