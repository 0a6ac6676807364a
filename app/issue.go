package app

import (
	"context"
	"fmt"
)

// EditText keeps a section of a report as a person wrote it.
func (d Desk) EditText(ctx context.Context, t ReportText) error {
	t.ID, t.By, t.On = ReportTextID(t.Case, t.Strand, t.Section), d.Who, d.Today()
	return Keep(ctx, d, VerbEditText, t)
}

// ResetText gives a section back to the program: it is composed from the facts again.
func (d Desk) ResetText(ctx context.Context, caseID ID, strand Strand, section string) error {
	return Discard[ReportText](ctx, d, VerbResetText, ReportTextID(caseID, strand, section))
}

// SaveMeasure keeps what the unit does about a finding (R34–R35).
//
// Who cancels it stands in ClosedBy; when others are at work too, that is who sits at the desk ("role.other").
func (d Desk) SaveMeasure(ctx context.Context, m Measure) error {
	m.ID = d.newID(m.ID)
	if m.State == "" {
		m.State = NotRectified
	}
	if m.Mode == "" {
		m.Mode = AtOnce
	}
	return d.do(ctx, VerbSaveMeasure, m.Case, func(w *work) error {
		old, err := Get[Measure](ctx, w.r, m.ID)
		if err != nil && CodeOf(err) != ErrNotFound.Code {
			return err
		}
		if !blank(m.ClosedBy) {
			if m.ClosedBy, err = w.still(old.ClosedBy, m.ClosedBy, d.Who); err != nil {
				return err
			}
		}
		return put(w, m)
	})
}

// AddProgress keeps a report of progress on a measure; one that was not begun is under way from then on.
func (d Desk) AddProgress(ctx context.Context, p Progress) error {
	p.ID = d.newID(p.ID)
	return d.do(ctx, VerbAddProgress, p.Case, func(w *work) error {
		if p.On.IsZero() {
			p.On = d.Today()
		}
		if err := put(w, p); err != nil {
			return err
		}
		m, err := Get[Measure](ctx, w.r, p.Measure)
		if err != nil {
			return fmt.Errorf("read the measure of the progress: %w", err)
		}
		if m.State == NotRectified || m.State == "" {
			m.State = Rectifying
			return put(w, m)
		}
		return nil
	})
}

// Supervise keeps a visit or check by a department (R37).
func (d Desk) Supervise(ctx context.Context, s Supervision) error {
	s.ID = d.newID(s.ID)
	if s.On.IsZero() {
		s.On = d.Today()
	}
	return Keep(ctx, d, VerbSupervise, s)
}

// HoldAccountable keeps an admonition or a circular, also while it is only prepared (R38–R39).
func (d Desk) HoldAccountable(ctx context.Context, a Accountability) error {
	a.ID = d.newID(a.ID)
	return Keep(ctx, d, VerbAccount, a)
}

// RegisterUse keeps a use of the result for a principal or the unit (R40).
func (d Desk) RegisterUse(ctx context.Context, u ResultUse) error {
	u.ID = d.newID(u.ID)
	if u.On.IsZero() {
		u.On = d.Today()
	}
	return Keep(ctx, d, VerbRegisterUse, u)
}
