package casefile

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

var noon = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)

// fixture is a room over the sample round.
type fixture struct {
	t    testing.TB
	ws   *store.Workspace
	host *shelltest.Host
	room *Room
}

func sample(t testing.TB) *fixture {
	t.Helper()
	ws := storetest.Sample(t, noon)
	x := &fixture{t: t, ws: ws, host: shelltest.New(t, ws.Desk())}
	x.room = New(x.host, ws, kit.NewDrafts())
	x.host.Win.SetContent(x.room.Content())
	x.host.Win.Resize(fyne.NewSize(1180, 668))
	t.Cleanup(func() {
		for _, err := range x.host.Errors {
			t.Errorf("the window said: %v", err)
		}
		if u := i18n.Unknown(); len(u) > 0 {
			t.Errorf("texts missing: %v", u)
		}
	})
	return x
}

// open opens a page of a case by its number.
func (x *fixture) open(number, page string) app.ID {
	x.t.Helper()
	c, err := x.ws.CaseByNumber(context.Background(), number)
	if err != nil {
		x.t.Fatal(err)
	}
	x.room.Open(shell.Route{Room: strings.TrimSuffix("case/"+page, "/"), Case: c.ID})
	return c.ID
}

func (x *fixture) dossier() app.Dossier {
	x.t.Helper()
	d, err := x.ws.Dossier(context.Background(), x.room.d.Case.ID)
	if err != nil {
		x.t.Fatal(err)
	}
	return d
}

// form gives the form of the page that has a field of this name; the last one wins, as forms of records come last.
func (x *fixture) form(field string) *kit.Form {
	x.t.Helper()
	for i := len(x.room.forms) - 1; i >= 0; i-- {
		if x.room.forms[i].Field(field) != nil {
			return x.room.forms[i]
		}
	}
	x.t.Fatalf("no form has a field %q", field)
	return nil
}

// typeIn types into a field and leaves it.
func (x *fixture) typeIn(f *kit.Form, field, text string) {
	x.t.Helper()
	o := f.Field(field)
	if o == nil {
		x.t.Fatalf("the form has no field %q", field)
	}
	e := find(o.Object, func(e *kit.Entry) bool { return true })
	if e == nil {
		x.t.Fatalf("field %q has no entry", field)
	}
	x.host.Win.Canvas().Focus(e)
	e.SetText(text)
	x.host.Win.Canvas().Unfocus()
	x.room.Changed(app.Deed{})
}

func (x *fixture) press(root fyne.CanvasObject, text string) {
	x.t.Helper()
	b := find(root, func(b *kit.Button) bool { return b.Text == text })
	if b == nil {
		x.t.Fatalf("there is no button %q", text)
	}
	test.Tap(b)
	x.room.Changed(app.Deed{})
}

func (x *fixture) pressInDialog(text string) {
	x.t.Helper()
	top := x.host.Win.Canvas().Overlays().Top()
	if top == nil {
		x.t.Fatal("no dialog is open")
	}
	x.press(top, text)
}

