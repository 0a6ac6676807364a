package laws

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Clean()
	os.Exit(code)
}

func at(t *testing.T, ref string) (*store.Workspace, *Room, *shelltest.Host) {
	t.Helper()
	ws := storetest.Sample(t, time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local))
	host := shelltest.New(t, ws.Desk())
	host.Win.Resize(fyne.NewSize(1180, 668))
	r := New(host, ws, kit.NewDrafts())
	host.Show(r, shell.Route{Room: shell.RoomLaws, Ref: ref})
	t.Cleanup(func() {
		if u := i18n.Unknown(); len(u) > 0 {
			t.Errorf("texts missing: %v", u)
		}
	})
	return ws, r, host
}

// look keeps a picture of the window where LOOK names a folder.
func look(t *testing.T, host *shelltest.Host, name string) {
	t.Helper()
	dir := os.Getenv("LOOK")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, host.Win.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}

func TestLawsAreFoundByWordsAndByArticle(t *testing.T) {
	_, r, host := at(t, "")
	all := r.table.Total()
	r.words.SetText("公务员法")
	few := r.table.Total()
	if few == 0 || few >= all {
		t.Errorf("%d of %d laws", few, all)
	}
	r.words.SetText("机构编制 第二十三条")
	if n := r.table.Total(); n == 0 || n >= all {
		t.Errorf("%d of %d laws by article", n, all)
	}
	look(t, host, "laws")
}

func TestWhoVerifiedATextAndWhenIsKeptAndShown(t *testing.T) {
	ws, r, host := at(t, "")
	var law app.Law
	for _, l := range r.now.laws {
		if l.Mark != app.Verified {
			law = l
			break
		}
	}
	r.table.SelectID(string(law.ID))
	r.pick(string(law.ID))
	tick, ok := shelltest.Find(r.side, func(c *kit.Check) bool { return c.Text == label("mark") })
	if !ok {
		t.Fatal("nothing to tick")
	}
	tick.SetChecked(true)
	is, err := app.Get[app.Law](t.Context(), ws, law.ID)
	if err != nil || is.Mark != app.Verified || is.CheckedBy != ws.Me().Name || is.CheckedOn != ws.Desk().Today() {
		t.Errorf("%+v, %v", is, err)
	}
	if !shelltest.Says(r.side, i18n.T("laws.verified", "who", ws.Me().Name, "on", i18n.Date(is.CheckedOn))) {
		t.Error("who and when is not shown")
	}
	look(t, host, "law")
}

func TestARepealedRuleInAFindingIsWarnedOf(t *testing.T) {
	ws, r, host := at(t, "")
	code := ""
	for c, uses := range r.now.uses {
		for _, u := range uses {
			if u.Finding != "" && (code == "" || c < code) {
				code = c
			}
		}
	}
	var law app.Law
	for _, l := range r.now.laws {
		if l.Code == code {
			law = l
		}
	}
	law.Status = "repealed"
	if _, err := ws.Desk().SaveLaw(t.Context(), law); err != nil {
		t.Fatal(err)
	}
	host.Show(r, shell.Route{Room: shell.RoomLaws, Ref: code})
	found := false
	shelltest.Walk(r.side, func(o fyne.CanvasObject) bool {
		if p, ok := o.(*kit.Para); ok && strings.Contains(p.Text(), i18n.T("laws.warning.hint")) {
			found = true
		}
		return true
	})
	if !found {
		t.Errorf("no warning for %s", code)
	}
	look(t, host, "repealed")
}

// A law that the filter hides gives way to one that it shows; a filter that hides all says so.
func TestAHiddenLawGivesWay(t *testing.T) {
	_, r, _ := at(t, "")
	status := func(id string) string {
		l, _ := r.law(id)
		return l.Status
	}
	repealed := ""
	for _, l := range r.now.laws {
		if l.Status == "repealed" {
			repealed = string(l.ID)
		}
	}
	r.table.SelectID(repealed)
	r.pick(repealed)
	chip := func(status string) {
		for _, o := range r.chips.Objects {
			if b, ok := o.(*kit.Button); ok && b.Text == i18n.Enum("law.status", status) {
				b.OnTapped()
				return
			}
		}
		t.Fatalf("no chip for %s", status)
	}
	chip("current")
	if status(r.shown) != "current" || r.drawn.Status != "current" {
		t.Errorf("a law shows that is %q", r.drawn.Status)
	}
	kept := r.shown
	chip("current")
	if r.shown != kept {
		t.Error("a law that is listed gave way")
	}
	r.words.SetText("没有这样的词")
	if r.shown != "" || !shelltest.Says(r.side, i18n.T("laws.none")) {
		t.Errorf("%q shows, and nothing says that no law has the words", r.shown)
	}
	r.words.SetText("")
	if status(r.shown) != "current" {
		t.Errorf("no law shows again: %q", r.shown)
	}
}
