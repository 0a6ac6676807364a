package clashes

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// pane is the right half: the record in hand with every field of it that clashes. The field in hand is open, the others
// stand under it in a line each.
type pane struct {
	room   *Room
	holder *fyne.Container

	group   []store.Clash
	key     string // of the clash in hand
	state   string // of the group as it is drawn
	refusal error  // why the person may not choose
	own     *own   // takes a further value; nil where there can be none
	busy    bool   // a choice is being kept
}

func newPane(r *Room) *pane { return &pane{room: r, holder: container.NewStack()} }

func (p *pane) clear() {
	p.group, p.key, p.state, p.own, p.busy = nil, "", "", nil, false
	p.holder.Objects = nil
	p.holder.Refresh()
}

// open shows the clashes of one noun, one of them in hand. What is being typed stays as long as nothing changed.
func (p *pane) open(group []store.Clash, key string) {
	p.busy = false
	state := fmt.Sprint(group)
	if p.key == key && p.state == state {
		return
	}
	p.group, p.key, p.state, p.own = group, key, state, nil
	c := p.inHand()
	r := p.room
	veiled := r.now.veiled[c.Entity]
	r.host.Run(func(ctx context.Context) (func(), error) {
		refusal, err := r.may(ctx, c)
		if err != nil {
			return nil, err
		}
		if err := r.opened(ctx, c, veiled); err != nil {
			return nil, err
		}
		h, err := r.hintsFor(ctx, c)
		if err != nil {
			return nil, err
		}
		return func() {
			if p.key == key && p.state == state {
				p.refusal = refusal
				p.draw(h)
			}
		}, nil
	})
}

// inHand gives the clash in hand.
func (p *pane) inHand() store.Clash {
	for _, c := range p.group {
		if keyOf(c) == p.key {
			return c
		}
	}
	return store.Clash{}
}

func (p *pane) may() bool { return p.refusal == nil && !p.room.now.veiled[p.inHand().Entity] }

func (p *pane) draw(h hints) {
	r, c := p.room, p.inHand()
	objects := []fyne.CanvasObject{p.heading(c)}
	if p.refusal != nil {
		sentence, hint := i18n.Error(p.refusal)
		objects = append(objects, kit.Note(kit.Wait, sentence, strings.TrimSpace(hint+" "+i18n.T("clashes.readonly"))))
	}
	if r.now.veiled[c.Entity] {
		objects = append(objects, kit.Note(kit.Quiet, i18n.T("clashes.veiled"), i18n.T("clashes.veiled.text")))
		p.put(objects)
		return
	}
	if all := p.allButtons(); all != nil {
		objects = append(objects, all)
	}
	objects = append(objects, kit.Rule(), p.section(c, h))
	for _, o := range p.group {
		if keyOf(o) != p.key {
			objects = append(objects, kit.Rule(), p.folded(o))
		}
	}
	if rest := p.context(c); rest != nil {
		objects = append(objects, kit.Rule(), rest)
	}
	p.put(objects)
}

func (p *pane) put(objects []fyne.CanvasObject) {
	p.holder.Objects = []fyne.CanvasObject{kit.Scroll(kit.Column(theme.Size(theme.Gap)*0.8, objects...))}
	p.holder.Refresh()
}

// heading names the record, the case it belongs to, and what it is about.
func (p *pane) heading(c store.Clash) fyne.CanvasObject {
	r := p.room
	name := r.words.Heading(c.Kind, c.Entity)
	if c.Kind == app.KindCase {
		name = r.words.Noun(c.Kind, c.Entity)
	}
	objects := []fyne.CanvasObject{kit.NewPara(name, kit.Style{Size: theme.TextItem, Bold: true})}
	of := i18n.T("clashes.ofshared")
	if c.Case != "" {
		of = i18n.T("clashes.ofcase", "case", r.words.Name(c.Case))
	}
	if c.Kind != app.KindCase {
		objects = append(objects, kit.NewPara(of, kit.Second))
	}
	if c.Kind == app.KindAnswer {
		objects = append(objects, kit.NewPara(r.words.Name(c.Entity), kit.Body))
	}
	return kit.Column(2, objects...)
}

// allButtons settles every field of the record at once, by who wrote.
func (p *pane) allButtons() fyne.CanvasObject {
	if len(p.group) < 2 {
		return nil
	}
	line := kit.Flow(6, kit.Inset(0, 3, kit.Line(i18n.T("clashes.several", "n", len(p.group)), kit.Second)))
	if p.may() {
		for i, w := range writersOf(p.group) {
			b := kit.NewButton(i18n.T("clashes.all", "who", p.room.nameOf(w.who, w.mine)), func() { p.allOf(i) })
			b.Keys = string(rune('A' + i))
			line.Add(b)
		}
	}
	return line
}

// allOf takes everything that one of the writers wrote into this record.
func (p *pane) allOf(i int) bool {
	writers := writersOf(p.group)
	if len(p.group) < 2 || i >= len(writers) || !p.may() {
		return false
	}
	var all []choice
	for _, c := range p.group {
		o, wrote := writers[i].of(c)
		switch {
		case !wrote:
		case c.Field != "":
			all = append(all, choice{c, o.value})
		case o.value == nil: // who deleted the record wants none of its fields
			p.room.settle([]choice{{c, nil}})
			return true
		}
	}
	p.room.settle(all)
	return true
}

