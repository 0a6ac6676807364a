package app

import (
	"slices"
	"strings"
)

// What the roles may do (domain 5.1). Reading is open to all who hold the workspace; the table is about
// deeds. The unit's liaison has no login on the group's laptop, so the role may nothing.
var (
	officeVerbs = []Verb{VerbCreateRound, VerbSaveRound, VerbSaveZone, VerbDropZone, VerbSaveGroup, VerbDropGroup,
		VerbSavePerson, VerbDropPerson, VerbSaveUnit, VerbAddCase, VerbSaveCase, VerbDropCase, VerbSavePrincipal,
		VerbDropPrincipal, VerbSaveNotice, VerbSaveAnnounce, VerbSaveSelfCheck, VerbSaveOnSite, VerbSaveFacts, VerbSelfAnswer,
		VerbHoldMeeting, VerbDropMeeting, VerbSendDrafts, VerbSaveConsult, VerbIssue, VerbDeliver, VerbSaveRectify,
		VerbSaveMeasure, VerbDropMeasure, VerbAddProgress, VerbSupervise, VerbAccount, VerbRegisterUse, VerbCloseStage,
		VerbWaive, VerbLoad, VerbPrint, VerbExport, VerbUndo, VerbRedo, VerbSaveLaw, VerbSaveCalendar}
	inspectorVerbs = []Verb{VerbAnswerItem, VerbSelfAnswer, VerbSaveTalk, VerbSaveMaterial, VerbAddEvidence, VerbSaveEvidence,
		VerbWritePaper, VerbRecordFinding, VerbSaveFinding, VerbPrint, VerbUndo, VerbRedo}
	strandLeadVerbs = append(slices.Clone(inspectorVerbs), VerbDropFinding, VerbDropTalk, VerbDropMaterial, VerbDropEvidence,
		VerbDropPaper, VerbReviewPaper, VerbEditText, VerbResetText, VerbRecordReport, VerbRecordOpinion, VerbDecideOpinion,
		VerbDropOpinion, VerbSaveFacts, VerbExport)
	leaderVerbs = append(slices.Clone(strandLeadVerbs), VerbSaveCase, VerbSavePrincipal, VerbDropPrincipal, VerbSaveNotice, VerbSaveAnnounce,
		VerbSaveSelfCheck, VerbSaveOnSite, VerbHoldMeeting, VerbDropMeeting, VerbSaveSurvey, VerbSaveEval, VerbCloseTally,
		VerbSendDrafts, VerbSaveConsult, VerbDeliver, VerbSaveRectify, VerbSaveMeasure, VerbDropMeasure, VerbAddProgress,
		VerbSupervise, VerbRegisterUse, VerbCloseStage, VerbWaive, VerbLoad)
)

var allowed = map[Role][]Verb{
	RoleLeading:     {VerbRegisterUse, VerbAccount, VerbPrint},
	RoleOffice:      officeVerbs,
	RoleGroupLeader: leaderVerbs,
	RoleSiteLead:    leaderVerbs, // as delegated by the group leader
	RoleStrandLead:  strandLeadVerbs,
	RoleInspector:   inspectorVerbs,
	RoleReviewer:    {VerbReviewPaper, VerbPrint},
	RoleApprover:    {VerbApprove, VerbIssue, VerbSupervise, VerbAccount, VerbPrint},
	RoleTally:       {VerbSaveSurvey, VerbSaveEval, VerbCloseTally, VerbPrint, VerbUndo, VerbRedo},
	RoleMaterials:   {VerbSaveMaterial, VerbDropMaterial, VerbPrint, VerbUndo, VerbRedo},
	RoleLiaison:     {},
	RoleAdmin: {VerbSavePerson, VerbDropPerson, VerbSaveTemplate, VerbSaveLaw, VerbSaveCalendar, VerbCreate, VerbExport,
		VerbUndo, VerbRedo},
}

// strandBound are the roles that work on their own strands only; the others see all three.
var strandBound = map[Role]bool{RoleStrandLead: true, RoleInspector: true, RoleApprover: true}

// May says whether a role may do a deed. strand is the strand the deed is about, "" when it is about none
// or all; own are the strands the person works on (R5).
func May(role Role, verb Verb, strand Strand, own Set) bool {
	if !slices.Contains(allowed[role], verb) {
		return false
	}
	return !strandBound[role] || strand == "" || own.Has(string(strand))
}

// MayPerson says whether a person may do a deed in one of the roles he or she has. Who is recused from a
// case may do nothing in it (回避, Audit Law art. 15).
func MayPerson(p Person, verb Verb, strand Strand, recused bool) bool {
	if recused {
		return false
	}
	for _, role := range p.Roles.Sorted() {
		if May(Role(role), verb, strand, p.Strands) {
			return true
		}
	}
	return false
}

// Apart says whether two tasks that exclude each other lie with two people: author and reviewer of a
// paper, lead of a strand and its examiner, counter and scrutineer. Nobody named is nobody's double.
func Apart(one, other string) bool {
	one, other = strings.TrimSpace(one), strings.TrimSpace(other)
	return one == "" || other == "" || one != other
}
