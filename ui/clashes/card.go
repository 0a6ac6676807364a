package clashes

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/past"
	"lianshen/ui/theme"
)

// card is one option: who wrote it, when, by which deed, and what; with the key that takes it.
func (p *pane) card(c store.Clash, options []option, i int) fyne.CanvasObject {
	r, o := p.room, options[i]
	head := []fyne.CanvasObject{kit.Line(r.writers(o), kit.Style{Bold: true}), kit.Spring()}
	if p.may() {
		word := i18n.T("clashes.take")
		switch {
		case c.Field == "" && o.value == nil:
			word = i18n.T("clashes.letgo")
		case c.Field == "":
			word = i18n.T("clashes.keep")
		}
		take := kit.NewButton(word, func() { r.settle([]choice{{c, o.value}}) })
		take.Keys = string(rune('1' + i))
		head = append(head, take)
	}
	objects := []fyne.CanvasObject{kit.Row(6, head...)}
	chips := kit.Flow(4)
	if o.mine {
		chips.Add(kit.Chip(i18n.T("clashes.mine"), kit.Accent))
	}
	if o.shown {
		chips.Add(kit.Chip(i18n.T("clashes.shown"), kit.Quiet))
	}
	if len(chips.Objects) > 0 {
		objects = append(objects, chips)
	}
	for _, s := range o.sides {
		objects = append(objects, p.trace(s))
	}
	objects = append(objects, kit.Rule())
	if c.Field == "" {
		objects = append(objects, p.wholeBody(c, o))
	} else {
		objects = append(objects, p.valueBody(c, options, i))
	}
	return container.NewStack(kit.Board(theme.Paper), kit.Inset(12, 10, kit.Column(5, objects...)))
}

// bearers shows the nouns that bear one number; the first is the one that gets another.
func (p *pane) bearers(c store.Clash) fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for i, s := range c.Sides {
		chip := kit.Chip(i18n.T("clashes.same.stays"), kit.Quiet)
		if i == 0 {
			chip = kit.Chip(i18n.T("clashes.same.changes"), kit.Wait)
		}
		cards = append(cards, container.NewStack(kit.Board(theme.Paper), kit.Inset(12, 10, kit.Column(4,
			kit.NewPara(p.room.words.NameOf(c.Kind, s.Doc), kit.Strongly), kit.Row(0, chip),
			kit.NewPara(p.room.nameOf(s.Who, s.Mine), kit.Body), p.trace(s)))))
	}
	return kit.Column(8, cards...)
}

// resting lists what rests on a removed record.
func (p *pane) resting(c store.Clash) fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, x := range c.Rests {
		lines = append(lines, kit.NewPara(p.room.words.Heading(x.Kind, x.ID), kit.Body))
	}
	return kit.Column(2, lines...)
}

// trace says when a side wrote, by which deed, on which laptop, and whether its clock can be trusted.
func (p *pane) trace(s store.Side) fyne.CanvasObject {
	r := p.room
	text := i18n.T("clashes.trace", "when", past.Full(s.At), "deed", past.Deed(s.Verb))
	if laptop := r.now.seats[s.Seat].Laptop; laptop != "" {
		text = i18n.T("clashes.trace.laptop", "trace", text, "laptop", laptop)
	}
	objects := []fyne.CanvasObject{kit.NewPara(text, kit.Second)}
	if off := r.off(s.Seat); off != 0 {
		key := "clashes.clock.fast"
		if off < 0 {
			key, off = "clashes.clock.slow", -off
		}
		objects = append(objects, kit.NewPara(i18n.T(key, "span", span(off)), kit.Style{Size: theme.TextSecond, Color: theme.Wait}))
	}
	return kit.Column(0, objects...)
}

// span says how long something is, in the unit that reads best.
func span(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return i18n.T("clashes.days", "n", i18n.Number(int(d/(24*time.Hour))))
	case d >= 2*time.Hour:
		return i18n.T("clashes.hours", "n", i18n.Number(int(d/time.Hour)))
	}
	return i18n.T("clashes.minutes", "n", i18n.Number(max(1, int(d/time.Minute))))
}

// writers names who wrote an option.
func (r *Room) writers(o option) string {
	var all []string
	for _, s := range o.sides {
		if !slices.Contains(all, s.Who) {
			all = append(all, s.Who)
		}
	}
	return strings.Join(all, i18n.T("list.comma"))
}

// nameOf names a writer; of this laptop it is said.
func (r *Room) nameOf(who string, mine bool) string {
	if mine {
		return i18n.T("clashes.here", "who", who)
	}
	return who
}

// said gives a value in words.
func (p *pane) said(c store.Clash, raw []byte) string {
	switch text := p.room.words.Value(c.Kind, c.Field, raw); {
	case text != "":
		return text
	case shapeOf(c) == app.ShapeFlag:
		return i18n.T("history.false")
	}
	return i18n.T("history.none")
}

// wholeBody shows a deleted record, or what was changed in it on the other side; all of it stands below.
func (p *pane) wholeBody(c store.Clash, o option) fyne.CanvasObject {
	if o.value == nil {
		return kit.NewPara(i18n.T("clashes.deleted"), kit.Body)
	}
	objects := []fyne.CanvasObject{}
	for _, x := range p.changes(c, o.value) {
		objects = append(objects, kit.Column(0, kit.NewPara(x.field, kit.Second), kit.NewPara(cutText(x.was, longest), kit.Style{Color: theme.SecondInk}),
			kit.NewPara("→ "+cutText(x.is, longest), kit.Strongly)))
	}
	if len(objects) == 0 {
		return kit.NewPara(i18n.T("clashes.unchanged"), kit.Body)
	}
	return kit.Column(5, append([]fyne.CanvasObject{kit.NewPara(i18n.T("clashes.changed"), kit.Heading)}, objects...)...)
}

// change is a field of a record in words, as it was and is.
type change struct{ field, was, is, path string }

// changes gives what became of a record since before anybody changed or deleted it.
func (p *pane) changes(c store.Clash, doc []byte) []change {
	none := i18n.T("history.none")
	if len(c.Base) == 0 {
		return nil
	}
	words := p.room.words
	was := map[string]past.Line{}
	for _, l := range words.Lines(c.Kind, c.Base) {
		was[l.Path] = l
	}
	var out []change
	for _, l := range words.Lines(c.Kind, doc) {
		if old, had := was[l.Path]; !had {
			out = append(out, change{l.Field, none, l.Value, l.Path})
		} else if old.Value != l.Value {
			out = append(out, change{l.Field, old.Value, l.Value, l.Path})
		}
		delete(was, l.Path)
	}
	for _, l := range words.Lines(c.Kind, c.Base) {
		if _, gone := was[l.Path]; gone {
			out = append(out, change{l.Field, l.Value, none, l.Path})
		}
	}
	return out
}
