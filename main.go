// Command lianshen opens the window of the joint review, or does one headless command.
package main

import (
	"os"

	"fyne.io/fyne/v2/app"

	"lianshen/ui"
	"lianshen/ui/commands"
)

func main() {
	ui.Harden()
	os.Exit(commands.Main(os.Args[1:], commands.System{
		Stdout: os.Stdout, Stderr: os.Stderr,
		Window: func(o commands.WindowOptions) error {
			return ui.Run(app.NewWithID("cn.lianshen.desktop"), ui.Options{Lang: o.Lang, Workspace: o.Workspace, Phrase: o.Phrase})
		},
	}))
}
