package daylog

import (
	"context"
	"strings"

	"lianshen/app"
	"lianshen/reports/pdf"
	"lianshen/ui/ask"
	"lianshen/ui/daybook"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/leaving"
)

// print asks which days, and then where to put them; it begins with the day in hand.
func (r *Room) print() {
	r.flush()
	from, to := r.on, r.on
	form := kit.NewForm(nil, "").Columns(2)
	form.Date("from", i18n.T("daylog.from"), &from)
	form.Date("to", i18n.T("daylog.to"), &to)
	var d *kit.Dialog
	ok := kit.NewPrimary(i18n.T("daylog.print"), nil)
	ok.OnTapped = func() {
		form.Flush()
		if from.IsZero() || to.IsZero() {
			form.Refused(app.Refuse("daylog.dates"))
			return
		}
		me, first, last := r.store.Me(), from, to
		r.host.Run(func(ctx context.Context) (func(), error) {
			days, err := daybook.Written(ctx, r.store, me.ID, first, last)
			if err != nil && app.CodeOf(err) == "" {
				return nil, err
			}
			return func() {
				if err != nil {
					form.Refused(err)
					return
				}
				d.Close()
				r.saveAs(me, days)
			}, nil
		})
	}
	d = kit.ShowDialog(r.host.Window(), i18n.T("daylog.print.span"), form.Content(), 480, 0, kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() }), ok)
	form.Field("from").Focus()
}

// saveAs asks where to put the pages, searches them for names, notes the print and opens the file.
func (r *Room) saveAs(me app.Person, days []app.DayLog) {
	ask.SaveAs(r.host.Window(), i18n.T("daylog.print.span"), daybook.FileName(me, days), i18n.T("daylog.print"), func(path string, closed func(error)) {
		if !strings.HasSuffix(strings.ToLower(path), ".pdf") {
			path += ".pdf"
		}
		desk := r.host.Desk()
		leaving.Deed(r.host, i18n.T("daylog.print.doing"), func(ctx context.Context, _ func(int, int, string)) error {
			res, err := daybook.Print(ctx, r.store, desk.Today(), days)
			if err == nil {
				err = ctx.Err()
			}
			if err == nil { // the trace comes first: nothing leaves that is not kept
				err = daybook.Note(ctx, desk, days, res)
			}
			if err != nil {
				return err
			}
			return pdf.WriteFile(path, res)
		}, func(err error) {
			if err == nil {
				r.host.Toast(i18n.T("papers.printed", "path", path))
				err = r.host.OpenFile(path)
			}
			closed(err)
		})
	})
}
