package daybook

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/assets"
	"lianshen/store"
	"lianshen/ui/i18n"
)

func in2(t *testing.T, language string) {
	t.Helper()
	before := i18n.Language()
	if err := i18n.SetLanguage(language); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = i18n.SetLanguage(before) })
}

func TestEveryDeedThatIsWorkHasASentenceInBothLanguages(t *testing.T) {
	for _, language := range assets.Languages {
		in2(t, language)
		for _, verb := range app.Verbs {
			text, ok := i18n.Lookup("daylog.did." + string(verb))
			if work := !slices.Contains(app.NotWork, verb); ok != work {
				t.Errorf("%s: %s is work: %v, has a sentence: %v", language, verb, work, ok)
			}
			if ok && strings.Contains(text, "{which}") && app.DayCounts(verb) == "" {
				t.Errorf("%s: %s names things and counts none", language, verb)
			}
			if ok && (strings.TrimSpace(text) != text || strings.ContainsAny(text, "。！!")) {
				t.Errorf("%s: %s is no part of a sentence: %q", language, verb, text)
			}
		}
	}
}

func id(n int) app.ID { return app.ID(fmt.Sprintf("01900000-0000-7000-8000-%012d", n)) }

// aDay answers twelve items, takes evidence and records a finding in one case, and works on another and on the law list.
func aDay() store.Day {
	d := store.Day{Cases: map[app.ID]store.DayCase{id(1): {Number: "LS2026-002", Unit: "示例市水务局"}, id(2): {Number: "LS2026-003"}, id(3): {}}, Called: map[app.ID]string{}}
	deed := func(at string, verb app.Verb, cas app.ID, nouns ...app.ID) {
		d.Deeds = append(d.Deeds, app.DayDeed{Record: int64(len(d.Deeds) + 1), At: at, Verb: verb, Case: cas, Nouns: nouns})
	}
	deed("08:50", app.VerbSignIn, "")
	for i := range 12 {
		d.Called[id(100+i)] = fmt.Sprintf("XR-1-%02d", 12-i)
		deed(fmt.Sprintf("09:%02d", 5+i), app.VerbAnswerItem, id(1), id(100+i))
	}
	for i, n := range []string{"10", "9", "11"} {
		d.Called[id(200+i)] = n
		deed("11:00", app.VerbAddEvidence, id(1), id(200+i))
	}
	d.Called[id(300)] = "4"
	deed("17:40", app.VerbRecordFinding, id(1), id(300))
	deed("17:30", app.VerbSaveAlias, id(1), id(400))
	d.Called[id(500)] = "JJ003-3-07"
	deed("13:00", app.VerbReviewPaper, id(2), id(500))
	deed("14:00", app.VerbPrint, id(3))
	deed("14:10", app.VerbPrint, id(3))
	deed("15:00", app.VerbSaveLaw, "", id(600))
	return d
}

func TestADayIsToldInSentences(t *testing.T) {
	for language, want := range map[string][]string{
		i18n.Chinese: {
			"9:05—17:40，在示例市水务局（LS2026-002）：检查事项12项（XR-1-01、XR-1-02、XR-1-03、XR-1-04等），取得证据3件（第9、10、11号），登记发现问题1个（第4号），登记被谈话人代号1个。",
			"13:00，在项目LS2026-003：复核底稿1份（JJ003-3-07）。",
			"14:00—14:10，在已不在本机的项目：打印文书2次。",
			"15:00，综合工作：维护法规条目1条。"},
		i18n.English: {
			"9:05–17:40, at 示例市水务局 (LS2026-002): checked items: 12 (XR-1-01, XR-1-02, XR-1-03, XR-1-04 and others); took evidence: 3 (no. 9, 10, 11); recorded findings: 1 (no. 4); kept codes of people talked to: 1.",
			"13:00, in case LS2026-003: reviewed working papers: 1 (JJ003-3-07).",
			"14:00–14:10, in a case that is not on this laptop: printed papers: 2.",
			"15:00, general work: kept entries of the law list: 1."},
	} {
		in2(t, language)
		if got := Sentences(aDay()); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", language, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if got := Sentences(store.Day{}); len(got) != 0 || Text(store.Day{}) != "" {
		t.Errorf("%q", got)
	}
	if u := i18n.Unknown(); len(u) > 0 {
		t.Errorf("texts missing: %v", u)
	}
}

func TestSentencesAreTakenOverOnce(t *testing.T) {
	for _, c := range []struct {
		text string
		add  []string
		want string
	}{
		{"", []string{"一。", "二。"}, "一。\n二。"},
		{"自己写的。\n\n", []string{"一。"}, "自己写的。\n一。"},
		{"一。\n另加一句。", []string{"一。", "二。"}, "一。\n另加一句。\n二。"},
		{"有。", nil, "有。"},
	} {
		if got := Add(c.text, c.add...); got != c.want {
			t.Errorf("%q and %q give %q", c.text, c.add, got)
		}
	}
}
