package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

var sweepToday = MustDate("2026-05-20")

// sound gives a case in the stage of inspection, with something of every kind, in which everything fits together.
func sound() Dossier {
	day := func(text string) Date { return MustDate("2026-" + text) }
	who, other := testID(201), testID(202)
	pair := NewSet(string(who), string(other))
	finding, second := testID(31), testID(32)
	d := ruleDossier()
	d.Templates = map[Strand]Template{}
	c := &d.Case
	c.Stage = Inspection
	c.Notice = Notice{ReceivedOn: day("03-02")}
	c.SelfCheck = SelfCheckReport{SubmittedOn: day("03-20")}
	c.Announce = Announcement{From: day("03-25")}
	c.OnSite = OnSite{From: day("04-08")}
	c.Stages = map[Stage]StageDates{SelfCheck: {PlannedFrom: day("03-01"), Started: day("03-02"), Closed: day("03-31")},
		EntryMeeting: {PlannedFrom: day("04-01"), Started: day("04-01"), Closed: day("04-09")}, Inspection: {PlannedFrom: day("04-10"), Started: day("04-09")}}
	c.Recused = NewSet(string(testID(203)))
	c.Facts = UnitFacts{BodiesAllowed: 9, BodiesActual: 9, Posts: map[string]PostCount{PostsAdmin: {Quota: 30, Actual: 28}, PostsWorkers: {Quota: 4, Actual: 4}},
		Finances: map[string]FinanceYear{"2023": {Income: 900, Outlay: 800, Project: 200, Three: 50, Surplus: 100}, "2024": {Income: 700, Outlay: 650, Surplus: 150}}}
	d.Principals = []Principal{{ID: testID(11), Order: 1, Name: "周样本", Post: "局长", From: Month{2021, 6}, Occasion: MidTerm},
		{ID: testID(12), Order: 2, Name: "吴范例", Post: "书记", From: Month{2020, 1}, To: Month{2025, 12}, Occasion: Leaving}}
	d.Meetings = []Meeting{{ID: testID(13), Type: Entry, On: day("04-08")}, {ID: testID(14), Type: Notification, On: day("05-19")}}
	d.Answers = map[string]Answer{}
	for _, s := range Strands {
		d.Templates[s] = testTemplate(s)
		for _, item := range []string{"-1-01", "-1-02"} {
			code := s.Code() + item
			d.Answers[code] = Answer{ID: AnswerID(c.ID, code), Case: c.ID, Item: code, Conclusion: NoProblem, Methods: NewSet("documents"), Should: 9, Sampled: 5}
		}
	}
	d.answer("JJ-1-01", func(a *Answer) {
		a.Conclusion, a.Note, a.Faulty, a.SelfCheck = Problem, "三笔收入未入账。", 3, Problem
	})
	d.Laws = map[string]Law{"YSF": {Code: "YSF", Name: "预算法", Status: "current", Mark: Verified}, "JIU": {Code: "JIU", Name: "旧办法", Status: "repealed"}, "GAI": {Code: "GAI", Name: "改过的办法", Status: "amended"}}
	d.Findings = []Finding{{ID: finding, Number: 1, Strand: Audit, Item: "JJ-1-01", Title: "坐支", Fact: "收入未入账。", Year: "2023", State: FindingConfirmed, InReport: true,
		Amount: 900, Irregular: 500, Improper: 200, Waste: 200, Parts: FactParts{When: "2023年", Who: "财务科", What: "坐支"},
		Bases: []Basis{{Law: "YSF", Article: "第五十七条", Mark: Verified}}, Responsible: map[ID]Responsibility{testID(11): Leadership}},
		{ID: second, Number: 2, Strand: Audit, Item: "JJ-1-01", Title: "不作问题", State: FindingDropped, OutReason: "已更正"}}
	hash := func(n int) string { return strings.Repeat(fmt.Sprint(n), 64) }
	d.Evidence = []Evidence{{ID: testID(41), Number: 1, Title: "凭证", Kind: "document", Items: NewSet("JJ-1-01"), Findings: NewSet(string(finding)), FileName: "a.jpg", FileHash: hash(1)},
		{ID: testID(42), Number: 2, Title: "取证单扫描件", Kind: "sheet", Of: testID(51), Sheet: true, SheetDue: day("05-01"), SignedOn: day("04-28"), FileName: "b.pdf", FileHash: hash(2)}}
	d.Sheets = []Sheet{{ID: testID(51), Index: "JJ001-Q-01", Strand: Audit, Title: "坐支", Authors: "华取证、金底稿", WrittenOn: day("04-20"), HandedOn: day("04-21"), DueOn: day("04-24"),
		Reply: ReplyObjects, Opinion: "部分已入账。", SignedOn: day("04-23"), Findings: NewSet(string(finding)), Evidence: NewSet(string(testID(41)))}}
	d.Papers = []Paper{{ID: testID(61), Index: "JJ001-1-01", Title: "坐支", Strand: Audit, Item: "JJ-1-01", Findings: NewSet(string(finding)), Process: "查阅凭证。", Conclusion: "坐支属实。",
		Author: "华取证", WrittenOn: day("04-25"), Reviewer: "陶复核", ReviewedOn: day("04-27"), Review: "同意。", Sheets: NewSet(string(testID(51))), Evidence: NewSet(string(testID(41))),
		Notes: map[string]ReviewNote{"01": {Text: "补页码", By: "陶复核", Answer: "已补", Settled: true}}}}
	d.signed(Signoff{Kind: SignPaper, About: testID(61)})
	d.Talks = []Talk{{ID: testID(71), Number: "1", On: day("04-12"), Talkers: pair, From: "9:30", To: "10:15", Informed: true, Signed: true, Findings: NewSet(string(finding))}}
	d.Visits = []Visit{{ID: testID(72), Number: 1, On: day("04-13"), Visitors: pair, From: "14:00", To: "15:00", Signed: true, Evidence: NewSet(string(testID(41)))}}
	d.Stocktakes = []Stocktake{{ID: testID(73), Number: 1, On: day("04-14"), Counters: pair, Signed: true, Lines: map[string]StockLine{"001": {Name: "现金", Book: 3, Counted: 2, Note: "借条一张"}}}}
	d.Heard = []Heard{{ID: testID(74), Number: 1, On: day("04-15"), Text: "食堂", Handling: "已转财务科核实。"}}
	d.Materials = []Material{{ID: testID(75), Name: "账簿", Form: "original", AskedOn: day("04-08"), DueOn: day("04-13"), ReceivedOn: day("04-10"), ReturnedOn: day("04-30")}}
	d.Rosters = []Roster{{ID: testID(76), Sort: "staff", Title: "在册人员", Rows: 32, FileHash: hash(3)}}
	d.Opinions = []Opinion{{ID: testID(77), Strand: Audit, Finding: finding, Adoption: PartlyAdopted, AmountBefore: 1000, AmountAfter: 900, DecidedOn: day("05-10")}}
	d.People = map[ID]Person{testID(203): {ID: testID(203), Name: "孟回避"}}
	d.Sort()
	return d
}

