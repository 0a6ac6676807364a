package app

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestAFactIsComposedOfItsParts(t *testing.T) {
	for _, c := range []struct {
		parts FactParts
		want  string
	}{
		{FactParts{}, ""},
		{FactParts{When: "2025年3月至6月", Where: "局机关食堂", Who: "办公室", What: "将3笔收入直接用于支出", HowMuch: "共计12.5万元", Consequence: "造成收入未入账"},
			"2025年3月至6月，局机关食堂，办公室将3笔收入直接用于支出，共计12.5万元。造成收入未入账。"},
		{FactParts{When: "2025年", What: "未开展回避审查。"}, "2025年，未开展回避审查。"},
		{FactParts{Who: "人事科", What: "未核定职数；"}, "人事科未核定职数。"},
		{FactParts{HowMuch: "3人"}, "3人。"},
		{FactParts{Consequence: "超职数2名。"}, "超职数2名。"},
	} {
		if got := ComposeFact(c.parts); got != c.want {
			t.Errorf("%+v gives %q, want %q", c.parts, got, c.want)
		}
	}
}

func TestWordingIsLearntFromFindings(t *testing.T) {
	list := []Finding{
		{Type: "坐支", Title: "坐支收入", Requirement: "限期上缴", Treatment: "责令改正"},
		{Type: "坐支", Title: "坐支收入", Requirement: "限期上缴", Treatment: "责令改正"},
		{Type: "坐支", Title: "收入未上缴"},
		{Type: "坐支", Title: "旧说法", Requirement: "停用", State: FindingDropped},
		{Type: "超编", Title: "超编进人", Requirement: "清退", Treatment: "核减"},
	}
	got := StandardWording(list, "坐支")
	if len(got) != 2 || got[0].Title != "坐支收入" || got[0].Count != 2 || got[0].Requirement != "限期上缴" || got[1].Title != "收入未上缴" {
		t.Errorf("of the type: %+v", got)
	}
	if got := StandardWording(list, ""); len(got) != 3 {
		t.Errorf("of all types: %+v", got)
	}
}

func TestFindingsThatReadAlikeAreSuggested(t *testing.T) {
	d := Dossier{Findings: []Finding{
		{ID: "1", Strand: Audit, Title: "2025年坐支非税收入"}, {ID: "2", Strand: Audit, Title: "坐支非税收入"},
		{ID: "3", Strand: Review, Title: "坐支非税收入"}, {ID: "4", Strand: Audit, Title: "固定资产未入账"},
		{ID: "5", Strand: Audit, Title: "坐支非税收入", State: FindingDropped}, {ID: "6", Strand: Audit, Item: "JJ-1-01", Type: "坐支", Title: "另一说法"}}}
	ids := func(f Finding) (out []string) {
		for _, o := range Duplicates(d, f) {
			out = append(out, string(o.ID))
		}
		return out
	}
	if got := ids(d.Findings[0]); !slices.Equal(got, []string{"2"}) {
		t.Errorf("like the first: %v", got)
	}
	if got := ids(Finding{Strand: Audit, Item: "JJ-1-01", Type: "坐支", Title: "x"}); !slices.Equal(got, []string{"6"}) {
		t.Errorf("of the same item and type: %v", got)
	}
}

func TestLikenessIsTheSameBothWaysAndWholeForItself(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("坐支收入未上缴ab1 ，。")), 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		if Likeness(a, b) != Likeness(b, a) {
			t.Fatal("not the same both ways")
		}
		if n := Likeness(a, b); n < 0 || n > 100 {
			t.Fatal(n)
		}
		if len(letterPairs(a)) > 0 && Likeness(a, a+"。") != 100 {
			t.Fatal("a sign counts")
		}
	})
}

