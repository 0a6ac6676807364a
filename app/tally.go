package app

import (
	"fmt"
	"maps"
	"slices"
)

// Total gives all ticks of the row, "don't know" among them.
func (t Tally) Total() int { return t.Scored() + t.Unknown }

// Scored gives the ticks that carry a grade.
func (t Tally) Scored() int { return t.Good + t.Fair + t.Average + t.Poor }

// Of gives the ticks of one grade; 0 for a code that is none.
func (t Tally) Of(grade string) int {
	switch grade {
	case GradeGood:
		return t.Good
	case GradeFair:
		return t.Fair
	case GradeAverage:
		return t.Average
	case GradePoor:
		return t.Poor
	case GradeUnknown:
		return t.Unknown
	}
	return 0
}

// Score gives the weighted score of a row in hundredths of a point, full mark 100 (form 3.7): 8704 is
// 87.04. weights are thousandths by grade; "don't know" carries none and does not count. Half rounds up;
// a row without ticks scores 0.
func Score(t Tally, weights map[string]int) (hundredths int64) {
	var sum int64
	for _, g := range Grades4 {
		sum += int64(t.Of(g)) * int64(weights[g])
	}
	return divide(sum*10, int64(t.Scored()))
}

// Rate gives part of whole in hundredths of a percent, half up: 92 of 179 is 5140, that is 51.40 %. It is 0
// when whole is not positive.
func Rate(part, whole int) (hundredths int64) { return divide(int64(part)*10000, int64(whole)) }

// Share gives the rate of some grades in a row. unknownInBase says whether "don't know" counts in the
// base (a setting of the round, form 3.6).
func Share(t Tally, unknownInBase bool, grades ...string) (hundredths int64) {
	base, part := t.Scored(), 0
	if unknownInBase {
		base = t.Total()
	}
	for _, g := range grades {
		part += t.Of(g)
	}
	return Rate(part, base)
}

// divide rounds half up; both are at least 0, and anything over 0 or less is 0.
func divide(a, b int64) int64 {
	if b <= 0 {
		return 0
	}
	return (2*a + b) / (2 * b)
}

// PointsText gives hundredths with two decimals: 8704 is "87.04".
func PointsText(hundredths int64) string {
	if hundredths < 0 {
		return "-" + PointsText(-hundredths)
	}
	return fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
}

// PercentText gives a rate as "51.40%" (domain 4.8: two decimals).
func PercentText(hundredths int64) string { return PointsText(hundredths) + "%" }

// Plus adds two rows.
func (t Tally) Plus(o Tally) Tally {
	return Tally{t.Good + o.Good, t.Fair + o.Fair, t.Average + o.Average, t.Poor + o.Poor, t.Unknown + o.Unknown}
}

// Problems gives what does not fit in the numbers of a batch: more returned than issued, more valid than
// returned.
func (b Batch) Problems() []*Error {
	var out []*Error
	if b.Returned > b.Issued {
		out = append(out, Refuse("tally.returned", "returned", b.Returned, "issued", b.Issued))
	}
	if b.Valid > b.Returned {
		out = append(out, Refuse("tally.valid", "valid", b.Valid, "returned", b.Returned))
	}
	return out
}

// Invalid gives the papers that came back and do not count.
func (b Batch) Invalid() int { return b.Returned - b.Valid }

// Problems gives everything that keeps the evaluation from being closed (form 3.7): sums that do not
// close, rows not entered, fewer than two counters, no scrutineer, one person being both.
func (e Evaluation) Problems() []*Error {
	out := e.Batch.Problems()
	if e.Batch.Valid == 0 {
		out = append(out, Refuse("tally.empty"))
	}
	out = append(out, rowProblem("grade.overall", e.Overall, e.Batch.Valid)...)
	for _, s := range Strands {
		out = append(out, rowProblem(Word("strand."+s), e.Rows[s], e.Batch.Valid)...)
	}
	return append(out, counterProblems(e.Counters, e.Scrutineers)...)
}

// Validate gives the first problem, or nil.
func (e Evaluation) Validate() error { return first(e.Problems()) }

// Faults gives everything that keeps the questionnaire from being closed (form 3.6): sums that do not
// close, no question entered, more ticks of a problem than valid papers.
func (s Survey) Faults() []*Error {
	out := s.Batch.Problems()
	if s.Batch.Valid == 0 {
		out = append(out, Refuse("tally.empty"))
	}
	if len(s.Questions) == 0 {
		out = append(out, Refuse("tally.questions"))
	}
	for _, code := range slices.Sorted(maps.Keys(s.Questions)) {
		out = append(out, rowProblem(Word("surveyq."+code), s.Questions[code], s.Batch.Valid)...)
	}
	for _, text := range slices.Sorted(maps.Keys(s.Problems)) {
		if n := s.Problems[text]; n > s.Batch.Valid {
			out = append(out, Refuse("tally.ticks", "text", text, "ticks", n, "valid", s.Batch.Valid))
		}
	}
	return out
}

// Validate gives the first fault, or nil.
func (s Survey) Validate() error { return first(s.Faults()) }

func rowProblem(row Word, t Tally, valid int) []*Error {
	if t.Total() == valid {
		return nil
	}
	return []*Error{Refuse("tally.sum", "label", row, "sum", t.Total(), "valid", valid)}
}

// counterProblems holds the rule of form 3.7 and domain 5.1: at least two count, somebody watches, nobody
// does both.
func counterProblems(counters, scrutineers Set) []*Error {
	var out []*Error
	if n := len(counters.Sorted()); n < 2 {
		out = append(out, Refuse("tally.counters", "count", n))
	}
	if len(scrutineers.Sorted()) == 0 {
		out = append(out, Refuse("tally.scrutineers"))
	}
	return append(out, bothProblems(counters, scrutineers)...)
}

func bothProblems(counters, scrutineers Set) []*Error {
	var out []*Error
	for _, name := range counters.Sorted() {
		if scrutineers.Has(name) {
			out = append(out, Refuse("tally.both", "name", name))
		}
	}
	return out
}

// first gives the first of a list of refusals as an error, or nil.
func first(list []*Error) error {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}
