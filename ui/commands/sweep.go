package commands

import (
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/sweep"
)

// sweepGrammar is the command that looks a case through.
type sweepGrammar struct {
	Sweep sweepsCmd `cmd:"" help:"Say what does not fit together in a case, and what is left to do; waive what is right as it is."`
}

type sweepsCmd struct {
	Look    sweepCmd   `cmd:"" default:"withargs" help:"Say what does not fit together in a case, and what is left to do (the default)."`
	Waive   waiveCmd   `cmd:"" help:"Let pass what a rule finds, with a reason that is kept."`
	Unwaive unwaiveCmd `cmd:"" help:"Take a waiver back: what it let pass is told again."`
}

type sweepCmd struct {
	Case string `arg:"" help:"Number of the case."`
	JSON bool   `help:"As JSON."`
}

// sweepResult is what looking a case through tells as JSON.
type sweepResult struct {
	Case     string      `json:"case"`
	Errors   int         `json:"errors"` // the three counts are of what nobody let pass
	Warnings int         `json:"warnings"`
	Hints    int         `json:"hints"`
	Waived   int         `json:"waived"`
	Found    []sweepLine `json:"found"`
	Gaps     []gapLine   `json:"gaps"`
}

type sweepLine struct {
	Code     string       `json:"code"`
	Severity app.Severity `json:"severity"`
	Strand   app.Strand   `json:"strand"`
	Kind     app.Kind     `json:"kind"`
	Noun     app.ID       `json:"noun"`
	Field    string       `json:"field"`
	Text     string       `json:"text"`
	Hint     string       `json:"hint"`
	Waived   *app.Waiver  `json:"waived"` // null while nobody let it pass
}

type gapLine struct {
	Code   string     `json:"code"`
	Strand app.Strand `json:"strand"`
	Ref    string     `json:"ref"` // ID of the finding, or code of the item
	Text   string     `json:"text"`
}

// Run looks the case through; it is done (exit code 0) whatever it finds.
func (c sweepCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		d, err := ws.Veiled(r.ctx, id)
		if err != nil {
			return err
		}
		res := sweepOf(d, app.DateOf(r.Now()))
		if c.JSON {
			return r.writeJSON(res)
		}
		return r.tellSweep(res)
	})
}

func sweepOf(d app.Dossier, today app.Date) sweepResult {
	res := sweepResult{Case: d.Case.Number, Found: []sweepLine{}, Gaps: []gapLine{}}
	for _, f := range app.Sweep(d, today) {
		l := sweepLine{Code: f.Code, Severity: f.Severity, Strand: f.Strand, Kind: f.Kind, Noun: f.Noun, Field: f.Field,
			Text: sweep.Find(f), Hint: sweep.FindHint(f)}
		switch {
		case !f.Open():
			l.Waived = &f.Waived
			res.Waived++
		case f.Severity == app.SweepError:
			res.Errors++
		case f.Severity == app.SweepWarning:
			res.Warnings++
		default:
			res.Hints++
		}
		res.Found = append(res.Found, l)
	}
	for _, g := range app.Gaps(d) {
		res.Gaps = append(res.Gaps, gapLine{Code: g.Code, Strand: g.Strand, Ref: g.Ref, Text: sweep.Gap(d, g)})
	}
	return res
}

// tellSweep tells each find with what to do about it, then the gaps, then the counts.
func (r *run) tellSweep(res sweepResult) error {
	var lines []string
	for _, l := range res.Found {
		lines = append(lines, i18n.T("command.sweep.line", "severity", i18n.Enum("severity", l.Severity), "text", l.Text, "code", l.Code, "noun", l.Noun))
		if w := l.Waived; w != nil {
			lines = append(lines, i18n.T("command.sweep.waived", "by", w.By, "on", i18n.Date(w.On), "reason", w.Reason))
		} else {
			lines = append(lines, i18n.T("command.sweep.hint", "hint", l.Hint))
		}
	}
	for _, g := range res.Gaps {
		lines = append(lines, i18n.T("command.sweep.gap", "text", g.Text))
	}
	lines = append(lines, i18n.T("command.sweep.counts", "errors", res.Errors, "warnings", res.Warnings, "hints", res.Hints,
		"waived", res.Waived, "gaps", len(res.Gaps)))
	_, err := fmt.Fprintln(r.Stdout, strings.Join(lines, "\n"))
	return err
}
