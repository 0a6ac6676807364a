package store

import (
	"fmt"
	"strings"
	"testing"

	"lianshen/app"
)

func searched(t *testing.T, w *Workspace, words string) []Hit {
	t.Helper()
	hits, err := w.Search(ctx, words, 0)
	if err != nil {
		t.Fatalf("%q: %v", words, err)
	}
	return hits
}

func has(hits []Hit, id app.ID) bool {
	for _, h := range hits {
		if h.ID == id {
			return true
		}
	}
	return false
}

func TestWordsAreFoundHoweverShortAndNamesByInitials(t *testing.T) {
	w := fresh(t)
	desk := deskOf(w, "李强")
	u := app.Unit{ID: desk.NewID(), Name: "青溪县自然资源局", Kind: app.Organ}
	c := app.Case{ID: desk.NewID(), Number: "LS2026-001", Unit: u.ID}
	p := app.Principal{ID: desk.NewID(), Case: c.ID, Name: "单晓明", Post: "局长"}
	q := app.Principal{ID: desk.NewID(), Case: c.ID, Name: "尉迟恭", Post: "副局长"}
	f := app.Finding{ID: desk.NewID(), Case: c.ID, Number: 1, Strand: app.Audit, Item: "JJ-3-02", Title: "公务接待超标准", Fact: "2025年度接待费Ａ类超支12.5万元,𠮷林饭店发票3张未附清单。"}
	a := app.Answer{ID: app.AnswerID(c.ID, "XR-1-01"), Case: c.ID, Item: "XR-1-01", Note: "查阅Excel台账,发现重复"}
	for _, n := range []error{keepAny(desk, "a", u), keepAny(desk, "a", c), keepAny(desk, "a", p), keepAny(desk, "a", q), keepAny(desk, "a", f), keepAny(desk, "a", a)} {
		if n != nil {
			t.Fatal(n)
		}
	}
	for _, x := range []struct {
		words string
		id    app.ID
		found bool
	}{
		{"自然", u.ID, true}, {"资", u.ID, true}, {"局", u.ID, true}, {"自然资源局", u.ID, true}, {"源然", u.ID, false},
		{"qxx", u.ID, true}, {"zrzyj", u.ID, true}, {"QXX", u.ID, true}, {"qxz", u.ID, false},
		{"LS2026-001", c.ID, true}, {"ls2026", c.ID, true}, {"LS2026-002", c.ID, false},
		{"单晓明", p.ID, true}, {"sxm", p.ID, true}, {"dxm", p.ID, true}, {"xm", p.ID, true}, {"ycg", q.ID, true},
		{"接待", f.ID, true}, {"接待 清单", f.ID, true}, {"接待 火车", f.ID, false}, {"𠮷林", f.ID, true}, {"12.5万元", f.ID, true}, {"A类", f.ID, true},
		{"excel", a.ID, true}, {"exc", a.ID, true}, {"台账", a.ID, true}, {"2025年度", f.ID, true}, {"年度2025", f.ID, true},
		{"清单。", f.ID, true}, {`"接待"*`, f.ID, true}, {"接待) OR (", f.ID, false}, {"NOT 接待", f.ID, false},
	} {
		if got := has(searched(t, w, x.words), x.id); got != x.found {
			t.Errorf("%q: found is %v", x.words, got)
		}
	}
	for _, nothing := range []string{"", "  ", "——", "\"", "*"} {
		if hits := searched(t, w, nothing); len(hits) != 0 {
			t.Errorf("%q finds %d", nothing, len(hits))
		}
	}
	item := searched(t, w, "XR-1-01")
	if len(item) == 0 || item[0].Kind != app.KindTemplate || item[0].Ref != "XR-1-01" {
		t.Errorf("an item by its code: %+v", item)
	}
	for _, h := range searched(t, w, "清单") {
		if h.ID != f.ID {
			continue
		}
		runes := []rune(h.Snippet)
		if h.CaseNumber != "LS2026-001" || h.Title != "公务接待超标准" || h.Ref != "JJ-3-02" || string(runes[h.Marks[0][0]:h.Marks[0][1]]) != "清单" {
			t.Errorf("%+v", h)
		}
	}
	for _, h := range searched(t, w, "重复") {
		if h.ID == a.ID && !strings.HasPrefix(h.Title, "XR-1-01 ") {
			t.Errorf("an answer is titled by its item: %+v", h)
		}
	}
	if unit := searched(t, w, "青溪县自然资源局"); len(unit) == 0 || unit[0].ID != u.ID || unit[0].Case != c.ID {
		t.Errorf("a unit leads to its case, and its exact name comes first: %+v", unit)
	}
}

