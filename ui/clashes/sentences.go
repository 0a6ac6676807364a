package clashes

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// piecesOf compares the first two versions of a text by sentence.
func piecesOf(c store.Clash, options []option) []app.Piece {
	return app.ThreeWay(textOf(c.Base, ""), textOf(options[0].value, ""), textOf(options[1].value, ""))
}

// compared shows one version of a text: what it has from before quietly, what it changed marked, what it left out by its
// name. first says that it is the first version.
func compared(pieces []app.Piece, first bool) fyne.CanvasObject {
	var objects []fyne.CanvasObject
	quiet := ""
	flush := func() {
		if strings.TrimSpace(quiet) != "" {
			objects = append(objects, kit.NewPara(strings.Trim(quiet, "\n"), kit.Style{Color: theme.SecondInk}))
		}
		quiet = ""
	}
	for _, x := range pieces {
		is := x.Theirs
		if first {
			is = x.Mine
		}
		if is == x.Base {
			quiet += is
			continue
		}
		flush()
		if left := strings.TrimSpace(x.Base); left != "" && strings.TrimSpace(is) == "" {
			objects = append(objects, marked(theme.Fault, theme.FaultSoft, i18n.T("clashes.left", "text", left)))
			continue
		}
		objects = append(objects, marked(theme.Ink, theme.AccentSoft, strings.TrimSpace(is)))
	}
	flush()
	return kit.Column(3, objects...)
}

// marked sets a text before a coloured ground with a bar at its left, so that it is not the colour alone that says it.
func marked(ink, ground fyne.ThemeColorName, text string) fyne.CanvasObject {
	back := canvas.NewRectangle(theme.Color(ground))
	back.CornerRadius = 4
	bar := canvas.NewRectangle(theme.Color(theme.Accent))
	if ink == theme.Fault {
		bar.FillColor = theme.Color(theme.Fault)
	}
	return container.NewStack(back, kit.Split(6, []float32{0.012, 1}, bar, kit.Inset(0, 2, kit.NewPara(text, kit.Style{Color: ink}))))
}

// The ways to settle a passage, in the order of their keys.
const (
	takeFirst = iota
	takeSecond
	takeBoth
	takeBase
	takeNone // not chosen yet
)

// passage is a piece of a text that somebody changed, with what is to stand there.
type passage struct {
	app.Piece
	pick  int
	chips []*kit.Button
}

func (x *passage) text() string {
	switch x.pick {
	case takeSecond:
		return x.Theirs
	case takeBoth:
		return x.Mine + x.Theirs
	case takeBase:
		return x.Base
	}
	return x.Mine
}

// merger puts a third text together, passage by passage; then it can be written on.
type merger struct {
	pane     *pane
	own      *own
	passages []*passage
	parts    []*passage // all of them in order, also what nobody changed
	entry    *writing   // nil: the text is too long to be written on here
	shown    *kit.Para
	again    *kit.Button
	edited   bool
	key      string // of the clash
	draft    string // what was written by hand before
}

// writable is how many characters of a text can be written on; Fyne's entry needs seconds for more.
const writable = 8000

// sentences lets a text be put together from both, sentence by sentence.
func (p *pane) sentences(o *own, c store.Clash, options []option) fyne.CanvasObject {
	m := &merger{pane: p, own: o}
	names := []string{p.room.writers(options[0]), p.room.writers(options[1])}
	column := kit.Column(8)
	for _, piece := range piecesOf(c, options) {
		x := &passage{Piece: piece, pick: takeFirst}
		m.parts = append(m.parts, x)
		switch piece.Kind {
		case app.PieceSame:
			continue
		case app.PieceTheirs:
			x.pick = takeSecond
		case app.PieceClash:
			x.pick = takeNone
		}
		if piece.Kind != app.PieceBoth {
			m.passages = append(m.passages, x)
			column.Add(m.passage(x, names, len(m.passages)))
		}
	}
	text := m.text()
	if utf8.RuneCountInString(text) <= writable {
		m.entry = newWriting(text, 2, p.apply)
		m.entry.Scroll = fyne.ScrollNone // it is as high as its text, and the wheel moves the page
		m.entry.OnChanged = func(s string) { m.written(s) }
		m.grow(text)
		m.key = p.key
		m.again = kit.NewChipButton(i18n.T("clashes.again"), false, m.compose)
		m.again.Hide()
		column.Add(kit.Column(3, kit.Row(6, kit.Line(i18n.T("clashes.result"), kit.Second), kit.Spring(), m.again), m.entry))
		if draft, typed := p.room.drafts[p.key]; typed {
			m.draft = draft
		}
	} else {
		m.shown = kit.NewPara(cutText(text, longest), kit.Body)
		column.Add(kit.Column(3, kit.Line(i18n.T("clashes.result"), kit.Second), m.shown))
	}
	if m.draft != "" {
		m.entry.SetText(m.draft)
	}
	o.focus = m.focus
	o.number = m.number
	o.value = m.value
	return column
}

