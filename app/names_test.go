package app_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lianshen/app"
)

var vaultNames = []app.Alias{
	{ID: "01900000-0000-7000-8000-000000000001", Code: "被谈话人A", Name: "欧阳若溪"},
	{ID: "01900000-0000-7000-8000-000000000002", Code: "被谈话人B", Name: "Ann Lee"},
	{ID: "01900000-0000-7000-8000-000000000003", Code: "被谈话人C", Name: "王"},
	{ID: "01900000-0000-7000-8000-000000000004", Code: "被谈话人D", Name: "买买提·吐尔逊"},
}

func TestNamesAreFoundHoweverTheyAreSpaced(t *testing.T) {
	for text, want := range map[string]string{
		"据欧阳若溪反映":                "被谈话人A",
		"欧 阳　若\n溪":               "被谈话人A",
		"欧\u200b阳\u00ad若\ufeff溪": "被谈话人A",
		"ＡＮＮ　ｌｅｅ":                "被谈话人B",
		"annlee":                 "被谈话人B",
		"买买提吐尔逊":                 "被谈话人D",
		"买买提．吐尔逊":                "被谈话人D",
		"欧阳，若溪":                  "",
		"王某":                     "",
		"欧阳若":                    "",
		"被谈话人A":                  "",
	} {
		var got []string
		for _, h := range app.FindNames(text, vaultNames) {
			got = append(got, h.Code)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

func TestHidingLeavesNoNameAndNothingElseChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.StringMatching(`[审计甲乙丙]{0,6}`)
		gap := rapid.SampledFrom([]string{"", " ", "　", "\n", "\u200b"})
		before, after := plain.Draw(t, "before"), plain.Draw(t, "after")
		name := strings.Join(strings.Split("欧阳若溪", ""), gap.Draw(t, "gap"))
		got, n := app.HideNames(before+name+after, vaultNames)
		if n != 1 || got != before+"被谈话人A"+after {
			t.Fatalf("%q, %d", got, n)
		}
	})
}

func TestTheGuardTellsWhereAndNeverWho(t *testing.T) {
	d := app.Dossier{Aliases: vaultNames}
	guard := app.NewNameGuard(app.Actor{Alone: true}, d)
	pages := []app.Passage{{Where: "第 1 页", Text: "无"}, {Where: "第 2 页", Text: "欧阳 若溪说"}}
	err := guard.Pass(pages...)
	var e *app.Error
	if !errors.As(err, &e) || e.Code != "names.found" || e.Args["count"] != 1 || fmt.Sprint(e.Args["places"]) != "[第 2 页 被谈话人A]" {
		t.Fatalf("%v %v", err, e)
	}
	for _, told := range []string{err.Error(), fmt.Sprintf("%+v %#v %v", e, guard, guard), fmt.Sprint(e.Args)} {
		if strings.Contains(told, "欧阳") {
			t.Errorf("told: %s", told)
		}
	}
	if err := guard.Confirmed(true).Pass(pages...); err != nil {
		t.Errorf("confirmed, and still %v", err)
	}
	if err := guard.Pass(pages[0]); err != nil {
		t.Error(err)
	}
	// Who may not see a name cannot confirm it.
	stranger := app.NewNameGuard(app.Actor{Person: app.Person{Roles: app.NewSet(string(app.RoleLeading))}}, d)
	if err := stranger.Confirmed(true).Pass(pages...); app.CodeOf(err) != "names.unseen" {
		t.Errorf("a stranger: %v", err)
	}
	// A principal stands in the papers openly.
	d.Principals = []app.Principal{{Name: "欧阳若溪"}}
	if err := app.NewNameGuard(app.Actor{Alone: true}, d).Pass(pages...); err != nil {
		t.Errorf("a principal: %v", err)
	}
}

func TestCodesOfThoseTalkedToGoOnBehindZ(t *testing.T) {
	var all []app.Alias
	for i := range 60 {
		code := app.NextAliasCode(all, nil)
		all = append(all, app.Alias{Code: code})
		want := map[int]string{0: "被谈话人A", 25: "被谈话人Z", 26: "被谈话人AA", 51: "被谈话人AZ", 52: "被谈话人BA"}[i]
		if want != "" && code != want {
			t.Errorf("%d: %s, want %s", i, code, want)
		}
	}
	if got := app.NextAliasCode(nil, []app.Talk{{Label: "被谈话人A、被谈话人C"}}); got != "被谈话人D" {
		t.Errorf("behind the labels of talks: %s", got)
	}
}

func TestTimesOfDayAreReadAsPeopleTypeThem(t *testing.T) {
	for text, want := range map[string]string{"9:30": "09:30", "0930": "09:30", "９：０５": "09:05", "9点30分": "09:30", "14时": "14:00", "25:00": "25:00", "": "", "午后": "午后"} {
		if got := app.Clock(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAStocktakingIsSummedWithoutSettingOff(t *testing.T) {
	n := app.Stocktake{Lines: map[string]app.StockLine{
		"001": {Book: 10, Counted: 7, BookValue: 1000, FoundValue: 700}, "002": {Book: 2, Counted: 5, BookValue: 50, FoundValue: 125}, "003": {Book: 1, Counted: 1}}}
	want := app.StockTotals{Lines: 3, Differing: 2, Book: 13, Counted: 13, Over: 3, Short: 3, BookValue: 1050, FoundValue: 825, OverValue: 75, ShortValue: 300}
	if got := n.Totals(); got != want {
		t.Errorf("%+v", got)
	}
}
