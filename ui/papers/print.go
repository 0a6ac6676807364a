package papers

import (
	"context"
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
	o.Today = h.Today()
	title := i18n.T("papers.print.title", "form", forms.Title(kind, o.Strand))
	ask.SaveAs(h.Window(), title, forms.FileName(kind, d, o), i18n.T("papers.print"), func(path string, closed func(error)) {
		if !strings.HasSuffix(strings.ToLower(path), ".pdf") {
			path += ".pdf"
		}
		desk := h.Desk()
		leaving.Deed(h, i18n.T("papers.printing"), func(ctx context.Context, _ func(int, int, string)) error {
			res, err := forms.Print(d, forms.Wanted{Kind: kind, Options: o})
			if err != nil {
				return err
			}
			if err := leaving.PDF(ctx, h.Store, res, d.Case.ID); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			// The trace comes first: it asks whether the person may, and nothing leaves that is not kept.
			what := map[string]string{"what": string(kind), "pages": strconv.Itoa(res.Pages), "sha256": res.SHA256}
			if o.Strand != "" {
				what["strand"] = string(o.Strand)
			}
			if err := desk.NotePrint(ctx, printed(d, kind, o), what); err != nil {
				return err
			}
			return pdf.WriteFile(path, res)
		}, func(err error) {
			if err == nil {
				h.Toast(i18n.T("papers.printed", "path", path))
				err = h.OpenFile(path)
			}
			closed(err)
		})
	})
}

// printed gives the noun that a form is of, else its case.
func printed(d app.Dossier, kind forms.Kind, o forms.Options) app.Noun {
	for _, s := range d.Sheets {
		if kind == forms.Sheet && s.ID == o.ID {
			return s
		}
	}
	for _, p := range d.Papers {
		if kind == forms.Paper && p.ID == o.ID {
			return p
		}
	}
	return d.Case
}
