package ui

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynedesktop "fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"lianshen/app"
	"lianshen/ui/casefile"
	"lianshen/ui/checklists"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/prefs"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

// look is one way the window can look.
type look struct {
	lang string
	text theme.TextScale
	mode theme.Mode
}

func (l look) String() string { return fmt.Sprintf("%s-%s-%s", l.lang, l.text, l.mode) }

// looks are the extremes that every run of the tests looks at: the widest words and the largest text. With LOOKS=all it
// is every language at every text size, light and dark.
func looks() []look {
	if os.Getenv("LOOKS") != "all" {
		return []look{{"en", theme.TextHuge, theme.ModeDark}, {"zh", theme.TextNormal, theme.ModeLight}}
	}
	var all []look
	for _, lang := range []string{"zh", "en"} {
		for _, text := range theme.TextScales {
			for _, mode := range []theme.Mode{theme.ModeLight, theme.ModeDark} {
				all = append(all, look{lang, text, mode})
			}
		}
	}
	return all
}

// inspector goes through the window and notes what a strict eye would not let pass.
type inspector struct {
	t      *testing.T
	x      *world
	look   look
	faults map[string]string // by what is wrong, where it was seen first
	shots  int
}

// TestEveryScreenFitsTheSmallestWindow opens every room, every page of a case and everything that a key of the bench
// opens, at 1366×768: no text may stand out of what it stands in, no dialog out of the window, nothing that can be
// pressed may be out of reach of the keyboard or too small for a finger. With SHOTS the pictures are kept.
func TestEveryScreenFitsTheSmallestWindow(t *testing.T) {
	for _, l := range looks() {
		t.Run(l.String(), func(t *testing.T) {
			dir := t.TempDir()
			x := start(t, dir, Options{Lang: l.lang})
			defer x.quit()
			p := &inspector{t: t, x: x, look: l, faults: map[string]string{}}
			x.d.window.Resize(fyne.NewSize(1366, 768))
			x.press(x.top(), i18n.T("secrecy.read"))
			ws := filepath.Join(dir, "sample"+".lianshen")
			if err := x.d.Sample(t.Context(), ws, func(int, int, string) {}); err != nil {
				t.Fatal(err)
			}
			x.settle()
			x.d.Apply(prefs.Values{Language: x.d.prefs.Get().Language, Mode: l.mode, Text: l.text})
			x.settle()
			p.everywhere()
			for _, what := range sorted(p.faults) {
				t.Errorf("%s: %s", p.faults[what], what)
			}
			if u := i18n.Unknown(); len(u) > 0 {
				t.Errorf("texts missing: %v", u)
			}
		})
	}
}

