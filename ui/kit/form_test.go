package kit_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

type values struct {
	Name  string
	On    app.Date
	From  app.Month
	Money app.Money
	Pages int
	Set   app.Set
}

func form(t *testing.T, drafts *kit.Drafts, v *values) (*kit.Form, *int) {
	t.Helper()
	saves := 0
	f := kit.NewForm(drafts, "case/1")
	f.Save = func() { saves++ }
	f.Text("name", "Name", &v.Name)
	f.Date("on", "On", &v.On)
	f.Month("from", "From", &v.From)
	f.Money("money", "Money", &v.Money)
	f.Int("pages", "Pages", &v.Pages, 0, 100)
	f.Names("set", "Set", &v.Set)
	return f, &saves
}

func entry(t *testing.T, f *kit.Form, name string) *kit.Entry {
	t.Helper()
	var found *kit.Entry
	walk(f.Field(name).Object, func(o fyne.CanvasObject) {
		if e, ok := o.(*kit.Entry); ok && found == nil {
			found = e
		}
	})
	if found == nil {
		t.Fatalf("field %s has no entry", name)
	}
	return found
}

func TestFieldsTakeWhatPeopleType(t *testing.T) {
	for _, c := range []struct {
		field, typed, shown string
		check               func(values) bool
	}{
		{"on", "2026-3-5", "2026-03-05", func(v values) bool { return v.On == app.Date{Year: 2026, Month: 3, Day: 5} }},
		{"on", "20260305", "2026-03-05", func(v values) bool { return v.On == app.Date{Year: 2026, Month: 3, Day: 5} }},
		{"on", "2026年3月5日", "2026-03-05", func(v values) bool { return v.On == app.Date{Year: 2026, Month: 3, Day: 5} }},
		{"from", "2021/6", "2021-06", func(v values) bool { return v.From == app.Month{Year: 2021, Month: 6} }},
		{"money", "1,234.5", "1,234.50", func(v values) bool { return v.Money == 123450 }},
		{"money", "3万元", "30,000.00", func(v values) bool { return v.Money == 3_000_000 }},
		{"pages", " 12 ", "12", func(v values) bool { return v.Pages == 12 }},
		{"name", " 周样本 ", "周样本", func(v values) bool { return v.Name == "周样本" }},
		{"set", "甲 乙,丙", "", func(v values) bool { return len(v.Set) == 3 && v.Set.Has("乙") }},
	} {
		v := values{}
		f, saves := form(t, nil, &v)
		w := window(t, f.Content(), fyne.NewSize(800, 500))
		e := entry(t, f, c.field)
		w.Canvas().Focus(e)
		e.SetText(c.typed)
		w.Canvas().Unfocus()
		if !c.check(v) || *saves != 1 || f.Field(c.field).Fault() != "" {
			t.Errorf("%s %q: value %+v, %d saves, fault %q", c.field, c.typed, v, *saves, f.Field(c.field).Fault())
		}
		if c.shown != "" && e.Text != c.shown {
			t.Errorf("%s %q is shown as %q, want %q", c.field, c.typed, e.Text, c.shown)
		}
	}
}

func TestWhatCannotBeReadStaysAndSaysWhy(t *testing.T) {
	for field, typed := range map[string]string{"on": "2026-02-30", "from": "2021-13", "money": "三十万", "pages": "101"} {
		v := values{}
		drafts := kit.NewDrafts()
		f, saves := form(t, drafts, &v)
		w := window(t, f.Content(), fyne.NewSize(800, 500))
		e := entry(t, f, field)
		w.Canvas().Focus(e)
		e.SetText(typed)
		w.Canvas().Unfocus()
		if *saves != 0 || f.Field(field).Fault() == "" || e.Text != typed {
			t.Errorf("%s %q: %d saves, fault %q, text %q", field, typed, *saves, f.Field(field).Fault(), e.Text)
		}
		again, _ := form(t, drafts, &v) // the page is left and comes back
		if got := entry(t, again, field); got.Text != typed || again.Field(field).Fault() == "" {
			t.Errorf("%s: after coming back %q, fault %q", field, got.Text, again.Field(field).Fault())
		}
		entry(t, again, field).SetText("")
		again.Flush()
		if third, _ := form(t, drafts, &v); entry(t, third, field).Text != "" {
			t.Errorf("%s: a mended field still brings the old draft", field)
		}
	}
}

func TestNothingIsSavedWhenNothingChanged(t *testing.T) {
	v := values{Name: "x", Money: 100}
	f, saves := form(t, nil, &v)
	w := window(t, f.Content(), fyne.NewSize(800, 500))
	for range 3 {
		w.Canvas().FocusNext()
	}
	f.Flush()
	if *saves != 0 {
		t.Errorf("%d saves", *saves)
	}
}

