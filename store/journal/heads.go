package journal

import (
	"slices"

	"lianshen/app"
)

// Heads are the heads of one noun by field; "" is the noun as a whole. Each list is sorted.
type Heads map[string][]Ref

// Parents gives what a change written now has to name: the heads of its field, or of the noun where the field was
// never written by itself; for the noun as a whole (new again, del) every head of every field. A note has none.
func (h Heads) Parents(kind app.ChangeKind, field string) []Ref {
	switch {
	case kind == app.Note:
		return nil
	case field != "" && len(h[field]) > 0:
		return slices.Clone(h[field])
	case field != "":
		return slices.Clone(h[""])
	}
	var all []Ref
	for _, refs := range h {
		all = append(all, refs...)
	}
	slices.Sort(all)
	return all
}

// Advance makes the change named ref a head and takes away those it was made in knowledge of.
func (h Heads) Advance(c Change, ref Ref) {
	if c.Kind == app.Note {
		return
	}
	seen := func(r Ref) bool { return slices.Contains(c.Parents, r) }
	for field, refs := range h {
		if c.Field != "" && field != c.Field {
			continue
		}
		refs = slices.DeleteFunc(slices.Clone(refs), seen)
		if len(refs) == 0 {
			delete(h, field)
		} else {
			h[field] = refs
		}
	}
	h[c.Field] = append(slices.Clone(h[c.Field]), ref)
	slices.Sort(h[c.Field])
}

// Of gives the heads that speak for a field: its own, else those of the noun.
func (h Heads) Of(field string) []Ref {
	if own := h[field]; len(own) > 0 {
		return own
	}
	return h[""]
}
