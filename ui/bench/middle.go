package bench

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// middle is the item in hand: what to check, the conclusions, what to ask for, how, typical problems, rules, and the
// note, which gets the room that is left.
type middle struct {
	room   *Room
	object fyne.CanvasObject
	scroll *fyne.Container
	rest   *fyne.Container // what stands above the note, the note, the line of keys

	head    *fyne.Container // code, what to check
	who     *fyne.Container // who is to check it
	answers *fyne.Container // the conclusions and what the unit said of itself
	guide   *fyne.Container // materials, methods, problems, rules
	fault   *fyne.Container // why the last answer was not kept
	hint    *canvas.Text    // beside the label of the note
	note    *note
	buttons []*kit.Button

	methods  *fyne.Container
	counts   counts
	sampling *kit.Para // what the counts say
}

func newMiddle(r *Room) *middle {
	m := &middle{room: r, head: kit.Column(6), who: kit.Row(0), answers: kit.Column(0), guide: kit.Column(8), fault: kit.Column(0), hint: kit.Line("", kit.Second)}
	m.fault.Hide()
	m.note = newNote(func() { r.keepNote() }, m.left)
	left := func() { m.keepCounts() }
	m.counts = counts{should: newCount(left), sampled: newCount(left), faulty: newCount(left)}
	for i, c := range app.Conclusions {
		b := kit.NewButton(i18n.Enum("conclusion", c), func() { r.conclude(c) })
		b.Keys = string(rune('1' + i))
		_, b.Tone = markOf(c)
		m.buttons = append(m.buttons, b)
	}
	m.methods, m.sampling = kit.Flow(10), kit.NewPara("", kit.Second)

	m.scroll = kit.Scroll(kit.Column(9, m.fault, m.head, m.answers, m.guide))
	label := kit.Row(6, kit.Line(i18n.T("bench.note"), kit.Second), kit.KeyCap("N"), m.hint)
	note := container.NewBorder(kit.Inset(0, 3, label), nil, nil, nil, m.note.place)
	m.rest = container.New(&restLayout{least: 118}, m.scroll, note, m.foot())
	m.object = kit.Card("", m.rest)
	return m
}

// foot is the line of keys; only those that fit are shown.
func (m *middle) foot() fyne.CanvasObject {
	return container.New(fitLayout{gap: 14},
		kit.Row(3, kit.KeyCap("↑"), kit.KeyCap("↓"), kit.Line(i18n.T("bench.key.items"), kit.Second)),
		kit.Keys("E", i18n.T("bench.key.evidence")), kit.Keys("F", i18n.T("bench.key.finding")),
		kit.Keys("M", i18n.T("bench.key.m")), kit.Keys("S", i18n.T("bench.key.s")), kit.Keys("P", i18n.T("bench.key.p")), kit.Keys("T", i18n.T("bench.key.t")),
		kit.Keys("G", i18n.T("bench.key.g")), kit.Keys("C", i18n.T("bench.key.counts")), kit.Keys("← →", i18n.T("bench.key.strands")),
		kit.Keys("/", i18n.T("bench.key.filter")), kit.Keys("0", i18n.T("bench.key.clear")))
}

// item shows another item, its note included.
func (m *middle) item() {
	s := m.room.sheet
	it, sec, ok := s.inHand()
	m.head.RemoveAll()
	m.guide.RemoveAll()
	m.fail(s.shut())
	if !ok {
		text := i18n.T("bench.filter.none")
		if s.filter == "" {
			text = i18n.T("bench.nochecklist")
		}
		m.head.Add(kit.NewPara(text, kit.Second))
		m.note.put("")
		m.facts()
		return
	}
	m.head.Add(container.NewBorder(nil, nil, nil, m.who, kit.NewPara(it.Code+" · "+inLanguage(sec.Name, sec.NameEn), kit.Second)))
	m.head.Add(kit.NewPara(inLanguage(it.Check, it.CheckEn), m.checkStyle(inLanguage(it.Check, it.CheckEn))))
	m.guide.Add(kit.Split(theme.Size(theme.Gap), []float32{1, 1}, m.materials(it), m.how()))
	if len(it.Problems) > 0 {
		m.guide.Add(m.problems(it))
	}
	if len(it.Bases) > 0 {
		m.guide.Add(m.rules(it))
	}
	if before := m.repeats(it); before != nil {
		m.guide.Add(before)
	}
	m.note.put(s.answer().Note)
	m.note.CursorRow, m.note.CursorColumn = 0, 0
	m.showCounts(s.answer(), true)
	kit.ScrollTo(m.scroll, 0)
	m.facts()
}

