package exchange_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"lianshen/store"
	room "lianshen/ui/exchange"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/theme"
)

// TestEveryLookOfTheExchange draws every page in both languages, light and dark, in two text sizes: every text must be
// there, nothing may stand out of the window, and nothing may fail. With SHOTS the pictures are kept.
func TestEveryLookOfTheExchange(t *testing.T) {
	for _, look := range []struct {
		name, language string
		theme          theme.Theme
	}{
		{"light", i18n.Chinese, theme.Theme{Mode: theme.ModeLight}},
		{"dark-english", i18n.English, theme.Theme{Mode: theme.ModeDark}},
		{"huge", i18n.Chinese, theme.Theme{Mode: theme.ModeLight, Text: theme.TextHuge}},
	} {
		t.Run(look.name, func(t *testing.T) {
			if err := i18n.SetLanguage(look.language); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = i18n.SetLanguage(i18n.Chinese) })
			x := at(t, "", "")
			fyne.CurrentApp().Settings().SetTheme(look.theme)
			x.room.Hidden()
			x.make()
			x.plug([]store.Stick{{Root: "/media/li/KINGSTON", Label: "KINGSTON", FS: "vfat", Size: 32 << 30, Free: 12 << 30}})
			x.open("", "")
			x.row("李卫国")
			x.looks("home-", look.name)
			x.row("钱静")
			x.looks("home-clock-", look.name)
			x.open(room.PageOut, string(x.told.peers[1].ID))
			x.looks("out-", look.name)
			x.press(i18n.T("exchange.scope.chosen"))
			x.press(i18n.T("exchange.write"))
			x.looks("out-done-", look.name)
			x.press(i18n.T("exchange.written.again"))
			x.press(i18n.T("exchange.kind.reading"))
			x.press(i18n.T("exchange.to.phrase"))
			x.looks("out-phrase-", look.name)
			x.open(room.PageIn, "")
			x.looks("in-empty-", look.name)
			x.room.Offer([][]string{{"/stick/a.lspack"}, {"/stick/grave.lspack"}, {"/stick/known.lspack"}, {"/stick/gap.lspack"}})
			x.looks("in-", look.name)
			x.row("grave")
			x.looks("in-grave-", look.name)
			x.press(i18n.T("exchange.take"))
			x.looks("in-word-", look.name)
			x.press(i18n.T("exchange.notnow"))
			x.row("a.lspack")
			x.press(i18n.T("exchange.take"))
			x.looks("in-taken-", look.name)
			x.open(room.PageImports, "1")
			x.looks("imports-", look.name)
			x.press(i18n.T("exchange.back"))
			x.looks("takeback-", look.name)
			x.press(i18n.T("kit.cancel"))
			x.open(room.PageSent, "")
			x.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			x.looks("sent-", look.name)
			x.open(room.PageFolder, "")
			x.looks("nofolder-", look.name)
			x.must(x.prefs.Share(x.told.Dir(), "/share"))
			x.open(room.PageFolder, "")
			x.row("mine")
			x.looks("folder-", look.name)
			x.open("", "")
			x.looks("home-folder-", look.name)
		})
	}
}

// inside demands that no line of text stands out of what holds it, nor out of the window.
func (x *fixture) inside(page string) {
	x.Helper()
	roots := []fyne.CanvasObject{x.room.Content()}
	if top := x.top(); top != nil {
		roots = append(roots, top)
	}
	for _, root := range roots {
		x.within(page, root, x.host.Win.Canvas().Size().Width)
	}
}

func (x *fixture) within(page string, o fyne.CanvasObject, right float32) {
	x.Helper()
	if !o.Visible() {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	switch o := o.(type) {
	case *canvas.Text:
		if edge := at.X + o.MinSize().Width; edge > right+2 && o.Text != "" {
			x.Errorf("%s: %q ends at %.0f, what holds it at %.0f", page, o.Text, edge, right)
		}
	case *fyne.Container:
		for _, c := range o.Objects {
			x.within(page, c, min(right, at.X+o.Size().Width))
		}
	case *kit.Entry, *kit.Select, *kit.DataTable: // they cut what is too long
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			x.within(page, c, min(right, at.X+o.Size().Width))
		}
	}
}

// looks checks a page at the room that the frame of the smallest laptop leaves it, and keeps its picture.
func (x *fixture) looks(page, look string) {
	x.Helper()
	larger := theme.Size(theme.TextBody) / 14
	x.host.Win.Resize(fyne.NewSize(1366-168*larger-36, 768-100*larger))
	x.inside(page + look)
	x.capture(page + look)
}
