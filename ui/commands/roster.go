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

// rosterGrammar are the commands of the unit's lists.
type rosterGrammar struct {
	Roster rosterCmd `cmd:"" help:"Take in a unit's lists of staff, posts and pay, and compare them."`
}

type rosterCmd struct {
	Take  rosterTakeCmd  `cmd:"" help:"Take a list in."`
	Check rosterCheckCmd `cmd:"" help:"Compare the lists of a case and say what they show."`
}

type rosterTakeCmd struct {
	Case    string            `arg:"" help:"Number of the case." placeholder:"NUMBER"`
	Files   []string          `arg:"" name:"file" help:"The list, .xlsx or .csv; several make one list." placeholder:"FILE"`
	Sort    string            `required:"" enum:"staff,posts,payroll,appointments,finances" help:"What it lists." placeholder:"staff|posts|payroll|appointments|finances"`
	Sheet   string            `name:"sheet" help:"The sheet. By default the first, and with it all like it when it is a payroll or there are several files." placeholder:"NAME"`
	Month   string            `help:"Month or year of a payroll that does not name it." placeholder:"MONTH"`
	Add     bool              `help:"Keep the months of the payroll that was taken in before, but those of this one."`
	Map     map[string]string `help:"Read a field from a column, by its head; may be given many times." placeholder:"FIELD=HEAD"`
	AsOf    string            `help:"The day of which it tells." placeholder:"DATE"`
	OnFault string            `enum:"stop,skip" default:"stop" help:"What becomes of a list with faults: stop (the default), or skip the rows that have them." placeholder:"stop|skip"`
	Preview bool              `help:"Only say what it would do."`
}

// Run reads the list, says by cell what is wrong and keeps what is right.
func (c rosterTakeCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		list := app.Roster{Case: id}
		if c.AsOf != "" {
			if list.AsOf, err = app.ParseDate(c.AsOf); err != nil {
				return err
			}
		}
		d, err := ws.Veiled(r.ctx, id)
		if err != nil {
			return err
		}
		in, name, err := c.read(r, d)
		if err != nil {
			return err
		}
		list.FileName = name
		if err := r.tellRoster(in); err != nil {
			return err
		}
		key := "command.roster.preview"
		if !c.Preview {
			key = "command.roster.taken"
			if earlier, there := app.LatestRosters(d)["payroll"]; c.Add && there && c.Sort == "payroll" {
				if list.FileName, err = bundle.AddMonths(r.ctx, ws, earlier, name, in); err != nil {
					return err
				}
			}
			if err := bundle.TakeRoster(r.ctx, ws, ws.Desk(), list, in, c.OnFault == "skip"); err != nil {
				return err
			}
		}
		_, err = fmt.Fprintln(r.Stdout, i18n.T(key, "case", c.Case, "sort", i18n.Enum("rostersort", c.Sort), "n", in.Taken))
		return err
	})
}

// read opens the files and reads their sheets as one list.
func (c rosterTakeCmd) read(r *run, d app.Dossier) (*xlsx.RosterOutcome, string, error) {
	period, err := xlsx.ParsePeriod(c.Month)
	if err != nil {
		return nil, "", err
	}
	var files []*xlsx.RosterFile
	for _, path := range c.Files {
		f, err := xlsx.OpenRoster(r.ctx, path)
		if err != nil {
			return nil, "", err
		}
		files = append(files, f)
	}
	file := xlsx.JoinFiles(files...)
	sheet, err := file.Sheet(c.Sheet)
	if err != nil {
		return nil, "", err
	}
	mapping, _ := sheet.Guess(c.Sort, d.Rosters)
	for field, head := range c.Map {
		mapping[field] = head
	}
	sheets := []xlsx.RosterSheet{sheet}
	if c.Sheet == "" && (c.Sort == "payroll" || len(files) > 1) {
		sheets = file.Alike(sheet, c.Sort, mapping)
	}
	for i := range sheets {
		sheets[i] = sheets[i].InPeriod(period, len(sheets) == 1)
	}
	in, err := xlsx.ReadSheets(r.ctx, d.Case.ID, c.Sort, mapping, sheets, nil)
	return in, file.Name, err
}

func (r *run) tellRoster(in *xlsx.RosterOutcome) error {
	lines := []string{i18n.T("command.roster.counts", "read", in.Read, "taken", in.Taken, "wrong", in.Wrong, "empty", in.Empty)}
	for _, field := range app.RosterFields[in.Sort] {
		if head := in.Mapping[field]; head != "" {
			lines = append(lines, i18n.T("command.roster.map", "field", field, "head", head))
		}
	}
	for _, list := range [][]xlsx.Remark{in.Faults, in.Hints} {
		for _, m := range list {
			text, hint := i18n.Error(m.Err)
			lines = append(lines, i18n.T("command.roster.at", "place", strings.TrimSpace(m.Sheet+" "+m.Cell), "text", text), "  "+hint)
		}
	}
	_, err := fmt.Fprintln(r.Stdout, strings.Join(lines, "\n"))
	return err
}

type rosterCheckCmd struct {
	Case string `arg:"" help:"Number of the case." placeholder:"NUMBER"`
	JSON bool   `help:"As JSON."`
}

// rosterFound is a candidate as JSON; it names rows, and no person but in the sentence.
type rosterFound struct {
	Key   string   `json:"key"`
	Rule  string   `json:"rule"`
	Grade string   `json:"grade"`
	Item  string   `json:"item"`
	Text  string   `json:"text"`
	Rows  []string `json:"rows"` // list and line: staff 17
	Open  bool     `json:"open"`
}

// Run compares the lists of the case.
func (c rosterCheckCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		d, err := ws.Veiled(r.ctx, id)
		if err != nil {
			return err
		}
		lists, err := bundle.LoadLists(r.ctx, ws, d)
		if err != nil {
			return err
		}
		out := app.CompareLists(d, lists)
		found := []rosterFound{}
		var lines []string
		for _, x := range out.Candidates {
			text := i18n.TMap(x.Sentence(), x.Args)
			f := rosterFound{Key: x.Key, Rule: x.Rule, Grade: string(x.Grade), Item: x.Item, Text: text, Open: x.Open(), Rows: []string{}}
			for _, p := range x.Rows {
				f.Rows = append(f.Rows, fmt.Sprint(p.Sort, " ", p.Row))
			}
			found = append(found, f)
			lines = append(lines, i18n.T("command.roster.line", "grade", i18n.Enum("crossgrade", x.Grade), "rule", i18n.Enum("crossrule", x.Rule), "text", text))
		}
		if c.JSON {
			return r.writeJSON(found)
		}
		for _, u := range out.Unchecked {
			lines = append(lines, i18n.T("command.roster.unchecked", "rule", i18n.Enum("crossrule", u.Rule), "why", i18n.Enum("cross.unchecked", u.Why)))
		}
		lines = append(lines, i18n.T("command.roster.sum", "case", c.Case, "n", len(found)))
		_, err = fmt.Fprintln(r.Stdout, strings.Join(lines, "\n"))
		return err
	})
}
