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
		screen.Focus(x.room.pageTaps[i])
		x.open("LS2026-005", page)
		if x.room.page != page || screen.Focused() != fyne.Focusable(x.room.pageTaps[i]) {
			t.Errorf("of page %q the focus was lost: %T", page, screen.Focused())
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
