package app

import "sort"

// Kind is the sort of a noun, by its stable short code.
type Kind string

// The kinds, in the order in which a whole workspace is written out (owners before what they own).
const (
	KindTemplate       Kind = "template"
	KindLaw            Kind = "law"
	KindCalendar       Kind = "calendar"
	KindRound          Kind = "round"
	KindPerson         Kind = "person"
	KindZone           Kind = "zone"
	KindGroup          Kind = "group"
	KindUnit           Kind = "unit"
	KindMeeting        Kind = "meeting"
	KindCase           Kind = "case"
	KindPrincipal      Kind = "principal"
	KindAnswer         Kind = "answer"
	KindAlias          Kind = "alias"
	KindTalk           Kind = "talk"
	KindVisit          Kind = "visit"
	KindStocktake      Kind = "stocktake"
	KindHeard          Kind = "heard"
	KindMaterial       Kind = "material"
	KindEvidence       Kind = "evidence"
	KindSheet          Kind = "sheet"
	KindPaper          Kind = "paper"
	KindFinding        Kind = "finding"
	KindSurvey         Kind = "survey"
	KindEvaluation     Kind = "evaluation"
	KindConsultation   Kind = "consultation"
	KindOpinion        Kind = "opinion"
	KindReportText     Kind = "reporttext"
	KindReport         Kind = "report"
	KindApproval       Kind = "approval"
	KindDelivery       Kind = "delivery"
	KindMeasure        Kind = "measure"
	KindProgress       Kind = "progress"
	KindSupervision    Kind = "supervision"
	KindAccountability Kind = "accountability"
	KindResultUse      Kind = "resultuse"
	KindSignoff        Kind = "signoff"
	KindSeat           Kind = "seat"
	KindRoster         Kind = "roster"
	KindDayLog         Kind = "daylog"
)

// Kinds lists every kind, owners before what they own.
var Kinds = []Kind{
	KindTemplate, KindLaw, KindCalendar, KindRound, KindPerson, KindZone, KindGroup, KindUnit, KindMeeting, KindCase,
	KindPrincipal, KindAnswer, KindAlias, KindTalk, KindVisit, KindStocktake, KindHeard, KindMaterial, KindEvidence, KindSheet, KindPaper,
	KindFinding, KindSurvey, KindEvaluation,
	KindConsultation, KindOpinion, KindReportText, KindReport, KindApproval, KindDelivery, KindMeasure, KindProgress,
	KindSupervision, KindAccountability, KindResultUse, KindSignoff, KindSeat, KindRoster, KindDayLog,
}

// Noun is a thing of the review that is kept: it has an identity, a kind and an owner. What belongs
// to a case is owned by the case; round, templates, laws, calendars and people are owned by nobody.
type Noun interface {
	NounID() ID
	NounKind() Kind
	// NounOwner is the ID of the case (or round) it belongs to, or "".
	NounOwner() ID
}

// Set is a set of strings that several people may change independently: each element is a field of
// its own in the log. In JSON it is an object whose present elements are true.
type Set map[string]bool

// NewSet makes a set of the given elements.
func NewSet(elems ...string) Set {
	s := Set{}
	for _, e := range elems {
		s[e] = true
	}
	return s
}

// Has says whether e is in the set.
func (s Set) Has(e string) bool { return s[e] }

// Sorted gives the elements in code point order.
func (s Set) Sorted() []string {
	out := make([]string, 0, len(s))
	for e, in := range s {
		if in {
			out = append(out, e)
		}
	}
	sort.Strings(out)
	return out
}
