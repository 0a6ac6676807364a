package bench_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/bench"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
)

// ctrlV does what the window does when Ctrl+V is pressed and no entry has the focus.
func ctrlV(t *testing.T, room *bench.Room) {
	t.Helper()
	for _, k := range room.Shortcuts() {
		if k.Key == fyne.KeyV && k.Mod == fyne.KeyModifierControl {
			k.Do()
			return
		}
	}
	t.Fatal("Ctrl+V does nothing")
}

func TestCtrlVPastesRowsInTheTable(t *testing.T) {
	ws, host, room := at(t, "LS2026-005", "XR-7-01")
	press(host, "g")
	fyne.CurrentApp().Clipboard().SetContent("XR-7-01\t发现问题\t120\t30\t3\t3本未登记\nXR-7-02\t也许\n")
	ctrlV(t, room)
	wrong := i18n.T("bench.paste.cell", "column", i18n.T("bench.paste.column.1"), "reason", "")
	top := host.Win.Canvas().Overlays().Top()
	told := false
	under(top, func(o fyne.CanvasObject) {
		if text, ok := line(o); ok {
			told = told || strings.HasPrefix(text, wrong)
		}
	})
	if !told {
		t.Errorf("the wrong row does not name its column: %q", wrong)
	}
	tap(t, host, i18n.T("bench.paste.take", "n", 1))
	if got := answer(t, ws, "LS2026-005", "XR-7-01"); got.Conclusion != app.Problem || got.Should != 120 {
		t.Errorf("on disk: %+v", got)
	}
}

func TestDeedsOfOneItemAreDoneForTheRowInHand(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-7-01")
	press(host, "g")
	key(host, fyne.KeyDown)
	press(host, "s")
	tap(t, host, i18n.T("papers.keep"))
	d := dossier(t, ws, "LS2026-005")
	if s := d.Sheets[len(d.Sheets)-1]; !s.Items.Has("XR-7-02") {
		t.Errorf("the sheet is about %v", s.Items.Sorted())
	}
	if !shows(host, i18n.T("bench.table.hint")) {
		t.Error("the rows went away")
	}
	key(host, fyne.KeyEscape)
	if !shows(host, i18n.T("bench.note")) {
		t.Error("Esc does not lead back to the item")
	}
}

func TestTOpensTheTalkOfTheItem(t *testing.T) {
	ws, host, _ := at(t, "LS2026-005", "XR-7-01")
	d := dossier(t, ws, "LS2026-005")
	people := app.Checkers(d, app.Review)
	add := func() {
		talk := app.Talk{Case: d.Case.ID, Type: "single", On: ws.Desk().Today(), Items: app.NewSet("XR-7-01"), Talkers: app.NewSet(string(people[0].ID), string(people[1].ID))}
		if _, err := ws.Desk().WriteTalk(t.Context(), talk); err != nil {
			t.Fatal(err)
		}
	}
	last := func() shell.Route { return host.Routes[len(host.Routes)-1] }
	press(host, "t")
	if item, asks := shell.AsksTalk(last().Ref); !asks || item != "XR-7-01" {
		t.Errorf("without a talk T leads to %+v", last())
	}
	add()
	press(host, "t")
	talks := dossier(t, ws, "LS2026-005").Talks
	if to := last(); to.Ref != string(talks[len(talks)-1].ID) || to.Room != shell.RoomCase+"/inspection" {
		t.Errorf("T leads to %+v", to)
	}
	press(host, "T")
	if _, asks := shell.AsksTalk(last().Ref); !asks {
		t.Errorf("Shift+T leads to %+v", last())
	}
	add()
	n := len(host.Routes)
	press(host, "t") // which of the two?
	if len(host.Routes) != n || host.Win.Canvas().Overlays().Top() == nil {
		t.Fatal("one of two talks was opened without a question")
	}
	tap(t, host, i18n.T("bench.talk.new"))
	if _, asks := shell.AsksTalk(last().Ref); !asks || len(host.Routes) != n+1 {
		t.Errorf("a new one leads to %+v", last())
	}
}

func TestRulesShowTheirArticlesAndWhatIsWrongWithThem(t *testing.T) {
	ws := sample(t)
	d := dossier(t, ws, "LS2026-005")
	item, cited := "", app.Basis{}
	for _, sec := range d.Templates[app.Review].Sections {
		for _, it := range sec.Items {
			for _, b := range it.Bases {
				if strings.HasPrefix(b.Article, "第") && d.Laws[b.Law].Code != "" && item == "" {
					item, cited = it.Code, b
				}
			}
		}
	}
	if item == "" {
		t.Fatal("no item of the sample cites an article")
	}
	number := cited.Article[:strings.Index(cited.Article, "条")+len("条")]
	long := strings.Repeat("机关应当按照规定办理。", 20)
	law := d.Laws[cited.Law]
	law.Text, law.Status = number+"　"+long, "repealed"
	if err := app.Keep(t.Context(), ws.Desk(), app.VerbSaveLaw, law); err != nil {
		t.Fatal(err)
	}
	host := shelltest.New(t, ws.Desk())
	room := bench.New(host, ws)
	room.NeverPause()
	host.Show(room, shell.Route{Room: shell.RoomBench, Case: d.Case.ID, Ref: item})
	if !shows(host, i18n.T("doubt.law.repealed")) {
		t.Error("nothing says that the law was repealed")
	}
	if reads(room.Content(), long) || !reads(room.Content(), long[:30]) {
		t.Error("the article is not folded")
	}
	more, there := shelltest.Find(room.Content(), func(x *kit.Tap) bool {
		_, is := shelltest.Find(x, func(p fyne.CanvasObject) bool {
			text, ok := line(p)
			return ok && text == i18n.T("bench.rule.more", "n", 220)
		})
		return is
	})
	if !there {
		t.Fatal("nothing unfolds the article")
	}
	more.Tapped(nil)
	if !reads(room.Content(), long) {
		t.Error("the article does not unfold")
	}
}
