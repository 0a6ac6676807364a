package assets

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func loadedChecklists(t *testing.T) []Checklist {
	t.Helper()
	lists, err := Checklists()
	if err != nil {
		t.Fatalf("loading the checklists: %v", err)
	}
	return lists
}

func allItems(t *testing.T) map[string]ChecklistItem {
	t.Helper()
	items := map[string]ChecklistItem{}
	for _, list := range loadedChecklists(t) {
		for _, item := range list.Items() {
			if _, taken := items[item.Code]; taken {
				t.Errorf("%s: code used twice", item.Code)
			}
			items[item.Code] = item
		}
	}
	return items
}

func TestChecklistsAreCompleteInEverySection(t *testing.T) {
	want := []struct {
		code, strand string
		sections     []int
		total        int
	}{
		{"XR", StrandReview, []int{5, 6, 3, 5, 4, 4, 4, 2}, 33},
		{"BZ", StrandVerification, []int{5, 5, 6, 8, 3, 4}, 31},
		{"JJ", StrandAudit, []int{3, 4, 9, 7, 5, 4, 4, 4}, 40},
	}
	lists := loadedChecklists(t)
	if len(lists) != len(want) {
		t.Fatalf("%d checklists, want %d", len(lists), len(want))
	}
	for i, list := range lists {
		w := want[i]
		if list.Code != w.code || list.Strand != w.strand {
			t.Errorf("checklist %d is %s of %s, want %s of %s", i, list.Code, list.Strand, w.code, w.strand)
		}
		if got := len(list.Items()); got != w.total {
			t.Errorf("%s has %d items, want %d", list.Code, got, w.total)
		}
		var counts []int
		for _, section := range list.Sections {
			counts = append(counts, len(section.Items))
		}
		if !slices.Equal(counts, w.sections) {
			t.Errorf("%s has %v items by section, want %v", list.Code, counts, w.sections)
		}
	}
}

func TestCodesCountUpWithoutGaps(t *testing.T) {
	version := regexp.MustCompile(`^\d{4}\.\d+$`)
	for _, list := range loadedChecklists(t) {
		if !version.MatchString(list.Version) {
			t.Errorf("%s: version %q", list.Code, list.Version)
		}
		for s, section := range list.Sections {
			if want := fmt.Sprintf("%s-%d", list.Code, s+1); section.Code != want {
				t.Errorf("section %s, want %s", section.Code, want)
			}
			for i, item := range section.Items {
				if want := fmt.Sprintf("%s-%02d", section.Code, i+1); item.Code != want {
					t.Errorf("item %s, want %s", item.Code, want)
				}
			}
		}
	}
	allItems(t)
}

// hasHan and halfWidth tell a Chinese text from an English one and find the punctuation that a keyboard left behind.
func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func halfWidth(s string) bool { return strings.ContainsAny(s, `,;:()"'?!`) }

func checkText(t *testing.T, where, zh, en string) {
	t.Helper()
	if !hasHan(zh) || halfWidth(zh) || strings.TrimSpace(zh) != zh {
		t.Errorf("%s: Chinese text %q", where, zh)
	}
	if en == "" || hasHan(en) || strings.TrimSpace(en) != en {
		t.Errorf("%s: English text %q", where, en)
	}
}

func TestEveryTextStandsInBothLanguages(t *testing.T) {
	for _, list := range loadedChecklists(t) {
		checkText(t, list.Code, list.Title, list.TitleEn)
		for _, section := range list.Sections {
			checkText(t, section.Code, section.Name, section.NameEn)
		}
	}
	seen := map[string]string{}
	for code, item := range allItems(t) {
		checkText(t, code, item.Check, item.CheckEn)
		if !strings.HasSuffix(item.Check, "。") || !strings.HasSuffix(item.CheckEn, ".") {
			t.Errorf("%s: the check is no whole sentence: %q / %q", code, item.Check, item.CheckEn)
		}
		for _, text := range []string{item.Check, item.CheckEn} {
			if other, twice := seen[text]; twice {
				t.Errorf("%s asks the same as %s: %q", code, other, text)
			}
			seen[text] = code
		}
		if len(item.Problems) == 0 || len(item.Problems) != len(item.ProblemsEn) {
			t.Errorf("%s: %d problem types, %d in English", code, len(item.Problems), len(item.ProblemsEn))
			continue
		}
		for i := range item.Problems {
			checkText(t, code, item.Problems[i], item.ProblemsEn[i])
		}
		if item.AppliesNote != "" || item.AppliesNoteEn != "" {
			checkText(t, code, item.AppliesNote, item.AppliesNoteEn)
		}
	}
}

