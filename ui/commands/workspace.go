package commands

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"

	"lianshen/app"
	"lianshen/store"
	"lianshen/store/roundfile"
	"lianshen/ui/i18n"
	"lianshen/ui/leaving"
)

// caseID finds a case by its number.
func (r *run) caseID(ws *store.Workspace, number string) (app.ID, error) {
	c, err := ws.CaseByNumber(r.ctx, number)
	if app.CodeOf(err) == app.ErrNotFound.Code {
		return "", app.Refuse("command.nocase", "number", number)
	}
	return c.ID, err
}

type loadCmd struct {
	File string `arg:"" help:"Round file, or - for standard input; the pass phrase may be its first line."`
	founding
}

// Run loads a round file, all of it or nothing. Where there is no workspace yet, it makes one.
func (c loadCmd) Run(r *run) (err error) {
	if r.workspace == "" {
		return app.Refuse("command.noworkspace")
	}
	_, err = os.Stat(r.workspace)
	missing := errors.Is(err, fs.ErrNotExist)
	if missing && r.phraseFile == "" {
		return app.Refuse("passphrase.choose", "path", r.workspace)
	}
	if r.phraseFile == "-" { // before the round file, which may follow on standard input
		if _, err := r.phrase(); err != nil {
			return err
		}
	}
	in := r.Stdin
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return app.Refuse("file.unreadable", "path", c.File)
		}
		defer f.Close()
		in = f
	}
	file, err := roundfile.Read(in)
	if err != nil {
		return err
	}
	if missing {
		if err := r.found(c.founding); err != nil {
			return err
		}
	}
	err = r.with(func(ws *store.Workspace) error {
		if !missing {
			if err := ws.BeforeRisk(r.ctx, "load"); err != nil {
				return err
			}
		}
		if err := ws.Load(r.ctx, file.Nouns(), app.VerbLoad); err != nil {
			return err
		}
		_, err := fmt.Fprintln(r.Stdout, i18n.T("command.loaded", "name", file.Round.Name, "cases", len(file.Cases), "path", r.workspace))
		return err
	})
	if err != nil && missing {
		err = errors.Join(err, os.RemoveAll(r.workspace), c.dropRecovery())
	}
	return err
}

type dumpCmd struct {
	Round string `help:"Name of the round, where the workspace has several." placeholder:"NAME"`
	Out   string `help:"File to write; standard output when not given." placeholder:"FILE.json"`
	namesFlag
}

// Run writes the round as a round file, without the vault of names unless names may pass.
func (c dumpCmd) Run(r *run) error {
	r.ctx = c.confirming(r.ctx)
	return r.with(func(ws *store.Workspace) error {
		file, err := c.file(r, ws)
		if err != nil {
			return err
		}
		if !c.Names {
			file = file.WithoutNames()
		}
		said, err := leaving.Nouns(file.Nouns())
		if err != nil {
			return err
		}
		if err := leaving.Pass(r.ctx, ws, nil, said); err != nil {
			return err
		}
		// First the note, then the data: rather an export too many in the log than one that left no trace.
		if err := ws.Desk().NoteExport(r.ctx, file.Round, map[string]string{"format": "round", "cases": strconv.Itoa(len(file.Cases))}); err != nil {
			return err
		}
		if c.Out == "" {
			return roundfile.Write(r.Stdout, file)
		}
		return writeAll(c.Out, func(f *os.File) error { return roundfile.Write(f, file) })
	})
}

// file takes the round out of the workspace: the one that was named, else the only one.
func (c dumpCmd) file(r *run, ws *store.Workspace) (*roundfile.File, error) {
	if c.Round == "" {
		return roundfile.FromReader(r.ctx, ws)
	}
	rounds, err := ws.Rounds(r.ctx)
	if err != nil {
		return nil, err
	}
	for _, round := range rounds {
		if round.Name == c.Round {
			return roundfile.FromRound(r.ctx, ws, round.ID)
		}
	}
	return nil, app.Refuse("command.noround", "name", c.Round)
}

// writeAll writes a file whole or not at all: under a passing name, flushed, then renamed.
func writeAll(path string, write func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part")
	if err != nil {
		return app.Refuse("file.unwritable", "path", path)
	}
	defer os.Remove(f.Name())
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return app.Refuse("file.unwritable", "path", path)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return app.Refuse("file.unwritable", "path", path)
	}
	return nil
}

type casesCmd struct{}

