package app

import (
	"context"
	"fmt"
	"slices"
)

// WaiveRule lets pass what the sweep finds at a noun, with a reason that is kept (verb sweep.waive). It stands for this
// rule at this noun alone. Refused: a blank reason ("waive.reason"), what the sweep does not find there or what was let
// pass already ("sweep.none"), a closed case ("case.closed"); an error is left to leads ("waive.role"), and what belongs
// to one strand to those who work on it ("role.strand").
func (d Desk) WaiveRule(ctx context.Context, caseID ID, code string, noun ID, reason string) error {
	return d.do(ctx, VerbWaiveRule, caseID, func(w *work) error {
		if blank(reason) {
			return Refuse("waive.reason")
		}
		c, found, err := d.swept(w, caseID, code, noun)
		if err != nil {
			return err
		}
		if !found.Open() {
			return Refuse("sweep.none", "rule", code)
		}
		if err := w.passes(c, found); err != nil {
			return err
		}
		if c.Sweep == nil {
			c.Sweep = map[string]Waiver{}
		}
		c.Sweep[found.Key()] = Waiver{Reason: reason, By: d.Who, On: d.Today()}
		return put(w, c)
	})
}

// UnwaiveRule takes a waiver of the sweep back: what it let pass is told again. Refused as WaiveRule refuses, and when
// nothing was let pass there ("sweep.none").
func (d Desk) UnwaiveRule(ctx context.Context, caseID ID, code string, noun ID) error {
	return d.do(ctx, VerbWaiveRule, caseID, func(w *work) error {
		c, err := openCase(w, caseID)
		if err != nil {
			return err
		}
		f := SweepFind{Code: code, Noun: noun, Severity: severityOf(code)}
		if f.Waived = c.Sweep[f.Key()]; f.Open() {
			return Refuse("sweep.none", "rule", code)
		}
		if err := w.passes(c, f); err != nil {
			return err
		}
		delete(c.Sweep, f.Key())
		return put(w, c)
	})
}

// severityOf gives the severity of a rule; one that is no more weighs as an error.
func severityOf(code string) Severity {
	for _, r := range sweepRules {
		if r.Code == code {
			return r.Severity
		}
	}
	return SweepError
}

// swept gives what the sweep finds at a noun, and the case to change.
func (d Desk) swept(w *work, caseID ID, code string, noun ID) (Case, SweepFind, error) {
	if _, err := openCase(w, caseID); err != nil {
		return Case{}, SweepFind{}, err
	}
	dossier, err := LoadDossier(w.ctx, w.r, caseID)
	if err != nil {
		return Case{}, SweepFind{}, fmt.Errorf("sweep the case: %w", err)
	}
	all := Sweep(dossier, d.Today())
	i := slices.IndexFunc(all, func(f SweepFind) bool { return f.Code == code && f.Noun == noun })
	if i < 0 {
		return Case{}, SweepFind{}, Refuse("sweep.none", "rule", code)
	}
	return dossier.Case, all[i], nil
}

// passes refuses to let a find pass that is left to others: errors to those who lead, a strand to those who work on it.
func (w *work) passes(c Case, f SweepFind) error {
	if w.actor.Alone {
		return nil
	}
	head, err := w.head(c.ID)
	if err != nil {
		return err
	}
	stand, err := w.standing(head)
	if err != nil {
		return err
	}
	acting := workers
	if f.Severity == SweepError {
		acting = leads
	}
	var able []Role
	for _, role := range acting {
		if w.actor.has(role) && stand.allows(role) {
			able = append(able, role)
		}
	}
	switch {
	case len(able) == 0:
		return Refuse("waive.role", "role", list(acting))
	case f.Strand != "" && !slices.ContainsFunc(able, func(r Role) bool { return !strandBound[r] || w.actor.Person.Strands.Has(string(f.Strand)) }):
		return w.actor.refuse("role.strand", VerbWaiveRule, "strands", []string{string(f.Strand)})
	}
	return nil
}
