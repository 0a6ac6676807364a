package drafts

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"

	"lianshen/app"
	"lianshen/reports/document"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/leaving"
	"lianshen/ui/shell"
)

// Deeds saves, opens and prints the report in hand.
func (r *Room) Deeds() []shell.Deed {
	if !r.loaded {
		return nil
	}
	return []shell.Deed{
		{Text: i18n.T("drafts.print"), Do: r.print},
		{Text: i18n.T("drafts.open"), Do: func() { r.save(true) }},
		{Text: i18n.T("drafts.save"), Keys: "Ctrl+P", Primary: true, Do: func() { r.save(false) }},
	}
}

// make prints the report in memory from the newest facts. It refuses one that the case has not reached.
func (r *Room) make(ctx context.Context, caseID app.ID, strand app.Strand, draft bool, lang document.Language) (printed, error) {
	d, err := r.store.Dossier(ctx, caseID)
	if err != nil {
		return printed{}, err
	}
	if err := r.works.ready(d, strand, draft); err != nil {
		return printed{}, err
	}
	return r.works.print(ctx, d, strand, draft, lang, r.host.Today())
}

// leave is make for a report that leaves the program: names of the vault in it are refused until they were confirmed.
func (r *Room) leave(ctx context.Context, caseID app.ID, strand app.Strand, draft bool, lang document.Language) (printed, error) {
	out, err := r.make(ctx, caseID, strand, draft, lang)
	if err != nil {
		return printed{}, err
	}
	return out, leaving.Pass(ctx, r.store, []app.ID{caseID}, out.text)
}

// record keeps that a version was made: which, when, with which hash.
func (r *Room) record(ctx context.Context, out printed) error {
	desk := r.host.Desk()
	if err := out.keep(ctx, desk); err != nil {
		return err
	}
	r.host.Saved(desk.Now())
	return nil
}

// fileName is what a file of the pages in view is called unless the person says otherwise.
func (r *Room) fileName() string {
	name := r.works.fileName(r.d, r.strand, r.draft)
	if r.english {
		name = strings.TrimSuffix(name, ".pdf") + "_English.pdf"
	}
	return name
}

// save writes the report to a place the person chooses, keeps a record of it and, with show, opens it in the system's
// viewer.
func (r *Room) save(show bool) {
	if !r.loaded || r.covered() || !r.text.keep() {
		return
	}
	caseID, strand, draft, lang := r.caseID, r.strand, r.draft, r.lang()
	if err := r.works.ready(r.d, strand, draft); err != nil {
		r.host.Fail(err)
		return
	}
	title := i18n.T("drafts.save")
	if show {
		title = i18n.T("drafts.open")
	}
	ask.SaveAs(r.host.Window(), title, r.fileName(), title, func(path string, closed func(error)) {
		if !strings.HasSuffix(strings.ToLower(path), ".pdf") {
			path += ".pdf"
		}
		leaving.Deed(r.host, i18n.T("drafts.saving"), func(ctx context.Context, _ func(int, int, string)) error {
			out, err := r.leave(ctx, caseID, strand, draft, lang)
			if err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			// The record comes first: it asks whether the person may, and nothing leaves that is not kept.
			if err := r.record(ctx, out); err != nil {
				return err
			}
			return out.save(path)
		}, func(err error) {
			if err == nil {
				r.host.Toast(i18n.T("drafts.saved", "path", path))
				if show {
					err = r.host.OpenFile(path)
				}
			}
			closed(err)
		})
	})
}

// print hands the report to the system's printer through lp, which takes it from a pipe: no file is left behind.
func (r *Room) print() {
	if !r.loaded || r.covered() || !r.text.keep() {
		return
	}
	caseID, strand, draft, lang := r.caseID, r.strand, r.draft, r.lang()
	lp, err := exec.LookPath("lp")
	if err != nil {
		r.host.Fail(app.Refuse("drafts.noprinter"))
		return
	}
	name := r.fileName()
	leaving.Deed(r.host, i18n.T("drafts.printing"), func(ctx context.Context, _ func(int, int, string)) error {
		out, err := r.leave(ctx, caseID, strand, draft, lang)
		if err != nil {
			return err
		}
		if err := r.record(ctx, out); err != nil {
			return err
		}
		cmd := exec.CommandContext(ctx, lp, "-t", name, "-")
		cmd.Stdin = bytes.NewReader(out.data)
		if said, err := cmd.CombinedOutput(); err != nil {
			return &app.Error{Code: "drafts.printer", Args: map[string]any{"said": strings.TrimSpace(string(said))}, Cause: err}
		}
		return nil
	}, func(err error) {
		switch {
		case err == nil:
			r.host.Toast(i18n.T("drafts.printed"))
		case !errors.Is(err, context.Canceled):
			r.host.Fail(err)
		}
	})
}