// number takes the option of a key, the first being 0; the key after the last leads to a value of one's own.
func (p *pane) number(i int) bool {
	c := p.inHand()
	options := optionsOf(c)
	switch {
	case c.Entity == "" || !p.may():
		return false
	case p.own != nil && p.own.number != nil && p.own.number(i):
		return true
	case i < len(options):
		p.room.settle([]choice{{c, options[i].value}})
	case i == len(options) && p.own != nil:
		kit.IntoView(p.own.object)
		p.own.focus()
	default:
		return false
	}
	return true
}

// apply takes the value that was entered.
func (p *pane) apply() {
	if p.own == nil || !p.may() {
		return
	}
	value, err := p.own.value()
	if err != nil {
		p.own.fault(err)
		return
	}
	p.own.fault(nil)
	p.room.settle([]choice{{p.inHand(), value}})
}

// folded is a field of the record that clashes and is not in hand.
func (p *pane) folded(c store.Clash) fyne.CanvasObject {
	r := p.room
	var said []string
	if len(c.Same) > 0 {
		said = append(said, i18n.T("clashes.same.text", "value", p.said(c, c.Sides[0].Value)))
	}
	for _, o := range optionsOf(c) {
		said = append(said, i18n.T("clashes.brief", "who", r.writers(o), "value", cutText(p.said(c, o.value), 40)))
	}
	return kit.NewTap(kit.Column(1, kit.NewPara(r.fieldWords(c), kit.Strongly), kit.NewPara(strings.Join(said, i18n.T("clashes.against")), kit.Second)),
		func() {
			r.list.table.SelectID(keyOf(c))
			r.pick(keyOf(c))
		})
}

// section is the field in hand: what was before, what each wrote, and a value of one's own.
func (p *pane) section(c store.Clash, h hints) fyne.CanvasObject {
	r := p.room
	objects := []fyne.CanvasObject{kit.NewPara(r.fieldWords(c), kit.Style{Size: theme.TextItem, Bold: true})}
	options := optionsOf(c)
	switch {
	case len(c.Same) > 0:
		objects = append(objects, kit.NewPara(i18n.T("clashes.same.text", "value", p.said(c, c.Sides[0].Value)), kit.Second), p.bearers(c))
	case len(c.Rests) > 0:
		objects = append(objects, kit.NewPara(i18n.T("clashes.rests.text"), kit.Second), p.resting(c))
	case c.Field == "":
		objects = append(objects, kit.NewPara(i18n.T("clashes.whole.text"), kit.Second))
	default:
		objects = append(objects, kit.Column(0, kit.NewPara(i18n.T("clashes.base"), kit.Second), kit.NewPara(cutText(p.said(c, c.Base), longest), kit.Body)))
	}
	for i := 0; i < len(options); i += 2 {
		if i+1 == len(options) && len(options) > 2 {
			objects = append(objects, kit.Split(10, []float32{1, 1}, p.card(c, options, i), kit.Column(0)))
		} else if i+1 == len(options) {
			objects = append(objects, p.card(c, options, i))
		} else {
			objects = append(objects, kit.Split(10, []float32{1, 1}, p.card(c, options, i), p.card(c, options, i+1)))
		}
	}
	if p.may() {
		if p.own = p.newOwn(c, options, h); p.own != nil {
			objects = append(objects, p.own.object)
		}
	}
	return kit.Column(theme.Size(theme.Gap)*0.8, objects...)
}

// context tells what else the record says, as it is shown meanwhile.
func (p *pane) context(c store.Clash) fyne.CanvasObject {
	clashing := map[string]bool{}
	title := i18n.T("clashes.context")
	if c.Field == "" { // all of it is shown; what was changed stands above
		title = i18n.T("clashes.rest")
		for _, o := range optionsOf(c) {
			if o.value != nil {
				for _, x := range p.changes(c, o.value) {
					clashing[x.path] = true
				}
			}
		}
	}
	for _, o := range p.group {
		top, _, _ := strings.Cut(o.Field, "/")
		clashing[o.Field], clashing[top] = true, true
	}
	most := 120
	if c.Field == "" {
		most = longest
	}
	var left, right []fyne.CanvasObject
	for _, l := range p.room.words.Lines(c.Kind, c.Doc) {
		if clashing[l.Path] || l.Value == "" || c.Kind == app.KindAnswer && l.Path == "item" {
			continue
		}
		line := kit.Column(0, kit.NewPara(l.Field, kit.Second), kit.NewPara(cutText(l.Value, most), kit.Body))
		if len(left) <= len(right) {
			left = append(left, line)
		} else {
			right = append(right, line)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return kit.Column(6, kit.NewPara(title, kit.Heading), kit.Split(14, []float32{1, 1}, kit.Column(5, left...), kit.Column(5, right...)))
}

// longest is how many characters of a value are shown that is not compared sentence by sentence.
const longest = 600

func cutText(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
