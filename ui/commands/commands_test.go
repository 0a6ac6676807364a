package commands_test

import (
	"errors"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"lianshen/ui/commands"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"lianshen": func() {
			os.Exit(commands.Main(os.Args[1:], commands.System{
				Stdout: os.Stdout, Stderr: os.Stderr,
				Window: func(o commands.WindowOptions) error {
					return errors.New("no window in tests: " + o.Lang + " " + o.Workspace)
				},
			}))
		},
	})
}

func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata"})
}
