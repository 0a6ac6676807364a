package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store/exchange"
)

// workFor has one workspace write what another lacks.
func workFor(t testing.TB, from *Workspace, seat app.ID) []string {
	t.Helper()
	sent, err := from.WritePackage(ctx, Outgoing{Kind: exchange.WorkPack, To: []app.ID{seat}}, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sent.Paths
}

// TestHandingOverEndsWhereTheOfficeHadEverything: the work went to the office and was confirmed before anybody thought of
// handing over, so that only the notes of it are left to send.
func TestHandingOverEndsWhereTheOfficeHadEverything(t *testing.T) {
	office, _ := filled(t)
	w := groupOf(t, office)
	worked(t, w, "底稿一")
	answer(t, office, workFor(t, w, office.Seat().ID))
	answer(t, w, receiptFor(t, office, w.Seat().ID))
	sent, err := w.HandOver(ctx, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil || sent == nil || sent.Records == 0 || sent.Changes != 0 {
		t.Fatalf("the last package: %+v, %v", sent, err)
	}
	if st := stateOf(t, w); st.Ready || st.Package == nil || st.Package.Number != sent.Number {
		t.Errorf("after the package: %+v", st)
	}
	answer(t, office, sent.Paths)
	answer(t, w, receiptFor(t, office, w.Seat().ID))
	st := stateOf(t, w)
	if !st.Ready || !st.Lacking.None() {
		t.Fatalf("after the receipt: %+v", st)
	}
	// Once more: the office has everything, and it stays so.
	again, err := w.HandOver(ctx, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil || again != nil {
		t.Fatalf("once more: %+v, %v", again, err)
	}
	if st = stateOf(t, w); !st.Ready || st.Package == nil || st.Package.Number != sent.Number {
		t.Errorf("once more: %+v", st)
	}
}

// TestAStickThatWasLostIsWrittenAgain: as long as nobody has confirmed the last package, it can be written again.
func TestAStickThatWasLostIsWrittenAgain(t *testing.T) {
	office, _ := filled(t)
	w := groupOf(t, office)
	answer(t, w, receiptFor(t, office, w.Seat().ID))
	for range 2 {
		if sent, err := w.HandOver(ctx, WriteTo{Dir: t.TempDir()}, nil); err != nil || sent == nil {
			t.Fatalf("%+v, %v", sent, err)
		}
	}
	sent, err := w.HandOver(ctx, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer(t, office, sent.Paths)
	answer(t, w, receiptFor(t, office, w.Seat().ID))
	if st := stateOf(t, w); !st.Ready {
		t.Errorf("%+v", st)
	}
}

// rested gives a workspace in which a deed of its own rests on an import that was taken back.
func rested(t testing.TB) (office, w *Workspace, n int64) {
	t.Helper()
	office, _, w = exchanged(t)
	u := app.Unit{ID: newID(), Name: "县供销社"}
	if err := keepAny(office.Desk(), "unit.save", u); err != nil {
		t.Fatal(err)
	}
	done, err := w.TakeIn(ctx, workFor(t, office, w.Seat().ID), TakeIn{Sure: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	change := app.Change{Entity: u.ID, Noun: app.KindUnit, Kind: app.Put, Field: "shortName", Value: json.RawMessage(`"供销社"`)}
	if err := w.Do(ctx, func(app.Reader) (app.Deed, error) {
		return app.Deed{Verb: "unit.save", Changes: []app.Change{change}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.TakeBack(ctx, done.N, "试"); err != nil {
		t.Fatal(err)
	}
	// Another one is taken back on which nothing rests.
	answer(t, office, receiptFor(t, w, office.Seat().ID))
	if err := keepAny(office.Desk(), "unit.save", app.Unit{ID: newID(), Name: "县粮食局"}); err != nil {
		t.Fatal(err)
	}
	other, err := w.TakeIn(ctx, workFor(t, office, w.Seat().ID), TakeIn{Sure: true}, nil)
	if err == nil {
		err = w.TakeBack(ctx, other.N, "试")
	}
	if err != nil {
		t.Fatal(err)
	}
	return office, w, done.N
}

func TestOwnDeedsThatRestOnAnImportTakenBackAreNotWiped(t *testing.T) {
	office, w, n := rested(t)
	sent, err := w.HandOver(ctx, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer(t, office, sent.Paths)
	answer(t, w, receiptFor(t, office, w.Seat().ID))
	st := stateOf(t, w)
	if st.Ready || st.Lacking.Records != 0 || st.Lacking.Parked != 1 || !slices.Equal(st.Lacking.Imports, []int64{n}) {
		t.Fatalf("%+v", st)
	}
	_, err = w.Wipe(ctx, WipeHow{}, nil)
	var refused *app.Error
	if !errors.As(err, &refused) || refused.Code != "handover.parked" || refused.Args["imports"] != fmt.Sprint(n) {
		t.Errorf("the wipe: %v", err)
	}
	if err := w.TakeAgain(ctx, n); err != nil {
		t.Fatal(err)
	}
	if st = stateOf(t, w); st.Ready || st.Lacking.Parked != 0 || st.Lacking.Own == 0 {
		t.Errorf("taken in again: %+v", st)
	}
	if sent, err = w.HandOver(ctx, WriteTo{Dir: t.TempDir()}, nil); err != nil || sent == nil || sent.Changes == 0 {
		t.Fatalf("%+v, %v", sent, err)
	}
	answer(t, office, sent.Paths)
	answer(t, w, receiptFor(t, office, w.Seat().ID))
	if st = stateOf(t, w); !st.Ready {
		t.Errorf("at the end: %+v", st)
	}
}

// TestWhatTheOfficeHadBeforeItWasTakenBackHereIsNotLacking: the deed reached the office before the import was taken back.
func TestWhatTheOfficeHadBeforeItWasTakenBackHereIsNotLacking(t *testing.T) {
	office, w, n := rested(t)
	if err := w.TakeAgain(ctx, n); err != nil {
		t.Fatal(err)
	}
	answer(t, office, workFor(t, w, office.Seat().ID))
	answer(t, w, receiptFor(t, office, w.Seat().ID))
	if err := w.TakeBack(ctx, n, "试"); err != nil {
		t.Fatal(err)
	}
	if st := stateOf(t, w); st.Lacking.Parked != 0 || len(st.Lacking.Imports) != 0 {
		t.Errorf("%+v", st.Lacking)
	}
}

// bend changes what the office's receipt here says of a seat's log.
func bend(t testing.TB, w *Workspace, office, seat string, f func(*exchange.Held)) {
	t.Helper()
	r, _, _, err := receiptOf(ctx, w.writer, office)
	if err != nil {
		t.Fatal(err)
	}
	h := r.Has[seat]
	f(&h)
	r.Has[seat] = h
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.writer.exec("UPDATE receipt SET body = ? WHERE seat = ?", string(raw), office); err != nil {
		t.Fatal(err)
	}
}

// TestAnOfficeThatHasMoreOfAnOwnLogConfirmsNothing: somewhere else a copy of this workspace goes on.
func TestAnOfficeThatHasMoreOfAnOwnLogConfirmsNothing(t *testing.T) {
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
	_, tip, _ := w.Tip()
	bend(t, w, office.signer.ID, w.signer.ID, func(h *exchange.Held) { h.Top, h.Hash = tip+3, strings.Repeat("ab", 32) })
	if st := stateOf(t, w); st.Ready || st.Lacking.Own == 0 {
		t.Errorf("%+v", st)
	}
}

// TestALogOfWhichAnotherOneIsKnownIsConfirmedByItsHashAlone: of a seat that exists twice, a number says nothing.
func TestALogOfWhichAnotherOneIsKnownIsConfirmedByItsHashAlone(t *testing.T) {
	office, _ := filled(t)
	w := groupOf(t, office)
	sent, err := w.HandOver(ctx, WriteTo{Dir: t.TempDir()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer(t, office, sent.Paths)
	answer(t, w, receiptFor(t, office, w.Seat().ID))
	bend(t, w, office.signer.ID, office.signer.ID, func(h *exchange.Held) { h.Top, h.Hash = h.Top+3, strings.Repeat("ab", 32) })
	if !stateOf(t, w).Ready {
		t.Fatal("that others go on does no harm")
	}
	if err := w.writer.exec("INSERT INTO fork(seat, seq, hash, came) VALUES(?,?,?,?)", office.signer.ID, 2, make([]byte, 32), 1); err != nil {
		t.Fatal(err)
	}
	if st := stateOf(t, w); st.Ready || st.Lacking.Records == 0 || st.Lacking.Own != 0 {
		t.Errorf("%+v", st)
	}
}
