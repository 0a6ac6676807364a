package app

import (
	"regexp"
	"slices"
	"strconv"
)

// findingRules are about findings (domain 2.4 and 2.5). A finding that was dropped is no finding any more.
var findingRules = []SweepRule{
	{"finding.amount", SweepError, live(func(s *sweeper, f Finding) {
		if parts := f.Irregular + f.Improper + f.Waste; parts > f.Amount {
			s.finding(f, "amount", "parts", parts.Yuan(true), "amount", f.Amount.Yuan(true))
		}
	})},
	{"finding.kinds", SweepHint, live(func(s *sweeper, f Finding) {
		if f.Strand == Audit && f.Amount > 0 && f.Irregular == 0 && f.Improper == 0 && f.Waste == 0 {
			s.finding(f, "irregular", "amount", f.Amount.Yuan(true))
		}
	})},
	{"finding.title", SweepWarning, titleTwins},
	{"finding.number", SweepError, numberTwins},
	{"finding.year", SweepError, live(func(s *sweeper, f Finding) {
		for _, y := range yearsIn(f.Year) {
			if !s.today.IsZero() && y > s.today.Year {
				s.finding(f, "year", "year", y)
			}
		}
	})},
	{"finding.item", SweepError, live(func(s *sweeper, f Finding) {
		if f.Item == "" {
			return
		}
		_, known := s.items[f.Item]
		if strand := StrandOfItem(f.Item); strand != f.Strand || s.listed[strand] && !known {
			s.finding(f, "item", "item", f.Item)
		}
	})},
	{"finding.parts", SweepHint, live(func(s *sweeper, f Finding) {
		if p := f.Parts; (p != FactParts{}) && (blank(p.When) || blank(p.Who) || blank(p.What)) {
			s.finding(f, "parts")
		}
	})},
	{"finding.responsible", SweepWarning, live(func(s *sweeper, f Finding) {
		if f.InReport && f.State == FindingConfirmed && len(f.Responsible) == 0 {
			s.finding(f, "responsible")
		}
	})},
	{"finding.principal", SweepError, live(func(s *sweeper, f Finding) {
		for id := range f.Responsible {
			if _, known := s.d.Principal(id); !known {
				s.finding(f, "responsible")
			}
		}
	})},
	{"finding.tenure", SweepWarning, live(func(s *sweeper, f Finding) {
		for _, p := range s.d.Principals {
			if r := f.Responsible[p.ID]; r == "" || r == Unassigned || p.From.IsZero() {
				continue
			}
			years := yearsIn(f.Year)
			if len(years) > 0 && (slices.Max(years) < p.From.Year || !p.To.IsZero() && slices.Min(years) > p.To.Year) {
				s.finding(f, "responsible/"+string(p.ID), "year", f.Year, "name", p.Name, "tenure", p.Tenure())
			}
		}
	})},
	{"finding.proof", SweepError, live(func(s *sweeper, f Finding) {
		if f.InReport && f.State != FindingDraft && !s.proven[f.ID] {
			s.finding(f, "")
		}
	})},
	{"finding.paper", SweepError, live(func(s *sweeper, f Finding) {
		if f.InReport && f.State == FindingConfirmed && !s.reviewed[f.ID] {
			s.finding(f, "")
		}
	})},
	{"finding.draft", SweepError, live(func(s *sweeper, f Finding) {
		if f.InReport && f.State != FindingConfirmed && s.d.Case.Stage.AtLeast(Summary) {
			s.finding(f, "state")
		}
	})},
	{"finding.out", SweepWarning, live(func(s *sweeper, f Finding) {
		if !f.InReport && f.State == FindingConfirmed && blank(f.OutReason) {
			s.finding(f, "outReason")
		}
	})},
}

// lawRules are about the rules that findings cite (domain 0).
var lawRules = []SweepRule{
	{"law.none", SweepWarning, live(func(s *sweeper, f Finding) {
		if f.InReport && f.State != FindingDraft && len(f.Bases) == 0 {
			s.finding(f, "bases")
		}
	})},
	{"law.unknown", SweepError, bases(func(s *sweeper, f Finding, b Basis, _ Law, listed bool) {
		if !listed {
			s.finding(f, "bases", "law", b.Law)
		}
	})},
	{"law.repealed", SweepError, bases(func(s *sweeper, f Finding, _ Basis, l Law, _ bool) {
		if l.Status == "repealed" {
			s.finding(f, "bases", "law", l.Name)
		}
	})},
	{"law.amended", SweepWarning, bases(func(s *sweeper, f Finding, _ Basis, l Law, _ bool) {
		if l.Status == "amended" {
			s.finding(f, "bases", "law", l.Name)
		}
	})},
	{"law.unverified", SweepWarning, bases(func(s *sweeper, f Finding, b Basis, l Law, listed bool) {
		if listed && f.InReport && b.Mark != Verified {
			s.finding(f, "bases", "law", l.Name, "article", b.Article)
		}
	})},
	{"law.article", SweepHint, bases(func(s *sweeper, f Finding, b Basis, l Law, listed bool) {
		if listed && blank(b.Article) {
			s.finding(f, "bases", "law", l.Name)
		}
	})},
}

// live makes a rule of a look at every finding that was not dropped.
func live(look func(*sweeper, Finding)) func(*sweeper) {
	return func(s *sweeper) {
		for _, f := range s.d.Findings {
			if f.State != FindingDropped {
				look(s, f)
			}
		}
	}
}

// bases makes a rule of a look at every rule that a finding cites from the law list; what is cited in words alone has
// no code.
func bases(look func(s *sweeper, f Finding, b Basis, l Law, listed bool)) func(*sweeper) {
	return live(func(s *sweeper, f Finding) {
		for _, b := range f.Bases {
			if b.Law != "" {
				l, listed := s.d.Laws[b.Law]
				look(s, f, b, l, listed)
			}
		}
	})
}

func titleTwins(s *sweeper) {
	seen := map[string]Finding{}
	live(func(s *sweeper, f Finding) {
		key := string(f.Strand) + "/" + flat(f.Title)
		if first, twice := seen[key]; twice {
			s.finding(f, "title", "first", first.Number)
			return
		}
		seen[key] = f
	})(s)
}

// numberTwins: two laptops that worked apart may have given one number twice. A dropped finding keeps its number.
func numberTwins(s *sweeper) {
	seen := map[int]bool{}
	for _, f := range s.d.Findings {
		if seen[f.Number] {
			s.finding(f, "number")
		}
		seen[f.Number] = true
	}
}

var yearFigures = regexp.MustCompile(`(?:19|20|21)\d{2}`)

// yearsIn gives the years named in a text such as "2023" or "2021—2023年", as they stand.
func yearsIn(text string) []int {
	var out []int
	for _, y := range yearFigures.FindAllString(text, -1) {
		n, _ := strconv.Atoi(y) // figures alone
		out = append(out, n)
	}
	return out
}
