package clashes_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

const (
	longBase   = "2025年9月16日党组会讨论任免6人，应到7人，实到5人。会议逐个介绍情况。表决时未逐一发表意见。会议记录由办公室保存。"
	longMine   = "2025年9月16日党组会讨论任免6人，应到7人，实到4人。会议逐个介绍情况。表决时未逐一发表意见，两人事后补签。会议记录由办公室保存。"
	longTheirs = "2025年9月16日党组会讨论任免6人，应到7人，实到4人，签到与记录一致。会议逐个介绍情况。表决时未逐一发表意见。会议仍作出决定。"
)

// everyShape gives a dispute about a field of every shape but yes or no, about which nobody can contradict: yes beats
// what nobody said, and a no is that.
func everyShape(t testing.TB, d app.Dossier, ws *store.Workspace) []dispute {
	people, err := app.List[app.Person](ctx, ws, "")
	if err != nil {
		t.Fatal(err)
	}
	a, f := d.Answers["XR-1-01"], d.Findings[0]
	law := lawsOf(d)
	rule := func(i int, article string) app.Basis {
		return app.Basis{Law: law[i].Code, Article: article, Mark: app.Unverified}
	}
	return []dispute{
		{a, "conclusion", nil, app.Problem, app.NotApplicable},
		{a, "note", longBase, longMine, longTheirs},
		{a, "sampled", 10, 12, 15},
		{f, "amount", 20_000_000, 23_500_000, 18_000_000},
		{f, "bases", []app.Basis{rule(0, "第一条")}, []app.Basis{rule(0, "第一条"), rule(1, "第二条")}, []app.Basis{rule(2, "第三条")}},
		{f, "title", nil, "接待费支出附件不全", "公务接待费无公函"},
		{f, "rectifyDue", nil, app.MustDate("2026-12-01"), app.MustDate("2026-12-15")},
		{d.Principals[0], "from", app.Month{Year: 2021, Month: 6}, app.Month{Year: 2021, Month: 7}, app.Month{Year: 2021, Month: 8}},
		{d.Case, "notice/receivedBy", nil, "邹配合", "何联络"},
		{d.Case, "strands/audit/lead", nil, people[0].ID, people[1].ID},
		{d.Materials[0], "", nil, d.Materials[0].Copies + 3, nil},
		{d.Unit, "phone", nil, "5550101", "5550102"},
		{d.Talks[0], "text", "谈话开始。", "说到接待费。", "说到会议费。"},
	}
}

func lawsOf(d app.Dossier) []app.Law {
	var out []app.Law
	for _, l := range d.Laws {
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b app.Law) int { return strings.Compare(a.Code, b.Code) })
	return out
}

var lightTheme = theme.Theme{Mode: theme.ModeLight}

func anyPerson(b *bench, n int) app.ID {
	people, err := app.List[app.Person](ctx, b.ws, "")
	b.must(err)
	return people[n].ID
}

// TestEveryLookOfTheClashes draws every shape in both languages, light and dark, in two text sizes: every text must be
// there, nothing may be shown as the log has it. With SHOTS the pictures are kept.
func TestEveryLookOfTheClashes(t *testing.T) {
	for _, look := range []struct {
		name, language string
		theme          theme.Theme
	}{
		{"light", i18n.Chinese, lightTheme},
		{"dark-english", i18n.English, theme.Theme{Mode: theme.ModeDark}},
		{"huge", i18n.Chinese, theme.Theme{Mode: theme.ModeLight, Text: theme.TextHuge}},
	} {
		t.Run(look.name, func(t *testing.T) {
			if err := i18n.SetLanguage(look.language); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = i18n.SetLanguage(i18n.Chinese) })
			b := newBench(t)
			b.renew(look.theme)
			b.open(shell.Route{Room: shell.RoomClashes})
			all, err := b.ws.Clashes(ctx, "")
			b.must(err)
			for i := range all {
				if i > 0 {
					b.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
				}
				b.clean()
				c := all[slices.IndexFunc(all, func(c store.Clash) bool { return string(c.Entity)+"/"+c.Field == b.inHand() })]
				if c.Field == "note" { // all of it, further than the window reaches
					b.host.Win.Resize(fyne.NewSize(1180, 1250))
					b.capture("clashes-" + look.name + "-whole-note")
					b.host.Win.Resize(room1366)
				}
				b.capture("clashes-" + look.name + "-" + string(rune('a'+i)) + "-" + string(c.Kind))
			}
			b.fine()
			if unknown := i18n.Unknown(); len(unknown) > 0 {
				t.Errorf("texts without a translation: %v", unknown)
			}
		})
	}
}
