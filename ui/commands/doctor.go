package commands

import (
	"errors"
	"fmt"
	"strings"

	"lianshen/app"
	"lianshen/store"
	"lianshen/ui/i18n"
)

type doctorCmd struct{}

// Run tells what support needs to know of the program and the workspace: versions, sizes, counts, dates, no name and no
// path. Without a pass phrase, or when the workspace cannot be opened, it tells what can be seen from outside.
func (doctorCmd) Run(r *run) (err error) {
	if r.workspace == "" {
		return app.Refuse("command.noworkspace")
	}
	lines := []string{"lianshen " + Version}
	ws, reason := r.open()
	if reason != nil {
		code := app.CodeOf(reason)
		if code == "" {
			code = "?" // its text may hold a path
		}
		lines = append(lines, i18n.T("command.doctor.closed", "code", code))
	} else {
		defer func() { err = errors.Join(err, ws.Close()) }()
	}
	rep, err := store.Doctor(r.ctx, r.workspace, ws)
	if err != nil {
		return err
	}
	bad := 0
	for _, f := range rep.Facts {
		mark := "  "
		if f.Bad {
			mark = "* "
			bad++
		}
		lines = append(lines, mark+i18n.TMap(f.Key, f.Args))
	}
	if bad > 0 {
		lines = append(lines, i18n.T("command.doctor.look", "count", bad))
	} else {
		lines = append(lines, i18n.T("command.doctor.sound"))
	}
	_, err = fmt.Fprintln(r.Stdout, strings.Join(lines, "\n"))
	return err
}
