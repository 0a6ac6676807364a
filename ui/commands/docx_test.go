package commands

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
	"lianshen/reports/forms"
	"lianshen/reports/notices"
	"lianshen/reports/word"
	"lianshen/store/storetest"
)

// sampleDocuments gives every document that a case can have: the three reports as draft, final and in English, the joint and
// the short result report, the forms and the papers filled and blank. What a case has nothing for is left out.
func sampleDocuments(t *testing.T, d app.Dossier, today app.Date) map[string][]*document.Document {
	t.Helper()
	out := map[string][]*document.Document{}
	add := func(group string, docs []*document.Document, err error) {
		switch app.CodeOf(err) {
		case "", "forms.none", "forms.veiled", "notices.incomplete", "notices.arrived", "notices.lacks", "notices.must", "notices.none":
			if err != nil && app.CodeOf(err) == "" {
				t.Fatalf("%s of %s: %v", group, d.Case.Number, err)
			}
			out[group] = append(out[group], docs...)
		default:
			t.Fatalf("%s of %s: %v", group, d.Case.Number, err)
		}
	}
	for _, strand := range app.Strands {
		for _, draft := range []bool{true, false} {
			doc, err := reports.Compose(d, strand, reports.Options{Draft: draft, Today: today, Tip: "7K2M-Q9XD"})
			add(fmt.Sprintf("%s-%v", strand, draft), []*document.Document{doc}, err)
		}
		doc, err := reports.Compose(d, strand, reports.Options{Today: today, Lang: document.English})
		add("english-"+string(strand), []*document.Document{doc}, err)
	}
	for _, kind := range reports.Digests {
		for _, draft := range []bool{true, false} {
			doc, err := reports.ComposeDigest(d, kind, reports.DigestOptions{Draft: draft, Today: today, Number: "示联审〔2026〕7号", Tip: "7K2M-Q9XD"})
			add(fmt.Sprintf("digest-%s-%v", kind, draft), []*document.Document{doc}, err)
		}
	}
	for _, blank := range []bool{false, true} {
		for _, k := range forms.Kinds {
			if k == forms.DayLog && !blank {
				continue // of a person, of no case
			}
			docs, err := forms.Set(d, forms.Wanted{Kind: k, Options: forms.Options{Blank: blank, Strand: app.Audit, Today: today}})
			add(fmt.Sprintf("forms-%v", blank), docs, err)
		}
		for _, k := range notices.Kinds {
			docs, err := notices.Set(d, notices.Options{Blank: blank, Today: today}, k)
			add(fmt.Sprintf("papers-%v", blank), docs, err)
		}
	}
	return out
}

// TestLibreOfficeReadsEveryDocumentOfTheSample turns the Word files of all documents of the sample round into text by
// another program: it says what was composed, character by character.
func TestLibreOfficeReadsEveryDocumentOfTheSample(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not installed: nobody else reads the Word files; .ci/setup office installs it")
	}
	now := time.Date(2026, 10, 12, 9, 0, 0, 0, time.Local)
	ctx := context.Background()
	ws := storetest.Sample(t, now)
	cases, err := app.List[app.Case](ctx, ws, "")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	to := filepath.Join(dir, "to")
	want := map[string]string{}
	args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", to}
	count, blank := 0, false
	for _, c := range cases {
		d, err := ws.Dossier(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for group, docs := range sampleDocuments(t, d, app.DateOf(now)) {
			if len(docs) == 0 || strings.HasSuffix(group, "s-true") && blank {
				continue // blank ones differ in the name of the unit alone
			}
			raw, err := word.WriteAll(docs)
			if err != nil {
				t.Fatalf("%s of %s: %v", group, c.Number, err)
			}
			name := c.Number + "-" + group
			path := filepath.Join(dir, name+".docx")
			if err := os.WriteFile(path, raw, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, doc := range docs {
				flow := *doc
				flow.Imprint = nil // stands in a frame, which plain text has not; package word has LibreOffice read one
				if h := flow.Head; h != nil && h.Layout == document.LetterHead {
					head := *h
					head.Organs = nil // so does the name of a letter
					flow.Head = &head
				}
				want[name] += document.Ink(flow.Text())
			}
			args = append(args, path)
			count += len(docs)
		}
		blank = true
	}
	if count < 300 || len(cases) < 10 {
		t.Errorf("only %d documents of %d cases: this test does not look", count, len(cases))
	}
	start := time.Now()
	if out, err := exec.Command(office, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("%d documents in %d files, read in %v", count, len(want), time.Since(start).Round(time.Millisecond))
	for name, text := range want {
		raw, err := os.ReadFile(filepath.Join(to, name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		got, want := []rune(strings.ReplaceAll(document.Ink(string(raw)), "\ufeff", "")), []rune(text)
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Errorf("%s differs at %d of %d: LibreOffice has %q, composed was %q", name, i, len(want), near(got, i), near(want, i))
				break
			}
		}
	}
}

func near(text []rune, i int) string {
	i = min(i, len(text))
	return string(text[max(0, i-12):min(len(text), i+24)])
}
