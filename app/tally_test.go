package app

import (
	"testing"

	"pgregory.net/rapid"
)

// The ten cases of the sample round: valid papers, overall 优秀/称职/…, the three rows, and the published
// rates and scores.
var evaluations = []struct {
	name                 string
	issued, back, valid  int
	overall              Tally
	rows                 [3]Tally
	excellent, competent string
	scores               [3]string
}{
	{"001", 186, 182, 179, Tally{92, 71, 14, 2, 0}, [3]Tally{{88, 70, 17, 4, 0}, {81, 69, 24, 5, 0}, {76, 72, 26, 5, 0}}, "51.40%", "91.06%", [3]string{"87.04", "85.25", "84.47"}},
	{"002", 174, 170, 168, Tally{79, 68, 18, 3, 0}, [3]Tally{{70, 72, 22, 4, 0}, {66, 71, 26, 5, 0}, {69, 66, 28, 5, 0}}, "47.02%", "87.50%", [3]string{"84.76", "83.57", "83.69"}},
	{"003", 64, 63, 62, Tally{33, 24, 5, 0, 0}, [3]Tally{{31, 25, 6, 0, 0}, {28, 26, 8, 0, 0}, {30, 25, 7, 0, 0}}, "53.23%", "91.94%", [3]string{"88.06", "86.45", "87.42"}},
	{"004", 58, 57, 57, Tally{30, 22, 4, 1, 0}, [3]Tally{{29, 22, 5, 1, 0}, {31, 21, 5, 0, 0}, {26, 23, 7, 1, 0}}, "52.63%", "91.23%", [3]string{"87.72", "89.12", "85.96"}},
	{"005", 55, 55, 53, Tally{21, 22, 8, 2, 0}, [3]Tally{{19, 22, 10, 2, 0}, {18, 21, 11, 3, 0}, {20, 22, 9, 2, 0}}, "39.62%", "81.13%", [3]string{"81.89", "80.38", "82.64"}},
	{"006", 47, 46, 46, Tally{24, 17, 5, 0, 0}, [3]Tally{{22, 18, 6, 0, 0}, {20, 17, 8, 1, 0}, {21, 18, 7, 0, 0}}, "52.17%", "89.13%", [3]string{"86.96", "84.35", "86.09"}},
	{"007", 72, 70, 69, Tally{26, 27, 12, 4, 0}, [3]Tally{{22, 28, 14, 5, 0}, {23, 26, 15, 5, 0}, {20, 27, 16, 6, 0}}, "37.68%", "76.81%", [3]string{"79.42", "79.42", "77.68"}},
	{"008", 38, 38, 38, Tally{22, 13, 3, 0, 0}, [3]Tally{{20, 14, 4, 0, 0}, {21, 13, 4, 0, 0}, {19, 15, 4, 0, 0}}, "57.89%", "92.11%", [3]string{"88.42", "88.95", "87.89"}},
	{"010", 61, 60, 58, Tally{18, 22, 13, 5, 0}, [3]Tally{{17, 21, 15, 5, 0}, {16, 22, 14, 6, 0}, {15, 20, 16, 7, 0}}, "31.03%", "68.97%", [3]string{"77.24", "76.55", "74.83"}},
}

func TestScoresAndRatesOfTheSampleRound(t *testing.T) {
	weights := DefaultSettings().Weights
	for _, c := range evaluations {
		if got := PercentText(Rate(c.overall.Good, c.valid)); got != c.excellent {
			t.Errorf("%s: excellent %s, want %s", c.name, got, c.excellent)
		}
		if got := PercentText(Share(c.overall, true, GradeGood, GradeFair)); got != c.competent {
			t.Errorf("%s: competent and better %s, want %s", c.name, got, c.competent)
		}
		e := Evaluation{Batch: Batch{c.issued, c.back, c.valid}, Overall: c.overall, Rows: map[Strand]Tally{},
			Counters: NewSet("甲", "乙"), Scrutineers: NewSet("丙")}
		for i, row := range c.rows {
			e.Rows[Strands[i]] = row
			if got := PointsText(Score(row, weights)); got != c.scores[i] {
				t.Errorf("%s, %s: score %s, want %s", c.name, Strands[i], got, c.scores[i])
			}
		}
		if p := e.Problems(); len(p) > 0 {
			t.Errorf("%s: does not close: %v", c.name, p)
		}
	}
}

