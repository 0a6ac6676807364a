package clashes

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/past"
	"lianshen/ui/theme"
)

// list is the left half: everything that clashes, narrowed and ordered as the person wants it.
type list struct {
	room    *Room
	object  *fyne.Container
	filters *fyne.Container
	table   *kit.DataTable
	stack   *fyne.Container
	empty   *fyne.Container
	count   *canvas.Text

	caseID app.ID // "" = all; else this one and what all cases share
	kind   app.Kind
	mine   bool // those with something of this laptop first
	shown  []store.Clash
}

func newList(r *Room) *list {
	l := &list{room: r, mine: true, filters: kit.Column(6), empty: container.NewStack(), count: kit.Line("", kit.Second)}
	l.table = kit.NewTable(
		kit.TableColumn{Title: i18n.T("clashes.case"), Width: columnWidth("LS2026-000")},
		kit.TableColumn{Title: i18n.T("clashes.what"), Width: 70, Grow: 1},
		kit.TableColumn{Title: i18n.T("clashes.field"), Width: 64, Grow: 0.7},
		kit.TableColumn{Title: i18n.T("clashes.sides"), Width: columnWidth(i18n.T("clashes.twonames")), Grow: 0.2, Spare: 2},
		kit.TableColumn{Title: i18n.T("clashes.since"), Width: columnWidth("10-10 09:30"), Spare: 1},
	)
	l.table.OnSelect = func(row kit.TableRow) { r.pick(row.ID) }
	l.table.OnOpen = l.table.OnSelect
	l.stack = container.NewStack(l.table, l.empty)
	l.object = kit.Footed(theme.Size(theme.Gap)/2, l.filters, l.stack, l.count)
	return l
}

// columnWidth gives the width that a column needs for a text, at the normal text size.
func columnWidth(text string) float32 {
	return kit.Width(text, kit.Body)*14/theme.Size(theme.TextBody) + 4
}

// fill shows the clashes that the choices let through.
func (l *list) fill() {
	r := l.room
	l.shown = l.choose()
	l.form()
	today := r.host.Today()
	rows := make([]kit.TableRow, len(l.shown))
	for i, c := range l.shown {
		rows[i] = l.row(c, today)
	}
	l.table.Replace(rows)
	l.empty.Objects = nil
	if len(rows) == 0 {
		l.empty.Objects = []fyne.CanvasObject{kit.Empty(i18n.T("clashes.nothere"), i18n.T("clashes.nothere.text"), nil)}
		l.table.Hide()
	} else {
		l.table.Show()
	}
	l.empty.Refresh()
	l.stack.Refresh()
	l.tell()
}

// choose gives the clashes that the choices let through, each noun's together.
func (l *list) choose() []store.Clash {
	var out []store.Clash
	mine := map[app.ID]bool{}
	for _, c := range l.room.now.all {
		if (l.caseID == "" || c.Case == l.caseID || c.Case == "") && (l.kind == "" || c.Kind == l.kind) {
			out = append(out, c)
		}
		mine[c.Entity] = mine[c.Entity] || slices.ContainsFunc(c.Sides, func(s store.Side) bool { return s.Mine })
	}
	if l.mine {
		slices.SortStableFunc(out, func(a, b store.Clash) int {
			switch {
			case mine[a.Entity] == mine[b.Entity]:
				return 0
			case mine[a.Entity]:
				return -1
			}
			return 1
		})
	}
	return out
}

func (l *list) row(c store.Clash, today app.Date) kit.TableRow {
	r := l.room
	field, tone := r.fieldWords(c), kit.Plain
	if i := strings.LastIndex(field, " · "); i >= 0 { // its end says most; the whole path stands at the right
		field = i18n.Capital(field[i+len(" · "):])
	}
	if r.later[keyOf(c)] {
		field, tone = i18n.T("clashes.putoff", "field", field), kit.Wait
	}
	number := c.Number
	if c.Case == "" {
		number = i18n.T("clashes.shared")
	}
	return kit.TableRow{ID: keyOf(c), Cells: []kit.Cell{{Text: number, Tone: kit.Quiet}, {Text: r.short(c), Bold: true},
		{Text: field, Tone: tone}, {Text: strings.Join(names(c), i18n.T("list.comma"))}, {Text: past.Moment(since(c), today), Tone: kit.Quiet}}}
}

