package exchange

import (
	"context"
	"strconv"
	"strings"

	"lianshen/reports"
	"lianshen/reports/document"
	"lianshen/reports/pdf"
	"lianshen/store"
	"lianshen/ui/ask"
	"lianshen/ui/i18n"
	"lianshen/ui/leaving"
)

// save asks where to put the page of the import in hand as a PDF, and opens it in the system's viewer, from where it is
// printed and signed.
func (s *summary) save() {
	if !s.any {
		return
	}
	r, of, by := s.room, s.of, s.by
	title := i18n.T("exchange.print")
	name := i18n.T("exchange.print.name", "n", of.N, "from", of.From.Person) + ".pdf"
	ask.SaveAs(r.host.Window(), title, name, title, func(path string, closed func(error)) {
		if !strings.HasSuffix(strings.ToLower(path), ".pdf") {
			path += ".pdf"
		}
		page, desk, seat := r.sheet(of, by), r.host.Desk(), r.store.Seat()
		leaving.Deed(r.host, i18n.T("exchange.printing"), func(ctx context.Context, _ func(int, int, string)) error {
			res, err := reports.ImportSummaryPage(page)
			if err != nil {
				return err
			}
			if err := leaving.PDF(ctx, r.store, res); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			// The trace comes first: it asks whether the person may, and nothing leaves that is not kept.
			what := map[string]string{"what": "import", "number": strconv.FormatInt(of.N, 10), "pages": strconv.Itoa(res.Pages), "sha256": res.SHA256}
			if err := desk.NotePrint(ctx, seat, what); err != nil {
				return err
			}
			return pdf.WriteFile(path, res)
		}, func(err error) {
			if err == nil {
				r.host.Toast(i18n.T("exchange.printed", "path", path))
				err = r.host.OpenFile(path)
			}
			closed(err)
		})
	})
}

// sheet puts an import into the words of the page.
func (r *Room) sheet(of store.ImportSummary, by string) reports.ImportSummary {
	lang := document.Chinese
	if i18n.Language() == i18n.English {
		lang = document.English
	}
	out := reports.ImportSummary{Workspace: r.config.Workspace, N: of.N, At: of.At, By: by, From: of.From.Person, Laptop: of.From.Laptop,
		Kind: i18n.T("exchange.kind." + string(of.Kind)), Number: of.Number, Made: of.Made, File: of.Name, SHA256: of.SHA256,
		Records: of.Records, Changes: of.Changes, Files: of.Blobs, Back: of.Back, Rest: of.Rest, Left: len(of.Without), Awaited: of.Awaited, Lang: lang}
	for _, c := range of.Cases {
		out.Cases = append(out.Cases, reports.SummaryCase{Number: c.Number, Unit: c.Unit, New: c.New, Changed: c.Changed, Clashing: c.Clashing, Removed: c.Removed})
	}
	for _, d := range didOf(of.People) {
		out.People = append(out.People, reports.SummaryPerson{Who: d.who, Deeds: d.deeds})
	}
	for _, c := range of.Clashes {
		out.Clashes = append(out.Clashes, r.clashLine(c))
	}
	return out
}

// clashLine puts a clash with its fate into words.
func (r *Room) clashLine(c store.ClashFate) reports.SummaryClash {
	line := reports.SummaryClash{Case: c.Number, What: r.clashOf(c.Clash)}
	for _, s := range c.Sides {
		line.Sides = append(line.Sides, reports.SummarySide{Who: s.Who, At: s.At, Value: r.sideValue(c.Clash, s.Value)})
	}
	if c.Chosen != nil {
		line.Chosen, line.ChosenBy, line.ChosenAt = r.sideValue(c.Clash, c.Chosen.After), c.Chosen.Who, c.Chosen.At
	}
	return line
}

// sideValue says in words what a side wrote.
func (r *Room) sideValue(c store.Clash, value []byte) string {
	switch {
	case c.Field == "" && value == nil:
		return i18n.T("exchange.side.deleted")
	case c.Field == "":
		return i18n.T("exchange.side.kept")
	case value == nil:
		return i18n.T("history.none")
	}
	if text := r.words.Value(c.Kind, c.Field, value); text != "" {
		return text
	}
	return i18n.T("history.none")
}
