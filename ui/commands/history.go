package commands

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
	"lianshen/ui/past"
)

type historyCmd struct {
	Case  string `arg:"" help:"Number of the case."`
	Field string `help:"Only changes of this field and what lies below it, by its path in the round file." placeholder:"PATH"`
	Limit int    `default:"50" help:"How many changes at the most, the latest first; 0 is all."`
	On    string `help:"Show the case as it was at the end of that day instead." placeholder:"2026-10-12"`
}

// Run tells what was changed in a case, when, by whom, from what to what; or shows the case as it was.
func (c historyCmd) Run(r *run) error {
	if c.Limit < 0 {
		return usageError{app.Refuse("command.limit", "limit", c.Limit)}
	}
	var on app.Date
	if c.On != "" {
		var err error
		if on, err = app.ParseDate(c.On); err != nil {
			return err
		}
	}
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		if !on.IsZero() {
			return c.asItWas(r, ws, id, on)
		}
		events, total, err := ws.TimelinePage(r.ctx, store.TimelineQuery{Case: id, Field: c.Field, Limit: c.Limit})
		if err != nil {
			return err
		}
		if total == 0 {
			_, err := fmt.Fprintln(r.Stdout, i18n.T("command.nohistory"))
			return err
		}
		words := past.New(ws)
		if err := words.LearnEvents(r.ctx, events); err != nil {
			return err
		}
		w := tabwriter.NewWriter(r.Stdout, 2, 0, 2, ' ', 0)
		for _, e := range events {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", moment(e.At), e.Who, past.Deed(e.Verb), words.Noun(e.Kind, e.Entity), words.Field(e.Kind, e.Field), change(words, e))
		}
		if err := w.Flush(); err != nil {
			return err
		}
		if total > len(events) {
			_, err = fmt.Fprintln(r.Stdout, i18n.T("command.morehistory", "shown", len(events), "total", total))
		}
		return err
	})
}

// asItWas shows a case with every deed of a day and of those before it, and none that came later.
func (c historyCmd) asItWas(r *run, ws *store.Workspace, id app.ID, on app.Date) error {
	next := on.AddDays(1)
	end := time.Date(next.Year, time.Month(next.Month), next.Day, 0, 0, 0, 0, time.Local).Add(-time.Millisecond)
	return ws.AsOf(r.ctx, end, func(then app.Reader) error {
		d, err := app.LoadDossier(r.ctx, then, id)
		if app.CodeOf(err) == app.ErrNotFound.Code {
			return app.Refuse("command.notyet", "number", c.Case, "date", on)
		}
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(r.Stdout, i18n.T("command.ason", "date", i18n.Date(on))); err != nil {
			return err
		}
		return r.showCase(d, on)
	})
}

// change says from what to what, each on one line and short. Protected matter is not told by a list.
func change(words *past.Words, e store.Event) string {
	if e.Protected && !e.Veiled && e.Field != "" {
		return i18n.T("history.protected")
	}
	before, after := words.Change(e)
	if e.Change == app.Note || e.Field == "" {
		return brief(after)
	}
	return brief(before) + " → " + brief(after)
}

// briefRunes is how much of a value a line shows.
const briefRunes = 60

func brief(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return "—"
	}
	if runes := []rune(text); len(runes) > briefRunes {
		text = string(runes[:briefRunes]) + "…"
	}
	return text
}

type seatsCmd struct {
	JSON bool `help:"The list as JSON."`
}

// seated is what `seats --json` tells of a seat.
type seated struct {
	Seat     app.ID   `json:"seat"`
	Key      string   `json:"key"` // in the log
	Person   string   `json:"person"`
	Laptop   string   `json:"laptop"`
	Since    string   `json:"since"`
	Out      string   `json:"out"`  // left out from this day on, "" = at work
	Here     bool     `json:"here"` // its phrase opens the workspace on this laptop
	Mine     bool     `json:"mine"` // the seat that opened it
	Records  int64    `json:"records"`
	LastSeen string   `json:"lastSeen"`
	Cases    []string `json:"cases"` // IDs of its scope, none = all
	Zones    []string `json:"zones"`
	Strands  []string `json:"strands"`
}

// Run lists the seats: who sits where since when, and who was left out. The command peers tells who has what.
func (c seatsCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		seats, err := ws.Seats(r.ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			out := []seated{}
			for _, s := range seats {
				one := seated{Seat: s.ID, Key: s.Key, Person: s.Who.Name, Laptop: s.Laptop, Since: s.Since.String(), Here: s.Here, Mine: s.Mine, Records: s.Records,
					LastSeen: stamp(s.LastSeen), Cases: members(s.Cases), Zones: members(s.Zones), Strands: members(s.Strands)}
				if !s.AtWork() {
					one.Out = s.Out.String()
				}
				out = append(out, one)
			}
			return r.writeJSON(out)
		}
		w := tabwriter.NewWriter(r.Stdout, 2, 0, 2, ' ', 0)
		for _, s := range seats {
			state := "command.seat.away"
			switch {
			case !s.AtWork():
				state = "command.seat.out"
			case s.Mine:
				state = "command.seat.mine"
			case s.Here:
				state = "command.seat.here"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", s.Who.Name, s.Laptop, i18n.Date(s.Since),
				i18n.T(state, "since", i18n.Date(s.Out)), i18n.T("command.seat.records", "n", s.Records), moment(s.LastSeen))
		}
		if err := w.Flush(); err != nil {
			return err
		}
		_, seq, _ := ws.Tip()
		_, err = fmt.Fprintln(r.Stdout, i18n.T("command.tip", "tip", ws.ShortTip(), "record", seq))
		return err
	})
}