func duplicate(values []string) string {
	seen := map[string]bool{}
	for _, value := range values {
		if seen[value] {
			return value
		}
		seen[value] = true
	}
	return ""
}

func TestListsOfAnItemNameEachThingOnce(t *testing.T) {
	methods := []string{MethodReport, MethodTalk, MethodDocuments, MethodSite, MethodSurvey, MethodOther}
	units := []string{UnitCounty, UnitOrgan, UnitInstitution, UnitTownship}
	kinds := []string{KindLedger, KindDesk, KindPaper}
	known := map[string]Material{}
	for code, item := range allItems(t) {
		var names, rules []string
		for _, material := range item.Materials {
			names = append(names, material.Name)
			checkText(t, code, material.Name, material.NameEn)
			if !slices.Contains(kinds, material.Kind) {
				t.Errorf("%s: %s is of kind %q", code, material.Name, material.Kind)
			}
			if before, ok := known[material.Name]; ok && before != material {
				t.Errorf("%s: %s is %v here and %v elsewhere", code, material.Name, material, before)
			}
			known[material.Name] = material
		}
		for _, basis := range item.Bases {
			rules = append(rules, basis.Law+" "+basis.Article)
		}
		if len(names) == 0 || len(item.Methods) == 0 || len(rules) == 0 {
			t.Errorf("%s: %d materials, %d methods, %d bases; none may be missing", code, len(names), len(item.Methods), len(rules))
		}
		for _, values := range [][]string{names, item.Methods, item.Problems, item.ProblemsEn, item.AppliesTo, rules} {
			if twice := duplicate(values); twice != "" {
				t.Errorf("%s names %q twice", code, twice)
			}
		}
		for _, method := range item.Methods {
			if !slices.Contains(methods, method) {
				t.Errorf("%s: unknown method %q", code, method)
			}
		}
		for _, unit := range item.AppliesTo {
			if !slices.Contains(units, unit) {
				t.Errorf("%s: unknown kind of unit %q", code, unit)
			}
		}
	}
}

func TestMethodsAreThoseOfThePlansTable(t *testing.T) {
	letters := map[rune]string{'汇': MethodReport, '谈': MethodTalk, '阅': MethodDocuments, '察': MethodSite, '调': MethodSurvey}
	table := map[string]string{
		"XR-1-01": "汇阅谈", "XR-1-04": "汇谈阅", "XR-2-01": "阅调", "XR-2-04": "阅谈", "XR-3-02": "阅", "XR-4-03": "阅调",
		"XR-5-03": "阅谈", "XR-6-04": "阅", "XR-7-03": "阅察", "XR-8-02": "调谈",
		"BZ-1-04": "汇阅察", "BZ-2-01": "汇阅谈", "BZ-2-05": "调谈", "BZ-3-06": "阅察", "BZ-4-02": "阅察谈", "BZ-4-04": "阅调谈",
		"BZ-4-06": "阅察调", "BZ-5-02": "阅", "BZ-6-03": "察", "BZ-6-04": "阅调",
		"JJ-1-01": "汇阅", "JJ-2-01": "阅谈", "JJ-3-07": "阅察调", "JJ-4-05": "阅察", "JJ-4-06": "阅谈", "JJ-5-04": "阅",
		"JJ-5-05": "阅察", "JJ-6-03": "阅调", "JJ-7-03": "阅察调", "JJ-8-03": "阅调",
	}
	items := allItems(t)
	for code, methods := range table {
		var want []string
		for _, letter := range methods {
			want = append(want, letters[letter])
		}
		if got := items[code].Methods; !slices.Equal(got, want) {
			t.Errorf("%s: methods %v, want %v", code, got, want)
		}
	}
}

