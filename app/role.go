package app

import "slices"

// Bound says what the strand of a deed means for those who work on some strands only.
type Bound int

// The ways of being bound.
const (
	AnyStrand    Bound = iota // it means nothing
	OwnStrand                 // only strands of one's own; what belongs to no strand is open
	WithinStrand              // only strands of one's own; what is common to all strands is not theirs
)

// Rule says who may do a deed (domain 5.1).
type Rule struct {
	Roles   []Role // any of these
	Strand  Bound
	Scope   bool // the roles of a group only in the cases of their own group or zone
	Recusal bool // not who is recused from the case (回避, Audit Law art. 15)
}

// The columns of the table: who acts together.
var (
	office = []Role{RoleOffice}
	admins = []Role{RoleAdmin}
	// heads do everything in the cases of their zone; the lead on site stands for the leader who named him or her.
	heads    = []Role{RoleGroupLeader, RoleSiteLead}
	leads    = join(heads, []Role{RoleStrandLead})
	workers  = join(leads, []Role{RoleInspector})
	review   = []Role{RoleReviewer}
	approve  = []Role{RoleApprover}
	tally    = []Role{RoleTally}
	keepers  = []Role{RoleMaterials}
	deciders = []Role{RoleLeading}
	readers  = join(deciders, office, workers, review, approve, tally) // of protected matter
	everyone = join(readers, keepers, admins)                          // but the unit's liaison, who has no seat on the group's laptop
)

