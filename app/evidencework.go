package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// addEvidence keeps a new piece of evidence under the next number of its case (R25). all are the pieces there are. Who
// took it and when is who sits at the desk, today, unless it says otherwise; a sheet gets the term of the round (D5).
func (d Desk) addEvidence(w *work, e Evidence, all []Evidence) error {
	if _, err := openCase(w, e.Case); err != nil {
		return err
	}
	for _, o := range all {
		e.Number = max(e.Number, o.Number+1)
	}
	e.Number = max(e.Number, 1)
	if blank(e.CollectedBy) {
		e.CollectedBy = d.Who
	}
	if e.CollectedOn.IsZero() {
		e.CollectedOn = d.Today()
	}
	if e.Sheet && e.SheetDue.IsZero() {
		var err error
		e.SheetDue, err = roundTerm(w, e.Case, e.CollectedOn, func(s Settings) int { return s.EvidenceReplyDays })
		if err != nil {
			return err
		}
	}
	return put(w, e)
}

func evidenceOf(w *work, caseID ID) ([]Evidence, error) {
	all, err := List[Evidence](w.ctx, w.r, caseID)
	if err != nil {
		return nil, fmt.Errorf("number the evidence: %w", err)
	}
	return all, nil
}

// TakeEvidence keeps a new piece of evidence as AddEvidence does, unless its very file is among the standing evidence of
// the case already: then nothing is kept twice, the piece that is there is linked to the items and findings of e as
// well, and known says so. id and number are those of the piece that stands.
func (d Desk) TakeEvidence(ctx context.Context, e Evidence) (id ID, number int, known bool, err error) {
	e.ID = d.newID(e.ID)
	err = d.do(ctx, VerbAddEvidence, e.Case, func(w *work) error {
		all, err := evidenceOf(w, e.Case)
		if err != nil {
			return err
		}
		same, is := SameFile(all, e.FileHash)
		if !is {
			id, known = e.ID, false
			if err := d.addEvidence(w, e, all); err != nil {
				return err
			}
			for _, o := range all {
				number = max(number, o.Number)
			}
			number++
			return nil
		}
		if _, err := openCase(w, e.Case); err != nil {
			return err
		}
		id, number, known = same.ID, same.Number, true
		same.Items, same.Findings = joined(same.Items, e.Items), joined(same.Findings, e.Findings)
		return put(w, same)
	})
	return id, number, known, err
}

// SameFile gives the standing piece of evidence whose file has this SHA-256; false for "".
func SameFile(all []Evidence, hash string) (Evidence, bool) {
	former := Former(all)
	for _, o := range all {
		if hash != "" && o.FileHash == hash && o.Withdrawn == "" && former[o.ID] == "" {
			return o, true
		}
	}
	return Evidence{}, false
}

// Former gives for each piece of evidence that a newer version took the place of the ID of that version.
func Former(all []Evidence) map[ID]ID {
	out := map[ID]ID{}
	for _, e := range all {
		if e.Replaces != "" {
			out[e.Replaces] = e.ID
		}
	}
	return out
}

// Versions gives a piece of evidence with all its versions, the oldest first; it alone when it has no others.
func Versions(all []Evidence, id ID) []Evidence {
	byID, former := map[ID]Evidence{}, Former(all)
	for _, e := range all {
		byID[e.ID] = e
	}
	seen := map[ID]bool{}
	var out []Evidence
	for e, ok := byID[id]; ok && !seen[e.ID]; e, ok = byID[e.Replaces] {
		seen[e.ID] = true
		out = append(out, e)
	}
	for e, ok := byID[former[id]]; ok && !seen[e.ID]; e, ok = byID[former[e.ID]] {
		seen[e.ID] = true
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b Evidence) int { return cmp.Compare(a.Number, b.Number) })
	return out
}

// ReplaceEvidence keeps a new version of a piece of evidence: e is new, with its own number and file, and carries over
// what it does not say itself; the former one stays as it is. Refused: a former one that was withdrawn
// ("evidence.withdrawn") or has a newer version ("evidence.replaced"), and the same file again ("evidence.same").
func (d Desk) ReplaceEvidence(ctx context.Context, former ID, e Evidence) (ID, error) {
	e.ID = d.newID(e.ID)
	err := d.do(ctx, VerbAddEvidence, "", func(w *work) error {
		old, err := Get[Evidence](w.ctx, w.r, former)
		if err != nil {
			return err
		}
		w.deed.Case = old.Case
		all, err := evidenceOf(w, old.Case)
		switch {
		case err != nil:
			return err
		case !blank(old.Withdrawn):
			return Refuse("evidence.withdrawn", "number", old.Number)
		case Former(all)[former] != "":
			return Refuse("evidence.replaced", "number", old.Number)
		case e.FileHash != "" && e.FileHash == old.FileHash:
			return Refuse("evidence.same")
		}
		e.Case, e.Replaces = old.Case, old.ID
		e.Title, e.Kind = cmp.Or(e.Title, old.Title), cmp.Or(e.Kind, old.Kind)
		e.Method, e.Place, e.Source, e.Of = cmp.Or(e.Method, old.Method), cmp.Or(e.Place, old.Place), cmp.Or(e.Source, old.Source), cmp.Or(e.Of, old.Of)
		e.Items, e.Findings = joined(old.Items, e.Items), joined(old.Findings, e.Findings)
		e.Sheet = e.Sheet || old.Sheet
		return d.addEvidence(w, e, all)
	})
	return e.ID, err
}

// WithdrawEvidence says why a piece of evidence no longer counts. It stays with its number and its file.
func (d Desk) WithdrawEvidence(ctx context.Context, id ID, reason string) error {
	return Amend(ctx, d, VerbSaveEvidence, id, func(e *Evidence) error {
		if blank(reason) {
			return refuseField("field.required", "withdrawn")
		}
		e.Withdrawn = reason
		return nil
	})
}

// LinkEvidence says to which items and findings a piece of evidence belongs, all of them; what is not named is unlinked.
func (d Desk) LinkEvidence(ctx context.Context, id ID, items, findings Set) error {
	return Amend(ctx, d, VerbSaveEvidence, id, func(e *Evidence) error {
		e.Items, e.Findings = joined(items), joined(findings)
		return nil
	})
}

// keepFile refuses to exchange the file of a kept piece of evidence ("evidence.file"): a new file is a new version.
func keepFile(w *work, e Evidence) error {
	old, err := Get[Evidence](w.ctx, w.r, e.ID)
	if CodeOf(err) == ErrNotFound.Code {
		return nil
	}
	if err != nil {
		return err
	}
	if old.FileHash != "" && old.FileHash != e.FileHash {
		return Refuse("evidence.file")
	}
	return nil
}

// joined gives what is in any of the sets.
func joined(sets ...Set) Set {
	out := Set{}
	for _, s := range sets {
		for k, in := range s {
			if in {
				out[k] = true
			}
		}
	}
	return out
}
