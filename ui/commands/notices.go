package commands

import (
	"fmt"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/notices"
	"lianshen/reports/pdf"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/leaving"
)

// noticesGrammar is the command that prints the paper of the earlier stages and of meetings.
type noticesGrammar struct {
	Papers noticesCmd `cmd:"" help:"Print notices, pledges and the papers of meetings as one PDF or Word file, blank or filled."`
}

type noticesCmd struct {
	Case     string   `arg:"" help:"Number of the case."`
	Paper    []string `xor:"which" required:"" enum:"notice,auditnotice,announcement,receipt,dunning,pledge,grouppledge,recusal,entryagenda,entryscript,entrysignin,survey,ballot,surveytally,ballottally,briefagenda,briefscript,briefsignin,briefminutes,consult,feedback,rectifyorder,plan,report,ledger,supervision,admonition,circular,uses,service" help:"Which paper (${enum}); several are joined." placeholder:"KIND"`
	Set      string   `xor:"which" required:"" enum:"entry,briefing" help:"All papers of a meeting: entry or briefing."`
	Blank    bool     `help:"To be filled in by hand."`
	Copies   int      `default:"1" help:"How often questionnaires, ballots and blank papers are printed."`
	Numbered bool     `help:"Number every questionnaire and ballot."`
	Reason   string   `help:"Print although contents are missing that local practice does without; the reason is kept in the log."`
	Out      string   `help:"File to write; without it, a name made of the case and the paper in this folder." placeholder:"FILE.pdf"`
	docxFlag
	namesFlag
}

// Run prints papers: composed, searched for names of the vault, noted in the log, and only then put on the disk.
func (c noticesCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		d, err := ws.Veiled(r.ctx, id)
		if err != nil {
			return err
		}
		kinds, what := notices.Sets[c.Set], c.Set
		if c.Set == "" {
			what = strings.Join(c.Paper, " ")
			for _, k := range c.Paper {
				kinds = append(kinds, notices.Kind(k))
			}
		}
		o := notices.Options{Blank: c.Blank, Copies: c.Copies, Numbered: c.Numbered, Reason: c.Reason, Today: app.DateOf(r.Now())}
		if c.wanted(c.Out) {
			docs, err := notices.Set(d, o, kinds...)
			if err != nil {
				return err
			}
			path := c.Out
			if path == "" {
				path = docxName(notices.FileName(d, c.Set, o, kinds...))
			}
			r.ctx = c.confirming(r.ctx)
			return r.writeDocx(ws, docs, path, d.Case.ID, func(sum string) error {
				return ws.Desk().NotePrint(r.ctx, d.Case, c.note(map[string]string{"what": what, "format": "docx", "sha256": sum}))
			})
		}
		res, err := notices.Print(d, o, kinds...)
		if err != nil {
			return err
		}
		if err := leaving.PDF(c.confirming(r.ctx), ws, res, d.Case.ID); err != nil {
			return err
		}
		note := c.note(map[string]string{"what": what, "pages": strconv.Itoa(res.Pages), "sha256": res.SHA256})
		if err := ws.Desk().NotePrint(r.ctx, d.Case, note); err != nil {
			return err
		}
		path := c.Out
		if path == "" {
			path = notices.FileName(d, c.Set, o, kinds...)
		}
		if err := pdf.WriteFile(path, res); err != nil {
			return err
		}
		_, err = fmt.Fprintln(r.Stdout, i18n.T("command.printed", "path", path, "pages", res.Pages))
		return err
	})
}

// note adds to the trace of a print why contents may be missing.
func (c noticesCmd) note(what map[string]string) map[string]string {
	if c.Reason != "" {
		what["reason"] = c.Reason
	}
	return what
}
