package store

import (
	"os"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store/exchange"
)

// groupOf gives the workspace of a laptop that has joined the office's, and its seat.
func groupOf(t testing.TB, office *Workspace) *Workspace {
	t.Helper()
	dir, _, pack := roundPack(t, office)
	w, err := Join(ctx, dir, []string{pack}, dir, joiner(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// worked leaves a deed with an attached file in a workspace.
func worked(t testing.TB, w *Workspace, text string) (hash string) {
	t.Helper()
	hash, size, err := w.Attach(ctx, strings.NewReader(text), "底稿.pdf")
	if err != nil {
		t.Fatal(err)
	}
	caseID := list[app.Case](t, w)[0].ID
	c, err := app.Create(app.Evidence{ID: newID(), Case: caseID, Number: 9, FileHash: hash, FileSize: size})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Do(ctx, func(app.Reader) (app.Deed, error) {
		return app.Deed{Verb: app.VerbAddEvidence, Case: caseID, Changes: []app.Change{c}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	return hash
}

func stateOf(t testing.TB, w *Workspace) HandOverState {
	t.Helper()
	st, err := w.HandOverState(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// answer has one workspace take in what another has written for it.
func answer(t testing.TB, to *Workspace, paths []string) {
	t.Helper()
	if _, err := to.TakeIn(ctx, paths, TakeIn{Sure: true}, nil); err != nil {
		t.Fatal(err)
	}
}

// receiptFor has the office write a receipt for a seat.
func receiptFor(t testing.TB, office *Workspace, seat app.ID) []string {
	t.Helper()
	sent, err := office.WritePackage(ctx, Outgoing{Kind: exchange.ReceiptOnly, To: []app.ID{seat}}, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sent.Paths
}

func TestHandingOverGoesFromPackageToReceipt(t *testing.T) {
	office, _ := filled(t)
	w := groupOf(t, office)
	worked(t, w, "底稿一")
	st := stateOf(t, w)
	if !st.Begun.IsZero() || st.Ready || st.Lacking.Records == 0 || len(st.Office) != 1 || st.Office[0].Person != "王敏" {
		t.Errorf("before: %+v", st)
	}
	sent, err := w.HandOver(ctx, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil || sent == nil {
		t.Fatalf("%+v, %v", sent, err)
	}
	w = as(t, w, hisPhrase) // the wizard was left and comes again
	st = stateOf(t, w)
	if st.Begun.IsZero() || st.Package == nil || st.Package.Number != sent.Number || st.Ready || st.Since != 0 {
		t.Errorf("after the package: %+v", st)
	}
	answer(t, w, receiptFor(t, office, w.Seat().ID)) // one that was written before the package arrived
	if st = stateOf(t, w); st.Ready || st.Receipt == nil || st.Lacking.Own != 3 || len(st.Lacking.Cases) != 2 || st.Lacking.Cases[1].Number != "LS2026-001" {
		t.Errorf("after a receipt that is too early: %+v", st)
	}
	answer(t, office, sent.Paths)
	answer(t, w, receiptFor(t, office, w.Seat().ID))
	st = stateOf(t, w)
	if !st.Ready || st.Receipt.Person != "王敏" || !st.Lacking.None() || len(st.Receipt.Hash) != 64 {
		t.Fatalf("after the receipt: %+v", st)
	}
	if err := w.Desk().SignIn(ctx); err != nil {
		t.Fatal(err)
	}
	if st = stateOf(t, w); !st.Ready || st.Traces == 0 {
		t.Errorf("a trace after it: %+v", st)
	}
	hash := worked(t, w, "底稿二")
	if st = stateOf(t, w); st.Ready || st.Since != 1 || st.Lacking.Records != 1 {
		t.Errorf("a deed after it: %+v", st)
	}
	again, err := w.HandOver(ctx, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil || again.Blobs != 1 {
		t.Fatalf("%+v, %v", again, err)
	}
	answer(t, office, again.Paths)
	if err := os.Remove(office.attachmentPath(hash)); err != nil {
		t.Fatal(err)
	}
	if err := office.transact(ctx, func(p *projector) error { return p.s.exec("INSERT INTO awaited(hash) VALUES(?)", hash) }); err != nil {
		t.Fatal(err)
	}
	answer(t, w, receiptFor(t, office, w.Seat().ID))
	if st = stateOf(t, w); st.Ready || st.Lacking.Records != 0 || st.Lacking.Blobs != 1 || st.Lacking.Bytes == 0 {
		t.Errorf("a file that the office waits for: %+v", st)
	}
	if err := w.KeepOn(ctx); err != nil {
		t.Fatal(err)
	}
	if st = stateOf(t, w); !st.Begun.IsZero() || st.Package != nil {
		t.Errorf("after giving it up: %+v", st)
	}
}

func TestHandingOverNeedsAnOfficeElsewhere(t *testing.T) {
	office, _ := filled(t)
	if _, err := office.HandOver(ctx, WriteTo{Dir: t.TempDir()}, nil); app.CodeOf(err) != "handover.nooffice" {
		t.Errorf("got %v", err)
	}
	if st := stateOf(t, office); st.Ready || len(st.Office) != 0 {
		t.Errorf("%+v", st)
	}
}

func TestAnotherLogOfTheSameSeatConfirmsNothing(t *testing.T) {
	office, _ := filled(t)
	w := groupOf(t, office)
	worked(t, w, "底稿一")
	sent, err := w.HandOver(ctx, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer(t, office, sent.Paths)
	answer(t, w, receiptFor(t, office, w.Seat().ID))
	if !stateOf(t, w).Ready {
		t.Fatal("not confirmed")
	}
	var body string
	if err := w.writer.row(ctx, "SELECT body FROM receipt WHERE seat = ?", []any{office.signer.ID}, &body); err != nil {
		t.Fatal(err)
	}
	r, _, _, err := receiptOf(ctx, w.writer, office.signer.ID)
	if err != nil {
		t.Fatal(err)
	}
	bent := strings.Replace(body, r.Has[w.signer.ID].Hash, strings.Repeat("ab", 32), 1)
	if bent == body {
		t.Fatal("the receipt does not name the end of the log")
	}
	if err := w.writer.exec("UPDATE receipt SET body = ? WHERE seat = ?", bent, office.signer.ID); err != nil {
		t.Fatal(err)
	}
	if st := stateOf(t, w); st.Ready || st.Lacking.Own == 0 {
		t.Errorf("%+v", st)
	}
}

// TestThePageTellsPackagesOfBeforeARestore shows that a laptop which went back to a backup answers for what it wrote before.
func TestThePageTellsPackagesOfBeforeARestore(t *testing.T) {
	office, _ := filled(t)
	w := groupOf(t, office)
	sent, err := w.WritePackage(ctx, Outgoing{Kind: exchange.WorkPack, To: []app.ID{office.Seat().ID}, Full: true}, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.writer.exec("DELETE FROM sent"); err != nil { // as before it was written
		t.Fatal(err)
	}
	b, err := w.Backup(ctx, BackupOptions{})
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := Restore(ctx, b.Path, groupDir(t), joiner())
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	c, err := again.PlanWipe(ctx, WipeHow{})
	if err != nil {
		t.Fatal(err)
	}
	var found []WrittenFile
	for _, f := range c.Written {
		if f.Sort == FilePackage {
			found = append(found, f)
		}
	}
	if len(found) != 1 || found[0].SHA256 != sent.SHA256 || found[0].Kind != exchange.WorkPack || len(found[0].To) != 1 || found[0].To[0].Person != "王敏" {
		t.Errorf("%+v", found)
	}
}