func TestRefusalStandsUnderTheFieldItNames(t *testing.T) {
	v := values{}
	f, _ := form(t, nil, &v)
	window(t, f.Content(), fyne.NewSize(800, 500))
	f.Refused(app.Refuse("field.required", "field", "case/name", "label", app.Word("field.name")))
	if f.Field("name").Fault() == "" {
		t.Error("the field says nothing")
	}
	f.Saved(time.Now())
	if f.Field("name").Fault() != "" {
		t.Error("the fault stays after saving")
	}
	if u := i18n.Unknown(); len(u) > 0 {
		t.Errorf("texts missing: %v", u)
	}
}

func TestEntryLeftByEscAndPassesShortcutsOn(t *testing.T) {
	e := kit.NewLongEntry("", 80)
	w := window(t, e, fyne.NewSize(400, 200))
	left := 0
	e.OnLeft = func() { left++ }
	w.Canvas().Focus(e)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if left != 1 || w.Canvas().Focused() != nil {
		t.Errorf("left %d times, focus %v", left, w.Canvas().Focused())
	}
	var helped bool
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { helped = k.Name == fyne.KeyF1 })
	w.Canvas().Focus(e)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF1})
	if !helped {
		t.Error("F1 does not reach the window from inside an entry")
	}
	w.Canvas().Unfocus()
	e.FocusByKey(w.Canvas(), 'N')
	test.Type(e, "n你好n")
	if e.Text != "你好n" {
		t.Errorf("text is %q", e.Text)
	}
}

// Lines lose nothing, are not wider than asked and do not begin with punctuation that may not begin a line.
func TestLinesBreakAsChineseWants(t *testing.T) {
	window(t, kit.Line("", kit.Body), fyne.NewSize(100, 100))
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("讨论决定时，。《》（）“”abc DEF 123 ")), 0, 120, -1).Draw(rt, "text")
		width := float32(rapid.IntRange(60, 400).Draw(rt, "width"))
		lines := kit.BreakLines(text, width, kit.Body)
		if got, want := squeeze(strings.Join(lines, "")), squeeze(text); got != want {
			rt.Fatalf("lines hold %q, text is %q", got, want)
		}
		for i, l := range lines {
			if kit.Width(l, kit.Body) > width && len([]rune(l)) > 1 && !strings.ContainsAny(l, "abcDEF123，。《》（）“”") {
				rt.Fatalf("line %d %q is wider than %v", i, l, width)
			}
		}
	})
	lines := kit.BreakLines("党组会讨论任免，应到七人。", kit.Width("党组会讨论任免", kit.Body)+1, kit.Body)
	for _, l := range lines[1:] {
		if strings.HasPrefix(l, "，") || strings.HasPrefix(l, "。") {
			t.Errorf("lines are %q", lines)
		}
	}
}

func squeeze(s string) string { return strings.ReplaceAll(s, " ", "") }

func TestCutTextFits(t *testing.T) {
	window(t, kit.Line("", kit.Body), fyne.NewSize(100, 100))
	for _, width := range []float32{20, 50, 90, 400} {
		got := kit.Cut("示例市供销合作社联合社", width, kit.Body)
		if kit.Width(got, kit.Body) > width+1 {
			t.Errorf("%q is wider than %v", got, width)
		}
		if width == 400 && got != "示例市供销合作社联合社" {
			t.Errorf("a text that fits was cut: %q", got)
		}
	}
}

func TestATextTooLongForAnEntryIsFoldedAndKept(t *testing.T) {
	v := values{Name: strings.Repeat("讨论决定", 25_000)}
	whole := v.Name
	f, saves := form(t, nil, &v)
	w := window(t, f.Content(), fyne.NewSize(800, 500))
	for range 3 {
		w.Canvas().FocusNext()
	}
	f.Flush()
	if *saves != 0 || v.Name != whole {
		t.Fatalf("%d saves, %d bytes of %d", *saves, len(v.Name), len(whole))
	}
	var unfold *kit.Button
	walk(f.Field("name").Object, func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok {
			unfold = b
		}
	})
	if unfold == nil {
		t.Fatal("there is no way to edit it")
	}
}

func TestTheWheelOverAnEntryScrollsThePage(t *testing.T) {
	v := values{}
	var fields []fyne.CanvasObject
	for range 6 {
		f, _ := form(t, nil, &v)
		long := ""
		f.Long("long", "Long", &long)
		fields = append(fields, f.Content())
	}
	page := kit.Scroll(kit.Column(8, fields...))
	w := window(t, page, fyne.NewSize(500, 400))
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(fields[0]).Y
	for y := float32(20); y < 380; y += 40 {
		before := driver.AbsolutePositionForObject(fields[0]).Y
		test.Scroll(w.Canvas(), fyne.NewPos(100, y), 0, -10)
		if after := driver.AbsolutePositionForObject(fields[0]).Y; after >= before {
			t.Errorf("the wheel at %v does not scroll: %v, %v", y, before, after)
		}
	}
	if driver.AbsolutePositionForObject(fields[0]).Y >= top {
		t.Error("the page stays where it was")
	}
}
