package app

import (
	"fmt"
	"slices"
	"strings"
)

// AddSection gives the checklist with an empty section at its end, under the next free code, and the code. former are
// other versions, whose codes are not given to anything else.
func (n Template) AddSection(name string, former ...Template) (Template, string) {
	n = n.clone()
	last := 0
	for _, t := range append([]Template{n}, former...) {
		for _, s := range t.Sections {
			last = max(last, serial(s.Code))
			for _, i := range s.Items { // one that moved here may be all that is left of its section
				if of, _, ok := cutLast(i.Code); ok {
					last = max(last, serial(of))
				}
			}
		}
	}
	code := fmt.Sprintf("%s-%d", n.Strand.Code(), last+1)
	n.Sections = append(n.Sections, Section{Code: code, Name: name})
	return n, code
}

// AddItem gives the checklist with an empty item at the end of a section, under the next free code, and the code; "" when
// there is no such section. A code is never used again for another item: those of former versions are passed over.
func (n Template) AddItem(section string, former ...Template) (Template, string) {
	n = n.clone()
	last := 0
	for _, t := range append([]Template{n}, former...) {
		for _, s := range t.Sections {
			for _, i := range s.Items {
				if of, _, ok := cutLast(i.Code); ok && of == section {
					last = max(last, serial(i.Code))
				}
			}
		}
	}
	for i := range n.Sections {
		if s := &n.Sections[i]; s.Code == section {
			code := fmt.Sprintf("%s-%02d", section, last+1)
			s.Items = append(s.Items, Item{Code: code, Methods: []Method{MethodDocuments}})
			return n, code
		}
	}
	return n, ""
}

// cutLast cuts the code of an item into that of the section it was written in and its number there.
func cutLast(code string) (section, number string, ok bool) {
	i := strings.LastIndex(code, "-")
	if i < 0 {
		return "", "", false
	}
	return code[:i], code[i+1:], true
}

// serial gives the number at the end of a code, 0 for none.
func serial(code string) (n int) {
	if _, err := fmt.Sscanf(code[strings.LastIndex(code, "-")+1:], "%d", &n); err != nil || n < 0 || n > 1_000_000 {
		return 0
	}
	return n
}

// Drop gives the checklist without a section (with its items) or an item.
func (n Template) Drop(code string) Template {
	n = n.clone()
	n.Sections = slices.DeleteFunc(n.Sections, func(s Section) bool { return s.Code == code })
	for i := range n.Sections {
		s := &n.Sections[i]
		s.Items = slices.DeleteFunc(s.Items, func(item Item) bool { return item.Code == code })
	}
	return n
}

// Shift gives the checklist with a section or an item moved by one place, up (by -1) or down (by 1), among its like; at
// an end it stays. moved says whether it did.
func (n Template) Shift(code string, by int) (t Template, moved bool) {
	n = n.clone()
	swap := func(i, length int, do func(i, j int)) {
		if j := i + by; i >= 0 && j >= 0 && j < length {
			do(i, j)
			moved = true
		}
	}
	swap(slices.IndexFunc(n.Sections, func(s Section) bool { return s.Code == code }), len(n.Sections),
		func(i, j int) { n.Sections[i], n.Sections[j] = n.Sections[j], n.Sections[i] })
	for k := range n.Sections {
		items := n.Sections[k].Items
		swap(slices.IndexFunc(items, func(i Item) bool { return i.Code == code }), len(items),
			func(i, j int) { items[i], items[j] = items[j], items[i] })
	}
	return n, moved
}

// Transfer gives the checklist with an item moved to the end of another section, and whether there was something to move.
// The item keeps its code, though that names the section it was written in: what was said of it in a case, and findings,
// papers and materials name it by its code and go along when the case is moved to this version.
func (n Template) Transfer(code, section string) (t Template, moved bool) {
	item, from, there := n.Find(code)
	to := slices.IndexFunc(n.Sections, func(s Section) bool { return s.Code == section })
	if !there || to < 0 || from.Code == section {
		return n, false
	}
	n = n.Drop(code)
	n.Sections[to].Items = append(n.Sections[to].Items, item.clone())
	return n, true
}

// SetItem gives the checklist with an item in the place of that with the code; the new one may have another code.
func (n Template) SetItem(code string, item Item) Template {
	n = n.clone()
	for i := range n.Sections {
		for j := range n.Sections[i].Items {
			if n.Sections[i].Items[j].Code == code {
				n.Sections[i].Items[j] = item.clone()
				return n
			}
		}
	}
	return n
}

// SetSection gives the checklist with names and code of a section changed. The codes of its items follow its own, but for
// those that former versions have: a case that is moved to this version knows its answers by them.
func (n Template) SetSection(code string, to Section, former ...Template) Template {
	n = n.clone()
	for i := range n.Sections {
		s := &n.Sections[i]
		if s.Code != code {
			continue
		}
		s.Code, s.Name, s.NameEn = to.Code, to.Name, to.NameEn
		for j := range s.Items {
			had := slices.ContainsFunc(former, func(t Template) bool {
				_, _, there := t.Find(s.Items[j].Code)
				return there
			})
			if rest, ok := strings.CutPrefix(s.Items[j].Code, code+"-"); ok && !had {
				s.Items[j].Code = s.Code + "-" + rest
			}
		}
		break
	}
	return n
}