func sorted(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (p *inspector) everywhere() {
	c, err := p.x.d.ws.CaseByNumber(p.t.Context(), "LS2026-005")
	if err != nil {
		p.t.Fatal(err)
	}
	for _, e := range p.x.d.place(p.x.d.ws).Entries {
		p.visit(e.Name, shell.Route{Room: e.Name, Case: c.ID})
	}
	for _, page := range casefile.Pages() {
		p.visit("case-"+page, shell.Route{Room: shell.RoomCase + "/" + page, Case: c.ID})
	}
	p.bench(c.ID)
	p.versions(c.ID)
	if os.Getenv("LOOKS") == "all" || p.look.text == theme.TextHuge {
		p.presses(c.ID)
	}
}

// left are rooms whose deeds lead out of the workspace or take minutes; they were looked at as they open.
var left = []string{shell.RoomHandover, shell.RoomExchange, shell.RoomPeople, shell.RoomSettings, shell.RoomClashes, shell.RoomDrafts}

// presses takes the first row of every list in hand and presses every button of the rooms, one at a time, and looks at
// what opens.
func (p *inspector) presses(id app.ID) {
	var places []shell.Route
	for _, e := range p.x.d.place(p.x.d.ws).Entries {
		if !slices.Contains(left, e.Name) && e.Name != shell.RoomCase {
			places = append(places, shell.Route{Room: e.Name, Case: id})
		}
	}
	for _, page := range casefile.Pages() {
		places = append(places, shell.Route{Room: shell.RoomCase + "/" + page, Case: id})
	}
	pressed := map[string]bool{} // by word: the same button stands on many pages
	for _, to := range places {
		p.x.d.shell.Go(to)
		p.x.settle()
		tables := things[*kit.DataTable](p.x.d.window.Canvas().Content())
		for i, table := range tables {
			table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
			p.x.settle()
			p.check(fmt.Sprintf("%s-list%d", to.Room, i+1))
		}
		for {
			b, fresh := first(flat(p.x.d.window.Canvas().Content()), func(b *kit.Button) bool {
				return !b.Disabled() && !b.Chosen && !pressed[b.Text]
			})
			if !fresh {
				break
			}
			pressed[b.Text] = true
			test.Tap(b)
			p.x.settle()
			p.check(to.Room + "-" + b.Text)
			kit.CloseAll(p.x.d.window)
			p.x.d.window.Canvas().Unfocus()
			p.x.d.shell.Go(to)
			p.x.settle()
		}
	}
}

// things lists what is in view of a kind.
func things[T fyne.CanvasObject](root fyne.CanvasObject) (all []T) {
	for _, o := range flat(root) {
		if t, ok := o.(T); ok {
			all = append(all, t)
		}
	}
	return all
}

func (p *inspector) visit(name string, to shell.Route) {
	p.x.d.shell.Go(to)
	p.x.settle()
	p.check(name)
}

// bench opens what each key of the bench opens, item by item and in rows.
func (p *inspector) bench(id app.ID) {
	at := shell.Route{Room: shell.RoomBench, Case: id, Ref: "XR-2-01"}
	p.visit("bench-item", at)
	for _, key := range []string{"e", "f", "m", "M", "s", "p", "c", "n", "/", "t"} {
		p.typed(key)
		p.check("bench-" + key)
		kit.CloseAll(p.x.d.window)
		p.x.d.window.Canvas().Unfocus()
		p.x.settle()
		p.x.d.shell.Go(at)
		p.x.settle()
	}
	p.typed("g")
	p.check("bench-table")
}

// versions looks at a draft of a checklist, at what differs from the one in use, and at the way of a case to it.
func (p *inspector) versions(id app.ID) {
	ctx, desk := p.t.Context(), p.x.d.ws.Desk()
	d, err := p.x.d.ws.Dossier(ctx, id)
	if err != nil {
		p.t.Fatal(err)
	}
	base := d.Templates[app.Review]
	draft, err := desk.NewTemplate(ctx, app.NewList{From: base.ID, Version: "2026.9"})
	if err == nil {
		err = desk.EditTemplate(ctx, draft, func(t *app.Template) error {
			t.Sections[0].Items[0].Check += "，有无记录。"
			t.Sections[0].Items = t.Sections[0].Items[:4]
			return nil
		})
	}
	if err != nil {
		p.t.Fatal(err)
	}
	p.visit("checklists-edit", shell.Route{Room: shell.RoomChecklists + "/" + checklists.PageEdit, Ref: string(draft)})
	table := things[*kit.DataTable](p.x.d.window.Canvas().Content())[0]
	for range 3 {
		table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	p.x.settle()
	p.check("checklists-item")
	p.visit("checklists-diff", shell.Route{Room: shell.RoomChecklists + "/" + checklists.PageDiff, Ref: string(base.ID) + " " + string(draft)})
	if err := desk.UseTemplate(ctx, draft); err != nil {
		p.t.Fatal(err)
	}
	p.visit("checklists-case", shell.Route{Room: shell.RoomChecklists + "/" + checklists.PageCase, Case: id, Ref: string(app.Review)})
}

func (p *inspector) typed(key string) {
	c := p.x.d.window.Canvas()
	for _, r := range key {
		if typed := c.OnTypedRune(); typed != nil {
			typed(r)
		}
	}
	p.x.settle()
}

// check looks at what is in view: at the dialog when one is open, else at the window.
func (p *inspector) check(name string) {
	c := p.x.d.window.Canvas()
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	p.shoot(name)
	p.walk(name, root, fyne.Position{}, bounds{right: c.Size().Width, bottom: c.Size().Height}, nil)
}

// bounds are the right and lower edges that nothing may cross, in pixels of the window; 0 = none.
type bounds struct{ right, bottom float32 }

// slack is by how many pixels a text may cross an edge before anybody sees it.
const slack = 2

func (p *inspector) fault(name, what string) {
	if _, known := p.faults[what]; !known {
		p.faults[what] = p.look.String() + " " + name
	}
}

func (p *inspector) walk(name string, o fyne.CanvasObject, at fyne.Position, in bounds, over []fyne.CanvasObject) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	size := o.Size()
	if t, ok := o.(*canvas.Text); ok && strings.TrimSpace(t.Text) != "" {
		m := t.MinSize()
		wide := m.Width
		if in.right > 0 && at.X+wide > in.right+slack && t.Alignment == fyne.TextAlignLeading {
			p.fault(name, fmt.Sprintf("%q stands %.0f out at the right", t.Text, at.X+wide-in.right))
		}
		if in.bottom > 0 && at.Y+m.Height > in.bottom+slack {
			p.fault(name, fmt.Sprintf("%q stands %.0f out below", t.Text, at.Y+m.Height-in.bottom))
		}
	}
	p.reach(name, o, over)
	in.right = min(in.right, at.X+max(size.Width, 1))
	in.bottom = min(in.bottom, at.Y+max(size.Height, 1))
	over = append(over, o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, child := range x.Objects {
			p.walk(name, child, at, in, over)
		}
	case *container.Scroll:
		in.bottom = 1e6
		if x.Direction != container.ScrollVerticalOnly {
			in.right = 1e6
		}
		p.walk(name, x.Content, at, in, over)
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(x).Objects() {
			p.walk(name, child, at, in, over)
		}
	}
}

// finger is how high and wide in pixels what is pressed must be at least.
const finger = 36

// reach demands of what can be pressed that the keyboard comes there and that a finger finds it.
func (p *inspector) reach(name string, o fyne.CanvasObject, over []fyne.CanvasObject) {
	switch o.(type) {
	case *widget.PopUp: // what takes presses beside a dialog
		return
	}
	_, tap := o.(fyne.Tappable)
	_, mouse := o.(fynedesktop.Mouseable)
	if !tap && !mouse {
		return
	}
	kind := fmt.Sprintf("%T", o)
	if kind == "*widget.OverlayContainer" || kind == "*kit.tableHead" && o.Size().Height < finger-0.5 {
		return // what takes presses beside a dialog; heads of a list that cannot be sorted
	}
	if _, ok := o.(fyne.Focusable); !ok && !slices.ContainsFunc(over, func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Focusable); return ok }) {
		p.fault(name, fmt.Sprintf("%s %q cannot be reached by keyboard", kind, wordsOn(o)))
	}
	if s := o.Size(); s.Height < finger-1.5 {
		p.fault(name, fmt.Sprintf("%s %q is %.0f high", kind, wordsOn(o), s.Height))
	}
}

func wordsOn(o fyne.CanvasObject) string {
	var words []string
	for _, x := range flat(o) {
		if w := says(x); w != "" {
			words = append(words, w)
		}
	}
	if len(words) > 3 {
		words = words[:3]
	}
	return strings.Join(words, "|")
}

// shoot keeps a picture where SHOTS says.
func (p *inspector) shoot(name string) {
	dir := os.Getenv("SHOTS")
	if dir == "" {
		return
	}
	dir = filepath.Join(dir, p.look.String())
	if err := os.MkdirAll(dir, 0o755); err != nil {
		p.t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%02d-%s.png", p.shots, strings.NewReplacer("/", "slash").Replace(name))))
	if err != nil {
		p.t.Fatal(err)
	}
	p.shots++
	if err := png.Encode(f, p.x.d.window.Canvas().Capture()); err != nil {
		p.t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		p.t.Fatal(err)
	}
}
