package reports

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
)

func rendition(t *testing.T, d app.Dossier, s app.Strand, draft bool) *document.Document {
	t.Helper()
	doc, err := Compose(d, s, Options{Draft: draft, Today: day("2026-10-12"), Tip: "7K2M-Q9XD", Lang: document.English, Identity: Identity{Version: 2}})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestRenditionsReadAsTheGoldenFilesSay(t *testing.T) {
	for _, g := range []struct {
		name   string
		d      app.Dossier
		strand app.Strand
		draft  bool
	}{
		{"english-county-audit", county(), app.Audit, false},
		{"english-county-review", county(), app.Review, false},
		{"english-county-verification", county(), app.Verification, false},
		{"english-bureau-audit-draft", bureau(), app.Audit, true},
		{"english-bureau-review-draft", bureau(), app.Review, true},
		{"english-spotless-verification", spotless(), app.Verification, false},
		{"english-adopted-audit", adopted(), app.Audit, false},
		{"english-edited-review", edited(), app.Review, false},
		{"english-empty-audit-draft", app.Dossier{}, app.Audit, true},
	} {
		t.Run(g.name, func(t *testing.T) {
			doc := rendition(t, g.d, g.strand, g.draft)
			golden(t, g.name, doc.Text())
			res, err := pdf.Render(doc)
			if err != nil {
				t.Fatal(err)
			}
			if dir := os.Getenv("LOOKS"); dir != "" {
				if err := pdf.WriteFile(filepath.Join(dir, g.name+".pdf"), res); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestRenditionIsMarkedAndHasNothingOfficial(t *testing.T) {
	for _, s := range app.Strands {
		doc := rendition(t, county(), s, false)
		if doc.Head != nil || doc.Number != "" || doc.Imprint != nil || doc.Signature != nil || doc.Code != nil || doc.Meta.ID != "" || doc.Trace.Text != "" {
			t.Errorf("%s: a rendition with head, number, seal or identity: %+v", s, doc)
		}
		text := doc.Text()
		for _, want := range []string{"English rendition. The Chinese text prevails.", county().Case.Strands[s].Number, "bears its seal"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", s, want)
			}
		}
		res, err := pdf.Render(doc)
		if err != nil {
			t.Fatal(err)
		}
		pages, err := pdf.ReadText(res.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		for i, page := range pages {
			if !strings.Contains(strings.Join(strings.Fields(string(page.Text)+string(page.Artifacts)), ""), "theChinesetextprevails") {
				t.Errorf("%s: page %d does not say what it is", s, i+1)
			}
		}
	}
	if doc := rendition(t, county(), app.Audit, true); doc.Watermark != "DRAFT" || strings.Contains(doc.Text(), "示审责报") {
		t.Error("the rendition of a draft is not marked, or has the number of the report")
	}
}

// chineseMarks are the marks of Chinese texts; quotation marks are the same in both.
const chineseMarks = "，。；：、！？（）《》"

func TestRenditionHasChineseMarksOnlyInWhatIsQuoted(t *testing.T) {
	for _, s := range app.Strands {
		for _, d := range []app.Dossier{county(), bureau(), adopted(), reworded()} {
			quotes := regexp.MustCompile(`“[^“”]*”`)
			for _, line := range strings.Split(rendition(t, d, s, false).Text(), "\n") {
				if bare := quotes.ReplaceAllString(line, ""); strings.ContainsAny(bare, chineseMarks) {
					t.Errorf("%s: %q", s, line)
				}
			}
		}
	}
}

func TestTranslationStandsInThePlaceOfTheOriginal(t *testing.T) {
	d := county()
	f := d.Findings[3]
	give := func(of, chinese, english string) {
		d.Texts = append(d.Texts, app.ReportText{ID: app.ReportTextID(d.Case.ID, app.Audit, TranslationKey(of)), Case: d.Case.ID, Strand: app.Audit,
			Section: TranslationKey(of), Text: english, FactsHash: TranslationHash(chinese)})
	}
	give(Ref(f, "fact"), f.Fact, "Revenue from land sales was not paid to the treasury.")
	give(Ref(f, "title"), f.Title, "Land revenue withheld from the treasury")
	give(Ref(d.Findings[4], "fact"), "an older fact", "Not to be printed.")
	for _, s := range Sections(d, app.Audit, Options{}) {
		if s.Key == "others" {
			give(s.Key, s.Text, "A translator wrote this section.")
		}
	}
	text := rendition(t, d, app.Audit, false).Text()
	for _, want := range []string{"Finding 1. Land revenue withheld from the treasury\nCondition. Revenue from land sales was not paid to the treasury.\n", "6. Other matters\nA translator wrote this section.\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the rendition does not say %q", want)
		}
	}
	if strings.Contains(text, "Not to be printed") {
		t.Error("the translation of an older text is printed")
	}
	if chinese := compose(t, d, app.Audit, false).Text(); strings.Contains(chinese, "translator") || strings.Contains(chinese, "treasury") {
		t.Error("a translation is in the Chinese report")
	}
}

func TestNamesInEnglish(t *testing.T) {
	for chinese, want := range map[string]string{"周样本": "Zhou Yangben", "单样本": "Shan Yangben", "欧阳修": "Ouyang Xiu", "吕布": "Lü Bu", "仇保安": "Qiu Bao’an",
		"曾国藩": "Zeng Guofan", "王𬭎x": "王𬭎x", "甲": "甲"} {
		if got := personInEnglish(chinese); got != want {
			t.Errorf("%s is %q, not %q", chinese, got, want)
		}
	}
	for chinese, want := range map[string]string{"示例市水务局": "Shili Municipal Water Affairs Bureau", "中共示例市委组织部": "Organization Department of the CPC Shili Municipal Committee",
		"示例市青禾县": "Qinghe County", "示例市青禾县桃坞镇": "Taowu Town, Qinghe County", "示例市青禾县审计局": "Qinghe County Audit Bureau", "示例市纪委监委": "Shili Municipal Commission for Discipline Inspection and Supervision",
		"示例市供销合作社联合社": "Shili Municipal Federation of Supply and Marketing Cooperatives", "示例市第一中学": ""} {
		if got := organInEnglish(chinese, "示例市"); got != want {
			t.Errorf("%s is %q, not %q", chinese, got, want)
		}
	}
	for chinese, want := range map[string]string{"县委书记": "Secretary of the County Party Committee", "党组副书记": "Deputy Secretary of the Leading Party Members Group", "副局长": "Deputy Director", "调研员": ""} {
		if got := officeInEnglish(chinese); got != want {
			t.Errorf("%s is %q, not %q", chinese, got, want)
		}
	}
}

func TestAmountsDatesAndArticlesInEnglish(t *testing.T) {
	plain := func(s string) string { return strings.ReplaceAll(s, hard, " ") }
	for fen, want := range map[app.Money]string{2317500000: "RMB 23.18 million", 43156025: "RMB 431,560.25", 70801606204: "RMB 708.02 million", 708016062040: "RMB 7.08 billion",
		100000000: "RMB 1.00 million", 99999999: "RMB 999,999.99", 99999499999: "RMB 999.99 million", 99999500000: "RMB 1.00 billion", -2317500000: "RMB -23.18 million", 5: "RMB 0.05"} {
		if got := plain(rmb(fen)); got != want {
			t.Errorf("%d fen: %q, not %q", fen, got, want)
		}
	}
	if got := exactly(2317500000); got != "23,175,000.00" {
		t.Errorf("exactly %q", got)
	}
	for chinese, want := range map[string]string{"第四十八条": "Article 48", "第九十三条（五）": "Article 93(5)", "第一百零二条第二款": "Article 102, paragraph 2", "第十条第（三）项": "Article 10(3)",
		"第三章": "Chapter 3", "“任职”一章": "the chapter “任职”", "附则": "“附则”"} {
		if got := plain(articleInEnglish(chinese)); got != want {
			t.Errorf("%s is %q, not %q", chinese, got, want)
		}
	}
	if got := plain(dateInEnglish(day("2026-10-12"))); got != "12 October 2026" {
		t.Errorf("date %q", got)
	}
	if got := plain(spanInEnglish(day("2026-04-08"), day("2026-06-12"))); got != "8 April to 12 June 2026" {
		t.Errorf("span %q", got)
	}
}
