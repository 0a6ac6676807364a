package app

import (
	"regexp"
	"slices"
	"strings"
)

// check: at least two talk (Audit Law art. 43); a record that is not signed says why.
func (n Talk) check() error {
	if k := len(n.Talkers.Sorted()); k < 2 {
		return refuseField("talk.talkers", "talkers", "count", k)
	}
	return firstOf(eachOf("strands", n.Strands, list(Strands)), oneOf("type", n.Type, TalkTypes), required("type", n.Type), requiredDate("on", n.On))
}

func (n Material) check() error {
	return firstOf(required("name", n.Name), required("kind", string(n.Kind)), oneOf("form", n.Form, MaterialForms), inOrder("askedOn", n.AskedOn, "dueOn", n.DueOn),
		inOrder("askedOn", n.AskedOn, "receivedOn", n.ReceivedOn), inOrder("receivedOn", n.ReceivedOn, "returnedOn", n.ReturnedOn))
}

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// check: at least two people took an evidence sheet that the unit has signed (domain 5.1, form 3.11).
func (n Evidence) check() error {
	if k := len(people(n.CollectedBy)); n.Sheet && !n.SignedOn.IsZero() && k < 2 {
		return refuseField("evidence.collectors", "collectedBy", "count", k)
	}
	if n.FileHash != "" && !hashForm.MatchString(n.FileHash) {
		return refuseField("evidence.hash", "fileHash")
	}
	return firstOf(required("title", n.Title), required("kind", n.Kind), oneOf("kind", n.Kind, EvidenceKinds),
		inOrder("collectedOn", n.CollectedOn, "signedOn", n.SignedOn), inOrder("collectedOn", n.CollectedOn, "sheetDue", n.SheetDue))
}

// check: nobody reviews a paper of his or her own (domain 5.1).
func (n Paper) check() error {
	if !n.ReviewedOn.IsZero() || !blank(n.Review) {
		if err := required("reviewer", n.Reviewer); err != nil {
			return err
		}
	}
	if !Apart(n.Author, n.Reviewer) {
		return refuseField("paper.reviewer", "reviewer", "name", n.Reviewer)
	}
	return firstOf(required("index", n.Index), required("title", n.Title), required("strand", string(n.Strand)),
		required("author", n.Author), inOrder("writtenOn", n.WrittenOn, "reviewedOn", n.ReviewedOn))
}

// check: a finding says what it is and what happened (domain 2.5); the parts of the amount are within it;
// one set aside says why and is in no report.
func (n Finding) check() error {
	if parts := n.Irregular + n.Improper + n.Waste; parts > n.Amount {
		return refuseField("amount.parts", "amount", "parts", parts.Yuan(true), "amount", n.Amount.Yuan(true))
	}
	if n.Item != "" && StrandOfItem(n.Item) != n.Strand {
		return refuseField("finding.strand", "item", "item", n.Item, "strand", n.Strand)
	}
	if n.State == FindingDropped {
		if n.InReport {
			return refuseField("finding.dropped", "inReport")
		}
		if err := required("outReason", n.OutReason); err != nil {
			return err
		}
	}
	return firstOf(required("strand", string(n.Strand)), required("title", n.Title), required("fact", n.Fact))
}

func (n Meeting) check() error {
	agenda := map[MeetingType][]string{Entry: AgendaEntry, Notification: AgendaNotification}[n.Type]
	if agenda != nil {
		if err := eachOf("agenda", n.Agenda, agenda); err != nil {
			return err
		}
	}
	if n.Expected > 0 && n.Present > n.Expected {
		return refuseField("meeting.present", "present", "present", n.Present, "expected", n.Expected)
	}
	for name, a := range n.Attendees {
		if err := oneOf("attendees/"+name+"/role", a.Role, AttendeeRoles); err != nil {
			return err
		}
	}
	return firstOf(required("type", string(n.Type)), requiredDate("on", n.On))
}

// check: a closed questionnaire has sums that close; an open one may be half entered.
func (n Survey) check() error {
	known := make([]string, len(SurveyQuestions))
	for i, q := range SurveyQuestions {
		known[i] = q.Code
	}
	if err := eachOf("questions", keys(n.Questions), known); err != nil {
		return err
	}
	if n.Closed {
		return n.Validate()
	}
	return nil
}

// check: nobody counts and watches at once, not even while it is open; a closed evaluation has sums that
// close.
func (n Evaluation) check() error {
	if n.Closed {
		return n.Validate()
	}
	return first(bothProblems(n.Counters, n.Scrutineers))
}

func (n Consultation) check() error {
	if !n.Silent.IsZero() && (!n.RepliedOn.IsZero() || n.NoObject) {
		return refuseField("consultation.both", "silent")
	}
	if n.NoObject && n.RepliedOn.IsZero() {
		return required("repliedOn", "")
	}
	return firstOf(inOrder("sentOn", n.SentOn, "receivedOn", n.ReceivedOn), inOrder("receivedOn", n.ReceivedOn, "repliedOn", n.RepliedOn),
		inOrder("receivedOn", n.ReceivedOn, "silent", n.Silent))
}

// check: what is not adopted, or only partly, says why (R30).
func (n Opinion) check() error {
	if n.Adoption == NotAdopted || n.Adoption == PartlyAdopted {
		if err := required("reason", n.Reason); err != nil {
			return err
		}
	}
	return firstOf(required("strand", string(n.Strand)), required("text", n.Text), inOrder("on", n.On, "decidedOn", n.DecidedOn))
}

func (n ReportText) check() error {
	if n.ID != ReportTextID(n.Case, n.Strand, n.Section) {
		return Refuse("text.id", "section", n.Section)
	}
	return firstOf(required("strand", string(n.Strand)), required("section", n.Section))
}

// check: a department that does not agree says why (R31).
func (n Approval) check() error {
	if !n.Agreed {
		if err := required("opinion", n.Opinion); err != nil {
			return err
		}
	}
	return firstOf(required("strand", string(n.Strand)), required("dept", n.Dept), required("approver", n.Approver), requiredDate("on", n.On))
}

func (n Delivery) check() error {
	if !n.ReceivedOn.IsZero() {
		if err := required("receivedBy", n.ReceivedBy); err != nil {
			return err
		}
	}
	return firstOf(required("strand", string(n.Strand)), oneOf("way", n.Way, Ways), inOrder("sentOn", n.SentOn, "receivedOn", n.ReceivedOn))
}

// check: a measure is cancelled only when it is done, or is a lasting one that was agreed to (R37).
func (n Measure) check() error {
	if !n.ClosedOn.IsZero() && n.State != Rectified && !(n.Mode == Lasting && n.Agreed) {
		return refuseField("measure.closed", "closedOn")
	}
	return firstOf(required("finding", string(n.Finding)), required("text", n.Text), eachOf("types", n.Types, list(RectifyTypes)))
}

// people gives the names in a text that lists them.
func people(text string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("、，,;； \n", c) }), blank)
}

// check: at least two people supervise (form 3.21).
func (n Supervision) check() error {
	if k := len(people(n.People)); k < 2 {
		return refuseField("supervision.people", "people", "count", k)
	}
	return firstOf(requiredDate("on", n.On), required("dept", n.Dept), required("verdict", string(n.Verdict)))
}

func (n Accountability) check() error {
	return firstOf(required("person", n.Person), required("trigger", string(n.Trigger)), required("measure", string(n.Measure)),
		required("reason", n.Reason), officialNumber("number", n.Number))
}
