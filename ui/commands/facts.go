package commands

import (
	"time"

	"lianshen/app"
)

// facts is what `show --json` tells of a case: its nouns with the field names of the round file, and
// what follows from them.
type facts struct {
	Case       app.Case                `json:"case"`
	Unit       app.Unit                `json:"unit"`
	Principals []app.Principal         `json:"principals"`
	Progress   map[app.Strand]progress `json:"progress"`
	Answers    []app.Answer            `json:"answers"`
	Evidence   []app.Evidence          `json:"evidence"`
	Papers     []app.Paper             `json:"papers"`
	Findings   []app.Finding           `json:"findings"`
	Surveys    []app.Survey            `json:"surveys"`
	Evaluation []app.Evaluation        `json:"evaluations"`
	Opinions   []app.Opinion           `json:"opinions"`
	Approvals  []app.Approval          `json:"approvals"`
	Deliveries []app.Delivery          `json:"deliveries"`
	Measures   []app.Measure           `json:"measures"`
	Reports    []app.Report            `json:"reports"`
	Missing    []string                `json:"missing"`
}

type progress struct {
	Total    int `json:"total"`
	Answered int `json:"answered"`
	Problems int `json:"problems"`
}

func caseFacts(d app.Dossier) facts {
	f := facts{Case: d.Case, Unit: d.Unit, Principals: d.Principals, Progress: map[app.Strand]progress{}, Evidence: d.Evidence, Papers: d.Papers,
		Findings: d.Findings, Surveys: d.Surveys, Evaluation: d.Evaluations, Opinions: d.Opinions, Approvals: d.Approvals,
		Deliveries: d.Deliveries, Measures: d.Measures, Reports: d.Reports}
	for _, s := range app.Strands {
		p := app.ProgressOf(d, s)
		f.Progress[s] = progress{Total: p.Total, Answered: p.Answered, Problems: p.Problems}
		for _, sec := range d.Templates[s].Sections {
			for _, it := range sec.Items {
				if a, ok := d.Answers[it.Code]; ok {
					f.Answers = append(f.Answers, a)
				}
			}
		}
	}
	for _, m := range app.ExitGate(d) {
		f.Missing = append(f.Missing, m.Code)
	}
	return f
}

// clockAt is a clock that shows nine in the morning of a date.
func clockAt(d app.Date) func() time.Time {
	return func() time.Time {
		return time.Date(d.Year, time.Month(d.Month), d.Day, 9, 0, 0, 0, time.Local)
	}
}
