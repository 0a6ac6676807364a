package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// RecordFinding keeps a new finding under the next number of its case and gives its ID. What comes from
// the item is carried over: its strand, the rules it cites, and the note of its answer as the fact where
// none is given. Refused as Check refuses a finding, and in a closed case.
func (d Desk) RecordFinding(ctx context.Context, f Finding) (ID, error) {
	f.ID = d.newID(f.ID)
	err := d.do(ctx, VerbRecordFinding, f.Case, func(w *work) error {
		c, err := openCase(w, f.Case)
		if err != nil {
			return err
		}
		all, err := List[Finding](ctx, w.r, f.Case)
		if err != nil {
			return fmt.Errorf("number the finding: %w", err)
		}
		for _, o := range all {
			f.Number = max(f.Number, o.Number+1)
		}
		f.Number = max(f.Number, 1)
		if f.State == "" {
			f.State = FindingDraft
		}
		if err := carryItem(w, c, &f); err != nil {
			return err
		}
		return put(w, f)
	})
	return f.ID, err
}

// carryItem takes over what the item and its answer already say.
func carryItem(w *work, c Case, f *Finding) error {
	if f.Item == "" {
		return nil
	}
	if f.Strand == "" {
		f.Strand = StrandOfItem(f.Item)
	}
	items := Set{f.Item: true}
	for i, in := range f.Items {
		items[i] = in
	}
	f.Items = items
	if blank(f.Fact) {
		a, err := Get[Answer](w.ctx, w.r, AnswerID(f.Case, f.Item))
		if err != nil && CodeOf(err) != ErrNotFound.Code {
			return err
		}
		f.Fact = a.Note
	}
	t, err := FindTemplate(w.ctx, w.r, f.Strand, c.Strands[f.Strand].Template)
	if CodeOf(err) == ErrNotFound.Code {
		return nil // the item is checked elsewhere; a finding is never lost for want of a checklist
	}
	if err != nil {
		return err
	}
	if item, _, ok := t.Find(f.Item); ok && len(f.Bases) == 0 {
		f.Bases = slices.Clone(item.Bases)
	}
	return nil
}

// openCase reads a case and refuses a closed one.
func openCase(w *work, id ID) (Case, error) {
	c, err := Get[Case](w.ctx, w.r, id)
	if err != nil {
		return Case{}, fmt.Errorf("read the case: %w", err)
	}
	if c.Stage == Closed {
		return Case{}, Refuse("case.closed", "number", c.Number)
	}
	return c, nil
}

// SaveFinding changes a finding.
func (d Desk) SaveFinding(ctx context.Context, f Finding) error {
	return Keep(ctx, d, VerbSaveFinding, f)
}

// DropFinding sets a finding aside as no problem, with the reason; it goes on the list of what is not in
// the report (domain 2.5) and keeps its number.
func (d Desk) DropFinding(ctx context.Context, id ID, reason string) error {
	return Amend(ctx, d, VerbDropFinding, id, func(f *Finding) error {
		f.State, f.InReport, f.OutReason = FindingDropped, false, reason
		return nil
	})
}

// AddEvidence keeps a new piece of evidence under the next number of its case. An evidence sheet without
// a term gets the one of the round (D5). Refused: a file that is among the standing evidence of the case ("evidence.twice",
// see TakeEvidence).
func (d Desk) AddEvidence(ctx context.Context, e Evidence) (ID, error) {
	e.ID = d.newID(e.ID)
	err := d.do(ctx, VerbAddEvidence, e.Case, func(w *work) error {
		all, err := evidenceOf(w, e.Case)
		if err != nil {
			return err
		}
		if o, is := SameFile(all, e.FileHash); is {
			return Refuse("evidence.twice", "number", o.Number)
		}
		return d.addEvidence(w, e, all)
	})
	return e.ID, err
}

