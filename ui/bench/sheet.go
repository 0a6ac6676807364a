package bench

import (
	"slices"
	"strings"

	"lianshen/app"
)

// sheet is the three checklists of one case as they are worked on: which item is in hand and what belongs to it. It
// knows no widget, so that what the keys mean can be tested without a window.
type sheet struct {
	d      app.Dossier
	strand app.Strand
	item   string // code of the item in hand; "" when the filter leaves none
	filter string
	last   map[app.Strand]string // the item each strand was left at
	who    string                // name of the person at work
	mine   bool                  // only that person's items are listed
}

// section is one part of the open checklist with how far it has come.
type section struct {
	app.Section
	progress app.StrandProgress
	open     bool
	items    []app.Item // those the filter leaves
}

// newSheet opens the checklists at the first item without an answer, or at the very first: what was given to who is at work
// comes first, then the strands on which he or she works.
func newSheet(d app.Dossier, who string) *sheet {
	s := &sheet{d: d, strand: app.Review, last: map[app.Strand]string{}, who: who}
	order := s.strands()
	s.strand = order[0]
	for _, given := range []bool{true, false} { // what was given to the person at work first
		for _, strand := range order {
			if code := s.waiting(strand, given); code != "" {
				s.strand, s.item = strand, code
				return s
			}
		}
	}
	s.settle()
	return s
}

// renew takes a newer state of the case and stays where it was.
func (s *sheet) renew(d app.Dossier) {
	s.d = d
	s.settle()
}

// settle makes the item in hand one that is on the list: the one left in this strand, or the first.
func (s *sheet) settle() {
	codes := s.codes()
	if slices.Contains(codes, s.item) {
		return
	}
	switch left := s.last[s.strand]; {
	case slices.Contains(codes, left):
		s.item = left
	case len(codes) > 0:
		s.item = codes[0]
	default:
		s.item = ""
	}
}

// firstOpen gives the first item of a strand without an answer, one given to the person at work before the others.
func (s *sheet) firstOpen(strand app.Strand) string {
	if own := s.waiting(strand, true); own != "" {
		return own
	}
	return s.waiting(strand, false)
}

// waiting gives the first item of a strand without an answer, among all or among those given to the person at work.
func (s *sheet) waiting(strand app.Strand, given bool) string {
	for _, sec := range s.d.Templates[strand].Sections {
		for _, it := range sec.Items {
			a := s.d.Answers[it.Code]
			if s.asks(it) && a.Conclusion == "" && (!given || s.isMe(a.Person)) {
				return it.Code
			}
		}
	}
	return ""
}

// asks says whether the item is put to this unit. An item meant for other kinds of unit is left out, unless it was
// answered all the same.
func (s *sheet) asks(it app.Item) bool {
	return it.Applies(s.d.Unit.Kind) || s.d.Answers[it.Code].Conclusion != ""
}

// strands lists the strands, those on which the person at work works before the others.
func (s *sheet) strands() []app.Strand {
	own := s.ownStrands()
	var out []app.Strand
	for _, first := range []bool{true, false} {
		for _, strand := range app.Strands {
			if own.Has(string(strand)) == first {
				out = append(out, strand)
			}
		}
	}
	return out
}

// ownStrands gives the strands on which the person at work works; none when nothing is known.
func (s *sheet) ownStrands() app.Set {
	for _, p := range s.d.People {
		if p.Name == s.who && s.who != "" {
			return p.Strands
		}
	}
	return app.Set{}
}

// matches says whether the filter leaves the item: by code, by what is checked in either language, by what was noted, or by
// who is to check it.
func (s *sheet) matches(it app.Item) bool {
	if s.mine && !s.isMine(it) {
		return false
	}
	if s.filter == "" {
		return true
	}
	for _, text := range []string{it.Code, it.Check, it.CheckEn, s.d.Answers[it.Code].Note, s.checker(it.Code)} {
		if strings.Contains(strings.ToLower(text), s.filter) {
			return true
		}
	}
	return false
}

// sections lists the parts of the open checklist; with a filter only those that have items left.
func (s *sheet) sections() []section {
	var out []section
	for _, sec := range s.d.Templates[s.strand].Sections {
		v := section{Section: sec, progress: app.SectionProgress(s.d, s.strand, sec.Code)}
		for _, it := range sec.Items {
			if !s.asks(it) {
				continue
			}
			if s.matches(it) {
				v.items = append(v.items, it)
			}
			v.open = v.open || it.Code == s.item
		}
		if len(v.items) > 0 {
			out = append(out, v)
		}
	}
	return out
}

