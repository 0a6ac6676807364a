package bench

import (
	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
)

// talks lists the records of talks about the item in hand or about its findings.
func (s *sheet) talks() []app.Talk {
	of := app.Set{}
	for _, f := range s.findings() {
		of[string(f.ID)] = true
	}
	var out []app.Talk
	for _, t := range s.d.Talks {
		if t.Items.Has(s.item) || shares(t.Findings, of) {
			out = append(out, t)
		}
	}
	return out
}

// talk opens the record of the talk about the item in hand; of several it asks which, and without one it begins one.
func (r *Room) talk() {
	if r.sheet == nil || r.sheet.item == "" || !r.keep() {
		return
	}
	switch list := r.sheet.talks(); len(list) {
	case 0:
		r.newTalk()
	case 1:
		r.openTalk(list[0].ID)
	default:
		r.chooseTalk(list)
	}
}

// newTalk opens an empty record of a talk about the item in hand.
func (r *Room) newTalk() {
	if r.ready() {
		r.host.Go(shell.NewTalk(r.caseID, r.sheet.item))
	}
}

// openTalk shows a record where talks are written: there it is veiled from who may not read it.
func (r *Room) openTalk(id app.ID) {
	r.host.Go(shell.Route{Room: shell.RoomCase + "/" + string(app.Inspection), Case: r.caseID, Ref: string(id)})
}

func (r *Room) chooseTalk(list []app.Talk) {
	var d *kit.Dialog
	var lines []fyne.CanvasObject
	choice := func(words string, do func()) *kit.Button {
		b := kit.NewButton(words, func() {
			d.Close()
			do()
		})
		lines = append(lines, b)
		return b
	}
	var first *kit.Button
	for _, t := range list {
		b := choice(i18n.T("bench.talk.line", "number", t.Number, "type", i18n.Enum("talktype", code(t.Type)), "on", i18n.Date(t.On)), func() { r.openTalk(t.ID) })
		if first == nil {
			first = b
		}
	}
	choice(i18n.T("bench.talk.new"), r.newTalk)
	d = kit.ShowDialog(r.host.Window(), i18n.T("bench.talk.which", "item", r.sheet.item), kit.Scroll(kit.Column(8, lines...)), 460, 360,
		kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() }))
	r.host.Window().Canvas().Focus(first)
}
