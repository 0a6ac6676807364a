package commands

import (
	"errors"
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/reports/pdf"
	"lianshen/store"
	"lianshen/ui/daybook"
	"lianshen/ui/i18n"
	"lianshen/ui/leaving"
)

// daylogGrammar is the command of the work log.
type daylogGrammar struct {
	Daylog daylogCmd `cmd:"" help:"Show, draft or print your own work log (optional, no statutory record)."`
}

type daylogCmd struct {
	On    string `help:"The day; without it today." placeholder:"DATE"`
	To    string `help:"With --out, the last of several days." placeholder:"DATE"`
	Month string `help:"List the days of a month with work on them." placeholder:"YYYY-MM" xor:"what"`
	Draft bool   `help:"The draft made of what the log says of the day." xor:"what"`
	Keep  bool   `help:"Put the sentences of the draft under what is written of the day." xor:"what"`
	Out   string `help:"File to print the written days to." placeholder:"FILE.pdf" xor:"what"`
	namesFlag
}

// Run shows, drafts, keeps or prints the work log of the person at the seat, and of nobody else.
func (c daylogCmd) Run(r *run) error {
	return r.with(func(ws *store.Workspace) error {
		on, err := dayOr(c.On, app.DateOf(r.Now()))
		if err != nil {
			return err
		}
		to, err := dayOr(c.To, on)
		if err != nil {
			return err
		}
		switch {
		case c.Out != "":
			return c.print(r, ws, on, to)
		case c.Month != "":
			return c.list(r, ws)
		case c.Draft, c.Keep:
			return c.draft(r, ws, on)
		}
		days, err := daybook.Written(r.ctx, ws, ws.Me().ID, on, to)
		if err != nil {
			return err
		}
		for _, n := range days {
			if _, err := fmt.Fprintf(r.Stdout, "%s\n%s\n", i18n.Date(n.On), n.Text); err != nil {
				return err
			}
		}
		return nil
	})
}

// dayOr reads a date, or gives the other where there is none.
func dayOr(text string, or app.Date) (app.Date, error) {
	if text == "" {
		return or, nil
	}
	return app.ParseDate(text)
}

func (c daylogCmd) draft(r *run, ws *store.Workspace, on app.Date) error {
	day, err := ws.DayDeeds(r.ctx, ws.Me().ID, on)
	if err != nil {
		return err
	}
	text := daybook.Text(day)
	if text == "" {
		text = i18n.T("daylog.draft.none")
	} else if c.Keep {
		id := app.DayLogID(ws.Me().ID, on)
		n, err := app.Get[app.DayLog](r.ctx, ws, id)
		if err != nil && app.CodeOf(err) != app.ErrNotFound.Code {
			return err
		}
		n.ID, n.Person, n.On = id, ws.Me().ID, on
		n.Text = daybook.Add(n.Text, daybook.Sentences(day)...)
		if err := ws.Desk().WriteDayLog(r.ctx, n); err != nil {
			return err
		}
		text = n.Text
	}
	lines := []string{i18n.Date(on), text}
	if day.More {
		lines = append(lines, i18n.T("daylog.draft.more"))
	}
	_, err = fmt.Fprintln(r.Stdout, strings.Join(lines, "\n"))
	return err
}

func (c daylogCmd) list(r *run, ws *store.Workspace) error {
	month, err := app.ParseMonth(c.Month)
	if err != nil {
		return err
	}
	days, err := ws.MonthDays(r.ctx, ws.Me().ID, month)
	if err != nil {
		return err
	}
	for _, d := range days {
		state := i18n.T("daylog.unwritten")
		if d.Written {
			state = i18n.T("daylog.written")
		}
		if _, err := fmt.Fprintf(r.Stdout, "%s\t%d\t%s\n", d.On, d.Deeds, state); err != nil {
			return err
		}
	}
	if len(days) == 0 {
		_, err = fmt.Fprintln(r.Stdout, i18n.T("daylog.none"))
	}
	return err
}

func (c daylogCmd) print(r *run, ws *store.Workspace, from, to app.Date) error {
	days, err := daybook.Written(r.ctx, ws, ws.Me().ID, from, to)
	if err != nil {
		return err
	}
	res, err := daybook.Print(leaving.Confirms(r.ctx, c.Names), ws, app.DateOf(r.Now()), days)
	if err != nil {
		return err
	}
	if err := errors.Join(daybook.Note(r.ctx, ws.Desk(), days, res), r.ctx.Err()); err != nil {
		return err
	}
	if err := pdf.WriteFile(c.Out, res); err != nil {
		return err
	}
	_, err = fmt.Fprintln(r.Stdout, i18n.T("command.printed", "path", c.Out, "pages", res.Pages))
	return err
}
