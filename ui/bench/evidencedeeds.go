package bench

import (
	"context"
	"errors"
	"strings"

	"lianshen/app"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// replaceEvidence asks for the file of a new version; the former one stays.
func (r *Room) replaceEvidence(e app.Evidence) {
	fault := kit.NewPara("", kit.Faulty)
	file := ask.NewFile(r.host.Window(), nil)
	var d *kit.Dialog
	ok := kit.NewPrimary(i18n.T("evidence.replace.deed"), func() {
		path := file.Value()
		if path == "" {
			r.refuse(fault, app.Refuse("ask.nopath"))
			return
		}
		desk := r.host.Desk()
		var t taken
		r.host.Progress(i18n.T("bench.evidence.adding", "name", fileOf(path)), func(ctx context.Context, report func(int, int, string)) error {
			f, err := r.right.album.open(path)
			if err != nil {
				return err
			}
			defer func() { _ = f.Close() }() // read only
			tell := progress(report, 0, 1, f.size, fileOf(path))
			t, err = r.attach(ctx, app.Evidence{Case: e.Case, FileName: fileOf(path)}, f, func(n app.Evidence) (t taken, err error) {
				t.id, err = desk.ReplaceEvidence(ctx, e.ID, n)
				return t, err
			}, func(done int64) { tell(0, done) })
			return err
		}, func(err error) {
			if err != nil {
				r.refuse(fault, err)
				return
			}
			ask.Used(path)
			d.Close()
			r.host.Saved(desk.Now())
			r.tellTaken([]taken{t}, "")
		})
	})
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	body := kit.Column(8, kit.NewPara(i18n.T("evidence.replace.text", "number", e.Number), kit.Second), file.Object(), fault)
	d = kit.ShowDialog(r.host.Window(), i18n.T("evidence.replace"), body, 640, 230, no, ok)
	r.host.Window().Canvas().Focus(file.Entry)
}

// withdrawEvidence asks why a piece of evidence no longer counts.
func (r *Room) withdrawEvidence(e app.Evidence) {
	fault := kit.NewPara("", kit.Faulty)
	why := kit.NewEntry("")
	var d *kit.Dialog
	ok := kit.NewPrimary(i18n.T("evidence.withdraw"), func() {
		desk := r.host.Desk()
		if err := desk.WithdrawEvidence(context.Background(), e.ID, strings.TrimSpace(why.Text)); err != nil {
			r.refuse(fault, err)
			return
		}
		d.Close()
		r.host.Saved(desk.Now())
	})
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	body := kit.Column(8, kit.NewPara(i18n.T("evidence.withdraw.text", "number", e.Number), kit.Second), why, fault)
	d = kit.ShowDialog(r.host.Window(), i18n.T("evidence.withdraw"), body, 560, 230, no, ok)
	r.host.Window().Canvas().Focus(why)
}

// refuse shows an error under what was typed; a stop is none.
func (r *Room) refuse(fault *kit.Para, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	sentence, hint := i18n.Error(err)
	fault.SetText(strings.TrimSpace(sentence + "\n" + hint))
	kit.Relayout(fault)
}

// scanBack brings a signed scan back to its evidence sheet: by the code that is read off it, else by the typed one.
func (r *Room) scanBack(e app.Evidence) {
	var found string
	r.host.Progress(i18n.T("evidence.scanning"), func(ctx context.Context, _ func(int, int, string)) (err error) {
		found, err = r.right.album.codeOn(ctx, e)
		return err
	}, func(err error) {
		if errors.Is(err, context.Canceled) {
			return
		}
		if err == nil {
			var tell func()
			if tell, err = r.belongs(e, found); err == nil {
				tell()
				return
			}
		}
		r.typeCode(e, err)
	})
}

// typeCode asks for the code that is printed on a sheet; why is what kept it from being read.
func (r *Room) typeCode(e app.Evidence, why error) {
	fault := kit.NewPara("", kit.Faulty)
	entry := kit.NewEntry("")
	entry.PlaceHolder = "7K2M-Q9XD-3VNP"
	var d *kit.Dialog
	ok := kit.NewPrimary(i18n.T("evidence.scan.deed"), func() {
		tell, err := r.belongs(e, entry.Text)
		if err != nil {
			r.refuse(fault, err)
			return
		}
		d.Close() // what is told comes after: closing takes away what lies above
		tell()
	})
	no := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	d = kit.ShowDialog(r.host.Window(), i18n.T("evidence.scan"), kit.Column(8, kit.NewPara(i18n.T("evidence.scan.text"), kit.Second), entry, fault), 560, 260, no, ok)
	r.refuse(fault, why)
	r.host.Window().Canvas().Focus(entry)
}

// belongs keeps a scan as that of the sheet whose code it bears: it is linked to what the sheet is linked to. tell says
// so, or that the sheet reads otherwise by now.
func (r *Room) belongs(e app.Evidence, code string) (tell func(), err error) {
	s, current, err := app.FindSheet(code, r.sheet.d.Sheets)
	if err != nil {
		return nil, err
	}
	e.Of, e.Kind, e.Sheet = s.ID, "sheet", true
	e.Items, e.Findings = app.NewSet(append(e.Items.Sorted(), s.Items.Sorted()...)...), app.NewSet(append(e.Findings.Sorted(), s.Findings.Sorted()...)...)
	desk := r.host.Desk()
	if err := desk.SaveEvidence(context.Background(), e); err != nil {
		return nil, err
	}
	r.host.Saved(desk.Now())
	if !current {
		return func() {
			kit.Tell(r.host.Window(), i18n.T("evidence.scan"), i18n.T("evidence.scan.outdated", "index", s.Index), i18n.T("evidence.scan.outdated.hint"))
		}, nil
	}
	return func() { r.host.Toast(i18n.T("evidence.scan.done", "index", s.Index, "number", e.Number)) }, nil
}
