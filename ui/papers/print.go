package papers

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/forms"
	"lianshen/reports/pdf"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/leaving"
)

// Print asks where to put a form as a PDF and opens it in the system's viewer, from where it is printed. The pages are
// searched for the names of those talked to first, and the print leaves a trace.
func Print(h Place, d app.Dossier, kind forms.Kind, o forms.Options) {
	toFile(h, d, i18n.T("papers.print.title", "form", forms.Title(kind, o.Strand)), forms.FileName(kind, d, o), []forms.Wanted{{Kind: kind, Options: o}}, nil)
}

// toFile prints forms into one file at a place the person chooses. done is called when it is there; it may be nil.
func toFile(h Place, d app.Dossier, title, name string, wanted []forms.Wanted, done func()) {
	ask.SaveAs(h.Window(), title, name, i18n.T("papers.print"), func(path string, closed func(error)) {
		if !strings.HasSuffix(strings.ToLower(path), ".pdf") {
			path += ".pdf"
		}
		desk := h.Desk()
		leaving.Deed(h, i18n.T("papers.printing"), func(ctx context.Context, _ func(int, int, string)) error {
			res, err := searched(ctx, h, d, wanted)
			if err != nil {
				return err
			}
			if err := note(ctx, desk, d, wanted, res); err != nil {
				return err
			}
			return pdf.WriteFile(path, res)
		}, func(err error) {
			if err == nil {
				h.Toast(i18n.T("papers.printed", "path", path))
				err = h.OpenFile(path)
			}
			closed(err)
			if err == nil && done != nil {
				done()
			}
		})
	})
}

// toFolder prints each form into a file of its own in a folder the person chooses. Nothing is written before every page was
// searched; a file of the same name is replaced.
func toFolder(h Place, d app.Dossier, wanted []forms.Wanted, done func()) {
	ask.Directory(h.Window(), i18n.T("papers.forms.folder"), i18n.T("papers.forms.folder.text"), i18n.T("papers.print"), func(dir string, closed func(error)) {
		desk := h.Desk()
		count := 0
		leaving.Deed(h, i18n.T("papers.printing"), func(ctx context.Context, report func(int, int, string)) error {
			each, err := forms.Each(d, wanted...)
			if err != nil {
				return err
			}
			made := make([]*pdf.Result, len(each))
			for i, one := range each {
				report(i, len(each), one.Name)
				if made[i], err = searched(ctx, h, d, []forms.Wanted{one.Wanted}); err != nil {
					return err
				}
			}
			for i, one := range each {
				if err := note(ctx, desk, d, []forms.Wanted{one.Wanted}, made[i]); err != nil {
					return err
				}
				if err := pdf.WriteFile(filepath.Join(dir, one.Name), made[i]); err != nil {
					return err
				}
			}
			count = len(each)
			return nil
		}, func(err error) {
			if err == nil {
				ask.Used(filepath.Join(dir, "x"))
				h.Toast(i18n.T("papers.forms.written", "n", count, "path", dir))
			}
			closed(err)
			if err == nil && done != nil {
				done()
			}
		})
	})
}

// searched makes the pages and searches them for names.
func searched(ctx context.Context, h Place, d app.Dossier, wanted []forms.Wanted) (*pdf.Result, error) {
	res, err := forms.Print(d, today(h, wanted)...)
	if err != nil {
		return nil, err
	}
	if err := leaving.PDF(ctx, h.Store, res, d.Case.ID); err != nil {
		return nil, err
	}
	return res, ctx.Err()
}

// note keeps the trace of a print. It comes before the file: it asks whether the person may, and nothing leaves that is not
// kept.
func note(ctx context.Context, desk app.Desk, d app.Dossier, wanted []forms.Wanted, res *pdf.Result) error {
	var kinds []string
	for _, w := range wanted {
		if k := string(w.Kind); !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	what := map[string]string{"what": strings.Join(kinds, " "), "pages": strconv.Itoa(res.Pages), "sha256": res.SHA256}
	if s := wanted[0].Options.Strand; s != "" {
		what["strand"] = string(s)
	}
	for _, n := range forms.Nouns(d, wanted...) {
		if err := desk.NotePrint(ctx, n, what); err != nil {
			return err
		}
	}
	return nil
}

// today dates forms as of today.
func today(h Place, wanted []forms.Wanted) []forms.Wanted {
	out := make([]forms.Wanted, len(wanted))
	for i, w := range wanted {
		w.Options.Today = h.Today()
		out[i] = w
	}
	return out
}
