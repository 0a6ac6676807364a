package commands

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"lianshen/app"
	"lianshen/store/storetest"
	"lianshen/store/vault"
)

// asked are the commands as somebody runs them who may not see a name of the vault, in this order: those that change
// much come last. DIR is a folder for what they write.
var asked = map[string][]string{
	"cases": {""}, "show": {"LS2026-001", "LS2026-001 --json"}, "gates": {"LS2026-001"}, "search": {storetest.HiddenName, "若溪", "审计"},
	"history": {"LS2026-001 --limit 0", "LS2026-001 --field note --limit 0"}, "seats": {""}, "verify": {""}, "doctor": {""}, "imports": {""}, "clashes": {""}, "peers": {""},
	"dump": {"", "--out DIR/round.json", "--names --out DIR/named.json"}, "backup": {""},
	"report": {"LS2026-001 --strand audit --draft --out DIR/audit.pdf", "LS2026-001 --strand review --draft --names --out DIR/review.pdf", "LS2026-001 --strand audit --draft --out DIR/audit.docx",
		"LS2026-001 --strand summary --draft --out DIR/summary.pdf", "LS2026-001 --strand result --draft --out DIR/result.docx",
		"LS2026-001 --strand audit --draft --english --out DIR/english.pdf", "LS2026-001 --strand review --draft --english --out DIR/english.docx"},
	"compare": {"LS2026-001 COMPARED --strand audit --draft", "LS2026-001 COMPARED --strand audit --draft --names --take all"},
	"issue":   {"LS2026-001 --strand audit --signer 施总揽", "LS2026-001 --strand audit --signer 施总揽 --correct 有误 --names"}, "check": {"PHRASE"},
	"archive": {"--case LS2026-001 DIR/archive.zip", "--case LS2026-001 --names DIR/named.zip"}, "selfcheck write": {"--case LS2026-001 --filled DIR/check.xlsx"},
	"checklist out":  {"--strand audit --version 1 DIR/list.xlsx"},
	"checklist diff": {"--strand audit 1 1"}, "laws": {"", storetest.HiddenName}, "roster check": {"LS2026-001"}, "sweep look": {"LS2026-001", "LS2026-001 --json"},
	"forms":  {"LS2026-001 --form=talk,visit,sheet,paper,evidence,materials,heard --out DIR/forms.pdf", "LS2026-001 --form=checklist --strand=audit --names --out DIR/lists.pdf", "LS2026-001 --form=talk,visit,sheet,paper,evidence,materials,heard --out DIR/forms.docx"},
	"papers": {"LS2026-001 --set=entry --out DIR/entry.pdf", "LS2026-001 --set=briefing --out DIR/briefing.pdf", "LS2026-001 --set=entry --docx --out DIR/entry.docx"},
	"daylog": {"", "--draft"}, "export": {"DIR"}, "folder": {"DIR"}, "templates out": {"DIR --reader-passphrase-file=PHRASE"}, "handover": {""}, "version": {""},
	"assign": {"LS2026-001 --nobody JJ-1-01"}, "sweep waive": {"LS2026-001 no.such --reason x"}, "sweep unwaive": {"LS2026-001 no.such"},
	"take-back": {"1"}, "take-again": {"1"}, "resolve": {"LS2026-001/JJ-1-01/note --mine"},
}

// unasked are the commands that are not run here, each with the reason.
var unasked = map[string]string{
	"open": "the window has a test of its own", "demo": "makes a sample", "load": "says how much it read of a file of one's own", "restore": "opens with the phrase of the office",
	"salvage": "opens with the phrase of the office", "officekey": "writes a key", "request": "is for a new laptop", "enrol": "is the administrator's", "pack": "writes a sealed pack, and is the administrator's",
	"join": "is for a new laptop", "read": "is for a new laptop", "import": "tells of a package as the room of exchange does", "templates in": "reads a package of checklists",
	"selfcheck read": "reads a workbook of one's own", "roster take": "reads a list of one's own", "checklist in": "reads a sheet of one's own",
	"checklist use": "belongs to no case", "checklist upgrade": "tells items of checklists",
}

// textsIn gives what lies in a folder as text: pages of PDF files, parts of packed ones, all else as it is.
func textsIn(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		all.WriteString(e.Name() + "\n")
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.HasSuffix(path, ".pdf") {
			text, err := exec.Command("pdftotext", path, "-").Output()
			all.Write(text)
			return err
		}
		if packed, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw))); err == nil {
			for _, f := range packed.File {
				r, err := f.Open()
				if err != nil {
					return err
				}
				part, err := io.ReadAll(r)
				r.Close()
				if err != nil {
					return err
				}
				if strings.HasSuffix(f.Name, ".pdf") {
					file := filepath.Join(t.TempDir(), "part.pdf")
					if err := os.WriteFile(file, part, 0o600); err != nil {
						return err
					}
					if part, err = exec.Command("pdftotext", file, "-").Output(); err != nil {
						return err
					}
				}
				all.WriteString(f.Name + "\n")
				all.Write(part)
			}
			return nil
		}
		all.Write(raw)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// TestNoCommandTellsANameToWhoMayNotSeeIt runs every command of the grammar as an inspector of another strand, in a case
