package roundfile

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/assets"
)

var update = flag.Bool("update", false, "write the canonical form of the sample back")

func sample(t testing.TB) *File {
	t.Helper()
	f, err := Read(bytes.NewReader(assets.SampleRound()))
	if err != nil {
		t.Fatal(explain(err))
	}
	return f
}

func written(t testing.TB, f *File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSampleIsCanonical(t *testing.T) {
	b := written(t, sample(t))
	if *update {
		if err := os.WriteFile("../../assets/sample/round.json", b, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(b, assets.SampleRound()) {
		t.Fatal("the sample is not in canonical form: go test ./store/roundfile -run Canonical -update")
	}
}

func TestSampleSumsAreThoseOfTheTenCases(t *testing.T) {
	f := sample(t)
	want := Totals{Cases: 10, Principals: 14, Answers: len(allAnswers(f)), Findings: 37, Review: 8, Verification: 11, Audit: 18, WithMoney: 20, Amount: 135_053_660_83}
	if got := f.Sum(); got != want {
		t.Errorf("sums %+v, want %+v", got, want)
	}
	direct, leading, before := 0, 0, app.Money(0)
	stages := map[app.Stage]int{}
	for _, c := range f.Cases {
		stages[c.Case.Stage]++
		for _, p := range c.Findings {
			before += p.Amount
			if p.Irregular+p.Improper+p.Waste != p.Amount {
				t.Errorf("case %s finding %d: the parts are not the amount", c.Case.Number, p.Number)
			}
			kinds := map[app.Responsibility]bool{}
			for _, r := range p.Responsible {
				kinds[r] = true
			}
			switch {
			case kinds[app.Direct] && !kinds[app.Leadership]:
				direct++
			case kinds[app.Leadership] && !kinds[app.Direct]:
				leading++
			default:
				t.Errorf("case %s finding %d has responsibilities %v", c.Case.Number, p.Number, p.Responsible)
			}
		}
		for _, o := range c.Opinions {
			before += o.AmountBefore - o.AmountAfter
		}
	}
	if direct != 14 || leading != 23 {
		t.Errorf("%d direct and %d leadership responsibilities, want 14 and 23", direct, leading)
	}
	if before != 140_053_660_83 {
		t.Errorf("before the opinion was adopted the money was %d, want 14005366083", before)
	}
	for stage, n := range map[app.Stage]int{app.SelfCheck: 1, app.EntryMeeting: 1, app.Inspection: 2, app.Summary: 2, app.Rectification: 3, app.Closed: 1} {
		if stages[stage] != n {
			t.Errorf("%d cases at %s, want %d", stages[stage], stage, n)
		}
	}
}

func allAnswers(f *File) []app.Answer {
	var out []app.Answer
	for _, c := range f.Cases {
		out = append(out, c.Answers...)
	}
	return out
}

func TestSampleEvaluationsScoreAsDescribed(t *testing.T) {
	want := map[string][3]int64{ // hundredths per strand
		"LS2026-001": {8704, 8525, 8447}, "LS2026-002": {8476, 8357, 8369}, "LS2026-003": {8806, 8645, 8742}, "LS2026-004": {8772, 8912, 8596},
		"LS2026-005": {8189, 8038, 8264}, "LS2026-006": {8696, 8435, 8609}, "LS2026-007": {7942, 7942, 7768}, "LS2026-008": {8842, 8895, 8789}, "LS2026-010": {7724, 7655, 7483},
	}
	f := sample(t)
	for _, c := range f.Cases {
		for _, e := range c.Evaluations {
			for i, s := range app.Strands {
				if got := app.Score(e.Rows[s], f.Round.Settings.Weights); got != want[c.Case.Number][i] {
					t.Errorf("%s %s scores %d, want %d", c.Case.Number, s, got, want[c.Case.Number][i])
				}
			}
			delete(want, c.Case.Number)
		}
	}
	if len(want) > 0 {
		t.Errorf("no evaluation of %v", want)
	}
}

func TestSampleMovesByWholeWeeks(t *testing.T) {
	for today, days := range map[string]int{"2026-10-12": 0, "2026-10-18": 0, "2026-10-19": 7, "2026-10-11": -7, "2027-03-01": 140, "2026-11-23": 42} {
		f, err := Sample(app.MustDate(today))
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Round.NoticeDate.Sub(app.MustDate("2026-02-26")); got != days {
			t.Errorf("on %s the notice moved by %d days, want %d", today, got, days)
		}
		again, err := Read(bytes.NewReader(written(t, f)))
		if err != nil {
			t.Fatalf("moved to %s: %s", today, explain(err))
		}
		if again.Totals != sample(t).Totals {
			t.Errorf("moved to %s the sums are %+v", today, again.Totals)
		}
	}
}

func TestSampleMovesDatesInTextsAndNumbersButNotTheFactsOfEarlierYears(t *testing.T) {
	s := shift{days: 364, from: 2026, to: 2027}
	for text, want := range map[string]string{
		"2026年8月20日缴入国库":            "2027年8月19日缴入国库",
		"截至2026年5月31日，自2022年5月20日起": "截至2027年5月30日，自2022年5月20日起",
		"2026年3月名册，2024年3月调入":       "2027年3月名册，2024年3月调入",
		"示组审〔2026〕3号，〔2022〕38号":     "示组审〔2027〕3号，〔2022〕38号",
		"LS2026-001":          "LS2027-001",
		"2026年度“三责联审”":        "2027年度“三责联审”",
		"2026年底前；2026—2027学年": "2027年底前；2027—2028学年",
		"2019年至2026年":         "2019年至2027年",
		"金额2,026.00万元，2026人次": "金额2,026.00万元，2026人次",
	} {
		if got := s.text(text); got != want {
			t.Errorf("%s became %s, want %s", text, got, want)
		}
	}
}

var yearless = regexp.MustCompile(`[^0-9年至、](\d{1,2})月(\d{1,2}日|底)`)

// A date without a year would stay where it is when the sample moves.
func TestSampleTextsNameTheYearOfADateThatMoves(t *testing.T) {
	dec := json.NewDecoder(bytes.NewReader(assets.SampleRound()))
	for {
		tok, err := dec.Token()
		if err != nil {
			break
		}
		if s, ok := tok.(string); ok && !strings.Contains(s, "在3月31日前") && yearless.MatchString(s) && !regexp.MustCompile(`20(1\d|2[0-5])年`).MatchString(s) {
			t.Errorf("a date without its year: %s", s)
		}
	}
}

func TestSampleNotesAreNotFilledTemplates(t *testing.T) {
	seen := map[string]int{}
	for _, a := range allAnswers(sample(t)) {
		if strings.ContainsAny(a.Note, "{}") {
			t.Errorf("%s: %s", a.Item, a.Note)
		}
		if a.Note != "" {
			seen[a.Note]++
		}
	}
	for note, n := range seen {
		if n > 3 {
			t.Errorf("%d times the same note: %s", n, note)
		}
	}
}
