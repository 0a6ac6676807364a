package commands

import (
	"fmt"
	"slices"
	"strings"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
)

// checklistGrammar are the commands of checklists and of the law list.
type checklistGrammar struct {
	Checklist checklistCmd `cmd:"" help:"Write checklists as sheets, take edited ones in, compare versions, and move a case to another version."`
	Laws      lawsCmd      `cmd:"" help:"Search the law list."`
}

type checklistCmd struct {
	Out     checklistOutCmd     `cmd:"" help:"Write a version of a checklist as a sheet."`
	In      checklistInCmd      `cmd:"" help:"Take an edited sheet in as a draft, or say what it would do."`
	Diff    checklistDiffCmd    `cmd:"" help:"Say what differs between two versions."`
	Use     checklistUseCmd     `cmd:"" help:"Put a draft to use: cases can be moved to it and it is never changed again."`
	Upgrade checklistUpgradeCmd `cmd:"" help:"Move a strand of a case to another version, or say what that would do."`
}

// listOf finds a version of the checklist of a strand.
func listOf(r *run, ws *store.Workspace, strand, version string) (app.Template, error) {
	t, err := app.Get[app.Template](r.ctx, ws, app.TemplateID(app.Strand(strand), version))
	if app.CodeOf(err) == app.ErrNotFound.Code {
		return t, app.Refuse("command.checklist.none", "version", version, "strand", app.Word("strand."+strand))
	}
	return t, err
}

type checklistOutCmd struct {
	Strand  string `required:"" enum:"review,verification,audit" help:"review, verification or audit." placeholder:"STRAND"`
	Version string `required:"" help:"Version of the checklist." placeholder:"VERSION"`
	File    string `arg:"" help:"File to write." placeholder:"FILE.xlsx"`
}

// Run writes the sheet and names it on stdout.
func (c checklistOutCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		t, err := listOf(r, ws, c.Strand, c.Version)
		if err != nil {
			return err
		}
		if _, err := bundle.WriteChecklist(r.ctx, ws, t.ID, c.File); err != nil {
			return err
		}
		_, err = fmt.Fprintln(r.Stdout, i18n.T("checklists.written", "path", c.File))
		return err
	})
}

type checklistInCmd struct {
	Strand  string `required:"" enum:"review,verification,audit" help:"review, verification or audit." placeholder:"STRAND"`
	Version string `required:"" help:"Version that the sheet is held against; a draft is changed." placeholder:"VERSION"`
	As      string `help:"Version of the draft to make when it is held against one in use." placeholder:"VERSION"`
	How     string `enum:"stop,skip,update" default:"stop" help:"stop when a row is wrong (the default), skip wrong rows, or update only what is there." placeholder:"stop|skip|update"`
	Preview bool   `help:"Only say what it would do."`
	File    string `arg:"" help:"The sheet." placeholder:"FILE.xlsx"`
}

// Run reads the sheet, says cell by cell what is wrong in it, and takes it in.
func (c checklistInCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		t, err := listOf(r, ws, c.Strand, c.Version)
		if err != nil {
			return err
		}
		in, err := bundle.ReadChecklist(r.ctx, ws, t.ID, c.File)
		if err != nil {
			return err
		}
		how := app.ListTake(c.How)
		n := in.Situation(in.Base, how)
		lines := []string{i18n.T("checklists.in.counts", "rows", len(in.Rows)+in.Wrong, "new", n.New, "changed", n.Changed, "same", n.Same, "dropped", n.Dropped, "left", n.Left, "wrong", in.Wrong)}
		for _, m := range slices.Concat(in.Faults, in.Hints) {
			text, hint := i18n.Error(m.Err)
			lines = append(lines, i18n.T("checklists.at", "sheet", m.Sheet, "cell", m.Cell, "text", text), "  "+hint)
		}
		if len(in.Missing) > 0 {
			lines = append(lines, i18n.T("checklists.in.missing", "n", len(in.Missing), "items", i18n.List(in.Missing)))
		}
		if _, err := fmt.Fprintln(r.Stdout, strings.Join(lines, "\n")); err != nil || c.Preview {
			return err
		}
		id, err := in.Take(r.ctx, ws.Desk(), c.As, how)
		if err != nil {
			return err
		}
		if t, err = app.Get[app.Template](r.ctx, ws, id); err != nil {
			return err
		}
		_, err = fmt.Fprintln(r.Stdout, i18n.T("command.checklist.taken", "version", t.Version, "items", t.Count()))
		return err
	})
}

type checklistDiffCmd struct {
	Strand string `required:"" enum:"review,verification,audit" help:"review, verification or audit." placeholder:"STRAND"`
	From   string `arg:"" help:"The former version." placeholder:"VERSION"`
	To     string `arg:"" help:"The later version." placeholder:"VERSION"`
}

// Run lists the differences, one a paragraph.
func (c checklistDiffCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		was, err := listOf(r, ws, c.Strand, c.From)
		if err != nil {
			return err
		}
		is, err := listOf(r, ws, c.Strand, c.To)
		if err != nil {
			return err
		}
		return r.tellChanges(ws, app.CompareTemplates(was, is))
	})
}