func (d *Dossier) answer(item string, f func(*Answer)) { d.Answers[item] = with(d.Answers[item], f) }

// breaks are the ways in which each rule is broken, and it alone. Ways that no use case leaves are there as well: nouns
// come in packages from laptops that worked apart.
var breaks = map[string]func(*Dossier){
	"answer.finding":    func(d *Dossier) { d.answer("XR-1-01", func(a *Answer) { a.Conclusion, a.Note = Problem, "无记录" }) },
	"answer.conclusion": func(d *Dossier) { d.answer("JJ-1-01", func(a *Answer) { a.Conclusion, a.Faulty = NoProblem, 0 }) },
	"answer.note":       func(d *Dossier) { d.answer("JJ-1-01", func(a *Answer) { a.Note = " " }) },
	"answer.reason":     func(d *Dossier) { d.answer("XR-1-01", func(a *Answer) { a.Conclusion = NotChecked }) },
	"answer.faulty":     func(d *Dossier) { d.answer("XR-1-01", func(a *Answer) { a.Faulty = 1 }) },
	"answer.counts":     func(d *Dossier) { d.answer("XR-1-01", func(a *Answer) { a.Sampled = 10 }) },
	"answer.methods":    func(d *Dossier) { d.answer("XR-1-01", func(a *Answer) { a.Methods = nil }) },
	"answer.item": func(d *Dossier) {
		d.answer("XR-7-01", func(a *Answer) {
			*a = Answer{ID: AnswerID(d.Case.ID, "XR-7-01"), Item: "XR-7-01", Conclusion: NotApplicable, Note: "n"}
		})
	},
	"answer.selfcheck": func(d *Dossier) { d.answer("XR-1-01", func(a *Answer) { a.SelfCheck = Problem }) },

	"finding.amount": func(d *Dossier) { d.Findings[0].Waste = 201 },
	"finding.kinds":  func(d *Dossier) { f := &d.Findings[0]; f.Irregular, f.Improper, f.Waste = 0, 0, 0 },
	"finding.title": func(d *Dossier) {
		d.another(func(f *Finding) { f.Title = "坐 支" })
	},
	"finding.number":      func(d *Dossier) { d.Findings[1].Number = 1 },
	"finding.year":        func(d *Dossier) { d.Findings[0].Year = "2023、2027" },
	"finding.item":        func(d *Dossier) { d.Findings[0].Item, d.Findings[0].Items = "JJ-9-01", NewSet("JJ-1-01") },
	"finding.parts":       func(d *Dossier) { d.Findings[0].Parts.Who = "" },
	"finding.responsible": func(d *Dossier) { d.Findings[0].Responsible = nil },
	"finding.principal": func(d *Dossier) {
		d.Findings[0].Responsible = map[ID]Responsibility{testID(11): Leadership, testID(19): Direct}
	},
	"finding.tenure": func(d *Dossier) { d.Findings[0].Year = "2019年" },
	"finding.proof":  func(d *Dossier) { d.Evidence[0].Findings = nil },
	"finding.paper":  func(d *Dossier) { d.Papers[0].ReviewedOn = Date{} },
	"finding.draft":  func(d *Dossier) { d.Case.Stage = Summary; d.Findings[0].State = FindingProven },
	"finding.out":    func(d *Dossier) { d.Findings[0].InReport = false },

	"law.none":       func(d *Dossier) { d.Findings[0].Bases = nil },
	"law.unknown":    func(d *Dossier) { d.basis(func(b *Basis) { b.Law = "WU" }) },
	"law.repealed":   func(d *Dossier) { d.basis(func(b *Basis) { b.Law = "JIU" }) },
	"law.amended":    func(d *Dossier) { d.basis(func(b *Basis) { b.Law = "GAI" }) },
	"law.unverified": func(d *Dossier) { d.basis(func(b *Basis) { b.Mark = Unverified }) },
	"law.article":    func(d *Dossier) { d.basis(func(b *Basis) { b.Article = "" }) },

	"evidence.file": func(d *Dossier) { d.Evidence[1].FileHash = "" },
	"evidence.withdrawn": func(d *Dossier) {
		d.loose(func(e *Evidence) { e.Withdrawn, e.Findings = "误收", d.Evidence[0].Findings })
	},
	"evidence.gap":      func(d *Dossier) { d.Evidence[1].Number = 4 },
	"evidence.number":   func(d *Dossier) { d.Evidence[1].Number = 1 },
	"evidence.twice":    func(d *Dossier) { d.Evidence[1].FileHash = d.Evidence[0].FileHash },
	"evidence.loose":    func(d *Dossier) { d.loose(func(*Evidence) {}) },
	"evidence.unsigned": func(d *Dossier) { d.Evidence[1].SignedOn = Date{} },
	"link.finding":      func(d *Dossier) { d.Talks[0].Findings = NewSet(string(testID(39))) },
	"link.evidence":     func(d *Dossier) { d.Visits[0].Evidence = NewSet(string(testID(49))) },

	"sheet.overdue":   func(d *Dossier) { d.Sheets[0].SignedOn = Date{} },
	"sheet.objection": func(d *Dossier) { d.Sheets[0].Opinion = "" },
	"sheet.unheard":   func(d *Dossier) { d.signatureGone(); d.Papers[0].Sheets = nil },
	"sheet.authors":   func(d *Dossier) { d.Sheets[0].Authors = "华取证" },
	"sheet.reply":     func(d *Dossier) { d.Sheets[0].Reply = ReplySilent },
	"sheet.scan":      func(d *Dossier) { d.Evidence[1].Of = ""; d.Evidence[1].Items = NewSet("JJ-1-01") },
	"sheet.index": func(d *Dossier) {
		d.Sheets = append(d.Sheets, Sheet{ID: testID(52), Index: "JJ001-Q-01", Authors: "甲、乙", Reply: ReplyAgrees})
	},

	"paper.author":    func(d *Dossier) { d.signatureGone(); d.Papers[0].Reviewer = "华取证" },
	"paper.notes":     func(d *Dossier) { d.notes(ReviewNote{Text: "补页码"}) },
	"paper.unsettled": func(d *Dossier) { d.notes(ReviewNote{Text: "补页码", Answer: "已补"}) },
	"paper.index": func(d *Dossier) {
		d.Papers = append(d.Papers, Paper{ID: testID(62), Index: "JJ001-1-01", Author: "甲", Evidence: NewSet(string(testID(41)))})
	},
	"paper.changed": func(d *Dossier) { // another paper stands for the finding
		other := d.Papers[0]
		other.ID, other.Index = testID(62), "JJ001-1-02"
		d.Papers = append(d.Papers, other)
		d.Papers[0].Conclusion = "改过。"
	},
	"paper.text": func(d *Dossier) { d.signatureGone(); d.Papers[0].Process = "" },
	"paper.proof": func(d *Dossier) {
		d.Papers = append(d.Papers, Paper{ID: testID(62), Index: "XR001-1-01", Strand: Review, Author: "甲", Item: "XR-1-01"})
	},

	"onsite.two":       func(d *Dossier) { d.Stocktakes[0].Counters = NewSet(string(testID(201))) },
	"onsite.recused":   func(d *Dossier) { d.Visits[0].Visitors = NewSet(string(testID(201)), string(testID(203))) },
	"onsite.unsigned":  func(d *Dossier) { d.Visits[0].Signed = false },
	"onsite.times":     func(d *Dossier) { d.Talks[0].To = "9:05" },
	"talk.informed":    func(d *Dossier) { d.Talks[0].Informed = false },
	"stock.difference": func(d *Dossier) { d.Stocktakes[0].Lines["001"] = StockLine{Book: 3, Counted: 2} },
	"heard.open":       func(d *Dossier) { d.Heard[0].Handling = "" },
	"material.overdue": func(d *Dossier) { d.Materials[0].ReceivedOn, d.Materials[0].ReturnedOn = Date{}, Date{} },
	"material.kept":    func(d *Dossier) { d.Case.OnSite.To = MustDate("2026-05-15"); d.Materials[0].ReturnedOn = Date{} },
	"material.dates":   func(d *Dossier) { d.Materials[0].ReturnedOn = MustDate("2026-04-09") },

	"principal.none": func(d *Dossier) {
		d.Principals, d.Findings[0].Responsible = nil, nil
		d.Findings[0].State = FindingProven
	},
	"principal.tenure":  func(d *Dossier) { d.Principals[0].From = Month{} },
	"principal.leaving": func(d *Dossier) { d.Principals[1].To = Month{} },
	"principal.twice":   func(d *Dossier) { d.Principals[1].Name, d.Principals[1].Post = "周样本", "局长" },
	"facts.over": func(d *Dossier) {
		d.Case.Facts.Posts = map[string]PostCount{PostsAdmin: {Quota: 30, Actual: 32}}
	},
	"facts.bodies":  func(d *Dossier) { d.Case.Facts.BodiesActual = 10 },
	"facts.outlay":  func(d *Dossier) { d.year("2023", func(y *FinanceYear) { y.Three = 801 }) },
	"facts.balance": func(d *Dossier) { d.year("2024", func(y *FinanceYear) { y.Income = 701 }) },
	"facts.years":   func(d *Dossier) { d.year("2027", func(y *FinanceYear) { y.Income = 1 }) },
	"roster.file":   func(d *Dossier) { d.Rosters[0].FileHash = "" },
	"roster.staff":  func(d *Dossier) { d.Rosters[0].Rows = 31 },

	"stage.order":          func(d *Dossier) { d.stage(Inspection, func(s *StageDates) { s.Started = MustDate("2026-04-08") }) },
	"stage.planned":        func(d *Dossier) { d.stage(Inspection, func(s *StageDates) { s.PlannedFrom = MustDate("2026-03-08") }) },
	"meeting.entry":        func(d *Dossier) { d.Meetings[0].On = MustDate("2026-04-09") },
	"meeting.notification": func(d *Dossier) { d.Case.OnSite.To = MustDate("2026-05-20") },
	"announce.late":        func(d *Dossier) { d.Case.Announce.From = MustDate("2026-04-09") },
	"selfcheck.early":      func(d *Dossier) { d.Case.SelfCheck.SubmittedOn = MustDate("2026-03-01") },
	"opinion.amount":       func(d *Dossier) { d.Opinions[0].AmountAfter = 800 },
}

