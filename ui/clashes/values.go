package clashes

import (
	"encoding/json"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// valueBody shows what an option would put into the field, as the shape of the field wants it.
func (p *pane) valueBody(c store.Clash, options []option, i int) fyne.CanvasObject {
	o := options[i]
	switch shape := shapeOf(c); {
	case shape == app.ShapeLongText && len(o.value) > 0 && i < 2:
		return compared(piecesOf(c, options), i == 0)
	case shape == app.ShapeList && len(o.value) > 0:
		return p.listBody(c, o)
	}
	return kit.NewPara(cutText(p.said(c, o.value), longest), kit.Strongly)
}

// listBody shows a list by its elements: what was added and what was left out are said.
func (p *pane) listBody(c store.Clash, o option) fyne.CanvasObject {
	elements, _ := app.ListDiff(parts(c.Base), parts(o.value), parts(o.value))
	var objects []fyne.CanvasObject
	for _, e := range elements {
		text, style := p.element(c, e.Value), kit.Body
		switch {
		case e.Mine && !e.Base:
			text, style = i18n.T("clashes.added", "text", text), kit.Strongly
		case e.Base && !e.Mine:
			text, style = i18n.T("clashes.left", "text", text), kit.Faulty
		}
		objects = append(objects, kit.NewPara(text, style))
	}
	return kit.Column(2, objects...)
}

// element says one element of a list.
func (p *pane) element(c store.Clash, raw json.RawMessage) string {
	one, err := json.Marshal([]json.RawMessage{raw})
	if err != nil {
		return i18n.T("history.unknown")
	}
	return p.said(c, one)
}

// parts gives the elements of a list; none where it is none.
func parts(raw []byte) []json.RawMessage {
	var out []json.RawMessage
	if len(raw) > 0 && json.Unmarshal(raw, &out) != nil {
		return nil
	}
	return out
}

// elements lets a list be put together by ticks, each saying who added or left the element out.
func (p *pane) elements(o *own, c store.Clash, options []option) fyne.CanvasObject {
	names := []string{p.room.writers(options[0]), p.room.writers(options[1])}
	all, merged := app.ListDiff(parts(c.Base), parts(options[0].value), parts(options[1].value))
	in := make([]bool, len(all))
	column := kit.Column(2)
	var first *kit.Check
	for i, e := range all {
		in[i] = slices.ContainsFunc(merged, func(m json.RawMessage) bool { return string(m) == string(e.Value) })
		tick := kit.NewCheck(cutText(p.element(c, e.Value), 60), func(on bool) {
			in[i] = on
			o.fault(nil)
		})
		tick.Checked = in[i]
		if first == nil {
			first = tick
		}
		column.Add(kit.Row(6, tick, kit.Line(sayElement(e, names), kit.Second)))
	}
	if first == nil {
		return nil
	}
	o.focus = func() { p.room.host.Window().Canvas().Focus(first) }
	o.value = func() (json.RawMessage, error) {
		var out []json.RawMessage
		for i, e := range all {
			if in[i] {
				out = append(out, e.Value)
			}
		}
		return encode(out)
	}
	return column
}

// sayElement says who added an element or left it out.
func sayElement(e app.Element, names []string) string {
	key := "clashes.who.added"
	if e.Base {
		key = "clashes.who.left"
	}
	switch e.Kind() {
	case app.PieceMine:
		return i18n.T(key, "who", names[0])
	case app.PieceTheirs:
		return i18n.T(key, "who", names[1])
	case app.PieceBoth:
		return i18n.T(key, "who", strings.Join(names, i18n.T("list.comma")))
	}
	return i18n.T("clashes.who.none")
}

// sums shows what each side added to a count or an amount, and offers both together.
func (p *pane) sums(c store.Clash, options []option, say func(int64) string, set func(int64)) fyne.CanvasObject {
	if len(options) != 2 {
		return kit.Column(0)
	}
	s, ok := app.Sums(c.Base, options[0].value, options[1].value)
	if !ok {
		return kit.Column(0)
	}
	signed := func(n int64) string {
		if n < 0 {
			return "−" + say(-n)
		}
		return "+" + say(n)
	}
	text := i18n.T("clashes.sum", "base", say(s.Base), "first", p.room.writers(options[0]), "one", signed(s.Mine-s.Base),
		"second", p.room.writers(options[1]), "two", signed(s.Theirs-s.Base))
	b := kit.NewChipButton(i18n.T("clashes.sum.take", "sum", say(s.Both)), false, func() { set(s.Both) })
	b.Tone = kit.Accent
	return kit.Column(3, kit.NewPara(text, kit.Second), kit.Row(8, b, kit.Line(i18n.T("clashes.sum.hint"), kit.Second)))
}
