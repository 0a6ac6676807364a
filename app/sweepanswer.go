package app

import "slices"

// answerRules are about what was said of the items (R24, R25).
var answerRules = []SweepRule{
	{"answer.finding", SweepWarning, answers(func(s *sweeper, a Answer) {
		named := slices.ContainsFunc(s.d.Findings, func(f Finding) bool { return f.Item == a.Item || f.Items.Has(a.Item) })
		if a.Conclusion == Problem && !named {
			s.answer(a, "conclusion")
		}
	})},
	{"answer.conclusion", SweepError, answers(func(s *sweeper, a Answer) {
		if a.Conclusion == Problem || a.Conclusion == "" {
			return
		}
		for _, f := range s.d.Findings {
			if f.State != FindingDropped && f.Item == a.Item {
				s.answer(a, "conclusion", "finding", f.Number)
			}
		}
	})},
	{"answer.note", SweepWarning, answers(func(s *sweeper, a Answer) {
		if a.Conclusion == Problem && blank(a.Note) {
			s.answer(a, "note")
		}
	})},
	{"answer.reason", SweepError, answers(func(s *sweeper, a Answer) {
		if (a.Conclusion == NotApplicable || a.Conclusion == NotChecked) && blank(a.Note) {
			s.answer(a, "note")
		}
	})},
	{"answer.faulty", SweepError, answers(func(s *sweeper, a Answer) {
		if a.Conclusion == NoProblem && a.Faulty > 0 {
			s.answer(a, "faulty", "count", a.Faulty)
		}
	})},
	{"answer.counts", SweepError, answers(func(s *sweeper, a Answer) {
		if a.Faulty > a.Sampled || a.Should > 0 && a.Sampled > a.Should {
			s.answer(a, "sampled", "should", a.Should, "sampled", a.Sampled, "faulty", a.Faulty)
		}
	})},
	{"answer.methods", SweepHint, answers(func(s *sweeper, a Answer) {
		if (a.Conclusion == NoProblem || a.Conclusion == Problem) && len(a.Methods.Sorted()) == 0 {
			s.answer(a, "methods")
		}
	})},
	{"answer.item", SweepError, answers(func(s *sweeper, a Answer) {
		strand := StrandOfItem(a.Item)
		former := len(s.d.Case.Strands[strand].Formers) > 0 // it was answered by a version before an upgrade, see FormerAnswers
		if _, known := s.items[a.Item]; !known && s.listed[strand] && a.Said() && !former {
			s.answer(a, "item")
		}
	})},
	{"answer.selfcheck", SweepWarning, answers(func(s *sweeper, a Answer) {
		if a.SelfCheck == Problem && a.Conclusion == NoProblem && blank(a.Note) {
			s.answer(a, "note")
		}
	})},
}

// answers makes a rule of a look at every answer, in the order of the checklists; those of no checklist come last.
func answers(look func(*sweeper, Answer)) func(*sweeper) {
	return func(s *sweeper) {
		for _, code := range s.order {
			if a, said := s.d.Answers[code]; said {
				look(s, a)
			}
		}
	}
}

// itemOrder gives the codes of the items in the order of the checklists, then those answered beside them.
func (s *sweeper) itemOrder() []string {
	var out []string
	for _, strand := range Strands {
		for _, section := range s.d.Templates[strand].Sections {
			for _, i := range section.Items {
				out = append(out, i.Code)
			}
		}
	}
	var beside []string
	for code := range s.d.Answers {
		if _, known := s.items[code]; !known {
			beside = append(beside, code)
		}
	}
	slices.Sort(beside)
	return append(out, beside...)
}
