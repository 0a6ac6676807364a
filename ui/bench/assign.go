package bench

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// isMe says whether a person of the case is the one at work.
func (s *sheet) isMe(id app.ID) bool { return id != "" && s.who != "" && s.d.People[id].Name == s.who }

// checker names who is to check an item; "" when nobody was named.
func (s *sheet) checker(code string) string {
	id := s.d.Answers[code].Person
	if id == "" {
		return ""
	}
	if p, known := s.d.People[id]; known {
		return p.Name
	}
	return i18n.T("bench.assign.unknown") // a package left the person out
}

// divided says whether the items of the open checklist were given out, all or some.
func (s *sheet) divided() bool {
	return slices.ContainsFunc(s.all(), func(code string) bool { return s.d.Answers[code].Person != "" })
}

// isMine says whether an item is the person's own: it was given to him or her. While it was given to nobody it is so when
// he or she answered it; an open one belongs to who leads the strand once its items are given out, before that to everybody
// who works on the strand.
func (s *sheet) isMine(it app.Item) bool {
	a := s.d.Answers[it.Code]
	strand := app.StrandOfItem(it.Code)
	lead := s.d.Case.Strands[strand].Lead
	switch {
	case a.Person != "":
		return s.isMe(a.Person)
	case a.Conclusion != "":
		return a.By == s.who
	case s.isMe(lead):
		return true
	case lead != "" && s.divided():
		return false
	}
	own := s.ownStrands()
	return len(own) == 0 || own.Has(string(strand))
}

// assign asks who is to check the item in hand, or the rows chosen in the table.
func (r *Room) assign() {
	if r.sheet == nil || !r.keep() {
		return
	}
	items := []string{r.sheet.item}
	if r.inTable {
		items = r.table.chosen()
	}
	if len(items) == 0 || items[0] == "" {
		return
	}
	if c := r.sheet.d.Case; c.Stage == app.Closed {
		r.failed(app.Refuse("case.closed", "number", c.Number))
		return
	}
	title, about := i18n.T("bench.assign.many", "n", len(items)), i18n.T("bench.assign.text")
	if len(items) == 1 {
		title = i18n.T("bench.assign.one", "item", items[0])
	}
	people := app.Checkers(r.sheet.d, r.sheet.strand)
	if len(people) == 0 {
		about = i18n.T("bench.assign.nobody")
	}
	had := map[app.ID]int{}
	for _, code := range r.sheet.all() {
		had[r.sheet.d.Answers[code].Person]++
	}
	fault := kit.NewPara("", kit.Faulty)
	var d *kit.Dialog
	give := func(person app.ID) {
		if err := r.give(items, person); err != nil {
			sentence, hint := i18n.Error(err)
			fault.SetText(sentence + " " + hint)
			return
		}
		d.Close()
	}
	var choices []fyne.CanvasObject
	var first *kit.Button
	choice := func(words string, person app.ID) {
		b := kit.NewButton(words, func() { give(person) })
		if first == nil {
			first = b
		}
		choices = append(choices, b)
	}
	for _, p := range people {
		choice(i18n.T("bench.assign.person", "name", p.Name, "n", had[p.ID]), p.ID)
	}
	if slices.ContainsFunc(items, func(code string) bool { return r.sheet.d.Answers[code].Person != "" }) {
		choice(i18n.T("bench.assign.none"), "")
	}
	body := kit.Column(8, append([]fyne.CanvasObject{kit.NewPara(about, kit.Second), fault}, choices...)...)
	d = kit.ShowDialog(r.host.Window(), title, kit.Scroll(body), 420, 400, kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() }))
	if first != nil {
		r.host.Window().Canvas().Focus(first)
	}
}

// give keeps who is to check some items, as one deed, and shows it.
func (r *Room) give(items []string, person app.ID) error {
	ctx := context.Background()
	desk := r.host.Desk()
	n, err := desk.AssignItems(ctx, r.caseID, items, person)
	if err != nil {
		return err
	}
	r.commits++
	for _, code := range items {
		if answer, err := app.Get[app.Answer](ctx, desk.Door, app.AnswerID(r.caseID, code)); err == nil {
			r.sheet.d.Answers[code] = answer
		}
	}
	r.failed(nil)
	r.host.Saved(desk.Now())
	if person == "" {
		r.host.Toast(i18n.T("bench.assign.taken", "n", n))
	} else {
		r.host.Toast(i18n.T("bench.assign.given", "n", n, "name", r.sheet.d.People[person].Name))
	}
	if r.inTable {
		r.table.marked = app.Set{}
	}
	r.refresh()
	return nil
}

// failed shows why something was not kept, where the person looks; nil takes it away.
func (r *Room) failed(err error) {
	if r.inTable {
		r.table.fail(err)
		return
	}
	r.middle.fail(err)
}

// showChecker puts beside the code of the item in hand who is to check it.
func (m *middle) showChecker() {
	s := m.room.sheet
	a := s.answer()
	text, style := i18n.T("bench.assign.open"), kit.Second
	if name := s.checker(s.item); name != "" {
		text = i18n.T("bench.assign.is", "name", name)
		if s.isMe(a.Person) {
			style.Bold, style.Color = true, theme.Accent
		}
		if s.d.Case.Recused.Has(string(a.Person)) {
			text, style.Color = i18n.T("bench.assign.recused", "name", name), theme.Wait
		}
	}
	m.who.Objects = nil
	if s.item != "" {
		m.who.Add(kit.NewTap(kit.Row(6, kit.Line(text, style), kit.KeyCap("D")), m.room.assign))
	}
	m.who.Refresh()
}
