package reports

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/document"
)

func compose(t *testing.T, d app.Dossier, s app.Strand, draft bool) *document.Document {
	t.Helper()
	doc, err := Compose(d, s, Options{Draft: draft, Today: day("2026-10-12")})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestDraftHasWatermarkAndTermAndNoNumber(t *testing.T) {
	doc := compose(t, county(), app.Audit, true)
	if doc.Watermark != "征求意见稿" || doc.Number != "" || doc.Head != nil || doc.Imprint != nil || !doc.Draft {
		t.Errorf("watermark %q, number %q, head %v, imprint %v", doc.Watermark, doc.Number, doc.Head, doc.Imprint)
	}
	text := doc.Text()
	for _, want := range []string{"10个工作日内", "视为无异议", "示例市“三责联审”第一联审组"} {
		if !strings.Contains(text, want) {
			t.Errorf("the draft does not say %q", want)
		}
	}
	if strings.Contains(text, "示审责报") || strings.Contains(text, "未予采纳") {
		t.Error("the draft tells what only the final report may tell")
	}
}

func TestFinalHasNumberHeadImprintAndNoTerm(t *testing.T) {
	doc := compose(t, county(), app.Verification, false)
	if doc.Number != "示编审〔2026〕3号" || doc.Watermark != "" || doc.Draft {
		t.Errorf("number %q, watermark %q", doc.Number, doc.Watermark)
	}
	if got := doc.Head.Organs[0].Text; got != "中共示例市委机构编制委员会办公室" {
		t.Errorf("head %q", got)
	}
	if got := joined(doc.Imprint.CopyTo); got != "市委、市政府市纪委监委市委组织部市审计局市委联审工作领导小组办公室" {
		t.Errorf("copies to %q", got)
	}
	if strings.Contains(doc.Text(), "征求你们的意见") {
		t.Error("the final report asks for opinions")
	}
}

func TestNothingIsToldThatWasNotDone(t *testing.T) {
	zero := regexp.MustCompile(`(?:^|[^0-9.,])0(?:人次|份|张|条|场|项|件|类|个|批|卷)`)
	for _, d := range []app.Dossier{{}, spotless(), county()} {
		for _, s := range app.Strands {
			for _, draft := range []bool{true, false} {
				if at := zero.FindString(compose(t, d, s, draft).Text()); at != "" {
					t.Errorf("%s, draft %v: says %q", s, draft, at)
				}
			}
		}
	}
}

func TestUnknownStrandIsRefused(t *testing.T) {
	if _, err := Compose(county(), "taxes", Options{}); app.CodeOf(err) != "strand.unknown" {
		t.Errorf("got %v", err)
	}
	if got := Sections(county(), "taxes", Options{}); got != nil {
		t.Errorf("got %d sections", len(got))
	}
}

func TestFindingsStandByWhoAnswersForThem(t *testing.T) {
	c, err := newComposer(county(), app.Review, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range c.grouped() {
		line := joined(g.title)
		for _, f := range g.findings {
			line += "/" + f.Title
		}
		got = append(got, line)
	}
	want := []string{"周样本同志承担责任的问题/6人任前公示仅3个工作日", "周样本同志、吴范例同志均承担责任的问题/县住建局超职数配备副科级领导1名"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestResponsibilityIsSaidPerPrincipal(t *testing.T) {
	d := county()
	zhou, wu := d.Principals[0].ID, d.Principals[1].ID
	for _, c := range []struct {
		who  map[app.ID]app.Responsibility
		want string
	}{
		{map[app.ID]app.Responsibility{zhou: app.Leadership}, "对此，周样本同志应负领导责任。"},
		{map[app.ID]app.Responsibility{zhou: app.Leadership, wu: app.Leadership}, "对此，周样本同志、吴范例同志均应负领导责任。"},
		{map[app.ID]app.Responsibility{zhou: app.Leadership, wu: app.Direct}, "对此，周样本同志应负领导责任，吴范例同志应负直接责任。"},
		{map[app.ID]app.Responsibility{zhou: app.Unassigned, wu: app.InChargeOld}, "对此，吴范例同志应负主管责任。"},
		{map[app.ID]app.Responsibility{zhou: app.Unassigned}, "该问题不界定个人责任。"},
		{nil, ""},
	} {
		comp, _ := newComposer(d, app.Audit, Options{})
		if got := joined(comp.answersFor(app.Finding{Responsible: c.who})); got != c.want {
			t.Errorf("%v: got %q, want %q", c.who, got, c.want)
		}
	}
}

func TestRulesAreNamedInFull(t *testing.T) {
	comp, _ := newComposer(county(), app.Audit, Options{})
	for _, c := range []struct {
		bases []app.Basis
		want  string
	}{
		{[]app.Basis{{Law: "budget-law", Article: "第三条"}, {Law: "budget-law", Article: "第九条（二）"}}, "《中华人民共和国预算法》第三条、第九条第（二）项"},
		{[]app.Basis{{Law: "budget-law"}, {Law: "audit-law", Article: "第四条"}, {Law: "allowances"}}, "《中华人民共和国预算法》、《中华人民共和国审计法》第四条和规范津贴补贴的有关规定"},
		{[]app.Basis{{Law: "local-rule-9"}}, "《local-rule-9》"},
	} {
		if got := joined(comp.bases(app.Finding{Bases: c.bases})); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestAssessmentFollowsItsRule(t *testing.T) {
	row := func(good, poor int) []app.Evaluation {
		return []app.Evaluation{{Rows: map[app.Strand]app.Tally{app.Review: {Good: good, Poor: poor}}}}
	}
	direct := func(d *app.Dossier) {
		d.Findings[0].Responsible = map[app.ID]app.Responsibility{d.Principals[0].ID: app.Direct}
	}
	for _, c := range []struct {
		name string
		set  func(*app.Dossier)
		want string
	}{
		{"recorded", func(d *app.Dossier) {}, "基本履行"},
		{"good score", func(d *app.Dossier) { d.Evaluations = row(10, 0); d.Findings = d.Findings[:1] }, assessWell},
		{"direct responsibility", func(d *app.Dossier) { d.Evaluations = row(10, 0); direct(d) }, assessBasic},
		{"middling score", func(d *app.Dossier) { d.Evaluations = row(6, 4) }, assessBasic},
		{"bad score", func(d *app.Dossier) { d.Evaluations = row(1, 9); direct(d) }, assessPoorly},
		{"findings and no evaluation", func(d *app.Dossier) { d.Evaluations = nil; d.Findings = d.Findings[:1] }, assessBasic},
		{"nothing found and no evaluation", func(d *app.Dossier) { d.Evaluations, d.Findings = nil, nil }, assessWell},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := county()
			if c.name != "recorded" {
				d.Case.Strands[app.Review] = app.CaseStrand{}
			}
			c.set(&d)
			comp, _ := newComposer(d, app.Review, Options{})
			if got, recorded := comp.assessment(); got != c.want || recorded != (c.name == "recorded") {
				t.Errorf("got %q, recorded %v; want %q", got, recorded, c.want)
			}
		})
	}
}

func TestWordsForPlacesInTheText(t *testing.T) {
	for _, c := range [][2]string{
		{span(day("2026-04-08"), day("2026-04-12")), "2026年4月8日至12日"},
		{span(day("2026-04-08"), day("2026-06-12")), "2026年4月8日至6月12日"},
		{span(day("2025-12-08"), day("2026-06-12")), "2025年12月8日至2026年6月12日"},
		{span(day("2026-04-08"), app.Date{}), "2026年4月8日"},
		{span(day("2026-04-08"), day("2026-04-08")), "2026年4月8日"},
		{stop("已完成"), "已完成。"}, {stop("已完成。"), "已完成。"}, {stop("他说“好。”"), "他说“好。”"}, {stop("甲、"), "甲。"}, {stop(" "), ""},
		{bare("超概算。"), "超概算"}, {quoted("厉行节约和“三公”经费"), "“厉行节约和‘三公’经费”"},
		{count("谈话", 0, "人次"), ""}, {count("谈话", 1, "人次"), "谈话1人次"},
		{tidy(" 甲\r\n乙\t丙 "), "甲\n乙 丙"},
	} {
		if c[0] != c[1] {
			t.Errorf("got %q, want %q", c[0], c[1])
		}
	}
}

func TestOrgansHaveFullAndShortNames(t *testing.T) {
	comp, _ := newComposer(county(), app.Review, Options{})
	for _, c := range [][3]string{
		{"市委组织部", "中共示例市委组织部", "市委组织部"}, {"市编办", "中共示例市委机构编制委员会办公室", "市委编办"},
		{"市审计局", "示例市审计局", "市审计局"}, {"示例市审计局", "示例市审计局", "市审计局"}, {"中共示例市委组织部", "中共示例市委组织部", "市委组织部"}, {"省审计厅", "省审计厅", "省审计厅"},
	} {
		full := comp.organ(c[0])
		if short := comp.brief(full); full != c[1] || short != c[2] {
			t.Errorf("%s: got %q, %q; want %q, %q", c[0], full, short, c[1], c[2])
		}
	}
}

func TestPostsBearTheUnitOnce(t *testing.T) {
	for _, c := range []struct {
		d          app.Dossier
		post, held string
	}{{county(), "青禾县委书记", "青禾县委书记"}, {bureau(), "示例市水务局原党组书记、局长", "示例市水务局党组书记、局长"}} {
		comp, _ := newComposer(c.d, app.Review, Options{})
		p := c.d.Principals[0]
		if got, held := comp.post(p).Text, comp.held(p).Text; got != c.post || held != c.held {
			t.Errorf("got %q, %q; want %q, %q", got, held, c.post, c.held)
		}
	}
}

func TestEverySentenceOfAFindingNamesItsFacts(t *testing.T) {
	d := county()
	for _, s := range app.Strands {
		for _, sec := range Sections(d, s, Options{}) {
			if sec.Key != "problems" {
				continue
			}
			for _, st := range sec.Statements {
				if len(st.Refs) == 0 {
					t.Errorf("%s: no fact behind %q", s, st.Text)
				}
			}
			if !slices.ContainsFunc(sec.Refs, func(r string) bool { return strings.HasPrefix(r, "finding/") && strings.HasSuffix(r, "/fact") }) {
				t.Errorf("%s: no finding's fact among %v", s, sec.Refs)
			}
		}
	}
}

func TestFileNamesAreSafe(t *testing.T) {
	d := county()
	if got, want := FileName(d, app.Review, true), "LS2026-001_青禾县_选人用人责任审查报告_征求意见稿.pdf"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	d.Unit.ShortName = "a/b\\c:d\n" + strings.Repeat("长", 300)
	got := FileName(d, app.Audit, false)
	if strings.ContainsAny(got, "/\\:\n") || len(got) > 255 || !strings.HasSuffix(got, ".pdf") {
		t.Errorf("got %q, %d bytes", got, len(got))
	}
}

func TestReadySaysWhatIsMissing(t *testing.T) {
	for _, c := range []struct {
		name  string
		set   func(*app.Dossier)
		draft bool
		want  string
	}{
		{"draft on site", func(d *app.Dossier) { d.Case.Stage = app.Inspection }, true, ""},
		{"draft before", func(d *app.Dossier) { d.Case.Stage = app.EntryMeeting }, true, "report.early"},
		{"final", func(d *app.Dossier) {}, false, ""},
		{"not approved", func(d *app.Dossier) { d.Approvals[0].Agreed = false }, false, "report.unapproved"},
		{"no number", func(d *app.Dossier) {
			d.Case.Strands[app.Review] = app.CaseStrand{ApprovingDept: "市委组织部"}
		}, false, "report.unnumbered"},
		{"finding open", func(d *app.Dossier) { d.Findings[0].State = app.FindingDraft }, false, "report.unproven"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := county()
			c.set(&d)
			if got := app.CodeOf(Ready(d, app.Review, c.draft)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestPrintGivesTheSameBytesTwice(t *testing.T) {
	opt := Options{Draft: true, Today: day("2026-10-12")}
	a, err := Print(context.Background(), county(), app.Audit, opt)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Print(context.Background(), county(), app.Audit, opt)
	if err != nil {
		t.Fatal(err)
	}
	if a.SHA256 != b.SHA256 || a.Pages < 5 {
		t.Errorf("hashes %s and %s, %d pages", a.SHA256, b.SHA256, a.Pages)
	}
}

func TestAnUnprintableCharacterIsNamedWithRecordAndField(t *testing.T) {
	d := county()
	d.Principals[0].Name = "周\U000F0001本"
	_, err := Print(context.Background(), d, app.Review, Options{Draft: true})
	var refusal *app.Error
	if !errors.As(err, &refusal) {
		t.Fatalf("got %v", err)
	}
	if record, field := refusal.Args["record"], refusal.Args["field"]; record != "联审对象"+d.Principals[0].Name || field != "姓名" {
		t.Errorf("record %q, field %q", record, field)
	}
}

func TestPrintStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Print(ctx, county(), app.Review, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestVeryLongTextsAndManyFindingsPrint(t *testing.T) {
	d := county()
	long := strings.Repeat("经查，该事项未按规定办理。", 8000)
	d.Findings[0].Fact, d.Findings[0].Requirement = long, strings.Repeat("补办手续，完善制度，", 400)
	d.Findings[1].Title = strings.Repeat("超职数配备", 100)
	for i := range 60 {
		d.Findings = append(d.Findings, finding(300+i, app.Review, "XR-1-01", "", "问题", 0, nil))
	}
	res, err := Print(context.Background(), d, app.Review, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if res.Pages < 150 {
		t.Errorf("%d pages for 100,000 characters", res.Pages)
	}
}

func BenchmarkPrint(b *testing.B) {
	d := county()
	for b.Loop() {
		if _, err := Print(context.Background(), d, app.Audit, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompose(b *testing.B) {
	d := county()
	for b.Loop() {
		if _, err := Compose(d, app.Audit, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func TestOnlyAFinalReportBearsTheCheckCodeOfTheLog(t *testing.T) {
	for _, c := range []struct {
		opt  Options
		want string
	}{
		{Options{Tip: "7K2M-Q9XD", Today: day("2026-10-12")}, "日志校验码 7K2M-Q9XD（2026年10月12日）"},
		{Options{Tip: "7K2M-Q9XD"}, "日志校验码 7K2M-Q9XD"},
		{Options{Today: day("2026-10-12")}, ""},
		{Options{Tip: "7K2M-Q9XD", Draft: true, Today: day("2026-10-12")}, ""},
	} {
		doc, err := Compose(county(), app.Audit, c.opt)
		if err != nil {
			t.Fatal(err)
		}
		if doc.Trace.Text != c.want {
			t.Errorf("%+v: %q, want %q", c.opt, doc.Trace.Text, c.want)
		}
		if text := doc.Text(); c.want != "" && !strings.HasSuffix(text, c.want+"\n") || c.want == "" && strings.Contains(text, "校验码") {
			t.Errorf("%+v: the text ends %q", c.opt, text[max(0, len(text)-60):])
		}
	}
}
