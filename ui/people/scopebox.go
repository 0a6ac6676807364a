package people

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

// scope is what a seat is sent: the cases of some zones, some cases besides, and of each case some strands. All three
// empty is everything.
type scope struct{ zones, cases, strands app.Set }

func scopeOf(s app.Seat) scope {
	return scope{kit.Copy(s.Zones), kit.Copy(s.Cases), kit.Copy(s.Strands)}
}

// whole says whether the scope is everything.
func (s scope) whole() bool { return len(s.zones) == 0 && len(s.cases) == 0 && len(s.strands) == 0 }

// holds says whether a case lies within.
func (s scope) holds(c app.Case) bool {
	return len(s.zones) == 0 && len(s.cases) == 0 || s.zones.Has(string(c.Zone)) || s.cases.Has(string(c.ID))
}

// words says a scope in a few words: "全部", "第一责任区、LS2026-005；审查、审计".
func (s state) words(of scope) string {
	if of.whole() {
		return i18n.T("people.scope.all")
	}
	var where []string
	for _, z := range s.zones {
		if of.zones.Has(string(z.ID)) {
			where = append(where, z.Name)
		}
	}
	for _, c := range s.cases {
		if of.cases.Has(string(c.ID)) {
			where = append(where, c.Number)
		}
	}
	if unknown := len(of.zones) + len(of.cases) - len(where); unknown > 0 { // of a round that is not here
		where = append(where, i18n.T("people.scope.unknown", "n", unknown))
	}
	if len(of.zones)+len(of.cases) == 0 {
		where = []string{i18n.T("people.scope.allcases")}
	}
	text := i18n.List(where)
	if len(of.strands) > 0 {
		text = i18n.T("people.scope.withstrands", "cases", text, "strands", words("strand.", app.Strands, of.strands, ".short"))
	}
	return text
}

// follows says in plain words what a scope means for who sits at the seat.
func (s state) follows(of scope) string {
	n := 0
	for _, c := range s.cases {
		if of.holds(c) {
			n++
		}
	}
	strands := i18n.T("people.scope.allstrands")
	if len(of.strands) > 0 {
		strands = words("strand.", app.Strands, of.strands, ".short")
	}
	if of.whole() {
		return i18n.T("people.scope.follows.all", "n", n)
	}
	text := i18n.T("people.scope.follows", "n", n, "total", len(s.cases), "strands", strands)
	if len(of.zones) > 0 {
		text += i18n.T("people.scope.follows.zones")
	}
	return text
}

// scopeBox is the choice of a scope: everything, or ticked zones, cases and strands, and under it what follows.
type scopeBox struct {
	room    *Room
	now     scope
	part    bool // not everything
	choice  *fyne.Container
	what    *kit.Para
	changed func()
	object  fyne.CanvasObject
}

// newScopeBox makes a choice that begins with a scope; changed (may be nil) is told of every tick.
func newScopeBox(r *Room, now scope, changed func()) *scopeBox {
	b := &scopeBox{room: r, now: now, part: !now.whole(), choice: container.NewStack(), what: kit.NewPara("", kit.Second), changed: changed}
	for _, set := range []*app.Set{&b.now.zones, &b.now.cases, &b.now.strands} {
		if *set == nil {
			*set = app.Set{}
		}
	}
	all, part := i18n.T("people.scope.choose.all"), i18n.T("people.scope.choose.part")
	pick := widget.NewRadioGroup([]string{all, part}, nil)
	pick.Horizontal, pick.Required = true, true
	pick.Selected = all
	if b.part {
		pick.Selected = part
	}
	pick.OnChanged = func(chosen string) {
		b.part = chosen == part
		b.show()
		b.tell()
	}
	b.object = kit.Column(6, pick, b.choice, b.what)
	b.show()
	b.tell()
	return b
}

// Scope gives what is chosen. It refuses with "people.noscope" a part of everything of which nothing is ticked.
func (b *scopeBox) Scope() (scope, error) {
	if !b.part {
		return scope{zones: app.Set{}, cases: app.Set{}, strands: app.Set{}}, nil
	}
	if b.now.whole() {
		return scope{}, app.Refuse("people.noscope")
	}
	return scope{kit.Copy(b.now.zones), kit.Copy(b.now.cases), kit.Copy(b.now.strands)}, nil
}

func (b *scopeBox) tell() {
	now := b.now
	switch {
	case !b.part:
		now = scope{}
		fallthrough
	case !now.whole():
		b.what.SetText(b.room.now.follows(now))
	default:
		b.what.SetText(i18n.T("people.scope.nothing"))
	}
	kit.Relayout(b.what)
	if b.changed != nil {
		b.changed()
	}
}

// The cases are ticked in two columns; so wide, in pixels, may a name be there, whatever the size of the text.
const (
	caseColumns = 2
	caseWidth   = 210
	zoneWidth   = 130
)

// show draws the ticks.
func (b *scopeBox) show() {
	b.choice.Objects = nil
	if !b.part {
		b.choice.Refresh()
		return
	}
	labelled := func(key string, ticks []fyne.CanvasObject, columns int) fyne.CanvasObject {
		return kit.Column(0, kit.Line(i18n.T(key), kit.Second), container.NewGridWithColumns(columns, ticks...))
	}
	var zones, cases, strands []fyne.CanvasObject
	for _, s := range app.Strands {
		strands = append(strands, b.tick(i18n.T("strand."+string(s)+".short"), b.now.strands, string(s)))
	}
	for _, z := range b.room.now.zones {
		zones = append(zones, b.tick(kit.Cut(z.Name, zoneWidth, kit.Body), b.now.zones, string(z.ID)))
	}
	for _, c := range sortedCases(b.room.now.cases) {
		text := kit.Cut(strings.TrimSpace(c.Number+" "+b.room.now.units[c.Unit].Name), caseWidth, kit.Body)
		cases = append(cases, b.tick(text, b.now.cases, string(c.ID)))
	}
	lines := []fyne.CanvasObject{labelled("people.scope.strands", strands, len(app.Strands))}
	if len(zones) > 0 {
		lines = append(lines, labelled("people.scope.zones", zones, min(3, len(zones))))
	}
	if len(cases) > 0 {
		lines = append(lines, labelled("people.scope.cases", cases, caseColumns))
	}
	b.choice.Objects = []fyne.CanvasObject{kit.Column(6, lines...)}
	b.choice.Refresh()
}

func (b *scopeBox) tick(text string, set app.Set, id string) fyne.CanvasObject {
	c := kit.NewCheck(text, nil)
	c.Checked = set.Has(id)
	c.OnChanged = func(on bool) {
		if on {
			set[id] = true
		} else {
			delete(set, id)
		}
		b.tell()
	}
	return c
}

func sortedCases(all []app.Case) []app.Case {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(x, y app.Case) int { return strings.Compare(x.Number, y.Number) })
	return all
}
