package leaving_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// exits are the calls by which a file for people comes to be.
var exits = []string{"pdf.WriteFile(", "target.Write(", "writeAll(", "roundfile.Write(", "forms.Print(", "reports.Print(", "pdf.Render(", "xlsx.Write", "word.Write"}

// unsearched are the files with an exit and without a search for names, each with the reason.
var unsearched = map[string]string{
	"certificate/certificate.go":    "a certificate of destroyed data tells counts, seats and people of the review",
	"commands/opening.go":           "the page of a recovery key holds nothing of a case",
	"commands/exchangeseat.go":      "a request for a seat holds nothing of a case",
	"bundle/roster.go":              "the table goes into the workspace as evidence",
	"bundle/checklist.go":           "a checklist belongs to no case",
	"commands/exchangetemplates.go": "checklists belong to no case",
}

// TestEveryDoorIsSearched: a file of the window or the commands that lets something leave searches it for names.
func TestEveryDoorIsSearched(t *testing.T) {
	found := 0
	root := ".."
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		for _, exit := range exits {
			if !strings.Contains(string(raw), exit) {
				continue
			}
			found++
			if !strings.Contains(string(raw), "leaving.") && unsearched[name] == "" {
				t.Errorf("%s calls %s…) and searches nothing for names of the vault", name, exit)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 8 {
		t.Errorf("only %d doors found: this test looks in the wrong place", found)
	}
}