// checkStyle is the size in which to say what to check: smaller where it would take more than three lines.
func (m *middle) checkStyle(text string) kit.Style {
	style := kit.Style{Size: theme.TextItem, Bold: true}
	if w := m.scroll.Size().Width; w > 0 && kit.Width(text, style) > 2.7*w {
		style.Size = theme.TextBody
	}
	return style
}

// facts shows what was said about the item: everything that may change while it is in hand. The note is only touched
// when it holds nothing unsaved and nobody writes in it.
func (m *middle) facts() {
	s := m.room.sheet
	a := s.answer()
	for i, c := range app.Conclusions {
		m.buttons[i].SetChosen(c == a.Conclusion && m.room.pending == "" || c == m.room.pending)
	}
	row := kit.Flow(8)
	for _, b := range m.buttons {
		row.Add(b)
	}
	m.answers.Objects = []fyne.CanvasObject{row}
	if said := m.unitSaid(a); said != nil && selfWords(a) == "" {
		row.Add(kit.Inset(0, 8, said))
	} else if said != nil {
		m.answers.Add(kit.Inset(0, 4, said))
	}
	m.showChecker()
	m.ticks(a)
	m.showCounts(a, false)
	m.sampling.SetText(sampled(a))
	if !m.note.focused && !m.note.dirty() && a.Note != m.note.value() {
		m.note.put(a.Note)
	}
	m.lock(s.shut() != nil)
	m.tell()
	m.arrange()
}

// arrange sets and draws everything above the note anew. The note itself is left alone: drawing a long one takes long.
func (m *middle) arrange() {
	if m.rest.Size().Width == 0 {
		return // not in a window yet
	}
	m.scroll.Refresh()
	m.rest.Layout.Layout(m.rest.Objects, m.rest.Size())
}

// sampled tells which share was sampled and which share of that was faulty; "" without counts.
func sampled(a app.Answer) string {
	percent := func(n, of int) int { return (n*100 + of/2) / of }
	switch {
	case a.Sampled == 0:
		return ""
	case a.Should > 0:
		return i18n.T("bench.sampling", "share", percent(a.Sampled, a.Should), "faulty", percent(a.Faulty, a.Sampled))
	}
	return i18n.T("bench.sampling.faulty", "faulty", percent(a.Faulty, a.Sampled))
}

// lock lets the fields be read only, where nothing can be kept.
func (m *middle) lock(on bool) {
	if on == m.note.Disabled() {
		return
	}
	for _, e := range []*kit.Entry{m.note.Entry, m.counts.should, m.counts.sampled, m.counts.faulty} {
		if on {
			e.Disable()
		} else {
			e.Enable()
		}
	}
}

// unitSaid is the conclusion of the unit's own check beside ours (R10), in ochre where it differs.
func (m *middle) unitSaid(a app.Answer) fyne.CanvasObject {
	if a.SelfCheck == "" {
		return nil
	}
	style := kit.Second
	if a.Conclusion == app.Problem && a.SelfCheck == app.NoProblem {
		style.Color = theme.Wait
	}
	if said := selfWords(a); said != "" {
		return kit.NewPara(i18n.T("bench.selfcheck.note", "conclusion", i18n.Enum("conclusion", a.SelfCheck), "note", said), style)
	}
	return kit.Line(i18n.T("bench.selfcheck", "conclusion", i18n.Enum("conclusion", a.SelfCheck)), style)
}

// selfWords is all the unit said of the item besides its conclusion.
func selfWords(a app.Answer) string {
	said := []string{a.SelfNote}
	if a.SelfProblem != "" {
		said = append(said, i18n.T("selfcheck.part.problem", "text", a.SelfProblem))
	}
	if a.SelfMeasures != "" {
		said = append(said, i18n.T("selfcheck.part.measures", "text", a.SelfMeasures))
	}
	if a.SelfPerson != "" {
		said = append(said, i18n.T("selfcheck.part.person", "text", a.SelfPerson))
	}
	if !a.SelfOn.IsZero() {
		said = append(said, i18n.T("selfcheck.part.on", "text", i18n.Date(a.SelfOn)))
	}
	return strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), i18n.T("selfcheck.part.gap"))
}

