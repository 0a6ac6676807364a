package roundfile_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"lianshen/app"
	"lianshen/assets"
	"lianshen/store"
	"lianshen/store/roundfile"
	"lianshen/store/storetest"
)

// loaded puts a file into a new workspace.
func loaded(t *testing.T, f *roundfile.File) *store.Workspace {
	t.Helper()
	noon := time.Date(2026, 10, 12, 12, 0, 0, 0, time.UTC)
	w, err := store.Create(context.Background(), filepath.Join(t.TempDir(), "test.lianshen"), storetest.Options(store.Options{Now: func() time.Time { return noon }, Person: "张联络"}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := w.Load(context.Background(), f.Nouns(), app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWhatIsLoadedComesOutAsTheSameFile(t *testing.T) {
	f, err := roundfile.Read(bytes.NewReader(assets.SampleRound()))
	if err != nil {
		t.Fatal(err)
	}
	got := dumped(t, loaded(t, f))
	if !bytes.Equal(got, assets.SampleRound()) {
		t.Fatalf("dump differs from what was loaded: %s", firstDifference(got, assets.SampleRound()))
	}
}

func firstDifference(got, want []byte) string {
	for i := range got {
		if i >= len(want) || got[i] != want[i] {
			return fmt.Sprintf("line %d: got %q", 1+bytes.Count(got[:i], []byte("\n")), got[max(0, i-60):min(len(got), i+60)])
		}
	}
	return "it is shorter"
}

func TestEveryCaseOfTheSampleHasPassedTheGatesBehindIt(t *testing.T) {
	for _, today := range []string{"2026-10-12", "2026-11-23"} {
		f, err := roundfile.Sample(app.MustDate(today))
		if err != nil {
			t.Fatal(err)
		}
		w := loaded(t, f)
		for _, c := range f.Cases {
			d, err := w.Dossier(context.Background(), c.Case.ID)
			if err != nil {
				t.Fatal(err)
			}
			reached := d.Case.Stage
			for _, s := range app.Stages[:reached.Index()] {
				d.Case.Stage = s
				for _, m := range app.ExitGate(d) {
					if m.Hard {
						t.Errorf("%s: case %s left stage %s without %s %v", today, c.Case.Number, s, m.Code, m.Args)
					} else if m.Code != "notice.lead" || today == "2026-10-12" { // moved weeks meet other holidays
						t.Errorf("%s: case %s left stage %s although advised: %s %v", today, c.Case.Number, s, m.Code, m.Args)
					}
				}
			}
		}
	}
}

// What people do in a workspace can be dumped, read and loaded elsewhere.
func TestWorkInAWorkspaceSurvivesTheFile(t *testing.T) {
	ctx := context.Background()
	f, err := roundfile.Sample(roundfile.SampleToday)
	if err != nil {
		t.Fatal(err)
	}
	w := loaded(t, f)
	desk := w.Desk()
	c := f.Cases[5].Case // at the inspection
	ok, note := app.Problem, "抽查 12 份，3 份缺附件。\n其中 1 份为 2024 年。"
	sampled, faulty := 12, 3
	if err := desk.AnswerItem(ctx, c.ID, "JJ-4-04", app.AnswerInput{Conclusion: &ok, Note: &note, Sampled: &sampled, Faulty: &faulty}); err != nil {
		t.Fatal(err)
	}
	finding, err := desk.RecordFinding(ctx, app.Finding{Case: c.ID, Item: "JJ-4-04", Strand: app.Audit, Title: "附件不全", Fact: "抽查凭证 12 份，3 份缺附件。", Amount: 1_234_56, Improper: 1_234_56})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.AddEvidence(ctx, app.Evidence{Case: c.ID, Title: "凭证复印件", Kind: "document", Method: app.MethodDocuments, Findings: app.NewSet(string(finding)), Items: app.NewSet("JJ-4-04"), CollectedOn: roundfile.SampleToday}); err != nil {
		t.Fatal(err)
	}
	once := dumped(t, w)
	again, err := roundfile.Read(bytes.NewReader(once))
	if err != nil {
		t.Fatal(err)
	}
	if again.Totals.Findings != 38 || again.Totals.Amount != 135_053_660_83+1_234_56 {
		t.Errorf("sums %+v", again.Totals)
	}
	if twice := dumped(t, loaded(t, again)); !bytes.Equal(once, twice) {
		t.Errorf("the second dump differs: %s", firstDifference(twice, once))
	}
}

func dumped(t *testing.T, w *store.Workspace) []byte {
	t.Helper()
	f, err := roundfile.FromReader(context.Background(), w)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := roundfile.Write(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWorkspaceWithoutARoundHasNothingToWrite(t *testing.T) {
	w, err := store.Create(context.Background(), filepath.Join(t.TempDir(), "empty.lianshen"), storetest.Options(store.Options{Person: "张联络"}))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := roundfile.FromReader(context.Background(), w); app.CodeOf(err) != "roundfile.noround" {
		t.Errorf("refused as %v", err)
	}
	for _, name := range []string{"2026年度", "2027年度"} {
		r := app.Round{Name: name, Year: 2026, Settings: app.DefaultSettings()}
		if _, err := w.Desk().CreateRound(context.Background(), r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := roundfile.FromReader(context.Background(), w); app.CodeOf(err) != "roundfile.whichround" {
		t.Errorf("refused as %v", err)
	}
}
