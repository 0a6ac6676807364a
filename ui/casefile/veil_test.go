package casefile

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell/shelltest"
)

// sits gives the sample round as the person of a name sees it, at a seat of his or her own on the same laptop.
func sits(t *testing.T, name string, first func(ws *store.Workspace)) *fixture {
	t.Helper()
	ctx := context.Background()
	ws := storetest.Sample(t, noon)
	first(ws)
	people, err := app.List[app.Person](ctx, ws, "")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(people, func(p app.Person) bool { return p.Name == name })
	const theirs = "河 边 的 第二 只 白鹭"
	if err := ws.AddSeat(ctx, people[i].ID, "乙机", theirs); err != nil {
		t.Fatal(err)
	}
	if err := ws.Close(); err != nil {
		t.Fatal(err)
	}
	if ws, err = store.Open(ctx, ws.Dir(), storetest.Options(store.Options{Now: ws.Desk().Now, Phrase: theirs})); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	x := &fixture{t: t, ws: ws, host: shelltest.New(t, ws.Desk())}
	x.room = New(x.host, ws, kit.NewDrafts())
	x.host.Win.SetContent(x.room.Content())
	x.host.Win.Resize(fyne.NewSize(1180, 668))
	return x
}

// TestATalkOfAnotherStrandIsWithheld: an inspector of the audit does not read what was said to those who review
// appointments; that somebody opened a talk is noted.
func TestATalkOfAnotherStrandIsWithheld(t *testing.T) {
	ctx := context.Background()
	x := sits(t, "华取证", func(ws *store.Workspace) {
		c, err := ws.CaseByNumber(ctx, "LS2026-001")
		if err != nil {
			t.Fatal(err)
		}
		d, err := ws.Dossier(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		talk := d.Talks[0]
		talk.Strands, talk.Text = app.NewSet(string(app.Review)), "只对选人用人说的话"
		if err := ws.Desk().SaveTalk(ctx, talk); err != nil {
			t.Fatal(err)
		}
	})
	x.open("LS2026-001", string(app.Inspection))
	talks := x.room.d.Talks
	if talks[0].Text != "" || talks[0].Label != "" || talks[1].Text == "" || !x.room.d.Veiled.Has(string(talks[0].ID)) || x.room.d.Veiled.Has(string(talks[1].ID)) {
		t.Fatalf("shown: %+v", talks[:2])
	}
	list := x.room.lists[slices.IndexFunc(x.room.lists, func(l lister) bool { _, ok := l.(*records[app.Talk]); return ok })]
	for _, c := range []struct {
		talk     app.Talk
		withheld bool
	}{{talks[0], true}, {talks[1], false}} {
		list.open(string(c.talk.ID))
		told := find(x.host.Win.Content(), func(p *kit.Para) bool { return p.Text() == i18n.T("case.veiled") }) != nil
		if told != c.withheld {
			t.Errorf("withheld %v, told %v", c.withheld, told)
		}
	}
	events, err := x.ws.Timeline(ctx, x.room.d.Case.ID, 1000)
	if err != nil {
		t.Fatal(err)
	}
	read := map[app.ID]int{}
	for _, e := range events {
		if e.Verb == app.VerbReadSecret {
			read[e.Entity]++
		}
	}
	if len(read) != 1 || read[talks[1].ID] != 1 {
		t.Errorf("noted: %v", read)
	}
	for _, err := range x.host.Errors {
		t.Errorf("the window said: %v", err)
	}
}