func TestEveryBasisResolvesAndIsMarked(t *testing.T) {
	article := regexp.MustCompile(`^第[一二三四五六七八九十百零]+条(（[一二三四五六七八九十]+）)?$`)
	cited := 0
	for code, item := range allItems(t) {
		for _, basis := range item.Bases {
			cited++
			law, ok := LawByID(basis.Law)
			if !ok {
				t.Errorf("%s cites %q, which is not in the list of laws", code, basis.Law)
				continue
			}
			switch basis.Mark {
			case MarkVerified:
				if basis.Article != "" && !article.MatchString(basis.Article) && basis.Note == "" {
					t.Errorf("%s: %s %q is verified without an article and without a note", code, basis.Law, basis.Article)
				}
			case MarkUnverified:
				if basis.Note == "" {
					t.Errorf("%s: %s %q is unverified and does not say what is open", code, basis.Law, basis.Article)
				}
			default:
				t.Errorf("%s: %s has mark %q", code, basis.Law, basis.Mark)
			}
			if law.Mark == MarkUnverified && basis.Mark == MarkVerified {
				t.Errorf("%s: %s is marked verified, its law is not", code, basis.Law)
			}
			if law.Generic && basis.Note == "" {
				t.Errorf("%s: %s stands for a local rule and does not say so", code, basis.Law)
			}
			if law.Status == LawRepealed {
				t.Errorf("%s cites the repealed %s", code, law.Name)
			}
		}
	}
	if cited == 0 {
		t.Fatal("no item cites anything")
	}
}

func TestBasesKeepTheArticlesAndMarksOfTheSource(t *testing.T) {
	items := allItems(t)
	for code, want := range map[string][]Basis{
		"XR-2-01": {{Law: "civil-servant-law", Article: "第七十一条", Mark: MarkVerified}, {Law: "civil-servant-law", Article: "第一百零六条", Mark: MarkVerified}, {Law: "order-486", Article: "第二十六条（五）", Mark: MarkVerified}},
		"XR-5-03": {{Law: "selection-supervision", Article: "第六条", Mark: MarkVerified}},
		"BZ-1-01": {{Law: "establishment-regulation", Article: "第二十三条", Mark: MarkVerified}, {Law: "establishment-supervision", Article: "第四条", Mark: MarkVerified}, {Law: "establishment-supervision", Article: "第六条", Mark: MarkVerified}},
		"JJ-3-05": {{Law: "budget-law", Article: "第五十五条", Mark: MarkVerified}, {Law: "budget-law", Article: "第五十六条", Mark: MarkVerified}, {Law: "budget-law", Article: "第六十三条", Mark: MarkVerified}, {Law: "order-427", Article: "第三条", Mark: MarkVerified}, {Law: "order-427", Article: "第四条", Mark: MarkVerified}},
		"JJ-2-04": {{Law: "internal-control", Mark: MarkUnverified, Note: "条号待核对"}},
		"JJ-6-04": {{Law: "state-assets", Article: "第三十一条", Mark: MarkVerified}, {Law: "state-assets", Article: "第五十三条（五）", Mark: MarkVerified}},
	} {
		if got := items[code].Bases; !slices.Equal(got, want) {
			t.Errorf("%s: bases %v, want %v", code, got, want)
		}
	}
	for code, item := range items {
		for _, basis := range item.Bases {
			if basis.Law == "cadre-selection" && basis.Mark != MarkUnverified {
				t.Errorf("%s: an article of the 2019 selection regulations counts as verified, nobody has read it", code)
			}
		}
	}
}

func TestCountyItemsAreAskedOfCountiesOnly(t *testing.T) {
	for code, item := range allItems(t) {
		county := code == "JJ-1-03" || code == "JJ-2-02"
		if !item.Applies(UnitCounty) {
			t.Errorf("%s is not asked of a county", code)
		}
		for _, unit := range []string{UnitOrgan, UnitInstitution, UnitTownship, "enterprise"} {
			if item.Applies(unit) == county {
				t.Errorf("%s: asked of %s is %v", code, unit, item.Applies(unit))
			}
		}
		if (item.AppliesNote != "") != (code == "JJ-2-02") {
			t.Errorf("%s: note on whom it applies to: %q", code, item.AppliesNote)
		}
	}
}

func TestStrictDecodingRefusesWhatNobodyReads(t *testing.T) {
	for name, data := range map[string]string{
		"unknown field": `{"code":"XR","colour":"red"}`,
		"misspelt deep": `{"sections":[{"items":[{"chek":"x"}]}]}`,
		"wrong type":    `{"code":7}`,
		"cut short":     `{"code":"XR"`,
		"empty":         ``,
	} {
		if err := decodeStrict([]byte(data), &Checklist{}); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if err := decodeStrict([]byte(`{"code":"XR"} {}`), &Checklist{}); !errors.Is(err, errTrailing) {
		t.Errorf("trailing data: %v", err)
	}
	list := Checklist{}
	if err := decodeStrict([]byte("{\"code\":\"XR\"}\n"), &list); err != nil || list.Code != "XR" {
		t.Errorf("a good value: %v, %v", list.Code, err)
	}
}
