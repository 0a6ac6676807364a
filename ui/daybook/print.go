package daybook

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lianshen/app"
	"lianshen/reports/forms"
	"lianshen/reports/pdf"
	"lianshen/ui/i18n"
	"lianshen/ui/leaving"
)

// Written gives the work logs that a person wrote of the days from one to another, both counted, the earliest first.
// Refused: days the wrong way round ("daylog.span"), none written ("daylog.days").
func Written(ctx context.Context, r app.Reader, person app.ID, from, to app.Date) ([]app.DayLog, error) {
	if to.Before(from) {
		return nil, app.Refuse("daylog.span", "from", from, "to", to)
	}
	all, err := app.List[app.DayLog](ctx, r, "")
	if err != nil {
		return nil, fmt.Errorf("read the work logs: %w", err)
	}
	all = slices.DeleteFunc(all, func(n app.DayLog) bool {
		return n.Person != person || n.On.Before(from) || to.Before(n.On) || strings.TrimSpace(n.Text) == ""
	})
	if len(all) == 0 {
		return nil, app.Refuse("daylog.days")
	}
	slices.SortFunc(all, func(a, b app.DayLog) int { return strings.Compare(a.On.String(), b.On.String()) })
	return all, nil
}

// Store is what printing asks of a workspace.
type Store interface {
	app.Reader
	leaving.Store
}

// Print sets work logs on the form of work logs (联审表-17). What would bear a name of the vault is refused, see leaving.PDF.
func Print(ctx context.Context, s Store, today app.Date, days []app.DayLog) (*pdf.Result, error) {
	d := app.Dossier{People: map[app.ID]app.Person{}}
	for _, n := range days {
		p, err := app.Get[app.Person](ctx, s, n.Person)
		if err != nil {
			return nil, fmt.Errorf("read whose work log it is: %w", err)
		}
		d.People[p.ID] = p
	}
	res, err := forms.Print(d, forms.Wanted{Kind: forms.DayLog, Options: forms.Options{Days: days, Today: today}})
	if err != nil {
		return nil, err
	}
	return res, leaving.PDF(ctx, s, res)
}

// Note keeps in the log that work logs were printed: which days, and the file. Not a word of what they say.
func Note(ctx context.Context, desk app.Desk, days []app.DayLog, res *pdf.Result) error {
	first, last := days[0], days[len(days)-1]
	return desk.NotePrint(ctx, first, map[string]string{"what": i18n.T("daylog.what", "from", first.On, "to", last.On), "pages": strconv.Itoa(res.Pages), "sha256": res.SHA256})
}

// FileName is the name under which printed work logs are put on a disk: 工作日志_张三_2026-04-01_2026-04-30.pdf.
func FileName(person app.Person, days []app.DayLog) string {
	first, last := days[0].On.String(), days[len(days)-1].On.String()
	parts := []string{forms.Title(forms.DayLog, ""), person.Name, first}
	if last != first {
		parts = append(parts, last)
	}
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>| `, r) || r < ' ' {
			return '_'
		}
		return r
	}, strings.Join(parts, "_"))
	return name + ".pdf"
}
