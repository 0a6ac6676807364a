package app

import (
	"slices"
)

// ListChangeKind says how two versions of a checklist differ in a place.
type ListChangeKind string

// The kinds of difference.
const (
	ListAdded   ListChangeKind = "added"
	ListRemoved ListChangeKind = "removed"
	ListMoved   ListChangeKind = "moved" // it stands elsewhere among what both versions have
	ListChanged ListChangeKind = "changed"
)

// ListChangeKinds lists all.
var ListChangeKinds = []ListChangeKind{ListAdded, ListRemoved, ListMoved, ListChanged}

// ListChange is a difference between two versions of a checklist.
type ListChange struct {
	Kind    ListChangeKind
	Section string // code; "" = the checklist itself
	Item    string // code; "" = the section
	Field   string // with ListChanged, as in the log: "check"
	// What stands there before and after, as far as it does: the checklist without sections, the section without items,
	// or the item.
	Was, Is ListPart
}

// ListPart is a place of a checklist; which of the three it is follows from Section and Item of the change.
type ListPart struct {
	Title, TitleEn string // of the checklist
	Section        Section
	Item           Item
}

// CompareTemplates gives the differences between two versions of a checklist in the order in which the later one is read,
// what it lacks where it stood: added, removed and moved sections and items, and changed fields one by one. Items are
// the same by their code, also in another section; one that moved there is told where it stands now. An added section is
// one difference and each of its items another.
func CompareTemplates(was, is Template) []ListChange {
	var out []ListChange
	for _, f := range []struct {
		field  string
		differ bool
	}{{"title", was.Title != is.Title}, {"titleEn", was.TitleEn != is.TitleEn}} {
		if f.differ {
			out = append(out, ListChange{Kind: ListChanged, Field: f.field, Was: ListPart{Title: was.Title, TitleEn: was.TitleEn}, Is: ListPart{Title: is.Title, TitleEn: is.TitleEn}})
		}
	}
	before, after := map[string]Section{}, map[string]Section{}
	var wasCodes, isCodes []string
	for _, s := range was.Sections {
		before[s.Code], wasCodes = s, append(wasCodes, s.Code)
	}
	for _, s := range is.Sections {
		after[s.Code], isCodes = s, append(isCodes, s.Code)
	}
	moved := displaced(wasCodes, isCodes)
	for _, code := range interleaved(wasCodes, isCodes) {
		out = append(out, was.compareSections(is, before[code], after[code], code, slices.Contains(wasCodes, code), slices.Contains(isCodes, code), moved[code])...)
	}
	return out
}

func (n Template) compareSections(later Template, was, is Section, code string, there, stays, moved bool) []ListChange {
	bare := func(s Section) ListPart {
		s.Items = nil
		return ListPart{Section: s}
	}
	change := ListChange{Section: code, Was: bare(was), Is: bare(is)}
	with := func(kind ListChangeKind, field string) ListChange {
		c := change
		c.Kind, c.Field = kind, field
		return c
	}
	var out []ListChange
	switch {
	case !there:
		out = append(out, with(ListAdded, ""))
	case !stays:
		out = append(out, with(ListRemoved, ""))
	default:
		if moved {
			out = append(out, with(ListMoved, ""))
		}
		if was.Name != is.Name {
			out = append(out, with(ListChanged, "name"))
		}
		if was.NameEn != is.NameEn {
			out = append(out, with(ListChanged, "nameEn"))
		}
	}
	return append(out, n.compareItems(later, was, is, code)...)
}

// compareItems compares the items of a section; n and later are the whole checklists.
func (n Template) compareItems(later Template, was, is Section, section string) []ListChange {
	before, after := map[string]Item{}, map[string]Item{}
	var wasCodes, isCodes []string
	for _, i := range was.Items {
		before[i.Code], wasCodes = i, append(wasCodes, i.Code)
	}
	for _, i := range is.Items {
		after[i.Code], isCodes = i, append(isCodes, i.Code)
	}
	moved := displaced(wasCodes, isCodes)
	var out []ListChange
	for _, code := range interleaved(wasCodes, isCodes) {
		a, there := before[code]
		b, stays := after[code]
		came := false
		if !there {
			if a, _, came = n.Find(code); came {
				there = true
			}
		}
		if _, _, elsewhere := later.Find(code); !stays && elsewhere {
			continue // it is told where it went
		}
		c := ListChange{Section: section, Item: code, Was: ListPart{Item: a}, Is: ListPart{Item: b}}
		switch {
		case !there:
			c.Kind = ListAdded
			out = append(out, c)
		case !stays:
			c.Kind = ListRemoved
			out = append(out, c)
		default:
			if moved[code] || came {
				c.Kind = ListMoved
				out = append(out, c)
			}
			for _, field := range itemDiffers(a, b) {
				c.Kind, c.Field = ListChanged, field
				out = append(out, c)
			}
		}
	}
	return out
}

// ItemFields are the fields of an item that two versions may differ in, in the order of a form.
var ItemFields = []string{"check", "checkEn", "materials", "methods", "problems", "bases", "appliesTo"}

// itemDiffers gives the fields in which two items differ.
func itemDiffers(a, b Item) []string {
	same := map[string]bool{
		"check": a.Check == b.Check, "checkEn": a.CheckEn == b.CheckEn, "materials": slices.Equal(a.Materials, b.Materials),
		"methods": slices.Equal(a.Methods, b.Methods), "problems": slices.Equal(a.Problems, b.Problems),
		"bases": slices.Equal(a.Bases, b.Bases), "appliesTo": slices.Equal(a.AppliesTo, b.AppliesTo),
	}
	return slices.DeleteFunc(slices.Clone(ItemFields), func(f string) bool { return same[f] })
}

// displaced says which of the codes that both lists have stand elsewhere: as few as can be, all others keep their order.
func displaced(was, is []string) map[string]bool {
	at := map[string]int{}
	for i, c := range was {
		at[c] = i
	}
	var common []string
	for _, c := range is {
		if _, both := at[c]; both {
			common = append(common, c)
		}
	}
	// The longest run of codes in rising order stays; length[i] is that of the longest one ending at i.
	length, from := make([]int, len(common)), make([]int, len(common))
	best := -1
	for i, c := range common {
		length[i], from[i] = 1, -1
		for j := range i {
			if at[common[j]] < at[c] && length[j]+1 > length[i] {
				length[i], from[i] = length[j]+1, j
			}
		}
		if best < 0 || length[i] > length[best] {
			best = i
		}
	}
	out := map[string]bool{}
	for _, c := range common {
		out[c] = true
	}
	for ; best >= 0; best = from[best] {
		delete(out, common[best])
	}
	return out
}

// interleaved gives the codes of both lists in the order of the second, each of the first that it lacks behind the one it
// stood behind.
func interleaved(was, is []string) []string {
	out := slices.Clone(is)
	after := -1
	for _, c := range was {
		if i := slices.Index(out, c); i >= 0 {
			after = i
			continue
		}
		after++
		out = slices.Insert(out, after, c)
	}
	return out
}
