package bench_test

import (
	"image"
	"image/png"
	"io"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/ui/bench"
	"lianshen/ui/i18n"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
	"lianshen/ui/theme"
)

func encode(w io.Writer, img image.Image) error { return png.Encode(w, img) }

// TestEveryLookOfTheBench draws the room in both languages, light and dark, in three text sizes: every text must be
// there, and nothing may fail. With SHOTS the pictures are kept.
func TestEveryLookOfTheBench(t *testing.T) {
	for _, look := range []struct {
		name, language string
		theme          theme.Theme
	}{
		{"light", i18n.Chinese, theme.Theme{Mode: theme.ModeLight}},
		{"dark", i18n.Chinese, theme.Theme{Mode: theme.ModeDark}},
		{"english", i18n.English, theme.Theme{Mode: theme.ModeLight}},
		{"huge", i18n.Chinese, theme.Theme{Mode: theme.ModeLight, Text: theme.TextHuge}},
		{"english-huge", i18n.English, theme.Theme{Mode: theme.ModeDark, Text: theme.TextHuge}},
	} {
		t.Run(look.name, func(t *testing.T) {
			if err := i18n.SetLanguage(look.language); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = i18n.SetLanguage(i18n.Chinese) })
			ws := sample(t)
			d := dossier(t, ws, "LS2026-005")
			host := shelltest.New(t, ws.Desk("测试员"))
			fyne.CurrentApp().Settings().SetTheme(look.theme)
			room := bench.New(host, ws)
			host.Win.Canvas().SetOnTypedRune(func(r rune) { room.TypedRune(r) })
			host.Show(room, shell.Route{Room: shell.RoomBench, Case: d.Case.ID, Ref: "XR-5-02"})
			host.Win.Resize(room1366)
			capture(t, host, "bench-"+look.name)
			press(host, "f")
			capture(t, host, "bench-finding-"+look.name)
			key(host, fyne.KeyEscape)
			if host.Win.Canvas().Overlays().Top() != nil {
				key(host, fyne.KeyEscape)
			}
			press(host, "e")
			capture(t, host, "bench-evidence-"+look.name)
			if unknown := i18n.Unknown(); len(unknown) > 0 {
				t.Errorf("texts without a translation: %v", unknown)
			}
			if len(host.Errors) > 0 {
				t.Error(host.Errors)
			}
		})
	}
}

func BenchmarkAnswerKey(b *testing.B) {
	_, host, _ := at(b, "LS2026-005", "XR-7-01")
	keys := []rune("12")
	for i := 0; b.Loop(); i++ {
		host.Win.Canvas().OnTypedRune()(keys[i%2])
	}
}

// BenchmarkAnswerKeyPainted adds the painting of the whole window in software, which a real window does faster.
func BenchmarkAnswerKeyPainted(b *testing.B) {
	_, host, _ := at(b, "LS2026-005", "XR-7-01")
	keys := []rune("12")
	for i := 0; b.Loop(); i++ {
		host.Win.Canvas().OnTypedRune()(keys[i%2])
		host.Win.Canvas().Capture()
	}
}

func BenchmarkNextItem(b *testing.B) {
	_, host, room := at(b, "LS2026-005", "XR-1-01")
	steps := []fyne.KeyName{fyne.KeyDown, fyne.KeyUp}
	for i := 0; b.Loop(); i++ {
		room.TypedKey(&fyne.KeyEvent{Name: steps[i%2]})
	}
	_ = host
}
