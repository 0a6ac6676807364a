package app

import (
	"strings"
	"testing"
)

func TestASheetGetsItsIndexTermAndProvider(t *testing.T) {
	x := newStaff(t)
	write := func(s Sheet) Sheet {
		s.Case = x.id
		id, err := x.inspector.WriteSheet(x.ctx, s)
		x.must(err)
		for _, o := range x.dossier(x.id).Sheets {
			if o.ID == id {
				return o
			}
		}
		t.Fatal("the sheet is not there")
		return Sheet{}
	}
	d := x.dossier(x.id)
	serial := d.Case.Number[max(0, len(d.Case.Number)-3):]
	first := write(Sheet{Strand: Audit, Title: "坐支收入", Summary: "2025年坐支3笔"})
	if first.Index != "JJ"+serial+"-Q-01" || first.Authors != "金底稿" || first.WrittenOn != x.Today() || first.Provider != d.Unit.Name || !first.DueOn.IsZero() {
		t.Errorf("a new sheet: %+v", first)
	}
	if second := write(Sheet{Strand: Audit, Title: "二"}); second.Index != "JJ"+serial+"-Q-02" {
		t.Errorf("the second has index %s", second.Index)
	}
	first.HandedOn = x.Today()
	if first = write(first); first.DueOn != d.Calendar.AddWorkdays(x.Today(), d.Round.Settings.EvidenceReplyDays) {
		t.Errorf("handed over today, due on %s", first.DueOn)
	}
	for _, c := range []struct {
		days int
		want SheetState
	}{{0, SheetWaiting}, {400, SheetLate}} {
		if got := first.State(x.Today().AddDays(c.days)); got != c.want {
			t.Errorf("after %d days: %s, want %s", c.days, got, c.want)
		}
	}
	first.SignedOn = x.Today()
	_, err := x.inspector.WriteSheet(x.ctx, first)
	x.refused(err, "evidence.collectors") // two of the group stand behind it
	first.Authors = "金底稿、严核账"
	first = write(first)
	changed := first
	changed.Summary = "另一说法"
	_, err = x.inspector.WriteSheet(x.ctx, changed)
	x.refused(err, "sheet.signed")
	changed.SignedOn = Date{}
	write(changed)
	x.refused(func() error {
		_, err := x.inspector.WriteSheet(x.ctx, Sheet{Case: x.id, Strand: Review, Title: "别的专业"})
		return err
	}(), "role.strand")
}

func TestSheetsAndPapersBeginWithWhatIsKnown(t *testing.T) {
	d := Dossier{Case: Case{ID: "c"}, Unit: Unit{Name: "示例局"}, Templates: map[Strand]Template{Audit: {Sections: []Section{{Code: "JJ-1",
		Items: []Item{{Code: "JJ-1-01", Check: "收入是否及时上缴", Bases: []Basis{{Law: "audit-law", Article: "第三十一条"}}}}}}}},
		Laws:      map[string]Law{"audit-law": {Code: "audit-law", Name: "审计法"}},
		Answers:   map[string]Answer{"JJ-1-01": {Item: "JJ-1-01", Conclusion: Problem, Note: "有坐支", Should: 120, Sampled: 30, Faulty: 3, Methods: NewSet("documents", "talk")}},
		Materials: []Material{{Name: "收款台账", Items: NewSet("JJ-1-01"), ReceivedOn: MustDate("2026-05-01")}, {Name: "未交的", Items: NewSet("JJ-1-01")}},
		Evidence: []Evidence{{ID: "e1", Number: 1, Title: "凭证复印件", Place: "财务科", Pages: 3, Items: NewSet("JJ-1-01"), Findings: NewSet("f1")},
			{ID: "e2", Number: 2, Title: "作废", Withdrawn: "重拍", Findings: NewSet("f1"), Items: NewSet("JJ-1-01")}},
		Findings: []Finding{{ID: "f1", Strand: Audit, Item: "JJ-1-01", Items: NewSet("JJ-1-01"), Title: "坐支收入", Fact: "2025年坐支3笔。", Bases: []Basis{{Law: "audit-law", Article: "第四十五条"}}}},
		Sheets:   []Sheet{{ID: "s1", Findings: NewSet("f1"), Items: NewSet("JJ-1-01")}}}
	s := SheetFrom(d, "", "f1")
	if s.Title != "坐支收入" || s.Summary != "2025年坐支3笔。" || s.Strand != Audit || s.Provider != "示例局" || !s.Items.Has("JJ-1-01") || !s.Findings.Has("f1") || !s.Evidence.Has("e1") ||
		s.Evidence.Has("e2") || s.Pages != 3 {
		t.Errorf("the sheet of the finding: %+v", s)
	}
	if s := SheetFrom(d, "JJ-1-01", ""); s.Title != "收入是否及时上缴" || s.Summary != "有坐支" || len(s.Findings) != 0 {
		t.Errorf("the sheet of the item: %+v", s)
	}
	p := PaperFrom(d, "JJ-1-01", "f1")
	want := "检查方法：座谈访谈、查阅资料。\n调阅资料：《收款台账》。\n应查120件，抽查30件（25%），有问题3件（10%）。\n取得证据：1.凭证复印件（财务科）。"
	if p.Process != want {
		t.Errorf("process:\n%s\nwant\n%s", p.Process, want)
	}
	if p.Conclusion != "2025年坐支3笔。\n上述情况不符合《审计法》第四十五条的规定。" || !p.Sheets.Has("s1") || p.Item != "JJ-1-01" || p.Pages != 3 {
		t.Errorf("the paper: %+v", p)
	}
	d.Answers["JJ-1-01"] = Answer{Conclusion: NoProblem}
	if p := PaperFrom(d, "JJ-1-01", ""); !strings.Contains(p.Conclusion, "未发现问题") || p.Title != "收入是否及时上缴" {
		t.Errorf("a paper without a problem: %+v", p)
	}
}