func TestTheProofMeterHasFiveLights(t *testing.T) {
	mine, day := NewSet("f"), MustDate("2026-05-01")
	read := []Basis{{Law: "a", Mark: Verified}}
	full := Dossier{Evidence: []Evidence{{Findings: mine}}, Sheets: []Sheet{{Findings: mine, SignedOn: day}},
		Papers: []Paper{{Findings: mine, Author: "a", Reviewer: "b", ReviewedOn: day}}}
	whole := Finding{ID: "f", Title: "t", Fact: "f", Bases: read}
	if !Proven(ProofMeter(full, whole)) {
		t.Fatalf("all there: %v", ProofMeter(full, whole))
	}
	for _, c := range []struct {
		name  string
		d     Dossier
		f     Finding
		light ProofLight
		want  LightState
	}{
		{"no fact", full, Finding{ID: "f", Title: "t"}, LightFact, LightHalf},
		{"evidence withdrawn", Dossier{Evidence: []Evidence{{Findings: mine, Withdrawn: "x"}}}, whole, LightProof, LightOff},
		{"only an unsigned sheet", Dossier{Evidence: []Evidence{{Findings: mine, Sheet: true}}}, whole, LightProof, LightHalf},
		{"no rule", full, Finding{ID: "f"}, LightRule, LightOff},
		{"rule nobody read", full, Finding{ID: "f", Bases: []Basis{{Law: "a"}}}, LightRule, LightHalf},
		{"rule read in the list", Dossier{Laws: map[string]Law{"a": {Mark: Verified}}}, Finding{ID: "f", Bases: []Basis{{Law: "a"}}}, LightRule, LightOn},
		{"rule repealed", Dossier{Laws: map[string]Law{"a": {Mark: Verified, Status: "repealed"}}}, whole, LightRule, LightHalf},
		{"sheet waits", Dossier{Sheets: []Sheet{{Findings: mine}}}, whole, LightSheet, LightHalf},
		{"sheet not signed, with reason", Dossier{Sheets: []Sheet{{Findings: mine, NotWhy: "拒签"}}}, whole, LightSheet, LightOn},
		{"sheet kept as evidence", Dossier{Evidence: []Evidence{{Findings: mine, Sheet: true, SignedOn: day}}}, whole, LightSheet, LightOn},
		{"paper not reviewed", Dossier{Papers: []Paper{{Findings: mine}}}, whole, LightPaper, LightHalf},
		{"paper of another finding", Dossier{Papers: []Paper{{Findings: NewSet("g")}}}, whole, LightPaper, LightOff},
	} {
		if got := ProofMeter(c.d, c.f)[c.light]; got != c.want {
			t.Errorf("%s: %s is %d, want %d", c.name, c.light, got, c.want)
		}
	}
}

func TestRulesAreFoundByWordsAndArticle(t *testing.T) {
	d := Dossier{Laws: map[string]Law{"audit-law": {Code: "audit-law", Name: "中华人民共和国审计法", Short: "审计法"},
		"cadre": {Code: "cadre", Name: "党政领导干部选拔任用工作条例"}, "old": {Code: "old", Name: "审计法（旧）", Status: "repealed"}},
		Findings: []Finding{{Bases: []Basis{{Law: "audit-law", Article: "第三十一条", Mark: Verified}}}}}
	for _, c := range []struct {
		text string
		want []Basis
	}{
		{"审计法 31", []Basis{{Law: "audit-law", Article: "第三十一条", Mark: Verified}, {Law: "old", Article: "第三十一条", Mark: Unverified}}},
		{"干部 第三十条", []Basis{{Law: "cadre", Article: "第三十条", Mark: Unverified}}},
		{"审计", []Basis{{Law: "audit-law", Article: "第三十一条", Mark: Verified}, {Law: "audit-law", Mark: Unverified}, {Law: "old", Mark: Unverified}}},
		{"没有的", nil},
	} {
		if got := FindRules(d, c.text, 10); !slices.Equal(got, c.want) {
			t.Errorf("%q finds %+v, want %+v", c.text, got, c.want)
		}
	}
	for text, want := range map[string]string{"31": "第三十一条", "第105条": "第一百零五条", "三十一条": "第三十一条", "一": "", "0": "", "审计法": "", "12条": "第十二条"} {
		if got, _ := ReadArticle(text); got != want {
			t.Errorf("%q reads %q, want %q", text, got, want)
		}
	}
}
