package bench

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// table is the checklist as rows: many items are answered at once, and columns are pasted from a spreadsheet. Rows are
// those the column on the left shows: strand, filter, own items.
type table struct {
	room    *Room
	object  fyne.CanvasObject
	data    *kit.DataTable
	rows    []string // item codes, in the order of the rows
	marked  app.Set  // item codes
	count   *canvas.Text
	title   *fyne.Container // the line that count stands in
	fault   *fyne.Container
	buttons []*kit.Button
}

func newTable(r *Room) *table {
	t := &table{room: r, marked: app.Set{}, count: kit.Line("", kit.Second), fault: kit.Column(0)}
	t.fault.Hide()
	var widest float32
	for _, c := range app.Conclusions {
		widest = max(widest, kit.NaturalWidth("○ "+i18n.Enum("conclusion", c))*14/12)
	}
	t.data = kit.NewTable(
		kit.TableColumn{Title: "✓", Width: 16},
		kit.TableColumn{Title: i18n.T("bench.table.item"), Width: 62},
		kit.TableColumn{Title: i18n.T("bench.table.check"), Width: 120, Grow: 3},
		kit.TableColumn{Title: i18n.T("bench.table.conclusion"), Width: widest + 8},
		kit.TableColumn{Title: i18n.T("bench.table.counts"), Width: 26 + kit.NaturalWidth(i18n.T("bench.table.counts"))},
		kit.TableColumn{Title: i18n.T("bench.table.person"), Width: 60, Spare: 1},
		kit.TableColumn{Title: i18n.T("bench.table.by"), Width: 60, Spare: 2},
		kit.TableColumn{Title: i18n.T("bench.note"), Width: 90, Grow: 2},
	)
	t.data.OnSelect = func(kit.TableRow) { t.tell() }
	t.data.OnOpen = func(row kit.TableRow) { r.hideTable(row.ID) }
	answers := kit.Flow(6)
	for i, c := range app.Conclusions {
		b := kit.NewButton(i18n.Enum("conclusion", c), func() { t.conclude(c) })
		b.Keys, b.Small = string(rune('1'+i)), true
		_, b.Tone = markOf(c)
		t.buttons = append(t.buttons, b)
		answers.Add(b)
	}
	small := func(word, keys string, do func()) {
		b := kit.NewButton(i18n.T(word), do)
		b.Keys, b.Small = keys, true
		answers.Add(b)
	}
	small("bench.table.note", "N", t.note)
	small("bench.table.assign", "D", r.assign)
	small("bench.table.materials", "M", t.materials)
	small("bench.table.paste", "V", t.paste)
	small("bench.table.all", "A", t.all)
	small("bench.print", "P", r.printChecklist)
	small("bench.table.back", "G", func() { r.hideTable("") })
	t.title = kit.Row(8, kit.Line(i18n.T("bench.table"), kit.Heading), kit.Spring(), t.count)
	head := kit.Column(6, t.title, answers, t.fault)
	foot := kit.NewPara(i18n.T("bench.table.hint"), kit.Second)
	t.object = kit.Card("", container.NewBorder(head, foot, nil, nil, t.data))
	return t
}

// showTable puts the rows in the place of the item in hand, which stays in hand.
func (r *Room) showTable() {
	if r.sheet == nil || !r.keep() {
		return
	}
	if r.table == nil {
		r.table = newTable(r)
	}
	r.inTable = true
	r.table.marked = app.Set{}
	r.columns()
	r.table.show()
	r.table.data.SelectID(r.sheet.item)
	r.table.tell()
	r.host.Refresh()
}

// hideTable goes back to one item, the one of a row or the one that was in hand.
func (r *Room) hideTable(item string) {
	r.inTable = false
	if item == "" && r.table != nil {
		if row, ok := r.table.data.Selected(); ok {
			item = row.ID
		}
	}
	r.sheet.take(item)
	r.columns()
	r.itemChanged()
}

