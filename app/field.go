package app

// FieldNames are the names of fields that errors speak of; "field.NAME" in the translations says what a
// person calls the field.
var FieldNames = named(
	"about", "achievements", "actual", "address", "adoption", "after", "agenda", "agreed", "amount", "amountAfter",
	"amountBefore", "announce", "announceDays", "appliesTo", "appointments", "approver", "approvingDept", "article",
	"askedOn", "assessment", "attendees", "auditNumber", "auditServed", "author", "average", "bases", "batch",
	"batches", "before", "bodiesActual", "bodiesAllowed", "body", "box", "by", "case", "cases", "check", "checkEn",
	"city", "closed", "closedBy", "closedOn", "code", "collectedBy", "collectedOn", "conclusion", "contact", "content",
	"coordinator", "copies", "counters", "covers", "date", "decidedBy", "decidedOn", "dept", "deputies", "director",
	"discipline", "done", "draft", "draftedOn", "due", "dueOn", "duringAudit", "duties", "earlier", "email",
	"evidenceReplyDays", "expected", "extra", "fact", "facts", "factsHash", "fair", "faulty", "feedback", "fileHash",
	"fileName", "fileSize", "finances", "finding", "findings", "fiscallyPaid", "follows", "for", "foundingNo", "from",
	"good", "group", "grouping", "hash", "host", "how", "improper", "inReport", "income", "index", "irregular",
	"issued", "issuedOn", "issuingDept", "item", "items", "key", "kind", "label", "laptop", "law", "lead", "leadDept",
	"leader", "leaders", "levels", "liaisons", "mark", "markedLate", "materialDays", "materials", "measure", "members",
	"method", "methods", "minutes", "mode", "movedReason", "name", "nameEn", "noObject", "notWhy", "note", "notice",
	"noticeDate", "noticeLeadDays", "noticeNumber", "number", "objects", "occasion", "off", "offQuota", "office", "on",
	"onSite", "opinion", "opinionDays", "opinions", "order", "out", "outAfter", "outReason", "outWhy", "outlay",
	"overall", "pages", "parts", "people", "period", "person", "phone", "place", "planDays", "planReceived",
	"plannedFrom", "plannedTo", "poor", "post", "postedBy", "posts", "present", "principal", "problems", "process",
	"project", "proof", "questions", "quota", "reason", "receivedBy", "receivedOn", "recheck", "recorder", "rectify",
	"rectifyDue", "recused", "remarks", "repliedOn", "reportDays", "reportDaysKind", "reportDueMoved", "reportReceived",
	"reportTitle", "requirement", "responsible", "returned", "returnedFor", "returnedOn", "review", "reviewedOn",
	"reviewer", "role", "roles", "round", "rows", "sampled", "scrutineers", "sealed", "seat", "secrecy", "section",
	"sections", "selfCheck", "selfCheckDue", "selfMeasures", "selfNote", "selfOn", "selfPerson", "selfProblem", "sentOn", "settings", "sha256", "sheet", "sheetDue", "short",
	"shortName", "should", "sign", "signed", "signedOn", "signer", "silent", "since", "source", "stage", "stages",
	"started", "state", "status", "strand", "strands", "submittedBy", "submittedOn", "summary", "surplus", "takenBy", "takenOn", "talkers",
	"template", "templates", "text", "thousands", "three", "title", "titleEn", "to", "tolerance", "transfer",
	"treatment", "trigger", "type", "types", "unit", "unknown", "unknownInBase", "use", "valid", "verdict", "version",
	"volumes", "waivers", "waste", "way", "weights", "workbook", "worked", "writtenOn", "year", "zone", "zones",
	// What is written on site.
	"basedOn", "wordings", "chain", "plainFiles", "step", "days", "checkedBy", "copy", "former", "quote", "sentence", "corrects", "issuedReport", "checkedOn", "formers", "madeBy", "madeOn", "retired", "usedFrom",
	"answer", "answeredBy", "answeredOn", "asOf", "authors", "book", "bookValue", "confidential", "consequence", "counted", "escort", "escortOpinion", "escortPost", "evidence", "form", "formNumbers", "foundValue", "givenBy", "handedOn", "handledBy", "handledOn", "handling", "head", "howMuch", "indexes", "informed", "keeper", "lines", "mapping", "measured", "model", "notes", "of", "persons", "provider", "qa", "question", "replaces", "reply", "returnedTo", "settled", "sheets", "sort", "subject", "sweep", "takenAt", "talk", "value", "visitors", "what", "when", "where", "who", "withdrawn",
)

func named(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}
