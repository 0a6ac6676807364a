package app

import "fmt"

// evidenceRules are about evidence (R25).
var evidenceRules = []SweepRule{
	{"evidence.file", SweepError, evidences(func(s *sweeper, e Evidence) {
		if !blank(e.FileName) && e.FileHash == "" {
			s.proof(e, "fileName")
		}
	})},
	{"evidence.withdrawn", SweepError, evidences(func(s *sweeper, e Evidence) {
		if blank(e.Withdrawn) {
			return
		}
		named := s.cited.Has(string(e.ID))
		for id, in := range e.Findings {
			named = named || in && s.findings[ID(id)].State != FindingDropped && s.findings[ID(id)].ID != ""
		}
		if named {
			s.proof(e, "withdrawn")
		}
	})},
	{"evidence.gap", SweepHint, func(s *sweeper) {
		last := 0
		for _, e := range s.d.Evidence { // by number
			if e.Number > last+1 {
				s.proof(e, "number", "from", last+1, "to", e.Number-1)
			}
			last = max(last, e.Number)
		}
	}},
	{"evidence.number", SweepError, func(s *sweeper) {
		seen := map[int]bool{}
		for _, e := range s.d.Evidence {
			if seen[e.Number] {
				s.proof(e, "number")
			}
			seen[e.Number] = true
		}
	}},
	{"evidence.twice", SweepWarning, func(s *sweeper) {
		seen := map[string]Evidence{}
		for _, e := range s.d.Evidence {
			if e.FileHash == "" || !blank(e.Withdrawn) {
				continue
			}
			if first, twice := seen[e.FileHash]; twice {
				s.proof(e, "fileHash", "first", first.Number)
				continue
			}
			seen[e.FileHash] = e
		}
	}},
	{"evidence.loose", SweepHint, evidences(func(s *sweeper, e Evidence) {
		if len(e.Items.Sorted()) == 0 && len(e.Findings.Sorted()) == 0 && e.Of == "" && !s.cited.Has(string(e.ID)) && blank(e.Withdrawn) {
			s.proof(e, "findings")
		}
	})},
	{"evidence.unsigned", SweepWarning, evidences(func(s *sweeper, e Evidence) {
		if e.Sheet && e.SignedOn.IsZero() && e.SheetDue.Before(s.today) && blank(e.Withdrawn) {
			s.proof(e, "signedOn", "due", e.SheetDue)
		}
	})},
	{"link.finding", SweepError, func(s *sweeper) {
		for _, k := range s.citers() {
			for _, id := range k.findings.Sorted() {
				if _, there := s.findings[ID(id)]; !there {
					s.hit(k.noun, k.strand, "findings", k.room, k.ref, "label", Word("kind."+k.noun.NounKind()), "name", k.name)
				}
			}
		}
	}},
	{"link.evidence", SweepError, func(s *sweeper) {
		for _, k := range s.citers() {
			for _, id := range k.evidence.Sorted() {
				if _, there := s.evidence[ID(id)]; !there {
					s.hit(k.noun, k.strand, "evidence", k.room, k.ref, "label", Word("kind."+k.noun.NounKind()), "name", k.name)
				}
			}
		}
	}},
}

