package app

import (
	"slices"
	"testing"
)

func selfAnswers() []SelfAnswer {
	return []SelfAnswer{
		{Item: "XR-1-01", Conclusion: NoProblem},
		{Item: "BZ-1-01", Conclusion: Problem, Note: "自查发现", Problem: "超编2人", Measures: "逐步消化", Person: "霍编办", On: MustDate("2026-06-30")},
		{Item: "JJ-1-02", Conclusion: NotApplicable, Note: "无此项资金"},
	}
}

var selfFile = SelfCheckFile{Name: "自检表.xlsx", SHA256: "ab", Read: 4, Empty: 1}

func TestSelfCheckStandsBesideWhatTheGroupSays(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	ours := Answer{ID: AnswerID(id, "BZ-1-01"), Case: id, Item: "BZ-1-01", Conclusion: NoProblem, Note: "我们查过", By: "华取证", On: MustDate("2026-03-01")}
	made, err := Create(ours)
	b.must(err)
	b.must(b.mem.apply(made))

	deeds := len(b.mem.deeds)
	plan, err := b.TakeSelfCheck(b.ctx, id, selfAnswers(), StopExisting, selfFile)
	b.must(err)
	if len(b.mem.deeds) != deeds+1 {
		t.Errorf("taking in was %d deeds, not one", len(b.mem.deeds)-deeds)
	}
	if !slices.Equal(plan.New, []string{"XR-1-01", "BZ-1-01", "JJ-1-02"}) || plan.Differing()+len(plan.Same) != 0 {
		t.Errorf("plan %+v", plan)
	}
	d := b.dossier(id)
	for _, want := range selfAnswers() {
		if got, said := d.Answers[want.Item].Self(); !said || got != want {
			t.Errorf("%s: the unit said %+v, kept is %+v", want.Item, want, got)
		}
	}
	after := d.Answers["BZ-1-01"]
	if rest, err := Diff(ours, after.withSelf(SelfAnswer{})); err != nil || len(rest) != 0 {
		t.Errorf("what the group said changed: %v, %v", rest, err)
	}
	if w := d.Case.SelfCheck.Workbook; w.FileName != "自检表.xlsx" || w.SHA256 != "ab" || w.TakenBy != b.Who || w.TakenOn != b.Today() || w.Items != 3 {
		t.Errorf("the file is registered as %+v", w)
	}
}

func TestSelfCheckTreatsEarlierAnswersAsChosen(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	_, err := b.TakeSelfCheck(b.ctx, id, selfAnswers(), StopExisting, selfFile)
	b.must(err)
	deeds := len(b.mem.deeds)

	same, err := b.TakeSelfCheck(b.ctx, id, selfAnswers(), StopExisting, selfFile)
	b.must(err)
	if len(same.Same) != 3 || len(b.mem.deeds) != deeds {
		t.Errorf("the same file again: %+v in %d deeds", same, len(b.mem.deeds)-deeds)
	}

	other := selfAnswers()
	other[1].Measures = "已经消化"
	second := selfFile
	second.SHA256 = "cd"
	_, err = b.TakeSelfCheck(b.ctx, id, other, StopExisting, second)
	b.refused(err, "selfanswer.existing")
	if b.dossier(id).Case.SelfCheck.Workbook.SHA256 != "ab" {
		t.Error("a refused file was registered")
	}

	plan, err := b.TakeSelfCheck(b.ctx, id, other, SkipExisting, second)
	b.must(err)
	if !slices.Equal(plan.Skipped, []string{"BZ-1-01"}) || len(plan.Same) != 2 || b.dossier(id).Answers["BZ-1-01"].SelfMeasures != "逐步消化" {
		t.Errorf("skipping: %+v", plan)
	}
	plan, err = b.TakeSelfCheck(b.ctx, id, other, UpdateExisting, second)
	b.must(err)
	if !slices.Equal(plan.Updated, []string{"BZ-1-01"}) || b.dossier(id).Answers["BZ-1-01"].SelfMeasures != "已经消化" {
		t.Errorf("updating: %+v", plan)
	}
}

func TestSelfCheckRefuses(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	with := func(change func(*SelfAnswer)) []SelfAnswer {
		a := selfAnswers()
		change(&a[1])
		return a
	}
	for _, c := range []struct {
		name, code string
		answers    []SelfAnswer
	}{
		{"an item nobody knows", "item.unknown", with(func(a *SelfAnswer) { a.Item = "BZ-9-99" })},
		{"an item of no checklist", "item.unknown", with(func(a *SelfAnswer) { a.Item = "QQ-1" })},
		{"an item twice", "selfanswer.twice", with(func(a *SelfAnswer) { a.Item = "XR-1-01" })},
		{"no conclusion", "selfanswer.conclusion", with(func(a *SelfAnswer) { a.Conclusion = "" })},
		{"not checked", "selfanswer.conclusion", with(func(a *SelfAnswer) { a.Conclusion = NotChecked })},
		{"not applicable without a reason", "selfanswer.reason", with(func(a *SelfAnswer) { a.Conclusion, a.Note = NotApplicable, " " })},
		{"a control character", "text.control", with(func(a *SelfAnswer) { a.Measures = "a\x07" })},
	} {
		_, err := b.TakeSelfCheck(b.ctx, id, c.answers, UpdateExisting, selfFile)
		if CodeOf(err) != c.code {
			t.Errorf("%s: %v, not %s", c.name, err, c.code)
		}
	}
	if n := len(b.dossier(id).Answers); n != 0 {
		t.Errorf("refused files left %d answers", n)
	}
	if _, err := b.TakeSelfCheck(b.ctx, id, selfAnswers(), "maybe", selfFile); err == nil {
		t.Error("a way nobody knows was taken")
	}
}

func TestSelfCheckIsTakenByTheOfficeAndHeads(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	_, err := b.colleague("井检查", NewSet(string(Review)), RoleInspector).TakeSelfCheck(b.ctx, id, selfAnswers(), SkipExisting, selfFile)
	b.refused(err, "role.verb")
}
