package commands

import (
	"fmt"

	"lianshen/store"
	"lianshen/ui/bundle"
	"lianshen/ui/i18n"
)

type archiveCmd struct {
	Case       string `required:"" help:"Number of the case." placeholder:"NUMBER"`
	PhraseFile string `help:"File whose first line is a pass phrase: the archive is encrypted with it, as the age program does, and ends in .zip.age." placeholder:"FILE"`
	File       string `arg:"" help:"File to write." placeholder:"FILE.zip"`
	namesFlag
}

// Run writes the whole case as a file that people read without the program, and names on stdout what is not in it as it
// should be.
func (c archiveCmd) Run(r *run) error {
	r.ctx = c.confirming(r.ctx)
	phrase := ""
	if c.PhraseFile != "" {
		var err error
		if phrase, err = r.readPhrase(c.PhraseFile); err != nil {
			return err
		}
	}
	return r.with(func(ws *store.Workspace) error {
		id, err := r.caseID(ws, c.Case)
		if err != nil {
			return err
		}
		made, err := bundle.Save(r.ctx, ws, ws.Desk(), id, bundle.Options{Path: c.File, Phrase: phrase}, nil)
		if err != nil {
			return err
		}
		fmt.Fprintln(r.Stdout, i18n.T("command.archived", "path", made.Path, "files", made.Files, "originals", made.Originals, "size", made.Size, "sha256", made.SHA256))
		for _, o := range made.Lacking {
			if _, err := fmt.Fprintln(r.Stdout, i18n.T("command.archive.lacking", "number", o.Evidence.Number, "title", o.Evidence.Title, "why", i18n.T("archive."+string(o.State)))); err != nil {
				return err
			}
		}
		return nil
	})
}
