package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity is how much what the sweep finds weighs.
type Severity string

// The severities.
const (
	SweepError   Severity = "error"   // two records contradict each other, or what the law demands is not there
	SweepWarning Severity = "warning" // somebody will ask for it
	SweepHint    Severity = "hint"    // better so
)

// Severities lists all, the heaviest first.
var Severities = []Severity{SweepError, SweepWarning, SweepHint}

// SweepRule is a rule of consistency over a case. Its sentence is "sweep.CODE" in the translations, what to do
// "sweep.CODE.hint".
type SweepRule struct {
	Code     string
	Severity Severity
	find     func(*sweeper)
}

// SweepFind is a place where a case breaks a rule. A rule is broken at most once per noun, whatever Args say.
type SweepFind struct {
	Code     string
	Severity Severity
	Strand   Strand // "" = common to all
	Noun     ID
	Kind     Kind
	Field    string         // of the noun, a path as in Change; "" = the noun as a whole
	Args     map[string]any // values named in the sentence
	Room     string         // where to mend it: "bench", "findings", "case/inspection" …
	Ref      string         // what to show there: an item code, an ID, a field
	Waived   Waiver         // the zero Waiver while nobody let it pass
}

// Key names the find in Case.Sweep: a waiver stands for this rule at this noun and for nothing else.
func (f SweepFind) Key() string { return f.Code + "@" + string(f.Noun) }

// Open says whether nobody let it pass.
func (f SweepFind) Open() bool { return f.Waived == Waiver{} }

// sweepRules is the table of all rules in the order in which people read them.
var sweepRules = slices.Concat(answerRules, findingRules, lawRules, evidenceRules, sheetRules, paperRules, onsiteRules, factRules, courseRules)

// SweepRules gives all rules, in the order of the table.
func SweepRules() []SweepRule { return slices.Clone(sweepRules) }

// Sweep looks a case through for what does not fit together, as of a day: errors first, then warnings, then hints, each
// in the order of the rules. What was let pass is among them, see SweepFind.Open. The dossier must be a whole one, with
// its checklists and laws; of a veiled one, what is withheld is not judged. With the zero Date rules about terms that
// have run out find nothing.
func Sweep(d Dossier, today Date) []SweepFind {
	s := newSweeper(d, today)
	for _, r := range sweepRules {
		s.rule = r
		r.find(s)
	}
	slices.SortStableFunc(s.out, func(a, b SweepFind) int {
		return cmp.Compare(slices.Index(Severities, a.Severity), slices.Index(Severities, b.Severity))
	})
	return s.out
}

// OpenErrors counts the errors that nobody let pass.
func OpenErrors(found []SweepFind) int {
	n := 0
	for _, f := range found {
		if f.Severity == SweepError && f.Open() {
			n++
		}
	}
	return n
}

// TakeSweep looks the case through and keeps the result with the dossier, where the gates tell of it.
func (d *Dossier) TakeSweep(today Date) {
	if d.Sweep = Sweep(*d, today); d.Sweep == nil {
		d.Sweep = []SweepFind{} // somebody looked
	}
}

// sweeper holds what the rules look up again and again.
type sweeper struct {
	d        Dossier
	today    Date
	rule     SweepRule
	out      []SweepFind
	at       map[string]bool // keys that are out already
	findings map[ID]Finding
	items    map[string]Item
	order    []string        // codes of the items, see itemOrder
	listed   map[Strand]bool // strands whose checklist is known
	evidence map[ID]Evidence
	proven   map[ID]bool // findings with evidence that counts
	reviewed map[ID]bool // findings with a reviewed paper
	cited    Set         // evidence that papers, sheets and records name
}

func newSweeper(d Dossier, today Date) *sweeper {
	s := &sweeper{d: d, today: today, at: map[string]bool{}, findings: map[ID]Finding{}, items: map[string]Item{}, listed: map[Strand]bool{},
		evidence: map[ID]Evidence{}, proven: map[ID]bool{}, reviewed: map[ID]bool{}, cited: Set{}}
	for _, f := range d.Findings {
		s.findings[f.ID] = f
	}
	for strand, t := range d.Templates {
		s.listed[strand] = len(t.Sections) > 0
		for _, section := range t.Sections {
			for _, i := range section.Items {
				s.items[i.Code] = i
			}
		}
	}
	s.order = s.itemOrder()
	for _, e := range d.Evidence {
		s.evidence[e.ID] = e
		if blank(e.Withdrawn) {
			mark(s.proven, e.Findings)
		}
	}
	for _, p := range d.Papers {
		if Reviewed(d, p) {
			mark(s.reviewed, p.Findings)
		}
	}
	for _, k := range s.citers() {
		for id, in := range k.evidence {
			if in {
				s.cited[id] = true
			}
		}
	}
	return s
}

func mark(in map[ID]bool, ids Set) {
	for id, is := range ids {
		if is {
			in[ID(id)] = true
		}
	}
}

// hit notes that a noun breaks the rule in hand; args come in pairs.
func (s *sweeper) hit(n Noun, strand Strand, field, room, ref string, args ...any) {
	f := SweepFind{Code: s.rule.Code, Severity: s.rule.Severity, Strand: strand, Noun: n.NounID(), Kind: n.NounKind(), Field: field,
		Args: pairs(args), Room: room, Ref: ref}
	key := f.Key()
	if s.at[key] {
		return
	}
	s.at[key] = true
	f.Waived = s.d.Case.Sweep[key]
	s.out = append(s.out, f)
}