// another adds a finding that nothing but f speaks against.
func (d *Dossier) another(f func(*Finding)) {
	next := d.Findings[0]
	next.ID, next.Number, next.State, next.Title = testID(33), 3, FindingDraft, "另一问题"
	f(&next)
	d.Findings = append(d.Findings, next)
}

func (d *Dossier) basis(f func(*Basis)) { f(&d.Findings[0].Bases[0]) }

func (d *Dossier) loose(f func(*Evidence)) {
	e := Evidence{ID: testID(43), Number: 3, Title: "散页", Kind: "document"}
	f(&e)
	d.Evidence = append(d.Evidence, e)
}

func (d *Dossier) notes(n ReviewNote) { d.Papers[0].Notes = map[string]ReviewNote{"01": n} }

// signatureGone makes the review one that was given on paper.
func (d *Dossier) signatureGone() { d.Signoffs = nil }

func (d *Dossier) year(y string, f func(*FinanceYear)) {
	d.Case.Facts.Finances[y] = with(d.Case.Facts.Finances[y], f)
}

func (d *Dossier) stage(s Stage, f func(*StageDates)) { d.Case.Stages[s] = with(d.Case.Stages[s], f) }

func TestASoundCaseBreaksNoRule(t *testing.T) {
	for _, f := range Sweep(sound(), sweepToday) {
		t.Errorf("%s: %+v", f.Code, f)
	}
	if gaps := Gaps(sound()); len(gaps) > 0 {
		t.Errorf("gaps: %+v", gaps)
	}
}

