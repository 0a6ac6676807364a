package commands_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"lianshen/app"
	"lianshen/store/roundfile"
	"lianshen/store/vault"
	"lianshen/ui/commands"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" { // the process that is killed at work
		fmt.Fprintln(os.Stderr, wholeRound(dir))
		os.Exit(3)
	}
	programs := maps.Clone(exchangePrograms)
	programs["lianshen"] = func() {
		os.Exit(commands.Main(os.Args[1:], commands.System{
			Stdout: os.Stdout, Stderr: os.Stderr,
			Cost: vault.Lowest,
			Window: func(o commands.WindowOptions) error {
				return errors.New("no window in tests: " + o.Lang + " " + o.Workspace)
			},
		}))
	}
	testscript.Main(m, programs)
}

// TestCommands runs the scripts in testdata. Each finds the sample round of 2026-10-12 as round.json, so that only the
// script about the demo makes all its reports.
func TestCommands(t *testing.T) {
	file, err := roundfile.Sample(app.MustDate("2026-10-12"))
	if err != nil {
		t.Fatal(err)
	}
	var round bytes.Buffer
	if err := roundfile.Write(&round, file); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: "testdata", Cmds: exchangeScriptCommands, Setup: func(e *testscript.Env) error {
		return os.WriteFile(filepath.Join(e.WorkDir, "round.json"), round.Bytes(), 0o600)
	}})
}
