package reports

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestReportsReadAsTheGoldenFilesSay(t *testing.T) {
	for _, g := range []struct {
		name   string
		d      app.Dossier
		strand app.Strand
		draft  bool
	}{
		{"county-review-final", county(), app.Review, false},
		{"county-verification-draft", county(), app.Verification, true},
		{"county-audit-final", county(), app.Audit, false},
		{"bureau-review-draft", bureau(), app.Review, true},
		{"bureau-audit-draft", bureau(), app.Audit, true},
		{"spotless-review-final", spotless(), app.Review, false},
		{"spotless-audit-final", spotless(), app.Audit, false},
		{"adopted-audit-final", adopted(), app.Audit, false},
		{"reworded-verification-final", reworded(), app.Verification, false},
		{"edited-review-final", edited(), app.Review, false},
		{"empty-audit-draft", app.Dossier{}, app.Audit, true},
	} {
		t.Run(g.name, func(t *testing.T) {
			doc, err := Compose(g.d, g.strand, Options{Draft: g.draft, Today: day("2026-10-12"), Tip: "7K2M-Q9XD"})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, g.name, doc.Text())
		})
	}
}

// golden holds a text against the file of that name, or writes the file anew.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		a, b := strings.Split(got, "\n"), strings.Split(string(want), "\n")
		for i := range max(len(a), len(b)) {
			if i >= len(a) || i >= len(b) || a[i] != b[i] {
				t.Fatalf("line %d differs\ngot:  %q\nwant: %q", i+1, at(a, i), at(b, i))
			}
		}
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "(nothing)"
}
