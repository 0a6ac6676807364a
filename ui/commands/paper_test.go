package commands_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
	"lianshen/store"
	"lianshen/store/storetest"
)

// sampleCases opens a real workspace with the sample round and gives the dossiers of its cases.
func sampleCases(t *testing.T) []app.Dossier {
	t.Helper()
	ctx := context.Background()
	today := app.MustDate("2026-10-12")
	ws := storetest.Sample(t, time.Date(2026, 10, 12, 9, 0, 0, 0, time.Local))
	board, err := ws.Board(ctx, store.BoardQuery{Sort: "number"}, today)
	if err != nil {
		t.Fatal(err)
	}
	var out []app.Dossier
	for _, row := range board.Rows {
		d, err := ws.Dossier(ctx, row.ID)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	if len(out) != 10 {
		t.Fatalf("the sample has %d cases, not 10", len(out))
	}
	return out
}

// Poppler and qpdf, which know nothing of us, find in every report of every case what was composed; and
// no placed line breaks the rules of line starts and ends.
func TestEveryReportOfTheSampleSaysWhatWasComposed(t *testing.T) {
	dir := t.TempDir()
	for _, d := range sampleCases(t) {
		for _, strand := range app.Strands {
			for _, draft := range []bool{true, false} {
				name := d.Case.Number + "-" + string(strand)
				if draft {
					name += "-draft"
				}
				t.Run(name, func(t *testing.T) {
					doc, err := reports.Compose(d, strand, reports.Options{Draft: draft, Today: app.MustDate("2026-10-12"), Tip: "7K2M-Q9XD"})
					if err != nil {
						t.Fatal(err)
					}
					res, err := pdf.Render(doc)
					if err != nil {
						t.Fatal(err)
					}
					path := filepath.Join(dir, name+".pdf")
					if err := pdf.WriteFile(path, res); err != nil {
						t.Fatal(err)
					}
					if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
						t.Errorf("qpdf --check: %v\n%s", err, out)
					}
					out, err := exec.Command("pdftotext", "-raw", "-nopgbrk", path, "-").Output()
					if err != nil {
						t.Fatalf("pdftotext: %v", err)
					}
					want, got := document.Ink(doc.Text()), document.Ink(string(out))
					if want != got {
						t.Errorf("the page says something else than was composed: %s", firstDifference(want, got))
					}
					if n := len([]rune(want)); n < 800 {
						t.Errorf("a report of %d characters cannot be whole", n)
					}
					for _, l := range res.Lines {
						if l.BreaksRule() {
							t.Errorf("page %d has a line that starts or ends with forbidden punctuation: %q", l.Page, l.Text)
						}
					}
					for _, empty := range []string{"<nil>", "%!", "{{", "0001年", "null"} {
						if strings.Contains(want, empty) {
							t.Errorf("the text holds %q", empty)
						}
					}
				})
			}
		}
	}
}

func firstDifference(want, got string) string {
	w, g := []rune(want), []rune(got)
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			from := max(0, i-20)
			return "…" + string(w[from:min(len(w), i+20)]) + "… against …" + string(g[min(from, len(g)):min(len(g), i+20)]) + "…"
		}
	}
	return "there is more on the page: …" + string(g[len(w):min(len(g), len(w)+40)])
}
