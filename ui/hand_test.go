package ui

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynedesktop "fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store/storetest"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell/shelltest"
	"lianshen/ui/unlock"
)

// hand works in the whole window as a person does: it finds things by the words on them, in reading order, and reads
// what was stored through the workspace. Each touch settles before the next.
type hand struct {
	t    *testing.T
	d    *desktop
	main shelltest.Main
	now  time.Time
	id   app.ID // of the case in hand
}

func newHand(t *testing.T, lang string) *hand {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	x := &hand{t: t}
	d, err := open(test.NewTempApp(t), Options{Lang: lang, Settings: filepath.Join(dir, "settings.json"), Main: x.main.Do,
		Now: func() time.Time { return x.now }, Cost: vault.Lowest})
	x.d = d
	x.must(err)
	d.window.Resize(fyne.NewSize(1366, 768))
	t.Cleanup(func() {
		closed := make(chan struct{})
		d.shell.Quit(func() { close(closed) })
		x.main.SettleUntil(d.shell, closed)
		if err := d.engine.Close(); err != nil {
			t.Error(err)
		}
		d.window.SetCloseIntercept(nil)
		d.window.Close()
		if u := i18n.Unknown(); len(u) > 0 {
			t.Errorf("texts missing: %v", u)
		}
	})
	return x
}

// founds makes a workspace for the person who works here and shows it; how that is done by hand is a test of its own.
func (x *hand) founds(dir string) {
	x.t.Helper()
	x.d.visit = unlock.Visit{Dir: dir, Person: "王敏", Laptop: "甲机"}
	x.must(x.d.Make(x.t.Context(), storetest.Phrase, func(int, int, string) {}))
	x.d.Enter()
	x.settle()
}

func (x *hand) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

func (x *hand) settle() { x.main.Settle(x.d.shell) }

func (x *hand) canvas() fyne.Canvas { return x.d.window.Canvas() }

// on turns the calendar to a day.
func (x *hand) on(day string) {
	d := app.MustDate(day)
	x.now = time.Date(d.Year, time.Month(d.Month), d.Day, 9, 0, 0, 0, time.Local)
}

// word is what forms call a field of app.
func word(name string) string { return i18n.Capital(i18n.T("field." + name)) }

// things lists what is in view in reading order: of the dialog when one is open, else of the window.
func (x *hand) things() []fyne.CanvasObject {
	root := x.canvas().Content()
	if top := x.canvas().Overlays().Top(); top != nil {
		root = top
	}
	return flat(root)
}

// flat lists an object and all that it shows, in reading order: within each container from the top, what is
// side by side from the left.
func flat(o fyne.CanvasObject) []fyne.CanvasObject {
	if o == nil || !o.Visible() {
		return nil
	}
	out := []fyne.CanvasObject{o}
	switch o := o.(type) {
	case *fyne.Container:
		children := slices.Clone(o.Objects)
		slices.SortStableFunc(children, func(a, b fyne.CanvasObject) int {
			switch {
			case a.Position().Y+a.Size().Height <= b.Position().Y:
				return -1
			case b.Position().Y+b.Size().Height <= a.Position().Y:
				return 1
			}
			return cmp.Compare(a.Position().X, b.Position().X) // side by side, or one over the other
		})
		for _, c := range children {
			out = append(out, flat(c)...)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			out = append(out, flat(c)...)
		}
	}
	return out
}

// says gives the words of a line or a paragraph.
func says(o fyne.CanvasObject) string {
	switch o := o.(type) {
	case *canvas.Text:
		return o.Text
	case *kit.Para:
		return o.Text()
	}
	return ""
}

func (x *hand) shows(text string) bool {
	return slices.ContainsFunc(x.things(), func(o fyne.CanvasObject) bool { return says(o) == text })
}

// below looks below a heading of these words for what find finds; where several have the same words, the last one
// that has it. "" is the whole window.
func below[T any](x *hand, heading string, find func([]fyne.CanvasObject) (T, bool)) (found T, ok bool) {
	all := x.things()
	if heading == "" {
		return find(all)
	}
	for i := len(all) - 1; i >= 0 && !ok; i-- {
		if line, is := all[i].(*canvas.Text); is && line.Text == heading {
			found, ok = find(all[i:])
		}
	}
	return found, ok
}

// first gives the first thing of a kind that ok accepts, or nothing.
func first[T fyne.CanvasObject](all []fyne.CanvasObject, ok func(T) bool) (found T, is bool) {
	for _, o := range all {
		if t, of := o.(T); of && ok(t) {
			return t, true
		}
	}
	return found, false
}

func anyOf[T fyne.CanvasObject](T) bool { return true }

// field gives the widget of a kind under a label below a heading.
func field[T fyne.CanvasObject](x *hand, heading, label string) T {
	x.t.Helper()
	w, ok := below(x, heading, func(all []fyne.CanvasObject) (w T, ok bool) {
		for _, o := range all {
			box, is := o.(*fyne.Container)
			if !is || len(box.Objects) < 2 {
				continue
			}
			if line, is := box.Objects[0].(*canvas.Text); is && line.Text == label {
				if w, ok = first(flat(box.Objects[1]), anyOf[T]); ok {
					return w, true
				}
			}
		}
		return w, false
	})
	if !ok {
		x.t.Fatalf("below %q there is no field %q", heading, label)
	}
	return w
}

// typeIn types into a field and leaves it.
func (x *hand) typeIn(heading, label, text string) {
	x.t.Helper()
	e := field[*kit.Entry](x, heading, label)
	x.canvas().Focus(e)
	e.SetText("")
	test.Type(e, text)
	x.canvas().Unfocus()
	x.settle()
}

