package history_test

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/history"
	"lianshen/ui/i18n"
	"lianshen/ui/kit"
	"lianshen/ui/shell"
	"lianshen/ui/shell/shelltest"
	"lianshen/ui/theme"
)

// room1366 is what the frame leaves of a screen of 1366 × 768.
var room1366 = fyne.NewSize(1180, 668)

var ctx = context.Background()

var idForm = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}`)

// loaded is when the sample round was loaded; the deeds of the tests come in the ten days after it.
var loaded = time.Date(2026, 10, 2, 12, 0, 0, 0, time.Local)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Clean()
	os.Exit(code)
}

// bench is a workspace with a few days of work in it, and the room over it.
type bench struct {
	t    *testing.T
	ws   *store.Workspace
	now  time.Time
	d    app.Dossier
	host *shelltest.Host
	room *history.Room
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func newBench(t *testing.T) *bench {
	t.Helper()
	first := storetest.Sample(t, loaded)
	dir := first.Dir()
	b := &bench{t: t, now: loaded}
	b.must(first.Close())
	var err error
	b.ws, err = store.Open(ctx, dir, storetest.Options(store.Options{Now: func() time.Time { b.now = b.now.Add(time.Second); return b.now }}))
	b.must(err)
	t.Cleanup(func() { b.ws.Close() })
	c, err := b.ws.CaseByNumber(ctx, "LS2026-005")
	b.must(err)
	b.reload(c.ID)
	return b
}

func (b *bench) reload(id app.ID) {
	var err error
	b.d, err = b.ws.Dossier(ctx, id)
	b.must(err)
}

// on turns the calendar.
func (b *bench) on(day string) {
	d := app.MustDate(day)
	b.now = time.Date(d.Year, time.Month(d.Month), d.Day, 9, 30, 0, 0, time.Local)
}

// work does deeds on several days and ends on 12 October.
func (b *bench) work() {
	desk := b.ws.Desk()
	f := b.d.Findings[0]
	b.on("2026-10-08")
	b.must(app.Amend(ctx, desk, app.VerbSaveFinding, f.ID, func(f *app.Finding) error {
		f.Amount, f.Title = 23_500_000, "接待费支出附件不全、公函缺失"
		return nil
	}))
	note := "抽查2025年任免文书12卷，两卷缺会议记录。"
	problem := app.Problem
	b.must(desk.AnswerItem(ctx, b.d.Case.ID, "XR-1-01", app.AnswerInput{Conclusion: &problem, Note: &note}))
	b.on("2026-10-10")
	b.must(app.Amend(ctx, desk, app.VerbSaveFinding, f.ID, func(f *app.Finding) error {
		f.Amount = 18_000_000
		f.Responsible = map[app.ID]app.Responsibility{b.d.Principals[0].ID: app.Leadership}
		return nil
	}))
	b.must(app.Discard[app.Material](ctx, desk, "", b.d.Materials[0].ID))
	b.must(app.Discard[app.Talk](ctx, desk, "", b.d.Talks[0].ID))
	b.must(desk.NotePrint(ctx, b.d.Case, map[string]string{"strand": "audit", "copies": "3"}))
	b.on("2026-10-12")
	b.must(app.Amend(ctx, desk, app.VerbSaveNotice, b.d.Case.ID, func(c *app.Case) error { c.Notice.ReceivedBy = "邹配合"; return nil }))
	b.reload(b.d.Case.ID)
}

// sign reviews a paper and then changes it.
func (b *bench) sign() app.ID {
	desk := b.ws.Desk()
	var p app.Paper
	for _, x := range b.d.Papers {
		if x.ReviewedOn.IsZero() {
			p = x
		}
	}
	if p.ID == "" {
		p = b.d.Papers[0]
	}
	b.must(desk.ReviewPaper(ctx, p.ID, "戚复核", "同意"))
	b.now = b.now.Add(time.Hour)
	b.must(app.Amend(ctx, desk, app.VerbWritePaper, p.ID, func(p *app.Paper) error { p.Conclusion = "改写后的结论：涉及金额18万元。"; return nil }))
	b.reload(b.d.Case.ID)
	return p.ID
}

// open shows a page of the room.
func (b *bench) open(page string, id app.ID, ref string) {
	b.t.Helper()
	if b.room == nil {
		b.host = shelltest.New(b.t, b.ws.Desk())
		b.room = history.New(b.host, b.ws)
		b.t.Cleanup(b.ws.OnChange(b.room.Changed))
	}
	b.host.Show(b.room, shell.Route{Room: shell.RoomHistory + "/" + page, Case: id, Ref: ref})
	b.host.Win.Resize(room1366)
	if len(b.host.Errors) > 0 {
		b.t.Fatal(b.host.Errors)
	}
}

// lines gives every line of text that can be seen.
func (b *bench) lines() []string {
	var out []string
	shelltest.Walk(b.host.Win.Canvas().Content(), func(o fyne.CanvasObject) bool {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			out = append(out, t.Text)
		}
		return true
	})
	return out
}

func (b *bench) says(words ...string) {
	b.t.Helper()
	all := strings.Join(b.lines(), "\n")
	for _, w := range words {
		if !strings.Contains(all, w) {
			b.t.Errorf("the page does not say %q:\n%s", w, all)
		}
	}
}

// press presses the button with a word on it, in a dialog if one is open.
func (b *bench) press(word string) {
	b.t.Helper()
	root := b.host.Win.Canvas().Content()
	if top := b.host.Win.Canvas().Overlays().Top(); top != nil {
		root = top
	}
	button := shelltest.Button(root, word)
	if button == nil {
		b.t.Fatalf("no button %q among\n%s", word, strings.Join(b.lines(), "\n"))
	}
	button.Tapped(nil)
}

// row takes the row in hand that has the words in one of its cells.
func (b *bench) row(words string) {
	b.t.Helper()
	table, _ := shelltest.Find(b.host.Win.Canvas().Content(), func(*kit.DataTable) bool { return true })
	for range table.Total() {
		b.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		row, _ := table.Selected()
		for _, c := range row.Cells {
			if strings.Contains(c.Text, words) {
				return
			}
		}
	}
	b.t.Fatalf("no row says %q", words)
}

func (b *bench) capture(name string) {
	dir := os.Getenv("SHOTS")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	b.must(err)
	defer f.Close()
	b.must(png.Encode(f, b.host.Win.Canvas().Capture()))
}

// TestEveryLookOfThePast draws every page in both languages, light and dark: every text must be there, no identifier
// and no JSON may be seen, and nothing may fail. With SHOTS the pictures are kept.
func TestEveryLookOfThePast(t *testing.T) {
	for _, look := range []struct {
		name, language string
		theme          theme.Theme
	}{
		{"light", i18n.Chinese, theme.Theme{Mode: theme.ModeLight}},
		{"dark-english", i18n.English, theme.Theme{Mode: theme.ModeDark}},
		{"huge", i18n.Chinese, theme.Theme{Mode: theme.ModeLight, Text: theme.TextHuge}},
	} {
		t.Run(look.name, func(t *testing.T) {
			if err := i18n.SetLanguage(look.language); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = i18n.SetLanguage(i18n.Chinese) })
			b := newBench(t)
			b.work()
			b.sign()
			scopes := []app.ID{b.d.Case.ID}
			if look.name == "light" {
				scopes = append(scopes, "")
			}
			for _, id := range scopes {
				for _, page := range []string{history.PageTimeline, history.PageDay, history.PageTrash, history.PageSignoffs} {
					b.openLook(look.theme, page, id)
					b.clean()
					name := "history-" + page + "-" + look.name
					if id == "" {
						name += "-whole"
					}
					b.capture(name)
				}
			}
			if unknown := i18n.Unknown(); len(unknown) > 0 {
				t.Errorf("texts without a translation: %v", unknown)
			}
		})
	}
}

func (b *bench) openLook(look theme.Theme, page string, id app.ID) {
	b.host = shelltest.New(b.t, b.ws.Desk())
	fyne.CurrentApp().Settings().SetTheme(look)
	b.room = history.New(b.host, b.ws)
	b.open(page, id, "")
	for range 3 {
		b.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
}

// clean demands that nothing is shown as the log has it.
func (b *bench) clean() {
	b.t.Helper()
	for _, line := range b.lines() {
		if strings.Contains(line, `":`) || strings.Contains(line, "{") || idForm.MatchString(line) || strings.Contains(line, "⟦") {
			b.t.Errorf("shown raw: %q", line)
		}
	}
}

