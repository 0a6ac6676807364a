package app

import "context"

// WriteSheet keeps an evidence sheet (取证单, form 3.11). A new one without an index gets the next by the scheme of the
// round, "JJ003-Q-07"; without authors it is by who sits at the desk; the provider is the unit under review unless another
// is named; one that was handed over without a term gets that of the round (D5). What a sheet says is not changed under
// the signature of its provider ("sheet.signed"): the signature is taken away first.
func (d Desk) WriteSheet(ctx context.Context, s Sheet) (ID, error) {
	s.ID = d.newID(s.ID)
	err := d.do(ctx, VerbWriteSheet, s.Case, func(w *work) error {
		c, err := openCase(w, s.Case)
		if err != nil {
			return err
		}
		old, err := Get[Sheet](ctx, w.r, s.ID)
		if err != nil && CodeOf(err) != ErrNotFound.Code {
			return err
		}
		tidy(&s)
		if !old.SignedOn.IsZero() && s.SignedOn == old.SignedOn && (s.Title != old.Title || s.Summary != old.Summary) {
			return refuseField("sheet.signed", "summary", "index", old.Index, "on", old.SignedOn)
		}
		if blank(s.Authors) {
			s.Authors = d.Who
		}
		if s.WrittenOn.IsZero() {
			s.WrittenOn = d.Today()
		}
		if blank(s.Provider) {
			u, err := Get[Unit](ctx, w.r, c.Unit)
			if err != nil && CodeOf(err) != ErrNotFound.Code {
				return err
			}
			s.Provider = u.Name
		}
		if !s.HandedOn.IsZero() && s.DueOn.IsZero() {
			if s.DueOn, err = roundTerm(w, s.Case, s.HandedOn, func(s Settings) int { return s.EvidenceReplyDays }); err != nil {
				return err
			}
		}
		if blank(s.Index) {
			if s.Index, err = w.nextIndex(KindSheet, s.Strand, c, "Q"); err != nil {
				return err
			}
		}
		return put(w, s)
	})
	return s.ID, err
}

// SheetFrom gives the sheet that an item or a finding of the case begins with: title and summary from the finding, or from
// what is checked and what was noted, with the evidence that belongs to them. findingID "" takes the item alone.
func SheetFrom(d Dossier, item string, findingID ID) Sheet {
	m := matterOf(d, item, findingID)
	return Sheet{Case: d.Case.ID, Strand: m.strand, Title: m.title, Summary: m.fact, Provider: d.Unit.Name, Items: m.items,
		Findings: m.findings, Evidence: m.evidence, Pages: m.pages}
}

// SheetState is how far an evidence sheet has come.
type SheetState string

// The states, in their order.
const (
	SheetDraft   SheetState = "draft"   // not handed over yet
	SheetWaiting SheetState = "waiting" // handed over, within its term
	SheetLate    SheetState = "late"    // the term is over and it is not signed
	SheetSigned  SheetState = "signed"  // signed by its provider
	SheetRefused SheetState = "refused" // not signed, and it says why (implementing rules of the Audit Law art. 38)
)

// SheetStates lists all.
var SheetStates = []SheetState{SheetDraft, SheetWaiting, SheetLate, SheetSigned, SheetRefused}

// State says how far the sheet has come as of a day.
func (n Sheet) State(today Date) SheetState {
	switch {
	case !n.SignedOn.IsZero():
		return SheetSigned
	case !blank(n.NotWhy):
		return SheetRefused
	case n.HandedOn.IsZero():
		return SheetDraft
	case !n.DueOn.IsZero() && today.After(n.DueOn):
		return SheetLate
	}
	return SheetWaiting
}

// Stands says whether the sheet proves what it says: it was signed, or it says why its provider did not sign.
func (n Sheet) Stands() bool { return !n.SignedOn.IsZero() || !blank(n.NotWhy) }
