package app

import (
	"context"
	"fmt"
	"reflect"
	"strings"
)

// check: the kept bytes are those whose hash the version tells, and a correction names what it corrects and why.
func (n Report) check() error {
	if n.FileHash != "" && (!hashForm.MatchString(n.FileHash) || n.FileHash != n.SHA256) {
		return refuseField("report.hash", "fileHash")
	}
	errs := []error{required("strand", string(n.Strand)), officialNumber("number", n.Number)}
	if n.Corrects != "" {
		errs = append(errs, required("reason", n.Reason))
	}
	return firstOf(errs...)
}

// RecordReport keeps that a version of a report was made: what, when, with which hash. The first draft of
// a strand also notes its day in the case (R27). A final one is refused before the report is approved and
// numbered ("report.unapproved"), when what was approved has changed since ("report.changed"), and while something that
// the report rests on clashes ("clash.open"). Once a version is in force none is made beside it ("report.issued"): what is
// printed then are the kept bytes, and what changes is a correction, see [Desk.Issue]. A report that was issued before
// bytes were kept is in force with the first version that is made of it.
//
// rep.Version is 0, or the number that is printed on the pages; "report.overtaken" when another version took it meanwhile.
func (d Desk) RecordReport(ctx context.Context, rep Report) (ID, error) {
	rep.ID = d.newID(rep.ID)
	err := d.do(ctx, VerbRecordReport, rep.Case, func(w *work) error {
		c, err := Get[Case](ctx, w.r, rep.Case)
		if err != nil {
			return fmt.Errorf("read the case of the report: %w", err)
		}
		st := c.Strands[rep.Strand]
		if !rep.Draft {
			if err := w.final(c, &rep); err != nil {
				return err
			}
			if st.IssuedReport != "" {
				return Refuse("report.issued", "strand", rep.Strand, "date", st.IssuedOn)
			}
			if !st.IssuedOn.IsZero() && rep.FileHash != "" {
				st.IssuedReport, rep.On = rep.ID, st.IssuedOn
			}
		}
		rep.Corrects, rep.Reason = "", ""
		if err := w.version(&rep, d); err != nil {
			return err
		}
		if st.DraftedOn.IsZero() {
			st.DraftedOn = rep.On
		}
		if was, ok := c.Strands[rep.Strand]; !ok || reflect.DeepEqual(was, st) {
			return nil
		}
		c.Strands[rep.Strand] = st
		return put(w, c)
	})
	return rep.ID, err
}

// Issue issues a report (R32): signer signed it on the day rep.On, and rep is the version whose bytes go out. They must be
// kept ("report.unprinted"): from now on every print gives them, whatever the facts become. Refused before approval and
// number ("report.unapproved"), when what was approved has changed since ("report.changed"), without a signer, and while
// something that the report rests on clashes ("clash.open").
//
// A report that was issued is issued again only as a correction: rep.Corrects names the version in force and rep.Reason
// says why; else "report.issued". rep.Version is as in [Desk.RecordReport].
func (d Desk) Issue(ctx context.Context, rep Report, signer string) (ID, error) {
	rep.ID, rep.Draft = d.newID(rep.ID), false
	err := d.do(ctx, VerbIssue, rep.Case, func(w *work) error {
		c, err := Get[Case](ctx, w.r, rep.Case)
		if err != nil {
			return fmt.Errorf("read the case of the report: %w", err)
		}
		st := c.Strands[rep.Strand]
		if blank(st.Number) {
			return Refuse("report.unapproved", "strand", rep.Strand, "dept", st.ApprovingDept)
		}
		if blank(signer) {
			return Refuse("field.required", "field", "signer")
		}
		if err := w.final(c, &rep); err != nil {
			return err
		}
		if rep.Corrects != st.IssuedReport {
			return Refuse("report.issued", "strand", rep.Strand, "date", st.IssuedOn)
		}
		if rep.FileHash == "" {
			return Refuse("report.unprinted", "strand", rep.Strand)
		}
		if err := w.version(&rep, d); err != nil {
			return err
		}
		if rep.Corrects == "" { // a correction leaves the day on which the report was issued: the terms run from there
			st.IssuedOn = rep.On
		}
		st.Signer, st.IssuedReport = strings.TrimSpace(signer), rep.ID
		c.Strands[rep.Strand] = st
		return put(w, c)
	})
	return rep.ID, err
}