// show draws the rows anew; the row in hand, the marks and the place stay.
func (t *table) show() {
	s := t.room.sheet
	t.rows = s.codes()
	there := app.NewSet(t.rows...)
	for code := range t.marked {
		if !there.Has(code) {
			delete(t.marked, code)
		}
	}
	rows := make([]kit.TableRow, len(t.rows))
	for i, code := range t.rows {
		it, _, _ := s.d.Templates[s.strand].Find(code)
		a := s.d.Answers[code]
		sign, tone := markOf(a.Conclusion)
		word := ""
		if a.Conclusion != "" {
			word = sign + " " + i18n.Enum("conclusion", a.Conclusion)
		}
		mark := ""
		if t.marked.Has(code) {
			mark = "✓"
		}
		counts := ""
		if a.Should+a.Sampled+a.Faulty > 0 {
			counts = strconv.Itoa(a.Should) + "/" + strconv.Itoa(a.Sampled) + "/" + strconv.Itoa(a.Faulty)
		}
		rows[i] = kit.TableRow{ID: code, Cells: []kit.Cell{{Text: mark, Bold: true, Tone: kit.Accent}, {Text: code}, {Text: inLanguage(it.Check, it.CheckEn)},
			{Text: word, Tone: tone}, {Text: counts}, {Text: s.checker(code)}, {Text: a.By}, {Text: a.Note}}}
	}
	t.data.Replace(rows)
	t.tell()
}

// chosen gives the items that a deed is about: the marked ones, with those the arrows extended over; without marks the
// rows chosen, at least the one in hand.
func (t *table) chosen() []string {
	from, to, any := t.data.Chosen()
	var out []string
	for i, code := range t.rows {
		inRange := any && i >= from && i <= to
		if t.marked.Has(code) || inRange && (len(t.marked) == 0 || from != to) {
			out = append(out, code)
		}
	}
	return out
}

// mark marks the rows chosen, or takes the marks away when all of them have one.
func (t *table) mark() {
	from, to, any := t.data.Chosen()
	if !any {
		return
	}
	every := true
	for i := from; i <= to && i < len(t.rows); i++ {
		every = every && t.marked.Has(t.rows[i])
	}
	for i := from; i <= to && i < len(t.rows); i++ {
		if every {
			delete(t.marked, t.rows[i])
		} else {
			t.marked[t.rows[i]] = true
		}
	}
	t.show()
	if from == to {
		t.data.Step(1)
	}
}

// all marks every row, or none when every row is marked.
func (t *table) all() {
	if len(t.marked) == len(t.rows) {
		t.marked = app.Set{}
	} else {
		t.marked = app.NewSet(t.rows...)
	}
	t.show()
}

// tell says how many items a key would answer.
func (t *table) tell() {
	t.count.Text = i18n.T("bench.table.count", "n", len(t.chosen()), "of", len(t.rows))
	t.title.Refresh()
}

func (t *table) fail(err error) {
	t.fault.RemoveAll()
	t.fault.Hide()
	if err != nil {
		sentence, hint := i18n.Error(err)
		t.fault.Add(kit.Note(kit.Fault, sentence, hint))
		t.fault.Show()
	}
	t.room.content.Refresh()
}

// conclude gives all chosen items a conclusion, as one deed. One that needs a reason asks for it once; items that have a
// note keep it.
func (t *table) conclude(c app.Conclusion) {
	items := t.chosen()
	if len(items) == 0 {
		return
	}
	open := 0
	for _, code := range items {
		if strings.TrimSpace(t.room.sheet.d.Answers[code].Note) == "" {
			open++
		}
	}
	if needsReason(c) && open > 0 {
		t.ask(i18n.T("bench.table.reason", "conclusion", i18n.Enum("conclusion", c), "n", open), false, func(text string, _ bool) error {
			return t.answer(items, &c, text, false)
		})
		return
	}
	if err := t.answer(items, &c, "", false); err != nil {
		t.fail(err)
	}
}

// note writes one note for all chosen items.
func (t *table) note() {
	items := t.chosen()
	if len(items) == 0 {
		return
	}
	t.ask(i18n.T("bench.table.notes", "n", len(items)), true, func(text string, over bool) error { return t.answer(items, nil, text, over) })
}

// ask asks for a text for the chosen items; over asks whether notes there are may be written over.
func (t *table) ask(title string, over bool, keep func(text string, over bool) error) {
	r := t.room
	text, replace := "", false
	form := kit.NewForm(nil, "")
	field := form.Long("note", i18n.T("bench.note"), &text).Whole()
	if over {
		form.Check("over", i18n.T("bench.table.over"), &replace)
	}
	var d *kit.Dialog
	ok := kit.NewPrimary(i18n.T("papers.keep"), func() {
		form.Flush()
		if strings.TrimSpace(text) == "" {
			form.Refused(app.Refuse("field.required", "field", "note", "label", i18n.T("bench.note")))
			return
		}
		if err := keep(text, replace); err != nil {
			form.Refused(err)
			return
		}
		d.Close()
	})
	d = kit.ShowDialog(r.host.Window(), title, kit.Scroll(form.Content()), 560, 300, kit.NewButton(i18n.T("kit.cancel"), func() { d.Close() }), ok)
	field.Focus()
}