// sheetRules are about evidence sheets (form 3.11).
var sheetRules = []SweepRule{
	{"sheet.overdue", SweepWarning, sheets(func(s *sweeper, n Sheet) {
		if n.SignedOn.IsZero() && blank(n.NotWhy) && n.DueOn.Before(s.today) {
			s.sheet(n, "signedOn", "due", n.DueOn)
		}
	})},
	{"sheet.objection", SweepError, sheets(func(s *sweeper, n Sheet) {
		if (n.Reply == ReplyObjects || n.Reply == ReplyPartly) && blank(n.Opinion) {
			s.sheet(n, "opinion")
		}
	})},
	{"sheet.unheard", SweepError, func(s *sweeper) {
		answered := map[ID]bool{}
		for _, p := range s.d.Papers {
			mark(answered, p.Sheets)
		}
		for _, n := range s.d.Sheets {
			if n.Reply == ReplyObjects && !answered[n.ID] {
				s.sheet(n, "reply")
			}
		}
	}},
	{"sheet.authors", SweepError, sheets(func(s *sweeper, n Sheet) {
		if k := len(people(n.Authors)); k < 2 {
			s.sheet(n, "authors", "count", k)
		}
	})},
	{"sheet.reply", SweepWarning, sheets(func(s *sweeper, n Sheet) {
		if !n.SignedOn.IsZero() && (n.Reply == "" || n.Reply == ReplySilent) {
			s.sheet(n, "reply")
		}
	})},
	{"sheet.scan", SweepHint, func(s *sweeper) {
		scanned := map[ID]bool{}
		for _, e := range s.d.Evidence {
			scanned[e.Of] = scanned[e.Of] || blank(e.Withdrawn)
		}
		for _, n := range s.d.Sheets {
			if !n.SignedOn.IsZero() && !scanned[n.ID] {
				s.sheet(n, "evidence")
			}
		}
	}},
	{"sheet.index", SweepError, func(s *sweeper) {
		seen := map[string]bool{}
		for _, n := range s.d.Sheets {
			if seen[flat(n.Index)] {
				s.sheet(n, "index")
			}
			seen[flat(n.Index)] = true
		}
	}},
}

// paperRules are about working papers (form 3.12, domain 5.1).
var paperRules = []SweepRule{
	{"paper.author", SweepError, papers(func(s *sweeper, p Paper) {
		if !Apart(p.Author, p.Reviewer) {
			s.paper(p, "reviewer", "name", p.Reviewer)
		}
	})},
	{"paper.notes", SweepError, papers(func(s *sweeper, p Paper) {
		waiting := 0
		for _, n := range p.Notes {
			if blank(n.Answer) {
				waiting++
			}
		}
		if waiting > 0 {
			s.paper(p, "notes", "count", waiting)
		}
	})},
	{"paper.unsettled", SweepWarning, papers(func(s *sweeper, p Paper) {
		open := 0
		for _, n := range p.Notes {
			if !blank(n.Answer) && !n.Settled {
				open++
			}
		}
		if open > 0 && !p.ReviewedOn.IsZero() {
			s.paper(p, "notes", "count", open)
		}
	})},
	{"paper.index", SweepError, func(s *sweeper) {
		seen := map[string]bool{}
		for _, p := range s.d.Papers {
			if seen[flat(p.Index)] {
				s.paper(p, "index")
			}
			seen[flat(p.Index)] = true
		}
	}},
	{"paper.changed", SweepError, papers(func(s *sweeper, p Paper) {
		if !p.ReviewedOn.IsZero() && !Reviewed(s.d, p) {
			s.paper(p, "review", "name", p.Reviewer)
		}
	})},
	{"paper.text", SweepWarning, papers(func(s *sweeper, p Paper) {
		if !p.ReviewedOn.IsZero() && (blank(p.Process) || blank(p.Conclusion)) {
			s.paper(p, "conclusion")
		}
	})},
	{"paper.proof", SweepHint, papers(func(s *sweeper, p Paper) {
		if len(p.Evidence.Sorted()) > 0 || len(p.Sheets.Sorted()) > 0 {
			return
		}
		for _, e := range s.d.Evidence {
			if p.Item != "" && e.Items.Has(p.Item) || shares(p.Findings, e.Findings) {
				return
			}
		}
		s.paper(p, "evidence")
	})},
}

func shares(a, b Set) bool {
	for id, in := range a {
		if in && b.Has(id) {
			return true
		}
	}
	return false
}