// find gives the first object of a type under another that ok accepts.
func find[T fyne.CanvasObject](o fyne.CanvasObject, ok func(T) bool) (found T) {
	var visit func(fyne.CanvasObject) bool
	visit = func(o fyne.CanvasObject) bool {
		if x, is := o.(T); is && ok(x) {
			found = x
			return true
		}
		switch x := o.(type) {
		case *fyne.Container:
			for _, c := range x.Objects {
				if visit(c) {
					return true
				}
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(x).Objects() {
				if visit(c) {
					return true
				}
			}
		}
		return false
	}
	visit(o)
	return found
}

func TestEveryPageOfEveryCaseOpensInBothLanguages(t *testing.T) {
	x := sample(t)
	b, err := x.ws.Board(context.Background(), store.BoardQuery{}, x.host.Today())
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{i18n.English, i18n.Chinese} {
		if err := i18n.SetLanguage(lang); err != nil {
			t.Fatal(err)
		}
		for i, row := range b.Rows {
			if lang == i18n.English && i%3 > 0 {
				continue // the texts are the same for all; the forms were seen in Chinese
			}
			for _, page := range pages {
				x.room.Open(shell.Route{Room: "case/" + page, Case: row.ID})
				if x.room.page != page || x.room.Title().Text != row.UnitName {
					t.Errorf("%s %s: page %q, title %q", row.Number, page, x.room.page, x.room.Title().Text)
				}
				for _, l := range x.room.lists {
					opened := 0
					l.each(func(id string) {
						if opened < 3 { // the forms of a list are all alike
							l.open(id)
						}
						opened++
					})
				}
			}
		}
	}
}

func TestAFieldIsSavedWhenItIsLeft(t *testing.T) {
	x := sample(t)
	x.open("LS2026-009", "selfcheck")
	x.typeIn(x.form("receivedBy"), "receivedBy", "联审办收件人")
	if got := x.dossier().Case.SelfCheck.ReceivedBy; got != "联审办收件人" {
		t.Errorf("kept %q", got)
	}
	if len(x.host.SavedAt) == 0 {
		t.Error("nothing says that it was saved")
	}
}

func TestWhatIsRefusedIsSaidAndComesBack(t *testing.T) {
	x := sample(t)
	x.open("LS2026-010", "rectification")
	before := len(x.dossier().Accountabilities)
	x.press(x.room.middle, i18n.T("case.accountabilities.add"))
	f := x.form("person")
	x.typeIn(f, "reason", "整改不到位")
	if got := x.dossier().Accountabilities; len(got) != before {
		t.Fatalf("a record without its person was kept: %+v", got)
	}
	if f.Field("person").Fault() == "" && f.State() == "" {
		t.Error("nothing says why it is not kept")
	}
	x.open("LS2026-010", "history")
	x.open("LS2026-010", "rectification")
	var waiting string
	for _, l := range x.room.lists {
		l.each(func(id string) {
			if l.unsaved(id) {
				waiting = id
				l.open(id)
			}
		})
	}
	if waiting == "" {
		t.Fatal("the record that was begun is gone")
	}
	f = x.form("person")
	if e := find(f.Field("reason").Object, func(*kit.Entry) bool { return true }); e.Text != "整改不到位" {
		t.Errorf("the reason came back as %q", e.Text)
	}
	x.typeIn(f, "person", "某某")
	x.typeIn(f, "post", "局长")
	if got := x.dossier().Accountabilities; len(got) != before+1 || got[len(got)-1].Reason != "整改不到位" && got[0].Reason != "整改不到位" {
		t.Errorf("after the person is given: %+v", got)
	}
}

func TestWaivingAsksForAReason(t *testing.T) {
	x := sample(t)
	x.open("LS2026-001", "")
	var m app.Missing
	for _, y := range app.ExitGate(x.room.d) {
		if y.Hard && len(y.WaivableBy) > 0 {
			m = y
			break
		}
	}
	if m.Code == "" {
		t.Fatal("the sample has nothing to waive")
	}
	before, waived := len(app.ExitGate(x.room.d)), len(x.room.d.Case.Waivers)
	x.room.askWaive(m)
	x.pressInDialog(i18n.T("case.waive"))
	if len(x.dossier().Case.Waivers) != waived {
		t.Fatal("waived without a reason")
	}
	e := find(x.host.Win.Canvas().Overlays().Top(), func(*kit.Entry) bool { return true })
	e.SetText("主管部门已同意延期")
	x.pressInDialog(i18n.T("case.waive"))
	if got := len(app.ExitGate(x.dossier())); got != before-1 {
		t.Errorf("%d missing, before %d", got, before)
	}
	if x.host.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays open")
	}
}

func TestTheStageClosesWhenNothingIsMissing(t *testing.T) {
	x := sample(t)
	x.open("LS2026-003", "")
	if !x.room.canClose() {
		t.Fatalf("the sample case cannot be closed: %+v", app.Blocking(app.ExitGate(x.room.d)))
	}
	x.room.doStep()
	x.pressInDialog(i18n.T("case.close.yes"))
	if got := x.dossier().Case.Stage; got != app.Closed {
		t.Errorf("stage is %s", got)
	}
	x.open("LS2026-001", "")
	x.room.doStep()
	if len(x.host.Routes) == 0 || !strings.HasPrefix(x.host.Routes[len(x.host.Routes)-1].Room, "case/") {
		t.Errorf("the next step leads to %+v", x.host.Routes)
	}
}

