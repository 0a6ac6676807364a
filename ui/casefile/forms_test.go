package casefile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell/shelltest"
)

// The page of a case offers its forms, and the form of a record prints that record.
func TestFormsArePrintedFromThePageOfTheCase(t *testing.T) {
	x := sample(t)
	x.open("LS2026-001", pageOverview)
	x.picture("case")
	b := shelltest.Button(x.room.Content(), i18n.T("papers.forms"))
	if b == nil {
		t.Fatal("the page of the case does not offer its forms")
	}
	b.Tapped(nil)
	if top := x.host.Win.Canvas().Overlays().Top(); top == nil || shelltest.Button(top, i18n.T("papers.forms.tofile")) == nil {
		t.Fatal("no choice of forms is open")
	}
	x.picture("caseset")
	kit.CloseAll(x.host.Win)
	x.open("LS2026-001", string(app.Inspection))
	l := listOf[app.Talk](x)
	l.shown.Show(string(x.room.d.Talks[0].ID))
	b = shelltest.Button(x.room.Content(), i18n.T("papers.forms.print"))
	if b == nil {
		t.Fatal("the form of a talk does not offer to print it")
	}
	x.picture("talk")
	b.Tapped(nil)
	path := filepath.Join(t.TempDir(), "talk.pdf")
	top := x.host.Win.Canvas().Overlays().Top()
	if name := shelltest.Entries(top)[0].Text; !strings.Contains(name, x.room.d.Talks[0].Number) {
		t.Errorf("the file is called %s", name)
	}
	shelltest.Entries(top)[0].SetText(path)
	shelltest.Button(top, i18n.T("papers.print")).Tapped(nil)
	if info, err := os.Stat(path); err != nil || info.Size() < 1000 {
		t.Errorf("the talk was not printed: %v", err)
	}
}
