package bench

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// share is how far one person has come with some items of the open checklist.
type share struct {
	name                      string // "" = given to nobody, and nobody answered
	total, answered, problems int
}

// byConclusion counts the items of the open checklist by what was said; "" are those that wait.
func (s *sheet) byConclusion() map[app.Conclusion]int {
	out := map[app.Conclusion]int{}
	for _, code := range s.all() {
		out[s.d.Answers[code].Conclusion]++
	}
	return out
}

// byPerson counts items by who is to check them, and those given to nobody by who answered them; the most first, what is
// nobody's yet at the end.
func (s *sheet) byPerson(codes []string) []share {
	at := map[string]int{}
	var out []share
	for _, code := range codes {
		a := s.d.Answers[code]
		name := s.checker(code)
		if name == "" && a.Conclusion != "" {
			name = a.By
		}
		i, known := at[name]
		if !known {
			i = len(out)
			at[name] = i
			out = append(out, share{name: name})
		}
		out[i].total++
		if a.Conclusion != "" {
			out[i].answered++
		}
		if a.Conclusion == app.Problem {
			out[i].problems++
		}
	}
	slices.SortStableFunc(out, func(a, b share) int {
		switch {
		case a.name == "":
			return 1
		case b.name == "":
			return -1
		}
		return cmp.Compare(b.total, a.total)
	})
	return out
}

// shareOut says in a line how far each has come: 金底稿 3/5、华取证 1/4.
func shareOut(list []share) string {
	var out []string
	for _, p := range list {
		name := p.name
		if name == "" {
			name = i18n.T("bench.people.nobody")
		}
		out = append(out, i18n.T("bench.people.share", "name", name, "n", p.answered, "of", p.total))
	}
	return i18n.List(out)
}

// showTally draws the counts by conclusion, which open those by person, and the choice of one's own items.
func (l *left) showTally() {
	s := l.room.sheet
	counts := s.byConclusion()
	line := kit.Row(8)
	for _, c := range append(slices.Clone(app.Conclusions), "") {
		sign, tone := markOf(c)
		if c == "" || counts[c] > 0 {
			line.Add(kit.Line(sign+i18n.Number(counts[c]), kit.Style{Size: theme.TextSecond, Color: tone.Fore(), Bold: c != ""}))
		}
	}
	own := kit.NewChipButton(i18n.T("bench.mine"), s.mine, l.room.toggleMine)
	l.tally.Objects = []fyne.CanvasObject{own, kit.NewTap(kit.Inset(0, 3, line), l.room.showPeople)}
	l.tally.Refresh()
}

// toggleMine lists one's own items, or all of them again.
func (r *Room) toggleMine() {
	if r.sheet == nil || !r.keep() {
		return
	}
	r.mine = !r.sheet.mine
	r.sheet.mine = r.mine
	r.sheet.settle()
	if r.sheet.item == "" { // none is one's own here: an empty list says nothing
		r.mine, r.sheet.mine = false, false
		r.sheet.settle()
		r.host.Toast(i18n.T("bench.mine.none"))
	}
	r.itemChanged()
}

// showPeople tells who answered how many items of the open checklist, and what still waits.
func (r *Room) showPeople() {
	s := r.sheet
	counts := s.byConclusion()
	col := kit.Column(6)
	for _, c := range app.Conclusions {
		col.Add(kit.Row(8, kit.Line(i18n.Enum("conclusion", c), kit.Body), kit.Spring(), kit.Line(i18n.Number(counts[c]), kit.Body)))
	}
	col.Add(kit.Row(8, kit.Line(i18n.T("bench.people.open"), kit.Body), kit.Spring(), kit.Line(i18n.Number(counts[""]), kit.Body)))
	col.Add(kit.Rule())
	for _, p := range s.byPerson(s.all()) {
		if p.name == "" {
			col.Add(kit.Row(8, kit.Line(i18n.T("bench.people.unassigned"), kit.Body), kit.Spring(), kit.Line(i18n.Number(p.total), kit.Body)))
			continue
		}
		col.Add(kit.Row(8, kit.Line(p.name, kit.Body), kit.Spring(), kit.Line(i18n.T("bench.people.line", "n", p.answered, "of", p.total, "problems", p.problems), kit.Body)))
	}
	col.Add(kit.Rule())
	for _, sec := range s.d.Templates[s.strand].Sections {
		if codes := s.in(sec); len(codes) > 0 {
			col.Add(kit.Column(2, kit.NewPara(sec.Code+" "+inLanguage(sec.Name, sec.NameEn), kit.Second), kit.NewPara(shareOut(s.byPerson(codes)), kit.Body)))
		}
	}
	var d *kit.Dialog
	done := kit.NewPrimary(i18n.T("kit.shut"), func() { d.Close() })
	d = kit.ShowDialog(r.host.Window(), i18n.T("bench.people", "strand", i18n.Enum("strand", s.strand)), kit.Scroll(col), 460, 480, done)
	r.host.Window().Canvas().Focus(done)
}

// in lists the items of a section that are put to the unit.
func (s *sheet) in(sec app.Section) []string {
	var out []string
	for _, it := range sec.Items {
		if s.asks(it) {
			out = append(out, it.Code)
		}
	}
	return out
}
