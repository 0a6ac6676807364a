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
	VerbWaive: {KindCase}, VerbIssue: {KindCase}, VerbCloseStage: {KindCase, KindSignoff}, VerbSelfAnswer: {KindAnswer}, VerbAddEvidence: {KindEvidence},
	VerbReviewPaper: {KindPaper, KindSignoff}, VerbRecordFinding: {KindFinding}, VerbDropFinding: {KindFinding}, VerbCloseTally: {KindSurvey, KindEvaluation},
	VerbSendDrafts: {KindConsultation}, VerbDecideOpinion: {KindOpinion, KindFinding}, VerbResetText: {KindReportText}, VerbRecordReport: {KindReport, KindCase},
	VerbApprove: {KindApproval, KindCase, KindSignoff}, VerbAddProgress: {KindProgress, KindMeasure}, VerbLeaveOut: {KindSeat},
}

// parts are the parts of a case that a deed changes, for those that change only some.
var parts = map[Verb][]string{
	VerbSaveNotice: {"notice"}, VerbSaveAnnounce: {"announce"}, VerbSaveSelfCheck: {"selfCheck"}, VerbSaveOnSite: {"onSite", "liaisons"},
	VerbSaveFacts: {"facts"}, VerbSaveRectify: {"rectify"}, VerbRecuse: {"recused"}, VerbWaive: {"waivers"}, VerbIssue: {"strands"},
	VerbApprove: {"strands"}, VerbRecordReport: {"strands"}, VerbCloseStage: {"stage", "stages"},
}

// fits refuses a deed that changes what is not its own to change. It is a mistake in the program, not one of a person.
func (w *work) fits() error {
	verb := w.deed.Verb
	for _, c := range w.deed.Changes {
		if c.Kind == Note || keepVerbs[c.Noun] == verb || dropVerbs[c.Noun] == verb && c.Kind == Del && c.Field == "" {
			continue
		}
		if !slices.Contains(changes[verb], c.Noun) {
			return fmt.Errorf("deed %q changes a %s, which is not its own", verb, c.Noun)
		}
		part, _, _ := strings.Cut(c.Field, "/")
		if only := parts[verb]; c.Noun == KindCase && only != nil && !slices.Contains(only, part) {
			return fmt.Errorf("deed %q changes the part %q of a case, which is not its own", verb, part)
		}
	}
	return nil
}
