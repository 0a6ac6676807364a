package findings_test

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/findings"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
	"lianshen/ui/theme"
)

func kept(t testing.TB, ws *store.Workspace, id app.ID) app.Finding {
	t.Helper()
	f, err := app.Get[app.Finding](context.Background(), ws, id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// under gives the objects of the window and of what lies over it, the deepest last.
func under(o fyne.CanvasObject, see func(fyne.CanvasObject)) {
	see(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			under(c, see)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			under(c, see)
		}
	}
}

func top(host *shelltest.Host) fyne.CanvasObject {
	if o := host.Win.Canvas().Overlays().Top(); o != nil {
		return o
	}
	return host.Win.Content()
}

// entries gives the entries that are in view, in their order.
func entries(host *shelltest.Host) (out []*kit.Entry) {
	under(top(host), func(o fyne.CanvasObject) {
		if e, ok := o.(*kit.Entry); ok && !slices.Contains(out, e) {
			out = append(out, e)
		}
	})
	return out
}

// tap presses the button with a text, the last of several.
func tap(t testing.TB, host *shelltest.Host, text string) {
	t.Helper()
	var found *kit.Button
	under(top(host), func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Text == text {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("there is no button %q", text)
	}
	found.Tapped(nil)
}

// fill replaces the text of the entry that holds old, and leaves it.
func fill(t testing.TB, host *shelltest.Host, old, text string) {
	t.Helper()
	for _, e := range entries(host) {
		if e.Text == old {
			host.Win.Canvas().Focus(e)
			e.SetText(text)
			host.Win.Canvas().Unfocus()
			return
		}
	}
	t.Fatalf("no entry holds %q", old)
}

func TestAFieldIsKeptWhenItIsLeft(t *testing.T) {
	ws, host, _, d := at(t, "LS2026-002")
	f := d.Findings[0]
	fill(t, host, f.Title, "离任前突击调整干部")
	got := kept(t, ws, f.ID)
	if got.Title != "离任前突击调整干部" {
		t.Errorf("title on disk: %q", got.Title)
	}
	if got.Fact != f.Fact || len(got.Responsible) != len(f.Responsible) || len(got.Bases) != len(f.Bases) {
		t.Errorf("something else changed: %+v", got)
	}
	if len(host.SavedAt) != 1 {
		t.Errorf("saved was told %d times", len(host.SavedAt))
	}
}

func TestAnAmountThatDoesNotFitIsRefusedBesideItsFieldAndStays(t *testing.T) {
	ws, host, room, d := at(t, "LS2026-002")
	i := slices.IndexFunc(d.Findings, func(f app.Finding) bool { return f.Amount > 0 && f.Irregular == f.Amount })
	if i < 0 {
		t.Fatal("the sample has no finding for this test")
	}
	f := d.Findings[i]
	room.Open(shell.Route{Room: shell.RoomFindings, Case: f.Case, Ref: string(f.ID)})
	field := func(place int) *kit.Entry { // amounts stand one after the other
		all := entries(host)
		for i, e := range all {
			if got := kept(t, ws, f.ID).Amount; e.Text == got.Yuan(true) || e.Text == "1元半" {
				return all[i+place]
			}
		}
		t.Fatal("the amounts are not there")
		return nil
	}
	write := func(e *kit.Entry, text string) {
		host.Win.Canvas().Focus(e)
		e.SetText(text)
		host.Win.Canvas().Unfocus()
	}
	write(field(1), "")
	if got := kept(t, ws, f.ID).Irregular; got != 0 {
		t.Fatalf("irregular on disk: %d", got)
	}
	write(field(0), "1元半")
	if got := kept(t, ws, f.ID).Amount; got != f.Amount {
		t.Errorf("amount on disk became %d", got)
	}
	write(field(0), "12.5万元")
	if got := kept(t, ws, f.ID).Amount; got != 12_500_000 {
		t.Errorf("amount on disk: %d fen, want 12500000", got)
	}

	// Parts above the whole are refused; going elsewhere and coming back finds them still there.
	write(field(3), "13万元")
	if got := kept(t, ws, f.ID).Waste; got != 0 {
		t.Errorf("waste on disk: %d", got)
	}
	other := d.Findings[(i+1)%len(d.Findings)]
	room.Open(shell.Route{Room: shell.RoomFindings, Case: f.Case, Ref: string(other.ID)})
	room.Open(shell.Route{Room: shell.RoomFindings, Case: f.Case, Ref: string(f.ID)})
	fill(t, host, app.Money(13_000_000).Yuan(true), "3万元")
	if got := kept(t, ws, f.ID).Waste; got != 3_000_000 {
		t.Errorf("waste on disk: %d, want 3000000", got)
	}
}

func TestRulesAreTakenMarkedAndRemoved(t *testing.T) {
	ws, host, _, d := at(t, "LS2026-002")
	f := d.Findings[0]
	tap(t, host, i18n.T("finding.basis.remove"))
	if got := kept(t, ws, f.ID).Bases; len(got) != len(f.Bases)-1 {
		t.Fatalf("%d rules on disk, want %d", len(got), len(f.Bases)-1)
	}
	var take *kit.Button
	under(top(host), func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && len(b.Text) > 2 && b.Text[:2] == "+ " {
			take = b
		}
	})
	if take == nil {
		t.Fatal("the rules of the item are not offered")
	}
	take.Tapped(nil)
	if got := kept(t, ws, f.ID).Bases; len(got) != len(f.Bases) {
		t.Errorf("%d rules on disk, want %d", len(got), len(f.Bases))
	}
	tap(t, host, i18n.Enum("mark", app.Unverified))
	verified := 0
	for _, b := range kept(t, ws, f.ID).Bases {
		if b.Mark == app.Verified {
			verified++
		}
	}
	if verified == 0 {
		t.Error("no rule is marked as looked up")
	}
}

func TestAFindingIsSetAsideWithItsReasonAndTakenUpAgain(t *testing.T) {
	ws, host, _, d := at(t, "LS2026-002")
	f := d.Findings[0]
	tap(t, host, i18n.T("finding.drop"))
	tap(t, host, i18n.T("finding.drop"))
	if got := kept(t, ws, f.ID); got.State == app.FindingDropped {
		t.Fatal("set aside without a reason")
	}
	fill(t, host, "", "属于历史遗留，已经另案处理")
	tap(t, host, i18n.T("finding.drop"))
	got := kept(t, ws, f.ID)
	if got.State != app.FindingDropped || got.InReport || got.OutReason != "属于历史遗留，已经另案处理" || got.Number != f.Number {
		t.Errorf("on disk: %+v", got)
	}
	tap(t, host, i18n.T("finding.restore"))
	if got := kept(t, ws, f.ID).State; got != app.FindingDraft {
		t.Errorf("state after taking it up again: %q", got)
	}
}

func TestAPaperIsWrittenAndNotReviewedByItsAuthor(t *testing.T) {
	ws, host, _, d := at(t, "LS2026-002")
	f := d.Findings[0]
	before := len(d.Papers)
	tap(t, host, i18n.T("finding.paper.write"))
	fill(t, host, app.PaperFrom(d, "", f.ID).Process, "查阅常委会记录，与任免文件核对。")
	tap(t, host, i18n.T("finding.paper.save"))
	now, err := ws.Dossier(context.Background(), d.Case.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(now.Papers) != before+1 {
		t.Fatalf("%d papers, want %d", len(now.Papers), before+1)
	}
	i := slices.IndexFunc(now.Papers, func(p app.Paper) bool { return p.Process == "查阅常委会记录，与任免文件核对。" })
	if i < 0 {
		t.Fatal("the paper is not there")
	}
	p := now.Papers[i]
	if p.Author != "测试员" || !p.Findings.Has(string(f.ID)) || p.Index == "" || !strings.HasPrefix(p.Conclusion, f.Fact) {
		t.Errorf("paper on disk: %+v", p)
	}
	if err := host.Desk().ReviewPaper(context.Background(), p.ID, "测试员", "同意"); err == nil {
		t.Error("the author reviewed the paper")
	}
}

func TestANewFindingIsInHand(t *testing.T) {
	ws, host, room, d := at(t, "LS2026-002")
	for _, deed := range room.Deeds() {
		if deed.Primary {
			deed.Do()
		}
	}
	list := entries(host)
	for i, text := range []string{"XR-2-01", "未按规定核定职数", "2025年核定职数与批复不一致。"} {
		host.Win.Canvas().Focus(list[i])
		list[i].SetText(text)
	}
	tap(t, host, i18n.T("bench.finding.record"))
	now, err := ws.Dossier(context.Background(), d.Case.ID)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(now.Findings, func(f app.Finding) bool { return f.Title == "未按规定核定职数" })
	if i < 0 {
		t.Fatalf("not recorded; %v", host.Errors)
	}
	if f := now.Findings[i]; f.Item != "XR-2-01" || len(f.Bases) == 0 || f.Number != len(d.Findings)+1 {
		t.Errorf("on disk: %+v", f)
	}
	fill(t, host, "未按规定核定职数", "超职数配备")
	if got := kept(t, ws, now.Findings[i].ID).Title; got != "超职数配备" {
		t.Errorf("the form shows another finding: title on disk %q", got)
	}
}

func TestALaterStateOfTheFindingComesIntoTheForm(t *testing.T) {
	ws, host, _, d := at(t, "LS2026-002")
	f := d.Findings[0]
	err := app.Amend(context.Background(), ws.Desk(), app.VerbSaveFinding, f.ID, func(x *app.Finding) error {
		x.Title = "别人改过的定性"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, host, "别人改过的定性", "再改一次")
	if got := kept(t, ws, f.ID).Title; got != "再改一次" {
		t.Errorf("title on disk: %q", got)
	}
}

// TestEveryLookOfTheFindings draws the room in both languages, light and dark, in two text sizes. With SHOTS the
// pictures are kept.
func TestEveryLookOfTheFindings(t *testing.T) {
	for _, look := range []struct {
		name, language string
		theme          theme.Theme
	}{
		{"light", i18n.Chinese, theme.Theme{Mode: theme.ModeLight}},
		{"dark", i18n.Chinese, theme.Theme{Mode: theme.ModeDark}},
		{"english-huge", i18n.English, theme.Theme{Mode: theme.ModeLight, Text: theme.TextHuge}},
	} {
		t.Run(look.name, func(t *testing.T) {
			if err := i18n.SetLanguage(look.language); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = i18n.SetLanguage(i18n.Chinese) })
			ws := sample(t)
			rows, _, err := ws.FindingRows(context.Background(), store.FindingQuery{Sort: "amount", Desc: true})
			if err != nil {
				t.Fatal(err)
			}
			host := shelltest.New(t, ws.Desk())
			fyne.CurrentApp().Settings().SetTheme(look.theme)
			room := findings.New(host, ws, kit.NewDrafts())
			host.Show(room, shell.Route{Room: shell.RoomFindings, Ref: string(rows[0].ID)})
			host.Win.Resize(room1366)
			room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			capture(t, host, "findings-"+look.name)
			tap(t, host, i18n.T("finding.paper.write"))
			capture(t, host, "findings-paper-"+look.name)
			if unknown := i18n.Unknown(); len(unknown) > 0 {
				t.Errorf("texts without a translation: %v", unknown)
			}
			if len(host.Errors) > 0 {
				t.Error(host.Errors)
			}
		})
	}
}

// capture paints the window, which must not fail, and keeps the picture where SHOTS names a folder, for looking at.
func capture(t testing.TB, host *shelltest.Host, name string) {
	t.Helper()
	picture := host.Win.Canvas().Capture()
	dir := os.Getenv("SHOTS")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := png.Encode(f, picture); err != nil {
		t.Fatal(err)
	}
}

func TestTheFactIsComposedOfItsPartsAndAskedBeforeItIsReplaced(t *testing.T) {
	ws, host, _, d := at(t, "LS2026-002")
	f := d.Findings[0]
	parts := app.FactParts{When: "2025年3月", Who: "办公室", What: "坐支3笔收入", HowMuch: "共12万元"}
	if err := app.Amend(context.Background(), ws.Desk(), app.VerbSaveFinding, f.ID, func(x *app.Finding) error {
		x.Parts = parts
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	tap(t, host, i18n.T("finding.parts.compose"))
	if got := kept(t, ws, f.ID).Fact; got != f.Fact {
		t.Fatalf("a fact written by hand is lost without a question: %q", got)
	}
	tap(t, host, i18n.T("finding.parts.replace"))
	if got := kept(t, ws, f.ID).Fact; got != "2025年3月，办公室坐支3笔收入，共12万元。" {
		t.Errorf("fact on disk: %q", got)
	}
}

func TestWordingOfEarlierFindingsIsOfferedAndTaken(t *testing.T) {
	ws, host, room, d := at(t, "LS2026-002")
	f, other := d.Findings[0], d.Findings[1]
	if err := app.Amend(context.Background(), ws.Desk(), app.VerbSaveFinding, other.ID, func(x *app.Finding) error {
		x.Type, x.Title, x.Requirement, x.Treatment = f.Type, "统一表述", "限期整改并报结果", "责令改正"
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	room.Open(shell.Route{Room: shell.RoomFindings, Case: f.Case, Ref: string(other.ID)})
	room.Open(shell.Route{Room: shell.RoomFindings, Case: f.Case, Ref: string(f.ID)})
	tap(t, host, i18n.T("finding.wording.line", "title", "统一表述", "n", 1))
	tap(t, host, i18n.T("finding.wording.empty"))
	if got := kept(t, ws, f.ID); got.Title != f.Title || f.Requirement == "" && got.Requirement != "限期整改并报结果" {
		t.Errorf("what was there is gone or what was empty is not filled: %q %q", got.Title, got.Requirement)
	}
	tap(t, host, i18n.T("finding.wording.line", "title", "统一表述", "n", 1))
	tap(t, host, i18n.T("finding.wording.over"))
	if got := kept(t, ws, f.ID); got.Title != "统一表述" || got.Requirement != "限期整改并报结果" || got.Treatment != "责令改正" {
		t.Errorf("on disk: %+v", got)
	}
}

func TestARuleIsFoundByItsArticle(t *testing.T) {
	ws, host, _, d := at(t, "LS2026-002")
	f := d.Findings[0]
	for _, e := range entries(host) {
		if e.PlaceHolder == i18n.T("finding.basis.search") {
			e.SetText("审计法 4")
			e.OnSubmitted(e.Text)
		}
	}
	want := app.FindRules(d, "审计法 4", 1)[0]
	if got := kept(t, ws, f.ID).Bases; len(got) != len(f.Bases)+1 || got[len(got)-1].Law != want.Law || got[len(got)-1].Article != "第四条" {
		t.Errorf("rules on disk: %+v", got)
	}
}

func TestRemarksStopTheReviewUntilTheyAreAnswered(t *testing.T) {
	ws, host, _, d := at(t, "LS2026-002")
	f := d.Findings[0]
	ctx := context.Background()
	id, err := ws.Desk().WritePaper(ctx, app.PaperFrom(d, "", f.ID))
	if err != nil {
		t.Fatal(err)
	}
	reviewer := ""
	for _, p := range d.People {
		if p.Name != ws.Desk().Who && (reviewer == "" || p.Name < reviewer) && p.ID != d.Case.Strands[f.Strand].Lead {
			reviewer = p.Name
		}
	}
	paper := func() app.Paper {
		p, err := app.Get[app.Paper](ctx, ws, id)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if err := ws.Desk().NotePaper(ctx, id, reviewer, "补充金额依据"); err != nil {
		t.Fatal(err)
	}
	if err := ws.Desk().ReviewPaper(ctx, id, reviewer, "同意"); app.CodeOf(err) != "paper.notes" {
		t.Fatalf("reviewed with an open remark: %v", err)
	}
	tapEvery(t, host, i18n.T("finding.paper.edit"), func() bool {
		for _, e := range entries(host) {
			if e.MultiLine && e.Text == "" && e.MinHeight == 58 {
				e.SetText("已补附件")
				return true
			}
		}
		return false
	})
	tap(t, host, i18n.T("papers.note.answer"))
	if got := paper().Notes["01"].Answer; got != "已补附件" {
		t.Errorf("the answer on disk: %q", got)
	}
	if err := ws.Desk().ReviewPaper(ctx, id, reviewer, "同意"); err != nil {
		t.Error(err)
	}
}

// tapEvery presses the buttons with a text one after the other until what opens is the right one.
func tapEvery(t testing.TB, host *shelltest.Host, text string, right func() bool) {
	t.Helper()
	var all []*kit.Button
	under(host.Win.Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Text == text {
			all = append(all, b)
		}
	})
	for _, b := range all {
		b.Tapped(nil)
		if right() {
			return
		}
		kit.CloseAll(host.Win)
	}
	t.Fatalf("none of %d buttons %q opens the right one", len(all), text)
}
