package commands

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"lianshen/app"
	"lianshen/reports"
	"lianshen/reports/pdf"
	"lianshen/store"
	"lianshen/store/roundfile"
	"lianshen/store/vault"
	"lianshen/ui/i18n"
	"lianshen/ui/leaving"
	"lianshen/ui/press"
)

type reportCmd struct {
	Case    string `arg:"" help:"Number of the case."`
	Strand  string `required:"" enum:"review,verification,audit,summary,result" help:"Which report: review, verification or audit; summary is the joint report over the three, result the short report of the audit's result."`
	Draft   bool   `help:"The draft for comment instead of the final report."`
	English bool   `help:"The English rendition of the report: for reading only, the Chinese text prevails."`
	Number  string `help:"Number of the joint or the result report; without it its place stays empty." placeholder:"NUMBER"`
	Out     string `required:"" help:"File to write." placeholder:"FILE.pdf"`
	docxFlag
	namesFlag
}

// Run prints one report. A final report is printed only when it was approved and numbered.
func (c reportCmd) Run(r *run) error {
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
		if kind := reports.Digest(c.Strand); slices.Contains(reports.Digests, kind) {
			return c.digest(r, ws, d)
		}
		if c.English {
			return c.rendition(r, ws, d)
		}
		if c.wanted(c.Out) {
			return r.reportDocx(ws, d, app.Strand(c.Strand), c.Draft, c.Out)
		}
		return r.print(ws, d, app.Strand(c.Strand), c.Draft, c.Out)
	})
}

// print keeps a record of one report, makes it as a file and names it on stdout.
func (r *run) print(ws *store.Workspace, d app.Dossier, strand app.Strand, draft bool, path string) error {
	today := app.DateOf(r.Now())
	if err := reports.Ready(d, strand, draft); err != nil {
		return err
	}
	made, err := press.Make(r.ctx, ws, d, strand, draft, today)
	if err != nil {
		return err
	}
	if err := leaving.PDF(r.ctx, ws, made.Result, d.Case.ID); err != nil {
		return err
	}
	// First the record, which only who may do it can make, then the file.
	if err := made.Keep(r.ctx, ws, ws.Desk()); err != nil {
		return err
	}
	if err := pdf.WriteFile(path, made.Result); err != nil {
		return err
	}
	_, err = fmt.Fprintln(r.Stdout, i18n.T("command.printed", "path", path, "pages", made.Pages))
	return err
}

type demoCmd struct {
	Dir   string `arg:"" help:"Folder to make the sample in."`
	Today string `help:"The date the sample is told relative to." placeholder:"2026-10-12"`
}

// Run makes the sample workspace and every report that its cases have reached.
func (c demoCmd) Run(r *run) (err error) {
	today := app.DateOf(r.Now())
	if c.Today != "" {
		if today, err = app.ParseDate(c.Today); err != nil {
			return err
		}
		r.Now = clockAt(today)
	}
	dir := filepath.Join(c.Dir, "sample.lianshen")
	if _, err := os.Stat(dir); err == nil {
		return app.Refuse("command.demothere", "path", dir)
	}
	file, err := roundfile.Sample(today)
	if err != nil {
		return err
	}
	documents := filepath.Join(c.Dir, "documents")
	if err := os.MkdirAll(documents, 0o755); err != nil {
		return app.Refuse("file.unwritable", "path", documents)
	}
	phrase, err := r.samplePhrase(dir)
	if err != nil {
		return err
	}
	// What is in a sample is invented: the cheapest key derivation is good enough, and it opens at once.
	ws, err := store.Create(r.ctx, dir, store.Options{Now: r.Now, Program: Version, Phrase: phrase, Person: i18n.T("command.sampleperson"), Sample: true, Cost: vault.Lowest})
	if err != nil {
		return err
	}
	if err := ws.Load(r.ctx, file.Nouns(), app.VerbLoad); err != nil {
		return errors.Join(err, ws.Close())
	}
	if err := ws.Close(); err != nil {
		return err
	}
	r.workspace = dir
	return r.with(func(ws *store.Workspace) error {
		fmt.Fprintln(r.Stdout, i18n.T("command.sample", "path", dir, "cases", len(file.Cases)))
		if r.phraseFile == "" {
			fmt.Fprintln(r.Stdout, i18n.T("command.samplephrase", "path", besideSample(dir)))
		}
		board, err := ws.Board(r.ctx, store.BoardQuery{Sort: "number"}, today)
		if err != nil {
			return err
		}
		for _, row := range board.Rows {
			d, err := ws.Dossier(r.ctx, row.ID)
			if err != nil {
				return err
			}
			for _, strand := range app.Strands {
				draft := reports.Ready(d, strand, false) != nil
				if draft && reports.Ready(d, strand, true) != nil {
					continue // the case has not come that far
				}
				if err := r.print(ws, d, strand, draft, filepath.Join(documents, reports.FileName(d, strand, draft))); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// samplePhrase gives the pass phrase of the sample to be made: from the file that was named, else from the file beside
// samples, which is made with a random one where there is none.
func (r *run) samplePhrase(dir string) (string, error) {
	if r.phraseFile != "" {
		return r.phrase()
	}
	path := besideSample(dir)
	if _, err := os.Stat(path); err == nil {
		return r.readPhrase(path)
	}
	phrase := randomPhrase()
	return phrase, writeSecret(path, []byte(phrase+"\n"))
}
