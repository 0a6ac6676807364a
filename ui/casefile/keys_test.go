package casefile

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
)

func TestWhoChoosesAPageByKeyboardGoesOnFromThere(t *testing.T) {
	x := sample(t)
	x.open("LS2026-005", "")
	screen := x.host.Win.Canvas()
	for i, page := range pages {
		entries := 0
		if i == 0 { // it is shown already
			continue
		}
		tap := find(x.room.nav, func(*kit.Tap) bool { entries++; return entries == i+1 })
		screen.Focus(tap)
		tap.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		screen.Unfocus() // as the window does before it goes somewhere
		x.open("LS2026-005", page)
		entries = 0
		tap = find(x.room.nav, func(*kit.Tap) bool { entries++; return entries == i+1 })
		if x.room.page != page || screen.Focused() != fyne.Focusable(tap) {
			t.Errorf("of page %q the focus was lost: %T", page, screen.Focused())
		}
		x.room.around() // a later deed takes the keyboard from nobody
		if screen.Focused() == fyne.Focusable(x.room.pageTap) && x.room.pageTap != nil {
			t.Errorf("page %q takes the keyboard again", page)
		}
	}
}

func TestARecordThatIsAddedIsWrittenAtOnce(t *testing.T) {
	x := sample(t)
	x.host.Win.Resize(fyne.NewSize(1366, 768))
	x.open("LS2026-005", string(app.Inspection))
	for _, add := range []string{"talks.add", "visit.add", "stock.add", "heard.add"} {
		x.press(x.room.Content(), i18n.T(add))
		e, ok := x.host.Win.Canvas().Focused().(*kit.Entry)
		if !ok {
			t.Errorf("after %q the keyboard is in %T", i18n.T(add), x.host.Win.Canvas().Focused())
			continue
		}
		if !slices.ContainsFunc(x.room.forms, func(f *kit.Form) bool {
			return find(f.Content(), func(o *kit.Entry) bool { return o == e }) != nil
		}) {
			t.Errorf("after %q the keyboard is in no form", i18n.T(add))
		}
	}
}
