package app

import (
	"context"
	"reflect"
	"strings"
	"testing"
)

// sound are nouns that pass; each fault below spoils one of them.
func soundFinding() Finding {
	return Finding{ID: testID(2), Case: testID(1), Strand: Audit, Item: "JJ-1-01", Title: "坐支租金", Fact: "事实", Amount: 100, Irregular: 60}
}

func soundAnswer() Answer {
	return Answer{ID: AnswerID(testID(1), "XR-1-01"), Case: testID(1), Item: "XR-1-01", Conclusion: NoProblem, Should: 30, Sampled: 10, Faulty: 2}
}

func soundCase() Case {
	return Case{ID: testID(1), Round: testID(9), Number: "LS2026-001", Unit: testID(8), Stage: Planned}
}

func TestFaultsOfNounsAreNamed(t *testing.T) {
	long := strings.Repeat("长", TextLimit+1)
	cases := []struct {
		name, code, field string
		n                 Noun
	}{
		{"sound finding", "", "", soundFinding()},
		{"sound answer", "", "", soundAnswer()},
		{"sound case", "", "", soundCase()},
		{"longest text", "", "", with(soundFinding(), func(f *Finding) { f.Fact = long[3:] })},
		{"lines", "", "", with(soundFinding(), func(f *Finding) { f.Fact = "一\n二" })},
		{"rare name", "", "", with(soundFinding(), func(f *Finding) { f.Fact = "𬴂㛃·é" })},
		{"no id", "id.invalid", "", with(soundFinding(), func(f *Finding) { f.ID = "1" })},
		{"no case", "field.required", "case", with(soundFinding(), func(f *Finding) { f.Case = "" })},
		{"no title", "field.required", "title", with(soundFinding(), func(f *Finding) { f.Title = " \n" })},
		{"no fact", "field.required", "fact", with(soundFinding(), func(f *Finding) { f.Fact = "" })},
		{"long", "text.long", "fact", with(soundFinding(), func(f *Finding) { f.Fact = long })},
		{"control", "text.control", "fact", with(soundFinding(), func(f *Finding) { f.Fact = "a\x07" })},
		{"bidi", "text.direction", "title", with(soundFinding(), func(f *Finding) { f.Title = "张\u202e三" })},
		{"encoding", "text.encoding", "title", with(soundFinding(), func(f *Finding) { f.Title = "a\xff" })},
		{"negative", "money.negative", "waste", with(soundFinding(), func(f *Finding) { f.Waste = -1 })},
		{"range", "money.range", "amount", with(soundFinding(), func(f *Finding) { f.Amount = MoneyLimit + 1 })},
		{"parts", "amount.parts", "amount", with(soundFinding(), func(f *Finding) { f.Improper, f.Waste = 30, 11 })},
		{"other strand", "finding.strand", "item", with(soundFinding(), func(f *Finding) { f.Item = "XR-1-01" })},
		{"unknown code", "code.unknown", "state", with(soundFinding(), func(f *Finding) { f.State = "lost" })},
		{"unknown responsibility", "code.unknown", "responsible/x", with(soundFinding(), func(f *Finding) { f.Responsible = map[ID]Responsibility{"x": "some"} })},
		{"slash in a key", "key.form", "items", with(soundFinding(), func(f *Finding) { f.Items = Set{"a/b": true} })},
		{"dropped without reason", "field.required", "outReason", with(soundFinding(), func(f *Finding) { f.State = FindingDropped })},
		{"dropped and reported", "finding.dropped", "inReport", with(soundFinding(), func(f *Finding) { f.State, f.InReport = FindingDropped, true })},
		{"date", "date.invalid", "rectifyDue", with(soundFinding(), func(f *Finding) { f.RectifyDue = Date{2026, 2, 30} })},
		{"no reason", "note.required", "note", with(soundAnswer(), func(a *Answer) { a.Conclusion = NotApplicable })},
		{"not checked", "note.required", "note", with(soundAnswer(), func(a *Answer) { a.Conclusion, a.Note = NotChecked, " " })},
		{"problem without note", "", "", with(soundAnswer(), func(a *Answer) { a.Conclusion = Problem })},
		{"faulty", "count.faulty", "faulty", with(soundAnswer(), func(a *Answer) { a.Faulty = 11 })},
		{"sampled", "count.sampled", "sampled", with(soundAnswer(), func(a *Answer) { a.Sampled = 31 })},
		{"should unknown", "", "", with(soundAnswer(), func(a *Answer) { a.Should = 0 })},
		{"negative count", "count.range", "should", with(soundAnswer(), func(a *Answer) { a.Should = -1 })},
		{"method", "code.unknown", "methods", with(soundAnswer(), func(a *Answer) { a.Methods = NewSet("guess") })},
		{"wrong answer id", "answer.id", "", with(soundAnswer(), func(a *Answer) { a.ID = testID(7) })},
		{"case number", "field.required", "number", with(soundCase(), func(c *Case) { c.Number = "" })},
		{"form of number", "number.form", "notice/number", with(soundCase(), func(c *Case) { c.Notice.Number = "示委办发[2026]7号" })},
		{"announcement order", "date.order", "announce/to", with(soundCase(), func(c *Case) { c.Announce.From, c.Announce.To = MustDate("2026-03-02"), MustDate("2026-03-01") })},
		{"plan order", "date.order", "stages/summary/plannedTo", with(soundCase(), func(c *Case) {
			c.Stages = map[Stage]StageDates{Summary: {PlannedFrom: MustDate("2026-03-02"), PlannedTo: MustDate("2026-03-01")}}
		})},
		{"deficit", "", "", with(soundCase(), func(c *Case) { c.Facts.Finances = map[string]FinanceYear{"2025": {Surplus: -5}} })},
		{"negative income", "money.negative", "facts/finances/2025/income", with(soundCase(), func(c *Case) { c.Facts.Finances = map[string]FinanceYear{"2025": {Income: -5}} })},
		{"not a year", "year.range", "facts/finances", with(soundCase(), func(c *Case) { c.Facts.Finances = map[string]FinanceYear{"25": {}} })},
		{"post kind", "code.unknown", "facts/posts", with(soundCase(), func(c *Case) { c.Facts.Posts = map[string]PostCount{"kings": {}} })},
		{"extension", "field.required", "rectify/movedReason", with(soundCase(), func(c *Case) { c.Rectify.ReportDueMoved = MustDate("2026-10-01") })},
		{"tenure", "tenure.order", "to", Principal{ID: testID(3), Case: testID(1), Name: "周样本", Post: "县长", Occasion: MidTerm, From: Month{2022, 1}, To: Month{2021, 12}}},
		{"tenure open", "", "", Principal{ID: testID(3), Case: testID(1), Name: "周样本", Post: "县长", Occasion: MidTerm, From: Month{2022, 1}}},
		{"own review", "paper.reviewer", "reviewer", Paper{ID: testID(3), Case: testID(1), Index: "1", Title: "t", Strand: Audit, Author: "金底稿", Reviewer: " 金底稿"}},
		{"review by nobody", "field.required", "reviewer", Paper{ID: testID(3), Case: testID(1), Index: "1", Title: "t", Strand: Audit, Author: "金底稿", Review: "同意"}},
		{"lonely talk", "talk.talkers", "talkers", Talk{ID: testID(3), Case: testID(1), On: MustDate("2026-05-01"), Type: "single", Talkers: NewSet("a")}},
		{"returned before received", "date.order", "returnedOn", Material{ID: testID(3), Case: testID(1), Name: "n", Kind: Ledger, ReceivedOn: MustDate("2026-05-02"), ReturnedOn: MustDate("2026-05-01")}},
		{"hash", "evidence.hash", "fileHash", Evidence{ID: testID(3), Case: testID(1), Title: "t", Kind: "photo", FileHash: "abc"}},
		{"sheet of one", "evidence.collectors", "collectedBy", Evidence{ID: testID(3), Case: testID(1), Title: "t", Kind: "sheet", Sheet: true, CollectedBy: "华取证", SignedOn: MustDate("2026-05-02")}},
		{"sheet of one, unsigned", "", "", Evidence{ID: testID(3), Case: testID(1), Title: "t", Kind: "sheet", Sheet: true, CollectedBy: "华取证"}},
		{"sheet of two", "", "", Evidence{ID: testID(3), Case: testID(1), Title: "t", Kind: "sheet", Sheet: true, CollectedBy: "华取证、陶访谈", SignedOn: MustDate("2026-05-02")}},
		{"evidence kind", "code.unknown", "kind", Evidence{ID: testID(3), Case: testID(1), Title: "t", Kind: "rumour"}},
		{"crowded meeting", "meeting.present", "present", Meeting{ID: testID(3), Round: testID(1), Type: Entry, On: MustDate("2026-04-08"), Expected: 5, Present: 6}},
		{"agenda", "code.unknown", "agenda", Meeting{ID: testID(3), Round: testID(1), Type: Notification, On: MustDate("2026-04-08"), Agenda: NewSet("survey")}},
		{"open tally may be half", "", "", Evaluation{ID: testID(3), Case: testID(1), Batch: Batch{9, 8, 7}, Overall: Tally{Good: 1}}},
		{"closed tally", "tally.sum", "", Evaluation{ID: testID(3), Case: testID(1), Batch: Batch{9, 8, 7}, Overall: Tally{Good: 1}, Closed: true}},
		{"silent and replied", "consultation.both", "silent", Consultation{ID: testID(3), Case: testID(1), RepliedOn: MustDate("2026-07-01"), Silent: MustDate("2026-07-01")}},
		{"not adopted, no reason", "field.required", "reason", Opinion{ID: testID(3), Case: testID(1), Strand: Audit, Text: "t", Adoption: NotAdopted}},
		{"disagreed, no reason", "field.required", "opinion", Approval{ID: testID(3), Case: testID(1), Strand: Audit, Dept: "市审计局", Approver: "严", On: MustDate("2026-07-01")}},
		{"cancelled too early", "measure.closed", "closedOn", Measure{ID: testID(3), Case: testID(1), Finding: testID(2), Text: "t", State: Rectifying, ClosedOn: MustDate("2026-07-01")}},
		{"lone supervisor", "supervision.people", "people", Supervision{ID: testID(3), Case: testID(1), On: MustDate("2026-07-01"), Dept: "d", People: "张三", Verdict: Rectified}},
		{"two supervisors", "", "", Supervision{ID: testID(3), Case: testID(1), On: MustDate("2026-07-01"), Dept: "d", People: "张三、李四", Verdict: Rectified}},
		{"day of another year", "calendar.year", "off", DayTable{ID: DayTableID(2027), Year: 2027, Off: []CalendarDay{{Date: MustDate("2026-01-01")}}}},
		{"off and worked", "calendar.twice", "off", DayTable{ID: DayTableID(2026), Year: 2026, Off: days("01-01"), Worked: days("01-01")}},
		{"item of another strand", "item.code", "code", Template{ID: testID(3), Strand: Audit, Version: "1", Sections: []Section{{Code: "JJ-1", Items: []Item{{Code: "XR-1-01", Check: "c"}}}}}},
		{"item twice", "item.twice", "code", Template{ID: testID(3), Strand: Audit, Version: "1", Sections: []Section{{Code: "JJ-1", Items: []Item{{Code: "JJ-1-01", Check: "c"}, {Code: "JJ-1-01", Check: "c"}}}}}},
		{"weight", "weight.range", "settings/weights/good", Round{ID: testID(3), Year: 2026, Name: "n", Settings: Settings{Weights: map[string]int{GradeGood: 1001}}}},
		{"year", "year.range", "year", Round{ID: testID(3), Year: 26, Name: "n"}},
	}
	for _, c := range cases {
		err := CheckAlone(c.n)
		if CodeOf(err) != c.code || err != nil && c.code == "" {
			t.Errorf("%s: got %v, want %q", c.name, err, c.code)
			continue
		}
		if c.field != "" && detail(err)["field"] != c.field {
			t.Errorf("%s: names field %v, want %s", c.name, detail(err)["field"], c.field)
		}
	}
}

