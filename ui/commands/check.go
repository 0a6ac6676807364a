package commands

import (
	"fmt"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/press"
)

// versionsGrammar are the commands about issued versions of reports.
type versionsGrammar struct {
	Issue issueCmd `cmd:"" help:"Issue a report that was approved and numbered, or a correction of it; its file is kept as it is."`
	Check checkCmd `cmd:"" help:"Tell which version of a report a PDF file is, or that it is none."`
}

type issueCmd struct {
	Case    string `arg:"" help:"Number of the case."`
	Strand  string `required:"" enum:"review,verification,audit" help:"Which report: review, verification or audit."`
	Signer  string `required:"" help:"Who signed it."`
	On      string `help:"Day of the issue; today when left out." placeholder:"2026-10-12"`
	Correct string `help:"Issue a correction of the version in force, for this reason." placeholder:"REASON"`
	namesFlag
}

// Run issues a report.
func (c issueCmd) Run(r *run) error {
	on := app.DateOf(r.Now())
	if c.On != "" {
		var err error
		if on, err = app.ParseDate(c.On); err != nil {
			return err
		}
	}
	r.ctx = c.confirming(r.ctx)
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		d, err := ws.Dossier(r.ctx, id)
		if err != nil {
			return err
		}
		made, err := press.Issue(r.ctx, ws, ws.Desk(), d, press.Order{Strand: app.Strand(c.Strand), On: on, Signer: c.Signer, Reason: c.Correct})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(r.Stdout, i18n.T("check.made", "report", i18n.T("strand."+c.Strand+".report"), "version", made.Report.Version,
			"pages", made.Pages, "sha256", made.SHA256))
		return err
	})
}

type checkCmd struct {
	File string `arg:"" help:"PDF file to look at; it is only read." placeholder:"FILE.pdf"`
}

// Run says what a file is. Its exit code is 0 only for a version that was issued and is in force.
func (c checkCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		v, err := press.Judge(r.ctx, ws, c.File)
		if err != nil {
			return err
		}
		lines, err := press.Verdict(r.ctx, ws, v)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if _, err := fmt.Fprintln(r.Stdout, l); err != nil {
				return err
			}
		}
		if v.State != app.FileIssued {
			return app.Refuse("check.no", "path", c.File, "state", app.Word("filestate."+v.State))
		}
		return nil
	})
}
