package drafts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell/shelltest"
)

// said gives all sentences of the dialog on top.
func said(host *shelltest.Host) string {
	var out []string
	under(host.Win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if p, ok := o.(*kit.Para); ok {
			out = append(out, p.Text())
		}
	})
	return strings.Join(out, "\n")
}

func TestTheRoomTellsWhatAFileIs(t *testing.T) {
	_, host, r := at(t, "LS2026-002", "audit")
	path := filepath.Join(t.TempDir(), "draft.pdf")
	if err := os.WriteFile(path, r.viewer.out.data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.viewer.out.keep(t.Context(), host.Desk()); err != nil {
		t.Fatal(err)
	}
	look := func(path string) string {
		r.askFile()
		under(host.Win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
			if e, ok := o.(*kit.Entry); ok {
				e.SetText(path)
			}
		})
		tap(t, host, i18n.T("drafts.check.do"))
		text := said(host)
		kit.CloseAll(host.Win)
		return text
	}
	if text := look(path); !strings.Contains(text, "LS2026-002") {
		t.Errorf("of a draft it says %q", text)
	}
	if text := look(filepath.Join(t.TempDir(), "none.pdf")); !strings.Contains(text, "none.pdf") {
		t.Errorf("of a file that is not there it says %q", text)
	}
}

func TestTheEnglishRenditionIsNoVersion(t *testing.T) {
	ws, host, r := at(t, "LS2026-002", "audit")
	r.toggleEnglish()
	pages := string(r.viewer.out.text[0].Text)
	if !strings.Contains(pages, "Englishrendition") {
		t.Fatalf("the pages say %.80q", pages)
	}
	if !strings.HasSuffix(r.fileName(), "_English.pdf") {
		t.Errorf("the file is called %q", r.fileName())
	}
	before := len(dossier(t, ws, "LS2026-002").Reports)
	if err := r.viewer.out.keep(t.Context(), host.Desk()); err != nil {
		t.Fatal(err)
	}
	if after := len(dossier(t, ws, "LS2026-002").Reports); after != before {
		t.Errorf("%d versions before, %d after", before, after)
	}
	r.toggleEnglish()
	if strings.Contains(string(r.viewer.out.text[0].Text), "Englishrendition") {
		t.Error("the report does not come back")
	}
}

func TestWhatIsNotInTheReportIsListedWithItsReason(t *testing.T) {
	ws, host, r := at(t, "LS2026-002", "audit")
	f := dossier(t, ws, "LS2026-002").Findings[4]
	if err := app.Amend(t.Context(), host.Desk(), app.VerbSaveFinding, f.ID, func(f *app.Finding) error {
		f.InReport, f.OutReason = false, "金额较小，已当场纠正"
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	r.load()
	found := false
	under(r.left.object, func(o fyne.CanvasObject) {
		if p, ok := o.(*kit.Para); ok && p.Text() == "金额较小，已当场纠正" {
			found = true
		}
	})
	if !found {
		t.Error("the reason is not to be seen")
	}
}