func with[T any](v T, f func(*T)) T {
	f(&v)
	return v
}

func TestPastedTextIsTidied(t *testing.T) {
	b := newTable(t)
	id := b.openCase()
	f := soundFinding()
	f.Case, f.Fact, f.Bases = id, "一\r\n二\t三\r", []Basis{{Note: "a\tb"}}
	f.ID = ""
	got, err := b.RecordFinding(b.ctx, f)
	b.must(err)
	kept, err := Get[Finding](b.ctx, b.mem, got)
	b.must(err)
	if kept.Fact != "一\n二 三\n" || kept.Bases[0].Note != "a b" {
		t.Errorf("kept %q, %q", kept.Fact, kept.Bases[0].Note)
	}
}

func TestReferencesMustExistInTheSameCase(t *testing.T) {
	b := newTable(t)
	one, two := b.openCase(), b.openCase()
	f := soundFinding()
	f.ID, f.Case = "", one
	id, err := b.RecordFinding(b.ctx, f)
	b.must(err)
	b.must(b.SaveMeasure(b.ctx, Measure{Case: one, Finding: id, Text: "缴库"}))
	b.refused(b.SaveMeasure(b.ctx, Measure{Case: two, Finding: id, Text: "缴库"}), "reference.missing")
	b.refused(b.SaveMeasure(b.ctx, Measure{Case: one, Finding: testID(999), Text: "缴库"}), "reference.missing")
	b.refused(Keep(b.ctx, b.Desk, VerbSaveFinding, with(soundFinding(), func(f *Finding) { f.Case = testID(998) })), "reference.missing")
}