// onsiteRules are about talks, visits, stock-taking, opinions heard and materials (R24–R26).
var onsiteRules = []SweepRule{
	{"onsite.two", SweepError, onSiteRecords(func(s *sweeper, r record) {
		if k := len(r.people.Sorted()); k < 2 {
			s.record(r, r.field, "count", k)
		}
	})},
	{"onsite.recused", SweepError, onSiteRecords(func(s *sweeper, r record) {
		for _, id := range r.people.Sorted() {
			if s.d.Case.Recused.Has(id) {
				s.record(r, r.field, "name", s.d.People[ID(id)].Name)
			}
		}
	})},
	{"onsite.unsigned", SweepWarning, onSiteRecords(func(s *sweeper, r record) {
		if !r.signed && blank(r.notWhy) && r.on.Before(s.today) {
			s.record(r, "signed", "on", r.on)
		}
	})},
	{"onsite.times", SweepError, onSiteRecords(func(s *sweeper, r record) {
		from, to := clock(r.from), clock(r.to)
		if from >= 0 && to >= 0 && to < from {
			s.record(r, "to", "from", r.from, "to", r.to)
		}
	})},
	{"talk.informed", SweepHint, func(s *sweeper) {
		for _, t := range s.d.Talks {
			if t.Signed && !t.Informed {
				s.hit(t, oneStrand(t.Strands), "informed", onSite, string(t.ID), "number", t.Number)
			}
		}
	}},
	{"stock.difference", SweepError, func(s *sweeper) {
		for _, k := range s.d.Stocktakes {
			open := 0
			for _, l := range k.Lines {
				if (l.Book != l.Counted || l.BookValue != l.FoundValue) && blank(l.Note) {
					open++
				}
			}
			if open > 0 && blank(k.Text) {
				s.hit(k, k.Strand, "lines", onSite, string(k.ID), "number", k.Number, "count", open)
			}
		}
	}},
	{"heard.open", SweepWarning, func(s *sweeper) {
		for _, h := range s.d.Heard {
			if blank(h.Handling) && h.On.Before(s.today) && !s.d.Veiled.Has(string(h.ID)) {
				s.hit(h, h.Strand, "handling", onSite, string(h.ID), "number", h.Number, "on", h.On)
			}
		}
	}},
	{"material.overdue", SweepWarning, materials(func(s *sweeper, m Material) {
		if m.ReceivedOn.IsZero() && blank(m.NotWhy) && m.DueOn.Before(s.today) {
			s.material(m, "receivedOn", "due", m.DueOn)
		}
	})},
	{"material.kept", SweepWarning, materials(func(s *sweeper, m Material) {
		given := m.Form == "original" && !m.ReceivedOn.IsZero() && m.ReturnedOn.IsZero()
		if given && s.d.Case.OnSite.To.Before(s.today) {
			s.material(m, "returnedOn", "to", s.d.Case.OnSite.To)
		}
	})},
	{"material.dates", SweepError, materials(func(s *sweeper, m Material) {
		if m.ReceivedOn.Before(m.AskedOn) || m.ReturnedOn.Before(m.ReceivedOn) {
			s.material(m, "receivedOn")
		}
	})},
}

func (s *sweeper) material(m Material, field string, args ...any) {
	s.hit(m, oneStrand(itemStrands(m.Items)), field, onSite, string(m.ID), append([]any{"name", m.Name}, args...)...)
}

// clock gives the minutes since midnight of a clock time such as 9:30, or -1 for what is none.
func clock(text string) int {
	var h, m int
	if _, err := fmt.Sscanf(text, "%d:%d", &h, &m); err != nil || h < 0 || h > 24 || m < 0 || m > 59 {
		return -1
	}
	return h*60 + m
}

func evidences(look func(*sweeper, Evidence)) func(*sweeper) {
	return func(s *sweeper) { each(s, s.d.Evidence, look) }
}
func sheets(look func(*sweeper, Sheet)) func(*sweeper) {
	return func(s *sweeper) { each(s, s.d.Sheets, look) }
}
func papers(look func(*sweeper, Paper)) func(*sweeper) {
	return func(s *sweeper) { each(s, s.d.Papers, look) }
}
func materials(look func(*sweeper, Material)) func(*sweeper) {
	return func(s *sweeper) { each(s, s.d.Materials, look) }
}
func onSiteRecords(look func(*sweeper, record)) func(*sweeper) {
	return func(s *sweeper) { each(s, s.records(), look) }
}

// each looks at the nouns of a list in turn.
func each[T any](s *sweeper, list []T, look func(*sweeper, T)) {
	for _, n := range list {
		look(s, n)
	}
}
