package press_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/draw"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/pdf"
	"lianshen/reports/picture"
	"lianshen/store"
	"lianshen/store/storetest"
	"lianshen/ui/leaving"
	"lianshen/ui/press"
	"lianshen/ui/preview"
)

var (
	noon  = time.Date(2026, 10, 12, 12, 0, 0, 0, time.Local)
	today = app.DateOf(noon)
)

func TestMain(m *testing.M) {
	code := m.Run()
	storetest.Clean()
	os.Exit(code)
}

// approved is a case of the sample whose audit report was agreed to and numbered, and not issued.
func approved(t *testing.T) (*store.Workspace, app.ID) {
	t.Helper()
	ws := storetest.Sample(t, noon)
	c, err := ws.CaseByNumber(t.Context(), "LS2026-002")
	must(t, err)
	must(t, ws.Desk().Approve(t.Context(), app.Approval{Case: c.ID, Strand: app.Audit, Approver: "施总揽", Agreed: true}, "示审责报〔2026〕88号"))
	return ws, c.ID
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func dossier(t *testing.T, ws *store.Workspace, id app.ID) app.Dossier {
	t.Helper()
	d, err := ws.Dossier(t.Context(), id)
	must(t, err)
	return d
}

func issue(t *testing.T, ws *store.Workspace, id app.ID, reason string) *press.Made {
	t.Helper()
	ctx := leaving.Confirm(t.Context())
	m, err := press.Issue(ctx, ws, ws.Desk(), dossier(t, ws, id), press.Order{Strand: app.Audit, On: today, Signer: "施总揽", Reason: reason})
	must(t, err)
	return m
}

func judged(t *testing.T, ws *store.Workspace, data []byte) app.FileVerdict {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.pdf")
	must(t, os.WriteFile(path, data, 0o600))
	v, err := press.Judge(t.Context(), ws, path)
	must(t, err)
	return v
}

// Acceptance 4 of the paper: a fact that changes after the issue changes no issued file, and one byte tells an altered one.
func TestAnIssuedReportStaysWhateverChangesAndOneByteTells(t *testing.T) {
	ws, id := approved(t)
	made := issue(t, ws, id, "")
	d := dossier(t, ws, id)
	for _, f := range d.Findings {
		if f.Strand != app.Audit {
			continue
		}
		must(t, app.Amend(t.Context(), ws.Desk(), app.VerbSaveFinding, f.ID, func(f *app.Finding) error { f.Fact += "另有一笔。"; f.Amount++; return nil }))
	}
	again, err := press.Make(t.Context(), ws, dossier(t, ws, id), app.Audit, false, today.AddDays(30))
	must(t, err)
	if !bytes.Equal(again.Bytes, made.Bytes) || again.Pages != made.Pages || !again.Recorded {
		t.Error("after a fact changed the issued report is another one")
	}
	if p := again.PageOf("审计发现的主要问题和责任认定"); p < 2 {
		t.Errorf("the findings are on page %d", p)
	}
	if v := judged(t, ws, made.Bytes); v.State != app.FileIssued || v.Report.ID != made.Report.ID {
		t.Errorf("the issued file is judged %s", v.State)
	}
	rapid.Check(t, func(rt *rapid.T) {
		other := bytes.Clone(made.Bytes)
		switch at := rapid.IntRange(0, len(other)-1).Draw(rt, "at"); rapid.IntRange(0, 2).Draw(rt, "how") {
		case 0:
			other[at] ^= byte(rapid.IntRange(1, 255).Draw(rt, "by"))
		case 1:
			other = append(other[:at], other[at+1:]...)
		default:
			other = append(other, '\n')
		}
		v, err := press.JudgeBytes(context.Background(), ws, other)
		if err != nil || v.State == app.FileIssued {
			rt.Fatalf("a changed file is judged %s %v", v.State, err)
		}
	})
	other := bytes.Clone(made.Bytes)
	other[len(other)/2] ^= 1
	if v := judged(t, ws, other); v.State != app.FileAltered || v.Report.ID != made.Report.ID {
		t.Errorf("with one byte changed it is judged %s", v.State)
	}

	// What was approved is no more what the facts say: a correction has to be approved anew.
	_, err = press.Issue(leaving.Confirm(t.Context()), ws, ws.Desk(), dossier(t, ws, id), press.Order{Strand: app.Audit, On: today, Signer: "施总揽", Reason: "金额有误"})
	if app.CodeOf(err) != "report.changed" {
		t.Errorf("corrected without approval: %v", err)
	}
}

// A correction names what it takes the place of, and the former version is known as corrected.
func TestACorrectionIsANewVersion(t *testing.T) {
	ws, id := approved(t)
	first := issue(t, ws, id, "")
	if _, err := press.Issue(leaving.Confirm(t.Context()), ws, ws.Desk(), dossier(t, ws, id), press.Order{Strand: app.Audit, On: today, Signer: "施总揽"}); app.CodeOf(err) != "report.issued" {
		t.Errorf("issued twice: %v", err)
	}
	second := issue(t, ws, id, "附件页码有误")
	if second.Report.Version != 2 || second.Report.Corrects != first.Report.ID || !strings.Contains(strings.Join(second.PageText, ""), "更正第2版，2026年10月12日出具，代替2026年10月12日出具的第1版") {
		t.Errorf("the correction: %+v", second.Report)
	}
	if v := judged(t, ws, first.Bytes); v.State != app.FileCorrected || v.Current.ID != second.Report.ID {
		t.Errorf("the corrected file is judged %s", v.State)
	}
	if v := judged(t, ws, second.Bytes); v.State != app.FileIssued {
		t.Errorf("the correction is judged %s", v.State)
	}
	if v := judged(t, ws, []byte("%PDF-1.7 of somebody else")); v.State != app.FileUnknown {
		t.Errorf("a foreign file is judged %s", v.State)
	}
}

// What is refused leaves no file behind.
func TestARefusedIssueKeepsNoFile(t *testing.T) {
	ws := storetest.Sample(t, noon)
	c, err := ws.CaseByNumber(t.Context(), "LS2026-002")
	must(t, err)
	before, err := ws.Verify(t.Context(), nil)
	must(t, err)
	must(t, ws.Desk().Approve(t.Context(), app.Approval{Case: c.ID, Strand: app.Audit, Approver: "施总揽", Agreed: true}, "示审责报〔2026〕88号"))
	_, err = press.Issue(leaving.Confirm(t.Context()), ws, ws.Desk(), dossier(t, ws, c.ID), press.Order{Strand: app.Audit, On: today})
	if app.CodeOf(err) != "field.required" {
		t.Fatalf("issued without a signer: %v", err)
	}
	after, err := ws.Verify(t.Context(), nil)
	must(t, err)
	if after.Attachments != before.Attachments || !after.OK() {
		t.Errorf("%d files before, %d after", before.Attachments, after.Attachments)
	}
}

// The same draft printed twice is one version, noted twice; a changed one is another.
func TestTheSameDraftIsTheSameVersion(t *testing.T) {
	ws, id := approved(t)
	make := func() *press.Made {
		m, err := press.Make(t.Context(), ws, dossier(t, ws, id), app.Review, true, today)
		must(t, err)
		must(t, m.Keep(t.Context(), ws, ws.Desk()))
		return m
	}
	before := len(dossier(t, ws, id).Reports)
	one, two := make(), make()
	if one.Report.ID != two.Report.ID || !bytes.Equal(one.Bytes, two.Bytes) || len(dossier(t, ws, id).Reports) != before+1 {
		t.Error("the same draft became another version")
	}
	must(t, ws.Desk().EditText(t.Context(), app.ReportText{Case: id, Strand: app.Review, Section: "work", Text: "审查工作由第一联审组承担。"}))
	if three := make(); three.Report.Version != one.Report.Version+1 {
		t.Errorf("a changed draft is version %d after %d", three.Report.Version, one.Report.Version)
	}
}

// What the report states goes with it as data, unless the round leaves it out; other readers find it.
func TestTheFileCarriesWhatItStates(t *testing.T) {
	ws, id := approved(t)
	m := issue(t, ws, id, "")
	path := filepath.Join(t.TempDir(), "a.pdf")
	must(t, os.WriteFile(path, m.Bytes, 0o600))
	raw, err := exec.Command("qpdf", "--show-attachment=report.json", path).Output()
	must(t, err)
	var f reports.Facts
	must(t, json.Unmarshal(raw, &f))
	if f.Case != "LS2026-002" || f.Number != "示审责报〔2026〕88号" || f.Version != 1 || len(f.Findings) != 2 || f.Findings[0].Amount != 1817500000 || f.Amount != 1817500000+690231840 || len(f.Principals) != 2 {
		t.Errorf("the data say %+v", f)
	}
	must(t, app.Amend(t.Context(), ws.Desk(), app.VerbSaveRound, dossier(t, ws, id).Round.ID, func(r *app.Round) error { r.Settings.PlainFiles = true; return nil }))
	plain, err := press.Make(t.Context(), ws, dossier(t, ws, id), app.Review, true, today)
	must(t, err)
	must(t, os.WriteFile(path, plain.Bytes, 0o600))
	listed, err := exec.Command("qpdf", "--list-attachments", path).Output()
	must(t, err)
	if plain.Data != nil || bytes.Contains(listed, []byte("report.json")) {
		t.Error("the data are there although the round leaves them out")
	}
}

// The code on the last page says the same as the words beside it and the file itself.
func TestTheCodeOnTheLastPageIsRead(t *testing.T) {
	ws, id := approved(t)
	m := issue(t, ws, id, "")
	engine := preview.New("")
	defer engine.Close()
	book, err := engine.Open(t.Context(), m.Bytes)
	must(t, err)
	defer book.Close()
	page, err := book.Page(t.Context(), book.Pages(), 200)
	must(t, err)
	img := image.NewRGBA(page.Bounds())
	draw.Draw(img, img.Bounds(), page, page.Bounds().Min, draw.Src)
	text, err := picture.FindCode(t.Context(), img)
	must(t, err)
	parts := strings.Split(text, "/")
	if len(parts) != 4 || text != reports.CodeText(m.Report.ID, m.Report.Version, parts[3]) {
		t.Errorf("the code says %q", text)
	}
	if claim := pdf.Claim(m.Bytes); claim != string(m.Report.ID) {
		t.Errorf("the file calls itself %q", claim)
	}
	if last := m.PageText[len(m.PageText)-1]; !strings.Contains(last, parts[3]) {
		t.Errorf("the words do not tell the short hash %s", parts[3])
	}
}