// final refuses a final version of a report that must not be made, and takes over what it rests on.
func (w *work) final(c Case, rep *Report) error {
	st := c.Strands[rep.Strand]
	if blank(st.Number) {
		return Refuse("report.unapproved", "strand", rep.Strand, "dept", st.ApprovingDept)
	}
	if err := w.approved(c, rep.Strand); err != nil {
		return err
	}
	if err := unchanged(w.ctx, w.r, c.ID, rep.Strand); err != nil {
		return err
	}
	if err := w.settled(c.ID, ofReport(rep.Strand)); err != nil {
		return err
	}
	rep.Number = st.Number
	dossier, err := LoadDossier(w.ctx, w.r, c.ID)
	if err != nil {
		return err
	}
	rep.Facts = ""
	if s, signed := ReportSignoff(dossier, rep.Strand); signed {
		rep.Facts = s.Hash
	}
	return nil
}

// version numbers a version and keeps it.
func (w *work) version(rep *Report, d Desk) error {
	all, err := List[Report](w.ctx, w.r, rep.Case)
	if err != nil {
		return fmt.Errorf("number the version: %w", err)
	}
	next := NextVersion(all, rep.Strand, rep.Draft)
	if rep.Version != 0 && rep.Version != next {
		return Refuse("report.overtaken", "strand", rep.Strand, "version", next-1)
	}
	rep.Version = next
	if rep.On.IsZero() {
		rep.On = d.Today()
	}
	if rep.By, err = w.self(rep.By, d.Who); err != nil {
		return err
	}
	return put(w, *rep)
}

// NextVersion is the number that the next version of a report bears, from 1. Drafts and final versions are counted apart.
func NextVersion(reports []Report, strand Strand, draft bool) int {
	next := 1
	for _, r := range reports {
		if r.Strand == strand && r.Draft == draft {
			next = max(next, r.Version+1)
		}
	}
	return next
}

// InForce gives the version of a report that was issued and is in force, with its bytes kept; false when there is none.
func InForce(d Dossier, strand Strand) (Report, bool) {
	st := d.Case.Strands[strand]
	for _, r := range d.Reports {
		if r.ID == st.IssuedReport && st.IssuedReport != "" {
			return r, r.FileHash != ""
		}
	}
	return Report{}, false
}

// FileState is what a file turns out to be when it is held against the versions that were made.
type FileState string

// The states of a file.
const (
	FileIssued    FileState = "issued"    // the version in force, to the last byte
	FileCorrected FileState = "corrected" // was issued; a correction has taken its place
	FilePrinted   FileState = "printed"   // a final version that was made, but never issued
	FileOfDraft   FileState = "draft"     // a draft for comment
	FileAltered   FileState = "altered"   // calls itself a version, and is not what was made then
	FileUnknown   FileState = "unknown"   // none of ours
)

// FileStates lists all.
var FileStates = []FileState{FileIssued, FileCorrected, FilePrinted, FileOfDraft, FileAltered, FileUnknown}

// FileVerdict says what a file is.
type FileVerdict struct {
	State FileState
	// Report is the version that the file is, or with FileAltered calls itself; the zero one with FileUnknown.
	Report Report
	// Current is the version in force when that is another one.
	Current Report
}

// JudgeFile says what a file is by the SHA-256 of its bytes in lower-case hex. claim is the identity that the file gives
// itself, "" for none: it decides nothing but whether a file that is none of the versions calls itself one. strands are
// the strands of the cases by their case.
func JudgeFile(sum string, claim ID, reports []Report, strands func(Report) CaseStrand) FileVerdict {
	byID := map[ID]Report{}
	for _, r := range reports {
		byID[r.ID] = r
	}
	for _, r := range reports {
		if r.SHA256 == "" || r.SHA256 != sum {
			continue
		}
		v := FileVerdict{State: FilePrinted, Report: r}
		current := byID[strands(r).IssuedReport]
		switch {
		case r.Draft:
			v.State = FileOfDraft
		case current.ID == r.ID:
			v.State = FileIssued
		default:
			for was, seen := current, (Set{}); was.Corrects != "" && !seen.Has(string(was.ID)); was = byID[was.Corrects] {
				seen[string(was.ID)] = true
				if was.Corrects == r.ID {
					v.State = FileCorrected
				}
			}
		}
		if current.ID != r.ID {
			v.Current = current
		}
		return v
	}
	if r, ok := byID[claim]; ok && claim != "" {
		v := FileVerdict{State: FileAltered, Report: r}
		if current := byID[strands(r).IssuedReport]; current.ID != r.ID {
			v.Current = current
		}
		return v
	}
	return FileVerdict{State: FileUnknown}
}