func TestSearchForgetsWhatIsNoLongerSaid(t *testing.T) {
	w := fresh(t)
	desk := deskOf(w, "李强")
	f := app.Finding{ID: desk.NewID(), Case: newID(), Title: "虚列支出", Fact: "套取资金"}
	if err := keepAny(desk, "a", f); err != nil {
		t.Fatal(err)
	}
	if err := amendAny(desk, f.ID, func(f *app.Finding) { f.Title = "设置小金库" }); err != nil {
		t.Fatal(err)
	}
	if has(searched(t, w, "虚列"), f.ID) || !has(searched(t, w, "金库"), f.ID) || !has(searched(t, w, "套取"), f.ID) {
		t.Error("after a change")
	}
	if err := app.Discard[app.Finding](ctx, desk, app.VerbDropFinding, f.ID); err != nil {
		t.Fatal(err)
	}
	if has(searched(t, w, "金库"), f.ID) {
		t.Error("after removal")
	}
	if _, err := w.UndoLast(ctx); err != nil {
		t.Fatal(err)
	}
	if !has(searched(t, w, "金库"), f.ID) {
		t.Error("after undoing the removal")
	}
}

func TestHugeAndStrangeTextsAreKeptAndFound(t *testing.T) {
	w := fresh(t)
	desk := deskOf(w, "李强")
	text := strings.Repeat("长文", 50_000) + "\x00\x07\u202e右到左\u2066 终点站 " + "a\"b\\c\t"
	f := app.Finding{ID: desk.NewID(), Case: newID(), Title: "长", Fact: text}
	if err := keepAny(desk, "a", f); err != nil {
		t.Fatal(err)
	}
	got, err := app.Get[app.Finding](ctx, reopen(t, w), f.ID)
	if err != nil || got.Fact != text {
		t.Fatalf("kept %d bytes of %d, %v", len(got.Fact), len(text), err)
	}
}

func TestAStretchOfTextFarBackIsShownWhereItStands(t *testing.T) {
	p := passage{text: strings.Repeat("长文", 50_000) + "\u202e终点站\n之后"}
	var h Hit
	h.show(p, "终点站")
	runes := []rune(h.Snippet)
	if len(h.Marks) != 1 || string(runes[h.Marks[0][0]:h.Marks[0][1]]) != "终点站" || strings.ContainsAny(h.Snippet, "\u202e\n") {
		t.Errorf("%+v", h)
	}
}

func TestFindingsAreNotHiddenByWhatEveryUnitIsAskedFor(t *testing.T) {
	w := fresh(t)
	var nouns []app.Noun
	for i := range 60 {
		nouns = append(nouns, app.Material{ID: app.DeriveID(app.KindMaterial, "", fmt.Sprint(i)), Case: newID(), Name: "公务接待台账"})
	}
	f := app.Finding{ID: newID(), Case: newID(), Title: "超标准列支费用", Fact: strings.Repeat("一些别的事实。", 40) + "接待费超支。"}
	o := app.Opinion{ID: newID(), Case: f.Case, Text: "接待次数属实"}
	if err := w.Load(ctx, append(nouns, f, o), app.VerbLoad); err != nil {
		t.Fatal(err)
	}
	for _, limit := range []int{10, 50} {
		hits, err := w.Search(ctx, "接待", limit)
		if err != nil || len(hits) != limit || hits[0].ID != f.ID || !has(hits, o.ID) {
			t.Errorf("limit %d: %d hits, %v, first %+v", limit, len(hits), err, hits[0])
		}
	}
}