func TestEveryFieldHasAName(t *testing.T) {
	nouns := []Noun{Case{}, Principal{}, Template{}, Answer{}, Round{}, Zone{}, Group{}, Person{}, Unit{}, Law{}, DayTable{}, Talk{}, Material{},
		Evidence{}, Paper{}, Finding{}, Meeting{}, Survey{}, Evaluation{}, Consultation{}, Opinion{}, ReportText{}, Report{}, Approval{},
		Delivery{}, Measure{}, Progress{}, Supervision{}, Accountability{}, ResultUse{}, Signoff{}, Seat{}, Alias{}, Visit{}, Stocktake{}, Heard{}, Sheet{},
		Roster{}, DayLog{}}
	if len(nouns) != len(Kinds) {
		t.Fatalf("%d nouns, %d kinds", len(nouns), len(Kinds))
	}
	for _, n := range nouns {
		names(reflect.TypeOf(n), func(name string) {
			if name != "id" && !FieldNames[name] {
				t.Errorf("%s has a field %q without a name", n.NounKind(), name)
			}
		})
	}
}

func names(ty reflect.Type, f func(string)) {
	switch {
	case ty == dateType || ty == monthType:
	case ty.Kind() == reflect.Struct:
		for i := range ty.NumField() {
			name, _, _ := strings.Cut(ty.Field(i).Tag.Get("json"), ",")
			f(name)
			names(ty.Field(i).Type, f)
		}
	case ty.Kind() == reflect.Slice, ty.Kind() == reflect.Map:
		names(ty.Elem(), f)
	}
}

func TestCheckReadsNothingForAnAnswer(t *testing.T) {
	if err := Check(context.Background(), nil, soundAnswer()); err != nil {
		t.Error(err)
	}
}
