package app

// The verbs of the deeds that the program keeps. Their words are "verb.VERB" in the translations.
const (
	VerbCreateRound     Verb = "round.create"
	VerbSaveRound       Verb = "round.save"
	VerbSaveZone        Verb = "zone.save"
	VerbDropZone        Verb = "zone.drop"
	VerbSaveGroup       Verb = "group.save"
	VerbDropGroup       Verb = "group.drop"
	VerbSavePerson      Verb = "person.save"
	VerbDropPerson      Verb = "person.drop"
	VerbSaveUnit        Verb = "unit.save"
	VerbAddCase         Verb = "case.add"
	VerbSaveCase        Verb = "case.save"
	VerbDropCase        Verb = "case.drop"
	VerbSavePrincipal   Verb = "principal.save"
	VerbDropPrincipal   Verb = "principal.drop"
	VerbSaveNotice      Verb = "notice.save"
	VerbSaveAnnounce    Verb = "announce.save"
	VerbSaveSelfCheck   Verb = "selfcheck.save"
	VerbSaveOnSite      Verb = "onsite.save"
	VerbSaveFacts       Verb = "facts.save"
	VerbAnswerItem      Verb = "answer.item"
	VerbSelfAnswer      Verb = "answer.selfcheck"
	VerbSaveTalk        Verb = "talk.save"
	VerbDropTalk        Verb = "talk.drop"
	VerbSaveMaterial    Verb = "material.save"
	VerbDropMaterial    Verb = "material.drop"
	VerbAddEvidence     Verb = "evidence.add"
	VerbSaveEvidence    Verb = "evidence.save"
	VerbDropEvidence    Verb = "evidence.drop"
	VerbWritePaper      Verb = "paper.write"
	VerbReviewPaper     Verb = "paper.review"
	VerbDropPaper       Verb = "paper.drop"
	VerbRecordFinding   Verb = "finding.record"
	VerbSaveFinding     Verb = "finding.save"
	VerbDropFinding     Verb = "finding.drop"
	VerbHoldMeeting     Verb = "meeting.hold"
	VerbDropMeeting     Verb = "meeting.drop"
	VerbSaveSurvey      Verb = "survey.save"
	VerbSaveEval        Verb = "evaluation.save"
	VerbCloseTally      Verb = "tally.close"
	VerbSendDrafts      Verb = "drafts.send"
	VerbSaveConsult     Verb = "consultation.save"
	VerbRecordOpinion   Verb = "opinion.record"
	VerbDecideOpinion   Verb = "opinion.decide"
	VerbDropOpinion     Verb = "opinion.drop"
	VerbEditText        Verb = "text.edit"
	VerbResetText       Verb = "text.reset"
	VerbRecordReport    Verb = "report.record"
	VerbApprove         Verb = "report.approve"
	VerbIssue           Verb = "report.issue"
	VerbDeliver         Verb = "report.deliver"
	VerbDropApproval    Verb = "approval.drop"
	VerbSaveRectify     Verb = "rectify.save"
	VerbSaveMeasure     Verb = "measure.save"
	VerbDropMeasure     Verb = "measure.drop"
	VerbAddProgress     Verb = "progress.add"
	VerbDropProgress    Verb = "progress.drop"
	VerbSupervise       Verb = "supervision.add"
	VerbDropSupervision Verb = "supervision.drop"
	VerbAccount         Verb = "accountability.save"
	VerbDropAccount     Verb = "accountability.drop"
	VerbRegisterUse     Verb = "use.register"
	VerbDropUse         Verb = "use.drop"
	VerbCloseStage      Verb = "stage.close"
	VerbWaive           Verb = "gate.waive"
	VerbSaveTemplate    Verb = "template.save"
	VerbSaveLaw         Verb = "law.save"
	VerbSaveCalendar    Verb = "calendar.save"
	VerbCreate          Verb = "workspace.create"
	VerbLoad            Verb = "load"
	VerbPrint           Verb = "print"
	VerbExport          Verb = "export"
	VerbSignIn          Verb = "seat.signin"
	VerbEnrol           Verb = "seat.enrol"
	VerbLeaveOut        Verb = "seat.leaveout"
	VerbChangePhrase    Verb = "phrase.change"
	VerbNewRecovery     Verb = "recovery.new"
	VerbSetOffice       Verb = "office.set"
	VerbRecuse          Verb = "case.recuse"
	VerbReadSecret      Verb = "secret.read"
	VerbRestore         Verb = "noun.restore"
	VerbRestoreValue    Verb = "value.restore"
	VerbUndo            Verb = "deed.undo"
	VerbRedo            Verb = "deed.redo"
)

// Verbs lists all of them.
var Verbs = []Verb{
	VerbCreateRound, VerbSaveRound, VerbSaveZone, VerbDropZone, VerbSaveGroup, VerbDropGroup, VerbSavePerson, VerbDropPerson,
	VerbSaveUnit, VerbAddCase, VerbSaveCase, VerbDropCase, VerbSavePrincipal, VerbDropPrincipal, VerbSaveNotice,
	VerbSaveAnnounce, VerbSaveSelfCheck, VerbSaveOnSite, VerbSaveFacts, VerbAnswerItem, VerbSelfAnswer, VerbSaveTalk,
	VerbDropTalk, VerbSaveMaterial, VerbDropMaterial, VerbAddEvidence, VerbSaveEvidence, VerbDropEvidence, VerbWritePaper,
	VerbReviewPaper, VerbDropPaper, VerbRecordFinding, VerbSaveFinding, VerbDropFinding, VerbHoldMeeting, VerbDropMeeting,
	VerbSaveSurvey, VerbSaveEval, VerbCloseTally, VerbSendDrafts, VerbSaveConsult, VerbRecordOpinion, VerbDecideOpinion,
	VerbDropOpinion, VerbEditText, VerbResetText, VerbRecordReport, VerbApprove, VerbIssue, VerbDeliver, VerbSaveRectify,
	VerbSaveMeasure, VerbDropMeasure, VerbAddProgress, VerbSupervise, VerbAccount, VerbRegisterUse, VerbCloseStage, VerbWaive,
	VerbSaveTemplate, VerbSaveLaw, VerbSaveCalendar, VerbCreate, VerbLoad, VerbPrint, VerbExport, VerbUndo, VerbRedo,
	VerbDropApproval, VerbDropProgress, VerbDropSupervision, VerbDropAccount, VerbDropUse, VerbSignIn, VerbEnrol, VerbLeaveOut,
	VerbChangePhrase, VerbNewRecovery, VerbSetOffice, VerbRecuse, VerbReadSecret, VerbRestore, VerbRestoreValue,
}
