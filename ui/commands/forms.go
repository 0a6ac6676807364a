package commands

import (
	"fmt"
	"path/filepath"
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
	Forms formsCmd `cmd:"" help:"Print forms of a case as one PDF or Word file, blank or filled."`
}

type formsCmd struct {
	Case   string   `arg:"" help:"Number of the case."`
	Form   []string `required:"" enum:"all,checklist,talk,materials,visit,stocktake,sheet,paper,trace,evidence,heard,daylog" help:"Which form (${enum}); several are joined. all is every form of the case but the work log." placeholder:"KIND"`
	Strand string   `enum:"review,verification,audit," default:"" help:"Only what belongs to one strand: review, verification or audit. A blank sheet or paper is called after it."`
	ID     string   `name:"id" help:"Only this one: its number, index or identity. Without it, every one of the case." placeholder:"NUMBER"`
	Blank  bool     `help:"To be filled in by hand."`
	Panel  bool     `help:"A blank record of a panel talk."`
	Rows   int      `help:"Empty rows of a list; 0 fills the page of a blank one."`
	Copies int      `default:"1" help:"How often a blank form is printed."`
	Batch  int      `help:"Only this batch of the request for materials; without it, each batch on a list of its own."`
	View   string   `enum:"request,overdue,missing,read" default:"request" help:"Which list of the materials: the request itself, what is overdue, what is missing by item, or what was looked at."`
	Out    string   `xor:"target" help:"File to write; without it, a name made of the case and the form in this folder." placeholder:"FILE.pdf"`
	Folder string   `xor:"target" type:"existingdir" help:"Write each form into a file of its own in this folder instead." placeholder:"FOLDER"`
	docxFlag
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
		if c.docxFlag.wanted(c.Out) {
			return c.docx(r, ws, d, wanted)
		}
		if c.Folder != "" {
			return c.each(r, ws, d, wanted)
		}
		path := c.Out
		if path == "" {
			path = c.name(d, wanted)
		}
		res, err := c.searched(r, ws, d, wanted...)
		if err != nil {
			return err
		}
		return c.write(r, ws, d, path, res, wanted...)
	})
}

// name is how a file of these forms is called.
func (c formsCmd) name(d app.Dossier, wanted []forms.Wanted) string {
	if len(wanted) == 1 {
		return forms.FileName(wanted[0].Kind, d, wanted[0].Options)
	}
	return forms.SetName(d)
}

// each writes every form into a file of its own, after all of them were searched.
func (c formsCmd) each(r *run, ws *store.Workspace, d app.Dossier, wanted []forms.Wanted) error {
	files, err := forms.Each(d, wanted...)
	if err != nil {
		return err
	}
	made := make([]*pdf.Result, len(files))
	for i, f := range files {
		if made[i], err = c.searched(r, ws, d, f.Wanted); err != nil {
			return err
		}
	}
	for i, f := range files {
		if err := c.write(r, ws, d, filepath.Join(c.Folder, f.Name), made[i], f.Wanted); err != nil {
			return err
		}
	}
	return nil
}

func (c formsCmd) searched(r *run, ws *store.Workspace, d app.Dossier, wanted ...forms.Wanted) (*pdf.Result, error) {
	res, err := forms.Print(d, wanted...)
	if err != nil {
		return nil, err
	}
	return res, leaving.PDF(c.confirming(r.ctx), ws, res, d.Case.ID)
}

// write notes a print and puts it on the disk.
func (c formsCmd) write(r *run, ws *store.Workspace, d app.Dossier, path string, res *pdf.Result, wanted ...forms.Wanted) error {
	if err := c.note(r, ws, d, map[string]string{"pages": strconv.Itoa(res.Pages), "sha256": res.SHA256}, wanted...); err != nil {
		return err
	}
	if err := pdf.WriteFile(path, res); err != nil {
		return err
	}
	_, err := fmt.Fprintln(r.Stdout, i18n.T("command.printed", "path", path, "pages", res.Pages))
	return err
}

// note keeps that forms were printed.
func (c formsCmd) note(r *run, ws *store.Workspace, d app.Dossier, what map[string]string, wanted ...forms.Wanted) error {
	what["what"] = strings.Join(c.Form, " ")
	if len(wanted) == 1 {
		what["what"] = string(wanted[0].Kind)
	}
	for _, n := range forms.Nouns(d, wanted...) {
		if err := ws.Desk().NotePrint(r.ctx, n, what); err != nil {
			return err
		}
	}
	return nil
}

// wanted are the forms that were asked for.
func (c formsCmd) wanted(r *run, ws *store.Workspace, d app.Dossier) ([]forms.Wanted, error) {
	var out []forms.Wanted
	for _, kind := range c.kinds() {
		o := forms.Options{Strand: app.Strand(c.Strand), Blank: c.Blank, Panel: c.Panel, Rows: c.Rows, Copies: c.Copies, Batch: c.Batch, View: view(c.View), Names: c.Names, Today: app.DateOf(r.Now())}
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

// kinds are the forms that were asked for; all of them, without those of which the case has nothing.
func (c formsCmd) kinds() []forms.Kind {
	var out []forms.Kind
	for _, name := range c.Form {
		if name != "all" {
			out = append(out, forms.Kind(name))
			continue
		}
		for _, k := range forms.Kinds {
			if k != forms.DayLog {
				out = append(out, k)
			}
		}
	}
	return out
}

func view(name string) forms.View {
	if name == "request" {
		return forms.Request
	}
	return forms.View(name)
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
