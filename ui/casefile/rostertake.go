package casefile

import (
	"context"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/xlsx"
	"lianshen/ui/ask"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// taking is a list on its way in: the file, the sheet, which column is what, and what that gives.
type taking struct {
	page    *rosterPage
	sort    string
	file    *xlsx.RosterFile
	sheet   xlsx.RosterSheet
	known   bool // the mapping is that of last time
	mapping map[string]string
	asOf    app.Date
	skip    bool
}

// take asks for the file of a list.
func (p *rosterPage) take(sort string) {
	r := p.room
	var d *kit.Dialog
	fault := kit.NewPara("", kit.Faulty)
	file := ask.NewFile(r.host.Window(), nil)
	next := kit.NewPrimary(i18n.T("rosters.open"), func() {
		path := file.Value()
		if path == "" {
			r.refused(fault, app.Refuse("ask.nopath"))
			return
		}
		var in *xlsx.RosterFile
		r.host.Progress(i18n.T("rosters.opening"), func(ctx context.Context, _ func(int, int, string)) (err error) {
			in, err = xlsx.OpenRoster(ctx, path)
			return err
		}, func(err error) {
			if err != nil {
				r.refused(fault, err)
				return
			}
			ask.Used(path)
			d.Close()
			t := &taking{page: p, sort: sort, file: in}
			t.choose(in.Sheets[0])
		})
	})
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	body := kit.Column(8, kit.NewPara(i18n.T("rosters.which"), kit.Second), file.Object(), fault)
	d = kit.ShowDialog(r.host.Window(), i18n.Enum("rostersort", sort)+" · "+i18n.T("rosters.pick"), body, 640, 250, cancel, next)
	file.Entry.OnSubmitted = func(string) { next.Tapped(nil) }
	r.host.Window().Canvas().Focus(file.Entry)
}

// choose takes a sheet and shows its columns.
func (t *taking) choose(s xlsx.RosterSheet) {
	t.sheet = s
	t.mapping, t.known = s.Guess(t.sort, t.page.room.d.Rosters)
	t.columns()
}

// columns lets the person say which column each field is read from.
func (t *taking) columns() {
	r := t.page.room
	var d *kit.Dialog
	fault := kit.NewPara("", kit.Faulty)
	top := []fyne.CanvasObject{kit.NewPara(i18n.T("rosters.map.text"), kit.Second)}
	if t.known {
		top = append(top, kit.NewPara(i18n.T("rosters.map.known"), kit.Body))
	}
	form := kit.NewForm(nil, "").Columns(2)
	if len(t.file.Sheets) > 1 {
		var names []string
		for _, s := range t.file.Sheets {
			names = append(names, s.Name)
		}
		form.Choice("sheet", i18n.T("rosters.map.sheet"), names, names, func() string { return t.sheet.Name }, func(name string) {
			if s, err := t.file.Sheet(name); err == nil && name != t.sheet.Name {
				d.Close()
				t.choose(s)
			}
		}).Whole()
	}
	heads, words := []string{""}, []string{i18n.T("rosters.map.none")}
	for _, h := range t.sheet.Heads {
		if h != "" {
			heads, words = append(heads, h), append(words, h)
		}
	}
	for _, field := range app.RosterFields[t.sort] {
		form.Choice(field, i18n.Enum("rosterfield", field), heads, words, func() string { return t.mapping[field] }, func(head string) {
			t.mapping[field] = head
			if head == "" {
				delete(t.mapping, field)
			}
		})
	}
	next := kit.NewPrimary(i18n.T("rosters.map.next"), func() {
		id := r.d.Case.ID
		var out *xlsx.RosterOutcome
		r.host.Progress(i18n.T("rosters.opening"), func(ctx context.Context, report func(int, int, string)) (err error) {
			out, err = t.sheet.Rows(ctx, id, t.sort, t.mapping, func(done, total int) { report(done, total, "") })
			return err
		}, func(err error) {
			if err != nil {
				r.refused(fault, err)
				return
			}
			d.Close()
			t.preview(out)
		})
	})
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	body := kit.Scroll(kit.Column(8, append(top, form.Content(), fault)...))
	d = kit.ShowDialog(r.host.Window(), i18n.Enum("rostersort", t.sort)+" · "+i18n.T("rosters.map"), body, 720, 560, cancel, next)
}

// preview says what is in the list and what is wrong by cell, and takes it in.
func (t *taking) preview(out *xlsx.RosterOutcome) {
	const most = 60 // remarks that are listed
	r := t.page.room
	var d *kit.Dialog
	fault := kit.NewPara("", kit.Faulty)
	take := kit.NewPrimary(i18n.T("rosters.do", "n", out.Taken), func() {
		desk, list := r.host.Desk(), app.Roster{Case: r.d.Case.ID, FileName: t.file.Name, AsOf: t.asOf}
		r.host.Run(func(ctx context.Context) (func(), error) {
			err := bundle.TakeRoster(ctx, r.store, desk, list, out, t.skip)
			return func() {
				if err != nil {
					r.refused(fault, err)
					return
				}
				d.Close()
				r.host.Saved(desk.Now())
				r.host.Toast(i18n.T("rosters.done", "sort", i18n.Enum("rostersort", t.sort), "n", out.Taken))
			}, nil
		})
	})
	if out.Taken == 0 {
		take.Disable()
	}
	lines := []fyne.CanvasObject{kit.NewPara(i18n.T("rosters.counts", "read", out.Read, "taken", out.Taken, "wrong", out.Wrong, "empty", out.Empty), kit.Body)}
	form := kit.NewForm(nil, "")
	form.Save = func() {}
	form.Date("asOf", i18n.T("rosters.asof"), &t.asOf)
	if out.Wrong > 0 {
		codes, words := []string{"stop", "skip"}, []string{i18n.T("rosters.faults.stop"), i18n.T("rosters.faults.skip")}
		form.Choice("faults", i18n.T("rosters.faults"), codes, words, func() string { return codes[map[bool]int{true: 1}[t.skip]] }, func(code string) { t.skip = code == "skip" })
	}
	lines = append(lines, form.Content())
	said := 0
	for _, list := range []struct {
		remarks []xlsx.Remark
		tone    kit.Tone
	}{{out.Faults, kit.Fault}, {out.Hints, kit.Wait}} {
		for _, m := range list.remarks {
			if said++; said <= most {
				lines = append(lines, remarkNote(m, list.tone))
			}
		}
	}
	if said > most {
		lines = append(lines, kit.NewPara(i18n.T("rosters.more", "n", said-most), kit.Second))
	}
	back := kit.NewButton(i18n.T("rosters.back"), func() { d.Close(); t.columns() })
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	d = kit.ShowDialog(r.host.Window(), i18n.T("rosters.preview")+" · "+t.file.Name, kit.Scroll(kit.Column(8, append(lines, fault)...)), 720, 560, cancel, back, take)
}
