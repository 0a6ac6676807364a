package commands

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
	"lianshen/reports/typeset"
	"lianshen/store/storetest"
)

// eachSet gives the documents of the sample round, set by set: those of every case filled in, and of one case blank, since
// blank ones differ in the name of the unit alone.
func eachSet(t *testing.T, do func(name string, docs []*document.Document)) {
	t.Helper()
	ctx, now := t.Context(), time.Date(2026, 10, 12, 9, 0, 0, 0, time.Local)
	ws := storetest.Sample(t, now)
	cases, err := app.List[app.Case](ctx, ws, "")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for i, c := range cases {
		d, err := ws.Dossier(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for group, docs := range sampleDocuments(t, d, app.DateOf(now)) {
			if len(docs) == 0 || strings.HasSuffix(group, "s-true") && i > 0 {
				continue
			}
			count += len(docs)
			do(c.Number+"-"+group, docs)
		}
	}
	if count < 300 || len(cases) < 10 {
		t.Errorf("only %d documents of %d cases: this test does not look", count, len(cases))
	}
}

// Every document of the sample round keeps within its page, breaks its lines by the rules, and where it is official stands
// to the tenth of a millimetre where GB/T 9704-2012 wants it.
func TestEveryDocumentOfTheSampleKeepsTheStandard(t *testing.T) {
	found := map[string]int{}
	eachSet(t, func(name string, docs []*document.Document) {
		for _, doc := range docs {
			l, err := typeset.Set(doc)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			m := &measure{T: t, doc: doc, l: l, name: name, found: found}
			m.all()
		}
	})
	for _, rule := range []string{"organ mark below the type area's edge (7.2.4)", "red rule below the number (7.2.7)", "the number in the middle (7.2.5)",
		"title two lines below the red rule (7.3.1)", "sealed: date four characters in (7.3.5.1)", "rules of the imprint (7.4.1)", "issuer one character in (7.4.3)",
		"odd number at the right (7.5)", "even number at the left (7.5)", "22 lines on a page (5.2.3)", "28 characters of a line (5.2.3)",
		"a paragraph begins two characters in (7.3.3)", "the word of an annex at the left (7.3.7)"} {
		if found[rule] == 0 {
			t.Errorf("no document of the sample shows: %s", rule)
		}
	}
	t.Logf("%v", found)
}

// Programs that know nothing of us read every file of the sample round: qpdf and pdfcpu find it whole, poppler finds what
// was composed and every face embedded as a subset.
func TestEveryFileOfTheSampleIsReadByOthers(t *testing.T) {
	for _, tool := range []string{"qpdf", "pdftotext", "pdffonts"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: nobody else reads the files", tool)
		}
	}
	api.DisableConfigDir()
	dir := t.TempDir()
	eachSet(t, func(name string, docs []*document.Document) {
		res, err := pdf.RenderAll(docs)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		path := filepath.Join(dir, "file.pdf")
		if err := os.WriteFile(path, res.Bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
			t.Errorf("%s: qpdf --check: %v\n%s", name, err, out)
		}
		conf := model.NewDefaultConfiguration()
		conf.ValidationMode = model.ValidationStrict
		if res.Data != nil { // an associated file is of ISO 19005-3; strictly read, PDF 1.7 does not know its relationship
			conf.ValidationMode = model.ValidationRelaxed
		}
		if err := api.Validate(bytes.NewReader(res.Bytes), conf); err != nil {
			t.Errorf("%s: pdfcpu: %v", name, err)
		}
		out, err := exec.Command("pdftotext", "-raw", "-nopgbrk", path, "-").Output()
		if err != nil {
			t.Fatalf("%s: pdftotext: %v", name, err)
		}
		got, want := document.Ink(string(out)), strings.Join(res.PageText, "")
		if got != want {
			t.Errorf("%s: the pages say something else than was composed: %q, not %q", name, near([]rune(got), differs(got, want)), near([]rune(want), differs(got, want)))
		}
		if len(docs) == 1 { // a report, where no row of a table is cut between pages: the text itself
			said := document.Ink(docs[0].Text())
			if said != got {
				t.Errorf("%s: the pages say it in another order: %q, not %q", name, near([]rune(got), differs(got, said)), near([]rune(said), differs(got, said)))
			}
			if n := len([]rune(said)); n < 500 {
				t.Errorf("%s: a report of %d characters cannot be whole", name, n)
			}
		}
		for _, empty := range []string{"<nil>", "%!", "{{", "0001年", "null"} {
			if strings.Contains(want, empty) {
				t.Errorf("%s holds %q", name, empty)
			}
		}
		faces(t, name, path)
	})
}

// differs is the place of the first character that two texts do not share.
func differs(a, b string) int {
	x, y := []rune(a), []rune(b)
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return i
		}
	}
	return min(len(x), len(y))
}

// faces wants every face of a file embedded, a subset, and with a table of its characters.
func faces(t *testing.T, name, path string) {
	t.Helper()
	out, err := exec.Command("pdffonts", path).Output()
	if err != nil {
		t.Fatalf("%s: pdffonts: %v", name, err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) < 3 {
		t.Errorf("%s has no faces", name)
		return
	}
	for _, line := range lines[2:] {
		// name, type, encoding, emb, sub, uni, object and generation
		f := strings.Fields(line)
		if n := len(f); n < 7 || strings.Join(f[n-5:n-2], " ") != "yes yes yes" || f[0][6] != '+' {
			t.Errorf("%s: %s", name, line)
		}
	}
}
