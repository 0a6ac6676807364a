package clashes_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"lianshen/app"
	"lianshen/ui/i18n"
	"lianshen/ui/shell"
	"lianshen/ui/theme"
)

const (
	longBase   = "2025年9月16日党组会讨论任免6人，应到7人，实到5人。会议逐个介绍情况。表决时未逐一发表意见。会议记录由办公室保存。"
	longMine   = "2025年9月16日党组会讨论任免6人，应到7人，实到4人。会议逐个介绍情况。表决时未逐一发表意见，两人事后补签。会议记录由办公室保存。"
	longTheirs = "2025年9月16日党组会讨论任免6人，应到7人，实到4人，签到与记录一致。会议逐个介绍情况。表决时未逐一发表意见。会议仍作出决定。"
)

// everyShape contests a field of every shape.
func (b *bench) everyShape() {
	a, f := b.d.Answers["XR-1-01"], b.d.Findings[0]
	b.contest(a, "conclusion", nil, app.NoProblem, app.Problem)
	b.contest(a, "note", longBase, longMine, longTheirs)
	b.contest(a, "sampled", 10, 12, 15)
	b.contest(f, "amount", 20_000_000, 23_500_000, 18_000_000)
	b.contest(f, "bases", []app.Basis{{Law: "law.audit", Article: "第五条"}}, []app.Basis{{Law: "law.audit", Article: "第五条"}, {Law: "law.budget", Article: "第十三条"}}, []app.Basis{{Law: "law.audit", Article: "第七条"}})
	b.contest(f, "title", f.Title, "接待费支出附件不全", "公务接待费无公函")
	b.contest(f, "inReport", nil, true, nil)
	b.contest(f, "rectifyDue", nil, app.MustDate("2026-12-01"), app.MustDate("2026-12-15"))
	b.contest(b.d.Principals[0], "from", app.Month{Year: 2021, Month: 6}, app.Month{Year: 2021, Month: 7}, app.Month{Year: 2021, Month: 8})
	b.contest(b.d.Case, "notice/receivedBy", nil, "邹配合", "何联络")
	b.contest(b.d.Case, "strands/audit/lead", nil, anyPerson(b, 0), anyPerson(b, 1))
	m := b.d.Materials[0]
	changed := m
	changed.Copies = 5
	b.contest(m, "", m, changed, nil)
	b.contest(b.d.Unit, "phone", "1", "5550101", "5550102")
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
			b.everyShape()
			b.renew(look.theme)
			b.open(shell.Route{Room: shell.RoomClashes})
			for i, c := range b.ws.open {
				if i > 0 {
					b.room.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
				}
				b.clean()
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
