package app

import (
	"fmt"
	"slices"
	"strings"
)

// Screens choose the deed under which they save a noun, so the deed says what it may change: a finding is not saved as
// a unit, nor a recusal as a notice. Most deeds change the kind that keepVerbs and dropVerbs name for them; these change
// others or more.
var changes = map[Verb][]Kind{
	VerbCreateRound: {KindRound}, VerbAddCase: {KindCase, KindUnit, KindPrincipal}, VerbSaveNotice: {KindCase}, VerbSaveAnnounce: {KindCase},
	VerbSaveSelfCheck: {KindCase}, VerbSaveOnSite: {KindCase}, VerbSaveFacts: {KindCase}, VerbSaveRectify: {KindCase}, VerbRecuse: {KindCase},
	VerbWaive: {KindCase}, VerbIssue: {KindCase, KindReport}, VerbCloseStage: {KindCase, KindSignoff}, VerbSelfAnswer: {KindAnswer}, VerbAddEvidence: {KindEvidence},
	VerbReviewPaper: {KindPaper, KindSignoff}, VerbNotePaper: {KindPaper}, VerbAnswerNote: {KindPaper}, VerbWaiveRule: {KindCase}, VerbRecordFinding: {KindFinding, KindEvidence}, VerbDropFinding: {KindFinding}, VerbCloseTally: {KindSurvey, KindEvaluation},
	VerbSendDrafts: {KindConsultation}, VerbDecideOpinion: {KindOpinion, KindFinding}, VerbResetText: {KindReportText}, VerbRecordReport: {KindReport, KindCase},
	VerbApprove: {KindApproval, KindCase, KindSignoff}, VerbAnswerStep: {KindApproval, KindSignoff}, VerbAddProgress: {KindProgress, KindMeasure}, VerbLeaveOut: {KindSeat},
	VerbScopeSeat: {KindSeat}, VerbEnrol: {KindPerson}, VerbTakeSelfCheck: {KindAnswer, KindCase}, VerbUpgradeList: {KindCase},
	VerbAssignItem: {KindAnswer},
}

// parts are the fields of a case that a deed changes, with all that is below them; "*" stands for any name. A case comes
// to be by VerbAddCase alone; what is named for no deed here (its round, its unit, its number) stays as it was laid out.
var parts = map[Verb][]string{
	VerbUpgradeList: {"strands/*/template", "strands/*/formers"},
	VerbSaveCase: {"zone", "group", "secrecy", "stages/*/plannedFrom", "stages/*/plannedTo", "strands/*/template", "strands/*/lead",
		"strands/*/leadDept", "strands/*/issuingDept", "strands/*/approvingDept", "strands/*/assessment"},
	VerbSaveNotice: {"notice"}, VerbSaveAnnounce: {"announce"}, VerbSaveSelfCheck: {"selfCheck"}, VerbTakeSelfCheck: {"selfCheck"}, VerbSaveOnSite: {"onSite", "liaisons"},
	VerbSaveFacts: {"facts"}, VerbSaveRectify: {"rectify"}, VerbRecuse: {"recused"}, VerbWaive: {"waivers"}, VerbWaiveRule: {"sweep"},
	VerbApprove: {"strands/*/number"}, VerbIssue: {"strands/*/number", "strands/*/issuedOn", "strands/*/signer", "strands/*/issuedReport"}, VerbRecordReport: {"strands/*/draftedOn", "strands/*/issuedReport"},
	VerbCloseStage: {"stage", "stages/*/started", "stages/*/closed", "stages/*/closedBy"},
}

// fits refuses a deed that changes what is not its own to change. It is a mistake in the program, not one of a person. A
// choice may change anything: who may is asked of each field, see mayChoose.
func (w *work) fits() error {
	verb := w.deed.Verb
	for _, c := range w.deed.Changes {
		switch {
		case c.Kind == Note, verb == VerbChoose, dropVerbs[c.Noun] == verb && c.Kind == Del && c.Field == "":
			continue
		case keepVerbs[c.Noun] != verb && !slices.Contains(changes[verb], c.Noun):
			return fmt.Errorf("deed %q changes a %s, which is not its own", verb, c.Noun)
		case c.Noun == KindCase && !(verb == VerbAddCase && c.Kind == New) && !slices.ContainsFunc(parts[verb], func(part string) bool { return within(part, c.Field) }):
			return fmt.Errorf("deed %q changes %q of a case, which is not its own", verb, c.Field)
		case verb == VerbScopeSeat && (c.Kind == New || !slices.ContainsFunc(seatScope, func(part string) bool { return within(part, c.Field) })):
			return fmt.Errorf("deed %q changes %q of a seat, which is not its own", verb, c.Field)
		case verb == VerbTakeSelfCheck && c.Noun == KindAnswer && !ofSelfCheck(c):
			return fmt.Errorf("deed %q changes what the group said of an item, which is not its own", verb)
		case verb == VerbAssignItem && !assigns(c), (verb == VerbAnswerItem || verb == VerbSelfAnswer) && c.Noun == KindAnswer && within("person", c.Field):
			return fmt.Errorf("deed %q changes %q of an answer, which is not its own", verb, c.Field)
		case (verb == VerbNotePaper || verb == VerbAnswerNote) && !within("notes", c.Field):
			return fmt.Errorf("deed %q changes %q of a paper, which is not its own", verb, c.Field)
		case verb == VerbWritePaper && c.Noun == KindPaper && reviews(c):
			return fmt.Errorf("deed %q writes the review of a paper, which is not its own", verb)
		}
	}
	return nil
}

// within says whether a field is a part of a case or below it.
func within(part, field string) bool {
	steps, names := strings.Split(part, "/"), strings.Split(field, "/")
	if len(names) < len(steps) {
		return false
	}
	for i, p := range steps {
		if p != "*" && p != names[i] {
			return false
		}
	}
	return true
}

// reviews says whether a change writes a review under a paper; taking one away is left to its authors, who change what
// was reviewed.
func reviews(c Change) bool {
	fields := object(c.Value)
	for _, f := range append(slices.Clone(paperReview), "notes") {
		if c.Kind == New && fields[f] != nil || c.Kind == Put && within(f, c.Field) {
			return true
		}
	}
	return false
}

// paperReview are the fields of a paper that ReviewPaper fills; the remarks of a review have deeds of their own.
var paperReview = []string{"reviewer", "reviewedOn", "review"}

// seatScope are the fields of a seat that ScopeSeat changes.
var seatScope = []string{"zones/*", "cases/*", "strands/*"}

// ofSelfCheck says whether a change of an answer is what the unit said of itself, or who noted it.
func ofSelfCheck(c Change) bool {
	own := func(field string) bool { return slices.Contains(selfCheckFields, field) }
	if c.Kind != New {
		return own(c.Field)
	}
	for field := range object(c.Value) {
		if !own(field) && field != "id" && field != "case" && field != "item" {
			return false
		}
	}
	return true
}

// assigns says whether a change of an answer is who is to check the item, and nothing else.
func assigns(c Change) bool {
	if c.Kind != New {
		return c.Field == "person"
	}
	for field := range object(c.Value) {
		if field != "person" && field != "id" && field != "case" && field != "item" {
			return false
		}
	}
	return true
}

// selfCheckFields are the fields of an answer that come from the unit's own check.
var selfCheckFields = []string{"selfCheck", "selfNote", "selfProblem", "selfMeasures", "selfPerson", "selfOn", "by", "on"}
