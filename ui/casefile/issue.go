package casefile

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/leaving"
	"lianshen/ui/press"
	"lianshen/ui/shell"
)

// issues has a line for each report: how it is issued, or which version is in force and how it is corrected (R32).
func (r *Room) issues() fyne.CanvasObject {
	lines := []fyne.CanvasObject{kit.NewPara(i18n.T("case.issue.about"), kit.Second)}
	for _, s := range app.Strands {
		shown := r.d.Case.Strands[s]
		line := container.NewStack(r.issueLine(s))
		r.derived = append(r.derived, func() {
			if now := r.d.Case.Strands[s]; now.Number != shown.Number || now.IssuedReport != shown.IssuedReport {
				shown, line.Objects = now, []fyne.CanvasObject{r.issueLine(s)}
				line.Refresh()
			}
		})
		lines = append(lines, line)
	}
	return kit.Column(8, lines...)
}

func (r *Room) issueLine(s app.Strand) fyne.CanvasObject {
	v := r.d.Case.Strands[s]
	f := r.form("issue/" + string(s))
	f.Show(short(s), numberOr(v.Number))
	signer, on := v.Signer, v.IssuedOn
	if in, issued := app.InForce(r.d, s); issued {
		f.Show(label("issuedOn"), i18n.T("case.issued.line", "date", v.IssuedOn, "signer", v.Signer, "version", in.Version))
		f.Add("issue/"+string(s)+"/open", " ", kit.Row(8, kit.NewButton(i18n.T("case.issued.open"), func() {
			r.host.Go(shell.Route{Room: shell.RoomDrafts, Case: r.d.Case.ID, Ref: string(s)})
		}), kit.NewButton(i18n.T("case.correct"), func() { r.askCorrection(s) })), true)
		return f.Columns(2).Content()
	}
	drawn := r.host.Today()
	if on.IsZero() {
		on = drawn
	}
	f.Text("issue/"+string(s)+"/signer", label("signer"), &signer)
	f.Date("issue/"+string(s)+"/issuedOn", label("issuedOn"), &on)
	f.Add("issue/"+string(s)+"/do", " ", kit.Row(0, kit.NewButton(i18n.T("case.issue.do"), func() {
		f.Flush()
		if on == drawn { // midnight may have passed since
			on = r.host.Today()
		}
		r.issue(press.Order{Strand: s, On: on, Signer: signer}, func(err error) {
			if err != nil {
				f.Refused(err)
			}
		})
	})), false)
	return f.Columns(4).Content()
}

// issue makes the report as it goes out and issues it, of the facts as they are then; done is told what came of it.
func (r *Room) issue(o press.Order, done func(error)) {
	id, desk := r.d.Case.ID, r.host.Desk()
	leaving.Deed(r.host, i18n.T("case.issuing"), func(ctx context.Context, _ func(int, int, string)) error {
		d, err := r.store.Dossier(ctx, id)
		if err != nil {
			return err
		}
		_, err = press.Issue(ctx, r.store, desk, d, o)
		return err
	}, func(err error) {
		if done(err); err == nil {
			r.host.Saved(desk.Now())
			r.host.Toast(i18n.T("case.issue.done", "report", i18n.T("strand."+string(o.Strand)+".report")))
		}
	})
}

// askCorrection asks why a report in force is corrected, and who signs the correction.
func (r *Room) askCorrection(s app.Strand) {
	signer, reason, on := r.d.Case.Strands[s].Signer, "", r.host.Today()
	f := kit.NewForm(kit.NewDrafts(), "correct")
	f.Long("reason", label("reason"), &reason)
	f.Text("signer", label("signer"), &signer)
	f.Date("on", label("issuedOn"), &on)
	var d *kit.Dialog
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	do := kit.NewPrimary(i18n.T("case.correct.do"), func() {
		f.Flush()
		if strings.TrimSpace(reason) == "" {
			f.Refused(app.Refuse("field.required", "field", "reason"))
			return
		}
		r.issue(press.Order{Strand: s, On: on, Signer: signer, Reason: reason}, func(err error) {
			if err != nil {
				f.Refused(err)
				return
			}
			d.Close()
		})
	})
	d = kit.ShowDialog(r.host.Window(), i18n.T("case.correct"), kit.Column(8, kit.NewPara(i18n.T("case.correct.about"), kit.Second), f.Content()), 520, 320, cancel, do)
}

func numberOr(number string) string {
	if number == "" {
		return i18n.T("case.unnumbered")
	}
	return number
}
