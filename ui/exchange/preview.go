package exchange

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/past"
	"lianshen/ui/theme"
)

// mostLines is how many lines of a sort are told of a package; the rest is counted.
const mostLines = 12

// tell shows the package in hand: whose it is, whether it is whole, what it would do; once it is taken in, what it did.
func (p *in) tell() {
	o := p.hand
	switch {
	case o == nil:
		p.side.nothing(i18n.T("exchange.in.nohand"))
	case o.templates != nil:
		p.side.footed(p.foot(o), p.templatesPreview(o)...)
	case app.CodeOf(o.bad) == "exchange.phrase.none":
		foot, objects := p.locked(o)
		p.side.footed(foot, objects...)
	case o.stage == taken:
		p.done.open(o.made.N)
		p.side.holder.Objects = []fyne.CanvasObject{p.done.object}
		p.side.holder.Refresh()
		kit.Relayout(p.whole)
	case o.stage == waits:
		p.side.show(kit.NewPara(o.name, kit.Strongly), kit.NewPara(i18n.T("exchange.in.waits"), kit.Second))
	case o.bad != nil:
		p.side.footed(kit.Flow(8, kit.NewButton(i18n.T("exchange.in.again"), func() {
			o.stage = waits
			p.examine(o)
		}), kit.NewButton(i18n.T("exchange.drop"), p.notNow)),
			kit.NewPara(o.name, kit.Strongly), refusal(toneOf(o.stage), o.bad), kit.NewPara(i18n.T("exchange.in.unchanged"), kit.Second))
	default:
		p.side.footed(p.foot(o), p.preview(o)...)
	}
}

func toneOf(s stage) kit.Tone {
	if s == gap {
		return kit.Wait
	}
	return kit.Fault
}

// foot are the buttons under a package that can be taken in.
func (p *in) foot(o *offer) fyne.CanvasObject {
	no := kit.NewButton(i18n.T("exchange.notnow"), p.notNow)
	if o.stage == known || o.stage == taken {
		return kit.Flow(8, kit.NewButton(i18n.T("exchange.drop"), p.notNow))
	}
	out := 0
	for _, c := range o.coming.Cases {
		if o.without[c.ID] {
			out++
		}
	}
	text := i18n.T("exchange.take")
	if o.stage == receipt {
		text = i18n.T("exchange.take.receipt")
	}
	if out > 0 {
		text = i18n.T("exchange.take.without", "n", out)
	}
	ok := kit.NewPrimary(text, p.goOn)
	ok.Keys = "Ctrl+Enter"
	line := kit.Flow(8, ok, no)
	if all := p.several(); len(all) > 0 {
		line.Add(kit.NewButton(i18n.T("exchange.take.all", "n", len(all)), p.takeAll))
	}
	if p.no != nil {
		for _, b := range line.Objects {
			b.(*kit.Button).Disable()
		}
		return kit.Column(6, refusal(kit.Wait, p.no), line)
	}
	return line
}

// preview says in steps what a package is and what it would do.
func (p *in) preview(o *offer) []fyne.CanvasObject {
	c := o.coming
	from := i18n.T("exchange.preview.from", "name", c.From.Person, "laptop", c.From.Laptop)
	seat, tone := i18n.T("exchange.preview.enrolled"), kit.Done
	switch {
	case c.From.Out:
		seat, tone = i18n.T("exchange.preview.out"), kit.Fault
	case !c.From.Enrolled:
		seat, tone = i18n.T("exchange.preview.stranger"), kit.Fault
	}
	what := i18n.T("exchange.preview.what", "kind", i18n.T("exchange.kind."+string(c.Kind)), "number", c.Number, "made", i18n.Moment(c.Made))
	objects := []fyne.CanvasObject{
		step(1, i18n.T("exchange.preview.who"), kit.Row(8, kit.Line(from, kit.Strongly), kit.Chip(seat, tone)), kit.NewPara(what, kit.Second)),
		kit.Rule(),
		step(2, i18n.T("exchange.preview.whole"), append([]fyne.CanvasObject{
			kit.NewPara(i18n.T("exchange.preview.genuine", "n", i18n.Number(c.Records), "changes", i18n.Number(c.Changes)), kit.Style{Color: theme.Done})}, oddities(c)...)...),
		kit.Rule(),
	}
	if o.stage == receipt {
		return append(objects, kit.Note(kit.Accent, i18n.T("exchange.preview.receipt", "name", c.From.Person), i18n.T("exchange.preview.receipt.hint")))
	}
	if c.Known {
		text := i18n.T("exchange.preview.known")
		if c.Before > 0 {
			text = i18n.T("exchange.preview.before", "n", c.Before)
		}
		return append(objects, kit.Note(kit.Done, text, i18n.T("exchange.preview.known.hint")))
	}
	does := comesAgain(o)
	if c.Grave() {
		does = append(does, graveLines(c)...)
	}
	if len(c.Clashes) > 0 {
		does = append(does, kit.NewPara(i18n.T("exchange.preview.clashes", "n", i18n.Number(len(c.Clashes))), kit.Style{Color: theme.Fault}))
	}
	does = append(does, kit.NewPara(blobLine(c), kit.Body), p.caseTable(o))
	return append(objects, step(3, i18n.T("exchange.preview.does"), does...))
}

