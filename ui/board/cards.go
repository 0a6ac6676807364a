package board

import (
	"cmp"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

func sortedZones(zones []app.Zone) []app.Zone {
	slices.SortStableFunc(zones, func(a, b app.Zone) int { return cmp.Compare(a.Order, b.Order) })
	return zones
}

// choices fills the two filters; the first choice of each narrows nothing.
func (r *Room) choices() {
	zones := []string{i18n.T("board.allzones")}
	at := 0
	for i, z := range r.zones {
		zones = append(zones, z.Name)
		if z.ID == r.query.Zone {
			at = i + 1
		}
	}
	stages := []string{i18n.T("board.allstages")}
	for _, s := range app.Stages {
		stages = append(stages, i18n.Enum("stage", s))
	}
	r.filling = true
	r.zone.SetOptions(zones)
	r.zone.SetSelectedIndex(at)
	r.stage.SetOptions(stages)
	r.stage.SetSelectedIndex(1 + r.query.Stage.Index()) // Index of no stage is -1
	r.filling = false
}

// filter takes the two choices over.
func (r *Room) filter() {
	if r.filling {
		return
	}
	r.query.Zone, r.query.Stage = "", ""
	if i := r.zone.SelectedIndex(); i > 0 {
		r.query.Zone = r.zones[i-1].ID
	}
	if i := r.stage.SelectedIndex(); i > 0 {
		r.query.Stage = app.Stages[i-1]
	}
	r.load()
}

func (r *Room) figureCards() fyne.CanvasObject {
	gap := theme.Size(theme.Gap)
	return kit.Split(gap, []float32{5.4, 2.1, 2.1}, r.stageCard(), r.findingCard(), r.amountCard())
}

// stageCard counts the cases at each stage; a press shows those alone.
func (r *Room) stageCard() fyne.CanvasObject {
	var boxes []fyne.CanvasObject
	var shares []float32
	for _, s := range app.Stages {
		if s == app.Planned && r.board.Stages[s] == 0 {
			continue
		}
		word := kit.Second
		if r.query.Stage == s {
			word = kit.Style{Size: theme.TextSecond, Color: theme.Accent, Bold: true}
		}
		box := kit.Column(0, kit.Line(i18n.Number(r.board.Stages[s]), kit.Figure), kit.Line(kit.StageWord(s), word))
		boxes = append(boxes, kit.NewTap(box, func() {
			if r.query.Stage == s {
				s = ""
			}
			r.stage.SetSelectedIndex(1 + s.Index())
		}))
		shares = append(shares, 1+kit.Width(kit.StageWord(s), kit.Style{Size: theme.TextSecond, Bold: true})/40) // long words get more room
	}
	return kit.Card("", kit.Column(2, kit.Line(i18n.T("board.stages"), kit.Second), kit.Split(6, shares, boxes...)))
}

var strandTones = map[app.Strand]kit.Tone{app.Review: kit.Accent, app.Verification: kit.Mid, app.Audit: kit.Wait}

func (r *Room) findingCard() fyne.CanvasObject {
	all := 0
	for _, n := range r.board.Findings {
		all += n
	}
	var parts []kit.Part
	var words []fyne.CanvasObject
	for _, s := range app.Strands {
		n := r.board.Findings[s]
		if all > 0 {
			parts = append(parts, kit.Part{Tone: strandTones[s], Share: float32(n) / float32(all)})
		}
		words = append(words, kit.Line(i18n.T("board.strand", "strand", short(s), "n", n),
			kit.Style{Size: theme.TextSecond, Color: strandTones[s].Fore()}))
	}
	return kit.Card("", kit.Column(9, kit.Line(i18n.T("board.found", "n", all), kit.Second), kit.NewBar(parts...), kit.Flow(12, words...)))
}

func (r *Room) amountCard() fyne.CanvasObject {
	amount := kit.Flow(6, kit.Line(r.board.Amount.Wan(true), kit.Figure), kit.Inset(0, 4, kit.Line(i18n.T("board.wan"), kit.Second)))
	second := i18n.T("board.overdue.none")
	style := kit.Second
	if r.board.Overdue > 0 {
		second, style = i18n.T("board.overdue", "n", r.board.Overdue), kit.Faulty
	}
	return kit.Card("", kit.Column(2, kit.Line(i18n.T("board.amount"), kit.Second), amount, kit.Line(second, style)))
}

// dueCard lists what is overdue or due today, and what is due in the rest of the week.
func (r *Room) dueCard() fyne.CanvasObject {
	today := r.host.Today()
	sunday := today.AddDays((7 - int(today.Weekday())) % 7)
	rows := slices.Clone(r.board.Rows)
	rows = slices.DeleteFunc(rows, func(x store.BoardRow) bool { return x.Deadline.Code == "" })
	slices.SortStableFunc(rows, func(a, b store.BoardRow) int { return cmp.Compare(a.Deadline.Due.String(), b.Deadline.Due.String()) })
	now := []fyne.CanvasObject{kit.Line(i18n.T("board.today"), kit.Heading)}
	week := []fyne.CanvasObject{kit.Inset(0, 5, kit.Line(i18n.T("board.week"), kit.Heading))}
	more := 0
	for _, row := range rows {
		if len(now)+len(week) > dueShown {
			if !row.Deadline.Due.After(sunday) {
				more++
			}
			continue
		}
		what := kit.NewPara(i18n.T("board.due", "unit", row.UnitName, "what", i18n.Enum("deadline", row.Deadline.Code)), kit.Body)
		open := func() { r.openCase(row.ID) }
		switch due := row.Deadline.Due; {
		case !due.After(today):
			now = append(now, kit.NewTap(kit.Column(2, container.NewHBox(kit.DeadlineChip(row.Deadline)), what), open))
		case !due.After(sunday):
			day := kit.Line(i18n.T("weekday."+weekdays[due.Weekday()])+"  "+due.String(), kit.Second)
			week = append(week, kit.NewTap(kit.Column(1, day, what), open))
		}
	}
	if len(now) == 1 {
		now = append(now, kit.NewPara(i18n.T("board.today.none"), kit.Second))
	}
	if len(week) == 1 {
		week = append(week, kit.NewPara(i18n.T("board.week.none"), kit.Second))
	}
	if more > 0 {
		week = append(week, kit.NewPara(i18n.T("board.due.more", "n", more), kit.Second))
	}
	return kit.Card("", kit.Scroll(kit.Column(9, append(now, week...)...)))
}

// dueShown is how many terms stand beside the list; the list itself, sorted by its last column, has all.
const dueShown = 14

var weekdays = map[time.Weekday]string{time.Monday: "1", time.Tuesday: "2", time.Wednesday: "3", time.Thursday: "4",
	time.Friday: "5", time.Saturday: "6", time.Sunday: "7"}

func short(s app.Strand) string { return i18n.T("strand." + string(s) + ".short") }