// Run lists the cases with stage, progress, findings and next step.
func (casesCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		board, err := ws.Board(r.ctx, store.BoardQuery{Sort: "number"}, app.DateOf(r.Now()))
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(r.Stdout, 2, 0, 2, ' ', 0)
		for _, row := range board.Rows {
			fmt.Fprintf(w, "%s\t%s\t%s\t%d/%d\t%d\t%s\n", row.Number, row.UnitName, i18n.Enum("stage", row.Stage), row.Answered, row.Total, row.Findings, i18n.TMap("step."+row.Next.Code, row.Next.Args))
		}
		return w.Flush()
	})
}

type showCmd struct {
	Case string `arg:"" help:"Number of the case."`
	JSON bool   `help:"The case's facts as JSON."`
	namesFlag
}

// Run shows a case in a few lines, or everything about it as JSON.
func (c showCmd) Run(r *run) error {
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
		if !c.JSON {
			return r.showCase(d, app.DateOf(r.Now()))
		}
		told := caseFacts(d)
		said, err := leaving.JSON(told)
		if err != nil {
			return err
		}
		if err := leaving.Pass(r.ctx, ws, []app.ID{id}, said); err != nil {
			return err
		}
		if err := ws.Desk().NoteExport(r.ctx, d.Case, map[string]string{"format": "case"}); err != nil {
			return err
		}
		return r.writeJSON(told)
	})
}

// writeJSON writes a value to standard output as people can read it too.
func (r *run) writeJSON(v any) error {
	out := json.NewEncoder(r.Stdout)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(v)
}

// showCase shows a case in a few lines as of a day.
func (r *run) showCase(d app.Dossier, today app.Date) error {
	var names []string
	for _, p := range d.Principals {
		names = append(names, p.Post+" "+p.Name)
	}
	lines := []string{d.Case.Number + "  " + d.Unit.Name, i18n.Enum("stage", d.Case.Stage), strings.Join(names, ", ")}
	for _, f := range d.Findings {
		lines = append(lines, fmt.Sprintf("%d. [%s] %s", f.Number, f.Strand.Code(), f.Title))
	}
	for _, dl := range app.Deadlines(d, today) {
		if dl.Done.IsZero() {
			lines = append(lines, deadlineLine(dl))
		}
	}
	_, err := fmt.Fprintln(r.Stdout, strings.Join(lines, "\n"))
	return err
}

func deadlineLine(d app.Deadline) string {
	key := "command.left"
	left := d.Left
	if d.Overdue() {
		key, left = "command.overdue", -d.Left
	}
	return i18n.T(key, "what", i18n.Enum("deadline", d.Code), "due", i18n.Date(d.Due), "days", left, "kind", i18n.Enum("daykind", d.Kind))
}

type gatesCmd struct {
	Case string `arg:"" help:"Number of the case."`
}

// Run lists what the case's stage still lacks; it is done (exit code 0) whether or not anything lacks.
func (c gatesCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		d, err := ws.Dossier(r.ctx, id)
		if err != nil {
			return err
		}
		d.TakeSweep(app.DateOf(r.Now()))
		missing := app.ExitGate(d)
		fmt.Fprintln(r.Stdout, i18n.T("command.stage", "stage", i18n.Enum("stage", d.Case.Stage)))
		if len(missing) == 0 {
			_, err := fmt.Fprintln(r.Stdout, i18n.T("command.nothingmissing"))
			return err
		}
		for _, m := range missing {
			mark := i18n.T("command.soft")
			if m.Hard {
				mark = i18n.T("command.hard")
			}
			if _, err := fmt.Fprintf(r.Stdout, "%s  %s  (%s)\n", mark, i18n.TMap("gate."+m.Code, m.Args), m.Code); err != nil {
				return err
			}
		}
		return nil
	})
}

type searchCmd struct {
	Words []string `arg:"" help:"Words, or initials of their pinyin."`
	Limit int      `default:"20" help:"How many hits at the most."`
}

// Run searches the workspace.
func (c searchCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		hits, err := ws.Search(r.ctx, strings.Join(c.Words, " "), c.Limit)
		if err != nil {
			return err
		}
		if len(hits) == 0 {
			_, err := fmt.Fprintln(r.Stdout, i18n.T("command.nohits"))
			return err
		}
		for _, h := range hits {
			if _, err := fmt.Fprintf(r.Stdout, "%s\t%s\t%s\n", h.CaseNumber, h.Title, h.Snippet); err != nil {
				return err
			}
		}
		return nil
	})
}
