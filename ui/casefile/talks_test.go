package casefile

import (
	"context"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
)

// listOf finds a list of the page.
func listOf[T any](x *fixture) *records[T] {
	x.t.Helper()
	for _, l := range x.room.lists {
		if r, ok := l.(*records[T]); ok {
			return r
		}
	}
	x.t.Fatal("no such list on the page")
	return nil
}

// enter types into the field of the newest form that has it.
func (x *fixture) enter(field, text string) {
	x.t.Helper()
	x.typeIn(x.form(field), field, text)
}

// picture writes what the window shows where LIANSHEN_PICTURES names a folder.
func (x *fixture) picture(name string) {
	dir := os.Getenv("LIANSHEN_PICTURES")
	if dir == "" {
		return
	}
	f, err := os.Create(dir + "/" + name + ".png")
	if err != nil {
		x.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, x.host.Win.Canvas().Capture()); err != nil {
		x.t.Fatal(err)
	}
}

func TestATalkIsWrittenByOutlineAndCodes(t *testing.T) {
	x := sample(t)
	x.open("LS2026-002", string(app.Inspection))
	d := x.dossier()
	before := len(d.Talks)
	x.press(x.room.middle, i18n.T("alias.add"))
	x.enter("name", "欧阳若溪")
	x.enter("unit", "某局")
	got := x.dossier().Aliases
	if len(got) != 1 || got[0].Code != "被谈话人C" { // A and B are called so in talks of the sample
		t.Fatalf("names: %+v", got)
	}
	x.picture("alias")
	x.room.Open(shell.NewTalk(d.Case.ID, "XR-1-01"))
	list := listOf[app.Talk](x)
	id := list.shown.Shown()
	if id == "" || !list.unsaved(id) {
		t.Fatal("the route to a new talk opens none")
	}
	talk := list.hand[id]
	if !talk.Items.Has("XR-1-01") || !talk.Strands.Has("review") {
		t.Errorf("about %v, %v", talk.Items, talk.Strands)
	}
	people := d.Group.Members.Sorted()
	talk.Talkers, talk.Persons = app.NewSet(people[0], people[1]), app.NewSet(string(got[0].ID))
	x.press(x.room.middle, i18n.T("talks.outline"))
	x.enter("qa/001/answer", "欧 阳若溪说：我任现职三年。")
	x.enter("from", "9:30")
	x.enter("notWhy", "被谈话人拒绝签字")
	after := x.dossier().Talks
	i := slices.IndexFunc(after, func(n app.Talk) bool { return string(n.ID) == id })
	if len(after) != before+1 || i < 0 {
		t.Fatalf("%d talks, %d before", len(after), before)
	}
	n := after[i]
	if n.Label != "被谈话人C" || n.People != 1 || n.From != "09:30" || len(n.QA) < 5 || n.Number == "" || n.NotWhy == "" {
		t.Errorf("kept %+v", n)
	}
	x.room.Changed(app.Deed{})
	list.shown.Renew()
	x.picture("talk")
	x.press(x.room.middle, i18n.T("talks.names.replace"))
	for _, n := range x.dossier().Talks {
		for _, q := range n.QA {
			if strings.Contains(q.Answer, "阳若溪") {
				t.Errorf("a name is left: %q", q.Answer)
			}
		}
	}
	for _, err := range x.host.Errors {
		t.Errorf("the window said: %v", err)
	}
}

// TestANameIsShownOnAPressThatLeavesATrace: the list shows dots; who opens a name is noted, and who leaves the page finds
// dots again.
func TestANameIsShownOnAPressThatLeavesATrace(t *testing.T) {
	ctx := context.Background()
	x := sample(t)
	c, err := x.ws.CaseByNumber(ctx, "LS2026-001")
	if err != nil {
		t.Fatal(err)
	}
	id, err := x.ws.Desk().SaveAlias(ctx, app.Alias{Case: c.ID, Name: "欧阳若溪"})
	if err != nil {
		t.Fatal(err)
	}
	x.open("LS2026-001", string(app.Inspection))
	list := listOf[app.Alias](x)
	shown := func() bool { return list.rows()[0].Cells[1].Text != i18n.T("alias.hidden") }
	list.open(string(id))
	if shown() {
		t.Error("the name is shown before it was opened")
	}
	x.press(x.room.middle, i18n.T("alias.open"))
	if !shown() {
		t.Error("the name is not shown after it was opened")
	}
	events, err := x.ws.Timeline(ctx, c.ID, 100)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(events, func(e store.Event) bool { return e.Verb == app.VerbReadSecret && e.Entity == id }) {
		t.Error("looking left no trace")
	}
	x.room.Hidden()
	if shown() {
		t.Error("the name is still shown after the page was left")
	}
}

