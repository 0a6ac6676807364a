// Package shipped gives what comes with the program as nouns: the checklists, laws and calendars that every new
// workspace begins with and that a round file need not carry.
package shipped

import (
	"fmt"

	"lianshen/app"
	"lianshen/assets"
)

// Nouns gives the checklists, laws and calendars that come with the program. Their IDs follow from code and version, so
// that every workspace knows the same noun by the same ID. An error means that the program was built with broken data.
func Nouns() ([]app.Noun, error) {
	lists, err := assets.Checklists()
	if err != nil {
		return nil, fmt.Errorf("shipped checklists: %w", err)
	}
	laws, err := assets.Laws()
	if err != nil {
		return nil, fmt.Errorf("shipped laws: %w", err)
	}
	years, err := assets.Calendars()
	if err != nil {
		return nil, fmt.Errorf("shipped calendars: %w", err)
	}
	var nouns []app.Noun
	for _, c := range lists {
		nouns = append(nouns, templateOf(c))
	}
	for _, l := range laws {
		nouns = append(nouns, lawOf(l))
	}
	for _, y := range years {
		table, err := dayTableOf(y)
		if err != nil {
			return nil, fmt.Errorf("shipped calendar of %d: %w", y.Year, err)
		}
		nouns = append(nouns, table)
	}
	return nouns, nil
}

// Laws gives the laws that come with the program by their ID.
func Laws() (map[app.ID]app.Law, error) {
	laws, err := assets.Laws()
	if err != nil {
		return nil, fmt.Errorf("shipped laws: %w", err)
	}
	out := make(map[app.ID]app.Law, len(laws))
	for _, l := range laws {
		n := lawOf(l)
		out[n.ID] = n
	}
	return out, nil
}

func lawOf(l assets.Law) app.Law {
	return app.Law{
		ID: app.DeriveID(app.KindLaw, "", l.ID), Code: l.ID, Name: l.Name, NameEn: l.NameEn, Short: l.ShortName,
		Number: l.Number, Status: string(l.Status), Mark: app.Mark(l.Mark),
	}
}

func dayTableOf(c assets.Calendar) (app.DayTable, error) {
	t := app.DayTable{ID: app.DayTableID(c.Year), Year: c.Year, Source: c.Source}
	mark := func(m assets.DayMark) app.Mark {
		if m == assets.DayConfirmed {
			return app.Verified
		}
		return app.Unverified
	}
	for _, off := range c.DaysOff {
		from, err := app.ParseDate(off.From)
		if err != nil {
			return t, err
		}
		to, err := app.ParseDate(off.To)
		if err != nil {
			return t, err
		}
		for d := from; !d.After(to); d = d.AddDays(1) {
			t.Off = append(t.Off, app.CalendarDay{Date: d, Name: off.Name, Mark: mark(off.Mark)})
		}
	}
	for _, worked := range c.WorkedDays {
		d, err := app.ParseDate(worked.Date)
		if err != nil {
			return t, err
		}
		t.Worked = append(t.Worked, app.CalendarDay{Date: d, Mark: mark(worked.Mark)})
	}
	return t, nil
}

func templateOf(c assets.Checklist) app.Template {
	t := app.Template{
		ID: app.TemplateID(app.Strand(c.Strand), c.Version), Strand: app.Strand(c.Strand), Version: c.Version,
		Title: c.Title, TitleEn: c.TitleEn,
	}
	for _, s := range c.Sections {
		section := app.Section{Code: s.Code, Name: s.Name, NameEn: s.NameEn}
		for _, i := range s.Items {
			item := app.Item{Code: i.Code, Check: i.Check, CheckEn: i.CheckEn, Problems: i.Problems}
			for _, m := range i.Materials {
				item.Materials = append(item.Materials, app.ItemMaterial{Name: m.Name, Kind: app.MaterialKind(m.Kind)})
			}
			for _, m := range i.Methods {
				item.Methods = append(item.Methods, app.Method(m))
			}
			for _, b := range i.Bases {
				item.Bases = append(item.Bases, app.Basis{Law: b.Law, Article: b.Article, Mark: app.Mark(b.Mark), Note: b.Note})
			}
			for _, k := range i.AppliesTo {
				item.AppliesTo = append(item.AppliesTo, app.UnitKind(k))
			}
			section.Items = append(section.Items, item)
		}
		t.Sections = append(t.Sections, section)
	}
	return t
}