func (s *sweeper) finding(f Finding, field string, args ...any) {
	s.hit(f, f.Strand, field, "findings", string(f.ID), append([]any{"number", f.Number, "title", f.Title}, args...)...)
}

func (s *sweeper) answer(a Answer, field string, args ...any) {
	s.hit(a, StrandOfItem(a.Item), field, "bench", a.Item, append([]any{"item", a.Item}, args...)...)
}

func (s *sweeper) proof(e Evidence, field string, args ...any) {
	strand := Strand("")
	if strands := itemStrands(e.Items).Sorted(); len(strands) == 1 {
		strand = Strand(strands[0])
	}
	room, ref := workedOn(e.Items, e.Findings, e.ID)
	s.hit(e, strand, field, room, ref, append([]any{"number", e.Number, "title", e.Title}, args...)...)
}

func (s *sweeper) paper(p Paper, field string, args ...any) {
	room, ref := workedOn(NewSet(p.Item), p.Findings, p.ID)
	s.hit(p, p.Strand, field, room, ref, append([]any{"index", p.Index, "title", p.Title}, args...)...)
}

// onSite is the page of a case with what is written on site.
const onSite = "case/inspection"

func (s *sweeper) sheet(n Sheet, field string, args ...any) {
	room, ref := workedOn(n.Items, n.Findings, n.ID)
	s.hit(n, n.Strand, field, room, ref, append([]any{"index", n.Index, "title", n.Title}, args...)...)
}

// workedOn says where what proves something is opened: at its first item on the bench, at its first finding, or on the
// page of the case.
func workedOn(items, findings Set, id ID) (room, ref string) {
	if of := items.Sorted(); len(of) > 0 && of[0] != "" {
		return "bench", of[0]
	}
	if of := findings.Sorted(); len(of) > 0 {
		return "findings", of[0]
	}
	return onSite, string(id)
}

// about notes what a record of the unit or the case as a whole breaks; the page of the case is named.
func (s *sweeper) about(n Noun, page, field string, args ...any) {
	s.hit(n, "", field, "case/"+page, field, args...)
}

// record is what talks, visits and stock-takings have in common.
type record struct {
	noun     Noun
	strand   Strand
	label    Word   // what it is
	number   string // how the record is called
	people   Set    // who of the group takes part
	field    string // where they stand
	on       Date
	from, to string // clock times
	signed   bool
	notWhy   string
}

func (s *sweeper) records() []record {
	var out []record
	for _, t := range s.d.Talks {
		out = append(out, record{t, oneStrand(t.Strands), Word("kind.talk"), t.Number, t.Talkers, "talkers", t.On, t.From, t.To, t.Signed, t.NotWhy})
	}
	for _, v := range s.d.Visits {
		out = append(out, record{v, oneStrand(v.Strands), Word("kind.visit"), fmt.Sprint(v.Number), v.Visitors, "visitors", v.On, v.From, v.To, v.Signed, v.NotWhy})
	}
	for _, k := range s.d.Stocktakes {
		out = append(out, record{k, k.Strand, Word("kind.stocktake"), fmt.Sprint(k.Number), k.Counters, "counters", k.On, "", "", k.Signed, k.NotWhy})
	}
	return out
}

func (s *sweeper) record(r record, field string, args ...any) {
	s.hit(r.noun, r.strand, field, onSite, string(r.noun.NounID()), append([]any{"label", r.label, "number", r.number}, args...)...)
}

// citer is a noun that names findings or evidence.
type citer struct {
	noun     Noun
	strand   Strand
	name     string
	findings Set
	evidence Set
	room     string
	ref      string
}

func (s *sweeper) citers() []citer {
	var out []citer
	add := func(n Noun, strand Strand, name string, items, findings, evidence Set) {
		room, ref := onSite, string(n.NounID())
		if items != nil {
			room, ref = workedOn(items, nil, n.NounID())
		}
		out = append(out, citer{n, strand, name, findings, evidence, room, ref})
	}
	for _, p := range s.d.Papers {
		add(p, p.Strand, p.Index, NewSet(p.Item), p.Findings, p.Evidence)
	}
	for _, n := range s.d.Sheets {
		add(n, n.Strand, n.Index, n.Items, n.Findings, n.Evidence)
	}
	for _, e := range s.d.Evidence {
		add(e, "", e.Title, e.Items, e.Findings, nil)
	}
	for _, t := range s.d.Talks {
		add(t, oneStrand(t.Strands), t.Number, nil, t.Findings, nil)
	}
	for _, v := range s.d.Visits {
		add(v, oneStrand(v.Strands), fmt.Sprint(v.Number), nil, v.Findings, v.Evidence)
	}
	for _, k := range s.d.Stocktakes {
		add(k, k.Strand, fmt.Sprint(k.Number), nil, k.Findings, k.Evidence)
	}
	for _, h := range s.d.Heard {
		add(h, h.Strand, fmt.Sprint(h.Number), nil, h.Findings, nil)
	}
	return out
}

// oneStrand gives the strand of a set of one, else "".
func oneStrand(strands Set) Strand {
	if list := strands.Sorted(); len(list) == 1 {
		return Strand(list[0])
	}
	return ""
}

// flat makes texts that differ in blanks alone the same.
func flat(text string) string { return strings.Join(strings.Fields(text), "") }
