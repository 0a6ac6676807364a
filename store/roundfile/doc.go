// Package roundfile reads and writes a whole round as one JSON file: how an office hands data in from
// elsewhere, how a round is kept outside a workspace, and how the sample is shipped.
//
// # Format
//
// A round file is UTF-8 JSON, one object, at most [MaxBytes] long; a byte order mark before it is passed
// over. Its JSON Schema (2020-12) is assets/schema/round.schema.json. The members, all lists but the first, round and totals:
//
//	format     "lianshen.round/1", always the first member; a later number is a newer format
//	round      app.Round
//	people     app.Person     members of groups, the office, approvers
//	zones      app.Zone
//	groups     app.Group
//	units      app.Unit       the reviewed units
//	meetings   app.Meeting    one meeting may cover many cases
//	templates  app.Template   own checklists; the shipped ones are known and must not be repeated
//	laws       app.Law        own laws, and shipped ones that were edited, under their own IDs and codes
//	cases      see below
//	totals     control sums: see [Totals]
//
// An element of cases is an object with the case itself under "case" (app.Case) and what belongs to it in
// lists: principals, answers, aliases, talks, visits, stocktakes, heard, materials, evidence, sheets, papers, findings, surveys, evaluations,
// consultations, opinions, texts, reports, approvals, deliveries, measures, progress, supervisions,
// accountabilities, uses, rosters. Work logs of days belong to people, not to a round, and are no part of the file.
//
// The nouns have exactly the field names of package app. A field that is left out is empty; there is no
// null. Dates are "2026-03-31", months "2026-03", amounts whole fen (分), codes those of app's
// enumerations. A set is an object whose members are true. Every noun has an "id" (a lower-case UUID), and
// what belongs to a case names it in "case", although it stands under it: so a noun can be read alone. The
// IDs of answers and of edited report texts are derived from the case (app.AnswerID, app.ReportTextID), those
// of checklists from strand and version (app.TemplateID).
//
// # Reading
//
// [Read] is strict, and a file is taken whole or refused whole. It refuses, with the JSON path and the
// line of the place: unknown and repeated members, values of a wrong type, dates that do not exist, codes
// nobody knows, texts with control characters or direction marks or of more than 100,000 characters,
// amounts out of range, whatever the rules of package app refuse in a noun (papers reviewed by their
// author, tallies that do not add up), identities and numbers that occur twice, references to what is not
// in the file, items that the pinned checklist does not have, laws nobody knows, and control sums that do
// not agree. Paths are written like "cases[2].findings[0].amount"; a key that is no plain word stands in
// brackets and quotes.
//
// # Writing
//
// [Write] gives the canonical form: members in the order of the types, keys of maps sorted, lists sorted
// by number, code or date and then by ID, empty values left out, two spaces of indent. Reading a canonical
// file and writing it gives the same bytes; so does loading it into an empty workspace and dumping it. The
// shipped checklists and the shipped laws that nobody edited are not written. Attachments are not part of the
// file: an evidence entry carries the hash and name of its file only.
//
// # Loading
//
// A second round can be loaded beside the first. People, units, own checklists and own laws that both
// share may be in both files as long as they are alike and no two laws have one code; an edited shipped law amends the one of the
// workspace unless that was edited otherwise (see store.Workspace.Load).
package roundfile
