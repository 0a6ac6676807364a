package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"lianshen/ui/kit"
)

// Ctrl+Enter in an entry of a dialog does the dialog's primary deed, once, with what was typed.
func TestCtrlEnterDoesTheDialogsPrimaryDeed(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, kit.NewPara("", kit.Body))
	w.Resize(fyne.NewSize(800, 600))
	e := kit.NewEntry("")
	taken := []string{}
	var d *kit.Dialog
	ok := kit.NewPrimary("ok", func() {
		taken = append(taken, e.Text)
		d.Close()
	})
	d = kit.ShowDialog(w, "title", e, 400, 200, kit.NewButton("no", func() { d.Close() }), ok)
	w.Canvas().Focus(e)
	test.Type(e, "typed")
	enter := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl}
	e.TypedShortcut(enter)
	e.TypedShortcut(enter) // the dialog is gone: nothing more happens
	if len(taken) != 1 || taken[0] != "typed" {
		t.Fatalf("the deed got %q, want once %q", taken, "typed")
	}
}

// Esc in an entry of a dialog closes the dialog at once when nothing was typed; what was typed is not lost by one press.
func TestEscClosesADialogInWhichNothingWasTyped(t *testing.T) {
	w := window(t, kit.NewPara("under it", kit.Body), fyne.NewSize(600, 400))
	for _, x := range []struct {
		name        string
		one, two    string // typed in the entries, one after the other
		presses     int
		stillInHand string
	}{
		{"nothing", "", "", 1, ""},
		{"in the entry in hand", "", "x", 2, "x"},
		{"in another", "x", "", 2, ""},
	} {
		var a, b string
		f := kit.NewForm(nil, "")
		f.Text("a", "a", &a)
		f.Text("b", "b", &b)
		closed := false
		d := kit.ShowDialog(w, "title", kit.Scroll(f.Content()), 400, 300)
		d.OnClosed = func() { closed = true }
		f.Field("a").Focus()
		test.Type(w.Canvas().Focused(), x.one)
		f.Field("b").Focus()
		e := w.Canvas().Focused().(*kit.Entry)
		test.Type(e, x.two)
		presses := 0
		for !closed && presses < 5 {
			presses++
			if o := w.Canvas().Focused(); o != nil {
				o.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			} else {
				w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
			}
		}
		if presses != x.presses || e.Text != x.stillInHand {
			t.Errorf("%s: closed after %d presses, %q in hand", x.name, presses, e.Text)
		}
		kit.CloseAll(w)
	}
}
