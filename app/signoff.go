package app

import (
	"context"
	"slices"
)

// SignoffKind is what a person puts the name under.
type SignoffKind string

// The kinds of sign-off.
const (
	SignPaper  SignoffKind = "paper"  // review of a working paper (复核)
	SignStage  SignoffKind = "stage"  // closing of a stage
	SignReport SignoffKind = "report" // approval of a report (R31)
)

// SignoffKinds lists all.
var SignoffKinds = []SignoffKind{SignPaper, SignStage, SignReport}

// Signoff is a name under something: it carries the hash of what was signed, so that a later change shows it void. The
// signature itself is that of the record that brings it.
type Signoff struct {
	ID     ID                `json:"id"`
	Case   ID                `json:"case"`
	Kind   SignoffKind       `json:"kind"`
	About  ID                `json:"about"`  // the paper or the approval; the case for a stage
	Strand Strand            `json:"strand"` // of a paper or a report
	Stage  Stage             `json:"stage"`  // with SignStage
	Hash   string            `json:"hash"`   // SHA-256 over Covers, hex
	Covers map[string]string `json:"covers"` // noun ID → the first 16 bytes of the SHA-256 of what of it was signed, hex
	Seat   ID                `json:"seat"`   // who signed, on which laptop
	By     string            `json:"by"`     // name of the person at the seat
	For    string            `json:"for"`    // name of the person whose signature on paper was recorded; "" = By signed
	On     Date              `json:"on"`
}

// check: a sign-off says what it is about, by whom and when, and its hash is that of what it covers.
func (n Signoff) check() error {
	if n.Hash != hashOf(n.Covers) {
		return refuseField("signoff.hash", "hash")
	}
	return firstOf(required("kind", string(n.Kind)), required("about", string(n.About)), required("by", n.By), requiredDate("on", n.On))
}

// SignoffView is what became of a sign-off.
type SignoffView struct {
	Valid   bool // nothing that was signed has changed
	Changed []ID // nouns that read otherwise than when they were signed
	Gone    []ID // nouns that were signed and are no more, or no longer belong to it
	Added   []ID // nouns that came to belong to it since
}

// SignoffState says whether a sign-off still stands, and which nouns changed, went or came since. Each list is in the
// order of ID. A noun of which something is withheld (see Veil and HideUnseen) cannot be judged and is taken as unchanged.
func SignoffState(d Dossier, s Signoff) SignoffView {
	now := covers(d, s)
	for _, unknown := range []Set{d.Veiled, d.Coded} {
		for id := range unknown {
			if was, signed := s.Covers[id]; signed {
				now[id] = was
			} else if d.Veiled.Has(id) { // came since, or was not seen by who signed
				delete(now, id)
			}
		}
	}
	var v SignoffView
	for id, was := range s.Covers {
		is, there := now[id]
		switch {
		case !there:
			v.Gone = append(v.Gone, ID(id))
		case is != was:
			v.Changed = append(v.Changed, ID(id))
		}
	}
	for id := range now {
		if _, was := s.Covers[id]; !was {
			v.Added = append(v.Added, ID(id))
		}
	}
	for _, list := range [][]ID{v.Changed, v.Gone, v.Added} {
		slices.Sort(list)
	}
	v.Valid = s.Hash == hashOf(now) && s.Hash == hashOf(s.Covers)
	return v
}

// LastSignoff gives the sign-off of a thing that counts: the latest of this kind about it, and for a stage of that
// stage. False when there is none: then a review or an approval was given on paper, or is not given at all.
func LastSignoff(d Dossier, kind SignoffKind, about ID, stage Stage) (Signoff, bool) {
	for _, s := range slices.Backward(d.Signoffs) {
		if s.Kind == kind && s.About == about && s.Stage == stage {
			return s, true
		}
	}
	return Signoff{}, false
}

// ReportSignoff gives the sign-off that the report of a strand rests on: the one under the latest answer of the
// approving department, when that agrees. False when there is none: not approved, or approved on paper.
func ReportSignoff(d Dossier, strand Strand) (Signoff, bool) {
	var last Approval
	for _, a := range d.Approvals {
		if a.Strand == strand && a.Step == "" && a.Dept == d.Case.Strands[strand].ApprovingDept {
			last = a
		}
	}
	if !last.Agreed {
		return Signoff{}, false
	}
	return LastSignoff(d, SignReport, last.ID, "")
}

// unchanged refuses what rests on the approval of a report when what was approved has changed since.
func unchanged(ctx context.Context, r Reader, caseID ID, strand Strand) error {
	d, err := LoadDossier(ctx, r, caseID)
	if err != nil {
		return err
	}
	s, signed := ReportSignoff(d, strand)
	if !signed {
		return nil
	}
	if v := SignoffState(d, s); !v.Valid {
		return Refuse("report.changed", "strand", strand, "dept", d.Case.Strands[strand].ApprovingDept,
			"count", len(v.Changed)+len(v.Gone)+len(v.Added), "nouns", slices.Concat(v.Changed, v.Gone, v.Added))
	}
	return nil
}

// sign takes a sign-off of the person at the desk into the deed; name is whose signature it is.
func (d Desk) sign(w *work, s Signoff, name string, of Dossier) error {
	s.ID, s.Seat, s.By, s.On = d.NewID(), d.Seat, d.Who, d.Today()
	if name != d.Who {
		s.For = name
	}
	s.Covers = covers(of, s)
	s.Hash = hashOf(s.Covers)
	return put(w, s)
}

// Reviewed says whether a paper was reviewed and reads as it did then. A review without a sign-off was given on paper.
func Reviewed(d Dossier, p Paper) bool {
	if p.ReviewedOn.IsZero() {
		return false
	}
	s, signed := LastSignoff(d, SignPaper, p.ID, "")
	return !signed || SignoffState(d, s).Valid
}

// NounID and its sisters make the noun known to the log.
func (n Signoff) NounID() ID     { return n.ID }
func (n Signoff) NounKind() Kind { return KindSignoff }
func (n Signoff) NounOwner() ID  { return n.Case }

// Stale gives the sign-offs that stood before and stand no more after, in the order of Dossier.Signoffs before: what was
// signed changed, or the sign-off itself went.
func Stale(before, after Dossier) []Signoff {
	stays := map[ID]bool{}
	for _, s := range after.Signoffs {
		stays[s.ID] = true
	}
	var out []Signoff
	for _, s := range before.Signoffs {
		if SignoffState(before, s).Valid && !(stays[s.ID] && SignoffState(after, s).Valid) {
			out = append(out, s)
		}
	}
	return out
}