// choose chooses by its words from the list of a field.
func (x *hand) choose(heading, label, words string) {
	x.t.Helper()
	s := field[*kit.Select](x, heading, label)
	if !slices.Contains(s.Options, words) {
		x.t.Fatalf("%q offers %v, not %q", label, s.Options, words)
	}
	s.SetSelected(words)
	x.settle()
}

// tick ticks boxes by their words.
func (x *hand) tick(heading string, words ...string) {
	x.t.Helper()
	for _, w := range words {
		c, ok := below(x, heading, func(all []fyne.CanvasObject) (*kit.Check, bool) {
			return first(all, func(c *kit.Check) bool { return c.Text == w })
		})
		if !ok {
			x.t.Fatalf("below %q there is no box %q", heading, w)
		}
		if !c.Checked {
			test.Tap(c)
		}
		x.settle()
	}
}

func (x *hand) button(heading, text string) (*kit.Button, bool) {
	x.t.Helper()
	return below(x, heading, func(all []fyne.CanvasObject) (*kit.Button, bool) {
		return first(all, func(b *kit.Button) bool { return b.Text == text })
	})
}

// press presses a button by its words.
func (x *hand) press(heading, text string) {
	x.t.Helper()
	b, ok := x.button(heading, text)
	if !ok || b.Disabled() {
		var there []string
		for _, o := range x.things() {
			if b, is := o.(*kit.Button); is {
				there = append(there, b.Text)
			}
		}
		x.t.Fatalf("below %q there is no button %q to press (found: %v), only %q", heading, text, ok, there)
	}
	test.Tap(b)
	x.settle()
}

// tap presses the innermost line that shows these words: a page in the list, something that is missing.
func (x *hand) tap(text string) {
	x.t.Helper()
	all := x.things()
	for i := len(all) - 1; i >= 0; i-- {
		line, ok := all[i].(*kit.Tap)
		if ok && slices.ContainsFunc(flat(line), func(o fyne.CanvasObject) bool { return says(o) == text }) {
			test.Tap(line)
			x.settle()
			return
		}
	}
	x.t.Fatalf("there is no line %q to press", text)
}

// key presses a key where the keyboard is.
func (x *hand) key(names ...fyne.KeyName) {
	x.t.Helper()
	for _, name := range names {
		e := &fyne.KeyEvent{Name: name}
		if f := x.canvas().Focused(); f != nil {
			f.TypedKey(e)
		} else {
			x.canvas().OnTypedKey()(e)
		}
		x.settle()
	}
}

// ctrl presses a key with Ctrl.
func (x *hand) ctrl(name fyne.KeyName) {
	x.t.Helper()
	x.d.shell.TypedShortcut(&fynedesktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierControl})
	x.settle()
}

// write types characters where the keyboard is.
func (x *hand) write(text string) {
	x.t.Helper()
	for _, r := range text {
		if f := x.canvas().Focused(); f != nil {
			f.TypedRune(r)
		} else if typed := x.canvas().OnTypedRune(); typed != nil {
			typed(r)
		}
	}
	x.settle()
}

// desk is where the deeds are done that are not walked by hand.
func (x *hand) desk() app.Desk { return x.d.ws.Desk() }

func (x *hand) dossier() app.Dossier {
	x.t.Helper()
	d, err := x.d.ws.Dossier(x.t.Context(), x.id)
	x.must(err)
	return d
}

// at demands that the window shows this room and page.
func (x *hand) at(room string) {
	x.t.Helper()
	if got := x.d.shell.Route().Room; got != room {
		x.t.Fatalf("the window is at %q, want %q", got, room)
	}
}

// page goes to a page of the case by the list of pages, at the left of it.
func (x *hand) page(name string) {
	x.t.Helper()
	x.tap(i18n.T("case.page." + name))
	x.at("case/" + name)
}

// lacks demands that the case cannot be closed in the window and that these things are named as missing.
func (x *hand) lacks(keys ...string) {
	x.t.Helper()
	d := x.dossier()
	if b, ok := x.button("", x.closeWords(d.Case.Stage)); ok {
		x.t.Errorf("%q can be pressed (%v)", b.Text, keys)
	}
	var got []string
	for _, m := range app.Blocking(app.ExitGate(d)) {
		got = append(got, m.Key())
		if len(got) <= 12 && !x.shows(kit.MissingText(m)) {
			x.t.Errorf("the window does not say that %s is missing: %s", m.Key(), kit.MissingText(m))
		}
	}
	if !slices.Equal(got, keys) {
		x.t.Errorf("missing: %v, want %v", got, keys)
	}
}

func (x *hand) closeWords(s app.Stage) string {
	return i18n.T("case.close", "stage", kit.StageWord(s))
}

// closes closes the stage with the button and says yes.
func (x *hand) closes(next app.Stage) {
	x.t.Helper()
	stage := x.dossier().Case.Stage
	x.press("", x.closeWords(stage))
	if got := x.dossier().Case.Stage; got != stage {
		x.t.Errorf("%s was closed without asking", stage)
	}
	x.press("", i18n.T("case.close.yes"))
	c := x.dossier().Case
	if c.Stage != next || c.Stages[stage].Closed != app.DateOf(x.now) || c.Stages[stage].ClosedBy != "王敏" {
		x.t.Fatalf("after closing %s: %s, %+v", stage, c.Stage, c.Stages[stage])
	}
	if x.canvas().Overlays().Top() != nil {
		x.t.Error("the question stays open")
	}
}

// quiet demands that the window complains of nothing.
func (x *hand) quiet() {
	x.t.Helper()
	for _, o := range x.things() {
		if text := says(o); strings.HasPrefix(text, i18n.T("kit.form.unsaved", "reason", "")) {
			x.t.Errorf("the window says: %s", text)
		}
	}
}
