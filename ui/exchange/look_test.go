package exchange_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/store"
	room "lianshen/ui/exchange"
	"lianshen/ui/i18n"
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
			x.capture("home-" + look.name)
			x.row("钱静")
			x.capture("home-clock-" + look.name)
			x.open(room.PageOut, string(x.told.peers[1].ID))
			x.capture("out-" + look.name)
			x.press(i18n.T("exchange.scope.chosen"))
			x.press(i18n.T("exchange.write"))
			x.capture("out-done-" + look.name)
			x.press(i18n.T("exchange.written.again"))
			x.press(i18n.T("exchange.kind.reading"))
			x.press(i18n.T("exchange.to.phrase"))
			x.capture("out-phrase-" + look.name)
			x.open(room.PageIn, "")
			x.capture("in-empty-" + look.name)
			x.room.Offer([][]string{{"/stick/a.lspack"}, {"/stick/grave.lspack"}, {"/stick/known.lspack"}, {"/stick/gap.lspack"}})
			x.capture("in-" + look.name)
			x.row("grave")
			x.capture("in-grave-" + look.name)
			x.press(i18n.T("exchange.take"))
			x.capture("in-word-" + look.name)
			x.press(i18n.T("exchange.notnow"))
			x.row("a.lspack")
			x.press(i18n.T("exchange.take"))
			x.capture("in-taken-" + look.name)
			x.open(room.PageImports, "1")
			x.capture("imports-" + look.name)
			x.press(i18n.T("exchange.back"))
			x.capture("takeback-" + look.name)
			x.press(i18n.T("kit.cancel"))
			x.open(room.PageSent, "")
			x.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			x.capture("sent-" + look.name)
			x.open(room.PageFolder, "")
			x.capture("nofolder-" + look.name)
			x.must(x.prefs.Share(x.told.Dir(), "/share"))
			x.open(room.PageFolder, "")
			x.row("mine")
			x.capture("folder-" + look.name)
			x.open("", "")
			x.capture("home-folder-" + look.name)
		})
	}
}
