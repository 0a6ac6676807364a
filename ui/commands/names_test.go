package commands_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/store/vault"
	"lianshen/ui/commands"
)

// told gives everything a command wrote: its streams and the file, unpacked where it is packed.
func told(t *testing.T, file string, streams ...*bytes.Buffer) string {
	t.Helper()
	var all strings.Builder
	for _, s := range streams {
		all.WriteString(s.String() + "\n")
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return all.String()
	}
	all.Write(raw)
	if packed, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw))); err == nil {
		for _, f := range packed.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(&all, r); err != nil {
				t.Fatal(err)
			}
			r.Close()
		}
	}
	return all.String()
}

// TestNamesOfTheVaultLeaveByNoDoor: whatever a command writes goes by codes; where somebody wrote a name into a text it is
// refused until one who may see the name says otherwise, and by one who may not it goes never. Nothing that is said names
// the person.
func TestNamesOfTheVaultLeaveByNoDoor(t *testing.T) {
	ctx := t.Context()
	ws := storetest.Sample(t, time.Date(2026, 10, 12, 9, 0, 0, 0, time.Local))
	const name = "欧阳若溪"
	c, err := ws.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ws.Desk().SaveAlias(ctx, app.Alias{Case: c.ID, Name: name, Unit: "某局", Phone: "13900000000", Strands: app.NewSet(string(app.Review))}); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	const phrase = "coppice kettle anvil moth"
	secret := filepath.Join(dir, "phrase")
	if err := os.WriteFile(secret, []byte(phrase+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	doors := [][]string{
		{"dump", "--out", "FILE"}, {"dump"}, {"show", "LS2026-001", "--json"}, {"report", "LS2026-001", "--strand", "review", "--draft", "--out", "FILE"},
		{"report", "LS2026-001", "--strand", "audit", "--draft", "--out", "FILE"}, {"archive", "--case", "LS2026-001", "FILE"},
		{"selfcheck", "write", "--case", "LS2026-001", "--filled", "FILE"},
	}
	screens := [][]string{{"show", "LS2026-001"}, {"history", "LS2026-001", "--limit", "0"}, {"search", name}, {"cases"}, {"gates", "LS2026-001"}, {"doctor"}}
	run := func(door []string, names bool, phraseFile string) (code int, said string) {
		file := filepath.Join(t.TempDir(), "out.zip")
		if door[0] == "selfcheck" {
			file = strings.TrimSuffix(file, ".zip") + ".xlsx"
		}
		args := []string{"--lang", "zh", "--workspace", ws.Dir(), "--passphrase-file", phraseFile}
		for _, a := range door {
			args = append(args, strings.ReplaceAll(a, "FILE", file))
		}
		if names {
			args = append(args, "--names")
		}
		var stdout, stderr bytes.Buffer
		code = commands.Main(args, commands.System{Stdout: &stdout, Stderr: &stderr, Cost: vault.Lowest, Now: ws.Desk().Now})
		return code, told(t, file, &stdout, &stderr)
	}
	shows := func(said string) bool {
		return strings.Contains(said, name) || strings.Contains(said, "若溪") || strings.Contains(said, "13900000000")
	}
	first := filepath.Join(dir, "first")
	if err := os.WriteFile(first, []byte(storetest.Phrase+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := ws.Close(); err != nil {
		t.Fatal(err)
	}
	for _, door := range doors { // nobody wrote the name anywhere but in the vault
		if code, said := run(door, false, first); code != 0 || shows(said) {
			t.Errorf("%v: exit %d, shown %v: %.300s", door, code, shows(said), said)
		}
	}
	if code, said := run(doors[0], true, first); code != 0 || !strings.Contains(said, name) {
		t.Errorf("a dump with names: exit %d", code)
	}

	// Somebody writes the name into a finding that the reports print, and a stranger to the vault sits at another seat.
	again, err := store.Open(ctx, ws.Dir(), storetest.Options(store.Options{Now: ws.Desk().Now}))
	if err != nil {
		t.Fatal(err)
	}
	d, err := again.Dossier(ctx, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range d.Findings {
		if err := app.Amend(ctx, again.Desk(), app.VerbSaveFinding, f.ID, func(f *app.Finding) error { f.Fact += "据欧 阳若　溪反映属实。"; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	i := slices.IndexFunc(d.Group.Members.Sorted(), func(id string) bool {
		p := d.People[app.ID(id)]
		return p.Roles.Has(string(app.RoleInspector)) && !p.Strands.Has(string(app.Review)) && len(p.Roles.Sorted()) == 1
	})
	if i < 0 {
		t.Fatal("no inspector of another strand in the group")
	}
	stranger := app.ID(d.Group.Members.Sorted()[i])
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	for _, door := range doors[:6] { // the workbook for the unit has no finding
		code, said := run(door, false, first)
		if code == 0 || strings.Contains(said, name) || !strings.Contains(said, "被谈话人") {
			t.Errorf("%v with a name in it: exit %d: %.300s", door, code, said)
		}
	}
	if code, _ := run(doors[2], true, first); code != 0 {
		t.Errorf("%v confirmed: exit %d", doors[2], code)
	}
	again, err = store.Open(ctx, ws.Dir(), storetest.Options(store.Options{Now: ws.Desk().Now}))
	if err != nil {
		t.Fatal(err)
	}
	if err := again.AddSeat(ctx, stranger, "second laptop", phrase); err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	for _, door := range doors {
		for _, names := range []bool{false, true} {
			if code, said := run(door, names, secret); strings.Contains(said, name) || strings.Contains(said, "13900000000") || code == 0 && door[0] != "selfcheck" {
				t.Errorf("%v by a stranger, names %v: exit %d: %.300s", door, names, code, said)
			}
		}
	}
	for _, screen := range screens {
		if _, said := run(screen, false, secret); strings.Contains(said, name) || strings.Contains(said, "13900000000") {
			t.Errorf("%v tells a stranger: %.300s", screen, said)
		}
	}
}
