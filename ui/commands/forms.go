package commands

import (
	"fmt"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/forms"
	"lianshen/reports/pdf"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/leaving"
)

// formsGrammar is the command that prints the forms of the work on site.
type formsGrammar struct {
	Forms formsCmd `cmd:"" help:"Print forms of a case as one PDF, blank or filled."`
}

type formsCmd struct {
	Case   string   `arg:"" help:"Number of the case."`
	Form   []string `required:"" enum:"checklist,talk,materials,visit,stocktake,sheet,paper,trace,evidence,heard,daylog" help:"Which form (${enum}); several are joined." placeholder:"KIND"`
	Strand string   `enum:"review,verification,audit," default:"" help:"Only what belongs to one strand: review, verification or audit. A blank sheet or paper is called after it."`
	ID     string   `name:"id" help:"Only this one: its number, index or identity. Without it, every one of the case." placeholder:"NUMBER"`
	Blank  bool     `help:"To be filled in by hand."`
	Panel  bool     `help:"A blank record of a panel talk."`
	Rows   int      `help:"Empty rows of a list; 0 fills the page of a blank one."`
	Copies int      `default:"1" help:"How often a blank form is printed."`
	Batch  int      `help:"Only this batch of the request for materials."`
	Out    string   `help:"File to write; without it, a name made of the case and the form in this folder." placeholder:"FILE.pdf"`
	namesFlag
}

// Run prints forms: composed, searched for names of the vault, noted in the log, and only then put on the disk.
func (c formsCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		d, err := ws.Veiled(r.ctx, id)
		if err != nil {
			return err
		}
		wanted, err := c.wanted(r, ws, d)
		if err != nil {
			return err
		}
		res, err := forms.Print(d, wanted...)
		if err != nil {
			return err
		}
		if err := leaving.PDF(c.confirming(r.ctx), ws, res, d.Case.ID); err != nil {
			return err
		}
		what := map[string]string{"what": strings.Join(c.Form, " "), "pages": strconv.Itoa(res.Pages), "sha256": res.SHA256}
		for _, n := range printed(d, wanted) {
			if err := ws.Desk().NotePrint(r.ctx, n, what); err != nil {
				return err
			}
		}
		path := c.Out
		if path == "" {
			path = forms.SetName(d)
			if len(wanted) == 1 {
				path = forms.FileName(wanted[0].Kind, d, wanted[0].Options)
			}
		}
		if err := pdf.WriteFile(path, res); err != nil {
			return err
		}
		_, err = fmt.Fprintln(r.Stdout, i18n.T("command.printed", "path", path, "pages", res.Pages))
		return err
	})
}

// printed are the nouns whose print is noted: those of single forms that were named, else the case.
func printed(d app.Dossier, wanted []forms.Wanted) []app.Noun {
	var out []app.Noun
	for _, w := range wanted {
		if n, ok := forms.Noun(w.Kind, d, w.Options.ID); ok {
			out = append(out, n)
		}
	}
	if len(out) < len(wanted) {
		out = append(out, d.Case)
	}
	return out
}

// wanted are the forms that were asked for.
func (c formsCmd) wanted(r *run, ws *store.Workspace, d app.Dossier) ([]forms.Wanted, error) {
	var out []forms.Wanted
	for _, name := range c.Form {
		kind := forms.Kind(name)
		o := forms.Options{Strand: app.Strand(c.Strand), Blank: c.Blank, Panel: c.Panel, Rows: c.Rows, Copies: c.Copies, Batch: c.Batch, Names: c.Names, Today: app.DateOf(r.Now())}
		if c.ID != "" && kind.Single() && !c.Blank {
			id, ok := forms.Find(kind, d, c.ID)
			if !ok {
				return nil, app.Refuse("forms.unknown", "form", forms.Title(kind, o.Strand), "id", c.ID)
			}
			o.ID = id
		}
		if kind == forms.DayLog && !c.Blank {
			all, err := app.List[app.DayLog](r.ctx, ws, "")
			if err != nil {
				return nil, fmt.Errorf("read the work logs: %w", err)
			}
			o.Days = ownDays(all, ws.Me().ID)
		}
		out = append(out, forms.Wanted{Kind: kind, Options: o})
	}
	return out, nil
}

// ownDays are the work logs of one person: nobody prints those of others.
func ownDays(all []app.DayLog, person app.ID) []app.DayLog {
	var out []app.DayLog
	for _, n := range all {
		if n.Person == person && strings.TrimSpace(n.Text) != "" {
			out = append(out, n)
		}
	}
	return out
}