func TestEachRuleIsBrokenAlone(t *testing.T) {
	if n := len(SweepRules()); n < 40 || n != len(breaks) {
		t.Errorf("%d rules, %d ways to break one", n, len(breaks))
	}
	for _, r := range SweepRules() {
		spoil := breaks[r.Code]
		if spoil == nil {
			t.Errorf("nothing breaks %s", r.Code)
			continue
		}
		d := sound()
		spoil(&d)
		found := Sweep(d, sweepToday)
		if len(found) != 1 || found[0].Code != r.Code {
			t.Errorf("%s: found %+v", r.Code, found)
			continue
		}
		f := found[0]
		if f.Severity != r.Severity || !slices.Contains(Severities, f.Severity) || f.Noun == "" || f.Kind == "" || f.Room == "" || !f.Open() {
			t.Errorf("%s: %+v", r.Code, f)
		}
		if names := strings.Split(strings.Split(f.Field, "/")[0], "."); f.Field != "" && !FieldNames[names[0]] && names[0] != "meetings" && names[0] != "principals" {
			t.Errorf("%s leads to the field %q, which has no name", r.Code, f.Field)
		}
		d.Case.Sweep = map[string]Waiver{r.Code + "@" + string(testID(999)): {Reason: "r"}}
		if found := Sweep(d, sweepToday); !found[0].Open() {
			t.Errorf("%s: let pass at another noun", r.Code)
		}
		d.Case.Sweep = map[string]Waiver{f.Key(): {Reason: "原件移送"}}
		if found := Sweep(d, sweepToday); found[0].Open() || OpenErrors(found) != 0 {
			t.Errorf("%s: not let pass", r.Code)
		}
	}
}

