package bench

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// paste shows what stands on the clipboard as answers, row by row, with what would change and what cannot be taken, and
// keeps the good rows as one deed when the person says so.
func (t *table) paste() {
	r := t.room
	if err := r.sheet.shut(); err != nil {
		t.fail(err)
		return
	}
	words := map[string]app.Conclusion{}
	for _, c := range app.Conclusions {
		words[strings.ToLower(i18n.Enum("conclusion", c))] = c
		sign, _ := markOf(c)
		words[sign] = c
	}
	rows, err := app.ReadPasted(r.sheet.d, fyne.CurrentApp().Clipboard().Content(), words)
	if err != nil {
		t.fail(err)
		return
	}
	t.fail(nil)
	var answers []app.ItemAnswer
	var lines []kit.TableRow
	faulty := 0
	for _, p := range rows {
		state, tone := i18n.T("bench.paste.new"), kit.Done
		switch {
		case p.Err != nil:
			faulty++
			sentence, _ := i18n.Error(p.Err)
			state, tone = sentence, kit.Fault
			if p.Column >= 0 {
				state = i18n.T("bench.paste.cell", "column", i18n.T("bench.paste.column."+strconv.Itoa(p.Column)), "reason", sentence)
			}
		case p.Same:
			state, tone = i18n.T("bench.paste.same"), kit.Quiet
		default:
			answers = append(answers, p.Answer)
		}
		cells := []kit.Cell{{Text: strconv.Itoa(p.Row)}, {Text: p.Item}}
		for i := app.PasteConclusion; i <= app.PasteNote; i++ {
			text := ""
			if i < len(p.Cells) {
				text = p.Cells[i]
			}
			if i == app.PasteConclusion && p.Answer.Conclusion != nil {
				text = i18n.Enum("conclusion", *p.Answer.Conclusion)
			}
			if i == app.PasteSampled || i == app.PasteFaulty { // the three counts stand in one column
				continue
			}
			if i == app.PasteShould {
				text = pastedCounts(p.Cells)
			}
			cells = append(cells, kit.Cell{Text: text})
		}
		lines = append(lines, kit.TableRow{ID: strconv.Itoa(p.Row), Cells: append(cells, kit.Cell{Text: state, Tone: tone})})
	}
	list := kit.NewTable(
		kit.TableColumn{Title: i18n.T("bench.paste.row"), Width: 34, Number: true},
		kit.TableColumn{Title: i18n.T("bench.table.item"), Width: 62},
		kit.TableColumn{Title: i18n.T("bench.table.conclusion"), Width: 84},
		kit.TableColumn{Title: i18n.T("bench.table.counts"), Width: 26 + kit.NaturalWidth(i18n.T("bench.table.counts"))},
		kit.TableColumn{Title: i18n.T("bench.note"), Width: 90, Grow: 1},
		kit.TableColumn{Title: i18n.T("bench.paste.state"), Width: 150, Grow: 2},
	)
	list.SetSource(kit.Fixed(lines))
	fault := kit.NewPara("", kit.Faulty)
	var d *kit.Dialog
	take := kit.NewPrimary(i18n.T("bench.paste.take", "n", len(answers)), func() {
		if err := t.commit(answers); err != nil {
			sentence, hint := i18n.Error(err)
			fault.SetText(sentence + " " + hint)
			return
		}
		d.Close()
	})
	if len(answers) == 0 {
		take.Disable()
	}
	said := kit.NewPara(i18n.T("bench.paste.said", "rows", len(rows), "new", len(answers), "faulty", faulty), kit.Second)
	d = kit.ShowDialog(r.host.Window(), i18n.T("bench.table.paste"), container.NewBorder(said, fault, nil, nil, list), 980, 560,
		kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() }), take)
	r.host.Window().Canvas().Focus(take)
}

// pastedCounts is the three counts of a pasted row as they were written.
func pastedCounts(cells []string) string {
	var out []string
	for i := app.PasteShould; i <= app.PasteFaulty; i++ {
		if i < len(cells) && strings.TrimSpace(cells[i]) != "" {
			out = append(out, strings.TrimSpace(cells[i]))
		} else {
			out = append(out, "–")
		}
	}
	if strings.Join(out, "") == "–––" {
		return ""
	}
	return strings.Join(out, "/")
}