// comesAgain tells of imports that were taken back and are in the package, with a tick to have them in effect again.
func comesAgain(o *offer) []fyne.CanvasObject {
	numbers := func(imports []int64) string {
		var words []string
		for _, n := range imports {
			words = append(words, i18n.Number(int(n)))
		}
		return i18n.List(words)
	}
	var out []fyne.CanvasObject
	if all := o.coming.Returns; len(all) > 0 {
		out = append(out, kit.Note(kit.Wait, i18n.T("exchange.preview.returns", "n", numbers(all)), i18n.T("exchange.preview.returns.hint")))
	}
	if all := o.coming.Again; len(all) > 0 {
		_, tick := newTick(i18n.T("exchange.preview.again", "n", numbers(all)), o.again, func(on bool) { o.again = on })
		out = append(out, tick, kit.NewPara(i18n.T("exchange.preview.again.hint"), kit.Second))
	}
	return out
}

// blobLine tells of attached files.
func blobLine(c store.Coming) string {
	if c.Missing > 0 {
		return i18n.T("exchange.preview.blobs.missing", "n", i18n.Number(c.Blobs), "missing", i18n.Number(c.Missing))
	}
	if c.Blobs == 0 {
		return i18n.T("exchange.preview.blobs.none")
	}
	return i18n.T("exchange.preview.blobs", "n", i18n.Number(c.Blobs))
}

// oddities are what is worth a look about the sender's laptop and deeds.
func oddities(c store.Coming) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	note := func(key string, args ...any) {
		out = append(out, kit.Note(kit.Wait, i18n.T(key, args...), i18n.T(key+".hint", args...)))
	}
	if c.Clock != 0 {
		note("exchange.odd.clock", "lapse", lapse(c.Clock))
	}
	if c.Void > 0 {
		note("exchange.odd.void", "n", i18n.Number(c.Void))
	}
	if c.Late > 0 {
		note("exchange.odd.late", "n", i18n.Number(c.Late))
	}
	if len(c.Beyond) > 0 {
		note("exchange.odd.beyond", "n", i18n.Number(len(c.Beyond)))
		numbers := map[app.ID]string{}
		for _, x := range c.Cases {
			numbers[x.ID] = x.Number
		}
		for i, b := range c.Beyond {
			if i == mostLines {
				out = append(out, kit.NewPara(i18n.T("exchange.more", "n", i18n.Number(len(c.Beyond)-mostLines)), kit.Second))
				break
			}
			out = append(out, kit.NewPara(i18n.T("exchange.odd.beyond.line", "who", b.Who, "deed", past.Deed(b.Verb), "case", numbers[b.Case]), kit.Second))
		}
	}
	return out
}