func (r *run) tellChanges(ws *store.Workspace, changes []app.ListChange) error {
	all, err := app.List[app.Law](r.ctx, ws, "")
	if err != nil {
		return err
	}
	laws := map[string]app.Law{}
	for _, l := range all {
		laws[l.Code] = l
	}
	if len(changes) == 0 {
		_, err := fmt.Fprintln(r.Stdout, i18n.T("checklists.diff.none"))
		return err
	}
	for _, c := range changes {
		place := c.Item
		if place == "" {
			place = c.Section
		}
		head := strings.TrimSpace(i18n.Enum("listchange", c.Kind) + " " + place)
		if c.Field != "" {
			head += " " + i18n.T("checklists.field."+c.Field)
		}
		lines := []string{head}
		if c.Kind == app.ListChanged || c.Kind == app.ListRemoved {
			lines = append(lines, marked("- ", bundle.ListPartText(c.Was, c, laws)))
		}
		if c.Kind == app.ListChanged || c.Kind == app.ListAdded {
			lines = append(lines, marked("+ ", bundle.ListPartText(c.Is, c, laws)))
		}
		if _, err := fmt.Fprintln(r.Stdout, strings.Join(lines, "\n")); err != nil {
			return err
		}
	}
	return nil
}

// marked puts a mark before each line of a text.
func marked(mark, text string) string { return mark + strings.ReplaceAll(text, "\n", "\n"+mark) }

type checklistUseCmd struct {
	Strand  string `required:"" enum:"review,verification,audit" help:"review, verification or audit." placeholder:"STRAND"`
	Version string `arg:"" help:"The draft." placeholder:"VERSION"`
}

// Run puts the draft to use.
func (c checklistUseCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		t, err := listOf(r, ws, c.Strand, c.Version)
		if err != nil {
			return err
		}
		if err := ws.Desk().UseTemplate(r.ctx, t.ID); err != nil {
			return err
		}
		_, err = fmt.Fprintln(r.Stdout, i18n.T("command.checklist.used", "version", t.Version))
		return err
	})
}

type checklistUpgradeCmd struct {
	Case    string `required:"" help:"Number of the case." placeholder:"NUMBER"`
	Strand  string `required:"" enum:"review,verification,audit" help:"review, verification or audit." placeholder:"STRAND"`
	Preview bool   `help:"Only say what it would do."`
	Version string `arg:"" help:"The version to move to." placeholder:"VERSION"`
}

// Run moves the case and says what became of its answers.
func (c checklistUpgradeCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		t, err := listOf(r, ws, c.Strand, c.Version)
		if err != nil {
			return err
		}
		d, err := ws.Veiled(r.ctx, id)
		if err != nil {
			return err
		}
		plan := app.PlanUpgrade(d, t)
		if !c.Preview {
			if plan, err = ws.Desk().UpgradeChecklist(r.ctx, id, app.Strand(c.Strand), t.ID); err != nil {
				return err
			}
		}
		lines := []string{i18n.T("checklists.case.kept", "n", plan.Kept)}
		for _, part := range []struct {
			key   string
			items []string
		}{{"added", plan.Added}, {"reworded", plan.Reworded}, {"removed", plan.Removed}} {
			if len(part.items) > 0 {
				lines = append(lines, i18n.T("checklists.case."+part.key, "n", len(part.items), "items", i18n.List(part.items)))
			}
		}
		if !c.Preview {
			lines = append(lines, i18n.T("checklists.case.done", "version", t.Version))
		}
		_, err = fmt.Fprintln(r.Stdout, strings.Join(lines, "\n"))
		return err
	})
}

type lawsCmd struct {
	JSON  bool     `help:"As JSON."`
	Words []string `arg:"" optional:"" help:"Words of names, numbers or articles; none lists all." placeholder:"WORD"`
}

// lawResult is a law as JSON.
type lawResult struct {
	Code      string    `json:"code"`
	Name      string    `json:"name"`
	Number    string    `json:"number"`
	Status    string    `json:"status"`
	Mark      app.Mark  `json:"mark"`
	CheckedBy string    `json:"checkedBy"`
	CheckedOn app.Date  `json:"checkedOn"`
	Articles  []string  `json:"articles"`
	Used      int       `json:"used"`
	Doubts    []lawRisk `json:"doubts"` // citations in findings that should not go into a report as they are
}

type lawRisk struct {
	Finding app.ID `json:"finding"`
	Article string `json:"article"`
	Doubt   string `json:"doubt"`
}

// Run lists the laws that are found.
func (c lawsCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		laws, err := app.List[app.Law](r.ctx, ws, "")
		if err != nil {
			return err
		}
		slices.SortFunc(laws, func(a, b app.Law) int { return strings.Compare(a.Code, b.Code) })
		lists, err := app.List[app.Template](r.ctx, ws, "")
		if err != nil {
			return err
		}
		findings, err := app.List[app.Finding](r.ctx, ws, "")
		if err != nil {
			return err
		}
		uses := app.LawUses(laws, lists, findings)
		out := []lawResult{}
		for _, f := range app.SearchLaws(laws, uses, strings.Join(c.Words, " ")) {
			l := f.Law
			res := lawResult{l.Code, l.Name, l.Number, l.Status, l.Mark, l.CheckedBy, l.CheckedOn, []string{}, len(uses[l.Code]), []lawRisk{}}
			for _, a := range f.Articles {
				res.Articles = append(res.Articles, a.Number)
			}
			for _, u := range uses[l.Code] {
				if u.Finding != "" && u.Doubt != "" {
					res.Doubts = append(res.Doubts, lawRisk{u.Finding, u.Article, u.Doubt})
				}
			}
			out = append(out, res)
		}
		if c.JSON {
			return r.writeJSON(out)
		}
		for _, l := range out {
			mark := l.Mark
			if mark == "" {
				mark = app.Unverified
			}
			line := i18n.T("command.laws.line", "code", l.Code, "name", l.Name, "status", i18n.Enum("law.status", l.Status), "mark", i18n.Enum("mark", mark), "used", l.Used)
			if _, err := fmt.Fprintln(r.Stdout, line); err != nil {
				return err
			}
		}
		return nil
	})
}
