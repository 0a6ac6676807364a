package app

import (
	"context"
	"fmt"
	"strings"
)

// TakeCandidate makes a finding, still a draft, of what the lists show, and a piece of evidence of the rows, as one deed;
// it gives the ID of the finding. file is the evidence as far as it is the file: its name, hash and size. The two name
// each other. A candidate that was taken already is refused ("cross.taken"), and so is a closed case.
//
// Two people who take the same candidate without knowing of each other make one finding, not two.
func (d Desk) TakeCandidate(ctx context.Context, caseID ID, c Candidate, file Evidence) (ID, error) {
	f := Finding{ID: candidateFinding(caseID, c.Key), Case: caseID, Strand: StrandOfItem(c.Item), Item: c.Item, Items: NewSet(c.Item), Type: c.Type,
		Title: c.Type, Fact: c.Fact, State: FindingDraft}
	err := d.do(ctx, VerbRecordFinding, caseID, func(w *work) error {
		head, err := openCase(w, caseID)
		if err != nil {
			return err
		}
		findings, err := List[Finding](ctx, w.r, caseID)
		if err != nil {
			return fmt.Errorf("number the finding: %w", err)
		}
		for _, o := range findings {
			if o.ID == f.ID {
				return Refuse("cross.taken", "number", o.Number)
			}
			f.Number = max(f.Number, o.Number)
		}
		f.Number++
		if err := carryItem(w, head, &f); err != nil {
			return err
		}
		e := file
		e.ID, e.Case, e.Kind, e.Method = DeriveID(KindEvidence, caseID, c.Key), caseID, "document", MethodDocuments
		e.Items, e.Findings = NewSet(c.Item), NewSet(string(f.ID))
		e.Title = "名册比对：" + c.Type
		if c.About != "" {
			e.Title += "（" + c.About + "）"
		}
		evidence, err := List[Evidence](ctx, w.r, caseID)
		if err != nil {
			return fmt.Errorf("number the evidence: %w", err)
		}
		for _, o := range evidence {
			e.Number = max(e.Number, o.Number)
		}
		e.Number++
		if blank(e.CollectedBy) {
			e.CollectedBy = d.Who
		}
		if e.CollectedOn.IsZero() {
			e.CollectedOn = d.Today()
		}
		if err := put(w, f); err != nil {
			return err
		}
		return put(w, e)
	})
	return f.ID, err
}

// DismissCandidate lets what the lists show pass, with the reason kept. Without a reason it is refused ("cross.reason").
func (d Desk) DismissCandidate(ctx context.Context, caseID ID, key, reason string) error {
	if blank(reason) {
		return Refuse("cross.reason")
	}
	return d.SaveCase(ctx, VerbWaiveRule, caseID, func(c *Case) error {
		if !strings.HasPrefix(key, "cross.") {
			return fmt.Errorf("no candidate of a comparison is called %q", key)
		}
		if c.Sweep == nil {
			c.Sweep = map[string]Waiver{}
		}
		c.Sweep[key] = Waiver{Reason: strings.TrimSpace(reason), By: d.Who, On: d.Today()}
		return nil
	})
}

// RecallCandidate takes a dismissal back.
func (d Desk) RecallCandidate(ctx context.Context, caseID ID, key string) error {
	return d.SaveCase(ctx, VerbWaiveRule, caseID, func(c *Case) error {
		delete(c.Sweep, key)
		return nil
	})
}
