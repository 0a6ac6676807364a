package clashes

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/past"
	"lianshen/ui/theme"
)

// own takes a value that nobody has written yet.
type own struct {
	object fyne.CanvasObject
	focus  func()
	value  func() (json.RawMessage, error) // nil value: the field is emptied
	number func(n int) bool                // uses the key of a number, 0 the first; nil: it uses none
	wrong  *kit.Para
}

// fault says why a value cannot be taken; nil takes it away.
func (o *own) fault(err error) {
	text, hint := i18n.Error(err)
	o.wrong.SetText(strings.TrimSpace(text + " " + hint))
	if o.object != nil { // not while it is being made
		kit.Relayout(o.object)
	}
}

// newOwn makes the editor for the field in hand; nil where there is no third value.
func (p *pane) newOwn(c store.Clash, options []option, h hints) *own {
	if past.TypeOf(c.Kind, c.Field) == nil || c.Kind == app.KindSignoff || c.Kind == app.KindReport {
		return nil // written by a later version of the program, or a witness that no hand writes
	}
	o := &own{wrong: kit.NewPara("", kit.Faulty)}
	var body fyne.CanvasObject
	switch shapeOf(c) {
	case app.ShapeText:
		body = p.typed(o, "", func(s string) (any, error) { return strings.TrimSpace(s), nil })
	case app.ShapeLongText:
		body = p.sentences(o, c, options)
	case app.ShapeNumber:
		body = p.counted(o, c, options, h.free)
	case app.ShapeMoney:
		body = p.amount(o, c, options)
	case app.ShapeDate:
		body = p.typed(o, i18n.T("kit.date.form"), func(s string) (any, error) { d, err := kit.ReadDate(s); return d, err })
	case app.ShapeMonth:
		body = p.typed(o, i18n.T("kit.month.form"), readMonth)
	case app.ShapeCode:
		body = p.coded(o, c, options)
	case app.ShapeRef:
		body = p.pointed(o, options, h.refs)
	case app.ShapeList:
		body = p.elements(o, c, options)
	}
	if body == nil {
		return nil
	}
	apply := kit.NewButton(i18n.T("clashes.apply"), p.apply)
	apply.Keys = "Ctrl+Enter"
	title := i18n.T("clashes.own")
	if len(c.Same) > 0 {
		title = i18n.T("clashes.same.own")
	}
	switch shapeOf(c) {
	case app.ShapeLongText:
		title = i18n.T("clashes.own.text")
	case app.ShapeList:
		title = i18n.T("clashes.own.list")
	}
	head := kit.Row(6, kit.KeyCap(strconv.Itoa(len(options)+1)), kit.Line(title, kit.Heading), kit.Spring(), apply)
	o.object = container.NewStack(kit.Board(theme.Panel), kit.Inset(12, 10, kit.Column(6, head, body, o.wrong)))
	return o
}

// writing is an entry in which Ctrl+Enter takes the value.
type writing struct {
	kit.Entry
	done func()
}

func newWriting(text string, lines int, done func()) *writing {
	w := &writing{done: done}
	if lines > 1 {
		w.MultiLine, w.Wrapping, w.MinHeight = true, fyne.TextWrapBreak, float32(lines)*theme.Size(theme.TextBody)*1.6+17
	}
	w.ExtendBaseWidget(w)
	w.Text = text
	return w
}

// TypedShortcut takes the value by Ctrl+Enter; every other is the entry's.
func (w *writing) TypedShortcut(s fyne.Shortcut) {
	if x, ok := s.(*desktop.CustomShortcut); ok && x.Modifier == fyne.KeyModifierControl && (x.KeyName == fyne.KeyReturn || x.KeyName == fyne.KeyEnter) {
		w.done()
		return
	}
	w.Entry.TypedShortcut(s)
}

// typed is an entry of one line whose text read turns into a value. An empty one empties the field.
func (p *pane) typed(o *own, form string, read func(string) (any, error), beside ...func(set func(string)) fyne.CanvasObject) fyne.CanvasObject {
	drafts, key := p.room.drafts, p.key
	e := newWriting(drafts[key], 1, p.apply)
	e.PlaceHolder = form
	e.OnChanged = func(s string) { drafts[key] = s }
	e.OnSubmitted = func(string) { p.apply() }
	o.focus = func() { p.room.host.Window().Canvas().Focus(e) }
	o.value = func() (json.RawMessage, error) {
		v, err := read(e.Text)
		if err != nil {
			return nil, err
		}
		return encode(v)
	}
	objects := []fyne.CanvasObject{e}
	for _, b := range beside {
		objects = append(objects, b(func(s string) {
			e.SetText(s)
			o.fault(nil)
		}))
	}
	return kit.Column(6, objects...)
}

