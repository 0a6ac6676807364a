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

// share is how far one person has come with the open checklist.
type share struct {
	name               string // "" = nobody yet
	answered, problems int
}

// byConclusion counts the items of the open checklist by what was said; "" are those that wait.
func (s *sheet) byConclusion() map[app.Conclusion]int {
	out := map[app.Conclusion]int{}
	for _, code := range s.all() {
		out[s.d.Answers[code].Conclusion]++
	}
	return out
}

// byPerson counts the answers of the open checklist by who gave them, the most first.
func (s *sheet) byPerson() []share {
	at := map[string]int{}
	var out []share
	for _, code := range s.all() {
		a := s.d.Answers[code]
		if a.Conclusion == "" {
			continue
		}
		i, known := at[a.By]
		if !known {
			i = len(out)
			at[a.By] = i
			out = append(out, share{name: a.By})
		}
		out[i].answered++
		if a.Conclusion == app.Problem {
			out[i].problems++
		}
	}
	slices.SortStableFunc(out, func(a, b share) int { return cmp.Compare(b.answered, a.answered) })
	return out
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
	for _, p := range s.byPerson() {
		col.Add(kit.Row(8, kit.Line(p.name, kit.Body), kit.Spring(), kit.Line(i18n.T("bench.people.line", "n", p.answered, "problems", p.problems), kit.Body)))
	}
	var d *kit.Dialog
	done := kit.NewPrimary(i18n.T("kit.close"), func() { d.Close() })
	d = kit.ShowDialog(r.host.Window(), i18n.T("bench.people", "strand", i18n.Enum("strand", s.strand)), kit.Scroll(col), 460, 380, done)
	r.host.Window().Canvas().Focus(done)
}
