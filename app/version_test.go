package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"pgregory.net/rapid"
)

// made is a version whose bytes are kept.
func made(caseID ID, s Strand, bytes string) Report {
	sum := sha256.Sum256([]byte(bytes))
	hash := hex.EncodeToString(sum[:])
	return Report{Case: caseID, Strand: s, Pages: 12, SHA256: hash, FileHash: hash, FileName: "report.pdf"}
}

// issue issues a report as 施总揽 signs it.
func issue(ctx context.Context, d Desk, caseID ID, s Strand, on Date) error {
	rep := made(caseID, s, "pages")
	rep.On = on
	_, err := d.Issue(ctx, rep, "施总揽")
	return err
}

// approved is a case whose audit report was agreed to and numbered.
func approved(t *testing.T) (*table, ID) {
	b := newTable(t)
	id := b.openCase()
	b.must(b.Approve(b.ctx, Approval{Case: id, Strand: Audit, Approver: "施总揽", Agreed: true}, "示审〔2026〕3号"))
	return b, id
}

func TestWhatIsIssuedStaysAndIsCorrectedByANewVersion(t *testing.T) {
	b, id := approved(t)
	_, err := b.Issue(b.ctx, Report{Case: id, Strand: Audit, Pages: 12}, "施总揽")
	b.refused(err, "report.unprinted")
	_, err = b.Issue(b.ctx, made(id, Audit, "one"), " ")
	b.refused(err, "field.required")
	wrong := made(id, Audit, "one")
	wrong.SHA256 = made(id, Audit, "two").SHA256
	_, err = b.Issue(b.ctx, wrong, "施总揽")
	b.refused(err, "report.hash")
	late := made(id, Audit, "one")
	late.Version = 2
	_, err = b.Issue(b.ctx, late, "施总揽")
	b.refused(err, "report.overtaken")

	b.on("2026-08-10")
	late.Version = 1
	first, err := b.Issue(b.ctx, late, "施总揽")
	b.must(err)
	in, ok := InForce(b.dossier(id), Audit)
	if st := b.dossier(id).Case.Strands[Audit]; !ok || in.ID != first || in.Number != "示审〔2026〕3号" || in.Facts == "" || st.IssuedOn != MustDate("2026-08-10") || st.Signer != "施总揽" {
		t.Errorf("in force: %+v of %+v", in, st)
	}
	_, err = b.RecordReport(b.ctx, made(id, Audit, "two"))
	b.refused(err, "report.issued")
	_, err = b.Issue(b.ctx, made(id, Audit, "two"), "施总揽")
	b.refused(err, "report.issued")

	b.on("2026-08-20")
	second := made(id, Audit, "two")
	second.Corrects = first
	_, err = b.Issue(b.ctx, second, "施总揽")
	b.refused(err, "field.required")
	second.Reason = "金额单位写错"
	next, err := b.Issue(b.ctx, second, "施总揽")
	b.must(err)
	in, ok = InForce(b.dossier(id), Audit)
	if !ok || in.ID != next || in.Corrects != first || in.Version != 2 || in.On != MustDate("2026-08-20") {
		t.Errorf("in force after the correction: %+v", in)
	}
	if on := b.dossier(id).Case.Strands[Audit].IssuedOn; on != MustDate("2026-08-10") {
		t.Errorf("a correction moved the day of issue to %s", on)
	}
	_, err = b.Issue(b.ctx, second, "施总揽") // it corrects what is in force no more
	b.refused(err, "report.issued")
}

func TestAReportIssuedBeforeBytesWereKeptIsInForceWithTheFirstThatIsMade(t *testing.T) {
	b, id := approved(t)
	b.sets(id, func(c *Case) {
		c.Strands[Audit] = with(c.Strands[Audit], func(s *CaseStrand) { s.IssuedOn, s.Signer = MustDate("2026-08-10"), "施总揽" })
	})
	rep, err := b.RecordReport(b.ctx, made(id, Audit, "one"))
	b.must(err)
	if in, ok := InForce(b.dossier(id), Audit); !ok || in.ID != rep {
		t.Errorf("in force: %+v", in)
	}
}

func TestAFileIsToldByItsBytes(t *testing.T) {
	draft, first, proof, second := made("c", Audit, "draft"), made("c", Audit, "one"), made("c", Audit, "proof"), made("c", Audit, "two")
	draft.Draft = true
	draft.ID, first.ID, proof.ID, second.ID = "d", "1", "p", "2"
	second.Corrects = "1"
	all := []Report{draft, first, proof, second}
	in := func(id ID) func(Report) CaseStrand {
		return func(Report) CaseStrand { return CaseStrand{IssuedReport: id} }
	}
	for _, c := range []struct {
		name    string
		sum     string
		claim   ID
		inForce ID
		state   FileState
		report  ID
		current ID
	}{
		{"in force", first.SHA256, "1", "1", FileIssued, "1", ""},
		{"corrected since", first.SHA256, "1", "2", FileCorrected, "1", "2"},
		{"the correction", second.SHA256, "", "2", FileIssued, "2", ""},
		{"made and never issued", proof.SHA256, "p", "2", FilePrinted, "p", "2"},
		{"a draft", draft.SHA256, "", "1", FileOfDraft, "d", "1"},
		{"other bytes under its name", made("c", Audit, "one!").SHA256, "1", "1", FileAltered, "1", ""},
		{"other bytes under the name of the former", made("c", Audit, "one!").SHA256, "1", "2", FileAltered, "1", "2"},
		{"nothing of ours", made("c", Audit, "x").SHA256, "", "1", FileUnknown, "", ""},
		{"a name that nobody gave", made("c", Audit, "x").SHA256, "9", "1", FileUnknown, "", ""},
	} {
		v := JudgeFile(c.sum, c.claim, all, in(c.inForce))
		if v.State != c.state || v.Report.ID != c.report || v.Current.ID != c.current {
			t.Errorf("%s: %s %q, in force %q", c.name, v.State, v.Report.ID, v.Current.ID)
		}
	}
	// Whatever a file calls itself: only the bytes that were issued are the issued report.
	rapid.Check(t, func(t *rapid.T) {
		bytes := rapid.SampledFrom([]string{"draft", "one", "proof", "two", "x", "one!"}).Draw(t, "bytes")
		claim := rapid.SampledFrom([]ID{"", "1", "2", "p", "d", "9"}).Draw(t, "claim")
		force := rapid.SampledFrom([]ID{"", "1", "2"}).Draw(t, "in force")
		v := JudgeFile(made("c", Audit, bytes).SHA256, claim, all, in(force))
		if issued := bytes == "one" && force == "1" || bytes == "two" && force == "2"; (v.State == FileIssued) != issued {
			t.Fatalf("%q is %s", bytes, v.State)
		}
	})
}
