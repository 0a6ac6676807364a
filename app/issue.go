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

// Approve keeps a department's answer to a report (R31) and, when number is given, the official number of
// the report in the same deed. An approval without a department is by the approving one. A number is
// refused unless that department agrees with this answer or has agreed already ("approval.dept"). Who agrees signs what
// the report rests on. An approver is nobody of the group of the case ("approval.member"); an empty one is who sits at
// the desk, another name that of a signature on paper ("role.other" unless alone). Nobody agrees while something that the
// report rests on clashes ("clash.open").
func (d Desk) Approve(ctx context.Context, a Approval, number string) error {
	a.ID = d.newID(a.ID)
	return d.do(ctx, VerbApprove, a.Case, func(w *work) error {
		c, err := Get[Case](ctx, w.r, a.Case)
		if err != nil {
			return fmt.Errorf("read the case of the approval: %w", err)
		}
		st := c.Strands[a.Strand]
		if blank(a.Dept) {
			a.Dept = st.ApprovingDept
		}
		if a.On.IsZero() {
			a.On = d.Today()
		}
		if a.Approver, err = w.self(a.Approver, d.Who); err != nil {
			return err
		}
		if a.Agreed {
			if err := w.settled(a.Case, ofReport(a.Strand)); err != nil {
				return err
			}
		}
		tidy(&a) // it is signed as it is kept
		if err := put(w, a); err != nil {
			return err
		}
		if err := d.agrees(w, a); err != nil {
			return err
		}
		if blank(number) {
			return nil
		}
		all, err := List[Approval](ctx, w.r, a.Case)
		if err != nil {
			return err
		}
		if a.Dept != st.ApprovingDept && !Approved(all, a.Strand, st.ApprovingDept) || a.Dept == st.ApprovingDept && !a.Agreed {
			return Refuse("approval.dept", "strand", a.Strand, "dept", st.ApprovingDept)
		}
		if number, err = DocumentNumber(number); err != nil {
			return err
		}
		if err := freeNumber(w, c, a.Strand, number); err != nil {
			return err
		}
		st.Number = number
		c.Strands[a.Strand] = st
		return putChecked(w, c) // the approval that allows the number is part of this deed
	})
}

// agrees signs an approval, by who may give it.
func (d Desk) agrees(w *work, a Approval) error {
	dossier, err := LoadDossier(w.ctx, w.r, a.Case)
	if err != nil {
		return err
	}
	if err := approves(dossier, a.Approver); err != nil {
		return err
	}
	if !a.Agreed {
		return nil
	}
	dossier.Approvals = []Approval{a}
	return d.sign(w, Signoff{Case: a.Case, Kind: SignReport, About: a.ID, Strand: a.Strand}, a.Approver, dossier)
}

// freeNumber refuses an official number that another report of the round bears.
func freeNumber(w *work, c Case, strand Strand, number string) error {
	cases, err := List[Case](w.ctx, w.r, c.Round)
	if err != nil {
		return fmt.Errorf("look at the numbers of the round: %w", err)
	}
	for _, o := range cases {
		for _, s := range Strands {
			if o.Strands[s].Number == number && (o.ID != c.ID || s != strand) {
				return Refuse("number.taken", "number", number, "case", o.Number)
			}
		}
	}
	return nil
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