func TestDontKnowCountsInTheBaseOnlyWhenTheRoundSaysSo(t *testing.T) {
	row := Tally{Good: 6, Fair: 2, Poor: 1, Unknown: 1}
	if got := Share(row, true, GradeGood, GradeFair); got != 8000 {
		t.Errorf("in the base: %d", got)
	}
	if got := Share(row, false, GradeGood, GradeFair); got != 8889 {
		t.Errorf("not in the base: %d", got)
	}
	if a, b := Score(row, DefaultSettings().Weights), Score(Tally{Good: 6, Fair: 2, Poor: 1}, DefaultSettings().Weights); a != b {
		t.Errorf("don't know changes the score: %d, %d", a, b)
	}
}

func TestRatesRoundHalfUpAndSurviveEmptyBases(t *testing.T) {
	for _, c := range []struct{ part, whole, want int }{{1, 8, 1250}, {1, 3, 3333}, {2, 3, 6667}, {1, 20000, 1}, {1, 20001, 0}, {0, 5, 0}, {3, 0, 0}, {5, 5, 10000}} {
		if got := Rate(c.part, c.whole); got != int64(c.want) {
			t.Errorf("Rate(%d, %d) = %d, want %d", c.part, c.whole, got, c.want)
		}
	}
	if got := Score(Tally{}, DefaultSettings().Weights); got != 0 {
		t.Errorf("empty row scores %d", got)
	}
}

func TestEvaluationNamesEveryFault(t *testing.T) {
	good := func() Evaluation {
		rows := map[Strand]Tally{}
		for _, s := range Strands {
			rows[s] = Tally{Good: 4, Unknown: 1}
		}
		return Evaluation{Batch: Batch{7, 6, 5}, Overall: Tally{Good: 5}, Rows: rows, Counters: NewSet("甲", "乙"), Scrutineers: NewSet("丙")}
	}
	if err := good().Validate(); err != nil {
		t.Fatalf("a sound evaluation: %v", err)
	}
	for code, spoil := range map[string]func(*Evaluation){
		"tally.returned":    func(e *Evaluation) { e.Batch.Issued = 5 },
		"tally.valid":       func(e *Evaluation) { e.Batch.Returned = 4 },
		"tally.sum":         func(e *Evaluation) { e.Rows[Audit] = Tally{Good: 4} },
		"tally.counters":    func(e *Evaluation) { e.Counters = NewSet("甲") },
		"tally.scrutineers": func(e *Evaluation) { e.Scrutineers = Set{"丙": false} },
		"tally.both":        func(e *Evaluation) { e.Scrutineers = NewSet("乙") },
	} {
		e := good()
		spoil(&e)
		if got := CodeOf(e.Validate()); got != code {
			t.Errorf("got %q, want %q", got, code)
		}
	}
	if got := CodeOf((Evaluation{}).Validate()); got != "tally.empty" {
		t.Errorf("nothing entered: %q", got)
	}
}

func TestSurveyNamesEveryFault(t *testing.T) {
	s := Survey{Batch: Batch{10, 9, 8}, Questions: map[string]Tally{"xr-open": {Good: 8}}, Problems: map[string]int{"论资排辈": 3}}
	if err := s.Validate(); err != nil {
		t.Fatal(err)
	}
	s.Problems["论资排辈"] = 9
	if got := CodeOf(s.Validate()); got != "tally.ticks" {
		t.Errorf("got %q", got)
	}
	s.Questions["xr-open"] = Tally{Good: 7}
	if got := CodeOf(s.Validate()); got != "tally.sum" {
		t.Errorf("got %q", got)
	}
	if got := CodeOf(Survey{Batch: Batch{10, 9, 8}}.Validate()); got != "tally.questions" {
		t.Errorf("got %q", got)
	}
}

func TestScoreLiesBetweenWorstAndBest(t *testing.T) {
	w := DefaultSettings().Weights
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 100000)
		row := Tally{n.Draw(t, "good"), n.Draw(t, "fair"), n.Draw(t, "average"), n.Draw(t, "poor"), n.Draw(t, "unknown")}
		got := Score(row, w)
		if row.Scored() > 0 && (got < 4000 || got > 10000) {
			t.Fatalf("%+v scores %d", row, got)
		}
		better := row.Plus(Tally{Good: 1})
		if Score(better, w) < got {
			t.Fatalf("a better vote lowers %+v from %d to %d", row, got, Score(better, w))
		}
	})
}
