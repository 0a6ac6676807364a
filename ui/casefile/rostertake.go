package casefile

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports/xlsx"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// taking is a list on its way in: the files, the sheets, which column is what, and what that gives.
type taking struct {
	page    *rosterPage
	sort    string
	file    *xlsx.RosterFile
	sheet   xlsx.RosterSheet
	all     bool   // the sheets like it are read with it
	period  string // month or year of pay as the person says it
	known   bool   // the mapping is that of last time
	mapping map[string]string
	asOf    app.Date
	skip    bool
	drop    bool // the months taken in before are not kept
}

// take asks for the file of a list, or for several that make one.
func (p *rosterPage) take(sort string) {
	r := p.room
	var files []*xlsx.RosterFile
	read := func(a *fileAsk, then func()) {
		var in *xlsx.RosterFile
		a.read(func(ctx context.Context, path string) (err error) {
			in, err = xlsx.OpenRoster(ctx, path)
			return err
		}, func() {
			files = append(files, in)
			then()
		})
	}
	several := func(a *fileAsk) []fyne.CanvasObject {
		some := kit.NewPara(i18n.T("rosters.files.none"), kit.Second)
		more := kit.NewButton(i18n.T("rosters.files.add"), func() {
			read(a, func() {
				a.file.Entry.SetText("")
				a.fault.SetText("")
				some.SetText(i18n.T("rosters.files.some", "n", len(files), "files", xlsx.JoinFiles(files...).Name))
				kit.Relayout(some)
				r.host.Window().Canvas().Focus(a.file.Entry)
			})
		})
		more.Small = true
		return []fyne.CanvasObject{some, kit.Row(8, more, kit.Spring())}
	}
	open := func(a *fileAsk) func() {
		return func() {
			a.dialog.Close()
			in := xlsx.JoinFiles(files...)
			t := &taking{page: p, sort: sort, file: in, all: sort == "payroll" || len(files) > 1}
			t.choose(in.Sheets[0])
		}
	}
	title := i18n.Enum("rostersort", sort) + " · " + i18n.T("rosters.pick")
	r.askFile(fileWords{title, i18n.T("rosters.which"), i18n.T("rosters.opening"), i18n.T("rosters.open")}, several, func(a *fileAsk) {
		if a.file.Value() == "" && len(files) > 0 {
			open(a)()
			return
		}
		read(a, open(a))
	})
}

// choose takes a sheet and shows its columns.
func (t *taking) choose(s xlsx.RosterSheet) {
	t.sheet = s
	t.mapping, t.known = s.Guess(t.sort, t.page.room.d.Rosters)
	t.period = xlsx.PeriodText(s.Period)
	t.columns()
}

