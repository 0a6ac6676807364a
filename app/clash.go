package app

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Clash is a field about which people contradict each other until one of them chooses, or a noun that one deleted and
// another changed meanwhile (Field "").
type Clash struct {
	Entity ID
	Kind   Kind
	Field  string // path, as in Change; "" = whether the noun is to be there at all
	Strand Strand // of the strand alone; "" = common to all, or of several
	// Sides are the values that contradict each other, as JSON; nil among them = the field was emptied. Equal ones: several
	// nouns bear the same number, and this one is to get another. No Sides at all: they are not told, and then only the
	// value that is shown counts as one of them.
	Sides []json.RawMessage
}

// stampFields say who wrote last, when, and on which facts. They follow what was written.
var stampFields = map[Kind][]string{KindAnswer: {"by", "on"}, KindReportText: {"by", "on", "factsHash"}}

// Stamp says whether a field only says who wrote the rest of the noun last, when, and on which facts. Two stamps that
// differ are no contradiction about which anybody could choose: nothing waits for them, and every choice in the noun
// stamps it anew.
//
// So are the day, the reason and the number of a seat's leaving out: who leaves out a seat that somebody else left out
// too has not contradicted anybody, and what counts of the seat is decided by the lowest number and by no choice.
func Stamp(kind Kind, field string) bool {
	return slices.Contains(stampFields[kind], field) || kind == KindSeat && slices.Contains(fieldDeeds[KindSeat][VerbLeaveOut], field)
}

// ClashReader is a Reader that knows what clashes as of its moment. A Reader that is none knows of no clashes.
type ClashReader interface {
	Reader
	// EachClash gives every open clash of the workspace, in any order. Strand may be left empty, TakeClashes fills it in.
	EachClash(ctx context.Context, f func(Clash) error) error
}

