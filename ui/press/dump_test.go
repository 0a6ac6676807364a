package press_test

import (
	"path/filepath"
	"testing"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/roundfile"
	"lianshen/store/storetest"
	"lianshen/ui/press"
)

// A round file holds no files: what is made of it misses none, and its issued reports can be printed and are in force then.
func TestARoundFileTellsOfNoFileThatItHasNot(t *testing.T) {
	ws, id := approved(t)
	issue(t, ws, id, "")
	rounds, err := ws.Rounds(t.Context())
	must(t, err)
	file, err := roundfile.FromRound(t.Context(), ws, rounds[0].ID)
	must(t, err)
	other, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "other"+store.Suffix), storetest.Options(store.Options{Person: "张主任", Now: ws.Desk().Now}))
	must(t, err)
	defer other.Close()
	must(t, other.Load(t.Context(), file.Nouns(), app.VerbLoad))
	report, err := other.Verify(t.Context(), nil)
	must(t, err)
	if !report.OK() {
		t.Errorf("it does not verify: %+v", report)
	}
	m, err := press.Make(t.Context(), other, dossier(t, other, id), app.Audit, false, today)
	must(t, err)
	must(t, m.Keep(t.Context(), other, other.Desk()))
	if in, ok := app.InForce(dossier(t, other, id), app.Audit); !ok || in.ID != m.Report.ID {
		t.Errorf("in force: %+v", in)
	}
}
