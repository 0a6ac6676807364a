package app

import (
	"context"
	"fmt"
)

// Check refuses a noun that breaks a rule of its kind: what CheckAlone finds in the noun itself, and what
// shows only beside other nouns (a finding that is cited and does not exist, a closed tally that changes, a
// report number before its approval). The error names the field.
func Check(ctx context.Context, r Reader, n Noun) error {
	if err := CheckAlone(n); err != nil {
		return err
	}
	c := beside{ctx, r}
	switch n := n.(type) {
	case Case:
		return c.caseNumbers(n)
	case Principal:
		return c.owner(n.Case)
	case Finding:
		return c.owner(n.Case)
	case Evidence:
		return c.owner(n.Case)
	case Paper:
		return c.owner(n.Case)
	case Survey:
		return c.owner(n.Case)
	case Evaluation:
		return refer[Principal](c, n.Principal, n.Case, "principal")
	case Consultation:
		return refer[Principal](c, n.Principal, n.Case, "principal")
	case Opinion:
		if err := refer[Principal](c, n.Principal, n.Case, "principal"); err != nil {
			return err
		}
		if err := refer[Finding](c, n.Finding, n.Case, "finding"); err != nil {
			return err
		}
		return c.applied(n)
	case Delivery:
		return refer[Principal](c, n.Principal, n.Case, "principal")
	case ResultUse:
		return refer[Principal](c, n.Principal, n.Case, "principal")
	case Measure:
		return refer[Finding](c, n.Finding, n.Case, "finding")
	case Progress:
		return refer[Measure](c, n.Measure, n.Case, "measure")
	}
	return nil
}

// CheckAlone refuses a noun that breaks a rule of its kind, as far as the noun alone shows it: texts,
// amounts, counts, dates and codes of every field, and what its kind demands. It reads nothing.
func CheckAlone(n Noun) error {
	if !n.NounID().Valid() {
		return Refuse("id.invalid", "id", string(n.NounID()))
	}
	if err := checkValues(n); err != nil {
		return err
	}
	if err := checkOwner(n); err != nil {
		return err
	}
	switch n := n.(type) {
	case Round:
		return n.check()
	case Zone:
		return required("name", n.Name)
	case Group:
		return required("name", n.Name)
	case Person:
		return n.check()
	case Unit:
		return firstOf(required("name", n.Name), required("kind", string(n.Kind)))
	case Law:
		return firstOf(required("code", n.Code), required("name", n.Name))
	case DayTable:
		return n.check()
	case Template:
		return n.check()
	case Case:
		return n.check()
	case Principal:
		return n.check()
	case Seat:
		return n.check()
	case Signoff:
		return n.check()
	}
	return checkWork(n)
}

// checkWork holds the rules of what belongs to a case.
func checkWork(n Noun) error {
	switch n := n.(type) {
	case Answer:
		return n.check()
	case Talk:
		return n.check()
	case Material:
		return n.check()
	case Alias:
		return firstOf(required("code", n.Code), required("name", n.Name))
	case Visit:
		return n.check()
	case Stocktake:
		return n.check()
	case Heard:
		return n.check()
	case Sheet:
		return n.check()
	case Roster:
		return n.check()
	case DayLog:
		return n.check()
	case Evidence:
		return n.check()
	case Paper:
		return n.check()
	case Finding:
		return n.check()
	case Meeting:
		return n.check()
	case Survey:
		return n.check()
	case Evaluation:
		return n.check()
	case Consultation:
		return n.check()
	case Opinion:
		return n.check()
	case ReportText:
		return n.check()
	case Report:
		return n.check()
	case Approval:
		return n.check()
	case Delivery:
		return n.check()
	case Measure:
		return n.check()
	case Progress:
		return firstOf(required("text", n.Text), requiredDate("on", n.On))
	case Supervision:
		return n.check()
	case Accountability:
		return n.check()
	case ResultUse:
		return firstOf(required("use", string(n.Use)), required("dept", n.Dept))
	}
	return nil
}

// ownerless are the kinds that belong to nobody.
var ownerless = map[Kind]bool{KindTemplate: true, KindLaw: true, KindCalendar: true, KindRound: true, KindPerson: true, KindUnit: true,
	KindSeat: true, KindDayLog: true}

func checkOwner(n Noun) error {
	if ownerless[n.NounKind()] || n.NounOwner().Valid() {
		return nil
	}
	field := "case"
	switch n.NounKind() {
	case KindCase, KindZone, KindGroup, KindMeeting:
		field = "round"
	}
	return required(field, "")
}

// beside looks at what stands beside a noun.
type beside struct {
	ctx context.Context
	r   Reader
}

// owner refuses a case that does not exist.
func (c beside) owner(id ID) error {
	_, err := Get[caseHead](c.ctx, c.r, id)
	if CodeOf(err) == ErrNotFound.Code {
		return Refuse("reference.missing", "field", "case", "label", Word("field.case"), "id", string(id))
	}
	return err
}

// refer refuses the ID of a noun that does not exist or belongs to another case. "" is no reference.
func refer[T Noun](c beside, id, caseID ID, field string) error {
	if id == "" {
		return nil
	}
	n, err := Get[T](c.ctx, c.r, id)
	if CodeOf(err) == ErrNotFound.Code || err == nil && n.NounOwner() != caseID {
		return Refuse("reference.missing", "field", field, "label", Word("field."+field), "id", string(id))
	}
	if err != nil {
		return fmt.Errorf("look up %s: %w", field, err)
	}
	return nil
}

// applied refuses to take the decision from a remark by which an amount was changed: the amount would
// stay changed without a word why.
func (c beside) applied(n Opinion) error {
	old, err := Get[Opinion](c.ctx, c.r, n.ID)
	if CodeOf(err) == ErrNotFound.Code {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the opinion as it was: %w", err)
	}
	if old.carried() && (n.Adoption == "" || n.Finding != old.Finding) {
		return Refuse("opinion.applied")
	}
	return nil
}

// caseNumbers refuses a report number or a day of issue that is new in this change while the approving
// department has not agreed (R31). A case that is new to the workspace was taken over whole and is not
// asked.
func (c beside) caseNumbers(n Case) error {
	old, err := Get[Case](c.ctx, c.r, n.ID)
	if CodeOf(err) == ErrNotFound.Code {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the case as it was: %w", err)
	}
	for _, s := range Strands {
		was, is := old.Strands[s], n.Strands[s]
		newNumber := is.Number != was.Number && is.Number != ""
		newIssue := is.IssuedOn != was.IssuedOn && !is.IssuedOn.IsZero()
		if !newNumber && !newIssue {
			continue
		}
		approvals, err := List[Approval](c.ctx, c.r, n.ID)
		if err != nil {
			return fmt.Errorf("look for the approval: %w", err)
		}
		sortApprovals(approvals)
		if !Approved(approvals, s, is.ApprovingDept) {
			return Refuse("report.unapproved", "strand", s, "dept", is.ApprovingDept)
		}
		if newIssue && blank(is.Number) {
			return Refuse("report.unnumbered", "strand", s)
		}
		if err := unchanged(c.ctx, c.r, n.ID, s); err != nil {
			return err
		}
	}
	return nil
}