// TestANameOfAnotherStrandStaysHidden: an inspector of the audit finds the code, and no way to the name.
func TestANameOfAnotherStrandStaysHidden(t *testing.T) {
	ctx := context.Background()
	var id app.ID
	x := sits(t, "华取证", func(ws *store.Workspace) {
		c, err := ws.CaseByNumber(ctx, "LS2026-001")
		if err != nil {
			t.Fatal(err)
		}
		if id, err = ws.Desk().SaveAlias(ctx, app.Alias{Case: c.ID, Name: "欧阳若溪", Strands: app.NewSet(string(app.Review))}); err != nil {
			t.Fatal(err)
		}
	})
	x.open("LS2026-001", string(app.Inspection))
	list := listOf[app.Alias](x)
	list.open(string(id))
	if find(x.host.Win.Content(), func(b *kit.Button) bool { return b.Text == i18n.T("alias.open") }) != nil {
		t.Error("there is a way to the name")
	}
	if got := x.room.d.Aliases; len(got) != 1 || got[0].Name != "" || got[0].Code == "" {
		t.Errorf("held: %+v", got)
	}
	if err := x.ws.Desk().NoteRead(ctx, app.Alias{ID: id, Case: x.room.d.Case.ID, Strands: app.NewSet(string(app.Review))}); app.CodeOf(err) != "role.unseen" {
		t.Errorf("opening it: %v", err)
	}
	if hits, err := x.ws.Search(ctx, "欧阳若溪", 10); err != nil || len(hits) != 0 {
		t.Errorf("search finds %d, %v", len(hits), err)
	}
}

func TestVisitsCountsAndOpinionsAreKeptOverTheirForms(t *testing.T) {
	x := sample(t)
	x.open("LS2026-001", string(app.Inspection))
	people := x.dossier().Group.Members.Sorted()
	pair := func() app.Set { return app.NewSet(people[0], people[1]) }

	x.press(x.room.middle, i18n.T("visit.add"))
	v := listOf[app.Visit](x)
	v.hand[v.shown.Shown()].Visitors = pair()
	x.enter("place", "青禾县粮库")
	x.press(x.room.middle, i18n.T("visit.addmeasure"))
	x.enter("measured/001/what", "仓容")
	x.enter("measured/001/value", "1,250.5")
	if got := x.dossier().Visits; len(got) != 1 || got[0].Number != 1 || got[0].Measured["001"] != (app.Measured{What: "仓容", Value: "1,250.5"}) {
		t.Errorf("visits %+v", got)
	}
	x.picture("visit")

	x.press(x.room.middle, i18n.T("stock.add"))
	s := listOf[app.Stocktake](x)
	s.hand[s.shown.Shown()].Counters = pair()
	x.enter("lines/001/name", "库存现金")
	x.enter("lines/001/bookValue", "1000")
	x.enter("lines/001/foundValue", "850.50")
	if got := x.dossier().Stocktakes; len(got) != 1 || got[0].Totals().ShortValue != 14950 {
		t.Errorf("stock-takings %+v", got)
	}
	x.picture("stock")

	x.press(x.room.middle, i18n.T("heard.add"))
	x.enter("text", "希望公开食堂账目")
	x.enter("handling", "已转审计组核查")
	if got := x.dossier().Heard; len(got) != 1 || got[0].HandledBy == "" || got[0].HandledOn.IsZero() || got[0].Number != 1 {
		t.Errorf("opinions %+v", got)
	}
	x.picture("heard")
	for _, err := range x.host.Errors {
		t.Errorf("the window said: %v", err)
	}
}

// The page in English, for looking at; what it says is checked in Chinese above.
func TestThePageOfTalksStandsInEnglish(t *testing.T) {
	if err := i18n.SetLanguage(i18n.English); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = i18n.SetLanguage(i18n.Chinese) })
	x := sample(t)
	x.open("LS2026-001", string(app.Inspection))
	for _, text := range []string{"alias.add", "visit.add", "stock.add", "heard.add", "talks.add"} {
		x.press(x.room.middle, i18n.T(text))
		x.picture("en-" + text)
	}
	if missing := i18n.Unknown(); len(missing) > 0 {
		t.Errorf("without words: %v", missing)
	}
}