// tell sets the word beside the label of the note: what reason is awaited, or who answered when.
func (m *middle) tell() {
	r := m.room
	a := r.sheet.answer()
	m.hint.Color = theme.Color(theme.SecondInk)
	switch {
	case r.pending != "":
		m.hint.Text, m.hint.Color = i18n.T("bench.reason."+string(r.pending)), theme.Color(theme.Wait)
	case a.By != "" && !a.On.IsZero():
		m.hint.Text = i18n.T("bench.answered", "who", a.By, "on", i18n.Date(a.On))
	default:
		m.hint.Text = ""
	}
	m.hint.Refresh()
}

// fail shows why something was not kept; nil takes it away.
func (m *middle) fail(err error) {
	if err == nil {
		if len(m.fault.Objects) > 0 {
			m.fault.RemoveAll()
			m.fault.Hide()
			m.arrange()
		}
		return
	}
	sentence, hint := i18n.Error(err)
	m.fault.Show()
	m.fault.Objects = []fyne.CanvasObject{kit.Note(kit.Fault, sentence, hint)}
	m.arrange()
}

// left is called when the note was left: it is kept, and a conclusion without its reason is given up.
func (m *middle) left() {
	r := m.room
	if r.keepNote() && r.pending != "" {
		r.pending = ""
		m.facts()
	}
}

func (m *middle) focusNote() {
	if m.room.sheet.item == "" || m.note.Disabled() {
		return
	}
	m.note.unfold()
	m.note.toEnd()
	m.room.host.Window().Canvas().Focus(m.note.Entry)
}

func (m *middle) focusCounts() {
	if !m.note.Disabled() {
		m.room.host.Window().Canvas().Focus(m.counts.should)
	}
}

func (m *middle) unfocus() { m.room.host.Window().Canvas().Unfocus() }

// restLayout sets a scrolled top at the height it wants, a foot at the bottom, and gives what lies between to the
// middle one, which never gets less than least (at the normal text size).
type restLayout struct{ least float32 }

func (l *restLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top, rest, foot := objects[0], objects[1], objects[2]
	gap := theme.Size(theme.Gap)
	footHeight := foot.MinSize().Height
	least := l.least * theme.Size(theme.TextBody) / 14
	room := size.Height - footHeight - 2*gap
	topHeight := min(wanted(top, size.Width), max(80, room-least))
	top.Resize(fyne.NewSize(size.Width, topHeight))
	rest.Move(fyne.NewPos(0, topHeight+gap))
	rest.Resize(fyne.NewSize(size.Width, max(0, room-topHeight)))
	foot.Move(fyne.NewPos(0, size.Height-footHeight))
	foot.Resize(fyne.NewSize(size.Width, footHeight))
}

// wanted gives the height that the content of a kit.Scroll wants at a width.
func wanted(scrolled fyne.CanvasObject, width float32) float32 {
	scrolled.Resize(fyne.NewSize(width, scrolled.Size().Height)) // lets the paragraphs break at the width
	if c, ok := scrolled.(*fyne.Container); ok && len(c.Objects) == 1 {
		if s, is := c.Objects[0].(*container.Scroll); is {
			return s.Content.MinSize().Height + 2
		}
	}
	return scrolled.MinSize().Height
}

func (l *restLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(360, 300)
}

// fitLayout sets objects side by side and leaves out what does not fit.
type fitLayout struct{ gap float32 }

func (l fitLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	full := false
	for _, o := range objects {
		m := o.MinSize()
		if full = full || x+m.Width > size.Width; full {
			o.Hide()
			continue
		}
		o.Show()
		o.Resize(m)
		o.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		x += m.Width + l.gap
	}
}

func (l fitLayout) MinSize(objects []fyne.CanvasObject) (s fyne.Size) {
	for _, o := range objects {
		s.Height = max(s.Height, o.MinSize().Height)
	}
	return s
}
