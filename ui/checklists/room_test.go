package checklists

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

var noon = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Clean()
	os.Exit(code)
}

type fixture struct {
	*testing.T
	host *shelltest.Host
	ws   *store.Workspace
	room *Room
}

// at opens a page of the room on a real workspace with the sample round, in which there is a draft "2027.1".
func at(t *testing.T, page, ref string) *fixture {
	t.Helper()
	ws := storetest.Sample(t, noon)
	x := &fixture{T: t, host: shelltest.New(t, ws.Desk()), ws: ws}
	x.host.Win.Resize(fyne.NewSize(1180, 668))
	_, err := ws.Desk().NewTemplate(t.Context(), app.NewList{From: shipped(), Version: "2027.1"})
	x.must(err)
	x.room = New(x.host, ws, kit.NewDrafts())
	x.open(page, ref, "")
	t.Cleanup(func() {
		if u := i18n.Unknown(); len(u) > 0 {
			t.Errorf("texts missing: %v", u)
		}
	})
	return x
}

func shipped() app.ID { return app.TemplateID(app.Review, "2026.1") }
func draft() app.ID   { return app.TemplateID(app.Review, "2027.1") }

func (x *fixture) must(err error) {
	x.Helper()
	if err != nil {
		x.Fatal(err)
	}
}

func (x *fixture) open(page, ref string, id app.ID) {
	room := shell.RoomChecklists
	if page != "" {
		room += "/" + page
	}
	x.host.Show(x.room, shell.Route{Room: room, Ref: ref, Case: id})
}

func (x *fixture) tap(text string) {
	x.Helper()
	b := shelltest.Button(x.room.Content(), text)
	if b == nil {
		x.Fatalf("there is no button %q", text)
	}
	test.Tap(b)
}

func (x *fixture) dialog(text string) {
	x.Helper()
	b := shelltest.Button(x.host.Win.Canvas().Overlays().Top(), text)
	if b == nil {
		x.Fatalf("the dialog has no button %q", text)
	}
	test.Tap(b)
}

func (x *fixture) list(id app.ID) app.Template {
	x.Helper()
	t, err := app.Get[app.Template](x.Context(), x.ws, id)
	x.must(err)
	return t
}

// look keeps a picture of the window where LOOK names a folder.
func (x *fixture) look(name string) {
	dir := os.Getenv("LOOK")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	x.must(err)
	defer f.Close()
	x.must(png.Encode(f, x.host.Win.Canvas().Capture()))
}

func TestADraftIsEditedFieldByFieldAndAFaultIsTold(t *testing.T) {
	x := at(t, PageEdit, string(draft()))
	e := x.room.editor
	e.pick("XR-1-01")
	entry := func(field string) *kit.Entry { return shelltest.Entries(e.form.Field(field).Object)[0] }
	check := entry("check")
	check.SetText("新的检查内容")
	e.flush()
	if i, _, _ := x.list(draft()).Find("XR-1-01"); i.Check != "新的检查内容" {
		t.Errorf("kept %q", i.Check)
	}
	check.SetText("")
	e.flush()
	if e.form.Field("check").Fault() == "" {
		t.Error("that nothing is to be checked is not told")
	}
	check.SetText("看")
	e.flush()
	if f := e.form.Field("check").Fault(); f != "" {
		t.Errorf("still told %q", f)
	}
	code := entry("code")
	code.SetText("XR-1-02")
	e.flush()
	if e.form.Field("code").Fault() == "" {
		t.Error("a code that another item has is not told")
	}
	code.SetText("XR-1-01")
	e.flush()
	x.look("edit")
}

func TestItemsAreAddedMovedAndRemovedByKeys(t *testing.T) {
	x := at(t, PageEdit, string(draft()))
	e := x.room.editor
	e.pick("XR-1-02")
	n := x.list(draft()).Count()
	for _, s := range x.room.Shortcuts() {
		if s.Keys == "Alt+↑" {
			s.Do()
		}
	}
	if l := x.list(draft()); l.Sections[0].Items[0].Code != "XR-1-02" {
		t.Errorf("first is %s", l.Sections[0].Items[0].Code)
	}
	for _, s := range x.room.Shortcuts() {
		if s.Keys == "Ctrl+N" {
			s.Do()
		}
	}
	l := x.list(draft())
	added := l.Sections[0].Items[len(l.Sections[0].Items)-1].Code
	if l.Count() != n+1 || e.code != added {
		t.Errorf("%d items, %s in hand, %s is new", l.Count(), e.code, added)
	}
	x.tap(i18n.T("checklists.drop"))
	x.dialog(i18n.T("checklists.drop"))
	if l := x.list(draft()); l.Count() != n {
		t.Errorf("%d items", l.Count())
	}
}