// with a name of the vault in each of its texts: neither what is said nor a file holds the name. A command that comes new
// fails until it stands in one of the two lists.
func TestNoCommandTellsANameToWhoMayNotSeeIt(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext (poppler-utils) is not installed: pages cannot be read")
	}
	now := time.Date(2026, 10, 12, 9, 0, 0, 0, time.Local)
	ctx := context.Background()
	ws := storetest.Sample(t, now)
	c, _ := storetest.PlantNames(t, ws, "LS2026-001")
	names, err := app.List[app.Alias](ctx, ws, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	people, err := app.List[app.Person](ctx, ws, "")
	if err != nil {
		t.Fatal(err)
	}
	const theirs = "coppice kettle anvil moth "
	strangers := []string{"华取证", "严核账", "鲁运维"} // who works, who leads, who keeps the machines
	for _, name := range strangers {
		i := slices.IndexFunc(people, func(p app.Person) bool { return p.Name == name })
		if i < 0 || slices.ContainsFunc(names, func(n app.Alias) bool {
			return n.Name == storetest.HiddenName && (app.Actor{Person: people[i]}).SeesName(c, n)
		}) {
			t.Fatalf("%s may see the name", name)
		}
		if err := ws.AddSeat(ctx, people[i].ID, name, theirs+name); err != nil {
			t.Fatal(err)
		}
	}
	dir := ws.Dir()
	if err := ws.Close(); err != nil {
		t.Fatal(err)
	}
	phrases := t.TempDir()
	for _, name := range append(strangers, "") {
		phrase := theirs + name
		if name == "" {
			name, phrase = "ours", storetest.Phrase
		}
		if err := os.WriteFile(filepath.Join(phrases, name), []byte(phrase+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	compared := []string{"--lang", "zh", "--workspace", dir, "--passphrase-file", filepath.Join(phrases, "ours"), "report", "LS2026-001", "--strand", "audit", "--draft", "--names", "--out", filepath.Join(phrases, "compared.docx")}
	if code := Main(compared, System{Stdout: io.Discard, Stderr: io.Discard, Cost: vault.Lowest, Now: func() time.Time { return now }}); code != exitDone {
		t.Fatalf("no Word file to compare with: %d", code)
	}
	files := map[string]bool{}
	tells := func(command, args, phrase string) bool {
		out := t.TempDir()
		full := append([]string{"--lang", "zh", "--workspace", dir, "--passphrase-file", filepath.Join(phrases, phrase)}, strings.Fields(command)...)
		for _, a := range strings.Fields(args) {
			full = append(full, strings.NewReplacer("DIR", out, "COMPARED", filepath.Join(phrases, "compared.docx"), "PHRASE", filepath.Join(phrases, "ours")).Replace(a))
		}
		var stdout, stderr bytes.Buffer
		code := Main(full, System{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Cost: vault.Lowest, Now: func() time.Time { return now }})
		if code == exitUsage {
			t.Errorf("%s %s is not understood: %s", command, args, stderr.String())
		}
		read := textsIn(t, out)
		files[command] = files[command] || read != ""
		all := stdout.String() + "\n" + stderr.String() + "\n" + read
		if strings.Contains(args, storetest.HiddenName) {
			all = strings.ReplaceAll(all, storetest.HiddenName, "") // what was asked is said again
		}
		return len(app.FindNames(all, []app.Alias{{Name: storetest.HiddenName}})) > 0 || strings.Contains(all, "若溪") && !strings.Contains(args, "若溪") || strings.Contains(all, "13900000000") || strings.Contains(all, "保密的话")
	}
	parser, err := kong.New(&grammar{})
	if err != nil {
		t.Fatal(err)
	}
	last := []string{"assign", "sweep waive", "sweep unwaive", "take-back", "take-again", "resolve", "handover"}
	var commands []string
	for _, leaf := range parser.Model.Leaves(false) {
		name := leaf.FullPath()
		name = strings.TrimSpace(strings.TrimPrefix(name, parser.Model.Name))
		if asked[name] == nil && unasked[name] == "" {
			t.Errorf("nobody says whether %q tells names", name)
		}
		if asked[name] != nil && !slices.Contains(last, name) {
			commands = append(commands, name)
		}
	}
	seen := 0
	for _, command := range []string{"show", "history", "search", "clashes"} {
		if tells(command, asked[command][0], "ours") {
			seen++
		}
	}
	if seen < 2 {
		t.Errorf("who may see the name is told it by %d commands: this test does not look", seen)
	}
	clear(files)
	for _, name := range strangers {
		for _, command := range append(commands, last...) {
			for _, args := range asked[command] {
				if tells(command, args, name) {
					t.Errorf("lianshen %s %s tells %s a name", command, args, name)
				}
			}
		}
	}
	for _, command := range []string{"forms", "papers", "report"} {
		if !files[command] {
			t.Errorf("nobody was given a file by %q: this test does not look", command)
		}
	}
	t.Logf("files were written by %v", files)
}