func TestAPaperNeverSaysNothingWasFoundWhereNobodyLooked(t *testing.T) {
	for _, c := range []struct {
		conclusion Conclusion
		want       string
	}{
		{NoProblem, "查了12份\n经检查，该事项未发现问题。"}, {NotApplicable, "该事项不适用于被检单位：查了12份"}, {NotChecked, "该事项未检查：查了12份"}, {"", "查了12份"}, {Problem, "查了12份"},
	} {
		d := Dossier{Answers: map[string]Answer{"JJ-1-01": {Item: "JJ-1-01", Conclusion: c.conclusion, Note: "查了12份"}},
			Templates: map[Strand]Template{Audit: {Sections: []Section{{Items: []Item{{Code: "JJ-1-01", Check: "收入是否及时上缴"}}}}}}}
		if got := PaperFrom(d, "JJ-1-01", "").Conclusion; got != c.want {
			t.Errorf("%q: %q, not %q", c.conclusion, got, c.want)
		}
	}
}

func TestRemarksAreAnsweredBeforeTheReviewIsGiven(t *testing.T) {
	x := newStaff(t)
	id, err := x.inspector.WritePaper(x.ctx, Paper{Case: x.id, Title: "t", Item: "JJ-1-01", Process: "p", Conclusion: "c"})
	x.must(err)
	paper := func() Paper { return x.dossier(x.id).Papers[0] }
	x.refused(x.inspector.NotePaper(x.ctx, id, "", "补充金额依据"), "role.verb")
	x.must(x.reviewer.NotePaper(x.ctx, id, "", "补充金额依据"))
	x.must(x.reviewer.NotePaper(x.ctx, id, "", "写明期间"))
	if n := paper().Notes; len(n) != 2 || n["01"].Text != "补充金额依据" || n["02"].By != "戚复核" || n["01"].On != x.Today() {
		t.Fatalf("remarks: %+v", n)
	}
	x.refused(x.reviewer.ReviewPaper(x.ctx, id, "", "同意"), "paper.notes")
	x.refused(x.inspector.AnswerNote(x.ctx, id, "01", "", " "), "field.required")
	x.refused(x.inspector.AnswerNote(x.ctx, id, "09", "", "已补"), "paper.note")
	x.must(x.inspector.AnswerNote(x.ctx, id, "01", "", "已补，见附件2"))
	if open := paper().OpenNotes(); len(open) != 1 || open[0] != "02" {
		t.Errorf("open: %v", open)
	}
	x.refused(x.inspector.SettleNote(x.ctx, id, "02", "", true), "role.verb")
	x.must(x.reviewer.SettleNote(x.ctx, id, "02", "", true)) // dropped
	x.refused(x.inspector.AnswerNote(x.ctx, id, "02", "", "迟了"), "paper.settled")

	// Who writes the paper on changes no remark.
	p := paper()
	p.Notes = nil
	p.Pages = 4
	_, err = x.inspector.WritePaper(x.ctx, p)
	x.must(err)
	if n := paper().Notes; n["01"].Answer != "已补，见附件2" || n["01"].AnsweredBy != "金底稿" {
		t.Errorf("after writing on: %+v", n)
	}
	p = paper()
	p.Notes = map[string]ReviewNote{"03": {Text: "自提"}}
	if err := Keep(x.ctx, x.inspector, VerbWritePaper, p); err == nil || CodeOf(err) != "" {
		t.Errorf("a remark past its use case: %v", err)
	}

	x.must(x.reviewer.ReviewPaper(x.ctx, id, "", "同意"))
	if p := paper(); !p.Notes["01"].Settled || !Reviewed(x.dossier(x.id), p) {
		t.Errorf("after the review: %+v", p)
	}
	x.must(x.reviewer.NotePaper(x.ctx, id, "", "归档时附清单"))
	if !Reviewed(x.dossier(x.id), paper()) {
		t.Error("a remark voids the review")
	}
}

func TestASheetHandedOverHasATermAndIsMissedAtTheGate(t *testing.T) {
	handed := MustDate("2026-05-06")
	due := func(s Sheet) (out []Deadline) {
		s.ID = "0197a000-0000-7000-8000-000000000051"
		d := Dossier{Sheets: []Sheet{s}, Round: Round{Settings: DefaultSettings()}}
		for _, x := range Deadlines(d, MustDate("2026-05-20")) {
			if x.Code == "D5" {
				out = append(out, x)
			}
		}
		return out
	}
	if got := due(Sheet{HandedOn: handed, DueOn: MustDate("2026-05-11")}); len(got) != 1 || got[0].Due != MustDate("2026-05-11") || !got[0].Done.IsZero() {
		t.Errorf("waiting: %+v", got)
	}
	if got := due(Sheet{HandedOn: handed, SignedOn: MustDate("2026-05-08")}); len(got) != 1 || got[0].Done != MustDate("2026-05-08") {
		t.Errorf("signed: %+v", got)
	}
	for name, s := range map[string]Sheet{"not handed over": {}, "not signed, with reason": {HandedOn: handed, NotWhy: "拒签"}} {
		if got := due(s); len(got) != 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
