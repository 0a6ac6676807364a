// Command bare opens an empty Fyne window: what the start of the program is measured against. With "faces" it uses the
// program's own two faces, without which Chinese cannot be shown, and one Chinese word in each.
package main

import (
	"fmt"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"lianshen/ui/theme"
)

func main() {
	a := app.New()
	w := a.NewWindow("bare")
	w.SetContent(widget.NewLabel("bare"))
	if len(os.Args) > 1 && os.Args[1] == "faces" {
		a.Settings().SetTheme(theme.Theme{Mode: theme.ModeLight})
		w.SetContent(container.NewVBox(widget.NewLabel("联审"), widget.NewLabelWithStyle("联审", fyne.TextAlignLeading, fyne.TextStyle{Bold: true})))
	}
	w.Resize(fyne.NewSize(1366, 768))
	a.Lifecycle().SetOnStarted(func() { fmt.Fprintln(os.Stderr, "bare shown") })
	w.ShowAndRun()
}