// rules is the table of domain 5.1, a row for each deed. What no role is named for nobody may do.
var rules = map[Verb]Rule{
	// The campaign and what rounds share.
	VerbCreateRound:  apart(office),
	VerbSaveRound:    apart(office),
	VerbSaveZone:     apart(office),
	VerbDropZone:     apart(office),
	VerbSaveGroup:    apart(office),
	VerbDropGroup:    apart(office),
	VerbSavePerson:   apart(office, admins), // roles and strands change by an administrator alone, see SavePerson
	VerbDropPerson:   apart(office, admins),
	VerbSaveUnit:     apart(office, heads),
	VerbSaveTemplate: apart(admins),
	VerbSaveLaw:      apart(office, admins),
	VerbSaveCalendar: apart(admins),

	// The case as a whole and what passes between the office and the unit.
	VerbAddCase:       apart(office),
	VerbSaveCase:      ofCase(WithinStrand, office, leads), // a strand lead: the assessment of his or her strand
	VerbDropCase:      ofCase(AnyStrand, office),
	VerbUpgradeList:   ofCase(WithinStrand, office, leads), // to another version of the checklist of the strand
	VerbRecuse:        ofCase(AnyStrand, office, heads),
	VerbSavePrincipal: ofCase(AnyStrand, office, heads),
	VerbDropPrincipal: ofCase(AnyStrand, office, heads),
	VerbSaveNotice:    ofCase(AnyStrand, office, heads),
	VerbSaveAnnounce:  ofCase(AnyStrand, office, heads),
	VerbSaveSelfCheck: ofCase(AnyStrand, office, heads),
	VerbTakeSelfCheck: ofCase(AnyStrand, office, heads),
	VerbSaveOnSite:    ofCase(AnyStrand, office, heads),
	VerbSaveFacts:     ofCase(AnyStrand, office, leads),
	VerbHoldMeeting:   ofCase(AnyStrand, office, heads),
	VerbDropMeeting:   ofCase(AnyStrand, office, heads),
	VerbCloseStage:    ofCase(AnyStrand, heads),
	VerbWaive:         ofCase(AnyStrand, office, heads), // and only what Missing.WaivableBy leaves to them

	// The work on site, each in his or her discipline.
	VerbAnswerItem:    ofCase(OwnStrand, workers),
	VerbSelfAnswer:    ofCase(OwnStrand, office, workers),
	VerbAssignItem:    ofCase(OwnStrand, office, leads), // 主审 assigns the items of the strand
	VerbSaveTalk:      ofCase(OwnStrand, workers),
	VerbDropTalk:      ofCase(OwnStrand, leads),
	VerbSaveAlias:     ofCase(OwnStrand, workers),
	VerbDropAlias:     ofCase(OwnStrand, leads),
	VerbSaveVisit:     ofCase(OwnStrand, workers),
	VerbDropVisit:     ofCase(OwnStrand, leads),
	VerbSaveStocktake: ofCase(OwnStrand, workers),
	VerbDropStocktake: ofCase(OwnStrand, leads),
	VerbSaveHeard:     ofCase(OwnStrand, workers),
	VerbDropHeard:     ofCase(OwnStrand, leads),
	VerbWriteSheet:    ofCase(OwnStrand, workers),
	VerbDropSheet:     ofCase(OwnStrand, leads),
	VerbTakeRoster:    ofCase(AnyStrand, office, workers),
	VerbDropRoster:    ofCase(AnyStrand, office, leads),
	VerbWriteDayLog:   apart(everyone),            // one's own
	VerbWaiveRule:     ofCase(AnyStrand, workers), // errors: leads alone, see WaiveRule
	VerbSaveMaterial:  ofCase(OwnStrand, workers, keepers),
	VerbDropMaterial:  ofCase(OwnStrand, leads, keepers),
	VerbAddEvidence:   ofCase(OwnStrand, workers),
	VerbSaveEvidence:  ofCase(OwnStrand, workers),
	VerbDropEvidence:  ofCase(OwnStrand, leads),
	VerbWritePaper:    ofCase(OwnStrand, workers),
	VerbReviewPaper:   ofCase(OwnStrand, heads, review),
	VerbNotePaper:     ofCase(OwnStrand, heads, review),
	VerbAnswerNote:    ofCase(OwnStrand, workers),
	VerbDropPaper:     ofCase(OwnStrand, leads),
	VerbRecordFinding: ofCase(OwnStrand, workers),
	VerbSaveFinding:   ofCase(OwnStrand, workers),
	VerbDropFinding:   ofCase(OwnStrand, leads),

	// What is counted.
	VerbSaveSurvey: ofCase(AnyStrand, heads, tally),
	VerbSaveEval:   ofCase(AnyStrand, heads, tally),
	VerbCloseTally: ofCase(AnyStrand, heads, tally),

	// Drafts, opinions and reports.
	VerbSendDrafts:    ofCase(AnyStrand, office, heads),
	VerbSaveConsult:   ofCase(AnyStrand, office, heads),
	VerbRecordOpinion: ofCase(OwnStrand, leads),
	VerbDecideOpinion: ofCase(OwnStrand, leads),
	VerbDropOpinion:   ofCase(OwnStrand, leads),
	VerbEditText:      ofCase(OwnStrand, leads),
	VerbResetText:     ofCase(OwnStrand, leads),
	VerbRecordReport:  ofCase(OwnStrand, leads),
	VerbAnswerStep:    ofCase(OwnStrand, StepRoles),
	VerbApprove:       ofCase(OwnStrand, approve),
	VerbDropApproval:  ofCase(OwnStrand, approve),
	VerbIssue:         ofCase(AnyStrand, office, heads),
	VerbDeliver:       ofCase(AnyStrand, office, heads),

	// The ledger and the use of results.
	VerbSaveRectify:     ofCase(AnyStrand, office, heads),
	VerbSaveMeasure:     ofCase(AnyStrand, office, heads),
	VerbDropMeasure:     ofCase(AnyStrand, office, heads),
	VerbAddProgress:     ofCase(AnyStrand, office, heads),
	VerbDropProgress:    ofCase(AnyStrand, office, heads),
	VerbSupervise:       ofCase(AnyStrand, office, heads),
	VerbDropSupervision: ofCase(AnyStrand, office, heads),
	VerbAccount:         ofCase(AnyStrand, deciders, office, heads),
	VerbDropAccount:     ofCase(AnyStrand, deciders, office, heads),
	VerbRegisterUse:     ofCase(AnyStrand, deciders, office, heads),
	VerbDropUse:         ofCase(AnyStrand, deciders, office, heads),

	// The workspace, its seats and its past.
	VerbCreate:       apart(admins),
	VerbLoad:         apart(office, heads),
	VerbEnrol:        apart(admins),
	VerbLeaveOut:     apart(admins),
	VerbNewRecovery:  apart(office, admins), // the office keeps the recovery key (domain 5.2)
	VerbSetOffice:    apart(office, admins),
	VerbSignIn:       apart(everyone),
	VerbChangePhrase: apart(everyone),
	VerbReadSecret:   {Roles: readers, Strand: OwnStrand, Recusal: true}, // and only what Sees allows
	VerbPrint:        ofCase(OwnStrand, everyone),
	VerbExport:       ofCase(WithinStrand, office, leads, admins), // a round goes out by the office alone, see NoteExport
	VerbRestore:      ofCase(OwnStrand, office, leads, admins),    // and only who may keep the noun, see KeepVerb
	VerbRestoreValue: ofCase(OwnStrand, office, leads, admins),
	VerbUndo:         ofCase(AnyStrand, everyone), // deeds of one's own
	VerbRedo:         ofCase(AnyStrand, everyone),

	// Laptops that work as one by passing files. What a package holds is bounded by the scope of who gets it; what goes
	// beyond that is left to few, see NotePackOut.
	VerbPackOut:   apart(everyone),
	VerbPackIn:    apart(everyone),
	VerbTakeBack:  apart(office, heads), // they merge packages
	VerbTakeAgain: apart(office, heads),
	VerbChoose:    ofCase(OwnStrand, everyone), // and only who may write what clashes, see Choose
	VerbScopeSeat: apart(office, admins),
	VerbHandOver:  apart(everyone), // the own laptop
}