func TestTalliesShowTheirSumsAndCloseOnlyWhenTheyAgree(t *testing.T) {
	x := sample(t)
	x.open("LS2026-009", "entry")
	x.press(x.room.middle, i18n.T("case.evaluations.add"))
	f := x.form("counters")
	for field, text := range map[string]string{"issued": "20", "returned": "20", "valid": "20"} {
		x.typeIn(f, field, text)
	}
	var cells []*kit.Entry
	find(f.Field("rows").Object, func(e *kit.Entry) bool { cells = append(cells, e); return false })
	if len(cells) != 20 {
		t.Fatalf("the grid has %d cells", len(cells))
	}
	for row := range 4 {
		x.host.Win.Canvas().Focus(cells[5*row])
		test.Type(cells[5*row], "1x9") // letters are not taken
		x.host.Win.Canvas().Unfocus()
	}
	x.typeIn(f, "counters", "甲、乙")
	x.typeIn(f, "scrutineers", "丙")
	x.press(f.Field("close").Object, i18n.T("case.tally.close"))
	if e := x.dossier().Evaluations; len(e) != 1 || e[0].Closed || e[0].Overall.Good != 19 {
		t.Fatalf("a tally that is one short: %+v", e)
	}
	for row := range 4 {
		x.host.Win.Canvas().Focus(cells[5*row+1])
		test.Type(cells[5*row+1], "1")
		x.host.Win.Canvas().Unfocus()
	}
	x.press(f.Field("close").Object, i18n.T("case.tally.close"))
	e := x.dossier().Evaluations
	if len(e) != 1 || !e[0].Closed {
		t.Fatalf("it does not close: %+v", e)
	}
	if got := app.PointsText(app.Score(e[0].Rows[app.Audit], x.room.weights())); got != "99.00" {
		t.Errorf("score is %s", got)
	}
}

func TestUndoneDeedShowsInTheForm(t *testing.T) {
	x := sample(t)
	x.open("LS2026-009", "planned")
	old := x.dossier().Case.Notice.ReceivedBy
	x.typeIn(x.form("auditNumber"), "receivedBy", "新的收件人")
	if _, err := x.ws.UndoLast(context.Background()); err != nil {
		t.Fatal(err)
	}
	x.room.Changed(app.Deed{Verb: store.VerbUndo})
	e := find(x.form("auditNumber").Field("receivedBy").Object, func(*kit.Entry) bool { return true })
	if e.Text != old {
		t.Errorf("the field shows %q, want %q", e.Text, old)
	}
}

// Every line of what is missing leads to a place on its page, whatever the case.
func TestEveryMissingThingLeadsToAPlace(t *testing.T) {
	x := sample(t)
	b, err := x.ws.Board(context.Background(), store.BoardQuery{}, x.host.Today())
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range b.Rows {
		x.room.Open(shell.Route{Room: "case", Case: row.ID})
		for _, m := range app.ExitGate(x.room.d) {
			if !strings.HasPrefix(m.Room, "case/") {
				continue
			}
			if !known(strings.TrimPrefix(m.Room, "case/")) {
				t.Errorf("%s: %s is mended on no page: %q", row.Number, m.Code, m.Room)
				continue
			}
			x.room.Open(shell.Route{Room: m.Room, Case: row.ID})
			place := strings.ReplaceAll(gatePlaces[m.Code], "{ref}", m.Ref)
			if !(m.Ref != "" && x.room.revealPlace(m.Ref)) && !(place != "" && x.room.revealPlace(place)) {
				t.Errorf("%s: %s (%s) leads to no place on %s", row.Number, m.Code, m.Ref, m.Room)
			}
		}
	}
	for _, code := range app.GateCodes {
		if _, here := gatePlaces[code]; !here && !elsewhere[code] {
			t.Errorf("gate %s has no place", code)
		}
	}
}

// elsewhere are the gates that are mended in other rooms, or whose reference names the field.
var elsewhere = map[string]bool{"announce.contents": true, "items.open": true, "item.reason": true, "item.finding": true,
	"finding.evidence": true, "finding.paper": true, "finding.state": true, "finding.basis": true, "finding.responsible": true, "finding.out": true,
	"draft": true, "sheets.unsigned": true, "report.final": true, "stage.order": true, "clash": true, "sweep.open": true}

func TestWhatAGateNeedsIsScrolledIntoView(t *testing.T) {
	x := sample(t)
	id := x.open("LS2026-007", "")
	x.room.Open(shell.Route{Room: "case/summary", Case: id, Ref: refOf("case/summary", "audit", "issued")})
	f := x.form("issue/audit/signer")
	e := find(f.Field("issue/audit/signer").Object, func(*kit.Entry) bool { return true })
	if x.host.Win.Canvas().Focused() != e {
		t.Error("the field has no focus")
	}
	y := fyne.CurrentApp().Driver().AbsolutePositionForObject(e).Y
	if y < 0 || y > x.host.Win.Canvas().Size().Height-e.Size().Height {
		t.Errorf("the field stands at %v, out of the window", y)
	}
}
