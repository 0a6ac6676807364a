package commands

import (
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

type salvageCmd struct {
	To string `required:"" help:"New workspace folder (NAME.lianshen)." placeholder:"DIR"`
}

// Run saves what can be read of a damaged workspace into a new one, and tells what was lost.
func (c salvageCmd) Run(r *run) error {
	if r.workspace == "" {
		return app.Refuse("command.noworkspace")
	}
	phrase, err := r.phrase()
	if err != nil {
		return err
	}
	rep, err := store.Salvage(r.ctx, r.workspace, c.To, store.Options{Now: r.Now, Program: Version, Phrase: phrase})
	if err != nil {
		return err
	}
	lines := []string{i18n.T("command.salvaged", "path", c.To, "records", rep.Records, "last", moment(rep.Last)),
		i18n.T("command.salvagedpages", "pages", rep.Pages, "damaged", rep.Damaged)}
	if rep.FromBackups > 0 {
		lines = append(lines, i18n.T("command.salvagedfrom", "records", rep.FromBackups, "path", rep.Backup.Path))
	}
	lost := int64(0)
	for _, l := range rep.Lost {
		lost += l.Last - l.First + 1
	}
	if lost > 0 || rep.Aside > 0 {
		lines = append(lines, i18n.T("command.salvagedlost", "lost", lost, "aside", rep.Aside))
	}
	lines = append(lines, i18n.T("command.salvagedfiles", "count", rep.Attachments, "fetched", rep.Fetched, "missing", rep.Missing))
	if len(rep.Others) > 0 {
		lines = append(lines, i18n.T("command.restoredothers", "people", i18n.List(rep.Others)))
	}
	_, err = fmt.Fprintln(r.Stdout, strings.Join(lines, "\n"))
	return err
}
