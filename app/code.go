package app

// ErrorCodes lists the code of every refusal of this package; each has a sentence "error.CODE" and a hint
// "error.CODE.hint" in the translations.
var ErrorCodes = []string{
	"alias.code", "alias.known", "clock.form", "clock.order", "names.found", "names.unseen", "stocktake.why", "talk.signed",
	"checklist.empty", "checklist.faults", "checklist.issued", "checklist.kind", "checklist.law", "checklist.line", "checklist.many", "checklist.round", "checklist.same",
	"checklist.section", "checklist.strand", "checklist.taken", "checklist.twice", "checklist.unoffered", "checklist.used", "checklist.wrong", "law.taken", "section.code",
	"assign.member", "assign.recused", "assign.role", "assign.strand",
	"amount.parts", "answer.id", "approval.dept", "approval.member", "approval.numbered", "calendar.twice",
	"calendar.year", "case.closed", "case.number.taken", "clash.field", "clash.kept", "clash.newer", "clash.none", "clash.number",
	"clash.open", "clash.sealed", "clash.tally", "clash.value", "code.unknown", "consultation.both", "count.faulty",
	"count.range", "count.sampled", "date.invalid", "date.order", "drafts.missing", "evidence.collectors", "evidence.file", "evidence.hash", "evidence.replaced", "evidence.same", "evidence.twice", "evidence.withdrawn", "field.required",
	"finding.dropped", "finding.strand", "form.number", "form.same", "gate.closed", "id.invalid", "index.case", "index.form", "index.mark", "index.same", "index.serial", "item.code", "item.double", "item.twice", "item.unknown",
	"cross.reason", "cross.taken", "daylog.id", "daylog.other", "facts.changed", "roster.kept", "roster.mapping", "roster.newer", "roster.rows",
	"key.form", "measure.closed", "meeting.present", "money.invalid", "money.negative", "money.precision",
	"money.range", "month.invalid", "note.required", "notfound", "noun.used", "number.form", "number.taken",
	"approval.order", "approval.role", "approval.step", "chain.step", "wording.long", "delivery.sent", "opinion.sentence", "silent.none", "silent.unreceived",
	"onsite.two", "opinion.amount", "opinion.applied", "opinion.undecided", "paper.note", "paper.notes", "paper.reviewer", "paper.settled",
	"paste.columns", "paste.conclusion", "paste.count", "paste.empty", "paste.long", "person.admin", "person.roles",
	"recuse.direct", "reference.missing", "report.changed", "report.hash", "report.issued", "report.overtaken", "report.unapproved", "report.unissued", "report.unnumbered", "report.unprinted",
	"review.lead", "role.common", "role.none", "role.other", "role.out", "role.pack", "role.recused", "role.scope", "role.strand", "role.unseen",
	"role.verb", "scope.self", "seat.exists", "seat.key", "seat.liaison", "seat.none", "seat.left", "seat.self",
	"selfanswer.conclusion", "selfanswer.existing", "selfanswer.reason", "selfanswer.twice", "sheet.code", "sheet.foreign", "sheet.signed", "signoff.hash",
	"silent.early", "stage.direct", "stage.early", "supervision.people", "sweep.none", "talk.talkers", "tally.both", "tally.closed",
	"tally.counters", "tally.empty", "tally.questions", "tally.returned", "tally.scrutineers", "tally.sum",
	"tally.ticks", "tally.valid", "tenure.order", "text.control", "text.direction", "text.encoding", "text.id",
	"text.long", "text.moved", "waive.never", "waive.reason", "waive.role", "waive.unknown", "weight.range", "year.range",
}

// GateCodes lists the code of everything a stage can lack ("gate.CODE"). Each is a step as well
// ("step.CODE").
var GateCodes = []string{
	"principals", "group", "template", "departments", "lead", "notice.number", "notice.received", "meeting.preparation",
	"announce.contents", "announce.posted", "selfcheck.received", "selfcheck.parts", "selfcheck.signed",
	"selfcheck.returned", "selfcheck.levels", "notice.audit",
	"meeting.entry", "agenda", "meeting.reason", "survey.closed", "evaluation.closed", "onsite.from", "liaisons", "notice.lead",
	"items.open", "item.reason", "item.finding", "finding.evidence", "finding.paper", "finding.state", "finding.basis",
	"finding.responsible", "finding.out", "draft", "materials.open", "sheets.unsigned",
	"meeting.notification", "attendee", "consultation", "opinion.reply", "opinion.decided", "approval.step", "approval", "approval.changed", "issued", "delivery",
	"report.final", "clash", "sweep.open",
	"rectify.plan", "rectify.report", "rectify.finding", "use", "use.target", "supervision", "accountability",
	"stage.order",
}

// StepCodes lists the steps that are no gates: closing the stage, nothing left to do, and waiting for the
// unit or reminding it where a term of its own runs.
var StepCodes = []string{
	"close", "done", "selfcheck.received.wait", "selfcheck.received.overdue", "opinion.reply.wait", "opinion.reply.overdue",
	"rectify.plan.wait", "rectify.plan.overdue", "rectify.report.wait", "rectify.report.overdue",
}

// DeadlineCodes lists the terms the program watches (domain 1.8).
var DeadlineCodes = []string{"D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10"}
