package app

import (
	"fmt"
	"maps"
	"slices"
)

// factRules are about the unit and the principals: the tables that the reports tell, and the lists taken in.
var factRules = []SweepRule{
	{"principal.none", SweepError, func(s *sweeper) {
		if len(s.d.Principals) == 0 {
			s.about(s.d.Case, "basics", "principals")
		}
	}},
	{"principal.tenure", SweepError, principals(func(s *sweeper, p Principal) {
		if p.From.IsZero() || !p.To.IsZero() && p.To.String() < p.From.String() {
			s.principal(p, "from")
		}
	})},
	{"principal.leaving", SweepWarning, principals(func(s *sweeper, p Principal) {
		if p.Occasion == Leaving && p.To.IsZero() {
			s.principal(p, "to")
		}
	})},
	{"principal.twice", SweepError, func(s *sweeper) {
		seen := map[string]bool{}
		for _, p := range s.d.Principals {
			if seen[flat(p.Name)+"/"+flat(p.Post)] {
				s.principal(p, "name")
			}
			seen[flat(p.Name)+"/"+flat(p.Post)] = true
		}
	}},
	{"facts.over", SweepWarning, func(s *sweeper) {
		if slices.ContainsFunc(s.d.Findings, func(f Finding) bool { return f.Strand == Verification && f.State != FindingDropped }) {
			return
		}
		for _, kind := range PostKinds {
			if c := s.d.Case.Facts.Posts[kind]; c.Over() > 0 {
				s.fact("posts/"+kind, "label", Word("posts."+kind), "quota", c.Quota, "actual", c.Actual)
			}
		}
	}},
	{"facts.bodies", SweepWarning, func(s *sweeper) {
		f := s.d.Case.Facts
		named := slices.ContainsFunc(s.d.Findings, func(f Finding) bool { return f.Strand == Verification && f.State != FindingDropped })
		if f.BodiesActual > f.BodiesAllowed && f.BodiesAllowed > 0 && !named {
			s.fact("bodiesActual", "allowed", f.BodiesAllowed, "actual", f.BodiesActual)
		}
	}},
	{"facts.outlay", SweepError, func(s *sweeper) {
		for _, year := range s.financeYears() {
			if y := s.d.Case.Facts.Finances[year]; y.Project > y.Outlay || y.Three > y.Outlay {
				s.fact("finances/"+year, "year", year, "outlay", y.Outlay.Yuan(true))
			}
		}
	}},
	{"facts.balance", SweepWarning, func(s *sweeper) {
		for i, year := range s.financeYears() {
			if i == 0 {
				continue
			}
			last, y := s.d.Case.Facts.Finances[s.financeYears()[i-1]], s.d.Case.Facts.Finances[year]
			if !follows(s.financeYears()[i-1], year) || last.Surplus == 0 && y.Surplus == 0 {
				continue
			}
			if want := last.Surplus + y.Income - y.Outlay; want != y.Surplus {
				s.fact("finances/"+year+"/surplus", "year", year, "want", want.Yuan(true), "surplus", y.Surplus.Yuan(true))
			}
		}
	}},
	{"facts.years", SweepHint, func(s *sweeper) {
		years := s.financeYears()
		for i, year := range years {
			if i > 0 && !follows(years[i-1], year) {
				s.fact("finances", "from", years[i-1], "to", year)
			}
		}
	}},
	{"roster.file", SweepError, func(s *sweeper) {
		for _, r := range s.d.Rosters {
			if r.Rows == 0 || r.FileHash == "" {
				s.hit(r, "", "fileHash", "case/rosters", string(r.ID), "label", Word("rostersort."+r.Sort), "title", r.Title)
			}
		}
	}},
	{"roster.staff", SweepWarning, func(s *sweeper) {
		f := s.d.Case.Facts
		actual := f.Posts[PostsAdmin].Actual + f.Posts[PostsInstitution].Actual + f.Posts[PostsWorkers].Actual
		for _, r := range slices.Backward(s.d.Rosters) { // the latest counts
			if r.Sort != "staff" {
				continue
			}
			if r.Rows > 0 && actual > 0 && r.Rows != actual {
				s.hit(r, Verification, "rows", "case/rosters", string(r.ID), "title", r.Title, "rows", r.Rows, "actual", actual)
			}
			return
		}
	}},
}

