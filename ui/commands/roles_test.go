package commands_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store/storetest"
	"lianshen/ui/commands"
)

// A command gives nothing out that the person may not give out, and says so, before there is any file.
func TestCommandsAskTheRolesBeforeAnythingLeavesTheWorkspace(t *testing.T) {
	ctx := t.Context()
	ws := storetest.Sample(t, time.Date(2026, 10, 12, 9, 0, 0, 0, time.Local))
	people, err := app.List[app.Person](ctx, ws, "")
	if err != nil {
		t.Fatal(err)
	}
	var inspector app.Person
	for _, p := range people {
		if p.Roles.Has(string(app.RoleInspector)) && len(p.Roles) == 1 {
			inspector = p
			break
		}
	}
	if inspector.ID == "" {
		t.Fatal("the sample has nobody who is an inspector only")
	}
	const phrase = "coppice kettle anvil moth"
	if err := ws.AddSeat(ctx, inspector.ID, "second laptop", phrase); err != nil {
		t.Fatal(err)
	}
	if err := ws.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	secret := filepath.Join(dir, "phrase")
	if err := os.WriteFile(secret, []byte(phrase+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	for _, c := range []struct {
		name    string
		refused bool
		args    []string
	}{
		{"the board", false, []string{"cases"}},
		{"a dump of the round", true, []string{"dump", "--out", out}},
		{"a dump to standard output", true, []string{"dump"}},
		{"a whole case", true, []string{"show", "LS2026-001", "--json"}},
		{"a final report", true, []string{"report", "LS2026-001", "--strand", "audit", "--out", out}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := commands.Main(append([]string{"--lang", "en", "--workspace", ws.Dir(), "--passphrase-file", secret}, c.args...),
				commands.System{Stdout: &stdout, Stderr: &stderr, Now: func() time.Time { return time.Date(2026, 10, 12, 9, 30, 0, 0, time.Local) }})
			if refused := code != 0; refused != c.refused {
				t.Fatalf("exit code %d: %s", code, stderr.String())
			}
			if !c.refused {
				return
			}
			if stdout.Len() > 0 {
				t.Errorf("%d bytes left the workspace", stdout.Len())
			}
			if _, err := os.Stat(out); err == nil {
				t.Error("a file was made")
			}
			if said := stderr.String(); strings.Contains(said, "⟦") || !strings.Contains(said, "role") {
				t.Errorf("the reason is %q", said)
			}
		})
	}
}