func TestErrorsComeFirst(t *testing.T) {
	d := sound()
	for _, code := range []string{"evidence.gap", "heard.open", "sheet.authors"} {
		breaks[code](&d)
	}
	var got []string
	for _, f := range Sweep(d, sweepToday) {
		got = append(got, f.Code)
	}
	if want := []string{"sheet.authors", "heard.open", "evidence.gap"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWithoutADayNoTermHasRunOut(t *testing.T) {
	for _, code := range []string{"sheet.overdue", "evidence.unsigned", "material.overdue", "heard.open", "onsite.unsigned", "finding.year"} {
		d := sound()
		breaks[code](&d)
		if found := Sweep(d, Date{}); len(found) > 0 {
			t.Errorf("%s: %+v", code, found)
		}
	}
}

func TestGapsAreWhatIsLeftToDo(t *testing.T) {
	for _, c := range []struct {
		code  string
		spoil func(*Dossier)
	}{
		{"proof", func(d *Dossier) { d.Evidence[0].Withdrawn = "误收" }},
		{"paper", breaks["finding.paper"]},
		{"rule", breaks["law.none"]},
		{"law", breaks["law.unverified"]},
		{"item", func(d *Dossier) { d.answer("BZ-1-02", func(a *Answer) { a.Conclusion = "" }) }},
	} {
		d := sound()
		c.spoil(&d)
		if gaps := Gaps(d); len(gaps) != 1 || gaps[0].Code != c.code || gaps[0].Room == "" || gaps[0].Ref == "" {
			t.Errorf("%s: %+v", c.code, gaps)
		}
	}
	d := sound()
	d.Unit.Kind = Township
	delete(d.Answers, "BZ-1-02") // not meant for townships
	if gaps := Gaps(d); len(gaps) > 0 {
		t.Errorf("an item for others: %+v", gaps)
	}
}

func TestSweepHasWordsInBothLanguages(t *testing.T) {
	var keys []string
	for _, r := range SweepRules() {
		keys = append(keys, "sweep."+r.Code, "sweep."+r.Code+".hint")
	}
	for _, code := range GapCodes {
		keys = append(keys, "gap."+code)
	}
	for _, s := range Severities {
		keys = append(keys, "severity."+string(s))
	}
	for _, language := range []string{"zh-Hans", "en"} {
		texts := words(t, language)
		for _, k := range keys {
			if texts[k] == "" {
				t.Errorf("%s has no text for %q", language, k)
			}
		}
		for code, spoil := range breaks {
			d := sound()
			spoil(&d)
			for _, f := range Sweep(d, sweepToday) {
				for _, place := range places(texts["sweep."+code]) {
					if _, given := f.Args[place]; !given {
						t.Errorf("%s: the sentence of %s names {%s}, the rule gives %v", language, code, place, f.Args)
					}
				}
			}
		}
	}
}

// places gives the names written {name} in a text.
func places(text string) []string {
	var out []string
	for {
		_, rest, open := strings.Cut(text, "{")
		name, rest, closed := strings.Cut(rest, "}")
		if !open || !closed {
			return out
		}
		out, text = append(out, name), rest
	}
}

// BenchmarkSweep looks through a case of the size that the issue names: 104 items, 60 pieces of evidence, 40 findings.
func BenchmarkSweep(b *testing.B) {
	d := sound()
	d.Templates[Audit] = with(d.Templates[Audit], func(t *Template) {
		for i := range 98 {
			code := fmt.Sprintf("JJ-2-%02d", i)
			t.Sections = append(t.Sections, Section{Code: "JJ-2", Items: []Item{{Code: code}}})
			d.Answers[code] = Answer{ID: AnswerID(d.Case.ID, code), Item: code, Conclusion: Problem, Note: "n", Methods: NewSet("documents")}
		}
	})
	for i := range 40 {
		f := d.Findings[0]
		f.ID, f.Number, f.Title, f.Item = testID(1000+i), 10+i, fmt.Sprint("问题", i), fmt.Sprintf("JJ-2-%02d", i)
		p := d.Papers[0]
		p.ID, p.Index, p.Findings = testID(2000+i), fmt.Sprint("JJ001-2-", i), NewSet(string(f.ID))
		d.Findings, d.Papers = append(d.Findings, f), append(d.Papers, p)
		d.signed(Signoff{Kind: SignPaper, About: p.ID})
		s := d.Sheets[0]
		s.ID, s.Index = testID(3000+i), fmt.Sprint("JJ001-Q-", i)
		d.Sheets = append(d.Sheets, s)
	}
	for i := range 60 {
		e := d.Evidence[0]
		e.ID, e.Number, e.FileHash = testID(4000+i), 10+i, fmt.Sprintf("%064d", i)
		d.Evidence = append(d.Evidence, e)
		m := d.Materials[0]
		m.ID = testID(5000 + i)
		d.Materials = append(d.Materials, m)
	}
	b.ResetTimer()
	for b.Loop() {
		Sweep(d, sweepToday)
	}
}
