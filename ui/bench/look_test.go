package bench_test

import (
	"context"
	"image"
	"image/png"
	"io"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lianshen/ui/bench"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
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
			host := shelltest.New(t, ws.Desk())
			fyne.CurrentApp().Settings().SetTheme(look.theme)
			room := bench.New(host, ws)
			room.NeverPause()
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
			for _, dialog := range []string{"m", "s", "p"} {
				kit.CloseAll(host.Win)
				press(host, dialog)
				capture(t, host, "bench-"+dialog+"-"+look.name)
			}
			kit.CloseAll(host.Win)
			press(host, "g  ")
			capture(t, host, "bench-table-"+look.name)
			fyne.CurrentApp().Clipboard().SetContent("XR-7-01\t2\t120\t30\t3\t3本未登记\nXR-7-02\t也许\nXR-7-03\t\t10\t20\n")
			press(host, "v")
			capture(t, host, "bench-paste-"+look.name)
			kit.CloseAll(host.Win)
			if unknown := i18n.Unknown(); len(unknown) > 0 {
				t.Errorf("texts without a translation: %v", unknown)
			}
			if len(host.Errors) > 0 {
				t.Error(host.Errors)
			}
		})
	}
}

// lateHost leaves work for other goroutines aside, so that what is left is what the person waits for.
type lateHost struct {
	*shelltest.Host
	late []func(context.Context) (func(), error)
}

// Run remembers the work.
func (h *lateHost) Run(work func(context.Context) (func(), error)) { h.late = append(h.late, work) }

// catchUp does what was left aside.
func (h *lateHost) catchUp(b *testing.B) {
	for len(h.late) > 0 {
		work := h.late[0]
		h.late = h.late[1:]
		show, err := work(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		if show != nil {
			show()
		}
	}
}

// atDesk opens the bench at its first section with a host that leaves work aside.
func atDesk(b *testing.B) (*lateHost, *bench.Room) {
	b.Helper()
	ws := sample(b)
	host := &lateHost{Host: shelltest.New(b, ws.Desk())}
	room := bench.New(host, ws)
	b.Cleanup(ws.OnChange(room.Changed))
	host.Show(room, shell.Route{Room: shell.RoomBench, Case: dossier(b, ws, "LS2026-005").Case.ID, Ref: "XR-1-01"})
	host.Win.Resize(room1366)
	host.catchUp(b)
	return host, room
}

// BenchmarkAnswerKey is the way of a key on the main goroutine: the deed on disk, and the room drawn anew from it. The
// painting by the graphics card comes on top.
func BenchmarkAnswerKey(b *testing.B) {
	host, room := atDesk(b)
	keys := []rune("12")
	n := 0
	for b.Loop() {
		room.TypedRune(keys[n%2])
		if n++; n%20 == 0 {
			b.StopTimer()
			host.catchUp(b)
			room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			host.catchUp(b)
			b.StartTimer()
		}
	}
}

// BenchmarkNextItem is the way of an arrow key on the main goroutine.
func BenchmarkNextItem(b *testing.B) {
	host, room := atDesk(b)
	n := 0
	for b.Loop() {
		room.TypedKey(&fyne.KeyEvent{Name: []fyne.KeyName{fyne.KeyDown, fyne.KeyUp}[n%2]})
		if n++; n%20 == 0 {
			b.StopTimer()
			host.catchUp(b)
			b.StartTimer()
		}
	}
}

// line gives the words of a text that is drawn straight on the canvas.
func line(o any) (string, bool) {
	t, ok := o.(*canvas.Text)
	if !ok {
		return "", false
	}
	return t.Text, true
}