func TestAFormerValueIsGivenBack(t *testing.T) {
	b := newBench(t)
	b.work()
	f := b.d.Findings[0]
	was := b.d.Findings[0].Amount
	b.open(history.PageTimeline, b.d.Case.ID, "")
	b.row("235,000.00")
	b.says("涉及金额", "235,000.00 元", "180,000.00 元", "2026-10-10 09:30", "修改问题")
	b.press("改回此值")
	b.press("改回")
	if len(b.host.Errors) > 0 {
		t.Fatal(b.host.Errors)
	}
	got, err := app.Get[app.Finding](ctx, b.ws, f.ID)
	b.must(err)
	if got.Amount == was || got.Amount != 23_500_000 || len(b.host.Toasts) != 1 || len(b.host.SavedAt) != 1 {
		t.Errorf("%s, %v, %v", got.Amount.Yuan(true), b.host.Toasts, b.host.SavedAt)
	}
	b.says("恢复原值")
	if _, err := b.ws.UndoLast(ctx); err != nil {
		t.Fatal(err)
	}
	if got, err = app.Get[app.Finding](ctx, b.ws, f.ID); err != nil || got.Amount != was {
		t.Errorf("undone: %s, %v", got.Amount.Yuan(true), err)
	}
	b.clean()
}

func TestADeletedRecordIsRestoredFromTheTrash(t *testing.T) {
	b := newBench(t)
	first := b.d.Materials[0]
	b.work()
	b.open(history.PageTrash, b.d.Case.ID, "")
	b.says("共 2 条已删记录")
	b.row(first.Name)
	b.says("删除资料清单项", "提供期限")
	b.press("恢复")
	b.reload(b.d.Case.ID)
	if len(b.host.Errors) > 0 || b.d.Materials[0].ID != first.ID {
		t.Fatalf("%v, %+v", b.host.Errors, b.d.Materials[0])
	}
	b.says("共 1 条已删记录")
	b.row("谈话")
	b.press("恢复")
	b.says("回收站是空的")
	b.clean()
}

