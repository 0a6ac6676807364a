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

// Knowing is Parents for a noun of which people wrote without knowing of each other: a change of a field then names the
// heads of the noun as a whole as well, so that it settles what clashes between them.
func (h Heads) Knowing(kind app.ChangeKind, field string) []Ref {
	out := h.Parents(kind, field)
	if kind == app.Note || field == "" {
		return out
	}
	out = append(out, h[""]...)
	slices.Sort(out)
	return slices.Compact(out)
}

// Follows says whether a change was made in knowledge of all that stands: then its effect is that of the latest change,
// and there is nothing to merge. removed says that the noun is not there: a field that somebody writes then nevertheless
// has to be weighed against the removal. A field within another one, which no noun of ours has, is not judged here.
func (h Heads) Follows(c Change, removed bool) bool {
	if c.Kind == app.Note || !known(c.Kind) {
		return true
	}
	if removed && c.Field != "" {
		return false
	}
	parents := c.Parents
	if !slices.IsSorted(parents) {
		parents = slices.Sorted(slices.Values(parents))
	}
	if !slices.Equal(parents, h.Parents(c.Kind, c.Field)) {
		return false
	}
	switch {
	case len(h) == 0:
		return c.Kind == app.New
	case c.Kind == app.New: // after a removal alone
		return len(h) == 1
	case c.Field == "" || len(h[c.Field]) > 0:
		return true
	}
	for at := range c.Field {
		if c.Field[at] == '/' && len(h[c.Field[:at]]) > 0 {
			return false
		}
	}
	for f := range h {
		if len(f) > len(c.Field) && f[:len(c.Field)] == c.Field && f[len(c.Field)] == '/' {
			return false
		}
	}
	return true
}

// Advance makes the change named ref a head and takes away those it was made in knowledge of.
func (h Heads) Advance(c Change, ref Ref) {
	if c.Kind == app.Note || !known(c.Kind) {
		return
	}
	seen := func(r Ref) bool { return slices.Contains(c.Parents, r) }
	if len(c.Parents) > 8 {
		known := make(map[Ref]bool, len(c.Parents))
		for _, r := range c.Parents {
			known[r] = true
		}
		seen = func(r Ref) bool { return known[r] }
	}
	if c.Field == "" {
		for field, refs := range h {
			if h[field] = unseen(refs, seen); len(h[field]) == 0 {
				delete(h, field)
			}
		}
	}
	h[c.Field] = append(unseen(h[c.Field], seen), ref)
	slices.Sort(h[c.Field])
}

// unseen gives the heads that a change did not know, in a slice of its own.
func unseen(refs []Ref, seen func(Ref) bool) []Ref {
	var out []Ref
	for _, r := range refs {
		if !seen(r) {
			out = append(out, r)
		}
	}
	return out
}

// Of gives the heads that speak for a field: its own, else those of the noun.
func (h Heads) Of(field string) []Ref {
	if own := h[field]; len(own) > 0 {
		return own
	}
	return h[""]
}