// SaveEvidence changes what is said about a piece of evidence. Refused: another file ("evidence.file").
func (d Desk) SaveEvidence(ctx context.Context, e Evidence) error {
	return d.do(ctx, VerbSaveEvidence, e.Case, func(w *work) error {
		if err := keepFile(w, e); err != nil {
			return err
		}
		return put(w, e)
	})
}

// WritePaper keeps a working paper: one matter, one paper (form 3.12). A new paper without an index gets
// the next one of its section, "JJ003-3-07"; one without an author is by who sits at the desk. A change of
// process or conclusion after the review takes the review away: it was of another text. Otherwise the review stays what
// ReviewPaper made it, whatever p says.
func (d Desk) WritePaper(ctx context.Context, p Paper) (ID, error) {
	p.ID = d.newID(p.ID)
	err := d.do(ctx, VerbWritePaper, p.Case, func(w *work) error {
		c, err := openCase(w, p.Case)
		if err != nil {
			return err
		}
		if p.Strand == "" {
			p.Strand = StrandOfItem(p.Item)
		}
		old, err := Get[Paper](ctx, w.r, p.ID)
		if err != nil && CodeOf(err) != ErrNotFound.Code {
			return err
		}
		if p.Author, err = w.still(old.Author, p.Author, d.Who); err != nil {
			return err
		}
		if p.WrittenOn.IsZero() {
			p.WrittenOn = d.Today()
		}
		if blank(p.Index) {
			if p.Index, err = w.nextIndex(KindPaper, p.Strand, c, partOf(p)); err != nil {
				return err
			}
		}
		p.Reviewer, p.ReviewedOn, p.Review, p.Notes = old.Reviewer, old.ReviewedOn, old.Review, old.Notes
		if !old.ReviewedOn.IsZero() && (old.Process != p.Process || old.Conclusion != p.Conclusion) {
			p.Reviewer, p.ReviewedOn, p.Review = "", Date{}, ""
		}
		return put(w, p)
	})
	return p.ID, err
}

// partOf is the part of a working paper in its index: the section of its item, "0" when it is of none.
func partOf(p Paper) string {
	if parts := strings.Split(p.Item, "-"); len(parts) > 2 {
		return parts[1]
	}
	return "0"
}

// ReviewPaper keeps the review of a working paper and the sign-off under it. The reviewer is never its author
// ("paper.reviewer") nor the lead of its strand ("review.lead"; domain 5.1). An empty reviewer is who sits at the desk;
// another name is that of a signature on paper ("role.other" unless alone). What clashes in the paper is chosen before
// ("clash.open"), but for what a review does not cover. Remarks that nobody answered keep the review from being given
// ("paper.notes"); those that were answered are settled with it.
func (d Desk) ReviewPaper(ctx context.Context, paperID ID, reviewer, opinion string) error {
	return d.do(ctx, VerbReviewPaper, "", func(w *work) error {
		p, err := Get[Paper](ctx, w.r, paperID)
		if err != nil {
			return err
		}
		w.deed.Case = p.Case
		if p.Reviewer, err = w.self(reviewer, d.Who); err != nil {
			return err
		}
		if err := w.settled(p.Case, func(c Clash) bool { return c.Entity == p.ID && !slices.Contains(paperLeaves, c.Field) }); err != nil {
			return err
		}
		if open := p.OpenNotes(); len(open) > 0 {
			return refuseField("paper.notes", "review", "count", len(open), "index", p.Index)
		}
		p.Notes = maps.Clone(p.Notes)
		for line, n := range p.Notes { // who gives the review is content with the answers
			n.Settled = true
			p.Notes[line] = n
		}
		p.Review, p.ReviewedOn = opinion, d.Today()
		if err := put(w, p); err != nil {
			return err
		}
		if err := w.examines(p.Case, p.Strand, p.Reviewer); err != nil {
			return err
		}
		return d.sign(w, Signoff{Case: p.Case, Kind: SignPaper, About: p.ID, Strand: p.Strand}, p.Reviewer, Dossier{Papers: []Paper{p}})
	})
}