// openClashes gives every open clash that the reader knows of.
func openClashes(ctx context.Context, r Reader) ([]Clash, error) {
	c, knows := r.(ClashReader)
	if !knows {
		return nil, nil
	}
	var out []Clash
	err := c.EachClash(ctx, func(c Clash) error {
		out = append(out, c)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the clashes: %w", err)
	}
	return out, nil
}

// TakeClashes keeps of all clashes of a workspace those of the dossier: of the case, of what belongs to it, and of its
// unit, round, zone, group, meetings and checklists, without their sides and without mere stamps. People, laws and calendars are left out: a telephone number that
// clashes keeps nobody from a report. They stand in the order of Kinds, then by noun and field, each with its strand.
func (d *Dossier) TakeClashes(all []Clash) {
	d.Clashes = nil
	if len(all) == 0 {
		return
	}
	ids := map[ID]bool{}
	for _, c := range all {
		ids[c.Entity] = !Stamp(c.Kind, c.Field) || ids[c.Entity]
	}
	nouns := d.nouns(ids)
	for _, c := range all {
		if n, within := nouns[c.Entity]; within && !Stamp(c.Kind, c.Field) {
			c.Strand, c.Sides = d.strandOf(n, c.Field), nil
			d.Clashes = append(d.Clashes, c)
		}
	}
	slices.SortFunc(d.Clashes, func(a, b Clash) int {
		return cmp.Or(cmp.Compare(slices.Index(Kinds, a.Kind), slices.Index(Kinds, b.Kind)), cmp.Compare(a.Entity, b.Entity), cmp.Compare(a.Field, b.Field))
	})
}

// ClashesOf gives the clashes that the report of a strand must wait for: those of the strand and of what is common.
func (d Dossier) ClashesOf(s Strand) []Clash {
	return slices.DeleteFunc(slices.Clone(d.Clashes), func(c Clash) bool { return c.Strand != "" && c.Strand != s })
}

// nouns gives those of the IDs that are of the case, or that it rests on.
func (d *Dossier) nouns(ids map[ID]bool) map[ID]Noun {
	out := map[ID]Noun{}
	pick(out, ids, []Round{d.Round})
	pick(out, ids, []Zone{d.Zone})
	pick(out, ids, []Group{d.Group})
	pick(out, ids, []Unit{d.Unit})
	pick(out, ids, []Case{d.Case})
	for _, t := range d.Templates {
		pick(out, ids, []Template{t})
	}
	for item, a := range d.Answers {
		if a.ID == "" { // a dossier for a list of cases has less of it
			a.ID, a.Item = AnswerID(d.Case.ID, item), item
		}
		pick(out, ids, []Answer{a})
	}
	pick(out, ids, d.Principals)
	pick(out, ids, d.Talks)
	pick(out, ids, d.Materials)
	pick(out, ids, d.Evidence)
	pick(out, ids, d.Papers)
	pick(out, ids, d.Findings)
	pick(out, ids, d.Meetings)
	pick(out, ids, d.Surveys)
	pick(out, ids, d.Evaluations)
	pick(out, ids, d.Consultations)
	pick(out, ids, d.Opinions)
	pick(out, ids, d.Texts)
	pick(out, ids, d.Reports)
	pick(out, ids, d.Approvals)
	pick(out, ids, d.Deliveries)
	pick(out, ids, d.Copies)
	pick(out, ids, d.Measures)
	pick(out, ids, d.Progress)
	pick(out, ids, d.Supervisions)
	pick(out, ids, d.Accountabilities)
	pick(out, ids, d.Uses)
	pick(out, ids, d.Signoffs)
	return out
}

func pick[T Noun](out map[ID]Noun, ids map[ID]bool, list []T) {
	for _, n := range list {
		if id := n.NounID(); id != "" && ids[id] {
			out[id] = n
		}
	}
}

// strandOf gives the strand a field of a noun belongs to alone, or "".
func (d *Dossier) strandOf(n Noun, field string) Strand {
	if path := keysOf(field); len(path) > 1 {
		of := path[1]
		if path[0] == "facts" && len(path) > 2 || path[0] == "selfCheck" && len(path) > 2 {
			of = path[2] // facts/achievements/audit, selfCheck/parts/audit
		}
		if i := slices.IndexFunc(SurveyQuestions, func(q struct {
			Code   string
			Strand Strand
		}) bool {
			return q.Code == of
		}); i >= 0 && n.NounKind() == KindSurvey {
			return SurveyQuestions[i].Strand
		}
		byStrand := n.NounKind() == KindCase || n.NounKind() == KindEvaluation
		if s := Strand(of); byStrand && slices.Contains(Strands, s) {
			return s
		}
	}
	strands := StrandsOf(n)
	if t, ok := n.(Talk); ok {
		strands = TalkStrands(t, d.People)
	}
	if list := strands.Sorted(); len(list) == 1 {
		return Strand(list[0])
	}
	return ""
}

// words gives what a sentence about a clash names: the kind of noun, the noun and the field.
func (c Clash) words(d Dossier) []any {
	return []any{"label", Word("kind." + c.Kind), "name", d.nameOf(c.Entity), "field", c.fieldWord()}
}

func (c Clash) fieldWord() Word {
	if c.Field == "" {
		return "clashrule.whole"
	}
	if name := labelOf(c.Field); FieldNames[name] {
		return Word("field." + name)
	}
	return "clashrule.newer" // a field that a later version of the program writes
}

// nameOf says in a word or two which noun is meant.
func (d Dossier) nameOf(id ID) any {
	name := func(parts ...string) string { return strings.Join(slices.DeleteFunc(parts, blank), " ") }
	switch n := d.nouns(map[ID]bool{id: true})[id].(type) {
	case Round:
		return n.Name
	case Zone:
		return n.Name
	case Group:
		return n.Name
	case Unit:
		return n.Name
	case Template:
		return Word("strand." + n.Strand)
	case Principal:
		return n.Name
	case Answer:
		return n.Item
	case Material:
		return n.Name
	case Evidence:
		return name(fmt.Sprint(n.Number), n.Title)
	case Paper:
		return name(n.Index, n.Title)
	case Finding:
		return name(fmt.Sprint(n.Number), n.Title)
	case Meeting:
		return n.On.String()
	case Consultation:
		return d.recipientName(n.Principal)
	case Delivery:
		if n.Copy != "" {
			return n.Copy
		}
		return d.recipientName(n.Principal)
	case ReportText:
		return Word("strand." + n.Strand)
	case Report:
		return Word("strand." + n.Strand)
	case Approval:
		return Word("strand." + n.Strand)
	case Opinion:
		return Word("strand." + n.Strand)
	}
	return d.Case.Number
}

func (d Dossier) recipientName(who ID) string {
	if p, ok := d.Principal(who); ok {
		return p.Name
	}
	return d.Unit.Name
}

// settled refuses a deed that rests on something that clashes still ("clash.open"): counts says what it rests on.
func (w *work) settled(caseID ID, counts func(Clash) bool) error {
	all, err := openClashes(w.ctx, w.r)
	if err != nil || len(all) == 0 {
		return err
	}
	d, err := LoadDossier(w.ctx, w.r, caseID)
	if err != nil {
		return err
	}
	open := slices.DeleteFunc(d.Clashes, func(c Clash) bool { return !counts(c) })
	if len(open) == 0 {
		return nil
	}
	return Refuse("clash.open", append(open[0].words(d), "deed", Word("verb."+w.deed.Verb), "count", len(open), "clashes", open)...)
}

// ofReport counts what the report of a strand rests on.
func ofReport(s Strand) func(Clash) bool {
	return func(c Clash) bool { return c.Strand == "" || c.Strand == s }
}

// of counts what clashes in one noun.
func of(id ID) func(Clash) bool { return func(c Clash) bool { return c.Entity == id } }