func TestADayIsShownAsItWas(t *testing.T) {
	b := newBench(t)
	b.work()
	b.open(history.PageDay, b.d.Case.ID, "")
	b.says("2026-10-05以后有", "当日", "昌衔接", "邹配合")
	b.row("XR-1-01")
	b.says("检查结论 XR-1-01", "2026-10-05当日结束时", "现在：")
	b.press("昨天")
	b.says("2026-10-11以后有 1 处不同")
	b.press("30天前")
	b.says("当时还没有记录")
	b.press("最早 2026-10-02")
	b.says("2026-10-02以后有")
	b.clean()
}

func TestAVoidSignatureShowsWhatWasChanged(t *testing.T) {
	b := newBench(t)
	b.work()
	paper := b.sign()
	signed, err := app.List[app.Signoff](ctx, b.ws, b.d.Case.ID)
	b.must(err)
	last := signed[len(signed)-1]
	b.open(history.PageSignoffs, b.d.Case.ID, string(last.ID))
	b.says("戚复核", "底稿复核", "已失效（1处）", "改写后的结论", "编写底稿", "测试员代录")
	b.press("查看全部经过")
	b.says("改回此值")
	b.press("改回此值")
	b.press("改回")
	b.reload(b.d.Case.ID)
	if v := app.SignoffState(b.d, last); !v.Valid || len(b.host.Errors) > 0 {
		t.Errorf("%+v, %v, paper %s", v, b.host.Errors, paper)
	}
	b.open(history.PageSignoffs, b.d.Case.ID, string(last.ID))
	b.says("有效")
	b.clean()
}

func TestProtectedMatterIsOpenedWithATrace(t *testing.T) {
	b := newBench(t)
	talk := b.d.Talks[0]
	b.on("2026-10-08")
	b.must(app.Amend(ctx, b.ws.Desk(), app.VerbSaveTalk, talk.ID, func(t *app.Talk) error { t.Text = "谈话中说到接待费。"; return nil }))
	reads := func() int {
		_, n, err := b.ws.TimelinePage(ctx, store.TimelineQuery{Verb: app.VerbReadSecret})
		b.must(err)
		return n
	}
	b.open(history.PageTimeline, b.d.Case.ID, "")
	for _, line := range b.lines() {
		if strings.Contains(line, "谈话中说到") {
			t.Errorf("the list says %q", line)
		}
	}
	if reads() != 0 {
		t.Error("a trace before anything was opened")
	}
	b.row("受保护")
	b.says("谈话中说到接待费。")
	b.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	b.row("受保护")
	if n := reads(); n != 1 {
		t.Errorf("%d traces", n)
	}
	b.says("查阅受保护")
}

func TestThePagesAreTurnedByKeysAndTheScopeByAPress(t *testing.T) {
	b := newBench(t)
	b.open(history.PageTimeline, b.d.Case.ID, "")
	turned := 0
	for _, k := range b.room.Shortcuts() {
		if k.Do != nil {
			k.Do()
			turned++
		}
	}
	if turned != 2 || len(b.host.Routes) != 2 || b.host.Routes[0].Room != "history/day" || b.host.Routes[1].Room != "history/signoffs" || b.host.Routes[0].Case != b.d.Case.ID {
		t.Errorf("%+v", b.host.Routes)
	}
	if title := b.room.Title(); len(title.Chips) != 1 || title.Chips[0].Text != "LS2026-005" {
		t.Errorf("%+v", title)
	}
	b.says("共 141 处更改，最新的在前")
	b.press("整个工作区")
	if title := b.room.Title(); len(title.Chips) != 0 {
		t.Errorf("%+v", title)
	}
	all := strings.Join(b.lines(), "\n")
	if strings.Contains(all, "共 141 处") || !strings.Contains(all, "处更改") {
		t.Error(all)
	}
}