// courseRules are about the course of the stages (R1, R7–R28).
var courseRules = []SweepRule{
	{"stage.order", SweepError, func(s *sweeper) {
		var last Date
		for _, stage := range Stages {
			d := s.d.Case.Stages[stage]
			if d.Started.Before(last) || d.Closed.Before(d.Started) {
				s.about(s.d.Case, "overview", "stages/"+string(stage), "stage", stage)
			}
			if !d.Closed.IsZero() {
				last = d.Closed
			}
		}
	}},
	{"stage.planned", SweepWarning, func(s *sweeper) {
		var last Date
		for _, stage := range Stages {
			d := s.d.Case.Stages[stage]
			if d.PlannedFrom.Before(last) {
				s.about(s.d.Case, "overview", "plannedFrom."+string(stage), "stage", stage)
			}
			if !d.PlannedFrom.IsZero() {
				last = d.PlannedFrom
			}
		}
	}},
	{"meeting.entry", SweepWarning, func(s *sweeper) {
		if m, held := s.d.Meeting(Entry); held && s.d.Case.OnSite.From.Before(m.On) {
			s.about(m, "entry", "meetings", "on", m.On, "from", s.d.Case.OnSite.From)
		}
	}},
	{"meeting.notification", SweepWarning, func(s *sweeper) {
		if m, held := s.d.Meeting(Notification); held && m.On.Before(s.d.Case.OnSite.To) {
			s.about(m, "summary", "meetings", "on", m.On, "to", s.d.Case.OnSite.To)
		}
	}},
	{"announce.late", SweepWarning, func(s *sweeper) {
		if a, on := s.d.Case.Announce, s.d.Case.OnSite; on.From.Before(a.From) {
			s.about(s.d.Case, "selfcheck", "from", "on", a.From, "from", on.From)
		}
	}},
	{"selfcheck.early", SweepWarning, func(s *sweeper) {
		if c := s.d.Case; c.SelfCheck.SubmittedOn.Before(c.Notice.ReceivedOn) {
			s.about(c, "selfcheck", "submittedOn", "on", c.SelfCheck.SubmittedOn, "notice", c.Notice.ReceivedOn)
		}
	}},
	{"opinion.amount", SweepError, func(s *sweeper) {
		for _, o := range s.d.Opinions {
			f, there := s.findings[o.Finding]
			if there && o.changes() && f.State != FindingDropped && f.Amount != o.AmountAfter && s.lastOpinion(o) {
				s.hit(o, o.Strand, "amountAfter", "case/summary", string(o.ID), "number", f.Number, "after", o.AmountAfter.Yuan(true), "amount", f.Amount.Yuan(true))
			}
		}
	}},
}

// lastOpinion says whether no later opinion changed the amount of the same finding again.
func (s *sweeper) lastOpinion(o Opinion) bool {
	return !slices.ContainsFunc(s.d.Opinions, func(x Opinion) bool {
		return x.ID != o.ID && x.Finding == o.Finding && x.changes() && o.DecidedOn.String() <= x.DecidedOn.String()
	})
}

func principals(look func(*sweeper, Principal)) func(*sweeper) {
	return func(s *sweeper) { each(s, s.d.Principals, look) }
}

func (s *sweeper) principal(p Principal, field string, args ...any) {
	s.hit(p, "", field, "case/basics", string(p.ID), append([]any{"name", p.Name}, args...)...)
}

// fact notes what the facts of the unit break; of several years or kinds the first is told.
func (s *sweeper) fact(field string, args ...any) {
	s.hit(s.d.Case, "", "facts/"+field, "case/facts", field, args...)
}

// financeYears gives the years with income or outlay, in their order.
func (s *sweeper) financeYears() []string {
	return slices.Sorted(maps.Keys(s.d.Case.Facts.Finances))
}

// follows says whether a year is the one after another.
func follows(before, year string) bool {
	var a, b int
	if _, err := fmt.Sscan(before+" "+year, &a, &b); err != nil {
		return false
	}
	return b == a+1
}
