package reports

import (
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
)

func slip(lang document.Language) SeatSlip {
	return SeatSlip{Person: "王𬭎", Dept: "示例市审计局", Laptop: "三号笔记本", On: app.MustDate("2026-11-23"), File: "联审-席位申请-王𬭎-三号笔记本.lsseat",
		Fingerprint: []string{"0412", "9980", "7731", "0056"}, Code: "0412-9980-7731-0056", Lang: lang}
}

func TestSeatSlipIsOnePageThatSaysWhoAsksAndWhatToCompare(t *testing.T) {
	want := map[document.Language][]string{
		document.Chinese: {"席位申请单", "王𬭎", "示例市审计局", "三号笔记本", "2026年11月23日", ".lsseat", "10412", "29980", "37731", "40056", "逐组对照", "不含口令"},
		document.English: {"Requestforaseat", "王𬭎", "示例市审计局", "三号笔记本", "2026-11-23", ".lsseat", "10412", "40056", "facetoface", "当面核对"},
	}
	for lang, words := range want {
		t.Run(string(lang), func(t *testing.T) {
			res, err := SeatSlipPage(slip(lang))
			if err != nil {
				t.Fatal(err)
			}
			if res.Pages != 1 {
				t.Errorf("%d pages", res.Pages)
			}
			path := filepath.Join(t.TempDir(), "slip.pdf")
			if err := pdf.WriteFile(path, res); err != nil {
				t.Fatal(err)
			}
			text := document.Ink(tool(t, "pdftotext", "-raw", "-nopgbrk", path, "-"))
			for _, w := range words {
				if !strings.Contains(text, document.Ink(w)) {
					t.Errorf("the slip does not say %q", w)
				}
			}
		})
	}
}

func TestSeatSlipHoldsLongNamesOnOnePage(t *testing.T) {
	for _, lang := range []document.Language{document.Chinese, document.English} {
		s := slip(lang)
		s.Dept = strings.Repeat("示例市党政领导干部经济责任审计中心", 3)
		s.File = strings.Repeat("联审席位申请", 6) + ".lsseat"
		res, err := SeatSlipPage(s)
		if err != nil {
			t.Fatal(err)
		}
		if res.Pages != 1 {
			t.Errorf("%s: %d pages", lang, res.Pages)
		}
	}
}

func TestSeatSlipCodeHoldsTheFingerprint(t *testing.T) {
	s := slip(document.Chinese)
	doc, err := composeSeatSlip(s)
	if err != nil {
		t.Fatal(err)
	}
	symbol := doc.Blocks[0].(document.Symbol)
	if got := readSymbol(t, symbol.Dark); got != s.Code {
		t.Errorf("the code holds %q", got)
	}
	s.Code = "指纹"
	if _, err := SeatSlipPage(s); err == nil {
		t.Error("a code that nothing can hold is set")
	}
}