// passage shows one passage with what can stand in it.
func (m *merger) passage(x *passage, names []string, n int) fyne.CanvasObject {
	words := i18n.T("clashes.passage.clash", "n", n)
	switch x.Kind {
	case app.PieceMine:
		words = i18n.T("clashes.passage.one", "n", n, "who", names[0])
	case app.PieceTheirs:
		words = i18n.T("clashes.passage.one", "n", n, "who", names[1])
	}
	chips := kit.Flow(4)
	for i, word := range []string{names[0], names[1], i18n.T("clashes.both"), i18n.T("clashes.before")} {
		// What one side left as it was is what was before.
		if i == takeBoth && (strings.TrimSpace(x.Mine) == "" || strings.TrimSpace(x.Theirs) == "") || i >= takeBoth && x.Kind != app.PieceClash {
			x.chips = append(x.chips, nil)
			continue
		}
		b := kit.NewChipButton(i18n.T("clashes.numbered", "n", i+1, "word", word), x.pick == i, func() { m.choose(x, i) })
		b.Tone = kit.Accent
		x.chips = append(x.chips, b)
		chips.Add(b)
	}
	line := func(who, text string) fyne.CanvasObject {
		if text = strings.TrimSpace(text); text == "" {
			text = i18n.T("clashes.nothing")
		}
		return kit.NewPara(i18n.T("clashes.brief", "who", who, "value", text), kit.Body)
	}
	objects := []fyne.CanvasObject{kit.NewPara(words, kit.Second)}
	if x.Kind == app.PieceClash {
		objects = append(objects, line(names[0], x.Mine), line(names[1], x.Theirs))
	} else if x.Kind == app.PieceMine {
		objects = append(objects, line(names[0], x.Mine))
	} else {
		objects = append(objects, line(names[1], x.Theirs))
	}
	if strings.TrimSpace(x.Base) != "" {
		objects = append(objects, kit.NewPara(i18n.T("clashes.brief", "who", i18n.T("clashes.before"), "value", strings.TrimSpace(x.Base)), kit.Style{Color: theme.SecondInk}))
	}
	return kit.Column(3, append(objects, chips, kit.Rule())...)
}

// choose puts one of the versions into a passage.
func (m *merger) choose(x *passage, pick int) {
	if m.edited || pick >= len(x.chips) || x.chips[pick] == nil {
		return
	}
	x.pick = pick
	for i, b := range x.chips {
		if b != nil {
			b.SetChosen(i == pick)
		}
	}
	m.compose()
}

func (m *merger) text() string {
	var text strings.Builder
	for _, x := range m.parts {
		text.WriteString(x.text())
	}
	return text.String()
}

// compose shows the text as it is put together; what was written by hand is let go.
func (m *merger) compose() {
	text := m.text()
	if m.entry == nil {
		m.shown.SetText(cutText(text, longest))
		return
	}
	changed := m.entry.OnChanged
	m.entry.OnChanged = nil
	m.entry.SetText(text)
	m.entry.OnChanged = changed
	m.written(text)
}

// grow makes the entry as high as a text needs.
func (m *merger) grow(text string) {
	width := m.entry.Size().Width - 24
	if width < 100 {
		width = 480
	}
	lines := len(kit.BreakLines(text, width, kit.Body)) + 1
	m.entry.MinHeight = float32(lines)*theme.Size(theme.TextBody)*1.5 + 17
}

// written notes whether the text was written by hand: then the passages rest, or they would undo it.
func (m *merger) written(text string) {
	m.grow(text)
	m.own.fault(nil)
	edited := text != m.text()
	if edited {
		m.pane.room.drafts[m.key] = text
	}
	if edited == m.edited {
		return
	}
	m.edited = edited
	if !edited {
		delete(m.pane.room.drafts, m.key)
	}
	if edited {
		m.again.Show()
	} else {
		m.again.Hide()
	}
	for _, x := range m.passages {
		for _, b := range x.chips {
			switch {
			case b == nil:
			case edited:
				b.Disable()
			default:
				b.Enable()
			}
		}
	}
	if m.own.object != nil { // not while it is being made
		kit.Relayout(m.own.object)
	}
}

// focus leads to the first passage that is not chosen, or to the text.
func (m *merger) focus() {
	c := m.pane.room.host.Window().Canvas()
	for _, x := range m.passages {
		if x.pick == takeNone && !m.edited {
			c.Focus(x.chips[0])
			return
		}
	}
	if m.entry != nil {
		c.Focus(m.entry)
	}
}

// number chooses by a key in the passage that has the focus, and leads on to the next one.
func (m *merger) number(n int) bool {
	focused := m.pane.room.host.Window().Canvas().Focused()
	for _, x := range m.passages {
		for _, b := range x.chips {
			if b != nil && focused == fyne.Focusable(b) {
				m.choose(x, n)
				m.focus()
				return true
			}
		}
	}
	return false
}

func (m *merger) value() (json.RawMessage, error) {
	if m.edited {
		return encode(strings.TrimRight(m.entry.Text, " \n"))
	}
	for i, x := range m.passages {
		if x.pick == takeNone {
			return nil, app.Refuse("clashes.passage", "n", i+1)
		}
	}
	return encode(m.text())
}