// What holds of a role in every deed.
var (
	// strandBound are the roles of one discipline; the others work on all three.
	strandBound = map[Role]bool{RoleStrandLead: true, RoleInspector: true, RoleApprover: true}
	// groupBound are the roles one has in one's own group; tally clerks go from case to case.
	groupBound = map[Role]bool{RoleGroupLeader: true, RoleSiteLead: true, RoleStrandLead: true, RoleInspector: true, RoleMaterials: true}
	// outsiders are the roles that are void for who belongs to the group of the case: nobody examines or approves the
	// work of his or her own group.
	outsiders = map[Role]bool{RoleReviewer: true, RoleApprover: true}
	// caseless are the roles that have no say in any case.
	caseless = map[Role]bool{RoleAdmin: true, RoleLiaison: true}
)

func join(lists ...[]Role) []Role { return slices.Concat(lists...) }

// ofCase is the rule of a deed in a case, apart the rule of one that belongs to none.
func ofCase(strand Bound, roles ...[]Role) Rule {
	return Rule{Roles: join(roles...), Strand: strand, Scope: true, Recusal: true}
}
func apart(roles ...[]Role) Rule { return Rule{Roles: join(roles...)} }

// RuleOf gives the rule of a deed; false when there is none, and then nobody may do it.
func RuleOf(verb Verb) (Rule, bool) {
	r, ok := rules[verb]
	return r, ok
}

// May says whether a role may do a deed. strand is the strand the deed is about, "" when it is about none
// or all; own are the strands the person works on (R5).
func May(role Role, verb Verb, strand Strand, own Set) bool {
	rule, known := rules[verb]
	if !known || !slices.Contains(rule.Roles, role) {
		return false
	}
	if rule.Strand == AnyStrand || !strandBound[role] {
		return true
	}
	if strand == "" {
		return rule.Strand == OwnStrand
	}
	return own.Has(string(strand))
}

// keepVerbs are the deeds by which nouns of a kind come to be or change: who may do them may also give such a noun
// back that was deleted.
var keepVerbs = map[Kind]Verb{
	KindTemplate: VerbSaveTemplate, KindLaw: VerbSaveLaw, KindCalendar: VerbSaveCalendar, KindRound: VerbSaveRound,
	KindPerson: VerbSavePerson, KindZone: VerbSaveZone, KindGroup: VerbSaveGroup, KindUnit: VerbSaveUnit, KindMeeting: VerbHoldMeeting,
	KindCase: VerbSaveCase, KindPrincipal: VerbSavePrincipal, KindAnswer: VerbAnswerItem, KindTalk: VerbSaveTalk,
	KindMaterial: VerbSaveMaterial, KindEvidence: VerbSaveEvidence, KindPaper: VerbWritePaper, KindFinding: VerbSaveFinding,
	KindSurvey: VerbSaveSurvey, KindEvaluation: VerbSaveEval, KindConsultation: VerbSaveConsult, KindOpinion: VerbRecordOpinion,
	KindReportText: VerbEditText, KindReport: VerbRecordReport, KindApproval: VerbApprove, KindDelivery: VerbDeliver,
	KindMeasure: VerbSaveMeasure, KindProgress: VerbAddProgress, KindSupervision: VerbSupervise, KindAccountability: VerbAccount,
	KindResultUse: VerbRegisterUse, KindSignoff: VerbCloseStage, KindSeat: VerbEnrol, KindAlias: VerbSaveAlias, KindVisit: VerbSaveVisit, KindStocktake: VerbSaveStocktake,
	KindHeard: VerbSaveHeard, KindSheet: VerbWriteSheet, KindRoster: VerbTakeRoster, KindDayLog: VerbWriteDayLog,
}

// KeepVerb gives the deed by which nouns of a kind are kept. Who restores a deleted noun or a former value must be
// permitted that deed as well as VerbRestore or VerbRestoreValue.
func KeepVerb(kind Kind) Verb { return keepVerbs[kind] }
