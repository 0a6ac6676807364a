package bench_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"lianshen/app"
	"lianshen/ui/bench"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

var under, tap = shelltest.Each, shelltest.Tap

// shows says whether a text can be read in the window.
func shows(host *shelltest.Host, text string) bool {
	found := false
	under(host.Win.Content(), func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *kit.Para:
			found = found || strings.Contains(x.Text(), text)
		case interface{ MinSize() fyne.Size }:
			if l, ok := line(x); ok {
				found = found || strings.Contains(l, text)
			}
		}
	})
	return found
}

func TestAFindingCarriesOverWhatTheItemKnows(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	scan := filepath.Join(t.TempDir(), "证件台账.pdf")
	if err := os.WriteFile(scan, []byte("pages"), 0o600); err != nil {
		t.Fatal(err)
	}
	press(host, "n")
	press(host, "3本证件没有集中保管。")
	key(host, fyne.KeyEscape)
	room.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(scan)})
	before := dossier(t, ws, "LS2026-005")

	tap(t, host, "证件未集中保管") // a typical problem of the item
	tap(t, host, i18n.T("bench.finding.record"))

	d := dossier(t, ws, "LS2026-005")
	if len(d.Findings) != len(before.Findings)+1 {
		t.Fatalf("%d findings, want %d; %v", len(d.Findings), len(before.Findings)+1, host.Errors)
	}
	var f app.Finding
	for _, x := range d.Findings {
		if x.Number == len(d.Findings) {
			f = x
		}
	}
	it, _, _ := d.Templates[app.Review].Find("XR-7-03")
	if f.Title != "证件未集中保管" || f.Type != "证件未集中保管" || f.Fact != "3本证件没有集中保管。" || f.Item != "XR-7-03" ||
		f.Strand != app.Review || !f.InReport || f.State != app.FindingDraft || len(f.Bases) != len(it.Bases) {
		t.Errorf("on disk: %+v", f)
	}
	joined := 0
	for _, e := range d.Evidence {
		if e.Findings.Has(string(f.ID)) {
			joined++
		}
	}
	if joined != 1 {
		t.Errorf("%d pieces of evidence are joined to it, want 1", joined)
	}
	if got := d.Answers["XR-7-03"].Conclusion; got != app.Problem {
		t.Errorf("the item is answered %q", got)
	}
	if !shows(host, "证件未集中保管") {
		t.Error("the finding is not shown at its item")
	}
}

func TestAFindingWithoutATitleIsRefusedAndTheFormStays(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-7-03")
	before := len(dossier(t, ws, "LS2026-005").Findings)
	press(host, "f")
	tap(t, host, i18n.T("bench.finding.record"))
	if host.Win.Canvas().Overlays().Top() == nil {
		t.Error("the form is gone")
	}
	if got := len(dossier(t, ws, "LS2026-005").Findings); got != before {
		t.Errorf("%d findings, want %d", got, before)
	}
}

func TestAnAttachmentThatVanishedIsSaid(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	scan := filepath.Join(t.TempDir(), "台账.pdf")
	if err := os.WriteFile(scan, []byte("pages"), 0o600); err != nil {
		t.Fatal(err)
	}
	room.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(scan)})
	if shows(host, i18n.T("bench.evidence.missing")) {
		t.Fatal("missing although it was just taken in")
	}
	if err := os.RemoveAll(filepath.Join(ws.Dir(), "attachments")); err != nil {
		t.Fatal(err)
	}
	again := bench.New(host, ws)
	host.Show(again, shell.Route{Room: shell.RoomBench, Case: dossier(t, ws, "LS2026-005").Case.ID, Ref: "XR-7-03"})
	if !shows(host, i18n.T("bench.evidence.missing")) {
		t.Error("nothing says that the file is gone")
	}
}

func TestAChangeOfLanguageLosesNothing(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	press(host, "n")
	press(host, "写到一半")
	room.Hidden() // the frame throws the room away and makes another one
	if err := i18n.SetLanguage(i18n.English); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = i18n.SetLanguage(i18n.Chinese) })
	again := bench.New(host, ws)
	host.Win.Canvas().SetOnTypedRune(func(r rune) { again.TypedRune(r) })
	host.Show(again, shell.Route{Room: shell.RoomBench, Case: dossier(t, ws, "LS2026-005").Case.ID, Ref: "XR-7-03"})
	press(host, "n")
	if got := focusedText(t, host); got != "写到一半" {
		t.Errorf("the note says %q", got)
	}
	if !shows(host, i18n.T("bench.methods")) {
		t.Error("the room does not speak English")
	}
}

func TestEvidenceIsRemovedAfterAsking(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-03")
	scan := filepath.Join(t.TempDir(), "误拖.pdf")
	if err := os.WriteFile(scan, []byte("pages"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := len(dossier(t, ws, "LS2026-005").Evidence)
	room.Dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(scan)})
	var line *kit.Tap
	under(host.Win.Content(), func(o fyne.CanvasObject) {
		tap, ok := o.(*kit.Tap)
		if !ok {
			return
		}
		under(tap, func(o fyne.CanvasObject) {
			if p, ok := o.(*kit.Para); ok && strings.Contains(p.Text(), "误拖") {
				line = tap
			}
		})
	})
	if line == nil {
		t.Fatal("the evidence is not listed")
	}
	line.Tapped(nil)
	tap(t, host, i18n.T("bench.evidence.drop.deed"))
	if got := len(dossier(t, ws, "LS2026-005").Evidence); got != before+1 {
		t.Fatalf("removed without asking: %d pieces, want %d", got, before+1)
	}
	tap(t, host, i18n.T("bench.evidence.drop.deed"))
	if got := len(dossier(t, ws, "LS2026-005").Evidence); got != before {
		t.Errorf("%d pieces, want %d; %v", got, before, host.Errors)
	}
	if host.Win.Canvas().Overlays().Top() != nil {
		t.Error("a dialog is left open")
	}
}

func TestComingBackShowsWhatChangedMeanwhile(t *testing.T) {
	ws := sample(t)
	id := dossier(t, ws, "LS2026-005").Case.ID
	host := shelltest.New(t, ws.Desk())
	room := bench.New(host, ws) // the frame tells changes only to the room in view
	room.NeverPause()
	host.Show(room, shell.Route{Room: shell.RoomBench, Case: id, Ref: "XR-7-03"})
	room.Hidden()
	if _, err := ws.Desk().RecordFinding(context.Background(), app.Finding{Case: id, Item: "XR-7-03", Title: "别处记的问题", Fact: "事实"}); err != nil {
		t.Fatal(err)
	}
	room.Open(shell.Route{Room: shell.RoomBench, Case: id})
	if !shows(host, "别处记的问题") {
		t.Error("the finding made meanwhile is not shown")
	}
}
