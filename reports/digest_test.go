package reports

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lianshen/app"
	"lianshen/reports/pdf"
)

func TestDigestsReadAsTheGoldenFilesSay(t *testing.T) {
	for _, g := range []struct {
		name  string
		d     app.Dossier
		kind  Digest
		draft bool
	}{
		{"county-joint-final", county(), JointDigest, false},
		{"bureau-joint-draft", bureau(), JointDigest, true},
		{"spotless-joint-final", spotless(), JointDigest, false},
		{"empty-joint-draft", app.Dossier{}, JointDigest, true},
		{"county-result-final", county(), ResultDigest, false},
		{"bureau-result-draft", bureau(), ResultDigest, true},
		{"spotless-result-final", spotless(), ResultDigest, false},
		{"empty-result-final", app.Dossier{}, ResultDigest, false},
	} {
		t.Run(g.name, func(t *testing.T) {
			doc, err := ComposeDigest(g.d, g.kind, DigestOptions{Draft: g.draft, Today: day("2026-10-12"), Number: "示联审〔2026〕3号", Tip: "7K2M-Q9XD"})
			if err != nil {
				t.Fatal(err)
			}
			golden(t, g.name, doc.Text())
			res, err := pdf.Render(doc)
			if err != nil {
				t.Fatal(err)
			}
			if dir := os.Getenv("LOOKS"); dir != "" {
				if err := pdf.WriteFile(filepath.Join(dir, g.name+".pdf"), res); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestDigestsWaitForTheirReports(t *testing.T) {
	d := county() // the review is approved, the others are not
	if err := DigestReady(d, JointDigest, false); app.CodeOf(err) != "report.unapproved" {
		t.Errorf("a joint report over what was not approved: %v", err)
	}
	if err := DigestReady(d, ResultDigest, false); app.CodeOf(err) != "report.unapproved" {
		t.Errorf("a result report of an audit that was not approved: %v", err)
	}
	for _, s := range app.Strands {
		d.Approvals = append(d.Approvals, app.Approval{Strand: s, Dept: d.Case.Strands[s].ApprovingDept, Agreed: true, On: day("2026-08-05")})
	}
	for _, kind := range Digests {
		if err := DigestReady(d, kind, false); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	d.Case.Stage = app.SelfCheck
	if err := DigestReady(d, JointDigest, true); app.CodeOf(err) != "report.early" {
		t.Errorf("a draft before the inspection: %v", err)
	}
	if err := DigestReady(d, "other", true); app.CodeOf(err) != "strand.unknown" {
		t.Errorf("an unknown digest: %v", err)
	}
	if _, err := ComposeDigest(d, "other", DigestOptions{}); app.CodeOf(err) != "strand.unknown" {
		t.Errorf("an unknown digest: %v", err)
	}
}

func TestJointDigestCountsWhatTheThreeReportsTell(t *testing.T) {
	doc, err := ComposeDigest(county(), JointDigest, DigestOptions{Today: day("2026-10-12")})
	if err != nil {
		t.Fatal(err)
	}
	text := doc.Text()
	for _, want := range []string{"联审发现问题6个，其中3个涉及金额7,111.16万元", "选人用人责任", "示编审〔2026〕3号"} {
		if !strings.Contains(text, want) {
			t.Errorf("the joint report does not say %q", want)
		}
	}
	if strings.Contains(text, "不列入报告的问题") {
		t.Error("a finding that is in no report is in the joint one")
	}
	if got := DigestFileName(county(), JointDigest, true); got != "LS2026-001_青禾县_三责联审综合报告_送审稿.pdf" {
		t.Errorf("file name %q", got)
	}
}
