package drafts

import (
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/document"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/press"
	"lianshen/ui/preview"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
	"lianshen/ui/theme"
)

// noon is when every test happens.
var noon = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)

// room1366 is what the frame leaves of a screen of 1366 × 768.
var room1366 = fyne.NewSize(1180, 668)

// engine renders for every test: starting it takes seconds the first time.
var engine *preview.Engine

func TestMain(m *testing.M) {
	cache, err := os.MkdirTemp("", "lianshen-drafts-test")
	if err != nil {
		panic(err)
	}
	engine = preview.New(cache)
	code := m.Run()
	_ = engine.Close()
	storetest.Clean()
	_ = os.RemoveAll(cache)
	os.Exit(code)
}

// sample gives a workspace with the sample round.
func sample(t testing.TB) *store.Workspace {
	t.Helper()
	return storetest.Sample(t, noon)
}

func dossier(t testing.TB, ws *store.Workspace, number string) app.Dossier {
	t.Helper()
	c, err := ws.CaseByNumber(context.Background(), number)
	if err != nil {
		t.Fatal(err)
	}
	d, err := ws.Dossier(context.Background(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// at opens the room on a case; rendering happens at once.
func at(t testing.TB, number, ref string, looks ...theme.Theme) (*store.Workspace, *shelltest.Host, *Room) {
	t.Helper()
	ws := sample(t)
	host := shelltest.New(t, ws.Desk())
	for _, look := range looks {
		fyne.CurrentApp().Settings().SetTheme(look)
	}
	r := New(host, ws, engine)
	r.elsewhere = func(f func()) { f() }
	r.after = func(_ time.Duration, f func()) *time.Timer {
		f()
		return nil
	}
	t.Cleanup(ws.OnChange(r.Changed))
	t.Cleanup(r.viewer.clear)
	host.Win.Canvas().SetOnTypedRune(func(k rune) { r.TypedRune(k) })
	host.Win.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { r.TypedKey(k) })
	host.Show(r, shell.Route{Room: shell.RoomDrafts, Case: dossier(t, ws, number).Case.ID, Ref: ref})
	host.Win.Resize(room1366)
	if len(host.Errors) > 0 {
		t.Fatal(host.Errors)
	}
	return ws, host, r
}

func kept(t testing.TB, ws *store.Workspace, r *Room) (app.ReportText, bool) {
	t.Helper()
	e, err := app.Get[app.ReportText](context.Background(), ws, app.ReportTextID(r.caseID, r.strand, r.section))
	if app.CodeOf(err) == app.ErrNotFound.Code {
		return e, false
	}
	if err != nil {
		t.Fatal(err)
	}
	return e, true
}

var under, tap = shelltest.Each, shelltest.Tap

func TestThePagesShownAreThoseOfTheReport(t *testing.T) {
	ws, host, r := at(t, "LS2026-002", "audit")
	if r.strand != app.Audit {
		t.Fatalf("strand = %s", r.strand)
	}
	out, err := press.Make(context.Background(), ws, dossier(t, ws, "LS2026-002"), app.Audit, r.draft, host.Today())
	if err != nil {
		t.Fatal(err)
	}
	if r.viewer.book == nil || r.viewer.book.Pages() != out.Pages {
		t.Fatalf("the preview has not the %d pages of the report", out.Pages)
	}
	if !bytes.Equal(r.viewer.out.data, out.Bytes) {
		t.Error("the preview shows other bytes than the report has")
	}
	if r.viewer.page.Image == nil {
		t.Fatal("no page is shown")
	}
	if got, want := r.viewer.label.Text, i18n.T("drafts.page", "n", 1, "of", out.Pages); got != want {
		t.Errorf("label %q, want %q", got, want)
	}
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	if r.viewer.number != 2 {
		t.Errorf("page %d after leafing on", r.viewer.number)
	}
	wide := r.viewer.page.Image.Bounds().Dx()
	r.TypedRune('+')
	r.TypedRune('+')
	if got := r.viewer.page.Image.Bounds().Dx(); got <= wide {
		t.Errorf("%d pixels wide after making it larger, %d before", got, wide)
	}
}

func TestASectionIsTurnedToOnItsPage(t *testing.T) {
	_, _, r := at(t, "LS2026-002", "review")
	last := r.sections[len(r.sections)-1]
	r.choose(last.Key)
	if r.viewer.number < 2 {
		t.Errorf("section %q is shown on page %d", last.Heading, r.viewer.number)
	}
	r.choose(r.sections[0].Key)
	if r.viewer.number != 1 {
		t.Errorf("the opening is shown on page %d", r.viewer.number)
	}
}

func TestAnEditIsKeptPrintedAndGivenBack(t *testing.T) {
	ws, host, r := at(t, "LS2026-002", "review/opinion")
	composed, _ := r.inHand()
	r.text.edit()
	host.Win.Canvas().Unfocus()
	if _, ok := kept(t, ws, r); ok {
		t.Fatal("an edit is kept although nothing was changed")
	}
	r.text.edit()
	before := bytes.Clone(r.viewer.out.data)
	r.text.entry.SetText("望溪区委履行选人用人责任总体较好。")
	host.Win.Canvas().Unfocus()
	edit, ok := kept(t, ws, r)
	if !ok || edit.Text != "望溪区委履行选人用人责任总体较好。" || edit.FactsHash != composed.FactsHash || edit.By != "测试员" {
		t.Fatalf("on disk: %+v", edit)
	}
	if s, _ := r.inHand(); s.Edited == nil || s.Stale {
		t.Errorf("the section is shown as %+v", s.Edited)
	}
	if bytes.Equal(before, r.viewer.out.data) {
		t.Error("the pages were not set again")
	}
	tap(t, host, i18n.T("drafts.reset"))
	tap(t, host, i18n.T("drafts.reset"))
	if _, ok := kept(t, ws, r); ok {
		t.Error("the edit is still there after it was given back")
	}
	if s, _ := r.inHand(); s.Text != composed.Composed {
		t.Errorf("the section says %q", s.Text)
	}
}

func TestAnEditIsMarkedWhenItsFactsChange(t *testing.T) {
	ws, host, r := at(t, "LS2026-002", "review/problems")
	s, _ := r.inHand()
	r.text.edit()
	r.text.entry.SetText(s.Composed + "\n补充一段。")
	host.Win.Canvas().Unfocus()
	var f app.Finding
	for _, x := range r.d.Findings {
		if x.Strand == app.Review {
			f = x
		}
	}
	err := app.Amend(context.Background(), ws.Desk(), app.VerbSaveFinding, f.ID, func(x *app.Finding) error {
		x.Fact += "另查明有2名干部未经考察。"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s, _ = r.inHand()
	if !s.Stale {
		t.Fatal("the section is not marked")
	}
	if !strings.HasSuffix(r.text.entry.Text, "补充一段。") {
		t.Errorf("the edit was lost: %q", r.text.entry.Text)
	}
	capture(t, host, "drafts-stale")
	tap(t, host, i18n.T("drafts.stale.keep"))
	if s, _ = r.inHand(); s.Stale || s.Edited == nil {
		t.Error("read again, and still marked")
	}
}

func TestTextUnderTheCaretIsNotTouchedByOtherDeeds(t *testing.T) {
	ws, host, r := at(t, "LS2026-002", "review/opinion")
	r.after = func(time.Duration, func()) *time.Timer { return nil } // nobody pauses
	r.text.edit()
	r.text.entry.SetText("写到一半")
	err := app.Amend(context.Background(), ws.Desk(), app.VerbSaveFinding, r.d.Findings[0].ID, func(x *app.Finding) error {
		x.Year = "2025年"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if r.text.entry.Text != "写到一半" || host.Win.Canvas().Focused() != fyne.Focusable(r.text.entry) {
		t.Errorf("the text became %q, focus on %T", r.text.entry.Text, host.Win.Canvas().Focused())
	}
	r.Hidden()
	if edit, _ := kept(t, ws, r); edit.Text != "写到一半" {
		t.Errorf("on disk after leaving the room: %q", edit.Text)
	}
}

func TestWhatGoesWrongWithThePagesIsSaid(t *testing.T) {
	_, _, r := at(t, "LS2026-002", "review")
	r.works.print = func(context.Context, app.Dossier, app.Strand, bool, document.Language, app.Date) (printed, error) {
		return printed{}, errors.New("no paper")
	}
	r.viewer.set()
	if len(r.viewer.over.Objects) == 0 {
		t.Error("nothing is said")
	}
	r.works = realWorks(r.store)
	r.viewer.set()
	if len(r.viewer.over.Objects) != 0 {
		t.Error("the fault is still there after the pages were set")
	}
}

func TestStoppingLeavesAWayToGoOn(t *testing.T) {
	_, _, r := at(t, "LS2026-002", "review")
	var later []func()
	r.elsewhere = func(f func()) { later = append(later, f) }
	r.viewer.set()
	if len(r.viewer.over.Objects) == 0 {
		t.Fatal("nothing says that the pages are being made")
	}
	r.viewer.stop()
	for _, f := range later {
		f()
	}
	if len(r.viewer.over.Objects) == 0 {
		t.Error("stopped, and nothing offers to go on")
	}
	r.elsewhere = func(f func()) { f() }
	r.viewer.set()
	if len(r.viewer.over.Objects) != 0 || r.viewer.page.Image == nil {
		t.Error("the pages cannot be made any more")
	}
}

func TestASentenceShowsWhatItRestsOn(t *testing.T) {
	_, host, r := at(t, "LS2026-002", "review/problems")
	s, _ := r.inHand()
	at := slices.IndexFunc(s.Statements, func(x reports.Statement) bool {
		return slices.ContainsFunc(x.Refs, func(ref string) bool { return strings.HasPrefix(ref, "finding/") })
	})
	if at < 0 {
		t.Fatal("no sentence rests on a finding")
	}
	r.text.ask(at + 1)
	found := false
	under(host.Win.Content(), func(o fyne.CanvasObject) {
		if p, ok := o.(*kit.Para); ok && strings.Contains(p.Text(), "XR002-2-05") || ok && strings.Contains(p.Text(), "XR-2-05") {
			found = true
		}
	})
	if !found {
		t.Error("the finding's item is not named")
	}
	capture(t, host, "drafts-proof")
}
