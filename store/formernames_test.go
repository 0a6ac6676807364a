package store

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lianshen/app"
)

// A name that was corrected or deleted still stands in texts that were written before: it is hidden from who may not see
// it, and kept back at the doors, as long as it was no slip of the hand.
func TestNamesThatStoodInTheVaultOnceAreKeptBack(t *testing.T) {
	w, _ := twoSeats(t)
	at := w.now()
	w.now = func() time.Time { return at }
	c := app.Case{ID: newID(), Number: "LS2026-001", Stage: app.Inspection}
	entry := func(code, name string) app.Alias {
		return app.Alias{ID: newID(), Case: c.ID, Code: code, Name: name, Unit: "某局", Strands: app.NewSet(string(app.Review))}
	}
	corrected, gone, slipped := entry("被谈话人A", "欧阳若溪"), entry("被谈话人B", "司马青云"), entry("被谈话人C", "会议记录")
	f := app.Finding{ID: newID(), Case: c.ID, Number: 1, Strand: app.Audit, Item: "JJ-1-01", Title: "坐支", Fact: "据欧阳若溪、司马青云反映，查会议记录属实。", State: app.FindingDraft}
	rename := func(a app.Alias, name string) error {
		a.Name = name
		return keepAny(w.Desk(), app.VerbSaveAlias, a)
	}
	for _, step := range []struct {
		after time.Duration
		do    func() error
	}{
		{0, func() error { return keepAny(w.Desk(), app.VerbSaveCase, c) }},
		{0, func() error { return keepAny(w.Desk(), app.VerbSaveAlias, corrected) }},
		{0, func() error { return keepAny(w.Desk(), app.VerbSaveAlias, gone) }},
		{0, func() error { return keepAny(w.Desk(), app.VerbSaveAlias, slipped) }},
		{time.Minute, func() error { return rename(slipped, "诸葛明远") }},
		{0, func() error { return keepAny(w.Desk(), app.VerbRecordFinding, f) }},
		{24 * time.Hour, func() error { return rename(corrected, "欧阳若希") }},
		{0, func() error { return inCase(w, w.Me().Name, app.VerbDropAlias, c.ID, app.Remove(gone)) }},
	} {
		at = at.Add(step.after)
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
	}
	guard, err := w.Names(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, h := range guard.Hits(app.Passage{Text: f.Fact + "欧阳若希、诸葛明远。"}) {
		codes = append(codes, h.Code)
	}
	slices.Sort(codes)
	if want := []string{"被谈话人A", "被谈话人A", "被谈话人B", "被谈话人C"}; !slices.Equal(codes, want) {
		t.Errorf("kept back: %v, not %v", codes, want)
	}
	w = as(t, w, hisPhrase)
	const want = "据被谈话人A、被谈话人B反映，查会议记录属实。"
	whole, err := w.Dossier(ctx, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	veiled, err := w.Veiled(ctx, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]app.Dossier{"Dossier": whole, "Veiled": veiled} {
		if got := d.Findings[0].Fact; got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	events, err := w.History(ctx, f.ID, "")
	if err != nil || len(events) != 1 || !strings.Contains(string(events[0].After), want) {
		t.Errorf("history: %+v, %v", events, err)
	}
	for _, name := range []string{"欧阳若溪", "司马青云"} {
		if hits, err := w.Search(ctx, name, 10); err != nil || len(hits) != 0 {
			t.Errorf("%q finds %+v, %v", name, hits, err)
		}
	}
}
