package roundfile

import (
	"fmt"

	"lianshen/app"
)

// Format names the format and its version; it is the first member of every round file. A reader refuses
// a later version instead of guessing at it.
const Format = "lianshen.round/1"

// File is a whole round: what an office hands over, and what the sample is.
type File struct {
	Format    string         `json:"format"`
	Round     app.Round      `json:"round"`
	People    []app.Person   `json:"people"`
	Zones     []app.Zone     `json:"zones"`
	Groups    []app.Group    `json:"groups"`
	Units     []app.Unit     `json:"units"`
	Meetings  []app.Meeting  `json:"meetings"`
	Templates []app.Template `json:"templates"` // own checklists; the shipped ones need not be in the file
	Laws      []app.Law      `json:"laws"`      // own laws beside the shipped ones, and shipped ones that were edited
	Cases     []Case         `json:"cases"`
	Totals    Totals         `json:"totals"`
}

// Case is one case with all it owns.
type Case struct {
	Case             app.Case             `json:"case"`
	Principals       []app.Principal      `json:"principals"`
	Answers          []app.Answer         `json:"answers"`
	Aliases          []app.Alias          `json:"aliases"` // names behind codes; left out of a file for many eyes, see [File.WithoutNames]
	Talks            []app.Talk           `json:"talks"`
	Visits           []app.Visit          `json:"visits"`
	Stocktakes       []app.Stocktake      `json:"stocktakes"`
	Heard            []app.Heard          `json:"heard"`
	Materials        []app.Material       `json:"materials"`
	Evidence         []app.Evidence       `json:"evidence"`
	Sheets           []app.Sheet          `json:"sheets"`
	Papers           []app.Paper          `json:"papers"`
	Findings         []app.Finding        `json:"findings"`
	Surveys          []app.Survey         `json:"surveys"`
	Evaluations      []app.Evaluation     `json:"evaluations"`
	Consultations    []app.Consultation   `json:"consultations"`
	Opinions         []app.Opinion        `json:"opinions"`
	Texts            []app.ReportText     `json:"texts"`
	Reports          []app.Report         `json:"reports"`
	Approvals        []app.Approval       `json:"approvals"`
	Deliveries       []app.Delivery       `json:"deliveries"`
	Measures         []app.Measure        `json:"measures"`
	Progress         []app.Progress       `json:"progress"`
	Supervisions     []app.Supervision    `json:"supervisions"`
	Accountabilities []app.Accountability `json:"accountabilities"`
	Uses             []app.ResultUse      `json:"uses"`
	Rosters          []app.Roster         `json:"rosters"`
}

// Totals are control sums over the file, so that a file which lost a part of itself is noticed. Findings
// are counted whether or not they go into a report; a dropped finding is not counted.
type Totals struct {
	Cases        int       `json:"cases"`
	Principals   int       `json:"principals"`
	Answers      int       `json:"answers"`
	Findings     int       `json:"findings"`
	Review       int       `json:"review"`       // of the findings
	Verification int       `json:"verification"` // of the findings
	Audit        int       `json:"audit"`        // of the findings
	WithMoney    int       `json:"withMoney"`    // of the findings: those with an amount
	Amount       app.Money `json:"amount"`       // sum of their amounts in fen
}

// Sum computes the control sums of what the file holds.
func (f *File) Sum() Totals {
	t := Totals{Cases: len(f.Cases)}
	for i := range f.Cases {
		c := &f.Cases[i]
		t.Principals += len(c.Principals)
		t.Answers += len(c.Answers)
		for _, p := range c.Findings {
			if p.State == app.FindingDropped {
				continue
			}
			t.Findings++
			switch p.Strand {
			case app.Review:
				t.Review++
			case app.Verification:
				t.Verification++
			case app.Audit:
				t.Audit++
			}
			if p.Amount != 0 {
				t.WithMoney++
				t.Amount += p.Amount
			}
		}
	}
	return t
}

// Nouns gives every noun of the file, owners before what they own, ready to be kept in a workspace.
func (f *File) Nouns() []app.Noun {
	var out []app.Noun
	f.walk(func(_ string, n app.Noun) error {
		out = append(out, n)
		return nil
	})
	return out
}

// walk visits every noun with its JSON path, owners before what they own, and stops at the first error.
func (f *File) walk(visit func(path string, n app.Noun) error) error {
	for _, step := range []func() error{
		func() error { return each("templates", f.Templates, visit) },
		func() error { return each("laws", f.Laws, visit) },
		func() error { return visit("round", f.Round) },
		func() error { return each("people", f.People, visit) },
		func() error { return each("zones", f.Zones, visit) },
		func() error { return each("groups", f.Groups, visit) },
		func() error { return each("units", f.Units, visit) },
		func() error { return each("meetings", f.Meetings, visit) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	for i := range f.Cases {
		if err := f.Cases[i].walk(fmt.Sprintf("cases[%d]", i), visit); err != nil {
			return err
		}
	}
	return nil
}

func (c *Case) walk(path string, visit func(path string, n app.Noun) error) error {
	if err := visit(path+".case", c.Case); err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return each(path+".principals", c.Principals, visit) },
		func() error { return each(path+".answers", c.Answers, visit) },
		func() error { return each(path+".aliases", c.Aliases, visit) },
		func() error { return each(path+".talks", c.Talks, visit) },
		func() error { return each(path+".visits", c.Visits, visit) },
		func() error { return each(path+".stocktakes", c.Stocktakes, visit) },
		func() error { return each(path+".heard", c.Heard, visit) },
		func() error { return each(path+".materials", c.Materials, visit) },
		func() error { return each(path+".evidence", c.Evidence, visit) },
		func() error { return each(path+".sheets", c.Sheets, visit) },
		func() error { return each(path+".papers", c.Papers, visit) },
		func() error { return each(path+".findings", c.Findings, visit) },
		func() error { return each(path+".surveys", c.Surveys, visit) },
		func() error { return each(path+".evaluations", c.Evaluations, visit) },
		func() error { return each(path+".consultations", c.Consultations, visit) },
		func() error { return each(path+".opinions", c.Opinions, visit) },
		func() error { return each(path+".texts", c.Texts, visit) },
		func() error { return each(path+".reports", c.Reports, visit) },
		func() error { return each(path+".approvals", c.Approvals, visit) },
		func() error { return each(path+".deliveries", c.Deliveries, visit) },
		func() error { return each(path+".measures", c.Measures, visit) },
		func() error { return each(path+".progress", c.Progress, visit) },
		func() error { return each(path+".supervisions", c.Supervisions, visit) },
		func() error { return each(path+".accountabilities", c.Accountabilities, visit) },
		func() error { return each(path+".uses", c.Uses, visit) },
		func() error { return each(path+".rosters", c.Rosters, visit) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func each[T app.Noun](path string, list []T, visit func(path string, n app.Noun) error) error {
	for i, n := range list {
		if err := visit(fmt.Sprintf("%s[%d]", path, i), n); err != nil {
			return err
		}
	}
	return nil
}
