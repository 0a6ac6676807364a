package app

import (
	"context"
	"fmt"
)

// SendDrafts sends the three drafts for comment to every principal and to the unit, each apart (R29): one
// Consultation per recipient that has none yet. Refused while a strand has no draft ("drafts.missing") and
// while something in the case clashes ("clash.open").
func (d Desk) SendDrafts(ctx context.Context, caseID ID, on Date) error {
	return d.do(ctx, VerbSendDrafts, caseID, func(w *work) error {
		dossier, err := LoadDossier(ctx, w.r, caseID)
		if err != nil {
			return err
		}
		g := gate{d: dossier}
		var lack []Strand
		for _, s := range Strands {
			if !g.drafted(s) {
				lack = append(lack, s)
			}
		}
		if len(lack) > 0 {
			return Refuse("drafts.missing", "strands", lack)
		}
		if err := w.settled(caseID, func(Clash) bool { return true }); err != nil {
			return err
		}
		sent := map[ID]bool{}
		for _, c := range dossier.Consultations {
			sent[c.Principal] = true
		}
		for _, who := range dossier.Recipients() {
			if sent[who] {
				continue
			}
			c := Consultation{ID: DeriveID(KindConsultation, caseID, string(who)), Case: caseID, Principal: who, SentOn: on}
			if err := put(w, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// SaveConsultation keeps what is known of a draft sent to one recipient. Silence is recorded as no
// objection only after the term has run out ("silent.early"; Audit Law Rules art. 39).
func (d Desk) SaveConsultation(ctx context.Context, c Consultation) error {
	if c.ID == "" {
		c.ID = DeriveID(KindConsultation, c.Case, string(c.Principal))
	}
	return d.do(ctx, VerbSaveConsult, c.Case, func(w *work) error {
		if !c.Silent.IsZero() && !c.ReceivedOn.IsZero() {
			due, err := roundTerm(w, c.Case, c.ReceivedOn, func(s Settings) int { return s.OpinionDays })
			if err != nil {
				return err
			}
			if !c.Silent.After(due) {
				return Refuse("silent.early", "due", due)
			}
		}
		return put(w, c)
	})
}

// RecordOpinion keeps a remark on a draft (R30). Where it is on a finding, the amount as it stands is
// remembered with it.
func (d Desk) RecordOpinion(ctx context.Context, o Opinion) (ID, error) {
	o.ID = d.newID(o.ID)
	err := d.do(ctx, VerbRecordOpinion, o.Case, func(w *work) error {
		if o.On.IsZero() {
			o.On = d.Today()
		}
		if o.Finding != "" {
			f, err := Get[Finding](ctx, w.r, o.Finding)
			if err != nil {
				return fmt.Errorf("read the finding of the opinion: %w", err)
			}
			o.Strand = f.Strand
			if o.AmountBefore == 0 && o.AmountAfter == 0 {
				o.AmountBefore, o.AmountAfter = f.Amount, f.Amount
			}
		}
		return put(w, o)
	})
	return o.ID, err
}

// DecideOpinion keeps what became of a remark (R30). An adopted or partly adopted one whose amounts differ
// changes the amount of the finding in the same deed; deciding anew takes the former change back first.
// An amount before that is left out is the one that stands; with no amount after either, none changes.
// Refused when the finding's amount is not the one the remark speaks of ("opinion.amount").
func (d Desk) DecideOpinion(ctx context.Context, o Opinion) error {
	return d.do(ctx, VerbDecideOpinion, o.Case, func(w *work) error {
		old, err := Get[Opinion](ctx, w.r, o.ID)
		if err != nil {
			return fmt.Errorf("read the opinion: %w", err)
		}
		if o.Adoption == "" {
			return Refuse("opinion.undecided")
		}
		if o.DecidedBy == old.DecidedBy && !w.actor.Alone {
			o.DecidedBy = "" // whoever decides anew stands for it
		}
		if o.DecidedBy, err = w.self(o.DecidedBy, d.Who); err != nil {
			return err
		}
		if o.DecidedOn.IsZero() {
			o.DecidedOn = d.Today()
		}
		if o.Finding == "" {
			return put(w, o)
		}
		f, err := Get[Finding](ctx, w.r, o.Finding)
		if err != nil {
			return fmt.Errorf("read the finding of the opinion: %w", err)
		}
		if o.AmountBefore == 0 {
			o.AmountBefore = f.Amount
			if old.changes() {
				o.AmountBefore = old.AmountBefore
			}
			if o.AmountAfter == 0 {
				o.AmountAfter = o.AmountBefore
			}
		}
		if err := put(w, o); err != nil {
			return err
		}
		return carryAmount(w, old, o, f)
	})
}

// carryAmount changes the amount of the finding as the decision says, after taking back what the former
// decision had changed.
func carryAmount(w *work, old, o Opinion, f Finding) error {
	if !old.changes() && !o.changes() {
		return nil
	}
	stands := o.AmountBefore
	if old.changes() {
		stands = old.AmountAfter
	}
	if f.Amount != stands {
		return Refuse("opinion.amount", "number", f.Number, "amount", f.Amount.Yuan(true), "before", stands.Yuan(true))
	}
	f.Amount = o.AmountBefore
	if o.changes() {
		f.Amount = o.AmountAfter
	}
	return put(w, f)
}

// changes says whether the decision changes the amount of the finding.
func (o Opinion) changes() bool {
	return (o.Adoption == Adopted || o.Adoption == PartlyAdopted) && o.AmountBefore != o.AmountAfter
}
