package reports

import (
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/document"
)

func sectionOf(t *testing.T, d app.Dossier, s app.Strand, key string) Section {
	t.Helper()
	for _, sec := range Sections(d, s, Options{}) {
		if sec.Key == key {
			return sec
		}
	}
	t.Fatalf("no section %q", key)
	return Section{}
}

func TestSectionsFollowTheOrderOfTheReport(t *testing.T) {
	want := map[app.Strand]string{
		app.Review:       "opening work basics duties evaluation problems opinion demands",
		app.Verification: "opening work basics duties evaluation problems opinion demands",
		app.Audit:        "opening basics duties problems putright demands others",
	}
	for s, keys := range want {
		var got []string
		for _, sec := range Sections(county(), s, Options{}) {
			got = append(got, sec.Key)
			if sec.Composed == "" || sec.FactsHash == "" {
				t.Errorf("%s %s: text %q, hash %q", s, sec.Key, sec.Composed, sec.FactsHash)
			}
		}
		if strings.Join(got, " ") != keys {
			t.Errorf("%s: got %v, want %s", s, got, keys)
		}
	}
}

func TestAnEditReplacesParagraphsAndKeepsTables(t *testing.T) {
	d := edited()
	sec := sectionOf(t, d, app.Review, "evaluation")
	if sec.Edited == nil || sec.Stale || !strings.HasPrefix(sec.Text, "（一）民主测评") {
		t.Fatalf("edited %v, stale %v, text %q", sec.Edited, sec.Stale, sec.Text)
	}
	kinds := ""
	for _, b := range sec.printed() {
		switch b := b.(type) {
		case document.Heading:
			kinds += "h"
		case document.Paragraph:
			kinds += "p"
			if !strings.Contains(sec.Edited.Text, joined(b.Sentences)) {
				t.Errorf("paragraph %q is not of the edit", joined(b.Sentences))
			}
		case document.Table:
			kinds += "t"
		case document.Chart:
			kinds += "c"
		}
	}
	// heading of the section, heading and paragraph of the edit, the table at its mark, the last paragraph,
	// then the table and the chart whose marks were taken out.
	if kinds != "hhptptc" {
		t.Errorf("got %q", kinds)
	}
}

func TestAnEditIsStaleOnceItsFactsChange(t *testing.T) {
	d := edited()
	d.Evaluations[0].Overall.Good++
	if !sectionOf(t, d, app.Review, "evaluation").Stale {
		t.Error("a changed count does not mark the edit")
	}
	d = edited()
	d.Findings[0].Fact = "另有事实"
	if sectionOf(t, d, app.Review, "evaluation").Stale {
		t.Error("a fact of another section marks the edit")
	}
}

func TestAnEditOfAnotherStrandDoesNotCount(t *testing.T) {
	d := edited()
	if sectionOf(t, d, app.Verification, "evaluation").Edited != nil {
		t.Error("the edit of the review report shows in the verification report")
	}
}

func TestAnUntouchedSectionPrintsWhatWasComposed(t *testing.T) {
	for _, s := range app.Strands {
		for _, sec := range Sections(county(), s, Options{}) {
			if sec.Text != sec.Composed || sec.Stale {
				t.Errorf("%s %s: text differs or stale", s, sec.Key)
			}
		}
	}
}

func TestEditingWithTheComposedTextChangesNoWord(t *testing.T) {
	d := county()
	before := compose(t, d, app.Audit, false).Text()
	for _, sec := range Sections(d, app.Audit, Options{}) {
		d.Texts = append(d.Texts, app.ReportText{ID: app.ReportTextID(d.Case.ID, app.Audit, sec.Key), Case: d.Case.ID, Strand: app.Audit,
			Section: sec.Key, Text: sec.Composed, FactsHash: sec.FactsHash})
	}
	if after := compose(t, d, app.Audit, false).Text(); after != before {
		t.Errorf("the text changed:\n%s", firstDifference(after, before))
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range max(len(x), len(y)) {
		if at(x, i) != at(y, i) {
			return at(x, i) + "\n" + at(y, i)
		}
	}
	return ""
}