// sheets gives the sheets that are read, each with the month of pay that it tells or that the person says.
func (t *taking) sheets() ([]xlsx.RosterSheet, error) {
	out := []xlsx.RosterSheet{t.sheet}
	if t.all {
		out = t.file.Alike(t.sheet, t.sort, t.mapping)
	}
	p, err := xlsx.ParsePeriod(t.period)
	for i := range out {
		out[i] = out[i].InPeriod(p, len(out) == 1)
	}
	return out, err
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
		codes, words := names, names
		if like := len(t.file.Alike(t.sheet, t.sort, t.mapping)); like > 1 {
			codes, words = append([]string{""}, names...), append([]string{i18n.T("rosters.map.all", "n", like)}, names...)
		} else {
			t.all = false
		}
		form.Choice("sheet", i18n.T("rosters.map.sheet"), codes, words, func() string {
			if t.all {
				return ""
			}
			return t.sheet.Name
		}, func(name string) {
			t.all = name == ""
			if s, err := t.file.Sheet(name); err == nil && name != "" && name != t.sheet.Name {
				d.Close()
				t.choose(s)
			}
		}).Whole()
	}
	if t.sort == "payroll" {
		form.Text("period", i18n.T("rosters.map.period"), &t.period)
		form.Add("", "", kit.NewPara(i18n.T("rosters.map.period.hint"), kit.Second), false)
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
		form.Flush()
		id := r.d.Case.ID
		var out *xlsx.RosterOutcome
		sheets, err := t.sheets()
		if err != nil {
			r.refused(fault, err)
			return
		}
		r.host.Progress(i18n.T("rosters.opening"), func(ctx context.Context, report func(int, int, string)) (err error) {
			out, err = xlsx.ReadSheets(ctx, id, t.sort, t.mapping, sheets, func(done, total int) { report(done, total, "") })
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
	form := kit.NewForm(nil, "")
	earlier, mergeable := t.earlier(out)
	take := kit.NewPrimary(i18n.T("rosters.do", "n", out.Taken), func() {
		form.Flush()
		desk, list := r.host.Desk(), app.Roster{Case: r.d.Case.ID, FileName: t.file.Name, AsOf: t.asOf}
		r.host.Progress(i18n.T("rosters.keeping"), func(ctx context.Context, _ func(int, int, string)) (err error) {
			in := *out
			if mergeable && !t.drop {
				in.Rows = slices.Clone(out.Rows)
				if list.FileName, err = bundle.AddMonths(ctx, r.store, earlier, t.file.Name, &in); err != nil {
					return err
				}
			}
			return bundle.TakeRoster(ctx, r.store, desk, list, &in, t.skip)
		}, func(err error) {
			if err != nil {
				r.refused(fault, err)
				return
			}
			d.Close()
			r.host.Saved(desk.Now())
			r.host.Toast(i18n.T("rosters.done", "sort", i18n.Enum("rostersort", t.sort), "n", out.Taken))
		})
	})
	if out.Taken == 0 {
		take.Disable()
	}
	lines := []fyne.CanvasObject{kit.NewPara(i18n.T("rosters.counts", "read", out.Read, "taken", out.Taken, "wrong", out.Wrong, "empty", out.Empty), kit.Body)}
	if months := monthsText(out.Rows); months != "" {
		lines = append(lines, kit.NewPara(i18n.T("rosters.months", "months", months), kit.Body))
	}
	form.Save = func() {}
	form.Date("asOf", i18n.T("rosters.asof"), &t.asOf)
	if mergeable {
		codes, words := []string{"add", "drop"}, []string{i18n.T("rosters.keep.add"), i18n.T("rosters.keep.drop")}
		form.Choice("keep", i18n.T("rosters.keep")+" "+monthsText(t.page.lists.Payroll), codes, words, func() string { return codes[map[bool]int{true: 1}[t.drop]] }, func(code string) { t.drop = code == "drop" }).Whole()
	}
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
				lines = append(lines, placeNote(m, list.tone))
			}
		}
	}
	if said > most {
		lines = append(lines, kit.NewPara(i18n.T("rosters.more", "n", said-most), kit.Second))
	}
	back := kit.NewButton(i18n.T("rosters.back"), func() { d.Close(); t.columns() })
	cancel := kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() })
	d = kit.ShowFitted(r.host.Window(), i18n.T("rosters.preview")+" · "+t.file.Name, kit.Column(8, append(lines, fault)...), 720, 560, cancel, back, take)
}

// earlier gives the payroll that was taken in before, and whether its months can be kept beside those of a new one: both
// tell the month of every row.
func (t *taking) earlier(out *xlsx.RosterOutcome) (app.Roster, bool) {
	old, there := t.page.lists.Of["payroll"]
	blank := func(r app.RosterRow) bool { return r.Month == "" }
	return old, there && t.sort == "payroll" && len(t.page.lists.Payroll) > 0 && !slices.ContainsFunc(out.Rows, blank) && !slices.ContainsFunc(t.page.lists.Payroll, blank)
}

// placeNote says where something is wrong in a list, what, and what to do. A text file has no sheets.
func placeNote(m xlsx.Remark, tone kit.Tone) fyne.CanvasObject {
	sentence, hint := i18n.Error(m.Err)
	if m.Sheet == "" {
		return kit.Note(tone, i18n.T("rosters.at.cell", "cell", m.Cell, "text", sentence), hint)
	}
	return kit.Note(tone, i18n.T("rosters.at", "sheet", m.Sheet, "cell", m.Cell, "text", sentence), hint)
}