// codes lists the items that the arrows walk through.
func (s *sheet) codes() []string {
	var out []string
	for _, sec := range s.d.Templates[s.strand].Sections {
		for _, it := range sec.Items {
			if s.asks(it) && s.matches(it) {
				out = append(out, it.Code)
			}
		}
	}
	return out
}

// step gives the code of the item n places away, held at the ends of the list.
func (s *sheet) step(n int) string {
	codes := s.codes()
	if len(codes) == 0 {
		return ""
	}
	at := max(slices.Index(codes, s.item), 0)
	return codes[min(max(at+n, 0), len(codes)-1)]
}

// take puts the item in hand, changing the strand when it lies in another one. It says whether there is such an item.
func (s *sheet) take(code string) bool {
	strand := app.StrandOfItem(code)
	if _, _, ok := s.d.Templates[strand].Find(code); !ok {
		return false
	}
	s.last[s.strand] = s.item
	s.strand, s.item = strand, code
	if !slices.Contains(s.codes(), code) { // asked for by name: nothing must hide it
		s.filter, s.mine = "", false
	}
	return true
}

// beside gives the strand n places on, round and round.
func (s *sheet) beside(n int) app.Strand {
	at := slices.Index(app.Strands, s.strand)
	return app.Strands[(at+n+len(app.Strands))%len(app.Strands)]
}

// open shows a strand where it was left, or at its first item without an answer.
func (s *sheet) open(strand app.Strand) {
	if strand == s.strand {
		return
	}
	s.last[s.strand] = s.item
	s.strand = strand
	s.item = s.last[strand]
	if s.item == "" {
		s.item = s.firstOpen(strand)
	}
	s.settle()
}

// narrow shows only what contains the words; the item in hand stays when it is among them, else the
// first is taken.
func (s *sheet) narrow(words string) {
	s.filter = strings.ToLower(strings.TrimSpace(words))
	if codes := s.codes(); len(codes) > 0 && !slices.Contains(codes, s.item) {
		s.item = codes[0]
	}
	s.settle()
}

// inHand gives the item in hand and its section.
func (s *sheet) inHand() (app.Item, app.Section, bool) {
	return s.d.Templates[s.strand].Find(s.item)
}

// shut says why nothing can be answered in this case: before the entry meetings, or once it is closed. app refuses it
// anyway; here it keeps people from typing what cannot be kept.
func (s *sheet) shut() error {
	c := s.d.Case
	switch {
	case c.Stage == app.Closed:
		return app.Refuse("case.closed", "number", c.Number)
	case !c.Stage.AtLeast(app.EntryMeeting):
		return app.Refuse("stage.early", "stage", c.Stage, "item", s.item)
	}
	return nil
}

// answer gives what was said about the item in hand.
func (s *sheet) answer() app.Answer { return s.d.Answers[s.item] }

// findings lists the findings that name the item in hand.
func (s *sheet) findings() []app.Finding {
	var out []app.Finding
	for _, f := range s.d.Findings {
		if f.Item == s.item || f.Items.Has(s.item) {
			out = append(out, f)
		}
	}
	return out
}

// evidence lists the proofs of the item in hand: its own and those of its findings.
func (s *sheet) evidence() []app.Evidence {
	of := app.Set{}
	for _, f := range s.findings() {
		of[string(f.ID)] = true
	}
	var out []app.Evidence
	for _, e := range s.d.Evidence {
		if e.Items.Has(s.item) || shares(e.Findings, of) {
			out = append(out, e)
		}
	}
	return out
}

// papers lists the working papers of the item in hand and of its findings.
func (s *sheet) papers() []app.Paper {
	of := app.Set{}
	for _, f := range s.findings() {
		of[string(f.ID)] = true
	}
	var out []app.Paper
	for _, p := range s.d.Papers {
		if p.Item == s.item || shares(p.Findings, of) {
			out = append(out, p)
		}
	}
	return out
}

// asked gives the line of the materials request for something the item asks for, if it was requested.
func (s *sheet) asked(name string) (app.Material, bool) {
	for _, m := range s.d.Materials {
		if m.Items.Has(s.item) && (m.Name == name || strings.Contains(m.Name, name)) {
			return m, true
		}
	}
	return app.Material{}, false
}

func shares(a, b app.Set) bool {
	for k, in := range a {
		if in && b.Has(k) {
			return true
		}
	}
	return false
}
