package drafts

import (
	"bytes"
	"context"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
	"lianshen/ui/theme"
)

func TestSavingWritesTheFileAndKeepsARecord(t *testing.T) {
	ws, host, r := at(t, "LS2026-002", "review")
	path := filepath.Join(t.TempDir(), "审查报告.pdf")
	before := len(dossier(t, ws, "LS2026-002").Reports)
	r.save(true)
	var entry *kit.Entry
	under(host.Win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if e, ok := o.(*kit.Entry); ok {
			entry = e
		}
	})
	if !strings.HasSuffix(entry.Text, ".pdf") {
		t.Errorf("proposed %q", entry.Text)
	}
	entry.SetText(filepath.Join(t.TempDir(), "missing", "a.pdf"))
	tap(t, host, i18n.T("drafts.open"))
	if host.Win.Canvas().Overlays().Top() == nil {
		t.Fatal("the dialog is gone although the folder is missing")
	}
	entry.SetText(strings.TrimSuffix(path, ".pdf"))
	tap(t, host, i18n.T("drafts.open"))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, r.viewer.out.data) {
		t.Error("the file is not what the preview shows")
	}
	d := dossier(t, ws, "LS2026-002")
	if len(d.Reports) != before+1 {
		t.Fatalf("%d versions on record, want %d", len(d.Reports), before+1)
	}
	if !slices.ContainsFunc(d.Reports, func(v app.Report) bool { return v.SHA256 == r.viewer.out.sha256 && v.Pages == r.viewer.out.pages }) {
		t.Error("no version on record has the hash of the file")
	}
	if len(host.Opened) != 1 || host.Opened[0] != path {
		t.Errorf("opened %q", host.Opened)
	}
}

func TestAReportTheCaseHasNotReachedIsNotSaved(t *testing.T) {
	_, host, r := at(t, "LS2026-009", "review")
	r.save(false)
	if len(host.Errors) != 1 || app.CodeOf(host.Errors[0]) != "report.early" {
		t.Errorf("errors: %v", host.Errors)
	}
	if host.Win.Canvas().Overlays().Top() != nil {
		t.Error("a place was asked for")
	}
}

// TestEveryLookOfTheDrafts draws the room in both languages, light and dark, in two text sizes. With SHOTS the pictures
// are kept.
func TestEveryLookOfTheDrafts(t *testing.T) {
	for _, look := range []struct {
		name, language, ref string
		theme               theme.Theme
	}{
		{"light", i18n.Chinese, "review/problems", theme.Theme{Mode: theme.ModeLight}},
		{"dark", i18n.Chinese, "audit/problems", theme.Theme{Mode: theme.ModeDark}},
		{"english-huge", i18n.English, "verification/basics", theme.Theme{Mode: theme.ModeLight, Text: theme.TextHuge}},
	} {
		t.Run(look.name, func(t *testing.T) {
			if err := i18n.SetLanguage(look.language); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = i18n.SetLanguage(i18n.Chinese) })
			_, host, r := at(t, "LS2026-001", look.ref, look.theme)
			capture(t, host, "drafts-"+look.name)
			r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
			r.text.edit()
			capture(t, host, "drafts-edit-"+look.name)
			host.Win.Canvas().Unfocus()
			r.save(false)
			capture(t, host, "drafts-save-"+look.name)
			if unknown := i18n.Unknown(); len(unknown) > 0 {
				t.Errorf("texts without a translation: %v", unknown)
			}
		})
	}
}

// capture paints the window, which must not fail, and keeps the picture where SHOTS names a folder, for looking at.
func capture(t testing.TB, host *shelltest.Host, name string) {
	t.Helper()
	picture := host.Win.Canvas().Capture()
	dir := os.Getenv("SHOTS")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := png.Encode(f, picture); err != nil {
		t.Fatal(err)
	}
}

func TestPrintingHandsTheReportToThePrinter(t *testing.T) {
	dir := t.TempDir()
	paper := filepath.Join(dir, "paper.pdf")
	lp := "#!/bin/sh\ncat > '" + paper + "'\n"
	if err := os.WriteFile(filepath.Join(dir, "lp"), []byte(lp), 0o700); err != nil {
		t.Fatal(err)
	}
	ws, host, r := at(t, "LS2026-002", "review")
	before := len(dossier(t, ws, "LS2026-002").Reports)
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	r.print()
	if len(host.Errors) > 0 {
		t.Fatal(host.Errors)
	}
	data, err := os.ReadFile(paper)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, r.viewer.out.data) {
		t.Error("the printer got something else than the preview shows")
	}
	if got := len(dossier(t, ws, "LS2026-002").Reports); got != before+1 {
		t.Errorf("%d versions on record, want %d", got, before+1)
	}
}

func TestWithoutAPrinterTheWayOutIsSaid(t *testing.T) {
	_, host, r := at(t, "LS2026-002", "review")
	t.Setenv("PATH", t.TempDir())
	r.print()
	if len(host.Errors) != 1 || app.CodeOf(host.Errors[0]) != "drafts.noprinter" {
		t.Fatalf("errors: %v", host.Errors)
	}
	if _, hint := i18n.Error(host.Errors[0]); hint == "" {
		t.Error("no way out is named")
	}
}

func TestComingBackSetsThePagesAnew(t *testing.T) {
	ws, _, r := at(t, "LS2026-002", "review/problems")
	before := bytes.Clone(r.viewer.out.data)
	r.Hidden()
	f := r.d.Findings[0]
	if f.Strand != app.Review {
		t.Fatal("the test wants a finding of the review")
	}
	err := app.Amend(context.Background(), ws.Desk(), app.VerbSaveFinding, f.ID, func(x *app.Finding) error {
		x.Fact += "另有一处。"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Open(shell.Route{Room: shell.RoomDrafts, Case: r.caseID})
	if bytes.Equal(before, r.viewer.out.data) {
		t.Error("the pages are the old ones")
	}
}