// graveLines say why a package needs a typed word.
func graveLines(c store.Coming) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if c.Removed*10 > c.Living {
		out = append(out, kit.Note(kit.Fault, i18n.T("exchange.grave.removed", "n", i18n.Number(c.Removed), "all", i18n.Number(c.Living)), i18n.T("exchange.grave.removed.hint")))
	}
	if len(c.Signed) > 0 {
		numbers := map[app.ID]string{}
		for _, x := range c.Cases {
			numbers[x.ID] = x.Number
		}
		var lines []string
		for i, s := range c.Signed {
			if i == mostLines {
				break
			}
			lines = append(lines, i18n.T("exchange.grave.sign", "case", numbers[s.Case], "what", signed(s.Signoff), "who", signer(s.Signoff), "on", i18n.Date(s.Signoff.On)))
		}
		out = append(out, kit.Note(kit.Fault, i18n.T("exchange.grave.signed", "n", i18n.Number(len(c.Signed))), i18n.List(lines)))
	}
	if len(c.Takes) > 0 {
		var lines []string
		for _, s := range c.Takes[:min(mostLines, len(c.Takes))] {
			lines = append(lines, i18n.T("exchange.grave.take", "name", s.Who, "laptop", s.Laptop, "fingerprint", s.Fingerprint))
		}
		out = append(out, kit.Note(kit.Fault, i18n.T("exchange.grave.takes", "n", i18n.Number(len(c.Takes))), i18n.List(lines)))
	}
	return out
}

func signed(s app.Signoff) string {
	if s.Kind == app.SignStage {
		return i18n.Enum("stage", s.Stage)
	}
	return i18n.Enum("signoffkind", s.Kind)
}

func signer(s app.Signoff) string {
	if s.For != "" {
		return s.For
	}
	return s.By
}

// step is one of the steps of a preview with its number.
func step(n int, title string, objects ...fyne.CanvasObject) fyne.CanvasObject {
	head := kit.Row(8, kit.Chip(i18n.Number(n), kit.Strong), kit.Line(title, kit.Heading))
	return kit.Column(6, append([]fyne.CanvasObject{head}, objects...)...)
}

// caseTable is what the package would do, case by case; a case whose tick is taken away stays out for now.
func (p *in) caseTable(o *offer) fyne.CanvasObject {
	if len(o.coming.Cases) == 0 {
		return kit.NewPara(i18n.T("exchange.preview.nothing"), kit.Second)
	}
	heads := []string{i18n.T("exchange.preview.new"), i18n.T("exchange.preview.changed"), i18n.T("exchange.preview.clashing"), i18n.T("exchange.preview.removed")}
	number := 40 * scale() // holds four figures
	for _, h := range heads {
		number = max(number, kit.Width(h, kit.Second)+4)
	}
	shares := []float32{1, number, number, number, number}
	line := func(first fyne.CanvasObject, style kit.Style, words ...string) fyne.CanvasObject {
		cells := []fyne.CanvasObject{first}
		for _, w := range words {
			cells = append(cells, kit.Line(w, style))
		}
		return kit.Split(8, shares, cells...)
	}
	head := kit.Style{Size: theme.TextSecond, Color: theme.SecondInk, Number: true}
	table := kit.Column(2, line(kit.Line(i18n.T("exchange.preview.case"), kit.Second), head, heads...), kit.Rule())
	for _, c := range o.coming.Cases {
		var first fyne.CanvasObject
		if c.ID == "" {
			first = kit.Inset(0, 8, kit.Line(i18n.T("exchange.preview.shared"), kit.Body))
		} else {
			_, first = newTick(c.Number+" "+c.Unit, !o.without[c.ID], func(on bool) {
				if o.without == nil {
					o.without = map[app.ID]bool{}
				}
				o.without[c.ID] = !on
				p.refoot(o)
			})
		}
		row := line(first, kit.Style{Number: true}, count(c.New), count(c.Changed), count(c.Clashing), count(c.Removed)).(*fyne.Container)
		tint(row.Objects[3], c.Clashing, theme.Fault)
		tint(row.Objects[4], c.Removed, theme.Wait)
		table.Add(row)
	}
	return table
}

// count is a number in a table, where nothing is a dash.
func count(n int) string {
	if n == 0 {
		return i18n.T("exchange.none")
	}
	return i18n.Number(n)
}

// tint colours a number that is worth a look.
func tint(o fyne.CanvasObject, n int, colour fyne.ThemeColorName) {
	if t, ok := o.(*canvas.Text); ok && n > 0 {
		t.Color, t.TextStyle.Bold = theme.Color(colour), true
	}
}

// refoot draws the buttons anew after a tick, and leaves everything else where it is.
func (p *in) refoot(o *offer) {
	if c, ok := p.side.holder.Objects[0].(*fyne.Container); ok && len(c.Objects) == 2 && p.hand == o {
		c.Objects[1] = beneath(p.foot(o))
		c.Refresh()
		kit.Relayout(p.whole)
	}
}
