package reports

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"lianshen/app"
	"lianshen/reports/pdf"
)

// FileName is the name under which a report is put on a disk: LS2026-001_青禾县_选人用人责任审查报告.pdf, a
// draft with _征求意见稿. Characters that a file system refuses become "_".
func FileName(d app.Dossier, strand app.Strand, draft bool) string {
	mark := ""
	if draft {
		mark = "征求意见稿"
	}
	return fileName(d, wordsOf[strand].title, mark)
}

// fileName joins the number of the case, the unit and the words.
func fileName(d app.Dossier, words ...string) string {
	unit := d.Unit.ShortName
	if unit == "" {
		unit = d.Unit.Name
	}
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || unicode.IsControl(r) || unicode.IsSpace(r) {
			return '_'
		}
		return r
	}, strings.Join(kept(append([]string{d.Case.Number, unit}, words...)), "_"))
	if runes := []rune(name); len(runes) > 70 {
		name = string(runes[:70]) // 70 Chinese characters are 210 bytes: a name may have 255
	}
	return name + ".pdf"
}

// Ready says whether a report may be made. A draft needs the case at the inspection stage, where findings
// are recorded (R27; "report.early"). A final report needs the approving department's agreement
// ("report.unapproved", R31), a number ("report.unnumbered") and no finding still being proven
// ("report.unproven").
func Ready(d app.Dossier, strand app.Strand, draft bool) error {
	if _, ok := wordsOf[strand]; !ok {
		return app.Refuse("strand.unknown", "strand", string(strand))
	}
	if !d.Case.Stage.AtLeast(app.Inspection) {
		return app.Refuse("report.early", "strand", strand, "stage", d.Case.Stage, "needed", app.Inspection)
	}
	if draft {
		return nil
	}
	st := d.Case.Strands[strand]
	if !app.Approved(d.Approvals, strand, st.ApprovingDept) {
		return app.Refuse("report.unapproved", "strand", strand, "dept", st.ApprovingDept)
	}
	if strings.TrimSpace(st.Number) == "" {
		return app.Refuse("report.unnumbered", "strand", strand)
	}
	for _, f := range d.Findings {
		if f.Strand == strand && f.InReport && f.State == app.FindingDraft {
			return app.Refuse("report.unproven", "strand", strand, "number", f.Number, "title", f.Title)
		}
	}
	return nil
}

// Print composes a report, sets it, writes it and reads it back. What is refused on the way comes as an
// *app.Error: see [Compose] and [pdf.Render]. Whether the report may be made is for [Ready] to say.
func Print(ctx context.Context, d app.Dossier, strand app.Strand, opt Options) (*pdf.Result, error) {
	doc, err := Compose(d, strand, opt)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("print report: %w", err)
	}
	res, err := pdf.Render(doc)
	if err != nil {
		return nil, fmt.Errorf("print the %s report of %s: %w", strand, d.Case.Number, err)
	}
	return res, ctx.Err()
}
