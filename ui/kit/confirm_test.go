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
