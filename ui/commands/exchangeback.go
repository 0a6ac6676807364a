package commands

import (
	"fmt"
	"text/tabwriter"

	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/past"
)

type takeBackCmd struct {
	N       int64  `arg:"" help:"Number of the import, as imports lists it."`
	Preview bool   `help:"Only say what would go and what would stay."`
	Why     string `help:"The reason, kept in the log." placeholder:"TEXT"`
	JSON    bool   `help:"The result as JSON."`
}

// plan is what `take-back --json` tells.
type plan struct {
	Import inbound `json:"import"`
	Goes   int     `json:"goes"`  // records of the import that lose their effect
	Stays  int     `json:"stays"` // later deeds that stay
	Rests  []rest  `json:"rests"` // later deeds that go along, because they rest on it
	Done   bool    `json:"done"`
}

type rest struct {
	At    string `json:"at"`
	Who   string `json:"who"`
	Verb  string `json:"verb"`
	Noun  string `json:"noun"` // ID
	Field string `json:"field"`
}

// Run takes the effect from an import, after it was said what goes along and what stays.
func (c takeBackCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		p, err := ws.PlanTakeBack(r.ctx, c.N)
		if err != nil {
			return err
		}
		if !c.Preview {
			if err := ws.TakeBack(r.ctx, c.N, c.Why); err != nil {
				return err
			}
		}
		if c.JSON {
			out := plan{Import: inboundOf(p.Import), Goes: p.Goes, Stays: p.Stays, Rests: []rest{}, Done: !c.Preview}
			for _, e := range p.Rests {
				out.Rests = append(out.Rests, rest{At: stamp(e.At), Who: e.Who, Verb: string(e.Verb), Noun: string(e.Entity), Field: e.Field})
			}
			return r.writeJSON(out)
		}
		return c.say(r, ws, p)
	})
}

func (c takeBackCmd) say(r *run, ws *store.Workspace, p store.TakeBackPlan) error {
	key := "command.x.tookback"
	if c.Preview {
		key = "command.x.wouldtakeback"
	}
	if err := r.lines(i18n.T(key, "n", c.N, "records", p.Goes), i18n.T("command.x.rests", "count", len(p.Rests), "stays", p.Stays)); err != nil {
		return err
	}
	words := past.New(ws)
	if err := words.LearnEvents(r.ctx, p.Rests); err != nil {
		return err
	}
	w := tabwriter.NewWriter(r.Stdout, 2, 0, 2, ' ', 0)
	for _, e := range p.Rests {
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", i18n.Moment(e.At), e.Who, past.Deed(e.Verb), words.Noun(e.Kind, e.Entity))
	}
	return w.Flush()
}

type takeAgainCmd struct {
	N int64 `arg:"" help:"Number of the import, as imports lists it."`
}

// Run gives an import that was taken back its effect again.
func (c takeAgainCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		if err := ws.TakeAgain(r.ctx, c.N); err != nil {
			return err
		}
		return r.lines(i18n.T("command.x.again", "n", c.N))
	})
}
