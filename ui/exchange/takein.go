package exchange

import (
	"context"
	"errors"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// goOn takes the package in hand in, asking for the typed word where it is grave.
func (p *in) goOn() {
	o := p.hand
	if o == nil || o.stage != ready && o.stage != receipt || p.no != nil {
		return
	}
	switch {
	case o.templates != nil:
		p.takeTemplates(o)
		return
	case o.stage == ready && o.coming.Grave():
		p.askWord(o)
		return
	}
	p.takeIn(o, false, func(err error) {
		if app.CodeOf(err) == "exchange.grave" { // what comes again makes it so
			p.askWord(o)
			return
		}
		if err != nil { // a stop is no fault: the window does not tell it
			p.room.host.Fail(err)
		}
	})
}

// askWord asks for the word that a grave package needs, and says what is grave about it.
func (p *in) askWord(o *offer) {
	r := p.room
	word := i18n.T("exchange.grave.word")
	typed, bad := kit.NewEntry(""), newFault()
	var d *kit.Dialog
	do := func() {
		if strings.TrimSpace(typed.Text) != word {
			bad.say(app.Refuse("exchange.typeword", "word", word))
			return
		}
		p.takeIn(o, true, func(err error) {
			if err == nil {
				d.Close()
			} else if !errors.Is(err, context.Canceled) {
				bad.say(err)
			}
		})
	}
	typed.OnSubmitted = func(string) { do() }
	lines := append(graveLines(o.coming), kit.NewPara(i18n.T("exchange.grave.text"), kit.Second),
		kit.Column(4, kit.Line(i18n.T("exchange.grave.type", "word", word), kit.Second), typed), bad.para)
	ok := kit.NewPrimary(i18n.T("exchange.take"), do)
	no := kit.NewButton(i18n.T("exchange.notnow"), func() { d.Close() })
	d = kit.ShowDialog(r.host.Window(), i18n.T("exchange.grave"), kit.Column(10, lines...), 560, 380, no, ok)
	r.host.Window().Canvas().Focus(typed)
}

// takeIn takes a package in and shows what it did.
func (p *in) takeIn(o *offer, sure bool, done func(error)) {
	r := p.room
	how, paths := o.how(), o.paths
	how.Sure = sure
	var made store.Import
	r.host.Progress(i18n.T("exchange.taking"), func(ctx context.Context, report func(int, int, string)) error {
		var err error
		made, err = r.store.TakeIn(ctx, paths, how, bytesOf(report))
		return err
	}, func(err error) {
		if err == nil {
			o.stage, o.made = taken, made
			if made.N == 0 {
				o.stage, o.coming.Known = known, true
			}
			p.after(o)
		}
		done(err)
	})
}

// how is what the ticks of the person say.
func (o *offer) how() (how store.TakeIn) {
	how.Again = o.again
	how.Package = o.coming.ID
	for _, c := range o.coming.Cases {
		if o.without[c.ID] {
			how.Without = append(how.Without, c.ID)
		}
	}
	return how
}

// after shows what came in, and looks anew into what is still to come: what that would do is another thing now.
func (p *in) after(hand *offer) {
	for _, x := range p.all {
		if x.templates == nil && (x.stage == ready || x.stage == receipt) {
			x.stage = waits
		}
	}
	p.room.host.Saved(p.room.config.Now())
	p.examine(hand)
}

// several gives the packages that can be taken in at once: those that are ready, and those that only wait for them.
func (p *in) several() (all []*offer) {
	n := 0
	for _, o := range p.all {
		if o.templates != nil { // they are chosen from, one by one
			continue
		}
		if o.stage == receipt || o.stage == ready && !o.coming.Grave() && len(o.coming.Returns) == 0 {
			n++
		}
		if o.stage == ready || o.stage == receipt || o.stage == gap {
			all = append(all, o)
		}
	}
	if n == 0 || len(all) < 2 {
		return nil
	}
	return all
}

// takeAll takes in all that can be, one after the other; grave ones stay for the person to look at.
func (p *in) takeAll() {
	r, all := p.room, p.several()
	if p.no != nil || len(all) == 0 {
		return
	}
	how, sets := map[string]store.TakeIn{}, make([][]string, 0, len(all))
	for _, o := range all {
		how[o.paths[0]], sets = o.how(), append(sets, o.paths)
	}
	choose := func(c store.Coming) (store.TakeIn, bool) { return how[c.Paths[0]], !c.Grave() && len(c.Returns) == 0 }
	var done []store.Taken
	r.host.Progress(i18n.T("exchange.taking"), func(ctx context.Context, report func(int, int, string)) error {
		var err error
		done, err = r.store.TakeInAll(ctx, sets, choose, bytesOf(report))
		return err
	}, func(err error) {
		n, hand := 0, p.hand
		for _, t := range done {
			i := slices.IndexFunc(all, func(o *offer) bool { return len(t.Paths) > 0 && o.paths[0] == t.Paths[0] })
			if i < 0 {
				continue
			}
			o := all[i]
			o.bad = t.Err
			switch {
			case t.Import.N > 0:
				o.stage, o.made, hand = taken, t.Import, o
				n++
			case t.Err != nil:
				o.judge()
			case !t.Left:
				o.stage = known
			}
		}
		if n > 0 {
			r.host.Toast(i18n.T("exchange.taken.all", "n", n))
		}
		p.after(hand)
		if err != nil {
			r.host.Fail(err)
		}
	})
}

// notNow lets the package in hand go; its file stays as it is.
func (p *in) notNow() {
	p.all = slices.DeleteFunc(p.all, func(o *offer) bool { return o == p.hand })
	p.hand = nil
	if len(p.all) > 0 {
		p.hand = p.all[0]
	}
	p.show()
}