// answer keeps a conclusion, a note, or both for several items as one deed. A note goes where there is none, or everywhere
// when over says so.
func (t *table) answer(items []string, c *app.Conclusion, note string, over bool) error {
	r := t.room
	if err := r.sheet.shut(); err != nil {
		return err
	}
	var answers []app.ItemAnswer
	for _, code := range items {
		in := app.AnswerInput{Conclusion: c}
		if note != "" && (over || strings.TrimSpace(r.sheet.d.Answers[code].Note) == "") {
			in.Note = &note
		}
		if in.Conclusion != nil || in.Note != nil {
			answers = append(answers, app.ItemAnswer{Item: code, AnswerInput: in})
		}
	}
	return t.commit(answers)
}

// commit keeps answers and shows them. The rows come from disk again.
func (t *table) commit(answers []app.ItemAnswer) error {
	r := t.room
	desk := r.host.Desk()
	ctx := context.Background()
	n, err := desk.AnswerItems(ctx, r.caseID, answers)
	if err != nil {
		return err
	}
	r.commits++
	for _, a := range answers {
		answer, err := app.Get[app.Answer](ctx, desk.Door, app.AnswerID(r.caseID, a.Item))
		if err == nil {
			r.sheet.d.Answers[a.Item] = answer
		}
	}
	t.fail(nil)
	r.host.Saved(desk.Now())
	r.host.Toast(i18n.T("bench.table.kept", "n", n))
	t.marked = app.Set{}
	r.left.show()
	t.show()
	return nil
}

// materials asks for the materials of the chosen items.
func (t *table) materials() {
	if items := t.chosen(); len(items) > 0 && t.room.ready() {
		t.room.askFor(items)
	}
}

// rune takes the keys of the rows.
func (t *table) rune(key rune) bool {
	switch key {
	case '1', '2', '3', '4':
		t.conclude(app.Conclusions[key-'1'])
	case '0':
		t.conclude("")
	case ' ':
		t.mark()
	case 'a', 'A':
		t.all()
	case 'n', 'N':
		t.note()
	case 'd', 'D':
		t.room.assign()
	case 'm', 'M':
		t.materials()
	case 'v', 'V':
		t.paste()
	case 'p', 'P':
		t.room.printChecklist()
	case 's', 'S':
		t.inRow(t.room.evidenceSheet)
	case 'e', 'E':
		t.inRow(func() { t.room.newEvidence("") })
	case 'f', 'F':
		t.inRow(func() { t.room.newFinding("") })
	case 't':
		t.inRow(t.room.talk)
	case 'T':
		t.inRow(t.room.newTalk)
	case 'c', 'C':
		if row, ok := t.data.Selected(); ok {
			t.room.hideTable(row.ID)
			t.room.middle.focusCounts()
		}
	case 'g', 'G':
		t.room.hideTable("")
	case '/':
		t.room.left.focusFilter()
	default:
		return false
	}
	return true
}

// inRow does for the item of the row in hand what is done for one item; the rows stay.
func (t *table) inRow(do func()) {
	row, ok := t.data.Selected()
	if !ok || !t.room.keep() {
		return
	}
	if t.room.sheet.item != row.ID && t.room.sheet.take(row.ID) {
		t.room.itemChanged()
	}
	do()
}

// key takes the keys that move in the rows.
func (t *table) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyEscape:
		if t.room.left.filter.Text == "" {
			t.room.hideTable("")
			return true
		}
		t.room.left.clearFilter()
		return true
	case fyne.KeyLeft:
		t.room.open(t.room.sheet.beside(-1))
	case fyne.KeyRight:
		t.room.open(t.room.sheet.beside(1))
	default:
		used := t.data.Key(e)
		t.tell()
		return used
	}
	return true
}

// tableColumns is the list of sections beside the rows.
func (r *Room) tableColumns(k float32) fyne.CanvasObject {
	return kit.Split(theme.Size(theme.Gap), []float32{236 * k, 1}, r.left.object, r.table.object)
}
