package reports

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianshen/reports/document"
	"lianshen/reports/pdf"
)

var takenIn = time.Date(2026, 11, 23, 9, 30, 0, 0, time.Local)

// importOf is an import of so many cases, clashes and awaited files, every second clash chosen.
func importOf(lang document.Language, n int) ImportSummary {
	s := ImportSummary{Workspace: "2026年度三责联审", N: 12, At: takenIn, By: "王𬭎（办公室一号）", From: "李卫国", Laptop: "乙机", Kind: "工作包", Number: 4, Made: takenIn.Add(-time.Hour),
		File: "联审-工作包-2026年度三责联审-李卫国致王𬭎-20261123-0004.lspack", SHA256: strings.Repeat("0a1b2c3d", 8), Records: 310, Changes: 1204, Files: 7, Lang: lang}
	for i := range n {
		s.Cases = append(s.Cases, SummaryCase{Number: fmt.Sprintf("LS2026-%03d", i+1), Unit: fmt.Sprintf("示例市第%d局", i+1), New: i + 1, Changed: 10 * i, Clashing: i % 3, Removed: 1})
		s.People = append(s.People, SummaryPerson{Who: fmt.Sprintf("人员%d", i+1), Deeds: []string{"填写检查结论 12 次", "登记证据 3 次"}})
		c := SummaryClash{Case: fmt.Sprintf("LS2026-%03d", i+1), What: fmt.Sprintf("检查项XR-1-%02d 结论", i+1), Sides: []SummarySide{
			{Who: "王𬭎", At: takenIn.Add(-2 * time.Hour), Value: "存在问题"}, {Who: "李卫国", At: takenIn.Add(-3 * time.Hour), Value: "未发现问题"}}}
		if i%2 == 0 {
			c.Chosen, c.ChosenBy, c.ChosenAt = "存在问题", "赵审核", takenIn.Add(time.Hour)
		}
		s.Clashes = append(s.Clashes, c)
		s.Awaited = append(s.Awaited, fmt.Sprintf("会议纪要%d.pdf", i+1))
	}
	return s
}

// importPage gives what an independent reader finds on the page.
func importPage(t *testing.T, s ImportSummary) (string, *pdf.Result) {
	t.Helper()
	res, err := ImportSummaryPage(s)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "import.pdf")
	if err := pdf.WriteFile(path, res); err != nil {
		t.Fatal(err)
	}
	return document.Ink(tool(t, "pdftotext", "-raw", "-nopgbrk", path, "-")), res
}

func TestTheImportPageSaysWhoChangedWhatAndWhoChose(t *testing.T) {
	for _, lang := range []document.Language{document.Chinese, document.English} {
		s := importOf(lang, 40)
		text, res := importPage(t, s)
		if res.Pages < 3 {
			t.Errorf("%s: 40 cases on %d pages", lang, res.Pages)
		}
		says := []string{s.Workspace, s.By, "李卫国", "乙机", "工作包", "2026-11-2309:30", "1204", s.SHA256[:16], "赵审核", "未发现问题", "会议纪要40.pdf"}
		for _, c := range s.Cases {
			says = append(says, c.Number, c.Unit)
		}
		for _, p := range s.People {
			says = append(says, p.Who)
		}
		for _, w := range says {
			if !strings.Contains(text, document.Ink(w)) {
				t.Errorf("%s: the page does not say %q", lang, w)
			}
		}
		w := importWords[lang]
		for _, sign := range w.signs {
			if !strings.Contains(text, document.Ink(sign)) {
				t.Errorf("%s: there is no place to sign for %q", lang, sign)
			}
		}
		if want := fmt.Sprintf(w.clashesHead, 40, 20, 20); !strings.Contains(text, document.Ink(want)) {
			t.Errorf("%s: %q is not said", lang, want)
		}
		if want := document.Ink(w.sum + "820" + "7800" + "39" + "40"); !strings.Contains(text, want) {
			t.Errorf("%s: the sums %q do not close", lang, want)
		}
	}
}

func TestTheImportPageSaysWhatIsNotThere(t *testing.T) {
	for _, lang := range []document.Language{document.Chinese, document.English} {
		w := importWords[lang]
		s := importOf(lang, 0)
		if _, res := importPage(t, s); res.Pages != 1 {
			t.Errorf("%s: %d pages for nothing", lang, res.Pages)
		}
		s.Back, s.Rest, s.Left = takenIn.AddDate(0, 0, 9), 17, 2
		text, _ := importPage(t, s)
		for _, want := range []string{w.casesNone, w.peopleNone, w.clashesNone, w.awaitedNone, fmt.Sprintf(w.back, moment(s.Back), 17), fmt.Sprintf(w.left, 2)} {
			if !strings.Contains(text, document.Ink(want)) {
				t.Errorf("%s: %q is not said", lang, want)
			}
		}
	}
}

func TestEveryWordOfTheImportPageIsThereInBothLanguages(t *testing.T) {
	zh, en := fmt.Sprintf("%+v", importWords[document.Chinese]), fmt.Sprintf("%+v", importWords[document.English])
	for _, verb := range []string{"%!d", "%!s"} {
		if strings.Contains(zh+en, verb) {
			t.Errorf("a form is broken: %s", verb)
		}
	}
	if a, b := strings.Count(zh, "{}"), strings.Count(en, "{}"); a != b {
		t.Errorf("%d places in Chinese, %d in English", a, b)
	}
	if a, b := strings.Count(zh, "%d"), strings.Count(en, "%d"); a != b {
		t.Errorf("%d numbers in Chinese, %d in English", a, b)
	}
}
