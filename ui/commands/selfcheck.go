package commands

import (
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/reports/xlsx"
	"lianshen/store"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
)

// unitFilesGrammar are the commands of what leaves for people without the program, and comes back from them.
type unitFilesGrammar struct {
	SelfCheck selfcheckCmd `cmd:"" name:"selfcheck" help:"Write the workbook in which a unit checks itself, and take a filled one in."`
	Archive   archiveCmd   `cmd:"" help:"Write a whole case as a file that people read without the program."`
}

type selfcheckCmd struct {
	Write selfcheckWriteCmd `cmd:"" help:"Write the workbook in which the unit checks itself."`
	Read  selfcheckReadCmd  `cmd:"" help:"Take in a workbook that the unit filled in, beside what the group says."`
}

type selfcheckWriteCmd struct {
	Case   string `required:"" help:"Number of the case." placeholder:"NUMBER"`
	Filled bool   `help:"With what the unit said so far, for a workbook that goes back for completion."`
	File   string `arg:"" help:"File to write." placeholder:"FILE.xlsx"`
	namesFlag
}

// Run writes the workbook and names it on stdout.
func (c selfcheckWriteCmd) Run(r *run) error {
	r.ctx = c.confirming(r.ctx)
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		made, err := bundle.WriteWorkbook(r.ctx, ws, ws.Desk(), id, c.File, c.Filled)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(r.Stdout, i18n.T("command.selfcheck.written", "path", c.File, "items", made.Items, "code", made.Code))
		return err
	})
}

type selfcheckReadCmd struct {
	Case       string `required:"" help:"Number of the case." placeholder:"NUMBER"`
	Preview    bool   `help:"Only say what it would do."`
	OnExisting string `enum:"skip,update,stop" default:"stop" help:"What becomes of items of which the unit said something else before: skip, update, or stop (the default)." placeholder:"skip|update|stop"`
	JSON       bool   `help:"As JSON."`
	File       string `arg:"" help:"The workbook." placeholder:"FILE.xlsx"`
}

// selfcheckResult is what reading a workbook tells as JSON.
type selfcheckResult struct {
	File    string            `json:"file"`
	SHA256  string            `json:"sha256"`
	Case    string            `json:"case"`
	Code    string            `json:"code"`
	Done    bool              `json:"done"` // false: a preview
	Read    int               `json:"read"`
	Taken   int               `json:"taken"`
	Wrong   int               `json:"wrong"`
	Empty   int               `json:"empty"`
	New     []string          `json:"new"`
	Same    []string          `json:"same"`
	Updated []string          `json:"updated"`
	Skipped []string          `json:"skipped"`
	Missing []string          `json:"missing"`
	Faults  []selfcheckRemark `json:"faults"`
	Hints   []selfcheckRemark `json:"hints"`
}

type selfcheckRemark struct {
	Sheet string `json:"sheet"`
	Cell  string `json:"cell"`
	Item  string `json:"item"`
	Code  string `json:"code"`
	Text  string `json:"text"`
	Hint  string `json:"hint"`
}

// Run reads the workbook, says what is in it row by row where something is wrong, and takes in what is right.
func (c selfcheckReadCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		in, err := bundle.ReadWorkbook(r.ctx, ws, id, c.File)
		if err != nil {
			return err
		}
		how := app.OnExisting(c.OnExisting)
		plan := in.Plan(how)
		if !c.Preview {
			if plan, err = in.Take(r.ctx, ws.Desk(), how); err != nil {
				return err
			}
		}
		res := selfcheckResult{File: in.File, SHA256: in.SHA256, Case: c.Case, Code: in.Code, Done: !c.Preview,
			Read: in.Read, Taken: in.Taken, Wrong: in.Wrong, Empty: in.Empty,
			New: asList(plan.New), Same: asList(plan.Same), Updated: asList(plan.Updated), Skipped: asList(plan.Skipped), Missing: asList(in.Missing),
			Faults: selfcheckRemarks(in.Faults), Hints: selfcheckRemarks(in.Hints)}
		if c.JSON {
			return r.writeJSON(res)
		}
		return r.tellSelfcheck(res)
	})
}

// asList gives a list that is written as one, also when it is empty.
func asList(items []string) []string { return append([]string{}, items...) }

func selfcheckRemarks(list []xlsx.Remark) []selfcheckRemark {
	out := []selfcheckRemark{}
	for _, m := range list {
		text, hint := i18n.Error(m.Err)
		out = append(out, selfcheckRemark{m.Sheet, m.Cell, m.Item, m.Err.Code, text, hint})
	}
	return out
}

// tellSelfcheck tells the counts, then what is wrong, each with its place and what to do.
func (r *run) tellSelfcheck(res selfcheckResult) error {
	lines := []string{i18n.T("command.selfcheck.counts", "read", res.Read, "taken", res.Taken, "wrong", res.Wrong, "empty", res.Empty),
		i18n.T("command.selfcheck.plan", "new", len(res.New), "same", len(res.Same), "updated", len(res.Updated), "skipped", len(res.Skipped))}
	for _, list := range [][]selfcheckRemark{res.Faults, res.Hints} {
		for _, m := range list {
			lines = append(lines, i18n.T("selfcheck.at", "sheet", m.Sheet, "cell", m.Cell, "text", m.Text), "  "+m.Hint)
		}
	}
	if len(res.Missing) > 0 {
		lines = append(lines, i18n.T("selfcheck.missing", "n", len(res.Missing), "items", i18n.List(res.Missing)))
	}
	key := "command.selfcheck.done"
	if !res.Done {
		key = "command.selfcheck.preview"
	}
	lines = append(lines, i18n.T(key, "case", res.Case))
	_, err := fmt.Fprintln(r.Stdout, strings.Join(lines, "\n"))
	return err
}
