package storetest

import (
	"bytes"
	"testing"

	"lianshen/app"
	"lianshen/store/roundfile"
)

// TestALargeRoundHoldsWhatTheFiguresArePromisedFor counts it and reads it back as a round file, which is checked by that.
func TestALargeRoundHoldsWhatTheFiguresArePromisedFor(t *testing.T) {
	f, err := LargeRound(app.MustDate("2026-10-12"))
	if err != nil {
		t.Fatal(err)
	}
	files, evidence, findings, albums := map[string]bool{}, 0, 0, 0
	for _, c := range f.Cases {
		if len(c.Answers) != LargeItems {
			t.Fatalf("%s has %d answers", c.Case.Number, len(c.Answers))
		}
		evidence, findings = evidence+len(c.Evidence), findings+len(c.Findings)
		photos := 0
		for _, e := range c.Evidence {
			files[e.FileHash] = true
			if e.Items.Has(AlbumItem) && e.Kind == "photo" {
				photos++
			}
		}
		if photos >= LargePhotos {
			albums++
		}
		if c.Case.Number == AlbumCase && (photos < LargePhotos || c.Case.Stage != app.Inspection) {
			t.Errorf("%s has %d photos at %s, stage %s", AlbumCase, photos, AlbumItem, c.Case.Stage)
		}
	}
	if len(f.Cases) != LargeCases || evidence != LargeEvidence || len(files) != LargeEvidence || findings != LargeFindings || albums != 10 {
		t.Errorf("%d cases, %d pieces of evidence with %d files, %d findings, %d albums", len(f.Cases), evidence, len(files), findings, albums)
	}
	f.Cases = append(f.Cases[:3:3], f.Cases[199]) // reading them all takes long
	var b bytes.Buffer
	if err := roundfile.Write(&b, f); err != nil {
		t.Fatal(err)
	}
	if _, err := roundfile.Read(&b); err != nil {
		t.Error(err)
	}
}
