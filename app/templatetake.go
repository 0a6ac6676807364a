package app

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

// ListRow is a section or an item as it stands in a sheet that somebody edited.
type ListRow struct {
	Section Section // without items; with Item.Code "" the row is a section
	Item    Item
	Drop    bool // it is to go
}

// Code gives the code of the row.
func (r ListRow) Code() string {
	if r.Item.Code != "" {
		return r.Item.Code
	}
	return r.Section.Code
}

// ListTake says what becomes of the rows of a sheet.
type ListTake string

// The choices.
const (
	ListTakeAll    ListTake = "stop"   // all of them, or none when one of them is wrong
	ListTakeRight  ListTake = "skip"   // those that are right
	ListTakeUpdate ListTake = "update" // of those that are right only what the checklist has already; nothing is added, removed or moved
)

// ListTakes lists them.
var ListTakes = []ListTake{ListTakeAll, ListTakeRight, ListTakeUpdate}

// MergeRows gives the checklist with the rows of a sheet laid over it. Rows are in the order of the sheet, and so are
// sections and items afterwards; what stands in no row stays, behind what it stood behind: absence is never deletion.
func MergeRows(base Template, rows []ListRow, how ListTake) Template {
	t := base.clone()
	if how == ListTakeUpdate {
		for _, r := range rows {
			switch {
			case r.Drop:
			case r.Item.Code != "":
				t = t.SetItem(r.Item.Code, r.Item)
			default:
				t = t.SetSection(r.Section.Code, r.Section)
			}
		}
		return t
	}
	sections, items := map[string]Section{}, map[string]map[string]Item{}
	order := map[string][]string{} // item codes by section, sections under ""
	gone := map[string]bool{}
	note := func(section string, s *Section, i *Item) {
		if items[section] == nil {
			items[section] = map[string]Item{}
		}
		if s != nil {
			sections[section] = Section{Code: s.Code, Name: s.Name, NameEn: s.NameEn}
		}
		if i != nil {
			items[section][i.Code] = *i
		}
	}
	was := map[string][]string{}
	home := map[string]string{} // the section of each item
	for _, s := range t.Sections {
		note(s.Code, &s, nil)
		was[""] = append(was[""], s.Code)
		for _, i := range s.Items {
			note(s.Code, nil, &i)
			was[s.Code] = append(was[s.Code], i.Code)
			home[i.Code] = s.Code
		}
	}
	for _, r := range rows {
		code := r.Section.Code
		switch {
		case r.Drop:
			gone[r.Code()] = true
		case r.Item.Code == "":
			note(code, &r.Section, nil)
			order[""] = append(order[""], code)
		default:
			if from, there := home[r.Item.Code]; there && from != code { // it stands in another section now
				was[from] = slices.DeleteFunc(was[from], func(c string) bool { return c == r.Item.Code })
			}
			note(code, nil, &r.Item)
			order[code] = append(order[code], r.Item.Code)
		}
	}
	t.Sections = nil
	for _, code := range interleaved(was[""], order[""]) {
		if gone[code] {
			continue
		}
		s := sections[code]
		for _, item := range interleaved(was[code], order[code]) {
			if !gone[item] {
				s.Items = append(s.Items, items[code][item].clone())
			}
		}
		t.Sections = append(t.Sections, s)
	}
	return t
}

// ListFile is the sheet file that a checklist was taken in from.
type ListFile struct {
	Name   string // without its folder
	SHA256 string // of its bytes, hex
	Wrong  int    // rows that cannot be taken
}

// TakeList lays the rows of a sheet over a checklist as one deed and gives the ID of what holds them: the draft itself,
// or, of a checklist that was put to use, a new draft of the version that is named. title is put in when it says
// something. Refused: rows that are wrong with ListTakeAll ("checklist.wrong"), and as NewTemplate and CheckAlone refuse.
func (d Desk) TakeList(ctx context.Context, base ID, version, title, titleEn string, rows []ListRow, how ListTake, from ListFile) (ID, error) {
	if !slices.Contains(ListTakes, how) {
		return "", fmt.Errorf("take a sheet in: no way %q of treating its rows", how)
	}
	var id ID
	err := d.do(ctx, VerbSaveTemplate, "", func(w *work) error {
		if how == ListTakeAll && from.Wrong > 0 {
			return Refuse("checklist.wrong", "count", from.Wrong)
		}
		t, err := Get[Template](ctx, w.r, base)
		if err != nil {
			return fmt.Errorf("read the checklist a sheet is laid over: %w", err)
		}
		if !t.Draft() {
			if t, err = w.begin(d, NewList{From: base, Version: version}); err != nil {
				return err
			}
		}
		id = t.ID
		t = MergeRows(t, rows, how)
		if !blank(title) && how != ListTakeUpdate {
			t.Title, t.TitleEn = title, titleEn
		}
		before := len(w.deed.Changes)
		if err := put(w, t); err != nil {
			return err
		}
		if len(w.deed.Changes) > before {
			w.note(t, map[string]string{"format": "checklist", "file": from.Name, "sha256": from.SHA256, "rows": strconv.Itoa(len(rows)), "wrong": strconv.Itoa(from.Wrong)})
		}
		return nil
	})
	return id, err
}