func TestWhatIsInUseCannotBeEdited(t *testing.T) {
	x := at(t, PageEdit, string(shipped()))
	x.room.editor.pick("XR-1-01")
	if shelltest.Button(x.room.Content(), i18n.T("checklists.add.item")) != nil || len(shelltest.Entries(x.room.editor.holder)) > 0 {
		t.Error("a checklist in use can be edited")
	}
}

func TestACaseIsMovedAndItsFormerAnswersStayInView(t *testing.T) {
	x := at(t, "", "")
	desk := x.ws.Desk()
	c, err := x.ws.CaseByNumber(t.Context(), "LS2026-005")
	x.must(err)
	d, err := x.ws.Dossier(t.Context(), c.ID)
	x.must(err)
	answered := ""
	for item, a := range d.Answers {
		if app.StrandOfItem(item) == app.Review && a.Conclusion != "" && (answered == "" || item < answered) {
			answered = item
		}
	}
	x.must(desk.EditTemplate(t.Context(), draft(), func(l *app.Template) error { *l = l.Drop(answered); return nil }))
	x.must(desk.UseTemplate(t.Context(), draft()))
	x.open(PageCase, string(app.Review), c.ID)
	x.tap(i18n.T("checklists.case.to", "version", "2027.1"))
	x.look("upgrade")
	x.tap(i18n.T("checklists.case.do", "version", "2027.1"))
	x.dialog(i18n.T("checklists.case.do", "version", "2027.1"))
	x.open(PageCase, string(app.Review), c.ID)
	if !shelltest.Says(x.room.Content(), answered) || !shelltest.Says(x.room.Content(), i18n.T("checklists.former.version", "version", "2026.1")) {
		t.Errorf("the answer to %s is not in view as of its version", answered)
	}
	if d, err = x.ws.Dossier(t.Context(), c.ID); err != nil || d.Case.Strands[app.Review].Template != "2027.1" || d.Answers[answered].Conclusion == "" {
		t.Errorf("%+v, %v", d.Case.Strands[app.Review], err)
	}
	x.look("former")
}

func TestVersionsAreListedComparedAndBegun(t *testing.T) {
	x := at(t, "", "")
	x.look("versions")
	x.must(x.ws.Desk().EditTemplate(t.Context(), draft(), func(l *app.Template) error {
		i, _, _ := l.Find("XR-1-01")
		i.Check = "改过的内容"
		*l = l.SetItem("XR-1-01", i).Drop("XR-1-02")
		return nil
	}))
	x.open(PageDiff, string(shipped())+" "+string(draft()), "")
	if !shelltest.Says(x.room.Content(), "改过的内容") || !shelltest.Says(x.room.Content(), i18n.T("checklists.diff.counts", "added", 0, "removed", 1, "moved", 0, "changed", 1)) {
		t.Error("the differences are not told")
	}
	x.look("diff")
}

func TestASheetIsPreviewedAndTakenIn(t *testing.T) {
	x := at(t, "", "")
	path := filepath.Join(t.TempDir(), "a.xlsx")
	_, err := bundle.WriteChecklist(t.Context(), x.ws, shipped(), path)
	x.must(err)
	x.must(x.ws.Desk().EditTemplate(t.Context(), draft(), func(l *app.Template) error { *l = l.Drop("XR-1-02"); return nil }))
	in, err := bundle.ReadChecklist(t.Context(), x.ws, draft(), path)
	x.must(err)
	x.room.preview(in)
	x.look("preview")
	if top := x.host.Win.Canvas().Overlays().Top(); !shelltest.Says(top, "XR-1-02") || !shelltest.Says(top, i18n.Enum("listchange", app.ListAdded)) {
		t.Error("the preview does not say which item comes in")
	}
	x.dialog(i18n.T("checklists.in.take"))
	if _, _, there := x.list(draft()).Find("XR-1-02"); !there {
		t.Error("what the sheet has is not there")
	}
}