// encode gives a value as a change holds it: the zero of its sort is none.
func encode(v any) (json.RawMessage, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	switch string(raw) {
	case `""`, "0", "false", "[]", "null":
		return nil, nil
	}
	return raw, nil
}

func readMonth(s string) (any, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return app.Month{}, nil
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) != 2 {
		return nil, app.Refuse("month.invalid", "text", s)
	}
	if len(parts[1]) == 1 {
		parts[1] = "0" + parts[1]
	}
	return app.ParseMonth(parts[0] + "-" + parts[1])
}

// mostCount is the largest whole number that is taken.
const mostCount = 999_999_999

func readCount(s string) (any, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > mostCount {
		return nil, app.Refuse("kit.number", "low", 0, "high", mostCount)
	}
	return n, nil
}

// counted takes a whole number, and offers both counts together, or the next number that is free.
func (p *pane) counted(o *own, c store.Clash, options []option, free int64) fyne.CanvasObject {
	if free > 0 {
		return p.typed(o, "", readCount, func(set func(string)) fyne.CanvasObject {
			b := kit.NewChipButton(i18n.T("clashes.same.free", "n", free), false, func() { set(strconv.FormatInt(free, 10)) })
			b.Tone = kit.Accent
			return kit.Row(0, b)
		})
	}
	return p.typed(o, "", readCount, func(set func(string)) fyne.CanvasObject {
		return p.sums(c, options, func(n int64) string { return i18n.Number(int(n)) }, func(n int64) { set(strconv.FormatInt(n, 10)) })
	})
}

// amount takes an amount, and offers both together.
func (p *pane) amount(o *own, c store.Clash, options []option) fyne.CanvasObject {
	read := func(s string) (any, error) { m, err := app.ParseMoney(s); return m, err }
	return p.typed(o, i18n.T("clashes.yuan"), read, func(set func(string)) fyne.CanvasObject {
		return p.sums(c, options, func(n int64) string { return i18n.T("history.yuan", "amount", app.Money(n).Yuan(true)) },
			func(n int64) { set(app.Money(n).Yuan(true)) })
	})
}

// coded chooses from the codes of the field; those that somebody wrote are said above already.
func (p *pane) coded(o *own, c store.Clash, options []option) fyne.CanvasObject {
	chosen := ""
	var buttons []*kit.Button
	flow := kit.Flow(6)
	for _, x := range past.Options(c.Kind, c.Field) {
		code, _ := json.Marshal(x.Code) // a text always encodes
		if slices.ContainsFunc(options, func(o option) bool { return string(o.value) == string(code) }) {
			continue
		}
		b := kit.NewChipButton(x.Word, false, nil)
		b.Tone = kit.Accent
		b.OnTapped = func() {
			chosen = string(code)
			for _, other := range buttons {
				other.SetChosen(other == b)
			}
			o.fault(nil)
		}
		buttons = append(buttons, b)
		flow.Add(b)
	}
	if len(buttons) == 0 {
		return nil
	}
	o.focus = func() { p.room.host.Window().Canvas().Focus(buttons[0]) }
	o.value = func() (json.RawMessage, error) {
		if chosen == "" {
			return nil, app.Refuse("clashes.choose")
		}
		return json.RawMessage(chosen), nil
	}
	return flow
}

// pointed chooses another noun than those that somebody wrote.
func (p *pane) pointed(o *own, options []option, refs []ref) fyne.CanvasObject {
	var left []ref
	var names []string
	for _, x := range refs {
		if x.name == "" || slices.ContainsFunc(options, func(o option) bool { return textOf(o.value, "") == string(x.id) }) {
			continue
		}
		left, names = append(left, x), append(names, x.name)
	}
	if len(left) == 0 {
		return nil
	}
	s := kit.NewSelect(names, func(string) { o.fault(nil) })
	s.PlaceHolder = i18n.T("kit.choose")
	o.focus = func() { p.room.host.Window().Canvas().Focus(s) }
	o.value = func() (json.RawMessage, error) {
		i := s.SelectedIndex()
		if i < 0 {
			return nil, app.Refuse("clashes.choose")
		}
		return encode(string(left[i].id))
	}
	return kit.Framed(s)
}
