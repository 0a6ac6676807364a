package board

import (
	"context"
	"slices"
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

func open(t *testing.T, withSample bool) (*Room, *shelltest.Host, *store.Workspace) {
	t.Helper()
	var ws *store.Workspace
	if withSample {
		ws = storetest.Sample(t, noon)
	} else {
		ws = storetest.Empty(t, noon)
	}
	host := shelltest.New(t, ws.Desk())
	r := New(host, ws, kit.NewDrafts())
	host.Show(r, shell.Route{Room: shell.RoomBoard})
	t.Cleanup(func() {
		for _, err := range host.Errors {
			t.Errorf("the window said: %v", err)
		}
		if u := i18n.Unknown(); len(u) > 0 {
			t.Errorf("texts missing: %v", u)
		}
	})
	return r, host, ws
}

// numbers gives the case numbers in the order of the list.
func numbers(r *Room) []string {
	var out []string
	for _, row := range r.board.Rows {
		out = append(out, row.Number[len(row.Number)-3:])
	}
	return out
}

func TestBoardShowsTheRound(t *testing.T) {
	r, host, _ := open(t, true)
	if r.table.Total() != 10 || len(r.board.Rows) != 10 {
		t.Errorf("%d rows", r.table.Total())
	}
	if got := r.Title(); got.Text == "" || got.Sub != i18n.T("board.count", "n", 10) {
		t.Errorf("title %+v", got)
	}
	content := host.Win.Canvas().Content()
	for _, text := range []string{"示例市文化和旅游局", "13,505.37", i18n.T("board.found", "n", 37)} { // domain: the sums of the ten cases
		if !shelltest.Says(content, text) {
			t.Errorf("%q does not stand on the board", text)
		}
	}
}

func TestBoardSortsByItsHeads(t *testing.T) {
	r, _, _ := open(t, true)
	r.table.SetOrder(kit.Order{Key: "findings", Desc: true})
	if got := numbers(r); got[0] != "001" {
		t.Errorf("most findings first: %v", got)
	}
	for i := 1; i < len(r.board.Rows); i++ {
		if r.board.Rows[i].Findings > r.board.Rows[i-1].Findings {
			t.Errorf("not sorted at %d", i)
		}
	}
	r.table.SetOrder(kit.Order{})
	if want := []string{"001", "002", "003", "004", "005", "006", "007", "008", "009", "010"}; !slices.Equal(numbers(r), want) {
		t.Errorf("natural order: %v", numbers(r))
	}
}

func TestBoardFilters(t *testing.T) {
	r, _, _ := open(t, true)
	for text, want := range map[string][]string{"青禾": {"001", "010"}, "slsqhx": {"001", "010"}, "LS2026-00": {"001", "002", "003", "004", "005", "006", "007", "008", "009"}, "zzz": nil} {
		r.find.SetText(text)
		if got := numbers(r); !slices.Equal(got, want) {
			t.Errorf("%q gives %v, want %v", text, got, want)
		}
	}
	r.find.SetText("")
	r.stage.SetSelectedIndex(1 + app.Closed.Index())
	if got := numbers(r); !slices.Equal(got, []string{"004"}) {
		t.Errorf("closed: %v", got)
	}
	r.zone.SetSelectedIndex(1)
	if got := numbers(r); len(got) != 0 {
		t.Errorf("closed in the first zone: %v", got)
	}
	r.stage.SetSelectedIndex(0)
	if got := numbers(r); !slices.Equal(got, []string{"001", "002", "010"}) {
		t.Errorf("first zone: %v", got)
	}
}

func TestEnterOpensTheCase(t *testing.T) {
	r, host, _ := open(t, true)
	for range 3 {
		r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	want := shell.Route{Room: shell.RoomCase, Case: r.board.Rows[2].ID}
	if len(host.Routes) != 1 || host.Routes[0] != want {
		t.Errorf("went to %+v, want %+v", host.Routes, want)
	}
}

func TestNewCaseIsLaidOut(t *testing.T) {
	r, host, ws := open(t, true)
	r.newCase()
	top := host.Win.Canvas().Overlays().Top()
	e := shelltest.Entries(top)
	test.Tap(shelltest.Button(top, i18n.T("board.newcase.save")))
	if host.Win.Canvas().Overlays().Top() == nil {
		t.Fatal("a case without a unit was taken")
	}
	for i, text := range []string{"示例市统计局", "", "甲某", "局长", "2022-3", ""} {
		e[i].SetText(text)
	}
	test.Tap(shelltest.Button(top, i18n.T("board.newcase.save")))
	if host.Win.Canvas().Overlays().Top() != nil {
		t.Fatal("the dialog stays open")
	}
	c, err := ws.CaseByNumber(context.Background(), "LS2026-011")
	if err != nil {
		t.Fatal(err)
	}
	d, err := ws.Dossier(context.Background(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d.Unit.Name != "示例市统计局" || len(d.Principals) != 1 || d.Principals[0].From != (app.Month{Year: 2022, Month: 3}) || d.Case.Stage != app.Planned {
		t.Errorf("laid out %+v, %+v", d.Unit, d.Principals)
	}
	if last := host.Routes[len(host.Routes)-1]; last.Case != c.ID {
		t.Errorf("went to %+v", last)
	}
}

func TestRoundIsDescribedOnItsPage(t *testing.T) {
	r, _, ws := open(t, false)
	if shelltest.Button(r.Content(), i18n.T("board.newround")) == nil {
		t.Fatal("an empty workspace does not offer a round")
	}
	test.Tap(shelltest.Button(r.Content(), i18n.T("board.newround")))
	f := r.page.forms[0]
	e := shelltest.Entries(f.Field("name").Object)[0]
	e.SetText("2026年度试点")
	f.Flush()
	r.page.changed(app.Deed{})
	test.Tap(shelltest.Button(r.Content(), i18n.T("board.zones.add")))
	z := r.page.forms[len(r.page.forms)-1]
	shelltest.Entries(z.Field("name").Object)[0].SetText("第一责任区")
	r.Hidden() // leaving the page writes the field in hand
	rounds, err := ws.Rounds(context.Background())
	if err != nil || len(rounds) != 1 || rounds[0].Name != "2026年度试点" || rounds[0].SelfCheckDue != (app.Date{Year: 2026, Month: 3, Day: 31}) {
		t.Fatalf("rounds %+v, %v", rounds, err)
	}
	zones, err := app.List[app.Zone](context.Background(), ws, rounds[0].ID)
	if err != nil || len(zones) != 1 || zones[0].Name != "第一责任区" {
		t.Errorf("zones %+v, %v", zones, err)
	}
	r.Open(shell.Route{Room: shell.RoomBoard})
	if shelltest.Button(r.Content(), i18n.T("board.newcase")) == nil {
		t.Error("a round without cases does not offer a case")
	}
}

func TestSettingsOfTheRoundAreKept(t *testing.T) {
	r, _, ws := open(t, true)
	r.Open(shell.Route{Room: shell.RoomBoard + "/round", Ref: string(r.query.Round)})
	f := r.page.forms[1]
	e := shelltest.Entries(f.Field("reportDays").Object)[0]
	e.SetText("60")
	f.Flush()
	e = shelltest.Entries(f.Field("weight.poor").Object)[0]
	e.SetText("300")
	f.Flush()
	rounds, err := ws.Rounds(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if s := rounds[0].Settings; s.ReportDays != 60 || s.Weights[app.GradePoor] != 300 || s.Weights[app.GradeGood] != 1000 {
		t.Errorf("settings %+v", s)
	}
}