// short names the noun in a list: an answer by the code of its item alone, so that the codes can be told apart.
func (r *Room) short(c store.Clash) string {
	if item := textOf(c.Doc, "item"); c.Kind == app.KindAnswer && item != "" {
		return item
	}
	return r.words.Short(c.Kind, c.Entity)
}

// fieldWords names the field of a clash, or says that it is about the record as a whole.
func (r *Room) fieldWords(c store.Clash) string {
	switch {
	case len(c.Rests) > 0:
		return i18n.T("clashes.rests")
	case c.Field == "":
		return i18n.T("clashes.whole")
	case len(c.Same) > 0:
		return i18n.T("clashes.same", "field", r.words.Field(c.Kind, c.Field))
	}
	return r.words.Field(c.Kind, c.Field)
}

// names gives who contradicts whom, each once.
func names(c store.Clash) []string {
	var out []string
	for _, s := range c.Sides {
		if !slices.Contains(out, s.Who) {
			out = append(out, s.Who)
		}
	}
	return out
}

// since is when the contradiction came to be: when the later of the first two wrote.
func since(c store.Clash) time.Time {
	var at time.Time
	for _, s := range c.Sides {
		if s.At.After(at) {
			at = s.At
		}
	}
	return at
}

// tell says how far the person is.
func (l *list) tell() {
	at := slices.IndexFunc(l.shown, func(c store.Clash) bool { return keyOf(c) == l.room.inHand })
	l.count.Text = ""
	if at >= 0 {
		l.count.Text = i18n.T("clashes.progress", "at", at+1, "n", len(l.shown))
		if n := len(l.room.later); n > 0 {
			l.count.Text += i18n.T("clashes.progress.later", "n", n)
		}
	}
	l.count.Refresh()
}

// form draws the choices above the list.
func (l *list) form() {
	r := l.room
	cases, kinds := []app.ID{""}, []app.Kind{""}
	caseWords, kindWords := []string{i18n.T("clashes.allcases")}, []string{i18n.T("clashes.allkinds")}
	for _, c := range r.now.all {
		if c.Case != "" && !slices.Contains(cases, c.Case) {
			cases, caseWords = append(cases, c.Case), append(caseWords, i18n.T("clashes.withshared", "case", c.Number))
		}
		if !slices.Contains(kinds, c.Kind) {
			kinds, kindWords = append(kinds, c.Kind), append(kindWords, past.Kind(c.Kind))
		}
	}
	if !slices.Contains(cases, l.caseID) { // led here for a case in which nothing clashes any more
		cases, caseWords = append(cases, l.caseID), append(caseWords, i18n.T("clashes.thiscase"))
	}
	if !slices.Contains(kinds, l.kind) {
		l.kind = ""
	}
	pick := func(words []string, at int, set func(int)) fyne.CanvasObject {
		s := kit.NewSelect(words, nil)
		s.SetSelectedIndex(at)
		s.OnChanged = func(string) {
			set(s.SelectedIndex())
			r.narrow()
		}
		return kit.Framed(s)
	}
	mine := kit.NewChipButton(i18n.T("clashes.minefirst"), l.mine, func() {
		l.mine = !l.mine
		r.narrow()
	})
	mine.Tone = kit.Accent
	l.filters.Objects = []fyne.CanvasObject{
		kit.Split(8, []float32{1, 1}, pick(caseWords, slices.Index(cases, l.caseID), func(i int) { l.caseID = cases[i] }),
			pick(kindWords, slices.Index(kinds, l.kind), func(i int) { l.kind = kinds[i] })),
		kit.Row(6, mine),
	}
	l.filters.Refresh()
	l.object.Refresh()
}

// narrow shows the list anew after a choice above it.
func (r *Room) narrow() {
	r.list.fill()
	r.hold(0)
	r.host.Refresh()
}
