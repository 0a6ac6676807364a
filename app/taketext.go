package app

import "context"

// TakenText is a section of a report as it is taken over from a file that came back, beside what the section was when the
// file was compared.
type TakenText struct {
	Strand    Strand
	Section   string
	Text      string
	FactsHash string // of the facts that the text was compared with, see ReportText
	Edited    bool   // the section was written over already when it was compared
	Was       string // its text then
}

// TakeTexts keeps sections of the reports of a case as they came back in a file, all of them in one deed. Refused when a
// section was written over since it was compared ("text.moved"), so that nobody's words go unseen; then nothing is kept.
func (d Desk) TakeTexts(ctx context.Context, caseID ID, taken ...TakenText) error {
	return d.do(ctx, VerbEditText, caseID, func(w *work) error {
		for _, t := range taken {
			id := ReportTextID(caseID, t.Strand, t.Section)
			old, err := Get[ReportText](ctx, w.r, id)
			there := err == nil
			if err != nil && CodeOf(err) != ErrNotFound.Code {
				return err
			}
			if there != t.Edited || there && old.Text != t.Was {
				return Refuse("text.moved", "strand", t.Strand, "by", old.By)
			}
			n := ReportText{ID: id, Case: caseID, Strand: t.Strand, Section: t.Section, Text: t.Text, FactsHash: t.FactsHash, By: d.Who, On: d.Today()}
			if err := put(w, n); err != nil {
				return err
			}
		}
		return nil
	})
}
